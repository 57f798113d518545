"""
How long invoices, receipts and statements take to be set as PDF: `python -m benchmarks.papers`.

Each is set with data of its own every time, as nobody prints the same paper twice; the first paper of a process
reads the fonts and is told apart. Processor time is measured, so that a busy machine tells the same.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable

from billing import papers
from clinic_common import sheets

LINES, TIMES = 300, 20
HEAD = sheets.Letterhead("Main Street Clinic", "1 Main Street\nSpringfield", "us-letter")


def invoice(chance: random.Random, lines: int) -> bytes:
    """An invoice with so many lines, each with a discount or a tax of its own."""
    said = [
        {
            "fee_code": f"C-{number}",
            "description": f"Consultation number {chance.randrange(10**6)}",
            "quantity": chance.randint(1, 9),
            "unit_price_minor": chance.randrange(10**6),
            "discount_minor": chance.choice([0, 0, 0, 500]),
            "amount_minor": chance.randrange(10**6),
            "tax_rate": chance.choice([0, 0, 0, 8.875]),
        }
        for number in range(lines)
    ]
    amounts = {f"{name}_minor": chance.randrange(10**7) for name in ("total", "tax", "paid", "balance", "payer")}
    named = {"number": f"INV-{chance.randrange(10**6):06}", "patient_name": "محمد الفارسي", "status": "issued"}
    days = {"service_on": "2026-11-23", "issued_on": "2026-11-23", "due_on": "2026-12-23", "voided_at": None}
    return papers.invoice_pdf(
        {**named, **days, **amounts, "currency": "USD", "adjustments": [], "lines": said}, HEAD, "en"
    )


def receipt(chance: random.Random, _: int) -> bytes:
    """A receipt."""
    amounts = {"amount_minor": chance.randrange(1, 10**7), "credit_minor": 0, "refunded_minor": 0}
    named = {"receipt_number": f"R-{chance.randrange(10**6):06}", "patient_name": "José García", "reference": "A-1"}
    paid = {"method": "card", "taken_at": "2026-11-23T09:30:00Z", "currency": "USD"}
    return papers.receipt_pdf({**amounts, **named, **paid, "invoice": None}, HEAD, "es")


def statement(chance: random.Random, lines: int) -> bytes:
    """A statement with so many entries."""
    entries = [
        {
            "posted_at": "2026-11-23T09:30:00Z",
            "kind": chance.choice(["invoice", "payment", "credit"]),
            "number": f"INV-{chance.randrange(10**6):06}",
            "amount_minor": chance.randrange(-(10**6), 10**6),
            "balance_minor": chance.randrange(10**6),
        }
        for _ in range(lines)
    ]
    amounts = {"opening_minor": 0, "closing_minor": chance.randrange(10**6)}
    named = {"patient_name": "יעקב כהן", "currency": "USD", "next": None, "entries": entries}
    return papers.statement_pdf({**amounts, **named}, HEAD, "en")


def measured(name: str, paper: Callable[[random.Random, int], bytes], lines: int) -> str:
    """One line of the outcome: the median and the slowest of some papers."""
    chance = random.Random(7)
    paper(chance, 1)
    spent = []
    for _ in range(TIMES):
        started = time.process_time()
        size = len(paper(chance, lines))
        spent.append(1_000 * (time.process_time() - started))
    told = f"median {statistics.median(spent):.0f} ms, slowest {max(spent):.0f} ms, {size // 1_000} kB"
    return f"{name}, {lines} lines: {told}"


def main() -> None:
    """Print what each kind of paper takes."""
    started = time.perf_counter()
    invoice(random.Random(1), 1)
    sys.stdout.write(f"first paper of a process: {1_000 * (time.perf_counter() - started):.0f} ms\n")
    for name, paper, lines in (
        ("invoice", invoice, 5),
        ("invoice", invoice, LINES),
        ("receipt", receipt, 1),
        ("statement", statement, LINES),
    ):
        sys.stdout.write(measured(name, paper, lines) + "\n")


if __name__ == "__main__":
    main()
