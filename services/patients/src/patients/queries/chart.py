"""The lists of a chart, and notes."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from clinic_common.sealing import Sealer
from sqlalchemy import and_, or_, select, true

from .. import rules
from ..models import Addendum, Note, OpenNote, Patient, Vital, open_addenda
from .search import COLUMNS

_STANDING = Note.discarded_at.is_(None)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC)


_READ: dict[str, Callable[[str], Any]] = {"id": UUID, "given_on": date.fromisoformat, "measured_at": _moment}


async def must_exist(session: Session, patient_id: UUID) -> None:
    if (await session.execute(select(Patient.id).where(Patient.id == patient_id))).first() is None:
        raise rules.PatientNotFound()


async def list_items(
    session: Session, *, kind: type[Any], patient_id: UUID, struck_out: bool, page: PageRequest
) -> Any:
    """
    One list of a chart, the newest first.

    :param kind: the list's model
    :param struck_out: also what was struck out
    :raises PatientNotFound: there is no such patient
    """
    table = kind.__table__
    newest, id = table.c[kind.newest_by], table.c.id
    query = select(table).where(table.c.patient_id == patient_id).order_by(newest.desc(), id.desc())
    if not struck_out:
        query = query.where(table.c.struck_out_at.is_(None))
    if kind.newest_by == "id":
        if key := page.key(UUID):
            query = query.where(id < key[0])
    elif key := page.key(_READ[kind.newest_by], UUID):
        query = query.where(or_(newest < key[0], and_(newest == key[0], id < key[1])))
    rows = (await session.execute(query.limit(page.limit + 1))).all()
    if not rows:
        await must_exist(session, patient_id)
    by_id = kind.newest_by == "id"
    return paged(rows, page, lambda row: (row.id,) if by_id else (getattr(row, kind.newest_by), row.id))


@dataclass(frozen=True)
class Trend:
    """One vital sign over time, the oldest first, every value in the same unit."""

    patient_id: UUID
    kind: str
    unit: str
    points: list[Any]


@dataclass(frozen=True)
class Point:
    """One value of a trend."""

    id: UUID
    measured_at: datetime
    value: Decimal
    age: int


async def get_trend(
    session: Session, *, patient_id: UUID, kind: str, since: datetime | None, until: datetime | None
) -> Trend:
    """
    One vital sign of a patient over time, at the most the latest 500; what was struck out is left away.

    :raises PatientNotFound: there is no such patient
    """
    born_on = (await session.execute(select(Patient.born_on).where(Patient.id == patient_id))).scalar_one_or_none()
    if born_on is None:
        raise rules.PatientNotFound()
    query = select(Vital.id, Vital.measured_at, Vital.value, Vital.unit).where(
        Vital.patient_id == patient_id, Vital.kind == kind, Vital.struck_out_at.is_(None)
    )
    if since is not None:
        query = query.where(Vital.measured_at >= since)
    if until is not None:
        query = query.where(Vital.measured_at < until)
    rows = (await session.execute(query.order_by(Vital.measured_at.desc(), Vital.id.desc()).limit(500))).all()
    plausible = rules.VITALS[kind]
    points = [
        Point(
            row.id, row.measured_at, round(plausible.canonical(row.value, row.unit), 3),
            rules.age_on(born_on, row.measured_at.date()),
        )
        for row in reversed(rows)
    ]  # fmt: skip
    return Trend(patient_id, kind, next(iter(plausible.units)), points)


async def list_notes(
    session: Session,
    *,
    patient_id: UUID,
    only_by: UUID | None,
    discarded_by: UUID | None = None,
    sealer: Sealer,
    page: PageRequest,
) -> Any:
    """
    A patient's notes, the newest first.

    :param only_by: whoever asks sees their own notes only
    :param discarded_by: also the drafts that this author discarded (P22)
    """
    shown = or_(Note.discarded_at.is_(None), Note.author_id == discarded_by) if discarded_by else _STANDING
    query = select(Note).where(Note.patient_id == patient_id, shown).order_by(Note.id.desc()).limit(page.limit + 1)
    if only_by:
        query = query.where(Note.author_id == only_by)
    if key := page.key(UUID):
        query = query.where(Note.id < key[0])
    notes = list((await session.execute(query)).scalars())
    if not notes:
        await must_exist(session, patient_id)
    return paged(await opened(session, notes, sealer), page, lambda note: (note.row.id,))


async def get_note(
    session: Session, *, patient_id: UUID, note_id: UUID, only_by: UUID | None, sealer: Sealer
) -> OpenNote:
    """
    One note with its addenda.

    :raises NoteNotFound: there is none, or none they may know of
    """
    note = await Note.of_patient(session, patient_id, note_id, only_by=only_by)
    [found] = await opened(session, [note], sealer)
    return found


@dataclass(frozen=True)
class Unsigned:
    """A note that waits for its signature, without its text."""

    row: Note
    patient: Any

    @property
    def patient_id(self) -> UUID:
        """Whose data this is."""
        return self.row.patient_id


async def list_unsigned(session: Session, *, signer: UUID, signs: bool, everybody: bool, page: PageRequest) -> Any:
    """
    List the notes somebody still has to sign, the oldest first.

    :param signs: also those of people who may not sign themselves
    :param everybody: those of all authors
    """
    query = select(Note).where(Note.signed_at.is_(None), _STANDING).order_by(Note.id).limit(page.limit + 1)
    if not everybody:
        own = Note.author_id == signer
        query = query.where(or_(own, Note.for_signature == true()) if signs else own)
    if key := page.key(UUID):
        query = query.where(Note.id > key[0])
    notes = list((await session.execute(query)).scalars())
    ids = {note.patient_id for note in notes}
    people = {row.id: row for row in await session.execute(select(*COLUMNS).where(Patient.id.in_(ids)))} if ids else {}
    return paged([Unsigned(note, people[note.patient_id]) for note in notes], page, lambda found: (found.row.id,))


async def list_wording(session: Session, *, kind: type[Any], page: PageRequest) -> Any:
    """List the clinic's templates, or its quick phrases, by name."""
    query = select(kind).order_by(kind.name).limit(page.limit + 1)
    if key := page.key(str):
        query = query.where(kind.name > key[0])
    return paged((await session.execute(query)).scalars().all(), page, lambda row: (row.name,))


async def opened(session: Session, notes: list[Note], sealer: Sealer) -> list[OpenNote]:
    """Unseal notes and what was added to them."""
    added: dict[UUID, list[Addendum]] = defaultdict(list)
    query = select(Addendum).where(Addendum.note_id.in_([note.id for note in notes])).order_by(Addendum.id)
    if notes:
        for addendum in (await session.execute(query)).scalars():
            added[addendum.note_id].append(addendum)
    return [OpenNote(n, n.read(sealer=sealer), open_addenda(added[n.id], sealer=sealer)) for n in notes]
