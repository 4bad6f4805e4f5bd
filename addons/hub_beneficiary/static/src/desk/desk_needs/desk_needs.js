import { Component } from "@odoo/owl";

/** Needs as large switches; ``selected`` is the reactive list of ids that they fill. */
export class DeskNeeds extends Component {
    static template = "hub_beneficiary.DeskNeeds";
    static props = { needs: Array, selected: Array, legend: String };

    toggle(id) {
        const index = this.props.selected.indexOf(id);
        if (index < 0) {
            this.props.selected.push(id);
        } else {
            this.props.selected.splice(index, 1);
        }
    }
}
