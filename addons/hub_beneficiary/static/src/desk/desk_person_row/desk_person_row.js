import { Component } from "@odoo/owl";

/** One person in a list of results: who she is at a glance, why she was found, what to do. */
export class DeskPersonRow extends Component {
    static template = "hub_beneficiary.DeskPersonRow";
    static props = {
        person: Object,
        active: { type: Boolean, optional: true },
        canRequest: { type: Boolean, optional: true },
        open: Function,
        request: Function,
    };
}
