"""CSV files of patients, a header row and one patient per line: read into plain values, and written."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from . import rules
from .incoming import CannotTake, Incoming, IncomingPatient, checked_email, clean, needed, own_id, source_of, text

COLUMNS: dict[str, tuple[str, ...]] = {
    "source_id": ("source_id", "id", "patient_id", "record_number", "mrn", "chart_number"),
    "given_name": ("given_name", "first_name", "firstname", "given", "forename"),
    "family_name": ("family_name", "last_name", "lastname", "surname", "family"),
    "born_on": ("born_on", "date_of_birth", "dob", "birth_date", "birthdate", "birthday"),
    "sex": ("sex", "gender"),
    "email": ("email", "e_mail", "email_address"),
    "phone": ("phone", "telephone", "mobile", "cell", "phone_number"),
    "line1": ("line1", "address", "address_1", "address1", "street"),
    "line2": ("line2", "address_2", "address2"),
    "city": ("city", "town", "suburb"),
    "region": ("region", "state", "province"),
    "postal_code": ("postal_code", "postcode", "zip", "zip_code"),
    "country": ("country",),
    "preferred_language": ("preferred_language", "language"),
    "contact_by": ("contact_by",),
    "identity_number": ("identity_number", "ssn", "soc_sec_id", "social_security_number", "national_id"),
}
"""What we call a column → what others call it."""
_NEEDED = ("given_name", "family_name", "born_on")
_SEX = {"m": "male", "male": "male", "f": "female", "female": "female", "o": "other", "other": "other"}
_UNKNOWN = {"", "u", "unknown"}
_MOST_COLUMNS = 200
_ADDRESS = {"line1": 200, "line2": 200, "city": 100, "region": 100, "postal_code": 20, "country": 100}
"""Part of an address → its longest."""
_FORMULA = re.compile(r"'*[=+\-@]")
"""What a spreadsheet would take for a formula: it goes out behind an apostrophe, which comes off on the way in."""


def read_rows(raw: bytes, *, region: str, mapping: Mapping[str, str] | None = None) -> Incoming:
    """
    Understand a CSV file; what cannot be taken is listed by its row (`/1` is the first line after the header).

    :param mapping: what we call a column → what this file does, where it is not one of the usual names
    :raises UnreadableImport: it is no text, or the header lacks the columns a patient needs
    """
    try:
        lines = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)
        header = next(lines, [])
    except (UnicodeDecodeError, csv.Error):
        raise rules.UnreadableImport("This is not a CSV file in UTF-8.") from None
    names = [re.sub(r"[^a-z0-9]+", "_", clean(name).lower()).strip("_") for name in header[:_MOST_COLUMNS]]
    columns = {ours: next((names.index(n) for n in theirs if n in names), None) for ours, theirs in COLUMNS.items()}
    columns |= _mapped(mapping or {}, header)
    if missing := [name for name in _NEEDED if columns[name] is None]:
        raise rules.UnreadableImport(f"The header lacks the columns: {', '.join(missing)}.")
    incoming = Incoming()
    ours = {position for position in columns.values() if position is not None}
    for position, name in enumerate(names):
        if position not in ours:
            incoming.remark("/0", f"the column {name[:60] or position + 1} was left away")
    number = 0
    try:
        for number, cells in enumerate(lines, 1):
            if any(map(str.strip, cells)):
                row = {
                    name: _plain(clean(cells[place])) if place is not None and place < len(cells) else ""
                    for name, place in columns.items()
                }
                _take(incoming, f"/{number}", row, region)
    except csv.Error:
        incoming.reject(f"/{number + 1}", "the file is broken here; nothing after this line was read")
    return incoming


def _mapped(mapping: Mapping[str, str], header: list[str]) -> dict[str, int | None]:
    said = [clean(name).casefold() for name in header[:_MOST_COLUMNS]]
    for ours, theirs in mapping.items():
        if ours not in COLUMNS:
            raise rules.UnreadableImport(
                f"There is no column {ours[:40]}; there are: {', '.join(COLUMNS)}.", field="map"
            )
        if clean(theirs).casefold() not in said:
            raise rules.UnreadableImport(f"The header has no column {clean(theirs)[:60]}.", field="map")
    return {ours: said.index(clean(theirs).casefold()) for ours, theirs in mapping.items()}


def _take(incoming: Incoming, pointer: str, row: dict[str, str], region: str) -> None:
    try:
        sex = row["sex"].lower()
        if sex not in _SEX and sex not in _UNKNOWN:
            raise CannotTake("the sex is not one of male, female, other, unknown")
        patient = IncomingPatient(
            pointer=pointer,
            sources=_sources(row),
            given_name=needed(row["given_name"], "the given name", 100),
            family_name=needed(row["family_name"], "the family name", 100),
            born_on=_day(row["born_on"]),
            sex=_SEX.get(sex, "unknown"),
            address=_address(row),
            own_id=own_id(row["source_id"]),
        )
    except CannotTake as reason:
        incoming.reject(pointer, reason)
        return
    try:
        patient.email = checked_email(row["email"])
    except CannotTake as reason:
        incoming.remark(pointer, reason)
    try:
        patient.phone = rules.normalized_phone(row["phone"][:60], region=region) if row["phone"] else None
    except rules.PhoneUnreadable:
        incoming.remark(pointer, "the phone number cannot be read and was left away")
    try:
        patient.identity_number = text(row["identity_number"], "the identity number", 40)
    except CannotTake as reason:
        incoming.remark(pointer, f"{reason} and was left away")
    if re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", row["preferred_language"]):
        patient.preferred_language = row["preferred_language"]
    if row["contact_by"] in ("email", "sms", "phone", "none"):
        patient.contact_by = row["contact_by"]
    incoming.patients.append(patient)


def _sources(row: dict[str, str]) -> list[bytes]:
    """What the origin calls them; by an id of this program also as its FHIR files do, so that both are one person."""
    name = row["source_id"]
    if not name:
        return [source_of("csv", *row.values())]
    return [source_of("csv id", name), *([source_of("url", f"urn:uuid:{own}")] if (own := own_id(name)) else [])]


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write_rows(patients: Iterable[Any], *, numbers: Mapping[UUID, str | None] | None = None) -> bytes:
    """
    Write patients as a table that `read_rows` reads back as it was: UTF-8, a header, one line each.

    :param numbers: their identity numbers, opened
    """
    out = io.StringIO()
    lines = csv.writer(out)
    own = [name for name in COLUMNS if name not in ("source_id", "identity_number")]
    lines.writerow(["id", "record_number", *own, "identity_number"])
    for patient in patients:
        address = patient.address or {}
        cells = [patient.id, patient.record_number]
        cells += [address.get(name) if name in _ADDRESS else getattr(patient, name) for name in own]
        cells.append((numbers or {}).get(patient.id))
        lines.writerow([_guarded("" if cell is None else str(cell)) for cell in cells])
    return out.getvalue().encode()


def write_table(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    """Write a table: UTF-8, a header, one line each; nothing in it is a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([header, *([_guarded(str(cell)) for cell in row] for row in rows)])
    return out.getvalue().encode()


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _address(row: dict[str, str]) -> dict[str, str] | None:
    found = {name: text(row[name], f"the address ({name})", limit) for name, limit in _ADDRESS.items()}
    return {name: value for name, value in found.items() if value} or None


def _day(written: str) -> date:
    if not re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", written):
        raise CannotTake("the date of birth is missing or not written YYYY-MM-DD")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise CannotTake("the date of birth is not a date") from None
    return day
