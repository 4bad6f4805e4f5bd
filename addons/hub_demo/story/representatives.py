"""Who acts for the organisations: with a login, invited, and no longer."""

from .messages import mark_sent

# login of data/logins.csv, organisation, role, since how many days
ACTING = [
    ("association", "amal", "manager", 140),
    ("association_ar", "jeunes", "delegate", 64),
    ("0600000073", "tissage", "manager", 30),
]
# organisation, name, role, phone, language, invited by (login)
INVITED = [
    ("amal", "Younes Cherkaoui", "delegate", "06 00 00 00 74", "fr_FR", "association"),
    ("hotel", "Meriem Sebti", "manager", "06 00 00 00 75", "fr_FR", "manager"),
]
#: Whose link was lost and sent anew: the first one is revoked.
SENT_AGAIN = ("hotel",)
# organisation, name, phone, since and until how many days, why it ended
ENDED = [("amal", "Brahim Ouali", "06 00 00 00 76", 300, 45, "Ne travaille plus avec l'association")]


def create_representatives(story):
    roles = story.env["hub.representation"]
    roles.create([_prepare_acting_vals(story, row) for row in ACTING])
    roles.create([_prepare_ended_vals(story, row) for row in ENDED])
    invited = roles.create([_prepare_invited_vals(story, row) for row in INVITED])
    for (organisation, *_rest), role in zip(INVITED, invited, strict=True):
        role._send_invitation()
        if organisation in SENT_AGAIN:
            message = role._prepare_phone_message(role._get_invitation_link())
            mark_sent(story, message, role.lang)


def _prepare_acting_vals(story, row):
    login, organisation, role, days = row
    user = story.visitors[login]
    return {
        **_prepare_accepted_vals(story, organisation, days),
        "partner_id": user.partner_id.id,
        "name": user.name,
        "phone": user.phone,
        "email": user.email,
        "lang": user.lang,
        "role": role,
    }


def _prepare_ended_vals(story, row):
    """Whoever has left keeps no login."""
    organisation, name, phone, since, until, reason = row
    last = story.clock.days_ago(until)
    return {
        **_prepare_accepted_vals(story, organisation, since),
        "partner_id": story.env["res.partner"].create({"name": name, "phone": phone, "lang": "fr_FR"}).id,
        "name": name,
        "phone": phone,
        "lang": "fr_FR",
        "date_end": last,
        "ended_at": story.clock.at(last, "17:00"),
        "end_reason": reason,
    }


def _prepare_accepted_vals(story, organisation, days):
    day = story.clock.days_ago(days)
    return {
        "organization_id": story.organisation(organisation).id,
        "invited_by_id": story.staff["manager"].id,
        "offer_state": "accepted",
        "offer_expires_at": story.clock.at(day, "18:00"),
        "offer_answered_at": story.clock.at(day, "11:00"),
        "date_start": day,
    }


def _prepare_invited_vals(story, row):
    organisation, name, role, phone, lang, inviter = row
    return {
        "organization_id": story.organisation(organisation).id,
        "name": name,
        "role": role,
        "phone": phone,
        "lang": lang,
        "invited_by_id": (story.visitors.get(inviter) or story.staff[inviter]).id,
    }
