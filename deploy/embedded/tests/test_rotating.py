"""`clinic keys new` and `rotate` over every service: what signs access tokens opens under the new key alone."""

from clinic_common.resources import Resources
from clinic_common.sealing import Sealer
from clinic_embedded.house import NAMES, HouseSettings, describe, open_house, settings_of
from clinic_embedded.rotating import add_key, rotate
from sqlalchemy import select


async def test_every_column_a_service_lists_is_there_and_opens_under_the_new_key_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("CLINIC_DATA", str(tmp_path))
    from clinic_common.migrations import upgrade

    settings = HouseSettings()
    for name in NAMES:
        service = describe(name)
        resources = Resources.of(settings_of(service, settings), service=name)
        await upgrade(service, resources.database)
        await resources.database.close()
    async with open_house(settings) as house:
        assert house.resources["identity"].sealer.newest == "k1"
    said: list[str] = []
    add_key(settings, say=said.append)
    await rotate(settings, say=said.append)
    assert "under key 'k2'" in said[-3]
    ring = settings.ring()
    assert Sealer.from_text(ring).newest == "k2"
    for name in NAMES:
        service = describe(name)
        for column in service.sealed:
            table = service.metadata.tables[column.table]
            assert {column.column, column.key, *filter(None, [column.stamp])} <= set(table.c.keys())
            assert column.key in {c.name for c in table.primary_key} or table.c[column.key].unique
    alone = Sealer.from_text(ring.partition(",")[2])
    resources = Resources.of(settings_of(describe("identity"), settings), service="identity")
    async with resources.database.engine.connect() as connection:
        keys = describe("identity").metadata.tables["signing_keys"]
        rows = (await connection.execute(select(keys.c.key_id, keys.c.sealed_private))).all()
    await resources.database.close()
    assert rows
    assert all(alone.open(bytes(sealed), context=f"signing-key/{key_id}") for key_id, sealed in rows)
