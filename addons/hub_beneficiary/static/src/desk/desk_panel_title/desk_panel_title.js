import { Component } from "@odoo/owl";

/** The heading of a panel: how many there are, and the way to all of them when not all are shown. */
export class DeskPanelTitle extends Component {
    static template = "hub_beneficiary.DeskPanelTitle";
    static props = { id: String, panel: String, title: String, content: Object, showAll: Function };
}
