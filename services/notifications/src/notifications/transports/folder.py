"""A folder in which every message is a file one can read."""

import asyncio
from pathlib import Path

from ..rules import EMAIL
from .port import NotSent, Outgoing, Sender
from .smtp import as_email


class Folder:
    """Writes every message into a folder: for trying the clinic out, and for tests."""

    repeatable = True

    def __init__(self, folder: Path, sender: Sender, *, channel: str) -> None:
        self._folder, self._sender, self._channel = folder, sender, channel

    async def send(self, message: Outgoing) -> None:
        """Write one file; the same message written twice is one file."""
        if self._channel == EMAIL:
            name, content = f"{message.message_id}.eml", bytes(as_email(message, self._sender))
        else:
            name, content = f"{message.message_id}.txt", f"To: {message.to}\n\n{message.text}\n".encode()
        try:
            await asyncio.to_thread(self._write, name, content)
        except OSError as error:
            raise NotSent("The message folder cannot be written to.") from error

    def _write(self, name: str, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._folder / f".{name}.part"
        unfinished.write_bytes(content)
        unfinished.replace(self._folder / name)
