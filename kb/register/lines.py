"""What the lines of a register say: each is a document, held or not.

The cells of a line, one below the other, are the line's text, and everything read from it
quotes that text. Its subject is read like any other text: what it cites are citations.

Which territory a document belongs to is told by its issuer's words, by a column, by the mapping or
the titles above the table, or by the name of the register's file (``son-la-gazette.csv``); the last
is added where the register is loaded, because it is not in the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from extract import vocabulary
from extract.facts import Citation, DocumentFields, Facts, Problem, Span
from extract.folding import fold, slug
from extract.grammar.citations import find_citations
from extract.grammar.dates import find_dates, parse_date
from extract.grammar.issuers import key_of
from extract.grammar.letterhead_lines import is_body_line
from extract.grammar.letterhead_names import agency_key, join_bodies, proper_name, province_of
from extract.grammar.numbers import find_numbers, parse_number
from extract.language import detect_language
from extract.source import SourceText
from kb.cache import Entry, Line
from kb.register.columns import Columns, Layout, columns_of, numbers_the_columns
from kb.register.tables import Row, Sheet

_MEDIA_TYPE = "text/plain"
_DATES = ("issued_on", "effective_on", "expired_on")
_QUOTED = frozenset({"number", "title", "issuer", "type", "status", *_DATES})
_TELLING = ("number", "symbol", "number_date", "issued_on", "title", "type_title")
"""Columns of which a line must fill one, or it lists nothing."""

# Số: 12/QĐ-UBND
_NUMBER_WORD = re.compile(r"(?:[Ss]ố|SỐ|No\.?)\s*:?\s+(?=\d)")
_PLACE = re.compile(r"\b(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu)\s", re.IGNORECASE)
_FIGURES = re.compile(r"\d{1,6}[a-zđ]?")
_WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# Quyết định của UBND tỉnh, Quyết định số 12: the words after the type are no subject
_NO_SUBJECT = re.compile(r"(?:của|số|of|no\.?)\s", re.IGNORECASE)
_SEPARATORS = " :;,.-–"
# SỔ ĐĂNG KÝ VĂN BẢN ĐẾN: what it lists others have issued
_INCOMING = "van ban den"


def entries_of(sheet: Sheet, layout: Layout) -> Iterator[Entry]:
    """An :class:`Entry` for every line of a register that lists a document. Headings within the
    table ("Tháng 5"), repeated headers and the line that numbers the columns list none."""
    about = _About.of(sheet, layout)
    for row in sheet.filled(layout.first):
        if row.number >= layout.first and _lists_a_document(row, layout.columns):
            yield _entry(row, about)


def _lists_a_document(row: Row, columns: Columns) -> bool:
    filled = [place for place, cell in enumerate(row.cells) if cell]
    telling = {columns[name] for name in _TELLING if name in columns}
    if not telling.intersection(filled) or numbers_the_columns(row.cells):
        return False
    if len(filled) == 1:  # a heading over the whole table, if it is no number
        return parse_number(row.cells[filled[0]]) is not None
    return columns_of(row.cells) is None


@dataclass(frozen=True, slots=True)
class _About:
    """What holds for all lines of a sheet: who issued what is listed (``said_issuer`` by the
    mapping, ``own_body`` by the titles above the table), and whose territory it is."""

    sheet: str | None
    columns: Columns
    said_issuer: str | None
    own_body: str | None
    territory: str | None

    @classmethod
    def of(cls, sheet: Sheet, layout: Layout) -> _About:
        mapping = layout.mapping
        return cls(
            sheet.name,
            layout.columns,
            mapping.issuer,
            _own_body(sheet, layout.titles),
            mapping.territory or _only_province(layout.titles),
        )


def _only_province(titles: Sequence[str]) -> str | None:
    """The province that the titles of a register name, where they name just one."""
    named = {place[0] for title in titles if (place := province_of(title))}
    return named.pop() if len(named) == 1 else None


def _own_body(sheet: Sheet, titles: Sequence[str]) -> str | None:
    """The body whose register it is by its titles, unless it lists what others sent."""
    if _INCOMING in fold(" ".join((sheet.name or "", *titles))):
        return None
    bodies = [title for title in titles if is_body_line(title) and agency_key(title)]
    if not bodies:
        return None
    places = [] if _PLACE.search(bodies[-1]) else [t for t in titles if _PLACE.match(t)][:1]
    name, _ = join_bodies([*bodies, *places])[-1]
    return proper_name(name)


@dataclass(slots=True)
class _Cells:
    """The cells of a line under way to its text: what the known columns hold, and where."""

    text: str = ""
    values: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, row: Row, columns: Columns) -> _Cells:
        names = {place: name for name, place in columns.items()}
        cells = cls()
        for place, cell in enumerate(row.cells):
            if not cell:
                continue
            start = len(cells.text) + bool(cells.text)
            cells.text += ("\n" if cells.text else "") + cell
            if place in names:
                cells.put(names[place], cell, start)
        cells._part()
        return cells

    def put(self, name: str, words: str, start: int, end: int | None = None) -> None:
        self.values[name] = words
        self.places[name] = start, start + len(words) if end is None else end

    def _part(self) -> None:
        """Part the columns that hold two things, and join the one thing that two hold."""
        self._part_number_and_date()
        self._part_type_and_title()
        self._join_number_and_symbol()
        number = self.values.get("number", "")
        if word := _NUMBER_WORD.match(number):
            self.put("number", number[word.end() :], self.places["number"][0] + word.end())
        if _WEB_ADDRESS.match(self.values.get("file", "")):
            self.put("link", self.values.pop("file"), self.places.pop("file")[0])

    def _part_number_and_date(self) -> None:
        """``"12/2020/NQ-HĐND ngày 10/12/2020"``"""
        words = self.values.get("number_date", "")
        start = self.places.get("number_date", (0, 0))[0]
        found = next(find_numbers(words), None)
        if found is not None:
            self.put("number", words[found.start : found.end], start + found.start)
        for day in find_dates(words, found.end if found else 0)[:1]:
            self.put("issued_on", day.words, start + day.start)

    def _part_type_and_title(self) -> None:
        """``"Quyết định về việc ..."``"""
        words = self.values.get("type_title", "")
        if not words:
            return
        start = self.places["type_title"][0]
        kind = _type_at_the_head(words)
        subject = words[len(kind) :].lstrip(_SEPARATORS)
        if kind and "type" not in self.values:
            self.put("type", words[: len(kind)], start)
        if not kind or not subject or _NO_SUBJECT.match(subject):
            subject = words
        self.put("title", subject, start + len(words) - len(subject))

    def _join_number_and_symbol(self) -> None:
        """``"12"`` in one column and ``"QĐ-UBND"`` in another."""
        number, symbol = self.values.get("number", ""), self.values.get("symbol", "")
        if not symbol:
            return
        if parse_number(symbol):
            self.put("number", symbol, *self.places["symbol"])
        elif _FIGURES.fullmatch(number):
            joined = _joined(number, symbol)
            start, end = self.places["number"]
            after, symbol_end = self.places["symbol"]
            if joined:
                self.put("number", joined, start, symbol_end if after == end + 1 else end)


def _joined(number: str, symbol: str) -> str | None:
    """A number and its symbol as they are printed together: a Party's with a hyphen (12-QĐ/TU), a
    state's with a stroke (12/QĐ-UBND)."""
    symbol = symbol.lstrip("/- ")
    ways = (f"{number}-{symbol}", f"{number}/{symbol}")
    for way in ways if "/" in symbol and not symbol[:1].isdigit() else reversed(ways):
        if parse_number(way):
            return way
    return None


def _entry(row: Row, about: _About) -> Entry:
    """What one line says."""
    cells = _Cells.of(row, about.columns)
    values = cells.values
    source = SourceText.from_text(cells.text, _MEDIA_TYPE)
    spans = {name: source.span(*where) for name, where in cells.places.items()}
    dates = {name: _date(values[name]) for name in _DATES if name in values}
    fields = _fields(values, dates, spans, about)
    line = Line(
        row=row.number,
        sheet=about.sheet,
        file=values.get("file"),
        link=values.get("link"),
        signer=values.get("signer"),
        expired_on=dates.get("expired_on"),
        status=_status(values.get("status", "")),
        territory=about.territory,
    )
    citations = _citations(source, fields, cells.places.get("title"))
    problems = tuple(_problems(values, dates, spans))
    return Entry(line, cells.text, Facts(fields, citations=citations, problems=problems))


def _date(words: str) -> str | None:
    """``"2024-01-03"``, ``"03/01/2024"`` or ``"ngày 03 tháng 01 năm 2024"`` as ISO 8601."""
    try:
        return date.fromisoformat(words[:10]).isoformat()
    except ValueError:
        return parse_date(words)


def _fields(
    values: Mapping[str, str],
    dates: Mapping[str, str | None],
    spans: Mapping[str, Span],
    about: _About,
) -> DocumentFields:
    printed = values.get("number")
    parsed = parse_number(printed) if printed else None
    number = parsed.number if parsed else printed
    issuer = values.get("issuer") or about.said_issuer
    if issuer is None and parsed is not None:
        issuer = _if_its_own(about.own_body, parsed.issuer)
    language = detect_language(values.get("title") or "") if values.get("title") else "vi"
    key, territory = key_of(issuer, language) if issuer else (None, None)
    place = province_of(values.get("territory") or "") or province_of(issuer or "")
    quoted = spans["number"].quote if "number" in spans else None
    return DocumentFields(
        type=type_of(values.get("type", "")) or (parsed.type if parsed else None) or "other",
        language=language,
        number=number,
        number_raw=quoted if quoted != number else None,
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


def _if_its_own(body: str | None, code: str | None) -> str | None:
    """The body whose register it is, where the symbol of a number says that it is of such a body:
    ``"UBND xã Mường Bú"`` for ``12/QĐ-UBND``."""
    key = agency_key(body) if body else None
    if key is None or code is None:
        return None
    return body if key == code or key.startswith(f"{code}-") else None


@cache
def _type_names() -> tuple[tuple[str, str], ...]:
    names = [
        (fold(name), kind.code)
        for kind in vocabulary.document_types()
        for name in (*kind.names_vi, *kind.names_en)
    ]
    return tuple(sorted(names, key=lambda pair: (-len(pair[0]), pair)))


def _type_at_the_head(words: str) -> str:
    """The name of a type of document that words begin with, as written."""
    folded = f"{fold(words)} "
    if len(folded) != len(words) + 1:  # a letter that folds to two, which no Vietnamese one does
        return ""
    for name, _ in _type_names():
        if folded.startswith(name) and not folded[len(name)].isalnum():
            return words[: len(name)]
    return ""


def type_of(words: str) -> str | None:
    """The type of document that words begin with: ``"Quyết định của UBND tỉnh"`` is a decision."""
    head = fold(_type_at_the_head(words))
    return dict(_type_names()).get(head) if head else None


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
