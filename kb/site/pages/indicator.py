"""``/indicator/<id>``: the numbers that documents set for one indicator, as a chart and a table."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from markupsafe import Markup

from kb.questions import rows
from kb.site import cards, chart, decisions, touched
from kb.site.frame import Asked, Facts, Page, Parameter
from kb.site.links import Links
from kb.site.wording import Wording

_LISTED = 100
_DEEPEST = 1000

INDICATOR = "SELECT * FROM indicators WHERE id = ?"
TARGETS = """
WITH chosen AS MATERIALIZED (
  SELECT t.rowid AS row FROM targets t
  WHERE t.indicator_id = :id AND (
    :place = '' OR (SELECT jurisdiction FROM documents d WHERE d.id = t.document_id) = :place)
  ORDER BY t.period, t.document_id, t.rowid LIMIT :limit OFFSET :offset
)
SELECT t.id, t.id AS target_id, t.indicator, t.period, t.comparator, t.value, t.value_to, t.unit, t.value_normalized,
  t.value_to_normalized, t.unit_normalized, t.baseline, t.scope, t.kind, t.value_words,
  t.value_compared, t.value_to_compared, t.unit_compared, t.place, t.responsible, t.quote, t.start, t."end", t.page, t.document_id, d.number, d.title, d.type,
  d.issued_on, d.jurisdiction, coalesce(substr(t.period, 1, 4), d.year) AS year
FROM targets t JOIN documents d ON d.id = t.document_id
WHERE t.rowid IN (SELECT row FROM chosen) ORDER BY t.period, t.document_id, t.start"""
AS_DECIDED = TARGETS.replace(
    "t.indicator_id = :id", f"t.id IN (SELECT id FROM targets WHERE {touched.STILL_OF})"
)
PLACES = """
SELECT DISTINCT d.jurisdiction FROM (
  SELECT document_id FROM targets WHERE indicator_id = ? ORDER BY period LIMIT 2000) t
JOIN documents d ON d.id = t.document_id
WHERE d.jurisdiction IS NOT NULL ORDER BY d.jurisdiction"""


def read(connection: sqlite3.Connection, asked: Asked) -> Facts | None:
    found = rows(connection, INDICATOR, [asked.parts["id"]])
    if not found:
        return None
    place = asked.one("place")
    page, most = asked.whole("page", 1, _DEEPEST), asked.listed(_LISTED)
    values = {
        "id": asked.parts["id"], "place": place, "limit": most + 1, "offset": (page - 1) * most,
    }  # fmt: skip
    decided = touched.of_indicator(connection, asked.parts["id"])
    targets = rows(connection, AS_DECIDED if decided else TARGETS, values | (decided or {}))
    return {
        "indicator": touched.with_targets(connection, decisions.applied("indicators", found)[0]),
        "place": place,
        "places": [row["jurisdiction"] for row in rows(connection, PLACES, [asked.parts["id"]])],
        "targets": cards.with_documents(connection, decisions.applied("targets", targets[:most])),
        "page": page,
        "more": len(targets) > most,
    }


def shown(facts: Facts, asked: Asked, to: Links) -> Facts:
    """The chart: each number that documents are compared by."""
    indicator, say = facts["indicator"], Wording(asked.language)
    points = [
        replace(point, place=say.place(point.place)) for point in chart.points_of(facts["targets"])
    ]
    units = {row["unit_compared"] for row in facts["targets"] if row["unit_compared"]}
    unit = units.pop() if len(units) == 1 else indicator["unit"]
    base = to.page("/").rstrip("/")
    name = (
        (asked.language == "en" and indicator["name_en"])
        or indicator["name"]
        or indicator["name_en"]
    )
    wide, narrow = (
        Markup(chart.svg(name or "", say.unit(unit), points, asked.language, base, narrow=narrow))
        for narrow in (False, True)
    )
    return {"chart": wide + narrow}


PAGE = Page(
    "indicator",
    "/indicator/{id}",
    "The numbers that documents set for one indicator, with their words.",
    read,
    (
        Parameter("place", "Only targets of this territory: vn, or a province such as son-la"),
        Parameter("page", "Page of the series, from 1"),
    ),
    shown=shown,
)
