"""Door 1: what can be asked of messages over HTTP."""

import hmac
from typing import Annotated, Any
from urllib.parse import parse_qsl
from uuid import UUID
from xml.sax.saxutils import escape

from clinic_common.errors import Stale
from clinic_common.http import Db, Now, Page, Paging, Res, needs, problems
from clinic_common.http.doors import BadIfMatch, if_match
from fastapi import APIRouter, Header, Path, Request, Response

from . import commands, queries
from .rules import (
    BrokenPlaceholder,
    MessageNotFailed,
    MissingPlaceholder,
    NoSuchMessage,
    NoSuchTemplate,
    QuietAllDay,
    RuleTwice,
    SignatureWrong,
    UnknownPlaceholder,
)
from .schemas import (
    ContactPreferencesChange,
    ContactPreferencesView,
    MessageDetailView,
    MessageView,
    ReminderRulesChange,
    ReminderRulesView,
    Status,
    TemplateChange,
    TemplatesView,
    TemplateView,
)
from .transports import TwilioSms

router = APIRouter(tags=["messages"])
open_router = APIRouter(tags=["messages"])

TemplateName = Annotated[str, Path(max_length=40, pattern="^[a-z_]+$")]


def seen_version(
    if_match_header: Annotated[str | None, Header(alias="If-Match", description="The ETag being replaced.")] = None,
) -> int | None:
    """The version a replacement was made against, if the caller says so."""
    return None if if_match_header is None else if_match(if_match_header)


Seen = Annotated[int | None, needs(seen_version)]


@router.get("/messages")
async def list_messages(
    db: Db,
    page: Paging,
    patient_id: UUID | None = None,
    appointment_id: UUID | None = None,
    status: Status | None = None,
) -> Page[MessageView]:
    """List messages, the newest first."""
    return await db.read(
        queries.list_messages,
        Page[MessageView].of,
        page=page,
        patient_id=patient_id,
        appointment_id=appointment_id,
        status=status,
    )


@router.get("/messages/{message_id}", responses=problems(NoSuchMessage))
async def get_message(message_id: UUID, db: Db, resources: Res) -> MessageDetailView:
    """One message with what it says."""
    house = resources.extras["house"]
    return await db.read(queries.get_message, MessageDetailView.of, message_id=message_id, house=house)


@router.post("/messages/{message_id}/retry", responses=problems(NoSuchMessage, MessageNotFailed))
async def retry_message(message_id: UUID, db: Db, now: Now) -> MessageView:
    """Send a message again that failed or was skipped."""
    return await db.run(commands.retry_message, MessageView.of, message_id=message_id, now=now)


@router.get("/message-templates")
async def list_message_templates(db: Db) -> TemplatesView:
    """All message templates."""
    return await db.read(queries.list_templates, TemplateView.page_of)


@router.get("/message-templates/{name}", responses=problems(NoSuchTemplate))
async def get_message_template(name: TemplateName, db: Db) -> TemplateView:
    """One message template."""
    return await db.read(queries.get_template, TemplateView.of, name=name)


@router.put(
    "/message-templates/{name}",
    responses=problems(NoSuchTemplate, UnknownPlaceholder, MissingPlaceholder, BrokenPlaceholder, BadIfMatch, Stale),
)
async def set_message_template(name: TemplateName, body: TemplateChange, seen: Seen, db: Db) -> TemplateView:
    """Give a template the clinic's own texts."""
    return await db.run(commands.set_template, TemplateView.of, name=name, version=seen, **body.model_dump())


@router.get("/reminder-rules")
async def get_reminder_rules(db: Db) -> ReminderRulesView:
    """When the clinic reminds."""
    return await db.read(queries.get_reminder_rules, ReminderRulesView.of)


@router.put("/reminder-rules", responses=problems(RuleTwice, QuietAllDay, BadIfMatch, Stale))
async def set_reminder_rules(body: ReminderRulesChange, seen: Seen, db: Db) -> ReminderRulesView:
    """Set when the clinic reminds; upcoming visits follow."""
    return await db.run(commands.set_reminder_rules, ReminderRulesView.of, version=seen, **body.as_command())


@router.get("/patients/{patient_id}/contact-preferences")
async def get_contact_preferences(patient_id: UUID, db: Db) -> ContactPreferencesView:
    """How a patient wants to be written to."""
    return await db.read(queries.get_contact_preferences, ContactPreferencesView.of, patient_id=patient_id)


@router.put("/patients/{patient_id}/contact-preferences", responses=problems(BadIfMatch, Stale))
async def set_contact_preferences(
    patient_id: UUID, body: ContactPreferencesChange, seen: Seen, db: Db
) -> ContactPreferencesView:
    """Note how a patient wants to be written to."""
    return await db.run(
        commands.set_contact_preferences,
        ContactPreferencesView.of,
        patient_id=patient_id,
        version=seen,
        **body.model_dump(),
    )


INCOMING = "/api/sms/incoming"
"""Where the text message service brings what patients write; the address it signs begins with PUBLIC_URL."""
_FORM = {"schema": {"type": "object", "properties": {"From": {"type": "string"}, "Body": {"type": "string"}}}}
_FORM_BODY: dict[str, Any] = {"requestBody": {"content": {"application/x-www-form-urlencoded": _FORM}}}
_TWIML: dict[int | str, dict[str, Any]] = {200: {"content": {"text/xml": {"schema": {"type": "string"}}}}}


@open_router.post(
    "/sms/incoming", responses=_TWIML | problems(SignatureWrong), response_class=Response, openapi_extra=_FORM_BODY
)
async def take_text_message(
    request: Request,
    db: Db,
    now: Now,
    resources: Res,
    signature: Annotated[str, Header(alias="X-Twilio-Signature", description="Of the address and the form.")] = "",
) -> Response:
    """Take a patient's text message from the service that carries them, and answer it (TwiML)."""
    form = parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True)
    house, sms = resources.extras["house"], resources.extras["transports"].get("sms")
    address = house.public_url.rstrip("/") + INCOMING
    signed = sms.signed(address, form) if isinstance(sms, TwilioSms) else None
    if signed is None or not hmac.compare_digest(signed.encode(), signature.encode()):
        raise SignatureWrong()
    said = dict(form)
    sender, text = said.get("From", ""), said.get("OptOutType") or said.get("Body", "")
    heard: commands.Heard = await db.run(commands.take_text_message, sender=sender, text=text, house=house, now=now)
    message = f"<Message>{escape(heard.answer)}</Message>" if heard.answer else ""
    content = f'<?xml version="1.0" encoding="UTF-8"?><Response>{message}</Response>'
    return Response(content, media_type="text/xml")
