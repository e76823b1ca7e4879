"""The first page: one box to ask, what is due, what is new, and where data needs attention."""

from __future__ import annotations

import sqlite3

from kb.site import cards
from kb.site.frame import Asked, Facts, Page
from kb.site.pages.tasks import selection
from kb.site.pages.work import left

_LISTED = 6

NEW = """
SELECT id FROM documents WHERE held = 1 AND issued_on <= ? ORDER BY issued_on DESC, id LIMIT ?"""


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    today = asked.today.isoformat()

    def due(when: str) -> list[cards.Row]:
        return cards.tasks(connection, selection(connection, asked).ids(connection, when, _LISTED))

    return {
        "day": today,
        "due": due("ahead"),
        "past": due("past"),
        "new": _new(connection, today),
        **_attention(connection),
    }


def _attention(connection: sqlite3.Connection) -> Facts:
    kinds, counts = left(connection)
    return {
        "attention": kinds,
        "suggested": counts["suggestions"],
        "unclear": counts["ambiguous"] + counts["unresolved"],
    }


def _new(connection: sqlite3.Connection, today: str) -> list[cards.Row]:
    """The newest documents, as dated by decisions too."""
    dated = [
        row for row in cards.decided_documents(connection)
        if row["held"] and row["issued_on"] and row["issued_on"] <= today
    ]  # fmt: skip
    touched = {row["id"] for row in cards.decided_documents(connection)}
    most = _LISTED + len(touched)
    ids = [id_ for id_ in cards.ids_of(connection, NEW, (today, most)) if id_ not in touched]
    found = [*dated, *cards.documents(connection, ids[:_LISTED])]
    return sorted(found, key=lambda row: row["issued_on"], reverse=True)[:_LISTED]


PAGE = Page("home", "/", "What is due, what is new, and what a person should look at.", read)
