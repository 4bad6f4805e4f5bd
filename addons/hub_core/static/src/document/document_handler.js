import { registry } from "@web/core/registry";
import { download } from "@web/core/network/download";
import { user } from "@web/core/user";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/**
 * Downloads the hub's documents. Odoo's own handler of PDF reports asks for the state of wkhtmltopdf
 * first and shows HTML when it is missing; these documents do not need it.
 *
 * @param {Object} action an ir.actions.report
 * @param {Object} options
 * @param {Object} env
 * @returns {Promise<boolean>} whether the action was handled here
 */
export async function printDocument(action, options, env) {
    if (action.report_type !== "hub-pdf") {
        return false;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf"), "qweb-pdf"]),
                context: JSON.stringify({ ...user.context, ...action.context }),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("hub_document", printDocument);
