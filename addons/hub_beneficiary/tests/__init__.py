from . import (
    test_desk,
    test_desk_browser,
    test_documents,
    test_hub_beneficiary_matching,
    test_hub_register_import,
    test_hub_register_import_file,
    test_hub_register_import_performance,
    test_hub_register_import_reception,
    test_public_request,
    test_tools,
)
