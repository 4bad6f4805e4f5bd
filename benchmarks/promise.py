"""What the page "The promise" costs: all of it, as its screen asks for it, against its figures in bare SQL.

The baseline is what somebody writes by hand who knows the tables: one statement with the four figures of
the interview's programme, and nothing else. It checks no rights, and it names neither the targets nor the
pace, the splits or how a figure is made, all of which the page brings along.
"""

from odoo.tools import SQL

GOAL = 2.0


def measure(env, compare):
    program = env.ref("hub_core.program_interview")
    reader = env["res.users"].create(
        {
            "name": "Reader",
            "login": "bench_reader",
            "group_ids": [(6, 0, [env.ref("hub_core.group_program_manager").id])],
        }
    )
    page = env["hub.promise"].with_user(reader)
    statement = _get_statement(env)

    def ask_page():
        return [target["value"] for target in page.get_page(program.id)["targets"]]

    def ask_database():
        return list(env.execute_query(statement)[0])

    if ask_page() != ask_database():
        raise AssertionError(f"The page says {ask_page()}, the database {ask_database()}")
    compare(
        "promise: the whole page, 4 figures",
        ask_page,
        "the 4 figures in one bare SQL statement",
        ask_database,
        goal=GOAL,
    )


def _get_statement(env):
    """The four figures, each by a statement of its own as one would type it into psql."""

    def count(what, *conditions):
        return SQL(
            """
            (SELECT count(DISTINCT %(what)s)
               FROM hub_service_delivery
              WHERE service_id = (SELECT id FROM hub_service WHERE code = 'reception')
                AND date BETWEEN '2018-12-12' AND '2021-12-11'
                AND %(conditions)s)
            """,
            what=SQL.identifier(what),
            conditions=SQL(" AND ").join(conditions),
        )

    def in_category(code):
        # Faster here than EXISTS or a join, and than all figures of one reading with FILTER.
        return SQL(
            """
            id IN (SELECT hub_service_delivery_id FROM hub_service_delivery_category_rel
                    WHERE hub_beneficiary_category_id = (SELECT id FROM hub_beneficiary_category WHERE code = %s))
            """,
            code,
        )

    person = SQL("dim_kind = 'person'")
    young = SQL("dim_age_band IN ('15_17', '18_24', '25_35')")
    family = SQL("dim_household_id IS NOT NULL")
    figures = (
        count("partner_id", person),
        count("partner_id", person, young),
        count("partner_id", person, in_category("regular_migrant")),
        count("dim_household_id", family, in_category("migrant_family")),
    )
    return SQL("SELECT %s", SQL(", ").join(figures))
