"""The sentence in which an English rendering names the document that it renders.

A rendering has no letterhead, or a short one: number, date, issuer and title stand in its first
sentence, in a line below the title or in a line that names the source. Translators put the parts
in any order ("On 2 May 2024, the Committee issued Directive No. 9/CT-UBND on ...", "Directive
9/CT-UBND on ... was issued by the Committee on 2 May 2024"), so each part is looked for by itself.
A title ends where the sentence does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract import vocabulary
from extract.grammar.dates import FoundDate, find_dates, match_date
from extract.grammar.letterhead_lines import alternatives, cues
from extract.grammar.numbers import FoundNumber, match_number

_LONGEST_SENTENCE = 700
_PARTS = 5
"""At most so many parts stand after a number: date, issuer, title, "was issued", date again."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a sentence says of the document that it names; offsets are into the text."""

    kind: tuple[int, int] | None
    number: FoundNumber
    date: FoundDate | None = None
    issuer: tuple[int, int] | None = None
    title: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _After:
    """What stands after the number, and where that ends."""

    date: FoundDate | None
    issuer: tuple[int, int] | None
    title: tuple[int, int] | None
    end: int


@cache
def en_types() -> str:
    """The English names of document types as alternatives of a pattern."""
    names = [name for kind in vocabulary.document_types() for name in kind.names_en]
    return alternatives([*names, *(name.upper() for name in names)])


def read_opening(text: str, start: int, end: int) -> Opening | None:
    """What the first sentence of ``text[start:end]`` says, where it names a document as its own.

    It does where the document's name begins the sentence, or follows a date or "X issued".
    """
    stop = _sentence_end(text, start, end)
    for mention in _mention().finditer(text, start, stop):
        number = match_number(text, mention.end())
        if number is None or number.end > stop:
            continue
        before = _read_before(text, start, mention.start())
        if before is None:
            return None
        date, issuer = before
        after = _read_after(text, number.end, stop)
        return Opening(
            mention.span("type"),
            number,
            date or after.date,
            issuer or after.issuer,
            after.title,
        )
    return None


def names_body(words: str) -> bool:
    """Whether there is a word among ``words`` that names bodies and offices have."""
    return _body_word().search(words) is not None


def read_number_line(text: str, start: int, end: int) -> Opening | None:
    """A line that holds the number and what belongs to it, and nothing else: "No. 9/CT-UBND",
    "(No. 9/CT-UBND dated 2 May 2024 of the Chairman of ...)"."""
    lead = _NUMBER_LEAD.match(text, start, end)
    number = match_number(text, lead.end()) if lead else None
    if number is None or number.end > end:
        return None
    after = _read_after(text, number.end, end)
    is_whole = not text[after.end : end].strip(" ).,;")
    if not is_whole:
        return None
    return Opening(None, number, after.date, after.issuer, after.title)


def _sentence_end(text: str, start: int, end: int) -> int:
    stop = min(end, start + _LONGEST_SENTENCE)
    match = _SENTENCE_END.search(text, start, stop)
    return match.start() if match else stop


def _read_before(
    text: str, start: int, stop: int
) -> tuple[FoundDate | None, tuple[int, int] | None] | None:
    """Date and issuer of the words before the document's name; ``None`` where they say something
    else than that it was issued."""
    lead = _LEAD.match(text, start, stop)
    at = lead.end() if lead else start
    date = None
    on = _ON.match(text, at, stop)
    if on:
        date = match_date(text, on.end())
        if date is None or date.end > stop:
            return None
        at = date.end
    if _NOTHING.fullmatch(text, at, stop):
        return date, None
    issues = _ISSUES.match(text, at, stop)
    if issues is None:
        return None
    between = next(iter(find_dates(text, issues.start("between"), stop)), None)
    words = issues["between"].replace(between.words if between else "", "")
    if not _BETWEEN.fullmatch(words):
        return None
    first, last = issues.span("issuer")
    within = next(iter(find_dates(text, first, last)), None)
    if within:  # "The Committee, on 2 May 2024, issued ..."
        last = first + len(_ON_AT_END.sub("", text[first : within.start]))
    return date or between or within, (first, last) if names_body(text[first:last]) else None


def _read_after(text: str, at: int, stop: int) -> _After:
    """Date, issuer and title in any order, as far as the words are nothing else."""
    date: FoundDate | None = None
    issuer = title = None
    for _ in range(_PARTS):
        lead = _DATE_LEAD.match(text, at, stop)
        found = match_date(text, lead.end() if lead else at)
        if found and found.end <= stop:
            date, at = date or found, _closed(text, found.end, stop)
            continue
        by = _BY.match(text, at, stop) if issuer is None else None
        if by:
            issuer, at = by.span("issuer"), _closed(text, by.end(), stop)
            continue
        titled = _title().match(text, at, stop) if title is None else None
        if titled is None:
            break
        title, at = titled.span("title"), titled.end()
    return _After(date, issuer, title, at)


def _closed(text: str, at: int, stop: int) -> int:
    """Past a closing bracket."""
    match = _CLOSING.match(text, at, stop)
    return match.end() if match else at


# ---------------------------------------------------------------------------------------------
# Patterns

_SENTENCE_END = re.compile(
    r"(?<!\bNo)(?<!\bno)(?<!\bNO)\.(?=\s+[\"“(]?[A-Z]|\s{0,3}[)\]]?\s{0,3}\Z)"
)
_LEAD = re.compile(r"[\s(\[]{0,3}(?:Source\s?:\s{0,3}|On\s[MTWFS][a-z]{2,5}day,?\s|Today,\s)?")
_NUMBER_LEAD = re.compile(r"[\s(\[]{0,3}N[oO]\s?[.:]{0,2}\s{0,3}(?=\d)")
_CLOSING = re.compile(r"\s?[)\]]")
_ON = re.compile(r"\s{0,2}[Oo]n\s+(?=[\dA-Z])")
_ON_AT_END = re.compile(r"[\s,]{0,3}(?:on)?[\s,]{0,3}\Z")
_NOTHING = re.compile(r"[\s,]{0,3}(?:[Tt]he\s+|a\s+|its\s+)?")
_ISSUED = r"(?:issued|promulgated|signed|adopted|passed|enacted|released|launched)"

# the People's Committee of Lai Chau province has issued, on 2 May 2024, the (Directive No. ...)
_ISSUES = re.compile(
    rf"""[\s,]{{0,3}}(?:[Tt]he\s)?(?P<issuer>[A-Z][^.;]{{3,160}}?),?\s+
    (?:(?:has|have|had)\s)?(?:just\s|[a-z]{{2,12}}ly\s)?{_ISSUED}
    (?P<between>(?:,?\s[^.;:]{{0,60}})?)\Z""",
    re.VERBOSE,
)
# , on (2 May 2024), the | an important | its
_BETWEEN = re.compile(
    r"[\s,]{0,3}(?:on(?=\s{0,2},|\s{2}|\s\Z))?[\s,]{0,4}(?:the|an?|its|this)?\s{0,2}(?:(?!of|on|under|for|to|about)[a-z]{3,15}\s){0,2}\s?"
)
# of May 4, 2014 | , issued on 2 May 2024 | (2 May 2024) | was issued on January 3, 2024
_DATE_LEAD = re.compile(
    rf"""[\s,(]{{0,4}}(?:(?:which\s)?(?:was|were|is|has\sbeen)\s)?(?:{_ISSUED}\s{{0,2}},?\s{{0,2}})?
    (?:dated\s|of\s|on\s|in\s)?(?:the\s(?=\d))?""",
    re.VERBOSE,
)
# of the Chairman of ... | issued by the Committee of ... (on, dated, launching, was issued)
_BY = re.compile(
    rf"""[\s,(]{{0,4}}(?:(?:which\s)?(?:was|were|is|has\sbeen)\s)?(?:{_ISSUED}\s)?
    (?:by|of|from|BY|OF)\s+(?:[Tt]he\s|THE\s)?
    (?P<issuer>[A-Z][^.;()]{{3,160}}?)
    (?= \s?[)\]] | ,?\s+(?i:{alternatives([*cues("titled_with", "en"), *cues("opening_verb", "en")])})\s
      | ,?\s+(?:on|dated|re|was|were|is|has|have|shall)\s | ,\s(?!and\s)[a-z] | \s*\Z )""",
    re.VERBOSE,
)


@cache
def _body_word() -> re.Pattern[str]:
    """A word that only names of bodies and offices have: Committee, Ministry, Chairman."""
    return re.compile(rf"(?i:\b(?:{alternatives(cues('body_word', 'en'))})\b)")


@cache
def _mention() -> re.Pattern[str]:
    """Directive No. (9/CT-UBND) | Circular (50/2016/TT-BGTVT)"""
    return re.compile(rf"\b(?P<type>{en_types()})\s+(?:N[oO]\s?[.:]{{0,2}}\s{{0,3}})?(?=\d)")


@cache
def _title() -> re.Pattern[str]:
    """, on launching the planting of trees | to launch the planting of trees | Approving the list ... (was issued)"""
    titled = alternatives(cues("titled_with", "en"))
    return re.compile(
        rf"""[\s,:;–-]{{0,4}}(?!on\s+(?:\d{{1,2}}\s|[A-Z][a-z]{{2,8}}\s\d))
        (?P<title>(?:(?i:{titled})|[A-Za-z]{{3,20}}(?:ing|ING)|to\s[a-z]{{4,20}})\s.{{3,500}}?)
        (?= ,?\s+(?:which\s)?(?:was|were|is|has\sbeen)\s+{_ISSUED}\b
          | ,\s+(?:{_ISSUED}|dated)\s+(?:on|by|in)?\s | [\s.;,)\]]{{0,4}}\Z )""",
        re.VERBOSE,
    )
