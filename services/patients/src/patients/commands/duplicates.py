"""Likely duplicates of one patient, found by their blocks (no scan), scored, and kept as the clinic's work list."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from clinic_common.database import Session, new_id
from sqlalchemy import delete, false, func, insert, or_, select, tuple_

from .. import rules
from ..models import DuplicatePair, Patient, SearchKey, Uncompared, keys_of, person_of

_COMPARED = 100
_SHOWN = 10


@dataclass(frozen=True)
class Duplicate:
    """Another registration that is likely the same person."""

    id: UUID
    record_number: str
    given_name: str
    family_name: str
    born_on: date
    score: float
    reasons: tuple[str, ...]

    @property
    def patient_id(self) -> UUID:
        """Whose data this is."""
        return self.id


async def find_duplicates(session: Session, *, patient: Patient, now: datetime) -> list[Duplicate]:
    """
    P4: find the patients who are likely the same person as this one, the likeliest first.

    They go to the work list, both ways round; who was told apart by somebody before is not among them (P19).
    """
    pairs = or_(DuplicatePair.one_id == patient.id, DuplicatePair.other_id == patient.id)
    known = {
        row.other_id if row.one_id == patient.id else row.one_id: row
        for row in (await session.execute(select(DuplicatePair).where(pairs))).scalars()
    }
    apart = {id for id, row in known.items() if row.dismissed_at}
    found = [each for each in await _alike(session, patient) if each.id not in apart]
    for each in found:
        likeness, reasons = round(each.score * 1000), list(each.reasons)
        if pair := known.get(each.id):
            pair.likeness, pair.reasons = likeness, reasons
        else:
            one, other = sorted((patient.id, each.id))
            session.add(DuplicatePair(
                id=new_id(), one_id=one, other_id=other, likeness=likeness, reasons=reasons, found_at=now,
            ))  # fmt: skip
    no_longer = [row.id for id, row in known.items() if id not in apart | {each.id for each in found}]
    if no_longer:
        await session.execute(delete(DuplicatePair).where(DuplicatePair.id.in_(no_longer)))
    await session.flush()
    return found[:_SHOWN]


async def _alike(session: Session, patient: Patient) -> list[Duplicate]:
    person = person_of(patient, sealer=session.sealer)
    blocks = [each for each in keys_of(patient, serial=None, sealer=session.sealer) if each[0] in "im"]
    shared = func.count()
    sharing = (
        select(SearchKey.patient_id)
        .where(tuple_(SearchKey.kind, SearchKey.key).in_(blocks), SearchKey.patient_id != patient.id)
        .group_by(SearchKey.patient_id)
        .order_by(shared.desc(), SearchKey.patient_id)
        .limit(_COMPARED)
    )
    ids = list((await session.execute(sharing)).scalars())
    if not ids:
        return []
    columns = (
        Patient.id, Patient.record_number, Patient.given_name, Patient.family_name, Patient.born_on, Patient.sex,
        Patient.email, Patient.phone, Patient.address, Patient.identity_number,
    )  # fmt: skip
    others = (await session.execute(select(*columns).where(Patient.id.in_(ids), Patient.archived == false()))).all()
    found = []
    for other in others:
        score = rules.match_score(person, person_of(other, sealer=session.sealer))
        if score.score >= rules.LIKELY:
            found.append(
                Duplicate(
                    other.id, other.record_number, other.given_name, other.family_name, other.born_on,
                    score.score, score.reasons,
                )
            )  # fmt: skip
    return sorted(found, key=lambda each: (-each.score, each.id))


async def dismiss_duplicate(session: Session, *, pair_id: UUID, by: UUID, now: datetime) -> DuplicatePair:
    """P19: tell two registrations apart for good: they are not one person. Twice is the same as once."""
    pair = await DuplicatePair.get(session, pair_id)
    if pair.dismissed_at is None:
        pair.dismissed_at, pair.dismissed_by = now, by
    return pair


async def reopen_duplicate(session: Session, *, pair_id: UUID) -> DuplicatePair:
    """Put two registrations that were told apart back on the work list."""
    pair = await DuplicatePair.get(session, pair_id)
    pair.dismissed_at = pair.dismissed_by = None
    return pair


async def compare_later(session: Session, *, patient_ids: list[UUID]) -> None:
    """Have patients who come in many at once compared with everybody soon, by a job."""
    if patient_ids:
        await session.execute(insert(Uncompared), [{"patient_id": each} for each in patient_ids])


async def compare_some(session: Session, *, at_most: int, now: datetime) -> int:
    """Compare some of those who wait for it; says how many."""
    waiting = select(Uncompared.patient_id).limit(at_most).with_for_update(skip_locked=True)
    ids = list((await session.execute(waiting)).scalars())
    if ids:
        for patient in (await session.execute(select(Patient).where(Patient.id.in_(ids)))).scalars():
            if not patient.archived:
                await find_duplicates(session, patient=patient, now=now)
        await session.execute(delete(Uncompared).where(Uncompared.patient_id.in_(ids)))
    return len(ids)
