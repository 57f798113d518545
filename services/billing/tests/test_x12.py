"""X12 as it comes: any separators, any size of parts, hostile files refused by segment and place."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from billing.x12 import Refused, read_remittances, remittance835

SAMPLES = [
    path for above in Path(__file__).parents for path in sorted(above.joinpath("shared/data/x12-835").glob("*.txt"))
]


def wrapped(*sets, element="*", component=":", terminator="~", group="HP", version="005010X221A1", control="000000001"):
    """An interchange around transaction sets given as lists of segments without ST and SE."""
    segments = [f"GS*{group}*PAYER*CLINIC*20261123*0930*7*X*{version}"]
    for number, inside in enumerate(sets, 1):
        kind, *lines = inside
        segments += [f"ST*{kind}*{number:04}", *lines, f"SE*{len(lines) + 2}*{number:04}"]
    segments += [f"GE*{len(sets)}*7", f"IEA*1*{control}"]
    isa = f"ISA*00*{' ' * 10}*00*{' ' * 10}*ZZ*{'PAYER':<15}*ZZ*{'CLINIC':<15}*261123*0930*^*00501*{control}*0*P*"
    body = terminator.join(segments) + terminator
    marks = str.maketrans({"*": element, ":": component})
    return (isa.replace("*", element) + component + terminator + body.translate(marks)).encode()


def remittance(*claims, amount, plb=()):
    """The segments of one payment."""
    return [
        "835", f"BPR*I*{amount}*C*ACH************20261123", "TRN*1*T100*1999999999", "N1*PR*ACME HEALTH*XV*12345",
        "N1*PE*CLINIC*XX*1234567893", "LX*1", *(line for claim in claims for line in claim), *plb,
    ]  # fmt: skip


def answer(number="C1", *, status="1", charge="100", paid="80", share="", member="M1", adjust=(), on="20261120"):
    """One claim with one service that carries all adjustments."""
    return [
        f"CLP*{number}*{status}*{charge}*{paid}*{share}*12*P-1", f"NM1*QC*1*LOVELACE*ADA****MI*{member}",
        f"DTM*232*{on}", f"SVC*HC:OFFICE*{charge}*{paid}**1", f"DTM*472*{on}", *(f"CAS*{each}" for each in adjust),
    ]  # fmt: skip


PLAIN = remittance(answer(adjust=["CO*45*15", "PR*3*5"]), amount="80")


def read(data, **more):
    return list(read_remittances([data], **more))


def test_any_legal_separators_and_parts_of_any_size_give_the_same_values():
    plain = read(wrapped(PLAIN))
    [found] = plain
    [claim] = found.claims
    assert (found.amount_minor, found.trace_number, found.payer_identifier) == (8_000, "T100", "12345")
    assert (claim.charge_minor, claim.paid_minor, claim.member_id, str(claim.service_on)) == (
        10_000, 8_000, "M1", "2026-11-20",
    )  # fmt: skip
    [line] = claim.lines
    assert [(each.group, each.reason, each.amount_minor) for each in line.adjustments] == [
        ("CO", "45", 1_500), ("PR", "3", 500),
    ]  # fmt: skip
    assert found.problems() == []
    for element, component, terminator in (("|", "<", "\n"), ("\x1d", "\x1f", "\x1c"), ("+", ">", "'")):
        data = wrapped(PLAIN, element=element, component=component, terminator=terminator)
        assert read(data) == plain
        assert list(read_remittances(data[at : at + 1] for at in range(len(data)))) == plain
    assert read(wrapped(PLAIN, terminator="~\r\n")) != []


def test_several_interchanges_are_read_one_after_the_other():
    data = wrapped(PLAIN, PLAIN) + b"\r\n" + wrapped(PLAIN, element="|", control="000000002")
    assert len(read(data)) == 3


def test_without_envelope_only_if_asked_for():
    bare = "~".join(["ST*835*0001", *PLAIN[1:], "SE*99*0001", ""]).encode()
    with pytest.raises(Refused, match="ISA"):
        read(bare)
    notes = []
    [found] = read(bare, envelope_optional=True, notes=notes)
    assert (found.amount_minor, len(notes)) == (8_000, 1)


GOOD = wrapped(PLAIN).decode()
HOSTILE = {
    "nothing": (b"", "no interchange|no transaction"),
    "text": (b"hello", "ISA"),
    "half a header": (GOOD[:50].encode(), "not complete"),
    "unterminated": (GOOD[:-3].encode(), "not terminated"),
    "cut": (GOOD[: GOOD.index("SE*")].encode(), "ends before SE"),
    "wrong SE": (GOOD.replace("SE*14", "SE*12").encode(), "SE counts 12"),
    "wrong SE control": (GOOD.replace("SE*14*0001", "SE*14*0002").encode(), "closes"),
    "wrong GE": (GOOD.replace("GE*1*7", "GE*2*7").encode(), "GE counts 2"),
    "wrong IEA": (GOOD.replace("IEA*1*", "IEA*9*").encode(), "IEA counts 9"),
    "binary": (GOOD.replace("ACME", "AC\x00ME").encode(), "control character"),
    "same separators": (GOOD.replace(":~", "*~", 1).encode(), "separators"),
    "nested interchange": (wrapped(["835", *PLAIN[1:4]]).replace(b"TRN*", GOOD[:106].encode() + b"TRN*"), "within"),
    "nested set": (GOOD.replace("LX*1~", "LX*1~ST*835*0009~").encode(), "begins within another"),
    "other set": (GOOD.replace("ST*835", "ST*837").encode(), "not expected"),
    "no payment": (GOOD.replace("BPR*", "XPR*").encode(), "BPR"),
    "amount": (GOOD.replace("BPR*I*80*", "BPR*I*8e1*").encode(), "no amount"),
    "half cents": (GOOD.replace("CLP*C1*1*100*80", "CLP*C1*1*100*80.005").encode(), "whole cents"),
    "too much money": (GOOD.replace("CLP*C1*1*100*80", "CLP*C1*1*100*999999999999999").encode(), "bounds"),
    "no date": (GOOD.replace("DTM*232*20261120", "DTM*232*20261340").encode(), "no date"),
    "adjustment outside": (GOOD.replace("LX*1~", "CAS*CO*45*1~LX*1~").encode(), "outside a claim"),
    "no name": (GOOD.replace("LX*1~", "l!*1~").encode(), "name"),
    "long segment": (GOOD.replace("ACME", "A" * 9_000).encode(), "longer"),
    "many elements": (GOOD.replace("LX*1", "LX" + "*1" * 200).encode(), "too many"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused_with_segment_and_place(case):
    data, why = HOSTILE[case]
    with pytest.raises(Refused, match=f"Segment \\d+, byte \\d+: .*({why})"):
        read(data)


def test_an_endless_file_is_refused_in_bounded_memory():
    import tracemalloc

    def endless():
        yield GOOD[:106].encode()
        while True:
            yield b"A" * 1_000

    def long():
        head, _, _ = GOOD.partition("LX*1~")
        yield head.encode()
        while True:
            yield b"REF*XX*1~" * 1_000

    tracemalloc.start()
    with pytest.raises(Refused, match="not terminated"):
        list(read_remittances(endless()))
    with pytest.raises(Refused, match="larger"):
        list(read_remittances(long(), limit=2_000_000))
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_money_that_does_not_add_up_is_told():
    [claim_off] = read(wrapped(remittance(answer(adjust=["CO*45*15"]), amount="80")))
    assert len(claim_off.problems()) == 1
    assert "Claim C1" in claim_off.problems()[0]
    [payment_off] = read(wrapped(remittance(answer(adjust=["CO*45*20"]), amount="79")))
    assert "79.00 was paid, but the claims come to 80.00" in payment_off.problems()[0]
    kept = remittance(answer(adjust=["CO*45*20"]), amount="75.5", plb=["PLB*1234567893*20261231*WO:OLD*4.5"])
    [balanced] = read(wrapped(kept))
    assert balanced.problems() == []
    assert [(each.reason, each.reference, each.amount_minor) for each in balanced.provider_adjustments] == [
        ("WO", "OLD", 450)
    ]


def test_small_letters_blank_lines_and_missing_segments_are_read():
    small = GOOD.replace("CAS*CO", "cas*co").replace("NM1*QC", "nm1*qc").replace("ST*835", "st*835")
    small = small.replace("~", "~\r\n\n").replace("ISA*00", "isa*00") + "\x1a"
    assert read(small.encode()) == read(GOOD.encode())
    [bare] = read(wrapped(["835", "BPR*H*0*C*NON", "CLP*C1*4*100*0**12", "CAS*CO*29*100"]))
    [claim] = bare.claims
    assert (bare.problems(), bare.paid_on, claim.service_on, claim.lines) == ([], None, None, [])
    with_ta1 = GOOD.replace("GS*HP", "TA1*000000001*261123*0930*A*000~GS*HP")
    [after] = read(with_ta1.encode())
    assert (after.amount_minor, after.claims[0].segment) == (8_000, read(GOOD.encode())[0].claims[0].segment + 1)


def test_what_is_held_of_a_file_is_bounded(monkeypatch):
    many = remittance(*[answer(f"C{at}", paid="100") for at in range(30)], amount="3000")
    assert len(read(wrapped(many))[0].claims) == 30
    monkeypatch.setattr(remittance835, "MAX_DETAILS", 50)
    with pytest.raises(Refused, match="more than 50"):
        read(wrapped(many))
    monkeypatch.setattr(remittance835, "MAX_DETAILS", 500)
    monkeypatch.setattr(remittance835, "MAX_CLAIMS", 20)
    with pytest.raises(Refused, match="more than 20 claims"):
        read(wrapped(*[remittance(answer(paid="100"), amount="100")] * 21))


PLAIN_TEXT = ("marker", "patient", "code", "qualifier", "payer", "start_date", "end_date", "transaction_date",
              "modifier", "rendering_provider")  # fmt: skip


def read_as_rows(path):
    """What we read of a file, in the words of the other parser: a row for each service."""
    for each in read_remittances([path.read_bytes()], envelope_optional=True):
        assert each.problems() == []
        for claim in each.claims:
            for line in claim.lines:
                row = {
                    "marker": claim.control_number, "patient": claim.patient_name, "code": line.code,
                    "qualifier": line.qualifier, "modifier": ",".join(line.modifiers), "payer": each.payer_name,
                    "transaction_date": str(each.paid_on), "start_date": str(line.begins_on or claim.begins_on),
                    "end_date": str(line.ends_on or claim.ends_on), "rendering_provider": claim.rendering_provider,
                    "charge_amount": line.charge_minor, "paid_amount": line.paid_minor,
                    "allowed_amount": line.allowed_minor, "allowed_units": line.allowed_units,
                    "billed_units": line.billed_units,
                }  # fmt: skip
                row["adjustments"] = [(each.group, each.reason, each.amount_minor) for each in line.adjustments]
                for kind, pairs in (("ref", line.references), ("rem", line.remark_codes)):
                    for at, (qualifier, value) in enumerate(pairs):
                        row |= {f"{kind}_{at}_qual": qualifier, f"{kind}_{at}_{_VALUE[kind]}": value}
                yield row


_VALUE = {"ref": "value", "rem": "code"}


def same(name, expected, found):
    """Whether a value is the one the other parser read; what is empty there was not in the file."""
    if not expected:
        return name not in PLAIN_TEXT or not found
    if name.endswith("amount"):
        return Decimal(expected) * 100 == found
    if name.endswith("units"):
        return Decimal(expected) == Decimal(found)
    # The other parser writes names its own way: First Last, in small letters.
    return expected.casefold() == str(found).casefold()


def test_real_files_read_as_another_parser_reads_them():
    """Looks at the shared samples where they lie, every value; elsewhere the files above have to do."""
    for path in SAMPLES:
        expected = list(csv.DictReader(path.with_name(path.stem + ".expected.csv").open()))
        for row, found in zip(expected, read_as_rows(path), strict=True):
            row.pop("")
            # The other parser reads the first reason of each CAS segment; we read them all.
            for at in range(sum(name.startswith("adj_") for name in row) // 3):
                group, code, amount = (row.pop(f"adj_{at}_{part}") for part in ("group", "code", "amount"))
                assert not group or (group, code, Decimal(amount) * 100) in found["adjustments"], (path.name, row)
            pairs = {name: (value, found.get(name)) for name, value in row.items()}
            assert {name: pair for name, pair in pairs.items() if not same(name, *pair)} == {}, path.name
            surplus = {name for name, value in found.items() if name.startswith(("ref", "rem_")) and value}
            assert surplus <= row.keys(), path.name
