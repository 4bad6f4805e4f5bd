"""What the ledger costs: posting through ``hub.delivery.source`` against bare creates of the same rows.

The bare model has the ledger's columns and borrows its table, so that both write the same rows into
the same indexes; it is given the finished values, the ledger has to find them: which lines there are
already, the value in kind, and who each recipient was on that day.
"""

from odoo import fields, models
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.orm.model_classes import add_to_registry

LINES = 1000
GOAL = 1.3


class Document(models.Model):
    _module = None
    _name = "hub.bench.document"
    _description = "Document of a benchmark"
    _inherit = ["hub.delivery.source"]

    _delivery_trigger_fields = frozenset({"done"})

    partner_id = fields.Many2one("res.partner")
    service_id = fields.Many2one("hub.service")
    program_id = fields.Many2one("hub.program")
    user_id = fields.Many2one("res.users")
    date = fields.Date()
    done = fields.Boolean()

    def _get_delivery_vals_list(self):
        return [
            {
                "partner_id": self.partner_id.id,
                "service_id": self.service_id.id,
                "program_id": self.program_id.id,
                "user_id": self.user_id.id,
                "date": self.date,
            }
        ]


class BareDelivery(models.Model):
    _module = None
    _name = "hub.bench.delivery"
    _description = "The ledger's table without the ledger"
    _table = "hub_service_delivery"
    _auto = False
    _log_access = True

    service_id = fields.Many2one("hub.service")
    date = fields.Date()
    quantity = fields.Float(digits=(12, 2))
    unit = fields.Char()
    value_in_kind = fields.Monetary()
    currency_id = fields.Many2one("res.currency")
    partner_id = fields.Many2one("res.partner")
    user_id = fields.Many2one("res.users")
    program_id = fields.Many2one("hub.program")
    funder_id = fields.Many2one("res.partner")
    res_model = fields.Char()
    res_id = fields.Integer()
    dim_sex = fields.Char()
    dim_age = fields.Integer()
    dim_age_band = fields.Char()
    dim_nationality_id = fields.Many2one("res.country")
    dim_region_id = fields.Many2one("res.country.state")
    dim_kind = fields.Char()
    dim_household_id = fields.Many2one("hub.household")
    dim_category_ids = fields.Many2many(
        "hub.beneficiary.category",
        "hub_service_delivery_category_rel",
        "hub_service_delivery_id",
        "hub_beneficiary_category_id",
    )


def measure(env, compare):
    _add_models(env, Document, BareDelivery)
    documents = _create_documents(env)
    bare, vals_list = env["hub.bench.delivery"], _take_finished_values(documents)
    compare(
        f"ledger: {LINES:,} deliveries posted at once",
        documents._sync_deliveries,
        f"{LINES:,} rows by one bare create()",
        lambda: bare.create(vals_list),
        goal=GOAL,
    )

    def post_each():
        for document_id in documents.ids:
            documents.browse(document_id).with_prefetch()._sync_deliveries()
            env.flush_all()

    def create_each():
        for vals in vals_list:
            bare.create(vals)
            env.flush_all()

    compare(
        f"ledger: {LINES:,} deliveries posted one by one",
        post_each,
        f"{LINES:,} bare create() of one row each",
        create_each,
    )


def _add_models(env, *definitions):
    for definition in definitions:
        add_to_registry(env.registry, definition)
    env.registry._setup_models__(env.cr, [])
    env.registry.init_models(
        env.cr, [definition._name for definition in definitions], {"module": "hub_core", "models_to_check": True}
    )


def _create_documents(env):
    """Documents of people all over the ledger, the work of a month."""
    env.cr.execute(
        """
        SELECT partner_id FROM hub_beneficiary WHERE ref LIKE 'BENCH%%'
         ORDER BY id %% 97, id LIMIT %s
        """,
        [LINES],
    )
    people = [partner_id for (partner_id,) in env.cr.fetchall()]
    service, program = env.ref("hub_core.service_reception"), env.ref("hub_core.program_interview")
    return env["hub.bench.document"].create(
        [
            {
                "partner_id": partner_id,
                "service_id": service.id,
                "program_id": program.id,
                "user_id": env.uid,
                "date": f"2026-09-{1 + number % 30:02}",
            }
            for number, partner_id in enumerate(people)
        ]
    )


def _take_finished_values(documents):
    """The values that the ledger found for the documents' lines, which are withdrawn."""
    lines = documents._get_deliveries()
    names = [name for name, field in documents.env["hub.bench.delivery"]._fields.items() if field.store]
    vals_list = lines.read([name for name in names if name not in MAGIC_COLUMNS], load=None)
    for vals in vals_list:
        del vals["id"]
        vals["dim_category_ids"] = [Command.set(vals["dim_category_ids"])]
    lines.unlink()
    return vals_list
