"""The Railway project, in one of three sizes; `.railway/railway.py` hands it to Railway's command line."""

from typing import Any

from railway_sdk import Project, Service, github, image, mysql, preserve, project, redis, service, volume

from .sizes import SERVICES, SIZES, Part

REPOSITORY = "your-name/clinic"
DRAINING_SECONDS = 30
"""Longer than the 25 s a process takes at most to finish its requests; Railway's own default is none."""

SECRETS = ("SEALING_KEYS",)
"""Set once by a person in the dashboard; the definition keeps what is there and never knows the values."""


def build(size: str, *, repository: str = REPOSITORY) -> Project:
    """
    The project of one size.

    :param size: `solo`, `clinic` or `group`
    :raises KeyError: another size
    """
    parts = {part.name: part for part in SIZES[size]}
    database = mysql("mysql")
    resources: list[Any] = [database]
    if size == "solo":
        resources += [_solo(parts["clinic"], repository)]
    else:
        resources += [_rabbitmq(parts["rabbitmq"]), *_services(parts, repository), *_watching(parts)]
    if "redis" in parts:
        resources.append(redis("redis"))
    if "mysql-replica" in parts:
        resources.append(_replica(parts["mysql-replica"]))
    resources.append(_backup(parts["backup"], repository))
    return project("clinic", resources=resources)


def _database_url(word: str, host: str = "mysql") -> str:
    """Each service has an account of its own, whose password Railway keeps."""
    return (
        f"mysql+aiomysql://{word}:${{{{shared.{word.upper()}_DATABASE_PASSWORD}}}}"
        f"@${{{{{host}.RAILWAY_PRIVATE_DOMAIN}}}}:3306/{word}"
    )


def _deploy(part: Part, *, pre: str | None = None, health: str | None = "/health/ready") -> dict[str, Any]:
    deploy: dict[str, Any] = {
        "drainingSeconds": DRAINING_SECONDS,
        "overlapSeconds": 10,
        "restartPolicyType": "ALWAYS",
        "limitOverride": {"containers": {"cpu": part.cpu, "memoryBytes": int(part.memory_gb * 1e9)}},
    }
    if pre:
        deploy["preDeployCommand"] = [pre]
    if health:
        deploy |= {"healthcheckPath": health, "healthcheckTimeout": 120}
    return deploy


def _ours(repository: str) -> dict[str, Any]:
    # The root stays `/`: a service's own folder as root would leave `libs/` out of the build.
    return {
        "source": github(repository),
        "build": {"builder": "DOCKERFILE", "dockerfilePath": "deploy/image/Dockerfile"},
    }


def _solo(part: Part, repository: str) -> Service:
    return service(
        "clinic",
        **_ours(repository),
        start="clinic up",
        deploy=_deploy(part, pre="sh -c 'clinic accounts && clinic migrate'"),
        env={
            "HOST": "::",
            "PORT": "8000",
            **{f"{word.upper()}_DATABASE_URL": _database_url(word) for word in SERVICES},
            "MYSQL_ROOT_URL": "${{mysql.MYSQL_URL}}",
            "SEALING_KEYS": preserve(),
        },
    )


def _services(parts: dict[str, Part], repository: str) -> list[Service]:
    shared = {
        "HOST": "::",
        "PORT": "8000",
        "BUS_URL": "amqp://clinic:${{shared.RABBITMQ_PASSWORD}}@${{rabbitmq.RAILWAY_PRIVATE_DOMAIN}}:5672/",
        "IDENTITY_URL": "http://${{identity.RAILWAY_PRIVATE_DOMAIN}}:8000",
        "SEALING_KEYS": "${{shared.SEALING_KEYS}}",
    }
    made = [
        service(
            word,
            **_ours(repository),
            start=f"clinic serve {word}",
            replicas=parts[word].replicas,
            deploy=_deploy(parts[word], pre=f"clinic migrate --own {word}"),
            env=shared | {"DATABASE_URL": _database_url(word)},
        )
        for word in SERVICES
    ]
    door = {f"{word.upper()}_URL": f"http://${{{{{word}.RAILWAY_PRIVATE_DOMAIN}}}}:8000" for word in SERVICES}
    if "redis" in parts:
        door["REDIS_URL"] = "${{redis.REDIS_URL}}"
    gateway = service(
        "gateway",
        **_ours(repository),
        start="clinic serve gateway",
        replicas=parts["gateway"].replicas,
        deploy=_deploy(parts["gateway"]),
        env=shared | door,
    )
    return [*made, gateway]


def _rabbitmq(part: Part) -> Service:
    return service(
        "rabbitmq",
        source=image("rabbitmq:4-management"),
        deploy=_deploy(part, health=None),
        env={
            "RABBITMQ_DEFAULT_USER": "clinic",
            "RABBITMQ_DEFAULT_PASS": "${{shared.RABBITMQ_PASSWORD}}",
            # A broker is named after its host; a new host name would be a new, empty broker.
            "RABBITMQ_NODENAME": "clinic@localhost",
        },
        volumeMounts={"/var/lib/rabbitmq": volume("rabbitmq-data")},
    )


def _replica(part: Part) -> Service:
    return service(
        "mysql-replica",
        source=image("mysql:9"),
        start="docker-entrypoint.sh mysqld --server-id=2 --read-only=ON",
        deploy=_deploy(part, health=None),
        env={"MYSQL_ROOT_PASSWORD": "${{shared.MYSQL_REPLICA_PASSWORD}}"},
        volumeMounts={"/var/lib/mysql": volume("mysql-replica-data")},
    )


def _watching(parts: dict[str, Part]) -> list[Service]:
    prometheus = service(
        "prometheus",
        source=image("prom/prometheus:v3.5.0"),
        deploy=_deploy(parts["prometheus"], health="/-/ready"),
        env={"PORT": "9090"},
        volumeMounts={"/prometheus": volume("prometheus-data")},
    )
    grafana = service(
        "grafana",
        source=image("grafana/grafana:12.1.0"),
        deploy=_deploy(parts["grafana"], health="/api/health"),
        env={"PORT": "3000", "GF_SECURITY_ADMIN_PASSWORD": preserve(), "GF_USERS_ALLOW_SIGN_UP": "false"},
        volumeMounts={"/var/lib/grafana": volume("grafana-data")},
    )
    return [prometheus, grafana]


def _backup(part: Part, repository: str) -> Service:
    deploy = _deploy(part, health=None) | {"cronSchedule": "30 2 * * *", "restartPolicyType": "NEVER"}
    return service(
        "backup",
        **_ours(repository),
        start="clinic backup run",
        deploy=deploy,
        env={
            **{f"{word.upper()}_DATABASE_URL": _database_url(word) for word in SERVICES},
            "SEALING_KEYS": preserve(),
        },
    )
