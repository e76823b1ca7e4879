"""``/suggest.json``: while somebody types: bodies, documents and indicators that begin like it, those
that the words name before others.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Request, Response

from extract.folding import fold
from kb.questions import document_key, rows
from kb.site import cards
from kb.site.frame import as_json, language_of, read
from kb.site.links import Links
from kb.site.named_bodies import named_bodies
from kb.site.named_documents import named_documents
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


def _documents(connection: sqlite3.Connection, words: str) -> list[dict[str, Any]]:
    """The documents that the words name, then those whose number begins so."""
    named = cards.documents(connection, named_documents(connection, words).ids)
    full = len(named) >= _OF_EACH
    key = "" if full else document_key(unicodedata.normalize("NFKC", words))
    begin = rows(connection, DOCUMENTS, {"key": key, "limit": _OF_EACH}) if key else []
    return list({row["id"]: row for row in [*named, *begin]}.values())[:_OF_EACH]


def suggestions(connection: sqlite3.Connection, words: str, today: str) -> list[dict[str, Any]]:
    """What begins like ``words``: its kind, id and names."""
    folded = " ".join(fold(words).split())
    if len(folded) < 2:
        return []
    begin = rows(connection, AGENCIES, {"words": folded, "limit": _OF_EACH})
    found = [
        {"kind": "agency", "id": row["id"], "name": row["name"], "name_en": row["name_en"]}
        for row in begin or named_bodies(connection, words, today)
    ]
    found += [
        {"kind": "document", "id": row["id"],
         "name": " ".join(filter(None, (row["number"], row["title"])))[:120]}
        for row in _documents(connection, words)
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
    today = date.today().isoformat()
    to = Links(datasette)
    paths: dict[str, Callable[[str], str]] = {
        "agency": to.agency,
        "document": to.document,
        "indicator": to.indicator,
    }
    found = await read(datasette, request, lambda connection: suggestions(connection, words, today))
    if only := request.args.get("kind"):
        found = [one for one in found if one["kind"] == only]
    for one in found:
        if one.get("name_en") and (say.language == "en" or not one["name"]):
            one["name"] = one["name_en"]
        one["kind_name"] = say(f"found.{one['kind']}")
        one["path"] = paths[one["kind"]](one["id"])
    return as_json({"suggestions": found})


ROUTES = [(r"^/suggest\.json$", suggest)]
