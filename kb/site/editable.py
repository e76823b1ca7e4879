"""What may be decided on the pages: which columns, with which values, and what words in them mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from extract import vocabulary
from extract.folding import fold
from kb import corrections, schema
from kb.questions import QuestionError, agencies_named, find_document
from kb.resolve.indicators import known

EDITABLE: Mapping[str, tuple[str, ...]] = {
    "documents": (
        "number", "title", "type", "issuer", "issued_on", "effective_on", "expired_on", "status",
        "signer", "signer_position",
    ),
    "citations": ("cited_document_id", "relation"),
    "tasks": ("deadline", "deliverable", "progress"),
    "task_agencies": ("role", "agency_id"),
    "targets": ("indicator_id", "comparator", "value", "value_to", "period"),
    "indicators": ("same_as",),
}  # fmt: skip
"""Columns by table; ``progress`` is how far a task has come (``progress.csv``)."""

PROGRESS = "progress"
PROGRESS_STATES = ("not_begun", "under_way", "done", "unknown")
DATES = frozenset({"issued_on", "effective_on", "expired_on", "deadline"})
STATUSES = (
    "not_yet_in_force", "in_force", "amended", "partly_expired", "suspended", "expired", "unknown",
)  # fmt: skip
RELATIONS = (
    "basis", "implements", "details", "amends", "replaces", "repeals", "consolidates", "corrects",
    "suspends", "promulgated_with", "proposed_by", "refers",
)  # fmt: skip
ROLES = ("lead", "responsible", "coordinate", "advise", "supervise", "receive_report")
"""The parts a body may have in a task, in the order in which they are listed."""

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "status": STATUSES,
    "relation": RELATIONS,
    "role": ROLES,
    "comparator": ("=", ">=", "<=", ">", "<", "about"),
    PROGRESS: PROGRESS_STATES,
}

REFERS: Mapping[str, str] = {
    "cited_document_id": "documents",
    "agency_id": "agencies",
    "indicator_id": "indicators",
    "same_as": "indicators",
}
"""Columns that name a row of another table."""

LONGEST = 1_000
"""Characters of a value, and of a reason."""


class RefusedError(Exception):
    """Why a decision is not taken, as a key of the wording."""


def choices(column: str) -> tuple[str, ...]:
    """The codes that a column may hold; none where it holds words."""
    if column == "type":
        return tuple(sorted({kind.code for kind in vocabulary.document_types()}))
    return _CHOICES.get(column, ())


def checked(
    connection: sqlite3.Connection, table: str, row_id: str, column: str, words: str
) -> tuple[str, str]:
    """The value that ``words`` mean for a cell, and what it holds now, if a decision about it may be
    taken; else ``RefusedError``."""
    if column not in EDITABLE.get(table, ()):
        raise RefusedError("not_editable")
    if len(words) > LONGEST:
        raise RefusedError("too_long")
    held = "id" if column == PROGRESS else column
    found = connection.execute(f'SELECT "{held}" FROM "{table}" WHERE id = ?', [row_id]).fetchone()
    if found is None:
        raise RefusedError("no_such_row")
    value = _meant(connection, table, column, words)
    if column != PROGRESS:
        return value, "" if found[0] is None else str(found[0])
    latest = connection.execute(
        "SELECT status FROM task_progress WHERE task_id = ? AND latest = 1", [row_id]
    ).fetchone()
    return value, latest[0] if latest else ""


def _meant(connection: sqlite3.Connection, table: str, column: str, words: str) -> str:
    if not words:
        if column in (PROGRESS, "role"):
            raise RefusedError("not_a_value")
        return ""
    if column in REFERS:
        return _NAMED[REFERS[column]](connection, words)
    codes = choices(column)
    fits = words in codes if codes else _fits(table, column, words)
    if not fits:
        raise RefusedError("not_a_value")
    return words


def _fits(table: str, column: str, words: str) -> bool:
    try:
        if column in DATES:
            return date.fromisoformat(words).isoformat() == words
        corrections.typed(words, types(table)[column])
    except ValueError:
        return False
    return True


@cache
def types(table: str) -> dict[str, type]:
    """What the columns of a table hold."""
    return {column.name: column.type for column in schema.table(table).columns}


def _document(connection: sqlite3.Connection, words: str) -> str:
    try:
        return find_document(connection, words)
    except QuestionError as error:
        raise RefusedError("not_one_document") from error


def _agency(connection: sqlite3.Connection, words: str) -> str:
    found = connection.execute("SELECT id FROM agencies WHERE id = ?", [words]).fetchone()
    if found:
        return str(found[0])
    try:
        (one,) = agencies_named(connection, words)
    except (QuestionError, ValueError) as error:
        raise RefusedError("not_one_agency") from error
    return one


def _indicator(connection: sqlite3.Connection, words: str) -> str:
    found = connection.execute(
        "SELECT id FROM indicators WHERE id = :words "
        "UNION SELECT id FROM indicators WHERE fold(name) = :folded OR fold(name_en) = :folded "
        "LIMIT 2",
        {"words": words, "folded": fold(words)},
    ).fetchall()
    if not found and words in known():  # one of the vocabulary that no document has set so far
        return words
    if len(found) != 1:
        raise RefusedError("not_one_indicator")
    return str(found[0][0])


_NAMED: Mapping[str, Callable[[sqlite3.Connection, str], str]] = {
    "documents": _document,
    "agencies": _agency,
    "indicators": _indicator,
}
"""How a row of another table is named: by its id, or in words that mean only one."""
