"""Database and broker are spoken to over TLS, and nothing is said to whom the clinic's authority does not vouch for."""

import asyncio
import tempfile
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pymysql
import pytest
from clinic_common.bus import Message
from clinic_common.database import Database, new_id, utc_now
from clinic_common.resources import make_bus
from clinic_common.sealing import Sealer
from clinic_common.testing import RING, certify_localhost
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError
from yarl import URL

from tests.servers import mysql


@pytest.fixture(scope="module")
def port(certificate, tmp_path_factory):
    """A MySQL that shows our certificate, and an account that may come over TLS only."""
    public, _ = certificate
    with (
        tempfile.TemporaryDirectory(prefix="clinic-tls-") as place,
        mysql(tmp_path_factory.mktemp("database"), private=True) as server,
    ):
        folder = Path(place)
        folder.chmod(0o755)  # the server runs as somebody else
        for file in (public, public.with_name("private.pem")):
            (folder / file.name).write_bytes(file.read_bytes())
        url = make_url(server.url)
        with pymysql.connect(host=url.host, port=url.port, user="root", autocommit=True) as root:
            cursor = root.cursor()
            for name, file in (("ssl_ca", "public.pem"), ("ssl_cert", "public.pem"), ("ssl_key", "private.pem")):
                cursor.execute(f"SET GLOBAL {name} = '{folder / file}'")
            cursor.execute("ALTER INSTANCE RELOAD TLS")
            cursor.execute("CREATE USER secured@'%' IDENTIFIED BY 'a password' REQUIRE SSL")
        yield url.port


def database(port, query):
    url = f"mysql+aiomysql://secured:a%20password@localhost:{port}/information_schema{query}"
    return Database(url, service="toy", sealer=Sealer.from_text(RING))


async def cipher(session):
    return (await session.execute(text("SHOW STATUS LIKE 'Ssl_cipher'"))).one()[1]


async def test_the_database_is_spoken_to_over_tls(port, certificate):
    secured = database(port, f"?ssl_ca={certificate[0]}")
    assert await secured.read(cipher)
    await secured.close()


async def test_a_database_nobody_vouches_for_is_told_no_password(port, tmp_path):
    for query in ("", f"?ssl_ca={certify_localhost(tmp_path)}"):
        stranger = database(port, query)
        with pytest.raises(OperationalError):
            await stranger.read(cipher)
        await stranger.close()


@asynccontextmanager
async def broker_behind(context, plain):
    """The broker, behind a door that speaks TLS."""

    async def pump(reader, writer):
        with suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def join(reader, writer):
        inner, outer = await asyncio.open_connection(plain.host, plain.port)
        await asyncio.gather(pump(reader, outer), pump(inner, writer))

    server = await asyncio.start_server(join, "127.0.0.1", 0, ssl=context)
    try:
        yield plain.with_scheme("amqps").with_host("localhost").with_port(server.sockets[0].getsockname()[1])
    finally:
        server.close()


async def test_the_broker_is_spoken_to_over_tls_and_no_stranger_is(amqp_url, certificate, tmp_path):
    public, context = certificate
    async with broker_behind(context, URL(amqp_url)) as url:
        bus = make_bus(str(url.update_query(cafile=str(public), prefix=f"tls_{new_id().hex}.")), name="tls")
        await bus.open()
        message = Message(new_id(), "toy.nothing.v1", utc_now(), "toy", b"")
        assert await bus.is_up()
        assert await bus.publish([message]) == [None]
        await bus.close()
        stranger = make_bus(str(url.update_query(cafile=str(certify_localhost(tmp_path)))), name="tls")
        with suppress(TimeoutError):
            await asyncio.wait_for(stranger.open(), 1)
        assert not await stranger.is_up()
        await stranger.close()
