"""``/doc/<id>``: a document's text with every fact marked, beside it what each provision says and the
page it is printed on; its status and history, what it rests on, what followed, its tasks.

``?at=<start>-<end>#lit`` lights the characters from start to end. An alias leads on to the document.
``/doc/<id>.json`` is what ``kb show --json`` prints, as decided, and the words of every fact.
"""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_right
from typing import Any

from kb.questions import find_aliased, rows, show, task_tree
from kb.site import cards, decisions, effects
from kb.site.frame import Asked, Elsewhere, Facts, Page, Parameter
from kb.site.legislation import json_ld
from kb.site.links import Links
from kb.site.marks import LIT, Mark, paragraphs, piece_of
from kb.site.pictures import DRAWABLE
from kb.site.touched import with_neighbours
from kb.site.wording import Wording

PIECE = 40_000
"""Characters of a text that are shown at once."""

HEADINGS = frozenset({"appendix", "part", "chapter", "section", "heading", "article"})
"""Kinds of provision whose first line is a heading."""

_LONGEST_HEADING = 240
_AT = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")

DOCUMENT = """
SELECT d.*, a.name AS issuer_name, a.name_en AS issuer_en, s.path AS file, s.media_type, s.sha256,
  s.pages AS file_pages, s.read_by
FROM documents d LEFT JOIN agencies a ON a.id = d.issuer_id LEFT JOIN sources s ON s.id = d.source_id
WHERE d.id = ?"""
TEXT = "SELECT text FROM document_texts WHERE document_id = ?"
PAGES = (
    'SELECT number, start, "end", read_by FROM document_pages WHERE document_id = ? ORDER BY start'
)
SECTIONS = """
SELECT id, kind, label, heading, path, level, start FROM sections
WHERE document_id = ? AND kind IN (SELECT value FROM json_each(?)) ORDER BY start"""
CITATIONS = """
SELECT c.id, c.relation, c.state, c.form, c.pinpoint, c.quote, c.start, c."end", c.page, c.self,
  c.cited_document_id, c.candidates, d.number, d.title, d.type, d.held, d.status
FROM citations c LEFT JOIN documents d ON d.id = c.cited_document_id
WHERE c.document_id = ? ORDER BY c.start"""
TARGETS = """
SELECT id, indicator_id, indicator, comparator, value, value_to, unit, period, value_words, quote,
  start, "end", page FROM targets WHERE document_id = ? ORDER BY start"""
TASKS = """
SELECT id, parent_id, path, label, text, force, deadline, deadline_words, recurrence, deliverable,
  quote, start, "end", page, document_id FROM tasks WHERE document_id = ? ORDER BY start, "end" DESC"""
PROBLEMS = """
SELECT kind, message, start, "end", page FROM problems WHERE document_id = ? ORDER BY start, id"""
RESTS_ON = """
SELECT e.relation, e.mentions, d.id, d.type, d.number, d.title, d.issued_on, d.held, d.status,
  c.start, c."end"
FROM citation_edges e JOIN documents d ON d.id = e.cited_id JOIN citations c ON c.id = e.citation_id
WHERE e.citing_id = ? ORDER BY d.issued_on IS NULL, d.issued_on, d.id, e.relation"""
FOLLOWED_BY = """
SELECT f.relation, f.mentions, d.id, d.type, d.number, d.title, d.issued_on, d.held, d.status,
  c.start, c."end"
FROM (SELECT document_id, relation, count(*) AS mentions, min(id) AS citation_id FROM citations
       WHERE cited_document_id = ? AND subject_id IS NULL GROUP BY relation, document_id LIMIT 200) f
JOIN documents d ON d.id = f.document_id JOIN citations c ON c.id = f.citation_id
WHERE d.id <> c.cited_document_id
ORDER BY d.issued_on IS NULL, d.issued_on, d.id, f.relation"""
FILES = (
    "SELECT path, media_type, pages, read_by, role FROM sources WHERE document_id = ? ORDER BY path"
)
FIELDS = """
SELECT field, quote, start, "end", page FROM document_fields WHERE document_id = ? ORDER BY field"""
SIGNATURES = """
SELECT name, organisation, signed_at FROM digital_signatures WHERE document_id = ? ORDER BY signed_at, id"""
NAMES = "SELECT alias FROM document_aliases WHERE document_id = ? ORDER BY alias LIMIT 50"
CORRECTIONS = """
SELECT "table", row_id, "column", value, was, by, "on", why FROM corrections
WHERE document_id = ? ORDER BY "on", "table", row_id, "column" LIMIT 100"""


def read(connection: sqlite3.Connection, asked: Asked) -> Facts | Elsewhere | None:
    document_id = asked.parts["id"]
    found = rows(connection, DOCUMENT, [document_id])
    if not found:
        return lead_on(connection, document_id)
    texts = rows(connection, TEXT, [document_id])
    about = {
        name: rows(connection, sql, [document_id])
        for name, sql in (
            ("pages", PAGES), ("targets", TARGETS), ("tasks", TASKS), ("problems", PROBLEMS),
            ("files", FILES), ("corrections", CORRECTIONS),
            ("signatures", SIGNATURES), ("fields", FIELDS),
        )
    }  # fmt: skip
    about["events"] = effects.events(connection, document_id)
    effects.with_status(connection, found)
    about["citations"] = _citations(connection, document_id)
    decisions.applied("targets", about["targets"])
    cards.with_progress(connection, decisions.applied("tasks", about["tasks"]))
    cards.with_bodies(connection, about["tasks"])
    about["sections"] = rows(connection, SECTIONS, [document_id, _HEADING_KINDS])
    about |= neighbours(connection, document_id)
    return {
        "document": found[0],
        "text": (texts[0]["text"] or "") if texts else "",
        "names": cards.ids_of(connection, NAMES, [document_id]),
        **about,
    }


def _name_decided(connection: sqlite3.Connection, citations: list[cards.Row]) -> None:
    """Name the documents that an editor said are meant."""
    for citation in citations:
        if "cited_document_id" in citation.get("decided", {}):
            meant = cards.documents(connection, [citation["cited_document_id"] or ""])
            for name in ("number", "title", "type", "held", "status"):
                citation[name] = meant[0][name] if meant else None
    cards.with_documents(connection, citations, "cited_document_id")


_HEADING_KINDS = '["' + '","'.join(sorted(HEADINGS)) + '"]'


def lead_on(connection: sqlite3.Connection, alias: str) -> Elsewhere | None:
    """Where an alias leads; ``None`` where it is none."""
    document_id = find_aliased(connection, alias)
    return Elsewhere(f"/doc/{document_id}") if document_id else None


def known(connection: sqlite3.Connection, asked: Asked) -> Facts | Elsewhere | None:
    """All that is known of the document, for programs."""
    document_id = asked.parts["id"]
    if not rows(connection, "SELECT 1 FROM documents WHERE id = ?", [document_id]):
        return lead_on(connection, document_id)
    facts = show(connection, document_id)
    effects.with_status(connection, [facts])
    decisions.applied("targets", facts["targets"])
    tasks = list(facts["tasks"])
    for task in tasks:  # a tree: its branches are put behind
        tasks += task["children"]
    cards.with_progress(connection, decisions.applied("tasks", tasks))
    for task in cards.with_bodies(connection, tasks):
        task["agencies"] = task.pop("bodies")
    return {
        **facts,
        "fields": rows(connection, FIELDS, [document_id]),
        "citations": _citations(connection, document_id),
        "events": effects.events(connection, document_id),
        **{
            name: [{"document_id": row.pop("id"), **row} for row in found]
            for name, found in neighbours(connection, document_id).items()
        },
    }


def _citations(connection: sqlite3.Connection, document_id: str) -> list[cards.Row]:
    """The citations of a document, as decided."""
    citations = decisions.applied("citations", rows(connection, CITATIONS, [document_id]))
    _name_decided(connection, citations)
    return citations


def neighbours(connection: sqlite3.Connection, document_id: str) -> dict[str, list[cards.Row]]:
    """What a document rests on and what followed, as decided."""
    return {
        name: with_neighbours(
            connection, rows(connection, sql, [document_id]), document_id, citing=citing
        )
        for name, sql, citing in (
            ("rests_on", RESTS_ON, True), ("followed_by", FOLLOWED_BY, False),
        )
    }  # fmt: skip


def lit_words(words: str, length: int) -> tuple[int, int] | None:
    """``"10-25"`` as offsets into a text of ``length``; ``None`` where they are not."""
    found = _AT.fullmatch(words)
    if not found:
        return None
    start, end = int(found[1]), int(found[2])
    return (start, end) if start < end <= length else None


def fragment(fact_id: str) -> str:
    """The fragment of a fact's place in the page: ``"a.b:t:II.3"`` gives ``"t-II.3"``."""
    return fact_id.partition(":")[2].replace(":", "-")


def shown(facts: Facts, asked: Asked, to: Links) -> Facts:
    """The text in paragraphs with its facts beside it."""
    text = facts["text"]
    lit = lit_words(asked.one("at"), len(text))
    start = asked.one("from")
    if lit:
        around = lit[0]
    else:
        around = (
            min(int(start), len(text)) + PIECE // 2 if re.fullmatch(r"[0-9]{1,9}", start) else 0
        )
    piece = piece_of(text, around, PIECE)
    tasks = _tasks(facts)
    marks = list(_marks(facts, tasks, lit, to, Wording(asked.language)))
    document = facts["document"]
    page = page_at(facts["pages"], lit[0] if lit else piece[0])
    return {
        "paragraphs": list(_with_notes(facts, text, marks, piece)),
        "task_tree": task_tree(tasks, ()),
        "lit": lit,
        "piece": piece,
        "length": len(text),
        "before": max(0, piece[0] - PIECE) if piece[0] else None,
        "after": piece[1] if piece[1] < len(text) else None,
        "has_picture": document["media_type"] in DRAWABLE and bool(text),
        "page": page,
        "fragment": fragment,
        "places": {row["field"]: row for row in facts["fields"]} if text else {},
        "outline": [s for s in facts["sections"] if s["heading"] or s["kind"] == "article"],
        "addressees": json.loads(document["addressees"] or "[]"),
        "json_ld": json_ld(document, to.document, facts["rests_on"], Wording(asked.language)),
    }


def page_at(pages: list[cards.Row], offset: int) -> int:
    """The number of the page on which the character at ``offset`` stands."""
    place = bisect_right([page["start"] for page in pages], offset) - 1
    return pages[max(place, 0)]["number"] if pages else 1


def _tasks(facts: Facts) -> list[cards.Row]:
    document = facts["document"]
    same = {name: document[name] for name in ("number", "title", "type", "issued_on", "language")}
    return [{**task, **same} for task in facts["tasks"]]


def _marks(
    facts: Facts,
    tasks: list[cards.Row],
    lit: tuple[int, int] | None,
    to: Links,
    say: Wording,
) -> Any:
    if lit:
        yield Mark(*lit, LIT, "lit")
    for task in tasks:
        yield Mark(task["start"], task["end"], "task", fragment(task["id"]))
        words = task["deadline_words"]
        if words:
            line_end = facts["text"].find("\n", task["end"])
            at = facts["text"].find(words, task["start"], max(line_end, task["end"]))
            if at >= 0:
                due = say.day(task["deadline"]) or words
                yield Mark(at, at + len(words), "deadline", title=f"{say('due.by')}: {due}")
    seen: set[tuple[int, int]] = set()
    for body in (body for task in tasks for body in task["bodies"]):
        span = (body["start"], body["end"])
        if body["start"] is not None and span not in seen:
            seen.add(span)
            path = to.agency(body["agency_id"]) if body["agency_id"] else ""
            yield Mark(*span, "agency", path=path, title=body["name"])
    for citation in facts["citations"]:
        cited = citation["cited_document_id"]
        path = to.document(cited) if cited and not citation["self"] else ""
        yield Mark(
            citation["start"], citation["end"], "citation", fragment(citation["id"]), path,
            say.code("relation", citation["relation"]),
        )  # fmt: skip
    for problem in facts["problems"]:
        if problem["kind"] == "uncertain-words":
            yield Mark(
                problem["start"], problem["end"], "uncertain",
                title=say.code("problem", problem["kind"]),
            )  # fmt: skip
    for target in facts["targets"]:
        path = to.indicator(target["indicator_id"]) if target["indicator_id"] else ""
        yield Mark(
            target["start"], target["end"], "target", fragment(target["id"]), path,
            target["indicator"] or "",
        )  # fmt: skip


def _with_notes(facts: Facts, text: str, marks: list[Mark], piece: tuple[int, int]) -> Any:
    """Paragraphs, each with the facts that begin in it, its heading, and the page that begins there."""
    tasks = {task["id"]: task for task in _tasks(facts)}
    notes = sorted(
        (
            (row["start"], kind, row)
            for kind, found in (
                ("task", tasks.values()),
                ("citation", facts["citations"]),
                ("target", facts["targets"]),
                ("problem", facts["problems"]),
            )
            for row in found
            if row["start"] is not None
        ),
        key=lambda note: (note[0], note[1] != "task"),
    )
    sections = {section["start"]: section for section in facts["sections"]}
    spans = sorted((task["start"], task["end"]) for task in tasks.values())
    pages = [(page["start"], page["number"]) for page in facts["pages"]]
    at = bisect_right([note[0] for note in notes], piece[0] - 1)
    page_index = bisect_right([start for start, _ in pages], piece[0] - 1)
    for paragraph in paragraphs(text, marks, piece):
        begins = None
        # A page that begins within a paragraph is told before the next one.
        while page_index < len(pages) and pages[page_index][0] <= paragraph.start:
            begins = pages[page_index][1]
            page_index += 1
        own = []
        while at < len(notes) and notes[at][0] < paragraph.end:
            own.append(notes[at][1:])
            at += 1
        heading = sections.get(paragraph.start)
        if heading and paragraph.end - paragraph.start > _LONGEST_HEADING:
            heading = None
        yield {
            "html": paragraph.html,
            "start": paragraph.start,
            "page": begins,
            "notes": own,
            "section": sections.get(paragraph.start),
            "heading": heading,
            "in_task": any(
                a < paragraph.end and paragraph.start < b for a, b in _near(spans, paragraph.end)
            ),
        }


def _near(spans: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """The spans that begin before ``end``; the last few are enough, for tasks nest only so deep."""
    last = bisect_right(spans, (end, 0))
    return spans[max(0, last - 12) : last]


PAGE = Page(
    "document",
    "/doc/{id}",
    "A document: its fields, what it rests on, what followed, its tasks and targets, with their words.",
    read,
    (
        Parameter("at", "Light these characters of the text, e.g. 120-180 (pages only)"),
        Parameter("from", "Show a long text from this character on (pages only)"),
    ),
    shown=shown,
    data=known,
)
