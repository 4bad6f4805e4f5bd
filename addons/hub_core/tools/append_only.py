"""Tables whose rows nobody changes, whatever code runs."""

from odoo.tools import SQL

_FUNCTION = """
CREATE OR REPLACE FUNCTION hub_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The rows of % are never changed nor deleted.', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def make_append_only(cr, table: str) -> None:
    """Let the database itself refuse UPDATE, DELETE and TRUNCATE on ``table``.

    To be called in ``init`` of the model. A migration that must change old rows disables the
    trigger ``<table>_append_only`` for its own transaction.
    """
    cr.execute(_FUNCTION)
    trigger = SQL.identifier(f"{table}_append_only")
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE TRIGGER %s BEFORE UPDATE OR DELETE ON %s
            FOR EACH ROW EXECUTE FUNCTION hub_refuse_change()
            """,
            trigger,
            SQL.identifier(table),
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
