"""The three sizes a clinic can have, and what each part of them may take and usually takes."""

from dataclasses import dataclass

SERVICES = ("identity", "patients", "scheduling", "billing", "notifications")


@dataclass(frozen=True)
class Part:
    """
    One Railway service.

    :param memory_gb: limit, and `usual_gb` what it holds in a working day
    :param cpu: limit in vCPU, and `usual_cpu` the month's average
    """

    name: str
    memory_gb: float
    cpu: float
    usual_gb: float
    usual_cpu: float
    replicas: int = 1
    volume_gb: float = 0
    egress_gb: float = 0


def _services(replicas: int, usual_cpu: float) -> tuple[Part, ...]:
    # What keeps the documents has a volume, and what has a volume cannot be there twice.
    return tuple(
        Part(name, 0.5, 1, 0.11, usual_cpu, volume_gb=5)
        if name == "patients"
        else Part(name, 0.5, 1, 0.11, usual_cpu, replicas=replicas)
        for name in SERVICES
    )


SIZES: dict[str, tuple[Part, ...]] = {
    "solo": (
        Part("clinic", 0.5, 1, 0.16, 0.01, volume_gb=1, egress_gb=1),
        Part("backup", 0.5, 1, 0.001, 0.001, egress_gb=0.5),
        Part("mysql", 1, 1, 0.55, 0.01, volume_gb=5),
    ),
    "clinic": (
        Part("gateway", 0.5, 1, 0.1, 0.01, egress_gb=1.5),
        Part("accounts", 0.5, 1, 0.001, 0.001),
        Part("backup", 0.5, 1, 0.001, 0.001, egress_gb=0.5),
        *_services(1, 0.004),
        Part("mysql", 1, 2, 0.6, 0.02, volume_gb=5),
        Part("rabbitmq", 0.5, 1, 0.16, 0.01, volume_gb=1),
        Part("prometheus", 0.5, 0.5, 0.12, 0.01, volume_gb=2),
        Part("grafana", 0.5, 0.5, 0.12, 0.005, volume_gb=1),
    ),
    "group": (
        Part("gateway", 1, 2, 0.14, 0.05, replicas=2, egress_gb=10),
        Part("accounts", 0.5, 1, 0.001, 0.001),
        Part("backup", 1, 2, 0.005, 0.005, egress_gb=10),
        *_services(2, 0.02),
        Part("redis", 0.25, 0.5, 0.01, 0.005, volume_gb=0.1),
        Part("mysql", 4, 4, 2.5, 0.15, volume_gb=50),
        Part("rabbitmq", 1, 2, 0.25, 0.04, volume_gb=5),
        Part("prometheus", 1, 1, 0.3, 0.03, volume_gb=10),
        Part("grafana", 0.5, 0.5, 0.15, 0.01, volume_gb=1),
    ),
}
"""Size → parts. `solo`: the whole clinic in one process on MySQL. `clinic`: six services. `group`: replicas."""
