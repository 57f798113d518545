"""What every table of billing has in common."""

from typing import Any

from clinic_common.database import TYPES, new_metadata
from sqlalchemy import BigInteger
from sqlalchemy.orm import DeclarativeBase, mapped_column

CODE_LENGTH = 40


class Base(DeclarativeBase):
    """The tables of billing."""

    metadata = new_metadata()
    type_annotation_map = TYPES


def amount(**more: Any) -> Any:
    """A column of minor units."""
    return mapped_column(BigInteger, **more)
