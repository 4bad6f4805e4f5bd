from . import hub_document_wizard
