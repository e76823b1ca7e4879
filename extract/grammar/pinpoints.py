"""Pinpoints: the provision that a citation names, "khoản 2 Điều 5 Nghị định ...".

Vietnamese puts the smallest unit first; English renderings do the same with commas ("Point b,
Clause 1, Article 3 of"), some with "of" between. Ranges ("từ Điều 10 đến Điều 19") and lists
("các điểm a, b và c khoản 2") stand before the document, so a pinpoint is read word by word
backwards from it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.facts import Language


class Pinpoint(NamedTuple):
    """The provision as printed, and where its words begin and end."""

    start: int
    end: int
    words: str


_UNITS = {
    "vi": frozenset(
        # "khoản 5 Điều 9 và Mẫu số 03 Phụ lục": a form stands within a pinpoint, and opens none
        [
            "điểm",
            "khoản",
            "điều",
            "chương",
            "mục",
            "phần",
            "tiết",
            "đoạn",
            "lục",
            "tiểu",
            "mẫu",
            "biểu",
        ]
    ),
    "en": frozenset(
        [
            "point",
            "points",
            "clause",
            "clauses",
            "article",
            "articles",
            "chapter",
            "chapters",
            "section",
            "sections",
            "part",
            "parts",
            "item",
            "items",
            "paragraph",
            "paragraphs",
            "appendix",
            "appendices",
            "annex",
        ]
    ),
}
_OPENERS = {
    "vi": frozenset(
        ["điểm", "khoản", "điều", "chương", "mục", "phần", "tiết", "đoạn", "phụ", "tiểu"]
    ),
    "en": _UNITS["en"],
}
_LINKS = {
    "vi": frozenset(["và", "hoặc", "đến", "từ", "tới", "các", "phụ", "thứ", "số"]),
    "en": frozenset(["and", "or", "to", "through", "of", "the", "thru"]),
}
_LABEL = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-zđ]{0,2}|[a-zđ]{1,2}|[IVXLC]{1,6}|[A-Z])\)?")
_LEAD = {
    "vi": re.compile(r"(?:của|thuộc|tại|trong|kèm\s+theo)?\s*(?:các\s*)?"),
    "en": re.compile(r"(?:of|in|to)\s*(?:the\s*)?"),
}
_WORD_BEFORE = re.compile(r"\S+$")
_LONGEST = 260


def pinpoint_before(text: str, pos: int, lang: Language) -> Pinpoint | None:
    """The pinpoint that stands right before the document's words at ``pos``.

    >>> pinpoint_before("theo khoản 2 Điều 5 của Luật này", 24, "vi").words
    'khoản 2 Điều 5'
    """
    end = _before_lead(text, pos, lang)
    if end is None:
        return None
    # Cheap look first: a provision ends in a number or a letter.
    if not _ends_in_label(text, end, lang):
        return None
    start, at, floor = None, end, max(0, end - _LONGEST)
    while at > floor:
        word_end = _strip_back(text, at, floor)
        word_start = _word_start(text, word_end, floor)
        word = text[word_start:word_end]
        bare = word.rstrip(",;")
        folded = bare.lower()
        if folded == "tiết" and text.endswith("chi ", 0, word_start):
            break  # "quy định chi tiết Điều 5": not the provision "tiết"
        if folded in _UNITS[lang]:
            if folded in _OPENERS[lang]:
                start = word_start
            if folded == "lục":
                start = _word_start(text, _strip_back(text, word_start, floor), floor)
        elif folded == "từ" and start is not None and " đến " in text[start:end]:
            start = word_start
        elif word.endswith(";") or not (
            folded in _LINKS[lang] or _LABEL.fullmatch(bare) or word == ","
        ):
            break
        at = word_start
        if word_start <= floor:
            break
    if start is None or start >= end:
        return None

    return Pinpoint(start, end, " ".join(text[start:end].split()).rstrip(","))


def _word_start(text: str, end: int, floor: int) -> int:
    while end > floor and not text[end - 1].isspace():
        end -= 1
    return end


def _strip_back(text: str, at: int, floor: int) -> int:
    while at > floor and text[at - 1].isspace():
        at -= 1
    return at


def _before_lead(text: str, pos: int, lang: Language) -> int | None:
    """Where a provision before ``pos`` would end: "của" and "of the" stand between."""
    end = _strip_back(text, pos, max(0, pos - 20))
    if lang == "vi":
        for lead in ("các", "của", "thuộc"):
            if (
                text.endswith(lead, 0, end)
                and not text[end - len(lead) - 1 : end - len(lead)].strip()
            ):
                end = _strip_back(text, end - len(lead), max(0, pos - 30))
        return end
    if text.endswith("the", 0, end) and text[end - 4 : end - 3].isspace():
        end = _strip_back(text, end - 3, max(0, pos - 30))
    for lead in ("of", "to", "in"):
        if text.endswith(lead, 0, end) and text[end - len(lead) - 1 : end - len(lead)].isspace():
            return _strip_back(text, end - len(lead), max(0, pos - 30))
    return None


def _ends_in_label(text: str, end: int, lang: Language) -> bool:
    end -= text[end - 1 : end] == ","
    match = _WORD_BEFORE.search(text, max(0, end - 12), end)
    if lang == "vi" and match and match.group() == "lục":
        return text[max(0, end - 8) : end].lower().split()[-2:] == ["phụ", "lục"]
    return bool(match and _LABEL.fullmatch(match.group()))
