"""A question in ordinary words: "ai chủ trì chuyển đổi số", "so noi vu phoi hop viec gi".

The words that only ask are taken off, and a word of a role beside them becomes that role. Two more kinds
of question are known: for the tasks of a body or of a time ("việc nào quá hạn", "nhiệm vụ của Sở Y tế"),
and for what is to be known of a document ("Chỉ thị 10 căn cứ vào đâu"). Which words ask stands in
``wording/question_words.csv``. Words without such a question stay as they are.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kb.search import words_of


@dataclass(frozen=True, slots=True)
class Question:
    """The words to look for, and the role that was asked about."""

    words: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class OfTasks:
    """Tasks that are asked for: the words beside, which may name a body, the role in which it has
    them, and their time: past, ahead, or a day, week, month, quarter or year."""

    words: str
    role: str
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfDocument:
    """What is asked of a document, and the words that name it."""

    words: str
    about: str


@cache
def _phrases(place: str) -> list[tuple[list[str], str]]:
    """The phrases of a place, longest first, folded, with the role that each means."""
    text = files("kb.site.wording").joinpath("question_words.csv").read_text(encoding="utf-8")
    found = [
        (words_of(row["words"]), row["means"])
        for row in csv.DictReader(text.splitlines())
        if row["place"] == place
    ]
    return sorted(found, key=lambda phrase: -len(phrase[0]))


def question(asked: str) -> Question:
    """What a question asks for."""
    words = asked.replace("?", " ").split()
    after, begins, asks = _taken(words, "start", at_end=False)
    rest, ends, told = _taken(after, "end", at_end=True)
    if not rest or not (begins or ends):
        return Question(asked)
    rest, acts, role = _taken(rest, "verb", at_end=not begins)
    if begins and not acts:
        rest, _, role = _taken(rest, "verb", at_end=True)
    if begins and len(rest) > 1 and rest[0].lower() == "the":
        del rest[0]
    role = role or asks or told
    return Question(" ".join(rest), role) if rest or role else Question(asked)


def of_tasks(asked: str) -> OfTasks | None:
    """Which tasks a question is for; ``None`` where it is for none."""
    words, times = _without(asked.replace("?", " ").split(), "when")
    rest, _ = _without(words, "task")
    if not times and len(rest) == len(words):
        return None
    beside = question(f"{' '.join(rest)} gì") if rest else Question("")
    role = beside.role if rest else ""
    return OfTasks(beside.words if role else " ".join(rest), role, tuple(filter(None, times)))


def of_document(asked: str) -> OfDocument | None:
    """What a question wants to know of a document; ``None`` where it is no such question."""
    rest, about = _without(asked.replace("?", " ").split(), "document")
    return OfDocument(" ".join(rest), about[0]) if about and rest else None


def _without(words: list[str], place: str) -> tuple[list[str], list[str]]:
    """``words`` without the phrases of the place, wherever they stand, and what these mean."""
    left: list[str] = []
    means: list[str] = []
    folded = [words_of(word) for word in words]
    at = 0
    while at < len(words):
        for phrase, meaning in _phrases(place):
            if [part for word in folded[at : at + len(phrase)] for part in word] == phrase:
                means.append(meaning)
                at += len(phrase)
                break
        else:
            left.append(words[at])
            at += 1
    return left, means


def _taken(words: list[str], place: str, *, at_end: bool) -> tuple[list[str], bool, str]:
    """``words`` without a phrase of the place at its beginning or end, whether there was one, and
    what it means."""
    for phrase, means in _phrases(place):
        size = len(phrase)
        part = words[-size:] if at_end else words[:size]
        if [word for one in part for word in words_of(one)] == phrase:
            return (words[:-size] if at_end else words[size:]), True, means
    return words, False, ""
