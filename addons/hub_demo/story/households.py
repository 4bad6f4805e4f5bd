"""The households: the head first, then who lives with her or him. What happened to them since: moves.py."""

# name: head, then (person, role)
HOUSEHOLDS = {
    "Famille El Idrissi": ("fatima_zahra", ("youssef", "child"), ("imane", "child"), ("adam", "child")),
    "Famille Benjelloun": ("rachid", ("naima", "spouse"), ("soufiane", "child")),
    "Famille Aït Lahcen": ("lahcen", ("zineb", "child")),
    "Famille Ouazzani": ("khadija", ("rim", "child"), ("ilyas", "child")),
    "عائلة الحموي": ("mohamad", ("rana", "spouse"), ("layan", "child"), ("yaman", "child")),
    "Famille Haddad": ("samer", ("hala", "spouse")),
    "Famille Ndiaye": ("moussa", ("awa", "spouse"), ("fatou", "child")),
    "Famille Sow": ("ibrahima", ("mariama", "spouse")),
    "Famille Traoré": ("bakary", ("kadiatou", "spouse"), ("sekou", "child")),
    "Sœurs Coulibaly": ("fanta", ("aminata", "sibling")),
    "Famille Kouassi": ("yao", ("adjoua", "spouse")),
    "Famille Koné": ("mariam", ("issouf", "child")),
    "Famille Bah": ("saliou", ("hadja", "spouse")),
    "Famille Mballa": ("solange", ("junior", "child")),
    "عائلة ولد الشيخ": ("sidi", ("aichetou", "spouse")),
    # As a register had it: the family of Ibrahima Sow, found twice.
    "عائلة سو": ("ibrahima_register",),
}  # fmt: skip
STREETS = {
    "Famille El Idrissi": "Hay Salam, bloc 12",
    "Famille Benjelloun": "Yacoub El Mansour",
    "Famille Aït Lahcen": "Massira 2",
    "Famille Ouazzani": "Maâmora",
    "عائلة الحموي": "حي أكدال",
    "Famille Haddad": "Tabriquet",
    "Famille Ndiaye": "Takaddoum",
    "Famille Sow": "Massira 1",
    "Famille Traoré": "Takaddoum",
    "Sœurs Coulibaly": "Hay Inbiaat",
    "Famille Kouassi": "Hay Hassani",
    "Famille Koné": "Douar El Hajja",
    "Famille Bah": "Oued Eddahab",
    "Famille Mballa": "Hay Karima",
    "عائلة ولد الشيخ": "حي المحيط",
    "عائلة سو": "المسيرة 1",
}
TOGETHER_SINCE = 400
#: Who has lived elsewhere before: left that household, and why.
LEFT = {"aminata": ("Famille Traoré", "A rejoint sa sœur à Salé")}


def get_family_keys():
    return {key for head, *others in HOUSEHOLDS.values() for key in (head, *(other for other, _role in others))}


def create_households(story):
    created = story.env["hub.household"].create(
        [
            {
                "name": name,
                "street": STREETS[name],
                "city": story.persons[head].city,
                "state_id": story.persons[head].state_id.id,
            }
            for name, (head, *_others) in HOUSEHOLDS.items()
        ]
    )
    story.households = households = dict(zip(HOUSEHOLDS, created, strict=True))
    story.env["hub.household.member"].create(
        [_prepare_left_vals(story, households, key) for key in LEFT]
        + [
            {
                "household_id": households[name].id,
                "beneficiary_id": story.persons[key].id,
                "role": role,
                "date_start": story.clock.days_ago(TOGETHER_SINCE),
            }
            for name, (head, *others) in HOUSEHOLDS.items()
            for key, role in [(head, "head"), *others]
        ]
    )


def _prepare_left_vals(story, households, key):
    name, reason = LEFT[key]
    return {
        "household_id": households[name].id,
        "beneficiary_id": story.persons[key].id,
        "role": "other",
        "date_start": story.clock.days_ago(600),
        "date_end": story.clock.days_ago(TOGETHER_SINCE + 5),
        "end_reason": reason,
    }
