"""The settings every process reads once, at its start; secrets have no default."""

from typing import Any, Literal, TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

S = TypeVar("S", bound=BaseSettings)


class MissingSettings(SystemExit):
    """A setting is missing or wrong: the process does not start and says which."""


class Settings(BaseSettings):
    """
    What a service stands on, as URLs and keys.

    Field names are the environment variables in upper case. A service adds its own fields in a subclass.
    """

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    database_url: SecretStr = Field(
        description="Where this service's schema lives, as an SQLAlchemy URL; ?ssl_ca=file: MySQL over TLS."
    )
    bus_url: SecretStr = Field(
        description="amqp(s)://…[?cafile=file] for RabbitMQ, or inprocess:// within one process."
    )
    sealing_keys: SecretStr = Field(description="Key ring: id:base64url-of-32-bytes, newest last.")
    identity_url: str = Field(
        "", description="Base URL of identity, where services fetch the public keys that sign tokens."
    )
    otlp_endpoint: str = Field("", description="OTLP/HTTP endpoint for traces; empty: no traces.")
    pool_size: int = Field(5, ge=1, le=100, description="Database connections kept per process.")


class PaperSettings(Settings):
    """What a service that prints papers says of the clinic on them."""

    clinic_name: str = Field("Clinic", max_length=100, description="What patients know the clinic as, on papers too.")
    clinic_address: str = Field("", max_length=500, description="The address on papers.")
    clinic_logo: str = Field("", max_length=500, description="A picture (PNG, JPEG, SVG) for papers.")
    paper: Literal["a4", "us-letter"] = Field("us-letter", description="What is printed on.")


def read_settings(kind: type[S], **values: Any) -> S:
    """
    Read settings from the environment.

    :raises MissingSettings: names every variable that is missing or wrong, never its value
    """
    try:
        return kind(**values)
    except ValidationError as error:
        lines = [f"{'_'.join(str(p) for p in e['loc']).upper()}: {e['msg']}" for e in error.errors()]
        raise MissingSettings("These settings are missing or wrong:\n  " + "\n  ".join(lines)) from None
    except SettingsError as error:
        field = str(error).partition('field "')[2].partition('"')[0]
        raise MissingSettings(f"These settings are missing or wrong:\n  {field.upper()}: cannot be read") from None
