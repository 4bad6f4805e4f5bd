from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_list

#: States of a file that is not merged, nor merged into.
UNMERGEABLE = ("draft", "anonymised")


class HubBeneficiary(models.Model):
    """Saying that two files are of one person, and taking it back.

    Whatever these methods touch of a cluster, they write on its main file: two transactions that decide on the
    same person at once cannot both be committed, and the second is tried again on what the first one left.
    """

    _inherit = "hub.beneficiary"

    def _merge_into(self, target, reason, pair=None, keeps_account=None, same_family=False):
        """Say that these files are of the person of ``target``.

        The main files are merged, whichever files are named: where one was merged before, its pointer is followed.
        Nothing moves, so that :meth:`_undo_merge` restores everything by taking the pointer away.

        :param reason: why, in words; names of the people in it are replaced by their references
        :param pair: the ``hub.duplicate.pair`` that was decided, if there is one
        :param keeps_account: of which file the account in the portal stays, where two have one
        :param same_family: that their households are one family, too
        :return: the person's main file
        """
        target.ensure_one()
        reason = (self | target)._read_reason(reason)
        self._verify_not_itself(target)
        roots = (self | target)._lock_clusters()
        root, merged = target._get_roots(), roots - target._get_roots()
        self._verify_mergeable(root, merged)
        effects = root._prepare_merge_effects(merged, keeps_account, same_family)
        # sudo: the pointer is written by this method alone, whose rights were verified.
        merged.sudo().write({"merged_into_id": root.id, "root_id": root.id})
        self._after_pointers_changed()
        lines = self.env["hub.beneficiary.merge"]._note("merge", merged, root, reason, effects)
        root._apply_merge_effects(lines)
        (pair or self.env["hub.duplicate.pair"])._after_merged(root, reason)
        for file in merged:
            file._log_merge(self.env._("Merged into %(file)s: %(reason)s", file=root.ref, reason=reason))
            root._log_merge(self.env._("%(file)s was merged into this file: %(reason)s", file=file.ref, reason=reason))
        return root

    def _undo_merge(self, reason, keeps_family=False):
        """Say that these merged files are of another person after all; what was merged into them goes with them.

        What the merge had done besides is undone with it: accounts are open as before, and households that it joined
        are two families again.

        :param keeps_family: that the households are one family all the same
        :return: the files, main files again
        """
        reason = self._read_reason(reason)
        self._verify_may_decide()
        self.check_access("write")
        self._lock_clusters()
        single = self.filtered(lambda file: not file.merged_into_id)
        if single:
            raise UserError(
                self.env._("These files are not merged into another: %(files)s.", files=single._format_refs())
            )
        before = {file: file.merged_into_id for file in self}
        lines = {file: file._get_merge_line() for file in self}
        for file in self:
            # sudo: as for merging.
            file.sudo().write({"merged_into_id": False, "root_id": file.id})
        self._after_pointers_changed()
        for file, other in before.items():
            self.env["hub.beneficiary.merge"]._note("undo", file, other, reason)
            self.env["hub.duplicate.pair"]._after_undone(file, other)
            file._undo_merge_effects(lines[file], other, reason, keeps_family)
            file._log_merge(self.env._("No longer merged into %(file)s: %(reason)s", file=other.ref, reason=reason))
            other._log_merge(
                self.env._("%(file)s is no longer merged into this file: %(reason)s", file=file.ref, reason=reason)
            )
        return self

    # ------------------------------------------------------------
    # Locks
    # ------------------------------------------------------------
    def _lock_clusters(self):
        """Lock the main files of these people, in the order of their ids, and read the pointers anew.

        Written on, not only locked: a rival whose snapshot is older than this transaction is then refused by the
        database (and tried again by Odoo) rather than deciding on what is no longer true.
        """
        self.env.flush_all()
        ids = sorted(self._get_roots().ids)
        self.env.execute_query(SQL("SELECT id FROM hub_beneficiary WHERE id IN %s ORDER BY id FOR UPDATE", tuple(ids)))
        self.env.cr.execute(SQL("UPDATE hub_beneficiary SET root_id = root_id WHERE id IN %s", tuple(ids)))
        self.invalidate_model(["merged_into_id", "root_id"])
        return self._get_roots()

    def _after_pointers_changed(self):
        """The database has changed the roots below; whatever was computed of these people is asked anew."""
        self.env.flush_all()
        self.env.invalidate_all()

    # ------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------
    def _can_decide_duplicates(self):
        return self.env.su or self.env.user.has_group("hub_beneficiary.group_counsellor")

    def _verify_may_decide(self):
        if not self._can_decide_duplicates():
            raise AccessError(
                self.env._("Counsellors and managers say whether two files are of one person. Propose it to them.")
            )

    def _verify_not_itself(self, target):
        if target in self:
            raise UserError(
                self.env._("A file cannot be merged with itself: %(file)s. Choose another file.", file=target.ref)
            )

    def _verify_mergeable(self, root, merged):
        """Raise unless the main files ``merged`` may become part of the person of ``root``."""
        self._verify_may_decide()
        files = root | merged
        # Of a closed file not even the reference is told.
        files.check_access("write")
        if not merged:
            raise UserError(
                self.env._("These are files of one person already: %(files)s.", files=(self | root)._format_refs())
            )
        drafts = files.filtered(lambda file: file.state == "draft")
        if drafts:
            raise UserError(
                self.env._(
                    "A draft is not merged: %(files)s. Register the person, or delete the draft.",
                    files=drafts._format_refs(),
                )
            )
        closed = files.filtered(lambda file: file.state in UNMERGEABLE)
        if closed:
            raise UserError(
                self.env._(
                    "An anonymised file is nobody's any more, it is not merged: %(files)s.", files=closed._format_refs()
                )
            )
        self.env["hub.duplicate.pair"]._verify_not_different(root, merged)

    def _format_refs(self):
        return format_list(self.env, self.sorted("id").mapped("ref"), "unit")

    def _read_reason(self, reason):
        """A reason for the history, which is never cleaned: it names files, and no person."""
        reason = " ".join((reason or "").split())
        if not reason:
            raise UserError(self.env._("Say why: what shows that it is so?"))
        for file in self:
            for name in sorted(filter(None, (file.name, file.name_ar, file.phone)), key=len, reverse=True):
                reason = reason.replace(name, file.ref)
        return reason[:500]

    def _log_merge(self, text):
        # sudo: the log of a file, whoever may write messages.
        self.sudo()._message_log(body=text)
