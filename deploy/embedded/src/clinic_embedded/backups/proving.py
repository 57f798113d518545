"""The proof of a backup: it is restored beside the clinic, compared, asked for its ledger, its trail and a chart."""

import random
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from clinic_common.database import Database, Session
from clinic_common.errors import Refusal
from clinic_common.migrations import upgrade
from clinic_common.sealing import Sealer
from clinic_common.service import Service
from sqlalchemy import func, select

from . import restoring
from .archive import Broken, Manifest, documents_in, manifest_of
from .places import Place

Advance = Callable[[int], None]


async def prove(
    place: Place,
    backup: str,
    services: dict[str, Service],
    databases: dict[str, Database],
    sealer: Sealer,
    *,
    advance: Advance,
) -> Manifest:
    """
    Restore a backup into scratch schemas and hold it against what it says, and against what must be true.

    :param databases: the clinic's own; the scratch schemas are made beside them, nothing of theirs is touched
    :raises Broken: the first thing that is not as it should be
    :raises Unsealable: bytes were changed, or the key is not in the ring
    :raises FileNotFoundError: a part of it is gone
    """
    manifest = await manifest_of(place, backup, sealer)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="clinic-proof-")))
        restored = {}
        for word, service in services.items():
            if word not in manifest.schemas:
                continue  # a service that is younger than this backup
            restored[word] = await stack.enter_async_context(restoring.scratch(databases[word], folder))
            await restoring.fill(place, manifest, service, restored[word], sealer, advance=advance)
            await upgrade(service, restored[word])
        await _must_hold(restored["billing"], "billing", "prove_ledger")
        await _must_hold(restored["identity"], "identity", "prove_trail")
        await _open_a_chart(restored["patients"], sealer)
        await _open_documents(place, manifest, restored["patients"], folder, sealer, advance)
    return manifest


async def prove_copy(place: Place, manifest: Manifest, sealer: Sealer, *, advance: Advance) -> None:
    """
    Prove that a place has the same backup, byte by byte, without restoring it once more.

    :raises Broken: it is another one
    """
    if await manifest_of(place, manifest.id, sealer) != manifest:
        raise Broken(f"{manifest.id} is another one here")
    for word in manifest.schemas:
        await restoring.read_through(place, manifest, word, sealer, advance=advance)
    async for _, lies_at in documents_in(place, manifest.id, sealer):
        async for _ in place.read(lies_at, sealer):
            pass
        advance(1)


async def _must_hold(database: Database, word: str, query: str) -> None:
    proof = await database.read(getattr(import_module(f"{word}.queries"), query))
    if not proof.valid:
        raise Broken(f"{query} on what was restored: {proof.first_break}")


async def _open_a_chart(database: Database, sealer: Sealer) -> None:
    """Read the whole record of some patient, sealed notes and names of documents included."""
    queries, models = import_module("patients.queries"), import_module("patients.models")

    async def look(session: Session) -> None:
        count = (await session.execute(select(func.count()).select_from(models.Patient))).scalar_one()
        if not count:
            return
        # Two: one of all, and one of those with something written.
        some = select(models.Patient.id).order_by(models.Patient.id).offset(random.randrange(count)).limit(1)
        written = select(models.Note.patient_id).order_by(models.Note.id.desc()).limit(1)
        for query in (some, written):
            for patient_id in (await session.execute(query)).scalars():
                await queries.get_whole_record(
                    session, patient_id=patient_id, lists=tuple(models.ITEMS), notes=True, sealer=sealer
                )

    await database.read(look)


async def _open_documents(
    place: Place, manifest: Manifest, patients: Database, folder: Path, sealer: Sealer, advance: Advance
) -> None:
    """Open every document as the clinic does, and see that none is missing of those the records speak of."""
    storage = import_module("patients.storage").Folder(folder, sealer)
    there = set()
    async for name, lies_at in documents_in(place, manifest.id, sealer):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"".join([chunk async for chunk in place.read(lies_at, sealer)]))
        document_id, _, sha256 = file.name.partition(".")
        try:
            await storage.read(UUID(document_id), bytes.fromhex(sha256))
        except Refusal as error:
            raise Broken(f"the document {document_id} is another one than was completed") from error
        file.unlink()
        there.add(file.name)
        advance(1)

    async def spoken_of(session: Session) -> Any:
        document = import_module("patients.models").Document
        query = select(document.id, document.sha256).where(document.completed_at.is_not(None))
        return (await session.execute(query)).all()

    for document_id, sha256 in await patients.read(spoken_of):
        if f"{document_id}.{bytes(sha256).hex()}" not in there:
            raise Broken(f"the document {document_id} is in a record, and not in the backup")
