"""Complaints: new, being looked into, answered long ago, and one that nobody has read in time."""

# days ago, channel, what was told
NEW = (
    0,
    "public_form",
    {"category": "service", "text": "انتظرت ثلاث ساعات ولم يكن أحد يتكلم معي بالعربية.", "contact_wish": "none"},
)
LATE = (
    10,
    "letter",
    {
        "category": "discrimination",
        "text": "On m'a dit que le cours était complet, puis une autre personne a été inscrite après moi.",
        "contact_name": "Aïssata",
        "contact_phone": "06 00 00 00 95",
        "contact_wish": "call",
        "contact_hours": "Le matin, jamais le soir",
    },
)
CONCERN = (
    1,
    "public_form",
    {
        "category": "child",
        "text": "Un garçon d'une dizaine d'années attend seul devant la porte presque chaque soir, après la fermeture.",
        "contact_wish": "none",
        "is_danger": True,
    },
)
CLOSED = (
    46,
    "desk",
    {
        "category": "data",
        "text": "Mon nom a été appelé à voix haute dans la salle d'attente.",
        "contact_name": "Une personne reçue",
        "contact_phone": "06 00 00 00 96",
        "contact_wish": "message",
    },
)
ANSWER = "Vous aviez raison. On appelle désormais par un numéro, et l'équipe en a reparlé. Merci de l'avoir dit."
#: Days ago on which the closed one was read, answered and closed.
READ, ANSWERED, SETTLED = 45, 40, 31


def create_complaints(story):
    _receive(story, NEW)._issue_link()
    _receive(story, LATE)
    _take(story, CONCERN, 0)
    _close(story, _take(story, CLOSED, READ))


def _receive(story, told):
    days, channel, values = told
    complaint = story.env["hub.complaint"]._create_public_complaint(values)
    complaint.write({"received_on": story.clock.in_days(-days), "channel": channel})
    return complaint


def _take(story, told, days):
    """The officer has read it so many days ago."""
    complaint = _receive(story, told)
    complaint.with_user(story.staff["safeguarding"]).action_take()
    complaint.acknowledged_on = story.clock.in_days(-days)
    return complaint


def _close(story, complaint):
    complaint._issue_link()
    complaint.write({"answer": ANSWER, "outcome": "upheld"})
    officers = complaint.with_user(story.staff["safeguarding"])
    officers.action_answer()
    officers.action_close()
    complaint.write({"answered_on": story.clock.in_days(-ANSWERED), "closed_on": story.clock.in_days(-SETTLED)})
