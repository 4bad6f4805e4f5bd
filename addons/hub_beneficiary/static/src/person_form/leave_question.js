import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";

/** A new person is left before she was saved. Escape and the cross stay. */
export class LeaveQuestion extends Component {
    static template = "hub_beneficiary.LeaveQuestion";
    static components = { Dialog };
    static props = { answer: Function, close: Function };

    setup() {
        this.title = _t("This person is not saved yet");
    }

    answer(answer) {
        this.props.answer(answer);
        this.props.close();
    }
}
