"""What became of bodies: who has the work of a body that is no more, on any day.

The facts are rows of two vocabularies. ``agency_successions.csv`` says which kind of body took over
from which, since when, with which part of the work and on what legal basis; ``certain`` and
``day_is`` say what of it is verified. ``commune_successions.csv`` says which old commune went, fully
or in part, into which new one on 1 July 2025 (lists of administrative units before and since that
day). A province that was merged hands everything to the one it went into (202/2025/QH15).

Where a body's work was divided, each part has words by which it is told; a task whose words tell is
the heir's whose words they are, any other may be any heir's.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from extract import vocabulary
from extract.folding import fold
from kb import schema
from kb.resolve.agencies import Parts, parent_id, parts_of
from kb.resolve.communes import MERGED_ON, communes_after

_PROVINCES = "202/2025/QH15"
_COMMUNES = "resolutions of the National Assembly's Standing Committee of 16 June 2025"
_REST = "*"
"""Stands for the words of a part that has all the others have not."""
_LONGEST_CHAIN = 8
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Succession:
    """One body's taking over from another, as ids. ``words`` are those (folded) by which its part
    is told; ``certain`` is false where the taking over is not verified, ``day_is`` is ``about``
    where the day is not."""

    predecessor: str
    successor: str
    on_date: str
    scope: str
    basis: str
    words: tuple[str, ...] = ()
    certain: bool = True
    day_is: str = "exact"
    source: str = ""


@cache
def _rules() -> dict[str, tuple[dict[str, str], ...]]:
    rules: dict[str, list[dict[str, str]]] = {}
    known = vocabulary.agencies()
    for row in vocabulary.rows("agency_successions"):
        if row["predecessor"] in known and row["successor"] in known:
            rules.setdefault(row["predecessor"], []).append(row)
    return {key: tuple(found) for key, found in rules.items()}


def successions_of(id_: str) -> Iterator[Succession]:
    """What became of the body ``id_``: by the list of successions, and by the merger of its
    commune or province, each as of its own day."""
    parts = parts_of(id_)
    if parts.key is None:
        return
    for rule in _rules().get(parts.key, ()):
        for successor, whole in _moved(parts, rule["successor"]):
            yield Succession(
                id_,
                successor,
                rule["on_date"],
                rule["scope"] if whole else f"{rule['scope']}, in its own part of the territory",
                rule["basis"],
                tuple(fold(word) for word in vocabulary.values(rule["scope_words"])),
                rule["certain"] == "1",
                rule["day_is"],
                rule["source"],
            )
    yield from _by_territory(id_, parts)


def _by_territory(id_: str, parts: Parts) -> Iterator[Succession]:
    body = vocabulary.agencies()[parts.key or ""]
    province = vocabulary.provinces().get(parts.place or "")
    if province is None:
        return
    after = _day_after(province.valid_to) if province.valid_to else MERGED_ON
    if any(rule["on_date"] < after for rule in _rules().get(body.key, ())):
        return  # it was gone before; what came after it is merged in its place
    if body.level == "commune" and parts.local:
        known = communes_after(province.slug, parts.local)
        for commune, whole in known:
            successor = f"{commune.province}.{body.key}.{commune.local}"
            if successor != id_:
                scope = "all" if whole and len(known) == 1 else "its part of the territory"
                yield Succession(id_, successor, MERGED_ON, scope, _COMMUNES)
        if known or not province.successor:
            return
    # A district's bodies end with the districts; the province has none to hand them to.
    if province.successor and body.level != "district":
        successor = ".".join(p for p in (province.successor, body.key, parts.local) if p)
        certain = not parts.local
        yield Succession(id_, successor, after, "all", _PROVINCES, certain=certain)


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _moved(parts: Parts, key: str) -> Iterator[tuple[str, bool]]:
    """The bodies of kind ``key`` that follow a body, and whether each follows in its whole
    territory: of a district, the communes that lie in it now."""
    body, old = vocabulary.agencies()[key], vocabulary.agencies()[parts.key or ""]
    if body.level == "central" or parts.place is None:
        yield key, True
    elif not parts.local or body.level == "province":
        place = parts.place
        if old.level == "district" and (province := vocabulary.provinces().get(place)):
            place = province.successor or place
        yield f"{place}.{key}", True
    elif old.level == body.level:
        yield f"{parts.place}.{key}.{parts.local}", True
    else:
        known = communes_after(parts.place, parts.local)
        for commune, _ in known:
            yield f"{commune.province}.{key}.{commune.local}", False
        if not known:
            yield f"{parts.place}.{key}", True


def with_relatives(ids: Iterable[str]) -> tuple[set[str], set[Succession]]:
    """``ids`` with all bodies above them and all that came after them, and those successions."""
    found: set[str] = set()
    successions: set[Succession] = set()
    waiting = list(ids)
    while waiting:
        id_ = waiting.pop()
        if id_ in found:
            continue
        found.add(id_)
        above = parent_id(id_)
        if above:
            waiting.append(above)
        for succession in successions_of(id_):
            successions.add(succession)
            waiting.append(succession.successor)
    return found, successions


def rows(successions: Iterable[Succession]) -> list[dict[str, object]]:
    """The rows of ``agency_successions``."""
    found: list[dict[str, object]] = [
        {
            "predecessor_id": s.predecessor,
            "successor_id": s.successor,
            "on_date": s.on_date,
            "scope": s.scope,
            "basis": s.basis or None,
            "scope_words": json.dumps(s.words, ensure_ascii=False) if s.words else None,
            "certain": int(s.certain),
            "day_is": s.day_is,
            "source": s.source or None,
        }
        for s in successions
    ]
    return sorted(found, key=lambda row: tuple(map(str, row.values())))


# Who has it on a day


@dataclass(frozen=True, slots=True)
class _Step:
    successor: str
    on_date: str
    scope: str
    basis: str | None
    words: tuple[str, ...]
    certain: bool


Steps = Mapping[str, tuple[_Step, ...]]


def write_heirs(conn: sqlite3.Connection) -> None:
    """``agency_heirs`` from ``agency_successions``, and ``task_heirs`` from both and the tasks."""
    conn.execute("DELETE FROM agency_heirs")
    conn.execute("DELETE FROM task_heirs")
    steps = _steps(conn)
    names = dict(conn.execute("SELECT id, name FROM agencies"))
    heirs = (row for id_ in sorted(steps) for row in _heirs(id_, steps, names))
    schema.insert(conn, "agency_heirs", heirs)
    divided = {id_: told for id_ in steps if (told := _told_by_words(id_, steps))}
    schema.insert(conn, "task_heirs", _task_heirs(conn, divided))


def _steps(conn: sqlite3.Connection) -> dict[str, tuple[_Step, ...]]:
    found: dict[str, list[_Step]] = defaultdict(list)
    for predecessor, successor, on_date, scope, basis, words, certain in conn.execute(
        """SELECT predecessor_id, successor_id, on_date, scope, basis, scope_words,
                  coalesce(certain, 1)
             FROM agency_successions ORDER BY predecessor_id, on_date, successor_id, scope"""
    ):
        told = tuple(json.loads(words or "[]"))
        found[predecessor].append(_Step(successor, on_date, scope, basis, told, bool(certain)))
    return {id_: tuple(steps) for id_, steps in found.items()}


@dataclass(frozen=True, slots=True)
class _Heir:
    path: tuple[str, ...]
    since: str
    scope: str
    certain: bool
    basis: tuple[str, ...]


def _walk(id_: str, steps: Steps) -> Iterator[_Heir]:
    """Every body that the work of ``id_`` came to, each way it came there."""
    waiting = [_Heir((id_,), "", "all", True, ())]
    while waiting:
        heir = waiting.pop()
        yield heir
        if len(heir.path) > _LONGEST_CHAIN:
            continue
        waiting.extend(
            _Heir(
                (*heir.path, step.successor),
                max(heir.since, step.on_date),
                heir.scope if step.scope == "all" else step.scope,
                heir.certain and step.certain,
                (*heir.basis, step.basis) if step.basis else heir.basis,
            )
            for step in steps.get(heir.path[-1], ())
            if step.successor not in heir.path
        )


def _heirs(id_: str, steps: Steps, names: Mapping[str, str]) -> Iterator[dict[str, object]]:
    found: dict[tuple[str, str, str], _Heir] = {}
    for heir in _walk(id_, steps):
        found.setdefault((heir.path[-1], heir.since, heir.scope), heir)
    for (heir_id, since, scope), heir in sorted(found.items()):
        until = min((step.on_date for step in steps.get(heir_id, ())), default=None)
        if until is not None and until <= since:
            continue  # it handed the work on, on the day on which it got it or before
        yield {
            "agency_id": id_,
            "heir_id": heir_id,
            "from_date": since,
            "until_date": until,
            "scope": scope,
            "certain": int(heir.certain),
            "basis": "; ".join(dict.fromkeys(heir.basis)) or None,
            "chain": " → ".join(names.get(body) or body for body in heir.path),
        }


Told = tuple[dict[str, frozenset[str]], frozenset[str]]
"""By heir the words that tell its part; and the heirs that have the rest."""


def _told_by_words(id_: str, steps: Steps) -> Told | None:
    """How the parts of a divided body are told by words, ``None`` where they are not."""
    parts = steps[id_]
    if len({step.successor for step in parts}) < 2 or not any(step.words for step in parts):
        return None
    words: dict[str, set[str]] = defaultdict(set)
    rest: set[str] = set()
    for step in parts:
        for heir in _walk(step.successor, steps):
            heir_id = heir.path[-1]
            words[heir_id].update(word for word in step.words if word != _REST)
            if _REST in step.words:
                rest.add(heir_id)
    return {heir: frozenset(told) for heir, told in words.items() if told}, frozenset(rest)


_NAMES = "SELECT name FROM agency_names WHERE agency_id = ? AND name IS NOT NULL"


def _without_names(text: str, names: Iterable[str | None]) -> str:
    """The folded words of a task, one blank around each, without the names of bodies: "Sở Lao động
    ..." does not make every task of that department one about labour."""
    folded = f" {' '.join(_WORD.findall(fold(text)))} "
    plain = {" ".join(_WORD.findall(fold(name))) for name in names if name}
    for name in sorted(plain, key=len, reverse=True):
        folded = folded.replace(f" {name} ", " | ")
    return folded


def _task_heirs(
    conn: sqlite3.Connection, divided: Mapping[str, Told]
) -> Iterator[dict[str, object]]:
    for id_, (words, rest) in sorted(divided.items()):
        tasks = conn.execute(
            """SELECT t.id, t.text, (SELECT json_group_array(name_as_written)
                                       FROM task_agencies WHERE task_id = t.id)
                 FROM task_agencies ta JOIN tasks t ON t.id = ta.task_id
                WHERE ta.agency_id = ? GROUP BY t.id ORDER BY t.id""",
            (id_,),
        ).fetchall()
        own = [name for (name,) in conn.execute(_NAMES, (id_,))]
        for task_id, text, names in tasks:
            folded = _without_names(text, (*own, *json.loads(names)))
            told = {
                heir: sorted(word for word in its if f" {word} " in folded)
                for heir, its in words.items()
            }
            fitting = {heir: found for heir, found in told.items() if found} or {
                heir: [] for heir in rest
            }
            for heir, found in sorted(fitting.items()):
                yield {
                    "task_id": task_id, "agency_id": id_, "heir_id": heir,
                    "words": ", ".join(found) or None,
                }  # fmt: skip
