import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import {
    describeBar,
    describePace,
    formatFigure,
    formatPeriod,
    formatShare,
    PACE_ICONS,
} from "./promise_format";

/** One target: its figure, its bar, what that means, how it is counted, its splits. */
export class PromiseCard extends Component {
    static template = "hub_core.PromiseCard";
    static props = { target: Object, openRecords: Function };

    setup() {
        this.orm = useService("orm");
        this.treeProcessor = useService("tree_processor");
        this.lastAsked = 0;
        this.state = useState({ dimension: "", split: null, conditions: "" });
        this.describeBar = describeBar;
        this.describePace = describePace;
        this.formatShare = formatShare;
        this.formatPeriod = formatPeriod;
        this.icons = PACE_ICONS;
    }

    get target() {
        return this.props.target;
    }

    format(number) {
        return formatFigure(this.target, number);
    }

    width(share) {
        return `inline-size: ${Math.min(Math.max(share, 0), 1) * 100}%`;
    }

    get marker() {
        const share = Math.min(this.target.expected / this.target.target, 1);
        return `inset-inline-start: calc(${share * 100}% - 1px)`;
    }

    get showsMarker() {
        return this.target.pace !== "upcoming" && this.target.elapsed < 1;
    }

    // ------------------------------------------------------------
    // How it is counted
    // ------------------------------------------------------------
    async onToggleHow(ev) {
        const { model, domain } = this.target.how;
        if (ev.target.open && !this.state.conditions && domain.length) {
            const tree = await this.treeProcessor.treeFromDomain(model, domain);
            this.state.conditions = await this.treeProcessor.getDomainTreeDescription(model, tree);
        }
    }

    // ------------------------------------------------------------
    // Splits
    // ------------------------------------------------------------
    async onSplit(ev) {
        this.state.dimension = ev.target.value;
        const asked = ++this.lastAsked;
        const split = this.state.dimension
            ? await this.orm.call("hub.promise", "get_split", [this.target.id, this.state.dimension])
            : null;
        if (asked === this.lastAsked) {
            this.state.split = split;
        }
    }

    get splitLabel() {
        return this.target.dimensions.find(([name]) => name === this.state.dimension)?.[1] || "";
    }

    shareOfTotal(value) {
        return this.state.split.total ? value / this.state.split.total : 0;
    }
}
