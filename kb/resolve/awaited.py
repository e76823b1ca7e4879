"""Documents that another document asks for: who was to issue one, and which of them is held.

A task asks for a document where its product is one ("xây dựng kế hoạch ...", "issue a programme ...")
and it names who leads or is responsible. Of a class of bodies each member is asked, where it is known
who belongs to it: a body that every province has (the vocabulary's pattern), and the classes of
``class_members.csv``, as they were on the day of the document that asks. Of any other class nothing is
said but that its members are not known.

What was asked for has followed where a held document of that type, by that body, not before the one
that asks, cites the one that asks. ``not_held`` says what this knowledge base lacks, never that a
body has done nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from extract import vocabulary
from extract.folding import fold
from kb import schema
from kb.resolve.agencies import agency_row
from kb.resolve.documents import CENTRAL, REMEMBERED

_CHAIRMAN = "chu-tich-"

_ASKING = """
SELECT t.id AS task_id, t.document_id, t.deliverable, t.deadline, d.issued_on,
       ta.agency_id, ta.name_as_written, a.key, a.is_group, a.jurisdiction, a.level
  FROM tasks t JOIN documents d ON d.id = t.document_id
  JOIN task_agencies ta ON ta.task_id = t.id AND ta.role IN ('lead', 'responsible')
  JOIN agencies a ON a.id = ta.agency_id
 WHERE t.deliverable IS NOT NULL AND t.force = 'instructed'
 ORDER BY t.document_id, t.id, ta.agency_id"""

_ANSWERS = """
SELECT DISTINCT f.issuer_id, f.type, f.id, f.issued_on
  FROM citations c JOIN documents f ON f.id = c.document_id
 WHERE c.cited_document_id = ? AND f.held = 1 AND c.subject_id IS NULL AND f.issuer_id IS NOT NULL
   AND f.id <> c.cited_document_id
 ORDER BY f.issued_on IS NULL, f.issued_on, f.id"""


class _Task(NamedTuple):
    task_id: str
    document_id: str
    deliverable: str
    deadline: str | None
    issued_on: str | None
    agency_id: str
    name_as_written: str | None
    key: str | None
    is_group: int
    jurisdiction: str | None
    level: str | None


class _Answer(NamedTuple):
    issuer_id: str
    type: str
    id: str
    issued_on: str | None


def write(conn: sqlite3.Connection) -> None:
    """``awaited_documents`` anew, from tasks, agencies and citations."""
    conn.execute("DELETE FROM awaited_documents")
    schema.insert(conn, "awaited_documents", _rows(conn))


def _rows(conn: sqlite3.Connection) -> Iterator[dict[str, object]]:
    tasks = map(_Task._make, conn.execute(_ASKING))
    for document_id, asking in groupby(tasks, key=lambda task: task.document_id):
        answers = [_Answer._make(row) for row in conn.execute(_ANSWERS, (document_id,))]
        asked: set[tuple[str, str]] = set()
        for task in asking:
            for row in _of_task(task, answers):
                if (task.task_id, str(row["agency_id"])) not in asked:
                    asked.add((task.task_id, str(row["agency_id"])))
                    yield row


def _of_task(task: _Task, answers: list[_Answer]) -> Iterator[dict[str, object]]:
    type_ = asked_type(task.deliverable)
    if type_ is None:
        return
    members = _members(task)
    for body in members or [task.agency_id]:
        answer = _answer(task, type_, body, answers) if members else None
        yield {
            "id": f"{task.task_id}:{body}",
            "document_id": task.document_id,
            "task_id": task.task_id,
            "agency_id": body,
            "agency": _name(body, task),
            "asked_as": task.agency_id,
            "type": type_,
            "deliverable": task.deliverable,
            "deadline": task.deadline,
            "state": "followed" if answer else "not_held" if members else "unknown",
            "followed_by_id": answer.id if answer else None,
        }


def _name(body: str, task: _Task) -> object:
    written = task.name_as_written if body == task.agency_id else None
    return agency_row(body, written)["name"]


_ASKED = frozenset(
    {
        "plan", "programme", "scheme", "report", "submission", "resolution", "decision", "directive",
        "decree", "circular", "joint_circular", "conclusion", "guidance", "notice",
    }
)  # fmt: skip
"""What is issued under its own name. Rules and regulations are issued with a decision of any name."""


@cache
def _type_names() -> tuple[tuple[str, str], ...]:
    names = [
        (fold(name), kind.code)
        for kind in vocabulary.document_types()
        if kind.code in _ASKED
        for name in (*kind.names_vi, *kind.names_en)
    ]
    return tuple(sorted(names, key=lambda pair: -len(pair[0])))


_BEFORE_TYPE = ("du thao ", "a ", "an ", "the ", "its ", "their ", "draft ")


@lru_cache(maxsize=REMEMBERED)
def asked_type(deliverable: str) -> str | None:
    """The type of document that a product is, by its first words; ``None``: it is none.

    >>> asked_type("kế hoạch triển khai Chỉ thị này")
    'plan'
    """
    found = _type_at(deliverable)
    return found[0] if found else None


def _type_at(deliverable: str) -> tuple[str, int] | None:
    """The type that a product begins with, and where its name ends."""
    words = fold(deliverable)
    at = 0
    for opening in _BEFORE_TYPE:
        at += len(opening) if words.startswith(opening, at) else 0
    for name, code in _type_names():
        end = at + len(name)
        if words.startswith(name, at) and not words[end : end + 1].isalnum():
            return code, end
    return None


@lru_cache(maxsize=REMEMBERED)
def issuer_in(deliverable: str) -> str | None:
    """The central body that is to issue what another prepares; ``None`` where none is named.

    >>> issuer_in("Quyết định của Thủ tướng Chính phủ về nuôi sò")
    'thu-tuong'
    """
    found = _type_at(deliverable)
    if found is None:
        return None
    code, end = found
    if code == "decree":
        return "chinh-phu"  # nobody else issues decrees
    words = fold(deliverable)[end:].lstrip()
    for opening in ("cua ", "of the ", "of "):
        if words.startswith(opening):
            words = words.removeprefix(opening)
            return next((key for name, key in _central_issuers() if words.startswith(name)), None)
    return None


@cache
def _central_issuers() -> tuple[tuple[str, str], ...]:
    """Bodies of the centre by name, the longest first."""
    names = [
        (fold(row["name"]), row["key"])
        for row in vocabulary.rows("citation_issuers")
        if row["level"] == "central" and row["key"] in vocabulary.agencies()
    ]
    return tuple(sorted(names, key=lambda pair: -len(pair[0])))


@cache
def _classes() -> dict[str, str]:
    return {fold(row["class"]): row["members"] for row in vocabulary.rows("class_members")}


def _members(task: _Task) -> list[str]:
    """The bodies whose document is awaited: those asked, or the one that is to issue what they
    prepare; empty where it is not known who belongs to the class."""
    issuer = issuer_in(task.deliverable)
    if issuer:
        return [issuer]
    if not task.is_group:
        return [task.agency_id]
    day = task.issued_on
    if day is None:
        return []
    if task.key == task.agency_id and task.level == "province":
        return [f"{place}.{task.key}" for place in _provinces(day)]
    members = _classes().get(fold(task.name_as_written or ""))
    if members is None or task.jurisdiction not in (CENTRAL, None):
        return []
    if members == "ministries":
        return [
            key
            for key, body in vocabulary.agencies().items()
            if key.startswith("bo-") and body.kind == "ministry" and _lives(body, day)
        ]
    return [f"{place}.{members}" for place in _provinces(day)]


def _provinces(day: str) -> list[str]:
    return [slug for slug, province in vocabulary.provinces().items() if _lives(province, day)]


def _lives(body: vocabulary.Province | vocabulary.Agency, day: str) -> bool:
    return (not body.valid_from or body.valid_from <= day) and (
        not body.valid_to or day <= body.valid_to
    )


def _answer(task: _Task, type_: str, body: str, answers: list[_Answer]) -> _Answer | None:
    """The first held document by ``body`` that is what the task asks for."""
    for answer in answers:
        early = task.issued_on and answer.issued_on and answer.issued_on < task.issued_on
        if answer.type == type_ and _same_body(answer.issuer_id, body) and not early:
            return answer
    return None


def _same_body(one: str, other: str) -> bool:
    """A People's Committee and its Chairman number in one sequence, and count as one body."""
    return _committee(one) == _committee(other)


@lru_cache(maxsize=REMEMBERED)
def _committee(agency_id: str) -> tuple[str, ...]:
    return tuple(part.removeprefix(_CHAIRMAN) for part in agency_id.split("."))
