"""The pure rules: grid, wall clocks of every zone, slots, flow, recurrence."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scheduling import rules
from scheduling.rules import Calendar, Rule, Status, Stretch, WeeklyRule, cell_of, moment_of, starts_of_runs
from scheduling.rules.calendar import EmptyRule, OverlappingRules
from scheduling.rules.flow import WAY

NEW_YORK = "America/New_York"
HERE = uuid4()
ZONES = st.sampled_from(sorted(zoneinfo.available_timezones() - {"Factory", "localtime", "posixrules"}))
# Nearly every zone that changes its clocks does so in some of these days.
DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))


def calendar(*weekly: WeeklyRule, zone: str = NEW_YORK, taken: object = (), away: tuple[tuple[int, int], ...] = ()):
    return Calendar(weekly, {HERE: zone}, away, [(cell, cell + 1, 0) for cell in taken])  # type: ignore[attr-defined]


def every_day(starts: int, ends: int) -> list[WeeklyRule]:
    """Open every day from minute to minute."""
    return [WeeklyRule(day, starts, ends, HERE) for day in range(7)]


def slots(weekly: list[WeeklyRule], day: date, zone: str = NEW_YORK, minutes: int = 30, step: int = 30) -> list[str]:
    """The wall-clock times, with their distance from UTC, at which a visit may begin on a day."""
    start, end = rules.start_of_day(day, zone), rules.start_of_day(day + timedelta(days=1), zone)
    stretch = Stretch.around(start, end, margin=minutes // 5)
    starts = stretch.cells(
        calendar(*weekly, zone=zone).free_starts(HERE, stretch, minutes=minutes, before=0, after=0, step=step)
    )
    found = [moment_of(cell) for cell in starts]
    return [f"{m.astimezone(zoneinfo.ZoneInfo(zone)):%H:%M%z}" for m in found if start <= m < end]


# The grid


@given(st.integers(0, 2**60 - 1), st.integers(1, 12))
def test_runs_begin_where_all_bits_follow(bits, length):
    digits = f"{bits:b}"[::-1]
    expected = sum(1 << i for i in range(len(digits)) if digits[i : i + length] == "1" * length)
    assert starts_of_runs(bits, length) == expected


@given(st.integers(0, 100), st.sets(st.integers(-50, 200)))
def test_a_mask_holds_the_cells_of_its_stretch_and_no_others(count, cells):
    stretch = Stretch(10, count)
    assert list(stretch.cells(stretch.mask(cells))) == sorted(c for c in cells if 10 <= c < 10 + count)


@given(st.datetimes(datetime(1950, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)))
def test_every_moment_lies_in_its_cell(moment):
    start = moment_of(cell_of(moment))
    assert start <= moment < start + timedelta(minutes=5)


# S5
def test_a_visit_begins_on_full_five_minutes():
    rules.must_be_on_grid(datetime(2027, 1, 1, 9, 5, tzinfo=UTC))
    for wrong in (datetime(2027, 1, 1, 9, 4, tzinfo=UTC), datetime(2027, 1, 1, 9, 5, 1, tzinfo=UTC)):
        with pytest.raises(rules.OffGrid):
            rules.must_be_on_grid(wrong)


# Wall clocks


@given(ZONES, DAYS, st.integers(1, 40))
def test_offsets_are_those_of_the_zone_at_every_hour(zone, day, days):
    start = int(datetime.combine(day, datetime.min.time(), UTC).timestamp())
    periods = rules.offsets_of(zone, start, start + days * 86_400)
    assert (periods[0].starts, periods[-1].ends) == (start, start + days * 86_400)
    for period in periods:
        for second in (*range(period.starts, period.ends, 3600), period.ends - 1):
            local = datetime.fromtimestamp(second, zoneinfo.ZoneInfo(zone))
            assert local.utcoffset() == timedelta(seconds=period.seconds)


@given(ZONES, DAYS, st.integers(0, 287), st.integers(1, 288))
def test_a_rule_is_open_exactly_while_the_wall_clock_says_so(zone, day, starts, length):
    starts_minute, ends_minute = starts * 5, min(starts + length, 288) * 5
    rule = WeeklyRule(day.weekday(), starts_minute, ends_minute, HERE)
    first = cell_of(datetime.combine(day, datetime.min.time(), UTC)) - 200
    stretch = Stretch(first, 700)
    there = calendar(rule, zone=zone).open_cells(HERE, stretch)
    for index in range(0, 700, 3):
        local = moment_of(first + index).astimezone(zoneinfo.ZoneInfo(zone))
        minute = local.hour * 60 + local.minute
        expected = local.weekday() == day.weekday() and starts_minute <= minute < ends_minute
        assert bool(there >> index & 1) == expected, local


@given(ZONES, DAYS)
def test_days_follow_each_other_without_gaps(zone, day):
    start, end = rules.start_of_day(day, zone), rules.start_of_day(day + timedelta(days=1), zone)
    if start < end:
        assert rules.day_of(start, zone) == rules.day_of(end - timedelta(seconds=1), zone) == day
    assert timedelta(hours=0) <= end - start <= timedelta(hours=26)


def test_half_past_two_does_not_exist_when_the_clocks_go_forward():
    assert slots(every_day(60, 240), date(2027, 3, 14)) == ["01:00-0500", "01:30-0500", "03:00-0400", "03:30-0400"]


def test_half_past_one_exists_twice_when_the_clocks_go_back():
    assert slots(every_day(60, 150), date(2027, 11, 7)) == [
        "01:00-0400", "01:30-0400", "01:00-0500", "01:30-0500", "02:00-0500",
    ]  # fmt: skip


def test_a_visit_may_reach_across_the_change_of_clocks():
    assert "01:45-0500" in slots(every_day(60, 240), date(2027, 3, 14), step=15)


# Slots


@given(
    ZONES,
    DAYS,
    st.integers(0, 40),
    st.integers(1, 60),
    st.sampled_from([5, 10, 20, 30, 45]),
    st.sampled_from([0, 5, 15]),
    st.sampled_from([0, 10]),
    st.sets(st.integers(0, 287), max_size=40),
    st.tuples(st.integers(0, 287), st.integers(0, 20)),
)
# S3
def test_every_offered_slot_can_be_booked_and_nothing_free_is_missing(
    zone, day, starts, length, minutes, before, after, taken, away
):
    """Slots against the checks a booking makes, cell by cell."""
    first = cell_of(rules.start_of_day(day, zone))
    weekly = every_day(starts * 5, min(starts + length, 288) * 5)
    off = (first + away[0], first + away[0] + away[1])
    subject = calendar(*weekly, zone=zone, taken={first + cell for cell in taken}, away=(off,))
    margin = (minutes + before + after) // 5
    stretch = Stretch(first - margin, 288 + 2 * margin)
    step = min(15, minutes)
    mask = subject.free_starts(HERE, stretch, minutes=minutes, before=before, after=after, step=step)
    offered = set(stretch.cells(mask))
    for cell in range(first, first + 288):
        start = moment_of(cell)
        end = start + timedelta(minutes=minutes)
        local = start.astimezone(zoneinfo.ZoneInfo(zone))
        fits = (
            subject.location_of(start, end) == HERE
            and not subject.is_taken(range(cell - before // 5, cell + (minutes + after) // 5))
            and (local.hour * 60 + local.minute - starts * 5) % step == 0
        )
        assert (cell in offered) == fits, local


def test_hours_that_touch_are_one():
    morning, later = WeeklyRule(0, 540, 600, HERE), WeeklyRule(0, 600, 660, HERE)
    assert "09:45-0500" in slots([morning, later], date(2027, 3, 1), step=15)


def test_a_rule_holds_from_its_first_to_its_last_day():
    rule = WeeklyRule(0, 540, 570, HERE, date(2027, 3, 8), date(2027, 3, 15))
    assert [bool(slots([rule], date(2027, 3, day))) for day in (1, 8, 15, 22)] == [False, True, True, False]


def test_rules_that_are_empty_or_overlap_are_refused_by_name():
    nine = WeeklyRule(0, 540, 600, HERE)
    rules.must_be_weekly_rules([nine, WeeklyRule(0, 600, 660, HERE), WeeklyRule(1, 540, 600, HERE)])
    rules.must_be_weekly_rules(
        [
            WeeklyRule(0, 540, 600, HERE, None, date(2027, 1, 31)),
            WeeklyRule(0, 540, 600, HERE, date(2027, 2, 1), None),
        ]
    )
    for wrong, refusal in [
        ([nine, WeeklyRule(0, 595, 660, uuid4())], OverlappingRules),
        ([WeeklyRule(0, 600, 600, HERE)], EmptyRule),
        ([WeeklyRule(0, 600, 660, HERE, date(2027, 2, 1), date(2027, 1, 1))], EmptyRule),
    ]:
        with pytest.raises(refusal):
            rules.must_be_weekly_rules(wrong)


# The flow


# S6
@pytest.mark.parametrize("step", [s for s in Status if s != Status.BOOKED])
@pytest.mark.parametrize("now_in", Status)
def test_steps_lead_forward_only(now_in, step):
    if step in WAY:
        right = now_in in WAY and WAY.index(now_in) < WAY.index(step)
    else:
        last = Status.CONFIRMED if step == Status.NO_SHOW else Status.ROOMED
        right = now_in in WAY[: WAY.index(last) + 1]
    if right:
        rules.must_follow(now_in, step)
    else:
        with pytest.raises(rules.AlreadyDone if now_in == step else rules.WrongStep):
            rules.must_follow(now_in, step)


def test_only_what_has_not_begun_can_be_moved():
    for status in Status:
        if status in (Status.BOOKED, Status.CONFIRMED):
            rules.must_be_movable(status)
        else:
            with pytest.raises(rules.WrongStep):
                rules.must_be_movable(status)


# Recurrence


def moments(text: str, start: str = "2027-03-02 09:00", zone: str = NEW_YORK) -> list[str]:
    first = datetime.fromisoformat(start).replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(UTC)
    found = Rule.parse(text).moments(first, zone)
    return [f"{m.astimezone(zoneinfo.ZoneInfo(zone)):%m-%d %H:%M}" for m in found]


def test_honoured_rules_give_their_moments():
    assert moments("FREQ=WEEKLY;INTERVAL=2;COUNT=3") == ["03-02 09:00", "03-16 09:00", "03-30 09:00"]
    assert moments("RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3") == ["03-02 09:00", "03-04 09:00", "03-09 09:00"]
    assert moments("FREQ=DAILY;UNTIL=20270304") == ["03-02 09:00", "03-03 09:00", "03-04 09:00"]
    assert moments("FREQ=DAILY;UNTIL=20270304T135959Z") == ["03-02 09:00", "03-03 09:00"]
    assert moments("FREQ=DAILY;UNTIL=20270304T140000Z") == ["03-02 09:00", "03-03 09:00", "03-04 09:00"]
    assert moments("FREQ=MONTHLY;BYDAY=1TU;COUNT=3") == ["03-02 09:00", "04-06 09:00", "05-04 09:00"]
    assert moments("FREQ=MONTHLY;BYMONTHDAY=2;COUNT=2") == ["03-02 09:00", "04-02 09:00"]


def test_a_series_over_a_skipped_hour_keeps_all_its_visits():
    assert moments("FREQ=DAILY;COUNT=3", "2027-03-13 02:30") == ["03-13 02:30", "03-14 03:30", "03-15 02:30"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("FREQ=WEEKLY", "COUNT or UNTIL"),
        ("FREQ=WEEKLY;COUNT=2;UNTIL=20270401", "COUNT or UNTIL"),
        ("FREQ=YEARLY;COUNT=2", "FREQ"),
        ("FREQ=HOURLY;COUNT=2", "FREQ"),
        ("FREQ=WEEKLY;COUNT=105", "COUNT"),
        ("FREQ=WEEKLY;COUNT=10000", "COUNT"),
        ("FREQ=WEEKLY;COUNT=0", "COUNT"),
        ("FREQ=WEEKLY;COUNT=²", "COUNT"),
        ("FREQ=DAILY;UNTIL=20271231", "at most 104"),
        ("FREQ=WEEKLY;INTERVAL=0;COUNT=2", "INTERVAL"),
        ("FREQ=WEEKLY;BYSETPOS=1;COUNT=2", "BYSETPOS"),
        ("FREQ=WEEKLY;BYHOUR=9;COUNT=2", "BYHOUR"),
        ("FREQ=WEEKLY;BYDAY=XX;COUNT=2", "BYDAY"),
        ("FREQ=WEEKLY;BYDAY=1MO;COUNT=2", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=0TU;COUNT=2", "BYDAY"),
        ("FREQ=WEEKLY;BYMONTHDAY=2;COUNT=2", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=0;COUNT=2", "BYMONTHDAY"),
        ("FREQ=WEEKLY;BYDAY=WE;COUNT=2", "first visit"),
        ("FREQ=WEEKLY;COUNT=2;COUNT=3", "twice"),
        ("FREQ=WEEKLY;WKST=XX;COUNT=2", "WKST"),
        ("FREQ=WEEKLY;UNTIL=20270230", "UNTIL"),
        ("FREQ=WEEKLY;UNTIL=00010101", "UNTIL"),
        ("FREQ=WEEKLY;UNTIL=99991231T235959Z", "UNTIL"),
        ("FREQ=WEEKLY;UNTIL=soon", "UNTIL"),
        ("FREQ=MONTHLY;INTERVAL=52;COUNT=2", "two years"),
        ("every week", "looks like"),
        ("", "looks like"),
    ],
)
def test_what_is_not_honoured_is_refused_by_name(text, named):
    with pytest.raises(rules.RecurrenceNotHonoured, match=named) as refused:
        moments(text)
    assert refused.value.field == "recurrence"


PARTS = [
    "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "COUNT=9", "UNTIL=20270501", "INTERVAL=7", "BYDAY=MO", "BYDAY=TU",
    "BYDAY=5TU", "BYMONTHDAY=31", "BYMONTHDAY=2", "BYMONTHDAY=-1", "WKST=SU",
]  # fmt: skip


@given(
    st.lists(
        st.sampled_from(PARTS),
        max_size=5,
    ),
    ZONES,
)  # fmt: skip
def test_any_rule_gives_an_ordered_bounded_series_or_a_refusal(parts, zone):
    start = datetime(2027, 3, 2, 9, tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(UTC)
    try:
        found = Rule.parse(";".join(parts)).moments(start, zone)
    except rules.RecurrenceNotHonoured:
        return
    assert found[0] == start
    assert found == sorted(set(found))
    assert len(found) <= 104


# Small facts


def test_search_knows_no_accents_and_no_case():
    assert rules.folded("Zoë ÅNGSTRÖM") == "zoe angstrom"


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "../etc/passwd", "europe/zurich", "Factory", "\x00"])
def test_a_zone_that_does_not_exist_is_refused(name):
    with pytest.raises(rules.ZoneUnknown):
        rules.must_be_zone(name)
