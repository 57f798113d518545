"""What all tables of this schema have in common."""

from decimal import Decimal

from clinic_common.database import TYPES, new_metadata
from sqlalchemy import (
    JSON,
    Dialect,
    String,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase

Address = dict[str, str]


class Exact(TypeDecorator[Decimal]):
    """A decimal number kept digit by digit, the same on every database."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map = {**TYPES, Decimal: Exact, Address: JSON(none_as_null=True)}
