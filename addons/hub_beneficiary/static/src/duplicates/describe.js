import { serializeDate } from "@web/core/l10n/dates";

/** A form keeps what is typed to itself until its field is left: these are read letter by letter. */
export const TYPED = ["given_name", "family_name", "name_ar", "phone", "email"];
const CHOSEN = ["sex", "birthdate_precision"];

/** What a form's record says of a person, as ``hub.beneficiary.find_duplicates`` takes it. */
export function describe({ data }) {
    const vals = {};
    for (const name of [...TYPED, ...CHOSEN]) {
        if (data[name]) {
            vals[name] = data[name];
        }
    }
    if (data.birthdate) {
        vals.birthdate = serializeDate(data.birthdate);
    }
    if (data.nationality_id) {
        vals.nationality_id = data.nationality_id.id;
    }
    const documents = (data.identity_ids?.records || [])
        .filter((line) => line.data.type && line.data.number)
        .map((line) => [line.data.type, line.data.number]);
    return documents.length ? { ...vals, documents } : vals;
}
