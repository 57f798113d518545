"""The page of who may call what is what the role table says."""

from clinic_common.access import Principal, Rows
from clinic_common.database import new_id
from clinic_contracts.permissions import ROLES
from gateway.access import TABLE
from gateway.matrix import PAGE, at_location, reached_by, written


def test_the_page_is_as_the_role_table_has_it() -> None:
    assert PAGE.read_text() == written(), "run `python -m gateway.matrix`"


def test_the_words_are_what_a_principal_is_given() -> None:
    here = frozenset({new_id()})
    for row in TABLE:
        for role, permissions in ROLES.items():
            principal = Principal(new_id(), new_id(), role, role, permissions, 0.0, locations=here)
            word = reached_by(row, role)
            assert row.who.includes(principal) == (word != "–"), (row, role)
            if row.who.rows and word != "–":
                owner = principal.staff_id if word == "own" else None
                where = here if at_location(row) == "only there" else None
                assert principal.rows(row.who.rows) == Rows(owner, where), (row, role)
