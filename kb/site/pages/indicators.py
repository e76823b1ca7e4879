"""``/indicators``: what documents set numbers for, those with most targets first."""

from __future__ import annotations

import sqlite3

from kb.questions import rows
from kb.search import understood
from kb.site.frame import Asked, Facts, Page, Parameter
from kb.site.remembered import once

_LISTED = 60
_DEEPEST = 400

_COUNTED = """
SELECT i.id, i.name, i.name_en, i.unit, count(*) AS targets,
  count(DISTINCT t.document_id) AS documents, min(t.period) AS first, max(t.period) AS last
FROM indicators i JOIN targets t ON t.indicator_id = i.id {where}
GROUP BY i.id ORDER BY targets DESC, i.name LIMIT :limit OFFSET :offset"""
ALL = _COUNTED.format(where="")
WITH_WORDS = _COUNTED.format(
    where="WHERE i.id IN (SELECT x.indicator_id FROM targets_fts f JOIN targets x "
    "ON x.rowid = f.rowid WHERE targets_fts MATCH :query)"
)


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    page, most = asked.whole("page", 1, _DEEPEST), asked.listed(_LISTED)
    words = asked.one("words")
    query = understood(connection, words)
    values = {"limit": most + 1, "offset": (page - 1) * most}
    if query is None:
        found = once(("indicators", page, most), lambda: rows(connection, ALL, values))
    else:
        meant = query.in_any_order(connection, "targets")
        found = once(
            ("indicators", meant, page),
            lambda: rows(connection, WITH_WORDS, {**values, "query": meant}),
        )
    return {
        "asked_for": {"words": words},
        "page": page,
        "more": len(found) > most,
        "indicators": found[:most],
    }


PAGE = Page(
    "indicators",
    "/indicators",
    "What documents set numbers for, those with most targets first.",
    read,
    (
        Parameter("words", "Only indicators with these words, accents optional"),
        Parameter("page", "Page of the list, from 1"),
    ),
)
