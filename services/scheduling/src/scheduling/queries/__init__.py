"""Everything that only looks."""

from .appointments import get_appointment, get_series, knows_patient, list_appointments
from .board import get_rooms_board
from .calendars import get_availability, list_closures, list_exceptions, list_time_off
from .feeds import find_feed, get_feed_etag, list_feed_visits, list_feeds
from .links import get_linked_visit
from .others import list_waitlist
from .places import (
    get_location,
    get_visit_type,
    get_zone,
    list_locations,
    list_practitioners,
    list_rooms,
    list_visit_types,
)
from .previews import preview_booking, preview_change
from .reports import get_day_report, get_practitioner_report
from .slots import list_slots
from .why import get_slot_reasons

__all__ = [
    "find_feed", "get_appointment", "get_availability", "get_day_report", "get_feed_etag", "get_linked_visit",
    "get_location", "get_practitioner_report", "get_rooms_board", "get_series", "get_slot_reasons",
    "get_visit_type", "get_zone", "knows_patient", "list_appointments", "list_closures", "list_exceptions",
    "list_feed_visits", "list_feeds", "list_locations", "list_practitioners", "list_rooms", "list_slots",
    "list_time_off", "list_visit_types", "list_waitlist", "preview_booking", "preview_change",
]  # fmt: skip
