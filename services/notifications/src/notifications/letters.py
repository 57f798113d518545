"""What a message says and to whom, read from the copies for many messages at once; only looks."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from clinic_common.database import Session
from clinic_common.links import Link, sign_link
from clinic_common.sealing import Sealer
from clinic_contracts.scheduling import VISIT_LINK, visit_link_state
from sqlalchemy import or_, select

from . import rules, templates
from .models import Appointment, ContactPreferences, Invoice, Message, MessageTemplate, Patient, PatientMerge

_MERGES_DEEP = 10


@dataclass(frozen=True)
class House:
    """What every message says of the clinic itself."""

    clinic_name: str
    public_url: str
    sealer: Sealer = field(repr=False)
    """Signs the links of patients."""
    language: str = templates.ENGLISH
    mail_from: str = "clinic@localhost"
    time_zone: str = ""
    """Whose quiet hours count for messages about no visit; empty: where the newest visit takes place."""

    def visit_link(self, visit: Appointment) -> str:
        """The address under which whoever has it sees this visit, confirms it or calls it off, until it ends (N10)."""
        return f"{self.public_url.rstrip('/')}/visits/{self.visit_token(visit)}"

    def visit_token(self, visit: Appointment) -> str:
        """What makes that address theirs."""
        link = Link(visit.appointment_id, visit_link_state(visit.starts_at, visit.sequence), visit.ends_at)
        return sign_link(link, purpose=VISIT_LINK, sealer=self.sealer)


@dataclass(frozen=True)
class Reader:
    """The patient behind a message: how they can be reached, what they are called and what they read."""

    person: rules.Person
    given_name: str
    family_name: str
    language: str | None

    @property
    def name(self) -> str:
        """Their whole name."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class Written:
    """A message as somebody reads it."""

    subject: str
    text: str
    language: str
    link: str = field(default="", repr=False)
    """The patient's link in it, which is theirs alone."""

    @property
    def kept(self) -> str:
        """What may be kept and shown of it: without the token by which one acts as the patient (N10)."""
        return self.text.replace(self.link, self.link.rpartition("/")[0] + "/…") if self.link else self.text


@dataclass(frozen=True)
class Material:
    """Everything a message is written from."""

    template: str
    own_texts: dict[str, templates.Text]
    appointment: Appointment | None
    reader: Reader | None
    parameters: dict[str, str] = field(repr=False)
    invoice: Invoice | None = None

    @property
    def still_owed(self) -> bool:
        """Whether the debt this is about is what it was (N13)."""
        return self.invoice is not None and self.invoice.still_owes(int(self.parameters["balance_minor"]))

    @property
    def to_name(self) -> str:
        """Whom it addresses."""
        return self.reader.name if self.reader else self.parameters.get("display_name", "")

    def written(self, channel: str, house: House) -> Written:
        """The message in the words of its reader's language."""
        wanted = self.reader.language if self.reader else None
        template = templates.get_template(self.template)
        language, text = templates.choose(template, self.own_texts, wanted, house.language)
        values, link = {"clinic_name": house.clinic_name, **self.parameters}, ""
        if page := rules.SECRET.get(self.template):
            values["link"] = f"{house.public_url.rstrip('/')}/{page}#{self.parameters.get('token', '')}"
        if self.reader:
            values |= {"given_name": self.reader.given_name, "family_name": self.reader.family_name}
            values["patient_name"] = self.reader.name
        if self.invoice:
            values |= templates.owed(self.parameters, language, wanted)
        if visit := self.appointment:
            values |= {"practitioner": visit.practitioner_name, "location": visit.location_name}
            values["visit_type"] = visit.visit_type_name
            if "link" in template.placeholders:
                link = values["link"] = house.visit_link(visit)
            values |= templates.when(visit.starts_at, rules.zone_of(visit.time_zone), language, wanted)
        return Written(*templates.render(text, channel, values), language, link)


async def gather_material(session: Session, messages: Sequence[Message]) -> dict[UUID, Material]:
    """
    What each of these messages is written from, by message id.

    :raises Unsealable: what only a message knew cannot be read any more
    """
    patient_ids = {message.patient_id for message in messages if message.patient_id}
    appointment_ids = {message.appointment_id for message in messages if message.appointment_id}
    names = {message.template for message in messages}
    readers = await readers_of(session, patient_ids)
    visits = select(Appointment).where(Appointment.appointment_id.in_(appointment_ids))
    appointments = {}
    if appointment_ids:
        found = await session.execute(visits.execution_options(populate_existing=True))
        appointments = {visit.appointment_id: visit for visit in found.scalars()}
    invoice_ids = {message.invoice_id for message in messages if message.invoice_id}
    invoices = {}
    if invoice_ids:
        owed = select(Invoice).where(Invoice.invoice_id.in_(invoice_ids)).execution_options(populate_existing=True)
        invoices = {invoice.invoice_id: invoice for invoice in await session.scalars(owed)}
    own = await session.execute(select(MessageTemplate).where(MessageTemplate.name.in_(names)))
    own_texts = {row.name: row.own_texts() for row in own.scalars()}
    return {
        message.id: Material(
            template=message.template,
            own_texts=own_texts.get(message.template, {}),
            appointment=appointments.get(message.appointment_id) if message.appointment_id else None,
            reader=readers.get(message.patient_id) if message.patient_id else None,
            parameters=parameters_of(session, message),
            invoice=invoices.get(message.invoice_id) if message.invoice_id else None,
        )
        for message in messages
    }


def parameters_of(session: Session, message: Message) -> dict[str, str]:
    """What only this message knows."""
    if message.parameters is None:
        return {}
    opened: dict[str, str] = json.loads(session.sealer.open(message.parameters, context=message.context))
    return opened


async def readers_of(session: Session, patient_ids: Collection[UUID]) -> dict[UUID, Reader]:
    """
    The people behind these patient ids; whoever is not known here yet is missing.

    Of merged registrations the survivor's address counts, and an opt-out of any of them (N5).
    """
    if not patient_ids:
        return {}
    merges = await _merges_around(session, patient_ids)
    everybody = set(patient_ids) | set(merges) | set(merges.values())
    rows = await session.execute(select(Patient).where(Patient.patient_id.in_(everybody)))
    patients = {row.patient_id: row for row in rows.scalars()}
    chosen = await session.execute(select(ContactPreferences).where(ContactPreferences.patient_id.in_(everybody)))
    preferences = {row.patient_id: row for row in chosen.scalars()}
    readers = {}
    for patient_id in patient_ids:
        survivor_id = _survivor(patient_id, merges)
        patient = patients.get(survivor_id)
        if patient is None or not patient.version:
            continue
        same = [one for one in everybody if _survivor(one, merges) == survivor_id]
        said = [preferences[one] for one in same if one in preferences]
        own = preferences.get(survivor_id) or preferences.get(patient_id)
        person = rules.Person(
            email=patient.email,
            phone=patient.phone,
            archived=patient.archived,
            contact_by=(own.contact_by if own else None) or patient.contact_by,
            email_opt_out=any(one.email_opt_out for one in said),
            sms_opt_out=any(one.sms_opt_out for one in said),
        )
        language = (own.language if own else None) or patient.preferred_language
        readers[patient_id] = Reader(person, patient.given_name, patient.family_name, language)
    return readers


async def same_people(session: Session, patient_ids: Collection[UUID]) -> set[UUID]:
    """All registrations that are these people's, by merges that stand."""
    merges = await _merges_around(session, patient_ids)
    survivors = {_survivor(patient_id, merges) for patient_id in patient_ids}
    return {one for one in {*patient_ids, *merges, *merges.values()} if _survivor(one, merges) in survivors}


async def _merges_around(session: Session, patient_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Duplicate → survivor, for these patients and whoever they were merged with, directly or not."""
    merges: dict[UUID, UUID] = {}
    fresh = set(patient_ids)
    seen: set[UUID] = set()
    for _ in range(_MERGES_DEEP):
        query = select(PatientMerge.duplicate_id, PatientMerge.survivor_id).where(
            PatientMerge.undone.is_(False),
            or_(PatientMerge.duplicate_id.in_(fresh), PatientMerge.survivor_id.in_(fresh)),
        )
        found = {row.duplicate_id: row.survivor_id for row in await session.execute(query)}
        merges |= found
        seen |= fresh
        fresh = (set(found) | set(found.values())) - seen
        if not fresh:
            break
    return merges


def _survivor(patient_id: UUID, merges: dict[UUID, UUID]) -> UUID:
    for _ in range(_MERGES_DEEP):
        if patient_id not in merges:
            break
        patient_id = merges[patient_id]
    return patient_id
