"""The connection that asks its thread once for each statement gives the same answers as the driver's."""

import asyncio

import pytest
from clinic_common.sqlite import connect


@pytest.fixture
async def connection(tmp_path):
    connection = await connect(str(tmp_path / "numbers.db"), isolation_level=None)
    cursor = connection.cursor()
    await cursor.execute("CREATE TABLE numbers (number INTEGER PRIMARY KEY)")
    await cursor.execute("BEGIN")
    await cursor.executemany("INSERT INTO numbers VALUES (?)", [(number,) for number in range(2500)])
    assert cursor.rowcount == 2500
    await cursor.execute("COMMIT")
    yield connection
    await connection.close()


async def asked(connection, sql):
    cursor = connection.cursor()
    return await cursor.execute(sql)


@pytest.mark.parametrize("most", [0, 1, 999, 1000, 1001, 2500])
async def test_all_rows_come_once_in_order_however_they_are_fetched(connection, most):
    expected = [(number,) for number in range(most)]
    sql = f"SELECT number FROM numbers ORDER BY number LIMIT {most}"
    assert await (await asked(connection, sql)).fetchall() == expected
    cursor, rows = await asked(connection, sql), []
    while some := await cursor.fetchmany(300):
        rows += some
    assert rows == expected
    cursor = await asked(connection, sql)
    first = await cursor.fetchone()
    assert [row for row in [first] if row] + await cursor.fetchall() == expected
    await cursor.close()


async def test_a_cursor_closed_in_the_middle_holds_nobody_up(connection):
    cursor = await asked(connection, "SELECT number FROM numbers")
    await cursor.close()
    await asked(connection, "DROP TABLE numbers")  # refused by SQLite while a statement is still open


async def test_what_somebody_cancelled_left_open_is_rolled_back(connection):
    """The thread goes on with what it was told; only asking it shows whether that opened a transaction."""
    async with asyncio.timeout(10):
        work = asyncio.ensure_future(asked(connection, "BEGIN IMMEDIATE"))
        await asyncio.sleep(0)  # it is handed to the thread
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await connection.rollback()
        assert not connection.in_transaction
        await asked(connection, "BEGIN")
        await connection.rollback()
        assert not connection.in_transaction
