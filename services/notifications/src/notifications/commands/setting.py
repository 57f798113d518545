"""What the clinic and its patients set: texts, reminder rules, preferences."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import time
from typing import Any, TypeVar
from uuid import UUID

from clinic_common.database import Session
from clinic_common.errors import Stale
from sqlalchemy import select

from .. import rules, templates
from ..models import ContactPreferences, MessageTemplate, ReminderSettings

R = TypeVar("R", MessageTemplate, ReminderSettings, ContactPreferences)


async def set_template(
    session: Session, *, name: str, texts: Mapping[str, Mapping[str, Any]], version: int | None = None
) -> MessageTemplate:
    """
    Give a template the clinic's own texts; a language that is not named says what we say.

    :param version: the one that was seen; None: whatever is there
    :raises NoSuchTemplate: there is none of that name
    :raises UnknownPlaceholder: a text asks for what this template does not know (N9)
    :raises MissingPlaceholder: a text lacks what it must say (N9)
    :raises Stale: it was changed since
    """
    own = {language: templates.Text(**text) for language, text in texts.items()}
    templates.must_be_usable(templates.get_template(name), own)
    row = await _seen(session, MessageTemplate, name, version)
    row = row or MessageTemplate(name=name)
    row.texts = {language: asdict(text) for language, text in own.items()}
    return await _kept(session, row)


async def set_reminder_rules(
    session: Session,
    *,
    chosen: list[rules.ReminderRule],
    quiet_starts: time,
    quiet_ends: time,
    version: int | None = None,
) -> ReminderSettings:
    """
    Put other reminder rules in the place of those that hold; reminders of upcoming visits follow soon.

    :param version: the one that was seen; None: whatever is there
    :raises RuleTwice: two rules are the same
    :raises QuietAllDay: quiet hours leave no time
    :raises Stale: they were changed since
    """
    quiet = rules.QuietHours(quiet_starts, quiet_ends)
    rules.must_be_usable(chosen, quiet)
    row = await _seen(session, ReminderSettings, 1, version)
    row = row or ReminderSettings(id=1)
    row.set_to(chosen, quiet)
    return await _kept(session, row)


async def set_contact_preferences(
    session: Session,
    *,
    patient_id: UUID,
    email_opt_out: bool,
    sms_opt_out: bool,
    contact_by: str | None,
    language: str | None,
    version: int | None = None,
) -> ContactPreferences:
    """
    Note how a patient wants to be written to (N5).

    A patient who is not known here yet may have preferences: their registration may still be on its way.

    :param version: the one that was seen; None: whatever is there
    :raises Stale: they were changed since
    """
    row = await _seen(session, ContactPreferences, patient_id, version)
    row = row or ContactPreferences(patient_id=patient_id)
    row.email_opt_out, row.sms_opt_out = email_opt_out, sms_opt_out
    row.contact_by, row.language = contact_by, language
    return await _kept(session, row)


async def opt_out_of_texts(session: Session, *, patient_ids: Collection[UUID], out: bool) -> list[ContactPreferences]:
    """Note that these patients get no text messages any more, or do again; what else they said stays."""
    rows = await session.scalars(
        select(ContactPreferences).where(ContactPreferences.patient_id.in_(patient_ids)).with_for_update()
    )
    said = {row.patient_id: row for row in rows}
    for patient_id in sorted(patient_ids):
        row = said.get(patient_id)
        if row is None and out:
            row = said[patient_id] = ContactPreferences(patient_id=patient_id, email_opt_out=False)
        if row is not None:
            row.sms_opt_out = out
            await _kept(session, row)
    return list(said.values())


async def _seen(session: Session, kind: type[R], key: object, version: int | None) -> R | None:
    row = await session.get(kind, key)
    there = row.version if row else 0
    if version is not None and version != there:
        raise Stale(f"This was changed meanwhile: it is now version {there}.", version=there)
    return row


async def _kept(session: Session, row: R) -> R:
    # Two people may set it for the first time at once: the second one starts from the first one's.
    async with session.refusing_duplicates(Stale()):
        session.add(row)
    return row
