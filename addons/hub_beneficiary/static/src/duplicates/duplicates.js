import { Component, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { debounce } from "@web/core/utils/timing";

/** Long enough for a next letter, short enough to be there before the next field is filled. */
const TYPING_DELAY = 350;

/**
 * Who on file may be the person whose data are being typed: asked while she types, never in her way.
 *
 * @param {(vals: Object) => Promise<Object[]>} ask the people of ``hub.beneficiary.find_duplicates``
 * @returns ``state`` (reactive: ``people`` found, ids ``aside`` that are somebody else, ``asking``),
 *      ``look(vals)`` to ask soon, ``forget()`` for another person
 */
export function useDuplicates(ask, kept = {}) {
    const state = useState({ people: [], aside: [], asking: false, failed: false, ...kept });
    let lastAsked = 0;
    let answered = "{}";

    const askNow = debounce(async (vals) => {
        const asked = ++lastAsked;
        state.asking = true;
        // A lost connection or a refused question is no dialog over what is being typed: saving says it.
        const people = await ask(vals).catch(() => null);
        if (asked !== lastAsked) {
            return; // an answer that comes late never replaces that of a later question
        }
        Object.assign(state, { asking: false, failed: !people });
        if (people) {
            state.people = people;
        }
    }, TYPING_DELAY);

    onWillUnmount(() => {
        lastAsked++;
        askNow.cancel();
    });

    return {
        state,
        look(vals) {
            const question = JSON.stringify(vals);
            if (question !== answered) {
                answered = question;
                askNow(vals);
            }
        },
        forget() {
            lastAsked++;
            askNow.cancel();
            answered = "{}";
            Object.assign(state, { people: [], aside: [], asking: false, failed: false });
        },
    };
}

/**
 * The people found, best first, each with what speaks for it and against it, and what to do with it.
 *
 * A screen reader hears the heading when it changes. The arrows walk from one person to the next.
 */
export class Duplicates extends Component {
    static template = "hub_beneficiary.Duplicates";
    static props = {
        state: Object,
        open: Function,
        openLabel: { type: String, optional: true },
        look: { type: Function, optional: true }, // a glance that leaves everything typed where it is
        request: { type: Function, optional: true },
        requestLabel: { type: String, optional: true },
        asked: { type: Boolean, optional: true }, // saving waits for an answer
    };

    setup() {
        this.root = useRef("root");
        this.ui = useState({ all: false });
        // The field being typed in stays in sight above what has just appeared.
        useEffect(
            (count) => {
                if (count && document.activeElement?.matches("input, textarea, select")) {
                    document.activeElement.scrollIntoView({ block: "nearest" });
                }
            },
            () => [this.people.length]
        );
    }

    get people() {
        const { people, aside } = this.props.state;
        return people.filter((person) => !aside.includes(person.id));
    }

    /** Nobody wants to read five people while typing the name: the best one, and how many more there are. */
    get shown() {
        return this.ui.all || this.props.asked ? this.people : this.people.slice(0, 1);
    }

    get asideCount() {
        const { people, aside } = this.props.state;
        return people.filter((person) => aside.includes(person.id)).length;
    }

    get heading() {
        const count = this.people.length;
        if (!count) {
            return "";
        }
        if (this.props.asked) {
            return _t("Is it one of these people?");
        }
        return count === 1
            ? _t("1 person on file may be this person")
            : _t("%s people on file may be this person", count);
    }

    get more() {
        return _t("Show %s more", this.people.length - this.shown.length);
    }

    get setAside() {
        return _t("Somebody else: %s. Show them again", this.asideCount);
    }

    outcome(person) {
        return {
            same: _t("Same person, it seems"),
            maybe: _t("Perhaps the same person"),
            new: _t("Similar name"),
        }[person.outcome];
    }

    showAll() {
        this.ui.all = true;
    }

    putAside(person) {
        const rows = this.rows;
        const place = rows.findIndex((row) => row.contains(document.activeElement));
        this.props.state.aside.push(person.id);
        // The keyboard goes on with the person that takes this one's place.
        Promise.resolve().then(() => (this.rows[place] || this.rows[place - 1])?.querySelector("button")?.focus());
    }

    showAside() {
        this.props.state.aside.length = 0;
    }

    get rows() {
        return [...(this.root.el?.querySelectorAll("[data-testid=duplicate]") || [])];
    }

    onKeydown(ev) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (step) {
            const rows = this.rows;
            const place = rows.findIndex((row) => row.contains(document.activeElement));
            ev.preventDefault();
            rows[Math.max(0, Math.min(place + step, rows.length - 1))]?.querySelector("button").focus();
        }
    }
}
