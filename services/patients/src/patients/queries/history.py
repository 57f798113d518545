"""How an entry of a chart became what it is."""

from typing import Any
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import select

from .. import rules
from ..models import Change, ChartItem, History, ItemChange, plain
from .chart import must_exist

_OF_THE_ROW = {column for column in ChartItem.__annotations__} | {"patient_id", "import_id", "version"}


async def get_item_history(session: Session, *, kind: type[Any], patient_id: UUID, item_id: UUID) -> History:
    """
    The creation and every change of an entry, the latest first.

    :param kind: the list's model
    :raises ChartItemNotFound: not in this patient's chart (P7)
    """
    item = await session.get(kind, item_id)
    if item is None or item.patient_id != patient_id:
        await must_exist(session, patient_id)
        raise rules.ChartItemNotFound()
    rows = select(ItemChange).where(ItemChange.item_id == item_id).order_by(ItemChange.version.desc())
    changes = [
        Change(row.version, row.author_id, row.author_name, row.changed_at, row.before, row.after)
        for row in (await session.execute(rows)).scalars()
    ]
    names = [column.key for column in kind.__table__.columns if column.key not in _OF_THE_ROW]
    first = plain({name: getattr(item, name) for name in names})
    for change in changes:
        first |= {name: value for name, value in (change.before or {}).items() if name in first}
    made = Change(1, item.author_id, item.author_name, item.recorded_at, None, first)
    return History(item.id, item.patient_id, [*changes, made])
