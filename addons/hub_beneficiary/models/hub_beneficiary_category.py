from odoo import api, fields, models


class HubBeneficiaryCategory(models.Model):
    _name = "hub.beneficiary.category"
    _description = "Category of people"
    _order = "sequence, id"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "There is already a category with this code.")


class HubBeneficiaryCategoryLine(models.Model):
    """The period during which a person is in a category; several at once are usual."""

    _name = "hub.beneficiary.category.line"
    _description = "Category of a person, for a time"
    _order = "beneficiary_id, date_from desc, id desc"

    beneficiary_id = fields.Many2one("hub.beneficiary", "Person", required=True, ondelete="cascade", index=True)
    category_id = fields.Many2one("hub.beneficiary.category", required=True, ondelete="restrict")
    date_from = fields.Date("From", default=fields.Date.context_today)
    date_to = fields.Date("Until")
    evidence = fields.Char(help="What shows it: a document, a statement, an observation.")

    _period_ordered = models.Constraint(
        "CHECK (date_to >= date_from)", "A category cannot end before it begins: correct the dates."
    )
    _open_uniq = models.UniqueIndex(
        "(beneficiary_id, category_id) WHERE date_to IS NULL",
        "The person is already in this category: end that period before beginning another.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # A period that ends and one that begins in the same save: the end is written first.
        self.flush_model()
        return super().create(vals_list)
