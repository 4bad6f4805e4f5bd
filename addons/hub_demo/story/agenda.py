"""Appointments of today and the days around it, what is due and overdue, and what staff wrote."""

from datetime import timedelta

from odoo.fields import Command

KARIM, HOUDA, RECEPTION, RECEPTION_AR = "counsellor", "counsellor2", "reception", "reception_ar"
# person, days from today, time, with whom, minutes
APPOINTMENTS = [
    ("serge", -12, "10:00", KARIM, 45),
    ("meryem", -9, "11:00", HOUDA, 45),
    ("hajar", -6, "09:30", HOUDA, 30),
    ("fanta", -5, "15:00", KARIM, 30),
    ("rana", -2, "10:00", HOUDA, 30),
    ("naima", 0, "09:00", HOUDA, 30),
    ("aminata", 0, "09:30", KARIM, 45),
    ("cheikh", 0, "11:00", KARIM, 30),
    ("fatima_zahra", 0, "14:00", HOUDA, 30),
    ("hadja", 0, "16:30", KARIM, 45),
    ("mariama", 1, "10:00", KARIM, 45),
    ("sidi", 1, "11:30", HOUDA, 30),
    ("ousmane", 2, "09:30", KARIM, 45),
    ("mint_sidi", 2, "11:00", HOUDA, 60),
    ("clarisse", 2, "14:30", HOUDA, 60),
    ("alpha", 3, "10:00", KARIM, 30),
    ("soufiane", 4, "11:00", KARIM, 45),
    ("adjoua", 8, "15:00", KARIM, 60),
    ("imane", 9, "10:30", HOUDA, 30),
]
# person, days from today (negative: overdue), whose, what to do
ACTIVITIES = [
    ("thierno", -15, KARIM, "Rappeler : sans nouvelles depuis l'entretien"),
    ("lahcen", -8, HOUDA, "الاتصال بالتعاون الوطني بشأن الملف"),
    ("hajar", -3, HOUDA, "طلب نسخة محدثة من السيرة الذاتية"),
    ("ousmane", -2, KARIM, "Relancer l'atelier de menuiserie"),
    ("kadiatou", -1, KARIM, "Trouver une interprète en bambara"),
    ("zineb", 0, HOUDA, "تأكيد التسجيل في دورة المعلوميات"),
    ("awa", 0, KARIM, "Préparer l'entretien avec l'atelier de couture"),
    ("cheikh", 1, KARIM, "Vérifier le récépissé avant l'entretien"),
    ("affoue", 2, KARIM, "Envoyer le dossier à l'incubateur"),
    ("othmane", 4, HOUDA, "متابعة الحضور في الدورة"),
    ("serge", 6, KARIM, "Point à six mois"),
    ("lahcen", -6, RECEPTION, "Demander le consentement"),
    ("ousmane", -1, RECEPTION, "Demander le consentement"),
    ("alpha", 0, RECEPTION, "Demander le consentement"),
    ("naima", -4, RECEPTION_AR, "طلب الموافقة على معالجة المعطيات"),
    ("mariama", 1, RECEPTION_AR, "طلب الموافقة على معالجة المعطيات"),
    ("hadja", 1, RECEPTION, "Demander le consentement"),
]
# person, days ago, who wrote, what
NOTES = [
    ("rachid", 290, KARIM, "A commencé aux Ateliers du Bouregreg, équipe de jour."),
    ("samer", 210, HOUDA, "بدأ العمل في ورشة للنجارة بسلا، وهو راض."),
    ("nabila", 25, RECEPTION, "Demande par téléphone que ses données ne soient plus utilisées."),
    ("saliou", 60, HOUDA, "ثلاث مكالمات دون جواب، والعنوان القديم لم يعد صالحا."),
    ("khadija", 312, HOUDA, "تم إيواؤها مع طفليها في اليوم نفسه."),
    ("moussa", 250, KARIM, "Certificat du cours d'informatique obtenu."),
    ("mint_sidi", 40, HOUDA, "دراسة السوق جاهزة، ينقص مخطط التمويل."),
    ("serge", 12, KARIM, "Deux entretiens passés, réponse attendue la semaine prochaine."),
    ("mohamad", 70, HOUDA, "رخصة المطعم قيد الدراسة لدى الجماعة."),
    ("fanta", 5, KARIM, "Un salon à Salé propose un essai de trois jours."),
    ("brice", 0, KARIM, "Entretien en cours : deuxième projet, le premier emploi se termine."),
]


def create_appointments(story):
    """Nobody is invited or mailed: the person is told by the channel she prefers."""
    events = story.env["calendar.event"].with_context(no_mail_to_attendees=True, dont_notify=True)
    created = events.create([_prepare_appointment_vals(story, row) for row in APPOINTMENTS])
    story.appointments = {key: event for (key, *_rest), event in zip(APPOINTMENTS, created, strict=True)}


def _prepare_appointment_vals(story, appointment):
    key, days, time, login, minutes = appointment
    clock = story.clock
    start = clock.at(clock.days_ago(-days) if days < 0 else clock.next_open_day(days), time)
    return {
        "hub_beneficiary_id": story.persons[key].id,
        "hub_request_id": story.requests[key].id,
        "user_id": story.staff[login].id,
        "partner_ids": [Command.set(story.staff[login].partner_id.ids)],
        "start": start,
        "stop": start + timedelta(minutes=minutes),
    }


def create_activities(story):
    activities = story.env["mail.activity"].with_context(mail_activity_quick_update=True)
    activities.create(
        [
            {
                "res_model_id": story.env["ir.model"]._get_id("hub.beneficiary"),
                "res_id": story.persons[key].id,
                "activity_type_id": story.id("mail.mail_activity_data_todo"),
                "date_deadline": story.clock.in_days(days),
                "user_id": story.staff[login].id,
                "summary": summary,
            }
            for key, days, login, summary in ACTIVITIES
        ]
    )


def post_notes(story):
    """Internal notes, on the day on which they were written."""
    clock = story.clock
    for key, days, login, body in NOTES:
        story.persons[key].message_post(
            body=body,
            author_id=story.staff[login].partner_id.id,
            subtype_xmlid="mail.mt_note",
            date=clock.at(clock.days_ago(days), "16:10") if days else clock.minutes_ago(20),
        )
