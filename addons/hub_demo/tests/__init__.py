from . import test_login, test_menus, test_portal, test_story, test_telling
