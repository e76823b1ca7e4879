"""The first page: one box to ask, what is due, what is new, and where data needs attention."""

from __future__ import annotations

import sqlite3

from kb.questions import rows
from kb.site import cards
from kb.site.frame import Asked, Facts, Page
from kb.site.remembered import once

_LISTED = 6

DUE = """
SELECT id FROM tasks WHERE force = 'instructed' AND deadline >= ? ORDER BY deadline, id LIMIT ?"""
PAST = """
SELECT id FROM tasks WHERE force = 'instructed' AND deadline < ? ORDER BY deadline DESC, id LIMIT ?"""
NEW = """
SELECT id FROM documents WHERE held = 1 AND issued_on <= ? ORDER BY issued_on DESC, id LIMIT ?"""
ATTENTION = """
SELECT kind, count(*) AS number FROM problems GROUP BY kind ORDER BY number DESC, kind"""
SUGGESTED = "SELECT count(*) FROM suggestions"
UNCLEAR = "SELECT count(*) FROM citations WHERE state IN ('ambiguous', 'unresolved')"


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    today = asked.today.isoformat()

    def tasks(sql: str) -> list[cards.Row]:
        return cards.tasks(connection, cards.ids_of(connection, sql, (today, _LISTED)))

    return {
        "day": today,
        "due": tasks(DUE),
        "past": tasks(PAST),
        "new": cards.documents(connection, cards.ids_of(connection, NEW, (today, _LISTED))),
        **once(("home", "attention"), lambda: _attention(connection)),
    }


def _attention(connection: sqlite3.Connection) -> Facts:
    return {
        "attention": rows(connection, ATTENTION),
        "suggested": connection.execute(SUGGESTED).fetchone()[0],
        "unclear": connection.execute(UNCLEAR).fetchone()[0],
    }


PAGE = Page("home", "/", "What is due, what is new, and what a person should look at.", read)
