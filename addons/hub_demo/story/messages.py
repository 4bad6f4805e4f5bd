"""What people were told of their appointments, and what they answered by the link in the message."""

from datetime import timedelta

from .people import PEOPLE

# person, answer
TOLD = [("sidi", "coming"), ("ousmane", "not_coming"), ("alpha", None), ("mint_sidi", None)]
#: Told, and moved by an hour since.
MOVED = ("alpha",)
#: Prepared, and nobody has sent it so far.
WAITING = ("soufiane",)
#: The provider gave it back.
FAILED = {"adjoua": "Le numéro ne répond pas"}
CANCELLED = ("imane",)


def tell_people(story):
    for key, answer in TOLD:
        message = _prepare_message(story, key)
        mark_sent(story, message, PEOPLE[key].reads)
        if answer:
            appointment = story.appointments[key]
            appointment._act_on_link(appointment._get_signed_links("appointment"), {"answer": answer})
    for key in MOVED:
        appointment = _quietly(story.appointments[key])
        appointment.write({name: appointment[name] + timedelta(hours=1) for name in ("start", "stop")})
    for key in WAITING:
        _prepare_message(story, key)
    for key, failure in FAILED.items():
        _prepare_message(story, key).write({"state": "failed", "failure": failure, "provider": "outbox"})
    for key in CANCELLED:
        _quietly(story.appointments[key]).action_cancel_appointment()


def mark_sent(story, message, lang):
    """The receptionist who reads the person's language has sent it."""
    reception = story.staff["reception_ar" if lang == "ar_MA" else "reception"]
    # sudo: the story is told by the superuser in the name of reception.
    message.with_user(reception).sudo().action_mark_sent()


def _prepare_message(story, key):
    action = story.appointments[key].action_tell_person()
    return story.env["hub.phone.message"].browse(action["res_id"])


def _quietly(appointment):
    return appointment.with_context(no_mail_to_attendees=True, dont_notify=True)
