"""The reception desk: search first, then the person, then the request; and her timeline."""

from datetime import date, datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BeneficiaryCommon

NOW = datetime(2021, 6, 15, 9, 30)  # 10:30 in Rabat


class DeskCommon(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        # The desk of these tests is its own, whatever the database tells already.
        cls.env["hub.beneficiary"].search([]).active = False
        cls.env["crm.lead"].search([("arrived_at", "!=", False)]).arrived_at = False
        cls.aicha = cls._create_beneficiary(
            "Aïcha", "Traoré", name_ar="عائشة تراوري", phone="0661 22 33 44", birthdate=date(1995, 3, 2)
        )
        cls.mohamed = cls._create_beneficiary("Mohamed", "El Fassi", phone="+212 661 99 88 77")
        cls.arabic = cls._create_beneficiary(False, False, name_ar="فاطمة الزهراء بنعلي")
        cls.hidden = cls._create_beneficiary(
            "Aïcha", "Secret", phone="0661223344", is_restricted=True, user_id=cls.user_counsellor.id
        )
        cls.env["hub.beneficiary.identity"].create(
            {"beneficiary_id": cls.mohamed.id, "type": "cin", "number": "AB 123-456"}
        )
        cls.need = cls.env.ref("hub_beneficiary.need_employment")

    def setUp(self):
        super().setUp()
        self.desk = self.env["hub.desk"].with_user(self.user_reception)

    def _search(self, text, desk=None):
        return [row["beneficiary_id"] for row in (self.desk if desk is None else desk).search_people(text)]

    def _create_person(self, **vals):
        return self.desk.create_person({"given_name": "Salma", "family_name": "Berrada", **vals})


@tagged("post_install", "-at_install")
class TestDeskSearch(DeskCommon):
    def test_a_person_is_found_by_name_in_either_script(self):
        for text in ("aicha traore", "Traoré", "AICHA", "عائشة", "تراوري عائشة"):
            with self.subTest(text):
                self.assertEqual(self._search(text)[0], self.aicha.id)

    def test_a_name_in_one_script_finds_the_person_written_in_the_other(self):
        self.assertIn(self.mohamed.id, self._search("محمد"))
        self.assertIn(self.arabic.id, self._search("Fatima Zahra"))
        row = next(r for r in self.desk.search_people("محمد") if r["beneficiary_id"] == self.mohamed.id)
        self.assertEqual(row["reasons"], ["Sounds the same, in Latin letters"])

    def test_a_person_is_found_while_the_name_is_typed(self):
        for text in ("ai", "aic", "traor", "moham", "عائ"):
            with self.subTest(text):
                self.assertTrue({self.aicha.id, self.mohamed.id} & set(self._search(text)))

    def test_a_phone_is_found_in_any_writing(self):
        for text in ("0661223344", "06 61 22 33 44", "+212661223344", "00212 661-223-344", "٠٦٦١٢٢٣٣٤٤", "223344"):
            with self.subTest(text):
                self.assertEqual(self._search(text), [self.aicha.id])

    def test_a_document_and_a_reference_are_found(self):
        for text in ("ab123456", "AB 123-456", "AB1234", self.mohamed.ref, self.mohamed.ref.lower()):
            with self.subTest(text):
                self.assertEqual(self._search(text)[0], self.mohamed.id)
        self.assertEqual(
            self.desk.search_people("AB123456")[0]["reasons"], ["Same document: National identity card (CIN)"]
        )

    def test_what_is_exact_comes_first(self):
        others = [self._create_beneficiary("Karim", f"Karimi {i}") for i in range(12)]
        karim = self._create_beneficiary("Karim", "Tazi")
        for i in range(12):
            self._create_beneficiary("Karima", f"Alami {i}")
        found = self._search("karim")
        self.assertEqual(len(found), 10, "never more than ten")
        self.assertLessEqual(set(found), set([karim.id] + [other.id for other in others]), "Karim before Karima")
        self.assertEqual(self._search("karim tazi")[0], karim.id)

    def test_a_restricted_file_is_not_found_by_who_may_not_see_it(self):
        for text in ("Secret", self.hidden.ref, "0661223344"):
            with self.subTest(text):
                self.assertNotIn(self.hidden.id, self._search(text))
        counsellor = self.env["hub.desk"].with_user(self.user_counsellor)
        self.assertIn(self.hidden.id, self._search("Secret", counsellor))
        other = self.env["hub.desk"].with_user(self.other_counsellor)
        self.assertNotIn(self.hidden.id, self._search("Secret", other))

    def test_a_row_shows_the_least(self):
        row = self.desk.search_people("Traoré")[0]
        self.assertEqual(
            (row["name"], row["name_ar"], row["age"], row["phone_end"]), ("Aïcha Traoré", "عائشة تراوري", "26", "3344")
        )
        self.assertNotIn("661223344", str(row))
        self.assertNotIn("1995", str(row))

    def test_nothing_typed_is_nobody(self):
        for text in ("", " ", "a", None, "\u202e", "%", "zzzzzz", "AB999999"):
            with self.subTest(text):
                self.assertEqual(self.desk.search_people(text), [])

    def test_the_queries_do_not_grow_with_the_people(self):
        self._create_household(self._create_beneficiary("Nom", "Alaoui"))
        self._list_queries(lambda: self.desk.search_people("Alaoui"))  # fills the caches of the registry
        few = self._list_queries(lambda: self.desk.search_people("Alaoui"))
        for i in range(30):
            person = self._create_beneficiary(f"Nom{i}", "Alaoui", phone=f"06612200{i:02d}")
            self._create_household(person)
        self._assert_no_more_queries(self._list_queries(lambda: self.desk.search_people("Alaoui")), few)

    def test_who_has_no_role_sees_no_desk(self):
        for user in (self.user_internal, self.user_hub):
            desk = self.env["hub.desk"].with_user(user)
            for call in (
                desk.get_day,
                desk.get_choices,
                lambda desk=desk: desk.search_people("Traoré"),
                lambda desk=desk: desk.create_person({"given_name": "X"}),
                lambda desk=desk: desk.start_request(self.aicha.id, []),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()


@tagged("post_install", "-at_install")
class TestDeskPerson(DeskCommon):
    def test_a_name_is_enough(self):
        answer = self._create_person()
        person = self.env["hub.beneficiary"].browse(answer["person"]["beneficiary_id"])
        self.assertEqual(
            (person.name, person.state, person.reception_date), ("Salma Berrada", "registered", NOW.date())
        )
        request = self.env["crm.lead"].browse(answer["request"]["request_id"])
        self.assertEqual((request.beneficiary_id, request.stage_code), (person, "welcome"))
        self.assertEqual(request.arrived_at, NOW)
        self.assertIn(request.id, [row["request_id"] for row in self.desk.get_day()["queue"]["rows"]])

    def test_a_new_person_is_received_in_the_ledger(self):
        answer = self._create_person(sex="female")
        person = self.env["hub.beneficiary"].browse(answer["person"]["beneficiary_id"])
        delivery = self.env["hub.service.delivery"].search([("partner_id", "=", person.partner_id.id)])
        self.assertEqual(
            (delivery.service_id, delivery.date, delivery.dim_sex), (self.service_reception, NOW.date(), "female")
        )

    def test_consent_is_recorded_or_asked_for_later(self):
        for choice, state, activities in (
            ("granted", "granted", 0),
            ("refused", "refused", 0),
            ("later", "unknown", 1),
        ):
            with self.subTest(choice):
                answer = self._create_person(consent=choice, confirmed=True)
                person = self.env["hub.beneficiary"].browse(answer["person"]["beneficiary_id"])
                self.assertEqual(person.consent_state, state)
                self.assertEqual(len(person.activity_ids), activities)
                self.assertTrue(answer["request"], "who refuses is received all the same")

    def test_a_wrong_field_is_named_and_nothing_is_written(self):
        count = self.env["hub.beneficiary"].search_count([])
        for vals, field in (
            ({"given_name": " ", "family_name": "-"}, "name"),
            ({"given_name": "\u202e", "family_name": ""}, "name"),
            ({"phone": "06 12"}, "phone"),
            ({"birth": "yesterday"}, "birth"),
            ({"birth": "31/02/1990"}, "birth"),
            ({"birth": "2031"}, "birth"),
            ({"birth": "1815"}, "birth"),
            ({"nationality": "XX"}, "nationality"),
            ({"sex": "x"}, "sex"),
        ):
            with self.subTest(vals):
                answer = self._create_person(**vals)
                self.assertEqual(list(answer["errors"]), [field])
        self.assertEqual(self.env["hub.beneficiary"].search_count([]), count)

    def test_all_that_is_wrong_is_said_at_once(self):
        answer = self._create_person(phone="06", birth="abc", nationality="XX", given_name="", family_name="")
        self.assertEqual(set(answer["errors"]), {"phone", "birth", "nationality", "name"})

    def test_a_birth_year_alone_is_a_year(self):
        for text, birthdate, precision in (
            ("1999", date(1999, 1, 1), "year"),
            ("31/12/1999", date(1999, 12, 31), "day"),
            ("١٩٩٩", date(1999, 1, 1), "year"),
            ("", False, "unknown"),
        ):
            with self.subTest(text):
                answer = self._create_person(birth=text, confirmed=True)
                person = self.env["hub.beneficiary"].browse(answer["person"]["beneficiary_id"])
                self.assertEqual((person.birthdate, person.birthdate_precision), (birthdate, precision))

    def test_a_name_typed_in_arabic_is_the_arabic_name(self):
        answer = self._create_person(given_name="سلمى", family_name="برادة")
        person = self.env["hub.beneficiary"].browse(answer["person"]["beneficiary_id"])
        self.assertEqual((person.name_ar, person.given_name, person.name), ("سلمى برادة", False, "سلمى برادة"))

    def test_who_may_be_the_same_is_shown_before_anything_is_written(self):
        answer = self._create_person(given_name="Aicha", family_name="Traore", phone="0661223344")
        self.assertEqual([row["id"] for row in answer["candidates"]], [self.aicha.id])
        self.assertTrue(answer["candidates"][0]["reasons"])
        self.assertNotIn("person", answer)
        self.assertFalse(self.env["hub.beneficiary"].search([("given_name", "=", "Aicha")]))
        answer = self._create_person(given_name="Aicha", family_name="Traore", confirmed=True)
        self.assertNotEqual(answer["person"]["beneficiary_id"], self.aicha.id)

    def test_whoever_is_said_to_be_somebody_else_is_asked_about_no_more(self):
        answer = self._create_person(given_name="Aicha", family_name="Traore", aside=[self.aicha.id])
        self.assertTrue(answer["person"])

    def test_a_restricted_file_is_no_candidate_for_who_may_not_see_it(self):
        answer = self._create_person(given_name="Aïcha", family_name="Secret", phone="0661223344")
        self.assertNotIn(self.hidden.id, [row["id"] for row in answer.get("candidates", [])])

    def test_people_on_file_are_found_while_the_name_is_typed_in_the_other_script(self):
        (found,) = self.desk.find_duplicates({"name_ar": "عائشة تراوري", "birth": "not yet a da"})
        self.assertEqual(found["id"], self.aicha.id)
        self.assertTrue(found["reasons"])
        self.assertEqual(self.desk.find_duplicates({"given_name": "عائشة", "family_name": "تراوري"}), [found])

    def test_a_name_that_is_only_begun_asks_nobody(self):
        self.assertEqual(self.desk.find_duplicates({"given_name": "Aï"}), [])
        self.assertEqual(self.desk.find_duplicates({}), [])


@tagged("post_install", "-at_install")
class TestDeskDay(DeskCommon):
    def _queue(self):
        return [row["beneficiary_id"] for row in self.desk.get_day()["queue"]["rows"]]

    def test_a_known_person_is_put_in_the_queue_once(self):
        card = self.desk.start_request(self.aicha.id, [self.need.id])
        self.assertEqual(card["request"]["needs"], ["Employment"])
        again = self.desk.start_request(self.aicha.id, [])
        self.assertTrue(again["already_waiting"])
        self.assertEqual(again["request"]["request_id"], card["request"]["request_id"])
        self.assertEqual(self._queue(), [self.aicha.id])
        self.assertEqual(self.desk.search_people("Traoré")[0]["waiting_since"], "10:30")

    def test_a_draft_that_comes_is_registered(self):
        self.assertEqual(self.mohamed.state, "draft")
        self.desk.start_request(self.mohamed.id, [])
        self.assertEqual(self.mohamed.state, "registered")

    def test_urgent_comes_first_then_who_waits_longest(self):
        hours = {"late": 8, "early": 6, "urgent": 9}
        people = {}
        for key, hour in hours.items():
            people[key] = self._create_beneficiary(key, "Queue")
            self._create_request(
                people[key],
                arrived_at=datetime(2021, 6, 15, hour, 0),
                urgency="urgent" if key == "urgent" else "normal",
            )
        self.assertEqual(self._queue(), [people[key].id for key in ("urgent", "early", "late")])
        row = self.desk.get_day()["queue"]["rows"][1]
        self.assertEqual((row["since"], row["minutes"]), ("07:00", 210), "the hour of the wall, in Morocco")

    def test_who_is_taken_leaves_the_queue_and_cannot_be_taken_twice(self):
        card = self.desk.start_request(self.aicha.id, [])
        request_id = card["request"]["request_id"]
        taken = self.env["hub.desk"].with_user(self.user_counsellor).take_request(request_id)
        self.assertTrue(taken["request"]["mine"])
        self.assertEqual(self._queue(), [])
        with self.assertRaisesRegex(UserError, "hub_counsellor"):
            self.env["hub.desk"].with_user(self.other_counsellor).take_request(request_id)

    def test_orienting_from_the_desk_is_in_the_ledger_and_on_the_timeline(self):
        card = self.desk.start_request(self.aicha.id, [])
        card = self.desk.orient_request(card["request"]["request_id"], self.service_employment.id)
        self.assertEqual(card["request"]["oriented_code"], "employment_desk")
        self.assertEqual(self._queue(), [])
        kinds = [
            (entry["kind"], entry["title"])
            for entry in self.aicha.with_user(self.user_reception).get_timeline()["entries"]
        ]
        self.assertIn(("delivery", "Orientation"), kinds)
        self.assertIn(("delivery", "Reception"), kinds)

    def test_a_restricted_request_is_not_in_the_queue_of_who_may_not_see_it(self):
        self._create_request(self.hidden, arrived_at=NOW)
        self.assertEqual(self._queue(), [])
        day = self.env["hub.desk"].with_user(self.user_counsellor).get_day()
        self.assertEqual([row["beneficiary_id"] for row in day["queue"]["rows"]], [self.hidden.id])
        with self.assertRaises(AccessError):
            self.desk.start_request(self.hidden.id, [])

    def test_a_request_of_the_public_form_gets_its_person_and_no_reception(self):
        written = self._create_request(entry_channel="public_form", contact_name="Salma B", phone="0655443322")
        self.assertIn(written.id, [row["request_id"] for row in self.desk.get_day()["triage"]["rows"]])
        card = self.desk.create_person({"given_name": "Salma", "phone": "0655443322", "request_id": written.id})
        self.assertEqual(written.beneficiary_id.id, card["person"]["beneficiary_id"])
        self.assertEqual(card["request"]["request_id"], written.id)
        self.assertEqual(written.beneficiary_id.state, "draft", "she has not come yet")
        self.assertFalse(self._get_deliveries(written))
        self.assertEqual(self._queue(), [])
        self.assertNotIn(written.id, [row["request_id"] for row in self.desk.get_day()["triage"]["rows"]])
        with self.assertRaisesRegex(UserError, "already whose"):
            self.desk.assign_request(written.id, self.aicha.id)

    def test_today_is_the_local_day(self):
        for start in (datetime(2021, 6, 14, 22, 59), datetime(2021, 6, 14, 23, 0), datetime(2021, 6, 15, 22, 59)):
            self.env["calendar.event"].create(
                {
                    "hub_beneficiary_id": self.aicha.id,
                    "start": start,
                    "stop": start.replace(minute=59),
                    "user_id": self.user_counsellor.id,
                }
            )
        rows = self.desk.get_day()["appointments"]["rows"]
        self.assertEqual([row["time"] for row in rows], ["00:00", "23:59"])
        self.assertEqual((rows[0]["name"], rows[0]["past"], rows[1]["past"]), ("Aïcha Traoré", True, False))

    def test_my_people_and_what_is_late_are_mine(self):
        self.aicha.action_register()
        self.aicha.user_id = self.user_counsellor
        self.aicha.activity_schedule(
            "mail.mail_activity_data_todo", date(2021, 6, 12), summary="Call back", user_id=self.user_counsellor.id
        )
        day = self.env["hub.desk"].with_user(self.user_counsellor).get_day()
        self.assertEqual([row["beneficiary_id"] for row in day["caseload"]["rows"]], [self.aicha.id])
        self.assertEqual([(row["summary"], row["days"]) for row in day["late"]["rows"]], [("Call back", 3)])
        self.assertEqual(self.desk.get_day()["caseload"], {"count": 0, "rows": []})
        self.assertEqual(self.desk.get_day()["late"], {"count": 0, "rows": []})

    def test_the_queries_of_the_day_do_not_grow_with_it(self):
        def fill(count, start):
            for i in range(start, start + count):
                person = self._create_beneficiary(f"P{i}", "Day", user_id=self.user_counsellor.id)
                person.action_register()
                self._create_request(person, arrived_at=NOW)
                self.env["calendar.event"].create({"hub_beneficiary_id": person.id, "start": NOW, "stop": NOW})
                person.activity_schedule(
                    "mail.mail_activity_data_todo", date(2021, 6, 1), user_id=self.user_counsellor.id
                )

        desk = self.env["hub.desk"].with_user(self.user_counsellor)
        fill(2, 0)
        self._list_queries(desk.get_day)  # fills the caches of the registry
        few = self._list_queries(desk.get_day)
        fill(9, 2)
        self._assert_no_more_queries(self._list_queries(desk.get_day), few)

    def test_a_full_panel_says_how_many_there_are(self):
        for i in range(15):
            self._create_request(self._create_beneficiary(f"P{i}", "Queue"), arrived_at=NOW)
        queue = self.desk.get_day()["queue"]
        self.assertEqual((queue["count"], len(queue["rows"])), (15, 12))
        self.assertEqual(self.env["crm.lead"].search_count(self.desk.get_panel_action("queue")["domain"]), 15)


@tagged("post_install", "-at_install")
class TestTimeline(DeskCommon):
    def test_newest_first_of_all_kinds_and_no_more_than_asked(self):
        self._create_request(self.aicha, received_on=date(2021, 6, 1))
        self.env["hub.consent"].create({"beneficiary_id": self.aicha.id, "date": date(2021, 6, 2)})
        self.env["calendar.event"].create(
            {
                "hub_beneficiary_id": self.aicha.id,
                "start": datetime(2021, 6, 20, 8, 0),
                "stop": datetime(2021, 6, 20, 9),
            }
        )
        timeline = self.aicha.with_user(self.user_reception).get_timeline()
        self.assertEqual(
            [(entry["kind"], entry["date"], entry["coming"]) for entry in timeline["entries"]],
            [
                ("appointment", "2021-06-20", True),
                ("consent", "2021-06-02", False),
                ("delivery", "2021-06-01", False),
                ("request", "2021-06-01", False),
            ],
        )
        self.assertFalse(timeline["more"])
        short = self.aicha.with_user(self.user_reception).get_timeline(limit=2)
        self.assertEqual(short, {"entries": timeline["entries"][:2], "more": True})

    def test_a_closed_file_has_a_closed_timeline(self):
        for user in (self.user_reception, self.other_counsellor, self.user_internal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.hidden.with_user(user).get_timeline()

    def test_the_queries_do_not_grow_with_the_timeline(self):
        person = self.aicha.with_user(self.user_reception)
        self._create_request(self.aicha, received_on=date(2021, 6, 1))
        self.env["hub.consent"].create({"beneficiary_id": self.aicha.id, "date": date(2021, 6, 1)})
        self._list_queries(person.get_timeline)  # fills the caches of the registry
        few = self._list_queries(person.get_timeline)
        for day in range(2, 12):
            self._create_request(self.aicha, received_on=date(2021, 6, day))
            self.env["hub.consent"].create({"beneficiary_id": self.aicha.id, "date": date(2021, 6, day)})
        self._assert_no_more_queries(self._list_queries(person.get_timeline), few)
