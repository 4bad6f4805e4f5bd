from odoo.addons.hub_beneficiary.tests.referral_common import ReferralCommon


class TestPerformanceLists(ReferralCommon):
    """Lists and cards of what hangs on people: as many queries for many as for few."""

    def _assert_list_constant(self, records, few=3):
        """As the list of the model's own view is read, by a counsellor."""
        records = records.with_user(self.user_counsellor)
        for view in ("list", "kanban"):
            arch = records.get_view(view_type=view)["arch"]
            names = [name for name in records._fields if f'name="{name}"' in arch]
            spec = {
                name: {"fields": {"display_name": {}}} if records._fields[name].type == "many2one" else {}
                for name in names
            }
            with self.subTest(model=records._name, view=view):
                self.assertGreater(len(records), 2 * few)
                self._assert_constant(lambda count, spec=spec: records[:count].web_read(spec), few, len(records))

    def test_referrals(self):
        needs = self.env["hub.need.type"].create([{"name": f"N{n}", "code": f"t_l{n}"} for n in range(10)])
        referrals = self.env["hub.referral"].browse()
        for need in needs:
            referrals |= self._create_referral(need_type_id=need.id)
        self._assert_list_constant(referrals)

    def test_households_and_consents(self):
        people = self.env["hub.beneficiary"].create([{"given_name": f"P{number}"} for number in range(10)])
        homes = self.env["hub.household"].union(*(self._create_household(person) for person in people))
        self._assert_list_constant(homes)
        self._assert_list_constant(self.env["hub.consent"].create([{"beneficiary_id": one.id} for one in people]))
