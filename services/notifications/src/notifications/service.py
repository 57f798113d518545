"""The service: its settings, its jobs, and what it opens at its start."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from clinic_common.resealing import SealedColumn
from clinic_common.resources import Resources
from clinic_common.service import Job, Service
from clinic_common.settings import Settings
from fastapi import APIRouter
from pydantic import Field, SecretStr, field_validator

from . import sender
from .letters import House
from .models import Base
from .reactions import reactions
from .transports import Sender, choose_transports, is_address


class NotificationsSettings(Settings):
    """What notifications needs beside the common settings."""

    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="smtps://user:password@host:465, smtp+starttls://…:587, smtp://… (STARTTLS where offered) or "
        "smtp+plain://… ; empty: messages become files in MESSAGE_FOLDER.",
    )
    smtp_ca_file: str = Field("", description="Certificates to trust instead of the system's, for the SMTP server.")
    message_folder: Path = Field(Path("var/messages"), description="Where messages go while no SMTP server is set.")
    mail_from: str = Field("clinic@localhost", description="The address e-mails come from.")
    clinic_name: str = Field(
        "The clinic", min_length=1, max_length=100, description="What the clinic is called in messages."
    )
    clinic_language: str = Field("en", description="The language of messages to people of whom none is known.")
    public_url: str = Field("http://localhost:8000", description="Where links in messages lead.")

    @field_validator("smtp_url")
    @classmethod
    def _must_be_readable(cls, url: SecretStr) -> SecretStr:
        choose_transports(smtp_url=url.get_secret_value(), message_folder=Path(), sender=Sender("", ""))
        return url

    @field_validator("mail_from")
    @classmethod
    def _must_be_an_address(cls, address: str) -> str:
        if not is_address(address):
            raise ValueError("must be one e-mail address, such as desk@clinic.example")
        return address


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
    )
    resources.extras["transports"] = choose_transports(
        smtp_url=settings.smtp_url.get_secret_value(),
        message_folder=settings.message_folder,
        sender=Sender(settings.clinic_name, settings.mail_from),
        smtp_ca_file=settings.smtp_ca_file,
    )
    yield


def doors() -> tuple[APIRouter, APIRouter]:
    """The routes, loaded when somebody is to come in by them."""
    from .routes import router

    return router, APIRouter()


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
