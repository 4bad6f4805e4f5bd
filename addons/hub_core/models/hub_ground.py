from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_list


class HubGround(models.AbstractModel):
    """Why a visitor may see a record: the one resolver of the grounds of access.

    A ground is one reason: a record is about the visitor's own person (``self``), about an
    organisation for which she acts (``representation``), or she was put in charge of it
    (``assignment``, for addons: a mentor, a juror). Nothing else opens anything to a visitor: no
    equal e-mail address, no follower, no ``parent_id``, no ``child_of``.

    A model says in ``_ground_paths`` of ``hub.ground.mixin`` on which grounds it is shown and where
    the partner is. Its rule for the portal is ``user._get_hub_ground_domain('its.model')``; pages
    and reports ask :meth:`_verify`; :meth:`_explain` answers "why may she see it?" in words.

    An addon adds a ground by extending :meth:`_get_ground_names` and defining two methods::

        def _ground_<name>_domain(self, model, path, user)   # the records, from stored columns
        def _ground_<name>_roles(self, record, path, user)   # [(role, words)], for the explanation

    The domains are cached with the rules. They may depend on who the user is, never on records or
    on the day: what changes stands in the domain (``any!`` on stored columns, ``'today'``), so that
    the end of a role closes everything at the very next query.
    """

    _name = "hub.ground"
    _description = "Ground of access"

    @api.model
    def _get_ground_names(self):
        """Hook: the grounds that there are."""
        return ["self", "representation", "assignment"]

    @api.model
    def _get_domain(self, model_name, user):
        """Records of a model that are open to this user on any ground."""
        model = self.env[model_name]
        return Domain.OR(
            getattr(self, f"_ground_{ground}_domain")(model, path, user) for ground, path in self._get_paths(model)
        )

    @api.model
    def _get_paths(self, model):
        """``(ground, path)`` for each way in which a model is shown; a ground may have several paths."""
        known = self._get_ground_names()
        for ground, paths in model._ground_paths.items():
            if ground not in known:
                raise ValueError(f"{model._name} is shown on a ground that nobody defines: {ground}")
            for path in [paths] if isinstance(paths, str) else paths:
                yield ground, path

    @api.model
    def _get_path_domain(self, path, partners):
        """Records whose partner at ``path`` is in the domain ``partners``; ``"id"`` on partners themselves."""
        if path == "id":
            return partners
        for name in reversed(path.split(".")):
            partners = Domain(name, "any!", partners)
        return partners

    # the grounds that the core knows

    def _ground_self_domain(self, model, path, user):
        # All visitors without an account share one partner: nothing is about them.
        return Domain.FALSE if user._is_public() else self._get_path_domain(path, Domain("id", "=", user.partner_id.id))

    def _ground_self_roles(self, record, path, user):
        return [("self", self.env._("It is about this person herself or himself."))]

    def _ground_representation_domain(self, model, path, user):
        acting = self.env["hub.representation"]._get_acting_domain(user)
        return self._get_path_domain(path, Domain("hub_representative_ids", "any!", acting))

    def _ground_representation_roles(self, record, path, user):
        organizations = record if path == "id" else record.mapped(path)
        acting = self.env["hub.representation"]._get_acting_domain(user)
        # sudo: whoever may ask for the reason is told all of it.
        roles = (
            self.env["hub.representation"].sudo().search(acting & Domain("organization_id", "in", organizations.ids))
        )
        return [(role.role, role._get_role_sentence()) for role in roles]

    def _ground_assignment_domain(self, model, path, user):
        return self._ground_self_domain(model, path, user)

    def _ground_assignment_roles(self, record, path, user):
        return [("assignment", self.env._("The hub has put this person in charge of it."))]

    # what others ask

    @api.model
    def _get_organizations(self, user):
        """Organisations for which this user acts today."""
        acting = self.env["hub.representation"]._get_acting_domain(user)
        # sudo: who acts for whom is asked about others, too.
        found = self.env["res.partner"].sudo().search(Domain("hub_representative_ids", "any!", acting))
        return found.sudo(self.env.su)

    @api.model
    def _explain(self, record, user):
        """Why this user may see the record: a list of ``(ground, role, words)``, empty when she may not."""
        record.ensure_one()
        if user._is_internal():
            return self._explain_staff(record, user)
        # sudo: the question is about another user's rights.
        record = record.sudo().exists()
        reasons = []
        for ground, path in self._get_paths(record) if record else ():
            if record.filtered_domain(getattr(self, f"_ground_{ground}_domain")(record, path, user)):
                roles = getattr(self, f"_ground_{ground}_roles")(record, path, user)
                reasons += [(ground, role, words) for role, words in roles]
        return reasons

    def _explain_staff(self, record, user):
        if not record.with_user(user).has_access("read"):
            return []
        category = self.env.ref("hub_core.module_category_hub")
        # sudo: groups are technical settings.
        roles = user.sudo().group_ids.filtered(lambda group: group.privilege_id.category_id == category)
        if not roles:
            return [("staff", "employee", self.env._("Is an employee of the hub."))]
        names = format_list(self.env, roles.mapped("name"))
        return [("staff", role.name, self.env._("Works at the hub as: %(roles)s.", roles=names)) for role in roles[:1]]

    @api.model
    def _verify(self, record, user):
        """Raise unless the user may see the record: one sentence for what is not hers and what does not exist."""
        if not record or not self._explain(record, user):
            raise AccessError(self.env._("This page does not exist, or it is not open to you."))


class HubGroundMixin(models.AbstractModel):
    """Records that visitors with an account are shown on a ground of access."""

    _name = "hub.ground.mixin"
    _description = "Shown on a ground of access"

    #: Ground → the field path, or several, from this model to the partner who has that ground: the
    #: person herself for ``self``, the organisation for ``representation``.
    _ground_paths = {}
