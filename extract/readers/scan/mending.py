"""Doubtful words settled: between two readings, and by what Vietnamese syllables go together.

Tesseract drops or changes tone marks on small print ("chính quyên" for "chính quyền"). Two means,
both narrow. Where a word is doubtful it is read a second time from another drawing, and the
readings are weighed with how often each follows and precedes its neighbours. And a syllable that
never stands beside its neighbours, while the same letters with other marks do so all the time, is
given those marks. Numbers, capitals (names) and anything else are left as read.

``syllable_pairs.tsv`` holds how often pairs of syllables stand in the codified law (counts only).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from extract.folding import fold
from extract.readers.scan.recognition import Word
from extract.readers.syllables import is_syllable

DOUBTFUL = 97.0
"""Words that Tesseract is less sure of than this are weighed against a second reading."""

UNSURE, UNCERTAIN = 75.0, 92.0
"""A word that Tesseract is less sure of than this is read again: below the first unless its
neighbours speak for it, below the second where they do not know it."""

NOISE = 20.0
"""What Tesseract is less sure of than this is no reading."""

MENDABLE = 97.0
"""A word that Tesseract is as sure of as this stands as it was read."""

_MEANT = 3  # times that a page has a syllable that its neighbours do not expect
_EVIDENCE = 20  # pairs that must speak for the mended syllable
_PLAIN = 150  # pairs that must speak against what the page says often, or Tesseract is sure of
_BEYOND_DOUBT = 100  # times as many as speak for what was read
_HEARD = 3  # the same for a word that Tesseract is fairly sure of
_CLEARLY = 20  # times as many as for the next best
_SURENESS = 4.0  # weight of Tesseract's confidence against that of the neighbours
# quý II1/2026 | Quý Il năm 2026 | quý II/⁄2026
_QUARTER = re.compile(r"(?P<roman>[IVl1|]{1,4})(?P<rest>[/⁄]{1,2}\d{4}\W*|\W*)")
_ROMAN_QUARTERS = frozenset({"I", "II", "III", "IV"})
_PARTS = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


@dataclass(frozen=True)
class Pairs:
    """How often syllables follow each other, and which syllables share their letters."""

    counts: dict[tuple[str, str], int]
    first: Counter[str]
    second: Counter[str]
    alike: dict[str, tuple[str, ...]]
    total: int

    def together(self, one: str | None, other: str | None) -> int:
        return self.counts.get((one, other), 0) if one and other else 0

    def likelihood(self, one: str | None, other: str) -> float:
        """The logarithm of how likely ``other`` is, after ``one`` if that is a syllable."""
        alone = (self.second[other] + 0.1) / (self.total + 1000)
        if not one:
            return math.log(alone)
        return math.log(0.8 * self.together(one, other) / max(self.first[one], 1) + 0.2 * alone)


@cache
def pairs() -> Pairs:
    """The counts of ``syllable_pairs.tsv``."""
    counts: dict[tuple[str, str], int] = {}
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    text = files("extract.vocabulary").joinpath("syllable_pairs.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        one, other, count = line.split("\t")
        counts[one, other] = int(count)
        first[one] += int(count)
        second[other] += int(count)
    alike: dict[str, list[str]] = defaultdict(list)
    for syllable in sorted(first.keys() | second.keys()):
        alike[fold(syllable)].append(syllable)
    return Pairs(
        counts, first, second, {k: tuple(v) for k, v in alike.items()}, sum(counts.values())
    )


def weigh(words: Sequence[Word], again: Sequence[Word]) -> list[Word]:
    """``words``, each doubtful one in the better of its two readings."""
    settled: list[Word] = []
    for index, word in enumerate(words):
        other = _same_place(word, again) if word.confidence < DOUBTFUL else None
        other = _reworded(word, other) if other is not None else None
        if other is not None:
            before = settled[-1] if settled and settled[-1].line == word.line else None
            after = words[index + 1] if index + 1 < len(words) else None
            if after is not None and after.line != word.line:
                after = None
            is_lost = word.confidence < NOISE < other.confidence
            if is_lost or _weight(other, before, after) > _weight(word, before, after):
                word = replace(word, text=other.text, confidence=other.confidence)
        settled.append(word)
    return settled


def unsettled(words: Sequence[Word]) -> set[int]:
    """The places in ``words`` (those of a page) of which a second reading would be heard: words that
    Tesseract is not sure of and that their neighbours on the line do not expect."""
    often = Counter(_syllable(word) for word in words)
    found: set[int] = set()
    for index, word in enumerate(words):
        if word.confidence >= UNCERTAIN:
            continue
        is_doubtful = word.confidence < UNSURE
        syllable = _syllable(word)
        if syllable is None:
            if is_doubtful and any(map(str.isalnum, word.text)):
                found.add(index)
            continue
        if often[syllable] >= _MEANT and not is_doubtful:
            continue
        before = words[index - 1] if index and words[index - 1].line == word.line else None
        after = words[index + 1] if index + 1 < len(words) else None
        after = after if after is not None and after.line == word.line else None
        evidence = pairs().together(_syllable(before), syllable)
        evidence += pairs().together(syllable, _syllable(after))
        if evidence < (_EVIDENCE if is_doubtful else _HEARD):
            found.add(index)
    return found


def _reworded(word: Word, other: Word) -> Word | None:
    """``word`` with the letters of its other reading, if they are others; punctuation and capitals
    stay. A syllable is not given up for something that is none, unless it was hardly seen."""
    opening, core, closing = _parts(word.text)
    letters = _parts(other.text)[1]
    if not letters or letters.lower() == core.lower():
        return None
    if not core.isalpha() and not (letters.isdigit() and "/" not in core):
        return None  # of two readings of a document's number neither is likelier
    if core.isalpha() and not letters.isalnum():
        return None
    is_lost = word.confidence < NOISE  # "XI" for "XIII"
    if not is_lost and is_syllable(core) and not (letters.isalpha() and is_syllable(letters)):
        return None
    if core.isalpha() and core.islower():
        letters = letters.lower()
    return replace(word, text=opening + letters + closing, confidence=other.confidence)


def _same_place(word: Word, others: Sequence[Word]) -> Word | None:
    """The word that covers more than half of the same place."""
    for other in others:
        wide = min(word.x1, other.x1) - max(word.x0, other.x0)
        high = min(word.bottom, other.bottom) - max(word.top, other.top)
        if wide > 0 and high > 0 and wide * high > 0.5 * (_area(word) + _area(other) - wide * high):
            return other
    return None


def _area(word: Word) -> float:
    return (word.x1 - word.x0) * (word.bottom - word.top)


def _weight(word: Word, before: Word | None, after: Word | None) -> float:
    syllable, known = _syllable(word), pairs()
    weight = _SURENESS * word.confidence / 100
    following = _syllable(after)
    if syllable is None:
        return weight - (18 if following else 9)
    weight += known.likelihood(_syllable(before), syllable)
    return weight + (known.likelihood(syllable, following) if following else 0)


def _syllable(word: Word | None) -> str | None:
    """The word in lower case without punctuation, if it is letters only."""
    if word is None:
        return None
    core = _parts(word.text)[1]
    return core.lower() if core.isalpha() else None


def _parts(text: str) -> tuple[str, str, str]:
    match = _PARTS.match(text)
    assert match is not None  # the pattern fits every string
    return match[1], match[2], match[3]


def mend(words: Sequence[Word]) -> list[Word]:
    """``words``, with marks put right where the neighbours leave one reading. Neighbours count
    across a line's end, but not across punctuation. What the page says in several places
    ("dược phẩm" among much that "được"), or what Tesseract is sure of, is meant, unless no two
    syllables could be plainer ("bố sung")."""
    mended: list[Word] = []
    often = Counter(_syllable(word) for word in words)
    for index, word in enumerate(words):
        opening, core, closing = _parts(word.text)
        before = mended[-1] if mended and not opening else None
        after = words[index + 1] if index + 1 < len(words) and not closing else None
        if len(core) > 1 and core.isalpha() and _is_common(core, after):
            left = _syllable(before) if before and not _parts(before.text)[2] else None
            right = _syllable(after) if after and not _parts(after.text)[0] else None
            doubtful = word.confidence < MENDABLE and often[core.lower()] < _MEANT
            left = None if core.istitle() else left
            better = _mended(core.lower(), left, right, _EVIDENCE if doubtful else _PLAIN)
            core = _like(core, better)
        text = opening + core + closing
        if index and _syllable(words[index - 1]) in ("quý", "quí"):
            text = _quarter(text)
        mended.append(word if text == word.text else replace(word, text=text))
    return mended


def _quarter(text: str) -> str:
    """The number of a quarter, in Roman figures as far as any of it was read so."""
    match = _QUARTER.fullmatch(text)
    if match is None or match["roman"] == "1":
        return text
    roman = re.sub(r"[l1|]", "I", match["roman"])
    return roman + re.sub(r"[/⁄]+", "/", match["rest"]) if roman in _ROMAN_QUARTERS else text


def _is_common(core: str, after: Word | None) -> bool:
    """Whether a word is no name: small letters, capitals (a heading), or a capital that a word in
    small letters follows: "Tổng hợp", "Tổ chức"; of a person's name every word has its capital."""
    if core.islower() or core.isupper():
        return True
    return core.istitle() and after is not None and _parts(after.text)[1].islower()


def _like(core: str, better: str) -> str:
    """``better`` in the capitals of ``core``."""
    if core.isupper():
        return better.upper()
    return better.capitalize() if core.istitle() else better


def _mended(syllable: str, left: str | None, right: str | None, least: int) -> str:
    known = pairs()

    def evidence(candidate: str) -> int:
        return known.together(left, candidate) + known.together(candidate, right)

    read = evidence(syllable)
    if read:
        least = max(_PLAIN, _BEYOND_DOUBT * read)
    ranked = sorted(
        ((evidence(other), other) for other in known.alike.get(fold(syllable), ())), reverse=True
    )
    if not ranked or ranked[0][0] < least:
        return syllable
    if len(ranked) > 1 and ranked[1][0] * _CLEARLY > ranked[0][0]:
        return syllable
    return ranked[0][1]
