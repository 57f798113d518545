"""The service: its settings, its jobs, and what it opens at its start."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from clinic_common.resealing import SealedColumn
from clinic_common.resources import Resources
from clinic_common.service import Job, Service
from clinic_common.settings import Settings
from fastapi import APIRouter
from pydantic import Field, SecretStr, ValidationInfo, field_validator

from . import sender
from .letters import House
from .models import Base
from .reactions import reactions
from .rules import zone_of
from .transports import MailApi, Sender, Smtp, TwilioSms, Ways, is_address

_NOBODY = Sender("", "")


class NotificationsSettings(Settings):
    """What notifications needs beside the common settings."""

    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="smtps://user:password@host:465, smtp+starttls://…:587, smtp://… (STARTTLS where offered) or "
        "smtp+plain://… ; empty: messages become files in MESSAGE_FOLDER.",
    )
    smtp_ca_file: str = Field("", description="Certificates to trust instead of the system's, for the SMTP server.")
    mail_api_url: str = Field(
        "", description="Where e-mails are posted as JSON, instead of SMTP_URL: https://api.example.com/emails"
    )
    mail_api_key: SecretStr = Field(SecretStr(""), validate_default=True, description="The bearer key of MAIL_API_URL.")
    sms_url: SecretStr = Field(
        SecretStr(""),
        description="https://account:token@api.twilio.com, or whoever takes the same form; empty: no text messages.",
    )
    sms_from: str = Field("", validate_default=True, description="The number text messages come from, +15550100.")
    message_folder: Path = Field(
        Path("var/messages"), description="Where messages go while no mail server and no text message service is set."
    )
    mail_from: str = Field("clinic@localhost", description="The address e-mails come from.")
    clinic_name: str = Field(
        "The clinic", min_length=1, max_length=100, description="What the clinic is called in messages."
    )
    clinic_language: str = Field("en", description="The language of messages to people of whom none is known.")
    time_zone: str = Field(
        "",
        description="Whose quiet hours count for messages about no visit; empty: those of the newest visit.",
    )
    public_url: str = Field("http://localhost:8000", description="Where links in messages lead.")

    @field_validator("smtp_url")
    @classmethod
    def _must_be_readable(cls, url: SecretStr) -> SecretStr:
        if url.get_secret_value():
            Smtp(url.get_secret_value(), _NOBODY)
        return url

    @field_validator("mail_api_url")
    @classmethod
    def _must_be_safe(cls, url: str, known: ValidationInfo) -> str:
        if url:
            MailApi(url, "", _NOBODY)
            smtp = known.data.get("smtp_url")
            if smtp and smtp.get_secret_value():
                raise ValueError("e-mail goes one way: set this or SMTP_URL")
        return url

    @field_validator("mail_api_key")
    @classmethod
    def _must_open_the_mail_api(cls, key: SecretStr, known: ValidationInfo) -> SecretStr:
        if known.data.get("mail_api_url") and not key.get_secret_value():
            raise ValueError("is needed with MAIL_API_URL")
        return key

    @field_validator("sms_url")
    @classmethod
    def _must_carry_its_sign_in(cls, url: SecretStr) -> SecretStr:
        if url.get_secret_value():
            TwilioSms(url.get_secret_value(), "")
        return url

    @field_validator("sms_from")
    @classmethod
    def _must_be_ours(cls, number: str, known: ValidationInfo) -> str:
        url = known.data.get("sms_url")
        if url and url.get_secret_value() and not number:
            raise ValueError("is needed with SMS_URL")
        return number

    @field_validator("time_zone")
    @classmethod
    def _must_be_a_zone(cls, name: str) -> str:
        if name and zone_of(name).key != name:
            raise ValueError("is not a time zone such as America/New_York")
        return name

    @field_validator("mail_from")
    @classmethod
    def _must_be_an_address(cls, address: str) -> str:
        if not is_address(address):
            raise ValueError("must be one e-mail address, such as desk@clinic.example")
        return address

    def ways(self) -> Ways:
        """The ways messages go out of the house."""
        return Ways(
            message_folder=self.message_folder,
            smtp_url=self.smtp_url.get_secret_value(),
            smtp_ca_file=self.smtp_ca_file,
            mail_api_url=self.mail_api_url,
            mail_api_key=self.mail_api_key.get_secret_value(),
            sms_url=self.sms_url.get_secret_value(),
            sms_from=self.sms_from,
        )


@asynccontextmanager
async def start(resources: Resources) -> AsyncIterator[None]:
    """Choose how messages leave."""
    settings = resources.settings
    assert isinstance(settings, NotificationsSettings)
    resources.extras["house"] = House(
        settings.clinic_name,
        settings.public_url,
        resources.sealer,
        settings.clinic_language,
        settings.mail_from,
        settings.time_zone,
    )
    resources.extras["transports"] = settings.ways().open(Sender(settings.clinic_name, settings.mail_from))
    yield


def doors() -> tuple[APIRouter, APIRouter]:
    """The routes, loaded when somebody is to come in by them."""
    from .routes import open_router, router

    return router, open_router


SERVICE = Service(
    name="notifications",
    metadata=Base.metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    doors=doors,
    reactions=reactions,
    settings=NotificationsSettings,
    sealed=tuple(SealedColumn("messages", column, context="message/{key}") for column in ("parameters", "content")),
    jobs=(Job("send due messages", 1.0, sender.send_due), Job("replan reminders", 10.0, sender.replan)),
    start=start,
)
