"""What is in force: the events in a document's life, and its status on a day.

An event is something that a document says (its date of effect), that another document does to it
(amends, replaces, repeals, suspends, consolidates), or that a register lists (date of effect, date
of expiry). Each is a row of ``document_events`` with the words that say so. The status on a day
follows from the events alone, and the event that decides it is named beside it:

- a provision, or a part that is not named, that was repealed leaves ``partly_expired``, one that was
  suspended or changed ``amended``;
- a whole document that was replaced, repealed or has expired by that day is ``expired``;
- before its date of issue or of effect it is ``not_yet_in_force``;
- where an act that may end, suspend or change it was issued and the day on which that act has
  effect is not known, the status is ``unknown``;
- ``in_force`` means: its date of effect has come, and nothing in the knowledge base ends it.

Nothing is taken from silence: a document of which no event is known is ``unknown``. The rules for
when an act has effect are those of the Law on Promulgation of Legal Documents (the amending act's
own date of effect), so the date of an event is the acting document's ``effective_on``.

The status on any other day than today, on the page and in JSON, is the question ``effect`` of
``metadata.yml``; in a program::

    kb.resolve.effect.status_on(connection, "30-2020-nd-cp.vn", "2021-01-01")
"""

from __future__ import annotations

import sqlite3
from typing import Any

_ENDS = "('expired', 'replaced', 'repealed')"
_MAY_END = "('expired', 'replaced', 'repealed', 'suspended')"
_CHANGES = "('amended', 'partly_expired')"


def _rank(day: str, event: str = "e") -> str:
    """SQL: how strongly an event tells the status on ``day``; 1 is strongest, NULL is not at all."""
    e = event
    happened = f"{e}.on_date <= {day}"
    undated = f"{e}.on_date IS NULL AND coalesce({e}.not_before, '') <= {day}"
    return f"""CASE
    WHEN {e}.kind IN {_ENDS} AND {e}.pinpoint IS NULL AND {happened} THEN 1
    WHEN {e}.kind IN {_ENDS} AND {e}.from_what = 'register' AND {e}.on_date IS NULL
         AND {day} >= date('now') THEN 1
    WHEN {e}.kind IN ('issued', 'effective') AND {e}.on_date > {day} THEN 2
    WHEN {e}.kind IN {_MAY_END} AND {e}.pinpoint IS NULL AND {undated} THEN 3
    WHEN {e}.kind = 'suspended' AND {e}.pinpoint IS NULL AND {happened} THEN 4
    WHEN ({e}.kind IN {_CHANGES} OR {e}.kind = 'suspended') AND {undated} THEN 5
    WHEN {e}.kind = 'partly_expired' AND {happened} THEN 6
    WHEN {e}.kind IN ('amended', 'suspended') AND {happened} THEN 7
    WHEN {e}.kind = 'effective' AND {happened} THEN 8
  END"""


_STATUS_OF_RANK = """CASE {rank}
    WHEN 1 THEN 'expired' WHEN 2 THEN 'not_yet_in_force' WHEN 4 THEN 'suspended'
    WHEN 6 THEN 'partly_expired' WHEN 7 THEN 'amended' WHEN 8 THEN 'in_force'
    ELSE 'unknown' END"""


def status_sql(day: str) -> str:
    """The SQL that gives every document's status on ``day`` (an SQL expression, such as
    ``date('now')`` or ``:day``), with the event that says so. A person's correction of
    ``documents.status`` holds on every day."""
    return f"""SELECT d.id AS document_id, d.number, d.title,
  coalesce((SELECT k.value FROM corrections k
             WHERE k."table" = 'documents' AND k."column" = 'status'
               AND (k.row_id = d.id OR k.document_id = d.id OR k.row_id IN (
                 SELECT alias FROM document_aliases WHERE document_id = d.id))),
           {_STATUS_OF_RANK.format(rank=f"({_rank(day)})")}) AS status,
  e.id AS event_id, e.kind, e.on_date, e.by_document_id, e.quote
FROM documents d LEFT JOIN document_events e ON e.id = (
  SELECT e.id FROM document_events e WHERE e.document_id = d.id AND {_rank(day)} IS NOT NULL
   ORDER BY {_rank(day)}, e.on_date DESC, e.id LIMIT 1)"""


def status_on(conn: sqlite3.Connection, document_id: str, day: str) -> dict[str, Any] | None:
    """The status of one document on ``day`` (``2021-01-01``): the columns of the view
    ``document_status``. ``None`` if there is no such document."""
    cursor = conn.execute(
        f"SELECT * FROM ({status_sql(':day')}) WHERE document_id = :id",
        {"day": day, "id": document_id},
    )
    row = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    return dict(zip(names, row, strict=True)) if row else None


# What a relation does to the whole document, and to a provision of it.
_KINDS = (
    ("amends", "amended", "amended"),
    ("replaces", "replaced", "amended"),
    ("repeals", "repealed", "partly_expired"),
    ("suspends", "suspended", "suspended"),
    ("consolidates", "consolidated", "consolidated"),
)
EFFECTIVE = frozenset(relation for relation, _, _ in _KINDS)
"""Relations that change what is in force."""

_OWN_DAYS = (("issued_on", "issued"), ("effective_on", "effective"), ("expired_on", "expired"))

# Documents that make law or decide; others (a plan, a letter) act only on their own kind.
_ACTS = (
    "constitution", "law", "ordinance", "order", "resolution", "decree", "decision", "directive",
    "circular", "joint_circular", "regulation", "rule", "consolidated_text",
)  # fmt: skip

_FROM_FIELDS = """
INSERT INTO document_events (id, document_id, kind, on_date, by_document_id, from_what, said_in,
                             quote, start, "end", page)
SELECT d.id || ':e:' || {kind}, d.id, {kind}, d.{column}, d.id,
       CASE WHEN k.value IS NULL THEN 'field' ELSE 'correction' END,
       f.document_id, f.quote, f.start, f."end", f.page
  FROM documents d
  LEFT JOIN corrections k ON k."table" = 'documents' AND k."column" = '{column}'
        AND (k.row_id = d.id OR k.document_id = d.id OR k.row_id IN (
               SELECT alias FROM document_aliases WHERE document_id = d.id))
  LEFT JOIN document_fields f ON f.id = d.id || ':f:{column}' AND k.value IS NULL
 WHERE d.{column} IS NOT NULL AND (f.id IS NOT NULL OR k.value IS NOT NULL)
 GROUP BY d.id"""

_FROM_CITATIONS = """
INSERT INTO document_events (id, document_id, kind, on_date, not_before, pinpoint, by_document_id,
                             from_what, citation_id, said_in, quote, start, "end", page)
SELECT c.id || ':e', t.id, CASE {kinds} END, a.effective_on,
       CASE WHEN a.effective_on IS NULL THEN a.issued_on END, coalesce(c.pinpoint, CASE WHEN c.in_part = 1 THEN 'một phần' END), a.id,
       'citation', c.id, c.document_id, c.quote, c.start, c."end", c.page
  FROM citations c
  LEFT JOIN citations s ON s.id = c.subject_id
  LEFT JOIN citations o ON o.id = c.object_id
  JOIN documents a ON a.id = CASE WHEN c.subject_id IS NULL THEN c.document_id
                                  ELSE s.cited_document_id END
  JOIN documents t ON t.id = CASE WHEN c.object_id IS NULL THEN c.cited_document_id
                                  ELSE o.cited_document_id END
 WHERE c.relation IN ({relations}) AND a.id <> t.id AND c.inside_title = 0
   AND a.issued_on IS NOT NULL AND (t.issued_on IS NULL OR t.issued_on <= a.issued_on)
   AND (t.year IS NULL OR t.year <= a.year)
   AND (c.relation <> 'consolidates' OR a.type = 'consolidated_text')
   AND (a.type IN ({acts}) OR a.type = t.type)"""

_FROM_REGISTERS = """
INSERT INTO document_events (id, document_id, kind, on_date, from_what, register_row_id,
                             quote, start, "end", page)
SELECT r.id || ':e:' || {kind}, r.document_id, {kind}, {date}, 'register', r.id,
       substr(r.text, s.start + 1, s."end" - s.start), s.start, s."end", 1
  FROM register_rows r JOIN temp.register_spans s ON s.row_id = r.id AND s.field = '{field}'
 WHERE r.document_id IS NOT NULL AND {where}
   AND NOT EXISTS (SELECT 1 FROM document_events e
                    WHERE e.id = r.document_id || ':e:' || {kind} AND e.on_date = {date})"""


def write_events(conn: sqlite3.Connection) -> None:
    """Make ``document_events`` anew from the documents, citations, corrections and register rows.
    ``temp.register_spans`` says where in a register's row each cell stands."""
    conn.execute("DELETE FROM document_events")
    write_said_events(conn)
    for column, kind in _OWN_DAYS:
        conn.execute(
            _FROM_REGISTERS.format(
                kind=f"'{kind}'",
                date=f"r.{column}",
                field=column,
                where=f"r.{column} IS NOT NULL",
            )
        )
    conn.execute(
        _FROM_REGISTERS.format(
            kind="r.status",
            date="NULL",
            field="status",
            where="r.status IN ('expired', 'partly_expired', 'suspended') AND r.expired_on IS NULL",
        )
    )


def write_said_events(conn: sqlite3.Connection) -> None:
    """The events that documents themselves and their citations tell, corrections included."""
    for column, kind in _OWN_DAYS:
        conn.execute(_FROM_FIELDS.format(column=column, kind=f"'{kind}'"))
    kinds = " ".join(
        f"WHEN c.relation = '{relation}' AND c.pinpoint IS NULL AND c.in_part IS NOT 1 "
        f"THEN '{whole}' "
        f"WHEN c.relation = '{relation}' THEN '{part}'"
        for relation, whole, part in _KINDS
    )
    conn.execute(
        _FROM_CITATIONS.format(
            kinds=kinds,
            relations=", ".join(f"'{relation}'" for relation, _, _ in _KINDS),
            acts=", ".join(f"'{act}'" for act in _ACTS),
        )
    )


def write_status(conn: sqlite3.Connection) -> None:
    """``documents.status`` as of today, where it differs."""
    conn.execute(
        f"""UPDATE documents SET status = s.status FROM ({status_sql("date('now')")}) s
             WHERE s.document_id = documents.id AND documents.status IS NOT s.status"""
    )


def next_change(conn: sqlite3.Connection) -> str:
    """The first day after today on which a status may change by itself; empty if there is none."""
    (day,) = conn.execute(
        "SELECT min(on_date) FROM document_events WHERE on_date > date('now')"
    ).fetchone()
    return day or ""
