"""Likely duplicates of one patient, found by their blocks (no scan) and scored."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import false, func, select, tuple_

from .. import rules
from ..models import Patient, SearchKey, keys_of, person_of

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


async def find_duplicates(session: Session, *, patient: Patient) -> list[Duplicate]:
    """P4: find the patients who are likely the same person as this one, the likeliest first."""
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
    return sorted(found, key=lambda each: (-each.score, each.id))[:_SHOWN]
