"""What the words of a search mean: a body, a document, a question about one of these, tasks of a time; and
what is left to be looked for.

``"sở nội vụ chủ trì việc gì"`` is the body and the role; ``"Chỉ thị 10 căn cứ vào đâu"`` the document and what
is asked of it; ``"việc nào quá hạn"`` the list of tasks. Words that are none of these are looked for as they
are.
"""

from __future__ import annotations

import sqlite3
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from extract.grammar.numbers import parse_number
from kb.questions import rows
from kb.resolve.effect import EFFECTIVE
from kb.site import cards, decisions, effects
from kb.site.asking import OfTasks, of_document, of_tasks, question
from kb.site.finding import NEWEST
from kb.site.frame import Asked
from kb.site.named_bodies import named_bodies
from kb.site.named_documents import named_documents
from kb.site.pages import tasks
from kb.site.pages.document import neighbours

_LISTED = 12
_TASKS = 5_000

FIELD = """
SELECT field, quote, start, "end", page FROM document_fields WHERE document_id = ? AND field = ?"""
_FIELDS = {"signer": "signer", "issuer": "issued_on"}
_ANSWERED = ("signer", "signer_position", "issuer", "issued_on")


@dataclass(frozen=True, slots=True)
class Meant:
    """The words to be looked for, the role asked about, the bodies and the documents that are named (of
    how many with that number), what is asked of the documents, and which tasks are asked for."""

    words: str
    role: str = ""
    agencies: tuple[cards.Row, ...] = ()
    documents: tuple[cards.Row, ...] = ()
    of_number: int = 0
    about: str = ""
    tasks: DueTasks | None = None
    is_number: bool = False

    @property
    def is_named(self) -> bool:
        """The words are a name: they are not looked for apart from each other."""
        return bool(self.agencies or self.documents or self.is_number)


@dataclass(frozen=True, slots=True)
class DueTasks:
    """Tasks of a time, as the list of tasks is asked for them."""

    when: str
    parameters: dict[str, str]
    of_words: bool
    """Only those that hold the words."""

    def ids(self, connection: sqlite3.Connection, asked: Asked) -> list[str]:
        """These tasks, in the order of the list."""
        listed = replace(asked, parameters={name: [v] for name, v in self.parameters.items()})
        most = _TASKS if self.of_words else NEWEST
        return tasks.selection(connection, listed).ids(connection, self.when, most)


def meaning(connection: sqlite3.Connection, asked: Asked) -> Meant:
    """What the words of a search mean."""
    words = asked.one("q")
    if not words:
        return Meant("")
    said, today = question(words), asked.today.isoformat()
    if bodies := named_bodies(connection, said.words, today):
        return Meant(said.words, said.role, tuple(bodies))
    wanted = of_document(words)
    beside = wanted.words if wanted else said.words
    named = named_documents(connection, beside)
    if named.ids:
        found = cards.documents(connection, named.ids)
        about = wanted.about if wanted else ""
        for document in found:
            document["told"] = told_of(connection, document, about) if about else []
        left = named.number if named.whole and named.number else beside
        return Meant(left, said.role, (), tuple(found), named.of_number, about)
    if listed := of_tasks(words):
        bodies = named_bodies(connection, listed.words, today)
        if bodies or (listed.times and not listed.words):
            due = _due(listed, asked.today, bodies) if listed.times else None
            return Meant(listed.words, listed.role, tuple(bodies), tasks=due)
        if {"past", "ahead"} & {*listed.times}:
            return Meant(listed.words, listed.role, tasks=_due(listed, asked.today, []))
    return Meant(said.words, said.role, is_number=parse_number(words) is not None)


def _due(listed: OfTasks, today: date, bodies: list[cards.Row]) -> DueTasks:
    """The list of tasks of a time: past and ahead are by today, a month is all of it."""
    period = next((PERIODS[time] for time in listed.times if time in PERIODS), None)
    first, last = period(today) if period else (None, None)
    when = "past" if "past" in listed.times else "all" if period else "ahead"
    parameters = {
        "agency": bodies[0]["id"] if len(bodies) == 1 else listed.words if bodies else "",
        "role": listed.role,
        "from": first.isoformat() if first else "",
        "to": last.isoformat() if last else "",
    }
    return DueTasks(
        when, {name: v for name, v in parameters.items() if v}, bool(listed.words and not bodies)
    )


def _week(today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=6)


def _months(today: date, first: int, last: int) -> tuple[date, date]:
    return date(today.year, first, 1), date(today.year, last, monthrange(today.year, last)[1])


def _quarter(today: date) -> tuple[date, date]:
    first = (today.month - 1) // 3 * 3 + 1
    return _months(today, first, first + 2)


PERIODS: dict[str, Callable[[date], tuple[date, date]]] = {
    "day": lambda today: (today, today),
    "week": _week,
    "month": lambda today: _months(today, today.month, today.month),
    "quarter": _quarter,
    "year": lambda today: _months(today, 1, 12),
}
"""The first and the last day of a period that a day is in."""


def told_of(
    connection: sqlite3.Connection, document: cards.Row, about: str
) -> list[dict[str, Any]]:
    """What is asked of a document, each with the place of its words: another document and how they
    belong together, what happened to it, or what its head says."""
    if about in ("rests_on", "changes", "followed_by"):
        found = neighbours(connection, document["id"])
        listed = found["followed_by" if about == "followed_by" else "rests_on"]
        if about == "changes":
            listed = [row for row in listed if row["relation"] in EFFECTIVE]
        return [
            {
                "relation": row["relation"],
                "document": row,
                "said_in": row["id"] if about == "followed_by" else document["id"],
                "start": row["start"],
                "end": row["end"],
            }
            for row in sorted(listed, key=lambda row: row["relation"] == "refers")[:_LISTED]
        ]
    if about == "changed":
        return [
            {
                "event": event["kind"],
                "on_date": event["on_date"],
                "pinpoint": event["pinpoint"],
                "document": {**event, "id": event["by_document_id"]}
                if event["by_document_id"]
                else None,
                "said_in": event["said_in"],
                "start": event["start"],
                "end": event["end"],
            }
            for event in effects.events(connection, document["id"])
            if event["kind"] != "issued"
        ][:_LISTED]
    return _head(connection, document, about)


def _head(connection: sqlite3.Connection, document: cards.Row, about: str) -> list[dict[str, Any]]:
    """What the head of a document says, and where."""
    (row,) = decisions.applied(
        "documents", rows(connection, "SELECT * FROM documents WHERE id = ?", [document["id"]])
    )
    places = rows(connection, FIELD, [document["id"], _FIELDS[about]])
    place = places[0] if places else {"start": None, "end": None}
    said = {name: row[name] for name in _ANSWERED} | {"issuer": document["issuer"]}
    if not said["signer" if about == "signer" else "issued_on"]:
        return []
    return [
        {"field": about, **said, "said_in": row["id"], "start": place["start"], "end": place["end"]}
    ]
