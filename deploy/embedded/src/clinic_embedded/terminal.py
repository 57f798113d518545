"""How commands speak to the person at the terminal."""

import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(work: Callable[[], Awaitable[Any]]) -> Any:
    """Run async work to its end; Ctrl-C ends it without a stack."""
    import uvloop

    try:
        return uvloop.run(work())  # type: ignore[arg-type]
    except KeyboardInterrupt:
        raise SystemExit(0) from None


@contextmanager
def progress(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """
    Show how far a long piece of work is, on stderr, while it goes on.

    :param total: how much there is to do; None: not known
    :return: tells it how much more is done
    """
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.advance(task, done)
