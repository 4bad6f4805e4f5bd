import datetime

from odoo.addons.hub_beneficiary.tools.matching import Person, compare
from odoo.addons.hub_beneficiary.tools.variants import NO_VARIANTS
from odoo.tests import TransactionCase


def _pairs(text):
    return [tuple(pair.split("/")) for pair in text.split()]


#: Two given names of one sex, as parents give them to twins, or of two sexes that sound alike.
LATIN = _pairs(
    "Lena/Lana Rena/Rana Rema/Rama Dana/Dena Bassem/Bassam Salem/Salam Rami/Remi Elena/Alana Jon/Jun Papa/Baba"
    " Adam/Edem Hassan/Hussein Hassana/Hassan Karim/Karam Karim/Akram Hamid/Ahmed Nasser/Nassar Jaber/Jabbar Ema/Ama"
    " Efua/Afua Eva/Eve Amal/Amel Ines/Inas Anas/Anis Dalia/Delia Rola/Rula Amir/Emir Malak/Malek Malik/Melika"
    " Salim/Salem Zaid/Ziad Sami/Samir Samia/Samira Nadia/Nada Hatem/Hatim Mona/Mina Sira/Sara Celia/Delia Mercy/Marcy"
    " Juan/Joan Louis/Lois Omar/Amar Mohamed/Mahmoud Rosa/Rose Marie/Maria Angelo/Angela"
    " Soukaina/Sakina Fatoumata/Fatou Gueye/Gaye"
)
#: The same to the ear, where only the sex says which; it is not written in this register.
ENDINGS = _pairs(
    "Jean/Jeanne Michel/Michelle Daniel/Danielle Emmanuel/Emmanuelle Pascal/Pascale Joel/Joelle Marcel/Marcelle"
)
ARABIC = _pairs(
    "حسن/حسين باسم/بسام سالم/سليم كريم/كرم تامر/ثامر حامد/حميد راشد/رشيد ناصر/نصر عامر/عمر لينا/لانا نور/نورة زهير/ظهير"
)
ACROSS = _pairs(
    "Hassan/حسين Houcine/حسن Karim/كرم Karam/كريم Salim/سالم Salem/سليم Bassem/بسام Bassam/باسم Samir/سامر Samer/سمير"
    " Amer/عمر Omar/عامر Lana/لينا Rania/رنا Rana/رانيا Hamid/أحمد Mahmoud/محمد Mohamed/محمود Amin/أمينة"
    " Samia/سامي Majid/ماجد Rachid/راشد Nour/نورة Nadia/ندى Nasser/نصر Malak/مالك Ziad/زيد Said/سيد"
)


class TestAlikeNames(TransactionCase):
    """Twins whose names sound alike, of one household and one telephone, are never one person."""

    def _assert_never_same(self, pairs, left, right, **known):
        twin = {"birthdate": datetime.date(1996, 6, 2), "precision": "day", "phone": "+212600000000", **known}
        for table in (self.env["hub.name.variant"]._get_table(), NO_VARIANTS):
            wrong = [
                (one, other)
                for one, other in pairs
                if compare(Person.build(**twin, **left(one)), Person.build(**twin, **right(other)), table).outcome
                == "same"
            ]
            self.assertFalse(wrong)

    def test_names_in_latin_letters(self):
        def latin(name):
            return {"given": name, "family": "Khatib"}

        self._assert_never_same(LATIN, latin, latin)
        self._assert_never_same(LATIN, latin, latin, sex="male", nationality="SY", email="family@example.org")
        self._assert_never_same(ENDINGS, latin, latin)

    def test_names_in_arabic_letters(self):
        def arabic(name):
            return {"name_ar": f"{name} الخطيب"}

        self._assert_never_same(ARABIC, arabic, arabic)
        self._assert_never_same(ARABIC, arabic, arabic, sex="male", nationality="SY")

    def test_names_in_either_script(self):
        def latin(name):
            return {"given": name, "family": "Khatib"}

        def arabic(name):
            return {"name_ar": f"{name} الخطيب"}

        self._assert_never_same(ACROSS, latin, arabic)
        self._assert_never_same(ACROSS, latin, arabic, sex="male", nationality="SY")
