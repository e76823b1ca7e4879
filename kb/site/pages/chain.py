"""``/chain?document=&to=``: the shortest chain of citations between two documents, with the words."""

from __future__ import annotations

import sqlite3

from kb.questions import ask
from kb.site.frame import Asked, Facts, Page, Parameter


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    document, to = asked.one("document"), asked.one("to")
    found = ask(connection, "chain", document=document, to=to) if document and to else []
    return {
        "asked_for": {"document": document, "to": to},
        "steps": [row for row in found if row["direction"] in ("up", "down")],
        "candidates": [row for row in found if row["direction"] == "candidate"],
        "none": [row["title"] for row in found if row["direction"] in ("none", "cut")],
    }


PAGE = Page(
    "chain",
    "/chain",
    "The shortest chain of citations between two documents, from the one that cites.",
    read,
    (
        Parameter("document", "A document's id, or its number in any spelling"),
        Parameter("to", "The other document"),
    ),
)
