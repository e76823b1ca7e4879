"""The tasks that an office takes elsewhere: into its tracker, a sheet, a calendar.

One :class:`Assignment` a task, with the bodies that have it today; asked with the same SQL as the
pages are (views ``task_owners`` and ``task_status``). Only what was instructed is given.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from kb.questions import rows


@dataclass(frozen=True, slots=True)
class Assignment:
    """A task as an office's list shows it; days are ISO, ``clause`` is the provision's path."""

    task_id: str
    task: str
    lead: str
    coordinating: str
    deadline: str | None
    deadline_words: str
    recurrence: str
    product: str
    document: str
    document_id: str
    issued_on: str
    clause: str
    page: int | None
    status: str
    told: str
    quote: str


_BODIES = """asked AS (
  SELECT agency_id AS id FROM agency_names WHERE folded = fold(trim(:agency))
  UNION SELECT id FROM agencies WHERE id = trim(:agency)
),
bodies AS (
  SELECT id FROM asked
  UNION SELECT agency_id FROM agencies_today WHERE today_id IN (SELECT id FROM asked)
  UNION SELECT g.group_id FROM asked
    CROSS JOIN agencies a ON a.id = asked.id AND a.is_group = 0 AND a.provisional = 0
    CROSS JOIN agency_groups g ON (g.jurisdiction = '' OR g.jurisdiction = a.jurisdiction)
     AND (g.member_key = '' OR g.member_key = a.key)
     AND (g.level = '' OR g.level = a.level) AND (g.kind = '' OR g.kind = a.kind)
)"""

_ALL = f"""
WITH {_BODIES},
chosen AS (
  SELECT t.id FROM tasks t
   WHERE :agency = '' AND t.force = 'instructed' AND (:document = '' OR t.document_id = :document)
  UNION
  SELECT t.id FROM bodies CROSS JOIN task_agencies ta ON ta.agency_id = bodies.id
    JOIN tasks t ON t.id = ta.task_id
   WHERE :agency <> '' AND t.force = 'instructed'
     AND (:document = '' OR t.document_id = :document)
)
SELECT o.task_id, o.task, o.lead, o.responsible, o.coordinating, o.told, o.deadline,
  o.deadline_words, o.recurrence, t.deliverable, o.number, o.title, o.document_id, o.issued_on,
  o.path, o.page, t.quote, (SELECT s.status FROM task_status s WHERE s.task_id = t.id) AS status
FROM chosen JOIN tasks t ON t.id = chosen.id JOIN task_owners o ON o.task_id = t.id
ORDER BY o.issued_on, o.document_id, t.start, t.id"""


def assignments(
    connection: sqlite3.Connection, *, agency: str = "", document: str = ""
) -> Iterator[Assignment]:
    """The instructed tasks, in the order of their documents: all, those of one agency (in any
    way it is written; with what its predecessors and its groups were told), those of one document
    (its id)."""
    for row in rows(connection, _ALL, {"agency": agency, "document": document}):
        lead = json.loads(row["lead"]) or json.loads(row["responsible"])
        yield Assignment(
            task_id=row["task_id"],
            task=row["task"] or "",
            lead="; ".join(lead),
            coordinating="; ".join(json.loads(row["coordinating"])),
            deadline=row["deadline"],
            deadline_words=row["deadline_words"] or "",
            recurrence=row["recurrence"] or "",
            product=row["deliverable"] or "",
            document=row["number"] or row["title"] or row["document_id"],
            document_id=row["document_id"],
            issued_on=row["issued_on"] or "",
            clause=row["path"] or "",
            page=row["page"],
            status=row["status"],
            told="; ".join(json.loads(row["told"])),
            quote=row["quote"] or "",
        )
