import { Component, onMounted, useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Duplicates, useDuplicates } from "../../duplicates/duplicates";
import { DeskNeeds } from "../desk_needs/desk_needs";

/** What tells one person from another; the rest of the draft asks for nobody. */
const DESCRIBES = ["given_name", "family_name", "name_ar", "phone", "sex", "birth", "nationality"];

/** The fewest fields for a new person. ``draft`` is reactive and stays with the desk: nothing typed is lost. */
export class DeskPersonForm extends Component {
    static template = "hub_beneficiary.DeskPersonForm";
    static components = { DeskNeeds, Duplicates };
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
        this.orm = useService("orm");
        this.duplicates = useDuplicates((vals) => this.orm.silent.call("hub.desk", "find_duplicates", [vals]), {
            aside: this.props.draft.aside,
        });
        onMounted(() => {
            this.focusFirstEmpty();
            this.look();
        });
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
                    this.duplicates.state.people = [...this.props.candidates];
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
        this.look();
    }

    look() {
        this.duplicates.look(Object.fromEntries(DESCRIBES.map((name) => [name, this.props.draft[name]])));
    }

    /** Saving waits for an answer: is she one of those found, or somebody else than all of them? */
    get isAsked() {
        const { people, aside } = this.duplicates.state;
        return this.props.candidates.length > 0 && people.some((person) => !aside.includes(person.id));
    }

    get requestLabel() {
        return this.props.isTriage ? _t("It is this person") : _t("Open a request");
    }
}
