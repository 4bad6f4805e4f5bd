import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatInteger, formatPercentage } from "@web/views/fields/formatters";

/** A figure as the reader writes numbers; people are counted in whole ones. */
export function formatFigure(target, number) {
    return target.whole ? formatInteger(number) : formatFloat(number, { digits: [16, 2], trailingZeros: false });
}

export function formatShare(share) {
    return formatPercentage(share, { digits: [16, 0] });
}

export function formatDay(date) {
    return luxon.DateTime.fromISO(date).toLocaleString({ day: "numeric", month: "long", year: "numeric" });
}

export function formatPeriod(from, to) {
    return _t("%(from)s to %(to)s", { from: formatDay(from), to: formatDay(to) });
}

/** What the figure of today means, in words that need no colour. */
export function describePace(target) {
    const gap = formatFigure(target, target.gap);
    const unit = target.unit;
    switch (target.pace) {
        case "upcoming":
            return _t("Begins on %s", formatDay(target.date_from));
        case "on_track":
            return _t("On track");
        case "late":
            return target.direction === "down"
                ? _t("Above the limit of today by %(gap)s %(unit)s", { gap, unit })
                : _t("Late by %(gap)s %(unit)s", { gap, unit });
        case "reached":
            return target.direction === "down" ? _t("Kept") : _t("Reached");
        case "missed":
            return target.direction === "down"
                ? _t("Exceeded by %(gap)s %(unit)s", { gap, unit })
                : _t("Not reached: %(gap)s %(unit)s short", { gap, unit });
    }
    return "";
}

/** The bar in one sentence, for those who do not see it. */
export function describeBar(target) {
    return _t("%(value)s of %(target)s %(unit)s, %(share)s. Expected today: %(expected)s.", {
        value: formatFigure(target, target.value),
        target: formatFigure(target, target.target),
        unit: target.unit,
        share: formatShare(target.share),
        expected: formatFigure(target, target.expected),
    });
}

export const PACE_ICONS = {
    upcoming: "fa-clock-o",
    on_track: "fa-check",
    late: "fa-exclamation-triangle",
    reached: "fa-trophy",
    missed: "fa-times",
};
