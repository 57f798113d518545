"""The JSON in and out."""

from datetime import time
from typing import Annotated, Any, Literal
from uuid import UUID

from clinic_common.http import Body, Language, LongText, Moment, Name, PlainText, View
from pydantic import Field, StrictBool, StringConstraints

from . import rules
from .models import MessageTemplate, ReminderSettings
from .templates import InForce

Channel = Literal["email", "sms"]
Status = Literal["planned", "sending", "sent", "failed", "cancelled", "skipped"]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day on the wall clock, `21:00`."""


class MessageView(View):
    """A message and how it went; `failure` says in words why it was not sent."""

    id: UUID
    patient_id: UUID | None
    appointment_id: UUID | None
    template: str
    channel: Channel
    status: Status
    due_at: Moment
    sent_at: Moment | None
    attempts: int
    next_attempt_at: Moment | None
    failure: str | None
    language: str | None
    created_at: Moment


class MessageDetailView(MessageView):
    """A message with what it says: as it was sent, or as it would be sent now."""

    to: str | None
    subject: str | None
    text: str | None


class TextBody(Body):
    """One message in one language; `sms` is what a text message says instead of `text`."""

    subject: Name
    text: Annotated[LongText, Field(min_length=1, max_length=5000)]
    sms: PlainText | None = None


class TemplateChange(Body):
    """The clinic's own texts by language; a language left out says what the product says."""

    texts: Annotated[dict[Language, TextBody], Field(max_length=20)]


class TextView(View):
    subject: str
    text: str
    sms: str | None


class TemplateView(View):
    """A template: what it says in each language, and which placeholders it knows."""

    name: str
    placeholders: list[str]
    required: list[str]
    texts: dict[str, TextView]
    own_languages: list[str]
    version: int

    @classmethod
    def of(cls, row: Any) -> Any:
        """This view of a template in force, or of the clinic's own texts of one."""
        if isinstance(row, MessageTemplate):
            row = row.in_force()
        return super().of(row)

    @classmethod
    def page_of(cls, rows: list[InForce]) -> Any:
        """All of them, as a list that has no next page."""
        return TemplatesView(items=[cls.of(row) for row in rows])


class TemplatesView(View):
    items: list[TemplateView]
    next: str | None = None


class ReminderRuleBody(Body):
    """Remind so many minutes before a visit; of one type of visit only, if that is named."""

    offset_minutes: Annotated[int, Field(strict=True, ge=5, le=60 * 24 * 60)]
    channel: Literal["preferred", "email", "sms"] = "preferred"
    visit_type_id: UUID | None = None

    def as_rule(self) -> rules.ReminderRule:
        """The rule it describes."""
        visit_type_id = str(self.visit_type_id) if self.visit_type_id else None
        return rules.ReminderRule(self.offset_minutes, self.channel, visit_type_id)


class QuietHoursBody(Body):
    """Nobody is reminded between these times on the location's wall clock; equal times: no quiet hours."""

    starts: Clock = "21:00"
    ends: Clock = "08:00"


class ReminderRulesChange(Body):
    """All reminder rules at once."""

    rules: Annotated[list[ReminderRuleBody], Field(max_length=20)]
    quiet_hours: QuietHoursBody = QuietHoursBody()

    def as_command(self) -> dict[str, Any]:
        """What the command takes."""
        return {
            "chosen": [rule.as_rule() for rule in self.rules],
            "quiet_starts": time.fromisoformat(self.quiet_hours.starts),
            "quiet_ends": time.fromisoformat(self.quiet_hours.ends),
        }


class ReminderRuleView(View):
    offset_minutes: int
    channel: Literal["preferred", "email", "sms"]
    visit_type_id: UUID | None


class QuietHoursView(View):
    starts: str
    ends: str


class ReminderRulesView(View):
    """When the clinic reminds, and when it leaves people alone."""

    rules: list[ReminderRuleView]
    quiet_hours: QuietHoursView
    version: int

    @classmethod
    def of(cls, row: ReminderSettings) -> Any:
        """This view of the settings."""
        return cls(
            rules=[ReminderRuleView(**rule) for rule in row.rules],
            quiet_hours=QuietHoursView(starts=row.quiet_starts, ends=row.quiet_ends),
            version=row.version,
        )


class ContactPreferencesChange(Body):
    """How a patient wants to be written to; `contact_by` goes before what their registration says."""

    email_opt_out: StrictBool = False
    sms_opt_out: StrictBool = False
    contact_by: Literal["email", "sms", "phone", "none"] | None = None
    language: Language | None = None


class ContactPreferencesView(View):
    patient_id: UUID
    email_opt_out: bool
    sms_opt_out: bool
    contact_by: str | None
    language: str | None
    version: int
