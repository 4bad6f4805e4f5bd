"""Identity documents: most in order, some about to expire, some expired, some being renewed.

Days are counted from today, negative ones are past.
"""

from .people import PEOPLE

#: Residence documents by days to their expiry; the reminders come at 90, 60 and 30 days.
PERMITS = {
    "moussa": 88, "mint_sidi": 86, "solange": 84, "serge": 59, "samer": 57, "ibrahima": 31, "brice": 29, "fanta": 12,
    "bakary": -9, "cheikh": -35, "mariam": -80, "saliou": -160,
    "mohamad": 410, "yao": 300, "adjoua": 300, "awa": 520, "sidi": 700, "aichetou": 62, "aissatou": 240,
    "alpha": 205, "thierno": 150, "hala": 333, "khaled": 480, "clarisse": 266, "affoue": 190, "mariama": 290,
    "kadiatou": 370,
}  # fmt: skip
#: Expired is not irregular: the receipt that renews the permit, by days to its own expiry.
RECEIPTS = {"bakary": 80, "cheikh": 54, "mariam": 9}
#: A receipt that stands for a first application, and one of which a register did not say for what it was given.
FIRST_RECEIPTS = {"aminata": 41}
UNCLEAR_RECEIPTS = {"hadja": 25}
#: Renewed: each document follows the one before, by type, days to its beginning and to its end.
RENEWED = {
    "rana": (("registration_card", -412, -47), ("receipt", -60, 30), ("residence_card", -21, 1804)),
}
#: Passports of those who have no permit yet.
PASSPORTS = {"ousmane": 900, "modibo": -400, "aminata": 1500, "hadja": 620}
#: Moroccans who showed their national card; one is expired, one could not be read.
CARDS = {
    "fatima_zahra": 1800, "youssef": 2900, "imane": 3300, "rachid": 77, "naima": 1200, "soufiane": 2500, "khadija": 58,
    "salma": 2200, "hamza": 1500, "nabila": 1100, "othmane": 3100, "ghita": 2400, "abdelilah": -22, "hajar": 2800,
    "meryem": 700,
}  # fmt: skip
DOUBTFUL = ("othmane",)
NOT_SEEN = ("hamza", "aminata", "modibo", "thierno")
PREFIX = {"cin": "CIN", "registration_card": "CI", "residence_card": "CR", "passport": "PP", "receipt": "REC"}
LIFETIME = {"cin": 3650, "registration_card": 365, "residence_card": 1825, "passport": 1825, "receipt": 90}


def create_papers(story):
    """Documents; receipts know the permit that they renew."""
    wanted = [("cin", key, days) for key, days in CARDS.items()]
    wanted += [("registration_card" if days < 400 else "residence_card", key, days) for key, days in PERMITS.items()]
    wanted += [("passport", key, days) for key, days in PASSPORTS.items()]
    papers = _create(story, wanted)
    _create(story, [("receipt", key, days) for key, days in RECEIPTS.items()], papers)
    _create(story, [("receipt", key, days) for key, days in FIRST_RECEIPTS.items()], receipt_for="first")
    unclear = [("receipt", key, days) for key, days in UNCLEAR_RECEIPTS.items()]
    _create(story, unclear, clarify=True, receipt_for="unknown")
    for key, chain in RENEWED.items():
        _renew(story, key, chain)


def _renew(story, key, chain):
    """A permit, the receipt of its renewal, the next permit: one after the other."""
    earlier = story.env["hub.beneficiary.identity"]
    for number, (kind, start, end) in enumerate(chain):
        earlier = earlier.create(
            {
                "beneficiary_id": story.persons[key].id,
                "type": kind,
                "number": f"DEMO-{PREFIX[kind]}-{2000 + number}",
                "issued_on": story.clock.in_days(start),
                "expires_on": story.clock.in_days(end),
                "verification": "seen",
                "renews_id": earlier.id,
            }
        )


def _create(story, wanted, renewed=None, clarify=False, **values):
    """Papers by person's key."""
    numbers = {key: 1000 + index for index, key in enumerate(PEOPLE)}
    identities = story.env["hub.beneficiary.identity"].with_context(hub_receipt_to_clarify=clarify)
    created = identities.create(
        [
            {
                "beneficiary_id": story.persons[key].id,
                "type": kind,
                "number": f"DEMO-{PREFIX[kind]}-{numbers[key]}",
                "expires_on": story.clock.in_days(days),
                "issued_on": story.clock.in_days(min(days - LIFETIME[kind], -1)),
                "verification": _get_verification(key),
                "renews_id": renewed[key].id if renewed else False,
                **values,
            }
            for kind, key, days in wanted
        ]
    )
    return {key: paper for (_kind, key, _days), paper in zip(wanted, created, strict=True)}


def _get_verification(key):
    if key in DOUBTFUL:
        return "doubtful"
    return "unverified" if key in NOT_SEEN else "seen"
