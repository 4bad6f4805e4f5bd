from datetime import date, timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .common import HubCommon


class TestGround(HubCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls._create_organization("Association Amal")
        cls.other_organization = cls._create_organization("Association Nour")
        cls.user_salma = cls._create_user("salma", "base.group_portal", name="Salma Idrissi")
        cls.user_karim = cls._create_user("karim", "base.group_portal", name="Karim Tazi")
        cls.role = cls._create_representation(cls.user_salma, cls.organization, "manager")
        cls.service = cls._create_service()
        recipients = cls.organization | cls.other_organization | cls.user_salma.partner_id
        cls.deliveries = cls.env["hub.service.delivery"].create(
            [
                {"partner_id": partner.id, "service_id": cls.service.id, "date": "2026-03-02"}
                | {"res_model": "res.partner", "res_id": partner.id}
                for partner in recipients
            ]
        )

    def seen(self, user, records):
        """Those of ``records`` that the user finds and, the same, may read."""
        self.env.flush_all()
        self.env.invalidate_all()
        mine = records.with_user(user)
        found = mine.search([("id", "in", records.ids)])
        self.assertEqual(found, mine._filtered_access("read"), user.login)
        return found.with_env(self.env)

    def test_a_visitor_sees_herself_and_the_organisations_she_acts_for(self):
        partners = self.organization | self.other_organization | self.user_salma.partner_id | self.user_karim.partner_id
        self.assertEqual(self.seen(self.user_salma, partners), self.organization | self.user_salma.partner_id)
        self.assertEqual(self.seen(self.user_karim, partners), self.user_karim.partner_id)
        self.assertFalse(self.seen(self.env.ref("base.public_user"), partners))

    def test_she_sees_what_was_done_for_her_and_for_her_organisation(self):
        of_organization, of_other, of_salma = self.deliveries
        self.assertEqual(self.seen(self.user_salma, self.deliveries), of_organization | of_salma)
        self.assertFalse(self.seen(self.user_karim, of_organization | of_other | of_salma))

    def test_a_role_that_is_ended_closes_everything_at_the_next_request(self):
        partners = self.organization
        self.assertTrue(self.seen(self.user_salma, partners))
        self.role._end("Left the association")
        self.assertFalse(self.seen(self.user_salma, partners))
        self.assertFalse(self.seen(self.user_salma, self.deliveries[0]))
        self.assertEqual(self.seen(self.user_salma, self.role), self.role, "she still reads that she acted for it")

    def test_a_planned_end_closes_on_the_day_after_without_anybody_doing_anything(self):
        with freeze_time("2026-11-20 10:00:00"):
            self.role.write({"date_start": date(2026, 11, 1), "date_end": date(2026, 11, 23)})
            self.assertTrue(self.seen(self.user_salma, self.organization))
        with freeze_time("2026-11-23 10:00:00"):
            self.assertTrue(self.seen(self.user_salma, self.organization), "the last day counts")
        with freeze_time("2026-11-24 10:00:00"):
            self.assertFalse(self.seen(self.user_salma, self.organization))
            self.assertEqual(self.role.state, "active", "the scheduled action has not come yet")

    def test_an_invitation_opens_nothing_before_it_is_accepted(self):
        self.env["hub.representation"].create(
            {"organization_id": self.other_organization.id, "partner_id": self.user_salma.partner_id.id, "name": "S"}
        )
        self.assertFalse(self.seen(self.user_salma, self.other_organization))

    def test_a_contact_below_the_organisation_opens_neither_it_nor_her_colleagues(self):
        contact = self._create_user("contact", "base.group_portal")
        contact.partner_id.parent_id = self.organization
        colleague = self.env["res.partner"].create({"name": "A colleague", "parent_id": self.organization.id})
        partners = self.organization | colleague | contact.partner_id
        self.assertEqual(self.seen(contact, partners), contact.partner_id)
        self.assertEqual(self.seen(self.user_salma, partners), self.organization)

    def test_the_further_addresses_that_a_visitor_keeps_are_hers(self):
        partner = self.user_karim.partner_id
        address = self.env["res.partner"].create({"name": "Shop", "parent_id": partner.id, "type": "delivery"})
        self.assertEqual(self.seen(self.user_karim, address), address)
        self.assertFalse(self.seen(self.user_salma, address))

    def test_visitors_know_the_people_of_their_organisation_by_their_roles(self):
        colleague = self._create_representation(self.user_karim, self.organization)
        elsewhere = self._create_representation(self.user_karim, self.other_organization)
        self.assertEqual(self.seen(self.user_salma, self.role | colleague | elsewhere), self.role | colleague)
        self.assertFalse(self.seen(self.user_salma, self.user_karim.partner_id))

    def test_one_resolver_says_why(self):
        ground = self.env["hub.ground"]
        of_organization, of_other, of_salma = self.deliveries
        why = ground._explain(of_organization, self.user_salma)
        self.assertEqual([reason[:2] for reason in why], [("representation", "manager")])
        self.assertIn("Association Amal", why[0][2])
        self.assertEqual([reason[0] for reason in ground._explain(of_salma, self.user_salma)], ["self"])
        self.assertEqual(ground._explain(of_other, self.user_salma), [])
        self.assertEqual(
            ground._explain(of_other, self.user_hub)[0][2],
            "Works at the hub as: Hub user.",
        )
        self.assertEqual(ground._explain(of_other, self.user_internal), [], "no right of access, no reason")
        self.assertEqual(ground._explain(self.organization, self.user_internal)[0][0], "staff")
        self.assertEqual(ground._explain(of_organization, self.env.ref("base.public_user")), [])

    def test_what_is_not_hers_and_what_does_not_exist_are_refused_alike(self):
        ground = self.env["hub.ground"]
        ground._verify(self.deliveries[0], self.user_salma)
        missing = self.env["hub.service.delivery"].browse(2**31 - 1)
        refusals = []
        for record in (self.deliveries[1], missing, missing.browse()):
            with self.assertRaises(AccessError) as refused:
                ground._verify(record, self.user_salma)
            refusals.append(str(refused.exception))
        self.assertEqual(len(set(refusals)), 1)

    def test_the_organisations_of_a_user(self):
        self._create_representation(self.user_salma, self.other_organization, date_end=fields.Date.today())
        ground = self.env["hub.ground"]
        self.assertEqual(ground._get_organizations(self.user_salma), self.organization | self.other_organization)
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertEqual(ground._get_organizations(self.user_salma), self.organization)
        self.assertFalse(ground._get_organizations(self.user_karim))

    def test_staff_who_also_act_for_an_organisation_are_known_to_do_so(self):
        self._create_representation(self.user_hub, self.other_organization)
        self.assertEqual(self.env["hub.ground"]._get_organizations(self.user_hub), self.other_organization)

    def test_rules_stand_on_stored_columns_and_ask_for_the_day_each_time(self):
        for model in ("res.partner", "hub.service.delivery", "hub.representation"):
            domain = self.env["ir.rule"].with_user(self.user_salma)._compute_domain(model)
            self.assertIn("'today'", repr(domain), model)
            self.assertNotIn("child_of", repr(self.user_salma._get_hub_ground_domain(model)), model)
            for leaf in Domain(domain).iter_conditions():
                self.assertTrue(self.env[model]._fields[leaf.field_expr].store, leaf)

    def test_a_page_of_the_portal_costs_the_same_however_much_there_is(self):
        delivery = self.env["hub.service.delivery"].with_user(self.user_salma)
        self.env["hub.service.delivery"].create(
            [
                {"partner_id": self.organization.id, "service_id": self.service.id, "date": "2026-03-02"}
                | {"res_model": "res.users", "res_id": number}
                for number in range(50)
            ]
        )
        delivery.search([], limit=1)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            self.assertEqual(len(delivery.search([])), 52)
        with self.assertQueryCount(5):  # one of them for the files of people, where there are any
            delivery.search([]).check_access("read")
