"""Which files are documents: walks the given paths and fingerprints what it finds.

A folder's own papers (its README, corrections, progress list, what says the columns of a register)
and hidden files are not documents. A symbolic link is followed; a loop of links is walked once.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.folding import slug
from kb.register.files import belongs_to_a_register, is_register_name, mapping_of

NOT_DOCUMENTS = frozenset({"corrections.csv", "progress.csv", "readme.md"})
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """A file: where it lies, its address in the database, size in bytes, and fingerprint.
    ``sha256`` is empty and ``trouble`` says why where it cannot be opened."""

    path: Path
    name: str
    bytes: int
    sha256: str
    trouble: str = ""

    @property
    def id(self) -> str:
        """Stable for one path, whatever the file holds."""
        digest = hashlib.sha256(self.name.encode("utf-8", "surrogateescape")).hexdigest()
        return f"{slug(self.path.stem)[:40].strip('-') or 'file'}-{digest[:8]}"


def documents_under(root: Path) -> Iterator[Path]:
    """The files under ``root`` (or ``root`` itself, if it is a file), in the order of their names.
    A folder that links lead back to is not entered twice."""
    if not root.is_dir():
        yield root
        return
    entered: set[tuple[int, int]] = set()
    yield from _walk(root, entered)


def _walk(folder: Path, entered: set[tuple[int, int]]) -> Iterator[Path]:
    try:
        status = folder.stat()
        children = sorted(folder.iterdir())
    except OSError:
        yield folder  # becomes a problem when it cannot be fingerprinted
        return
    if (status.st_dev, status.st_ino) in entered:
        return
    entered.add((status.st_dev, status.st_ino))
    for child in children:
        if child.name.startswith(".") or child.name.lower() in NOT_DOCUMENTS:
            continue
        if belongs_to_a_register(child):
            continue
        if child.is_dir():
            yield from _walk(child, entered)
        else:
            yield child  # what is no file either (a pipe, a device) becomes a problem


def corrections_in(roots: Iterable[Path]) -> list[Path]:
    """The ``corrections.csv`` of every given folder and of the folders in it."""
    return _kept_by_people(roots, "corrections.csv")


def progress_in(roots: Iterable[Path]) -> list[Path]:
    """The ``progress.csv`` of every given folder and of the folders in it."""
    return _kept_by_people(roots, "progress.csv")


def _kept_by_people(roots: Iterable[Path], name: str) -> list[Path]:
    found: set[Path] = set()
    for root in roots:
        if root.is_dir():
            found.update(Path(folder) / name for folder, _, names in os.walk(root) if name in names)
    return sorted(found)


def stored_name(path: Path, home: Path) -> str:
    """How ``path`` is written in the database: relative where it lies below ``home``."""
    absolute = Path.cwd() / os.path.normpath(path)  # not resolve(): a link keeps its own name
    if absolute.is_relative_to(home):
        absolute = absolute.relative_to(home)
    # A name that is not UTF-8 on the disk cannot be stored as text as it is.
    return absolute.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def fingerprint(path: Path, home: Path) -> File:
    """``path`` as a :class:`File`; reads its bytes once, in pieces. The fingerprint of a register
    is also that of the mapping beside it."""
    name = stored_name(path, home)
    digest, size = hashlib.sha256(), 0
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            return File(path, name, 0, "", "it is a pipe or a device, and no file")
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
        if is_register_name(path) and mapping_of(path).is_file():
            digest.update(b"\0mapping\0" + mapping_of(path).read_bytes())
    except OSError as error:
        return File(path, name, 0, "", error.strerror or str(error))
    return File(path, name, size, digest.hexdigest())
