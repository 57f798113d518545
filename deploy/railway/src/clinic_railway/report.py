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


def rows(prometheus: str | None = None, window: str = "7d") -> Iterator[Row]:
    """
    Everything there is to say, line by line.

    :param prometheus: its base URL, if what it measured is to be priced as well
    """
    for scenario in BRIEF:
        yield f"brief, {scenario.name}", "as the brief says", scenario.said
        yield f"brief, {scenario.name}", "with the right units", total(scenario.prices)
        yield f"brief, {scenario.name}", "bill on the pro plan", bill(total(scenario.prices), "pro")
    for size in SIZES:
        used, limits = of_size(size)
        plan = "hobby" if size == "solo" else "pro"
        yield f"size {size}", "usage of a usual month", total(used)
        yield f"size {size}", f"bill on the {plan} plan (fee {PLANS[plan]})", bill(total(used), plan)
        yield f"size {size}", "everything at its limit", total(limits)
        yield f"size {size}", "HIPAA agreement, committed for a year", HIPAA_COMMITMENT
        yield f"size {size}", "bill with a HIPAA agreement", max(HIPAA_COMMITMENT, bill(total(used), plan))
    if prometheus:
        found = measured(prometheus, window)
        for part in found:
            yield "measured", part.name, part.total
        yield "measured", "usage of a month", total(found)
        yield "measured", "bill on the pro plan", bill(total(found), "pro")


def as_csv(prometheus: str | None = None, window: str = "7d") -> str:
    """The rows as CSV."""
    lines = ["what,line,dollars_per_month"]
    lines += [f'"{group}","{line}",{dollars}' for group, line, dollars in rows(prometheus, window)]
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
    A month at the use Prometheus saw, of every process it asks; MySQL, RabbitMQ and Grafana tell it nothing.

    Processes come and go with every deployment, and Prometheus may be younger than the window: memory is summed up
    over all of them and divided by the looks there were, processor time by the time it has been looking.

    :param prometheus: its base URL
    :param window: how far back to look, such as `7d` or `12h`
    :raises OSError: it does not answer
    """

    def ask(query: str) -> dict[str, float]:
        url = f"{prometheus.rstrip('/')}/api/v1/query?{urllib.parse.urlencode({'query': query})}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            found = json.load(answer)["data"]["result"]
        return {series["metric"].get("job", ""): float(series["value"][1]) for series in found}

    step = f"{max(1, _seconds(window) // 1000)}s"
    looks = ask(f"max(count_over_time(up[{window}]))").get("", 0)
    since = ask(f"time() - min(min_over_time(timestamp(up)[{window}:{step}]))").get("", 0)
    if not looks or not since:
        return []
    memory = ask(f"sum by (job) (sum_over_time(process_resident_memory_bytes[{window}]))")
    cpu = ask(f"sum by (job) (increase(process_cpu_seconds_total[{window}]))")
    return [price(job, gb=held / looks / 1e9, vcpu=cpu.get(job, 0) / since) for job, held in sorted(memory.items())]


def _seconds(window: str) -> int:
    return int(window[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}[window[-1]]
