"""What can be looked up."""

from clinic_common.database import new_id, utc_now
from clinic_common.http import PageRequest
from clinic_common.migrations import differences, upgrade
from clinic_contracts.patients import PatientsMerged
from notifications import commands, queries, rules
from notifications.service import SERVICE
from sqlalchemy import text

from .conftest import ADA, HOUSE, appointment, invitation, patient


async def test_messages_are_listed_the_newest_first_page_by_page(told, database):
    await told(patient(), appointment(), invitation())
    seen, after = [], None
    while True:
        page = await database.read(queries.list_messages, page=PageRequest(limit=3, after=after))
        seen += [row.id for row in page.items]
        if (after := page.next) is None:
            break
    assert len(seen) == 4
    assert seen == sorted(seen, reverse=True)


async def test_messages_are_found_by_patient_visit_and_status(told, database):
    other = new_id()
    await told(patient(), appointment(), invitation())
    await told(appointment().model_copy(update={"appointment_id": new_id(), "patient_id": other}))
    page = PageRequest(limit=50, after=None)

    async def found(**wanted):
        return [row.template for row in (await database.read(queries.list_messages, page=page, **wanted)).items]

    assert len(await found(patient_id=ADA)) == 3
    assert len(await found(appointment_id=appointment().appointment_id)) == 3
    assert await found(patient_id=ADA, status="sent") == []
    assert len(await found(status="planned")) == 7
    await database.run(
        commands.merge_patients,
        event=PatientsMerged(merge_id=new_id(), survivor_id=other, duplicate_id=ADA, occurred_at=utc_now()),
    )
    assert len(await found(patient_id=other)) == 6


async def test_a_planned_message_shows_what_it_would_say(told, database, messages):
    await told(patient(preferred_language="es"), appointment(time_zone="Europe/Madrid"))
    [message] = await messages(template=rules.CONFIRMATION)
    detail = await database.read(queries.get_message, message_id=message.id, house=HOUSE)
    assert "Ada Lovelace" in detail.text
    assert "13:00" in detail.subject or "14:00" in detail.subject
    assert (detail.to, detail.status) == (None, "planned")


async def test_a_sent_message_shows_what_it_said_then(told, database, messages, send):
    await told(patient(), appointment())
    await send()
    await told(patient(version=2, given_name="Augusta", email="new@example.org"))
    [message] = await messages(status="sent")
    detail = await database.read(queries.get_message, message_id=message.id, house=HOUSE)
    assert "Ada Lovelace" in detail.text
    assert detail.to == "ada@example.org"


# N8
async def test_nobody_is_shown_an_invitations_link(told, database, messages, send):
    await told(invitation())
    [message] = await messages()
    for _ in range(2):
        detail = await database.read(queries.get_message, message_id=message.id, house=HOUSE)
        assert detail.text is None
        assert "one-time-secret" not in repr(detail)
        assert detail.to == "nurse@example.org"
        await send()


async def test_the_migrations_make_what_the_models_say(database):
    async with database.engine.begin() as connection:
        await connection.run_sync(SERVICE.metadata.drop_all)
    try:
        await upgrade(SERVICE, database)
        assert await differences(SERVICE, database) == []
        await upgrade(SERVICE, database)
    finally:
        async with database.engine.begin() as connection:
            await connection.run_sync(SERVICE.metadata.drop_all)
            await connection.execute(text("DROP TABLE alembic_version"))
            await connection.run_sync(SERVICE.metadata.create_all)
