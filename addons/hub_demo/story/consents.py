"""What people decided about their data: most agreed, some refused, some were not asked; some changed their minds."""

from markupsafe import Markup
from odoo.fields import Command

from .people import FIRST_DAYS, PEOPLE

#: The notice that is in force began so many days ago; who agreed before was told less.
NOTICE_DAYS = 300
#: What the second version of the notice says besides.
ADDED = {
    "en_US": "With an account you read your file, see to whom anything was passed on, and take your agreement back.",
    "fr_FR": "Avec un compte, vous lisez votre dossier, voyez à qui il a été transmis et retirez votre accord.",
    "ar_MA": "بفضل حساب خاص بكم يمكنكم قراءة ملفكم، ومعرفة من سلمت له معطيات عنكم، وسحب موافقتكم.",
}
REFUSED = ("abdelilah", "thierno", "hajar", "sidi")
#: Agreed, then changed her mind about everything so many days ago.
WITHDRAWN = {"nabila": 25}
#: Agreed to everything, then no longer to "partners": when, and how they said so.
WITHDREW_PARTNERS = [("fanta", 3, "paper"), ("cheikh", 20, "oral")]
#: Agreed to "partners" for one organisation and for some weeks, so many days ago.
LIMITED = ("serge", "amal", 5)
LIMITED_DAYS = 21
#: Agreed for the time of her course, which ended so many days ago: to be asked again.
ENDED = {"hala": 6}
#: Not asked yet: who is waiting today, and some whom everybody forgot to ask.
NOT_ASKED = (
    "abdeslam", "modibo", "hawa", "lahcen", "mariama", "aichetou", "hadja", "naima", "alpha", "ousmane",
    "ibrahima_phone", "mariame", "yassir",
)  # fmt: skip
#: Who agreed to be received and counted, and refused the other purposes.
CAREFUL = (
    "mohamad", "moussa", "abdelilah", "ghita", "saliou", "serge", "clarisse", "othmane",
    "layan", "yaman", "khalid",
)  # fmt: skip
FEWER = ("hub_beneficiary.purpose_service", "hub_beneficiary.purpose_statistics")
METHODS = ("signature", "oral", "paper")
#: Of whom a guardian without a file has answered; those of other children have one.
GUARDIANS = {"junior": "Brigitte Mballa"}


# ------------------------------------------------------------
# The notice
# ------------------------------------------------------------
def publish_notice(story):
    """The administrator has written the second version of the notice and published it."""
    notices = story.by("admin")["hub.privacy.notice"]
    first = story.env.ref("hub_beneficiary.privacy_notice_reception_1").with_context(lang="en_US")
    notice = notices.create(
        {
            "code": first.code,
            "name": first.name,
            "text": first.text + Markup("<p>{}</p>").format(ADDED["en_US"]),
            "date_from": story.clock.days_ago(NOTICE_DAYS),
            "purpose_ids": [Command.set(first.purpose_ids.ids)],
        }
    )
    notice.update_field_translations("name", {lang: first.with_context(lang=lang).name for lang in ADDED})
    notice.update_field_translations("text", _translate_text(first))
    notice.action_publish()
    return {"first": first, "second": notice}


def _translate_text(first):
    """``{language: {what the text says in English: how it is said}}``: what the first version says, and what is new."""
    texts = {lang: {ADDED["en_US"]: words} for lang, words in ADDED.items() if lang != "en_US"}
    for term in first.get_field_translations("text", list(texts))[0]:
        texts[term["lang"]][term["source"]] = term["value"]
    return texts


# ------------------------------------------------------------
# The answers
# ------------------------------------------------------------
def create_consents(story):
    """One decision for each who was asked, on the day of the first reception; then who changed her mind."""
    notices = publish_notice(story)
    asked = [key for key in PEOPLE if key not in NOT_ASKED]
    vals_list = [
        {
            **_prepare_consent_vals(story, key, "refused" if key in REFUSED else "granted", FIRST_DAYS[key], notices),
            "method": METHODS[index % len(METHODS)],
            **({"purpose_ids": [Command.set(story.ids(*FEWER))]} if key in CAREFUL else {}),
            **({"expires_on": story.clock.in_days(-ENDED[key])} if key in ENDED else {}),
            **_get_giver(story, PEOPLE[key]),
        }
        for index, key in enumerate(asked)
    ]
    vals_list += [_prepare_consent_vals(story, key, "withdrawn", days, notices) for key, days in WITHDRAWN.items()]
    vals_list.append(_prepare_limited_vals(story, notices))
    story.env["hub.consent"].create(vals_list)


def _prepare_consent_vals(story, key, decision, days, notices):
    login = "reception_ar" if PEOPLE[key].reads == "ar_MA" else "reception"
    day = story.clock.days_ago(days)
    return {
        "beneficiary_id": story.persons[key].id,
        "notice_id": notices["second" if day >= notices["second"].date_from else "first"].id,
        "decision": decision,
        "date": day,
        "method": "oral",
        "user_id": story.staff[login].id,
    }


def _prepare_limited_vals(story, notices):
    key, organisation, days = LIMITED
    return {
        **_prepare_consent_vals(story, key, "granted", days, notices),
        "scope": "purposes",
        "purpose_ids": [Command.set(story.ids("hub_beneficiary.purpose_partners"))],
        "recipient_ids": [Command.set(story.organisation(organisation).ids)],
        "expires_on": story.clock.in_days(LIMITED_DAYS),
        "method": "signature",
    }


def _get_giver(story, person):
    if not person.is_child:
        return {}
    given = {"given_by": "guardian", "method": "signature"}
    if person.key in GUARDIANS:
        return {**given, "guardian_name": GUARDIANS[person.key]}
    return {**given, "guardian_id": story.persons[person.phone].id}


def change_minds(story):
    """They take back what partners may be told: what waits for an answer is called off by that, what was served is
    closed to the organisation."""
    purpose = story.env.ref("hub_beneficiary.purpose_partners")
    for key, days, method in WITHDREW_PARTNERS:
        person = story.person(key, "reception")
        person._withdraw_consent(purpose, method=method, date=story.clock.days_ago(days))
