"""What messages say unless the clinic says it otherwise: every template, in English and Spanish."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from . import rules

if TYPE_CHECKING:
    from babel import Locale

ENGLISH, SPANISH = "en", "es"
VISIT = frozenset(
    {
        "patient_name", "given_name", "family_name", "practitioner", "location", "visit_type",
        "date", "time", "clinic_name",
    }
)  # fmt: skip
"""The placeholders of messages about a visit."""
EXPECTED_VISIT = VISIT | {"link"}
"""The same while the visit is to take place: then there is a link by which it can be confirmed or called off."""


DEBT = frozenset({"patient_name", "given_name", "family_name", "number", "amount", "due_on", "clinic_name"})
"""The placeholders of messages about an invoice."""


@dataclass(frozen=True)
class Text:
    """
    One message in one language.

    :param sms: what a text message says instead; without it, `text`
    """

    subject: str
    text: str
    sms: str | None = None


@dataclass(frozen=True)
class Template:
    """A kind of message: what may and what must stand in it, and what it says by itself."""

    name: str
    placeholders: frozenset[str]
    texts: Mapping[str, Text]
    required: frozenset[str] = frozenset()


def _text(subject: str, *paragraphs: str, sms: str | None = None) -> Text:
    return Text(subject, "\n\n".join(paragraphs), sms)


_TEMPLATES = (
    Template(
        rules.CONFIRMATION,
        EXPECTED_VISIT,
        {
            ENGLISH: _text(
                "Your appointment on {date} at {time}",
                "Hello {patient_name},",
                "Your appointment with {practitioner} is booked for {date} at {time}.\nPlace: {location}",
                "Please tell us here whether you are coming, as early as you can:\n{link}",
                "{clinic_name}",
                sms="{clinic_name}: your appointment is booked for {date}, {time}, {location}. {link}",
            ),
            SPANISH: _text(
                "Su cita del {date} a las {time}",
                "Hola, {patient_name}:",
                "Su cita con {practitioner} está reservada para el {date} a las {time}.\nLugar: {location}",
                "Díganos aquí, por favor, lo antes posible si va a venir:\n{link}",
                "{clinic_name}",
                sms="{clinic_name}: su cita está reservada para el {date}, {time}, {location}. {link}",
            ),
        },
    ),
    Template(
        rules.RESCHEDULED,
        EXPECTED_VISIT,
        {
            ENGLISH: _text(
                "Your appointment was moved to {date} at {time}",
                "Hello {patient_name},",
                "Your appointment was moved. The new time is {date} at {time} with {practitioner}.\nPlace: {location}",
                "Please tell us here whether this suits you:\n{link}",
                "{clinic_name}",
                sms="{clinic_name}: your appointment was moved to {date}, {time}, {location}. {link}",
            ),
            SPANISH: _text(
                "Su cita se ha cambiado al {date} a las {time}",
                "Hola, {patient_name}:",
                "Su cita ha cambiado. La nueva fecha es el {date} a las {time} con {practitioner}.\nLugar: {location}",
                "Díganos aquí, por favor, si le viene bien:\n{link}",
                "{clinic_name}",
                sms="{clinic_name}: su cita se ha cambiado al {date}, {time}, {location}. {link}",
            ),
        },
    ),
    Template(
        rules.CANCELLATION,
        VISIT,
        {
            ENGLISH: _text(
                "Your appointment on {date} at {time} was cancelled",
                "Hello {patient_name},",
                "Your appointment with {practitioner} on {date} at {time} was cancelled.",
                "To find another time, please call us.",
                "{clinic_name}",
                sms="{clinic_name}: your appointment on {date}, {time} was cancelled.",
            ),
            SPANISH: _text(
                "Su cita del {date} a las {time} se ha cancelado",
                "Hola, {patient_name}:",
                "Su cita con {practitioner} del {date} a las {time} se ha cancelado.",
                "Para buscar otra fecha, llámenos, por favor.",
                "{clinic_name}",
                sms="{clinic_name}: su cita del {date}, {time} se ha cancelado.",
            ),
        },
    ),
    Template(
        rules.REMINDER,
        EXPECTED_VISIT,
        {
            ENGLISH: _text(
                "Reminder: your appointment on {date} at {time}",
                "Hello {patient_name},",
                "We expect you on {date} at {time} with {practitioner}.\nPlace: {location}",
                "Please tell us here whether you are coming, as early as you can:\n{link}",
                "{clinic_name}",
                sms="{clinic_name}: we expect you on {date}, {time}, {location}. {link}",
            ),
            SPANISH: _text(
                "Recordatorio: su cita del {date} a las {time}",
                "Hola, {patient_name}:",
                "Le esperamos el {date} a las {time} con {practitioner}.\nLugar: {location}",
                "Díganos aquí, por favor, lo antes posible si va a venir:\n{link}",
                "{clinic_name}",
                sms="{clinic_name}: le esperamos el {date}, {time}, {location}. {link}",
            ),
        },
    ),
    Template(
        rules.OVERDUE,
        DEBT,
        {
            ENGLISH: _text(
                "Your invoice {number} is still open",
                "Hello {patient_name},",
                "Invoice {number} was due on {due_on}. Still open: {amount}.",
                "If you have paid in the last few days, ignore this message. If anything is unclear, or you would like"
                " to pay in parts, please call us.",
                "{clinic_name}",
                sms="{clinic_name}: invoice {number} was due on {due_on}. Still open: {amount}. If you have paid,"
                " ignore this message.",
            ),
            SPANISH: _text(
                "Su factura {number} sigue pendiente",
                "Hola, {patient_name}:",
                "La factura {number} venció el {due_on}. Quedan pendientes: {amount}.",
                "Si ha pagado en los últimos días, ignore este mensaje. Si algo no está claro o prefiere pagar a"
                " plazos, llámenos, por favor.",
                "{clinic_name}",
                sms="{clinic_name}: la factura {number} venció el {due_on}. Quedan pendientes: {amount}. Si ya ha"
                " pagado, ignore este mensaje.",
            ),
        },
    ),
    Template(
        rules.INVITATION,
        frozenset({"display_name", "clinic_name", "link"}),
        {
            ENGLISH: _text(
                "Your access to {clinic_name}",
                "Hello {display_name},",
                "You were invited to work with the records of {clinic_name}. Choose your password here:\n{link}",
                "The link works once and for a short time. If you did not expect this message, ignore it.",
                "{clinic_name}",
            ),
            SPANISH: _text(
                "Su acceso a {clinic_name}",
                "Hola, {display_name}:",
                "Se le ha invitado a trabajar con los registros de {clinic_name}. Elija aquí su contraseña:\n{link}",
                "El enlace sirve una sola vez y por poco tiempo. Si no esperaba este mensaje, ignórelo.",
                "{clinic_name}",
            ),
        },
        required=frozenset({"link"}),
    ),
    Template(
        rules.PASSWORD_RESET,
        frozenset({"display_name", "clinic_name", "link"}),
        {
            ENGLISH: _text(
                "A new password for {clinic_name}",
                "Hello {display_name},",
                "Somebody asked for a new password for you. Choose it here:\n{link}",
                "The link works once, within an hour. If it was not you, ignore this message: nothing changes.",
                "{clinic_name}",
            ),
            SPANISH: _text(
                "Una contraseña nueva para {clinic_name}",
                "Hola, {display_name}:",
                "Alguien pidió una contraseña nueva para usted. Elíjala aquí:\n{link}",
                "El enlace sirve una sola vez, durante una hora. Si no fue usted, ignore este mensaje: nada cambia.",
                "{clinic_name}",
            ),
        },
        required=frozenset({"link"}),
    ),
)
TEMPLATES = {template.name: template for template in _TEMPLATES}
"""Name → template."""


def get_template(name: str) -> Template:
    """
    The template of that name.

    :raises NoSuchTemplate: there is none
    """
    template = TEMPLATES.get(name)
    if template is None:
        raise rules.NoSuchTemplate(f"The templates are {', '.join(TEMPLATES)}.")
    return template


@dataclass(frozen=True)
class InForce:
    """What a template says now in each language; `own_languages` are those the clinic has words of its own in."""

    name: str
    placeholders: list[str]
    required: list[str]
    texts: dict[str, Text]
    own_languages: list[str]
    version: int


def in_force(template: Template, own: Mapping[str, Text] | None = None, version: int = 0) -> InForce:
    """What a template says, the clinic's own texts before ours."""
    return InForce(
        name=template.name,
        placeholders=sorted(template.placeholders),
        required=sorted(template.required),
        texts={**template.texts, **(own or {})},
        own_languages=sorted(own or {}),
        version=version,
    )


def must_be_usable(template: Template, texts: Mapping[str, Text]) -> None:
    """
    Insist that the clinic's own texts can be filled in (N9).

    :raises UnknownPlaceholder: a text asks for what this template does not know
    :raises MissingPlaceholder: a text lacks what it must say
    :raises BrokenPlaceholder: a brace stands alone
    """
    for language, own in texts.items():
        for part in ("subject", "text", "sms"):
            text, field = getattr(own, part), f"/texts/{language}/{part}"
            if text is None:
                continue
            used = rules.must_be_fillable(text, known=template.placeholders, field=field)
            if part != "subject" and (missing := template.required - used):
                raise rules.MissingPlaceholder(f"{{{min(missing)}}} must stand in it.", field=field)


def choose(template: Template, own: Mapping[str, Text], wanted: str | None, default: str) -> tuple[str, Text]:
    """
    The text for somebody who reads `wanted`, and its language: the clinic's own before ours.

    `es-MX` is content with `es`; whoever reads nothing we have gets the clinic's default language, then English.
    """
    for language in (wanted or "", default, ENGLISH):
        for form in (language, language.partition("-")[0]):
            for texts in (own, template.texts):
                if form in texts:
                    return form, texts[form]
    return ENGLISH, template.texts[ENGLISH]


def when(starts_at: datetime, zone: ZoneInfo, language: str, wanted: str | None) -> dict[str, str]:
    """
    Date and time of a visit on its location's wall clock, in words of a language.

    :param language: of the text they stand in
    :param wanted: what the reader asked for; its region decides how dates are written, if the language is the same
    """
    from babel.dates import format_date, format_time

    locale = _locale(language, wanted)
    local = starts_at.astimezone(zone)
    told = {"date": format_date(local, "full", locale), "time": format_time(local, "short", tzinfo=zone, locale=locale)}
    return {name: _plain_spaces(value) for name, value in told.items()}


def owed(told: Mapping[str, str], language: str, wanted: str | None) -> dict[str, str]:
    """
    What is owed and since when, in words of a language.

    :param told: `owed_minor`, `currency`, `due_on`
    """
    from babel.dates import format_date
    from babel.numbers import format_currency, get_currency_precision

    locale, currency = _locale(language, wanted), told["currency"]
    amount = Decimal(told["owed_minor"]).scaleb(-get_currency_precision(currency))
    due_on = format_date(date.fromisoformat(told["due_on"]), "long", locale)
    return {"amount": _plain_spaces(format_currency(amount, currency, locale=locale)), "due_on": _plain_spaces(due_on)}


def _locale(language: str, wanted: str | None) -> "Locale":
    from babel import Locale, UnknownLocaleError

    form = wanted if wanted and wanted.partition("-")[0] == language.partition("-")[0] else language
    try:
        return Locale.parse(form, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(ENGLISH)


def _plain_spaces(text: str) -> str:
    # A narrow no-break space would turn a text message into one of half the length.
    return text.replace("\u202f", " ").replace("\xa0", " ")


def render(text: Text, channel: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and text of a message; the subject is one line, whatever the values hold."""
    body = text.sms if channel == rules.SMS and text.sms else text.text
    subject = " ".join(rules.fill(text.subject, values).split())
    return subject, rules.fill(body, values)
