from . import test_document, test_public
