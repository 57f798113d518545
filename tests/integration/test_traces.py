"""One booking is one tree of spans: the door, the service, its outbox, the bus, and what others did about it."""

from .clinic import Clinic, eventually
from .setting import new_patient, set_up
from .spans import Receiver, way_up

BOOKING = "gateway POST /api/appointments"


def test_one_booking_is_one_tree_from_the_door_to_the_last_reaction(clinic: Clinic, spans: Receiver) -> None:
    setting = set_up(clinic)
    desk = clinic.as_("receptionist")
    patient = new_patient(desk)
    slot = setting.free_slot(desk)["starts_at"]
    before = spans.traces_of(BOOKING)
    setting.book(desk, patient["id"], starts_at=slot)
    (trace,) = eventually(lambda: spans.traces_of(BOOKING) - before)
    reaction = eventually(
        lambda: next((s for s in spans.tree(trace).values() if s.name == "notifications.follow_appointment"), None)
    )
    tree = eventually(lambda: (t := spans.tree(trace)) and "?" not in way_up(t, reaction) and t)
    assert way_up(tree, reaction) == [
        "notifications.follow_appointment",
        "scheduling outbox scheduling.appointment_booked.v1",
        "scheduling.book_appointment",
        "scheduling POST /appointments",
        BOOKING,
    ]
    assert [span.name for span in tree.values() if not span.parent] == [BOOKING]
    processes = {span.process for span in tree.values()}
    assert processes >= ({"clinic"} if clinic.foundation == "one" else {"gateway", "scheduling", "notifications"})
    # Names are templates: nobody's data, and no id, is in one.
    assert not [span.name for span in spans.spans if patient["id"] in span.name or patient["family_name"] in span.name]
