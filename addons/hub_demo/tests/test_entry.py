from odoo.tests import tagged

from .common import StoryCommon


@tagged("post_install", "-at_install")
class TestEntry(StoryCommon):
    """Who is on file in Latin letters is shown to whoever types her name in Arabic."""

    def test_at_the_desk_her_name_in_arabic_shows_her(self):
        desk = self.env["hub.desk"].with_user(self.staff["reception_ar"])
        known = self.people.filtered(lambda person: person.family_name == "Benhammou")
        self.assertFalse(known.name_ar)
        for typed in ({"name_ar": "زليخة بنحمو"}, {"name_ar": "زليخة بنحمو", "birth": "17/04/1991"}):
            found = desk.find_duplicates(typed)
            self.assertEqual([row["id"] for row in found], known.ids, typed)
