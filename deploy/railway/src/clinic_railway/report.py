"""`clinic cost`: the price of every size beside the brief's numbers, as a table, CSV or a chart."""

import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from decimal import Decimal

from .cost import BRIEF, HIPAA_COMMITMENT, PLANS, Price, bill, of_size, price, total
from .sizes import SIZES

Row = tuple[str, str, Decimal]
"""Group, line, dollars a month."""


def rows() -> Iterator[Row]:
    """Everything there is to say, line by line."""
    for scenario in BRIEF:
        yield f"brief, {scenario.name}", "as the brief says", scenario.said
        yield f"brief, {scenario.name}", "with the right units", total(scenario.prices)
    for size in SIZES:
        used, limits = of_size(size)
        plan = "hobby" if size == "solo" else "pro"
        yield f"size {size}", "usage of a usual month", total(used)
        yield f"size {size}", f"bill on the {plan} plan (fee {PLANS[plan]})", bill(total(used), plan)
        yield f"size {size}", "everything at its limit", total(limits)
        yield f"size {size}", "with a HIPAA agreement, at least", max(HIPAA_COMMITMENT, total(used))


def as_csv() -> str:
    """The rows as CSV."""
    lines = ["what,line,dollars_per_month"]
    lines += [f'"{group}","{line}",{dollars}' for group, line, dollars in rows()]
    return "\n".join(lines) + "\n"


def as_chart(width: int = 40) -> str:
    """A bar per size and scenario, usual use against limits."""
    bars = [(f"brief, {s.name}", total(s.prices)) for s in BRIEF]
    bars += [(f"{size}, as used", total(of_size(size)[0])) for size in SIZES]
    bars += [(f"{size}, at limits", total(of_size(size)[1])) for size in SIZES]
    most = max(dollars for _, dollars in bars)
    return "".join(
        f"{name:26} {'█' * max(1, round(width * dollars / most)):{width}} {dollars:>8}\n" for name, dollars in bars
    )


def measured(prometheus: str, window: str = "7d") -> list[Price]:
    """
    A month at the use Prometheus saw.

    :param prometheus: its base URL
    :param window: how far back to average
    :raises OSError: it does not answer
    """

    def ask(query: str) -> dict[str, float]:
        url = f"{prometheus.rstrip('/')}/api/v1/query?{urllib.parse.urlencode({'query': query})}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            found = json.load(answer)["data"]["result"]
        return {series["metric"]["job"]: float(series["value"][1]) for series in found}

    memory = ask(f"sum by (job) (avg_over_time(process_resident_memory_bytes[{window}]))")
    cpu = ask(f"sum by (job) (rate(process_cpu_seconds_total[{window}]))")
    return [price(job, gb=held / 1e9, vcpu=cpu.get(job, 0)) for job, held in sorted(memory.items())]
