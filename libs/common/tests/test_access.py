"""Which rows a principal reaches: what every service's queries are given."""

from uuid import UUID

import pytest
from clinic_common.access import NotPermitted, Principal, Rows
from clinic_common.database import new_id
from clinic_contracts import reach
from clinic_contracts.permissions import ROLES

ME, HERE = new_id(), new_id()


def somebody(role: str, *locations: UUID) -> Principal:
    return Principal(ME, new_id(), role, role, ROLES[role], 0.0, locations=frozenset(locations) or None)


def test_rows_are_everybodys_or_ones_own_as_the_permissions_say():
    assert somebody("receptionist").rows(reach.SEE_BILLING) == Rows()
    assert somebody("doctor").rows(reach.SEE_BILLING) == Rows(owner=ME)
    assert somebody("nurse").rows(reach.SEE_NOTES) == Rows(owner=ME)
    assert somebody("doctor").rows(reach.SEE_NOTES) == Rows()
    with pytest.raises(NotPermitted):
        somebody("receptionist").rows(reach.SEE_NOTES)


def test_only_what_has_a_place_is_kept_to_ones_locations():
    assert somebody("receptionist", HERE).rows(reach.SEE_VISITS) == Rows(locations=frozenset({HERE}))
    assert somebody("receptionist", HERE).rows(reach.SEE_BILLING) == Rows()
    assert somebody("doctor", HERE).rows(reach.SEE_INVOICES) == Rows(owner=ME, locations=frozenset({HERE}))
    assert somebody("receptionist").rows(reach.SEE_VISITS) == Rows()
