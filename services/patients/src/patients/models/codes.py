"""Code tables the clinic loaded, such as ICD-10-CM, and the words their entries are found under."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Code(Base):
    """One entry of a code table."""

    __tablename__ = "codes"
    system: Mapped[str] = mapped_column(String(200), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    display: Mapped[str] = mapped_column(String(500))


class CodeWord(Base):
    """A word of an entry's description, or its code, folded: the beginning of which it is found under."""

    __tablename__ = "code_words"
    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    system: Mapped[str] = mapped_column(String(200), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
