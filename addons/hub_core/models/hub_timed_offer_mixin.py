import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

_logger = logging.getLogger(__name__)

#: Offers that one transaction of the scheduled action ends.
BATCH = 100


class HubTimedOfferMixin(models.AbstractModel):
    """A place, an appointment, a role offered to one and held until a time::

        (none) ──open──▶ open ──▶ accepted
                           ├────▶ declined  ┐
                           ├────▶ withdrawn ├─▶ the next one may have it
                           └────▶ expired   ┘

    Answering locks the row first, so that of two answers at once one counts; an offer whose time is over
    expires then, at the latest, however late the scheduled action comes.
    """

    _name = "hub.timed.offer.mixin"
    _description = "Offer with a time limit"

    _OFFER_TRANSITIONS = {
        False: {"open"},
        "open": {"accepted", "declined", "expired", "withdrawn"},
        "accepted": set(),
        "declined": {"open"},
        "expired": {"open"},
        "withdrawn": {"open"},
    }

    offer_state = fields.Selection(
        [
            ("open", "Offered"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("expired", "Expired"),
            ("withdrawn", "Withdrawn"),
        ],
        string="Offer",
        readonly=True,
        copy=False,
    )
    offer_expires_at = fields.Datetime(
        "Answer until", readonly=True, copy=False, help="Whoever has not answered by then makes room for the next one."
    )
    offer_answered_at = fields.Datetime("Answered on", readonly=True, copy=False)

    _offer_expires_idx = models.Index("(offer_expires_at) WHERE offer_state = 'open'")
    _offer_has_its_time = models.Constraint(
        "CHECK (offer_state IS DISTINCT FROM 'open' OR offer_expires_at IS NOT NULL)",
        "An offer needs a time by which it is answered.",
    )
    _offer_answer_has_its_time = models.Constraint(
        "CHECK ((offer_state IN ('accepted', 'declined')) IS NOT TRUE OR offer_answered_at IS NOT NULL)",
        "An answer to an offer needs the time at which it was given.",
    )

    def _after_offer_accepted(self):
        """Hook: these offers were accepted; the rows are locked."""

    def _after_offer_freed(self):
        """Hook: these offers were declined, withdrawn or have expired, so the next one may have what was
        offered; the rows are locked."""

    def _open_offer(self, expires_at=None, days=None, hours=None):
        """Offer it, or offer it again to who declined or came too late."""
        until = expires_at or fields.Datetime.now() + timedelta(days=days or 0, hours=hours or 0)
        self._lock_or_explain()
        self._set_offer_state("open", offer_expires_at=until, offer_answered_at=False)
        self._schedule_offer_expiry(until)

    def _accept_offer(self):
        self._answer_offer("accepted")
        self._after_offer_accepted()

    def _decline_offer(self):
        self._answer_offer("declined")
        self._after_offer_freed()

    def _withdraw_offer(self):
        """The hub takes back what nobody has answered yet."""
        self._answer_offer("withdrawn")
        self._after_offer_freed()

    def _answer_offer(self, state):
        self._lock_or_explain()
        over = self.filtered(lambda record: record._is_offer_over())
        if over:
            # Where the caller undoes this with the refusal, the scheduled action does it again.
            over._expire_offer()
            raise UserError(
                self.env._(
                    "The time to answer is over: %(names)s. Ask the hub for a new offer.",
                    names=format_list(self.env, over.mapped("display_name")),
                )
            )
        answered = fields.Datetime.now() if state in ("accepted", "declined") else False
        self._set_offer_state(state, offer_answered_at=answered)

    def _is_offer_over(self):
        self.ensure_one()
        return self.offer_state == "open" and self.offer_expires_at <= fields.Datetime.now()

    def _expire_offer(self):
        self._set_offer_state("expired")
        self._after_offer_freed()

    def _set_offer_state(self, state, **vals):
        """The one place where an offer changes; the rows are locked."""
        refused = self.filtered(lambda record: state not in self._OFFER_TRANSITIONS[record.offer_state])
        if refused:
            raise UserError(refused._get_offer_refusal())
        self.write({"offer_state": state, **vals})

    def _get_offer_refusal(self):
        """The sentence that says why these offers cannot be answered as asked."""
        first = self[:1]
        sentences = {
            False: self.env._("Nothing is offered here yet: %(name)s.", name=first.display_name),
            "open": self.env._("This is offered already: %(name)s.", name=first.display_name),
            "accepted": self.env._("This offer was accepted already: %(name)s.", name=first.display_name),
            "declined": self.env._("This offer was declined: %(name)s.", name=first.display_name),
            "expired": self.env._("The time to answer is over: %(name)s.", name=first.display_name),
            "withdrawn": self.env._("This offer was withdrawn: %(name)s.", name=first.display_name),
        }
        return sentences[first.offer_state]

    @api.model
    def _schedule_offer_expiry(self, at):
        """The scheduled action comes at that time, not only in its own rhythm."""
        # sudo: scheduled actions are the system's.
        cron = self.env.ref("hub_core.ir_cron_expire_offers", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger(at=at)

    @api.model
    def _cron_expire_offers(self):
        """End all offers whose time is over, of every model that has any; what is being answered comes next time."""
        names = [
            name for name in self.env.registry.descendants(["hub.timed.offer.mixin"], "_inherit")
            if not self.env[name]._abstract
        ]  # fmt: skip
        domain = [("offer_state", "=", "open"), ("offer_expires_at", "<=", fields.Datetime.now())]
        models_ = [self.env[name].with_context(active_test=False) for name in names]
        counts = [model.search_count(domain) for model in models_]
        self.env["ir.cron"]._commit_progress(remaining=sum(counts))
        for model in models_:
            self._expire_offers_of(model, domain)

    @api.model
    def _expire_offers_of(self, model, domain):
        """One model's offers, in batches; one that cannot be ended does not hold up the others."""
        broken = model.browse()
        while True:
            waiting = model.search([*domain, ("id", "not in", broken.ids)], limit=BATCH, order="offer_expires_at, id")
            offers = waiting.try_lock_for_update(allow_referencing=True)
            if not offers:
                return
            for offer in offers:
                try:
                    with self.env.cr.savepoint():
                        offer._expire_offer()
                except Exception:  # whatever the hook of a model raises
                    _logger.exception("The offer %s cannot be ended", offer)
                    broken |= offer
            if not self.env["ir.cron"]._commit_progress(len(offers)):
                return
