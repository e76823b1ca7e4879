"""What a search finds by words that editors decided on: a title, a number, a product. The indexes have them
only after the next build.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container

from kb.questions import rows
from kb.search import Understood, words_of
from kb.site import decisions

_SHORTEST_BEGINNING = 3

_SEARCHED = {"documents": ("number", "title", "issuer"), "tasks": ("text", "deliverable")}
"""The columns in which a kind is searched, some of which may be decided."""


def holding(
    connection: sqlite3.Connection, query: Understood, kinds: Container[str]
) -> dict[str, tuple[list[int], list[int]]]:
    """By kind, the numbers of the rows whose decided words hold those of the query as one phrase, and
    of those that hold them all."""
    found: dict[str, tuple[list[int], list[int]]] = {}
    for kind, columns in _SEARCHED.items():
        ids = decisions.standing().rows(kind, *columns) if kind in kinds else []
        if not ids:
            continue
        listed = ", ".join(columns)
        sql = f"SELECT rowid AS row, id, {listed} FROM {kind} WHERE id IN (SELECT value FROM json_each(?))"
        together, apart = found.setdefault(kind, ([], []))
        for row in decisions.applied(kind, rows(connection, sql, [json.dumps(ids)])):
            texts = [_padded(row[column] or "") for column in columns]
            if any(_together(query, text) for text in texts):
                together.append(row["row"])
            elif _all(query, " ".join(texts)):
                apart.append(row["row"])
    return found


def _padded(text: str) -> str:
    return f" {' '.join(words_of(text))} "


def _together(query: Understood, text: str) -> bool:
    phrases = [word for group in query.groups for word in group[0]]
    either = query.groups[0] if len(query.groups) == 1 else [tuple(phrases)]
    return any(f" {' '.join(phrase)} " in text for phrase in either)


def _all(query: Understood, text: str) -> bool:
    """All words, in any order; the last may go on."""
    last = query.groups[-1]
    begins = len(last) == 1 and len(last[0]) == 1 and len(last[0][0]) >= _SHORTEST_BEGINNING
    return all(
        any(f" {' '.join(phrase)} " in text for phrase in group)
        or (begins and group is last and f" {last[0][0]}" in text)
        for group in query.groups
    )
