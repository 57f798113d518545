"""Waitlist and reports as JSON."""

import csv
import io
from typing import Annotated
from uuid import UUID

from clinic_common.http import Body, Day, Moment, PlainText, View
from pydantic import Field

from ..rules import Status


class NewWaitlistEntry(Body):
    """A patient who would come if something became free."""

    patient_id: UUID
    visit_type_id: UUID
    practitioner_id: UUID | None = None
    earliest_on: Day | None = None
    latest_on: Day | None = None
    note: PlainText | None = None


class WaitlistEntryView(View):
    """Somebody waiting."""

    id: UUID
    patient_id: UUID
    patient_name: str
    visit_type_id: UUID
    visit_type_name: str
    practitioner_id: UUID | None
    practitioner_name: str | None
    earliest_on: Day | None
    latest_on: Day | None
    note: str | None
    created_at: Moment


class SumsView(View):
    """What became of the visits of a period; minutes without those cancelled."""

    appointments: dict[Status, int]
    total: int
    seen: int
    no_shows: int
    cancelled: int
    booked_minutes: int
    available_minutes: int


class LoadView(SumsView):
    """How one practitioner's time was used."""

    practitioner_id: UUID
    practitioner_name: str


class ReportView(SumsView):
    """How a period went; `from` and `to` are its bounds in UTC."""

    time_zone: str
    starts_at: Annotated[Moment, Field(serialization_alias="from")]
    ends_at: Annotated[Moment, Field(serialization_alias="to")]


class DayReportView(ReportView):
    """How a day went."""

    on: Day
    by_practitioner: list[LoadView]


class PractitionerReportView(ReportView):
    """How much of their time practitioners are booked."""

    by_practitioner: Annotated[list[LoadView], Field(serialization_alias="items")]

    def as_csv(self) -> str:
        """A row for each practitioner, and one for all of them."""
        out = io.StringIO()
        rows = csv.writer(out)
        figures = ("total", "seen", "no_shows", "cancelled", "booked_minutes", "available_minutes")
        rows.writerow(("practitioner", *figures))
        for load in self.by_practitioner:
            # A name that a spreadsheet would take for a formula stays a name (OWASP: CSV injection).
            name = load.practitioner_name
            named = f"'{name}" if name.startswith(("=", "+", "-", "@")) else name
            rows.writerow((named, *(getattr(load, figure) for figure in figures)))
        rows.writerow(("All", *(getattr(self, figure) for figure in figures)))
        return out.getvalue()
