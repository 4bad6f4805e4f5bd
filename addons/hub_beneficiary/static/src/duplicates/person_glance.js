import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { View } from "@web/views/view";

/** A glance at a file, over what is being written: what tells people apart, nothing to change. */
export class PersonGlance extends Component {
    static template = "hub_beneficiary.PersonGlance";
    static components = { Dialog, View };
    static props = { resId: Number, open: Function, close: Function };

    setup() {
        this.title = _t("On file");
        this.viewProps = {
            type: "form",
            resModel: "hub.beneficiary",
            resId: this.props.resId,
            context: { form_view_ref: "hub_beneficiary.hub_beneficiary_view_form_glance" },
            display: { controlPanel: false },
            readonly: true,
            preventCreate: true,
            preventEdit: true,
            buttonTemplate: "hub_beneficiary.PersonGlance.buttons",
        };
    }

    open() {
        this.props.close();
        this.props.open(this.props.resId);
    }
}
