"""What a held document says of bodies that it sets up "on the basis of merging" others.

Such a resolution of a provincial council is the legal basis, and tells the day, of a succession that
the general list knows at most in outline. It becomes a row of ``suggestions`` with its words, for a
person to take over into ``agency_successions.csv``; by itself it changes nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from extract.grammar.bodies import Body
from extract.grammar.mergers import find_mergers
from kb import schema
from kb.resolve.agencies import Named, agency_id

_DOCUMENTS = """
SELECT d.id, d.jurisdiction, d.number, d.effective_on, d.issued_on, t.text
  FROM documents d JOIN document_texts t ON t.document_id = d.id
 WHERE d.held = 1 AND d.language = 'vi'
   AND d.type IN ('resolution', 'decision', 'law', 'decree', 'conclusion', 'regulation')
   AND (t.text LIKE '%hợp nhất%' OR t.text LIKE '%sáp nhập%' OR t.text LIKE '%tổ chức lại%')
 ORDER BY d.id"""


def write(conn: sqlite3.Connection) -> None:
    """Add the successions that held documents suggest to ``suggestions``."""
    conn.execute("""DELETE FROM suggestions WHERE "column" = 'succession'""")
    schema.insert(conn, "suggestions", list(_rows(conn)))


def _rows(conn: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    for id_, territory, number, effective_on, issued_on, text in conn.execute(_DOCUMENTS):
        seen: set[str] = set()
        for merger in find_mergers(text):
            successor = _id(merger.successor, territory)
            for body in merger.predecessors:
                predecessor = _id(body, territory)
                value = f"{predecessor} → {successor}"
                if predecessor == successor or value in seen:
                    continue
                seen.add(value)
                yield {
                    "id": f"{id_}:n:succession:{len(seen)}", "document_id": id_,
                    "column": "succession", "value": value, "from_what": "document",
                    "message": _message(conn, predecessor, successor, number or id_,
                                        effective_on or issued_on),
                    "said_in": id_, "quote": text[merger.start : merger.end],
                    "start": merger.start, "end": merger.end,
                    "page": _page(conn, id_, merger.start),
                }  # fmt: skip


def _id(body: Body, territory: str | None) -> str:
    return agency_id(Named(body.name, body.key, body.place, False, territory))


def _message(
    conn: sqlite3.Connection, predecessor: str, successor: str, document: str, day: str | None
) -> str:
    known = conn.execute(
        "SELECT on_date FROM agency_successions WHERE predecessor_id = ? AND successor_id = ?",
        (predecessor, successor),
    ).fetchone()
    said = f"{document} says that the one body was made of the other"
    if known:
        return f"{said}; the list has it from {known[0]} on. Compare the day with the document's."
    return (
        f"{said}, and the list does not have it. If that is so, add a row to "
        f"agency_successions.csv; the document has effect from {day or 'a day not read'}."
    )


def _page(conn: sqlite3.Connection, document_id: str, start: int) -> int:
    (page,) = conn.execute(
        "SELECT max(number) FROM document_pages WHERE document_id = ? AND start <= ?",
        (document_id, start),
    ).fetchone()
    return page or 1
