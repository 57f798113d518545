"""Schema changes: one set of Alembic scripts per service, run alike on SQLite and MySQL."""

from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import BINARY, BLOB, CheckConstraint, Connection, LargeBinary, inspect, text
from sqlalchemy.dialects.mysql import LONGBLOB, MEDIUMBLOB
from sqlalchemy.types import TypeEngine

from .database import Database, Id, UtcDateTime
from .service import Service

# Alembic costs 39 MB and a third of a second: it is loaded when there is something to migrate.


def newest(service: Service) -> str:
    """The number of a service's last script."""
    scripts = (service.migrations / "versions").glob("[0-9]*.py")
    return max((file.name.partition("_")[0] for file in scripts), default="0000")


async def is_current(service: Service, database: Database) -> bool:
    """Whether a schema is at the newest version, asked without loading Alembic."""

    def work(connection: Connection) -> bool:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == newest(service)

    async with database.engine.connect() as connection:
        return await connection.run_sync(work)


def _config(service: Service, connection: Connection) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(service.migrations))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = service.metadata
    return config


def _render(kind: str, item: Any, autogen: Any) -> str | bool:
    if kind == "type" and isinstance(item, (Id, UtcDateTime)):
        autogen.imports.add("from clinic_common.database import Id, UtcDateTime")
        return f"{type(item).__name__}()"
    return False


def _type_differs(migration: Any, _: Any, __: Any, found: TypeEngine[Any], meant: Any) -> bool | None:
    """Whether a column's type is another than meant; None leaves the answer to Alembic."""
    if isinstance(meant, (Id, BINARY)) and migration.dialect.name == "sqlite":
        # SQLite knows no BINARY(16) and reads its own word for it back as a number.
        return f"({getattr(found, 'precision', None)})" not in str(meant.compile())
    if isinstance(meant, LargeBinary):
        # MySQL names a blob by the size that fits it.
        return not isinstance(found, (LargeBinary, BLOB, MEDIUMBLOB, LONGBLOB))
    return None


def _options(metadata: Any) -> dict[str, Any]:
    return {
        "target_metadata": metadata,
        "compare_type": _type_differs,
        "render_as_batch": True,
        "render_item": _render,
        "user_module_prefix": "",
    }


def run_environment() -> None:
    """What every service's `migrations/env.py` calls."""
    from alembic import context

    attributes = context.config.attributes
    context.configure(connection=attributes["connection"], **_options(attributes["metadata"]))
    with context.begin_transaction():
        context.run_migrations()


async def upgrade(service: Service, database: Database, *, to: str = "head") -> None:
    """
    Bring a schema to the newest version; a second run changes nothing.

    MySQL commits each DDL statement by itself, so every script makes one change that can be repeated by hand.
    """

    from alembic import command

    def work(connection: Connection) -> None:
        if connection.dialect.name == "mysql":
            # Names compare by their letters on every database: no folding of case or accents.
            connection.execute(text("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
        command.upgrade(_config(service, connection), to)

    async with database.engine.connect() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection
        if not database.is_mysql:
            # A table is changed by making it anew; what refers to it must bear its absence, and is checked after.
            await raw.execute("PRAGMA foreign_keys=OFF")
        try:
            async with connection.begin():
                await connection.run_sync(work)
                if not database.is_mysql and (broken := (await connection.execute(_BROKEN)).first()):
                    raise RuntimeError(f"a row of {broken[0]} refers to what is not there")
        finally:
            if not database.is_mysql:
                await raw.execute("PRAGMA foreign_keys=ON")


_BROKEN = text("PRAGMA foreign_key_check")


async def differences(service: Service, database: Database) -> list[Any]:
    """What the schema lacks of, or has beyond, the models, CHECKs by name included; empty when they agree."""

    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    def work(connection: Connection) -> list[Any]:
        migration = MigrationContext.configure(connection, opts=_options(service.metadata))
        found = _checks(connection)
        meant = Counter(
            (table.name, check.name)
            for table in service.metadata.sorted_tables
            for check in table.constraints
            if isinstance(check, CheckConstraint)
        )
        return [
            *compare_metadata(migration, service.metadata),
            *(("lacks check", *check) for check in (meant - found).elements()),
            *(("has check beyond", *check) for check in (found - meant).elements()),
        ]

    async with database.engine.connect() as connection:
        return await connection.run_sync(work)


def _checks(connection: Connection) -> Counter[tuple[str, Any]]:
    every = inspect(connection).get_multi_check_constraints()
    return Counter((table, check["name"]) for (_, table), checks in every.items() for check in checks)


async def write_revision(service: Service, database: Database, message: str) -> Path:
    """Write the script that brings an up-to-date schema to the models; the numbers go up by one."""
    from alembic import command

    versions = service.migrations / "versions"
    number = f"{int(newest(service)) + 1:04}"

    def work(connection: Connection) -> None:
        config = _config(service, connection)
        command.upgrade(config, "head")
        command.revision(config, message, autogenerate=True, rev_id=number)

    async with database.engine.begin() as connection:
        await connection.run_sync(work)
    return next(versions.glob(f"{number}_*.py"))
