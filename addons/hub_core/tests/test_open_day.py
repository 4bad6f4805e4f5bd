from datetime import date, datetime
from html import unescape
from unittest.mock import patch
from urllib.parse import unquote

import icalendar
from freezegun import freeze_time
from odoo.exceptions import LockError, UserError
from odoo.tests import Form, HttpCase, TransactionCase, tagged

from .common import HubCommon
from .test_document import pdf_text

TODAY = "2026-11-23 10:00:00"
LANGUAGES = {
    "fr_FR": ("Journée portes ouvertes", "samedi 5 décembre 2026"),
    "ar_MA": ("يوم الأبواب المفتوحة", "السبت 5 دجنبر 2026"),
    "en_US": ("Open doors", "Saturday 5 December 2026"),
}


class OpenDayMixin:
    @classmethod
    def _create_day(cls, **values):
        """A draft on 5 December 2026, from half past nine to one."""
        names = {lang: name for lang, (name, _day) in LANGUAGES.items()}
        day = cls.env["hub.open.day"].create(
            {
                "name": names["en_US"],
                "local_date": "2026-12-05",
                "local_time": 9.5,
                "duration": 3.5,
                "tz": "Africa/Casablanca",
                "place": "12, rue de Fès, Rabat",
                **values,
            }
        )
        if "name" not in values:
            for lang, name in names.items():
                day.with_context(lang=lang).name = name
        return day


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestOpenDay(OpenDayMixin, HubCommon, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.day = cls._create_day()

    def test_staff_announce_cancel_and_announce_again(self):
        day = self.day.with_user(self.user_hub)
        for action, state in (("publish", "published"), ("cancel", "cancelled"), ("publish", "published")):
            getattr(day, f"action_{action}")()
            self.assertEqual(day.state, state)

    def test_a_status_follows_only_from_some_others(self):
        with self.assertRaisesRegex(UserError, "Open doors"):
            self.day.action_cancel()
        self.day.action_publish()
        with self.assertRaisesRegex(UserError, "Open doors"):
            self.day.action_publish()

    def test_a_day_that_is_over_is_not_announced(self):
        day = self._create_day(local_date="2026-11-22")
        with self.assertRaisesRegex(UserError, "22 November 2026"):
            day.action_publish()

    def test_two_people_at_one_button_read_a_sentence(self):
        locked = patch.object(type(self.day), "lock_for_update", side_effect=LockError("locked"))
        with locked, self.assertRaisesRegex(UserError, "at this moment: Open doors"):
            self.day.action_publish()

    def test_what_people_have_heard_of_is_cancelled_and_not_deleted(self):
        draft = self._create_day()
        draft.with_user(self.user_hub).unlink()
        self.day.action_publish()
        with self.assertRaisesRegex(UserError, "Cancel them instead: Open doors"):
            self.day.unlink()

    def test_a_new_one_takes_place_at_the_hub_and_needs_a_day(self):
        self.env.company.partner_id.write({"street": "3, place de la Gare", "city": "Rabat"})
        with Form(self.env["hub.open.day"].with_user(self.user_hub)) as form:
            self.assertEqual(form.place, "3, place de la Gare, Rabat")
            self.assertFalse(form.local_date)
            form.name = "Visit"
            form.local_date = date(2026, 12, 12)
            self.assertFalse(form.is_over)

    def test_the_next_ones_are_those_with_a_page_in_order(self):
        before = self.env["hub.open.day"]._get_next()
        later, cancelled, _draft, over = (
            self._create_day(local_date=day) for day in ("2027-01-09", "2026-12-01", "2026-12-02", "2026-11-23")
        )
        with freeze_time("2026-11-23 06:00:00"):
            (self.day | later | cancelled | over).action_publish()
        cancelled.action_cancel()
        with freeze_time("2026-11-23 13:30:00"):
            self.assertEqual(self.env["hub.open.day"]._get_next() - before, cancelled | self.day | later)
            self.assertEqual((self.env["hub.open.day"]._get_next() - before).ids, [cancelled.id, self.day.id, later.id])

    def test_what_is_over_is_found_by_the_end_of_its_last_hour(self):
        for now, over in (("2026-12-05 12:59:00", False), ("2026-12-05 13:01:00", True)):
            with freeze_time(now):
                self.day.invalidate_recordset(["is_over"])
                self.assertEqual(self.day.is_over, over)
                found = self.env["hub.open.day"].search([("is_over", "=", True), ("id", "=", self.day.id)])
                self.assertEqual(bool(found), over)
                self.assertEqual(self.day.filtered_domain([("is_over", "=", over)]), self.day)

    def test_the_day_and_the_hours_are_told_in_the_readers_language(self):
        for lang, (name, words) in LANGUAGES.items():
            day = self.day.with_context(lang=lang)
            self.assertEqual((day.name, day._get_day_words(), day._get_hours()), (name, words, ("09:30", "13:00")))
        self.assertEqual(self.day._get_last_day_words(), "")
        night = self._create_day(local_time=20, duration=6)
        self.assertEqual((night._get_last_day_words(), night._get_hours()[1]), ("Sunday 6 December 2026", "02:00"))

    def test_guests_are_told_of_what_changes_once_it_is_announced(self):
        self.day.local_time = 10
        self.day.action_publish()
        self.assertEqual(self.day.ics_sequence, 0, "nobody had it yet")
        uid = self.day.ics_uid
        for values in ({"local_time": 11}, {"place": "Salé"}):
            self.day.write(values)
        self.day.write({"description": "Coffee", "user_id": self.user_hub.id})
        self.assertEqual(self.day.ics_sequence, 2)
        self.day.action_cancel()
        self.assertEqual((self.day.ics_sequence, self.day.ics_uid), (3, uid))
        (entry,) = icalendar.Calendar.from_ical(self.day._get_ics()).walk("VEVENT")
        self.assertEqual((str(entry["status"]), str(entry["location"])), ("CANCELLED", "Salé"))

    def test_the_poster_says_the_day_in_words_in_three_languages(self):
        self.day.action_publish()
        for lang, (name, words) in LANGUAGES.items():
            with self.subTest(lang):
                text = self._poster(self.day, lang)
                for part in (name, *words.split(), "12, rue de Fès, Rabat", f"/hub/open-day/{self.day.id}"):
                    self.assertIn(part.lower(), text.lower())

    def test_the_poster_of_a_draft_says_so_and_leads_nowhere(self):
        text = self._poster(self.day, "en_US")
        self.assertIn("not to be put up", text)
        self.assertNotIn("/hub/open-day/", text)

    def _poster(self, day, lang):
        reports = self.env["ir.actions.report"].with_user(self.user_hub).with_context(document_lang=lang)
        content, _kind = reports._render_qweb_pdf("hub_core.open_day_poster", day.ids)
        return pdf_text(content)


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestOpenDayPages(OpenDayMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hub.open.day"].search([]).write({"state": "draft"})
        cls.day = cls._create_day()
        cls.draft = cls._create_day(name="A secret plan", local_date="2026-12-06")
        cls.day.action_publish()
        cls.env.company.partner_id.name_ar = "مركز الابتكار"

    def _page(self, lang, path):
        return self.url_open(f"/{lang}/hub{path}")

    def test_the_page_and_the_index_tell_of_it_in_three_languages(self):
        for lang, (name, words) in LANGUAGES.items():
            for path in ("", f"/open-day/{self.day.id}"):
                with self.subTest(lang=lang, path=path):
                    response = self._page(lang[:2], path)
                    self.assertEqual(response.status_code, 200)
                    for text in (name, words, "09:30", "12, rue de Fès, Rabat"):
                        self.assertIn(text, response.text)

    def test_nobody_learns_of_a_draft(self):
        unknown = self._page("en", "/open-day/2147483000")
        for number in (self.draft.id, 0, 10**15):
            for path in (f"/open-day/{number}", f"/open-day/{number}/ics"):
                response = self._page("en", path)
                self.assertEqual(response.status_code, 404)
                self.assertIn("There is no such page", response.text)
                self.assertNotIn("secret", response.text)
                self.assertEqual(len(response.text.split()), len(unknown.text.split()))
        self.assertNotIn("secret", self._page("en", "").text)
        self.assertNotIn("secret", self._page("en", "/open-days/ics").text)

    def test_a_cancelled_day_says_so_until_its_hour_has_passed(self):
        self.day.action_cancel()
        for path in ("", f"/open-day/{self.day.id}"):
            self.assertIn("Cancelled", self._page("en", path).text)
        with freeze_time("2026-12-05 13:30:00"):
            self.assertEqual(self._page("en", f"/open-day/{self.day.id}").status_code, 404)
            self.assertNotIn("Cancelled", self._page("en", "").text)

    def test_a_poster_that_still_hangs_leads_to_a_page_that_says_it_is_over(self):
        with freeze_time("2026-12-05 13:30:00"):
            response = self._page("en", f"/open-day/{self.day.id}")
            self.assertEqual(response.status_code, 200)
            self.assertIn("It is over", response.text)
            self.assertNotIn("Add to my calendar", response.text)
            self.assertNotIn("Open doors", self._page("en", "").text)

    def test_the_calendar_entry_is_a_file_that_phones_know(self):
        response = self._page("fr", f"/open-day/{self.day.id}/ics")
        self.assertEqual(response.headers["Content-Type"], "text/calendar; charset=utf-8; method=PUBLISH")
        self.assertIn(".ics", response.headers["Content-Disposition"])
        (entry,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
        self.assertEqual(str(entry["summary"]), LANGUAGES["fr_FR"][0])
        self.assertEqual(entry["dtstart"].dt.replace(tzinfo=None), datetime(2026, 12, 5, 9, 30))
        uid = str(entry["uid"])
        self.day.action_cancel()
        calendar = icalendar.Calendar.from_ical(self._page("fr", f"/open-day/{self.day.id}/ics").content)
        (entry,) = calendar.walk("VEVENT")
        found = (str(calendar["method"]), str(entry["uid"]), entry["sequence"])
        self.assertEqual(found, ("CANCEL", uid, 1))

    def test_one_calendar_has_all_days_to_come(self):
        self._create_day(local_date="2027-01-09").action_publish()
        response = self._page("ar", "/open-days/ics")
        entries = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
        self.assertEqual([str(entry["summary"]) for entry in entries], [LANGUAGES["ar_MA"][0]] * 2)
        self.assertEqual(response.content.count(b"BEGIN:VTIMEZONE"), 1)

    def test_without_any_day_the_calendar_is_empty_and_the_index_says_nothing(self):
        self.day.action_cancel()
        with freeze_time("2027-06-01 10:00:00"):
            self.assertNotIn("hub_open_days", self._page("en", "").text)
            calendar = icalendar.Calendar.from_ical(self._page("en", "/open-days/ics").content)
            self.assertEqual(calendar.walk("VEVENT"), [])

    def test_a_friend_is_told_the_day_and_the_address_of_the_page_in_her_language(self):
        text = unquote(self._page("fr", f"/open-day/{self.day.id}").text)
        share = text.partition("https://wa.me/?text=")[2].partition('"')[0]
        for part in (*LANGUAGES["fr_FR"], "09:30", f"/fr/hub/open-day/{self.day.id}"):
            self.assertIn(part, share)

    def test_pages_in_arabic_have_the_hubs_arabic_name(self):
        arabic, french = (self._page(lang, "").text for lang in ("ar", "fr"))
        self.assertRegex(arabic, "<title>[^<]*مركز الابتكار")
        self.assertIn("<bdi>مركز الابتكار</bdi>", arabic)
        self.assertNotIn("مركز الابتكار", french)
        self.assertIn(f"| {self.env.company.name}</title>", unescape(french))

    def test_markup_in_a_name_is_text_on_the_page(self):
        self.day.with_context(lang="en_US").name = "<b>Tea</b> & talk"
        self.assertIn("&lt;b&gt;Tea&lt;/b&gt; &amp; talk", self._page("en", f"/open-day/{self.day.id}").text)
