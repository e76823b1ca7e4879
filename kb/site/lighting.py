"""Which words of a found text to light, and which part of a long text to show.

Where the words stand together, only there; otherwise each of them. Accents that were typed count:
"đề án" does not light "An" in "An toàn". Words typed without accents light all that fold to them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from extract.folding import fold
from kb.search import Understood

_WORD = re.compile(r"\w+")
_SHORTEST_BEGINNING = 3
_BEFORE = 80

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sought:
    """The words as typed and what they mean."""

    typed: tuple[str, ...]
    understood: Understood

    @classmethod
    def of(cls, words: str, understood: Understood) -> Sought:
        return cls(tuple(_WORD.findall(_plain(words))), understood)

    @property
    def accented(self) -> bool:
        return any(word != fold(word) for word in self.typed)

    def stands_in(self, text: str) -> bool:
        """Whether a text has the words just as they were typed: together, or each where all have
        accents."""
        words = _WORD.findall(_plain(text))
        if all(word != fold(word) for word in self.typed) and set(self.typed) <= set(words):
            return True
        return f" {' '.join(self.typed)} " in f" {' '.join(words)} "


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str
    folded: str


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _tokens(text: str) -> list[_Token]:
    plain, folded = _plain(text), fold(text)
    if len(plain) == len(folded) == len(text):  # letter for letter: so it is with what is stored
        return [
            _Token(a, b, plain[a:b], folded[a:b])
            for a, b in (match.span() for match in _WORD.finditer(text))
        ]
    return [
        _Token(m.start(), m.end(), _plain(m.group()), fold(m.group())) for m in _WORD.finditer(text)
    ]


def lit(text: str, sought: Sought) -> list[Span]:
    """The stretches of ``text`` to light, in order."""
    tokens = _tokens(text)
    if sought.accented:
        exact = [token.word for token in tokens]
        typed = [word if word != fold(word) else None for word in sought.typed]
        spans = _phrase(tokens, exact, sought.typed) or _each(tokens, exact, sought.typed, typed)
        if spans:
            return spans
    folded = [token.folded for token in tokens]
    groups = sought.understood.groups
    together = tuple(word for group in groups for word in group[0])
    spans = _phrase(tokens, folded, together)
    if len(groups) == 1:
        spans += [span for other in groups[0][1:] for span in _phrase(tokens, folded, other)]
    if not spans:
        for index, group in enumerate(groups):
            for phrase in group:
                goes_on = index == len(groups) - 1 and len(phrase) == 1
                spans += _phrase(tokens, folded, phrase, goes_on=goes_on)
    return _merged(spans)


def _each(
    tokens: list[_Token], words: Sequence[str], typed: Sequence[str], accented: Sequence[str | None]
) -> list[Span]:
    """Each typed word that has accents, where it stands with just these."""
    spans = [
        span
        for word, counts in zip(typed, accented, strict=True)
        if counts
        for span in _phrase(tokens, words, (word,))
    ]
    return _merged(spans)


def _phrase(
    tokens: list[_Token], words: Sequence[str], phrase: Sequence[str], *, goes_on: bool = False
) -> list[Span]:
    return [
        (tokens[at].start, tokens[at + len(phrase) - 1].end)
        for at in _places(words, phrase, goes_on)
    ]


def _places(words: Sequence[str], phrase: Sequence[str], goes_on: bool) -> Iterator[int]:
    size = len(phrase)
    if not size:
        return
    goes_on = goes_on and len(phrase[-1]) >= _SHORTEST_BEGINNING
    for at in range(len(words) - size + 1):
        last = words[at + size - 1]
        fits = last.startswith(phrase[-1]) if goes_on else last == phrase[-1]
        if fits and list(words[at : at + size - 1]) == list(phrase[:-1]):
            yield at


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def excerpt(text: str, sought: Sought | None, size: int) -> tuple[str, list[Span]]:
    """About ``size`` characters of ``text`` around the first lit words, and what is lit in them."""
    spans = lit(text, sought) if sought else []
    start = max(0, spans[0][0] - _BEFORE) if spans and len(text) > size else 0
    if start:
        start = text.find(" ", start) + 1
    end = min(len(text), start + size)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + size // 2)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    moved = [
        (a - start + len(before), min(b, end) - start + len(before))
        for a, b in spans
        if start <= a < end
    ]
    return f"{before}{text[start:end]}{after}", moved


def marked(text: str, spans: Sequence[Span]) -> Markup:
    """``text`` with its spans in ``<mark>``."""
    parts: list[Markup] = []
    at = 0
    for start, end in spans:
        parts += [escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        at = end
    return Markup("").join([*parts, escape(text[at:])])
