"""The words that registers use for sex, documents, needs, … in French, Arabic and English. No ORM."""

import re
from collections.abc import Mapping

from .names import clean, fold

SEXES = {
    "female": (
        "f",
        "femme",
        "feminin",
        "fille",
        "mme",
        "mlle",
        "female",
        "woman",
        "girl",
        "أنثى",
        "امرأة",
        "بنت",
        "مؤنث",
    ),
    "male": ("m", "h", "homme", "masculin", "garcon", "mr", "male", "man", "boy", "ذكر", "رجل", "ولد", "مذكر"),
    "other": ("autre", "other", "آخر", "أخرى"),
    "undisclosed": ("non declare", "undisclosed", "prefere ne pas dire", "غير مصرح به"),
}
DOCUMENT_TYPES = {
    "cin": ("cin", "cnie", "cni", "carte nationale", "carte d identite", "carte nationale d identite", "id card")
    + ("identity card", "national id", "البطاقة الوطنية", "بطاقة التعريف", "بطاقة التعريف الوطنية", "البطاقة"),
    "residence_card": ("carte de residence", "residence card", "بطاقة الإقامة"),
    "registration_card": ("carte d immatriculation", "carte de sejour", "titre de sejour", "registration card")
    + ("residence permit", "بطاقة التسجيل", "سند الإقامة"),
    "receipt": ("recepisse", "recu", "receipt", "وصل", "توصيل", "وصل الإيداع"),
    "passport": ("passeport", "passport", "pass", "جواز السفر", "جواز سفر"),
    "other": ("autre", "other", "أخرى", "آخر"),
}
CONSENTS = {
    "granted": (
        "oui",
        "o",
        "x",
        "yes",
        "y",
        "ok",
        "1",
        "vrai",
        "true",
        "accord",
        "signe",
        "signee",
        "نعم",
        "موافق",
        "موافقة",
    ),
    "refused": ("non", "n", "no", "0", "faux", "false", "refus", "refuse", "refusee", "لا", "رفض", "غير موافق"),
}
NEEDS = {
    "employment": ("emploi", "travail", "job", "employment", "work", "شغل", "عمل", "العمل", "البحث عن عمل"),
    "internship": ("stage", "internship", "تدريب", "فترة تدريب"),
    "computer_course": (
        "formation informatique",
        "informatique",
        "formation",
        "cours d informatique",
        "computer course",
    )
    + ("computer course", "تكوين", "تكوين معلوماتي", "معلوميات", "التكوين في المعلوميات"),
    "enterprise": ("creation d entreprise", "entreprise", "projet", "auto emploi", "enterprise", "business", "مشروع")
    + ("إنشاء مقاولة", "مقاولة", "إحداث مقاولة"),
    "social_help": ("aide sociale", "aide sociale orientation externe", "social help", "مساعدة اجتماعية", "مساعدة"),
    "orientation": ("orientation", "information", "توجيه", "استقبال وتوجيه"),
}
ORIENTATIONS = {
    "employment_desk": (
        "guichet emploi",
        "guichet de l emploi",
        "emploi",
        "employment desk",
        "شباك العمل",
        "شباك الشغل",
    ),
    "incubator": ("incubateur", "incubation", "incubator", "حاضنة", "الحاضنة"),
    "training": ("formation", "formation informatique", "training", "تكوين", "التكوين"),
    "referral": (
        "orientation externe",
        "externe",
        "partenaire",
        "referral",
        "external referral",
        "إحالة",
        "توجيه خارجي",
    ),
}
CATEGORIES = {
    "youth": ("jeune", "jeunes", "jeunesse", "youth", "young", "شاب", "شباب", "شابة"),
    "regular_migrant": ("migrant regulier", "migrante reguliere", "migrant", "regular migrant", "مهاجر نظامي")
    + ("مهاجر في وضعية قانونية", "مهاجر"),
    "migrant_family": ("famille migrante", "famille de migrants", "migrant family", "أسرة مهاجرة", "عائلة مهاجرة"),
    "job_seeker": ("demandeur d emploi", "chercheur d emploi", "job seeker", "باحث عن عمل"),
    "project_holder": ("porteur de projet", "porteuse de projet", "project holder", "حامل مشروع"),
}
ROLES = {
    "head": ("chef", "chef de famille", "chef de menage", "cheffe", "head", "رب الأسرة", "ربة الأسرة", "رب أسرة"),
    "spouse": ("conjoint", "conjointe", "conjoint e", "epoux", "epouse", "mari", "femme", "spouse", "زوج", "زوجة"),
    "child": ("enfant", "fils", "fille", "child", "son", "daughter", "ابن", "ابنة", "طفل", "طفلة"),
    "parent": ("parent", "pere", "mere", "father", "mother", "أب", "أم", "والد", "والدة"),
    "sibling": ("frere", "soeur", "sibling", "brother", "sister", "أخ", "أخت"),
    "other": ("autre", "other", "آخر"),
}
#: Names of nationalities and countries that a country's own name does not give, by ISO code.
DEMONYMS = {
    "MA": ("maroc", "marocain", "marocaine", "moroccan", "morocco", "مغربي", "مغربية", "المغرب"),
    "DZ": ("algerie", "algerien", "algerienne", "algerian", "جزائري", "جزائرية", "الجزائر"),
    "TN": ("tunisie", "tunisien", "tunisienne", "tunisian", "تونسي", "تونسية", "تونس"),
    "MR": ("mauritanie", "mauritanien", "mauritanienne", "mauritanian", "موريتاني", "موريتانية", "موريتانيا"),
    "SN": ("senegal", "senegalais", "senegalaise", "senegalese", "سنغالي", "سنغالية", "السنغال"),
    "ML": ("mali", "malien", "malienne", "malian", "مالي", "مالية"),
    "GN": ("guinee", "guinee conakry", "guineen", "guineenne", "guinean", "غيني", "غينية", "غينيا"),
    "CI": ("cote d ivoire", "ivoirien", "ivoirienne", "ivorian", "ivory coast", "إيفواري", "إيفوارية", "ساحل العاج"),
    "CM": ("cameroun", "camerounais", "camerounaise", "cameroonian", "كاميروني", "كاميرونية", "الكاميرون"),
    "CG": ("congo", "congo brazzaville", "congolais", "congolaise", "congolese", "كونغولي", "كونغولية", "الكونغو"),
    "CD": ("rdc", "congo kinshasa", "republique democratique du congo", "الكونغو الديمقراطية"),
    "GA": ("gabon", "gabonais", "gabonaise", "gabonese", "غابوني", "غابونية"),
    "NG": ("nigeria", "nigerian", "nigeriane", "نيجيري", "نيجيرية", "نيجيريا"),
    "NE": ("niger", "nigerien", "nigerienne", "النيجر"),
    "BF": ("burkina", "burkina faso", "burkinabe", "بوركينابي", "بوركينا فاسو"),
    "GM": ("gambie", "gambien", "gambienne", "gambian", "غامبي", "غامبية"),
    "TG": ("togo", "togolais", "togolaise", "togolese", "توغولي", "توغولية"),
    "BJ": ("benin", "beninois", "beninoise", "beninese", "بنيني", "بنينية"),
    "GH": ("ghana", "ghaneen", "ghaneenne", "ghanaian", "غاني", "غانية"),
    "LR": ("liberia", "liberien", "liberienne", "liberian", "ليبيري", "ليبيرية"),
    "SL": ("sierra leone", "sierra leonais", "سيراليون", "سيراليوني"),
    "TD": ("tchad", "tchadien", "tchadienne", "chadian", "تشادي", "تشادية", "تشاد"),
    "CF": ("centrafrique", "centrafricain", "centrafricaine", "أفريقيا الوسطى"),
    "SD": ("soudan", "soudanais", "soudanaise", "sudanese", "سوداني", "سودانية", "السودان"),
    "SY": ("syrie", "syrien", "syrienne", "syrian", "سوري", "سورية", "سوريا"),
    "YE": ("yemen", "yemenite", "yemeni", "يمني", "يمنية", "اليمن"),
    "IQ": ("irak", "irakien", "irakienne", "iraqi", "عراقي", "عراقية", "العراق"),
    "PS": ("palestine", "palestinien", "palestinienne", "palestinian", "فلسطيني", "فلسطينية", "فلسطين"),
    "LY": ("libye", "libyen", "libyenne", "libyan", "ليبي", "ليبية", "ليبيا"),
    "EG": ("egypte", "egyptien", "egyptienne", "egyptian", "مصري", "مصرية", "مصر"),
    "FR": ("france", "francais", "francaise", "french", "فرنسي", "فرنسية", "فرنسا"),
    "ES": ("espagne", "espagnol", "espagnole", "spanish", "إسباني", "إسبانية", "إسبانيا"),
    "PH": ("philippines", "philippin", "philippine", "filipino", "filipina", "فلبيني", "فلبينية"),
    "HT": ("haiti", "haitien", "haitienne", "haitian", "هايتي", "هايتية"),
    "ET": ("ethiopie", "ethiopien", "ethiopienne", "ethiopian", "إثيوبي", "إثيوبية", "إثيوبيا"),
    "ER": ("erythree", "erythreen", "erythreenne", "eritrean", "إريتري", "إريترية", "إريتريا"),
    "SO": ("somalie", "somalien", "somalienne", "somali", "صومالي", "صومالية", "الصومال"),
    "SS": ("soudan du sud", "sud soudanais", "sud soudanaise", "south sudanese", "جنوب السودان"),
    "DJ": ("djibouti", "djiboutien", "djiboutienne", "djiboutian", "جيبوتي", "جيبوتية"),
    "RW": ("rwanda", "rwandais", "rwandaise", "rwandan", "رواندي", "رواندية", "رواندا"),
    "BI": ("burundi", "burundais", "burundaise", "burundian", "بوروندي", "بوروندية"),
    "AO": ("angola", "angolais", "angolaise", "angolan", "أنغولي", "أنغولية", "أنغولا"),
    "KE": ("kenya", "kenyan", "kenyane", "كيني", "كينية", "كينيا"),
    "UG": ("ouganda", "ougandais", "ougandaise", "ugandan", "أوغندي", "أوغندية", "أوغندا"),
    "GQ": ("guinee equatoriale", "equatoguineen", "equatoguineenne", "غينيا الاستوائية"),
    "GW": ("guinee bissau", "bissau guineen", "bissau guineenne", "غينيا بيساو"),
    "CV": ("cap vert", "cap verdien", "cap verdienne", "capverdien", "capverdienne", "الرأس الأخضر"),
    "KM": ("comores", "comorien", "comorienne", "comorian", "قمري", "جزر القمر"),
    "MG": ("madagascar", "malgache", "malagasy", "مدغشقر"),
    "LB": ("liban", "libanais", "libanaise", "lebanese", "لبناني", "لبنانية", "لبنان"),
    "JO": ("jordanie", "jordanien", "jordanienne", "jordanian", "أردني", "أردنية", "الأردن"),
    "TR": ("turquie", "turc", "turque", "turkish", "تركي", "تركية", "تركيا"),
    "AF": ("afghanistan", "afghan", "afghane", "أفغاني", "أفغانية", "أفغانستان"),
    "PK": ("pakistan", "pakistanais", "pakistanaise", "pakistani", "باكستاني", "باكستانية", "باكستان"),
    "BD": ("bangladesh", "bangladais", "bangladaise", "bangladeshi", "بنغلاديشي", "بنغلاديشية", "بنغلاديش"),
    "IN": ("inde", "indien", "indienne", "indian", "هندي", "هندية", "الهند"),
    "LK": ("sri lanka", "sri lankais", "sri lankaise", "sri lankan", "سريلانكي", "سريلانكية", "سريلانكا"),
    "CN": ("chine", "chinois", "chinoise", "chinese", "صيني", "صينية", "الصين"),
    "UA": ("ukraine", "ukrainien", "ukrainienne", "ukrainian", "أوكراني", "أوكرانية", "أوكرانيا"),
    "IT": ("italie", "italien", "italienne", "italian", "إيطالي", "إيطالية", "إيطاليا"),
    "PT": ("portugal", "portugais", "portugaise", "portuguese", "برتغالي", "برتغالية", "البرتغال"),
    "CO": ("colombie", "colombien", "colombienne", "colombian", "كولومبي", "كولومبية", "كولومبيا"),
    "BR": ("bresil", "bresilien", "bresilienne", "brazilian", "برازيلي", "برازيلية", "البرازيل"),
}


def folded_table(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Each folded word of a table → its code.

    >>> folded_table({"female": ("Femme", "أنثى")}) == {"female": "female", "femme": "female", fold("انثى"): "female"}
    True
    """
    words = {fold(code.replace("_", " ")): code for code in table}
    for code, spellings in table.items():
        for spelling in spellings:
            words.setdefault(fold(spelling), code)
    return words


_TABLES = {
    name: folded_table(table)
    for name, table in {
        "sex": SEXES,
        "document_type": DOCUMENT_TYPES,
        "consent": CONSENTS,
        "need": NEEDS,
        "orientation": ORIENTATIONS,
        "category": CATEGORIES,
        "role": ROLES,
        "nationality": DEMONYMS,
    }.items()
}


def read_word(table: str, value: object, extra: Mapping[str, str] | None = None) -> tuple[str | None, str | None]:
    """The code of a word in one of the tables (or in ``extra``, folded word → code), and the problem.

    >>> read_word("sex", "Femme"), read_word("sex", "ذكر"), read_word("sex", "3"), read_word("sex", "")
    (('female', None), ('male', None), (None, 'unknown_word'), (None, None))
    >>> read_word("consent", "NON"), read_word("consent", "x"), read_word("role", "conjoint(e)")
    (('refused', None), ('granted', None), ('spouse', None))
    >>> read_word("document_type", "Carte d'immatriculation"), read_word("need", "Création d’entreprise")
    (('registration_card', None), ('enterprise', None))
    """
    folded = fold(value).strip()
    # "d'entreprise" folds to "dentreprise": the tables are written with a space, people write an apostrophe
    spaced = fold(re.sub(r"(?i)\b([dl])['’]", r"\1 ", clean(value)))
    if not folded:
        return None, None
    for words in (_TABLES.get(table, {}), extra or {}):
        code = words.get(folded) or words.get(spaced)
        if code:
            return code, None
    return None, "unknown_word"


def read_country(value: object, names: Mapping[str, str] | None = None) -> tuple[str | None, str | None]:
    """The ISO code of a nationality; ``names`` gives folded country names and codes → ISO code.

    >>> read_country("ML", {"ml": "ML"}), read_country("Marocaine"), read_country("سنغالية"), read_country("Atlantide")
    (('ML', None), ('MA', None), ('SN', None), (None, 'unknown_country'))
    >>> read_country("Haïtienne"), read_country("Sud-soudanais")
    (('HT', None), ('SS', None))
    """
    code, problem = read_word("nationality", value, names)
    return code, "unknown_country" if problem else None
