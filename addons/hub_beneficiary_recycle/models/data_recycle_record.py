from odoo import api, models


class DataRecycleRecord(models.Model):
    _inherit = "data_recycle.record"

    @api.model_create_multi
    def create(self, vals_list):
        """What is about people is not even listed: the list would show their names to whoever administers Odoo."""
        rules = self.env["data_recycle.model"]
        kept = {}
        for vals in vals_list:
            kept.setdefault(vals.get("recycle_model_id"), []).append(vals.get("res_id"))
        for rule_id, ids in kept.items():
            # sudo: the model of a rule does not depend on who asks.
            model_name = rules.browse(rule_id).sudo().res_model_name
            kept[rule_id] = rules._get_recyclable(model_name, ids) if model_name else set(ids)
        return super().create([vals for vals in vals_list if vals.get("res_id") in kept[vals.get("recycle_model_id")]])

    def _original_records(self):
        """Asked before anything is archived or deleted: what became one about a person meanwhile is left alone."""
        found = {}
        for record in super()._original_records():
            found.setdefault(record._name, []).append(record)
        rules = self.env["data_recycle.model"]
        recyclable = {name: rules._get_recyclable(name, [one.id for one in records]) for name, records in found.items()}
        return [record for name, records in found.items() for record in records if record.id in recyclable[name]]
