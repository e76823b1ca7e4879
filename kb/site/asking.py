"""A question in ordinary words: "ai chủ trì chuyển đổi số", "so noi vu phoi hop viec gi".

The words that only ask are taken off, and a word of a role beside them becomes that role. Which they
are stands in ``wording/question_words.csv``. Words without such a question stay as they are.
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
    after, begins, _ = _taken(words, "start", at_end=False)
    rest, ends, _ = _taken(after, "end", at_end=True)
    if not rest or not (begins or ends):
        return Question(asked)
    rest, _, role = _taken(rest, "verb", at_end=not begins)
    return Question(" ".join(rest), role) if rest or role else Question(asked)


def _taken(words: list[str], place: str, *, at_end: bool) -> tuple[list[str], bool, str]:
    """``words`` without a phrase of the place at its beginning or end, whether there was one, and
    what it means."""
    for phrase, means in _phrases(place):
        size = len(phrase)
        part = words[-size:] if at_end else words[:size]
        if [word for one in part for word in words_of(one)] == phrase:
            return (words[:-size] if at_end else words[size:]), True, means
    return words, False, ""
