"""Bringing in files of patients: what is new is created, what is known is matched, the rest is listed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from clinic_common.database import Session, new_id
from clinic_common.errors import Refusal
from clinic_common.sealing import Sealer
from clinic_contracts.patients import PatientRegistered
from sqlalchemy import insert, select

from .. import fhir, rules, spreadsheet
from ..incoming import Incoming, IncomingItem, IncomingPatient
from ..models import (
    ITEMS,
    NOBODY,
    Import,
    ImportSource,
    Patient,
    RecordNumber,
    SearchKey,
    keys_of,
    seal_identity,
    sort_name,
)
from .authors import Author
from .duplicates import compare_later
from .registration import learn_words, state_of

T = TypeVar("T")
_CHUNK = 500
_LISTED = 1000
"""How many rejected places and remarks a report lists; all are counted."""


@dataclass(frozen=True)
class Touched:
    """Somebody an import created or wrote about."""

    patient_id: UUID


@dataclass
class Imported:
    """An import and everybody it touched."""

    row: Import
    items: list[Touched]


@dataclass
class _Plan:
    """What an import would do: the same for a dry run and for a real one."""

    new_patients: list[tuple[UUID, IncomingPatient]] = field(default_factory=list)
    new_items: list[tuple[UUID, UUID, UUID, IncomingItem]] = field(default_factory=list)
    """id · patient · owner of the source · the entry"""
    new_sources: dict[tuple[UUID, bytes], UUID] = field(default_factory=dict)
    created: dict[str, None] = field(default_factory=dict)
    """The places in the file that make something new, in order."""
    matched: dict[str, None] = field(default_factory=dict)
    by_kind: dict[str, Counter[str]] = field(default_factory=dict)
    known_patients: list[tuple[UUID, IncomingPatient]] = field(default_factory=list)

    def count(self, kind: str, outcome: str, pointer: str) -> None:
        self.by_kind.setdefault(kind, Counter(created=0, matched=0))[outcome] += 1
        (self.created if outcome == "created" else self.matched)[pointer] = None


async def import_bundle(
    session: Session,
    *,
    bundle: dict[str, Any],
    import_id: UUID,
    now: datetime,
    region: str = "US",
    author: Author | None = None,
    dry_run: bool = False,
    strict: bool = False,
) -> Imported:
    """
    Bring in the patients of a FHIR R4 bundle with their problems, allergies, immunizations and vitals.

    A second import of the same bundle creates nothing (P12).

    :param bundle: as `fhir.parse` reads it
    :param strict: take nothing if anything is rejected
    :raises UnreadableImport: it is no bundle
    :raises NothingToTake: `strict`, and something is rejected; the problem document lists it
    """
    incoming = fhir.read_bundle(bundle, region=region)
    return await _take_in(session, incoming, "fhir-r4", import_id, author, dry_run, strict, now)


async def import_rows(
    session: Session,
    *,
    raw: bytes,
    import_id: UUID,
    now: datetime,
    region: str = "US",
    mapping: Mapping[str, str] | None = None,
    author: Author | None = None,
    dry_run: bool = False,
    strict: bool = False,
) -> Imported:
    """
    Bring in the patients of a CSV file, one per row.

    :raises UnreadableImport: it is no CSV, or the header lacks what a patient needs
    :raises NothingToTake: `strict`, and something is rejected
    """
    incoming = spreadsheet.read_rows(raw, region=region, mapping=mapping)
    return await _take_in(session, incoming, "csv", import_id, author, dry_run, strict, now)


async def _take_in(
    session: Session,
    incoming: Incoming,
    format: str,
    import_id: UUID,
    author: Author | None,
    dry_run: bool,
    strict: bool,
    now: datetime,
) -> Imported:
    plan = await _plan(session, incoming, now=now)
    report = _report(incoming, plan) | {"differences": await _differences(session, plan)}
    if strict and incoming.rejected:
        count = len(incoming.rejected)
        raise rules.NothingToTake(
            f"{count} {'entry' if count == 1 else 'entries'} cannot be taken, so nothing was.",
            rejected=report["rejected"],
        )
    row = Import(
        id=import_id, format=format, dry_run=dry_run, report=report, created_at=now, undone_at=None,
        author_id=author.id if author else None,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    if dry_run:
        return Imported(row, [])
    async with session.refusing_duplicates(rules.ImportUnderWay()):
        await _write(session, plan, import_id, author, now)
    touched = [patient_id for patient_id, _ in plan.new_patients] + [each[1] for each in plan.new_items]
    return Imported(row, [Touched(patient_id) for patient_id in dict.fromkeys(touched)])


async def _plan(session: Session, incoming: Incoming, *, now: datetime) -> _Plan:
    plan = _Plan()
    sources = [source for patient in incoming.patients for source in patient.sources]
    sources += [item.patient for item in incoming.items]
    known = await _known_patients(session, dict.fromkeys(sources))
    ours = await _ours(session, Patient, (patient.own_id for patient in incoming.patients))
    existing = {*known.values(), *ours}
    for patient in incoming.patients:
        found = next((known[source] for source in patient.sources if source in known), None)
        found = found or (patient.own_id if patient.own_id in ours else None)
        if found is None:
            try:
                rules.must_be_born(patient.born_on, now=now)
            except Refusal as refusal:
                incoming.reject(patient.pointer, refusal.detail)
                continue
            found = new_id()
            plan.new_patients.append((found, patient))
            plan.count("patients", "created", patient.pointer)
        else:
            plan.count("patients", "matched", patient.pointer)
            if found in existing:
                plan.known_patients.append((found, patient))
        for source in patient.sources:
            if source not in known:
                known[source] = found
                plan.new_sources[NOBODY, source] = found
    owners = {known[item.patient] for item in incoming.items if item.patient in known}
    taken = await _known_items(session, owners & existing)
    now_at = await _where_they_went(session, owners & existing)
    ours_in: dict[UUID, UUID] = {}
    for table, model in ITEMS.items():
        ours_in |= await _ours(session, model, (item.own_id for item in incoming.items if item.table == table))
    for item in incoming.items:
        owner = known.get(item.patient)
        if owner is None:
            incoming.reject(item.pointer, "it belongs to a patient that was not taken and is not known")
            continue
        came_home = item.own_id in ours_in and ours_in[item.own_id] in (owner, now_at.get(owner))
        if came_home or (owner, item.source) in taken:
            plan.count(item.table, "matched", item.pointer)
            continue
        taken.add((owner, item.source))
        row_id = new_id()
        plan.new_items.append((row_id, now_at.get(owner, owner), owner, item))
        plan.new_sources[owner, item.source] = row_id
        plan.count(item.table, "created", item.pointer)
    return plan


def _chunks(values: Iterable[T]) -> Iterator[list[T]]:
    listed = list(values)
    for start in range(0, len(listed), _CHUNK):
        yield listed[start : start + _CHUNK]


async def _known_patients(session: Session, sources: Iterable[bytes]) -> dict[bytes, UUID]:
    known: dict[bytes, UUID] = {}
    for chunk in _chunks(sources):
        query = select(ImportSource.source, ImportSource.row_id).where(
            ImportSource.owner_id == NOBODY, ImportSource.source.in_(chunk)
        )
        known |= {bytes(row.source): row.row_id for row in await session.execute(query)}
    return known


async def _ours(session: Session, model: type[Any], ids: Iterable[UUID | None]) -> dict[UUID, UUID]:
    """Of what may have gone out of this clinic: the rows that did, and whose they are."""
    found: dict[UUID, UUID] = {}
    whose = model.id if model is Patient else model.patient_id
    for chunk in _chunks(dict.fromkeys(filter(None, ids))):
        found |= {row[0]: row[1] for row in await session.execute(select(model.id, whose).where(model.id.in_(chunk)))}
    return found


async def _known_items(session: Session, owners: Iterable[UUID]) -> set[tuple[UUID, bytes]]:
    known: set[tuple[UUID, bytes]] = set()
    for chunk in _chunks(owners):
        query = select(ImportSource.owner_id, ImportSource.source).where(ImportSource.owner_id.in_(chunk))
        known |= {(row.owner_id, bytes(row.source)) for row in await session.execute(query)}
    return known


async def _where_they_went(session: Session, patient_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """For everybody who was merged meanwhile: the record that stayed."""
    into: dict[UUID, UUID] = {}
    wave = set(patient_ids)
    while wave:
        found: set[UUID] = set()
        for chunk in _chunks(wave):
            query = select(Patient.id, Patient.merged_into).where(
                Patient.id.in_(chunk), Patient.merged_into.is_not(None)
            )
            for row in await session.execute(query):
                into[row.id] = row.merged_into
                found.add(row.merged_into)
        wave = found - set(into)
    went = {}
    for start in into:
        stop = start
        while stop in into:
            stop = into[stop]
        went[start] = stop
    return went


async def _insert(session: Session, model: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    for chunk in _chunks(rows):
        await session.execute(insert(model.__table__), chunk)


async def _write(session: Session, plan: _Plan, import_id: UUID, author: Author | None, now: datetime) -> None:
    serials = await _serials(session, [patient_id for patient_id, _ in plan.new_patients])
    patients = [
        _new_patient(each, patient_id, serials[patient_id], import_id, session.sealer, now)
        for patient_id, each in plan.new_patients
    ]
    await _insert(session, Patient, [_columns(patient) for patient in patients])
    keys = [
        {"kind": kind, "key": key, "patient_id": patient.id}
        for patient in patients
        for kind, key in sorted(keys_of(patient, serial=serials[patient.id], sealer=session.sealer))
    ]
    await _insert(session, SearchKey, keys)
    await learn_words(session, {str(row["key"]) for row in keys if row["kind"] == "n"})
    await compare_later(session, patient_ids=[patient.id for patient in patients])
    tables: dict[str, list[dict[str, Any]]] = {}
    for row_id, patient_id, _, item in plan.new_items:
        tables.setdefault(item.table, []).append({
            "id": row_id, "patient_id": patient_id, "import_id": import_id, "version": 1,
            "author_id": author.id if author else None, "author_name": author.name if author else None,
            "recorded_at": now, "updated_at": now, **item.values,
        })  # fmt: skip
    for table, rows in tables.items():
        await _insert(session, ITEMS[table], rows)
    sources = [
        {"owner_id": owner, "source": source, "row_id": row_id, "import_id": import_id}
        for (owner, source), row_id in plan.new_sources.items()
    ]
    await _insert(session, ImportSource, sources)
    for patient in patients:
        session.emit(PatientRegistered(**state_of(patient, now=now)))


async def _serials(session: Session, patient_ids: list[UUID]) -> dict[UUID, int]:
    serials: dict[UUID, int] = {}
    await _insert(session, RecordNumber, [{"patient_id": patient_id} for patient_id in patient_ids])
    for chunk in _chunks(patient_ids):
        query = select(RecordNumber.patient_id, RecordNumber.serial).where(RecordNumber.patient_id.in_(chunk))
        serials |= {row.patient_id: row.serial for row in await session.execute(query)}
    return serials


def _new_patient(
    each: IncomingPatient, patient_id: UUID, serial: int, import_id: UUID, sealer: Sealer, now: datetime
) -> Patient:
    return Patient(
        id=patient_id,
        record_number=rules.record_number(serial),
        given_name=each.given_name,
        family_name=each.family_name,
        sort_name=sort_name(each.family_name, each.given_name),
        born_on=each.born_on,
        sex=each.sex,
        email=each.email,
        phone=each.phone,
        address=each.address,
        preferred_language=each.preferred_language,
        contact_by=each.contact_by,
        identity_number=seal_identity(patient_id, each.identity_number, sealer=sealer),
        archived=False,
        import_id=import_id,
        created_at=now,
        updated_at=now,
        version=1,
    )


def _columns(patient: Patient) -> dict[str, Any]:
    return {column.key: getattr(patient, column.key) for column in Patient.__table__.columns}


_COMPARED = ("given_name", "family_name", "born_on", "sex", "email", "phone", "address", "preferred_language",
             "contact_by")  # fmt: skip


async def _differences(session: Session, plan: _Plan) -> list[dict[str, Any]]:
    """Of those known already: in which fields the file says something else than the record, which stays as it is."""
    found: list[dict[str, Any]] = []
    ours: dict[UUID, Any] = {}
    for chunk in _chunks(dict.fromkeys(id for id, _ in plan.known_patients)):
        columns = (getattr(Patient, name) for name in ("id", *_COMPARED))
        ours |= {row.id: row for row in await session.execute(select(*columns).where(Patient.id.in_(chunk)))}
    for id, theirs in plan.known_patients:
        said = {name: getattr(theirs, name) for name in _COMPARED}
        fields = [name for name, value in said.items() if value is not None and value != getattr(ours[id], name)]
        if fields and len(found) < _LISTED:
            found.append({"pointer": theirs.pointer, "patient_id": str(id), "fields": fields})
    return found


def _report(incoming: Incoming, plan: _Plan) -> dict[str, Any]:
    rejected = {each.pointer for each in incoming.rejected}
    return {
        "created": len(plan.created),
        "matched": len(plan.matched.keys() - plan.created.keys()),
        "rejected_count": len(rejected),
        "rejected": [vars(each) for each in incoming.rejected[:_LISTED]],
        "remarks": [vars(each) for each in incoming.remarks[:_LISTED]],
        "left_out": incoming.left_out,
        "by_kind": {kind: dict(counts) for kind, counts in plan.by_kind.items()},
    }
