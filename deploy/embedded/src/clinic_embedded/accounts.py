"""One MySQL schema and one account per service, which can reach no other schema."""

import asyncio
import time
from typing import Any

from sqlalchemy import URL, make_url

_AWAY = (2003, 2006, 2013)
"""MySQL's client errors of a server that is not there (yet)."""


def statements(service_url: str) -> list[str]:
    """
    The SQL that makes the schema and the account a service's URL names; running it again changes nothing.

    :param service_url: `mysql+aiomysql://account:password@host/schema`
    """
    url = make_url(service_url)
    schema, account, password = url.database or "", url.username or "", url.password or ""
    for word in (schema, account):
        if not word.replace("_", "").isalnum():
            raise ValueError(f"{word!r} is not a name of letters, digits and _")
    if not password or any(character in password for character in "'\\"):
        raise ValueError(f"the account {account} needs a password without quotes and backslashes")
    # In a GRANT the underscore is a wildcard; escaped it means itself.
    pattern = schema.replace("_", "\\_")
    return [
        f"CREATE DATABASE IF NOT EXISTS `{schema}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        f"CREATE USER IF NOT EXISTS '{account}'@'%' IDENTIFIED BY '{password}'",
        f"ALTER USER '{account}'@'%' IDENTIFIED BY '{password}'",
        f"GRANT ALL PRIVILEGES ON `{pattern}`.* TO '{account}'@'%'",
        # Where `clinic backup prove` restores this schema to, to compare it.
        f"GRANT ALL PRIVILEGES ON `{pattern}\\_proof`.* TO '{account}'@'%'",
    ]


async def make_accounts(root_url: str, service_urls: list[str], *, wait: float = 0) -> None:
    """
    Make every schema and account, as the server's administrator.

    :param wait: seconds a server that does not answer yet may take; a wrong password is not waited for
    """
    connection = await _connect(make_url(root_url), until=time.monotonic() + wait)
    try:
        async with connection.cursor() as cursor:
            # With a binary log, MySQL lets an account that is no administrator make triggers only after this.
            await cursor.execute("SET PERSIST log_bin_trust_function_creators = ON")
            for service_url in service_urls:
                for statement in statements(service_url):
                    await cursor.execute(statement)
    finally:
        connection.close()


async def _connect(root: URL, *, until: float) -> Any:
    import aiomysql
    from clinic_common.database import tls_of

    while True:
        try:
            return await aiomysql.connect(
                host=root.host or "localhost",
                port=root.port or 3306,
                user=root.username or "root",
                password=root.password or "",
                ssl=tls_of(root),
                autocommit=True,
            )
        except aiomysql.OperationalError as error:
            if error.args[0] not in _AWAY or time.monotonic() >= until:
                raise
        await asyncio.sleep(1)
