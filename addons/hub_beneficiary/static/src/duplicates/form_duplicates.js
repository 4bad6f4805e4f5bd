import { Component, onMounted, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { serializeDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Duplicates, useDuplicates } from "./duplicates";

const MODEL = "hub.beneficiary";
/** A form keeps what is typed to itself until its field is left: these are read letter by letter. */
const TYPED = ["given_name", "family_name", "name_ar", "phone", "email"];
const CHOSEN = ["sex", "birthdate_precision"];

/** In the form of a new person: who is on file already, while she is being written down. */
export class FormDuplicates extends Component {
    static template = "hub_beneficiary.FormDuplicates";
    static components = { Duplicates };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.root = useRef("root");
        this.typed = {};
        this.duplicates = useDuplicates((vals) => this.orm.silent.call(MODEL, "find_duplicates", [vals]));
        this.onInput = (ev) => this.readLetters(ev);
        onMounted(() => {
            this.form = this.root.el.closest(".o_form_renderer");
            this.form?.addEventListener("input", this.onInput);
        });
        onWillUnmount(() => this.form?.removeEventListener("input", this.onInput));
        useEffect(
            () => {
                this.typed = {}; // the form took over what was typed
                this.duplicates.look(this.vals);
            },
            () => [JSON.stringify(this.recordVals)]
        );
    }

    get recordVals() {
        const { data } = this.props.record;
        const vals = {};
        for (const name of [...TYPED, ...CHOSEN]) {
            if (data[name]) {
                vals[name] = data[name];
            }
        }
        if (data.birthdate) {
            vals.birthdate = serializeDate(data.birthdate);
        }
        if (data.nationality_id) {
            vals.nationality_id = data.nationality_id.id;
        }
        const documents = (data.identity_ids?.records || [])
            .filter((line) => line.data.type && line.data.number)
            .map((line) => [line.data.type, line.data.number]);
        return documents.length ? { ...vals, documents } : vals;
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

    /** A glance at the file, over the form: everything typed stays. */
    look(resId) {
        this.dialog.add(FormViewDialog, {
            resModel: MODEL,
            resId,
            readonly: true,
            preventEdit: true,
            preventCreate: true,
            canExpand: false,
        });
    }

    /** It is this person: the new form is left without a record of it. */
    open(resId) {
        return this.action.doAction(
            { type: "ir.actions.act_window", res_model: MODEL, res_id: resId, views: [[false, "form"]], target: "current" },
            { forceLeave: true, stackPosition: "replaceCurrentAction" }
        );
    }
}

registry.category("view_widgets").add("hub_duplicates", { component: FormDuplicates });
