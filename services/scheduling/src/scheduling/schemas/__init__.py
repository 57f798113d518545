"""The JSON in and out."""

from .appointments import (
    AppointmentChange,
    AppointmentDetailView,
    AppointmentView,
    Cancellation,
    Move,
    NewAppointment,
    PlanView,
    Reopening,
    RoomMove,
    RoomsBoardView,
    SeriesView,
)
from .calendars import (
    AvailabilityView,
    ClosureView,
    ExceptionView,
    NewAvailability,
    NewClosure,
    NewException,
    NewTimeOff,
    PractitionerView,
    SlotReasonsView,
    SlotView,
    TimeOffView,
)
from .feeds import FeedListView, FeedView, NewFeed
from .links import LinkCancellation, LinkedAppointmentView, LinkedVisitView
from .others import DayReportView, NewWaitlistEntry, PractitionerReportView, WaitlistEntryView
from .places import (
    LocationChange,
    LocationView,
    NewLocation,
    NewRoom,
    NewVisitType,
    RoomChange,
    RoomView,
    VisitTypeChange,
    VisitTypeView,
)

__all__ = [
    "AppointmentChange", "AppointmentDetailView", "AppointmentView", "AvailabilityView", "Cancellation",
    "ClosureView", "DayReportView", "ExceptionView", "FeedListView", "FeedView", "LinkCancellation",
    "LinkedAppointmentView", "LinkedVisitView", "LocationChange", "LocationView", "Move", "NewAppointment",
    "NewAvailability", "NewClosure", "NewException", "NewFeed", "NewLocation", "NewRoom", "NewTimeOff",
    "NewVisitType", "NewWaitlistEntry", "PlanView", "PractitionerReportView", "PractitionerView", "Reopening",
    "RoomChange", "RoomMove", "RoomView", "RoomsBoardView", "SeriesView", "SlotReasonsView", "SlotView",
    "TimeOffView", "VisitTypeChange", "VisitTypeView", "WaitlistEntryView",
]  # fmt: skip
