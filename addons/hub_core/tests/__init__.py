from . import (
    test_access_log,
    test_complaint,
    test_database,
    test_delivery,
    test_delivery_race,
    test_document,
    test_language,
    test_organization,
    test_outgoing,
    test_partner_rule,
    test_public,
    test_tools,
)
