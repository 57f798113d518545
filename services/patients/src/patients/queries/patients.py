"""One patient, the record in short, and how many there are."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import bindparam, case, func, select, true

from .. import rules
from ..models import ITEMS, Patient, Visit
from .search import COLUMNS

AGE_BANDS = ((0, "0-4"), (5, "5-17"), (18, "18-29"), (30, "30-44"), (45, "45-64"), (65, "65-79"), (80, "80+"))
_LATEST = 20
_THIS = select(*COLUMNS).where(Patient.id == bindparam("patient_id"))


async def get_patient(session: Session, *, patient_id: UUID) -> Any:
    """
    One patient, archived and merged ones too.

    :raises PatientNotFound: there is none
    """
    row = (await session.execute(_THIS, {"patient_id": patient_id})).one_or_none()
    if row is None:
        raise rules.PatientNotFound()
    return row


@dataclass(frozen=True)
class Record:
    """A record in short: the patient, and of each list how many stand in it and the latest."""

    patient: Any
    counts: dict[str, int]
    latest: dict[str, list[Any]]

    @property
    def patient_id(self) -> UUID:
        """Whose data this is."""
        return self.patient.patient_id  # type: ignore[no-any-return]


async def get_record(session: Session, *, patient_id: UUID, lists: tuple[str, ...]) -> Record:
    """
    A patient with the latest of these lists; what was struck out is left away.

    :raises PatientNotFound: there is none
    """
    patient = await get_patient(session, patient_id=patient_id)
    counts, latest = {}, {}
    for name in lists:
        model = ITEMS[name]
        table = model.__table__
        mine = (table.c.patient_id == patient_id, table.c.struck_out_at.is_(None))
        newest = (table.c[model.newest_by].desc(), table.c.id.desc())
        rows = (await session.execute(select(table).where(*mine).order_by(*newest).limit(_LATEST))).all()
        latest[name] = list(rows)
        counts[name] = len(rows)
        if len(rows) == _LATEST:
            counts[name] = int(
                (await session.execute(select(func.count()).select_from(table).where(*mine))).scalar_one()
            )
    return Record(patient, counts, latest)


@dataclass(frozen=True)
class Statistics:
    """How many patients there are, without saying who."""

    since: date
    until: date
    new: int
    active: int
    archived: int
    by_age_and_sex: list[Any]
    by_practitioner: list[Any]


@dataclass(frozen=True)
class Group:
    """How many active patients are of one age band and sex."""

    age_band: str
    sex: str
    count: int


async def get_patient_statistics(session: Session, *, since: date, until: date) -> Statistics:
    """
    Count patients: registered in a period (both days included, UTC), active and archived, by age and sex.

    Ages are those on `until`.
    """
    start = datetime.combine(since, time.min, UTC)
    end = datetime.combine(until, time.max, UTC)
    standing = Patient.merged_into.is_(None)
    new = select(func.count()).where(Patient.created_at.between(start, end), standing)
    bands = case(
        *((Patient.born_on > _years_before(until, older), label) for (_, label), (older, _) in pairwise(AGE_BANDS)),
        else_=AGE_BANDS[-1][1],
    )  # fmt: skip
    query = (
        select(bands.label("age_band"), Patient.sex, Patient.archived, func.count().label("number"))
        .where(standing)
        .group_by("age_band", Patient.sex, Patient.archived)
    )
    rows = (await session.execute(query)).all()
    order = [label for _, label in AGE_BANDS]
    groups = [Group(row.age_band, row.sex, row.number) for row in rows if not row.archived]
    return Statistics(
        since=since,
        until=until,
        new=int((await session.execute(new)).scalar_one()),
        active=sum(group.count for group in groups),
        archived=sum(row.number for row in rows if row.archived),
        by_age_and_sex=sorted(groups, key=lambda group: (order.index(group.age_band), group.sex)),
        by_practitioner=await _by_practitioner(session, start, end),
    )


async def _by_practitioner(session: Session, start: datetime, end: datetime) -> list[Any]:
    """How many patients each practitioner saw, and in how many visits."""
    query = (
        select(
            Visit.practitioner_id,
            func.max(Visit.practitioner_name).label("practitioner_name"),
            func.count(Visit.patient_id.distinct()).label("patients"),
            func.count().label("visits"),
        )
        .where(Visit.completed == true(), Visit.starts_at.between(start, end))
        .group_by(Visit.practitioner_id)
        .order_by(func.count(Visit.patient_id.distinct()).desc(), Visit.practitioner_id)
    )
    return list((await session.execute(query)).all())


def _years_before(day: date, years: int) -> date:
    """Whoever was born after this day is younger than `years` on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
