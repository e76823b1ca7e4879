"""The words of a text, folded letter for letter, so that offsets stay those of the text.

Agencies and instructions are told by runs of words. Scans lose accents ("Cục Thị hành án"), offices
write hyphen, dash and "và" one for the other ("Sở Kế hoạch - Đầu tư"): words are compared folded,
and the small words that names share are left out of the comparison.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

from extract.folding import fold

T = TypeVar("T")

LINKS = frozenset({"va", "and", "&", "the", "-"})
"""Words that a name may have or not have: "Kế hoạch và Đầu tư", "Kế hoạch - Đầu tư"."""

BREAK = "\n\n"
"""The token of a blank line: no name and no list of bodies goes across it."""

# a word ("UBND", "People's", "TN&MT", "1012"), a blank line, or one mark
_TOKEN = re.compile(r"\w+(?:['’&]\w+)*|\n[^\S\n]*\n|[^\w\s]")


@cache
def _table() -> dict[int, str]:
    """Every letter that folds to one letter, to that letter; marks that stand for one another."""
    letters = (chr(code) for code in range(0xC0, min(0x1F00, sys.maxunicode)))
    table = {ord(c): fold(c) for c in letters if len(fold(c)) == 1 and c.isalpha()}
    return table | {ord(c): "-" for c in "‐‑‒–—−"} | {ord("’"): "'", ord("‘"): "'"}


def fold_in_place(text: str) -> str:
    """``text`` folded, each character giving exactly one: ``"Sở Nội vụ"`` gives ``"so noi vu"``."""
    folded = text.translate(_table()).lower()
    return folded if len(folded) == len(text) else "".join(map(_one, text))


def _one(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else character


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a text: where each starts and ends, and how it folds."""

    text: str
    starts: list[int]
    ends: list[int]
    folded: list[str]

    def at(self, offset: int) -> int:
        """The index of the first token that starts at or after ``offset``."""
        return bisect_left(self.starts, offset)

    def raw(self, index: int) -> str:
        """The token as printed."""
        return self.text[self.starts[index] : self.ends[index]]

    def is_capital(self, index: int) -> bool:
        """Whether the token begins with a capital letter."""
        return self.text[self.starts[index]].isupper()

    def join(self, first: int, last: int) -> str:
        """The folded words from ``first`` up to, without, ``last``, one space between."""
        return " ".join(self.folded[first:last])

    def starts_with(self, index: int, phrase: tuple[str, ...]) -> bool:
        """Whether the words at ``index`` are ``phrase``."""
        return tuple(self.folded[index : index + len(phrase)]) == phrase


@lru_cache(maxsize=4)
def split_words(
    text: str, start: int = 0, end: int | None = None, breaks: tuple[int, ...] = ()
) -> Words:
    """The words of ``text[start:end]``; offsets are those of ``text``. Agencies and tasks ask for
    the words of the same text one after the other: the last ones are kept.

    At each of ``breaks`` (offsets in order, the starts of table cells) stands a blank line's token.
    """
    end = len(text) if end is None else end
    folded = fold_in_place(text[start:end])
    spans = [match.span() for match in _TOKEN.finditer(folded)]
    words = [folded[first:last] for first, last in spans]
    if "\n" in text:
        words = [BREAK if word[0] == "\n" else word for word in words]
    starts = [first + start for first, _ in spans]
    ends = [last + start for _, last in spans]
    cuts = [(cut, cut, BREAK) for cut in breaks if start <= cut < end]
    if cuts:
        tokens = sorted(
            [*cuts, *zip(starts, ends, words, strict=True)], key=lambda token: token[:2]
        )
        starts, ends, words = (list(column) for column in zip(*tokens, strict=True))
    return Words(text, starts, ends, words)


@lru_cache(maxsize=65_536)
def phrase(words: str) -> tuple[str, ...]:
    """``words`` as the folded tokens that :func:`split_words` makes of them."""
    return tuple(match.group() for match in _TOKEN.finditer(fold_in_place(words)))


class PhraseIndex(Generic[T]):
    """Phrases by their words, for the longest match at a place.

    With ``skip_links`` the words of :data:`LINKS` (and a comma) count for nothing inside a phrase.
    With ``accents`` a phrase of one syllable must have its accents: "giao" is not in "Tuyên giáo",
    "được" not in "dược"; longer ones are told apart well enough without.
    """

    def __init__(self, *, skip_links: bool = False, accents: bool = False) -> None:
        self._root: dict[str, Any] = {}
        self._accents = accents
        self._skip = LINKS | {","} if skip_links else frozenset()

    def add(self, words: str, value: T) -> None:
        """Add a phrase; the first value that it is given stays."""
        node = self._root
        for word in phrase(words):
            if word not in self._skip:
                node = node.setdefault(word, {})
        node.setdefault("", value)
        node.setdefault("=", set()).add(words.lower())

    def first_words(self) -> frozenset[str]:
        """The words that phrases begin with."""
        return frozenset(self._root)

    def __contains__(self, first_word: str) -> bool:
        return first_word in self._root

    def longest(self, words: Words, index: int, limit: int | None = None) -> tuple[int, T] | None:
        """The index after the longest phrase that starts at ``index``, and its value."""
        folded = words.folded
        stop = len(folded) if limit is None else min(limit, len(folded))
        if index >= stop or folded[index] not in self._root:
            return None
        node, best, skipped, first = self._root, None, 0, index
        while index < stop:
            word = folded[index]
            if word in node:
                node, skipped = node[word], 0
                if "" in node and not (first == index and self._other_word(words, index, node)):
                    best = (index + 1, node[""])
            elif word in self._skip and skipped < 2:
                skipped += 1
            else:
                break
            index += 1
        return best

    def _other_word(self, words: Words, index: int, node: dict[str, Any]) -> bool:
        return self._accents and words.raw(index).lower() not in node["="]
