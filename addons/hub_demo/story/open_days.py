"""Days on which the hub opens its doors: past ones, one to come, one called off, one being prepared."""

WEDNESDAY, SATURDAY = 2, 5
NAMES = {
    "doors": ("Open doors", "Journée portes ouvertes", "يوم الأبواب المفتوحة"),
    "grant": (
        "Information session: the employment grant",
        "Réunion d'information : la bourse d'emploi",
        "لقاء إخباري: منحة العمل",
    ),
    "associations": (
        "A visit for new associations", "Visite pour les nouvelles associations", "زيارة للجمعيات الجديدة",
    ),
}  # fmt: skip
TEXTS = {
    "doors": (
        "Meet the team, see the rooms and the digital space.\nFamilies are welcome.",
        "Rencontrez l'équipe, visitez les salles et l'espace numérique.\nLes familles sont les bienvenues.",
        "تعرفوا على الفريق وزوروا القاعات والفضاء الرقمي.\nمرحبا بالعائلات.",
    ),
    "grant": (
        "Who may ask for the grant, and with which papers.\nQuestions in Arabic and in French.",
        "Qui peut demander la bourse, et avec quels papiers.\nQuestions en arabe et en français.",
        "من يمكنه طلب المنحة وبأي وثائق.\nالأسئلة بالعربية والفرنسية.",
    ),
    "associations": (
        "Offices, meeting room and training for associations in their first years.",
        "Bureaux, salle de réunion et formations pour les associations dans leurs premières années.",
        "مكاتب وقاعة اجتماعات وتكوينات للجمعيات في سنواتها الأولى.",
    ),
}
LANGUAGES = ("en_US", "fr_FR", "ar_MA")
# what, on the first such weekday from so many days from today, hour, hours, responsible (login), state
OPEN_DAYS = [
    ("doors", -190, SATURDAY, 9.5, 3.5, "manager", "published"),
    ("grant", -75, WEDNESDAY, 15.0, 1.5, "reception", "published"),
    ("doors", 12, SATURDAY, 9.5, 3.5, "manager", "published"),
    ("grant", 20, WEDNESDAY, 15.0, 1.5, "reception", "cancelled"),
    ("associations", 40, SATURDAY, 10.0, 2.0, "manager", "draft"),
]


def create_open_days(story):
    created = story.env["hub.open.day"].create([_prepare_open_day_vals(story, row) for row in OPEN_DAYS])
    for (what, *_rest, state), day in zip(OPEN_DAYS, created, strict=True):
        for name, words in (("name", NAMES), ("description", TEXTS)):
            day.update_field_translations(name, dict(zip(LANGUAGES, words[what], strict=True)))
        if not day.is_over and state != "draft":
            day.action_publish()
        if state == "cancelled":
            day.action_cancel()


def _prepare_open_day_vals(story, row):
    what, days, weekday, hour, hours, login, _state = row
    return {
        "name": NAMES[what][0],
        "description": TEXTS[what][0],
        "local_date": story.clock.weekday_from(days, weekday),
        "local_time": hour,
        "duration": hours,
        "user_id": story.staff[login].id,
        # What is over was published before.
        "state": "published" if days < 0 else "draft",
    }
