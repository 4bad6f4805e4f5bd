import { Component, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { PromiseCard } from "./promise_card";
import { describePace, formatFigure, formatPeriod, formatShare } from "./promise_format";

const REMEMBERED = "hub_core.promise.program";
const VIEW = "hub_core.promise.view";

/** What a programme promised and what became of it, on one page: a card for each target, or a table of all. */
export class HubPromise extends Component {
    static template = "hub_core.Promise";
    static components = { PromiseCard };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.lastAsked = 0;
        this.state = useState({
            page: null,
            view: browser.localStorage.getItem(VIEW) || "cards",
        });
        this.formatShare = formatShare;
        this.formatFigure = formatFigure;
        this.formatPeriod = formatPeriod;
        this.describePace = describePace;
        this.env.config?.setDisplayName?.(_t("The promise"));
        const remembered = Number(browser.localStorage.getItem(REMEMBERED)) || false;
        useSetupAction({ getLocalState: () => ({ programId: this.program.id }) });
        // Back from the records of a figure, by an address, from a programme, or as last time.
        const { state, resId, action } = this.props;
        onWillStart(() => this.load(state?.programId || resId || action.context?.program_id || remembered));
    }

    async load(programId) {
        const asked = ++this.lastAsked;
        const page = await this.orm.call("hub.promise", "get_page", [programId]);
        // The answer for a programme that was left meanwhile is late.
        if (asked === this.lastAsked) {
            this.state.page = page;
            this.props.updateActionState?.({ resId: page.program.id || false });
        }
    }

    choose(ev) {
        browser.localStorage.setItem(REMEMBERED, ev.target.value);
        return this.load(Number(ev.target.value));
    }

    show(view) {
        browser.localStorage.setItem(VIEW, view);
        this.state.view = view;
    }

    get page() {
        return this.state.page;
    }

    get program() {
        return this.state.page.program;
    }

    /** How many targets are where, the good news first. */
    get summary() {
        const texts = {
            reached: _t("Reached"),
            on_track: _t("On track"),
            upcoming: _t("Not begun"),
            late: _t("Late"),
            missed: _t("Not reached"),
            problem: _t("Cannot be counted"),
        };
        const paces = this.page.targets.map((target) => target.pace || "problem");
        return Object.entries(texts)
            .map(([pace, text]) => ({ pace, text, number: paces.filter((one) => one === pace).length }))
            .filter((line) => line.number);
    }

    get funders() {
        return _t("Promised to %s", this.program.funders);
    }

    get elapsed() {
        const { elapsed, days_left: days } = this.program;
        if (elapsed === 0) {
            return _t("Not begun yet");
        }
        return days
            ? _t("%(share)s of the time is over, %(days)s days are left", { share: formatShare(elapsed), days })
            : _t("The time is over");
    }

    openProgram() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "hub.program",
            res_id: this.program.id,
            views: [[false, "form"]],
        });
    }

    newProgram() {
        return this.action.doAction("hub_core.hub_program_action");
    }

    async openRecords(target, dimension = false, key = false, label = "") {
        this.action.doAction(
            await this.orm.call("hub.promise", "get_records_action", [target.id, dimension, key, label])
        );
    }
}

registry.category("actions").add("hub_core.promise", HubPromise);
