"""What goes out comes back the same, and an independent library agrees that it is FHIR R4."""

import csv
import io
import json
import string
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from clinic_common.database import new_id
from fhir.resources.R4B.bundle import Bundle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patients import commands, fhir, queries, rules, spreadsheet
from patients.models import ITEMS, Allergy, Consent, Immunization, Medication, Problem, Vital

from .conftest import NOW, real_bundles, small_bundle

LISTS = tuple(ITEMS)
DEMOGRAPHICS = ("given_name", "family_name", "born_on", "sex", "email", "phone", "address", "preferred_language",
                "contact_by")  # fmt: skip
VALUES = {
    "problems": ("display", "code", "code_system", "onset_on", "resolved_on", "status"),
    "allergies": ("substance", "code", "code_system", "reaction", "severity", "criticality", "noted_on"),
    "immunizations": ("vaccine", "code", "code_system", "given_on", "lot", "status"),
    "vitals": ("kind", "value", "unit", "measured_at"),
    "medications": ("name", "code", "code_system", "dose", "route", "frequency", "started_on", "ended_on"),
    "consents": ("kind", "given", "given_on", "note"),
}


def values_of(row, names):
    return tuple((name, getattr(row, name)) for name in names)


def supported(whole):
    """Everything about somebody that an export promises to bring back."""
    items = {name: sorted(map(repr, (values_of(row, VALUES[name]) for row in whole.items[name]))) for name in LISTS}
    return values_of(whole.patient, DEMOGRAPHICS), whole.identity_number, items


def read_again(raw):
    """What an import makes of an export: the same shape, without a database."""
    incoming = fhir.read_bundle(fhir.parse(raw), region="US")
    assert (incoming.rejected, incoming.remarks) == ([], [])
    [patient] = incoming.patients
    items = {name: [SimpleNamespace(**i.values) for i in incoming.items if i.table == name] for name in LISTS}
    return fhir.Whole(patient, items, identity_number=patient.identity_number)


@pytest.fixture
def whole(database):
    async def look(patient_id):
        return await database.read(
            queries.get_whole_record, patient_id=patient_id, lists=LISTS, notes=True, sealer=database.sealer
        )

    return look


@pytest.fixture
def load(database):
    async def run(raw, command=commands.import_bundle):
        given = {"bundle": fhir.parse(raw)} if command is commands.import_bundle else {"raw": raw}
        return await database.run(command, **given, import_id=new_id(), now=NOW)

    return run


FULL = {
    "problems": (
        Problem,
        {"display": "Gout,\nleft foot", "code": "M10.9", "code_system": "http://hl7.org/fhir/sid/icd-10-cm",
         "onset_on": date(2020, 1, 2), "resolved_on": date(2020, 2, 3), "status": "active"},
        {"display": "Fatigue", "code": None, "code_system": "our own list", "status": "inactive"},
    ),
    "allergies": (
        Allergy,
        {"substance": "Penicillin", "code": "7980", "code_system": "RxNorm 2026", "reaction": "hives, swelling",
         "severity": "severe", "criticality": "unable-to-assess", "noted_on": date(2001, 5, 6)},
        {"substance": "Unknown nut", "severity": "mild"},
    ),
    "immunizations": (
        Immunization,
        {"vaccine": "Influenza", "code": "140", "code_system": "http://hl7.org/fhir/sid/cvx", "lot": "L 1",
         "given_on": date(2019, 10, 1), "status": "not-done"},
    ),
    "vitals": (
        Vital,
        {"kind": "body_temperature", "value": Decimal("37.50"), "unit": "Cel",
         "measured_at": datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)},
        *(
            {"kind": kind, "value": plausible.most, "unit": next(iter(plausible.units)), "measured_at": NOW}
            for kind, plausible in rules.VITALS.items()
        ),
    ),
    "medications": (
        Medication,
        {"name": "Amoxicillin", "code": "723", "code_system": "http://www.nlm.nih.gov/research/umls/rxnorm",
         "dose": "500 mg", "route": "oral", "frequency": "three times a day", "started_on": date(2026, 1, 1),
         "ended_on": date(2026, 1, 10)},
        {"name": "Aspirin"},
    ),
    "consents": (
        Consent,
        {"kind": "research", "given": False, "given_on": date(2026, 3, 4), "note": "asked twice"},
        {"kind": "sms", "given": True, "given_on": date(2026, 3, 5)},
    ),
}  # fmt: skip
PERSON = {
    "email": "ada@example.org", "phone": "+12125550147", "preferred_language": "de-CH", "contact_by": "none",
    "identity_number": "756.9217.0769.85",
    "address": {"line2": "Apt 2", "city": "Zürich", "region": "ZH", "postal_code": "8001", "country": "Switzerland"},
}  # fmt: skip


@pytest.fixture
def full(database, register, author):
    """Somebody with everything, a signed note with an addendum, and an entry that was struck out."""

    async def make():
        patient = await register("Ada  María", "O'Neill-Núñez", **PERSON)
        for kind, *entries in FULL.values():
            for fields in entries:
                await database.run(
                    commands.add_item, kind=kind, patient_id=patient.id, fields=fields, author=author, now=NOW
                )
        wrong = await database.run(
            commands.add_item,
            kind=Allergy, patient_id=patient.id, fields={"substance": "Struckoutium"}, author=author, now=NOW,
        )  # fmt: skip
        await database.run(
            commands.change_item,
            kind=Allergy, patient_id=patient.id, item_id=wrong.id, changes={"struck_out_reason": "wrong person"},
            version=1, author=author, now=NOW,
        )  # fmt: skip
        about = {"patient_id": patient.id, "author": author, "sealer": database.sealer, "now": NOW}
        for text in ("<b>Feels</b> well", None):
            note = await database.run(
                commands.write_note, fields={"kind": "soap", "subjective": text or "Draft only"}, **about
            )
            if text:
                told = {"note_id": note.row.id, "only_own": False}
                await database.run(commands.sign_note, **told, **about)
                await database.run(commands.add_addendum, text="Called back", **told, **about)
        return patient

    return make


async def test_p14_what_goes_out_of_a_whole_record_is_fhir_r4_and_comes_back_the_same(whole, full):
    before = await whole((await full()).id)
    raw = fhir.dumped(fhir.write_bundle(before, now=NOW))
    Bundle.model_validate_json(raw)
    assert b'"value":37.50,' in raw
    assert b"Struckoutium" not in raw
    incoming = fhir.read_bundle(fhir.parse(raw), region="US")
    assert incoming.left_out == {"DocumentReference": 1}
    assert supported(read_again(raw)) == supported(before)
    assert len(before.items["vitals"]) == 12


async def test_p14_a_record_brought_into_another_clinic_is_the_same_there(database, whole, full, load):
    first = await whole((await full()).id)
    foreign = fhir.write_bundle(first, now=NOW)
    moved = json.dumps(foreign, default=float)
    for entry in foreign["entry"]:
        moved = moved.replace(entry["resource"]["id"], str(new_id()))
    brought = await load(moved.encode())
    [touched] = brought.items
    assert touched.patient_id != first.patient_id
    assert brought.row.report["rejected_count"] == 0
    second = await whole(touched.patient_id)
    assert supported(second)[0] == supported(first)[0]
    assert {name: len(rows) for name, rows in second.items.items()} == {n: len(r) for n, r in first.items.items()}
    assert second.patient.record_number != first.patient.record_number


async def test_p14_a_record_that_comes_home_is_recognized(database, whole, full, load):
    before = await whole((await full()).id)
    brought = await load(fhir.dumped(fhir.write_bundle(before, now=NOW)))
    assert (brought.row.report["created"], brought.row.report["rejected_count"]) == (0, 0)
    assert supported(await whole(before.patient_id)) == supported(before)
    table = await load(spreadsheet.write_rows([before.patient]), commands.import_rows)
    assert (table.row.report["created"], table.row.report["matched"]) == (0, 1)


async def test_the_demographics_go_out_as_a_table_and_come_back(register):
    patient = await register("=HYPERLINK(1)", '\'-Müller, "Jr"', **PERSON)
    raw = spreadsheet.write_rows([patient])
    [header, row] = csv.reader(io.StringIO(raw.decode()))
    assert dict(zip(header, row, strict=True))["given_name"] == "'=HYPERLINK(1)"
    [again] = spreadsheet.read_rows(raw, region="US").patients
    assert values_of(again, DEMOGRAPHICS) == values_of(patient, DEMOGRAPHICS)


async def test_p14_real_bundles_come_back_the_same(database, whole, load):
    for raw in [json.dumps(small_bundle()).encode(), *(file.read_bytes() for file in real_bundles())]:
        brought = await load(raw)
        for touched in brought.items:
            before = await whole(touched.patient_id)
            out = fhir.dumped(fhir.write_bundle(before, now=NOW))
            Bundle.model_validate_json(out)
            assert supported(read_again(out)) == supported(before)


TYPED = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")


def typed(most, *, lines=False):
    """Text as it passes `clinic_common.http`."""
    from clinic_common.http import bodies

    letters = TYPED | st.sampled_from("\n\t") if lines else TYPED

    def as_entered(text):
        try:
            return bodies._clean(text.strip())
        except ValueError:
            return ""

    return st.text(letters, max_size=most).map(as_entered).filter(lambda text: 0 < len(text) <= most)


def maybe(strategy):
    return st.none() | strategy


DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(fold=0)
)
CODED = {
    "code": maybe(st.text(string.ascii_letters + string.digits + ".-", min_size=1, max_size=20)),
    "code_system": maybe(typed(60)),
}
PERIOD = st.tuples(maybe(DAYS), maybe(DAYS)).map(lambda days: tuple(sorted(days)) if None not in days else days)


def entries(**fields):
    base = {"id": st.builds(new_id), "version": st.just(1), "updated_at": st.just(NOW)}
    return st.lists(st.fixed_dictionaries(base | fields).map(lambda values: SimpleNamespace(**values)), max_size=2)


def with_period(rows, first, last):
    for row in rows:
        began, ended = row.__dict__.pop("period")
        setattr(row, first, began)
        setattr(row, last, ended)
    return rows


def measured(kind):
    unit = st.sampled_from(list(rules.VITALS[kind].units))
    least, most = rules.VITALS[kind].least, rules.VITALS[kind].most
    return st.tuples(st.just(kind), st.decimals(least, most, places=3), unit)


def is_plausible(row):
    try:
        rules.must_be_plausible(row.kind, row.value, row.unit)
    except rules.ImplausibleValue:
        return False
    return True


def with_measure(rows):
    for row in rows:
        row.kind, row.value, row.unit = row.__dict__.pop("measure")
    return [row for row in rows if is_plausible(row)]


ANYBODY = st.builds(
    SimpleNamespace,
    id=st.builds(new_id), version=st.just(1), updated_at=st.just(NOW), record_number=st.just("P-000001"),
    archived=st.booleans(), merged_into=st.just(None),
    given_name=typed(100), family_name=typed(100), born_on=DAYS,
    sex=st.sampled_from(["male", "female", "other", "unknown"]), email=st.sampled_from([None, "ada@example.org"]),
    phone=st.sampled_from([None, "+12125550147", "+12125550147;ext=5", "555-0147"]),
    preferred_language=st.sampled_from([None, "en", "de-CH", "gsw"]),
    contact_by=st.sampled_from([None, "email", "sms", "phone", "none"]),
    address=maybe(st.dictionaries(
        st.sampled_from(["line1", "line2", "city", "region", "country"]), typed(90), min_size=1)),
)  # fmt: skip
RECORDS = st.builds(
    fhir.Whole,
    ANYBODY,
    st.fixed_dictionaries({
        "problems": entries(
            display=typed(90, lines=True), **CODED, period=PERIOD, status=st.sampled_from(rules.ITEM_STATUSES)
        ).map(lambda rows: with_period(rows, "onset_on", "resolved_on")),
        "allergies": entries(
            substance=typed(90, lines=True), **CODED, reaction=maybe(typed(90, lines=True)),
            severity=st.sampled_from([None, "mild", "moderate", "severe"]),
            criticality=st.sampled_from([None, "low", "high", "unable-to-assess"]), noted_on=maybe(DAYS),
        ),
        "immunizations": entries(
            vaccine=typed(90, lines=True), **CODED, given_on=DAYS, lot=maybe(typed(90)),
            status=st.sampled_from(["completed", "not-done"]),
        ),
        "vitals": entries(
            measure=st.sampled_from(list(rules.VITALS)).flatmap(measured),
            measured_at=MOMENTS,
        ).map(with_measure),
        "medications": entries(
            name=typed(90, lines=True), **CODED, dose=maybe(typed(90, lines=True)), route=maybe(typed(90)),
            frequency=maybe(typed(90, lines=True)), period=PERIOD,
        ).map(lambda rows: with_period(rows, "started_on", "ended_on")),
        "consents": entries(
            kind=typed(90), given=st.booleans(), given_on=DAYS, note=maybe(typed(90, lines=True))
        ),
    }),
)  # fmt: skip


@given(RECORDS)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_p14_whatever_was_entered_goes_out_as_fhir_and_comes_back_the_same(record):
    raw = fhir.dumped(fhir.write_bundle(record, now=NOW))
    Bundle.model_validate_json(raw)
    assert supported(read_again(raw)) == supported(record)


@given(ANYBODY)
@settings(max_examples=80, deadline=None)
def test_whoever_was_registered_goes_out_as_a_table_and_comes_back_the_same(patient):
    [again] = spreadsheet.read_rows(spreadsheet.write_rows([patient]), region="US").patients
    assert values_of(again, DEMOGRAPHICS) == values_of(patient, DEMOGRAPHICS)
