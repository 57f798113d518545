"""Writing into the lists of a chart: adding, changing, striking out."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from clinic_common.database import Session, new_id

from .. import rules
from ..models import Item, ItemChange, Medication, Patient, Problem, Vital, plain
from .authors import Author

I = TypeVar("I", bound=Item)  # noqa: E741


async def add_item(
    session: Session, *, kind: type[I], patient_id: UUID, fields: dict[str, Any], author: Author, now: datetime
) -> I:
    """
    Write an entry into one list of a chart.

    :param kind: the list's model
    :raises MergedRecord: the record was merged; write into the one that stayed
    :raises ImplausibleValue: nobody alive shows that value (P9)
    """
    # Kept still, so that a merge under way cannot leave this entry behind.
    [patient] = await Patient.keep_still(session, patient_id, read=True)
    patient.must_not_be_merged()
    item = kind(
        id=new_id(),
        patient_id=patient_id,
        author_id=author.id,
        author_name=author.name,
        recorded_at=now,
        updated_at=now,
        **fields,
    )
    _must_make_sense(item, patient)
    session.add(item)
    await session.flush()
    return item


async def change_item(
    session: Session,
    *,
    kind: type[I],
    patient_id: UUID,
    item_id: UUID,
    changes: dict[str, Any],
    version: int,
    author: Author,
    now: datetime,
) -> I:
    """
    Change an entry, or strike it out with a reason (P8); what it was stays in its history (P18).

    :param changes: only what changes; `struck_out_reason` strikes the entry out
    :raises ChartItemNotFound: not in this patient's chart (P7)
    :raises AlreadyStruckOut: it no longer changes
    """
    item = await session.get(kind, item_id)
    if item is None or item.patient_id != patient_id:
        await Patient.get(session, patient_id)
        raise rules.ChartItemNotFound()
    patient = await Patient.get(session, patient_id)
    session.expect_version(item, version)
    if item.struck_out_at is not None:
        raise rules.AlreadyStruckOut()
    names = list(changes)
    before = plain({name: getattr(item, name) for name in names})
    changes = dict(changes)
    reason = changes.pop("struck_out_reason", None)
    for name, value in changes.items():
        setattr(item, name, value)
    _must_make_sense(item, patient)
    if reason:
        item.strike_out(reason, by=author.id, now=now)
    item.updated_at = now
    await session.flush()
    after = plain({name: getattr(item, name) for name in names})
    changed = [name for name in names if before[name] != after[name]]
    session.add(ItemChange(
        item_id=item.id, version=item.version, item_kind=kind.__tablename__,
        author_id=author.id, author_name=author.name, changed_at=now,
        before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
    ))  # fmt: skip
    await session.flush()
    return item


def _must_make_sense(item: Item, patient: Patient) -> None:
    if isinstance(item, Vital):
        years = rules.age_on(patient.born_on, item.measured_at.date())
        rules.must_be_plausible(item.kind, item.value, item.unit, years=years)
    elif isinstance(item, Problem):
        rules.must_end_after_it_began(item.onset_on, item.resolved_on, field="resolved_on")
    elif isinstance(item, Medication):
        rules.must_end_after_it_began(item.started_on, item.ended_on, field="ended_on")
