import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const PAGE = 50;
const ICONS = {
    delivery: "fa-handshake-o",
    request: "fa-comment-o",
    consent: "fa-pencil-square-o",
    appointment: "fa-calendar-o",
};

/** What happened with a person, newest first: one list of services, requests, consents, appointments. */
export class HubTimeline extends Component {
    static template = "hub_beneficiary.Timeline";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ entries: [], more: false, limit: PAGE });
        this.lastAsked = 0;
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps(async (next) => {
            if (next.record.resId !== this.props.record.resId) {
                this.state.limit = PAGE;
                await this.load(next.record.resId);
            } else if (!next.record.dirty && next.record.data !== this.loadedData) {
                await this.load(next.record.resId); // saved or read again
            }
        });
    }

    async load(resId) {
        this.loadedData = this.props.record.data;
        const asked = ++this.lastAsked;
        const answer = resId
            ? await this.orm.call("hub.beneficiary", "get_timeline", [[resId]], { limit: this.state.limit })
            : { entries: [], more: false };
        if (asked === this.lastAsked) {
            Object.assign(this.state, answer);
        }
    }

    showMore() {
        this.state.limit += PAGE;
        return this.load(this.props.record.resId);
    }

    /** Entries under the heading of their day. */
    get days() {
        const days = [];
        for (const entry of this.state.entries) {
            const last = days[days.length - 1];
            if (last?.date === entry.date) {
                last.entries.push(entry);
            } else {
                days.push({ date: entry.date, label: this.formatDay(entry.date), entries: [entry] });
            }
        }
        return days;
    }

    formatDay(date) {
        const day = luxon.DateTime.fromISO(date);
        const today = luxon.DateTime.now().startOf("day");
        const written = day.toLocaleString({ day: "numeric", month: "long", year: "numeric" });
        return day.hasSame(today, "day") ? _t("Today, %s", written) : written;
    }

    icon(kind) {
        return ICONS[kind];
    }

    async open(entry) {
        const { res_model: resModel, res_id: resId } = entry;
        if (resModel === "crm.lead") {
            return this.action.doAction(await this.orm.call("hub.desk", "get_request_action", [resId]));
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
            target: "current",
        });
    }
}

registry.category("view_widgets").add("hub_timeline", { component: HubTimeline });
