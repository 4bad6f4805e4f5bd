"""Agreements with organisations: in force, about to end, out for signature, over. Days are counted from today."""

import base64
import io
from dataclasses import dataclass
from datetime import timedelta

from odoo.fields import Command
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True)
class Agreement:
    kind: str
    organisation: str
    title: str
    start: int
    end: int | None = None
    renewal: str = "none"
    #: others who sign it, too
    others: tuple[str, ...] = ()
    #: draft, to_sign (the hub alone has signed) or active
    state: str = "active"
    program: str | None = None
    #: first day on which it was no longer in force, and why
    terminated: tuple[int, str] | None = None
    #: title of the draft that follows it
    renewed: str | None = None


AGREEMENTS = [
    Agreement(
        "framework", "anapec", "Convention-cadre pour l'insertion professionnelle", -730, -366, "tacit", ("entraide",),
        program="work",
    ),
    Agreement(
        "co_certification", "swiss_foundation", "Certification conjointe des cours d'informatique", -320, 45,
        "explicit", program="digital",
    ),
    Agreement("hosting", "amal", "Mise à disposition d'un bureau et de la salle de réunion", -150),
    Agreement("framework", "jeunes", "Partenariat pour les ateliers numériques", -70, 294),
    Agreement("framework", "tissage", "Accompagnement vers la vente en ligne", 14, 378, state="to_sign"),
    Agreement("employer", "relation", "Recrutement de téléconseillers", 10, 374, "tacit", state="to_sign"),
    Agreement(
        "funding", "founding_foundation", "Subvention de la première année", -385, -21,
        program="work", renewed="Subvention de la deuxième année",
    ),
    Agreement(
        "employer", "ateliers", "Accueil de stagiaires en menuiserie", -340, 25,
        terminated=(-50, "L'entreprise a fermé son atelier de Salé."),
    ),
    Agreement("hosting", "racines", "Accueil ponctuel lors des passages à Rabat", 20, 384, state="draft"),
]  # fmt: skip
#: Who signs for an organisation, name and function. Of those that exist only the function is told.
SIGNATORIES = {
    "amal": ("Fatima Zahra Idrissi", "Présidente"),
    "jeunes": ("Anas Filali", "Président"),
    "tissage": ("Halima Doukkali", "Présidente"),
    "relation": ("Ghizlane Amrani", "Directrice des ressources humaines"),
    "ateliers": ("Driss Lamrini", "Gérant"),
    "anapec": (False, "Direction régionale"),
    "entraide": (False, "Coordination régionale"),
    "swiss_foundation": (False, "Direction"),
    "founding_foundation": (False, "Direction"),
}


def create_agreements(story):
    """Each by its buttons; then the calendar does its part: terms begin and end, what ends soon is said."""
    created = story.env["hub.agreement"].create([_prepare_agreement_vals(story, told) for told in AGREEMENTS])
    for told, agreement in zip(AGREEMENTS, created, strict=True):
        if told.state != "draft":
            _sign(story, told, agreement)
    _follow_terms(created, story.clock.today)
    for told, agreement in zip(AGREEMENTS, created, strict=True):
        if told.renewed:
            agreement.action_renew()
            agreement.next_ids.name = told.renewed


def _follow_terms(agreements, today):
    """What the scheduled action does, which keeps each batch at once and so cannot be called here."""
    active = agreements.filtered(lambda agreement: agreement.state == "active")
    active.filtered(lambda agreement: agreement.date_end and agreement.date_end < today)._end_term()
    active = active.filtered(lambda agreement: agreement.state == "active" and agreement.remind_on)
    active.filtered(lambda agreement: agreement.remind_on <= today)._remind()


def _prepare_agreement_vals(story, told):
    clock = story.clock
    return {
        "kind": told.kind,
        "name": told.title,
        "partner_id": story.organisation(told.organisation).id,
        "party_ids": [Command.create({"partner_id": story.organisation(key).id}) for key in told.others],
        "program_id": told.program and story.programs[told.program].id,
        "user_id": story.staff["manager"].id,
        "date_start": clock.in_days(told.start),
        "date_end": told.end is not None and clock.in_days(told.end),
        "renewal": told.renewal,
    }


def _sign(story, told, agreement):
    """The hub signs first, the others some days later."""
    agreement.action_send_for_signature()
    first = min(story.clock.in_days(told.start - 12), story.clock.in_days(-2))
    for days, (partner, name, function) in enumerate(_get_signatories(story, told)):
        signed = first + timedelta(days=days * 3) if not days or told.state == "active" else False
        party = agreement.party_ids.filtered(lambda party, partner=partner: party.partner_id == partner)
        party.write({"signatory_name": name, "signatory_function": function, "signed_on": signed})
    if told.state != "active":
        return
    agreement.write({"document": base64.b64encode(_draw(agreement)), "document_name": f"{told.title}.pdf"})
    agreement.action_activate()
    if told.terminated:
        days, reason = told.terminated
        agreement._terminate(story.clock.in_days(days), reason)


def _get_signatories(story, told):
    """Party, name and function, in the order in which they sign."""
    manager = story.staff["manager"]
    hub = (manager.company_id.partner_id, manager.name, "Directrice des programmes")
    return [hub, *((story.organisation(key), *SIGNATORIES[key]) for key in (told.organisation, *told.others))]


def _draw(agreement):
    """The scan: one page that says what it stands for."""
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=(595, 842), invariant=True)
    lines = [agreement.name, agreement.ref, ""]
    lines += [
        f"{party.partner_id.name} : {party.signatory_name or party.signatory_function}, {party.signed_on:%d/%m/%Y}"
        for party in agreement.party_ids
    ]
    for place, line in enumerate([*lines, "", "Document inventé pour la démonstration."]):
        canvas.drawString(60, 780 - 22 * place, line)
    canvas.save()
    return page.getvalue()
