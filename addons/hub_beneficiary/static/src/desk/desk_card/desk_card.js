import { Component, onMounted, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

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
        return this.props.card.request.stage === "welcome" && Boolean(this.props.card.request.since);
    }

    /** Where the person is now, in a sentence. */
    get stateText() {
        const { request, already_waiting: already } = this.props.card;
        if (already) {
            return _t("Was in the queue already, since %s", request.since);
        }
        if (this.waits) {
            return _t("In the queue since %s", request.since);
        }
        if (request.oriented_to) {
            return _t("Oriented to: %s", request.oriented_to);
        }
        if (request.stage === "welcome") {
            return _t("The request is in the file. Call back, or make an appointment from the file.");
        }
        return request.mine ? _t("With you now") : request.stage_name;
    }

    get canOrient() {
        return ["welcome", "interview", "oriented", "follow_up"].includes(this.props.card.request.stage);
    }
}
