from . import hub_agreement_termination, hub_complaint_submit, hub_document_wizard
