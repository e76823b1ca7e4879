"""Tables with named columns: task assignments, targets, lists of documents.

Readers say where a table's cells stand (:class:`extract.source.Table`); this module says what they
mean. A column is known by its header in words, in Vietnamese or English, from
``vocabulary/table_headers.csv``; a column whose header says nothing known keeps its place as its
name (``column:3``), nothing is guessed from what stands below.

Observed in the appendices of Government resolutions and decisions of 2025 and 2026: one table over
twenty pages, its header repeated on each or printed once; rows cut by a page break; group headings
(I, II, A, or a text across the page) under which numbering starts again or runs on; two results
with two dates under one number; a row of column numbers below the header; one column a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Literal

from extract import vocabulary
from extract.facts import Language
from extract.folding import fold
from extract.source import SourceText, Table

Kind = Literal["tasks", "targets", "documents", "other"]
Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row, whole again where a page break cut it.

    ``label`` is its number as printed, less the full stop; ``path`` is unique in its table
    (``II.3``; ``3.-2`` for the second row that stands under number 3). ``cells`` gives each
    column's offsets in the stored text; ``more`` the further pieces of cells that were cut.
    ``headings`` are the group headings above the row, outermost first. A cell that spans several
    rows under one number stands in each of them.
    """

    label: str | None
    path: str
    cells: dict[str, Piece]
    headings: tuple[str, ...]
    start: int
    end: int
    more: dict[str, tuple[Piece, ...]] = field(default_factory=dict)

    def pieces(self, column: str) -> tuple[Piece, ...]:
        """The offsets of all pieces of a cell, none where it is empty."""
        return (self.cells[column], *self.more.get(column, ())) if column in self.cells else ()

    def own_pieces(self, column: str) -> tuple[Piece, ...]:
        """The pieces that stand in this row itself, not in one above that spans it."""
        return tuple(piece for piece in self.pieces(column) if piece[0] >= self.start)

    def text_of(self, text: str, column: str) -> str:
        """The words of a cell on one line, its pieces joined; empty where it has none."""
        return " ".join(" ".join(text[a:b].split()) for a, b in self.pieces(column))


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table with named columns, joined over its pages.

    ``columns`` holds keys of ``table_headers.csv``; columns of years are ``year:2026`` or
    ``year:2026-2030``, results of past years ``result:2024``; ``headers`` the words above each.
    ``title`` is what stands over the table ("Phụ lục I ..."), empty where nothing does.
    """

    kind: Kind
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    start: int
    end: int
    headers: tuple[str, ...] = ()
    title: str = ""

    def column(self, key: str) -> str:
        """The header words above the column ``key``, empty where there is none."""
        return self.headers[self.columns.index(key)] if key in self.columns else ""


Row = dict[int, Piece]  # column → offsets, empty cells left out

_SPACE_OR_EMPHASIS = " \t\n\r\f\u00a0*_"
_YEARS = re.compile(r"\b((?:19|20)\d\d)(?:\s*[-–—]\s*((?:19|20)\d\d))?\b")
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")

# 1  1.  01  11.1  11.10.  3.a  a)  b.  *  -  +  (1)  1a
_ORDINAL = re.compile(r"\(?(?:\d{1,3}[a-zđ]?(?:\.\d{1,3})*(?:\.[a-zđ])?|[a-zđ])[.)]*|[-+•]")
# I  IV.  XII   A  B.   Phần I
_GROUP = re.compile(r"(?:phần\s+)?(?:[IVX]{1,6}|[A-HK-UĐ])[.)]*", re.IGNORECASE)
# "I. Đổi mới ..."  "A. Chỉ tiêu ..."  with the number in the same cell as the words
_GROUP_WORDS = re.compile(r"((?:[IVX]{1,6}|[A-HK-UĐ]))[.)]\s+\S")
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2}|[A-D])\)?(?:\s*=.*)?")
# What starts a table of its own, however alike the headers: PHỤ LỤC II  Biểu số 3  Appendix 2
_NEW_TABLE = re.compile(
    r"^[ \t*#]*(?:phụ\s+lục|phụ\s+biểu|biểu(?:\s+mẫu|\s+số|\s+\d)|bảng\s+\d|mẫu\s+số"
    r"|appendix|annex|table\s+\d|form\s+no)\b",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER_ROWS_SEARCHED = 4
_HEADER_LENGTH = 90
_TITLE_LINES = 12
_PROSE_BETWEEN = 900  # more characters than running headers and footnotes of one page have
_TARGET_TITLE = re.compile(r"chỉ\s+tiêu|mục\s+tiêu|\btargets?\b|\bindicators\b", re.IGNORECASE)


def read_tables(source: SourceText, language: Language) -> tuple[NamedTable, ...]:
    """The tables of ``source`` in reading order, each whole, its columns named by their headers.

    Both languages' headers are known wherever they stand: a rendering may keep a Vietnamese table.
    """
    return tuple(_name_table(source.text, parts) for parts in _joined(source.text, source.tables))


# --- fragments: a table's rows before they mean anything --------------------------------------


@dataclass(frozen=True, slots=True)
class _Fragment:
    """One reader's table: its header in words (if any), the key of each column, and data rows."""

    width: int
    headers: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    start: int
    end: int


def _joined(text: str, tables: Sequence[Table]) -> Iterator[list[_Fragment]]:
    """Fragments of one table: it goes on where the columns agree and nothing else begins."""
    parts: list[_Fragment] = []
    for table in sorted(tables, key=lambda table: table.start):
        fragment = _fragment(text, table)
        if parts and not _goes_on(text, parts, fragment):
            yield parts
            parts = []
        parts.append(fragment)
    if parts:
        yield parts


def _goes_on(text: str, parts: list[_Fragment], fragment: _Fragment) -> bool:
    first, last = parts[0], parts[-1]
    between = text[last.end : fragment.start]
    if len(between) > _PROSE_BETWEEN or _NEW_TABLE.search(between):
        return False
    if any(fragment.headers):
        return _printed(fragment.headers) == _printed(first.headers)
    return fragment.width == first.width and any(first.headers)


def _printed(headers: Iterable[str]) -> list[str]:
    """Headers to compare, columns without one left out (readers differ on merged cells)."""
    return [fold(header) for header in headers if header]


def _fragment(text: str, table: Table) -> _Fragment:
    rows = _rows(text, table)
    width = 1 + max((cell.column for cell in table.cells), default=0)
    top, headers = _header(text, rows, width)
    columns = _column_keys(headers) if any(headers) else ()
    body = [row for row in rows[top:] if not _repeats_header(text, row, headers)]
    if any(headers) and body and _is_column_numbers(text, body[0], width):
        body = body[1:]
    return _Fragment(width, headers, columns, tuple(body), table.start, table.end)


def _rows(text: str, table: Table) -> list[Row]:
    rows: dict[int, Row] = {}
    for cell in table.cells:
        piece = _trim(text, cell.start, cell.end)
        row = rows.setdefault(cell.row, {})
        if piece is not None:
            row[cell.column] = piece
    return [rows[number] for number in sorted(rows) if rows[number]]


def _trim(text: str, start: int, end: int) -> Piece | None:
    """The offsets less outer white space and Markdown's emphasis marks; ``None`` if empty."""
    words = text[start:end]
    if not words.strip(_SPACE_OR_EMPHASIS):
        return None
    start += len(words) - len(words.lstrip(_SPACE_OR_EMPHASIS))
    return start, end - (len(words) - len(words.rstrip(_SPACE_OR_EMPHASIS)))


def _words(text: str, piece: Piece | None) -> str:
    return " ".join(text[piece[0] : piece[1]].split()) if piece else ""


# --- headers -----------------------------------------------------------------------------------


@cache
def _header_phrases() -> dict[str, str]:
    """Folded header phrase → column key, both languages."""
    return {
        _plain(phrase): row["key"]
        for row in vocabulary.rows("table_headers")
        for phrase in (*vocabulary.values(row["vi"]), *vocabulary.values(row["en"]))
    }


def _plain(words: str) -> str:
    """Folded words with single spaces, punctuation gone: ``"Kết quả/ sản phẩm"`` →
    ``"ket qua san pham"``."""
    return " ".join(_WORD.findall(fold(words)))


def _base_key(header: str) -> str | None:
    """The key of the longest known phrase that the header begins with (years and brackets cut)."""
    plain = _plain(re.sub(r"\([^)]*\)", " ", _YEARS.sub(" ", header)))
    words = plain.split()
    for length in range(min(len(words), 12), 0, -1):
        key = _header_phrases().get(" ".join(words[:length]))
        if key is not None and (length == len(words) or _may_go_on(key, length)):
            return key
    return "ordinal" if header.strip() == "#" else None


def _may_go_on(key: str, length: int) -> bool:
    """Whether words may follow the phrase: "Cơ quan chủ trì, theo dõi" is still a lead agency, but
    "Đơn vị nhận" is no unit and "No objection" no ordinal."""
    return key not in ("ordinal", "unit", "subject", "note") and length >= 1


def _header(text: str, rows: list[Row], width: int) -> tuple[int, tuple[str, ...]]:
    """How many rows the header takes, and its words for each column; ``(0, ())`` without one."""
    for index, row in enumerate(rows[:_HEADER_ROWS_SEARCHED]):
        words = {column: _words(text, piece) for column, piece in row.items()}
        if any(len(w) > _HEADER_LENGTH for w in words.values()):
            return 0, ()
        known = {_base_key(w) for w in words.values()} - {None}
        years = sum(bool(_YEARS.search(w)) for w in words.values())
        if len(known) + bool(years) >= 2 and len(known) >= 1:
            return _with_subheader(text, rows, index, words, width)
        if len(row) > 1 and not known:
            return 0, ()
    return 0, ()


def _with_subheader(
    text: str, rows: list[Row], index: int, top: dict[int, str], width: int
) -> tuple[int, tuple[str, ...]]:
    """The header row, and the row of years or parts below it, where there is one::

    TT | Chỉ tiêu | Kế hoạch từng năm |
       |          | 2026       | 2027 | 2028
    """
    below = (
        {column: _words(text, piece) for column, piece in rows[index + 1].items()}
        if index + 1 < len(rows)
        else {}
    )
    if not _is_subheader(top, below):
        return index + 1, tuple(top.get(column, "") for column in range(width))
    headers, spanning = [], ""
    for column in range(width):
        spanning = top.get(column, spanning if column in below else "")
        headers.append(f"{spanning} {below.get(column, '')}".strip())
    return index + 2, tuple(headers)


def _is_subheader(top: dict[int, str], below: dict[int, str]) -> bool:
    if not below or len(below) < 2:
        return False
    starts = [c for c in below if c in top]
    return (
        len(starts) < len(below)
        and all(_YEARS.search(w) or _base_key(w) for w in below.values())
        and 0 not in below
    )


def _column_keys(headers: tuple[str, ...]) -> tuple[str, ...]:
    keys = [_key_with_years(header, column) for column, header in enumerate(headers)]
    _settle(keys, headers)
    seen: dict[str, int] = {}
    for column, key in enumerate(keys):
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            keys[column] = f"{key}:{seen[key]}" if ":" not in key else f"column:{column}"
    return tuple(keys)


def _key_with_years(header: str, column: int) -> str:
    key = _base_key(header)
    years = _YEARS.search(header)
    if years and key in (None, "value", "result", "product"):
        period = "-".join(year for year in years.groups() if year)
        return f"{'result' if key in ('result', 'product') else 'year'}:{period}"
    return key or f"column:{column}"


def _settle(keys: list[str], headers: tuple[str, ...]) -> None:
    """Words that mean one thing in one kind of table and another in the next."""
    if "value" in keys and not {"indicator", "task", "subject"} & set(keys):
        first = keys.index("value")  # "Mục tiêu | Đơn vị | Năm 2027 | Năm 2028"
        if any(key.startswith("year:") for key in keys[first:]):
            keys[first] = "indicator"
    if keys.count("indicator") > 1:  # "Chỉ tiêu" and "Chỉ tiêu năm 2026": the second is a value
        for column in range(keys.index("indicator") + 1, len(keys)):
            if keys[column] == "indicator":
                years = _YEARS.search(headers[column])
                period = "-".join(y for y in years.groups() if y) if years else ""
                keys[column] = f"year:{period}" if period else "value"
    assigned = {"lead", "deadline", "coordinate"} & set(keys)
    has_value = any(key == "value" or key.startswith("year:") for key in keys)
    if "subject" in keys and assigned and not has_value and not {"task", "indicator"} & set(keys):
        keys[keys.index("subject")] = "task"
    if "task" in keys and "unit" in keys:
        keys[keys.index("unit")] = "agency"
    if "indicator" in keys and "task" not in keys and not has_value and "product" in keys:
        keys[keys.index("product")] = "value"


def _repeats_header(text: str, row: Row, headers: tuple[str, ...]) -> bool:
    return (
        len(row) > 1
        and any(headers)
        and all(
            column < len(headers) and _plain(_words(text, piece)) == _plain(headers[column])
            for column, piece in row.items()
        )
    )


def _is_column_numbers(text: str, row: Row, width: int) -> bool:
    """``(1) (2) (3) ...`` below the header: a number for each column, in order."""
    numbers = []
    for column in sorted(row):
        match = _COLUMN_NUMBER.fullmatch(_words(text, row[column]))
        if match is None:
            return False
        numbers.append(match[1])
    digits = [int(n) for n in numbers if n.isdigit()]
    in_order = all(b == a + 1 for a, b in pairwise(digits))
    return len(row) >= max(3, width - 1) and len(digits) >= 2 and in_order


# --- rows --------------------------------------------------------------------------------------


def _name_table(text: str, parts: list[_Fragment]) -> NamedTable:
    columns = parts[0].columns or tuple(f"column:{c}" for c in range(parts[0].width))
    title = _title(text, parts[0].start)
    kind = _kind(columns, title)
    rows = _RowReader(text, kind, columns).read(parts)
    return NamedTable(kind, columns, rows, parts[0].start, parts[-1].end, parts[0].headers, title)


def _kind(columns: tuple[str, ...], title: str) -> Kind:
    keys = {key.partition(":")[0] for key in columns}
    valued = bool(keys & {"value", "year"})
    if "task" in keys and keys & {"lead", "coordinate", "agency", "deadline", "product"}:
        return "tasks"
    if "indicator" in keys and (valued or "unit" in keys):
        return "targets"
    if "subject" in keys and valued and _TARGET_TITLE.search(title):
        return "targets"
    if keys >= {"document", "number"} or keys >= {"document", "issued"}:
        return "documents"
    return "other"


def _title(text: str, start: int) -> str:
    """What stands over a table: the lines back to "Phụ lục ...", or else the nearest line."""
    lines = [line.strip(" *#\t") for line in text[max(0, start - 2_000) : start].splitlines()]
    lines = [line for line in lines if line][-_TITLE_LINES:]
    for index in range(len(lines) - 1, -1, -1):
        if _NEW_TABLE.match(lines[index]):
            return " ".join(lines[index:])
    return lines[-1] if lines else ""


@dataclass(slots=True)
class _Open:
    """A row being put together."""

    label: str | None
    path: str
    cells: dict[str, list[Piece]]
    headings: tuple[str, ...]
    own: list[Piece]  # where the row itself stands: cells that span from above left out


class _RowReader:
    """Reads the data rows of one table in order: rows, group headings, pieces of rows."""

    def __init__(self, text: str, kind: Kind, columns: tuple[str, ...]) -> None:
        self.text, self.kind, self.columns = text, kind, columns
        self.groups: list[tuple[str, str, str]] = []  # style, label, words
        self.rows: list[_Open] = []
        self.paths: dict[str, int] = {}
        self.number = ""  # the last number in this group
        self.after_heading = False

    def read(self, parts: list[_Fragment]) -> tuple[TableRow, ...]:
        for part in parts:
            self.columns = part.columns or self.columns
            for index, row in enumerate(part.rows):
                self._take(row, first_of_page=index == 0 and part is not parts[0])
        return tuple(_closed(row) for row in self.rows)

    def _take(self, row: Row, first_of_page: bool) -> None:
        cells = {self._key(column): piece for column, piece in sorted(row.items())}
        words = {key: _words(self.text, piece) for key, piece in cells.items()}
        ordinal = words.get("ordinal", "")
        if self._is_heading(words):
            if "deadline" in cells and self.rows:
                self.rows[-1].cells.setdefault("deadline", []).append(cells["deadline"])
            self._open_group({key: w for key, w in words.items() if key != "deadline"})
        elif self._is_continued_heading(words):
            style, label, heading = self.groups[-1]
            self.groups[-1] = style, label, f"{heading} {next(iter(words.values()))}"
        elif self.rows and not ordinal and self._is_piece(words, first_of_page):
            for key, piece in cells.items():
                self.rows[-1].cells.setdefault(key, []).append(piece)
                self.rows[-1].own.append(piece)
        else:
            self._open_row(cells, ordinal)

    def _key(self, column: int) -> str:
        return self.columns[column] if column < len(self.columns) else f"column:{column}"

    # What a row must hold to stand for itself, by the kind of table.
    def _filled(self, words: dict[str, str]) -> bool:
        if self.kind == "targets":
            return any(_is_valued(key) for key in words)
        if self.kind == "tasks":
            return bool(words.keys() & {"deadline", "product", "lead", "agency"})
        return len(words) > 2

    def _is_heading(self, words: dict[str, str]) -> bool:
        """``I | VỀ KINH TẾ``, ``A | ...``, or one text across: "II. Hoàn thiện thể chế"."""
        ordinal = words.get("ordinal", "")
        grouped = bool(_GROUP.fullmatch(ordinal)) and ordinal[:1].isupper()
        if self._filled(words) and not (grouped and self._is_left_over(words)):
            return False
        if len(words) == 1:
            only = next(iter(words.values()))
            if _GROUP_WORDS.match(only):
                return True
            first_column = "ordinal" in words or self.columns[0] in words
            return first_column and not _ORDINAL.fullmatch(only) and not only[:1].islower()
        return grouped

    def _is_left_over(self, words: dict[str, str]) -> bool:
        """A group heading's row that also holds the end of a date from the row above."""
        others = words.keys() - {"ordinal", "task", "deadline"}
        return self.kind == "tasks" and not others and words.get("deadline", "A")[0].islower()

    def _is_continued_heading(self, words: dict[str, str]) -> bool:
        """The second line of a text across the page, read as a row of its own."""
        return (
            self.after_heading
            and len(words) == 1
            and ("ordinal" in words or self.columns[0] in words)
            and next(iter(words.values()))[:1].islower()
        )

    def _open_group(self, words: dict[str, str]) -> None:
        ordinal = words.get("ordinal", "")
        rest = [value for key, value in words.items() if key != "ordinal"]
        heading = rest[0] if rest else ordinal
        inside = _GROUP_WORDS.match(heading)
        label = ordinal.strip("().") if rest and ordinal else inside[1] if inside else ""
        style = "" if not label else "roman" if set(label) <= set("IVX") else "letter"
        for index, (other, _, _) in enumerate(self.groups):
            if other == style:
                del self.groups[index:]
                break
        shown = f"{label}. {heading}" if label and not inside else heading
        self.groups.append((style, label, shown))
        self.number = ""
        self.after_heading = True

    def _is_piece(self, words: dict[str, str], first_of_page: bool) -> bool:
        """Whether a row without a number only carries on the one above."""
        if self.after_heading or "ordinal" not in self.columns:
            return False
        if any(value[:1].islower() for value in words.values()) and not self._starts_anew(words):
            return True
        if self.kind == "targets":
            named = "indicator" in words or "subject" in words
            return not self._filled(words) and (first_of_page or not named)
        if self.kind == "tasks":
            if "deadline" in self.columns:
                return "deadline" not in words
            return "product" not in words or first_of_page
        return first_of_page

    def _starts_anew(self, words: dict[str, str]) -> bool:
        """A further target or result under the same number: its own words and its own value."""
        if self.kind == "targets":
            return self._filled(words) and ("indicator" in words or "subject" in words)
        decisive = [words[key] for key in ("product", "deadline") if key in words]
        return len(decisive) == 2 and not any(value[:1].islower() for value in decisive)

    def _open_row(self, cells: dict[str, Piece], ordinal: str) -> None:
        self.after_heading = False
        label = ordinal.rstrip(".").strip("()") or None
        kept = {key: [piece] for key, piece in cells.items()}
        above = self.rows[-1] if self.rows else None
        if label is None and above is not None and self.kind == "tasks":
            label = above.label
            for key in ("task", "lead", "coordinate", "agency"):
                if key not in kept and key in above.cells:
                    kept[key] = list(above.cells[key])
        headings = tuple(words for _, _, words in self.groups)
        own = list(cells.values())
        self.rows.append(_Open(label, self._path(label), kept, headings, own))

    def _path(self, label: str | None) -> str:
        """The group's labels and the row's own; rows without a number count under the last."""
        base = ".".join([*(group for _, group, _ in self.groups if group), label or self.number])
        base = base.strip(".")
        self.number = label or self.number
        self.paths[base] = count = self.paths.get(base, 0) + 1
        if count == 1 and label is not None:
            return base
        return f"{base}.-{count}".lstrip(".")


def _is_valued(key: str) -> bool:
    return key == "value" or key.startswith(("year:", "value:"))


def _closed(row: _Open) -> TableRow:
    return TableRow(
        row.label,
        row.path,
        {key: cell[0] for key, cell in row.cells.items()},
        row.headings,
        min(start for start, _ in row.own),
        max(end for _, end in row.own),
        {key: tuple(cell[1:]) for key, cell in row.cells.items() if len(cell) > 1},
    )
