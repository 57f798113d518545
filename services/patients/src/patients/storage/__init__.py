"""Where the bytes of documents are: a local folder, or an S3-compatible bucket; both are spoken to alike."""

from clinic_common.sealing import Sealer

from ..settings import PatientsSettings
from .bucket import Bucket
from .folder import Folder

Storage = Bucket | Folder


def storage_of(settings: PatientsSettings, sealer: Sealer) -> Storage:
    """The storage that is set."""
    if settings.document_store:
        return Bucket(settings.document_store, sealer)
    return Folder(settings.document_folder, sealer)


__all__ = ["Bucket", "Folder", "Storage", "storage_of"]
