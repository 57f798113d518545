"""What billing's routes that print have in common: the letterhead, the language, the answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, cast
from uuid import UUID

from clinic_common.http import Language, Res, needs
from fastapi import Query, Response

from .. import papers
from ..settings import BillingSettings

AS_PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}, "description": "A PDF."}
}
InLanguage = Annotated[Language | None, Query(description="`en` or `es`; the patient's own, if none is given.")]


def letterhead_of(resources: Res) -> papers.Letterhead:
    """What stands at the top of this clinic's papers."""
    settings = cast("BillingSettings", resources.settings)
    return papers.Letterhead(
        settings.clinic_name, settings.clinic_address, settings.paper, papers.picture(settings.clinic_logo)
    )


Head = Annotated[papers.Letterhead, needs(letterhead_of)]


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
        self, printer: Callable[[dict[str, Any], papers.Letterhead, str], bytes], head: papers.Letterhead,
        language: str | None, *, name: str,
    ) -> Response:  # fmt: skip
        """The answer: set in the language asked for, or the patient's."""
        spoken = papers.language_of(language or self.language)
        content = await asyncio.to_thread(printer, self.view.model_dump(mode="json"), head, spoken)
        headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
        return Response(content, media_type="application/pdf", headers=headers)
