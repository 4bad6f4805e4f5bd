"""Two registers that were uploaded and read today, and wait for somebody to decide and import them."""

import base64
import csv
import io

HEADINGS_FR = (
    "Nom",
    "Prénom",
    "Sexe",
    "Date de naissance",
    "Nationalité",
    "Téléphone",
    "Besoin",
    "Consentement",
    "Date",
)
HEADINGS_AR = ("الاسم الكامل", "الجنس", "تاريخ الازدياد", "الجنسية", "الهاتف", "الحاجة", "الموافقة", "التاريخ")
DAYS_AGO = 2


def upload_registers(story):
    """One by each receptionist; ``action_preview`` says who is known, who may be, and what is wrong."""
    for login, filename, rows in (
        ("reception", "portes-ouvertes.csv", _get_french_rows(story)),
        ("reception_ar", "يوم-مفتوح.csv", _get_arabic_rows(story)),
    ):
        imports = story.env["hub.register.import"].with_user(story.staff[login])
        imports = imports.with_context(lang=imports.env.user.lang)  # what it says is stored
        # Under the user's own rights: whoever uploads a register owns it.
        register = imports.create(
            {"filename": filename, "file": _write_csv(rows), "program_id": story.programs["work"].id}
        )
        register.action_preview()


def _write_csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return base64.b64encode(text.getvalue().encode())


def _get_french_rows(story):
    day, known = _get_day(story), story.persons["khadija"]
    born = known.birthdate.strftime("%d/%m/%Y")
    return [
        HEADINGS_FR,
        ("Ouazzani", "Khadija", "F", born, "Marocaine", known.phone, "Emploi", "oui", day),
        ("Gueye", "Cheikh", "M", "", "Sénégalaise", story.persons["cheikh"].phone, "Emploi", "oui", day),
        ("Tahiri", "Bouchra", "F", "14/02/1999", "Marocaine", "06 00 00 00 81", "Cours d'informatique", "oui", day),
        ("Touré", "Ismaël", "M", "03/09/1994", "Guinéenne", "06 00 00 00 82", "Emploi", "non", day),
        ("Diop", "Ndèye", "F", "1987", "Sénégalaise", "06 00", "Création d'entreprise", "", day),
        ("", "", "F", "21/06/2001", "Marocaine", "06 00 00 00 84", "Stage", "oui", day),
    ]


def _get_arabic_rows(story):
    day = _get_day(story)
    return [
        HEADINGS_AR,
        ("مريم الزهراوي", "أنثى", "", "مغربية", story.persons["meryem"].phone, "شغل", "نعم", day),
        ("سعاد التازي", "أنثى", "12/11/1990", "مغربية", "06 00 00 00 85", "شغل", "نعم", day),
        ("حسن اليوسفي", "ذكر", "1975", "سورية", "06 00 00 00 86", "مقاولة", "لا", day),
        ("أمينة", "أنثى", "31/02/1998", "مغربية", "06 00 00 00 87", "تكوين", "نعم", day),
    ]


def _get_day(story):
    return story.clock.days_ago(DAYS_AGO).strftime("%d/%m/%Y")
