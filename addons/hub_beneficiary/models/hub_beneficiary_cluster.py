from odoo import api, fields, models
from odoo.fields import Domain

_FILL_ROOT = """
CREATE OR REPLACE FUNCTION hub_beneficiary_fill_root() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.root_id := COALESCE(NEW.root_id, NEW.id);
    RETURN NEW;
END $$
"""
_REFUSE_CYCLE = """
CREATE OR REPLACE FUNCTION hub_beneficiary_refuse_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.merged_into_id = NEW.merged_into_id THEN
        RETURN NEW;  -- only the root follows
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.merged_into_id IS NOT NULL THEN
        RAISE EXCEPTION 'File % is merged already: undo that first.', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        WITH RECURSIVE above(id, merged_into_id) AS (
            SELECT id, merged_into_id FROM hub_beneficiary WHERE id = NEW.merged_into_id
            UNION
            SELECT file.id, file.merged_into_id FROM hub_beneficiary file JOIN above ON file.id = above.merged_into_id
        )
        SELECT FROM above WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'File % would be merged into itself.', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
_TRIGGERS = """
CREATE OR REPLACE TRIGGER hub_beneficiary_fill_root BEFORE INSERT ON hub_beneficiary
FOR EACH ROW EXECUTE FUNCTION hub_beneficiary_fill_root();
CREATE OR REPLACE TRIGGER hub_beneficiary_refuse_cycle BEFORE INSERT OR UPDATE OF merged_into_id ON hub_beneficiary
FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION hub_beneficiary_refuse_cycle();
"""


class HubBeneficiary(models.Model):
    """All files of one person: a merge is a pointer, and no row moves.

    ``merged_into_id`` is what somebody decided, ``root_id`` what follows from it: the file at the end
    of the pointers, on which the person is counted, listed and worked with; a file that is not merged
    is its own root. The files of one root are a cluster::

        HUB-00007 ──merged into──▶ HUB-00003 ──merged into──▶ HUB-00001      root of all three

    The database keeps both true, whatever code runs and however many merge at once:

    - ``_cluster_fk``: a merged file has the root of the file that it is merged into. A root that
      changes changes the roots below it (ON UPDATE CASCADE), in the same statement; a rival that still
      sees the old root waits for the row and is refused.
    - ``_root_of_itself``: the root of a file that is not merged is the file, and of no other.
    - a trigger gives each new file its root, another refuses a cycle and a pointer that is moved
      rather than undone.
    """

    _inherit = "hub.beneficiary"

    merged_into_id = fields.Many2one(
        "hub.beneficiary",
        "Merged into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The file that speaks for this person since somebody said that both are hers.",
    )
    merged_ids = fields.One2many("hub.beneficiary", "merged_into_id", "Merged files", readonly=True)
    root_id = fields.Many2one(
        "hub.beneficiary",
        "Person's main file",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The file on which the person is counted: this one, or the one it was merged into.",
    )
    cluster_ids = fields.One2many("hub.beneficiary", "root_id", "All files of this person", readonly=True)
    is_merged = fields.Boolean("Merged", compute="_compute_is_merged", search="_search_is_merged")

    _cluster_uniq = models.Constraint("UNIQUE (id, root_id)", "A file has one root.")
    # Deleting is as of merged_into_id itself: Odoo takes this for that field's own key, and drops one that differs.
    _cluster_fk = models.Constraint(
        "FOREIGN KEY (merged_into_id, root_id) REFERENCES hub_beneficiary (id, root_id)"
        " ON UPDATE CASCADE ON DELETE RESTRICT",
        "A merged file has the main file of the one that it is merged into: load the page again.",
    )
    _root_of_itself = models.Constraint(
        "CHECK (root_id IS NOT NULL AND (root_id = id) = (merged_into_id IS NULL))",
        "A file that is not merged is its own main file, and a merged one is not.",
    )
    _root_idx = models.Index("(root_id)")

    def init(self):
        """What holds between files, the database keeps."""
        result = super().init()
        for statement in (_FILL_ROOT, _REFUSE_CYCLE, _TRIGGERS):
            self.env.cr.execute(statement)
        return result

    @api.depends("merged_into_id")
    def _compute_is_merged(self):
        for person in self:
            person.is_merged = bool(person.merged_into_id)

    def _search_is_merged(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = {True: Domain("merged_into_id", "!=", False), False: Domain("merged_into_id", "=", False)}
        return Domain.OR(domains[bool(wanted)] for wanted in value)

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        # The database has filled it in.
        for person in people:
            self._fields["root_id"]._update_cache(person, person.id)
            self._fields["cluster_ids"]._update_cache(person, (person.id,))
        return people

    # ------------------------------------------------------------
    # What others ask
    # ------------------------------------------------------------
    def _get_roots(self):
        """The main files of these people: each file's own, or the one it was merged into."""
        return self.browse(dict.fromkeys(person.root_id.id or person.id for person in self))

    def _get_clusters(self):
        """All files of these people, main and merged, archived ones too, in one query."""
        return (
            self.with_context(active_test=False)
            .search([("root_id", "in", self._get_roots().ids)], order="id")
            .with_env(self.env)
        )

    def _get_different_ids(self):
        """``{person's id: ids of the files of people who were said not to be her}``, on all files of both."""
        return self.env["hub.duplicate.pair"]._get_different_ids(self)
