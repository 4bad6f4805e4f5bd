import { Component } from "@odoo/owl";

/** A person's name in both scripts: each runs its own way, both begin where the page does. */
export class DeskName extends Component {
    static template = "hub_beneficiary.DeskName";
    static props = { person: Object, withRef: { type: Boolean, optional: true } };
}
