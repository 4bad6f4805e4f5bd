import { Component, onMounted, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { TYPED, describe } from "./describe";
import { Duplicates, useDuplicates } from "./duplicates";

/** In the form of a new person: who is on file already, while she is being written down. */
export class FormDuplicates extends Component {
    static template = "hub_beneficiary.FormDuplicates";
    static components = { Duplicates };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.form = this.env.hubPerson; // see person_form.js
        this.root = useRef("root");
        this.typed = {};
        this.duplicates = useDuplicates(
            (vals) => this.orm.silent.call("hub.beneficiary", "find_duplicates", [vals]),
            { aside: this.form.aside }
        );
        this.onInput = (ev) => this.readLetters(ev);
        onMounted(() => {
            this.renderer = this.root.el.closest(".o_form_renderer");
            this.renderer?.addEventListener("input", this.onInput);
        });
        onWillUnmount(() => this.renderer?.removeEventListener("input", this.onInput));
        useEffect(
            () => {
                this.typed = {}; // the form took over what was typed
                this.duplicates.look(this.vals);
            },
            () => [JSON.stringify(this.recordVals)]
        );
    }

    get recordVals() {
        return describe(this.props.record);
    }

    get vals() {
        return { ...this.recordVals, ...this.typed };
    }

    get isDescribed() {
        const { given_name: given, family_name: family, name_ar: arabic, phone, documents } = this.recordVals;
        return Boolean((given && family) || arabic || phone || documents);
    }

    readLetters(ev) {
        const name = ev.target.closest(".o_field_widget[name]")?.getAttribute("name");
        if (TYPED.includes(name)) {
            this.typed[name] = ev.target.value;
            this.duplicates.look(this.vals);
        }
    }
}

registry.category("view_widgets").add("hub_duplicates", { component: FormDuplicates });
