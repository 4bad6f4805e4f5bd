from odoo import api, fields, models


class HubLinkedMixin(models.AbstractModel):
    """A record that somebody without an account reaches by a signed link.

    The model adds its purposes to ``hub.signed.link.purpose`` and says, for each, what the page shows, what
    pressing its button does and which files it gives. The three hooks are called on the record in superuser
    mode, in the language of the page and the hub's time zone; who asks is only known by having the link.
    """

    _name = "hub.linked.mixin"
    _description = "Reached by a signed link"

    signed_link_count = fields.Integer("Open links", compute="_compute_signed_link_count")

    @api.depends_context("uid")
    def _compute_signed_link_count(self):
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("state", "=", "active")]
        # sudo: a number tells whoever reads the record nothing more.
        counts = dict(self.env["hub.signed.link"].sudo()._read_group(domain, ["res_id"], ["__count"]))
        for record in self:
            record.signed_link_count = counts.get(record.id, 0)

    def _get_link_page(self, link):
        """Hook: what the page of a good link shows. Looking changes nothing: chat programs look, too.

        The template calls ``hub_core.link_layout`` and sends its form by POST to ``link_url`` with ``csrf_token``.
        Beside the values it gets ``link``, ``record``, ``link_url``, ``post`` (what was typed, after a refusal)
        and ``link_error`` (the sentence of a refusal).

        :return: (XML id of a template, its values)
        """
        raise NotImplementedError

    def _act_on_link(self, link, post):
        """Hook: somebody pressed the button of the page.

        What may happen once only begins with ``link._use_or_explain()``. A ``UserError`` undoes all of it and is
        shown on the page, with what was typed.

        :param dict post: the fields of the form
        :return: (XML id of a template, its values) or a response (a redirection)
        """
        return self._get_link_page(link)

    def _get_link_file(self, link, what):
        """Hook: a file below the link's address, as ``/hub/l/<token>/<what>``.

        :return: (file name, media type, bytes), or None where there is no such file
        """
        return

    def _get_signed_links(self, purpose=None):
        """The links to these records that are open, in superuser mode."""
        # sudo: staff have no rights on links; those of records that they handle are asked for.
        links = self.env["hub.signed.link"].sudo()._get_of(self, purpose)
        return links.filtered(lambda link: link.state == "active")

    def action_open_signed_links(self):
        """The links to this record; whoever may change it revokes them there."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_core.hub_signed_link_action")
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        return {**action, "domain": domain, "context": {"search_default_open": 1}, "path": False}

    def unlink(self):
        # sudo: the links go with the record, whoever deletes it.
        links = self.env["hub.signed.link"].sudo()._get_of(self)
        result = super().unlink()
        # sudo: a link to nothing helps nobody, whoever deleted the record.
        links.unlink()
        return result
