"""The price: right units, rounded like a bill, honest about plan and agreement."""

from decimal import Decimal

from clinic_railway.cost import BRIEF, bill, of_size, price, total
from clinic_railway.report import as_chart, as_csv, rows
from clinic_railway.sizes import SIZES


def test_the_base_case_of_the_brief_costs_66_69_not_2_16():
    base = BRIEF[0]
    assert (base.said, total(base.prices)) == (Decimal("2.16"), Decimal("66.69"))


def test_a_gb_for_a_month_is_about_ten_dollars_and_a_vcpu_twenty():
    line = price("one of each", gb=1, vcpu=1, volume_gb=1, egress_gb=1)
    assert (line.memory, line.cpu) == (Decimal("10.12"), Decimal("20.28"))
    assert (line.volume, line.egress) == (Decimal("0.15"), Decimal("0.05"))
    assert line.total == Decimal("30.60")


def test_the_bill_is_never_less_than_the_plan():
    assert bill(Decimal("3.10"), "hobby") == Decimal("5.00")
    assert bill(Decimal("31.00"), "pro") == Decimal("31.00")


def test_what_is_usual_stays_below_the_limits():
    for size in SIZES:
        used, limits = of_size(size)
        assert total(used) < total(limits)
        assert all(part.usual_gb <= part.memory_gb and part.usual_cpu <= part.cpu for part in SIZES[size])


def test_csv_and_chart_hold_every_size():
    for size in SIZES:
        assert f"size {size}" in as_csv()
        assert f"{size}, as used" in as_chart()
    assert "HIPAA" in as_csv()


def test_every_size_says_plan_limit_and_what_a_hipaa_agreement_makes_of_it():
    for size in SIZES:
        said = {line: dollars for group, line, dollars in rows() if group == f"size {size}"}
        assert said["HIPAA agreement, committed for a year"] == said["bill with a HIPAA agreement"] == 1000
        assert any("plan (fee" in line for line in said) and said["everything at its limit"] > 50


def test_every_scenario_of_the_brief_stands_beside_its_own_number():
    said = [(str(s.said), str(total(s.prices))) for s in BRIEF]
    assert said == [("2.16", "66.69"), ("4.65", "133.30"), ("11.30", "266.50"), ("32.40", "534.41")]
