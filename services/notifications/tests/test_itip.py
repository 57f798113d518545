"""Invitations in e-mails, read back as a calendar program reads them."""

from datetime import UTC, datetime, timedelta
from email import message_from_string, policy

import pytest
from clinic_common.database import utc_now
from clinic_contracts.scheduling import AppointmentCancelled, AppointmentRescheduled
from dateutil.rrule import rrulestr
from icalendar import Calendar
from notifications import sender
from notifications.transports import Smtp

from .conftest import Mailbox, appointment, mail_server, noon, patient
from .test_sending import DESK

UID = "01900000-0000-7000-8000-0000000a9901@clinic"


@pytest.fixture
def mails(folder):
    """`mails()`: the e-mails that left."""
    return lambda: [message_from_string(text, policy=policy.default) for text in folder()]


def invited(mail):
    """Method and event of the invitation a mail carries."""
    assert mail.get_content_type() == "multipart/alternative"
    plain, part = mail.iter_parts()
    assert (plain.get_content_type(), part.get_content_type()) == ("text/plain", "text/calendar")
    calendar = Calendar.from_ical(part.get_content())
    assert str(calendar["version"]) == "2.0"
    assert part.get_param("method") == str(calendar["method"])
    assert part.get_param("charset") == "utf-8"
    [event] = calendar.walk("VEVENT")
    return str(calendar["method"]), event, calendar


async def test_a_confirmation_invites_and_is_understood_by_calendar_programs(told, send, mails):
    starts_at = noon()
    await told(patient(), appointment(starts_at=starts_at, time_zone="America/New_York"))
    await send()
    [mail] = mails()
    method, event, calendar = invited(mail)
    assert (method, str(event["uid"]), event["sequence"]) == ("REQUEST", UID, 0)
    assert (event.start, event.end) == (starts_at, starts_at + timedelta(minutes=30))
    assert event["dtstart"].params["TZID"] == "America/New_York"
    [zone] = calendar.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "America/New_York"
    assert {str(part.name) for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}
    assert str(event["organizer"]) == "mailto:desk@clinic.example"
    assert event["organizer"].params["CN"] == "Riverside Clinic"
    assert (str(event["attendee"]), event["attendee"].params["CN"]) == ("mailto:ada@example.org", "Ada Lovelace")
    assert (str(event["summary"]), str(event["status"])) == ("Appointment with Dr. Ruiz", "CONFIRMED")
    assert str(event["url"]) in mail.get_body(("plain",)).get_content()


async def test_the_zone_told_gives_the_moment_meant(told, send, mails):
    """Computed from the VTIMEZONE alone, with nobody's zone database (RFC 5545 3.6.5)."""
    starts_at = noon(60)
    await told(patient(), appointment(starts_at=starts_at, time_zone="Australia/Lord_Howe"))
    await send()
    _, event, calendar = invited(mails()[0])
    wall = event.start.replace(tzinfo=None)
    [zone] = calendar.walk("VTIMEZONE")
    onsets = []
    for part in zone.subcomponents:
        begun = part["dtstart"].dt.replace(tzinfo=None)
        times = [begun, *(entry.dt.replace(tzinfo=None) for dates in _list(part.get("rdate")) for entry in dates.dts)]
        if "rrule" in part:
            rule = rrulestr(part["rrule"].to_ical().decode().replace("Z", ""), dtstart=begun)
            times += rule.between(begun, wall, inc=True)
        onsets += [(time, part["tzoffsetto"].td) for time in times if time <= wall]
    assert (wall - max(onsets)[1]).replace(tzinfo=UTC) == starts_at


def _list(value):
    return value if isinstance(value, list) else [value] if value is not None else []


async def test_a_move_and_a_cancellation_go_to_the_same_event_with_a_higher_sequence(told, send, mails):
    later = noon(4)
    await told(patient(), appointment())
    await send()
    await told(appointment(AppointmentRescheduled, version=2, sequence=1, starts_at=later))
    await send()
    await told(appointment(AppointmentCancelled, version=3, sequence=2, starts_at=later))
    await send()
    seen = sorted((invited(mail)[:2] for mail in mails()), key=lambda pair: pair[1]["sequence"])
    assert [(method, event["sequence"], str(event["status"])) for method, event in seen] == [
        ("REQUEST", 0, "CONFIRMED"), ("REQUEST", 1, "CONFIRMED"), ("CANCEL", 2, "CANCELLED"),
    ]  # fmt: skip
    assert {str(event["uid"]) for _, event in seen} == {UID}
    assert [event.start for _, event in seen] == [noon(), later, later]
    assert "url" not in seen[-1][1]


async def test_names_of_every_script_and_odd_signs_stand_in_an_invitation(told, send, mails):
    await told(
        patient(given_name='Zoë "Z"', family_name="O'Brien;山田, x", preferred_language="es-MX"),
        appointment(practitioner_name="Dra. Núñez; Pérez, A", location_name="Clínica Norte, 2"),
    )
    await send()
    _, event, _ = invited(mails()[0])
    assert event["attendee"].params["CN"] == "Zoë 'Z' O'Brien;山田, x"
    assert (str(event["summary"]), str(event["location"])) == ("Cita con Dra. Núñez; Pérez, A", "Clínica Norte, 2")


async def test_a_reminder_and_a_text_message_carry_no_invitation(told, send, mails, folder):
    await told(patient(), appointment(starts_at=noon(1)), now=utc_now())
    await told(patient(email=None, phone="+15550100", version=2), appointment(version=2))
    await send()
    assert all("BEGIN:VCALENDAR" not in text for text in folder())


@pytest.mark.parametrize("hour", [5, 6])
async def test_an_invitation_passes_through_a_mail_server_as_it_was(sending, told, hour):
    """At 01:30 on the day the clocks go back, for the first time and for the second."""
    starts_at = datetime(2027, 11, 7, hour, 30, tzinfo=UTC)
    await told(patient(), appointment(starts_at=starts_at, time_zone="America/New_York"))
    mailbox = Mailbox()
    async with mail_server(mailbox) as port:
        sending.extras["transports"] = {"email": Smtp(f"smtp://127.0.0.1:{port}", DESK)}
        await sender.send_due(sending)
    _, event, _ = invited(mailbox.mails[0])
    assert (event.start.astimezone(UTC), event.end - event.start) == (starts_at, timedelta(minutes=30))
