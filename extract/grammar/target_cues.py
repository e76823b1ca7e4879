"""The words that lead to, state, allot or deny a target, as patterns.

They are data, ``vocabulary/target_cues.csv``, one row a kind with both languages side by side:
``heading`` opens a list of targets, ``sets`` is an aim in a sentence, ``level`` leads to a number
("đạt", "stood at") and is no part of the indicator, ``result`` says that the number has been
reached already.
"""

from __future__ import annotations

import re
from functools import cache

from extract import vocabulary

EDGES = " \t\n,;:.-–+*_\\(…"


def one_line(words: str) -> str:
    """``words`` with every run of white space as one space."""
    return " ".join(words.split())


@cache
def cue_words(kind: str) -> tuple[str, ...]:
    words = {
        phrase.lower()
        for row in vocabulary.rows("target_cues")
        if row["kind"] == kind
        for phrase in (*vocabulary.values(row["vi"]), *vocabulary.values(row["en"]))
    }
    return tuple(sorted(words, key=lambda phrase: (-len(phrase), phrase)))


def _alternatives(kind: str) -> str:
    return "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in cue_words(kind))


@cache
def cue(kind: str) -> re.Pattern[str]:
    """Any phrase of this kind, as whole words."""
    letters = {letter for phrase in cue_words(kind) for letter in phrase[0] + phrase[0].upper()}
    # Looked for in every sentence: the first letter alone rules out most places.
    first = f"(?=[{re.escape(''.join(sorted(letters)))}])"
    return re.compile(rf"{first}(?<!\w)(?:{_alternatives(kind)})(?!\w)", re.IGNORECASE)


@cache
def cue_at_end(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_alternatives(kind)})[\s:]*$", re.IGNORECASE)


@cache
def cue_just_before(kind: str) -> re.Pattern[str]:
    """A phrase of this kind with at most three words behind it, at the end of what is searched."""
    return re.compile(
        rf"(?<!\w)(?:{_alternatives(kind)})(?!\w)(?:\s+\w+){{0,3}}\s*$", re.IGNORECASE
    )


@cache
def cue_at_start(kind: str) -> re.Pattern[str]:
    return re.compile(
        rf"[\s,;:]*(?:{_alternatives(kind)})(?!\w)(?!\s+(?:vào|ra|cao|cấp|into)\b)[\s,:]*",
        re.IGNORECASE,
    )
