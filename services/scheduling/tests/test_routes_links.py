"""The HTTP door for patients: links that show, confirm and cancel one visit, and open nothing else."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from clinic_common.database import new_id, utc_now
from clinic_common.links import Link, sign_link
from clinic_contracts.scheduling import VISIT_LINK, AppointmentCancelled, AppointmentConfirmed, visit_link_state
from clinic_contracts.trail import AccessRecorded
from scheduling import commands
from scheduling.models import Appointment
from scheduling.rules import Status
from scheduling.service import SchedulingSettings


@pytest.fixture
def settings(database_url):
    """Settings of a clinic with a name."""
    from clinic_common.testing import RING

    return SchedulingSettings(
        database_url=database_url, bus_url="inprocess:", sealing_keys=RING, clinic_name="Riverside Clinic"
    )


@pytest.fixture
async def visit(clinic, soon):
    """An appointment some days ahead."""
    return await clinic.book(soon, now=utc_now(), reason="knee")


@pytest.fixture
async def anybody(client):
    """Somebody not signed in."""
    del client.headers["Authorization"]
    return client


def token_of(clinic, visit, *, purpose=VISIT_LINK, **other):
    state = visit_link_state(visit.starts_at, visit.sequence)
    said = {"subject_id": visit.id, "state": state, "expires_at": visit.ends_at} | other
    return sign_link(Link(**said), purpose=purpose, sealer=clinic.database.sealer)


async def code_of(answer):
    return answer.status_code, answer.json()["code"]


# S12
async def test_a_patient_sees_their_visit_and_nothing_about_themselves(anybody, clinic, visit, emitted):
    answer = await anybody.get(f"/visits/{token_of(clinic, visit)}")
    assert answer.status_code == 200
    shown = answer.json()["appointment"]
    assert set(shown) == {
        "starts_at", "ends_at", "time_zone", "practitioner_name", "location_name", "address", "phone",
        "visit_type_name", "status", "can_confirm", "can_cancel", "clinic_name",
    }  # fmt: skip
    assert datetime.fromisoformat(shown["starts_at"]) == visit.starts_at
    assert (shown["status"], shown["can_confirm"], shown["can_cancel"]) == ("booked", True, True)
    assert (shown["practitioner_name"], shown["clinic_name"]) == ("Dr. Grace", "Riverside Clinic")
    assert not any(word in answer.text for word in ("Ada", "knee", str(clinic.patient_id)))
    [access] = await emitted(AccessRecorded)
    assert (access.action, access.kind, access.subject_ids) == ("get_linked_visit", "read", [clinic.patient_id])
    assert (access.actor_id, access.actor_name, access.role) == (None, None, None)


async def test_a_patient_confirms_and_once_more_is_fine(anybody, clinic, visit, emitted):
    path = f"/visits/{token_of(clinic, visit)}/confirm"
    first, again = await anybody.post(path), await anybody.post(path)
    assert (first.status_code, first.json()["appointment"]["status"]) == (200, "confirmed")
    assert (again.status_code, again.json()) == (200, first.json())
    assert first.json()["appointment"]["can_confirm"] is False
    assert len(await emitted(AppointmentConfirmed)) == 1
    assert [(a.action, a.kind, a.actor_id) for a in await emitted(AccessRecorded)] == [
        ("confirm_linked_visit", "write", None)
    ] * 2


async def test_a_patient_cancels_and_the_time_is_free_again(anybody, clinic, visit, emitted):
    path = f"/visits/{token_of(clinic, visit)}"
    answer = await anybody.post(f"{path}/cancel", json={"reason": "feeling better"})
    assert (answer.status_code, answer.json()["appointment"]["status"]) == (200, "cancelled")
    assert answer.json()["appointment"]["can_cancel"] is False
    [event] = await emitted(AppointmentCancelled)
    assert (event.reason, event.sequence) == ("feeling better", 1)
    await clinic.book(visit.starts_at, now=utc_now())
    for method, way in [("GET", ""), ("POST", "/confirm"), ("POST", "/cancel")]:
        assert await code_of(await anybody.request(method, path + way)) == (410, "link_over")


async def test_a_patient_need_not_say_why(anybody, clinic, visit, emitted):
    assert (await anybody.post(f"/visits/{token_of(clinic, visit)}/cancel")).status_code == 200
    assert [event.reason for event in await emitted(AppointmentCancelled)] == ["By the patient, by link."]
    wrong = await anybody.post(f"/visits/{token_of(clinic, visit)}/cancel", json={"reason": "x", "scope": "all"})
    assert await code_of(wrong) == (422, "invalid_request")


async def test_a_moved_visit_makes_old_links_worth_nothing_and_moving_back_does_not_revive_them(anybody, clinic, visit):
    old, was = token_of(clinic, visit), visit.starts_at
    for hours in (1, 0):
        moved = await clinic.run(
            commands.reschedule_appointment,
            appointment_id=visit.id,
            starts_at=was + timedelta(hours=hours),
            now=utc_now(),
        )
        assert await code_of(await anybody.get(f"/visits/{old}")) == (410, "link_over")
    assert moved.starts_at == was
    assert (await anybody.get(f"/visits/{token_of(clinic, moved)}")).status_code == 200


async def test_what_is_not_a_link_of_ours_is_refused_in_the_same_words(anybody, clinic, visit, emitted):
    good = token_of(clinic, visit)
    flipped = good[:30] + ("A" if good[30] != "A" else "B") + good[31:]
    other_patient = token_of(clinic, visit, subject_id=new_id())
    wrong = [good[:-1], good[:20], flipped, good + "A", token_of(clinic, visit, purpose="other"), other_patient, "x",
             str(new_id()), "é" * 40, "a" * 900]  # fmt: skip
    told = set()
    for token in wrong:
        for method, way in [("GET", ""), ("POST", "/confirm"), ("POST", "/cancel")]:
            answer = await anybody.request(method, f"/visits/{token}{way}")
            told.add((answer.status_code, answer.json()["code"], answer.json()["detail"]))
    assert told == {(404, "link_not_valid", "This link is not valid; please call us.")}
    assert await emitted(AccessRecorded) == []


async def test_a_link_ends_with_the_visit_and_its_actions_with_the_start(anybody, clinic, visit, database):
    ended = token_of(clinic, visit, expires_at=utc_now() - timedelta(seconds=1))
    assert await code_of(await anybody.get(f"/visits/{ended}")) == (410, "link_over")

    async def begin(session):
        row = await session.get(Appointment, visit.id)
        row.starts_at = utc_now().replace(microsecond=0) - timedelta(minutes=5)
        return row

    begun = await database.run(begin)
    path = f"/visits/{token_of(clinic, begun)}"
    shown = (await anybody.get(path)).json()["appointment"]
    assert (shown["can_confirm"], shown["can_cancel"]) == (False, False)
    for way in ("confirm", "cancel"):
        assert await code_of(await anybody.post(f"{path}/{way}")) == (409, "not_by_link")


async def test_whoever_has_arrived_needs_no_link(anybody, clinic, visit):
    await clinic.run(commands.advance_appointment, appointment_id=visit.id, step=Status.ARRIVED)
    path = f"/visits/{token_of(clinic, visit)}"
    assert (await anybody.get(path)).json()["appointment"]["status"] == "arrived"
    for way in ("confirm", "cancel"):
        assert await code_of(await anybody.post(f"{path}/{way}")) == (409, "not_by_link")


async def test_the_history_says_that_it_was_the_patient(client, clinic, visit):
    await client.post(f"/visits/{token_of(clinic, visit)}/confirm")
    history = (await client.get(f"/appointments/{UUID(str(visit.id))}")).json()["history"]
    assert [(step["step"], step["staff_id"], step["reason"]) for step in history][1:] == [
        ("confirmed", None, "By the patient, by link.")
    ]
