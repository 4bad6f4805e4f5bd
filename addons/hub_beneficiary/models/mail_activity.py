from odoo import api, fields, models
from odoo.fields import Domain


class MailActivity(models.Model):
    """What is planned on a file is the person's: merged, it stands on her main file, and goes back if that is undone.

    Moved rather than computed: "my activities", the widgets of lists, the late ones and the chatter then all read the
    same, whoever asks. What stands on a restricted file stays there, with those to whom that file is open.
    """

    _inherit = "mail.activity"

    hub_file_id = fields.Many2one(
        "hub.beneficiary",
        "Planned on the file",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
        groups="hub_beneficiary.group_reception",
        help="The merged file on which it was planned, and to which it goes back when the merging is undone.",
    )

    # Deleted with the file on which it stands: where it was planned makes it nobody else's.
    _anonymise_paths = ("res_id",)

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        # sudo: what the client may plan has been asked; where it stands is the system's.
        files = activities.sudo().filtered(lambda one: one.res_model == "hub.beneficiary")._get_hub_files()
        activities._follow_merges(files.filtered("merged_into_id"))
        return activities

    def _get_hub_files(self):
        return self.env["hub.beneficiary"].with_context(active_test=False).browse(set(self.mapped("res_id")))

    @api.model
    def _follow_merges(self, files):
        """Let what was planned on these files stand where their person is worked with now.

        Done ones go along, so that nothing is left behind whose file has gone on.
        """
        if not files:
            return
        # sudo: a colleague's activities, too.
        domain = Domain("res_model", "=", files._name) & (
            Domain("hub_file_id", "in", files.ids) | Domain("res_id", "in", files.ids)
        )
        for activity in self.sudo().with_context(active_test=False).search(domain):
            file = activity.hub_file_id or files.sudo().browse(activity.res_id)
            stands_on = file.root_id if activity._may_stand_on(file, file.root_id) else file
            planned_on = file if stands_on != file else file.browse()
            if (activity.res_id, activity.hub_file_id) != (stands_on.id, planned_on):
                activity.write({"res_id": stands_on.id, "hub_file_id": planned_on.id})

    def _may_stand_on(self, file, root):
        """Whether who has to do it finds it on the main file, and nobody else reads there what was closed."""
        if file == root or file.is_restricted:
            return False
        user = self.user_id
        return not root.is_restricted or not user or root.with_user(user).sudo(False).has_access("read")
