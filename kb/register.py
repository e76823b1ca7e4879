"""Registers: tables in which an office lists its documents, a line each.

A CSV file whose first line names the columns (``register_columns.csv``: "Số hiệu", "Trích yếu",
"Ngày ban hành" ...) is a register, as the gazettes of provinces publish them; any other CSV is no
document. The cells of a line, one below the other, are the line's text, and everything read from it
quotes that text. Its subject is read like any other text: what it cites are citations.

A line with a number and a date is a document, held or not. Which territory it belongs to is told by
its issuer's words, by a column, or by the name of the register's file (``son-la-gazette.csv``);
the last is added where the register is loaded, because it is not in the bytes.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path, PurePath

from extract import vocabulary
from extract.facts import Citation, DocumentFields, Facts, Problem, Span
from extract.folding import fold, slug
from extract.grammar.citations import find_citations
from extract.grammar.dates import parse_date
from extract.grammar.issuers import key_of
from extract.grammar.letterhead_names import agency_key, province_of
from extract.grammar.numbers import parse_number
from extract.language import detect_language
from extract.readers.encodings import decode
from extract.readers.errors import UnreadableError
from extract.source import SourceText
from kb.cache import Entry, Reading

SUFFIXES = frozenset({".csv", ".tsv"})
MEDIA_TYPE = "text/csv"
LARGEST = 50_000_000
_DELIMITERS = ",;\t|"
_DATES = ("issued_on", "effective_on", "expired_on")
_QUOTED = frozenset({"number", "title", "issuer", "type", "status", *_DATES})


def is_register_name(path: PurePath) -> bool:
    """Whether a file of this name may be a register."""
    return path.suffix.lower() in SUFFIXES


def read_register(path: Path) -> Reading:
    """The reading of a register: an :class:`~kb.cache.Entry` for each line. Raises
    :class:`UnreadableError` where the file is none."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableError("empty", "The file is empty. Check where it came from.")
    if size > LARGEST:
        raise UnreadableError(
            "too-large", f"The register has {size / 1e6:,.0f} MB. Split it into several files."
        )
    text = unicodedata.normalize("NFC", decode(path.read_bytes()).removeprefix("\ufeff"))
    try:
        entries = tuple(_entries(text))
    except csv.Error as error:
        raise UnreadableError(
            "damaged", f"The table cannot be read ({error}). Save it again as CSV (UTF-8)."
        ) from error
    return Reading(media_type=MEDIA_TYPE, read_by="register", entries=entries)


def _entries(text: str) -> Iterator[Entry]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    header = next(lines, [])
    columns = columns_of(header)
    if columns is None:
        raise UnreadableError(
            "unsupported-format",
            "The table is no register: its first line must name at least the number and the date "
            "or subject (see register_columns.csv). Save a document as .docx, .pdf, .html or .txt.",
        )
    for number, cells in enumerate(lines, 2):
        if any(cell.strip() for cell in cells):
            yield entry_of(number, cells, columns)


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)


@cache
def _known_columns() -> dict[str, str]:
    return {
        slug(name): row["column"]
        for row in vocabulary.rows("register_columns")
        for name in vocabulary.values(f"{row['names_vi']}|{row['names_en']}")
    }


def columns_of(header: Sequence[str]) -> dict[str, int] | None:
    """Where each known column stands, by its name in the first line; ``None`` if that line is not
    a register's. Of two columns of one name the first is taken."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        column = _known_columns().get(slug(name))
        if column is not None:
            found.setdefault(column, place)
    is_register = "number" in found and ("issued_on" in found or "title" in found)
    return found if is_register else None


class _Text:
    """The text of a line, cell below cell."""

    def __init__(self) -> None:
        self.text = ""

    def put(self, cell: str) -> tuple[int, int]:
        start = len(self.text) + bool(self.text)
        self.text += ("\n" if self.text else "") + cell
        return start, start + len(cell)


def entry_of(row: int, cells: Sequence[str], columns: Mapping[str, int]) -> Entry:
    """What one line says."""
    text = _Text()
    names = {place: name for name, place in columns.items()}
    values: dict[str, str] = {}
    places: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(cells):
        words = " ".join(cell.split())
        if not words:
            continue
        where = text.put(words)
        if place in names:
            values[names[place]], places[names[place]] = words, where
    source = SourceText.from_text(text.text, MEDIA_TYPE)
    spans = {name: source.span(*where) for name, where in places.items()}
    dates = {name: _date(values[name]) for name in _DATES if name in values}
    fields = _fields(values, dates, spans)
    return Entry(
        row=row,
        text=text.text,
        facts=Facts(
            fields,
            citations=_citations(source, fields, places.get("title")),
            problems=tuple(_problems(values, dates, spans)),
        ),
        file=values.get("file"),
        expired_on=dates.get("expired_on"),
        status=_status(values.get("status", "")),
    )


def _date(words: str) -> str | None:
    """``"2024-01-03"``, ``"03/01/2024"`` or ``"ngày 03 tháng 01 năm 2024"`` as ISO 8601."""
    try:
        return date.fromisoformat(words[:10]).isoformat()
    except ValueError:
        return parse_date(words)


def _fields(
    values: Mapping[str, str], dates: Mapping[str, str | None], spans: Mapping[str, Span]
) -> DocumentFields:
    printed = values.get("number")
    parsed = parse_number(printed) if printed else None
    number = parsed.number if parsed else printed
    issuer = values.get("issuer")
    language = detect_language(values.get("title") or "") if values.get("title") else "vi"
    key, territory = key_of(issuer, language) if issuer else (None, None)
    place = province_of(values.get("territory") or "") or province_of(issuer or "")
    return DocumentFields(
        type=type_of(values.get("type", "")) or (parsed.type if parsed else None) or "other",
        language=language,
        number=number,
        number_raw=printed if printed != number else None,
        title=values.get("title"),
        issuer=issuer,
        issuer_key=(agency_key(issuer) if issuer else None) or key,
        jurisdiction=territory or (place[0] if place else None),
        issued_on=dates.get("issued_on"),
        effective_on=dates.get("effective_on"),
        spans={
            name: span
            for name, span in spans.items()
            if name in _QUOTED and dates.get(name, "") is not None
        },
    )


@cache
def _type_names() -> tuple[tuple[str, str], ...]:
    names = [
        (slug(name), kind.code)
        for kind in vocabulary.document_types()
        for name in (*kind.names_vi, *kind.names_en)
    ]
    return tuple(sorted(names, key=lambda pair: -len(pair[0])))


def type_of(words: str) -> str | None:
    """The type of document that words begin with: ``"Quyết định của UBND tỉnh"`` is a decision."""
    text = f"{slug(words)}-"
    return next((code for name, code in _type_names() if text.startswith(f"{name}-")), None)


@cache
def _status_words() -> dict[str, str]:
    return {
        slug(words): row["code"]
        for row in vocabulary.rows("register_status")
        for words in vocabulary.values(f"{row['words_vi']}|{row['words_en']}")
    }


def _status(words: str) -> str | None:
    return _status_words().get(slug(words))


def _citations(
    source: SourceText, fields: DocumentFields, where: tuple[int, int] | None
) -> tuple[Citation, ...]:
    if where is None:
        return ()
    start, end = where
    subject = SourceText.from_text(source.text[start:end])
    return tuple(
        _moved(citation, source, start)
        for citation in find_citations(subject, fields.language, fields)
    )


def _moved(citation: Citation, source: SourceText, by: int) -> Citation:
    span = citation.span
    return replace(citation, span=source.span(span.start + by, span.end + by), section=None)


def _problems(
    values: Mapping[str, str], dates: Mapping[str, str | None], spans: Mapping[str, Span]
) -> Iterator[Problem]:
    for name, day in dates.items():
        if day is None:
            yield Problem(
                "register-date",
                f"The register has “{values[name]}” as a date, which is none. Mend the register.",
                spans[name],
            )


@cache
def _provinces_by_length() -> tuple[str, ...]:
    return tuple(sorted(vocabulary.provinces(), key=lambda name: (-len(name), name)))


def territory_of(path: PurePath) -> str | None:
    """The province that a register's file name holds: ``son-la-gazette.csv`` is a
    register of ``son-la``; ``None`` where it names none."""
    name = f"-{slug(fold(path.stem))}-"
    return next((p for p in _provinces_by_length() if f"-{p}-" in name), None)
