"""To 19.0.1.2.0: one record per person."""

import logging

from odoo.addons.hub_beneficiary.tools.names import MAX_NAME, clean
from odoo.addons.hub_beneficiary.tools.stays import Stay, follow, split
from openupgradelib import openupgrade

_logger = logging.getLogger(__name__)

#: Control characters and the marks that turn the direction of what follows, for PostgreSQL.
MARKS = r"[\u0001-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"


@openupgrade.migrate()
def migrate(env, version):
    drop_indexes(env)
    fill_roots(env)
    settle_stays(env)
    settle_renewals(env)
    keep_consents(env)
    publish_notices(env)
    clean_names(env)


def drop_indexes(env):
    """Indexes that are made anew in another form, under the same name or another."""
    for name in ("hub_beneficiary__ref", "hub_beneficiary__name_folded", "hub_beneficiary_identity__renews_id"):
        env.cr.execute(f"DROP INDEX IF EXISTS {name}_index")


def fill_roots(env):
    """Every file is its own main file until somebody merges it. Before the constraints that say so."""
    if not openupgrade.column_exists(env.cr, "hub_beneficiary", "root_id"):
        env.cr.execute("ALTER TABLE hub_beneficiary ADD COLUMN root_id integer")
    openupgrade.logged_query(env.cr, "UPDATE hub_beneficiary SET root_id = id WHERE root_id IS NULL")


def settle_stays(env):
    """Stays in households that overlap, before the constraints that refuse them (ADR 0017).

    Nothing is deleted and no day of presence is lost. A stay of a household twice becomes periods that touch;
    where two main households or two heads overlap, a stay is cut in pieces, and in each the one counts that
    began last, which is how the ledger has counted them. Each mended stay is named in the log, and says so in
    its reason.
    """
    # Their successors refuse more; they would refuse a stay that is cut while it still lasts.
    for name in ("open_head_uniq", "open_primary_uniq", "open_member_uniq"):
        env.cr.execute(f"DROP INDEX IF EXISTS hub_household_member_{name}")
    _follow_twice(env)
    _split_counted(env, "beneficiary_id", "is_primary", "is_primary = FALSE", "another main household")
    _split_counted(
        env,
        "household_id",
        "is_head",
        "is_head = FALSE, role = CASE role WHEN 'head' THEN 'other' ELSE role END",
        "another head",
    )


def _get_overlapping(env, keys, condition="TRUE"):
    """{key: stays} of the stays with one key of which two overlap; of no time, a stay overlaps with none."""
    env.cr.execute(
        f"""
        SELECT {keys}, array_agg(id ORDER BY id), array_agg(date_start ORDER BY id), array_agg(date_end ORDER BY id)
          FROM hub_household_member
         WHERE beneficiary_id IS NOT NULL AND {condition}
           AND (date_end IS NULL OR date_end > date_start)
         GROUP BY {keys} HAVING COUNT(*) > 1
        """
    )
    for *_key, ids, starts, ends in env.cr.fetchall():
        stays = [Stay(*stay) for stay in zip(ids, starts, ends, strict=True)]
        if any(
            one.key < other.key
            and (one.end is None or other.start < one.end)
            and (other.end is None or one.start < other.end)
            for one in stays
            for other in stays
        ):
            yield stays


def _follow_twice(env):
    for stays in _get_overlapping(env, "household_id, beneficiary_id"):
        periods = follow(stays)
        for stay in stays:
            _start, end = periods[stay.key]
            if end != stay.end:
                _report(env, stay.key, "the person's next stay in this household")
                env.cr.execute("UPDATE hub_household_member SET date_end = %s WHERE id = %s", [end, stay.key])
                # Where she was counted until now she is counted on: the next stay takes that over from the one it cuts.
                env.cr.execute(
                    """
                    UPDATE hub_household_member next SET is_primary = TRUE
                      FROM hub_household_member stay
                     WHERE stay.id = %s AND stay.is_primary AND next.id = ANY(%s) AND next.date_start = stay.date_end
                    """,
                    [stay.key, [other.key for other in stays if other.key != stay.key]],
                )


def _split_counted(env, key, flag, clear, other):
    for stays in _get_overlapping(env, key, flag):
        pieces = split(stays)
        for stay in stays:
            mine = [piece for piece in pieces if piece.key == stay.key]
            if len(mine) == 1 and mine[0].chosen:
                continue
            _report(env, stay.key, other)
            ids = [stay.key, *(_copy(env, stay.key) for _piece in mine[1:])]
            for id_, piece in zip(ids, mine, strict=True):
                change = "" if piece.chosen else f", {clear}"
                env.cr.execute(
                    f"UPDATE hub_household_member SET date_start = %s, date_end = %s{change} WHERE id = %s",
                    [piece.start, piece.end, id_],
                )


def _copy(env, stay_id):
    """A second row of a stay, all columns of it."""
    env.cr.execute(
        """
        SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
         WHERE table_name = 'hub_household_member' AND table_schema = current_schema AND column_name <> 'id'
        """
    )
    (columns,) = env.cr.fetchone()
    env.cr.execute(
        f"INSERT INTO hub_household_member ({columns}) SELECT {columns} FROM hub_household_member"
        " WHERE id = %s RETURNING id",
        [stay_id],
    )
    return env.cr.fetchone()[0]


def _report(env, stay_id, other):
    """Name a stay that is mended, in the log and on itself."""
    reason = f"Cut by the update to 19.0.1.2.0: overlapped with {other}."
    env.cr.execute(
        """
        UPDATE hub_household_member stay
           SET end_reason = concat_ws(' ', NULLIF(stay.end_reason, ''), %s)
          FROM hub_household household, hub_beneficiary person
         WHERE stay.id = %s AND household.id = stay.household_id AND person.id = stay.beneficiary_id
           AND COALESCE(stay.end_reason, '') NOT LIKE '%%' || %s
        RETURNING household.ref, person.ref
        """,
        [reason, stay_id, reason],
    )
    for household, person in env.cr.fetchall():
        _logger.info("Stay of %s in %s overlapped with %s and was cut.", person, household, other)


def settle_renewals(env):
    """Chains of documents without circles and forks, and what each receipt is for, before the constraints.

    A link that closes a circle is taken away. Of several that renew one document the first keeps it, and each
    other follows the end of that chain: they came one after the other. A receipt whose permit nobody wrote
    down is to be clarified. Every link that changes is named in the log.
    """
    links = dict(_get_links(env))
    for start in sorted(links):
        seen, document = {start}, links.get(start)
        while document is not None and document not in seen:
            seen.add(document)
            document = links.get(document)
        if document == start:
            del links[start]
            _relink(env, start, None)
    successors = {}
    for document, renewed in sorted(links.items()):
        end = renewed
        while end in successors and successors[end] != document:
            end = successors[end]
        if end != renewed:
            _relink(env, document, end)
        successors[end] = document
    if not openupgrade.column_exists(env.cr, "hub_beneficiary_identity", "receipt_for"):
        env.cr.execute("ALTER TABLE hub_beneficiary_identity ADD COLUMN receipt_for varchar")
    openupgrade.logged_query(
        env.cr,
        """
        UPDATE hub_beneficiary_identity
           SET receipt_for = CASE WHEN renews_id IS NULL THEN 'unknown' ELSE 'renewal' END
         WHERE type = 'receipt' AND receipt_for IS NULL
        """,
    )


def _get_links(env):
    env.cr.execute(
        "SELECT id, renews_id FROM hub_beneficiary_identity WHERE renews_id IS NOT NULL AND active ORDER BY id"
    )
    return env.cr.fetchall()


def _relink(env, document_id, renews_id):
    env.cr.execute(
        """
        UPDATE hub_beneficiary_identity document SET renews_id = %s
          FROM hub_beneficiary person
         WHERE document.id = %s AND person.id = document.beneficiary_id
        RETURNING person.ref, document.type
        """,
        [renews_id, document_id],
    )
    for person, kind in env.cr.fetchall():
        _logger.info("Document %s (%s) of %s now renews %s.", document_id, kind, person, renews_id or "nothing")


def keep_consents(env):
    """Lines of before answered the whole notice. Odoo would say so by an UPDATE, which the table refuses."""
    _add_filled_column(env, "hub_consent", "scope", "whole")


def publish_notices(env):
    """The notices of before were in force from their date on."""
    _add_filled_column(env, "hub_privacy_notice", "state", "published")


def _add_filled_column(env, table, column, value):
    if not openupgrade.column_exists(env.cr, table, column):
        openupgrade.logged_query(env.cr, f"ALTER TABLE {table} ADD COLUMN {column} varchar NOT NULL DEFAULT '{value}'")
        openupgrade.logged_query(env.cr, f"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT")


def clean_names(env):
    """Names as this version stores them: clean, and no longer than a name, before the constraint that refuses it.

    A name that is cut is kept whole in the notes; one that is nothing but marks is left to whoever knows better. Those
    without keys afterwards are the ones whose other columns follow, in the second part.
    """
    columns = ("given_name", "family_name", "name_ar")
    unclean = " OR ".join(f"{name} ~ %(marks)s OR char_length({name}) > %(limit)s" for name in columns)
    env.cr.execute(
        f"SELECT id, note, {', '.join(columns)} FROM hub_beneficiary WHERE {unclean}",
        {"marks": MARKS, "limit": MAX_NAME},
    )
    for id_, note, *names in env.cr.fetchall():
        cleaned = [clean(name, len(name or "")) for name in names]
        if not any(cleaned):
            continue
        whole = [name for name, clean_name in zip(names, cleaned, strict=True) if len(clean_name) > MAX_NAME]
        values = [name[:MAX_NAME].strip() or None for name in cleaned]
        env.cr.execute(
            "UPDATE hub_beneficiary SET given_name = %s, family_name = %s, name_ar = %s, note = %s, name_keys = NULL"
            " WHERE id = %s",
            [*values, "\n".join(filter(None, [note, *whole])) or None, id_],
        )
