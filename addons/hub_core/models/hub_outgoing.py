from odoo import api, models
from odoo.exceptions import UserError


def _refuse(_original, records, *_args, **_kwargs):
    raise UserError(
        records.env._(
            "This would send data to a server outside. An administrator can allow it: technical settings, "
            "system parameters, hub_core.outgoing."
        )
    )


def _answer(value):
    """A method that does nothing and says ``value``."""

    def method(_original, _records, *_args, **_kwargs):
        return value() if callable(value) else value

    return method


def _refuse_sms(original, records, sms_api, *args, **kwargs):
    """The messages end as not sent, by the usual way, and no phone number has left."""

    def send_batch(messages, **_kwargs):
        numbers = [number for message in messages for number in message["numbers"]]
        return [{"uuid": number["uuid"], "state": "server_error"} for number in numbers]

    # Odoo's own gateway; another one is there because somebody set it up.
    if hasattr(sms_api, "DEFAULT_ENDPOINT"):
        sms_api._send_sms_batch = send_batch
    return original(records, sms_api, *args, **kwargs)


class HubOutgoing(models.AbstractModel):
    """Closes the ways out that modules bring which install themselves.

    They are no dependencies, so their models cannot be inherited here: their methods are
    replaced once the registry is complete. The system parameter ``hub_core.outgoing`` holds
    the names of the modules that may call out, comma separated.
    """

    _name = "hub.outgoing"
    _description = "Calls to servers outside"

    #: (module, model, method): what happens instead.
    _CLOSED = {
        ("partner_autocomplete", "iap.autocomplete.api", "_request_partner_autocomplete"): _answer((False, "closed")),
        ("partner_autocomplete", "res.partner", "autocomplete_by_vat"): _answer(list),
        ("partner_autocomplete", "res.company", "iap_enrich_auto"): _answer(True),
        ("crm_iap_enrich", "crm.lead", "_iap_enrich_leads_cron"): _answer(None),
        ("crm_iap_enrich", "crm.lead", "iap_enrich"): _refuse,
        ("crm_iap_enrich", "iap.enrich.api", "_contact_iap"): _refuse,
        ("crm_iap_mine", "crm.iap.lead.mining.request", "_iap_contact_mining"): _refuse,
        ("iap", "iap.account", "_get_account_information_from_iap"): _answer(None),
        ("iap", "iap.account", "get_credits"): _answer(-1),
        ("snailmail", "snailmail.letter", "_snailmail_print"): _refuse,
        ("snailmail", "snailmail.letter", "_snailmail_cron"): _answer(None),
        ("sms", "sms.sms", "_send_with_api"): _refuse_sms,
        ("base_import_module", "ir.module.module", "_call_apps"): _refuse,
        ("base_import_module", "ir.module.module", "_get_industry_categories_from_apps"): _answer(list),
    }

    @api.model
    def _is_allowed(self, module):
        # sudo: whether data may leave does not depend on who asks.
        allowed = self.env["ir.config_parameter"].sudo().get_param("hub_core.outgoing", "")
        return module in {name.strip() for name in allowed.split(",")}

    @api.model
    def _turn_off_cron(self, xml_id):
        """Turn off a scheduled action of a module that may have come or not."""
        cron = self.env.ref(xml_id, raise_if_not_found=False)
        if cron:
            cron.active = False

    def _register_hook(self):
        super()._register_hook()
        for (module, model, name), instead in self._CLOSED.items():
            if model in self.env and hasattr(self.env[model], name):
                self._close(self.env.registry[model], module, name, instead)

    def _unregister_hook(self):
        result = super()._unregister_hook()
        for _module, model, name in self._CLOSED:
            if model in self.env and hasattr(vars(self.env.registry[model]).get(name), "hub_closed"):
                delattr(self.env.registry[model], name)
        return result

    def _close(self, model_cls, module, name, instead):
        if hasattr(vars(model_cls).get(name), "hub_closed"):
            return
        original = getattr(model_cls, name)

        def method(records, *args, **kwargs):
            if records.env["hub.outgoing"]._is_allowed(module):
                return original(records, *args, **kwargs)
            return instead(original, records, *args, **kwargs)

        method.__name__, method.__doc__ = name, original.__doc__
        # What the dispatcher reads from a method: model method, private, read-only.
        method.__dict__.update(vars(original))
        method.hub_closed = True
        setattr(model_cls, name, method)
