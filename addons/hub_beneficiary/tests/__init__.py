from . import test_desk, test_desk_browser, test_documents, test_public_request
