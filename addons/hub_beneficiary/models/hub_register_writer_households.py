from collections import defaultdict


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
                by_row[number].household_id = households[code]

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
        present = self.env["hub.household.member"].search_fetch(
            [
                ("date_end", "=", False),
                "|",
                ("household_id", "in", [household.id for household in households.values()]),
                ("beneficiary_id", "in", [person.id for members in groups.values() for _n, _r, person in members]),
            ],
            ["household_id", "beneficiary_id", "is_head", "is_primary"],
        )
        joined = {(member.household_id.id, member.beneficiary_id.id) for member in present}
        headed = {member.household_id.id for member in present if member.is_head}
        settled = {member.beneficiary_id.id for member in present if member.is_primary}
        vals_list = []
        for code, members in groups.items():
            household = households[code]
            for number, row, person in members:
                if (household.id, person.id) in joined:
                    continue
                role = self._get_role(number, row, person, household.id in headed)
                if role == "head":
                    headed.add(household.id)
                vals_list.append(
                    {
                        "household_id": household.id,
                        "beneficiary_id": person.id,
                        "role": role,
                        "is_head": role == "head",
                        "is_primary": person.id not in settled,
                        "date_start": row.received_on or self.today,
                    }
                )
                joined.add((household.id, person.id))
                settled.add(person.id)
        return vals_list

    def _get_role(self, number, row, person, headed):
        if row.role != "head":
            return row.role or "other"
        age = person._get_age(row.received_on or self.today)
        if row.is_child or (age is not None and age < 18):
            return "child"
        if headed:
            self._note(number, "role", "second_head")
            return "other"
        return "head"
