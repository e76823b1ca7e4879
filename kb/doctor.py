"""What this installation needs, what it has, and the one line that mends what is missing."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import locale
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extract.tessdata import find_language_data

State = Literal["ok", "missing", "optional"]

PYTHON = (3, 11)
SQLITE = (3, 37, 0)
FREE_BYTES = 1 << 30

PACKAGES = {
    "charset-normalizer": "3.4",
    "click": "8.1",
    "cryptography": "44",
    "datasette": "0.65.5",
    "holidays": "0.84",
    "icalendar": "6.3",
    "lxml": "6.0",
    "openpyxl": "3.1.5",
    "pdfplumber": "0.11.7",
    "pint": "0.25",
    "pypdfium2": "5.0",
    "pyyaml": "6.0",
    "spacy": "3.8",
    "sqlite-utils": "4.0",
}
"""The packages that must be there and their oldest versions, as in pyproject.toml."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``mend`` is one line to type, empty where nothing needs mending."""

    name: str
    state: State
    detail: str
    mend: str = ""


def examine(db: Path) -> Iterator[Finding]:
    """Look at everything, the database at ``db`` and its folder included."""
    yield _python()
    yield _sqlite()
    for name, oldest in PACKAGES.items():
        yield _package(name, oldest)
    for look in (_plugin, _metadata, _vocabulary, _pipeline):
        yield _guarded(look)
    yield _write_access(db)
    yield _disk(db)
    yield _database(db)
    yield _utf8()
    yield from _ocr()
    yield _extra("distributed", "cluster", "builds on several machines")


def _guarded(look: Callable[[], Finding]) -> Finding:
    """``look()``, or what it failed with: the doctor goes on."""
    try:
        return look()
    except Exception as error:
        name = look.__name__.strip("_")
        return Finding(name, "missing", f"{type(error).__name__}: {error}", "make setup")


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _numbers(version: str) -> tuple[int, ...]:
    """``"0.65.5rc1"`` gives ``(0, 65, 5)``."""
    parts = []
    for part in version.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        parts.append(int(digits))
    return tuple(parts)


def _python() -> Finding:
    version = sys.version_info[:3]
    if version < PYTHON:
        return Finding(
            "Python",
            "missing",
            f"{_dotted(version)}, and {_dotted(PYTHON)} is the oldest that will do",
            "python3.11 -m venv .venv && .venv/bin/pip install .",
        )
    return Finding("Python", "ok", _dotted(version))


def _sqlite() -> Finding:
    version = sqlite3.sqlite_version
    mend = (
        "use a Python built against SQLite 3.37 or later with FTS5 (Debian's and python.org's are)"
    )
    if sqlite3.sqlite_version_info < SQLITE:
        return Finding("SQLite", "missing", f"{version} is too old", mend)
    try:
        with sqlite3.connect(":memory:") as connection:
            connection.execute(
                "CREATE VIRTUAL TABLE t USING fts5(w, tokenize='unicode61 remove_diacritics 2')"
            )
    except sqlite3.OperationalError:
        return Finding("SQLite", "missing", f"{version} without FTS5", mend)
    return Finding("SQLite", "ok", f"{version} with FTS5")


def _package(name: str, oldest: str) -> Finding:
    mend = f"{sys.executable} -m pip install '{name}>={oldest}'"
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, "missing", "not installed", mend)
    if _numbers(version) < _numbers(oldest):
        return Finding(name, "missing", f"{version}, and {oldest} is needed", mend)
    return Finding(name, "ok", version)


def _plugin() -> Finding:
    points = importlib.metadata.entry_points(group="datasette")
    if any(point.value == "kb.site" for point in points):
        return Finding("Datasette plugin", "ok", "registered")
    return Finding(
        "Datasette plugin",
        "optional",
        "not registered: kb serve works, plain datasette would not load it",
        f"{sys.executable} -m pip install --no-deps .",
    )


def _metadata() -> Finding:
    from kb.questions import load_metadata, metadata_path

    queries = load_metadata()["databases"]["kb"]["queries"]
    return Finding("metadata.yml", "ok", f"{metadata_path()}, {len(queries)} questions")


def _vocabulary() -> Finding:
    from extract.vocabulary import document_types, provinces

    return Finding(
        "vocabulary",
        "ok",
        f"{len(document_types())} document types, {len(provinces())} provinces",
    )


def _pipeline() -> Finding:
    from extract.pipeline import VERSION, make_language

    parts = {language: make_language(language).pipe_names for language in ("vi", "en")}
    return Finding(
        "extractors", "ok", f"version {VERSION}, {len(parts['vi'])} components, vi and en"
    )


def _write_access(db: Path) -> Finding:
    folder = db.absolute().parent
    if not folder.is_dir():
        return Finding("write access", "missing", f"no folder {folder}", f"mkdir -p '{folder}'")
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Finding("write access", "ok", str(folder))
    except OSError as error:
        return Finding(
            "write access",
            "missing",
            f"cannot write in {folder} ({error.strerror})",
            "give another place:  kb build --db ANOTHER/FOLDER/kb.db FOLDER",
        )


def _disk(db: Path) -> Finding:
    folder = next(p for p in (db.absolute().parent, *db.absolute().parents) if p.is_dir())
    free = shutil.disk_usage(folder).free
    detail = f"{free / (1 << 30):.1f} GB free"
    if free < FREE_BYTES:
        return Finding("disk", "missing", detail, f"make room on the disk of {folder}")
    return Finding("disk", "ok", detail)


def _database(db: Path) -> Finding:
    name = "database"
    if not db.is_file():
        return Finding(name, "optional", f"{db} is not made yet", f"kb build --db {db} FOLDER")
    mend = f"kb build --db OTHER.db FOLDER   # {db} is left as it is"
    try:
        with sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True) as connection:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            held = connection.execute("SELECT count(*) FROM documents WHERE held").fetchone()[0]
    except sqlite3.Error as error:
        return Finding(name, "missing", f"{db}: {error}", mend)
    if sound != "ok":
        return Finding(name, "missing", f"{db}: {sound}", f"kb build --force --db {db} FOLDER")
    return Finding(name, "ok", f"{db}, {held:,} documents held")


def _utf8() -> Finding:
    encoding = (sys.stdout.encoding or locale.getpreferredencoding()).lower().replace("-", "")
    if encoding == "utf8":
        return Finding("terminal", "ok", "UTF-8")
    return Finding(
        "terminal", "missing", f"{encoding} cannot show Vietnamese", "export PYTHONUTF8=1"
    )


def _ocr() -> Iterator[Finding]:
    """Scans are read with Tesseract; without it they become rows in ``problems``."""
    yield _extra("tesserocr", "ocr", "reads scans")
    if found := find_language_data():
        yield Finding("Tesseract's Vietnamese data", "ok", str(found))
    else:
        yield Finding(
            "Tesseract's Vietnamese data",
            "optional",
            "not found: scans cannot be read",
            "sudo apt-get install tesseract-ocr-vie",
        )


def _extra(package: str, extra: str, use: str) -> Finding:
    if importlib.util.find_spec(package) is not None:
        return Finding(package, "ok", f"{importlib.metadata.version(package)} ({use})")
    return Finding(
        package,
        "optional",
        f"not installed ({use})",
        f"{sys.executable} -m pip install 'chi-thi-kb[{extra}]'",
    )
