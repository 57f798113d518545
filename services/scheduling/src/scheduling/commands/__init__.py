"""Everything that changes something in scheduling, one function each."""

from .booking import book_appointment
from .calendars import (
    add_closure,
    add_exception,
    add_time_off,
    remove_closure,
    remove_exception,
    remove_time_off,
    set_availability,
)
from .feeds import add_calendar_feed, revoke_calendar_feed
from .flow import advance_appointment, cancel_appointment, miss_overdue, reopen_appointment
from .links import cancel_linked_visit, confirm_linked_visit
from .moving import change_appointment, reschedule_appointment
from .others import add_to_waitlist, remove_from_waitlist
from .people import (
    archive_patient,
    deactivate_staff_member,
    keep_patient,
    keep_staff_member,
    merge_patients,
    undo_merge,
)
from .places import add_location, add_room, add_visit_type, change_location, change_room, change_visit_type

__all__ = [
    "add_calendar_feed", "add_closure", "add_exception", "add_location", "add_room", "add_time_off",
    "add_to_waitlist", "add_visit_type", "advance_appointment", "archive_patient", "book_appointment",
    "cancel_appointment", "cancel_linked_visit", "change_appointment", "change_location", "change_room",
    "change_visit_type", "confirm_linked_visit", "deactivate_staff_member", "keep_patient", "keep_staff_member",
    "merge_patients", "miss_overdue", "remove_closure", "remove_exception", "remove_from_waitlist", "remove_time_off",
    "reopen_appointment", "reschedule_appointment", "revoke_calendar_feed", "set_availability", "undo_merge",
]  # fmt: skip
