"""`python -m tests.servers`: both servers in the foreground, until Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import signal
import sys
from pathlib import Path

from .both import both, variables
from .server import NoServer


def main() -> int:
    """Start both servers, say where they are, and stop them on Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__)
    parser.add_argument("--env-file", type=Path, help="write the export lines to this file too, when ready")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        # Ctrl-C also while they start: the context managers stop what is already there.
        with contextlib.suppress(KeyboardInterrupt), both() as servers:
            for server in servers:
                print(f"# {server}", flush=True)
            exports = "".join(f"export {k}={shlex.quote(v)}\n" for k, v in variables(servers).items())
            print(exports, end="", flush=True)
            if arguments.env_file:
                _write_at_once(arguments.env_file, exports)
            with contextlib.ExitStack() as stack:
                if arguments.env_file:
                    stack.callback(arguments.env_file.unlink, missing_ok=True)
                signal.pause()
    except NoServer as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _write_at_once(path: Path, text: str) -> None:
    """Write a file that is never seen half written: others wait for it to appear."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_text(text)
    fresh.rename(path)


if __name__ == "__main__":
    sys.exit(main())
