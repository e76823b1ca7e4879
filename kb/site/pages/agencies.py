"""``/agencies``: the bodies that documents give tasks to, by how many."""

from __future__ import annotations

import sqlite3

from kb.questions import rows
from kb.site import cards
from kb.site.frame import WHOLE, Asked, Facts, Page, Parameter
from kb.site.remembered import once
from kb.site.touched import with_work

_LISTED = 50
_DEEPEST = 200

AGENCIES = """
SELECT agency_id AS id, name, name_en, level, jurisdiction, is_group, tasks, lead, responsible,
  coordinate, with_deadline, next_deadline
FROM agency_workload
WHERE (:level = '' OR level = :level) AND (:place = '' OR jurisdiction = :place)
  AND (:groups = 'all' OR is_group = 0)
ORDER BY tasks DESC, name LIMIT :limit OFFSET :offset"""
LEVELS = (
    "SELECT DISTINCT level FROM agencies WHERE level IS NOT NULL AND level <> '' ORDER BY level"
)
PLACES = """
SELECT DISTINCT jurisdiction FROM agencies WHERE jurisdiction IS NOT NULL AND jurisdiction <> ''
ORDER BY jurisdiction LIMIT 200"""


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    page, most = asked.whole("page", 1, _DEEPEST), asked.listed(_LISTED)
    asked_for = {name: asked.one(name) for name in ("level", "place", "groups")}
    found = rows(
        connection,
        AGENCIES,
        {**asked_for, "limit": most + 1, "offset": (page - 1) * most},
    )
    return {
        "page": page,
        "more": len(found) > most,
        "asked_for": asked_for,
        "agencies": sorted(
            with_work(connection, found[:most], asked.today.isoformat()),
            key=lambda row: (-row["tasks"], row["name"]),
        ),
        "levels": once(("levels",), lambda: cards.ids_of(connection, LEVELS)),
        "places": once(("places",), lambda: cards.ids_of(connection, PLACES)),
    }


PAGE = Page(
    "agencies",
    "/agencies",
    "The bodies that documents give tasks to, those with most tasks first.",
    read,
    (
        Parameter("level", "central, province, district or commune"),
        Parameter("place", "Whose territory: vn, or a province such as son-la"),
        Parameter("groups", "all: classes of bodies too"),
        Parameter("page", "Page of the list, from 1", WHOLE),
    ),
)
