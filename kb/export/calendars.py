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
_LONGEST_LINE = 74
_REFRESHED = datetime.timedelta(hours=12)
"""How often whoever subscribed should look again (RFC 7986)."""

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
    made.add("x-wr-calname", " ".join(name.split()))
    made.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", _REFRESHED)
    frame: bytes = made.to_ical()
    begin, end, rest = frame.rpartition(b"END:VCALENDAR")
    events = (_event(task, address(task) if address else "") for task in tasks)
    return b"".join([begin, *events, end, rest])


def _event(task: Mapping[str, Any], address: str) -> bytes:
    """An event as RFC 5545 writes it, property by property: for a thousand of them the library takes
    half a second."""
    day = datetime.date.fromisoformat(task["deadline"])
    said = task.get("revised_on") or task["issued_on"]
    known = datetime.date.fromisoformat(said) if said else day
    after = day + datetime.timedelta(days=1)
    return b"".join(
        (
            b"BEGIN:VEVENT\r\n",
            _line("SUMMARY", _text(_clipped(task["task"] or ""))),
            _line("DTSTART;VALUE=DATE", _basic(day)),
            _line("DTEND;VALUE=DATE", _basic(after)),
            _line("DTSTAMP", f"{_basic(known)}T000000Z"),
            _line("UID", _text(f"{task['task_id']}@chi-thi-kb")),
            _line("DESCRIPTION", _text(_description(task))),
            _line("TRANSP", "TRANSPARENT"),
            _line("URL", address) if address else b"",
            b"END:VEVENT\r\n",
        )
    )


def _basic(day: datetime.date) -> str:
    return day.isoformat().replace("-", "")


def _text(words: str) -> str:
    """Words as a TEXT value (RFC 5545, 3.3.11): with what has a meaning there escaped."""
    words = words.replace(r"\N", "\n").replace("\\", "\\\\").replace(";", r"\;")
    words = words.replace(",", r"\,").replace("\r\n", "\n").replace("\r", "\n")
    return words.replace("\n", r"\n")


def _line(name: str, value: str) -> bytes:
    """A content line, folded between characters so that none is longer than 75 octets with what ends
    it (RFC 5545, 3.1), and not behind a backslash."""
    line = f"{name}:{value}".encode()
    parts: list[bytes] = []
    start = 0
    while len(line) - start > _LONGEST_LINE:
        end = start + _LONGEST_LINE
        while line[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        if line[end - 1] in b"\\^" and end - 1 > start:
            end -= 1
        parts.append(line[start:end])
        start = end
    return b"\r\n ".join([*parts, line[start:]]) + b"\r\n"


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
