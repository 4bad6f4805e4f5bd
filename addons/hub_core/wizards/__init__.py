from . import hub_complaint_submit, hub_document_wizard
