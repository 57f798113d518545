"""What this service does by itself."""

from clinic_common.database import utc_now
from clinic_common.resources import Resources

from . import commands, queries, rules
from .settings import PatientsSettings
from .storage import Storage


async def compare_waiting(resources: Resources) -> None:
    """Compare with everybody those who were imported, some at a time."""
    while await resources.database.run(commands.compare_some, at_most=20, now=utc_now()):
        continue


async def forget_abandoned(resources: Resources) -> None:
    """Remove documents that were announced or half sent and never completed, after a day."""
    assert isinstance(resources.settings, PatientsSettings)
    storage = Storage(resources.settings.document_folder, resources.sealer)
    abandoned = await resources.database.read(queries.list_abandoned, now=utc_now())
    for document_id in abandoned:
        await storage.forget(document_id)
    if abandoned:
        await resources.database.run(commands.forget_documents, document_ids=abandoned)
    await storage.forget_old_arrivals(seconds=rules.ABANDONED_AFTER.total_seconds())
