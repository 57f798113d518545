"""Nothing that is sealed can be read from a dump; another key opens all of it, and the old one none."""

import pytest
from clinic_common.database import Database
from clinic_common.http import PageRequest
from clinic_common.resealing import reseal
from clinic_common.sealing import Sealer, Unsealable
from clinic_common.testing import RING
from patients import commands, queries
from patients.models import Merge, Note, Patient, open_identity
from patients.service import SERVICE
from patients.storage import Folder
from sqlalchemy import select

from .conftest import NOW, fetch

SECRETS = ("756.9217.0769.85", "7569217076985", "dreadful cough", "added later", "the lab said", "letter-from-lab")
NEW_RING = Sealer.ring_with_new_key(RING)
ONLY_NEW = NEW_RING.partition(",")[2]


@pytest.fixture
async def full(database, register, author, tmp_path):
    """Somebody with a number, a signed note with an addendum, a document, and a merged record."""
    ada = await register("Ada", identity_number="756.9217.0769.85")
    about = {"patient_id": ada.id, "author": author, "sealer": database.sealer, "now": NOW}
    signing = about | {"only_own": False}
    text = {"kind": "free", "text": "a dreadful cough"}
    note = (await database.run(commands.write_note, fields=text, **about)).row
    await database.run(commands.sign_note, note_id=note.id, **signing)
    await database.run(commands.add_addendum, note_id=note.id, text="added later", **signing)
    document = await database.run(
        commands.announce_document,
        filename="letter-from-lab.txt", content_type="text/plain", size=12, limit=99, **about,
    )  # fmt: skip
    content = b"the lab said"
    sha256 = await Folder(tmp_path / "documents", database.sealer).keep(document.row.id, content)
    await database.run(
        commands.complete_document,
        patient_id=ada.id, document_id=document.row.id, content_type="text/plain", sha256=sha256,
        sealer=database.sealer, now=NOW,
    )  # fmt: skip
    twin = await register("Ada")
    merge = await database.run(
        commands.merge_patients,
        survivor_id=twin.id, duplicate_id=ada.id, merged_by=None, sealer=database.sealer, now=NOW,
    )  # fmt: skip
    return ada, note, document.row, sha256, merge


def files(folder):
    """Every file below a folder, as text."""
    return "".join(file.read_bytes().decode("latin-1") for file in folder.rglob("*.*"))


async def dump(database):
    """Every value of every table, as text."""
    found = []
    async with database.engine.connect() as connection:
        for table in SERVICE.metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                found += [bytes(v).decode("latin-1") if isinstance(v, (bytes, memoryview)) else str(v) for v in row]
    return "\n".join(found)


async def test_p20_a_dump_of_the_database_and_the_folder_shows_nothing_sealed(database, full, tmp_path):
    said = await dump(database)
    said += files(tmp_path / "documents")
    assert "Lovelace" in said
    assert [secret for secret in SECRETS if secret in said] == []


async def rotated(url, ring, *, rounds=None):
    database = Database(url, service="patients", sealer=Sealer.from_text(ring))
    try:
        steps = []
        async for step in reseal(database, SERVICE.metadata, SERVICE.sealed):
            steps.append(step)
            if len(steps) == rounds:
                break
        return {step.column.table: step.resealed for step in steps}
    finally:
        await database.close()


async def test_another_key_opens_everything_and_the_old_one_nothing(database, database_url, full, tmp_path):
    ada, note, document, sha256, merge = full
    assert await rotated(database_url, NEW_RING, rounds=2) == {"patients": 1, "notes": 1}
    resumed = await rotated(database_url, NEW_RING)
    assert resumed == {"patients": 0, "notes": 0, "note_addenda": 1, "documents": 1, "patient_merges": 1}
    storage = Folder(tmp_path / "documents", Sealer.from_text(NEW_RING))
    assert [each async for each in storage.reseal()] == [True]
    assert [each async for each in storage.reseal()] == [False]
    later = Database(database_url, service="patients", sealer=Sealer.from_text(ONLY_NEW))
    try:
        assert open_identity(await fetch(later, Patient, ada.id), sealer=later.sealer) == "756.9217.0769.85"
        found = await later.read(
            queries.get_note,
            patient_id=merge.survivor_id, note_id=note.id, only_by=None, sealer=later.sealer,
        )  # fmt: skip
        assert (found.content["text"], found.addenda[0].text) == ("a dreadful cough", "added later")
        page = PageRequest(limit=5, after=None)
        rows = await later.read(queries.list_patients, q="7569217076985", page=page)
        assert [row.id for row in rows] == [merge.survivor_id]
        assert await Folder(tmp_path / "documents", later.sealer).read(document.id, sha256) == b"the lab said"
        picture = later.sealer.open(
            bytes((await fetch(later, Merge, merge.id)).snapshot), context=f"patient_merges/snapshot/{merge.id}"
        )
        assert b"a dreadful cough" in picture
    finally:
        await later.close()
    with pytest.raises(Unsealable):
        (await fetch(database, Note, note.id)).read(sealer=database.sealer)
