import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { Duplicates } from "./duplicates";

/** Before a new person is saved: is she one of those on file? Escape and the cross save nothing. */
export class DuplicateQuestion extends Component {
    static template = "hub_beneficiary.DuplicateQuestion";
    static components = { Dialog, Duplicates };
    static props = {
        people: Array,
        aside: Array, // reactive: whoever is put aside here stays so beside the form
        open: Function,
        look: Function,
        saveNew: Function,
        close: Function,
    };

    setup() {
        this.title = _t("Perhaps on file already");
        this.state = useState({ people: this.props.people, aside: this.props.aside });
    }

    open(resId) {
        this.props.close();
        this.props.open(resId);
    }

    saveNew() {
        this.props.saveNew();
        this.props.close();
    }
}
