"""The same task given again in another document: a plan that repeats a resolution's appendix, a
directive that says once more what a plan had said.

Two tasks are linked where one document cites the other and both say nearly the same words, the
bodies' names and the small words apart; the citation is the evidence. They stay two tasks, each with
its own owners and dates. A document that very many others cite (a law) is no source of such links.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extract.folding import fold
from kb import schema

_ALIKE = 0.8
_FEWEST_WORDS = 6
_HUB = 200
"""A document cited by more others than this is taken as known to all."""
_WORD = re.compile(r"[^\W_]+")
_SMALL_WORDS = """
cac cua va voi cho theo tai trong ve den tu duoc la co o nay do nhung mot so
the of and to in for a on at by with
"""
_SMALL = frozenset(_SMALL_WORDS.split())


class _Task(NamedTuple):
    id: str
    words: frozenset[str]


def write(conn: sqlite3.Connection) -> None:
    """``task_links`` anew."""
    conn.execute("DELETE FROM task_links")
    schema.insert(conn, "task_links", _links(conn))


def _links(conn: sqlite3.Connection) -> Iterator[dict[str, object]]:
    @lru_cache(maxsize=4096)
    def tasks_of(document_id: str) -> tuple[_Task, ...]:
        return _tasks(conn, document_id)

    pairs = conn.execute(
        """SELECT c.document_id, c.cited_document_id, min(c.id) FROM citations c
             JOIN documents d ON d.id = c.cited_document_id
            WHERE d.held = 1 AND d.cited_by <= ? AND c.document_id <> c.cited_document_id
              AND c.subject_id IS NULL
              AND EXISTS (SELECT 1 FROM tasks t WHERE t.document_id = c.cited_document_id)
              AND EXISTS (SELECT 1 FROM tasks t WHERE t.document_id = c.document_id)
            GROUP BY c.cited_document_id, c.document_id
            ORDER BY c.cited_document_id, c.document_id""",
        (_HUB,),
    ).fetchall()
    for citing, cited, citation_id in pairs:
        by_word: dict[str, list[_Task]] = defaultdict(list)
        for earlier in tasks_of(cited):
            for word in earlier.words:
                by_word[word].append(earlier)
        for task in tasks_of(citing):
            found = _most_alike(task, by_word)
            if found:
                earlier, likeness = found
                yield {
                    "task_id": task.id, "same_as_id": earlier.id, "likeness": round(likeness, 2),
                    "reason": "It says the same, in a document that cites the other's.",
                    "citation_id": citation_id,
                }  # fmt: skip


def _most_alike(task: _Task, by_word: dict[str, list[_Task]]) -> tuple[_Task, float] | None:
    """The one task that is most like it, if any is like enough."""
    near = {other for word in task.words for other in by_word.get(word, ())}
    alike = sorted(
        ((len(task.words & other.words) / len(task.words | other.words), other) for other in near),
        key=lambda found: (-found[0], found[1].id),
    )
    if not alike or alike[0][0] < _ALIKE:
        return None
    return alike[0][1], alike[0][0]


def _tasks(conn: sqlite3.Connection, document_id: str) -> tuple[_Task, ...]:
    """The tasks of a document that say enough to be told apart, with the words they say."""
    names: dict[str, set[str]] = defaultdict(set)
    for task_id, name in conn.execute(
        """SELECT ta.task_id, ta.name_as_written FROM tasks t
             JOIN task_agencies ta ON ta.task_id = t.id WHERE t.document_id = ?""",
        (document_id,),
    ):
        names[task_id].update(_WORD.findall(fold(name or "")))
    found = []
    for task_id, text in conn.execute(
        "SELECT id, text FROM tasks WHERE document_id = ? ORDER BY id", (document_id,)
    ):
        words = frozenset(_WORD.findall(fold(text))) - _SMALL - names[task_id]
        if len(words) >= _FEWEST_WORDS:
            found.append(_Task(task_id, words))
    return tuple(found)
