"""What billing's routes that print have in common: the letterhead, the language, the answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Language, Res, needs
from clinic_common.sheets import Letterhead, letterhead_of, paper_answer
from fastapi import Query, Response

from .. import papers

InLanguage = Annotated[Language | None, Query(description="`en` or `es`; the patient's own, if none is given.")]


def _head(resources: Res) -> Letterhead:
    return letterhead_of(resources)


Head = Annotated[Letterhead, needs(_head)]


@dataclass(frozen=True)
class Printed:
    """What is printed, and how the patient it is about wants to be spoken to."""

    view: Any
    patient_id: UUID
    language: str | None

    @classmethod
    def of(cls, view: Any) -> Callable[[Any], "Printed"]:
        """The view of a row, together with its patient's language."""
        return lambda row: cls(view.of(row), row.patient_id, row.patient.language)

    async def as_pdf(
        self, printer: Callable[[dict[str, Any], Letterhead, str], bytes], head: Letterhead,
        language: str | None, *, name: str,
    ) -> Response:  # fmt: skip
        """The answer: set in the language asked for, or the patient's."""
        spoken = papers.language_of(language or self.language)
        content = await asyncio.to_thread(printer, self.view.model_dump(mode="json"), head, spoken)
        return paper_answer(content, name=name)
