"""Reading files on many processes or machines, so that no file can stop the others.

What travels is paths out and packed readings back (see :mod:`kb.cache`), in batches worth about a
megabyte. The executor is any with the interface of ``concurrent.futures``: worker processes of this
machine, or those of a dask scheduler. When a worker dies (killed, out of memory) or a file takes
too long, the files that were under way are read again one by one, so the one to blame is found
and the rest goes on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from extract.facts import Facts
from extract.source import SourceText
from kb.cache import Packed, Reading, pack

if TYPE_CHECKING:
    from distributed import Client

BATCH_BYTES = 1_000_000
_GRACE_SECONDS = 10.0
_WATCH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one file may take: seconds, and bytes of memory of the worker (where the system can
    limit that). A large file may take longer, for a scan of 200 pages is larger than one of two."""

    seconds: float = 300.0
    memory: int = 4_000_000_000

    def seconds_for(self, size: int) -> float:
        """How long a file of ``size`` bytes may take: a fifth of ``seconds`` more for each megabyte."""
        return self.seconds * (1 + size / _MEGABYTES_FOR_AS_LONG_AGAIN / 1e6)


_MEGABYTES_FOR_AS_LONG_AGAIN = 5


OVER_A_LIMIT = frozenset({"too-slow", "too-large", "worker-died"})
"""Why a file was refused that may be read when it is allowed more."""

Read = Callable[[Path], Reading]
"""Reads one file; whatever it raises becomes a problem of that file."""


def read_with_pipeline(path: Path) -> Reading:
    """The project's own readers and extraction on one file."""
    from extract import pipeline
    from extract.readers import UnreadableError, read_file
    from kb.register import is_register_name, read_register

    try:
        if is_register_name(path):
            return read_register(path)
        source: SourceText = read_file(path)
    except UnreadableError as error:
        return Reading(error=error.kind, message=error.message)
    facts: Facts = pipeline.extract(source)
    return Reading(source.text, source.media_type, source.read_by, source.pages, facts)


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be read: its fingerprint, path and size in bytes."""

    sha256: str
    path: Path
    bytes: int


def read_all(
    jobs: Collection[Job],
    read: Read = read_with_pipeline,
    workers: int | None = None,
    cluster: str | None = None,
    limits: WorkerLimits | None = None,
) -> Iterator[tuple[Job, Packed]]:
    """Each job with its packed reading, as they are done; large files should come first, so that
    none is waited for in the end. With ``workers=0`` in this process (no
    protection against a file that kills it), else by that many processes (as many as there are
    processors for ``None``), or by the dask scheduler at the address ``cluster``."""
    limits = limits or WorkerLimits()
    if not jobs:
        return
    if workers == 0 and not cluster:
        for job in jobs:
            yield job, read_packed(job.path, read, limits)
        return
    if cluster:
        from distributed import Client

        with Client(cluster, set_as_default=False) as client:
            threads = sum(client.nthreads().values()) or 1
            yield from _Crew(read, threads, client, limits).run(_batches(jobs))
        return
    _check_that_processes_start()
    crew = _Crew(read, min(workers or os.cpu_count() or 1, len(jobs)), None, limits)
    yield from crew.run(_batches(jobs))


def _check_that_processes_start() -> None:
    """Start a process as a worker is started. Where that fails, it fails for all, each with its own
    traceback, so the first is caught. Raises ``ChildProcessError``."""
    process = multiprocessing.get_context("spawn").Process(target=_prepare_worker, args=(0,))
    with tempfile.TemporaryFile() as said:
        with _errors_into(said.fileno()):
            process.start()
            process.join()
        said.seek(0)
        lines = said.read().decode("utf-8", "replace").split("\n")
    if process.exitcode:
        why = next((line.strip() for line in reversed(lines) if line.strip()), "no reason given")
        raise ChildProcessError(f"worker processes cannot be started ({why})")


def refuse_in_a_starting_worker() -> None:
    """End a worker that, being started, runs the program that started it: a build in it would
    start workers without end."""
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise SystemExit('call build() below  if __name__ == "__main__":  or with workers=0')


@contextmanager
def _errors_into(descriptor: int) -> Iterator[None]:
    """What this process and its children write to standard error goes to ``descriptor``."""
    sys.stderr.flush()
    kept = os.dup(2)
    os.dup2(descriptor, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _batches(jobs: Iterable[Job]) -> Iterator[tuple[Job, ...]]:
    """The jobs in batches of about a megabyte."""
    batch: list[Job] = []
    size = 0
    for job in jobs:
        batch.append(job)
        size += job.bytes
        if size >= BATCH_BYTES or len(batch) >= 200:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


class _TooSlowError(BaseException):
    """No ``Exception``: readers turn those into a refusal of the file."""


def read_packed(path: Path, read: Read, limits: WorkerLimits) -> Packed:
    """One file's packed reading, whatever happens short of the death of the process."""
    seconds = limits.seconds_for(path.stat().st_size if path.exists() else 0)
    try:
        with _alarm(seconds):
            return pack(read(path))
    except _TooSlowError:
        return pack(_too_slow(seconds))
    except MemoryError:
        return pack(
            Reading(
                error="too-large",
                message="Reading the file takes more memory than a worker may have. Split it, or "
                "allow more: kb build --file-memory.",
            )
        )
    except Exception as error:
        return pack(
            Reading(
                error="extraction-failed",
                message=f"The file was opened, but reading its facts failed "
                f"({type(error).__name__}: {error}). Report it with the file.",
            )
        )


def _too_slow(seconds: float) -> Reading:
    return Reading(
        error="too-slow",
        message=f"Reading the file took more than {round(seconds, 1):g} seconds. Split it, or allow "
        "more: kb build --file-seconds.",
    )


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise :class:`_TooSlowError` after ``seconds``, where the system can (main thread, Unix)."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not (
        threading.main_thread()
    ):
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _read_batch(paths: Sequence[Path], read: Read, limits: WorkerLimits) -> list[Packed]:
    return [read_packed(path, read, limits) for path in paths]


def _prepare_worker(memory: int, builder: int | None = None) -> None:
    """In a new worker: leave Ctrl-C to the parent, end when the process ``builder`` has ended, and
    limit the memory (0: leave it)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if builder is not None and sys.platform != "win32":
        threading.Thread(target=_end_with, args=(builder,), daemon=True).start()
    if not memory:
        return
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _end_with(process: int) -> None:
    """End this process soon after another one: a killed builder leaves no workers behind."""
    while True:
        time.sleep(_WATCH_SECONDS)
        try:
            os.kill(process, 0)  # only asks whether it is there
        except OSError:  # gone, or its number is another user's now
            os._exit(1)


class _Crew:
    """The workers, and the files that are under way."""

    def __init__(
        self, read: Read, workers: int, cluster: Client | None, limits: WorkerLimits
    ) -> None:
        self.read = read
        self.workers = workers
        self.cluster = cluster
        self.limits = limits

    def run(self, batches: Iterable[tuple[Job, ...]]) -> Iterator[tuple[Job, Packed]]:
        waiting = iter(batches)
        while first := next(waiting, None):
            suspects: list[Job] = []
            yield from self._run_until_broken(chain([first], waiting), suspects)
            for job in suspects:
                yield job, self._read_alone(job)

    def _run_until_broken(
        self, waiting: Iterator[tuple[Job, ...]], suspects: list[Job]
    ) -> Iterator[tuple[Job, Packed]]:
        """Work through ``waiting``. When a worker dies, what was under way goes into ``suspects``
        and the rest stays in ``waiting``."""
        executor = self._executor(self.workers)
        under_way: dict[Future[list[Packed]], tuple[Job, ...]] = {}
        try:
            while not suspects:
                for batch in islice(waiting, 2 * self.workers - len(under_way)):
                    under_way[self._submit(executor, batch)] = batch
                if not under_way:
                    break
                longest = max(map(self._seconds_for, under_way.values()))
                done, _ = wait(
                    under_way,
                    timeout=longest + _GRACE_SECONDS,
                    return_when=FIRST_COMPLETED,
                )
                if not done:
                    break
                for future in done:
                    batch = under_way.pop(future)
                    if future.exception() is None:
                        yield from zip(batch, future.result(), strict=True)
                    else:
                        suspects.extend(batch)
        finally:
            _end(executor)
        suspects.extend(job for batch in under_way.values() for job in batch)

    def _seconds_for(self, jobs: Iterable[Job]) -> float:
        return sum(self.limits.seconds_for(job.bytes) for job in jobs)

    def _read_alone(self, job: Job) -> Packed:
        """One file by one worker: if that dies, this file is to blame."""
        executor = self._executor(1)
        try:
            future = self._submit(executor, (job,))
            seconds = self._seconds_for((job,))
            wait([future], timeout=seconds + _GRACE_SECONDS)
            if not future.done():
                return pack(_too_slow(seconds))
            if future.exception() is None:
                return future.result()[0]
            return pack(
                Reading(
                    error="worker-died",
                    message="The process that read the file died (out of memory, or a fault in a "
                    "library). The other files were read. Save the file anew, or split it.",
                )
            )
        finally:
            _end(executor)

    def _submit(self, executor: Executor, batch: tuple[Job, ...]) -> Future[list[Packed]]:
        work = partial(_read_batch, read=self.read, limits=self.limits)
        try:
            return executor.submit(work, [job.path for job in batch])
        except EOFError as error:
            raise ChildProcessError(
                "worker processes cannot be started (the process that starts them has died)"
            ) from error
        except RuntimeError as error:  # the pool broke before it was given anything
            failed: Future[list[Packed]] = Future()
            failed.set_exception(error)
            return failed

    def _executor(self, workers: int) -> Executor:
        if self.cluster:
            return self.cluster.get_executor(retries=1)
        return ProcessPoolExecutor(
            workers,
            mp_context=_context(),
            initializer=_prepare_worker,
            initargs=(self.limits.memory, os.getpid()),
        )


def _context() -> multiprocessing.context.BaseContext:
    """A way to start processes that copies no locks: a fork server that has the extraction
    imported already, where the system has one."""
    if sys.platform != "win32" and "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["kb.execute", "extract.pipeline", "extract.readers"])
        return context
    return multiprocessing.get_context("spawn")


def _end(executor: Executor) -> None:
    """Stop the workers, also those that hang: all that is wanted of them has come."""
    if not isinstance(executor, ProcessPoolExecutor):  # a cluster's: it cancels what is left
        executor.shutdown(wait=False)
        return
    processes: Iterable[multiprocessing.Process] = list(
        (getattr(executor, "_processes", None) or {}).values()
    )
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
