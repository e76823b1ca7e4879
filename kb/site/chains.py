"""The shortest chain of citations between two documents, as decided.

It is looked for from both ends at once: what the one rests on, and what followed from the other, whichever
has fewer documents to go on from first. A document that more than a few hundred cite tells nothing by being
cited: nobody goes on from it downwards.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from kb.questions import rows
from kb.site import cards, decisions
from kb.site.touched import Edge, moved_edges

MOST = 3_000
"""Documents that are looked at, each way."""

_DEEPEST = 6
_HUB = 500

UP = """
SELECT DISTINCT c.document_id, c.cited_document_id FROM citations c
WHERE c.document_id IN (SELECT value FROM json_each(:ids)) AND c.cited_document_id IS NOT NULL
  AND c.subject_id IS NULL LIMIT :most"""
DOWN = """
SELECT DISTINCT c.document_id, c.cited_document_id FROM citations c
WHERE c.cited_document_id IN (SELECT value FROM json_each(:ids)) AND c.subject_id IS NULL LIMIT :most"""
HUBS = """
SELECT id FROM documents WHERE id IN (SELECT value FROM json_each(?)) AND cited_by > ?"""
MENTION = """
SELECT id, document_id, cited_document_id, relation, quote, start, "end", page FROM citations
WHERE document_id = :citing AND cited_document_id = :cited AND subject_id IS NULL
  AND id NOT IN (SELECT value FROM json_each(:decided))
ORDER BY relation = 'refers', id LIMIT 1"""
DECIDED = """
SELECT id, document_id, cited_document_id, relation, quote, start, "end", page FROM citations
WHERE id IN (SELECT value FROM json_each(:decided)) AND document_id = :citing
  AND subject_id IS NULL ORDER BY id"""

Pair = tuple[str, str]
"""A document that cites, and one that it cites."""


@dataclass(frozen=True, slots=True)
class Step:
    """A document of the chain, and the citation by which it leads to the next; none at its end."""

    document: cards.Row
    citation: cards.Row | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The documents from the one that cites to the one that is cited. Without steps there is none, or,
    where not ``whole``, none was found before the search had to end."""

    steps: tuple[Step, ...] = ()
    whole: bool = True


@dataclass(slots=True)
class _Side:
    """What was reached from one end: each document with the one it was reached from."""

    upwards: bool
    reached: dict[str, str | None]
    edge: list[str]
    depth: int = 0
    whole: bool = True
    depths: dict[str, int] = field(default_factory=dict)


def shortest(connection: sqlite3.Connection, citing: str, cited: str) -> Chain:
    """The chain from ``citing`` up to ``cited``."""
    up = _Side(True, {citing: None}, [citing], depths={citing: 0})
    down = _Side(False, {cited: None}, [cited], depths={cited: 0})
    while not (met := up.reached.keys() & down.reached.keys()):
        able = [side for side in (up, down) if side.edge and side.depth < _DEEPEST]
        ended = any(side.whole and not side.edge for side in (up, down))
        if ended or not able:
            return Chain(whole=ended)
        _go_on(connection, min(able, key=lambda side: len(side.edge)))
    middle = min(met, key=lambda id_: (up.depths[id_] + down.depths[id_], id_))
    ids = [*reversed(_back(up, middle)), *_back(down, middle)[1:]]
    return Chain(_steps(connection, ids))


def _back(side: _Side, id_: str) -> list[str]:
    """The way from a document to the end from which it was reached."""
    way: list[str] = []
    step: str | None = id_
    while step is not None:
        way.append(step)
        step = side.reached[step]
    return way


def _go_on(connection: sqlite3.Connection, side: _Side) -> None:
    """One step further from an end."""
    ids = side.edge
    if not side.upwards:
        hubs = set(cards.ids_of(connection, HUBS, (json.dumps(ids), _HUB)))
        side.whole = side.whole and not hubs
        ids = [id_ for id_ in ids if id_ not in hubs]
    left = MOST - len(side.reached)
    pairs = _pairs(connection, ids, left, upwards=side.upwards)
    side.whole = side.whole and len(pairs) < left
    side.depth += 1
    side.edge = []
    for citing, cited in sorted(pairs):
        here, further = (citing, cited) if side.upwards else (cited, citing)
        if further not in side.reached:
            side.reached[further] = here
            side.depths[further] = side.depth
            side.edge.append(further)


def _pairs(
    connection: sqlite3.Connection, ids: Iterable[str], most: int, *, upwards: bool
) -> set[Pair]:
    """The citations that lead on from documents, as decided."""
    among = set(ids)
    if not among or most <= 0:
        return set()
    values = {"ids": json.dumps(sorted(among)), "most": most}
    found: set[Pair] = {
        (row[0], row[1]) for row in connection.execute(UP if upwards else DOWN, values)
    }
    gone, new = moved_edges(connection)
    for edge in gone:
        if (edge.citing, edge.cited) in found and not _still(connection, edge):
            found.discard((edge.citing, edge.cited))
    found |= {
        (edge.citing, edge.cited)
        for edge in new
        if (edge.citing if upwards else edge.cited) in among
    }
    return found


def _still(connection: sqlite3.Connection, edge: Edge) -> bool:
    """Whether another mention, about which nothing was decided, joins the same documents."""
    return bool(rows(connection, MENTION, _between(edge.citing, edge.cited)))


def _between(citing: str, cited: str) -> dict[str, str]:
    decided = json.dumps(decisions.standing().rows("citations"))
    return {"citing": citing, "cited": cited, "decided": decided}


def _steps(connection: sqlite3.Connection, ids: list[str]) -> tuple[Step, ...]:
    found = cards.documents(connection, ids)
    mentions = [_mention(connection, *pair) for pair in pairwise(ids)]
    return tuple(Step(*step) for step in zip(found, [*mentions, None], strict=True))


def _mention(connection: sqlite3.Connection, citing: str, cited: str) -> cards.Row | None:
    """The words by which one document cites another: rather such as say why."""
    values = _between(citing, cited)
    decided = decisions.applied("citations", rows(connection, DECIDED, values))
    found = rows(connection, MENTION, values)
    found += [row for row in decided if row["cited_document_id"] == cited]
    return min(found, key=lambda row: (row["relation"] == "refers", row["id"]), default=None)
