import { registry } from "@web/core/registry";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component } from "@odoo/owl";

/**
 * Puts a text on the clipboard. The browser's own way needs https, which a server in a local network may not
 * have; then a hidden text is selected and copied, as people would do.
 *
 * @param {String} text
 * @returns {Promise<boolean>} whether it was copied
 */
export async function copyText(text) {
    if (browser.navigator.clipboard) {
        try {
            await browser.navigator.clipboard.writeText(text);
            return true;
        } catch {
            // refused by the browser: the old way may still be allowed
        }
    }
    const area = document.createElement("textarea");
    area.value = text;
    area.readOnly = true;
    area.className = "position-fixed top-0 opacity-0";
    // In the dialog, which does not let the focus out.
    const parent = document.querySelector(".modal.o_technical_modal:last-of-type .modal-body") || document.body;
    parent.append(area);
    area.select();
    try {
        return document.execCommand("copy");
    } finally {
        area.remove();
    }
}

/** The ways by which somebody of the staff sends a message from her own telephone or computer. */
export class PhoneMessageButtons extends Component {
    static template = "hub_core.PhoneMessageButtons";
    static props = { ...standardWidgetProps };

    setup() {
        this.notification = useService("notification");
    }

    get message() {
        return this.props.record.data;
    }

    async copy(text) {
        if (await copyText(text)) {
            this.notification.add(_t("Copied. Paste it where you write to this person."), { type: "success" });
        } else {
            this.notification.add(_t("The browser does not let it be copied. Mark the text and copy it."), {
                type: "warning",
            });
        }
    }
}

registry.category("view_widgets").add("hub_phone_message_buttons", {
    component: PhoneMessageButtons,
    fieldDependencies: ["text", "address", "whatsapp_url", "sms_url"].map((name) => ({ name, type: "char" })),
});
