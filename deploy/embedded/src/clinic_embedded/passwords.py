"""The list of passwords nobody may choose, loaded from a file."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

_BATCH = 1000


async def load_list(file: Path, *, database: Any, say: Callable[[str], None]) -> None:
    """
    Put the passwords of a file, one a line, in the place of the list so far; an empty file ends it.

    Shorter ones than anybody may choose are left out.
    """
    from identity import commands, rules

    def hashes() -> Iterator[bytes]:
        with file.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                password = line.rstrip("\r\n")
                if len(password) >= rules.SHORTEST_PASSWORD:
                    yield rules.listed_hash(password)

    count, found = 0, hashes()
    async with database as opened:
        await opened.run(commands.list_passwords, hashes=(), anew=True)
        while batch := list(islice(found, _BATCH)):
            count += await opened.run(commands.list_passwords, hashes=batch, anew=False)
    say(f"{count} passwords cannot be chosen any more." if count else "There is no list now.")
