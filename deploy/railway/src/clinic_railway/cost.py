"""What a month on Railway costs: by the definition's limits, and by what is usually used."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .sizes import SIZES, Part

MINUTES = 43_800
"""Minutes of a month (730 h), as Railway's own examples count."""
GB_MINUTE = 0.000231
VCPU_MINUTE = 0.000463
VOLUME_GB = 0.15
EGRESS_GB = 0.05
PLANS = {"hobby": Decimal("5.00"), "pro": Decimal("20.00")}
"""Monthly fee, which is also the usage included. Source: Railway's pricing page, August 2026."""
HIPAA_COMMITMENT = Decimal(1000)
"""Dollars a month, for a year, that Railway asks for a HIPAA agreement."""


def _cents(dollars: float) -> Decimal:
    return Decimal(str(round(dollars, 6))).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Price:
    """One part's month in dollars, each figure rounded half up to the cent, as a bill's lines are."""

    name: str
    memory: Decimal
    cpu: Decimal
    volume: Decimal
    egress: Decimal

    @property
    def total(self) -> Decimal:
        """The line's sum."""
        return self.memory + self.cpu + self.volume + self.egress


def price(name: str, *, gb: float, vcpu: float, volume_gb: float = 0, egress_gb: float = 0) -> Price:
    """A month of this much memory, processor, disk and traffic."""
    return Price(
        name,
        memory=_cents(MINUTES * gb * GB_MINUTE),
        cpu=_cents(MINUTES * vcpu * VCPU_MINUTE),
        volume=_cents(volume_gb * VOLUME_GB),
        egress=_cents(egress_gb * EGRESS_GB),
    )


def at_limits(parts: Iterable[Part]) -> list[Price]:
    """The bill if every part used all it may, all month: what it can cost at the most."""
    return [
        price(
            p.name,
            gb=p.memory_gb * p.replicas,
            vcpu=p.cpu * p.replicas,
            volume_gb=p.volume_gb,
            egress_gb=p.egress_gb,
        )
        for p in parts
    ]


def as_used(parts: Iterable[Part]) -> list[Price]:
    """The bill of a usual month: Railway bills what is used, not the limit."""
    return [
        price(
            p.name,
            gb=p.usual_gb * p.replicas,
            vcpu=p.usual_cpu * p.replicas,
            volume_gb=p.volume_gb,
            egress_gb=p.egress_gb,
        )
        for p in parts
    ]


def total(prices: Iterable[Price]) -> Decimal:
    """The sum of a bill's lines."""
    return sum((line.total for line in prices), Decimal(0))


def bill(usage: Decimal, plan: str) -> Decimal:
    """What is paid: the usage, but never less than the plan."""
    return max(PLANS[plan], usage)


@dataclass(frozen=True)
class Scenario:
    """One estimate of the brief: what it allocates, and what it says a month of that costs."""

    name: str
    said: Decimal
    prices: tuple[Price, ...]


def _scenario(name: str, said: str, *allocations: tuple[str, float, float, float, float]) -> Scenario:
    return Scenario(
        name,
        Decimal(said),
        tuple(price(part, gb=gb, vcpu=vcpu, volume_gb=v, egress_gb=e) for part, gb, vcpu, v, e in allocations),
    )


BRIEF = (
    _scenario("base case", "2.16", ("frontend", 0.5, 0.5, 0, 0.5), ("backend", 1, 1, 0, 1), ("database", 1, 0.5, 5, 0)),
    _scenario("5-8 people", "4.65", ("frontend", 1, 1, 0, 0.5), ("backend", 2, 2, 0, 1), ("database", 2, 1, 10, 0)),
    _scenario("10-15 people", "11.30", ("frontend", 2, 2, 0, 0.5), ("backend", 4, 4, 0, 1), ("database", 4, 2, 20, 0)),
    _scenario(
        "several locations", "32.40", ("frontend", 4, 4, 0, 0.5), ("backend", 8, 8, 0, 1), ("database", 8, 4, 50, 0)
    ),
)
"""The brief reads prices per minute as prices per hour: it says 2.16 where full allocation costs 66.69."""


def of_size(size: str) -> tuple[list[Price], list[Price]]:
    """A size's month: as used, and at its limits."""
    return as_used(SIZES[size]), at_limits(SIZES[size])
