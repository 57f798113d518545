"""Fixtures for the tests of every service: both databases, a bus, signed tokens, a client; nothing faked inside."""

import asyncio
import os
import shutil
import ssl
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
import jwt
import pytest
from clinic_contracts.base import Event
from clinic_contracts.permissions import ROLES
from clinic_contracts.trail import AccessesRecorded, AccessRecorded
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import make_url, select

from . import trail
from .access import ALGORITHM, AUDIENCE, ISSUER, TokenVerifier
from .bus import Message, sealed_body
from .bus.inprocess import InProcessBus
from .database import Database, new_id, utc_now
from .resources import Resources
from .sealing import Sealer
from .service import Service, build_app
from .settings import Settings
from .tables import OUTBOX

RING = Sealer.new_ring()
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
FOUNDATIONS = ("sqlite", "mysql")


class Signer:
    """Signs access tokens as identity does, with a key of this test run."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())

    def jwks(self) -> dict[str, Any]:
        """The public half, as identity publishes it."""
        public = jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "test", "alg": ALGORITHM, "use": "sig"}]}

    async def fetch_keys(self) -> dict[str, Any]:
        """What a verifier calls."""
        return self.jwks()

    def token(self, role: str = "admin", *, staff_id: uuid.UUID | None = None, **claims: Any) -> str:
        """An access token for somebody of this role; claims may be overridden."""
        now = utc_now()
        payload = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(staff_id or new_id()),
            "sid": str(new_id()),
            "role": role,
            "name": f"Test {role}",
            "permissions": sorted(ROLES.get(role, ())),
            "iat": now,
            "nbf": now,
            "exp": now + timedelta(minutes=15),
        } | claims
        return jwt.encode(payload, self.key, ALGORITHM, headers={"kid": "test"})


@cache
def _signer() -> Signer:
    return Signer()


@pytest.fixture
def signer() -> Signer:
    """Signs tokens that the services under test accept."""
    return _signer()


@pytest.fixture
def service() -> Service:
    """The service under test; a service's conftest overrides this."""
    raise NotImplementedError("override the `service` fixture in conftest.py")


@pytest.fixture(params=FOUNDATIONS)
def foundation(request: pytest.FixtureRequest) -> str:
    """Which database: everything that uses one runs on both."""
    return str(request.param)


@cache
def _sqlite_template(name: str) -> Path:
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix=f"clinic-{name}-"))
    return folder / "template.db"


async def _create_all(service: Service, url: str) -> None:
    database = Database(url, service=service.name, sealer=Sealer.from_text(RING))
    async with database.engine.begin() as connection:
        await connection.run_sync(service.metadata.create_all)
    await database.close()


def run_apart(work: Callable[[], Awaitable[None]]) -> None:
    """Run something async to its end in a thread of its own, also while a loop is running here."""
    import threading

    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work())  # type: ignore[arg-type]
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


def mysql_server() -> Any:
    """The URL of the MySQL server of this test run, as root."""
    url = os.environ.get("CLINIC_TEST_MYSQL_URL")
    if not url:
        pytest.fail("no MySQL: set CLINIC_TEST_MYSQL_URL or run without --no-servers")
    return make_url(url)


def mysql_admin(statement: str, *more: str, schema: str | None = None) -> None:
    """Execute statements as root."""
    import pymysql

    server = mysql_server()
    connection = pymysql.connect(
        host=server.host,
        port=server.port or 3306,
        user=server.username or "root",
        password=server.password or "",
        database=schema,
        autocommit=True,
    )
    with connection, connection.cursor() as cursor:
        for each in (statement, *more):
            cursor.execute(each)


@cache
def _mysql_schema(service_name: str) -> str:
    schema = f"test_{service_name}_{WORKER}"
    mysql_admin(
        f"DROP DATABASE IF EXISTS {schema}",
        f"CREATE DATABASE {schema} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    )
    return schema


def mysql_url(schema: str) -> str:
    """The SQLAlchemy URL of one schema of the test server."""
    url = mysql_server().set(drivername="mysql+aiomysql", database=schema)
    return str(url.render_as_string(hide_password=False))


_made: set[str] = set()


@pytest.fixture
def database_url(service: Service, foundation: str, tmp_path: Path) -> str:
    """An empty schema with the service's tables."""
    if foundation == "sqlite":
        template = _sqlite_template(service.name)
        if not template.exists():
            run_apart(lambda: _create_all(service, f"sqlite+aiosqlite:///{template}"))
        file = tmp_path / f"{service.name}.db"
        shutil.copy(template, file)
        return f"sqlite+aiosqlite:///{file}"
    schema = _mysql_schema(service.name)
    url = mysql_url(schema)
    if schema not in _made:
        run_apart(lambda: _create_all(service, url))
        _made.add(schema)
    else:
        empty = [f"DELETE FROM `{table.name}`" for table in service.metadata.sorted_tables]
        mysql_admin("SET FOREIGN_KEY_CHECKS=0", *_guards_off(service), *empty, *_guards_on(service), schema=schema)
    return url


def _guards_off(service: Service) -> list[str]:
    """Statements that lift triggers against deletion, which a service's metadata may list for its tests."""
    return list(service.metadata.info.get("mysql_guards_off", ()))


def _guards_on(service: Service) -> list[str]:
    return list(service.metadata.info.get("mysql_guards_on", ()))


@pytest.fixture
async def database(service: Service, database_url: str) -> AsyncIterator[Database]:
    """The service's database, empty."""
    database = Database(database_url, service=service.name, sealer=Sealer.from_text(RING))
    yield database
    await database.close()


@pytest.fixture
async def bus() -> AsyncIterator[InProcessBus]:
    """A bus within this process."""
    bus = InProcessBus()
    yield bus
    await bus.close()


@pytest.fixture
def settings(service: Service, database_url: str) -> Settings:
    """Settings for the service under test; override to add its own."""
    return service.settings(database_url=database_url, bus_url="inprocess:", sealing_keys=RING)


@pytest.fixture
def resources(settings: Settings, database: Database, bus: InProcessBus, signer: Signer) -> Resources:
    """What the service under test stands on."""
    return Resources(
        settings=settings,
        database=database,
        bus=bus,
        sealer=database.sealer,
        verifier=TokenVerifier(signer.fetch_keys),
    )


Emitted = Callable[..., Awaitable[list[Any]]]


async def emitted_by(database: Database, kind: type[Event] | None = None) -> list[Any]:
    """
    The events in a schema's outbox in order, those that left included; of one kind, if asked.

    Accesses are asked for one by one, as `AccessRecorded`, whether they were handed to the outbox yet or not.
    """

    async def query(session: Any) -> list[Any]:
        return list((await session.execute(select(OUTBOX).order_by(OUTBOX.c.position))).all())

    while kind is AccessRecorded and await database.run(trail.hand_over, source=database.service, now=utc_now()):
        pass
    messages = [
        Message(row.message_id, row.type, row.occurred_at, database.service, row.body, row.headers)
        for row in await database.read(query)
    ]
    events = [message.opened(database.sealer) for message in messages]
    if kind is AccessRecorded:
        return [access for event in events if isinstance(event, AccessesRecorded) for access in event.accesses]
    return [event for event in events if kind is None or isinstance(event, kind)]


@pytest.fixture
def emitted(database: Database) -> Emitted:
    """`await emitted(AppointmentBooked)`: what the service under test told the others."""

    async def look(kind: type[Event] | None = None) -> list[Any]:
        return await emitted_by(database, kind)

    return look


Deliver = Callable[..., Awaitable[None]]


@pytest.fixture
def deliver(service: Service, database: Database) -> Deliver:
    """`await deliver(event)`: bring an event to every reaction that wants it; `times=2` brings the same one twice."""

    async def bring(event: Event, *, times: int = 1) -> None:
        message_id = new_id()
        body = sealed_body(event, message_id, database.sealer)
        message = Message(message_id, event.wire_name, utc_now(), event.publisher(), body)
        wanted = [s for s in service.reactions.subscriptions(database) if event.wire_name in s.types]
        assert wanted, f"{service.name} does not react to {event.wire_name}"
        for _ in range(times):
            for subscription in wanted:
                await subscription.handle(message)

    return bring


@asynccontextmanager
async def serving(app: Any) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of an app whose lifespan is entered."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
        yield await stack.enter_async_context(httpx2.AsyncClient(transport=transport, base_url="http://test"))


_apps: dict[int, tuple[Service, Any]] = {}


@pytest.fixture
async def app(service: Service, resources: Resources) -> Any:
    """The service's app; its routes are built once in a test run, what it stands on is new each time."""
    if id(service) not in _apps:
        _apps[id(service)] = service, build_app(service, resources)
    _, app = _apps[id(service)]
    app.state.resources = resources
    return app


@pytest.fixture
async def client(app: Any, signer: Signer) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the running service, signed in as admin; `client.headers` changes who it is."""
    async with serving(app) as client:
        client.headers["Authorization"] = f"Bearer {signer.token('admin')}"
        yield client


@pytest.fixture
def as_role(signer: Signer) -> Callable[..., dict[str, str]]:
    """`headers=as_role("nurse")`: headers of somebody of that role."""

    def headers(role: str, **claims: Any) -> dict[str, str]:
        return {"Authorization": f"Bearer {signer.token(role, **claims)}"}

    return headers


async def eventually(look: Callable[[], Awaitable[Any]], *, within: float = 10.0, every: float = 0.05) -> Any:
    """Wait until `look` gives something true, or fail; for what happens in other processes."""
    deadline = asyncio.get_running_loop().time() + within
    while True:
        found = await look()
        if found:
            return found
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError(f"did not happen within {within} s; last seen: {found!r}")
        await asyncio.sleep(every)


def certify_localhost(folder: Path) -> Path:
    """
    Make a certificate for localhost that is its own authority.

    :return: the certificate's file; its key is `private.pem` beside it
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(utc_now() - timedelta(days=1))
        .not_valid_after(utc_now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return public


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost, and a server's TLS context with it."""
    public = certify_localhost(tmp_path_factory.mktemp("tls"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, public.with_name("private.pem"))
    return public, context
