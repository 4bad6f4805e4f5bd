import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** `<button class="hub_copy" data-from="id of an input">` copies what stands in the input. */
export class Copy extends Interaction {
    static selector = ".hub_copy";
    dynamicContent = {
        _root: { "t-on-click": this.copy },
    };

    async copy() {
        const input = document.getElementById(this.el.dataset.from);
        input.focus();
        input.select();
        try {
            await navigator.clipboard.writeText(input.value);
        } catch {
            // An old phone, or a page without https: the text is selected, the phone offers to copy it.
            return;
        }
        this.el.firstElementChild.hidden = true;
        this.el.querySelector(".hub_copied").hidden = false;
    }
}

registry.category("public.interactions").add("hub_core.copy", Copy);
