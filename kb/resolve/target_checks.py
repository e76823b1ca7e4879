"""What a careful clerk would stop at where two targets of one indicator do not go together.

Each row of ``problems`` shows both sides: the target that it is about, and the words of the other
one in ``other_quote``. Checked are: a later document that lowers a target (or eases one where less
is better) and does not say that it amends the earlier one; a number a thousand or a million times
as large as that of the same indicator and place elsewhere; a target in the text that differs from
the one in the document's own appendix. What one document alone shows is checked when it is read
(:mod:`extract.grammar.target_checks`).
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from kb import schema

_PREFIX = "target"
"""Opens the ids of these problems."""

_SIDES = """
  t.id, t.document_id, t.start, t."end", t.page, t.quote,
  o.document_id, o.start, o."end", o.page, o.quote,
  coalesce(i.name, i.name_en, t.indicator), coalesce(d.number, d.title, d.id),
  coalesce(p.number, p.title, p.id)"""
_JOINS = """
  JOIN documents d ON d.id = t.document_id
  JOIN documents p ON p.id = o.document_id
  LEFT JOIN indicators i ON i.id = t.indicator_id"""

_LOWERED = f"""
SELECT {_SIDES} FROM target_changes c
  JOIN targets t ON t.id = c.target_id JOIN targets o ON o.id = c.before_id {_JOINS}
 WHERE c.change IN ('lowered', 'raised')
   AND c.change = CASE
     WHEN coalesce(i.better, '') = 'down' THEN 'raised'
     WHEN coalesce(i.better, '') = '' AND t.comparator IN ('<=', '<') THEN 'raised'
     ELSE 'lowered' END
   AND NOT EXISTS (SELECT 1 FROM citations x
                    WHERE x.document_id = t.document_id AND x.cited_document_id = o.document_id
                      AND x.relation IN ('amends', 'replaces', 'repeals', 'corrects', 'suspends'))
 ORDER BY t.id"""

_LEVELS = """
SELECT indicator_id, coalesce(place, ''), coalesce(scope, ''), unit_compared, value_compared, id
  FROM targets
 WHERE kind = 'level' AND indicator_id IS NOT NULL AND unit_compared IS NOT NULL
   AND value_compared > 0
 ORDER BY 1, 2, 3, 4, 5, 6"""

_SCALES = f"""
SELECT {_SIDES} FROM temp.other_scale x JOIN targets t ON t.id = x.id
  JOIN targets o ON o.id = x.other {_JOINS}
 ORDER BY t.id"""

_THOUSANDS = ((500.0, 2_000.0), (500_000.0, 2_000_000.0))
"""How many times as large a number is that was likely printed in another scale."""

# A plus sign keeps SQLite from looking for all targets of a period or indicator: there is nothing
# yet that tells it how many those are, and a document has few.
_APPENDED = f"""
SELECT {_SIDES} FROM sections s CROSS JOIN targets o ON o.section_id = s.id
  CROSS JOIN targets t ON t.document_id = o.document_id AND +t.indicator_id = o.indicator_id
   AND +t.period IS o.period AND +t.place IS o.place AND +t.scope IS o.scope
   AND +t.unit_compared IS o.unit_compared AND +t.kind IS o.kind
  LEFT JOIN sections u ON u.id = t.section_id {_JOINS}
 WHERE s.appendix IS NOT NULL AND u.appendix IS NULL
   AND t.value_compared IS NOT NULL AND o.value_compared IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM targets e JOIN sections v ON v.id = e.section_id
                    WHERE e.document_id = t.document_id AND +e.indicator_id = t.indicator_id
                      AND +e.period IS t.period AND +e.scope IS t.scope
                      AND e.value_compared = t.value_compared
                      AND e.value_to_compared IS t.value_to_compared
                      AND v.appendix IS NOT NULL)
 ORDER BY t.id, o.id"""

_CHECKS = (
    (
        "target-lowered",
        _LOWERED,
        "{number} asks for less of “{indicator}” than {other} did, and does not say that it amends "
        "it. Look whether one of the two is misread, or whether it was meant.",
    ),
    (
        "target-scale",
        _SCALES,
        "“{indicator}” in {number} is about a thousand (or a million) times as large as in {other}. "
        "One of the two has another unit or scale: look at both.",
    ),
    (
        "target-appendix",
        _APPENDED,
        "The text of {number} and its own appendix give different numbers for “{indicator}”. Look "
        "which of the two holds.",
    ),
)


def write(conn: sqlite3.Connection) -> None:
    """Make the problems between targets anew."""
    conn.execute("DELETE FROM problems WHERE id GLOB ?", (f"{_PREFIX}:*",))
    conn.execute("CREATE TEMP TABLE other_scale (id TEXT, other TEXT)")
    conn.executemany("INSERT INTO other_scale VALUES (?, ?)", _other_scales(conn))
    for kind, query, message in _CHECKS:
        schema.insert(conn, "problems", _found(conn, kind, query, message))
    conn.execute("DROP TABLE temp.other_scale")


def _other_scales(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """Each target whose number is about a thousand or a million times that of another one of the
    same indicator and place, with the least of those."""
    found = []
    for _, rows in groupby(conn.execute(_LEVELS).fetchall(), key=lambda row: row[:4]):
        amounts = [(value, id_) for *_, value, id_ in rows]
        for value, id_ in amounts:
            for least, most in _THOUSANDS:
                at = bisect_left(amounts, (value / most, ""))
                if at < len(amounts) and amounts[at][0] <= value / least:
                    found.append((id_, amounts[at][1]))
    return found


def _found(
    conn: sqlite3.Connection, kind: str, query: str, message: str
) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for row in conn.execute(query).fetchall():
        id_, document, start, end, page, _, *rest = row
        other_document, other_start, other_end, other_page, other_quote, *names = rest
        if id_ in seen:
            continue
        seen.add(id_)
        indicator, number, other = names
        yield {
            "id": f"{_PREFIX}:{kind}:{id_}", "document_id": document, "kind": kind,
            "message": message.format(indicator=indicator, number=number, other=other),
            "start": start, "end": end, "page": page, "other_document_id": other_document,
            "other_quote": other_quote, "other_start": other_start, "other_end": other_end,
            "other_page": other_page,
        }  # fmt: skip
