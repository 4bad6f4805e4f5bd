"""What the benchmarks measure on: a ledger of a given size, filled by PostgreSQL itself.

People, categories and households as a hub of ten years has them: one recipient in twenty is an
organisation; a few people come often and most once or twice; a third are migrants. The same
numbers each time (``setseed``).
"""

import data_people
from odoo.tools import SQL

#: Lines of the ledger for one recipient, on average.
LINES_EACH = 10
FIRST_DAY = "2016-01-01"
DAYS = 3900


def fill(env, size):
    """Fill the ledger with ``size`` lines; return how many lines and recipients there are then."""
    recipients = max(size // LINES_EACH, 2000)
    env.cr.execute("SELECT setseed(0.5)")
    data_people.make_recipients(env, recipients)
    statements = {
        "categories": _insert_categories(env),
        "households": _insert_households(),
        "kinds": _insert_kinds(env),
        "facts": _make_facts(),
        "lines": _insert_lines(env, size),
        "frozen categories": _insert_frozen_categories(),
    }
    for statement in statements.values():
        env.cr.execute(statement)
    data_people.insert_what_hangs_on_them(env)
    env.cr.execute("DROP TABLE bench_recipient, bench_facts")
    env.invalidate_all()
    return size, recipients


def _insert_categories(env):
    def category(code):
        return env.ref(f"hub_beneficiary.category_{code}").id

    return SQL(
        """
        INSERT INTO hub_beneficiary_category_line (beneficiary_id, category_id, date_from)
        SELECT person.id, category.id, DATE %(since)s
          FROM hub_beneficiary person
          JOIN bench_recipient recipient ON recipient.partner_id = person.partner_id
          JOIN (VALUES (%(youth)s, FALSE, 2), (%(regular)s, TRUE, 1), (%(family)s, TRUE, 2), (%(seeker)s, FALSE, 3))
               category (id, migrants_only, one_in)
            ON recipient.number %% category.one_in = 0 AND (recipient.is_migrant OR NOT category.migrants_only)
        """,
        since=FIRST_DAY,
        youth=category("youth"),
        regular=category("regular_migrant"),
        family=category("migrant_family"),
        seeker=category("job_seeker"),
    )


def _insert_households():
    """Four people of a row in one household; two in five live alone."""
    return SQL(
        """
        INSERT INTO hub_household (ref, active) SELECT DISTINCT 'BENCH' || number / 4, TRUE FROM bench_recipient;
        INSERT INTO hub_household_member (household_id, beneficiary_id, role, is_head, is_primary, date_start)
        SELECT household.id, person.id, 'other', FALSE, TRUE, DATE %(since)s
          FROM hub_beneficiary person
          JOIN bench_recipient recipient ON recipient.partner_id = person.partner_id
          JOIN hub_household household ON household.ref = 'BENCH' || recipient.number / 4
         WHERE recipient.number / 4 %% 5 < 3
        """,
        since=FIRST_DAY,
    )


def _insert_kinds(env):
    return SQL(
        """
        INSERT INTO hub_organization_kind_partner_rel (partner_id, kind_id)
        SELECT partner_id, %(kind)s FROM bench_recipient WHERE NOT is_person
        """,
        kind=env.ref("hub_core.organization_kind_association").id,
    )


def _make_facts():
    """What is frozen of each recipient, found once and not for each line."""
    return SQL(
        """
        CREATE TABLE bench_facts AS
        SELECT recipient.number, recipient.partner_id, recipient.is_person, COALESCE(person.sex, 'unknown') AS sex,
               person.birthdate, person.nationality_id, partner.state_id, member.household_id,
               array_agg(line.category_id) FILTER (WHERE line.category_id IS NOT NULL) AS category_ids
          FROM bench_recipient recipient
          JOIN res_partner partner ON partner.id = recipient.partner_id
          LEFT JOIN hub_beneficiary person ON person.partner_id = recipient.partner_id
          LEFT JOIN hub_household_member member ON member.beneficiary_id = person.id
          LEFT JOIN hub_beneficiary_category_line line ON line.beneficiary_id = person.id
         GROUP BY recipient.number, recipient.partner_id, recipient.is_person, person.id, partner.id, member.id;
        CREATE UNIQUE INDEX ON bench_facts (number);
        ANALYZE bench_facts
        """
    )


def _insert_lines(env, size):
    program = env.ref("hub_core.program_interview")
    services = [
        env.ref(f"hub_core.service_{code}").id
        for code in ("reception", "reception", "orientation", "orientation", "employment_desk", "training", "incubator")
    ]
    return SQL(
        """
        INSERT INTO hub_service_delivery (
            service_id, unit, date, quantity, value_in_kind, currency_id, partner_id, user_id, program_id, res_model,
            res_id, dim_sex, dim_age, dim_age_band, dim_nationality_id, dim_region_id, dim_kind, dim_household_id,
            create_uid, create_date, write_uid, write_date)
        SELECT (%(services)s)[1 + line.number %% %(service_count)s], 'service', line.day, 1, 0, %(currency)s,
               facts.partner_id, 1,
               CASE WHEN line.day BETWEEN %(program_start)s AND %(program_end)s AND line.number %% 10 < 7
                    THEN %(program)s END,
               'hub.bench.old', line.number, facts.sex, COALESCE(age.years, 0),
               CASE WHEN age.years IS NULL THEN 'unknown' WHEN age.years < 15 THEN '0_14'
                    WHEN age.years < 18 THEN '15_17' WHEN age.years < 25 THEN '18_24'
                    WHEN age.years < 36 THEN '25_35' WHEN age.years < 60 THEN '36_59' ELSE '60_plus' END,
               facts.nationality_id, facts.state_id, CASE WHEN facts.is_person THEN 'person' ELSE 'association' END,
               facts.household_id, 1, now(), 1, now()
          FROM (SELECT number, DATE %(first_day)s + (random() * %(days)s)::int AS day,
                       1 + floor(power(random(), 2) * (SELECT count(*) FROM bench_facts))::int AS who
                  FROM generate_series(1, %(size)s) number) line
          JOIN bench_facts facts ON facts.number = line.who
          CROSS JOIN LATERAL (
               SELECT extract(year FROM age(line.day, facts.birthdate))::int AS years) age
        """,
        services=services,
        service_count=len(services),
        currency=env.company.currency_id.id,
        program=program.id,
        program_start=program.date_start,
        program_end=program.date_end,
        first_day=FIRST_DAY,
        days=DAYS,
        size=size,
    )


def _insert_frozen_categories():
    return SQL(
        """
        INSERT INTO hub_service_delivery_category_rel (hub_service_delivery_id, hub_beneficiary_category_id)
        SELECT line.id, unnest(facts.category_ids)
          FROM hub_service_delivery line
          JOIN bench_facts facts ON facts.partner_id = line.partner_id
         WHERE line.res_model = 'hub.bench.old' AND facts.category_ids IS NOT NULL
        """
    )
