import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** The day beside the search: who waits, who comes, my people, what is late. */
export class DeskDay extends Component {
    static template = "hub_beneficiary.DeskDay";
    static props = {
        day: Object,
        busy: Boolean,
        take: Function,
        openFile: Function,
        openRequest: Function,
        openRecord: Function,
        openPanel: Function,
    };

    waited(minutes) {
        if (minutes < 1) {
            return _t("just now");
        }
        return minutes < 60
            ? _t("%s min", minutes)
            : _t("%(hours)s h %(minutes)s", {
                  hours: Math.floor(minutes / 60),
                  minutes: String(minutes % 60).padStart(2, "0"),
              });
    }

    late(days) {
        return days === 1 ? _t("1 day late") : _t("%s days late", days);
    }

    openLate(row) {
        return row.res_model === "crm.lead" ? this.props.openRequest(row.res_id) : this.props.openFile(row.res_id);
    }
}
