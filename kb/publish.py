"""Putting a finished database in the place of the old one, whole or not at all.

A build writes into a file of its own beside the target and renames it at the end, so a build that
fails or is killed leaves the old database as it was; a lock keeps two builds apart.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kb.schema import APPLICATION_ID

_BESIDE = ("-journal", "-wal", "-shm")


class BuildError(Exception):
    """Why a build cannot go on: one line for the person who started it. The old database is
    untouched."""


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold the build lock of ``target``; :class:`BuildError` if another build holds it."""
    path = target.with_name(f".{target.name}.lock")
    try:
        stream = path.open("a")
    except OSError as error:
        raise BuildError(f"Cannot write to the folder {target.parent}: {reason(error)}.") from error
    with stream:
        try:
            _lock(stream.fileno())
        except OSError as error:
            raise BuildError(
                f"Another build of {target.name} is running. Wait until it has finished."
            ) from error
        yield
        # The file stays: deleting it would let two builds hold "the" lock.


def _lock(descriptor: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def check_target(target: Path) -> None:
    """:class:`BuildError` if ``target`` is something that a build must not replace."""
    if not target.exists():
        return
    if target.is_dir():
        raise BuildError(f"{target} is a folder, not a database.")
    if target.stat().st_size == 0:
        return
    try:
        with closing(connect(target, readonly=True)) as conn:
            (found,) = conn.execute("PRAGMA application_id").fetchone()
            tables = conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise BuildError(
            f"{target} is not a database that can be opened ({error}). "
            "Move it away or choose another --db."
        ) from error
    if found != APPLICATION_ID and tables:
        raise BuildError(
            f"{target} is a database of another program. Choose another name with --db."
        )


def connect(path: Path, readonly: bool = False) -> sqlite3.Connection:
    """A connection without implicit transactions."""
    if readonly:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    return sqlite3.connect(path, isolation_level=None)


def clear_leftovers(target: Path) -> None:
    """Delete what a killed build of ``target`` left. The lock must be held."""
    for left in target.parent.glob(f".{target.name.replace('[', '[[]')}.building*"):
        with suppress(OSError):
            left.unlink()


def begin(target: Path, fresh: bool = False) -> Path:
    """A working copy of ``target`` beside it (empty, if there is no target or ``fresh``)."""
    work = target.with_name(f".{target.name}.building")
    if not fresh and target.exists() and target.stat().st_size:
        with closing(connect(target, readonly=True)) as old, closing(connect(work)) as new:
            old.backup(new, pages=16_384)
    return work


def finish(work: Path, target: Path) -> None:
    """Check ``work`` and put it in the place of ``target``. :class:`BuildError` if it is not
    sound."""
    with closing(connect(work)) as conn:
        conn.execute("PRAGMA cache_size = -65536")  # kibibytes: every reference is looked up
        sound = conn.execute("PRAGMA quick_check(1)").fetchone()[0]
        if sound != "ok":
            raise BuildError(f"The new database is damaged ({sound}); the old one stays.")
        broken = conn.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise BuildError(
                f"The new database has a row of {broken[0]} that leads to no {broken[2]}; "
                "the old one stays."
            )
        conn.execute("PRAGMA journal_mode = DELETE")
    _sync(work)
    if target.exists():
        with suppress(OSError):
            work.chmod(target.stat().st_mode & 0o777)
    # A journal that belongs to the old file would be replayed into the new one.
    for suffix in _BESIDE:
        with suppress(FileNotFoundError):
            Path(f"{target}{suffix}").unlink()
    work.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    with suppress(PermissionError):  # a folder cannot be opened everywhere
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def discard(target: Path) -> None:
    """Delete the working copy of ``target``, if there is one."""
    for suffix in ("", *_BESIDE):
        with suppress(OSError):
            target.with_name(f".{target.name}.building{suffix}").unlink()


def reason(error: BaseException) -> str:
    """What an error of the file system or of SQLite means, in a few words."""
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return "the disk is full"
        return error.strerror.lower() if error.strerror else str(error)
    text = str(error)
    if "full" in text:
        return "the disk is full"
    if "disk I/O error" in text:
        return "it cannot be written (the disk is full or faulty)"
    if "readonly" in text or "unable to open" in text:
        return "it cannot be written to"
    return text
