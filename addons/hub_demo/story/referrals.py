"""Whom the hub sent on to an organisation and who was sent to it, and what became of it.

Each step is taken by who takes it: the counsellor sends, the organisation answers in the portal or tells the desk,
the person answers the link in her message. Then it gets its day: the story is told after everything has happened.
"""

from dataclasses import dataclass

from .messages import mark_sent
from .people import PEOPLE
from .representatives import ACTING

#: Who answers for an organisation in the portal; the others tell the desk on the telephone.
LOGINS = {organisation: login for login, organisation, *_rest in ACTING}


@dataclass(frozen=True)
class Referral:
    who: str
    to: str
    need: str
    #: what the organisation should know, once it accepts
    note: str = ""
    urgency: str = "normal"
    #: login of the counsellor
    by: str = "counsellor"
    #: so many days ago; None is a draft
    sent: int | None = None
    #: the organisation's steps: which, how many days ago, the reason or the report that goes with it
    answers: tuple[tuple[str, int, str], ...] = ()
    #: what the person answered when she was asked, and how many days ago
    feedback: tuple[str, str, int] | None = None
    #: looked through and put aside by the counsellor
    closed: bool = False


OUTBOUND = [
    Referral(
        "awa", "amal", "social_help", "Cherche un logement pour elle et sa fille de cinq ans.", "urgent", sent=6,
    ),
    Referral(
        "mint_sidi", "amal", "enterprise", "تبحث عن مكان لعرض عمل الوكالة.", by="counsellor2", sent=3,
        answers=(("acknowledged", 2, ""),),
    ),
    Referral(
        "youssef", "jeunes", "computer_course", "Voudrait apprendre le câblage de réseaux.", sent=24,
        answers=(("waitlisted", 20, ""),),
    ),
    Referral(
        "brice", "jeunes", "enterprise", "Peut aussi animer un atelier de développement web.", sent=12,
        answers=(("acknowledged", 11, ""), ("accepted", 8, "")),
    ),
    Referral(
        "meryem", "tissage", "enterprise", "تحضر لتعاونية للحلويات مع جاراتها.", by="counsellor2", sent=75,
        answers=(("accepted", 72, ""), ("served", 40, "زارت التعاونية مرتين، وشرحنا لها التسجيل والمحاسبة.")),
        feedback=("yes", "شرحوا لي كل الخطوات، شكرا.", 33), closed=True,
    ),
    Referral(
        "solange", "hotel", "employment", "Disponible le matin, quand son fils est à l'école.", sent=18,
        answers=(("accepted", 16, ""), ("served", 9, "Reçue en entretien, pas d'essai proposé.")),
        feedback=("no", "On m'a gardé dix minutes et personne n'a rappelé.", 4),
    ),
    Referral(
        "imane", "jeunes", "internship", "", sent=34, answers=(("declined", 30, "full"),), closed=True,
    ),
    Referral(
        "cheikh", "ateliers", "employment", "Soudeur, deux ans de pratique.", sent=60,
        answers=(("accepted", 57, ""), ("no_show", 50, "N'est pas venu au rendez-vous, téléphone éteint.")),
    ),
    # She took her agreement back some days later: see consents.py.
    Referral("fanta", "amal", "social_help", "Conseils sur son contrat de travail.", sent=9),
    Referral("kadiatou", "amal", "social_help", "Interprète en bambara nécessaire."),
]  # fmt: skip


@dataclass(frozen=True)
class Inbound:
    #: login of who referred the person in the portal
    by: str
    name: str
    phone: str
    need: str
    #: how the association calls the person
    reference: str
    note: str
    days: int
    urgency: str = "normal"
    consent: str = "oral"
    #: who it was, once the desk had said so; then days ago of the interview and of the orientation
    who: str | None = None
    taken: int = 0
    oriented: int = 0


INBOUND = [
    Inbound(
        "association", "Rahma Elkhattabi", "06 00 00 00 88", "employment", "D-112",
        "Vient de finir une formation de couture, disponible de suite.", 1, "urgent", "paper",
    ),
    Inbound(
        "association_ar", "عيساتو فال", PEOPLE["aissatou"].phone, "employment", "24-07",
        "أنهت دورة المعلوميات عندكم وتبحث الآن عن عمل.", 12, who="aissatou", taken=10, oriented=8,
    ),
]  # fmt: skip


# ------------------------------------------------------------
# To organisations
# ------------------------------------------------------------
def create_referrals(story):
    for told in OUTBOUND:
        referral = _prepare(story, told)
        if told.sent is None:
            continue
        _send(story, told, referral)
        for answer in told.answers:
            _answer(story, told, referral, answer)
        if told.feedback:
            _give_feedback(story, told, referral)
        if told.closed:
            referral.action_close()


def _prepare(story, told):
    request = story.requests[told.who]
    return story.by(told.by)["hub.referral"].create(
        {
            "beneficiary_id": story.persons[told.who].id,
            "organization_id": story.organisation(told.to).id,
            "request_id": request.id,
            "program_id": request.program_id.id,
            "need_type_id": story.id(f"hub_beneficiary.need_{told.need}"),
            "urgency": told.urgency,
            "note": told.note,
        }
    )


def _send(story, told, referral):
    """The counsellor sends it, and the message in which the organisation is told; the latest one still waits."""
    action = referral.action_send()
    _date(story, referral, told.sent, "sent_at")
    if action is not True and told.sent > 3:
        message = referral.env[action["res_model"]].browse(action["res_id"])
        message.action_mark_sent()
        message.sudo().sent_at = referral.sent_at


def _answer(story, told, referral, answer):
    step, days, words = answer
    login = LOGINS.get(told.to)
    if login:
        post = {"step": step, "shown": referral.state, "reason": words, "note": "" if step == "declined" else words}
        # As the page of the portal does: visitors have no right of their own.
        referral.with_env(story.by(login)).sudo()._answer(post, story.visitors[login].name)
    else:
        values = {"referral_id": referral.id, "step": step, "note": words, "answered_by": "Au téléphone"}
        referral.env["hub.referral.answer"].create(values).action_answer()
    _date(story, referral, days, "answered_at", *(["accepted_on"] if step == "accepted" else ()))


def _give_feedback(story, told, referral):
    """She is asked by a message, and answers the link in it."""
    said, note, days = told.feedback
    message = referral.env["hub.phone.message"].browse(referral.action_ask_feedback()["res_id"])
    mark_sent(story, message, PEOPLE[told.who].reads)
    link = message.sudo().link_id
    referral.sudo()._act_on_link(link, {"feedback": said, "note": note})
    _date(story, referral, days, "feedback_at")


def _date(story, referral, days, *names):
    """It was done so many days ago: what follows from its day is as much earlier."""
    clock = story.clock
    day = clock.days_ago(days)
    values = {name: day if name == "accepted_on" else clock.at(day, "10:20") for name in names}
    if referral.due_on and referral.state != "acknowledged":  # to have read it is no answer: the day stays
        values["due_on"] = referral.due_on - (clock.today - day)
    referral.sudo().write(values)


# ------------------------------------------------------------
# From organisations
# ------------------------------------------------------------
def receive_referrals(story):
    """What associations wrote in the portal: one waits for triage, one was taken in and oriented."""
    for told in INBOUND:
        referral = _refer_in(story, told)
        _date(story, referral, told.days, "sent_at")
        if told.who:
            _take_in(story, told, referral)


def _refer_in(story, told):
    (organisation,) = (story.organisation(key) for key, login in LOGINS.items() if login == told.by)
    referrals = story.by(told.by)["hub.referral"]
    phone = told.phone if told.phone[0].isdigit() else story.persons[told.who].phone
    post = {
        "name": told.name,
        "phone": phone,
        "need": told.need,
        "urgency": told.urgency,
        "note": told.note,
        "partner_reference": told.reference,
        "consent": told.consent,
    }
    values, _errors = referrals._check_referred(post)
    return referrals._refer_in(organisation, {**values, "need": referrals._find_need(values["need"])})


def _take_in(story, told, referral):
    """The desk says who it is, a counsellor receives and orients her; the association reads each step."""
    clock, desk = story.clock, story.by("reception")["hub.desk"]
    desk.assign_request(referral.request_id.id, story.persons[told.who].id)
    request = referral.request_id.with_env(story.by("counsellor"))
    request.action_take()
    request.received_on = clock.days_ago(told.taken)
    _date(story, referral, told.taken, "answered_at")
    request.action_orient(request.env.ref("hub_core.service_employment_desk"))
    request.oriented_on = clock.days_ago(told.oriented)
    _date(story, referral, told.oriented, "answered_at", "accepted_on")
