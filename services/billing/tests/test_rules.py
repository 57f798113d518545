"""Rules: amounts and states, for whatever numbers there may be."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest
from billing import rules
from billing.rules import InvoiceStatus, Line, Terms
from hypothesis import given
from hypothesis import strategies as st

AMOUNT = st.integers(0, rules.MAX_TOTAL_MINOR)


# B2
@given(st.integers(0, rules.MAX_PRICE_MINOR), st.integers(0, rules.MAX_TAX_RATE))
def test_b2_a_tax_is_rounded_half_up_to_the_unit(amount, rate):
    exact = Decimal(amount) * rate / rules.TAX_UNITS
    assert rules.tax_on(amount, rate) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_b2_a_discount_comes_off_before_the_tax():
    line = Line("x", 2, 1_000, discount_minor=500, tax_rate=8_875)
    assert (line.amount_minor, line.tax_minor) == (1_500, 133)  # 133.125
    assert rules.total_of([line, line]) == 3_266


# B11
def test_b11_the_payers_own_price_counts_and_then_the_newest():
    fees = [
        SimpleNamespace(code=code, payer_id=payer, valid_from=date(2026, month, 1), price_minor=price)
        for code, payer, month, price in (
            ("A", None, 1, 1), ("A", None, 3, 2), ("B", None, 1, 3), ("B", UUID(int=1), 1, 4), ("B", None, 6, 5),
        )
    ]  # fmt: skip
    assert {code: fee.price_minor for code, fee in rules.best_fees(fees).items()} == {"A": 2, "B": 4}
    assert rules.best_fees(fees) == rules.best_fees(reversed(fees))


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
