"""``/indicators``: what documents set numbers for, those with most targets first."""

from __future__ import annotations

import sqlite3

from kb.questions import rows
from kb.search import understood
from kb.site import cards, touched
from kb.site.frame import WHOLE, Asked, Facts, Page, Parameter

_LISTED = 60
_DEEPEST = 400

_LIST = """
SELECT id, name, name_en, unit, targets, documents, first_period AS first, last_period AS last
FROM indicators {where} ORDER BY targets DESC, name LIMIT :limit OFFSET :offset"""
ALL = _LIST.format(where="WHERE targets > 0")
WITH_WORDS = _LIST.format(
    where="WHERE targets > 0 AND rowid IN ("
    "SELECT rowid FROM indicators_fts WHERE indicators_fts MATCH :query)"
)


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    page, most = asked.whole("page", 1, _DEEPEST), asked.listed(_LISTED)
    words = asked.one("words")
    query = understood(connection, words)
    values = {"limit": most + 1, "offset": (page - 1) * most}
    if query is None:
        found = rows(connection, ALL, values)
    else:
        meant = query.in_any_order(connection, "indicators")
        found = rows(connection, WITH_WORDS, {**values, "query": meant})
    return {
        "asked_for": {"words": words},
        "page": page,
        "more": len(found) > most,
        "indicators": _as_decided(connection, found[:most]),
    }


def _as_decided(connection: sqlite3.Connection, found: list[cards.Row]) -> list[cards.Row]:
    """The list with the numbers that follow from decisions; what has no target is not in it."""
    moved = touched.indicators_moved(connection)
    for row in found:
        if row["id"] in moved:
            now = touched.with_targets(connection, row)
            row.update(
                targets=now["targets"], documents=now["documents"], first=now["first_period"],
                last=now["last_period"],
            )  # fmt: skip
    kept = [row for row in found if row["targets"]]
    return sorted(kept, key=lambda row: -row["targets"]) if moved else kept


PAGE = Page(
    "indicators",
    "/indicators",
    "What documents set numbers for, those with most targets first.",
    read,
    (
        Parameter("words", "Only indicators with these words, accents optional"),
        Parameter("page", "Page of the list, from 1", WHOLE),
    ),
)
