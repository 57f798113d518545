"""The tables of scheduling, and the verbs of one row."""

from .appointments import (
    Appointment,
    AppointmentStep,
    BookedCell,
    MergeMove,
    OverbookedHour,
    PatientMerge,
    RoomCell,
    Series,
)
from .bookable import location_within, patient_to_book, practitioner_to_book, room_of, visit_type_to_book
from .calendars import AvailabilityException, AvailabilityRule, LocationClosure, TimeOff
from .feeds import CalendarFeed, FeedSource
from .links import LinkedVisit, visit_of_link
from .loading import load_calendars, load_rooms
from .others import WaitlistEntry
from .people import PRACTISING, Patient, StaffMember
from .places import Base, Location, Room, VisitType, Within
from .plans import Plan, plan_again, plan_booking, plan_move, visits_meant, wanted_of

__all__ = [
    "PRACTISING", "Appointment", "AppointmentStep", "AvailabilityException", "AvailabilityRule", "Base", "BookedCell",
    "CalendarFeed", "FeedSource", "LinkedVisit", "Location", "LocationClosure", "MergeMove", "OverbookedHour",
    "Patient", "PatientMerge", "Plan", "Room", "RoomCell", "Series", "StaffMember", "TimeOff", "VisitType",
    "WaitlistEntry", "Within", "load_calendars", "load_rooms", "location_within", "patient_to_book", "plan_again",
    "plan_booking", "plan_move", "practitioner_to_book", "room_of", "visit_of_link", "visit_type_to_book",
    "visits_meant", "wanted_of",
]  # fmt: skip
