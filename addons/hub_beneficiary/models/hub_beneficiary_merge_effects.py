from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_list


class HubBeneficiary(models.Model):
    """What a merge does besides pointing, and what undoing it restores: exactly that, and nothing else.

    - What is planned on the files stands on the main one (``mail.activity._follow_merges``).
    - One person has one account in the portal: of two, somebody says which one stays; the other is closed. They may
      be two real people if the merge is a mistake, so nobody is logged out by chance, and undoing opens it again.
    - Where somebody said that the two households are one family, they are counted once.

    The line of the decision (``hub.beneficiary.merge``) says what was done, and is what is read to undo it.
    """

    _inherit = "hub.beneficiary"

    # ------------------------------------------------------------
    # Merging
    # ------------------------------------------------------------
    def _prepare_merge_effects(self, merged, keeps_account=None, same_family=False):
        """``{merged file: values of its line}`` of what merging into this main file does besides."""
        effects = {file: {} for file in merged}
        for file, users in self._choose_accounts(merged, keeps_account).items():
            effects[file]["closed_user_ids"] = [Command.set(users.ids)]
        if same_family:
            self._prepare_family_effects(effects)
        return effects

    def _prepare_family_effects(self, effects):
        """Add which household of each merged file is joined to the one of this main file; each once."""
        family, known = self.household_id.root_id, set()
        for file, values in effects.items():
            household = file.household_id.root_id
            if family and household and household != family and household not in known:
                known.add(household)
                values.update(household_id=household.id, family_id=family.id)

    def _apply_merge_effects(self, lines):
        """Do what the lines of this decision say."""
        # sudo: who decides on the files decides on what is planned on them, and on their accounts.
        self.env["mail.activity"]._follow_merges(self.sudo()._get_clusters())
        for line in lines.sudo():
            if line.closed_user_ids:
                self._close_accounts(line.closed_user_ids)
            if line.household_id:
                line.household_id.sudo(False)._merge_into(line.family_id.sudo(False), line.reason)

    # ------------------------------------------------------------
    # Accounts
    # ------------------------------------------------------------
    def _get_portal_accounts(self):
        """``{main file: open accounts of visitors of its person}``, in superuser mode; who has none is missing."""
        # sudo: that there is an account does not depend on who asks.
        files = self.sudo()._get_clusters()
        users = self.env["res.users"].sudo().with_context(active_test=True)
        users = users.search([("share", "=", True), ("partner_id", "in", files.partner_id.ids)])
        roots = {file.partner_id: file.root_id for file in files}
        accounts = {}
        for user in users:
            root = roots[user.partner_id]
            accounts[root] = accounts.get(root, users.browse()) | user
        return accounts

    def _choose_accounts(self, merged, keeps):
        """``{merged file: the account that its merging closes}``; raise unless it is said which one stays."""
        accounts = (self | merged)._get_portal_accounts()
        if len(accounts) < 2:
            return {}
        kept = (keeps or self.browse())._get_roots()
        if kept not in accounts:
            raise UserError(
                self.env._(
                    "Each of these files has an account in the portal: %(files)s. If they are of two people, do not "
                    "merge them. If not, say which account stays; the other one is closed.",
                    files=self.browse().union(*accounts)._format_refs(),
                )
            )
        self._verify_accounts_without_roles(accounts[root] for root in accounts if root != kept)
        own = accounts.get(self)  # closed with the file whose account stays, and open again without it
        closed = {file: accounts[file] for file in merged if file in accounts and file != kept}
        if own and kept != self:
            closed[merged.filtered(lambda file: file == kept)] = own
        return closed

    def _verify_accounts_without_roles(self, accounts):
        """By the account that is closed nobody acts for an organisation."""
        partners = self.env["res.users"].union(*accounts).partner_id
        # sudo: the roles are read by who may merge, and no more is said than for whom.
        roles = (
            self.env["hub.representation"]
            .sudo()
            .search([("partner_id", "in", partners.ids), ("state", "in", ("pending", "active"))])
        )
        if roles:
            raise UserError(
                self.env._(
                    "With the account that would be closed somebody acts for %(organizations)s: let that account stay, "
                    "or end the role first.",
                    organizations=format_list(self.env, roles.organization_id.mapped("name")),
                )
            )

    def _close_accounts(self, users):
        """Nobody logs in with these accounts from now on; whoever is logged in is out at the next click."""
        users.action_archive()
        files = users.partner_id.with_context(active_test=False).hub_beneficiary_ids
        self._log_merge(
            self.env._(
                "Of two accounts in the portal one was closed by the merging: that of %(file)s.",
                file=files._format_refs(),
            )
        )

    # ------------------------------------------------------------
    # Undoing
    # ------------------------------------------------------------
    def _get_merge_line(self):
        """The line of the decision by which this file points where it points, in superuser mode."""
        self.ensure_one()
        domain = [
            ("action", "=", "merge"),
            ("beneficiary_id", "=", self.id),
            ("other_id", "=", self.merged_into_id.id),
        ]
        # sudo: what was decided on a file is read with it.
        return self.env["hub.beneficiary.merge"].sudo().search(domain, limit=1, order="id desc")

    def _get_joined_household(self, line):
        """The household that the merge of ``line`` joined to another one, if it still is as that merge left it."""
        household = line.household_id
        return household if household.merged_into_id == line.family_id else household.browse()

    def _undo_merge_effects(self, line, other, reason, keeps_family):
        """This file is a person's of its own again: restore what its merge had changed."""
        # sudo: as for merging.
        self.env["mail.activity"]._follow_merges((self | other).sudo()._get_clusters())
        for user in line.closed_user_ids:
            self._reopen_account(user)
        household = self._get_joined_household(line)
        if household and not keeps_family:
            household.sudo(False)._undo_merge(reason)

    def _reopen_account(self, user):
        """Open an account that the merge had closed, unless its person has another one by now, or needs none."""
        file = user.partner_id.with_context(active_test=False).hub_beneficiary_ids
        root = file.root_id
        gone = not root.active or root.state == "anonymised" or root.exit_reason == "deceased"
        if not gone and root not in root._get_portal_accounts():
            user.action_unarchive()
            file._log_merge(self.env._("The account in the portal that the merging had closed is open again."))
