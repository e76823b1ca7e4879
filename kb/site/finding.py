"""Which rows hold the words of a search, and how well: over documents, tasks, targets, bodies and provisions.

Each kind is searched twice, for the words as one phrase and for all of them; the ranks are merged by
their reciprocals (Cormack et al. 2009), because scores of different indexes cannot be compared.

Three things keep a search from reading a whole index for words that stand everywhere. Of many hits
only the newest are taken. What no document holds, no provision, task or target of one can hold. And
few hits are ranked by bm25 only where their words are rare: it counts every row that has one of
them. For common words the shorter text is the better one, which is what bm25 says of texts that hold
the words equally often.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kb.search import COMMON, NAMES, Alternatives, FullText, Understood, has_more, of_kind
from kb.site.remembered import once

NEWEST = 600
"""So many hits of one kind are ranked."""

_RANK_OFFSET = 8
_SCATTERED = 0.25
"""What words that stand apart weigh, against the same words as one phrase."""

MATCH = "SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?"
BEST = "SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY bm25({index}), rowid"
LENGTHS = "SELECT id, sz FROM {index}_docsize WHERE id IN (SELECT value FROM json_each(?))"

_INDEXES: tuple[tuple[str, FullText, float], ...] = (
    ("documents", NAMES, 1.0),
    ("documents", of_kind("documents"), 0.3),
    ("agencies", of_kind("agencies"), 0.95),
    ("tasks", of_kind("tasks"), 0.9),
    ("targets", of_kind("targets"), 0.8),
    ("sections", of_kind("sections"), 0.5),
)
"""What is searched, and what the first place there weighs."""

_TEXTS = of_kind("documents")
_SAME_WORDS = frozenset({"documents", "tasks", "targets", "sections"})
"""Kinds all of whose words stand in the document."""
_SAME_ORDER = frozenset({"documents", "sections"})
"""Kinds whose words stand in the document in just that order: a task may be put together."""


@dataclass(slots=True)
class Ranked:
    """The rows found, by kind and row number, and what each weighs; which documents were found by
    their text."""

    weights: dict[tuple[str, int], float] = field(default_factory=dict)
    in_text: set[int] = field(default_factory=set)

    def add(self, kind: str, numbers: Iterable[int], weight: float) -> None:
        """Rows of a kind, the best first."""
        for place, number in enumerate(numbers):
            score = weight / (_RANK_OFFSET + place)
            self.weights[kind, number] = self.weights.get((kind, number), 0.0) + score

    def of_kind(self, kind: str) -> list[int]:
        return [number for of, number in self.weights if of == kind]


def found(
    connection: sqlite3.Connection, query: Understood, kinds: Iterable[str], *, loosely: bool
) -> Ranked:
    """What holds the words, of these kinds. ``loosely``: also what holds them apart from each other,
    and documents for their text."""
    ranked = Ranked()
    wanted = set(kinds)
    for kind, index, weight in _INDEXES:
        if kind not in wanted or (index is _TEXTS and not loosely):
            continue
        numbers = _phrase(connection, query, kind, index)
        ranked.add(kind, numbers, weight)
        seen = set(numbers)
        if loosely and len(seen) < NEWEST:
            more = [n for n in _scattered(connection, query, kind, index) if n not in seen]
            ranked.add(kind, more, weight * _SCATTERED)
            seen.update(more)
        if index is _TEXTS:
            ranked.in_text |= seen
    return ranked


def _phrase(
    connection: sqlite3.Connection, query: Understood, kind: str, index: FullText
) -> Sequence[int]:
    """The rows that hold the words as one phrase."""
    if kind in _SAME_ORDER and not _holds(connection, _TEXTS, query.phrase):
        return []
    words = [word for phrase in query.groups[0] for word in phrase]
    if len(query.groups) > 1:
        words = [word for group in query.groups for word in group[0]]
    # Each phrase is sought by its rarest word.
    dear = all(_is_common(connection, index, word) for word in words)
    return _best(connection, index, query.phrase, dear=dear)


def _scattered(
    connection: sqlite3.Connection, query: Understood, kind: str, index: FullText
) -> Sequence[int]:
    """The rows that hold all words, apart from each other; the last word may go on only where no
    document has it whole with the others, for it is dear to look up what a word may go on to."""
    if kind in _SAME_WORDS:
        asked = (query.whole, query.words)
        held = next((fts for fts in asked if _holds(connection, _TEXTS, fts)), None)
    else:
        held = query.in_any_order(connection, kind)
    if held is None or held == query.phrase:
        return []
    dear = any(_is_dear(connection, index, group) for group in query.groups)
    return _best(connection, index, held, dear=dear)


def _is_dear(connection: sqlite3.Connection, index: FullText, group: Alternatives) -> bool:
    return any(all(_is_common(connection, index, word) for word in phrase) for phrase in group)


def _holds(connection: sqlite3.Connection, index: FullText, fts: str) -> bool:
    return once(("holds", index.name, fts), lambda: has_more(connection, index, fts, 0))


def _is_common(connection: sqlite3.Connection, index: FullText, word: str) -> bool:
    asked = f'"{word}"'
    return once(("common", index.name, word), lambda: has_more(connection, index, asked, COMMON))


def _best(
    connection: sqlite3.Connection, index: FullText, fts: str, *, dear: bool
) -> Sequence[int]:
    """The rows that match, best first; of many the newest. ``dear``: ranking them by bm25 would read
    most of the index. Who turns a page or narrows the list asks for the same words again."""
    return once(
        ("best", index.name, fts),
        lambda: array("q", _ranked(connection, index, fts, dear=dear)),
    )


def _ranked(connection: sqlite3.Connection, index: FullText, fts: str, *, dear: bool) -> list[int]:
    numbers = _numbers(connection, MATCH.format(index=index.name), fts, NEWEST)
    if not 0 < len(numbers) < NEWEST:
        return numbers
    if not dear:
        return _numbers(connection, BEST.format(index=index.name), fts)
    sizes = connection.execute(LENGTHS.format(index=index.name), (json.dumps(numbers),))
    lengths = {number: _length(size) for number, size in sizes}
    return sorted(numbers, key=lambda number: (lengths[number], number))


def _length(size: bytes) -> int:
    """How many words a row of an index has: SQLite writes the number of each column in groups of seven
    bits, all but the last with the eighth set."""
    words = column = 0
    for byte in size:
        column = column << 7 | byte & 0x7F
        if byte < 0x80:
            words, column = words + column, 0
    return words


def _numbers(connection: sqlite3.Connection, sql: str, *parameters: object) -> list[int]:
    return [row[0] for row in connection.execute(sql, parameters)]
