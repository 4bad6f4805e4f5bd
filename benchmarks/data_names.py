"""Names for the benchmarks, as a reception in Morocco hears them: a few are very frequent, most are rare.

Each name with its Arabic writing and the spellings that people bring along. What matters for a search is how often
keys meet: one man in twelve is a Mohamed, one woman in fourteen a Fatima, no family name is above one in a hundred.
"""

#: Spellings, most usual first, and the Arabic writing; the first lines are the most frequent names.
FEMALE = """
Fatima Fatma Fatema|فاطمة
Khadija Kadija Khadidja|خديجة
Fatima-Zahra Fatimazohra Fatima-Ezzahra|فاطمة الزهراء
Aicha Aïcha Aisha|عائشة
Malika|مليكة
Naima Naïma|نعيمة
Rachida|رشيدة
Nadia|نادية
Karima|كريمة
Amina Aminah|أمينة
Saida Saïda|سعيدة
Hanane Hanan|حنان
Zineb Zaineb Zaynab|زينب
Meryem Mariam Maryam Myriam|مريم
Samira|سميرة
Latifa|لطيفة
Salma Selma|سلمى
Imane Iman|إيمان
Sara Sarah|سارة
Hafida|حفيظة
Zahra Zohra|زهرة
Souad Souâd|سعاد
Asmae Asma|أسماء
Hayat|حياة
Nora Noura|نورة
Loubna Lubna|لبنى
Btissam Ibtissam|ابتسام
Ilham|إلهام
Houda Huda|هدى
Bouchra Bushra|بشرى
Laila Leila|ليلى
Najat|نجاة
Siham|سهام
Wafae Wafa|وفاء
Ghizlane|غزلان
Mina|مينة
Jamila|جميلة
Halima|حليمة
Sanae Sanaa|سناء
Hind|هند
Rabia|ربيعة
Yasmine Yassmine|ياسمين
Kenza|كنزة
Chaimae Chaima|شيماء
Oumaima|أميمة
Kawtar Kaoutar|كوثر
Ikram|إكرام
Dounia Dunia|دنيا
Hajar|هاجر
Nisrine Nesrine|نسرين
Rim|ريم
Rajae|رجاء
Touria|ثورية
Zakia|زكية
Fadoua|فدوى
Maria|ماريا
Aya|آية
Safae|صفاء
Ouafa|وفاء
Sabah|صباح
"""
MALE = """
Mohamed Mohammed Mouhamed Med|محمد
Ahmed Ahmad|أحمد
Youssef Yousef Yusuf|يوسف
Hassan|حسن
Said Saïd|سعيد
Abdellah Abdallah|عبد الله
Rachid|رشيد
Mustapha Mostafa|مصطفى
Omar|عمر
Khalid Khaled|خالد
Hamid|حميد
Brahim Ibrahim|إبراهيم
Abderrahim|عبد الرحيم
Karim|كريم
Aziz|عزيز
Hicham|هشام
Driss Idriss|إدريس
Ali|علي
Jamal|جمال
Noureddine Nourredine|نور الدين
Mehdi|المهدي
Hamza|حمزة
Ayoub|أيوب
Anas|أنس
Lahcen El-Hassan Lahssen|الحسن
Lhoussaine Houcine El-Houssine|الحسين
Abdelkader|عبد القادر
Abdelaziz|عبد العزيز
Abdelilah|عبد الإله
Mounir|منير
Nabil|نبيل
Samir|سمير
Tarik Tarek|طارق
Amine|أمين
Othmane Osman|عثمان
Bilal|بلال
Zakaria|زكرياء
Ismail Ismaïl|إسماعيل
Soufiane|سفيان
Yassine|ياسين
Reda Rida|رضا
Marouane|مروان
Abdelhak|عبد الحق
Redouane|رضوان
Imad|عماد
Adil|عادل
Fouad|فؤاد
Larbi|العربي
Allal|علال
Miloud|ميلود
Bouchaib|بوشعيب
Jaouad|جواد
Mourad|مراد
Taha|طه
Walid|وليد
Ilyas Elias|إلياس
Badr|بدر
Achraf|أشرف
Salah|صلاح
Tayeb|الطيب
"""
#: Stems that family names are made of, with and without what stands before them (see FAMILY_HEADS).
FAMILY = """
Alaoui|العلوي
Idrissi|الإدريسي
Amrani|العمراني
Bennani|بناني
Tazi|التازي
Fassi|الفاسي
Filali|الفيلالي
Berrada|برادة
Naciri|الناصري
Cherkaoui|الشرقاوي
Tahiri|الطاهري
Ouazzani|الوزاني
Lahlou|لحلو
Benjelloun|بنجلون
Chraibi|الشرايبي
Kettani|الكتاني
Sebti|السبتي
Mansouri|المنصوري
Hamdaoui|الحمداوي
Rahmani|الرحماني
Saidi|السعيدي
Yacoubi|اليعقوبي
Zerouali|الزروالي
Khattabi|الخطابي
Boukhari|البخاري
Daoudi|الداودي
Ghali|غالي
Haddad|حداد
Jabri|الجبري
Kabbaj|القباج
Lamrini|لمريني
Mernissi|المرنيسي
Najjar|النجار
Qasmi|القاسمي
Rifai|الرفاعي
Skalli|الصقلي
Tounsi|التونسي
Wahbi|وهبي
Ziani|الزياني
Azzouzi|العزوزي
Badaoui|البدوي
Chafik|شفيق
Dahbi|الذهبي
Fahmi|فهمي
Guessous|كسوس
Hajji|الحجي
Jazouli|الجزولي
Karimi|الكريمي
Laaroussi|العروسي
Madani|المدني
Nouri|النوري
Rami|رامي
Slimani|السليماني
Touzani|التوزاني
Zouhair|زهير
Akhannouch|أخنوش
Oubella|أوبلا
Hmidouch|حميدوش
Sabri|صبري
Talbi|الطالبي
"""
#: How Moroccan family names begin; Amazigh and Saharan ones among them.
FAMILY_HEADS = (
    ("", ""),
    ("El ", ""),
    ("Ben ", "بن "),
    ("Ait ", "أيت "),
    ("Bou", "بو"),
    ("Ould ", "ولد "),
    ("Oul", "أول"),
    ("Bel", "بل"),
)
#: Of those who came from south of the Sahara.
FEMALE_MIGRANT = """
Fatoumata Fatou|فاتوماتا
Aminata Aminatou|أميناتا
Mariama Mariam|مارياما
Aissatou Aïssatou|عائشاتو
Hawa|حوا
Kadiatou|كادياتو
Awa|آوا
Grace|غريس
Bintou|بنتو
Rokia Rokhaya|روقية
Marie|ماري
Djeneba|جنيبة
Adjoua|أدجوا
Blessing|بليسنغ
Ndeye|ندي
Oumou|أومو
Salimata|ساليماتا
Esther|إستر
Chantal|شانتال
Assitan|أسيتان
"""
MALE_MIGRANT = """
Mamadou Mahmadou|مامادو
Ibrahima Ibrahim|إبراهيما
Moussa|موسى
Amadou|أمادو
Ousmane|عثمان
Abdoulaye|عبد الله
Alpha|ألفا
Boubacar Aboubacar|أبو بكر
Cheikh|الشيخ
Souleymane|سليمان
Jean|جان
Emmanuel|إيمانويل
Adama|آدما
Seydou|سيدو
Issa|عيسى
Lamine|الأمين
Modou|مودو
Yaya|يايا
Drissa|إدريسا
Serge|سيرج
"""
FAMILY_MIGRANT = """
Diallo Jallow|ديالو
Traore Traoré|تراوري
Diop|ديوب
Camara|كامارا
Bah|باه
Barry|باري
Keita Keïta|كيتا
Coulibaly|كوليبالي
Ndiaye N'Diaye|نداي
Kone Koné|كوني
Sow|سو
Toure Touré|توري
Cisse Cissé|سيسي
Ba|با
Fall|فال
Sylla|سيلا
Conde Condé|كوندي
Ouattara|واتارا
Kouassi|كواسي
Diarra|ديارا
Sissoko|سيسوكو
Mbaye M'Baye|مباي
Gueye|غاي
Kamga|كامغا
Nguema|نغيما
Mbuyi|مبويي
Okafor|أوكافور
Adeyemi|أديمي
Kaba|كابا
Sangare Sangaré|سانغاري
Doumbia|دومبيا
Dembele Dembélé|ديمبيلي
Sidibe Sidibé|سيديبي
Fofana|فوفانا
Bangoura|بانغورا
Soumah|سوماح
Sarr|سار
Faye|فاي
Mendy|ميندي
Gomis|غوميس
"""
#: Places in each list of :func:`slots`; a name takes as many as it is frequent.
SLOTS = 4096


def slots():
    """``(list, slot, spelling, arabic)``: every place of each list, to be drawn from evenly."""
    lists = {
        "female": (_read(FEMALE), 0.75),
        "male": (_read(MALE), 0.8),
        "family": (_families(), 0.3),
        "female_migrant": (_read(FEMALE_MIGRANT), 0.8),
        "male_migrant": (_read(MALE_MIGRANT), 0.8),
        "family_migrant": (_read(FAMILY_MIGRANT), 0.8),
    }
    return [
        (name, slot, spelling, arabic)
        for name, (names, steepness) in lists.items()
        for slot, (spelling, arabic) in enumerate(_spread(names, steepness))
    ]


def _read(text):
    rows = [line.split("|") for line in text.strip("\n").split("\n")]
    return [(spellings.split(), arabic) for spellings, arabic in rows]


def _families():
    """Four hundred and eighty: the plain ones first, as they are the most frequent."""
    return [
        (
            [f"{latin}{stem.lower() if latin and not latin.endswith(' ') else stem}"],
            arabic + name.removeprefix("ال") if arabic else name,
        )
        for latin, arabic in FAMILY_HEADS
        for (stem,), name in _read(FAMILY)
    ]


def _spread(names, steepness):
    """Each name over as many places as the law of Zipf gives to its rank; two in three in its usual spelling."""
    weights = [1 / (rank + 1) ** steepness for rank in range(len(names))]
    places, filled, total = [], 0.0, sum(weights)
    for (spellings, arabic), weight in zip(names, weights, strict=True):
        filled += weight * SLOTS / total
        while len(places) < round(filled):
            others = spellings[1:] or spellings
            turn = len(places)
            places.append((others[turn // 3 % len(others)] if turn % 3 == 0 else spellings[0], arabic))
    return places
