"""The tables of scheduling, and the verbs of one row."""

from .appointments import Appointment, AppointmentStep, BookedCell, MergeMove, PatientMerge, RoomCell, Series
from .calendars import AvailabilityException, AvailabilityRule, TimeOff, load_calendars
from .links import LinkedVisit, visit_of_link
from .others import CalendarFeed, WaitlistEntry
from .people import PRACTISING, Patient, StaffMember
from .places import Base, Location, Room, VisitType

__all__ = [
    "PRACTISING", "Appointment", "AppointmentStep", "AvailabilityException", "AvailabilityRule", "Base", "BookedCell",
    "CalendarFeed", "LinkedVisit", "Location", "MergeMove", "Patient", "PatientMerge", "Room", "RoomCell", "Series",
    "StaffMember", "TimeOff", "VisitType", "WaitlistEntry", "load_calendars", "visit_of_link",
]  # fmt: skip
