"""What patients tells: who is a patient of this clinic."""

from datetime import date
from uuid import UUID

from .base import Event, Moment


class PatientState(Event):
    """The part of a patient that other services keep a copy of."""

    patient_id: UUID
    record_number: str
    given_name: str
    family_name: str
    born_on: date
    sex: str
    email: str | None = None
    phone: str | None = None
    address: dict[str, str] | None = None
    preferred_language: str | None = None
    contact_by: str | None = None
    archived: bool = False
    version: int
    occurred_at: Moment


class PatientRegistered(PatientState, name="patients.patient_registered.v1"):
    """A patient was registered."""


class PatientChanged(PatientState, name="patients.patient_changed.v1"):
    """A patient's demographics changed; carries the whole new state."""


class PatientArchived(Event, name="patients.patient_archived.v1"):
    """A patient was archived: nothing new is planned or sent for them."""

    patient_id: UUID
    version: int
    occurred_at: Moment


class PatientsMerged(Event, name="patients.patients_merged.v1"):
    """Two registrations turned out to be one person: what belongs to the duplicate now belongs to the survivor."""

    merge_id: UUID
    survivor_id: UUID
    duplicate_id: UUID
    occurred_at: Moment


class PatientMergeUndone(Event, name="patients.patient_merge_undone.v1"):
    """A merge was a mistake: what followed it goes back to the duplicate."""

    merge_id: UUID
    survivor_id: UUID
    duplicate_id: UUID
    occurred_at: Moment
