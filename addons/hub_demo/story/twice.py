"""People who were written down twice: what was found to be one person, what is two, and what waits for a decision."""

# file, main file, who decided, what shows it
MERGED = [
    ("ibrahima_register", "ibrahima", "counsellor", "Même carte de séjour, montrée à l'accueil."),
    ("ibrahima_phone", "ibrahima", "counsellor2", "اتصل من الرقم نفسه وأكد أنه هو."),
]
#: Of these the desk had proposed the pair; the other was found by the counsellor in the form.
FROM_QUEUE = {"ibrahima_register": "reception"}
#: Two files, who proposed them from the form of one, and how a counsellor decided.
DIFFERENT = ("fanta", "aminata", "reception", "counsellor", "Deux sœurs, reçues ensemble : chacune a ses papiers.")
PROPOSED = ("affoue", "affoue_swapped", "reception_ar")


def merge_files(story):
    for key, main, login, reason in MERGED:
        file, target = story.person(key, login), story.person(main, login)
        if key in FROM_QUEUE:
            pair = _propose(story, main, key, FROM_QUEUE[key])
            pair.with_env(file.env)._decide_same(target, reason)
        else:
            file._merge_into(target, reason)


def propose_pairs(story):
    """The desk proposes; of one pair somebody has said that they are two. The night finds others: see nights.py."""
    one, other, login, decider, reason = DIFFERENT
    pair = _propose(story, one, other, login)
    pair.with_env(story.by(decider))._decide_different(reason)
    _propose(story, *PROPOSED)


def _propose(story, one, other, login):
    dialog = story.by(login)["hub.duplicate.decision"]
    files = story.persons[one] | story.persons[other]
    dialog.create({"action": "same", "beneficiary_id": files[0].id, "other_id": files[1].id}).action_propose()
    first, second = files.sorted("id")
    return story.env["hub.duplicate.pair"].search(
        [("beneficiary_id", "=", first.id), ("other_id", "=", second.id)], limit=1
    )
