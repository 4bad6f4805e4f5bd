"""Files whose time of keeping is over, one that stays for a reason, and one that is anonymous."""

from odoo.fields import Command
from odoo.tools import SQL

from .people import EXITS, FIRST_DAYS

#: Who left so long ago that the rules of retention meet the file.
LONG_AGO = [key for key, days in FIRST_DAYS.items() if days > 365 and key in EXITS]
#: Kept for so many days more, and why.
KEPT = ("aminatou", 180, "Une réclamation à la CNSS n'est pas réglée : elle aura besoin de l'attestation.")
#: Asked for it, so many days ago; the manager has proposed it, the administrator confirmed it later.
ANONYMOUS = ("noura", 40, 33)
#: Asked for it in writing; nobody has decided so far.
ASKED = ("saliou", "Demande écrite, reçue à l'accueil.")


def let_years_pass(story):
    """Written down when it happened: what the rules ask about is the day on which a row was made, too."""
    for key in LONG_AGO:
        person = story.persons[key]
        for records in (person, person.request_ids):
            records.flush_recordset()
            story.env.cr.execute(
                SQL(
                    "UPDATE %s SET create_date = %s WHERE id IN %s",
                    SQL.identifier(records._table),
                    story.clock.at(person.reception_date, "10:00"),
                    records._ids,
                )
            )
            records.invalidate_recordset(["create_date"])


def forget(story):
    """What nobody can undo takes two: the manager proposes, the administrator reads what would go and confirms."""
    key, proposed, confirmed = ANONYMOUS
    person = story.persons[key]
    proposal = _propose(story, key, "A demandé par écrit que son dossier soit effacé.")
    story.by("admin")["hub.anonymise.wizard"].create(
        {"proposal_ids": [Command.set(proposal.ids)], "confirmation": person.ref}
    ).action_confirm()
    proposal.write({"proposed_on": story.clock.days_ago(proposed), "decided_on": story.clock.days_ago(confirmed)})
    _propose(story, *ASKED)


def _propose(story, key, note):
    person, dialogs = story.persons[key], story.by("manager")["hub.anonymise.propose"]
    dialogs.create({"beneficiary_ids": [Command.set(person.ids)], "ground": "asked", "note": note}).action_propose()
    return person.retention_proposal_ids


def keep(story):
    """A rule has proposed it; the manager keeps it for a while."""
    key, days, reason = KEPT
    proposals = story.by("manager")["hub.retention.proposal"]
    proposal = proposals.search([("beneficiary_id", "=", story.persons[key].id)])
    proposal._keep(story.clock.in_days(days), reason)
