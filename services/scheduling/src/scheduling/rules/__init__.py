"""What must always be true of calendars and appointments; pure: values in, values or a refusal out."""

from .booking import (
    InThePast,
    MinutesOffGrid,
    OffGrid,
    OutsideAvailability,
    OverbookingFull,
    PatientArchived,
    PatientMerged,
    PatientUnknown,
    PractitionerNotBookable,
    PractitionerUnknown,
    RoomElsewhere,
    RoomTaken,
    RoomUnknown,
    SlotTaken,
    TooFarAhead,
    VisitTypeRetired,
    VisitTypeUnknown,
    must_be_on_grid,
    must_be_upcoming,
    was_just_made,
)
from .calendar import Calendar, DayException, ExceptionKind, WeeklyRule, must_be_weekly_rules, with_exceptions
from .flow import (
    MOVABLE,
    NOBODY_CAME,
    OCCUPYING,
    AlreadyDone,
    AppointmentNotFound,
    NotASeries,
    Scope,
    Status,
    WrongStep,
    must_be_movable,
    must_follow,
    status_before,
)
from .grid import CELL_SECONDS, Stretch, cell_of, cells_of, minutes_between, moment_of, starts_of_runs
from .links import BY_PATIENT, LinkNotValid, LinkOver, NotByLink, may_cancel, may_confirm
from .places import (
    CalendarNotFound,
    CodeTaken,
    ExceptionNotFound,
    FeedNotFound,
    LocationNotFound,
    LocationUnknown,
    NotYourCalendar,
    PeriodInvalid,
    RoomNameTaken,
    SeriesNotFound,
    TimeOffNotFound,
    VisitTypeNotFound,
    WaitlistEntryNotFound,
    ZoneUnknown,
    color_of,
    folded,
    must_be_own_calendar,
    must_be_period,
    must_be_zone,
)
from .series import RecurrenceNotHonoured, Rule, SeriesConflicts
from .wall_clock import day_of, instant_of, offsets_of, start_of_day

__all__ = [
    "BY_PATIENT", "CELL_SECONDS", "MOVABLE", "NOBODY_CAME", "OCCUPYING", "AlreadyDone", "AppointmentNotFound",
    "Calendar", "CalendarNotFound", "CodeTaken", "DayException", "ExceptionKind", "ExceptionNotFound",
    "FeedNotFound", "InThePast", "LinkNotValid", "LinkOver", "LocationNotFound", "LocationUnknown",
    "MinutesOffGrid", "NotASeries", "NotByLink", "NotYourCalendar", "OffGrid", "OutsideAvailability",
    "OverbookingFull", "PatientArchived", "PatientMerged", "PatientUnknown", "PeriodInvalid",
    "PractitionerNotBookable", "PractitionerUnknown", "RecurrenceNotHonoured", "RoomElsewhere", "RoomNameTaken",
    "RoomTaken", "RoomUnknown", "Rule", "Scope", "SeriesConflicts", "SeriesNotFound", "SlotTaken", "Status",
    "Stretch", "TimeOffNotFound", "TooFarAhead", "VisitTypeNotFound", "VisitTypeRetired", "VisitTypeUnknown",
    "WaitlistEntryNotFound", "WeeklyRule", "WrongStep", "ZoneUnknown", "cell_of", "cells_of", "color_of", "day_of",
    "folded", "instant_of", "may_cancel", "may_confirm", "minutes_between", "moment_of", "must_be_movable",
    "must_be_on_grid", "must_be_own_calendar", "must_be_period", "must_be_upcoming", "must_be_weekly_rules",
    "must_be_zone", "must_follow", "offsets_of", "start_of_day", "starts_of_runs", "status_before", "was_just_made",
    "with_exceptions",
]  # fmt: skip
