from collections import defaultdict

from ..tools.ages import ADULT_AGE


class HouseholdsWriter:
    """The households of a register's rows: who belongs together, and who heads them."""

    def write_households(self):
        """Join the people of one household code; the household of a member on file is taken."""
        groups = defaultdict(list)
        for number, row, person in self._spoken():
            if row.household:
                groups[row.household].append((number, row, person))
        if not groups:
            return
        households = self._find_households(groups)
        missing = [code for code in groups if code not in households]
        references = self._draw("hub.household", len(missing))
        created = self.env["hub.household"].create(
            [
                self._prepare_household_vals(code, groups[code], reference)
                for code, reference in zip(missing, references, strict=True)
            ]
        )
        households.update(zip(missing, created, strict=True))
        self.env["hub.household.member"].create(self._prepare_member_vals_list(groups, households))
        by_row = {line.row: line for line in self.lines}
        for code, members in groups.items():
            for number, _row, _person in members:
                # sudo: what became of a row is written by no call.
                by_row[number].sudo().household_id = households[code]

    def _find_households(self, groups):
        """Household of a code: from rows of this register that are in already, or from a member on file."""
        households = {}
        for line in self.register.line_ids.filtered("household_id"):
            if line.household_code in groups:
                households[line.household_code] = line.household_id.with_env(self.env)
        for code, members in groups.items():
            for _number, _row, person in members:
                if code not in households and person.id not in self.fresh and person.household_id:
                    households[code] = person.household_id
        return households

    def _prepare_household_vals(self, code, members, reference):
        head = next((row for _number, row, _person in members if row.role == "head"), members[0][1])
        return {
            "ref": reference,
            "name": " ".join(filter(None, [head.family_name, f"({code})"])),
            "city": head.city or False,
            "state_id": int(head.region) if head.region else False,
        }

    def _prepare_member_vals_list(self, groups, households):
        """The stays that begin. A register may be older than the file: each begins when the last one there ended."""
        stays = self._read_stays(groups, households)
        present = stays.filtered(lambda stay: not stay.date_end)
        joined = {(stay.household_id.id, stay.beneficiary_id.id) for stay in present}
        headed = {stay.household_id.id for stay in present if stay.is_head}
        settled = {stay.beneficiary_id.id for stay in present if stay.is_primary}
        ended = self._get_last_ends(stays - present)
        vals_list = []
        for code, members in groups.items():
            household = households[code]
            for number, row, person in members:
                if (household.id, person.id) in joined:
                    continue
                role = self._get_role(number, row, person, household.id in headed)
                vals = {
                    "household_id": household.id,
                    "beneficiary_id": person.id,
                    "role": role,
                    "is_head": role == "head",
                    "is_primary": person.id not in settled,
                }
                if role == "head":
                    headed.add(household.id)
                begun = [row.received_on or self.today, *(ended[key] for key in self._get_places(vals) if key in ended)]
                vals_list.append({**vals, "date_start": max(begun)})
                joined.add((household.id, person.id))
                settled.add(person.id)
        return vals_list

    def _read_stays(self, groups, households):
        """All stays of these people, and in these households, in one query."""
        return self.env["hub.household.member"].search_fetch(
            [
                ("beneficiary_id", "!=", False),
                "|",
                ("household_id", "in", [household.id for household in households.values()]),
                ("beneficiary_id", "in", [person.id for members in groups.values() for _n, _r, person in members]),
            ],
            ["household_id", "beneficiary_id", "is_head", "is_primary", "date_end"],
        )

    def _get_places(self, vals):
        """What a stay takes for its time: the person's place in the household, her main household, the head's place."""
        yield "member", vals["household_id"], vals["beneficiary_id"]
        if vals["is_primary"]:
            yield "main", vals["beneficiary_id"]
        if vals["is_head"]:
            yield "head", vals["household_id"]

    def _get_last_ends(self, stays):
        """{place: the day on which it was left for the last time}"""
        ended = {}
        for stay in stays.sorted("date_end"):
            vals = {
                "household_id": stay.household_id.id,
                "beneficiary_id": stay.beneficiary_id.id,
                "is_primary": stay.is_primary,
                "is_head": stay.is_head,
            }
            ended.update(dict.fromkeys(self._get_places(vals), stay.date_end))
        return ended

    def _get_role(self, number, row, person, headed):
        if row.role != "head":
            return row.role or "other"
        age = person._get_age(row.received_on or self.today)
        if row.is_child or (age is not None and age < ADULT_AGE):
            return "child"
        if headed:
            self._note(number, "role", "second_head")
            return "other"
        return "head"
