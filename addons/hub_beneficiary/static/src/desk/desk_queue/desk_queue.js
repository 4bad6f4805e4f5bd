import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";
import { DeskName } from "../desk_name/desk_name";
import { DeskPanelTitle } from "../desk_panel_title/desk_panel_title";

/** Who waits, the urgent and the longest first. */
export class DeskQueue extends Component {
    static template = "hub_beneficiary.DeskQueue";
    static components = { DeskName, DeskPanelTitle };
    static props = {
        queue: Object,
        busy: Boolean,
        canTake: Boolean,
        take: Function,
        openRequest: Function,
        openPanel: Function,
    };

    waited({ since, minutes }) {
        if (minutes < 1) {
            return _t("Since %s, just now", since);
        }
        if (minutes < 60) {
            return _t("Since %(since)s, %(minutes)s min", { since, minutes });
        }
        const hours = Math.floor(minutes / 60);
        return _t("Since %(since)s, %(hours)s h %(minutes)s min", { since, hours, minutes: minutes % 60 });
    }

    needs(row) {
        return formatList(row.needs, { style: "unit" });
    }

    takeLabel(row) {
        return _t("Take %s", row.name);
    }
}
