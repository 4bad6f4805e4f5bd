from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, ormcache

from ..tools.names import word_keys
from ..tools.variants import Variants, glue, split

#: People whose keys are made anew, and who are compared, in one transaction.
BATCH = 200


class HubNameVariant(models.Model):
    """The spellings of one name in any script, so that Lahcen, El Hassan and الحسن are looked for as one.

    Two names that stand here apart are two names, however alike they sound. The spellings are kept once more in
    ``hub.name.spelling``, where the database refuses one that belongs to two names. Names are compared with the table
    of the moment; only people with a spelling that sounds like no other of its name are found by a key of their own.
    After a change a job makes the keys anew and compares those who may bear the name with everybody, in batches.
    """

    _name = "hub.name.variant"
    _description = "Spellings of a name"
    _rec_name = "name"
    _order = "name, id"

    name = fields.Char(required=True, help="The spelling that the hub calls this name by.")
    spellings = fields.Text(
        required=True, help="Every other way to write it, in any script, with commas between: Mohammed, Med, محمد."
    )
    spelling_ids = fields.One2many("hub.name.spelling", "variant_id", readonly=True)
    note = fields.Char("Remark")
    active = fields.Boolean(default=True)

    @api.model
    @ormcache()
    def _get_table(self):
        """The table as the tools take it, for everybody."""
        # sudo: which spellings are one name is no secret, and whoever searches needs it.
        rows = (
            self.env["hub.name.spelling"].sudo().search_fetch([("variant_id", "!=", False)], ["folded", "variant_id"])
        )
        names = {}
        for row in rows:
            names.setdefault(row.variant_id.id, []).append(row.folded)
        return Variants.of({id_: ",".join(words) for id_, words in names.items()})

    @api.model_create_multi
    def create(self, vals_list):
        variants = super().create(vals_list)
        variants._sync_spellings()
        return variants

    def write(self, vals):
        result = super().write(vals)
        if {"name", "spellings", "active"} & set(vals):
            self._sync_spellings()
        return result

    def unlink(self):
        # sudo: spellings belong to the table; whoever may delete a line of it may release them.
        self._release(self.sudo().spelling_ids)
        result = super().unlink()
        self.env.registry.clear_cache()
        self._start_renewing()
        return result

    # ------------------------------------------------------------
    # Spellings
    # ------------------------------------------------------------
    def _sync_spellings(self):
        """Write down the folded spellings of these names; what changes waits for new keys."""
        # sudo: spellings are written by this model alone.
        spelling_model = self.env["hub.name.spelling"].sudo()
        wanted = {variant: variant._get_words() for variant in self}
        known = {
            row.folded: row
            for row in spelling_model.search(
                [("folded", "in", sorted({word for words in wanted.values() for word in words}))]
            )
        }
        for variant, words in wanted.items():
            self._release(variant.sudo().spelling_ids.filtered(lambda row, words=words: row.folded not in words))
            taken = [known[word] for word in words if word in known and known[word].variant_id - variant]
            if taken:
                raise ValidationError(
                    self.env._(
                        "%(spellings)s: already a spelling of %(names)s. A spelling belongs to one name: "
                        "take it away there, or leave it out of “%(name)s”.",
                        spellings=", ".join(row.folded for row in taken),
                        names=", ".join({row.variant_id.name for row in taken}),
                        name=variant.name,
                    )
                )
            for word in words:
                if word not in known:
                    known[word] = spelling_model.create({"folded": word, "variant_id": variant.id})
                elif not known[word].variant_id:
                    known[word].write({"variant_id": variant.id, "is_due": True, "done_id": 0})
            # sudo: spellings belong to the table, which she may write.
            variant.sudo().spelling_ids.write({"is_due": True, "done_id": 0})
        self.env.registry.clear_cache()
        self._start_renewing()

    def _get_words(self):
        """The spellings as names are compared, none of them several names."""
        self.ensure_one()
        if not self.active:
            return []
        spellings = [self.name or "", *split(self.spellings)]
        wrong = [spelling for spelling in spellings if not glue(spelling)]
        if wrong:
            raise ValidationError(
                self.env._(
                    "“%(spellings)s” is not one name: write one given name or one family name between two commas.",
                    spellings="”, “".join(wrong),
                )
            )
        return list(dict.fromkeys(map(glue, spellings)))

    @api.model
    def _release(self, spellings):
        """Spellings that belong to no name any more stay until the keys of the people are made anew."""
        spellings.write({"variant_id": False, "is_due": True, "done_id": 0})

    # ------------------------------------------------------------
    # Keys of people
    # ------------------------------------------------------------
    @api.model
    def _cron_renew_keys(self):
        """Make the keys of the people with a changed spelling anew, and compare them, batch by batch."""
        # sudo: spellings and keys belong to nobody.
        for spelling in self.env["hub.name.spelling"].sudo().search([("is_due", "=", True)], order="id"):
            while spelling.exists() and spelling.is_due:
                self._renew_keys(spelling)
                left = spelling.search_count([("is_due", "=", True)])
                if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                    return

    @api.model
    def _renew_keys(self, spelling):
        """One batch of the people who may bear a spelling; of the files only the keys that change are written."""
        self.env["hub.beneficiary"].flush_model(["name_keys"])
        keys = [f"% {key} %" for key in word_keys(spelling.folded)]
        ids = [
            id_
            for (id_,) in self.env.execute_query(
                SQL(
                    "SELECT id FROM hub_beneficiary WHERE id > %s AND name_keys LIKE ANY(%s) ORDER BY id LIMIT %s",
                    spelling.done_id,
                    keys,
                    BATCH,
                )
            )
        ]
        # sudo: keys are nobody's; files that are closed to whoever edits the table have theirs as well.
        people = self.env["hub.beneficiary"].sudo().browse(ids)
        people._renew_name_keys()
        self.env["hub.duplicate.pair"].sudo()._propose_for(people)
        if len(ids) == BATCH:
            spelling.done_id = ids[-1]
        elif spelling.variant_id:
            spelling.write({"is_due": False, "done_id": 0})
        else:
            spelling.unlink()
