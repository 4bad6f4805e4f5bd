"""What the import of a register says to people: problems of cells, reasons of matches, faults of files."""

from odoo.tools import format_list
from openpyxl.utils import get_column_letter

from ..tools.register_columns import COLUMNS


def column_selection(env):
    """What a column of a register can hold, in the reader's language."""
    labels = {
        "number": env._("Number of the row"),
        "received_on": env._("Received on"),
        "family_name": env._("Family name"),
        "given_name": env._("Given name"),
        "name_ar": env._("Name in Arabic"),
        "full_name": env._("Whole name"),
        "sex": env._("Sex"),
        "birthdate": env._("Birth date"),
        "nationality": env._("Nationality"),
        "document_type": env._("Kind of document"),
        "document_number": env._("Number of the document"),
        "document_expires": env._("Document valid until"),
        "phone": env._("Phone"),
        "email": env._("E-mail"),
        "city": env._("City"),
        "region": env._("Region"),
        "category": env._("Category"),
        "household": env._("Household"),
        "role": env._("Place in the household"),
        "need": env._("Need"),
        "orientation": env._("Oriented to"),
        "consent": env._("Consent"),
        "remark": env._("Remark"),
    }
    return [(name, labels[name]) for name in COLUMNS]


def _causes(env):
    return {
        "name.no_name": env._("there is no name"),
        "birthdate.impossible": env._("nobody alive was born then"),
        "birthdate.in_future": env._("the birth date is in the future"),
        "birthdate.after_reception": env._("the birth date is after the reception"),
        "birthdate.no_such_day": env._("there is no such day; the person is received without birth date"),
        "birthdate.unreadable": env._("this is no date; the person is received without birth date"),
        "nationality.unknown_country": env._("no country has this name or code"),
        "received_on.in_future": env._("the reception is in the future"),
        "received_on.impossible": env._("nobody was received then"),
        "received_on.no_such_day": env._("there is no such day; the reception stays without date"),
        "received_on.unreadable": env._("this is no date; the reception stays without date"),
        "sex.unknown_word": env._("this says no sex; it stays empty"),
        "document_type.unknown_word": env._("this kind of document is not known; it is recorded as another one"),
        "document_expires.no_such_day": env._("there is no such day; the date of expiry stays empty"),
        "document_expires.unreadable": env._("this is no date of expiry; it stays empty"),
        "document_expires.before_birth": env._("the document expires before the birth; the date stays empty"),
        "document_number.taken": env._("another file holds this document; it is not recorded here"),
        "phone.unreadable": env._("this is no phone number; it stays empty"),
        "email.unreadable": env._("this is no e-mail address; it stays empty"),
        "region.unknown_word": env._("no region has this name; it stays empty"),
        "category.unknown_word": env._("this category is not known; it stays empty"),
        "need.unknown_word": env._("this need is not known; it stays empty"),
        "orientation.unknown_word": env._("this orientation is not known; it stays empty"),
        "consent.unknown_word": env._("this says neither yes nor no; the person is to be asked"),
        "role.unknown_word": env._("this place in the household is not known; it is recorded as another one"),
        "role.child_head": env._("a child cannot be the head of a household; the person joins it as a child"),
        "role.second_head": env._("the household has a head already; the person joins it as another member"),
        "household.no_head": env._("no adult of this household is its head; name one"),
    }


def problem_sentence(env, problem, row, positions, headings):
    """One problem: the cell, its heading, what stands there, and the cause.

    :param positions: meaning of a column → its 0-based position
    """
    cause = _causes(env).get(f"{problem.column}.{problem.code}") or problem.code
    columns = ("family_name", "given_name", "full_name", "name_ar") if problem.column == "name" else (problem.column,)
    position = next((positions[column] for column in columns if column in positions), None)
    if position is None:
        return env._("Row %(row)s: %(cause)s.", row=row, cause=cause)
    cell = f"{get_column_letter(position + 1)}{row}"
    heading = headings.get(position) or dict(column_selection(env))[columns[0]]
    if problem.written:
        return env._(
            "%(cell)s (%(heading)s) “%(written)s”: %(cause)s.",
            cell=cell,
            heading=heading,
            written=problem.written,
            cause=cause,
        )
    return env._("%(cell)s (%(heading)s): %(cause)s.", cell=cell, heading=heading, cause=cause)


def reasons(env, verdict):
    """What agrees and what contradicts, in words."""
    words = {
        "document": env._("same document"),
        "document_near": env._("documents one letter apart"),
        "name": env._("same name"),
        "name_script": env._("same name in the other script"),
        "name_sound": env._("name that sounds the same"),
        "name_near": env._("name written nearly the same"),
        "given_name": env._("same given name"),
        "name_part": env._("part of the name"),
        "birth": env._("same birth date"),
        "birth_swapped": env._("day and month of birth exchanged"),
        "birth_year": env._("same year of birth"),
        "birth_about": env._("about the same age"),
        "phone": env._("same phone"),
        "email": env._("same e-mail"),
    }
    against = {
        "birth": env._("another birth date"),
        "sex": env._("another sex"),
        "document": env._("another document of the same kind"),
        "rival": env._("somebody else agrees as well"),
    }
    said = [words[code] for code in verdict.agreements]
    return said, [against[code] for code in verdict.contradictions]


def match_sentence(env, verdict, who):
    """Why a row is, or may be, ``who``."""
    said, against = reasons(env, verdict)
    sentence = (
        env._("Same person as %(who)s: %(reasons)s.", who=who, reasons=format_list(env, said, "unit"))
        if verdict.outcome == "same"
        else env._("May be %(who)s: %(reasons)s.", who=who, reasons=format_list(env, said, "unit"))
    )
    if not against:
        return sentence
    but = env._("But: %s.", format_list(env, against, "unit"))
    return f"{sentence} {but}"


def file_sentence(env, error):
    """What is wrong with a file, and what to do."""
    return {
        "empty": env._("The file is empty. Choose the register again."),
        "too_big": env._("The file is larger than %s MB. Split the register.", error.detail),
        "protected": env._("The file is protected by a password. Save it without the password, then upload it again."),
        "old_format": env._("The file has the old format of spreadsheets (.xls). Save it as .xlsx or .csv."),
        "broken": env._("The file is damaged or no spreadsheet. Open it, save it as .xlsx or .csv, upload it again."),
        "not_a_table": env._("This is not a register: upload a spreadsheet (.xlsx) or a list with separators (.csv)."),
        "no_rows": env._("There is no row below the headings in row %s.", error.detail),
        "too_many_rows": env._("The register has more than %s rows. Split it.", error.detail),
    }.get(error.code, error.code)
