"""Which rows somebody reaches: the one declaration behind the gateway's role table and the services' row rules."""

from dataclasses import dataclass

from .permissions import Permission as P


@dataclass(frozen=True)
class Reach:
    """
    What one kind of data asks of whoever reads or changes it.

    :param every: any of these permissions reaches everybody's rows
    :param own: any of these reaches one's own rows only: one's notes, one's calendar, the bills of one's patients
    :param by_location: each row belongs to a location; whoever asks `Principal.rows` is told which of them are reached
    """

    every: frozenset[P]
    own: frozenset[P] = frozenset()
    by_location: bool = False

    @property
    def permissions(self) -> frozenset[P]:
        """All that let somebody reach some row."""
        return self.every | self.own


SEE_VISITS = Reach(frozenset({P.APPOINTMENTS_READ}), by_location=True)
"""Appointments, free slots, rooms and who is in them."""
BOOK = Reach(frozenset({P.APPOINTMENTS_WRITE}), by_location=True)
WORKING_HOURS = Reach(frozenset({P.CALENDAR_SETTINGS}), own=frozenset({P.CALENDAR_OWN}))
"""Whose hours, time off and calendar feeds somebody sets."""
SEE_BILLING = Reach(frozenset({P.BILLING_READ}), own=frozenset({P.BILLING_READ_OWN}))
SEE_NOTES = Reach(frozenset({P.CHART_READ}), own=frozenset({P.NOTES_OWN}))
