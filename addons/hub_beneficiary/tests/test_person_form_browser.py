"""The form of a new person in a real browser: she is asked about before she is saved, and never saved unsaid."""

from odoo.tests import HttpCase, tagged

from .browser_common import HELPERS
from .common import BeneficiaryCommon

READY = "!!document.querySelector('[data-testid=duplicates-hint]')"
FORM_HELPERS = """
const field = (name) => document.querySelector(`.o_field_widget[name=${name}] input`);
const fill = (name, text) => {
    field(name).value = text;
    field(name).dispatchEvent(new Event("input", { bubbles: true }));
    field(name).dispatchEvent(new Event("change", { bubbles: true }));
};
const save = () => document.querySelector(".o_form_button_save").click();
const describe = async (given, family, phone) => {
    fill("given_name", given);
    fill("family_name", family);
    if (phone) fill("phone", phone);
    await until(() => document.querySelector(".o_field_widget[name=name] span")?.textContent.includes(family), "name");
};
const saved = () => until(() => /\\d+$/.test(location.pathname), "a saved file");
const pause = (delay) => new Promise((resolve) => setTimeout(resolve, delay));
"""


@tagged("post_install", "-at_install")
class TestPersonFormBrowser(BeneficiaryCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_reception.password = cls.user_reception.login
        cls.known = cls._create_beneficiary("Zoubida", "Wakrim", name_ar="زبيدة واكريم", phone="0677001122")

    def _walk(self, steps):
        code = f"{HELPERS} {FORM_HELPERS} walk(async () => {{ {steps} }});"
        self.browser_js("/odoo/people/new", code, READY, login=self.user_reception.login, timeout=60)

    def _find(self, family_name):
        return self.env["hub.beneficiary"].search([("family_name", "=", family_name)])

    def test_saving_asks_once_whether_it_is_somebody_on_file(self):
        self._walk(
            """
            await describe("Zoubida", "Wakrim", "0677001122");
            save();
            const question = await seen("duplicate-question");
            if (!question.querySelector("[role=alert]")) throw new Error("a screen reader does not hear the question");
            await until(() => document.activeElement.closest(".modal"), "the focus in the question");
            find("duplicate-keep-writing").click();
            await gone("duplicate-question");
            if (/\\d+$/.test(location.pathname)) throw new Error("saved although nobody said so");
            if (field("family_name").value !== "Wakrim") throw new Error("what was typed is lost");
            save();
            (await seen("duplicate-save-new")).click();
            await saved();
            """
        )
        self.assertEqual(len(self._find("Wakrim")), 2)

    def test_who_was_put_aside_beside_the_form_is_not_asked_about(self):
        self._walk(
            """
            await describe("Zoubida", "Wakrim", "0677001122");
            (await seen("duplicate-aside")).click();
            await until(() => !find("duplicate"), "nobody else");
            save();
            await saved();
            """
        )
        self.assertEqual(len(self._find("Wakrim")), 2)

    def test_it_is_her_opens_her_file_and_creates_nobody(self):
        self._walk(
            f"""
            await describe("Zoubida", "Wakrim", "0677001122");
            save();
            (await seen("duplicate-question")).querySelector("[data-testid=duplicate-open]").click();
            await until(() => location.pathname.endsWith("/{self.known.id}"), "her file");
            await gone("duplicate-question");
            """
        )
        self.assertEqual(self._find("Wakrim"), self.known)

    def test_a_glance_changes_nothing_and_leads_to_the_file(self):
        self._walk(
            f"""
            await describe("Zoubida", "Wakrim", "0677001122");
            (await seen("duplicate-look")).click();
            const glance = await until(() => find("glance")?.querySelector(".o_form_view"), "the glance");
            const modal = glance.closest(".modal");
            await until(() => modal.textContent.includes("{self.known.ref}"), "her reference");
            if (modal.querySelector(".o_form_button_save, .o_statusbar_buttons button, input:not([disabled])"))
                throw new Error("a glance that saves");
            find("glance-close").click();
            await gone("glance");
            if (field("given_name").value !== "Zoubida") throw new Error("what was typed is lost");
            find("duplicate-look").click();
            (await seen("glance-open")).click();
            await until(() => location.pathname.endsWith("/{self.known.id}"), "her file");
            """
        )
        self.assertEqual(self._find("Wakrim"), self.known)

    def test_nobody_is_saved_by_another_tab_or_by_closing_this_one(self):
        self._walk(
            """
            const calls = [];
            navigator.sendBeacon = (url) => calls.push(url);
            const { fetch } = window;
            window.fetch = (url, options) => (calls.push(String(url)), fetch(url, options));
            const leave = () => {
                const leaving = new Event("beforeunload", { cancelable: true });
                window.dispatchEvent(leaving);
                return leaving.defaultPrevented;
            };
            if (leave()) throw new Error("an empty form is left without a question");
            await describe("Half", "Begun");
            if (!leave()) throw new Error("the browser does not ask");
            Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
            await pause(1000);
            delete document.visibilityState;
            if (calls.some((url) => url.includes("web_save"))) throw new Error(`saved unsaid: ${calls}`);
            document.querySelector(".o_form_button_cancel").click();
            """
        )
        self.assertFalse(self._find("Begun"))

    def test_leaving_for_another_page_asks(self):
        self._walk(
            """
            const elsewhere = () => document.querySelector(".breadcrumb-item a").click();
            await describe("Half", "Begun");
            elsewhere();
            await seen("leave-question");
            find("leave-stay").click();
            await gone("leave-question");
            if (field("family_name").value !== "Begun") throw new Error("staying lost what was typed");
            elsewhere();
            (await seen("leave-drop")).click();
            await until(() => !document.querySelector(".o_form_view"), "the list");
            """
        )
        self.assertFalse(self._find("Begun"))

    def test_leaving_may_save_too(self):
        self._walk(
            """
            await describe("Half", "Finished");
            document.querySelector(".breadcrumb-item a").click();
            (await seen("leave-save")).click();
            await until(() => !document.querySelector(".o_form_view"), "the list");
            """
        )
        self.assertEqual(len(self._find("Finished")), 1)
