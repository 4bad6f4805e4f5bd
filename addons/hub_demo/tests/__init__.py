from . import test_entry, test_filters, test_login, test_menus, test_portal, test_story, test_telling
