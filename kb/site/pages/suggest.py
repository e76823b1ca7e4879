"""``/suggest.json``: while somebody types: bodies, documents and indicators that begin like it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Request, Response

from extract.folding import fold
from kb.questions import document_key, rows
from kb.site.frame import as_json, language_of, read
from kb.site.links import Links
from kb.site.wording import Wording

if TYPE_CHECKING:
    from datasette.app import Datasette

_OF_EACH = 5

AGENCIES = """
SELECT a.id, a.name, a.name_en, max(coalesce(n.tasks, 0)) AS tasks
FROM (SELECT agency_id FROM agency_names WHERE folded >= :words AND folded < :words || '~~'
      ORDER BY folded LIMIT 200) f
JOIN agencies a ON a.id = f.agency_id LEFT JOIN _agency_counts n ON n.agency_id = a.id
GROUP BY a.id ORDER BY tasks DESC, a.name LIMIT :limit"""
DOCUMENTS = """
SELECT id, number, title FROM documents WHERE id >= :key AND id < :key || '~' AND number IS NOT NULL
ORDER BY held DESC, cited_by DESC, id LIMIT :limit"""
INDICATORS = """
SELECT id, name, name_en FROM indicators WHERE id >= :key AND id < :key || '~' ORDER BY id LIMIT :limit"""


def suggestions(connection: sqlite3.Connection, words: str) -> list[dict[str, Any]]:
    """What begins like ``words``: its kind, id and names."""
    folded = " ".join(fold(words).split())
    if len(folded) < 2:
        return []
    found = [
        {"kind": "agency", "id": row["id"], "name": row["name"], "name_en": row["name_en"]}
        for row in rows(connection, AGENCIES, {"words": folded, "limit": _OF_EACH})
    ]
    key = document_key(words)
    if key:
        found += [
            {"kind": "document", "id": row["id"],
             "name": " ".join(filter(None, (row["number"], row["title"])))[:120]}
            for row in rows(connection, DOCUMENTS, {"key": key, "limit": _OF_EACH})
        ]  # fmt: skip
    key = folded.replace(" ", "-")
    found += [
        {"kind": "indicator", "id": row["id"], "name": row["name"], "name_en": row["name_en"]}
        for row in rows(connection, INDICATORS, {"key": key, "limit": _OF_EACH})
    ]
    return found


async def suggest(datasette: Datasette, request: Request) -> Response:
    words = (request.args.get("q") or "")[:100]
    say = Wording(language_of(request))
    to = Links(datasette)
    paths: dict[str, Callable[[str], str]] = {
        "agency": to.agency,
        "document": to.document,
        "indicator": to.indicator,
    }
    found = await read(datasette, request, lambda connection: suggestions(connection, words))
    if only := request.args.get("kind"):
        found = [one for one in found if one["kind"] == only]
    for one in found:
        if one.get("name_en") and (say.language == "en" or not one["name"]):
            one["name"] = one["name_en"]
        one["kind_name"] = say(f"found.{one['kind']}")
        one["path"] = paths[one["kind"]](one["id"])
    return as_json({"suggestions": found})


ROUTES = [(r"^/suggest\.json$", suggest)]
