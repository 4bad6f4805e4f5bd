import { Component, onMounted, useRef } from "@odoo/owl";

/** What was just done for a person, and the next steps. */
export class DeskCard extends Component {
    static template = "hub_beneficiary.DeskCard";
    static props = {
        card: Object,
        choices: Object,
        busy: Boolean,
        openFile: Function,
        openRequest: Function,
        take: Function,
        orient: Function,
        print: Function,
        next: Function,
    };

    setup() {
        this.heading = useRef("heading");
        // Read out by screen readers, and the place from where Tab goes to the next steps.
        onMounted(() => this.heading.el.focus());
    }

    get waits() {
        return this.props.card.request.stage === "welcome";
    }

    get canOrient() {
        return ["welcome", "interview", "oriented", "follow_up"].includes(this.props.card.request.stage);
    }
}
