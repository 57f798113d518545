"""Who gets in, who may what, and what is not in the role table."""

import asyncio
import base64
import json
import time
from datetime import timedelta
from uuid import uuid4

import jwt
import pytest
from clinic_common.access import AUDIENCE, ISSUER
from clinic_common.database import utc_now
from clinic_contracts.permissions import ROLES, Permission
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from gateway.access import GATEWAY, INSIDE, SERVICES, TABLE
from gateway.documents import disagreements

FORWARDED = [row for row in TABLE if row.upstream != GATEWAY]


def filled(path):
    return "/".join(str(uuid4()) + s.partition("}")[2] if s.startswith("{") else s for s in path.split("/"))


async def test_every_role_may_exactly_what_the_table_says(inner):
    for role, held in ROLES.items():
        headers = inner.token(role)
        for row in FORWARDED:
            answer = await inner.client.request(row.method, filled(row.path), headers=headers)
            may = row.who.open or not row.who.permissions or bool(row.who.permissions & held)
            if may:
                assert (answer.status_code, answer.json().get("service", "")) in (
                    (200, row.upstream), (200, "")
                ), row  # fmt: skip
            else:
                assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted"), row


async def test_without_a_token_only_open_calls_answer(inner):
    for row in FORWARDED:
        answer = await inner.client.request(row.method, filled(row.path), headers={"Authorization": ""})
        assert answer.status_code == (200 if row.who.open else 401), row
        if not row.who.open:
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_open_to_anybody_is_a_short_list():
    assert {row.path for row in TABLE if row.who.open} <= {
        "/health", "/health/live", "/health/ready", "/status", "/status.json", "/openapi.json",
        "/docs", "/.well-known/jwks.json",
        "/.well-known/trail-keys.json",
        "/api/auth/login", "/api/auth/refresh", "/api/auth/logout", "/api/auth/accept-invitation",
        "/api/auth/token",
        "/api/auth/forgot-password", "/api/auth/reset-password",
        "/calendar/{secret}.ics", "/api/visits/{token}", "/api/visits/{token}/confirm", "/api/visits/{token}/cancel",
        "/api/documents/upload/{token}", "/api/documents/download/{token}",
        "/api/sms/incoming",
        "/api/visits/{token}/accept-offer", "/api/visits/{token}/decline-offer",
    }  # fmt: skip


def may(role, method, path):
    [row] = [row for row in TABLE if (row.method, row.path) == (method, path)]
    return bool(row.who.permissions & ROLES[role])


def test_the_roles_are_those_the_clinic_agreed_on():
    chart = [
        row
        for row in TABLE
        if row.path.partition("{patient_id}/")[2].startswith(("notes", "problems", "medic", "documents"))
    ]
    assert chart
    for row in chart:
        for role in ("receptionist", "admin"):
            assert not row.who.permissions & ROLES[role], (role, row)
    assert may("receptionist", "POST", "/api/patients")
    assert may("receptionist", "POST", "/api/appointments")
    assert may("receptionist", "POST", "/api/invoices/{invoice_id}/payments")
    assert not may("receptionist", "POST", "/api/payments/{payment_id}/refund")
    assert not may("receptionist", "GET", "/api/access-trail")
    assert not may("receptionist", "GET", "/api/patients/{patient_id}/vitals")
    assert may("nurse", "POST", "/api/patients/{patient_id}/vitals")
    assert may("nurse", "GET", "/api/invoices")
    assert not may("nurse", "POST", "/api/invoices")
    assert not may("nurse", "GET", "/api/patients/{patient_id}/problems")
    assert may("doctor", "GET", "/api/patients/{patient_id}/problems")
    assert may("doctor", "GET", "/api/invoices/{invoice_id}")
    assert not may("doctor", "POST", "/api/invoices")
    assert not may("doctor", "POST", "/api/staff")
    assert may("admin", "POST", "/api/staff")
    assert may("admin", "POST", "/api/payments/{payment_id}/refund")
    assert may("admin", "GET", "/api/reports/day")


def test_every_permission_opens_something_or_is_a_rule_of_rows():
    used = {permission for row in TABLE for permission in row.who.permissions}
    # This decides within a route which options somebody has.
    rows_only = {Permission.APPOINTMENTS_OVERBOOK}
    assert set(Permission) - used <= rows_only


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api", 404), ("GET", "/api/nothing", 404), ("GET", "/api/revocations", 404),
        ("GET", "/api/health", 404), ("GET", "/api/openapi.json", 404), ("GET", "/api/patients/", 404),
        ("GET", "/api/docs", 404), ("DELETE", "/api/patients", 405), ("TRACE", "/api/patients", 405),
        ("POST", "/health", 405), ("POST", "/nothing", 404), ("POST", "/", 404), ("GET", "/revocations", 404),
    ],
)  # fmt: skip
async def test_what_is_not_in_the_table_never_reaches_a_service(inner, method, path, status):
    before = sum(len(u.seen) for u in inner.upstreams.values())
    answer = await inner.client.request(method, path)
    assert answer.status_code == status
    assert answer.json()["code"] == {404: "not_found", 405: "method_not_allowed"}[status]
    assert sum(len(u.seen) for u in inner.upstreams.values()) == before
    if status == 405:
        assert "GET" in answer.headers["allow"]


async def test_options_says_what_is_allowed_and_lets_no_other_origin_in(inner):
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = await inner.client.options("/api/patients", headers=asked)
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert (await inner.client.options("/api/nothing")).status_code == 404


async def test_head_is_a_get_without_its_body(house):
    answer = await house.client.head("/api/patients")
    assert (answer.status_code, answer.content) == (200, b"")
    assert house["patients"].seen[-1]["method"] == "GET"
    refused = await house.client.head("/api/patients", headers={"Authorization": ""})
    assert (refused.status_code, refused.content) == (401, b"")


def unsigned(payload, header):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part(header)}.{part(payload)}."


async def test_tokens_that_are_not_ours_or_not_valid_now_are_refused(house):
    signer, now = house.signer, utc_now()
    good = jwt.decode(signer.token("admin"), options={"verify_signature": False})
    public = signer.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    hmac = jwt.api_jws.PyJWS()
    hmac_with_public_key = hmac.encode(
        json.dumps(good).encode(), base64.b64encode(public), "HS256", headers={"kid": "test"}
    )
    stranger = ec.generate_private_key(ec.SECP256R1())
    whole = signer.token("admin")
    bad = {
        "alg none": unsigned(good, {"alg": "none", "typ": "JWT", "kid": "test"}),
        "alg none, other case": unsigned(good, {"alg": "NonE", "typ": "JWT", "kid": "test"}),
        "HS256 with the public key": hmac_with_public_key,
        "a stranger's key": jwt.encode(good, stranger, "ES256", headers={"kid": "test"}),
        "an unknown key id": jwt.encode(good, signer.key, "ES256", headers={"kid": "other"}),
        "no key id": jwt.encode(good, signer.key, "ES256"),
        "another issuer": signer.token(iss="somebody"),
        "another audience": signer.token(aud="elsewhere"),
        "expired": signer.token(exp=now - timedelta(seconds=1)),
        "not yet valid": signer.token(nbf=now + timedelta(minutes=5)),
        "no session": signer.token(sid=None),
        "a changed payload": whole[: whole.index(".") + 5] + "A" + whole[whole.index(".") + 6 :],
        "a cut signature": whole[:-4],
        "nonsense": "x.y.z",
        "nothing": "",
    }
    assert good["iss"] == ISSUER and good["aud"] == AUDIENCE
    for name, token in bad.items():
        answer = await house.client.get("/api/patients", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token"), name
    basic = await house.client.get("/api/patients", headers={"Authorization": f"Basic {whole}"})
    assert basic.status_code == 401
    assert house["patients"].seen == []
    assert (await house.client.get("/api/patients", headers={"Authorization": f"Bearer {whole}"})).status_code == 200


async def test_a_token_that_was_good_is_refused_once_it_expired(inner):
    headers = inner.token("nurse", exp=int(time.time()) + 1)
    assert (await inner.client.get("/api/patients", headers=headers)).status_code == 200
    await asyncio.sleep(1.1)
    assert (await inner.client.get("/api/patients", headers=headers)).status_code == 401


def document_of(rows, extra=()):
    paths = {}
    for row in rows:
        paths.setdefault(row.upstream_path, {})[row.method.lower()] = {"responses": {}}
    for method, path in extra:
        paths.setdefault(path, {})[method] = {"responses": {}}
    return {"paths": paths}


def test_a_route_missing_from_the_table_and_a_row_without_a_route_are_both_found():
    documents = {word: document_of([r for r in TABLE if r.upstream == word]) for word in SERVICES}
    assert disagreements(documents) == []
    for of, method, path in INSIDE:
        documents[of]["paths"].setdefault(path, {})[method.lower()] = {}
    assert disagreements(documents) == []
    documents["billing"]["paths"]["/vault"] = {"post": {}}
    documents["notifications"]["paths"]["/message-templates/secrets"] = {"get": {}}
    del documents["patients"]["paths"]["/patients"]["post"]
    assert sorted(disagreements(documents)) == [
        "billing offers POST /vault, which is not in the role table",
        "notifications offers GET /message-templates/secrets, which /api/message-templates/{name} lets in",
        "notifications offers GET /message-templates/secrets, which is not in the role table",
        "the role table has POST /api/patients, which patients does not offer",
    ]


async def test_a_word_in_the_place_of_an_id_leads_nowhere(inner):
    # `/patients/statistics` is a route of patients that only reports may reach.
    answer = await inner.client.get("/api/patients/statistics", headers=inner.token("receptionist"))
    assert (answer.status_code, inner["patients"].seen) == (404, [])
    assert (await inner.client.get("/api/reports/patients")).json()["path"] == "/patients/statistics"
    assert (await inner.client.get("/api/reports/patients", headers=inner.token("nurse"))).status_code == 403
