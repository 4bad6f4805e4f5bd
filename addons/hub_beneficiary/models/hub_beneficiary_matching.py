import datetime
from itertools import chain

from odoo import api, models
from odoo.tools import SQL

from ..tools.matching import MAX_CANDIDATES, NAMED, Person, compare, key_pairs
from ..tools.placing import Index
from ..tools.values import normalize_document, normalize_phone
from .hub_register_messages import reasons


class HubBeneficiary(models.Model):
    """Who of the people on file a description may speak of: ``tools/matching`` on what the database finds."""

    _inherit = "hub.beneficiary"

    @api.model
    def _find_candidates(self, vals_list):
        """The people whom each description may speak of, those that the user may see.

        :param vals_list: values as of ``create``; ``documents`` are pairs of type and number besides
        :return: for each of them a list of (person, score of 0 to 100, reasons in words), best first
        """
        return [
            [(self.browse(id_), verdict.score, [*chain(*reasons(self.env, verdict))]) for id_, verdict in ranked]
            for ranked in self._rank_candidates(vals_list)
        ]

    @api.model
    def _rank_candidates(self, vals_list):
        """For each description the (id, verdict) of the files that it may speak of, best first."""
        described = [self._get_described_person(vals) for vals in vals_list]
        variants = self.env["hub.name.variant"]._get_table()
        found = self._get_match_people(described, by_name=True)
        if len(described) == 1:  # while somebody types: all that was found was found for this one
            return [self._rank(described[0], found, variants)]
        index = Index(variants)
        for person in found:
            index.add(person)
        return [self._rank(person, index.candidates(person, by_name=True), variants) for person in described]

    @api.model
    def _rank(self, person, candidates, variants):
        """(id, verdict), best first, main files only; at a desk a name alone is shown, that is noise in a register."""
        ranked = []
        for found in candidates:
            verdict = compare(person, found, variants)
            if verdict.outcome != "new" or set(verdict.agreements) & NAMED:
                ranked.append((found.root, verdict))
        order = {"same": 0, "maybe": 1, "new": 2}
        ranked.sort(key=lambda match: (order[match[1].outcome], -match[1].score))
        # Of each person the best of her files, as her main file.
        best = {}
        for root, verdict in ranked:
            best.setdefault(root, verdict)
        return list(best.items())

    @api.model
    def _get_described_person(self, vals):
        birthdate = self._read_described_date(vals.get("birthdate"))
        return Person.build(
            vals.get("given_name"),
            vals.get("family_name"),
            vals.get("name_ar"),
            [(kind, number, None) for kind, number in vals.get("documents", ())],
            birthdate=birthdate,
            precision=vals.get("birthdate_precision") or ("day" if birthdate else "unknown"),
            sex=vals.get("sex"),
            nationality=self.env["res.country"].browse(vals.get("nationality_id")).code,
            phone=normalize_phone(vals.get("phone")),
            email=(vals.get("email") or "").strip().lower(),
        )

    @api.model
    def _read_described_date(self, value):
        """A date as RPC brings it; what is typed only half is none yet."""
        if isinstance(value, str):
            try:
                return datetime.date.fromisoformat(value[:10])
            except ValueError:
                return None
        return value or None

    @api.model
    def _get_match_people(self, people, by_name=False):
        """The files that may be one of ``people``, as ``tools.matching.Person`` with the file's id as key.

        Always one statement, whatever their number. It joins only what is indexed: phone, e-mail, document, birth
        date (also day and month exchanged, and the 1st of January of the year), and, for those of whom no exact
        birth date is known, two keys of the name within the year.
        """
        found = SQL(" UNION ALL ").join(self._get_match_queries(people, by_name))
        if by_name:
            # Frequent names are many; who shares more than the name comes first, and the rest is not read.
            limit = MAX_CANDIDATES * len(people)
            found = SQL("SELECT id FROM (%s) hit GROUP BY id ORDER BY sum(weight) DESC, id LIMIT %s", found, limit)
        else:
            found = SQL("SELECT id FROM (%s) hit", found)
        return self._read_persons(found, self._search([("active", "=", True)]))

    @api.model
    def _get_persons(self, files):
        """Files as ``tools.matching.Person``, archived ones too, one statement for all."""
        visible = self.with_context(active_test=False)._search([("id", "in", files.ids)])
        return self._read_persons(SQL("SELECT unnest(%s::int[])", files.ids), visible)

    @api.model
    def _read_persons(self, found, visible):
        """The people of the ids that SQL ``found`` gives, those of the query ``visible``."""
        self.env["res.partner"].flush_model(["email", "email_normalized"])
        self.env["hub.beneficiary.identity"].flush_model()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT person.id, person.root_id, person.given_name, person.family_name, person.name_ar,
                       person.birthdate, person.birthdate_precision, person.sex, country.code, person.phone_e164,
                       partner.email_normalized, person.reception_date,
                       (SELECT json_agg(json_build_array(type, number_normalized, expires_on))
                          FROM hub_beneficiary_identity WHERE beneficiary_id = person.id AND active)
                  FROM hub_beneficiary person
                  JOIN res_partner partner ON partner.id = person.partner_id
             LEFT JOIN res_country country ON country.id = person.nationality_id
                 WHERE person.id IN (%s) AND person.id IN %s
              ORDER BY person.id
                """,
                found,
                visible.subselect(),
            )
        )
        people = [self._get_person_of_row(*row) for row in rows]
        # Shown as her main file: whoever does not see that one is told of none.
        mains = self.browse({person.root for person in people if person.root != person.key})
        closed = (mains - mains._filtered_access("read"))._ids if mains else ()
        return [person for person in people if person.root not in closed]

    @api.model
    def _get_person_of_row(self, *columns):
        id_, root, given, family, name_ar, birthdate, precision, sex, nationality, phone, email, *last = columns
        received, documents = last
        return Person.build(
            given,
            family,
            name_ar,
            [
                (kind, number, expires and datetime.date.fromisoformat(expires))
                for kind, number, expires in documents or ()
            ],
            key=id_,
            root=root,
            birthdate=birthdate,
            precision=precision,
            sex=sex,
            nationality=nationality,
            phone=phone,
            email=email,
            received=received,
        )

    @api.model
    def _get_match_queries(self, people, by_name):
        """SELECTs of ids with a weight, one for each way in which a file is found."""
        numbers = {normalize_document(document.number) for person in people for document in person.documents}
        queries = [
            SQL(
                "SELECT id, 10 AS weight FROM hub_beneficiary WHERE phone_e164 = ANY(%s)",
                sorted({person.phone for person in people if person.phone}),
            ),
            SQL(
                "SELECT file.id, 10 FROM res_partner contact JOIN hub_beneficiary file ON file.partner_id = contact.id"
                " WHERE contact.email_normalized = ANY(%s)",
                sorted({person.email for person in people if person.email}),
            ),
            SQL(
                "SELECT beneficiary_id, 100 FROM hub_beneficiary_identity WHERE number_normalized = ANY(%s) AND active",
                sorted(numbers),
            ),
            SQL(
                "SELECT id, 10 FROM hub_beneficiary WHERE birthdate = ANY(%s::date[])",
                sorted(self._get_match_births(people, by_name)),
            ),
        ]
        variants = self.env["hub.name.variant"]._get_table()
        pairs = {
            (one, two, person.birthdate.year if person.birthdate else None)
            for person in people
            if by_name or (person.birthdate and not person.exact_birth)
            for one, two in key_pairs(person, variants)
        }
        if pairs:
            queries.append(self._get_name_query(pairs, by_name))
        return queries

    @api.model
    def _get_match_births(self, people, by_name):
        """The birth dates on which somebody is looked for: hers, with day and month exchanged, and the year's first.

        With ``by_name`` the exact ones alone: within a year she is found by her name; on its first day are hundreds.
        """
        births = set()
        for person in people:
            born = person.birthdate
            if born and (person.exact_birth or not by_name):
                births.add(born)
                if born.day <= 12:
                    births.add(born.replace(month=born.day, day=born.month))
            if born and not by_name:
                births.add(born.replace(month=1, day=1))
        return births

    @api.model
    def _get_name_query(self, pairs, by_name):
        """Files with both keys of a pair, at most 50 for each: those born in its year, and ``by_name`` others after."""
        in_year = SQL("birthdate BETWEEN make_date(wanted.year, 1, 1) AND make_date(wanted.year, 12, 31)")
        return SQL(
            """
            SELECT found.id, CASE WHEN found.in_year THEN 3 ELSE 1 END
              FROM (VALUES %(pairs)s) AS wanted (one, two, year)
              CROSS JOIN LATERAL (
                SELECT id, %(in_year)s AS in_year FROM hub_beneficiary
                 WHERE string_to_array(btrim(name_keys), ' ') @> ARRAY[wanted.one, wanted.two]::text[]
                   AND %(condition)s
                 ORDER BY in_year DESC NULLS LAST, id
                 LIMIT %(limit)s
              ) AS found
            """,
            pairs=SQL(", ").join(SQL("(%s, %s, %s::int)", *pair) for pair in sorted(pairs, key=str)),
            in_year=in_year,
            condition=SQL("TRUE") if by_name else in_year,
            limit=MAX_CANDIDATES,
        )
