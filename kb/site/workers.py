"""Several processes that answer at one address: Python works on one processor at a time.

They share a listening socket, and each follows the builds and the decisions on its own. The process
that was started watches over them: it starts another where one ends by itself, and ends all when it is
told to end. Needs ``fork``; elsewhere (Windows) one process answers.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

MOST = 4
_BEFORE_ANOTHER = 1.0

Work = Callable[[Callable[[], None]], None]
"""What a worker does; it calls what it is given once it can answer."""


def as_many_as_fit() -> int:
    """One for each processor that this process may use, where there is ``fork``."""
    if not hasattr(os, "fork"):
        return 1
    return max(
        1, min(MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
    )


def run(count: int, work: Work, started: Callable[[], None]) -> bool:
    """Do ``work`` in ``count`` processes until this one is told to end; ``started`` is called once all
    can answer. False where one of them could not begin."""
    running: set[int] = set()
    ending = False

    def end(*_: Any) -> None:
        nonlocal ending
        ending = True
        for pid in running:
            os.kill(pid, signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    reading, writing = os.pipe()
    for _ in range(count):
        running.add(_begin(work, writing))
    os.close(writing)
    ready = sum(len(said) for said in iter(lambda: os.read(reading, count), b""))
    os.close(reading)
    if ready < count:
        end()
    elif not ending:
        started()
    while running:
        pid, _ = os.wait()
        running.discard(pid)
        if not ending:
            print(f"kb: process {pid} ended, another takes its place", file=sys.stderr, flush=True)
            time.sleep(_BEFORE_ANOTHER)
            running.add(_begin(work, None))
    return ready == count


def _begin(work: Work, writing: int | None) -> int:
    """Start a worker; it says on ``writing`` that it can answer, and closes it."""
    pid = os.fork()
    if pid:
        return pid

    def ready() -> None:
        if writing is not None:
            os.write(writing, b".")
            os.close(writing)

    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        work(ready)
        code = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
