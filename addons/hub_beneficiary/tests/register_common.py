"""Small registers for tests."""

import base64

from odoo.addons.hub_beneficiary.tools.register_writer import write_table

from .common import BeneficiaryCommon

HEADINGS = [
    *("N°", "Date d'accueil", "Nom", "Prénom", "الاسم الكامل", "Sexe", "Date de naissance", "Nationalité", "Pièce"),
    *("N° pièce", "Expire le", "Téléphone", "E-mail", "Ville", "Région", "Catégorie", "Famille", "Lien", "Besoin"),
    *("Orienté vers", "Consentement", "Remarque"),
]
FAMILIES = ("Berrada", "Traoré", "Koné", "El Idrissi", "Ould Ahmed", "Camara", "Benali", "N'Diaye", "Lahlou", "Tazi")
GIVEN = ("Salma", "Karim", "Hawa", "Omar", "Naima", "Tarik", "Loubna", "Moussa", "Khadija", "Ayoub", "Mariam", "Reda")


class RegisterCommon(BeneficiaryCommon):
    """Registers in the columns of a reception, imported by whoever works there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hide_people()
        cls.Register = cls.env["hub.register.import"].with_user(cls.user_reception)

    @classmethod
    def _row(cls, **values):
        """A row by heading; what is not said is a person who can be received."""
        known = {
            "date": "01/02/2021",
            "nom": "Berrada",
            "prenom": "Loubna",
            "sexe": "F",
            "naissance": "24/08/1979",
            "nationalite": "MA",
            "consentement": "oui",
            **values,
        }
        places = {
            **{"date": 1, "nom": 2, "prenom": 3, "arabe": 4, "sexe": 5, "naissance": 6, "nationalite": 7, "piece": 8},
            **{"numero": 9, "expire": 10, "telephone": 11, "mail": 12, "ville": 13, "region": 14, "categorie": 15},
            **{"famille": 16, "lien": 17, "besoin": 18, "oriente": 19, "consentement": 20, "remarque": 21},
        }
        cells = [None] * len(HEADINGS)
        for name, value in known.items():
            cells[places[name]] = value
        return cells

    @classmethod
    def _create_register(cls, *rows, filename="register.xlsx", headings=HEADINGS, content=None):
        content = write_table("Registre", headings, list(rows)) if content is None else content
        return cls.Register.create({"file": base64.b64encode(content), "filename": filename})

    @classmethod
    def _preview(cls, *rows, **values):
        register = cls._create_register(*rows, **values)
        register.action_preview()
        return register

    @classmethod
    def _import(cls, *rows, **values):
        register = cls._preview(*rows, **values)
        register.action_import()
        return register

    @classmethod
    def _people_rows(cls, count):
        """``count`` rows of different people, among them returning ones, families and faults in fixed shares."""
        rows = []
        for number in range(count):
            step = number % 20
            person = number - 1 if step == 7 else number
            row = cls._row(
                nom=FAMILIES[person % 10],
                prenom=GIVEN[person % 12],
                naissance=f"{13 + person % 15}/{1 + person // 15 % 12}/{1950 + person // 180}",
                sexe="",
                telephone=f"06{person:08d}",
                mail=f"p{person}@example.org" if step in {6, 7} else "",
                piece="CIN",
                numero=f"AB{person:04d}{person:04d}",
                besoin="Emploi",
                oriente="Guichet emploi",
                date=f"{1 + number % 28:02d}/{1 + number % 12:02d}/2021",
                consentement=("oui", "non", "")[number % 3],
                categorie="Jeune",
                nationalite="Atlantide" if step == 13 else "MA",
                famille=f"F{number // 20}" if step in {2, 3} else "",
                lien={2: "chef", 3: "enfant"}.get(step, ""),
            )
            rows.append(row)
        return rows

    def _line(self, register, row):
        return register.line_ids.filtered(lambda line: line.row == row)

    def _counts(self):
        """How many records of each kind there are."""
        models = (
            *("hub.beneficiary", "res.partner", "crm.lead", "hub.household", "hub.household.member", "hub.consent"),
            *("hub.beneficiary.identity", "hub.beneficiary.category.line", "hub.service.delivery", "mail.activity"),
        )
        return {model: self.env[model].search_count([]) for model in models}
