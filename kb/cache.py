"""What was read before, by fingerprint, in a file beside the database that may be deleted any time.

Stored is compressed JSON of plain values. Spans are stored without their words: the words are the
text between the offsets, so a fact that comes back always quotes the stored text exactly.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import types
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from extract.facts import DocumentFields, Facts, Span
from extract.source import Page


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line of a register stands (``row`` from 1, ``sheet`` of a workbook), and what it says
    beside the fields of a document: the file that it names, its web address, who signed, date of
    expiry, effect (a code of ``register_status.csv``), and whose territory the register is."""

    row: int
    sheet: str | None = None
    file: str | None = None
    link: str | None = None
    signer: str | None = None
    expired_on: str | None = None
    status: str | None = None
    territory: str | None = None

    @property
    def address(self) -> str:
        """``"5"``; in a workbook as Excel has it, ``"Sheet1!5"``."""
        return str(self.row) if self.sheet is None else f"{self.sheet}!{self.row}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a register, its text, and what it says."""

    line: Line
    text: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of one file: its text, pages and facts; or ``error`` (a short code) and
    ``message`` (what to do) where it cannot be read. A ``message`` alone says what was left out."""

    text: str = ""
    media_type: str = ""
    read_by: str = ""
    pages: tuple[Page, ...] = ()
    facts: Facts | None = None
    error: str = ""
    message: str = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryHeader:
    """What identity, suggestions and effect need of a register's line: where in its text each cell
    stands instead of the facts."""

    line: Line
    text: str
    fields: DocumentFields
    places: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, entry: Entry) -> EntryHeader:
        fields = entry.facts.document
        places: dict[str, tuple[int, ...]] = {
            name: (span.start, span.end) for name, span in sorted(fields.spans.items())
        }
        return cls(entry.line, entry.text, replace(fields, spans={}), places)

    def to_json(self) -> str:
        return _json(self)

    @classmethod
    def from_json(cls, text: str) -> EntryHeader:
        return _made(cls, text)


@dataclass(frozen=True, slots=True)
class PageHeader:
    """How a page was read."""

    number: int
    read_by: str
    confidence: float | None
    angle: float | None


@dataclass(frozen=True, slots=True)
class Header:
    """What identity and the list of files need of a reading, without its text and facts."""

    fields: DocumentFields | None
    characters: int
    media_type: str
    pages: int
    read_by: str
    error: str
    message: str
    page_headers: tuple[PageHeader, ...] = ()
    entries: tuple[EntryHeader, ...] = ()

    @classmethod
    def of(cls, reading: Reading) -> Header:
        fields = replace(reading.facts.document, spans={}) if reading.facts else None
        return cls(
            fields,
            len(reading.text),
            reading.media_type,
            len(reading.pages),
            reading.read_by,
            reading.error,
            reading.message,
            tuple(
                PageHeader(
                    page.number,
                    page.read_by,
                    getattr(page, "confidence", None),
                    getattr(page, "angle", None),
                )
                for page in reading.pages
            ),
            tuple(map(EntryHeader.of, reading.entries)),
        )

    def to_json(self) -> str:
        return _json(self)

    @classmethod
    def from_json(cls, text: str) -> Header:
        return _made(cls, text)


def _made(kind: Any, text: str) -> Any:
    return _maker(kind)(json.loads(text), "")


def fields_to_json(fields: DocumentFields) -> str:
    return _json(replace(fields, spans={}))


def fields_from_json(text: str) -> DocumentFields:
    return _made(DocumentFields, text)


@dataclass(frozen=True, slots=True)
class Packed:
    """A reading as it travels and is stored: its header as JSON, and the whole as bytes."""

    header: str
    body: bytes


def pack(reading: Reading) -> Packed:
    """``reading`` in the form that :func:`unpack` takes back."""
    body = zlib.compress(_json(reading).encode("utf-8", "surrogatepass"), 6)
    return Packed(Header.of(reading).to_json(), body)


def _json(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def unpack(body: bytes) -> Reading:
    """The reading behind ``body``; ``ValueError`` if it is none."""
    try:
        plain = json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass"))
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError(f"not a stored reading: {error}") from error
    return _maker(Reading)(plain, plain[0])


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        place = [value.start, value.end, value.page]
        return place if value.confidence is None else [*place, value.confidence]
    if is_dataclass(value):
        kind: Any = type(value)
        return [_plain(getattr(value, name)) for name in _names(kind)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


Maker = Callable[[Any, str], Any]


@cache
def _maker(kind: Any) -> Maker:
    """A function from plain values (and the text that spans quote) to a value of ``kind``."""
    if kind is Span:
        return lambda v, text: Span(v[0], v[1], v[2], text[v[0] : v[1]], *v[3:])
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        makers = [_maker(hints[name]) for name in _names(kind)]
        if kind is Entry:  # its spans quote its own text
            own = _names(Entry).index("text")
            return lambda v, text: kind(*[m(x, v[own]) for m, x in zip(makers, v, strict=True)])
        return lambda v, text: kind(*[m(x, text) for m, x in zip(makers, v, strict=True)])
    if get_origin(kind) is tuple:
        item = _maker(get_args(kind)[0])
        return lambda v, text: tuple([item(x, text) for x in v])
    if get_origin(kind) is dict:
        item = _maker(get_args(kind)[1])
        return lambda v, text: {key: item(x, text) for key, x in v.items()}
    if get_origin(kind) is types.UnionType:
        (only,) = (a for a in get_args(kind) if a is not type(None)) if _optional(kind) else (str,)
        maker = _maker(only)
        return lambda v, text: None if v is None else maker(v, text)
    return lambda v, text: v


def _optional(kind: Any) -> bool:
    return len(get_args(kind)) == 2 and type(None) in get_args(kind)


def shape() -> str:
    """A fingerprint of the stored dataclasses: another shape is another version."""
    seen: dict[str, tuple[str, ...]] = {}

    def visit(kind: Any) -> None:
        if isinstance(kind, type) and is_dataclass(kind) and kind.__name__ not in seen:
            seen[kind.__name__] = _names(kind)
            for hint in get_type_hints(kind).values():
                visit(hint)
        for argument in get_args(kind):
            visit(argument)

    visit(Reading)
    visit(Header)
    return hashlib.sha256(repr(sorted(seen.items())).encode()).hexdigest()[:8]


class Cache:
    """Packed readings by ``(sha256, version)``. A damaged file is thrown away and begun anew."""

    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self.version = version
        try:
            self.conn = self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            delete(path)
            self.conn = self._open()

    def _open(self) -> sqlite3.Connection:
        conn = sqlite3.connect(self.path)
        try:
            conn.execute(
                "CREATE TABLE IF NOT EXISTS readings (sha256 TEXT, version TEXT, header TEXT, body BLOB, "
                "PRIMARY KEY (sha256, version)) WITHOUT ROWID"
            )
            conn.execute("PRAGMA synchronous = NORMAL")
            conn.commit()
        except sqlite3.DatabaseError:
            conn.close()
            raise
        return conn

    def header(self, sha256: str) -> Header | None:
        """What is stored of the file with this fingerprint; ``None`` if nothing is."""
        row = self.conn.execute(
            "SELECT header FROM readings WHERE sha256 = ? AND version = ?", (sha256, self.version)
        ).fetchone()
        try:
            return Header.from_json(row[0]) if row else None
        except (ValueError, TypeError, IndexError):
            return None

    def get(self, sha256: str) -> Reading | None:
        """The reading, or ``None`` if there is none or what is stored is damaged."""
        row = self.conn.execute(
            "SELECT body FROM readings WHERE sha256 = ? AND version = ?", (sha256, self.version)
        ).fetchone()
        if row is None:
            return None
        try:
            return unpack(row[0])
        except (ValueError, TypeError, KeyError, IndexError):
            return None

    def put(self, readings: Iterable[tuple[str, Packed]]) -> None:
        with self.conn:
            self.conn.executemany(
                "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)",
                ((sha256, self.version, p.header, p.body) for sha256, p in readings),
            )

    def keep_only(self, fingerprints: Iterable[str]) -> None:
        """Forget what no file has any more, and what an older version read."""
        with self.conn:
            self.conn.execute("CREATE TEMP TABLE kept (sha256 TEXT PRIMARY KEY)")
            self.conn.executemany(
                "INSERT OR IGNORE INTO kept VALUES (?)", ((f,) for f in fingerprints)
            )
            self.conn.execute(
                "DELETE FROM readings WHERE version <> ? OR sha256 NOT IN kept", (self.version,)
            )
            self.conn.execute("DROP TABLE kept")

    def close(self) -> None:
        self.conn.close()


def delete(path: Path) -> None:
    """Delete the cache file and what SQLite keeps beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").unlink()
