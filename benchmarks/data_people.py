"""The people of the benchmarks: named, dated and documented as a reception writes them down.

PostgreSQL draws them; what the hub computes of a person (keys of the name, normalised phone, …) the ORM computes, so
that the benchmark measures what is really stored.
"""

import data_names
from odoo.tools import SQL

#: People whose stored fields are computed in one go.
BATCH = 10_000
COUNSELLORS = 40


def make_recipients(env, count):
    """The recipients of the ledger and their contacts; one in twenty is an organisation."""
    _insert_slots(env)
    _create_counsellors(env)
    for statement in (_draw(count), _insert_partners(), _insert_people(env)):
        env.cr.execute(statement)
    env.cr.execute("DROP TABLE bench_slot")
    env.cr.execute("ANALYZE res_partner, hub_beneficiary, bench_recipient")
    _compute_stored(env)


def insert_what_hangs_on_them(env):
    """Documents, consents, requests, messages, activities: what forms and lists read besides."""
    for statement in (
        _insert_documents(env),
        _insert_consents(env),
        _insert_requests(env),
        _insert_messages(env),
        _insert_activities(env),
    ):
        env.cr.execute(statement)


def _insert_slots(env):
    rows = data_names.slots()
    columns = [list(column) for column in zip(*rows, strict=True)]
    env.cr.execute("CREATE TABLE bench_slot (list text, slot int, latin text, arabic text, PRIMARY KEY (list, slot))")
    env.cr.execute(
        "INSERT INTO bench_slot SELECT * FROM unnest(%s::text[], %s::int[], %s::text[], %s::text[])", columns
    )


def _create_counsellors(env):
    group = env.ref("hub_beneficiary.group_counsellor")
    env["res.users"].with_context(no_reset_password=True).create(
        [
            {"name": f"Counsellor {number}", "login": f"bench_counsellor_{number}", "group_ids": [(6, 0, group.ids)]}
            for number in range(COUNSELLORS)
        ]
    )


def _draw(count):
    """Who they are. Half of the names are known in Latin letters only, one in eight in Arabic only."""
    return SQL(
        """
        CREATE TABLE bench_recipient AS
        SELECT drawn.*, nextval('res_partner_id_seq')::int AS partner_id, given.latin AS given, family.latin AS family,
               given.arabic || ' ' || family.arabic AS arabic
          FROM (SELECT number, number %% 20 <> 0 AS is_person, number %% 3 = 0 AS is_migrant,
                       random() AS luck, random() AS script, random() AS luck_of_dates,
                       floor(random() * %(slots)s)::int AS given_slot, floor(random() * %(slots)s)::int AS family_slot,
                       CASE WHEN number %% 2 = 0 THEN 'female' ELSE 'male' END AS sex
                  FROM generate_series(1, %(count)s) number) drawn
          JOIN bench_slot given ON given.slot = drawn.given_slot
           AND given.list = drawn.sex || CASE WHEN drawn.is_migrant THEN '_migrant' ELSE '' END
          JOIN bench_slot family ON family.slot = drawn.family_slot
           AND family.list = 'family' || CASE WHEN drawn.is_migrant THEN '_migrant' ELSE '' END
         ORDER BY drawn.number;
        CREATE UNIQUE INDEX ON bench_recipient (partner_id)
        """,
        count=count,
        slots=data_names.SLOTS,
    )


def _insert_partners():
    """One telephone in thirty is shared by two."""
    return SQL(
        """
        INSERT INTO res_partner (id, name, complete_name, active, is_company, is_beneficiary, type, lang, phone, email,
                                 email_normalized, partner_share, commercial_partner_id, state_id, create_uid,
                                 create_date, write_uid, write_date)
        SELECT partner_id, shown, shown, TRUE, NOT is_person, is_person, 'contact', 'fr_FR',
               CASE WHEN number %% 7 > 0 THEN
                   '06' || lpad(((number - (number %% 30 = 0)::int) * 7919 %% 100000000)::text, 8, '1') END,
               email, email, TRUE, partner_id, region.ids[1 + number %% array_length(region.ids, 1)],
               1, now(), 1, now()
          FROM (SELECT *, CASE WHEN NOT is_person THEN 'Association ' || number
                               WHEN script > 0.875 THEN arabic ELSE given || ' ' || family END AS shown,
                       CASE WHEN number %% 5 = 0 THEN 'person.' || number || '@example.org' END AS email
                  FROM bench_recipient) recipient,
               (SELECT array_agg(state.id ORDER BY state.code) AS ids FROM res_country_state state
                  JOIN res_country country ON country.id = state.country_id AND country.code = 'MA') region
        """
    )


def _insert_people(env):
    """Of one in thirteen no birth date is known, of one in six the year only; few are followed at a time."""
    required = _get_required(env, "hub.beneficiary")
    return SQL(
        """
        INSERT INTO hub_beneficiary (partner_id, ref, given_name, family_name, name_ar, name, sex, birthdate,
                                     birthdate_precision, nationality_id, state, exit_reason, active, is_restricted,
                                     user_id, reception_date, create_uid, create_date, write_uid, write_date
                                     %(names)s)
        SELECT partner_id, 'BENCH' || number,
               CASE WHEN script <= 0.875 THEN given END, CASE WHEN script <= 0.875 THEN family END,
               CASE WHEN script > 0.5 THEN arabic END,
               CASE WHEN script > 0.875 THEN arabic ELSE given || ' ' || family END,
               CASE WHEN number %% 17 > 0 THEN sex END,
               CASE WHEN number %% 13 = 0 THEN NULL
                    WHEN number %% 6 = 0 THEN date_trunc('year', DATE '1955-01-01' + (luck_of_dates * 19000)::int)
                    ELSE DATE '1955-01-01' + (luck_of_dates * 19000)::int END,
               CASE WHEN number %% 13 = 0 THEN 'unknown' WHEN number %% 6 = 0 THEN 'year' ELSE 'day' END,
               CASE WHEN is_migrant THEN abroad.ids[1 + number %% array_length(abroad.ids, 1)] ELSE %(here)s END,
               CASE WHEN luck < 0.45 THEN 'exited' WHEN luck < 0.92 THEN 'registered' WHEN luck < 0.98 THEN 'active'
                    ELSE 'draft' END,
               CASE WHEN luck < 0.45 THEN 'completed' END, TRUE, number %% 500 = 1,
               CASE WHEN luck > 0.9 THEN counsellor.ids[1 + number %% array_length(counsellor.ids, 1)] END,
               DATE '2016-01-01' + (number * 3900.0 / (SELECT count(*) FROM bench_recipient))::int,
               1, now() - (luck * 3000) * interval '1 day', 1, now() - (luck * 1000) * interval '1 day'
               %(values)s
          FROM bench_recipient,
               (SELECT array_agg(id ORDER BY code) AS ids FROM res_country
                 WHERE code IN ('SN', 'CI', 'GN', 'ML', 'CM', 'CD', 'NG', 'GA', 'BF', 'SY')) abroad,
               (SELECT array_agg(id ORDER BY id) AS ids FROM res_users
                 WHERE login LIKE 'bench\\_counsellor\\_%%') counsellor
         WHERE is_person ORDER BY number
        """,
        here=env.ref("base.ma").id,
        names=SQL("").join(SQL(", %s", SQL.identifier(name)) for name in required),
        values=SQL("").join(SQL(", %s", value) for value in required.values()),
    )


def _get_required(env, model):
    """Columns that must not be empty and that this file does not know: what a column's type says of nothing."""
    env.cr.execute(
        """
        SELECT column_name, data_type FROM information_schema.columns
         WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL
        """,
        [env[model]._table],
    )
    known = {"id", "partner_id", "ref", "birthdate_precision", "state", "active", "is_restricted"}
    empty = {"character varying": "", "text": "", "boolean": False, "integer": 0, "date": "2020-01-01"}
    return {name: empty[kind] for name, kind in env.cr.fetchall() if name not in known}


def _compute_stored(env):
    """What the ORM stores of a person besides, for all of them."""
    people = env["hub.beneficiary"].with_context(active_test=False, prefetch_fields=True)
    names = [name for name, field in people._fields.items() if field.compute and field.store]
    given = {"birthdate_precision", "name"}  # drawn above
    ids = people.search([("ref", "=like", "BENCH%")], order="id").ids
    for start in range(0, len(ids), BATCH):
        batch = people.browse(ids[start : start + BATCH])
        for name in names:
            if name not in given:
                env.add_to_compute(people._fields[name], batch)
        env.flush_all()
        env.invalidate_all()


def _insert_documents(env):
    """Three in five have one: a card of Moroccans, a passport or a permit of the others."""
    return SQL(
        """
        INSERT INTO hub_beneficiary_identity (beneficiary_id, type, number, number_normalized, country_id, issued_on,
                                              expires_on, verification, active, create_uid, create_date)
        SELECT person.id, kind, document.number, document.number,
               CASE WHEN kind = 'passport' THEN person.nationality_id ELSE %(here)s END,
               DATE '2020-01-01', DATE '2025-06-01' + (recipient.luck * 2500)::int, 'unverified', TRUE, 1, now()
          FROM hub_beneficiary person
          JOIN bench_recipient recipient ON recipient.partner_id = person.partner_id
          CROSS JOIN LATERAL (
               SELECT CASE WHEN NOT recipient.is_migrant THEN 'cin' WHEN recipient.number %% 2 = 0 THEN 'passport'
                           ELSE 'residence_card' END AS kind,
                      CASE WHEN recipient.is_migrant THEN 'P' ELSE chr(65 + recipient.number %% 24) || 'B' END
                      || lpad((recipient.number * 7)::text, 7, '0') AS number) document
         WHERE recipient.number %% 5 < 3
        """,
        here=env.ref("base.ma").id,
    )


def _insert_consents(env):
    """Seven in ten were asked, one in twelve of them refused; a third agree to some of the purposes only."""
    notice = env["hub.privacy.notice"].search([], limit=1)
    required = _get_required(env, "hub.consent")
    known = {"beneficiary_id", "decision", "date", "scope", "method", "given_by", "notice_id", "user_id"}
    return SQL(
        """
        INSERT INTO hub_consent (beneficiary_id, decision, date, scope, method, given_by, notice_id, user_id,
                                 create_uid, create_date %(names)s)
        SELECT person.id, CASE WHEN recipient.number %% 12 = 0 THEN 'refused' ELSE 'granted' END, person.reception_date,
               'whole', 'oral', 'self', %(notice)s, 1, 1, now() %(values)s
          FROM hub_beneficiary person
          JOIN bench_recipient recipient ON recipient.partner_id = person.partner_id
         WHERE recipient.number %% 10 < 7;
        INSERT INTO hub_consent_hub_consent_purpose_rel (hub_consent_id, hub_consent_purpose_id)
        SELECT consent.id, told.hub_consent_purpose_id
          FROM hub_consent consent
          JOIN hub_consent_purpose_hub_privacy_notice_rel told ON told.hub_privacy_notice_id = consent.notice_id
         WHERE consent.decision = 'granted' AND (consent.id %% 3 > 0 OR told.hub_consent_purpose_id %% 2 = 0)
            ON CONFLICT DO NOTHING
        """,
        notice=notice.id,
        names=SQL("").join(SQL(", %s", SQL.identifier(name)) for name in required if name not in known),
        values=SQL("").join(SQL(", %s", value) for name, value in required.items() if name not in known),
    )


def _insert_requests(env):
    """One for most, oriented long ago; some fifty people wait today."""
    return SQL(
        """
        INSERT INTO crm_lead (name, type, is_hub_request, beneficiary_id, stage_id, stage_code, team_id, active,
                              urgency, received_on, arrived_at, user_id, create_uid, create_date, write_uid, write_date)
        SELECT person.ref, 'hub_request', TRUE, person.id,
               CASE WHEN waits THEN %(welcome)s ELSE %(closed)s END, CASE WHEN waits THEN 'welcome' ELSE 'closed' END,
               %(team)s, TRUE, 'normal', person.reception_date,
               CASE WHEN waits THEN now() at time zone 'utc' - interval '1 hour' END, person.user_id,
               1, now(), 1, now()
          FROM hub_beneficiary person
          JOIN bench_recipient recipient ON recipient.partner_id = person.partner_id
          CROSS JOIN LATERAL (SELECT recipient.number %% 2000 = 1 AS waits) queue
         WHERE recipient.number %% 5 > 0
        """,
        welcome=env.ref("hub_beneficiary.stage_welcome").id,
        closed=env.ref("hub_beneficiary.stage_closed").id,
        team=env.ref("hub_beneficiary.team_hub").id,
    )


def _insert_messages(env):
    return SQL(
        """
        INSERT INTO mail_message (model, res_id, message_type, subtype_id, body, date, author_id, create_uid,
                                  create_date)
        SELECT 'hub.beneficiary', person.id, 'comment', %(note)s, '<p>Called back.</p>', now(), 1, 1, now()
          FROM hub_beneficiary person CROSS JOIN generate_series(1, 2) WHERE person.ref LIKE 'BENCH%%'
        """,
        note=env.ref("mail.mt_note").id,
    )


def _insert_activities(env):
    return SQL(
        """
        INSERT INTO mail_activity (res_model, res_model_id, res_id, activity_type_id, user_id, date_deadline, summary,
                                   active, automated, create_uid, create_date)
        SELECT 'hub.beneficiary', %(model)s, id, %(type)s, user_id, current_date + (id %% 60)::int - 30, 'Call', TRUE,
               FALSE, 1, now()
          FROM hub_beneficiary WHERE user_id IS NOT NULL AND ref LIKE 'BENCH%%'
        """,
        model=env["ir.model"]._get_id("hub.beneficiary"),
        type=env.ref("mail.mail_activity_data_todo").id,
    )
