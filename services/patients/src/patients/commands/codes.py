"""Loading code tables."""

from collections.abc import Mapping

from clinic_common.database import Session
from sqlalchemy import delete, insert

from .. import rules
from ..models import Code, CodeWord

_ROWS = 1_000


async def load_codes(session: Session, *, system: str, codes: Mapping[str, str]) -> None:
    """
    Put a code table in the place of the one of this system; what stands in charts stays as it was written.

    :param codes: code → what it means
    """
    for model in (CodeWord, Code):
        await session.execute(delete(model).where(model.system == system))
    rows = [{"system": system, "code": code, "display": display} for code, display in codes.items()]
    words = [
        {"word": word, "system": system, "code": code}
        for code, display in codes.items()
        for word in sorted(rules.words_of_code(code, display))
    ]
    for table, listed in ((Code, rows), (CodeWord, words)):
        for start in range(0, len(listed), _ROWS):
            await session.execute(insert(table), listed[start : start + _ROWS])
