"""The waitlist."""

from datetime import date, datetime, timedelta
from uuid import UUID

from clinic_common.database import Session, new_id

from .. import rules
from ..models import (
    WaitlistEntry,
    patient_to_book,
    practitioner_to_book,
    visit_type_to_book,
)


async def add_to_waitlist(
    session: Session,
    *,
    patient_id: UUID,
    visit_type_id: UUID,
    now: datetime,
    practitioner_id: UUID | None = None,
    earliest_on: date | None = None,
    latest_on: date | None = None,
    note: str | None = None,
) -> WaitlistEntry:
    """
    Remember that a patient would come if something became free.

    :raises PatientUnknown: no such patient (S10)
    :raises PeriodInvalid: the last day is before the first, or over
    """
    if earliest_on and latest_on and latest_on < earliest_on:
        raise rules.PeriodInvalid("The last day is before the first.", field="latest_on")
    if latest_on and latest_on < now.date() - timedelta(days=1):
        raise rules.PeriodInvalid("The last day is over already.", field="latest_on")
    entry = WaitlistEntry(
        id=new_id(),
        patient=await patient_to_book(session, patient_id),
        visit_type=await visit_type_to_book(session, visit_type_id),
        practitioner=await practitioner_to_book(session, practitioner_id) if practitioner_id else None,
        earliest_on=earliest_on,
        latest_on=latest_on,
        note=note,
        created_at=now,
    )
    session.add(entry)
    await session.flush()
    return entry


async def remove_from_waitlist(session: Session, *, entry_id: UUID) -> WaitlistEntry:
    """
    Forget an entry.

    :raises WaitlistEntryNotFound: no such entry
    """
    entry = await session.get(WaitlistEntry, entry_id)
    if entry is None:
        raise rules.WaitlistEntryNotFound()
    await session.delete(entry)
    return entry
