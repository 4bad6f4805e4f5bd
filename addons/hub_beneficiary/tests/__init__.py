from . import test_documents, test_public_request
