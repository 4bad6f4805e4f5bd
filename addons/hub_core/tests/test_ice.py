from odoo.exceptions import ValidationError
from odoo.tests import Form
from odoo.tools import SQL, mute_logger
from psycopg2 import IntegrityError

from .common import HubCommon

# Of no organisation of the demo story.
ICE = "009999000001086"
OTHER_ICE = "009999000002735"


class TestIce(HubCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.ma")
        cls.organization = cls._create_organization(company_registry=ICE)

    def _registry_refused(self, *sentences, **values):
        with self.assertRaises(ValidationError) as caught:
            self._create_organization("Atelier", **values)
        for sentence in sentences:
            self.assertIn(sentence, str(caught.exception))

    def test_an_ice_is_kept_as_its_fifteen_digits_however_it_is_written(self):
        self.organization.company_registry = " 00 99 99 00 00 02 735 "
        self.assertEqual(self.organization.company_registry, OTHER_ICE)
        created = self._create_organization("Other", company_registry="٠٠٩٩٩٩٠٠٠ ٠٠١٠ ٨٦")
        self.assertEqual(created.company_registry, ICE)

    def test_a_number_that_is_no_ice_is_refused_by_name(self):
        for number in ("009999000001085", "9999000001086", "12345", "ABCDE9000001086"):
            self._registry_refused("Atelier", number, "15 digits", company_registry=number)

    def test_where_nobody_has_said_the_country_it_is_morocco(self):
        self._registry_refused("15 digits", company_registry="12345", country_id=False)
        self.env.company.country_id = self.env.ref("base.fr")
        self._create_organization("Atelier", company_registry="12345", country_id=False)

    def test_an_organisation_abroad_has_the_number_of_its_country(self):
        swiss = self._create_organization(
            "Fondation", company_registry=" CHE-109.322.551 ", country_id=self.env.ref("base.ch").id
        )
        self.assertEqual(swiss.company_registry, "CHE-109.322.551")
        with self.assertRaises(ValidationError):
            swiss.country_id = self.env.ref("base.ma")

    def test_two_organisations_never_share_one_and_the_sentence_names_the_other(self):
        self._registry_refused(ICE, "Association Amal", company_registry="00 9999 0000 0108 6")
        self.organization.active = False
        self._registry_refused("Association Amal (archived)", company_registry=ICE)
        other = self._create_organization("Other", company_registry=OTHER_ICE)
        with self.assertRaisesRegex(ValidationError, "Association Amal"):
            other.company_registry = ICE

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_second_one_that_came_by_another_way(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["res.partner"].create(
                [{"name": name, "is_company": True, "company_registry": OTHER_ICE} for name in ("One", "Two")]
            )
            self.env.flush_all()

    def test_contacts_below_an_organisation_may_repeat_its_number(self):
        contact = self.env["res.partner"].create({"name": "Mme Alami", "parent_id": self.organization.id})
        self.assertEqual(contact.company_registry, ICE)
        self.organization.company_registry = OTHER_ICE
        self.assertEqual(contact.company_registry, OTHER_ICE)

    def test_saving_an_organisation_again_does_not_find_its_own_number_taken(self):
        self.organization.write({"company_registry": ICE, "city": "Rabat"})

    def test_the_label_says_ice_for_morocco_and_for_who_has_no_country(self):
        self.organization.country_id = False
        self.assertEqual(self.organization.company_registry_label, "ICE")
        self.organization.country_id = self.env.ref("base.ma")
        self.assertEqual(self.organization.company_registry_label, "ICE")
        self.organization.country_id = self.env.ref("base.fr")
        self.assertNotEqual(self.organization.company_registry_label, "ICE")

    def test_an_invalid_number_of_before_does_not_stop_other_changes(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET company_registry = '12345' WHERE id = %s", [self.organization.id])
        self.env.invalidate_all()
        with Form(self.organization.with_user(self.user_hub), "hub_core.organization_view_form") as form:
            form.city = "Rabat"
        self.assertEqual(self.organization.company_registry, "12345")


class TestIceOfBefore(HubCommon):
    """A database in which nobody had verified numbers yet."""

    def setUp(self):
        super().setUp()
        self.partners = self.env["res.partner"].browse()
        for name in ("First", "Second", "Third", "Not top"):
            self.partners |= self._create_organization(name, country_id=self.env.ref("base.ma").id)
        self.partners[3].parent_id = self.partners[0]
        self.env.flush_all()
        self.env.cr.execute("DROP INDEX res_partner_ice_uniq")
        numbers = (ICE, "00 9999 0000 0108 6", "12 345", ICE)
        for partner, number in zip(self.partners, numbers, strict=True):
            self.env.cr.execute("UPDATE res_partner SET company_registry = %s WHERE id = %s", [number, partner.id])
        self.env.invalidate_all()

    def test_a_number_that_two_have_stays_with_the_first_and_is_marked_in_the_other(self):
        first, second, third, below = self.partners
        for _run in ("first", "second"):
            self._run_migration("hub_core", "19.0.1.1.0", "pre")
            self._run_migration("hub_core", "19.0.1.1.0")
            self.assertEqual(first.company_registry, ICE)
            self.assertEqual(second.company_registry, f"{ICE} (2)")
            self.assertEqual(third.company_registry, "12 345", "what is invalid is reported, not cleared")
            self.assertEqual(below.company_registry, ICE)
            self.assertEqual("".join(second.message_ids.mapped("body")).count("First"), 1)
        index = self.env["res.partner"]._table_objects["res_partner_ice_uniq"]
        index.apply_to_database(self.env["res.partner"])
        found = self.env.execute_query(SQL("SELECT 1 FROM pg_indexes WHERE indexname = 'res_partner_ice_uniq'"))
        self.assertTrue(found)
