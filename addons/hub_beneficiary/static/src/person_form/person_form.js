import { reactive, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { describe } from "../duplicates/describe";
import { DuplicateQuestion } from "../duplicates/duplicate_question";
import { PersonGlance } from "../duplicates/person_glance";
import { LeaveQuestion } from "./leave_question";

const MODEL = "hub.beneficiary";

/**
 * The form of a person. A new one is saved when somebody says so, and never beside that.
 *
 * Odoo's form saves what is typed when another tab comes to the front, when the tab is closed (by a beacon that nobody
 * sees) and when another menu is opened. Of a person half written down that makes a file nobody meant to create, and
 * perhaps her second one: here the first saves nothing, the others ask. Saving asks first about those who may be her.
 */
export class PersonFormController extends FormController {
    setup() {
        super.setup();
        this.dialog = useService("dialog");
        // Whoever is said to be somebody else beside the form is not asked about when it is saved.
        this.aside = reactive([]);
        useSubEnv({ hubPerson: { aside: this.aside, look: this.look.bind(this), open: this.openFile.bind(this) } });
        this.isTyping = false;
        useBus(this.model.bus, "FIELD_IS_DIRTY", (ev) => (this.isTyping = ev.detail));
    }

    // ------------------------------------------------------------
    // Leaving
    // ------------------------------------------------------------
    beforeVisibilityChange() {
        return this.model.root.isNew ? undefined : super.beforeVisibilityChange();
    }

    async beforeUnload(ev) {
        const { root } = this.model;
        if (!root.isNew) {
            return super.beforeUnload(ev);
        }
        if (root.dirty || this.isTyping) {
            // The browser asks, in its own words.
            ev.preventDefault();
            ev.returnValue = "Unsaved changes";
        }
    }

    async beforeLeave(options = {}) {
        const { root } = this.model;
        if (options.forceLeave || !root.isNew || !(await root.isDirty())) {
            return super.beforeLeave(options);
        }
        const answer = await new Promise((resolve) =>
            this.dialog.add(LeaveQuestion, { answer: resolve }, { onClose: () => resolve("stay") })
        );
        if (answer === "leave") {
            await root.discard(); // one way out may ask twice
        }
        return answer === "stay" ? false : super.beforeLeave(options);
    }

    // ------------------------------------------------------------
    // Saving
    // ------------------------------------------------------------
    async onWillSaveRecord(record, changes) {
        const proceed = await super.onWillSaveRecord(record, changes);
        return proceed === false || record.resId ? proceed : this.isSomebodyNew(record);
    }

    async onRecordSaved(record, changes) {
        this.aside.length = 0; // the next person is compared with everybody again
        return super.onRecordSaved(record, changes);
    }

    /** Whether to save: nobody on file may be her, or the user has seen them and says so. */
    async isSomebodyNew(record) {
        const found = await this.orm.call(MODEL, "find_duplicates", [describe(record)]);
        const people = found.filter((person) => person.outcome !== "new" && !this.aside.includes(person.id));
        if (!people.length) {
            return true;
        }
        const isNew = await new Promise((resolve) =>
            this.dialog.add(
                DuplicateQuestion,
                {
                    people,
                    aside: this.aside,
                    look: this.look.bind(this),
                    open: this.openFile.bind(this),
                    saveNew: () => resolve(true),
                },
                { onClose: () => resolve(false) }
            )
        );
        if (isNew) {
            this.aside.push(...people.map((person) => person.id));
        }
        return isNew;
    }

    /** A glance at the file, over the form: everything typed stays. */
    look(resId) {
        this.dialog.add(PersonGlance, { resId, open: this.openFile.bind(this) });
    }

    /** It is this person: the new form is left without a record of it. */
    openFile(resId) {
        return this.actionService.doAction(
            { type: "ir.actions.act_window", res_model: MODEL, res_id: resId, views: [[false, "form"]], target: "current" },
            // Over another form, that one is left as ever.
            this.env.inDialog ? {} : { forceLeave: true, stackPosition: "replaceCurrentAction" }
        );
    }
}

registry.category("views").add("hub_person_form", { ...formView, Controller: PersonFormController });
