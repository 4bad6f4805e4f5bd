"""Tables whose rows nobody changes, whatever code runs."""

from contextlib import contextmanager

from odoo.tools import SQL

#: What stands where free text stood that may not be empty. A word in no language.
ERASED = "***"

# Besides refusing, it lets one thing through: emptying the columns that the table names, and no other, in a
# transaction that said it makes a person anonymous.
_FUNCTION = """
CREATE OR REPLACE FUNCTION hub_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0 AND current_setting('hub.anonymise', true) = 'on' THEN
        IF to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV AND NOT EXISTS (
            SELECT FROM unnest(TG_ARGV) AS name
             WHERE to_jsonb(NEW) ->> name <> '***' AND to_jsonb(NEW) -> name <> to_jsonb(OLD) -> name
        ) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The rows of % are never changed nor deleted.', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def make_append_only(cr, table: str, cleanable: tuple[str, ...] = ()) -> None:
    """Let the database itself refuse UPDATE, DELETE and TRUNCATE on ``table``.

    To be called in ``init`` of the model. A migration that must change old rows disables the
    trigger ``<table>_append_only`` for its own transaction.

    :param cleanable: columns of free text that may hold a name: they can be emptied inside :func:`cleaning`
    """
    cr.execute(_FUNCTION)
    trigger = SQL.identifier(f"{table}_append_only")
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE TRIGGER %s BEFORE UPDATE OR DELETE ON %s
            FOR EACH ROW EXECUTE FUNCTION hub_refuse_change(%s)
            """,
            trigger,
            SQL.identifier(table),
            SQL(", ").join(SQL("%s", name) for name in cleanable),
        )
    )
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE TRIGGER %s BEFORE TRUNCATE ON %s
            FOR EACH STATEMENT EXECUTE FUNCTION hub_refuse_change()
            """,
            SQL.identifier(f"{table}_no_truncate"),
            SQL.identifier(table),
        )
    )


@contextmanager
def cleaning(cr):
    """Inside, the columns that append-only tables call cleanable can be emptied: for making a person anonymous.

    The setting ends with the block, or with the transaction or savepoint that an error undoes.
    """
    with cr.savepoint(flush=False):
        cr.execute("SELECT set_config('hub.anonymise', 'on', true)")
        yield
        cr.execute("SELECT set_config('hub.anonymise', '', true)")
