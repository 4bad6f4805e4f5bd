from . import test_desk, test_documents, test_public_request
