"""What was changed about entries of a chart; nothing of it ever changes or goes away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import DDL, JSON, String, event
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class ItemChange(Base):
    """P18: one change of one entry: who, when, and what the changed fields were and became."""

    __tablename__ = "item_changes"
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The version the entry had after it."""
    item_kind: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[UUID | None]
    author_name: Mapped[str | None] = mapped_column(String(200))
    changed_at: Mapped[datetime]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


@dataclass(frozen=True)
class Change:
    """One step in the history of an entry; the first one is its creation, before which there was nothing."""

    version: int
    author_id: UUID | None
    author_name: str | None
    changed_at: datetime
    before: dict[str, Any] | None
    after: dict[str, Any]


@dataclass(frozen=True)
class History:
    """How an entry became what it is."""

    item_id: UUID
    patient_id: UUID
    changes: list[Change]


def plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an entry as JSON keeps them: days and times in ISO 8601, numbers digit by digit."""
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat().replace("+00:00", "Z")
    return str(value) if isinstance(value, (UUID, Decimal)) else value


_REFUSED = "P18: history never changes"


def history_guards(dialect: str) -> list[str]:
    """P18: the triggers that keep history as it was written."""
    said = (
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        if dialect == "sqlite"
        else f"FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{_REFUSED}'"
    )
    return [
        f"CREATE TRIGGER item_changes_{verb} BEFORE {verb.upper()} ON item_changes {said}"
        for verb in ("update", "delete")
    ]


for _dialect in ("sqlite", "mysql"):
    for _statement in history_guards(_dialect):
        _table: Any = ItemChange.__table__
        _ddl: Any = DDL
        event.listen(_table, "after_create", _ddl(_statement).execute_if(dialect=_dialect))

_DELETE = history_guards("mysql")[1]
Base.metadata.info.setdefault("mysql_guards_off", []).append(f"DROP TRIGGER IF EXISTS {_DELETE.split()[2]}")
Base.metadata.info.setdefault("mysql_guards_on", []).append(_DELETE)
