import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";
import { DeskName } from "../desk_name/desk_name";
import { DeskPanelTitle } from "../desk_panel_title/desk_panel_title";

/** The day beside the work: who comes, what is late, my people. */
export class DeskDay extends Component {
    static template = "hub_beneficiary.DeskDay";
    static components = { DeskName, DeskPanelTitle };
    static props = {
        day: Object,
        openFile: Function,
        openPair: Function,
        openPanel: Function,
        openRequest: Function,
        startTriage: Function,
    };

    late(days) {
        return days === 1 ? _t("1 day late") : _t("%s days late", days);
    }

    day(date) {
        return luxon.DateTime.fromISO(date).toLocaleString({ day: "numeric", month: "long" });
    }

    needs(row) {
        return formatList(row.needs, { style: "unit" });
    }

    withWhom(row) {
        return _t("With %s", row.with);
    }

    openLate(row) {
        return row.res_model === "crm.lead" ? this.props.openRequest(row.res_id) : this.props.openFile(row.res_id);
    }
}
