"""Tasks from tables: a row of a table with a column for what is to be done is a task.

The columns say who leads, who coordinates, what comes out and by when
(:mod:`extract.grammar.tables`). A cell of bodies that no name or group is known in is taken whole
as one body: its column says that it is one. Observed in the appendices of Government resolutions
and decisions of 2025 and 2026 and of provincial plans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.facts import Language, Role, Section, Task, TaskAgency
from extract.grammar.bodies import BodyReader
from extract.grammar.dates import parse_period
from extract.grammar.deadlines import find_deadlines, find_recurrence
from extract.grammar.tables import NamedTable, TableRow, read_tables
from extract.grammar.words import fold_in_place
from extract.source import SourceText

COLUMN_ROLES: dict[str, Role] = {
    "lead": "lead",
    "coordinate": "coordinate",
    "agency": "responsible",
}
"""The role that a column, or a line under a task, gives to the bodies in it."""


def table_tasks(
    source: SourceText, language: Language, reader: BodyReader, sections: Sequence[Section]
) -> Iterator[Task]:
    """The tasks of the tables of ``source``, in reading order."""
    if not source.tables:
        return
    rows = [section for section in sections if section.kind in {"row", "table"}]
    for table in read_tables(source, language):
        if table.kind == "tasks" and "task" in table.columns:
            for row in table.rows:
                task = _task(source, language, reader, table, row, rows)
                if task:
                    yield task


def _task(
    source: SourceText,
    language: Language,
    reader: BodyReader,
    table: NamedTable,
    row: TableRow,
    sections: Sequence[Section],
) -> Task | None:
    text = row.text_of(source.text, "task")
    if not text or not (row.label or "lead" in row.cells or "agency" in row.cells):
        return None
    start, end = row.cells["task"]
    words = row.text_of(source.text, "deadline") or None
    deadline, recurrence = cell_deadline(words, language) if words else (None, None)
    section = _section(sections, start)
    return Task(
        path=_path(section, row),
        text=text,
        span=source.span(start, end),
        label=row.label,
        section=section.path if section else None,
        agencies=row_agencies(source, reader, row),
        deadline=deadline,
        deadline_words=words,
        recurrence=recurrence,
        deliverable=row.text_of(source.text, "product") or None,
        rule="table",
    )


def _section(sections: Sequence[Section], offset: int) -> Section | None:
    """The narrowest row or table that holds the offset."""
    holding = [s for s in sections if s.span.start <= offset < s.span.end]
    return min(holding, key=lambda s: s.span.end - s.span.start, default=None)


def _path(section: Section | None, row: TableRow) -> str:
    if section is None:
        return row.path
    return section.path if section.kind == "row" else f"{section.path}.{row.path}"


def row_agencies(source: SourceText, reader: BodyReader, row: TableRow) -> tuple[TaskAgency, ...]:
    """The bodies that the columns of a row name, each with the role that its column gives."""
    return _once(
        [
            agency
            for column, role in COLUMN_ROLES.items()
            for piece in row.pieces(column)
            for agency in _agencies(source, reader, role, *piece)
        ]
    )


def _agencies(
    source: SourceText, reader: BodyReader, role: Role, start: int, end: int
) -> Iterator[TaskAgency]:
    """The bodies in a cell. "A trình B" makes B the one that it is submitted to."""
    for body in reader.read_cell(reader.words.at(start), reader.words.at(end)):
        submitted = _SUBMITTED_TO.search(fold_in_place(source.text[start : body.start]))
        yield TaskAgency(
            body.name,
            "receive_report" if submitted else role,
            source.span(body.start, body.end),
            body.is_group,
            False,
            body.key,
            body.place,
            body.head,
        )


_SUBMITTED_TO = re.compile(r"(?<!\w)(?:trinh|bao\scao)\s+\Z")


def _once(agencies: Sequence[TaskAgency]) -> tuple[TaskAgency, ...]:
    """One row for a body; who leads does not coordinate too."""
    rows: dict[str, TaskAgency] = {}
    for agency in agencies:
        rows.setdefault(agency.name.casefold(), agency)
    return tuple(rows.values())


# Từ quý III/2026 đến quý III/2030 | từ tháng 5/2026 | 2027 - 2030
_FROM = re.compile(r"\A\s*(?:tu|from)\s")
_UNTIL = re.compile(r"(?:\s(?:den|to|until)\s|(?<=\d)\s?[-–]\s?(?=(?:19|20)\d\d\s*\Z))")


def cell_deadline(words: str, language: Language) -> tuple[str | None, str | None]:
    """What a cell for the deadline says: the date (ISO) or how often, ``None`` for the other. Of
    "from A to B" it is B; "from A" alone says when to begin and not by when."""
    if find_recurrence(words, 0, len(words), language):
        return None, words
    folded = fold_in_place(words)
    until = _UNTIL.search(folded)
    if _FROM.match(folded) and until is None:
        return None, None
    if until and (_FROM.match(folded) or until.group().strip() in {"-", "–"}):
        words = words[until.end() :]
    found = find_deadlines(words, 0, len(words), language)
    dated = [deadline.iso for deadline in found if deadline.iso]
    if dated:
        return max(dated), None
    period = parse_period(words)
    return (period.last_day if period else None), None
