"""What every HTTP door shares: problem documents, the transaction behind a route, bodies, lists, versions."""

from .awaiting import until_heard_of
from .bodies import (
    Body,
    Currency,
    Day,
    Email,
    Language,
    LongText,
    Minor,
    Moment,
    Name,
    Page,
    PageRequest,
    Paging,
    PlainText,
    View,
    paged,
)  # fmt: skip
from .doors import Db, IfMatch, Me, Now, Res
from .needs import needs
from .problem import problems

__all__ = [
    "Body", "Currency", "Day", "Db", "Email", "IfMatch", "Language", "LongText", "Me", "Minor", "Moment", "Name",
    "Now", "Page", "PageRequest", "Paging", "PlainText", "Res", "View", "needs", "paged", "problems", "until_heard_of",
]  # fmt: skip
