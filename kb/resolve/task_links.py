"""The same task given again in another document: a plan that repeats a resolution's appendix, a
directive that says once more what a plan had said.

Two tasks are linked where one document cites the other and both say nearly the same words, the
bodies' names and the small words apart; the citation is the evidence. They stay two tasks, each with
its own owners and dates. A document that very many others cite (a law) is no source of such links.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
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
    @lru_cache(maxsize=512)
    def tasks_of(document_id: str) -> tuple[_Task, ...]:
        return _tasks(conn, document_id)

    pairs = conn.execute(
        """SELECT c.cited_document_id, c.document_id, min(c.id) FROM citations c
             JOIN documents d ON d.id = c.cited_document_id
            WHERE d.held = 1 AND d.cited_by <= ? AND c.document_id <> c.cited_document_id
              AND c.subject_id IS NULL
              AND EXISTS (SELECT 1 FROM tasks t WHERE t.document_id = c.cited_document_id)
              AND EXISTS (SELECT 1 FROM tasks t WHERE t.document_id = c.document_id)
            GROUP BY c.cited_document_id, c.document_id
            ORDER BY d.issued_on, c.cited_document_id, c.document_id""",
        (_HUB,),
    )
    for cited, citations in groupby(pairs, key=itemgetter(0)):
        earlier = _Earlier(tasks_of(cited))
        for _, citing, citation_id in citations:
            for task in tasks_of(citing):
                found = earlier.most_alike(task)
                if found:
                    same, likeness = found
                    yield {
                        "task_id": task.id, "same_as_id": same.id, "likeness": round(likeness, 2),
                        "reason": "It says the same, in a document that cites the other's.",
                        "citation_id": citation_id,
                    }  # fmt: skip


class _Earlier:
    """The tasks of a cited document, by the words that they say."""

    def __init__(self, tasks: tuple[_Task, ...]) -> None:
        self.tasks = tasks
        self.by_word: dict[str, list[int]] = defaultdict(list)
        for place, task in enumerate(tasks):
            for word in task.words:
                self.by_word[word].append(place)

    def most_alike(self, task: _Task) -> tuple[_Task, float] | None:
        """The one task that is most like ``task``, if any is like enough."""
        shared = Counter(
            chain.from_iterable(self.by_word[w] for w in task.words if w in self.by_word)
        )
        said = len(task.words)
        alike = [
            (both / (said + len(self.tasks[place].words) - both), place)
            for place, both in shared.items()
            if both >= _ALIKE * said
        ]
        likeness, place = max(alike, key=lambda found: (found[0], -found[1]), default=(0.0, 0))
        return (self.tasks[place], likeness) if likeness >= _ALIKE else None


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
