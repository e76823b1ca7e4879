"""What stands under a task as lines of its own: "Cơ quan chủ trì: ...", "Thời gian hoàn thành: ...".

Plans print who leads, who coordinates, by when and what comes out as bullets or sentences below the
task, each with its name and a colon (``vocabulary/task_attributes.csv``). They are no provisions that
instruct: they complete the one above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extract import vocabulary
from extract.facts import Language
from extract.grammar.words import PhraseIndex, Words

# Hỗ trợ hợp tác xã ứng dụng công nghệ (Sở Nông nghiệp và Môi trường chủ trì).
_BRACKET = re.compile(r"\((?P<words>[^()]{3,240})\)[\s.;:,/]*\Z")

Key = Literal["lead", "coordinate", "agency", "deadline", "product"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One such line: which it is, and the words after its colon (indexes, then offsets)."""

    key: Key
    first: int
    last: int
    start: int
    end: int


@cache
def _names(language: Language) -> PhraseIndex[Key]:
    index: PhraseIndex[Key] = PhraseIndex()
    for row in vocabulary.rows("task_attributes"):
        for name in vocabulary.values(row[language]):
            index.add(name, row["key"])  # type: ignore[arg-type]
    return index


def read_attribute(words: Words, first: int, last: int, language: Language) -> Attribute | None:
    """The attribute that the words from ``first`` to ``last`` are, if they are one."""
    if first < last and words.folded[first] in {"-", "+", "*"}:
        first += 1
    found = _names(language).longest(words, first, last)
    if found is None:
        return None
    after, key = found
    if words.folded[after : after + 1] != [":"] or after + 1 >= last:
        return None
    return Attribute(key, after + 1, last, words.starts[after + 1], words.ends[last - 1])


def bracket_at_end(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words in brackets that end ``text[start:end]``, as offsets."""
    match = _BRACKET.search(text, start, end)
    return match.span("words") if match else None


def read_bracket(words: Words, first: int, last: int, language: Language) -> Iterator[Attribute]:
    """The attributes in brackets: "(chủ trì: Sở A; phối hợp: Sở B; thời gian: năm 2026)"."""
    begin = first
    for at in range(first, last + 1):
        if at == last or words.folded[at] == ";":
            attribute = read_attribute(words, begin, at, language)
            if attribute:
                yield attribute
            begin = at + 1
