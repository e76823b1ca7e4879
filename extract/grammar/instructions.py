"""Which words of a document tell somebody to do something.

Where a document may instruct at all follows from its type (``vocabulary/task_documents.csv``) and
from the headings above a provision (``task_headings.csv``): tasks and solutions instruct, findings
and purposes do not, an aim does only where it is worded as something to be done. Observed in
directives, notices of conclusions, plans, programmes, resolutions and decisions of 2009 to 2026.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from extract import vocabulary
from extract.facts import Language
from extract.grammar.roles import acts_at, cues
from extract.grammar.words import BREAK, PhraseIndex, Words, split_words

Mode = Literal["orders", "programme", "assigns", "carried_out", "tables", "news", "none"]
Zone = Literal["tasks", "aims", "none"]

_WEAK = frozenset(
    {"yeu cau", "chi dao", "ket luan", "kien nghi", "de nghi", "noi dung", "requests", "demands"}
)
SHORT_HEADING = 9
"""Words that a short heading has at most."""

OWN_LENGTH = 160
"""Characters that an introduction must have, before its last clause, to instruct by itself."""

MIN_ORDER = 4
"""Words that an order has at least that begins with a verb that no list holds."""

SAID_REACH = 14
"""Words in which something is said of a subject."""

OWN_ACTIONS = 3
"""Things to do that it must name."""


@cache
def modes() -> dict[str, Mode]:
    """How documents of a type instruct, by the type's code."""
    return {row["type"]: row["mode"] for row in vocabulary.rows("task_documents")}  # type: ignore[misc]


@cache
def _zones(language: Language) -> PhraseIndex[Zone]:
    index: PhraseIndex[Zone] = PhraseIndex()
    for row in vocabulary.rows("task_headings"):
        for words in vocabulary.values(row[language]):
            index.add(words, row["zone"])  # type: ignore[arg-type]
    return index


def zone_of(heading: str, language: Language, *, weak: bool = True) -> Zone | None:
    """What a heading says of the provisions under it; ``None`` where it says nothing.

    "Nhiệm vụ" wins over whatever else a heading names ("Quan điểm chỉ đạo và nhiệm vụ"), a finding
    over an aim; "mục đích, yêu cầu" is a purpose. Without ``weak`` a bare "Yêu cầu" says nothing.
    """
    words = split_words(heading)
    found = set()
    index, reach = 0, _reach(words, heading, language)
    while index < reach:
        match = _zones(language).longest(words, index)
        if match:
            found.add((match[1], words.join(index, match[0])))
        index = match[0] if match else index + 1
    zones = {zone for zone, _ in found}
    strong = {zone for zone, words_found in found if words_found not in _WEAK}
    if "tasks" in strong:
        return "tasks"
    if "none" in zones:
        return "none"
    if "aims" in zones:
        return "aims"
    return "tasks" if zones and weak else None


def _reach(words: Words, heading: str, language: Language) -> int:
    """How many words of a heading can say what stands under it. A short heading, or one in
    capitals, says it anywhere; a long one at its beginning; one that itself says what to do
    ("Tập trung hoàn thiện ... đáp ứng mục tiêu ...") only as its first words."""
    if heading.isupper() or len(words.folded) <= SHORT_HEADING:
        return len(words.folded)
    return 1 if acts_at(words, 0, language) else 4


# Trong thời gian qua, ... | Để tăng cường ... | Từ ngày ... | Trên cơ sở ... : who is told comes later
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]?(?=\s+(?P<next>\S)|\s*\Z)|\n[^\S\n]*\n")


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]``, as offsets, none empty."""
    pieces, begin = [], start
    for match in _SENTENCE_END.finditer(text, start, end):
        following = match["next"]
        if following and not (following.isupper() or following in '“"‘(-–'):
            continue
        if not _is_abbreviation(text, match.start()):
            pieces.append((begin, match.end()))
            begin = match.end()
    pieces.append((begin, end))
    return [trimmed for a, b in pieces if (trimmed := trim(text, a, b))]


def _is_abbreviation(text: str, dot: int) -> bool:
    """Whether the full stop belongs to "No.", "TP.", "KT.", or to a single letter."""
    word = re.search(r"\w*\Z", text[max(0, dot - 6) : dot])
    return text[dot] == "." and word is not None and word.group().lower() in _ABBREVIATED


_MARKS = frozenset({",", ";", ".", BREAK})
_ABBREVIATED = frozenset({"no", "tp", "kt", "tm", "tl", "mr", "dr", "art", "gs", "ts", "ths"})


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The piece without outer white space, ``None`` if nothing is left."""
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    begin = start + len(piece) - len(piece.lstrip())
    return begin, begin + len(stripped)


def has(kind: str, words: Words, first: int, last: int, language: Language) -> bool:
    """Whether a cue of ``task_cues.csv`` stands between two words."""
    index = cues(kind, language)
    return any(index.longest(words, at, last) for at in range(first, last))


def begins_with(kind: str, words: Words, first: int, last: int, language: Language) -> bool:
    """Whether the words begin with a cue."""
    return cues(kind, language).longest(words, first, last) is not None


def introduces(words: Words, first: int, last: int, language: Language) -> bool:
    """Whether the words end in what only announces the provisions below ("như sau:")."""
    if last <= first:
        return False
    if words.folded[last - 1] == ":":
        return True
    return any(
        cues("introduces", language).longest(words, at, last)
        for at in range(max(first, last - 4), last)
    )


def instructs_itself(words: Words, first: int, last: int, language: Language) -> bool:
    """Whether an introduction tells something beyond announcing what stands below it."""
    end = last
    # a heading: one sentence that does not lead over to what stands below
    if words.folded[last - 1] != ":" and "." not in words.folded[first : max(first, last - 4)]:
        return False
    among = cues("among", language)
    if acts_at(words, first, language) and any(
        among.longest(words, at, last) for at in range(max(first + 1, last - 6), last)
    ):
        return True
    if introduces(words, first, last, language):
        marks = (at for at in range(last - 1, first, -1) if words.folded[at] in _MARKS)
        end = next(marks, first)
    if end <= first:
        return False
    length = words.ends[end - 1] - words.starts[first]
    count = sum(acts_at(words, at, language) for at in range(first, end))
    return length >= OWN_LENGTH and count >= OWN_ACTIONS


def some_sentence_acts(words: Words, pieces: list[tuple[int, int]], language: Language) -> bool:
    """Whether a sentence begins with what is to be done."""
    return any(acts_at(words, words.at(start), language) for start, _ in pieces)


def opens_orders(words: Words, first: int, last: int, language: Language) -> bool:
    """Whether the paragraph before the first provision opens a list of orders."""
    return has("opens", words, first, last, language)


def only_carries_on(words: Words, first: int, last: int, language: Language) -> bool:
    """Whether nothing is told but to carry the document out: "nghiêm túc triển khai thực hiện"."""
    index = first
    while index < last:
        found = cues("carries_on", language).longest(words, index, last)
        if found is None and words.folded[index] not in _MARKS | {"/"}:
            return False
        index = found[0] if found else index + 1
    return True


def may_act(words: Words, first: int, last: int, language: Language) -> bool:
    """Whether words under an opening that orders may begin with a verb that no list holds.

    They do not where they begin with a noun's word ("Mẫu", "Tỷ lệ", "The"), or where something is
    said of a subject: "là", "đã", "was" and a colon near their beginning.
    """
    if last - first < MIN_ORDER or not words.is_capital(first) or words.is_capital(first + 1):
        return False
    nouns, said = cues("no_act", language), cues("said", language)
    if nouns.longest(words, first, last) or not words.raw(first).isalpha():
        return False
    return not any(
        words.folded[at] in {":", "%"}
        or (not words.is_capital(at) and said.longest(words, at, last))
        for at in range(first + 1, min(first + SAID_REACH, last))
    )
