"""Provisions that a text names: "khoản 2 Điều 5", with the document they belong to.

A provision beside a document is that citation's pinpoint. One without belongs to the text itself
("khoản 2 Điều 5 của Luật này", "Điều này") or, in a document that amends another, to the document
that the article's heading amends ("Điều 3. Sửa đổi, bổ sung một số điều của Luật Giá": all that is
named below it, the quoted new wording included, is of that law).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.facts import Citation, Language, Span
from extract.source import SourceText


@dataclass(frozen=True, slots=True)
class ProvisionReference:
    """A provision named in a text. ``citation`` is the index of the citation whose document it
    belongs to; ``None``: a provision of the text itself."""

    words: str
    span: Span
    citation: int | None = None


_UNIT = {
    "vi": r"(?:[Đđ]iểm|[Kk]hoản|[Đđ]iều|[Cc]hương|[Mm]ục|[Pp]hần|[Pp]hụ\slục|[Tt]iết)",
    "en": r"(?:Points?|Clauses?|Articles?|Chapters?|Sections?|Parts?|Appendix|[Cc]lauses?|[Pp]oints?)",
}
_LABEL = {
    "vi": r"(?:\d{1,3}[a-zđ]{0,2}|[a-zđ](?!\w)|[IVXLC]{1,6}(?!\w)|này\b)",
    "en": r"(?:\d{1,3}[a-z]{0,2}|[a-z]{1,2}(?!\w)(?<!\bof)(?<!\bor)(?<!\bto)(?<!\bin)|[IVXLC]{1,6}(?!\w))",
}
_JOIN = {
    "vi": r"(?:\s*,\s*|\s+(?:và|hoặc|đến|tới)\s+|\s+)(?:các\s+)?(?:từ\s+)?",
    "en": r"(?:\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|to|through|of)\s+|\s+)",
}
# khoản 1 Điều 5, khoản 2 Điều 8 và điểm b khoản 2 Điều 76 | Points a and b, Clause 1, Article 3
_RUN = {
    lang: re.compile(
        rf"\b{_UNIT[lang]}\s+(?:số\s)?{_LABEL[lang]}"
        rf"(?:{_JOIN[lang]}(?:{_UNIT[lang]}\s+)?{_LABEL[lang]}){{0,60}}"
    )
    for lang in ("vi", "en")
}

# The head of an article outside quotation marks
_ARTICLE = {
    "vi": re.compile(r"^[ \t]*Điều\s+\d{1,3}[a-z]?\b[.:]?", re.MULTILINE),
    "en": re.compile(r"^[ \t]*Articles?\s+\d{1,3}[a-z]?\b[.:]?", re.MULTILINE),
}
_HEADING = 420


def find_provisions(
    source: SourceText, language: Language, citations: Sequence[Citation]
) -> tuple[ProvisionReference, ...]:
    """All provisions that ``source`` names, headings of its own provisions left out."""
    text = source.text
    scopes = _amending_scopes(text, language, citations)
    starts = [start for start, _, _ in scopes]
    cited = sorted((c.span.start, c.span.end, i) for i, c in enumerate(citations))
    cited_starts = [start for start, _, _ in cited]
    found = []
    for match in _RUN[language].finditer(text):
        start, end = match.span()
        if _is_heading(text, start, end):
            continue
        owner = _owner(citations, cited, cited_starts, start)
        at = bisect_right(starts, start) - 1
        amended = scopes[at][2] if at >= 0 and start < scopes[at][1] else None
        if owner == _SELF:
            # "Luật này" in the new wording is the law that gets it
            target = amended if amended is not None and _quoted(text, start) else None
        else:
            target = owner if owner is not None else amended
        words = " ".join(match.group().split())
        found.append(ProvisionReference(words, source.span(start, end), target))
    return tuple(found)


_SELF = -1


def _owner(
    citations: Sequence[Citation],
    cited: list[tuple[int, int, int]],
    starts: list[int],
    at: int,
) -> int | None:
    """The citation in whose words the provision at ``at`` stands; ``_SELF`` for the text itself."""
    place = bisect_right(starts, at) - 1
    if place < 0 or at >= cited[place][1]:
        return None
    index = cited[place][2]
    return _SELF if citations[index].self_reference else index


def _is_heading(text: str, start: int, end: int) -> bool:
    """ "Điều 5. Tên điều" at the head of a line is the provision itself, no reference."""
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip(' \t“"\xa0'):
        return False
    return text[end : end + 1] in (".", ":", "\n", "")


def _amending_scopes(
    text: str, language: Language, citations: Sequence[Citation]
) -> list[tuple[int, int, int]]:
    """The articles that amend one other document: start, end, the index of its citation."""
    heads = [m.start() for m in _ARTICLE[language].finditer(text) if not _quoted(text, m.start())]
    acts = sorted(
        (c.span.start, i)
        for i, c in enumerate(citations)
        if c.relation in ("amends", "repeals", "replaces")
        and c.subject is None
        and not c.self_reference
    )
    act_starts = [at for at, _ in acts]
    scopes = []
    for head, following in zip(heads, [*heads[1:], len(text)], strict=False):
        first = bisect_right(act_starts, head)
        near = first < len(acts) and acts[first][0] < min(head + _HEADING, following)
        target = acts[first][1] if near else None
        if target is not None:
            scopes.append((head, following, target))
    return scopes


def _quoted(text: str, at: int) -> bool:
    """Whether ``at`` stands in an open quotation: the new wording of another document."""
    floor = max(0, at - 6000)
    return text.rfind("“", floor, at) > text.rfind("”", floor, at)
