"""The Railway project, in one of three sizes; `.railway/railway.py` hands it to Railway's command line."""

import json
from pathlib import Path
from typing import Any

from railway_sdk import Project, Service, github, image, mysql, project, redis, service, volume

from .sizes import SERVICES, SIZES, Part

REPOSITORY = "your-name/clinic"
DRAINING_SECONDS = 30
"""Longer than the 25 s a process takes at most to finish its requests; Railway's own default is none."""
OVERLAP_SECONDS = 15
"""How long old and new answer together: longer than the gateway remembers where a service is (10 s)."""
NIGHTLY = "30 7 * * *"
"""In UTC: at night in America."""
DOCUMENTS = "/data/documents"
ON_A_VOLUME = {"DOCUMENT_FOLDER": DOCUMENTS, "RAILWAY_RUN_UID": "0"}
"""Volumes belong to root there; everything without one runs as nobody in particular."""
SOURCE = {
    "name": "Prometheus",
    "uid": "clinic",
    "type": "prometheus",
    "url": "http://${{prometheus.RAILWAY_PRIVATE_DOMAIN}}:9090",
    "isDefault": True,
}
EDGE = "100.64.0.0/10"
"""Where Railway's own proxies call from: only they may say who the caller is."""

WATCHING = Path(__file__).parents[3] / "watching"
"""Alerts and dashboard, as every other way to run the clinic has them."""

SECRETS = (
    "SEALING_KEYS",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    *(f"{word.upper()}_DATABASE_PASSWORD" for word in SERVICES),
    "RABBITMQ_PASSWORD",
    "GRAFANA_PASSWORD",
)
"""
Shared variables, set once by a person in the dashboard; the definition only refers to them.

The same ones in every size, so that a clinic which grows keeps its keys and its accounts.
"""
SENT_BY = ("SMTP_URL", "MAIL_API_URL", "MAIL_API_KEY", "SMS_URL", "SMS_FROM")
"""Shared variables, set as the clinic needs them, by which messages leave; the URLs and the key hold passwords."""
SAID = ("CLINIC_NAME", "MAIL_FROM", "PUBLIC_URL", "TIME_ZONE", *SENT_BY)
"""Shared variables: what the clinic says of itself, and how."""
KEPT_AT = ("BACKUP_PLACES", "AWS_REGION", "AWS_ENDPOINT_URL")
"""Shared variables that say where backups go: a bucket of another provider."""
SAID_TO = {
    "identity": ("CLINIC_NAME",),
    "scheduling": ("PUBLIC_URL",),
    "billing": ("CLINIC_NAME", "TIME_ZONE"),
    "notifications": SAID,
}


def build(size: str, *, repository: str = REPOSITORY, domain: str = "") -> Project:
    """
    The project of one size.

    :param size: `solo`, `clinic` or `group`
    :param domain: the clinic's own, such as `desk.example.org`; empty: the one Railway gives
    :raises KeyError: another size
    """
    parts = {part.name: part for part in SIZES[size]}
    resources: list[Any] = [mysql("mysql"), _backup(parts["backup"], repository)]
    if "redis" in parts:
        resources.append(redis("redis"))
    if size == "solo":
        resources.append(_solo(parts["clinic"], repository, domain))
    else:
        resources.append(_accounts(parts["accounts"], repository))
        resources += [_rabbitmq(parts["rabbitmq"]), *_services(parts, repository, domain), *_watching(parts)]
    return project("clinic", resources=resources)


def _own(*names: str) -> dict[str, str]:
    return {name: f"${{{{shared.{name}}}}}" for name in names}


def _database_url(word: str, host: str = "mysql") -> str:
    """Each service has an account of its own, whose password Railway keeps."""
    return (
        f"mysql+aiomysql://{word}:${{{{shared.{word.upper()}_DATABASE_PASSWORD}}}}"
        f"@${{{{{host}.RAILWAY_PRIVATE_DOMAIN}}}}:3306/{word}"
    )


def _deploy(part: Part, *, pre: str | None = None, health: str | None = "/health/ready") -> dict[str, Any]:
    deploy: dict[str, Any] = {
        "drainingSeconds": DRAINING_SECONDS,
        "overlapSeconds": OVERLAP_SECONDS,
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


def _solo(part: Part, repository: str, domain: str) -> Service:
    return service(
        "clinic",
        **_ours(repository),
        start="clinic up",
        deploy=_deploy(part, pre="sh -c 'clinic accounts --wait 300 && clinic migrate'"),
        **_domains(domain),
        env={
            "HOST": "::",
            "PORT": "8000",
            "DRAIN_SECONDS": "5",
            "TRUSTED_PROXIES": EDGE,
            **_limit(part),
            **ON_A_VOLUME,
            **{f"{word.upper()}_DATABASE_URL": _database_url(word) for word in SERVICES},
            "MYSQL_ROOT_URL": "${{mysql.MYSQL_URL}}",
            **_own("SEALING_KEYS", *SAID),
        },
        volumeMounts={DOCUMENTS: volume("documents")},
    )


def _limit(part: Part) -> dict[str, str]:
    """What the process is told of its memory, so that an alert can come before its end."""
    return {"MEMORY_LIMIT_MB": str(int(part.memory_gb * 1000))}


def _backup(part: Part, repository: str) -> Service:
    """A job: every night one backup, restored beside the clinic and compared; then it ends."""
    return service(
        "backup",
        **_ours(repository),
        start="clinic backup run --prove",
        deploy=_deploy(part, health=None) | {"restartPolicyType": "NEVER", "cronSchedule": NIGHTLY},
        env={
            **{f"{word.upper()}_DATABASE_URL": _database_url(word) for word in SERVICES},
            "CLINIC_DATA": "/tmp/clinic",
            **_own("SEALING_KEYS", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", *KEPT_AT),
        },
    )


def _domains(domain: str) -> dict[str, Any]:
    return {"domains": [{"domain": domain, "port": 8000}]} if domain else {}


def _accounts(part: Part, repository: str) -> Service:
    """A job: only it may know the administrator of MySQL. The services' own migrations wait until it is done."""
    return service(
        "accounts",
        **_ours(repository),
        start="clinic accounts --wait 300",
        deploy=_deploy(part, health=None) | {"restartPolicyType": "ON_FAILURE", "restartPolicyMaxRetries": 5},
        env={
            "MYSQL_ROOT_URL": "${{mysql.MYSQL_URL}}",
            **{f"{word.upper()}_DATABASE_URL": _database_url(word) for word in SERVICES},
        },
    )


def _services(parts: dict[str, Part], repository: str, domain: str) -> list[Service]:
    shared = {
        "HOST": "::",
        "PORT": "8000",
        "METRICS_PORT": "9100",
        "DRAIN_SECONDS": "5",
        "BUS_URL": "amqp://clinic:${{shared.RABBITMQ_PASSWORD}}@${{rabbitmq.RAILWAY_PRIVATE_DOMAIN}}:5672/",
        "IDENTITY_URL": "http://${{identity.RAILWAY_PRIVATE_DOMAIN}}:8000",
        **_own("SEALING_KEYS"),
    }
    made = [
        service(
            word,
            **_ours(repository),
            start=f"clinic serve {word}",
            replicas=parts[word].replicas,
            deploy=_deploy(parts[word], pre=f"clinic migrate --own --wait 300 {word}"),
            env=shared
            | {"DATABASE_URL": _database_url(word)}
            | _limit(parts[word])
            | _own(*SAID_TO.get(word, ()))
            | (ON_A_VOLUME if word == "patients" else {}),
            **({"volumeMounts": {DOCUMENTS: volume("documents")}} if word == "patients" else {}),
        )
        for word in SERVICES
    ]
    door = {f"{word.upper()}_URL": f"http://${{{{{word}.RAILWAY_PRIVATE_DOMAIN}}}}:8000" for word in SERVICES}
    gateway = service(
        "gateway",
        **_ours(repository),
        start="clinic serve gateway",
        replicas=parts["gateway"].replicas,
        deploy=_deploy(parts["gateway"]),
        **_domains(domain),
        env=shared
        | door
        | _limit(parts["gateway"])
        | {"TRUSTED_PROXIES": EDGE}
        | ({"REDIS_URL": "${{redis.REDIS_URL}}"} if "redis" in parts else {}),
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


def _watching(parts: dict[str, Part]) -> list[Service]:
    # Their images run as nobody in particular, who may not write to a volume; and take files where we have text.
    common = {"RAILWAY_RUN_UID": "0"}
    prometheus = service(
        "prometheus",
        source=image("prom/prometheus:v3.5.0"),
        start='sh -c \'printf %s "$CONFIGURATION" > /tmp/prometheus.yml && printf %s "$ALERTS" > /tmp/alerts.yml '
        "&& exec prometheus "
        "--config.file=/tmp/prometheus.yml --storage.tsdb.path=/prometheus --storage.tsdb.retention.time=90d'",
        deploy=_deploy(parts["prometheus"], health="/-/ready"),
        env=common | {"PORT": "9090", "CONFIGURATION": _scraped(), "ALERTS": (WATCHING / "alerts.yml").read_text()},
        volumeMounts={"/prometheus": volume("prometheus-data")},
    )
    grafana = service(
        "grafana",
        source=image("grafana/grafana:12.1.0"),
        start='sh -c \'cd /etc/grafana/provisioning && printf %s "$DATASOURCE" > datasources/clinic.yml '
        '&& printf %s "$DASHBOARDS" > dashboards/clinic.yml && mkdir -p /tmp/dashboards '
        '&& printf %s "$DASHBOARD" > /tmp/dashboards/clinic.json && exec /run.sh\'',
        deploy=_deploy(parts["grafana"], health="/api/health"),
        env=common
        | {
            "PORT": "3000",
            "GF_SECURITY_ADMIN_PASSWORD": "${{shared.GRAFANA_PASSWORD}}",
            "GF_USERS_ALLOW_SIGN_UP": "false",
            "DATASOURCE": json.dumps({"apiVersion": 1, "datasources": [SOURCE]}),
            "DASHBOARDS": json.dumps(
                {"apiVersion": 1, "providers": [{"name": "clinic", "options": {"path": "/tmp/dashboards"}}]}
            ),
            "DASHBOARD": json.dumps(json.loads((WATCHING / "dashboards/clinic.json").read_text())),
        },
        volumeMounts={"/var/lib/grafana": volume("grafana-data")},
    )
    return [prometheus, grafana]


def _scraped() -> str:
    """Every process, and every replica of one: a service's name leads to all of their addresses."""
    lines = ["global: {scrape_interval: 15s}", "rule_files: [/tmp/alerts.yml]", "scrape_configs:"]
    lines += ["- job_name: prometheus", '  static_configs: [{targets: ["localhost:9090"]}]']
    for word in (*SERVICES, "gateway"):
        host = f"${{{{{word}.RAILWAY_PRIVATE_DOMAIN}}}}"
        lines.append(f"- job_name: {word}")
        lines.append(f'  dns_sd_configs: [{{names: ["{host}"], type: AAAA, port: 9100, refresh_interval: 15s}}]')
    return "\n".join(lines) + "\n"
