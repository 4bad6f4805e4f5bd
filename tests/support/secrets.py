"""A person whom the hub receives, present wherever Odoo could carry her name, and what would betray her."""

from datetime import datetime

from odoo import Command

#: What nobody outside the hub may find. No other record of a test database holds any of it.
GIVEN, FAMILY, ARABIC = "Zouleikhatest", "Qandrissitest", "زليخةالقندريسي"
PHONE, EMAIL, NUMBER = "+212661998877", "only.hers.7731@mail.example", "QX9988776"
WORDS = (GIVEN, FAMILY, ARABIC, PHONE, "0661998877", "661-998877", "61 99 88 77", EMAIL, NUMBER)


def betrays(answer, asked: str = "") -> list[str]:
    """Which of the secrets stand in an answer, whatever its shape, save what one ``asked`` with oneself."""
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    text = text.lower()
    return [word for word in WORDS if word.lower() in text and word != asked]


class Secret:
    """The person and all that hangs on her, made as superuser."""

    def __init__(self, env, counsellor, restricted=False):
        self.env = env
        self.person = env["hub.beneficiary"].create(
            {
                "given_name": GIVEN, "family_name": FAMILY, "name_ar": ARABIC, "phone": PHONE, "email": EMAIL,
                "is_restricted": restricted, "user_id": counsellor.id,
            }
        )  # fmt: skip
        self.partner = self.person.partner_id
        env["hub.beneficiary.identity"].create({"beneficiary_id": self.person.id, "type": "passport", "number": NUMBER})
        self.request = env["crm.lead"].create(
            {"is_hub_request": True, "beneficiary_id": self.person.id, "hub_note": f"{GIVEN} looks for work"}
        )
        self.appointment = env["calendar.event"].create(
            {
                "name": "x", "start": datetime(2026, 9, 1, 9), "stop": datetime(2026, 9, 1, 10),
                "hub_beneficiary_id": self.person.id, "user_id": counsellor.id, "description": f"{GIVEN} will come",
                "partner_ids": [Command.set(counsellor.partner_id.ids)],
            }
        )  # fmt: skip
        household = {"beneficiary_id": self.person.id, "role": "head"}
        env["hub.household"].create({"name": "A household", "member_ids": [Command.create(household)]})
        env["hub.consent"].create({"beneficiary_id": self.person.id})
        self.referral = self._refer(counsellor)
        self._talk_about(self.referral, counsellor)
        self._meet_elsewhere()
        self._talk_about(self.person, counsellor)
        self._talk_about(self.request, counsellor)
        env["ir.attachment"].create(
            {"name": f"{FAMILY}.txt", "raw": NUMBER.encode(), "res_model": self.person._name, "res_id": self.person.id}
        )
        # Made as by a model of hers: neither her file nor her contact has pages for links.
        hers = {"res_model": self.person._name, "res_id": self.person.id, "partner_id": self.partner.id}
        self.link = env["hub.signed.link"].create({**hers, "purpose": "view", "expires_at": datetime(2099, 1, 1)})
        env["hub.phone.message"]._prepare_for(self.person, self.partner, f"Good morning {GIVEN} {FAMILY}", self.link)
        env.flush_all()

    def _refer(self, counsellor):
        """She was referred to an organisation, which has accepted."""
        self.person.action_register()
        organization = self.env["res.partner"].create({"name": "A shelter", "is_company": True})
        referral = self.env["hub.referral"].create(
            {
                "beneficiary_id": self.person.id, "organization_id": organization.id, "user_id": counsellor.id,
                "need_type_id": self.env["hub.need.type"].search([], limit=1).id, "note": f"{GIVEN} has a child",
            }
        )  # fmt: skip
        referral.action_send()
        referral.action_accept()
        return referral

    def _meet_elsewhere(self):
        """She writes, and is written to, where everybody may read along."""
        company = self.env["res.partner"].create({"name": "A company", "is_company": True})
        company.message_post(body="Good morning", author_id=self.partner.id, partner_ids=self.partner.ids)

    def _talk_about(self, record, counsellor):
        """Followers, a message to her and one from her, an activity: what a chatter holds."""
        record.message_subscribe(self.partner.ids)
        record.message_subscribe(counsellor.partner_id.ids)
        record.with_user(counsellor).message_post(
            body=f"{GIVEN} {FAMILY} ({ARABIC}) called from {PHONE}", partner_ids=self.partner.ids
        )
        record.message_post(body="Thank you", author_id=self.partner.id, email_from=f'"{GIVEN}" <{EMAIL}>')
        record.activity_schedule("mail.mail_activity_data_call", summary=f"Call {GIVEN}", user_id=counsellor.id)


class SecretComplaint:
    """A complaint by the same person, with all that hangs on it: what its officer works with."""

    def __init__(self, env, officer):
        self.complaint = env["hub.complaint"].create(
            {
                "category": "conduct", "text": f"{GIVEN} {FAMILY} ({ARABIC}) was insulted", "contact_name": FAMILY,
                "contact_phone": PHONE, "contact_email": EMAIL, "contact_hours": f"Ask for {GIVEN}",
            }
        )  # fmt: skip
        self.link = self.complaint._issue_link()
        env.cr.flush()  # what changes from now on is written down: a request of its own
        self.complaint._add_message(f"{GIVEN} was insulted again")
        mine = self.complaint.with_user(officer)
        mine.action_take()
        mine.write({"answer": f"We have heard {GIVEN} {FAMILY}", "outcome": "upheld"})
        mine.message_subscribe(officer.partner_id.ids)
        mine.message_post(body=f"{GIVEN} called from {PHONE}", subject=FAMILY, partner_ids=officer.partner_id.ids)
        mine.activity_schedule("mail.mail_activity_data_call", summary=f"Call {GIVEN}", note=PHONE, user_id=officer.id)
        mine.web_read({"text": {}})
        env["ir.attachment"].create(
            {"name": f"{FAMILY}.txt", "raw": NUMBER.encode(), "res_model": mine._name, "res_id": mine.id}
        )
        self._type_another(env)
        env.cr.flush()  # the changes are written down

    def _type_another(self, env):
        """A colleague is just writing one down, and another was submitted before."""
        typing = env["hub.complaint.submit"].create({"category": "other", "text": f"{GIVEN} {FAMILY} says"})
        typing.copy().action_submit()
