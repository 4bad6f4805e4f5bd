"""Names of several origins, each with the ways in which clerks write it. For generated registers only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Where the people of a register come from: given names of women and men, families, nationality."""

    code: str
    nationality: str
    women: tuple[tuple[str, ...], ...]
    men: tuple[tuple[str, ...], ...]
    families: tuple[tuple[str, ...], ...]


def _names(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(part.strip() for part in name.split("/")) for name in text.split(","))


_ALL = (
    Origin(
        "west_africa",
        "ML",
        _names(
            "Fatoumata/Fatoumatou/فاتوماتا, Aminata/Aminatou/أميناتا,"
            " Mariama/Mariam/مارياما, Kadiatou/Kadiatu/كادياتو,"
            "Awa/Hawa/حواء, Oumou/Umu/أومو, Ramatoulaye/Ramatulai/رحمة الله,"
            " Djeneba/Jeneba/جنيبا, Binta/Bintou/بينتا,"
            "Assetou/Asseta/أسيتو, Rokia/Rokiatou/روكيا, Sira/Sirah/سيرا, Nafissatou/Nafisatou/نفيساتو"
        ),
        _names(
            "Mamadou/Mamadu/مامادو, Ousmane/Usman/عثمان, Boubacar/Bubacar/بوبكر, Ibrahima/Ibrahim/إبراهيم,"
            "Abdoulaye/Abdulai/عبد الله, Souleymane/Suleiman/سليمان, Cheikh/Sheikh/شيخ, Moussa/Musa/موسى,"
            "Alassane/Alasan/الحسن, Amadou/Ahmadou/أمادو, Issa/Isa/عيسى, Yaya/Yahya/يحيى, Seydou/Seidou/سيدو"
        ),
        _names(
            "Diallo/Jallow/ديالو, Traoré/Traore/تراوري, Coulibaly/Koulibaly/كوليبالي, Keita/Keïta/كيتا,"
            "Touré/Toure/توري, Konaté/Konate/كوناتي, Sow/Sô/سو, Bah/Ba/باه, Cissé/Cisse/سيسي, Sidibé/Sidibe/سيديبي,"
            "Barry/Barri/باري, Dembélé/Dembele/ديمبيلي, N'Diaye/Ndiaye/نداي, Diop/Jobe/ديوب"
        ),
    ),
    Origin(
        "central_africa",
        "CM",
        _names(
            "Marie-Claire/Marie Claire, Chantal/Chantale, Béatrice/Beatrice,"
            " Solange/Solanges, Grâce/Grace, Esther/Ester,"
            "Clarisse/Clarice, Mireille/Mireil, Nadège/Nadege, Pauline/Paulyne, Brigitte/Brigit, Odette/Odet"
        ),
        _names(
            "Jean-Pierre/Jean Pierre, Emmanuel/Emanuel, Christophe/Kristof, Serge/Serges, Thierry/Thiery, Guy/Gui,"
            "Gaston/Gastone, Patrice/Patris, Blaise/Blaize, Joseph/Josef, Dieudonné/Dieudonne, Fabrice/Fabris"
        ),
        _names(
            "Mbarga/M'Barga, Nguema/N'Guema, Ngo Bum/Ngobum, Mbappé/Mbappe, Essomba/Esomba, Atangana/Atanganna,"
            "Kabongo/Kabongho, Ilunga/Ilounga, Tshimanga/Chimanga, Mukendi/Moukendi, Ondo/Ondoh, Biyogo/Biyogho"
        ),
    ),
    Origin(
        "syria_yemen",
        "SY",
        _names(
            "Rasha/Racha/رشا, Nour/Noor/نور, Hiba/Heba/هبة, Ghada/Rhada/غادة, Layla/Leila/ليلى, Rania/Ranya/رانيا,"
            "Samar/Summar/سمر, Abeer/Abir/عبير, Yasmin/Yasmine/ياسمين,"
            " Suha/Souha/سهى, Arwa/Aroua/أروى, Bilqis/Balqees/بلقيس"
        ),
        _names(
            "Ahmad/Ahmed/أحمد, Mahmoud/Mahmud/محمود, Mustafa/Moustafa/مصطفى, Khaled/Khalid/خالد, Tareq/Tarik/طارق,"
            "Hussein/Hussain/حسين, Hassan/Hasan/حسن, Yahya/Yehia/يحيى, Ziad/Ziyad/زياد, Anas/Aness/أنس,"
            "Abdulrahman/Abdel Rahman/عبد الرحمن, Ali/Aly/علي, Nasser/Naser/ناصر"
        ),
        _names(
            "Al Hamwi/El Hamoui/الحموي, Al Masri/Elmasri/المصري, Haddad/Hadad/حداد, Al Halabi/Halabi/الحلبي,"
            "Al Shami/Chami/الشامي, Qasim/Kassem/قاسم, Saleh/Salih/صالح,"
            " Al Khatib/El Khatib/الخطيب, Najjar/Nadjar/نجار,"
            "Al Yamani/Yamani/اليماني, Darwish/Darwich/درويش, Al Omari/Omari/العمري"
        ),
    ),
    Origin(
        "amazigh",
        "MA",
        _names(
            "Itto/Ittou/إيطو, Tifawt/Tifaout/تيفاوت, Fadma/Fatma/فاضمة,"
            " Tlaytmas/Tlaitmas/تلايتماس, Yamna/Iamna/يامنة,"
            "Rqia/Rkia/رقية, Aicha/Aïcha/عائشة, Zahra/Zehra/زهرة,"
            " Mina/Minna/مينة, Hnia/Hania/هنية, Kelthoum/Keltoum/كلثوم"
        ),
        _names(
            "Lahcen/Lahsen/الحسن, Lhoussain/Lhoucine/الحسين,"
            " Brahim/Ibrahim/إبراهيم, Moha/Mouha/موحى, Hammou/Hamou/حمو,"
            "Aissa/Issa/عيسى, Idder/Ider/يدر, Ali/Aly/علي, Bassou/Basou/باسو,"
            " Moulay/Mulay/مولاي, M'hamed/Mhamed/امحمد,"
            "Said/Saïd/سعيد, Omar/Aomar/عمر"
        ),
        _names(
            "Ait Taleb/Aït Taleb/أيت طالب, Ait Ali/Aitali/أيت علي, Ouhammou/Uhammou/أوحمو, Oulahcen/Oulahsen/أولحسن,"
            "Amghar/Amrhar/أمغار, Boukhriss/Bukhris/بوخريص, Azzouzi/Azouzi/عزوزي, Ouchen/Ouchene/أوشن,"
            "Id Bihi/Idbihi/إد بيهي, Tazi/Attazi/التازي, Oubella/Ubella/أوبلا, Agnaou/Aguenaou/أكناو"
        ),
    ),
    Origin(
        "sudan",
        "SD",
        _names(
            "Amna/Amnah/آمنة, Hawa/Hawwa/حواء, Sittana/Sitana/ستنا, Ikhlas/Ekhlas/إخلاص, Manahil/Manahel/مناهل,"
            "Zeinab/Zainab/زينب, Nafisa/Nafissa/نفيسة, Tahani/Tehani/تهاني, Igbal/Iqbal/إقبال, Samia/Samya/سامية"
        ),
        _names(
            "Osman/Othman/عثمان, Elfatih/Al Fatih/الفاتح, Bakri/Bakry/بكري,"
            " Eltayeb/Al Tayeb/الطيب, Hashim/Hachem/هاشم,"
            "Mubarak/Moubarak/مبارك, Ismail/Ismaël/إسماعيل, Adam/Adem/آدم, Yousif/Youssef/يوسف, Khidir/Khider/خضر,"
            "Salah/Saleh/صلاح"
        ),
        _names(
            "Mohamed Ahmed/Mohammed Ahmed/محمد أحمد,"
            " Abdalla Osman/Abdallah Osman/عبد الله عثمان, Ibrahim Adam/Ibrahim Adem/إبراهيم آدم,"
            "Hassan Ali/Hasan Ali/حسن علي, Elsheikh/Al Sheikh/الشيخ,"
            " Abdelrahim/Abdul Rahim/عبد الرحيم, Idris/Idriss/إدريس,"
            "Haroun/Harun/هارون, Abakar/Abaker/أبكر, Musa Ali/Moussa Ali/موسى علي, Bashir/Bachir/بشير"
        ),
    ),
    Origin(
        "haiti",
        "HT",
        _names(
            "Marie-Ange/Marie Ange, Guerline/Gerline, Nadine/Nadyne,"
            " Wideline/Widline, Fabiola/Fabyola, Rose-Laure/Rose Laure,"
            "Mirlande/Mirland, Roseline/Roselyne, Ketly/Kettly, Yolande/Yoland, Sherline/Cherline"
        ),
        _names(
            "Jean-Baptiste/Jean Baptiste, Wilner/Willner, Frantz/Franz, Jacques/Jaques, Evens/Evans, Stanley/Stanly,"
            "Ricardo/Rikardo, Wislin/Wisline, Fritz/Frits, Reginald/Réginald, Junior/Junyor"
        ),
        _names(
            "Pierre-Louis/Pierre Louis, Joseph/Josef, Charles/Charle,"
            " Toussaint/Tousaint, Désir/Desir, Saint-Fleur/Saint Fleur,"
            "Augustin/Ogustin, Dorvil/Dorville, Estimé/Estime, Louissaint/Louisaint, Cadet/Kadet, Métellus/Metelus"
        ),
    ),
    Origin(
        "philippines",
        "PH",
        _names(
            "Maria Teresa/Ma. Teresa, Rosario/Rozario, Cristina/Christina,"
            " Jocelyn/Joselyn, Maricel/Marycel, Analyn/Annalyn,"
            "Luzviminda/Luzbiminda, Imelda/Emelda, Rowena/Rowina, Marites/Maritess, Corazon/Corason"
        ),
        _names(
            "Jose/José, Rodrigo/Rodrygo, Reynaldo/Renaldo, Ferdinand/Ferdinan,"
            " Benigno/Beningo, Efren/Ephren, Danilo/Danillo,"
            "Arnel/Arnell, Jericho/Jerico, Romeo/Rommeo, Crisanto/Chrisanto"
        ),
        _names(
            "Dela Cruz/De la Cruz, Reyes/Reyez, Santos/Santoz,"
            " Bautista/Baustista, Villanueva/Vilanueva, Macapagal/Makapagal,"
            "Ramos/Rammos, Aquino/Akino, Mendoza/Mendosa, Garcia/Garzia, Pangilinan/Panguilinan"
        ),
    ),
    Origin(
        "arabic_only",
        "YE",
        _names(
            "فاطمة/فاطمه, عائشة/عايشة, مريم, خديجة/خديجه, أسماء/اسماء, هند,"
            " بلقيس, أروى/اروى, نجلاء/نجلا, سعاد, ابتسام/إبتسام"
        ),
        _names(
            "محمد/محمّد, أحمد/احمد, علي/على, صالح, عبد الله/عبدالله, حسن, حسين,"
            " ناصر, عبد الرحمن/عبدالرحمن, يحيى/يحيي, طه"
        ),
        _names(
            "الحداد/حداد, الصنعاني/صنعاني, العولقي, باعباد/با عباد, الشامي,"
            " المقطري, الزبيدي, القاضي, بن سالم/بنسالم, الأهدل/الاهدل"
        ),
    ),
    Origin(
        "france",
        "FR",
        _names(
            "Sophie/Sofie, Anaïs/Anais, Chloé/Chloe, Mathilde/Matilde,"
            " Hélène/Helene, Catherine/Katherine, Élodie/Elodie,"
            "Marie-Louise/Marie Louise, Gaëlle/Gaelle, Isabelle/Isabel, Agathe/Agate"
        ),
        _names(
            "François/Francois, Jérôme/Jerome, Philippe/Filippe, Étienne/Etienne,"
            " Mathieu/Matthieu, Loïc/Loic, Rémi/Rémy,"
            "Stéphane/Stephane, Frédéric/Frederick, Benoît/Benoit, Théo/Teo"
        ),
        _names(
            "Lefèvre/Lefebvre, Dubois/Du Bois, Le Gall/Legall, Girard/Girart,"
            " Moreau/Moro, Faure/Fauré, d'Almeida/Dalmeida,"
            "Lemaître/Lemaitre, Gauthier/Gautier, Renaud/Renault, Guérin/Guerin"
        ),
    ),
)
ORIGINS = {origin.code: origin for origin in _ALL}

#: Brothers and sisters born together whose names sound alike: (sex, one, the other).
TWINS = {
    "west_africa": (
        ("M", ("Assane", "Alassane"), ("Ousseynou", "Housseynou")),
        ("F", ("Adama",), ("Awa", "Hawa")),
        ("F", ("Hassana",), ("Hussaina",)),
    ),
    "syria_yemen": (("M", ("Hassan", "Hasan", "حسن"), ("Hussein", "Hussain", "حسين")),),
    "amazigh": (
        ("M", ("Lahcen", "Lahsen", "الحسن"), ("Lhoussain", "Lhoucine", "الحسين")),
        ("M", ("Mohamed", "محمد"), ("M'hamed", "Mhamed", "امحمد")),
    ),
    "sudan": (("M", ("Hassan", "حسن"), ("Hussein", "حسين")), ("M", ("Ahmed", "أحمد"), ("Hamid", "حامد"))),
    "arabic_only": (("M", ("حسن",), ("حسين",)),),
    "haiti": (("M", ("Jean-Claude",), ("Jean-Claudy",)), ("F", ("Marie-Ange",), ("Marie-Anne",))),
    "philippines": (("F", ("Maria Teresa",), ("Maria Theresa Joy",)),),
    "central_africa": (("F", ("Marie-Claire",), ("Marie-Clara",)),),
}
