from . import test_login, test_menus, test_story, test_telling
