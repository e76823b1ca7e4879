"""Targets in tables of indicators, one column a year where the table has a ladder of years.

The unit stands in a column of its own, in brackets after the indicator, in the header, or in the
cell; the period in the indicator ("đến năm 2030"), in the column's header, in the group heading or
in the table's title. "Thuộc nhóm 3 nước dẫn đầu" is a target in words: it is kept without a number.
A column that says who leads or follows it up ("Cơ quan theo dõi, đánh giá") names who answers for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract import vocabulary
from extract.facts import Language, Target
from extract.grammar.bodies import BodyReader
from extract.grammar.indicators import counted_unit
from extract.grammar.periods import OPENING_PERIOD, find_periods, last_year
from extract.grammar.quantities import Quantity, as_target, find_quantities, read_unit
from extract.grammar.table_tasks import COLUMN_ROLES, row_agencies
from extract.grammar.tables import NamedTable, TableRow
from extract.grammar.target_cues import EDGES, cue, cue_at_start, one_line
from extract.grammar.target_kinds import kind_of
from extract.source import SourceText

_EVIDENCE_REACH = 1_000  # characters from the words of a row to its number
_UNIT_BRACKETS = re.compile(r"\s*\(\s*([^()]{1,40})\s*\)\s*$")


def targets_in_tables(
    source: SourceText,
    language: Language,
    tables: Sequence[NamedTable],
    issued: int | None,
    bodies: Callable[[], BodyReader],
) -> Iterator[Target]:
    """The targets of all tables of indicators, in reading order. ``bodies`` gives the reader of
    bodies, which is made only where a column names some.

    A number for a year before ``issued``, or before the one year that the table's title names
    ("Chỉ tiêu kế hoạch năm 2026"), is a result that stands there to compare.
    """
    for table in tables:
        if table.kind != "targets":
            continue
        since = _first_year(table, issued)
        above: _Named | None = None
        whole: _Named | None = None  # the row above, if it only heads its shares
        for row in table.rows:
            named = _name_row(source.text, row)
            if named is None:
                continue
            if row.label is None or not row.label[0].isalnum():
                named = _part_of(above, named, above is whole) if above else named
            elif whole is not None and row.label.startswith(f"{whole.label}."):
                named = _share_of(whole, named)
            else:
                above, whole = named, None
            found = list(_from_row(source, language, table, row, named, since))
            if found and not COLUMN_ROLES.keys().isdisjoint(row.cells):
                agencies = row_agencies(source, bodies(), row)
                found = [replace(target, agencies=agencies) for target in found]
            if named is above and not found and cue("structure").match(named.words):
                whole = above
            yield from found


def refused_in_tables(
    text: str, language: Language, tables: Sequence[NamedTable]
) -> Iterator[Quantity]:
    """The numbers of value cells that may be two different things."""
    for table in tables:
        for row in table.rows if table.kind == "targets" else ():
            for column in filter(_holds_values, row.cells):
                for start, end in row.pieces(column):
                    found = find_quantities(text, start, end, language)
                    yield from (quantity for quantity in found if quantity.refused)


def _holds_values(column: str) -> bool:
    return column == "value" or column.startswith("year:")


def _first_year(table: NamedTable, issued: int | None) -> int | None:
    columns = {column.removeprefix("year:") for column in table.columns if _holds_values(column)}
    named = {period.words for period in find_periods(table.title, 0, len(table.title))} & columns
    if len(named) != 1 or len(columns) < 2:
        return issued
    return max(issued or 0, last_year(named.pop()))


@dataclass(frozen=True, slots=True)
class _Named:
    """What a row measures: its words less a unit in brackets, that unit, where it stands, the year
    that the words name, and the row's number."""

    words: str
    unit: str
    start: int
    subject: bool
    period: str | None
    label: str | None = None


_OF_WHICH = re.compile(r"\s*(?:trong đó|of which|in which|including)\s*:?\s*", re.IGNORECASE)


def _name_row(text: str, row: TableRow) -> _Named | None:
    key = "indicator" if "indicator" in row.cells else "subject"
    words = row.text_of(text, key)
    if not words:
        return None
    brackets = _UNIT_BRACKETS.search(words)
    unit = read_unit(brackets[1]) if brackets else None
    if brackets is None or unit is None or not unit.kind:
        brackets = None
    printed = row.text_of(text, "unit") or (brackets[1] if brackets else "")
    words = words[: brackets.start()] if brackets else words
    periods = list(find_periods(words, 0, len(words)))
    period = periods[-1].words if periods else None
    start, subject = row.cells[key][0], key == "subject"
    return _Named(_less_aim(words.strip()), printed, start, subject, period, row.label)


def _less_aim(words: str) -> str:
    """``Phấn đấu đến năm 2028, môi trường kinh doanh``: the words of the aim measure nothing."""
    aim = cue_at_start("lead").match(words)
    opening = OPENING_PERIOD.match(words, aim.end() if aim else 0)
    return words[opening.end() :] if opening and words[opening.end() :] else words


_DITTO = frozenset(['"', "“", "”", "''", "″", "nt", "-nt-", "như trên", "ditto", "-"])


def _part_of(above: _Named, part: _Named, heads: bool) -> _Named:
    """A row without a number below one: "Trong đó: Nhóm khoáng sản" is a part of what stands
    above, measured in its unit unless it prints one; ``heads`` where the row above has no number of
    its own ("Cơ cấu GRDP")."""
    if part.unit.lower() in _DITTO:
        part = replace(part, unit="")
    if part.subject or (part.unit and not heads):
        return replace(part, words=_OF_WHICH.sub("", part.words, count=1))
    return _share_of(above, replace(part, words=_OF_WHICH.sub("", part.words, count=1)))


def _share_of(whole: _Named, part: _Named) -> _Named:
    return replace(
        part,
        words=f"{whole.words}: {part.words.strip(EDGES)}",
        unit=part.unit or whole.unit,
        period=part.period or whole.period,
    )


def _from_row(
    source: SourceText,
    language: Language,
    table: NamedTable,
    row: TableRow,
    named: _Named,
    issued: int | None,
) -> Iterator[Target]:
    text = source.text
    for column in row.cells:
        if not _holds_values(column):
            continue
        period = named.period or _row_period(table, row, column)
        if issued and period and last_year(period) < issued:
            continue
        numbers = [
            quantity
            for start, end in row.pieces(column)
            for quantity in _cell_quantities(text, start, end, language)
        ]
        for quantity in numbers:
            yield _row_target(source, table, row, column, quantity, named, period)
        if not numbers and _says_an_aim(text, row, column, named, language):
            yield _in_words(source, row, column, named, period)


def _says_an_aim(text: str, row: TableRow, column: str, named: _Named, language: Language) -> bool:
    """A value cell without a number that says more than a mark ("x", "-", "Đạt")."""
    if named.subject or any(
        quantity.refused
        for start, end in row.pieces(column)
        for quantity in find_quantities(text, start, end, language)
    ):
        return False
    return len(re.findall(r"[^\W\d_]+", row.text_of(text, column))) >= _WORDS_OF_AN_AIM


_WORDS_OF_AN_AIM = 2


def _in_words(
    source: SourceText, row: TableRow, column: str, named: _Named, period: str | None
) -> Target:
    words = row.text_of(source.text, column)
    start, end = row.cells[column]
    if not row.more and 0 <= start - named.start < _EVIDENCE_REACH:
        start = named.start
    return Target(
        indicator=named.words.strip(EDGES),
        span=source.span(start, end),
        value=None,
        value_words=words,
        period=period,
        label=row.label,
        rule="target-table",
        responsible=_responsible(source.text, row),
    )


def _responsible(text: str, row: TableRow) -> str | None:
    """The body of the column for who leads, else for who follows it up."""
    return row.text_of(text, "lead") or row.text_of(text, "agency") or None


def _cell_quantities(text: str, start: int, end: int, language: Language) -> Iterator[Quantity]:
    """The numbers of a value cell; "Thuộc nhóm 3 nước dẫn đầu" is a target in words, no number."""
    words = text[start:end]
    opening = re.match(r"[\s≥≤<>=~]*(?:\d|[^\W\d_])", words)
    for quantity in find_quantities(text, start, end, language):
        lead = text[start : quantity.start]
        wordy = len(re.findall(r"[^\W\d_]+", re.split(r"[;,\n]", lead)[-1])) > 4
        ranked = cue("ranked").search(lead) and cue("leading").search(words)
        if quantity.value is not None and opening and not wordy and not ranked:
            yield quantity


def _row_period(table: NamedTable, row: TableRow, column: str) -> str | None:
    """The year of the column, else of the group heading, else of the title."""
    if column.startswith("year:"):
        return column.removeprefix("year:")
    for words in (*reversed(row.headings), table.column(column), table.title):
        found = [p for p in find_periods(words, 0, len(words)) if len(p.words) != 10]
        if found:
            return found[0].words
    return None


def _row_target(
    source: SourceText,
    table: NamedTable,
    row: TableRow,
    column: str,
    quantity: Quantity,
    named: _Named,
    period: str | None,
) -> Target:
    header = table.column(column)
    quantity = _with_unit(quantity, named.unit or _header_unit(header))
    quantity = _counted_in_row(quantity, named.words)
    indicator = named.words.strip(EDGES)
    if named.subject:
        measure = one_line(_YEARS_AND_BRACKETS.sub(" ", header)).capitalize()
        indicator = f"{measure}: {indicator}"
    start, end = named.start, quantity.end
    if row.more or not 0 <= quantity.start - start < _EVIDENCE_REACH:
        start = quantity.start
    head = f"{named.words} {source.text[row.cells[column][0] : quantity.start]}"
    return replace(
        as_target(quantity, indicator, source.span(start, end)),
        period=period,
        scope=_row_scope(source.text, row, quantity) or _place(named),
        label=row.label,
        rule="target-table",
        responsible=_responsible(source.text, row),
        kind=kind_of(quantity, f"{header} {indicator}" if named.subject else indicator, head, ""),
    )


@cache
def _places() -> frozenset[str]:
    return frozenset(
        name.lower()
        for province in vocabulary.provinces().values()
        for name in (province.name, province.name_en, *province.aliases)
    )


_KIND_OF_PLACE = re.compile(r"^(?:thành phố|tp\.?|tỉnh|province|city)\s+", re.IGNORECASE)


def _place(named: _Named) -> str | None:
    """A row that names a province sets the number for it."""
    words = re.sub(r"\s*\(.*", "", named.words).strip(EDGES)
    return words if named.subject and _KIND_OF_PLACE.sub("", words).lower() in _places() else None


def _counted_in_row(quantity: Quantity, words: str) -> Quantity:
    """``Số bác sĩ/vạn dân (người)``: what is counted, and by what, stands in the indicator."""
    counted = counted_unit(words)
    unit = read_unit(counted) if counted else None
    if unit is None or quantity.kind not in ("", "count") or unit.kind != "count":
        return quantity
    by_something = " per " in (unit.canon or "")
    if quantity.unit is None:
        value, value_to = quantity.value, quantity.value_to
        return replace(
            quantity, unit=counted, unit_normalized=unit.normalized,
            value_normalized=value, value_to_normalized=value_to,
        )  # fmt: skip
    return replace(quantity, unit_normalized=unit.normalized) if by_something else quantity


_YEARS_AND_BRACKETS = re.compile(r"\([^)]*\)|(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?")
_HEADER_BRACKETS = re.compile(r"\(([^()]{1,40})\)")


def _header_unit(header: str) -> str:
    match = _HEADER_BRACKETS.search(header)
    return match[1].lower() if match else ""


def _with_unit(quantity: Quantity, printed: str) -> Quantity:
    """The number with the unit of its column, unless the cell prints one of its own."""
    unit = read_unit(printed) if printed else None
    if unit is None or quantity.unit is not None:
        return quantity
    value, value_to = quantity.value or 0.0, quantity.value_to
    return replace(
        quantity,
        unit=unit.printed,
        unit_normalized=unit.normalized,
        value_normalized=float(f"{value * unit.factor:.12g}"),
        value_to_normalized=None if value_to is None else float(f"{value_to * unit.factor:.12g}"),
        kind=unit.kind,
    )


def _row_scope(text: str, row: TableRow, quantity: Quantity) -> str | None:
    """``≤ 3 Đông Nam Á; ≤ 50 Thế giới``: the words after a number say where it holds."""
    for column in row.cells:
        for start, end in row.pieces(column):
            if start <= quantity.start < end:
                after = re.split(r"[;,\n]", text[quantity.end : end])[0].strip()
                return after if after[:1].isupper() and len(after.split()) <= 4 else None
    return None
