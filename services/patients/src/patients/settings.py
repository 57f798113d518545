"""What patients reads from its environment."""

from pathlib import Path

from clinic_common.settings import Settings
from pydantic import Field


class PatientsSettings(Settings):
    """Settings of the patients service."""

    default_region: str = Field(
        "US", pattern=r"^[A-Z]{2}$", description="Country (ISO 3166) whose phone numbers need no country code."
    )
    document_folder: Path = Field(Path("var/documents"), description="Where the bytes of documents are, sealed.")
    document_store: str = Field(
        "", description="Bucket for documents, s3://bucket/prefix, with the usual AWS_… variables; empty: the folder."
    )
    document_limit: int = Field(25_000_000, ge=1, le=60_000_000, description="Bytes a document may have.")
