"""``kb serve`` in a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]


@contextmanager
def serving(db: Path, *options: str) -> Iterator[str]:
    """``kb serve`` on a free port, in a process of its own: its address without the last slash."""
    with running(db, *options) as (address, _):
        yield address.rstrip("/")


@contextmanager
def running(db: Path, *options: str) -> Iterator[tuple[str, int]]:
    """The same: its address as it was printed, and the number of the process."""
    command = [sys.executable, "-m", "kb.cli", "serve", "--db", str(db), "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://\S+", process.stdout.readline())
            assert address, "kb serve did not print its address"
            yield address.group(), process.pid
        finally:
            process.terminate()


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in listed]
