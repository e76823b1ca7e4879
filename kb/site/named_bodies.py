"""Bodies that words name: "Sở Nội vụ", "snv", "Sở KH&ĐT", "so noi vu son la", "UBND xã Chiềng Sơn", "xã Chiềng
Sơn".

The names that a body is written by are in the table ``agency_names``. Where the words are none of them as
they stand, a name may go on with its place ("UBND huyện Mộc Châu" of "... tỉnh Sơn La"), or the place may
stand without the word for its level ("Sở Nội vụ Sơn La").
"""

from __future__ import annotations

import sqlite3
import unicodedata

from kb.questions import rows
from kb.search import words_of
from kb.site import cards
from kb.site.touched import with_work

_LONGEST_PLACE = 5

_BODIES = """
SELECT f.*, (SELECT min(t.deadline) FROM _agency_deadlines t
  WHERE t.agency_id = f.id AND t.deadline >= :today) AS next_deadline
FROM (SELECT DISTINCT a.id, a.name, a.name_en, a.level, n.tasks, n.lead
  FROM ({found}) x JOIN agencies a ON a.id = x.id LEFT JOIN _agency_counts n ON n.agency_id = a.id
  ORDER BY coalesce(n.tasks, 0) DESC, a.id LIMIT 4) f"""
CALLED = _BODIES.format(found="SELECT agency_id AS id FROM agency_names WHERE folded = :name")
WITH_ITS_PLACE = _BODIES.format(
    found="SELECT agency_id AS id FROM agency_names "
    "WHERE folded > :name || ' ' AND folded < :name || ' ~' LIMIT 50"
)
AT = _BODIES.format(
    found="SELECT n.agency_id AS id FROM agency_names n JOIN agencies b ON b.id = n.agency_id "
    "WHERE n.folded = :name AND (b.id = :place || substr(b.id, instr(b.id, '.')) "
    "OR b.id GLOB '*-' || :place)"
)
_LEVELS = (
    ("thanh", "pho"), ("thi", "xa"), ("thi", "tran"), ("dac", "khu"), ("tinh",), ("tp",), ("huyen",),
    ("quan",), ("xa",), ("phuong",),
)  # fmt: skip


def named_bodies(connection: sqlite3.Connection, words: str, today: str) -> list[cards.Row]:
    """The bodies that ``words`` name, those with most tasks first: each with its work, and with
    ``now``, who has that work today where the body is no more. A place alone ("xã Chiềng Sơn") names
    its People's Committee."""
    tokens = words_of(unicodedata.normalize("NFKC", words))
    if not tokens:
        return []
    found = _named(connection, tokens, today)
    if not found and any(tuple(tokens[: len(level)]) == level for level in _LEVELS):
        found = _named(connection, ["ubnd", *tokens], today)
    found = with_work(connection, found, today)
    heirs = cards.successors(connection, [row["id"] for row in found])
    for row in found:
        row["now"] = heirs.get(row["id"], [])
    return found


def _named(connection: sqlite3.Connection, tokens: list[str], today: str) -> list[cards.Row]:
    values = {"name": " ".join(tokens), "today": today, "place": ""}
    found = rows(connection, CALLED, values)
    if found or len(tokens) < 2:
        return found
    found = rows(connection, WITH_ITS_PLACE, values)
    for size in range(1, min(_LONGEST_PLACE, len(tokens) - 1) + 1):
        if found:
            break
        values |= {"name": " ".join(tokens[:-size]), "place": _place(tokens[-size:])}
        found = rows(connection, AT, values) if values["place"] else []
    return found


def _place(tokens: list[str]) -> str:
    """A place as it stands in ids: ``son-la``; empty where there is only the word for its level."""
    for level in _LEVELS:
        if tuple(tokens[: len(level)]) == level:
            tokens = tokens[len(level) :]
            break
    return "-".join(tokens)
