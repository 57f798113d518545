"""What changes, told as it happens."""

import asyncio
import json
from uuid import UUID

import httpx2
import pytest
from clinic_common.access import Principal
from clinic_common.database import new_id
from clinic_common.testing import eventually
from clinic_contracts.billing import PaymentTaken
from clinic_contracts.identity import SessionEnded, StaffInvited
from clinic_contracts.patients import PatientRegistered
from clinic_contracts.permissions import ROLES, Permission
from clinic_contracts.scheduling import AppointmentBooked
from clinic_contracts.trail import AccessRecorded
from gateway.live import Kept, Live, TooManyScreens

from .conftest import house_of, http_server, moment, reading


def principal(role="nurse", *, seconds=60.0, staff_id=None, session_id=None, locations=None):
    return Principal(
        staff_id or new_id(), session_id or new_id(), role, "N", frozenset(map(str, ROLES[role])),
        expires_at=moment(seconds).timestamp(), issued_at=moment().timestamp(), locations=locations,
    )  # fmt: skip


def registered(patient_id=None):
    return PatientRegistered(
        patient_id=patient_id or new_id(), record_number="P-1", given_name="Ada", family_name="Secret",
        born_on="1990-01-01", sex="female", version=1, occurred_at=moment(),
    )  # fmt: skip


def booked():
    return AppointmentBooked(
        appointment_id=new_id(), patient_id=new_id(), practitioner_id=new_id(), practitioner_name="Dr Secret",
        location_id=new_id(), location_name="L", time_zone="UTC", visit_type_id=new_id(), visit_type_code="C",
        visit_type_name="V", starts_at=moment(), ends_at=moment(60), status="booked", version=3, occurred_at=moment(),
    )  # fmt: skip


def paid():
    return PaymentTaken(
        invoice_id=new_id(), patient_id=new_id(), status="open", total_minor=100, balance_minor=50, currency="USD",
        version=2, occurred_at=moment(), payment_id=new_id(), amount_minor=50, method="cash",
    )  # fmt: skip


def invited():
    return StaffInvited(
        staff_id=new_id(), email="a@b.c", display_name="Secret", role="nurse", invitation_token="secret", version=1,
        occurred_at=moment(),
    )  # fmt: skip


def accessed():
    return AccessRecorded(source="patients", action="get", kind="read", subject_ids=[new_id()], occurred_at=moment())


def told(lines):
    return [json.loads(line[6:]) for line in lines.decode().splitlines() if line.startswith("data: ")]


async def test_ids_and_nothing_else_are_told(inner):
    async with reading(inner.gateway.live.join(principal())) as following:
        await following()
        event = booked()
        await inner.tell(event)
        lines = await following()
        [heard] = told(lines)
        assert heard["type"] == "scheduling.appointment_booked.v1"
        assert heard["version"] == 3
        assert heard["ids"]["appointment_id"] == str(event.appointment_id)
        assert set(heard) == {"type", "at", "ids", "version"}
        assert b"Secret" not in lines
        assert UUID(lines.decode().splitlines()[0].removeprefix("id: "))


async def test_each_role_hears_what_it_may_see(inner):
    live = inner.gateway.live
    for role, types in (
        ("receptionist", {"patients", "scheduling", "billing"}),
        ("doctor", {"patients", "scheduling"}),
        ("admin", {"patients", "scheduling", "billing", "identity"}),
    ):
        async with reading(live.join(principal(role))) as following:
            await following()
            for event in (registered(), booked(), paid(), invited(), accessed()):
                await inner.tell(event)
            lines = await following()
            assert {heard["type"].partition(".")[0] for heard in told(lines)} == types
            assert b"secret" not in lines.lower()


async def test_who_is_kept_to_locations_hears_of_no_visits_elsewhere_live_or_afterwards(inner):
    live, elsewhere, here, of_a_patient = inner.gateway.live, booked(), booked(), registered()
    somebody = principal(locations=frozenset({here.location_id}))
    async with reading(live.join(principal())) as everywhere, reading(live.join(somebody)) as following:
        await everywhere()
        await following()
        await inner.tell(of_a_patient)
        first = (await everywhere()).decode().splitlines()[0].removeprefix("id: ")
        assert len(told(await following())) == 1
        for event in (elsewhere, here):
            await inner.tell(event)
        assert [heard["ids"]["appointment_id"] for heard in told(await following())] == [str(here.appointment_id)]
        assert str(elsewhere.appointment_id) in (await everywhere()).decode()
    missed = live.kept_events.since(first, somebody)
    assert [heard["ids"].get("appointment_id") for heard in told(missed)] == [str(here.appointment_id)]


async def test_a_silent_stream_still_beats(inner):
    live = Live(inner.gateway._revocations, heartbeat_seconds=0.05)
    async with reading(live.join(principal())) as following:
        assert await following() == b"retry: 2000\n\n"
        assert await following() == b": still here\n\n"
        assert await following() == b": still here\n\n"


async def test_a_stream_ends_with_the_token_and_with_the_sign_in(inner):
    live = inner.gateway.live
    async with reading(live.join(principal(seconds=0.1))) as following:
        await following()
        with pytest.raises(StopAsyncIteration):
            for _ in range(2):  # perhaps one more heartbeat
                await following()
    session = new_id()
    async with reading(live.join(principal(session_id=session))) as following:
        await following()
        await inner.tell(SessionEnded(session_id=session, staff_id=new_id(), reason="logout", occurred_at=moment()))
        with pytest.raises(StopAsyncIteration):
            await following()
    assert live._clients == set()


async def test_who_reads_too_slowly_is_told_to_load_anew_in_bounded_memory(inner):
    async with reading(inner.gateway.live.join(principal())) as following:
        await following()
        for _ in range(600):
            await inner.tell(registered())
        lines = await following()
        assert lines.startswith(b"event: lost\n")
        assert len(told(lines)) <= 257


async def test_one_account_cannot_take_all_streams(inner):
    staff = new_id()
    live = inner.gateway.live
    streams = [live.join(principal(staff_id=staff)) for _ in range(20)]
    for stream in streams:
        await anext(stream)
    live.join(principal())
    with pytest.raises(TooManyScreens):
        live.join(principal(staff_id=staff))
    for stream in streams:
        await stream.aclose()


async def test_events_stream_through_the_whole_gateway_and_a_client_that_leaves_is_forgotten(house):
    live = house.gateway.live
    async with (
        http_server(house.gateway) as url,
        httpx2.AsyncClient(base_url=url, headers=house.token("nurse"), timeout=5) as client,
    ):
        async with client.stream("GET", "/api/events") as answer:
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
            assert answer.headers["cache-control"] == "no-store"
            lines = answer.aiter_lines()
            assert await anext(lines) == "retry: 2000"
            event = registered()
            await house.tell(event)
            async for line in lines:
                if line.startswith("data: "):
                    assert json.loads(line[6:])["ids"] == {"patient_id": str(event.patient_id)}
                    break

        async def forgotten():
            return not live._clients

        await eventually(forgotten, within=3)
        async with client.stream("GET", "/api/events") as answer:
            lines = answer.aiter_lines()
            await anext(lines)
            house.gateway.live.end()
            assert [line async for line in lines if line] == []
        assert (await client.get("/api/events", headers={"Authorization": ""})).status_code == 401


async def test_a_gateway_that_stops_ends_its_streams(signer):
    async with house_of(signer, "inside") as house:
        stream = house.gateway.live.join(principal())
        await anext(stream)
    assert [piece async for piece in stream] == []


def ids(lines):
    return [line.removeprefix("id: ") for line in lines.decode().splitlines() if line.startswith("id: ")]


async def test_who_comes_back_is_told_what_they_missed_and_only_what_they_may_see(inner):
    live = inner.gateway.live
    async with reading(live.join(principal("doctor"))) as following:
        await following()
        await inner.tell(booked())
        [last] = ids(await following())
    missed = [booked(), paid(), registered()]
    for event in missed:
        await inner.tell(event)
    for role, types in (
        ("doctor", ["scheduling", "patients"]),
        ("receptionist", ["scheduling", "billing", "patients", "patients"]),
    ):
        async with reading(live.join(principal(role), last_event_id=last)) as following:
            await following()
            heard = told(await following())
            assert [each["type"].partition(".")[0] for each in heard] == types
            assert heard[0]["ids"]["appointment_id"] == str(missed[0].appointment_id)
            await inner.tell(registered())
            assert len(told(await following())) == 1


async def test_an_id_heard_from_another_process_is_enough_to_go_on(inner):
    live = inner.gateway.live
    last = str(new_id())
    await inner.tell(booked())
    async with reading(live.join(principal(), last_event_id=last)) as following:
        await following()
        assert len(told(await following())) == 1


@pytest.mark.parametrize(
    "last_event_id",
    [
        "019a0000-0000-7000-8000-000000000000",  # long before this process began
        "ffffffff-ffff-7000-8000-000000000000",  # not made yet
        "00000000-0000-0000-0000-000000000000", "5e3f0b56-0a2e-4d5c-8f0e-0a2e4d5c8f0e", "nonsense", "x" * 5000,
    ],
)  # fmt: skip
async def test_who_cannot_be_told_what_they_missed_is_told_so(inner, last_event_id):
    await inner.tell(booked())
    async with reading(inner.gateway.live.join(principal(), last_event_id=last_event_id)) as following:
        await following()
        lines = await following()
        assert lines.startswith(b"event: lost\n")
        [newest] = ids(lines)
    async with reading(inner.gateway.live.join(principal(), last_event_id=newest)) as following:
        await following()
        await inner.tell(registered())
        assert told(await following())[-1]["type"] == "patients.patient_registered.v1"


async def test_events_are_kept_in_bounded_number_and_for_a_bounded_time(monkeypatch):
    monkeypatch.setattr("gateway.live._OVERLAP_SECONDS", 0.0)
    kept, who = Kept(most=3, seconds=0.2), principal()
    events = [new_id() for _ in range(5)]
    for event in events:
        kept.add(event, Permission.PATIENTS_READ, f"id: {event}\n\n".encode())
        await asyncio.sleep(0.002)
    assert len(kept) == 3
    assert ids(kept.since(str(events[2]), who)) == [str(events[3]), str(events[4])]
    assert kept.since(str(events[1]), who).startswith(b"event: lost")
    await asyncio.sleep(0.25)
    assert kept.since(str(events[4]), who) == b"event: lost\nid: \ndata: {}\n\n"
    assert len(kept) == 0


async def test_after_a_gap_on_the_bus_everybody_is_told_to_load_anew(inner):
    live = inner.gateway.live
    await inner.tell(booked())
    last = next(reversed(live.kept_events._events))
    async with reading(live.join(principal())) as following:
        await following()
        live._after_gap()
        assert (await following()).startswith(b"event: lost\nid: \n")
    async with reading(live.join(principal(), last_event_id=str(last))) as following:
        await following()
        assert (await following()).startswith(b"event: lost\n")
