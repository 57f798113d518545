"""Access tokens as an attacker makes them, against the running service with its real keys."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import jwt
import pytest
from clinic_common.access import ALGORITHM, AUDIENCE, ISSUER, TokenVerifier
from clinic_common.database import new_id, utc_now
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from identity import commands
from identity.models import SigningKey


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


class Forge:
    """Everything an attacker may know of one admin, and everything only identity knows."""

    def __init__(self, token, key):
        self.token, self.key = token, key
        self.header = jwt.get_unverified_header(token)
        self.claims = jwt.decode(token, options={"verify_signature": False})

    def signed(self, header=None, **claims):
        """Signed with identity's own key: only the claims are wrong."""
        payload = {name: value for name, value in (self.claims | claims).items() if value is not ...}
        return jwt.encode(payload, self.key.private, ALGORITHM, headers=header or {"kid": self.key.key_id})

    def unsigned(self, algorithm):
        return f"{part(self.header | {'alg': algorithm})}.{part(self.claims)}."

    def with_public_key_as_secret(self):
        public = self.key.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        body = f"{part(self.header | {'alg': 'HS256'})}.{part(self.claims)}"
        mac = hmac.new(public, body.encode(), hashlib.sha256).digest()
        return f"{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


ATTACKS = {
    "no signature, alg none": lambda f: f.unsigned("none"),
    "no signature, alg None": lambda f: f.unsigned("None"),
    "no signature, alg ES256": lambda f: f.unsigned("ES256"),
    "HS256 with the public key": lambda f: f.with_public_key_as_secret(),
    "another key under our key id": lambda f: jwt.encode(
        f.claims, ec.generate_private_key(ec.SECP256R1()), ALGORITHM, headers={"kid": f.key.key_id}
    ),
    "another key with its own key inside": lambda f: forged_with_jwk(f),
    "an unknown key id": lambda f: f.signed({"kid": "made-up"}),
    "no key id": lambda f: jwt.encode(f.claims, f.key.private, ALGORITHM),
    "a key id that is no text": lambda f: f"{part({'alg': 'ES256', 'kid': ['x']})}.{f.token.split('.', 1)[1]}",
    "another issuer": lambda f: f.signed(iss="somebody"),
    "another audience": lambda f: f.signed(aud="another clinic"),
    "no audience": lambda f: f.signed(aud=...),
    "expired": lambda f: f.signed(exp=int((utc_now() - timedelta(seconds=60)).timestamp())),
    "no expiry": lambda f: f.signed(exp=...),
    "not yet valid": lambda f: f.signed(nbf=int((utc_now() + timedelta(minutes=5)).timestamp())),
    "issued in the future": lambda f: f.signed(iat=int((utc_now() + timedelta(minutes=5)).timestamp())),
    "no session": lambda f: f.signed(sid=...),
    "nobody": lambda f: f.signed(sub="nobody"),
    "locations that are no list": lambda f: f.signed(locations=7),
    "locations that are no ids": lambda f: f.signed(locations=["everywhere"]),
    "permissions that are no list": lambda f: f.signed(permissions=7),
    "another role, old signature": lambda f: ".".join(
        [f.token.split(".")[0], part(f.claims | {"role": "doctor"}), f.token.split(".")[2]]
    ),
    "cut off": lambda f: f.token[:-10],
    "only two parts": lambda f: f.token.rpartition(".")[0],
    "an empty token": lambda f: "",
    "no token": lambda f: "🦊".encode().hex(),
    "very long": lambda f: f.token + "A" * 20_000,
}


def encoded(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def on_another_curve(forge, curve, algorithm):
    """Signed on another curve, by a key that says it is ours."""
    return jwt.encode(forge.claims, ec.generate_private_key(curve), algorithm, headers={"kid": forge.key.key_id})


def signed_with(forge, raw):
    return f"{forge.token.rpartition('.')[0]}.{encoded(raw)}"


def with_header_text(forge, text):
    """Signed with identity's own key, under a header written letter by letter."""
    body = f"{encoded(text.encode())}.{forge.token.split('.')[1]}"
    signature = jwt.get_algorithm_by_name(ALGORITHM).sign(body.encode(), forge.key.private)
    return f"{body}.{encoded(signature)}"


def twice_in_the_header(forge, first, last):
    return with_header_text(forge, f'{{"alg":"{first}","kid":"{forge.key.key_id}","alg":"{last}"}}')


ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group of P-256 (SEC 2)."""
ATTACKS |= {
    "a signature of zeros": lambda f: signed_with(f, bytes(64)),
    "r is zero": lambda f: signed_with(f, bytes(32) + b"\x01" * 32),
    "r and s are the order of the group": lambda f: signed_with(f, ORDER.to_bytes(32) * 2),
    "half a signature": lambda f: signed_with(f, b"\x01" * 32),
    "a signature in another form": lambda f: signed_with(f, b"\x30\x06\x02\x01\x01\x02\x01\x01"),
    "P-384 under our key id": lambda f: on_another_curve(f, ec.SECP384R1(), "ES384"),
    "secp256k1 under our key id": lambda f: on_another_curve(f, ec.SECP256K1(), "ES256K"),
    "alg twice, the last one none": lambda f: twice_in_the_header(f, ALGORITHM, "none"),
    "alg twice, the last one HS256": lambda f: twice_in_the_header(f, ALGORITHM, "HS256"),
    "a key id that is a path": lambda f: f.signed({"kid": "../../../../dev/null"}),
    "a key id that is a statement": lambda f: f.signed({"kid": "x' OR '1'='1"}),
    "a key at an address": lambda f: jwt.encode(
        f.claims, ec.generate_private_key(ec.SECP256R1()), ALGORITHM,
        headers={"kid": "mine", "jku": "https://evil.example/jwks.json", "x5u": "https://evil.example/x"},
    ),
    "a header that must be understood": lambda f: f.signed({"kid": f.key.key_id, "crit": ["exp2"], "exp2": 1}),
    "a body that is not encoded": lambda f: f.signed({"kid": f.key.key_id, "b64": False, "crit": ["b64"]}),
    "a token of the trail's kind": lambda f: f.signed(iss=..., aud=...),
    "spaces around its parts": lambda f: f.token.replace(".", " . "),
}  # fmt: skip


def forged_with_jwk(forge):
    key = ec.generate_private_key(ec.SECP256R1())
    public = jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return jwt.encode(forge.claims, key, ALGORITHM, headers={"kid": "mine", "jwk": public})


@pytest.fixture
async def forge(admin, resources):
    """One admin's token and the key that signed it."""
    return Forge(admin.access, await resources.extras["keys"].current(utc_now()))


async def test_a_token_that_is_not_ours_opens_nothing(client, forge):
    good = await client.get("/me", headers={"Authorization": f"Bearer {forge.signed()}"})
    assert good.status_code == 200
    for attack, forged in ATTACKS.items():
        for path in ("/me", "/staff", "/access-trail"):
            answer = await client.get(path, headers={"Authorization": f"Bearer {forged(forge)}"})
            assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token"), attack
            assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_token_says_who_what_and_until_when(client, hire, sign_in):
    staff = await hire("nurse", display_name="Zoë 🦊")
    claims = jwt.decode((await sign_in(staff)).access, options={"verify_signature": False})
    assert (claims["iss"], claims["aud"], claims["sub"]) == (ISSUER, AUDIENCE, str(staff.id))
    assert (claims["role"], claims["name"]) == ("nurse", "Zoë 🦊")
    assert 899 <= claims["exp"] - claims["iat"] <= 900
    assert "email" not in claims


async def test_the_published_keys_alone_are_enough_to_check_a_token(client, admin):
    answer = await client.get("/.well-known/jwks.json")
    assert answer.status_code == 200
    [key] = answer.json()["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "kid", "alg", "use"}

    async def fetch():
        return answer.json()

    principal = await TokenVerifier(fetch).verify(admin.access)
    assert (principal.role, principal.display_name) == ("admin", "Some admin")


async def test_tokens_of_the_old_key_stay_good_after_a_rotation(client, admin, hire, resources, sign_in):
    made = await resources.database.run(commands.rotate_signing_key, sealer=resources.sealer, now=utc_now())

    async def let_time_pass(session):
        key = await session.get(SigningKey, made.number)
        key.signs_from = utc_now() - timedelta(minutes=1)

    await resources.database.run(let_time_pass)
    resources.extras["keys"].forget()
    fresh = await sign_in(await hire("nurse"))
    kids = [jwt.get_unverified_header(token)["kid"] for token in (admin.access, fresh.access)]
    assert kids[0] != kids[1]
    assert kids == [key["kid"] for key in (await client.get("/.well-known/jwks.json")).json()["keys"]]
    for one in (admin, fresh):
        assert (await client.get("/me", headers=one.headers)).status_code == 200


async def test_somebody_unknown_with_a_good_signature_is_nobody_here(client, forge):
    token = forge.signed(sub=str(new_id()))
    assert (await client.get("/me", headers={"Authorization": f"Bearer {token}"})).status_code == 401
