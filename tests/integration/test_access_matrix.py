"""Who may call what: every row of the role table, tried as every role, against the running suite."""

import uuid
from importlib import import_module
from typing import Any

import pytest
from clinic_common.resources import Resources
from clinic_common.sealing import Sealer
from clinic_common.service import build_app
from clinic_contracts.permissions import ROLES
from gateway.access import GATEWAY, TABLE, Row
from gateway.documents import disagreements

from .clinic import NAMES, Clinic, eventually

OPEN_ROWS = [row for row in TABLE if row.who.open]
GUARDED = [row for row in TABLE if not row.who.open and row.path != "/api/events"]


def documents(tmp_path: Any) -> dict[str, Any]:
    """Each service's OpenAPI document, as it says it itself."""
    found = {}
    for name in NAMES:
        service = import_module(f"{name}.service").SERVICE
        settings = service.settings(
            database_url=f"sqlite+aiosqlite:///{tmp_path}/{name}.db",
            bus_url="inprocess:",
            sealing_keys=Sealer.new_ring(),
        )
        found[name] = build_app(service, Resources.of(settings, service=name)).openapi()
    return found


def test_every_route_is_in_the_role_table_and_every_row_has_its_route(tmp_path: Any) -> None:
    assert disagreements(documents(tmp_path)) == []


def test_every_operation_has_a_name_of_its_own(tmp_path: Any) -> None:
    names = [
        operation["operationId"]
        for document in documents(tmp_path).values()
        for operations in document["paths"].values()
        for operation in operations.values()
    ]
    assert len(names) == len(set(names))


def _call(client: Any, row: Row) -> Any:
    path = row.path
    while "{" in path:
        head, _, rest = path.partition("{")
        path = head + str(uuid.uuid4()) + rest.partition("}")[2]
    body = {"json": {}} if row.method in ("POST", "PUT", "PATCH") else {}
    return client.request(row.method, path, headers={"If-Match": '"1"'}, **body)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_may_exactly_what_its_permissions_say(clinic: Clinic, role: str) -> None:
    client = clinic.sign_in(*clinic.people[role])
    wrong = []
    for row in GUARDED:
        if row.path.startswith("/api/auth/"):
            continue  # these change one's own sign-in; everybody signed in may
        answer = _call(client, row)
        permitted = not row.who.permissions or bool(row.who.permissions & ROLES[role])
        refused = answer.status_code == 403 and answer.json()["code"] == "not_permitted"
        if refused == permitted or answer.status_code in (401, 500, 503):
            wrong.append((row.method, row.path, answer.status_code, permitted))
    assert wrong == []


def test_nobody_gets_in_without_a_token(clinic: Clinic) -> None:
    client = clinic.client()
    for row in GUARDED:
        answer = _call(client, row)
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token"), row
        assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_open_says_so_and_nothing_else_is(clinic: Clinic) -> None:
    assert {row.path for row in OPEN_ROWS if row.upstream != GATEWAY} <= {
        "/.well-known/jwks.json",
        "/.well-known/trail-keys.json",
        "/api/auth/login",
        "/api/auth/refresh",
        "/api/auth/logout",
        "/api/auth/accept-invitation",
        "/api/auth/token",
        "/api/auth/forgot-password",
        "/api/auth/reset-password",
        "/calendar/{secret}.ics",
        "/api/visits/{token}",
        "/api/visits/{token}/confirm",
        "/api/visits/{token}/cancel",
        "/api/sms/incoming",
        "/api/documents/upload/{token}",
        "/api/documents/download/{token}",
    }


@pytest.mark.parametrize(
    "path",
    ["/api/revocations", "/revocations", "/api/patients/%2e%2e/staff", "/api//patients", "/metrics", "/api/nothing"],
)
def test_what_is_in_no_row_leads_nowhere(clinic: Clinic, path: str) -> None:
    answer = clinic.as_("admin").get(path)
    assert answer.status_code in (400, 404), answer.text
    assert "json" in answer.headers["content-type"] or answer.status_code == 404


def test_metrics_are_not_on_the_public_port_but_the_document_is(clinic: Clinic) -> None:
    # A service that was too busy to say what it answers is asked again.
    paths = ("/api/appointments", "/api/invoices", "/api/patients", "/api/staff", "/api/messages")
    assert eventually(lambda: clinic.client().get("/openapi.json").json()["paths"].keys() >= {*paths})
    assert clinic.client().get("/docs").status_code == 200
    assert clinic.client().get("/health/live").status_code == 200
    assert clinic.client().get("/health").json()["services"].keys() == set(NAMES)
