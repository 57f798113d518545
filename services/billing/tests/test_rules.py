"""Rules: amounts and states, for whatever numbers there may be."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from billing import rules
from billing.rules import InvoiceStatus, Line, Terms
from hypothesis import given
from hypothesis import strategies as st

AMOUNT = st.integers(0, rules.MAX_TOTAL_MINOR)


# B2
@given(st.integers(1, rules.MAX_QUANTITY), st.integers(0, rules.MAX_PRICE_MINOR))
def test_b2_a_line_is_quantity_times_price_to_the_unit(quantity, price):
    assert Line("x", quantity, price).amount_minor == sum([price] * quantity)


@given(st.lists(st.tuples(st.integers(1, 1_000), st.integers(0, rules.MAX_PRICE_MINOR)), max_size=20))
def test_b3_a_total_is_bounded_or_refused(lines):
    priced = [Line("x", quantity, price) for quantity, price in lines]
    exact = sum(quantity * price for quantity, price in lines)
    if exact <= rules.MAX_TOTAL_MINOR:
        assert rules.total_of(priced) == exact
    else:
        with pytest.raises(rules.TotalTooLarge):
            rules.total_of(priced)


# B5
@given(AMOUNT, AMOUNT, AMOUNT)
def test_b5_a_status_says_whether_something_is_owed(owed, paid, adjusted):
    status = rules.status_of(total_minor=owed + paid + adjusted, paid_minor=paid, adjusted_minor=adjusted)
    assert (status in rules.OWED_STATUSES) == (owed > 0)
    assert (status in (InvoiceStatus.PART_PAID, InvoiceStatus.PAID)) == (paid > 0 or owed == adjusted == 0)


# L1
@given(AMOUNT, st.dictionaries(st.sampled_from(["credit", "write_off"]), AMOUNT))
def test_l1_no_leg_is_nought_or_within_one_account(total, adjusted):
    legs = [
        *rules.invoice_legs(total),
        *rules.payment_legs("cash", total),
        *rules.refund_legs("card", total),
        *rules.adjustment_legs("credit", total),
        *rules.void_legs(total, adjusted),
    ]
    assert all(leg.amount_minor > 0 and leg.debit_account != leg.credit_account for leg in legs)


IDS = st.integers(0, 5).map(lambda n: UUID(int=n))


# B9
@given(st.lists(IDS, unique=True), st.dictionaries(IDS, IDS))
def test_b9_owners_are_found_whatever_merges_are_told(originals, merges):
    found = rules.owners(originals, merges)
    assert list(found) == originals
    for original in originals:
        if original not in merges:
            assert found[original] == original


def test_an_invoice_is_issued_on_the_clinics_day_and_due_after_its_days():
    late = datetime(2026, 11, 24, 3, tzinfo=UTC)
    terms = Terms(time_zone="America/New_York", payment_days=14)
    assert (terms.day_of(late).isoformat(), terms.due_on(late).isoformat()) == ("2026-11-23", "2026-12-07")
    assert terms.start_of(terms.day_of(late)).astimezone(UTC) == datetime(2026, 11, 23, 5, tzinfo=UTC)
