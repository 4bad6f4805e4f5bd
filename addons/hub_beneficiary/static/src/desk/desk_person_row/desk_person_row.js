import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { DeskName } from "../desk_name/desk_name";

/** One person in a list of results: who she is at a glance, why she was found, what to do. */
export class DeskPersonRow extends Component {
    static template = "hub_beneficiary.DeskPersonRow";
    static components = { DeskName };
    static props = {
        person: Object,
        active: { type: Boolean, optional: true },
        canRequest: { type: Boolean, optional: true },
        isTriage: { type: Boolean, optional: true },
        open: Function,
        request: Function,
    };

    get facts() {
        const { age, phone_end: phone, household, state } = this.props.person;
        return [
            age ? _t("Age: %s", age) : _t("Birth date unknown"),
            phone && _t("Phone ends in %s", phone),
            household && _t("Household: %s", household),
            state === "exited" && _t("Has left the hub"),
        ].filter(Boolean);
    }

    get waiting() {
        return _t("In the queue since %s", this.props.person.waiting_since);
    }
}
