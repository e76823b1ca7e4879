"""``/search``: tasks, documents, provisions, agencies and targets in one ranked list with facets.

Each kind is searched twice, for the words as one phrase and for all of them; the ranks are merged by
their reciprocals (Cormack et al. 2009), because scores of different indexes cannot be compared. Of words
that are everywhere only the newest hits are taken, in that order. Where the words name a body or a document, that stands above
the list. Without words, the newest of a kind are listed.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from extract.folding import fold, slug
from kb.questions import document_key, rows
from kb.search import Understood, of_kind, understood
from kb.site import cards, decisions
from kb.site.asking import question
from kb.site.frame import SEVERAL, WHOLE, Asked, Facts, Page, Parameter
from kb.site.lighting import Sought, excerpt, lit
from kb.site.touched import touched_tasks, with_work

KINDS = ("tasks", "documents", "targets", "agencies", "sections")
FACETS = ("kind", "type", "year", "issuer", "agency", "role", "status")

_NEWEST = 600
_LISTED = 20
_DEEPEST = 25
_FACET_LENGTH = 10
_RANK_OFFSET = 8
_LOOKED_AT = 60
_EXCERPT = 320

MATCH = "SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?"
BEST = "SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY bm25({table}), rowid"

ABOUT = {
    "documents": """
SELECT d.rowid AS row, d.id, d.id AS document_id, d.type, d.year, d.issuer_id AS issuer, d.status
FROM documents d WHERE d.rowid IN (SELECT value FROM json_each(?))""",
    "tasks": """
SELECT t.rowid AS row, t.id, t.document_id, t.section_id, d.type, d.year, d.issuer_id AS issuer,
  d.status
FROM tasks t JOIN documents d ON d.id = t.document_id
WHERE t.rowid IN (SELECT value FROM json_each(?))""",
    "targets": """
SELECT t.rowid AS row, t.id, t.document_id, t.section_id, d.type, d.year, d.issuer_id AS issuer,
  d.status
FROM targets t JOIN documents d ON d.id = t.document_id
WHERE t.rowid IN (SELECT value FROM json_each(?))""",
    "sections": """
SELECT s.rowid AS row, s.id, s.document_id, d.type, d.year, d.issuer_id AS issuer, d.status
FROM sections s JOIN documents d ON d.id = s.document_id
WHERE s.rowid IN (SELECT value FROM json_each(?))""",
    "agencies": """
SELECT a.rowid AS row, a.id FROM agencies a WHERE a.rowid IN (SELECT value FROM json_each(?))""",
}
"""What facets need to know of the rows found."""

PARTS = """
SELECT task_id, agency_id, role FROM task_agencies
WHERE task_id IN (SELECT value FROM json_each(?)) AND agency_id IS NOT NULL"""

BY_AGENCY = """
SELECT DISTINCT t.rowid AS row FROM (
  SELECT DISTINCT task_id FROM task_agencies WHERE agency_id IN (SELECT value FROM json_each(?))
  LIMIT ?) f JOIN tasks t ON t.id = f.task_id ORDER BY row DESC"""

NEWEST = {
    "documents": """
SELECT rowid FROM documents WHERE held = 1 ORDER BY issued_on DESC, id LIMIT ?""",
    "tasks": "SELECT rowid FROM tasks ORDER BY rowid DESC LIMIT ?",
    "targets": "SELECT rowid FROM targets ORDER BY rowid DESC LIMIT ?",
    "sections": "SELECT rowid FROM sections ORDER BY rowid DESC LIMIT ?",
    "agencies": """
SELECT a.rowid FROM _agency_counts n JOIN agencies a ON a.id = n.agency_id
ORDER BY n.tasks DESC LIMIT ?""",
}

NAMED_AGENCIES = """
SELECT DISTINCT a.id, a.name, a.name_en, a.level, w.tasks, w.lead, w.next_deadline
FROM agency_names n JOIN agencies a ON a.id = n.agency_id
LEFT JOIN agency_workload w ON w.agency_id = a.id
WHERE n.folded = ? ORDER BY coalesce(w.tasks, 0) DESC, a.id LIMIT 4"""

NAMED_DOCUMENTS = """
SELECT id FROM documents WHERE id = :key OR (id >= :key || '.' AND id < :key || '/')
UNION SELECT document_id FROM document_aliases WHERE alias = :key
LIMIT 5"""

AGENCY_NAMES = """
SELECT id, name, name_en FROM agencies WHERE id IN (SELECT value FROM json_each(?))"""

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
    "agencies": """
SELECT a.id, a.name, a.name_en, a.kind, a.level, a.is_group, w.tasks, w.lead, w.next_deadline
FROM agencies a LEFT JOIN agency_workload w ON w.agency_id = a.id
WHERE a.id IN (SELECT value FROM json_each(?))""",
}

WORDS = {
    "tasks": "SELECT id, quote FROM tasks WHERE id IN (SELECT value FROM json_each(?))",
    "documents": """
SELECT id, coalesce(title, '') FROM documents WHERE id IN (SELECT value FROM json_each(?))""",
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


@dataclass(slots=True)
class Hit:
    """A row found: its rank's weight, and what the facets say of it."""

    kind: str
    row: int
    id: str
    score: float
    facets: dict[str, tuple[str, ...]]
    parts: tuple[tuple[str, str], ...] = ()
    section_id: str | None = None
    in_text: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search gives: the hits as narrowed, best first, those before narrowing, and what the words
    were understood as."""

    kept: list[Hit]
    found: list[Hit]
    chosen: dict[str, list[str]]
    role: str
    agencies: list[cards.Row]
    documents: list[cards.Row]
    sought: Sought | None
    query: Understood | None


def answer(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """All that the words and the chosen facets find."""
    words = asked.one("q")
    meant = question(words)
    query = understood(connection, meant.words)
    chosen = {name: asked.every(name) for name in FACETS}
    chosen["kind"] = [kind for kind in chosen["kind"] if kind in KINDS]
    if meant.role and not chosen["role"]:
        chosen["role"] = [meant.role]
    agencies = rows(connection, NAMED_AGENCIES, [fold(meant.words)]) if query else []
    with_work(connection, agencies, asked.today.isoformat())
    named = _with_predecessors(connection, [row["id"] for row in agencies])
    if meant.role and not chosen["agency"]:
        chosen["agency"] = named
    documents = _named_documents(connection, meant.words)
    found = _found(connection, query, chosen, named, loosely=not (agencies or documents))
    kept = [hit for hit in found if _fits(hit, _picked(chosen))]
    sought = Sought.of(meant.words, query) if query else None
    kept = _accents_first(connection, kept, sought)
    return Answer(kept, found, chosen, meant.role, agencies, documents, sought, query)


def described(
    connection: sqlite3.Connection, asked: Asked, told: Answer, hits: list[Hit]
) -> list[dict[str, Any]]:
    """Hits as the page lists them."""
    return _described(connection, hits, told.sought, told.query, asked.today.isoformat())


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    told = answer(connection, asked)
    kept, found, chosen = told.kept, told.found, told.chosen
    page = asked.whole("page", 1, _DEEPEST)
    listed = kept[(page - 1) * _LISTED : page * _LISTED]
    return {
        "words": asked.one("q"),
        "role": told.role,
        "agencies": told.agencies,
        "documents": told.documents,
        "total": len(kept),
        "capped": len(found) >= _NEWEST,
        "page": page,
        "pages": min(-(-len(kept) // _LISTED), _DEEPEST),
        "chosen": chosen,
        "facets": _counted(connection, found, chosen),
        "hits": described(connection, asked, told, listed),
    }


def _found(
    connection: sqlite3.Connection,
    query: Understood | None,
    chosen: dict[str, list[str]],
    agency_ids: list[str],
    *,
    loosely: bool,
) -> list[Hit]:
    """All hits, best first. ``loosely``: those too that hold the words apart from each other, and
    documents for their text; words that name a body or a document mean just that."""
    ranked: dict[tuple[str, int], float] = {}
    in_text: set[int] = set()

    def rank(kind: str, numbers: Iterable[int], weight: float) -> None:
        for place, number in enumerate(numbers):
            score = weight / (_RANK_OFFSET + place)
            ranked[kind, number] = ranked.get((kind, number), 0.0) + score

    if query is None:
        for kind in chosen["kind"] or ["documents"]:
            if kind in NEWEST:
                rank(kind, _numbers(connection, NEWEST[kind], _NEWEST), 1.0)
    else:
        for kind, weight, wrap in _LOOKED_FOR:
            if chosen["kind"] and kind not in chosen["kind"]:
                continue
            if not loosely and kind == "documents" and weight < 1:
                continue
            table = of_kind(kind).name
            seen: set[int] = set()
            for share in (1.0, 0.25):
                if share < 1 and (not loosely or len(seen) >= _NEWEST):
                    break
                fts = query.phrase if share == 1 else query.in_any_order(connection, kind)
                if share < 1 and fts == query.phrase:
                    break
                numbers = _numbers(connection, MATCH.format(table=table), wrap(fts), _NEWEST)
                if (
                    0 < len(numbers) < _NEWEST
                ):  # ranking more would read every place of a common word
                    numbers = _numbers(connection, BEST.format(table=table), wrap(fts))
                rank(kind, (n for n in numbers if n not in seen), weight * share)
                seen.update(numbers)
            if kind == "documents" and weight < 1:
                in_text |= seen
        if agency_ids and (not chosen["kind"] or "tasks" in chosen["kind"]):
            numbers = _numbers(connection, BY_AGENCY, json.dumps(agency_ids), _NEWEST)
            rank("tasks", numbers, 0.8)
    hits = _with_facets(connection, ranked, in_text)
    covered = {hit.section_id for hit in hits if hit.section_id}
    hits = [hit for hit in hits if not (hit.kind == "sections" and hit.id in covered)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.kind, hit.row))


def _as_it_is(query: str) -> str:
    return query


def _in_names(query: str) -> str:
    return f"{{number title issuer}} : ({query})"


_LOOKED_FOR: tuple[tuple[str, float, Callable[[str], str]], ...] = (
    ("documents", 1.0, _in_names),
    ("documents", 0.3, _as_it_is),
    ("agencies", 0.95, _as_it_is),
    ("tasks", 0.9, _as_it_is),
    ("targets", 0.8, _as_it_is),
    ("sections", 0.5, _as_it_is),
)
"""What is searched, what its first place weighs, and in which columns."""


def _numbers(connection: sqlite3.Connection, sql: str, *parameters: object) -> list[int]:
    return [row[0] for row in connection.execute(sql, parameters)]


def _with_predecessors(connection: sqlite3.Connection, ids: list[str]) -> list[str]:
    return ids + cards.ids_of(
        connection,
        "SELECT agency_id FROM agencies_today WHERE today_id IN (SELECT value FROM json_each(?))",
        [json.dumps(ids)],
    )


def _with_facets(
    connection: sqlite3.Connection, ranked: dict[tuple[str, int], float], in_text: set[int]
) -> list[Hit]:
    hits: list[Hit] = []
    decided = {
        document["id"]: {name: document[name] for name in ("type", "year", "status")}
        for document in cards.decided_documents(connection)
    }
    for kind, sql in ABOUT.items():
        numbers = [number for of, number in ranked if of == kind]
        if not numbers:
            continue
        found = rows(connection, sql, [json.dumps(numbers)])
        parts = _parts(connection, [row["id"] for row in found]) if kind == "tasks" else {}
        for row in found:
            row.update(decided.get(row.get("document_id"), {}))
            facets = {
                "kind": (kind,),
                **{
                    name: (str(row[name]),) if row.get(name) is not None else ()
                    for name in ("type", "year", "issuer", "status")
                },
                "agency": tuple(sorted({body for body, _ in parts.get(row["id"], ())})),
                "role": tuple(sorted({role for _, role in parts.get(row["id"], ())})),
            }
            score = ranked[kind, row["row"]]
            found_in_text = kind == "documents" and row["row"] in in_text
            own = tuple(parts.get(row["id"], ()))
            hits.append(
                Hit(kind, row["row"], row["id"], score, facets, own, row.get("section_id"),
                    found_in_text)
            )  # fmt: skip
    return hits


def _parts(connection: sqlite3.Connection, task_ids: list[str]) -> dict[str, list[tuple[str, str]]]:
    parts: dict[str, list[tuple[str, str]]] = {}
    for task_id, agency_id, role in connection.execute(PARTS, [json.dumps(task_ids)]):
        parts.setdefault(task_id, []).append((agency_id, role))
    for task in touched_tasks(connection):
        if task["id"] in parts:
            parts[task["id"]] = [
                (body["agency_id"], body["role"]) for body in task["bodies"] if body["agency_id"]
            ]
    return parts


def _picked(chosen: dict[str, list[str]]) -> dict[str, list[str]]:
    """The facets in which something was chosen."""
    return {name: wanted for name, wanted in chosen.items() if wanted}


def _fits(hit: Hit, picked: dict[str, list[str]], leaving_out: str = "") -> bool:
    """Whether a hit has what was picked; a body and a role are wanted of the same part."""
    if not picked:
        return True
    bodies, roles = picked.get("agency"), picked.get("role")
    if (
        bodies
        and roles
        and leaving_out not in ("agency", "role")
        and not any(body in bodies and role in roles for body, role in hit.parts)
    ):
        return False
    return all(
        name == leaving_out or any(value in hit.facets[name] for value in wanted)
        for name, wanted in picked.items()
    )


def _counted(
    connection: sqlite3.Connection, found: list[Hit], chosen: dict[str, list[str]]
) -> dict[str, list[dict[str, Any]]]:
    """For each facet its values and how many hits would have them, the other facets as chosen."""
    counts: dict[str, list[dict[str, Any]]] = {}
    picked = _picked(chosen)
    for name in FACETS:
        number = Counter(
            value
            for hit in found
            if _fits(hit, picked, leaving_out=name)
            for value in hit.facets[name]
        )
        order = sorted(number.items(), key=lambda pair: (-pair[1], pair[0]))[:_FACET_LENGTH]
        listed = [value for value, _ in order]
        order += [(value, number[value]) for value in chosen[name] if value not in listed]
        if name == "year":
            order.sort(reverse=True)
        counts[name] = [{"value": value, "number": n} for value, n in order]
    bodies = [row["value"] for name in ("issuer", "agency") for row in counts[name]]
    names = {row["id"]: row for row in rows(connection, AGENCY_NAMES, [json.dumps(bodies)])}
    for name in ("issuer", "agency"):
        for row in counts[name]:
            body = names.get(row["value"], {})
            row["name"], row["name_en"] = body.get("name"), body.get("name_en")
    return counts


def _named_documents(connection: sqlite3.Connection, words: str) -> list[cards.Row]:
    key = document_key(words)
    if not key or len(key) < 4:
        return []
    ids = sorted(
        {row[0] for row in connection.execute(NAMED_DOCUMENTS, {"key": key})}
        | {
            row["id"]
            for row in cards.decided_documents(connection)
            if slug(row["number"] or "") == key
        }
    )
    return cards.documents(connection, ids)


def _accents_first(
    connection: sqlite3.Connection, hits: list[Hit], sought: Sought | None
) -> list[Hit]:
    """Of the best hits, those that have the accents that were typed before the others."""
    if sought is None or not sought.accented:
        return hits
    best, rest = hits[:_LOOKED_AT], hits[_LOOKED_AT:]
    typed = set(sought.typed)
    exact: set[str] = set()
    for kind in {hit.kind for hit in best}:
        ids = json.dumps([hit.id for hit in best if hit.kind == kind])
        for id_, text in connection.execute(WORDS[kind], [ids]):
            here = {word for a, b in lit(text, sought) for word in text[a:b].lower().split()}
            if typed <= here:
                exact.add(id_)
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
