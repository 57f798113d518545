"""Builders for identity's tests: people hired, people signed in, accesses to record."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import httpx2
import pytest
from clinic_common.access import TokenVerifier
from clinic_common.bus.inprocess import InProcessBus
from clinic_common.database import Database, new_id, utc_now
from clinic_common.resources import Resources
from clinic_common.service import Service
from clinic_common.settings import Settings
from clinic_common.testing import serving
from clinic_contracts.trail import AccessRecorded
from identity import commands, rules
from identity.models import Staff
from identity.service import SERVICE

PASSWORD = "correct horse battery"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def after(**parts: float) -> datetime:
    """A moment after noon."""
    return NOON + timedelta(**parts)


@cache
def password_hash() -> str:
    """The hash of `PASSWORD`, computed once for all tests."""
    return rules.hash_now(PASSWORD)


@pytest.fixture
def service() -> Service:
    """The service under test."""
    return SERVICE


@pytest.fixture
def resources(settings: Settings, database: Database, bus: InProcessBus) -> Resources:
    """What identity stands on; tokens are checked against the keys it publishes itself."""

    async def fetch_keys() -> dict[str, Any]:
        return {"keys": await resources.extras["keys"].published(utc_now())}

    resources = Resources(
        settings=settings, database=database, bus=bus, sealer=database.sealer, verifier=TokenVerifier(fetch_keys)
    )
    return resources


@pytest.fixture
async def client(app: Any) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the running service, not signed in."""
    async with serving(app) as client:
        yield client


Hire = Callable[..., Awaitable[Staff]]


@pytest.fixture
def hire(database: Database) -> Hire:
    """`await hire("nurse")`: a staff member whose password is `PASSWORD`."""

    async def hire(role: str = "doctor", *, email: str | None = None, now: datetime = NOON, **more: Any) -> Staff:
        details = {"display_name": f"Some {role}", "password_hash": password_hash()} | more
        email = email or f"{role}@clinic.example"
        return await database.run(commands.add_staff, email=email, role=role, now=now, **details)

    return hire


class SignedIn:
    """Somebody signed in: their tokens, and headers to call with."""

    def __init__(self, issued: rules.Issued, access: str) -> None:
        self.session_id, self.refresh, self.access = issued.session_id, issued.refresh_token, access
        self.headers = {"Authorization": f"Bearer {access}"}


SignIn = Callable[..., Awaitable[SignedIn]]


@pytest.fixture
def sign_in(client: httpx2.AsyncClient, resources: Resources) -> SignIn:
    """`await sign_in(staff)`: a session as the sign-in route begins it, without the hashing."""

    async def sign_in(staff: Staff, *, address: str = "192.0.2.1") -> SignedIn:
        now = utc_now()
        issued = await begin(resources.database, staff, now=now, address=address)
        key = await resources.extras["keys"].current(now)
        return SignedIn(issued, rules.access_token(issued, key_id=key.key_id, key=key.private))

    return sign_in


async def begin(
    database: Database, staff: Staff, *, now: datetime = NOON, address: str = "203.0.113.7", otp: str | None = None
) -> rules.Issued:
    """Begin a session for somebody whose password is `PASSWORD`."""
    return await database.run(
        commands.start_sign_in,
        staff_id=staff.id,
        seen_hash=password_hash(),
        better_hash=None,
        otp=otp,
        forgive=(),
        address=address,
        device="Firefox",
        sealer=database.sealer,
        now=now,
    )


@pytest.fixture
async def admin(hire: Hire, sign_in: SignIn) -> SignedIn:
    """An admin signed in."""
    return await sign_in(await hire("admin"))


def access(*subjects: Any, source: str = "patients", **more: Any) -> AccessRecorded:
    """Somebody looked at these patients."""
    details: dict[str, Any] = {
        "actor_id": new_id(),
        "actor_name": "Zoë Ng 🦊",
        "role": "nurse",
        "session_id": new_id(),
        "action": "get_patient",
        "kind": "read",
        "address": "203.0.113.7",
        "request_id": "r-1",
        "occurred_at": NOON,
    }
    return AccessRecorded(source=source, subject_ids=list(subjects) or [new_id()], **details | more)
