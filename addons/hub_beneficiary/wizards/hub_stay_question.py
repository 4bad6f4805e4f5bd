from markupsafe import Markup
from odoo import api, fields, models

MARKS = {"yes": "text-bg-success", "no": "text-bg-danger", "unknown": "text-bg-warning"}


class HubStayQuestion(models.TransientModel):
    """ "Regular on that day?", with the reason, for one person or for a list of them."""

    _name = "hub.stay.question"
    _description = "Regular on a day?"
    _rec_name = "day"

    beneficiary_ids = fields.Many2many("hub.beneficiary", string="People", required=True, readonly=True)
    day = fields.Date("On", required=True, default=fields.Date.context_today)
    answers = fields.Html(compute="_compute_answers", sanitize=False, export_string_translation=False)

    @api.depends("day", "beneficiary_ids")
    def _compute_answers(self):
        """A reading of their files, and logged: the dialog is looked at, and never saved."""
        for question in self:
            self.env["hub.access.log"]._log(question.beneficiary_ids._origin, "form")
            question.answers = question._get_table()

    def _get_table(self):
        people = self.beneficiary_ids._origin
        statuses = people._get_stay_statuses(self.day) if self.day and people else {}
        labels = dict(people._fields["stay_answer"]._description_selection(self.env))
        rows = Markup().join(
            Markup(
                '<tr><td><bdi>{name}</bdi></td><td><span class="badge {mark}">{answer}</span></td>'
                "<td><bdi>{reason}</bdi></td></tr>"
            ).format(
                name=person.display_name,
                mark=MARKS[status.answer],
                answer=labels[status.answer],
                reason=status.reason,
            )
            for person, status in statuses.items()
        )
        return Markup('<table class="table table-sm"><tbody>{rows}</tbody></table>').format(rows=rows)
