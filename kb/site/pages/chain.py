"""``/chain?document=&to=``: the shortest chain of citations between two documents, with the words."""

from __future__ import annotations

import sqlite3
from typing import Any

from kb.questions import find_aliased, rows
from kb.site import cards
from kb.site.chains import Chain, shortest
from kb.site.frame import Asked, Facts, Page, Parameter
from kb.site.named_documents import named_documents

SIDES = ("document", "to")


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    asked_for = {side: asked.one(side) for side in SIDES}
    meant = {side: _meant(connection, words) for side, words in asked_for.items()}
    facts: Facts = {"asked_for": asked_for, "steps": [], "candidates": [], "none": []}
    if not all(asked_for.values()):
        return facts
    if any(len(ids) != 1 for ids in meant.values()):
        return facts | {"candidates": _candidates(connection, meant)}
    (one,), (other,) = meant.values()
    chains = {"up": shortest(connection, one, other), "down": shortest(connection, other, one)}
    found = {way: chain for way, chain in chains.items() if chain.steps}
    if not found:
        whole = all(chain.whole for chain in chains.values())
        return facts | {"none": ["none" if whole else "cut"]}
    way = min(found, key=lambda way: (len(found[way].steps), way != "up"))
    return facts | {"steps": _listed(found[way], way)}


def _meant(connection: sqlite3.Connection, words: str) -> list[str]:
    """The documents that the words of a box may mean: an id, an alias, or a number."""
    if not words:
        return []
    if rows(connection, "SELECT 1 FROM documents WHERE id = ?", [words]):
        return [words]
    aliased = find_aliased(connection, words)
    return [aliased] if aliased else list(named_documents(connection, words).ids)


def _candidates(connection: sqlite3.Connection, meant: dict[str, list[str]]) -> list[cards.Row]:
    """What each box may mean, where it is more than one document."""
    return [
        {**_named(row), "relation": side}
        for side, ids in meant.items()
        if len(ids) > 1
        for row in cards.documents(connection, ids)
    ]


def _named(document: cards.Row) -> dict[str, Any]:
    parts = ("type", "number", "title", "issuer", "issued_on", "held", "language")
    return {"document_id": document["id"], **{part: document[part] for part in parts}}


def _listed(chain: Chain, way: str) -> list[cards.Row]:
    """Each document with the words by which it cites the next."""
    words = ("relation", "quote", "page", "start", "end", "id")
    return [
        {
            "direction": way,
            "step": number,
            **_named(step.document),
            **{part: (step.citation or {}).get(part) for part in words if part != "id"},
            "citation_id": (step.citation or {}).get("id"),
        }
        for number, step in enumerate(chain.steps)
    ]


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
