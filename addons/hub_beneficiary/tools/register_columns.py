"""Which column of a register is what: headings in French, Arabic and English. No ORM."""

import re

from .names import clean, fold

#: What a column can mean → the headings that say so (compared folded).
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": (
        "n",
        "no",
        "num",
        "numero",
        "n ordre",
        "n d ordre",
        "number",
        "#",
        "رقم",
        "الرقم",
        "ر ت",
        "الرقم الترتيبي",
    ),
    "received_on": ("date d accueil", "date accueil", "accueil", "date de reception", "date", "recu le", "accueilli le")
    + ("reception date", "received on", "date received", "تاريخ الاستقبال", "تاريخ الإستقبال", "التاريخ"),
    "family_name": ("nom", "nom de famille", "family name", "last name", "surname", "النسب", "الاسم العائلي", "اللقب"),
    "given_name": ("prenom", "prenoms", "given name", "first name", "الاسم الشخصي", "الاسم الأول", "الإسم الشخصي"),
    "name_ar": ("nom arabe", "nom en arabe", "nom complet arabe", "arabic name", "name in arabic", "full name arabic")
    + ("الاسم الكامل", "الإسم الكامل", "الاسم بالعربية", "الاسم", "الاسم والنسب"),
    "full_name": ("nom complet", "nom et prenom", "nom prenom", "noms et prenoms", "full name", "name"),
    "sex": ("sexe", "genre", "sex", "gender", "الجنس", "النوع"),
    "birthdate": ("date de naissance", "ne le", "nee le", "ne e le", "naissance", "annee de naissance", "birth date")
    + (
        "date of birth",
        "birthdate",
        "dob",
        "born on",
        "تاريخ الازدياد",
        "تاريخ الميلاد",
        "تاريخ الولادة",
        "سنة الميلاد",
    ),
    "nationality": ("nationalite", "pays", "pays d origine", "nationality", "country", "الجنسية", "البلد", "بلد الأصل"),
    "document_type": (
        "piece",
        "type de piece",
        "piece d identite",
        "type piece",
        "document",
        "id type",
        "document type",
    )
    + ("نوع الوثيقة", "الوثيقة", "وثيقة الهوية"),
    "document_number": ("n piece", "n de piece", "numero de piece", "n cin", "no piece", "numero piece", "id number")
    + ("n de la piece", "document number", "رقم الوثيقة", "رقم البطاقة", "رقم بطاقة التعريف"),
    "document_expires": ("expire le", "date d expiration", "expiration", "validite", "valable jusqu au", "expires on")
    + ("expiry date", "expiry", "expires", "valid until", "تاريخ الانتهاء", "صالحة إلى", "تاريخ انتهاء الصلاحية"),
    "phone": ("telephone", "tel", "gsm", "portable", "mobile", "n telephone", "n de telephone", "numero de telephone")
    + ("phone", "phone number", "الهاتف", "رقم الهاتف", "الهاتف النقال"),
    "email": ("e mail", "email", "mail", "courriel", "adresse e mail", "adresse email", "البريد الإلكتروني", "البريد"),
    "city": ("ville", "commune", "city", "town", "المدينة", "الجماعة"),
    "region": ("region", "الجهة", "جهة"),
    "category": ("categorie", "categories", "category", "statut", "الفئة", "الصنف"),
    "household": (
        "famille",
        "menage",
        "n famille",
        "code famille",
        "household",
        "family",
        "الأسرة",
        "العائلة",
        "رقم الأسرة",
    ),
    "role": ("lien", "lien de parente", "lien familial", "relation", "role", "relationship", "القرابة", "صلة القرابة"),
    "need": ("besoin", "besoins", "demande", "need", "needs", "request", "الحاجة", "الطلب", "الاحتياج"),
    "orientation": ("oriente vers", "orientee vers", "oriente e vers", "orientation", "oriented to", "referred to")
    + ("موجه إلى", "التوجيه", "وجه إلى"),
    "consent": ("consentement", "accord", "consent", "الموافقة", "موافقة"),
    "remark": ("remarque", "remarques", "observation", "observations", "note", "notes", "commentaire", "commentaires")
    + ("remark", "remarks", "comment", "comments", "ملاحظة", "ملاحظات"),
}
#: A row without any of these has no name.
NAME_COLUMNS = ("given_name", "family_name", "name_ar", "full_name")


def _heading(text: object) -> str:
    """A heading as it is compared: apostrophes, degree signs and what stands in brackets at the end do not count.

    >>> _heading("N° de pièce"), _heading("Date d’accueil"), _heading("Expire le (date)"), _heading("E-mail")
    ('n de piece', 'date d accueil', 'expire le', 'e mail')
    """
    text = re.sub(r"['’‘°º]", " ", clean(text))
    return fold(re.sub(r"\s*\([^)]*\)\s*$", "", text)) or fold(text)


_FIELD_OF_HEADING = {_heading(heading): field for field, headings in COLUMNS.items() for heading in headings}


def recognise(heading: object) -> str | None:
    """What a column with this heading holds, or None. A heading in two languages counts by either.

    >>> recognise("N°"), recognise("Nom"), recognise("الاسم الكامل"), recognise("Family name"), recognise("Couleur")
    ('number', 'family_name', 'name_ar', 'family_name', None)
    >>> recognise("Sexe / الجنس"), recognise("Téléphone"), recognise("Né(e) le")
    ('sex', 'phone', 'birthdate')
    """
    for part in (heading, *re.split(r"\s*[/|\n]\s*", str(heading or ""))):
        folded = _heading(part)
        if folded and folded in _FIELD_OF_HEADING:
            return _FIELD_OF_HEADING[folded]
    return None


def recognise_all(headings: list[object]) -> dict[int, str]:
    """The meaning of each column (0-based), the first of its kind winning.

    >>> recognise_all(["Nom", "Prénom", "?", "Nom"])
    {0: 'family_name', 1: 'given_name'}
    """
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        field = recognise(heading)
        if field and field not in found.values():
            found[place] = field
    return found
