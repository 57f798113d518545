"""Finding codes as one types."""

from typing import Any

from clinic_common.database import Session
from sqlalchemy import select, tuple_

from .. import rules
from ..models import Code, CodeWord

_SHOWN, _END = 30, "\U0010ffff"


async def list_codes(session: Session, *, q: str) -> list[Any]:
    """
    Find codes that have every word asked for, or begin so.

    :param q: words of the description, or the beginning of the code, as somebody types
    """
    words = rules.asked_words(q)
    if not words:
        return []

    def having(word: str) -> Any:
        return select(CodeWord.system, CodeWord.code).where(CodeWord.word >= word, CodeWord.word < word + _END)

    query = select(Code.system, Code.code, Code.display)
    for word in words:
        query = query.where(tuple_(Code.system, Code.code).in_(having(word)))
    return list((await session.execute(query.order_by(Code.code).limit(_SHOWN))).all())
