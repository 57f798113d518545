"""What is planned, what dies, and what is claimed and settled, on both databases."""

import asyncio
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from clinic_common.database import Database, new_id, utc_now
from clinic_common.errors import Stale
from clinic_common.sealing import Sealer
from clinic_common.testing import RING
from clinic_contracts.notifications import MessageFailed, MessageSent
from clinic_contracts.patients import PatientArchived, PatientChanged, PatientMergeUndone, PatientsMerged
from clinic_contracts.scheduling import (
    AppointmentCancelled,
    AppointmentCompleted,
    AppointmentConfirmed,
    AppointmentMissed,
    AppointmentProgressed,
    AppointmentRescheduled,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from notifications import commands, rules
from notifications.models import Appointment, Message
from notifications.rules import LEASE, ReminderRule
from sqlalchemy.exc import IntegrityError

from .conftest import ADA, HOUSE, appointment, invitation, noon, password_reset, patient

MEANS = commands.Means(frozenset({"email", "sms"}))


def plan_of(found: list[Message]) -> list[tuple[str, str, datetime]]:
    return sorted((m.template, m.status, m.due_at) for m in found)


# --- planning -----------------------------------------------------------------------------------------------------


async def test_a_booking_is_confirmed_now_and_reminded_of_a_day_and_two_hours_before(told, messages):
    now, start = utc_now(), noon()
    await told(patient(), appointment(starts_at=start), now=now)
    assert plan_of(await messages()) == [
        ("appointment_confirmation", "planned", now),
        ("appointment_reminder", "planned", start - timedelta(hours=24)),
        ("appointment_reminder", "planned", start - timedelta(hours=2)),
    ]


async def test_a_reminder_whose_time_has_passed_is_not_planned(told, messages):
    start = noon()
    await told(appointment(starts_at=start), now=start - timedelta(hours=3))
    assert [m.sequence for m in await messages(template="appointment_reminder")] == [120]


async def test_a_visit_in_the_past_is_worth_no_message(told, messages):
    start = noon()
    await told(appointment(starts_at=start), now=start)
    assert await messages() == []


async def test_moving_a_visit_moves_its_reminders_and_says_so(told, messages):
    start = noon()
    moved = start + timedelta(days=1)
    await told(appointment(starts_at=start))
    await told(appointment(AppointmentRescheduled, version=2, starts_at=moved))
    open_now = await messages(status="planned")
    assert {m.starts_at for m in open_now} == {moved}
    assert sorted(m.template for m in open_now) == ["appointment_reminder"] * 2 + ["appointment_rescheduled"]
    # The confirmation had not left yet: what it said is no longer true.
    assert [m.template for m in await messages(status="cancelled", sequence=1)] == ["appointment_confirmation"]


async def test_a_visit_moved_away_and_back_has_its_reminders_once(told, messages):
    start = noon()
    await told(appointment(starts_at=start))
    await told(appointment(AppointmentRescheduled, version=2, starts_at=start + timedelta(hours=2)))
    await told(appointment(AppointmentRescheduled, version=3, starts_at=start))
    reminders = await messages(template="appointment_reminder", status="planned")
    assert sorted(m.due_at for m in reminders) == [start - timedelta(hours=24), start - timedelta(hours=2)]


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (AppointmentCancelled, "cancelled"),
        (AppointmentMissed, "no_show"),
        (AppointmentCompleted, "completed"),
        (AppointmentProgressed, "arrived"),
    ],
)
async def test_reminders_die_with_their_visit(event, status, told, messages):
    await told(appointment())
    await told(appointment(event, version=2, status=status))
    assert await messages(template="appointment_reminder", status="planned") == []
    assert len(await messages(template="appointment_reminder", status="cancelled")) == 2
    notices = [m.template for m in await messages(status="planned")]
    assert notices == (["appointment_cancelled"] if event is AppointmentCancelled else [])


async def test_a_confirmed_visit_keeps_its_reminders(told, messages):
    await told(appointment())
    before = plan_of(await messages())
    await told(appointment(AppointmentConfirmed, version=2))
    assert plan_of(await messages()) == before


async def test_a_booking_heard_of_after_its_confirmation_by_the_desk_is_still_confirmed(told, messages):
    await told(appointment(AppointmentConfirmed, version=2), appointment())
    assert sorted(m.template for m in await messages(status="planned")) == [
        "appointment_confirmation",
        "appointment_reminder",
        "appointment_reminder",
    ]


# N4
@pytest.mark.parametrize("order", list(permutations([0, 1, 2])))
async def test_a_cancelled_visit_has_no_open_reminder_whatever_came_first(order, told, messages, send, folder):
    history = [
        appointment(),
        appointment(AppointmentRescheduled, version=2, starts_at=noon(4)),
        appointment(AppointmentCancelled, version=3, starts_at=noon(4)),
    ]
    await told(patient(), *[history[place] for place in order])
    assert [m.template for m in await messages(status="planned")] == ["appointment_cancelled"]
    await send()
    assert len(folder()) == 1
    assert "cancelled" in folder()[0]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just(AppointmentRescheduled), st.integers(1, 5)),
        st.tuples(st.just(AppointmentConfirmed), st.none()),
    ),
    max_size=3,
)
ENDS = st.sampled_from([None, AppointmentCancelled, AppointmentMissed, AppointmentCompleted, AppointmentProgressed])


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
# N4
@given(steps=STEPS, end=ENDS, data=st.data())
async def test_only_the_newest_state_counts_in_whatever_order_and_number_events_arrive(
    steps, end, data, told, messages
):
    this, days, history = new_id(), 3, [appointment()]
    for kind, moved_to in steps:
        days = moved_to or days
        history.append(appointment(kind, version=len(history) + 1, starts_at=noon(days)))
    if end:
        history.append(appointment(end, version=len(history) + 1, starts_at=noon(days)))
    history = [event.model_copy(update={"appointment_id": this}) for event in history]
    arrivals = data.draw(st.permutations(history + data.draw(st.lists(st.sampled_from(history), max_size=2))))
    await told(*arrivals)

    found = await messages(appointment_id=this)
    assert len({m.occasion for m in found}) == len(found)
    open_reminders = [m for m in found if m.template == rules.REMINDER and m.status == "planned"]
    planned = [noon(days) - timedelta(hours=hours) for hours in (24, 2)]
    expected = [] if end else [moment for moment in planned if moment > utc_now()]
    assert sorted(m.due_at for m in open_reminders) == expected
    for message in found:
        if message.status == "planned" and message.template != rules.CANCELLATION:
            assert end is None
            assert message.starts_at == noon(days)
    assert len([m for m in found if m.template == rules.CANCELLATION]) == (end is AppointmentCancelled)


async def test_all_events_of_a_visit_at_once_leave_it_in_its_newest_state(told, messages, database):
    moved = noon(4)
    history = [
        appointment(AppointmentRescheduled, version=2, starts_at=moved),
        appointment(),
        appointment(AppointmentConfirmed, version=3, starts_at=moved),
    ]
    await asyncio.gather(*(told(event) for event in history))
    reminders = await messages(template="appointment_reminder", status="planned")
    assert sorted(m.due_at for m in reminders) == [moved - timedelta(hours=24), moved - timedelta(hours=2)]

    async def copies(session):
        return await session.get(Appointment, history[0].appointment_id)

    assert (await database.read(copies)).version == 3


# N1
async def test_the_database_itself_refuses_a_second_message_for_an_occasion(told, database):
    await told(appointment())

    async def again(session):
        first = await session.get(Appointment, appointment().appointment_id)
        session.add(
            Message(
                id=new_id(),
                occasion=f"{first.appointment_id}/appointment_confirmation",
                template=rules.CONFIRMATION,
                channel="email",
                wanted_channel="email",
                due_at=utc_now(),
                available_at=utc_now(),
                created_at=utc_now(),
            )
        )
        await session.flush()

    with pytest.raises(IntegrityError):
        await database.run(again)


# --- rules of the clinic ------------------------------------------------------------------------------------------


async def set_rules(database, *chosen: ReminderRule, version: int | None = None):
    quiet = rules.QuietHours()
    return await database.run(
        commands.set_reminder_rules,
        chosen=list(chosen),
        quiet_starts=quiet.starts,
        quiet_ends=quiet.ends,
        version=version,
    )


async def test_reminders_of_upcoming_visits_follow_changed_rules(told, messages, database):
    start = noon()
    await told(patient(phone="+15550100"), appointment(starts_at=start))
    await set_rules(database, ReminderRule(120), ReminderRule(48 * 60, "sms"))
    assert await database.run(commands.replan_some, now=utc_now()) == 1
    assert await database.run(commands.replan_some, now=utc_now()) == 0
    planned = await messages(template="appointment_reminder", status="planned")
    assert sorted((m.sequence, m.channel) for m in planned) == [(120, "email"), (2880, "sms")]
    [gone] = await messages(template="appointment_reminder", status="cancelled")
    assert gone.failure == "The reminder rules were changed."


async def test_a_visit_type_has_reminders_of_its_own(told, messages, database):
    other = appointment().model_copy(update={"appointment_id": new_id(), "visit_type_id": new_id()})
    await set_rules(database, ReminderRule(120), ReminderRule(180, visit_type_id=str(other.visit_type_id)))
    await told(appointment(), other)
    reminders = await messages(template="appointment_reminder")
    assert {m.appointment_id: m.sequence for m in reminders} == {
        appointment().appointment_id: 120,
        other.appointment_id: 180,
    }


async def test_rules_changed_by_somebody_else_are_not_overwritten(database):
    assert (await set_rules(database, ReminderRule(60), version=0)).version == 1
    with pytest.raises(Stale):
        await set_rules(database, ReminderRule(90), version=0)
    assert (await set_rules(database, ReminderRule(90), version=1)).version == 2
    assert (await set_rules(database, ReminderRule(30))).version == 3


# --- copies -------------------------------------------------------------------------------------------------------


async def address_of(database, now=None):
    claimed, _ = await database.run(commands.claim_due, means=MEANS, now=now or utc_now())
    return [each.address for each in claimed]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
async def test_the_newest_address_counts(order, told, database):
    history = [
        patient(),
        patient(PatientChanged, version=2, email="old@example.org"),
        patient(PatientChanged, version=3, email="new@example.org"),
    ]
    await told(*[history[place] for place in order], appointment())
    assert await address_of(database) == ["new@example.org"]


@pytest.mark.parametrize("first", ["archived", "registered"])
async def test_an_archived_patient_is_not_written_to(first, told, database, messages):
    archived = PatientArchived(patient_id=ADA, version=2, occurred_at=utc_now())
    if first == "archived":
        await database.run(commands.archive_patient, event=archived)
        await told(patient())
    else:
        await told(patient())
        await database.run(commands.archive_patient, event=archived)
    await told(appointment())
    assert await address_of(database) == []
    assert [m.failure for m in await messages(status="skipped")] == ["The patient is archived."]


async def test_a_patient_brought_back_is_written_to_again(told, database):
    await database.run(
        commands.archive_patient, event=PatientArchived(patient_id=ADA, version=2, occurred_at=utc_now())
    )
    await told(patient(PatientChanged, version=3), appointment())
    assert await address_of(database) == ["ada@example.org"]


async def test_of_merged_patients_the_survivor_is_written_to_until_the_merge_is_undone(told, database):
    survivor = new_id()
    both = {"merge_id": new_id(), "survivor_id": survivor, "duplicate_id": ADA, "occurred_at": utc_now()}
    await told(patient(), patient().model_copy(update={"patient_id": survivor, "email": "one@example.org"}))
    await database.run(commands.merge_patients, event=PatientsMerged(**both))
    await told(appointment())
    assert await address_of(database) == ["one@example.org"]
    await database.run(commands.undo_merge, event=PatientMergeUndone(**both))
    await told(appointment(AppointmentRescheduled, version=2, starts_at=noon(4)))
    assert await address_of(database) == ["ada@example.org"]


async def test_a_merge_heard_of_after_its_end_stays_undone(told, database):
    both = {"merge_id": new_id(), "survivor_id": new_id(), "duplicate_id": ADA, "occurred_at": utc_now()}
    await database.run(commands.undo_merge, event=PatientMergeUndone(**both))
    await database.run(commands.merge_patients, event=PatientsMerged(**both))
    await told(patient(), appointment())
    assert await address_of(database) == ["ada@example.org"]


# N5
async def test_an_opt_out_holds_for_all_registrations_of_a_person(told, database, messages):
    survivor = new_id()
    both = {"merge_id": new_id(), "survivor_id": survivor, "duplicate_id": ADA, "occurred_at": utc_now()}
    await told(patient(), patient().model_copy(update={"patient_id": survivor}))
    await database.run(commands.merge_patients, event=PatientsMerged(**both))
    await database.run(
        commands.set_contact_preferences,
        patient_id=ADA,
        email_opt_out=True,
        sms_opt_out=False,
        contact_by=None,
        language=None,
    )
    await told(appointment().model_copy(update={"patient_id": survivor}))
    assert await address_of(database) == []
    assert [m.failure for m in await messages(status="skipped")] == ["The patient opted out of e-mail."]


async def test_a_message_waits_for_a_patient_who_is_still_on_their_way(told, database, messages):
    now = utc_now()
    await told(appointment(), now=now)
    assert await address_of(database, now=now) == []
    [waiting] = await messages(template="appointment_confirmation")
    assert (waiting.status, waiting.available_at > now) == ("planned", True)
    await told(patient())
    assert await address_of(database, now=waiting.available_at) == ["ada@example.org"]


# --- claiming and settling ----------------------------------------------------------------------------------------


async def claimed_at(database, now):
    claimed, _ = await database.run(commands.claim_due, means=MEANS, now=now)
    return claimed


# N1
async def test_a_message_belongs_to_one_sender_until_its_lease_ends(told, database, messages, emitted):
    now = utc_now()
    await told(patient(), appointment(), now=now)
    [first] = await claimed_at(database, now)
    assert await claimed_at(database, now + LEASE - timedelta(seconds=1)) == []
    # The first sender is gone: its message is taken up by another.
    [second] = await claimed_at(database, now + LEASE)
    assert second.message_id == first.message_id
    written = second.material.written("email", HOUSE)
    # A sender that comes back from the dead has no say any more.
    assert not await database.run(commands.settle_sent, claimed=first, written=written, now=now)
    await database.run(commands.settle_unsent, claimed=first, failure=rules.Failure("x", final=True), now=now)
    assert await database.run(commands.settle_sent, claimed=second, written=written, now=now)
    [message] = await messages(template="appointment_confirmation")
    assert (message.status, message.attempts, message.sent_at) == ("sent", 2, now)
    assert len(await emitted(MessageSent)) == 1


# N7
async def test_what_may_have_left_is_not_sent_again_where_a_second_one_would_arrive(told, database, messages, emitted):
    now = utc_now()
    await told(patient(email=None, phone="+15550100"), appointment(), now=now)
    [first] = await claimed_at(database, now)
    # Its sender was killed before it began: nothing can have left.
    [second] = await claimed_at(database, now + LEASE)
    assert second.message_id == first.message_id
    assert not await database.run(commands.begin, claimed=first)
    assert await database.run(commands.begin, claimed=second)
    assert await claimed_at(database, now + 2 * LEASE) == []
    [message] = await messages(id=first.message_id)
    assert message.status == "failed"
    assert "may have been sent" in message.failure
    assert [event.message_id for event in await emitted(MessageFailed)] == [first.message_id]


# N7
async def test_a_message_that_kills_its_sender_every_time_is_given_up(told, database, messages):
    now = utc_now()
    await told(patient(), appointment(), now=now)
    for _ in range(6):
        assert len(await claimed_at(database, now)) == 1
        now += LEASE
    assert await claimed_at(database, now) == []
    [message] = await messages(template=rules.CONFIRMATION)
    assert (message.status, message.failure) == ("failed", "Sending was interrupted again and again.")


async def test_a_failed_attempt_waits_longer_each_time_and_then_has_failed(told, database, messages, emitted):
    now = utc_now()
    await told(patient(), appointment(), now=now)
    pauses = []
    for _ in range(6):
        [claimed] = await claimed_at(database, now)
        await database.run(commands.settle_unsent, claimed=claimed, failure=rules.Failure("No answer."), now=now)
        [message] = await messages(template="appointment_confirmation")
        if message.available_at is None:
            break
        pauses.append(message.available_at - now)
        now = message.available_at
    assert pauses == sorted(pauses)
    assert (message.status, message.attempts, message.failure) == ("failed", 6, "No answer.")
    assert [event.reason for event in await emitted(MessageFailed)] == ["No answer."]


async def test_a_failed_message_can_be_tried_again_by_hand(told, database, messages):
    now = utc_now()
    await told(patient(), appointment(), now=now)
    [claimed] = await claimed_at(database, now)
    with pytest.raises(rules.MessageNotFailed):
        await database.run(commands.retry_message, message_id=claimed.message_id, now=now)
    await database.run(commands.settle_unsent, claimed=claimed, failure=rules.Failure("No.", final=True), now=now)
    await database.run(commands.retry_message, message_id=claimed.message_id, now=now)
    assert [each.message_id for each in await claimed_at(database, now)] == [claimed.message_id]


async def test_a_message_on_its_way_while_its_visit_is_cancelled_is_not_tried_again(told, database, messages):
    now = utc_now()
    await told(patient(), appointment(), now=now)
    [claimed] = await claimed_at(database, now)
    await told(appointment(AppointmentCancelled, version=2), now=now)
    await database.run(commands.settle_unsent, claimed=claimed, failure=rules.Failure("No."), now=now)
    [message] = await messages(id=claimed.message_id)
    assert (message.status, message.available_at) == ("cancelled", None)


# N2
async def test_a_visit_is_looked_at_again_at_the_moment_of_sending(told, database, messages):
    await told(patient(), appointment())

    async def change_behind_its_back(session):
        copy = await session.get(Appointment, appointment().appointment_id)
        copy.status = "cancelled"

    await database.run(change_behind_its_back)
    assert await claimed_at(database, utc_now()) == []
    [message] = await messages(template="appointment_confirmation")
    assert message.status == "cancelled"


async def test_three_claimers_at_once_never_take_the_same(told, database, database_url):
    now = utc_now()
    await told(patient(), appointment(), now=now)

    async def many(session):
        for number in range(60):
            session.add(due_message(f"extra/{number}", now))

    await database.run(many)
    others = [Database(database_url, service="notifications", sealer=Sealer.from_text(RING)) for _ in range(3)]

    async def take(own):
        taken = []
        while True:
            claimed, _ = await own.run(commands.claim_due, means=MEANS, now=now, limit=7)
            if not claimed:
                return taken
            taken += [each.message_id for each in claimed]

    taken = [each for part in await asyncio.gather(*map(take, others)) for each in part]
    for other in others:
        await other.close()
    assert len(taken) == len(set(taken)) == 61


def due_message(occasion: str, now: datetime) -> Message:
    return Message(
        id=new_id(),
        occasion=occasion,
        template=rules.CONFIRMATION,
        channel="email",
        wanted_channel="preferred",
        patient_id=ADA,
        appointment_id=appointment().appointment_id,
        starts_at=noon(),
        due_at=now,
        available_at=now,
        created_at=now,
    )


# --- invitations --------------------------------------------------------------------------------------------------


# N8
@pytest.mark.parametrize(("event", "page"), [(invitation(), "invitation"), (password_reset(), "reset-password")])
async def test_an_invitations_token_stands_nowhere_in_readable_form(told, database, messages, event, page):
    await told(event)
    [message] = await messages()
    row = {column.name: getattr(message, column.name) for column in Message.__table__.columns}
    assert "one-time-secret" not in repr(row)
    assert "nurse@example.org" not in repr(row)
    [claimed] = await claimed_at(database, utc_now())
    assert "one-time-secret" not in repr(claimed)
    written = claimed.material.written("email", HOUSE)
    assert f"https://clinic.example/{page}#one-time-secret" in written.text
    await database.run(commands.settle_sent, claimed=claimed, written=written, now=utc_now())
    [message] = await messages()
    assert message.parameters is None
    assert b"one-time-secret" not in database.sealer.open(message.content, context=message.context)


async def test_somebody_invited_again_gets_the_new_link_once(told, messages):
    again = invitation(version=2, invitation_token="another-secret")
    await told(invitation(), invitation(), again, again, invitation(version=3, invitation_token=None))
    assert sorted(m.sequence for m in await messages()) == [1, 2]


async def test_an_invitation_whose_key_is_gone_fails_and_holds_up_nothing(told, database, messages, emitted):
    await told(invitation(), patient(), appointment())

    broken = (await messages(template=rules.INVITATION))[0].id

    async def break_it(session):
        message = await session.get(Message, broken)
        message.parameters = b"\x02k1" + bytes(40)

    await database.run(break_it)
    assert [each.address for each in await claimed_at(database, utc_now())] == ["ada@example.org"]
    assert [m.status for m in await messages(template=rules.INVITATION)] == ["failed"]


# --- templates ----------------------------------------------------------------------------------------------------


async def test_the_clinics_own_words_are_sent(told, database):
    own = {"es": {"subject": "Hola {given_name}", "text": "Hasta el {date}.", "sms": None}}
    await database.run(commands.set_template, name=rules.CONFIRMATION, texts=own)
    await told(patient(preferred_language="es-MX"), appointment())
    [claimed] = await claimed_at(database, utc_now())
    written = claimed.material.written("email", HOUSE)
    assert (written.subject, written.language) == ("Hola Ada", "es")
    assert " de " in written.text


# N9
async def test_an_invitation_without_its_link_is_refused(database):
    with pytest.raises(rules.MissingPlaceholder) as refused:
        await database.run(
            commands.set_template, name=rules.INVITATION, texts={"en": {"subject": "Hi", "text": "Welcome"}}
        )
    assert refused.value.field == "/texts/en/text"
