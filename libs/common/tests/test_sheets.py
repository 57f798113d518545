"""Reports as people take them along: money in words of its currency, CSV that is no formula, PDF."""

import csv
import io

import pytest
from clinic_common.sheets import as_csv, as_pdf, money


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [(123_450, "USD", "USD 1,234.50"), (-5, "EUR", "EUR −0.05"), (1_234, "JPY", "JPY 1,234"), (1, "KWD", "KWD 0.001")],
)
def test_money_is_written_as_people_read_it(amount, currency, told):
    assert money(amount, currency) == told


def rows(report):
    return list(csv.reader(io.StringIO(as_csv(report))))


def test_a_list_is_a_table_and_a_report_a_row_per_figure():
    items = [{"code": "=1+1", "buckets": {"0-30": 5}, "who": None}]
    assert rows({"currency": "USD", "items": items}) == [["code", "0-30", "who"], ["'=1+1", "5", ""]]
    assert rows({"items": []}) == [[]]
    assert rows({"taken_minor": -5, "by_method": {"cash": 1}}) == [
        ["figure", "of", "value"], ["taken_minor", "", "-5"], ["by_method", "cash", "1"],
    ]  # fmt: skip


def test_several_breakdowns_are_told_apart():
    part = [{"id": "1", "name": "-x", "seen": 3}]
    assert rows({"by_doctor": part})[1] == ["seen", "'-x", "3"]
    assert rows({"by_doctor": part, "by_place": part})[1:] == [
        ["by_doctor.seen", "'-x", "3"],
        ["by_place.seen", "'-x", "3"],
    ]


def test_a_report_is_printed():
    report = {"currency": "USD", "taken_minor": 5, "by_method": {"cash": 1}, "items": [{"a_minor": 1, "b": None}]}
    assert as_pdf(report, "A *title* #panic()")[:5] == b"%PDF-"
