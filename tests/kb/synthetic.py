"""Made-up documents for the tests of the builder: a file holds a document's facts as JSON, and
:func:`read_specimen` gives them back with spans, as a reader and the extraction would. A fact's
``printed`` is the words of the text that say it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from extract.facts import (
    Citation,
    DocumentFields,
    Facts,
    Section,
    Span,
    Target,
    Task,
    TaskAgency,
)
from extract.readers.errors import UnreadableError
from extract.source import SourceText
from kb.cache import Reading
from kb.register import read_register

VERSION = "specimens"


class _Text:
    """A text that grows, and gives the span of what is put in."""

    def __init__(self) -> None:
        self.text = ""

    def put(self, words: str) -> tuple[int, int]:
        start = len(self.text)
        self.text += words + "\n"
        return start, start + len(words)


def read_specimen(path: Path) -> Reading:
    """The reading behind a specimen file. ``{"die": true}`` kills the process that reads it,
    ``{"sleep": 3}`` takes that long, ``{"allocate": 9}`` so many bytes, ``{"fail": true}`` raises."""
    if path.suffix == ".csv":
        try:
            return read_register(path)
        except UnreadableError as error:
            return Reading(error=error.kind, message=error.message)
    data = json.loads(path.read_text(encoding="utf-8"))
    if data.get("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if data.get("fail"):
        raise RuntimeError("cannot make sense of it")
    if data.get("unreadable"):
        return Reading(error="no-text", message="The file holds no text.")
    bytearray(data.get("allocate", 0))
    time.sleep(data.get("sleep", 0))
    text = _Text()
    document = data.get("document", {})
    head = text.put(document.get("title") or "without a title")
    places: list[tuple[str, dict[str, Any], tuple[int, int]]] = []
    for kind in ("citations", "tasks", "targets"):
        places.extend(
            (kind, fact, text.put(fact.pop("printed", None) or str(fact)))
            for fact in data.get(kind, ())
        )
    text.put("x" * data.get("padding", 0))
    source = SourceText.from_text(text.text, "application/x-specimen")

    def span(place: tuple[int, int]) -> Span:
        return source.span(*place)

    sections = [
        Section(
            f"{n}", None, "item", f"{n}", None, n, 1, span(place), span(place), fact.get("appendix")
        )
        for n, (_, fact, place) in enumerate(places, 1)
    ]
    facts = Facts(
        DocumentFields(
            **{"type": "directive", "language": "vi", **document}, spans={"title": span(head)}
        ),
        tuple(sections),
        tuple(Citation(span=span(p), **fact) for kind, fact, p in places if kind == "citations"),
        tuple(_task(fact, span(p)) for kind, fact, p in places if kind == "tasks"),
        tuple(
            _target(fact, f"{n}", span(p))
            for n, (kind, fact, p) in enumerate(places, 1)
            if kind == "targets"
        ),
    )
    return Reading(source.text, source.media_type, source.read_by, source.pages, facts)


def _target(fact: dict[str, Any], section: str, place: Span) -> Target:
    """``agencies`` of a target are as those of a task; ``appendix`` is where it stands."""
    agencies = tuple(TaskAgency(span=place, **agency) for agency in fact.get("agencies", ()))
    plain = {name: value for name, value in fact.items() if name != "appendix"}
    return Target(**{"section": section, **plain, "agencies": agencies}, span=place)


def _task(fact: dict[str, Any], place: Span) -> Task:
    agencies = tuple(TaskAgency(span=place, **agency) for agency in fact.get("agencies", ()))
    return Task(span=place, **{**fact, "agencies": agencies})


def write_specimen(path: Path, **data: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


# The clock, the history, and what only the search engine and the query planner keep for themselves.
LEFT_OUT = {"sources": {"read_on"}}
HISTORY = "build_changes"
"""The one table that does not follow from the files; nor does the count of its rows."""


def whole_database(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables in a fixed order, the builder's own tables included; of the full-text
    tables, what each word of their content finds."""
    with closing(sqlite3.connect(path)) as conn:
        tables = [
            name
            for (name,) in conn.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '*_fts*'"
                " AND name NOT IN ('_sqlite_migrations', 'sqlite_stat1', 'sqlite_stat4')"
                f" AND name <> '{HISTORY}'"
                " ORDER BY name"
            )
        ]
        whole = {}
        for table in tables:
            columns = [
                row[1]
                for row in conn.execute(f'PRAGMA table_info("{table}")')
                if row[1] not in LEFT_OUT.get(table, ())
            ]
            quoted = ", ".join(f'"{column}"' for column in columns)
            rows = conn.execute(f'SELECT {quoted} FROM "{table}"').fetchall()
            whole[table] = sorted((row for row in rows if row[0] != HISTORY), key=repr)
        whole["full text"] = _full_text(conn)
        return whole


def _full_text(conn: sqlite3.Connection) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for kind, content, row in (
        ("documents", "_documents_content", "row"),
        ("names", "_documents_content", "row"),
        ("sections", "sections", "rowid"),
        ("tasks", "tasks", "rowid"),
        ("targets", "targets", "rowid"),
        ("agencies", "_agencies_content", "row"),
        ("indicators", "_indicators_content", "row"),
    ):
        conn.execute(
            f"CREATE VIRTUAL TABLE temp.{kind}_words USING fts5vocab(main, {kind}_fts, 'instance')"
        )
        found.extend(
            (kind, *hit)
            for hit in conn.execute(
                f"SELECT term, c.id, col, offset FROM temp.{kind}_words w "
                f"LEFT JOIN {content} c ON c.{row} = w.doc"
            )
        )
    return sorted(found, key=repr)
