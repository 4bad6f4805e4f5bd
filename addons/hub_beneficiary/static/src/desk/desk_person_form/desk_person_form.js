import { Component, onMounted, useEffect, useRef } from "@odoo/owl";
import { DeskNeeds } from "../desk_needs/desk_needs";
import { DeskPersonRow } from "../desk_person_row/desk_person_row";

/** The fewest fields for a new person. ``draft`` is reactive and stays with the desk: nothing typed is lost. */
export class DeskPersonForm extends Component {
    static template = "hub_beneficiary.DeskPersonForm";
    static components = { DeskNeeds, DeskPersonRow };
    static props = {
        draft: Object,
        errors: Object,
        candidates: Array,
        choices: Object,
        busy: Boolean,
        isTriage: Boolean,
        save: Function,
        cancel: Function,
        openFile: Function,
        startRequest: Function,
    };

    setup() {
        this.root = useRef("root");
        onMounted(() => this.focusFirstEmpty());
        // What keeps the person from being saved is where the eyes and the keyboard go.
        useEffect(
            (errors) => {
                if (Object.keys(errors).length) {
                    this.root.el.querySelector("[aria-invalid='true']")?.focus();
                }
            },
            () => [this.props.errors]
        );
        useEffect(
            (count) => {
                if (count) {
                    this.root.el.querySelector(".o_hub_desk_warning")?.focus();
                }
            },
            () => [this.props.candidates.length]
        );
    }

    focusFirstEmpty() {
        const inputs = [...this.root.el.querySelectorAll("input[type=text], input[type=tel]")];
        (inputs.find((input) => !input.value) || inputs[0]).focus();
    }

    onInput(field, ev) {
        this.props.draft[field] = ev.target.value;
        // A candidate of other data is no candidate; an error is gone once its field is corrected.
        this.props.candidates.length = 0;
        delete this.props.errors[field.endsWith("name") || field === "name_ar" ? "name" : field];
    }
}
