"""Quiet hours, due times, who is written to, and what may stand in a text."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notifications import rules, templates
from notifications.rules import Person, Plan, QuietHours, ReminderRule, Send, Stop, Visit, Wait

NEW_YORK = ZoneInfo("America/New_York")
QUIET = QuietHours()
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=NEW_YORK)


def due(starts_at: datetime, hours: float, now: datetime = LONG_AGO) -> datetime | None:
    return rules.reminder_due(starts_at, timedelta(hours=hours), quiet=QUIET, zone=NEW_YORK, now=now)


def test_a_reminder_is_due_at_its_offset():
    assert due(at(24, 14), 24) == at(23, 14)
    assert due(at(24, 14), 2) == at(24, 12)


def test_a_reminder_before_breakfast_waits_for_the_end_of_the_night():
    assert due(at(24, 9), 2) == at(24, 8)


def test_a_reminder_that_cannot_wait_comes_the_evening_before():
    assert due(at(24, 8, 15), 2) == at(23, 20, 45)


def test_a_reminder_late_at_night_comes_before_bedtime():
    assert due(at(25, 22), 24) == at(24, 20, 45)


def test_a_reminder_neither_edge_of_the_night_can_serve_is_not_planned():
    assert due(at(24, 8, 15), 2, now=at(23, 22)) is None


def test_a_reminder_whose_time_has_passed_is_not_planned():
    assert due(at(24, 14), 24, now=at(23, 14)) is None
    assert due(at(24, 14), 24, now=at(23, 13, 59)) == at(23, 14)


def test_equal_times_are_no_quiet_hours():
    none = QuietHours(time(0), time(0))
    moment = at(24, 3)
    assert rules.reminder_due(moment, timedelta(hours=2), quiet=none, zone=NEW_YORK, now=LONG_AGO) == at(24, 1)


def test_two_reminders_of_one_moment_become_one():
    both = [ReminderRule(120), ReminderRule(150)]
    planned = rules.reminders_of(both, starts_at=at(24, 9), quiet=QUIET, zone=NEW_YORK, now=LONG_AGO)
    assert planned == {ReminderRule(120): at(24, 8)}


def test_rules_of_a_visit_type_take_the_place_of_the_general_ones():
    general, own = ReminderRule(120), ReminderRule(2880, visit_type_id="x")
    assert rules.rules_for([general, own], "x") == [own]
    assert rules.rules_for([general, own], "y") == [general]


ZONES = sorted(available_timezones() - {"localtime", "Factory"})
CLOCKS = st.times(max_value=time(23, 59)).map(lambda clock: clock.replace(second=0, microsecond=0))


@given(
    starts_at=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    offset=st.integers(5, 7 * 24 * 60),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    quiet=st.builds(QuietHours, CLOCKS, CLOCKS).filter(lambda quiet: quiet.length <= rules.LONGEST_QUIET),
    lead=st.integers(0, 8 * 24 * 60),
)
# N3
def test_in_no_zone_is_anybody_reminded_at_night_or_after_the_visit_began(starts_at, offset, zone, quiet, lead):
    now = starts_at - timedelta(minutes=lead)
    moment = rules.reminder_due(starts_at, timedelta(minutes=offset), quiet=quiet, zone=zone, now=now)
    if moment is not None:
        assert now < moment < starts_at
        assert not quiet.contain(moment, zone)


@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    quiet=st.builds(QuietHours, CLOCKS, CLOCKS),
)
def test_quiet_hours_end_after_every_moment_within_them(moment, zone, quiet):
    if quiet.contain(moment, zone):
        begin, end = quiet.around(moment, zone)
        assert begin <= moment < end <= moment + timedelta(hours=27)


def test_a_place_that_does_not_exist_keeps_utc():
    assert rules.zone_of("Mars/Olympus").key == "UTC"
    assert rules.zone_of("../../etc/passwd").key == "UTC"
    assert rules.zone_of("").key == "UTC"


# --- at the moment of sending -------------------------------------------------------------------------------------

VISIT = Visit(NOW + timedelta(hours=24), "booked", ZoneInfo("UTC"))
ADA = Person(email="ada@example.org", phone="+15550100")
BOTH = (rules.EMAIL, rules.SMS)


def judged(plan: Plan, visit: Visit = VISIT, person: Person | None = ADA, *, now: datetime = NOW):
    return rules.judge(plan, visit, person, channels=BOTH, quiet=QUIET, now=now)


def reminder(due_at: datetime = NOW, starts_at: datetime = VISIT.starts_at) -> Plan:
    return Plan(rules.REMINDER, rules.PREFERRED, starts_at, due_at, NOW - timedelta(days=3))


@pytest.mark.parametrize("status", ["cancelled", "arrived", "in_visit", "completed", "no_show", "anything"])
def test_nobody_is_reminded_of_a_visit_that_is_not_expected(status):
    verdict = judged(reminder(), Visit(VISIT.starts_at, status, VISIT.zone))
    assert isinstance(verdict, Stop)
    assert verdict.status == "cancelled"


def test_nobody_is_reminded_of_a_time_that_was_moved():
    moved = Visit(VISIT.starts_at + timedelta(minutes=5), "booked", VISIT.zone)
    assert isinstance(judged(reminder(), moved), Stop)


def test_nobody_is_written_to_once_the_visit_has_begun():
    verdict = judged(reminder(), now=VISIT.starts_at)
    assert isinstance(verdict, Stop)
    assert verdict.status == "skipped"


# N6
def test_a_reminder_that_lies_too_long_is_left_out():
    assert isinstance(judged(reminder(), now=NOW + timedelta(hours=7)), Send)
    assert isinstance(judged(reminder(), now=NOW + timedelta(hours=13)), Stop)


def test_a_reminder_held_up_into_the_night_waits_for_the_morning():
    night = datetime(2026, 11, 20, 22, tzinfo=UTC)
    visit = Visit(datetime(2026, 11, 21, 20, tzinfo=UTC), "booked", VISIT.zone)
    late = reminder(due_at=night - timedelta(hours=2), starts_at=visit.starts_at)
    assert judged(late, visit, now=night) == Wait(datetime(2026, 11, 21, 8, tzinfo=UTC))


def test_a_reminder_is_not_sent_at_night_even_if_no_other_time_is_left():
    night = datetime(2026, 11, 21, 6, tzinfo=UTC)
    visit = Visit(datetime(2026, 11, 21, 8, tzinfo=UTC), "booked", VISIT.zone)
    verdict = judged(reminder(due_at=night, starts_at=visit.starts_at), visit, now=night)
    assert verdict == Stop("skipped", "Only quiet hours were left before the visit.")


def test_a_confirmation_does_not_wait_for_the_morning():
    night = datetime(2026, 11, 20, 22, tzinfo=UTC)
    plan = Plan(rules.CONFIRMATION, rules.PREFERRED, VISIT.starts_at, night, night)
    visit = Visit(VISIT.starts_at, "booked", VISIT.zone)
    assert judged(plan, visit, now=min(night, visit.starts_at - timedelta(hours=1))) == Send("email", ADA.email)


def test_a_message_waits_a_while_for_a_patient_who_is_not_known_yet():
    fresh = Plan(rules.CONFIRMATION, rules.PREFERRED, VISIT.starts_at, NOW, NOW)
    verdict = judged(fresh, person=None)
    assert isinstance(verdict, Wait)
    assert verdict.until > NOW
    later = judged(fresh, person=None, now=NOW + timedelta(minutes=11))
    assert later == Stop("skipped", "The patient is not known here.")


@pytest.mark.parametrize(
    ("person", "wanted", "expected"),
    [
        (ADA, "preferred", Send("email", "ada@example.org")),
        (ADA, "sms", Send("sms", "+15550100")),
        (Person("a@b.example", "+1", contact_by="sms"), "preferred", Send("sms", "+1")),
        (Person("a@b.example", "+1", contact_by="phone"), "preferred", Send("sms", "+1")),
        (Person("a@b.example", "+1", contact_by="phone"), "email", Send("email", "a@b.example")),
        (Person("a@b.example", None, contact_by="sms"), "preferred", Send("email", "a@b.example")),
        (Person("a@b.example", "+1", email_opt_out=True), "preferred", Send("sms", "+1")),
    ],
)
def test_a_patient_is_written_to_as_they_like_best(person, wanted, expected):
    assert rules.way_to(person, wanted, BOTH) == expected


@pytest.mark.parametrize(
    ("person", "wanted", "reason"),
    [
        (Person(), "preferred", "There is no e-mail address or phone number on file."),
        (Person(phone="+1"), "email", "There is no e-mail address on file."),
        (Person("a@b.example", archived=True), "preferred", "The patient is archived."),
        (Person("a@b.example", contact_by="none"), "preferred", "The patient does not want to be written to."),
        (Person("a@b.example", email_opt_out=True), "preferred", "The patient opted out of e-mail."),
    ],
)
# N5
def test_a_patient_is_not_written_to_against_their_wish_or_nowhere(person, wanted, reason):
    assert rules.way_to(person, wanted, BOTH) == Stop("skipped", reason)


def test_a_channel_without_a_way_out_is_not_used():
    assert rules.way_to(Person("a@b.example", "+1", contact_by="sms"), "preferred", ["email"]) == Send(
        "email", "a@b.example"
    )
    verdict = rules.way_to(Person(phone="+1"), "preferred", ["email"])
    assert verdict == Stop("skipped", "No way to send text messages is set up.")


def test_pauses_grow_until_a_message_has_failed():
    pauses = [rules.retry_at(attempts, NOW) for attempts in range(1, 7)]
    assert pauses[-1] is None
    times = [moment for moment in pauses if moment]
    gaps = [later - earlier for earlier, later in zip([NOW, *times], times, strict=False)]
    assert gaps == sorted(gaps)
    assert len(times) == 5


# --- texts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", templates.TEMPLATES.values(), ids=lambda template: template.name)
def test_every_template_is_complete_in_both_languages(template):
    assert set(template.texts) == {"en", "es"}
    templates.must_be_usable(template, template.texts)
    english, spanish = template.texts["en"], template.texts["es"]
    for part in ("subject", "text", "sms"):
        ours, theirs = getattr(english, part), getattr(spanish, part)
        if ours is None:
            assert theirs is None
            continue
        assert ours != theirs
        assert rules.must_be_fillable(ours, known=template.placeholders, field="") == rules.must_be_fillable(
            theirs, known=template.placeholders, field=""
        )


# N9
@pytest.mark.parametrize("text", ["{nobody}", "{date.year}", "{date!r}", "{date:>99999999}", "{}", "{0}", "{date[0]}"])
def test_what_no_template_knows_is_refused_by_name(text):
    with pytest.raises(rules.UnknownPlaceholder) as refused:
        rules.must_be_fillable(text, known=["date"], field="/texts/en/text")
    assert refused.value.field == "/texts/en/text"


@pytest.mark.parametrize("text", ["{date", "date}", "{", "{date!}"])
def test_a_lonely_brace_is_refused(text):
    with pytest.raises(rules.BrokenPlaceholder):
        rules.must_be_fillable(text, known=["date"], field="x")


@given(st.text(max_size=30))
def test_no_text_breaks_the_check(text):
    try:
        used = rules.must_be_fillable(text, known=["date"], field="x")
    except (rules.UnknownPlaceholder, rules.BrokenPlaceholder):
        return
    assert isinstance(rules.fill(text, dict.fromkeys(used, "y")), str)


def test_a_value_is_never_read_as_a_placeholder():
    assert rules.fill("Hello {name}, {{x}}", {"name": "{link}"}) == "Hello {link}, {x}"


def test_a_subject_is_one_line_whatever_a_name_holds():
    text = templates.Text("Visit of {name}", "…")
    subject, _ = templates.render(text, "email", {"name": "Eve\r\nBcc: all@example.org"})
    assert subject == "Visit of Eve Bcc: all@example.org"


def test_dates_are_told_on_the_clinics_clock_in_the_readers_language():
    starts_at = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    assert templates.when(starts_at, NEW_YORK, "en", "en-US") == {
        "date": "Monday, November 23, 2026",
        "time": "9:30 PM",
    }
    assert templates.when(starts_at, NEW_YORK, "es", "es") == {
        "date": "lunes, 23 de noviembre de 2026",
        "time": "21:30",
    }
    assert templates.when(starts_at, NEW_YORK, "en", "xx-YY")["time"] == "9:30 PM"
    assert templates.when(starts_at, NEW_YORK, "en", "en-QQQQ")["time"] == "9:30 PM"


def test_a_reader_gets_the_nearest_language_there_is():
    template = templates.get_template(rules.REMINDER)
    own = {"ar": templates.Text("تذكير", "{date}"), "es-MX": templates.Text("MX", "{date}")}
    assert templates.choose(template, own, "ar", "en")[0] == "ar"
    assert templates.choose(template, own, "es-MX", "en")[1].subject == "MX"
    assert templates.choose(template, own, "es-AR", "en") == ("es", template.texts["es"])
    assert templates.choose(template, own, "fi", "es")[0] == "es"
    assert templates.choose(template, own, None, "fi")[0] == "en"
