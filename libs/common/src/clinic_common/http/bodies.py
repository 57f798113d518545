"""The shapes of JSON: bodies that refuse what they do not know, views, pages, and checked text."""

import base64
import json
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic import StringConstraints as Str

from ..errors import Invalid
from .needs import needs

T = TypeVar("T")


class BadCursor(Invalid):
    """The `after` cursor is not one this list gave out."""


class Body(BaseModel):
    """What comes in: unknown fields are refused, text is stripped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, ser_json_inf_nan="null")


class View(BaseModel):
    """What goes out; built from rows or objects by attribute. Its validator is made when it first goes out."""

    model_config = ConfigDict(defer_build=True, from_attributes=True)

    @classmethod
    def of(cls, row: Any) -> Any:
        """This view of a row or object."""
        return cls.model_validate(row)


def _clean(text: str) -> str:
    """Refuse what no keyboard types and databases or printers stumble over; keep every script and emoji."""
    for character in text:
        # Not "Cn": what is unassigned in this Python's tables may be next year's emoji.
        code = ord(character)
        never = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
        if never or (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t\r"):
            raise ValueError("contains a character that is not text")
    return unicodedata.normalize("NFC", text)


def _fits(limit: int) -> AfterValidator:
    """Measure again after `_clean`: some characters become two or three when they are normalized."""

    def check(text: str) -> str:
        if len(text) > limit:
            raise ValueError(f"must have at most {limit} characters")
        return text

    return AfterValidator(check)


def _one_line(text: str) -> str:
    if any(character in "\n\r\t" for character in text):
        raise ValueError("must be one line")
    return text


Name = Annotated[
    str,
    Str(strip_whitespace=True, min_length=1, max_length=100),
    AfterValidator(_clean),
    AfterValidator(_one_line),
    _fits(100),
]
"""One line of text people typed, 1 to 100 characters."""
PlainText = Annotated[
    str,
    Str(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_clean),
    _fits(500),
]
"""Some text, up to 500 characters."""
LongText = Annotated[str, Str(max_length=100_000), AfterValidator(_clean), _fits(100_000)]
"""A text of many lines."""
Minor = Annotated[int, Field(strict=True, ge=0, le=100_000_000_00)]
"""An amount of money in the smallest unit of its currency, not negative, up to 100 million units."""
Currency = Annotated[str, Str(pattern=r"^[A-Z]{3}$")]
"""ISO 4217 code."""
Language = Annotated[str, Str(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
"""BCP 47 language, such as `en` or `de-CH`."""


def email_address(text: str) -> str:
    """
    An e-mail address in its normal form.

    :raises ValueError: it is none
    """
    import email_validator

    # Names of private and reserved networks are addresses too; whether mail arrives is the mail server's matter.
    email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()
    try:
        found = email_validator.validate_email(text, check_deliverability=False, allow_smtputf8=True)
    except email_validator.EmailNotValidError as error:
        raise ValueError("is not an e-mail address") from error
    return found.normalized


Email = Annotated[
    str, Str(strip_whitespace=True, max_length=254), AfterValidator(_clean), AfterValidator(email_address)
]
"""An e-mail address, normalized."""


def _moment(value: object) -> object:
    # Numbers would be read as seconds since 1970: not an RFC 3339 time.
    if isinstance(value, (int, float)) or (isinstance(value, str) and "T" not in value.upper()):
        raise ValueError("must be a time such as 2026-11-23T09:30:00Z")
    return value


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("must carry a time zone, such as 2026-11-23T09:30:00Z")
    if not 1900 <= value.year <= 2200:
        raise ValueError("must be between the years 1900 and 2200")
    return value.astimezone(UTC)


Moment = Annotated[datetime, BeforeValidator(_moment), AfterValidator(_utc)]
"""An RFC 3339 moment, in UTC; comes out with `Z`."""


def _day(value: object) -> object:
    if isinstance(value, (int, float)) or (isinstance(value, str) and len(value) != 10):
        raise ValueError("must be a date such as 2026-11-23")
    return value


def _sane(value: date) -> date:
    if not 1850 <= value.year <= 2200:
        raise ValueError("must be between the years 1850 and 2200")
    return value


Day = Annotated[date, BeforeValidator(_day), AfterValidator(_sane)]
"""A date, `YYYY-MM-DD`."""


class Page(View, Generic[T]):
    """One stretch of a list; `next` goes into `after` for the following one."""

    items: list[T]
    next: str | None = None


def _comparable(value: Any) -> Any:
    """Refuse what no column holds: cursors come from outside, whatever we put into ours."""
    if isinstance(value, str):
        value.encode()
    if isinstance(value, datetime):
        value.astimezone(UTC)
    if (
        (isinstance(value, str) and "\x00" in value)
        or (isinstance(value, datetime) and value.tzinfo is None)
        or (isinstance(value, int) and not -(2**63) <= value < 2**63)
    ):
        raise ValueError
    return value


class PageRequest:
    """
    Which stretch of a list is wanted: `?limit=&after=`.

    `after` is opaque to callers; `key(n)` gives the sort values of the last item seen, if any.
    """

    def __init__(
        self,
        limit: Annotated[int, Query(ge=1, le=500, description="How many at the most.")] = 50,
        after: Annotated[str | None, Query(max_length=500, description="`next` of the page before.")] = None,
    ) -> None:
        self.limit = limit
        self.after = after

    def key(self, *kinds: Callable[[str], Any]) -> tuple[Any, ...] | None:
        """
        The sort values of the last item seen, each read by its kind (`UUID`, `int`, `datetime.fromisoformat`).

        :raises BadCursor: it was not made by `cursor`
        """
        if self.after is None:
            return None
        try:
            padded = self.after + "=" * (-len(self.after) % 4)
            values = json.loads(base64.urlsafe_b64decode(padded.encode()))
            if not isinstance(values, list) or len(values) != len(kinds):
                raise ValueError
            return tuple(_comparable(kind(value)) for kind, value in zip(kinds, values, strict=True))
        except (ValueError, TypeError, AttributeError, RecursionError, OverflowError) as error:
            raise BadCursor(field="after") from error


Paging = Annotated[PageRequest, needs(PageRequest)]
"""The `?limit=&after=` of a list route."""


def cursor(*values: Any) -> str:
    """The opaque cursor of an item with these sort values."""
    plain = [v.isoformat() if isinstance(v, (datetime, date)) else str(v) if isinstance(v, UUID) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def paged(rows: Sequence[Any], request: PageRequest, key: Callable[[Any], tuple[Any, ...]]) -> "Rows":
    """
    The page of rows that were fetched with `limit + 1`.

    :param key: the sort values of a row, in the order of `PageRequest.key`
    """
    items = list(rows[: request.limit])
    more = len(rows) > request.limit
    return Rows(items, cursor(*key(items[-1])) if more else None)


class Rows(list[Any]):
    """A page of rows before it becomes JSON."""

    def __init__(self, items: Sequence[Any], following: str | None) -> None:
        super().__init__(items)
        self.next = following

    @property
    def items(self) -> list[Any]:
        """The rows."""
        return list(self)
