"""What may be decided on the pages: which columns, with which values, and what words in them mean."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Mapping
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
    "targets": ("indicator_id", "comparator", "value", "value_to", "unit", "period"),
    "indicators": ("same_as",),
    "suggestions": (corrections.SETTLED,),
    "problems": (corrections.SETTLED,),
}  # fmt: skip
"""Columns by table; ``progress`` is how far a task has come (``progress.csv``)."""

SETTLED = corrections.SETTLED
"""Somebody looked, and nothing is to be changed: a decision about a problem or a suggestion."""

PROGRESS = "progress"
PROGRESS_STATES = ("not_begun", "under_way", "done", "unknown")
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
    SETTLED: ("yes",),
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


def plain(words: str) -> str:
    """Words as they are kept: composed letters, single spaces, nothing that cannot be seen."""
    spaced = " ".join(unicodedata.normalize("NFC", words).split())
    return "".join(one for one in spaced if unicodedata.category(one) not in _UNSEEN)


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def checked(
    connection: sqlite3.Connection, table: str, row_id: str, column: str, words: str
) -> tuple[str, str]:
    """The value that ``words`` mean for a cell, and what the build holds there, if a decision about
    it may be taken; else ``RefusedError``."""
    if column not in EDITABLE.get(table, ()):
        raise RefusedError("not_editable")
    if len(words) > LONGEST:
        raise RefusedError("too_long")
    if column == SETTLED:
        return _meant(connection, table, column, words), _question(connection, table, row_id)
    held = "id" if column == PROGRESS else column
    found = connection.execute(f'SELECT "{held}" FROM "{table}" WHERE id = ?', [row_id]).fetchone()
    if found is None:
        raise RefusedError("no_such_row")
    value = _meant(connection, table, column, words)
    if column != PROGRESS:
        return value, as_text(found[0])
    latest = connection.execute(
        "SELECT status FROM task_progress WHERE task_id = ? AND latest = 1", [row_id]
    ).fetchone()
    return value, latest[0] if latest else ""


def _question(connection: sqlite3.Connection, table: str, row_id: str) -> str:
    """What a problem or a suggestion asks, by which the next build knows it again."""
    asks = corrections.ASKS[table]
    found = connection.execute(f'SELECT "{asks}" FROM "{table}" WHERE id = ?', [row_id]).fetchone()
    if found is None:
        raise RefusedError("no_such_row")
    return as_text(found[0])[:LONGEST]


def as_text(value: object) -> str:
    """A cell's value as forms show it and decisions keep it."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _meant(connection: sqlite3.Connection, table: str, column: str, words: str) -> str:
    if not words:
        if column in (PROGRESS, "role", SETTLED):
            raise RefusedError("not_a_value")
        return ""
    if column in REFERS:
        return _NAMED[REFERS[column]](connection, words)
    codes = choices(column)
    kind = types(table).get(column, str)
    if kind is float and _DECIMAL_COMMA.fullmatch(words):
        words = words.replace(",", ".")
    fits = words in codes if codes else corrections.fits(table, column, words, kind)
    if not fits:
        raise RefusedError("not_a_value")
    return as_text(float(words)) if kind is float else words


_DECIMAL_COMMA = re.compile(r"-?\d+,(?:\d{1,2}|\d{4,})")
"""``4,25``, as numbers are written here; ``4,250`` may be thousands too."""


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
