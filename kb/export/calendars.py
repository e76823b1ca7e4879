"""Deadlines as calendars: one ``.ics`` file for each body, an all-day event for each of its tasks.

A task stands in the calendar of every body that leads it or is told to do it today: predecessors'
and groups' tasks are with their heirs and members. What was noted as done is left out. The same
database gives the same bytes, and a task keeps its UID, so a calendar that is imported again
changes its events and doubles none (RFC 5545).
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kb.questions import rows

_PRODUCT = "-//chi-thi-kb//tasks//VI"
_LONGEST_SUMMARY = 120

# Every body that has a part in a task with a date today, with the part.
_PARTS = """
SELECT b.id AS agency_id, b.name AS agency, t.id AS task_id, t.text AS task, t.deadline,
  t.deadline_words, t.deliverable, t.document_id, t.path, t.page, t.quote, d.number, d.title,
  d.issued_on, ta.role, ta.name_as_written AS told
FROM tasks t JOIN documents d ON d.id = t.document_id
JOIN task_agencies ta ON ta.task_id = t.id AND ta.role IN ('lead', 'responsible')
JOIN (
  SELECT a.id AS told_id, a.id AS has_it FROM agencies a
   WHERE a.is_group = 0 AND NOT EXISTS (SELECT 1 FROM agencies_today s WHERE s.agency_id = a.id)
  UNION SELECT agency_id, today_id FROM agencies_today
  UNION SELECT group_id, member_id FROM agency_members
   WHERE coalesce(valid_to, '9999') >= date('now') AND coalesce(valid_from, '') <= date('now')
) h ON h.told_id = ta.agency_id
JOIN agencies b ON b.id = h.has_it AND b.is_group = 0
WHERE t.force = 'instructed' AND t.deadline IS NOT NULL
  AND (:agency = '' OR b.id = :agency)
  AND NOT EXISTS (SELECT 1 FROM task_progress p
                   WHERE p.task_id = t.id AND p.latest = 1 AND p.status GLOB 'done*')
  AND (NOT EXISTS (SELECT 1 FROM task_heirs w
                    WHERE w.task_id = t.id AND w.agency_id = ta.agency_id)
       OR EXISTS (SELECT 1 FROM task_heirs w
                   WHERE w.task_id = t.id AND w.agency_id = ta.agency_id AND w.heir_id = b.id))
ORDER BY b.id, t.deadline, t.document_id, t.start, t.id, ta.id"""


def write_calendars(
    connection: sqlite3.Connection, folder: Path, agency_id: str = ""
) -> dict[str, int]:
    """Write ``<agency id>.ics`` into ``folder`` for every body with a deadline, or for one; how
    many events each file got, by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, events, content in _calendars(connection, agency_id):
        (folder / name).write_bytes(content)
        written[name] = events
    return written


def _calendars(connection: sqlite3.Connection, agency_id: str) -> Iterator[tuple[str, int, bytes]]:
    by_agency: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in rows(connection, _PARTS, {"agency": agency_id}):
        by_agency.setdefault(row["agency_id"], {}).setdefault(row["task_id"], row)
    for id_, tasks in by_agency.items():
        name = next(iter(tasks.values()))["agency"]
        yield f"{id_}.ics", len(tasks), calendar(name, tasks.values())


def calendar(
    name: str,
    tasks: Iterable[Mapping[str, Any]],
    address: Callable[[Mapping[str, Any]], str] | None = None,
) -> bytes:
    """A calendar of that name with an event for each task; ``address`` gives the page at which a
    task's words are. A task without a ``role`` says no body."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    for task in tasks:
        event = _event(task)
        if address is not None:
            event.add("url", address(task))
        made.add_component(event)
    written: bytes = made.to_ical()
    return written


def _event(task: Mapping[str, Any]) -> Any:
    from icalendar import Event

    day = datetime.date.fromisoformat(task["deadline"])
    known = datetime.date.fromisoformat(task["issued_on"]) if task["issued_on"] else day
    stamp = datetime.datetime(known.year, known.month, known.day, tzinfo=datetime.UTC)
    event = Event()
    event.add("uid", f"{task['task_id']}@chi-thi-kb")
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + datetime.timedelta(days=1))
    event.add("summary", _clipped(task["task"] or ""))
    event.add("description", _description(task))
    event.add("transp", "TRANSPARENT")
    return event


def _clipped(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SUMMARY else f"{text[: _LONGEST_SUMMARY - 1]}…"


_ROLES = {"lead": "Chủ trì", "responsible": "Thực hiện"}


def _description(task: Mapping[str, Any]) -> str:
    document = " ".join(part for part in (task["number"], task["title"]) if part)
    lines = (
        (_ROLES.get(task["role"], ""), f"{task['agency']} (văn bản giao: {task['told']})"),
        ("Thời hạn", task["deadline_words"]),
        ("Sản phẩm", task["deliverable"]),
        ("Văn bản", f"{document}, {task['path']}, tr. {task['page']}"),
        ("Nguyên văn", " ".join((task["quote"] or "").split())),
        ("Mã", task["task_id"]),
    )
    return "\n".join(f"{name}: {words}" for name, words in lines if name and words)
