"""No search tells by what it finds that a person is known: by no path of two fields, to no text of hers."""

from odoo.fields import Domain
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from tests.security.test_leaks import NOBODY, REFUSED, TECHNICAL
from tests.support.roles import OUTSIDERS, users_of
from tests.support.secrets import ARABIC, EMAIL, FAMILY, NUMBER, Secret

#: What somebody would ask for, beside a name.
ASKED = (FAMILY, ARABIC, EMAIL, NUMBER, "661998877")
TEXTS = ("char", "text", "html")


@tagged("standard", "post_install")
class TestInference(TransactionCase):
    outsiders = OUTSIDERS
    restricted = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = users_of(cls.env, {**cls.outsiders, "her insider": "hub_beneficiary.group_counsellor"})
        cls.secret = Secret(cls.env, cls.users.pop("her insider"), restricted=cls.restricted)
        cls.env.flush_all()

    def _models(self):
        for name in sorted(self.registry):
            model = self.env[name]
            if not model._abstract and model._auto and not name.startswith(TECHNICAL):
                yield model

    def _count(self, model, path, word):
        """How many are found; nothing where nobody may ask."""
        try:
            with self.env.cr.savepoint():
                return model.with_context(active_test=False).search_count(Domain(path, "ilike", word), limit=1)
        except REFUSED:
            return 0

    def _texts(self):
        """``{model: [(text, word)]}``: where a search past all rights finds her."""
        found = {}
        for model in self._models():
            for field in model._fields.values():
                # A model without names finds all of its records by any word.
                if (
                    field.type in TEXTS
                    and (field.store or field.search)
                    and not self._count(model.sudo(), field.name, NOBODY)
                ):
                    words = [word for word in ASKED if self._count(model.sudo(), field.name, word)]
                    found.setdefault(model._name, []).extend((field.name, word) for word in words)
        return {name: texts for name, texts in found.items() if texts}

    def _paths(self):
        """``(model, path, word)`` of each text, and of each text through another record, that finds her."""
        texts = self._texts()
        for model in self._models():
            yield from ((model, name, word) for name, word in texts.get(model._name, ()))
            for field in model._fields.values():
                if field.relational and (field.store or field.search) and field.comodel_name in texts:
                    for name, word in texts[field.comodel_name]:
                        yield model, f"{field.name}.{name}", word

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_no_search_finds_anything_by_what_is_hers(self):
        found, asked = [], 0
        for model, path, word in self._paths():
            asked += 1
            self.env.invalidate_all()
            found += [
                f"{role}: {model._name} is found by {path} = {word}"
                for role, user in self.users.items()
                if self._count(model.with_user(user), path, word)
            ]
        self.assertGreater(asked, 100, "the walk finds her where she is")
        self.assertFalse(found, "\n" + "\n".join(found))


@tagged("standard", "post_install")
class TestInferenceOfRestrictedFiles(TestInference):
    """Nor does it tell the other people of the hub that a restricted file is there."""

    outsiders = {
        "reception": "hub_beneficiary.group_reception",
        "counsellor": "hub_beneficiary.group_counsellor",
    }
    restricted = True
