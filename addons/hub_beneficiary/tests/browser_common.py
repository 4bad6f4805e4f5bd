"""Scripts that run inside the browser: what a person does with a screen of hub_beneficiary."""

#: Wait for, write into and press what carries a ``data-testid``.
HELPERS = """
const find = (id) => document.querySelector(`[data-testid="${id}"]`);
const until = async (test, what) => {
    for (let tries = 0; tries < 200; tries++) {
        const found = test();
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`Not seen: ${what}`);
};
const seen = (id) => until(() => find(id), id);
const gone = (id) => until(() => !find(id), `the end of ${id}`);
const write = (id, text) => {
    find(id).value = text;
    find(id).dispatchEvent(new Event("input", { bubbles: true }));
};
const press = (id, key) => find(id).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
const walk = async (steps) => {
    try {
        await steps();
        console.log("test successful");
    } catch (error) {
        console.error(error.message);
    }
};
"""
