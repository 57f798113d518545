"""Which rows somebody reaches: the one declaration behind the gateway's role table and the services' row rules."""

from dataclasses import dataclass

from .permissions import Permission as P


@dataclass(frozen=True)
class Reach:
    """
    What one kind of data asks of whoever reads or changes it.

    :param every: any of these permissions reaches everybody's rows
    :param own: any of these reaches one's own rows only: one's notes, one's calendar, the bills of one's patients
    :param by_location: each row belongs to a location; who is kept to some reaches no other rows, and what is not
        reached is to them as if it were not there. Patients belong to the whole clinic
    """

    every: frozenset[P]
    own: frozenset[P] = frozenset()
    by_location: bool = False

    @property
    def permissions(self) -> frozenset[P]:
        """All that let somebody reach some row."""
        return self.every | self.own


SET_PLACES = Reach(frozenset({P.CALENDAR_SETTINGS}), by_location=True)
"""Locations, their rooms and when they are closed, to be changed; what they are called is everybody's to read."""
SEE_VISITS = Reach(frozenset({P.APPOINTMENTS_READ}), by_location=True)
"""Appointments, free slots, rooms and who is in them."""
BOOK = Reach(frozenset({P.APPOINTMENTS_WRITE}), by_location=True)
"""Appointments, to be made and changed; a series as far as its visits are at locations that are reached."""
WORKING_HOURS = Reach(frozenset({P.CALENDAR_SETTINGS}), own=frozenset({P.CALENDAR_OWN}))
"""Whose hours and time off somebody sets, wherever these are: a practitioner's calendar is one."""
SHARE_CALENDARS = Reach(frozenset({P.CALENDAR_SETTINGS}), own=frozenset({P.CALENDAR_OWN}), by_location=True)
"""Calendar feeds; one shows what is at the locations its maker reaches, and who is kept to some has only their own."""
SEE_REPORTS = Reach(frozenset({P.REPORTS}), by_location=True)
"""What is added up of visits."""
SEE_BILLING = Reach(frozenset({P.BILLING_READ}), own=frozenset({P.BILLING_READ_OWN}))
"""Accounts, payments, coverages: they belong to a patient."""
SEE_INVOICES = Reach(SEE_BILLING.every, own=SEE_BILLING.own, by_location=True)
"""Invoices, their claims and denials; one without a visit's location is the whole clinic's."""
BILL = Reach(frozenset({P.BILLING_WRITE}), by_location=True)
"""The same, to be changed."""
ADJUST = Reach(frozenset({P.BILLING_ADJUST}), by_location=True)
"""Invoices, to be written off, credited or declared void."""
SEE_NOTES = Reach(frozenset({P.CHART_READ}), own=frozenset({P.NOTES_OWN}))
