import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { debounce } from "@web/core/utils/timing";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { DeskCard } from "./desk_card/desk_card";
import { DeskDay } from "./desk_day/desk_day";
import { DeskName } from "./desk_name/desk_name";
import { DeskNeeds } from "./desk_needs/desk_needs";
import { DeskPersonForm } from "./desk_person_form/desk_person_form";
import { DeskPersonRow } from "./desk_person_row/desk_person_row";
import { DeskQueue } from "./desk_queue/desk_queue";

const SEARCH_DELAY = 250;
const REFRESH_DELAY = 60000;
const SHORTEST = 2;
const EMPTY_PERSON = {
    given_name: "",
    family_name: "",
    name_ar: "",
    phone: "",
    sex: "",
    birth: "",
    nationality: "",
    need_ids: [],
    consent: "later",
    aside: [], // files of whom the user said that they are somebody else's
};
const newPerson = (values = {}) => ({ ...EMPTY_PERSON, need_ids: [], aside: [], ...values });

/**
 * The reception desk: search first, then a new person, then the request; beside it the day.
 *
 * One state, so that a visit to a file and back finds everything as it was, typed texts included.
 */
export class Desk extends Component {
    static template = "hub_beneficiary.Desk";
    static components = { DeskCard, DeskDay, DeskName, DeskNeeds, DeskPersonForm, DeskPersonRow, DeskQueue };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.searchRef = useRef("search");
        this.contentRef = useRef("content");
        this.lastAsked = 0;
        this.state = useState({
            mode: "search", // search, new, request, card
            text: "",
            results: null,
            answered: "", // the text that the results answer
            searching: false,
            active: 0,
            draft: newPerson(),
            errors: {},
            candidates: [],
            card: null,
            triage: null, // the request of the public form whose person is looked for
            needIds: [],
            busy: false,
            message: "",
            day: null,
            ...this.props.state?.desk,
        });
        this.searchLater = debounce(() => this.search(), SEARCH_DELAY);
        useSetupAction({
            getLocalState: () => ({ desk: { ...this.state, busy: false, searching: false, message: "" } }),
        });
        this.env.config?.setDisplayName?.(_t("Reception desk"));
        onWillStart(async () => {
            [this.choices] = await Promise.all([this.orm.call("hub.desk", "get_choices", []), this.loadDay()]);
        });
        onMounted(() => {
            this.focusSearch();
            this.timer = browser.setInterval(() => this.refreshDay(), REFRESH_DELAY);
            if (this.state.results && this.state.mode === "search") {
                this.search(); // a file was perhaps changed meanwhile
            }
        });
        onWillUnmount(() => {
            browser.clearInterval(this.timer);
            this.searchLater.cancel();
        });
    }

    // ------------------------------------------------------------
    // The day
    // ------------------------------------------------------------
    async loadDay() {
        this.state.day = await this.orm.silent.call("hub.desk", "get_day", []);
    }

    /** Beside what the user does: a lost connection is no dialog each minute. */
    async refreshDay() {
        if (document.visibilityState === "visible") {
            await this.loadDay().catch(() => {});
        }
    }

    get today() {
        const [year, month, day] = this.state.day.date.split("-").map(Number);
        return luxon.DateTime.local(year, month, day).toLocaleString({ weekday: "long", day: "numeric", month: "long" });
    }

    // ------------------------------------------------------------
    // Search
    // ------------------------------------------------------------
    onInput(ev) {
        this.state.text = ev.target.value;
        this.state.mode = "search";
        this.state.message = "";
        this.searchLater();
    }

    async search() {
        this.searchLater.cancel();
        const text = this.state.text.trim();
        const asked = ++this.lastAsked;
        if (text.length < SHORTEST && !/\d/.test(text)) {
            Object.assign(this.state, { results: null, answered: "", searching: false });
            return;
        }
        this.state.searching = true;
        const results = await this.call("search_people", [text]);
        // An answer that comes late never replaces that of a later question.
        if (asked === this.lastAsked) {
            this.state.searching = false;
            if (results) {
                Object.assign(this.state, { results, answered: text, active: 0 });
            }
        }
    }

    onSearchKeydown(ev) {
        const results = this.state.results || [];
        const last = results.length - 1;
        if (ev.key === "Enter") {
            ev.preventDefault();
            if (this.state.answered !== this.state.text.trim() || this.state.mode !== "search") {
                this.state.mode = "search";
                this.search();
            } else if (results[this.state.active]) {
                this.openFile(results[this.state.active].beneficiary_id);
            } else if (this.state.results) {
                this.startNew();
            }
        } else if (ev.key === "ArrowDown" && results.length) {
            ev.preventDefault();
            this.state.active = Math.min(this.state.active + 1, last);
        } else if (ev.key === "ArrowUp" && results.length) {
            ev.preventDefault();
            this.state.active = Math.max(this.state.active - 1, 0);
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape" && !ev.defaultPrevented) {
            ev.preventDefault();
            this.back();
        }
    }

    /** One step back: from a form to the results, from the results to an empty search. */
    back() {
        if (this.state.mode === "search" || this.state.mode === "card") {
            this.startOver();
        } else {
            this.state.mode = "search";
            this.state.message = "";
            this.focusSearch();
        }
    }

    startOver() {
        this.lastAsked++;
        this.searchLater.cancel();
        Object.assign(this.state, {
            mode: "search",
            text: "",
            results: null,
            answered: "",
            searching: false,
            card: null,
            triage: null,
            message: "",
        });
        this.focusSearch();
    }

    focusSearch() {
        // After the next paint: the field is perhaps not there yet.
        browser.requestAnimationFrame(() => this.searchRef.el?.focus());
    }

    showContent() {
        browser.requestAnimationFrame(() => this.contentRef.el?.scrollIntoView({ block: "nearest" }));
    }

    get resultsHeading() {
        const count = this.state.results.length;
        if (!count) {
            return _t("Nobody found for “%s”", this.state.answered);
        }
        return count === 1 ? _t("1 person found") : _t("%s people found", count);
    }

    get hasDraft() {
        return Object.entries(EMPTY_PERSON).some(
            ([name, empty]) => String(this.state.draft[name] || "") !== String(empty)
        );
    }

    // ------------------------------------------------------------
    // A new person
    // ------------------------------------------------------------
    startNew() {
        const { triage } = this.state;
        const typed = triage ? triage.name : this.state.answered || this.state.text.trim();
        if (!this.hasDraft || triage) {
            this.state.draft = newPerson({ phone: triage?.phone || "" });
            if (/[\u0600-\u06FF]{2}/.test(typed)) {
                this.state.draft.name_ar = typed;
            } else if (/\p{L}/u.test(typed) && !/\d/.test(typed)) {
                const [given, ...family] = typed.split(/\s+/);
                this.state.draft.given_name = given;
                this.state.draft.family_name = family.join(" ");
            } else if (/^[+\d][\d\s.()-]{7,}$/.test(typed)) {
                this.state.draft.phone = typed;
            }
        }
        Object.assign(this.state, { mode: "new", errors: {}, candidates: [], message: "" });
        this.showContent();
    }

    async savePerson(confirmed) {
        const answer = await this.act("create_person", [
            { ...this.state.draft, confirmed, request_id: this.state.triage?.request_id },
        ]);
        if (!answer) {
            return;
        }
        this.state.errors = answer.errors || {};
        this.state.candidates = answer.candidates || [];
        if (answer.person) {
            this.state.draft = newPerson();
            this.showCard(answer);
        }
        return answer;
    }

    // ------------------------------------------------------------
    // A request
    // ------------------------------------------------------------
    async startRequest(beneficiaryId) {
        if (this.state.triage) {
            return this.assignRequest(beneficiaryId);
        }
        const card = await this.act("get_card", [beneficiaryId]);
        if (card) {
            Object.assign(this.state, { mode: "request", card, needIds: [] });
            this.showContent();
        }
    }

    /** Look for the person who wrote by the public form: by her phone first, a name is written in many ways. */
    startTriage(row) {
        this.startOver();
        this.state.triage = row;
        this.state.text = row.phone || row.name;
        return this.search();
    }

    async assignRequest(beneficiaryId) {
        const card = await this.act("assign_request", [this.state.triage.request_id, beneficiaryId]);
        if (card) {
            this.showCard(card);
        }
    }

    async saveRequest() {
        const card = await this.act("start_request", [this.state.card.person.beneficiary_id, this.state.needIds]);
        if (card) {
            this.showCard(card);
        }
    }

    async takeRequest(requestId) {
        const card = await this.act("take_request", [requestId]);
        if (card) {
            this.showCard(card);
        } else {
            this.refreshDay(); // somebody else was faster: show who waits now
        }
    }

    async orientRequest(requestId, serviceId) {
        const card = await this.act("orient_request", [requestId, serviceId]);
        if (card) {
            this.showCard(card);
        }
    }

    async print(method, resId, lang) {
        const action = await this.act(method, [resId, lang]);
        if (action) {
            await this.action.doAction(action);
        }
    }

    showCard(card) {
        Object.assign(this.state, { mode: "card", card, triage: null, message: "" });
        this.showContent();
        this.refreshDay();
    }

    // ------------------------------------------------------------
    // Elsewhere
    // ------------------------------------------------------------
    openFile(beneficiaryId) {
        return this.openRecord("hub.beneficiary", beneficiaryId);
    }

    openPair(pairId) {
        return this.openRecord("hub.duplicate.pair", pairId);
    }

    openRecord(resModel, resId, viewId = false) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[viewId, "form"]],
            target: "current",
        });
    }

    async openRequest(requestId) {
        const action = await this.act("get_request_action", [requestId]);
        return action && this.action.doAction(action);
    }

    async openPanel(panel) {
        const action = await this.act("get_panel_action", [panel]);
        return action && this.action.doAction(action);
    }

    // ------------------------------------------------------------
    // Calls
    // ------------------------------------------------------------
    /** One action at a time: a second press of a button is not a second person. */
    async act(method, args) {
        if (this.state.busy) {
            return null;
        }
        this.state.busy = true;
        try {
            return await this.call(method, args);
        } finally {
            this.state.busy = false;
        }
    }

    /** The answer, or null after showing on this screen what the server refused; nothing typed is lost. */
    async call(method, args) {
        this.state.message = "";
        try {
            return await this.orm.call("hub.desk", method, args);
        } catch (error) {
            const refused = /^odoo\.exceptions\.(UserError|ValidationError|AccessError|MissingError|LockError)$/;
            if (error instanceof RPCError && refused.test(error.exceptionName || "")) {
                this.state.message = error.data.message;
                this.state.searching = false;
                return null;
            }
            this.state.searching = false;
            throw error;
        }
    }
}

registry.category("actions").add("hub_beneficiary.desk", Desk);
