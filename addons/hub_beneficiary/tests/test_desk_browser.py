"""The desk in a real browser: from the search to the queue with the keyboard, and the timeline on the file."""

from odoo.tests import HttpCase, tagged

from .browser_common import HELPERS
from .common import BeneficiaryCommon

READY = "!!document.querySelector('[data-testid=desk-search]')"


@tagged("post_install", "-at_install")
class TestDeskBrowser(BeneficiaryCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_reception.password = cls.user_reception.login
        cls.known = cls._create_beneficiary("Zoubida", "Wakrim", name_ar="زبيدة واكريم", phone="0677001122")

    def _walk(self, steps, path="/odoo/desk"):
        code = f"{HELPERS} walk(async () => {{ {steps} }});"
        self.browser_js(path, code, READY, login=self.user_reception.login, timeout=60)

    def test_search_create_and_wait(self):
        self._walk(
            """
            await until(() => document.activeElement === find("desk-search"), "focus on the search at load");
            write("desk-search", "Zineb Quelquun");
            (await seen("desk-new")).click();
            await seen("desk-given-name");
            if (find("desk-given-name").value !== "Zineb") throw new Error("what was searched is lost");
            write("desk-phone", "06 1");
            find("desk-save").click();
            await seen("desk-phone-error");
            if (find("desk-family-name").value !== "Quelquun") throw new Error("what was typed is lost");
            if (document.activeElement !== find("desk-phone")) throw new Error("the wrong field is not shown");
            press("desk-phone", "Escape");
            (await seen("desk-new")).click();
            await seen("desk-phone");
            if (find("desk-phone").value !== "06 1") throw new Error("Escape lost what was typed");
            write("desk-phone", "0677998811");
            find("desk-consent-refused").click();
            find("desk-need-employment").click();
            find("desk-save").click();
            await seen("desk-card");
            const ref = find("desk-card").dataset.ref;
            await until(() => document.querySelector(`[data-testid=desk-queue-row][data-ref="${ref}"]`), "the queue");
            """
        )
        person = self.env["hub.beneficiary"].search([("given_name", "=", "Zineb")])
        self.assertEqual((person.consent_state, person.state), ("refused", "registered"))
        self.assertEqual(person.request_ids.need_type_ids.code, "employment")
        self.assertTrue(person.request_ids.arrived_at)

    def test_the_keyboard_finds_a_person_and_opens_the_file_with_its_timeline(self):
        self._create_request(self.known, received_on="2021-06-01")
        self._walk(
            """
            write("desk-search", "زبيدة");
            press("desk-search", "Enter");
            await seen("desk-result");
            press("desk-search", "Enter");
            (await until(() => document.querySelector(".o_notebook a[name=timeline]"), "the file")).click();
            await until(() => document.querySelector("[data-testid=timeline-entry][data-kind=delivery]"), "timeline");
            """
        )
        log = self.env["hub.access.log"].search([("model", "=", "hub.beneficiary"), ("res_id", "=", self.known.id)])
        self.assertEqual(log.user_id, self.user_reception, "opening a file is logged")

    def test_a_late_answer_never_replaces_a_newer_one(self):
        self._walk(
            """
            const { fetch } = window;
            const original = XMLHttpRequest.prototype.send;
            const slow = (body) => typeof body === "string" && body.includes("search_people") && body.includes("Wak");
            window.fetch = async (url, options) => {
                if (slow(options && options.body)) await new Promise((resolve) => setTimeout(resolve, 1500));
                return fetch(url, options);
            };
            XMLHttpRequest.prototype.send = function (body) {
                setTimeout(() => original.call(this, body), slow(body) ? 1500 : 0);
            };
            write("desk-search", "Wak");
            press("desk-search", "Enter");
            write("desk-search", "zzzz qqqq");
            press("desk-search", "Enter");
            await until(() => find("desk-results")?.dataset.answered === "zzzz qqqq", "the newer answer");
            await new Promise((resolve) => setTimeout(resolve, 2000));
            if (find("desk-result")) throw new Error("an old answer has replaced a newer one");
            """
        )
