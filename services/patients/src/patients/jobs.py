"""What this service does by itself."""

from collections.abc import AsyncIterator

from clinic_common.database import utc_now
from clinic_common.resources import Resources

from . import commands, queries, rules
from .settings import PatientsSettings
from .storage import storage_of


async def compare_waiting(resources: Resources) -> None:
    """Compare with everybody those who were imported, some at a time."""
    while await resources.database.run(commands.compare_some, at_most=20, now=utc_now()):
        continue


async def reseal_documents(resources: Resources) -> AsyncIterator[bool]:
    """Seal the files of documents under the newest key; says of each whether it had to."""
    assert isinstance(resources.settings, PatientsSettings)
    storage = storage_of(resources.settings, resources.sealer)
    async for resealed in storage.reseal():
        yield resealed


async def forget_abandoned(resources: Resources) -> None:
    """Remove documents that were announced or half sent and never completed, after a day."""
    assert isinstance(resources.settings, PatientsSettings)
    storage = storage_of(resources.settings, resources.sealer)
    abandoned = await resources.database.read(queries.list_abandoned, now=utc_now())
    for document_id in abandoned:
        await storage.forget(document_id)
    if abandoned:
        await resources.database.run(commands.forget_documents, document_ids=abandoned)
    await storage.forget_old_arrivals(seconds=rules.ABANDONED_AFTER.total_seconds())
