"""``/search``: tasks, documents, provisions, agencies and targets in one ranked list with facets.

What holds the words, and how well, says :mod:`kb.site.finding`. Where the words name a body or a
document, that stands above the list. Without words, the newest of a kind are listed.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from kb.questions import rows
from kb.search import Understood, understood
from kb.site import cards, decisions, facets, finding
from kb.site.decided_words import holding
from kb.site.facets import FACETS, Hit
from kb.site.finding import NEWEST
from kb.site.frame import SEVERAL, WHOLE, Asked, Facts, Page, Parameter
from kb.site.lighting import Sought, excerpt, lit
from kb.site.meaning import Meant, meaning
from kb.site.touched import with_work

KINDS = ("tasks", "documents", "targets", "agencies", "sections")

_LISTED = 20
_DEEPEST = 25
MOST = _LISTED * _DEEPEST
"""So many hits the pages of the list show."""

_LOOKED_AT = 60
_EXCERPT = 320

BY_AGENCY = """
SELECT DISTINCT t.rowid AS row FROM (
  SELECT DISTINCT task_id FROM task_agencies WHERE agency_id IN (SELECT value FROM json_each(?))
  LIMIT ?) f JOIN tasks t ON t.id = f.task_id ORDER BY row DESC"""

NEWEST_OF = {
    "documents": """
SELECT rowid FROM documents WHERE held = 1 ORDER BY issued_on DESC, id LIMIT ?""",
    "tasks": "SELECT rowid FROM tasks ORDER BY rowid DESC LIMIT ?",
    "targets": "SELECT rowid FROM targets ORDER BY rowid DESC LIMIT ?",
    "sections": "SELECT rowid FROM sections ORDER BY rowid DESC LIMIT ?",
    "agencies": """
SELECT a.rowid FROM _agency_counts n JOIN agencies a ON a.id = n.agency_id
ORDER BY n.tasks DESC LIMIT ?""",
}

# Of the body's work, not of the view agency_workload: a LEFT JOIN of a view would copy all of it first.
_WORK = """n.tasks, n.lead, (SELECT min(d.deadline) FROM _agency_deadlines d
  WHERE d.agency_id = n.agency_id AND d.deadline >= date('now')) AS next_deadline"""

NAMED = """
SELECT d.rowid FROM json_each(?) named JOIN documents d ON d.id = named.value ORDER BY named.key"""
TASK_ROWS = "SELECT id, rowid FROM tasks WHERE id IN (SELECT value FROM json_each(?))"

HITS = {
    "sections": """
SELECT s.id, s.document_id, s.path, s.label, s.heading, s.text, s.start, s."end", s.page, d.number,
  d.title, d.type, d.issued_on, d.language
FROM sections s JOIN documents d ON d.id = s.document_id
WHERE s.id IN (SELECT value FROM json_each(?))""",
    "targets": """
SELECT t.id, t.document_id, t.indicator_id, t.indicator, t.comparator, t.value, t.value_to, t.unit,
  t.period, t.scope, t.value_words, t.quote, t.start, t."end", t.page, d.number, d.title, d.type,
  d.issued_on, d.language
FROM targets t JOIN documents d ON d.id = t.document_id
WHERE t.id IN (SELECT value FROM json_each(?))""",
    "agencies": f"""
SELECT a.id, a.name, a.name_en, a.kind, a.level, a.is_group, {_WORK}
FROM agencies a LEFT JOIN _agency_counts n ON n.agency_id = a.id
WHERE a.id IN (SELECT value FROM json_each(?))""",
}

WORDS = {
    "tasks": "SELECT id, quote FROM tasks WHERE id IN (SELECT value FROM json_each(?))",
    "documents": """
SELECT id, coalesce(number, '') || ' ' || coalesce(title, '') FROM documents
WHERE id IN (SELECT value FROM json_each(?))""",
    "targets": "SELECT id, quote FROM targets WHERE id IN (SELECT value FROM json_each(?))",
    "agencies": "SELECT id, name FROM agencies WHERE id IN (SELECT value FROM json_each(?))",
    "sections": """
SELECT id, coalesce(heading, '') || ' ' || coalesce(text, '') FROM sections
WHERE id IN (SELECT value FROM json_each(?))""",
}
"""The words of a hit in which typed accents are looked for."""

SNIPPET = """
SELECT snippet(documents_fts, 3, '', '', ' … ', 40) FROM documents_fts
WHERE documents_fts MATCH ? AND rowid = ?"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search gives: the hits as narrowed, best first, those before narrowing, those that each facet
    leaves to the others, and what the words were understood as."""

    kept: list[Hit]
    found: list[Hit]
    left: dict[str, list[Hit]]
    chosen: facets.Chosen
    meant: Meant
    sought: Sought | None
    query: Understood | None


def answer(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """All that the words and the chosen facets find."""
    meant = meaning(connection, asked)
    query = understood(connection, meant.words)
    chosen = {name: asked.every(name) for name in FACETS}
    chosen["kind"] = [kind for kind in chosen["kind"] if kind in KINDS]
    if meant.role and not chosen["role"]:
        chosen["role"] = [meant.role]
    named = _with_predecessors(connection, [row["id"] for row in meant.agencies])
    if meant.role and not chosen["agency"]:
        chosen["agency"] = named
    due = meant.tasks.ids(connection, asked) if meant.tasks else []
    if meant.tasks and not meant.tasks.of_words:
        found = _due(connection, due)
    else:
        found = _found(connection, query, chosen, named, meant)
    if meant.tasks:
        wanted = set(due)
        found = [hit for hit in found if hit.kind == "tasks" and hit.id in wanted]
    kept, left = facets.narrowed(found, chosen)
    sought = Sought.of(meant.words, query) if query else None
    kept = _accents_first(connection, kept, sought)
    return Answer(kept, found, left, chosen, meant, sought, query)


def described(
    connection: sqlite3.Connection,
    asked: Asked,
    told: Answer,
    hits: list[Hit],
    *,
    inside: bool = True,
) -> list[dict[str, Any]]:
    """Hits as the page lists them; of documents found by their text, with the words ``inside``."""
    query = told.query if inside else None
    return _described(connection, hits, told.sought, query, asked.today.isoformat())


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    told = answer(connection, asked)
    kept, found, chosen = told.kept, told.found, told.chosen
    page = asked.whole("page", 1, _DEEPEST)
    listed = kept[(page - 1) * _LISTED : page * _LISTED]
    return {
        "words": asked.one("q"),
        "role": told.meant.role,
        "agencies": list(told.meant.agencies),
        "documents": list(told.meant.documents),
        "of_number": told.meant.of_number,
        "about": told.meant.about,
        "due": {"when": due.when, **due.parameters} if (due := told.meant.tasks) else None,
        "total": len(kept),
        "capped": len(found) >= NEWEST,
        "page": page,
        "pages": min(-(-len(kept) // _LISTED), _DEEPEST),
        "chosen": chosen,
        "facets": facets.counted(connection, told.left, chosen),
        "hits": described(connection, asked, told, listed),
    }


def _found(
    connection: sqlite3.Connection,
    query: Understood | None,
    chosen: facets.Chosen,
    agency_ids: list[str],
    meant: Meant,
) -> list[Hit]:
    """All hits, best first. Words that name a body or a document mean just that; others are also looked
    for apart from each other, and in the texts of documents."""
    if query is None:
        ranked = finding.Ranked()
        for kind in chosen["kind"] or ["documents"]:
            ranked.add(kind, _numbers(connection, NEWEST_OF[kind], NEWEST), 1.0)
    else:
        # All kinds, also where one is chosen: how many the others have stands beside it, and what a
        # task says is not listed as its provision too.
        ranked = finding.found(connection, query, KINDS, loosely=not meant.is_named)
        for kind, (together, apart) in holding(connection, query, KINDS).items():
            ranked.add(kind, together, 1.0)
            ranked.add(kind, [] if meant.is_named else apart, 0.25)
        if meant.documents:
            ids = json.dumps([row["id"] for row in meant.documents])
            ranked.add("documents", _numbers(connection, NAMED, ids), 4.0)
        if agency_ids:
            ranked.add(
                "tasks", _numbers(connection, BY_AGENCY, json.dumps(agency_ids), NEWEST), 0.8
            )
    hits = facets.hits(connection, ranked)
    covered = {hit.section_id for hit in hits if hit.section_id}
    hits = [hit for hit in hits if not (hit.kind == "sections" and hit.id in covered)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.kind, hit.row))


def _due(connection: sqlite3.Connection, ids: list[str]) -> list[Hit]:
    """Tasks in the order of the list that was asked for."""
    row_of = dict(connection.execute(TASK_ROWS, [json.dumps(ids[:NEWEST])]).fetchall())
    ranked = finding.Ranked()
    ranked.add("tasks", [row_of[id_] for id_ in ids[:NEWEST] if id_ in row_of], 1.0)
    return sorted(facets.hits(connection, ranked), key=lambda hit: -hit.score)


def _numbers(connection: sqlite3.Connection, sql: str, *parameters: object) -> list[int]:
    return [row[0] for row in connection.execute(sql, parameters)]


def _with_predecessors(connection: sqlite3.Connection, ids: list[str]) -> list[str]:
    return ids + cards.ids_of(
        connection,
        "SELECT agency_id FROM agencies_today WHERE today_id IN (SELECT value FROM json_each(?))",
        [json.dumps(ids)],
    )


def _accents_first(
    connection: sqlite3.Connection, hits: list[Hit], sought: Sought | None
) -> list[Hit]:
    """Of the best hits, those that have the accents that were typed before the others."""
    if sought is None or not sought.accented:
        return hits
    best, rest = hits[:_LOOKED_AT], hits[_LOOKED_AT:]
    exact: set[str] = set()
    for kind in {hit.kind for hit in best}:
        ids = json.dumps([hit.id for hit in best if hit.kind == kind])
        exact.update(
            id_ for id_, text in connection.execute(WORDS[kind], [ids]) if sought.stands_in(text)
        )
    return sorted(best, key=lambda hit: hit.id not in exact) + rest


def _described(
    connection: sqlite3.Connection,
    hits: list[Hit],
    sought: Sought | None,
    query: Understood | None,
    today: str,
) -> list[dict[str, Any]]:
    """The hits as the page lists them: ``text`` with its ``lit`` stretches, and the row."""
    by_kind: dict[str, list[str]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit.id)
    found: dict[tuple[str, str], cards.Row] = {}
    for kind, ids in by_kind.items():
        if kind == "tasks":
            described = cards.tasks(connection, ids)
        elif kind == "documents":
            described = cards.documents(connection, ids)
        else:
            described = rows(connection, HITS[kind], [json.dumps(ids)])
            if kind == "agencies":
                with_work(connection, described, today)
            else:
                cards.with_documents(connection, decisions.applied(kind, described))
        found.update({(kind, row["id"]): row for row in described})
    listed = []
    for hit in hits:
        row = found.get((hit.kind, hit.id))
        if row is None:
            continue
        text = _text_of(hit, row)
        text, spans = excerpt(text, sought, _EXCERPT)
        more: list[Any] = ["", []]
        if hit.in_text and query is not None and sought is not None and not spans:
            inside = _inside(connection, hit, query)
            more = [inside, lit(inside, sought)]
        listed.append({
            "kind": hit.kind, "id": hit.id, "text": text, "lit": spans,
            "inside": more[0], "inside_lit": more[1], **{"row": row},
        })  # fmt: skip
    return listed


def _text_of(hit: Hit, row: cards.Row) -> str:
    if hit.kind == "tasks":
        return row["quote"]
    if hit.kind == "documents":
        return row["title"] or ""
    if hit.kind == "targets":
        return row["quote"] or row["indicator"] or ""
    if hit.kind == "agencies":
        return row["name"]
    return " ".join(filter(None, (row["label"], row["heading"], row["text"])))


def _inside(connection: sqlite3.Connection, hit: Hit, query: Understood) -> str:
    for fts in (query.phrase, query.whole, query.words):
        found = connection.execute(SNIPPET, (fts, hit.row)).fetchone()
        if found:
            return " ".join((found[0] or "").split())
    return ""


PAGE = Page(
    "search",
    "/search",
    "Tasks, documents, targets, agencies and provisions that hold the words, best first, with facets.",
    read,
    (
        Parameter(
            "q", "The words, with or without accents; a body's name; a number in any spelling"
        ),
        *(
            Parameter(name, f"Only hits with this {name}; may be given several times", SEVERAL)
            for name in FACETS
        ),
        Parameter("page", "Page of the list, from 1", WHOLE),
    ),
)
