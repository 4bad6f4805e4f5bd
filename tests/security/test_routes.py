"""Each address of the suite answers to those for whom it is, and tells the others nothing."""

import re

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from tests.support.organisations import Organisation, betrays_organisation
from tests.support.roles import OUTSIDERS, users_of
from tests.support.secrets import EMAIL, FAMILY, GIVEN, Secret, betrays
from tests.support.tables import routes_table

#: Columns of the routes table that say what an outsider gets.
VISITORS = ("public", "portal", "internal")


def routes_of_the_suite(env) -> dict[str, dict]:
    """Route ("/url" or "POST /url") → routing, for what an addon of the suite defines or overrides."""
    found = {}
    rules = http._generate_routing_rules(sorted(env.registry._init_modules), False, env["ir.http"]._get_converters())
    for url, endpoint in rules:
        method = endpoint.func
        ours = any(
            cls.__module__.startswith("odoo.addons.hub_") and method.__name__ in vars(cls)
            for cls in type(method.__self__).__mro__
        )
        if ours:
            methods = [one for one in endpoint.routing["methods"] or () if one != "OPTIONS"]
            found[" ".join([*methods, url])] = endpoint.routing
    return found


@tagged("standard", "post_install")
class TestRoutes(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = users_of(cls.env, {**OUTSIDERS, "counsellor": "hub_beneficiary.group_counsellor"})
        cls.secret = Secret(cls.env, cls.users["counsellor"])
        cls.organisation = Organisation(cls.env)

    def test_every_address_of_the_suite_is_in_the_table_with_who_may_ask(self):
        table = {row["route"]: row["auth"] for row in routes_table()}
        self.assertEqual(table, {url: routing["auth"] for url, routing in routes_of_the_suite(self.env).items()})

    def test_every_address_is_asked_for(self):
        routes = {row["route"] for row in routes_table()}
        self.assertEqual(routes, {row["route"] for row in routes_table() if row["example"] != "-"})

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_each_outsider_gets_what_the_table_says_and_reads_no_name(self):
        routes = routes_of_the_suite(self.env)
        for visitor in VISITORS:
            self._come_as(visitor)
            for row in routes_table():
                if row["example"] == "-":
                    continue
                address = self._address(row["route"], row["example"])
                with self.subTest(address=address, visitor=visitor):
                    answer, body = self._ask(routes[row["route"]], address)
                    self.assertEqual(answer, row[visitor])
                    self.assertEqual(betrays(body) + betrays_organisation(body), [])

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_no_address_of_odoo_that_takes_a_record_tells_an_outsider_her_name(self):
        for visitor in ("public", "portal", "internal", "sales manager"):
            self._come_as(visitor)
            for url in self._pages():
                with self.subTest(url=url, visitor=visitor):
                    self.assertEqual(betrays(self.url_open(url).content), [])
            for url, params in self._calls():
                with self.subTest(url=url, params=params, visitor=visitor):
                    self.assertEqual(betrays(self._call(url, params), asked=EMAIL), [])

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_no_method_of_the_suite_that_a_program_can_call_tells_an_outsider_her_name(self):
        """Methods of models without a table of their own have no access rights to stop anybody."""
        calls = [
            (name, method)
            for name, model in self.registry.items()
            if name.startswith("hub.") and model._abstract
            for method in dir(model)
            if not method.startswith("_") and method not in dir(self.registry["base"])
        ]
        for visitor in ("portal", "internal", "sales manager"):
            self._come_as(visitor)
            for name, method in calls:
                for args in ([], [FAMILY], [[self.secret.person.id]], [self.secret.person.id]):
                    with self.subTest(model=name, method=method, visitor=visitor):
                        params = {"model": name, "method": method, "args": args, "kwargs": {}}
                        self.assertEqual(betrays(self._call("/web/dataset/call_kw", params)), [])

    def _come_as(self, visitor):
        self.authenticate(None, None)
        if visitor != "public":
            self.authenticate(self.users[visitor].login, self.users[visitor].login)

    def _address(self, route, example):
        """The route with the secret person's ids; the table's example, with those of an organisation too, where that
        is not enough."""
        ids = {
            "person": self.secret.person.id, "request": self.secret.request.id,
            "partner": self.secret.partner.id, "appointment": self.secret.appointment.id, **self.organisation.ids,
        }  # fmt: skip
        return example.format(**ids) if example else re.sub(r"<[^>]+>", str(self.secret.person.id), route.split()[-1])

    def _ask(self, routing, address):
        if routing["type"] == "jsonrpc":
            body = self._call(address, {})
            return ("denied" if '"error"' in body else "200"), body
        methods = routing["methods"] or ["GET"]
        answer = self.url_open(address, allow_redirects=False, method="GET" if "GET" in methods else "POST")
        if answer.status_code in (302, 303) and "/web/login" in answer.headers["Location"]:
            return "login", answer.text
        return str(answer.status_code), answer.text

    def _call(self, url, params):
        body = {"id": 0, "jsonrpc": "2.0", "method": "call", "params": params}
        text = self.url_open(url, json=body, timeout=60).text
        # What one asked for oneself stands in the debug part of an error.
        return re.sub(r'"debug": "(\\.|[^"\\])*"', "", text) if '"error"' in text else text

    def _pages(self):
        person, partner, request = self.secret.person, self.secret.partner, self.secret.request
        appointment = self.secret.appointment
        files = self.env["ir.attachment"].search([("res_model", "=", person._name), ("res_id", "=", person.id)])
        token = appointment.access_token or "none"
        yield from (f"/web/content/{file.id}" for file in files)
        for record in (person, partner, request, appointment):
            yield f"/web/image/{record._name}/{record.id}/avatar_128"
            yield f"/web/content/{record._name}/{record.id}/name"
            yield f"/mail/view?model={record._name}&res_id={record.id}"
            yield f"/mail/thread/{record._name}/{record.id}"
            yield f"/odoo/{record._name}/{record.id}"
        yield f"/calendar/meeting/view?token={token}x&id={appointment.id}"
        yield f"/my/account?partner_id={partner.id}"
        yield "/my/home"

    def _calls(self):
        person, partner, request = self.secret.person, self.secret.partner, self.secret.request
        for record in (person, partner, request, self.secret.appointment):
            thread = {"thread_model": record._name, "thread_id": record.id}
            yield "/mail/thread/messages", thread
            yield "/mail/thread/recipients", thread
            yield "/mail/thread/recipients/get_suggested_recipients", {**thread, "partner_ids": partner.ids}
            yield "/mail/partner/from_email", {**thread, "emails": [EMAIL]}
            yield (
                "/mail/data",
                {"fetch_params": [["mail.thread", {**thread, "request_list": ["followers", "suggestedRecipients"]}]]},
            )
            yield "/mail/message/post", {**thread, "post_data": {"body": "x", "partner_ids": partner.ids}}
            yield "/mail/chatter_fetch", thread
        own = self.env.user.partner_id.id
        yield "/mail/partner/from_email", {"thread_model": "res.partner", "thread_id": own, "emails": [EMAIL]}
        yield "/mail/data", {"fetch_params": [["avatar_card", {"id": partner.id, "model": "res.partner"}]]}
        for method in ("get_mention_suggestions", "search_for_channel_invite", "name_search", "im_search"):
            params = {"model": "res.partner", "method": method, "args": [GIVEN[:8]], "kwargs": {}}
            yield "/web/dataset/call_kw", params
        yield "/calendar/check_credentials", {}
        yield "/portal/chatter_init", {"thread_model": "res.partner", "thread_id": partner.id}
