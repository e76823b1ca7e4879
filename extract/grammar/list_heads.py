"""What the words above a list say of the documents in it.

"Các Thông tư sau đây hết hiệu lực kể từ ngày ...:" and "Bãi bỏ các văn bản sau:" stand once, and
each labelled line below them names a document (Decree 30/2020/NĐ-CP, appendix I, on points and
clauses).
"""

from __future__ import annotations

import re

from extract.facts import Language, Relation
from extract.grammar import relations
from extract.grammar.issuers import Issuer, issuer_after

_MOST_LINES = 60
"""A document further than this many lines below the words is not in their list."""

_LONGEST_HEAD = 320
_LONGEST_LABEL = 24
_FURTHEST = 12_000

# a) | - | 1. | + the item's own words begin with the document
_ITEM = re.compile(r"\s*(?:(?P<bullet>[-+*•–])|\d{1,2}[.)]|[a-zđ]{1,2}[)/])\s*(?:Các\s|The\s)?\s*")
_OTHER_UNIT = re.compile(r"\s*(?:Điều|Chương|Mục|Phần|Article|Chapter|Section)\s")

# Các Thông tư sau đây | các văn bản sau: | the following decisions
_OF_DOCUMENTS = {
    "vi": re.compile(
        r"\b(?:[Cc]ác|[Nn]hững|[Mm]ột\ssố)\s(?:[^.;:\n]{0,40}\s)?(?:văn\sbản|[Ll]uật|[Nn]ghị\squyết|[Nn]ghị\sđịnh"
        r"|[Qq]uyết\sđịnh|[Cc]hỉ\sthị|[Tt]hông\stư|[Kk]ế\shoạch|[Kk]ết\sluận)\b"
    ),
    "en": re.compile(
        r"\b(?:[Tt]he|[Tt]hese|[Ff]ollowing)\s(?:[^.;:\n]{0,40}\s)?(?:[Dd]ocuments|[Ll]aws|[Rr]esolutions|[Dd]ecrees"
        r"|[Dd]ecisions|[Dd]irectives|[Cc]irculars|[Pp]lans)\b"
    ),
}
_ENDS_EFFECT = {
    "vi": re.compile(r"(?<!đã)\s(?:hết\shiệu\slực|bị\sbãi\sbỏ|được\sbãi\sbỏ)(?!\strước)"),
    "en": re.compile(
        r"\s(?:ceases?\sto\s(?:be|have|take)|(?:are|be)(?:\shereby)?\s(?:annulled|repealed|abrogated))"
    ),
}


def list_head_relation(text: str, lead: int, type_code: str, lang: Language) -> Relation | None:
    """The relation that the words above the list give to the document at ``lead``; ``None`` where
    it opens no item of a list, or the words above speak of no documents."""
    inline = _inline_head(text, lead)
    if inline and _OF_DOCUMENTS[lang].search(inline) and _ENDS_EFFECT[lang].search(inline):
        return "repeals"
    head = _head(text, lead)
    if head is None or not _OF_DOCUMENTS[lang].search(head):
        return None
    if _ENDS_EFFECT[lang].search(head):
        return "repeals"
    head = _WHO_ISSUED.sub("", head)
    return relations.last_cue(head, lang, type_code=type_code, gap=head, pinpoint=False)


def list_head_issuer(text: str, lead: int, lang: Language) -> Issuer | None:
    """The issuer that the words above the list give to all in it: "Bãi bỏ các Kế hoạch của Ủy ban nhân
    dân tỉnh Hải Dương: số ...; số ..."."""
    for head in (_inline_head(text, lead), _head(text, lead)):
        documents = _OF_DOCUMENTS[lang].search(head) if head else None
        if head and documents:
            issuer = _BY.search(head, documents.end())
            return issuer_after(head, issuer.start(), lang) if issuer else None
    return None


# các văn bản sau (do Hội đồng nhân dân tỉnh ban hành): who issued them is no act of this text
_WHO_ISSUED = re.compile(r"\sdo\s[^.;:\n]{3,120}?\sban\shành\b")

# ... các văn bản sau đây (của Ủy ban nhân dân tỉnh Hải Dương) | (do Hội đồng nhân dân ... ban hành)
_BY = re.compile(r"\s(?:của|do|of|by)\s")


def _inline_head(text: str, lead: int) -> str | None:
    """The words before a colon in the same line: "Các Nghị định sau hết hiệu lực: A; B"."""
    floor = max(0, lead - 2 * _LONGEST_HEAD)
    start = max(text.rfind("\n", floor, lead) + 1, floor)
    colon = text.rfind(": ", start, lead)
    if colon < 0 or _SENTENCE.search(text, colon, lead + 1):
        return None
    return _SENTENCE.split(text[max(start, colon - _LONGEST_HEAD) : colon])[-1]


_SENTENCE = re.compile(r"\.\s+(?=\w)")


def _head(text: str, lead: int) -> str | None:
    """The line ending in a colon that opens the list in which ``lead`` begins an item."""
    start = text.rfind("\n", max(0, lead - _LONGEST_LABEL), lead) + 1
    if start == 0 and lead > _LONGEST_LABEL:
        return None
    floor = max(0, lead - _FURTHEST)
    own = _ITEM.match(text, start)
    if own is None or own.end() != lead:
        return None
    label = _kind(own)
    for _ in range(_MOST_LINES):
        if start <= floor:
            return None
        end = start - 1
        start = max(floor, text.rfind("\n", floor, end) + 1)
        line = text[start:end].rstrip()
        if line.endswith(":"):
            sentence = re.split(r"[.;]\s", line[-_LONGEST_HEAD:-1])[-1]
            return sentence.lstrip(" -+*•–")
        other = _ITEM.match(line)
        if _OTHER_UNIT.match(line) or (other and _kind(other) != label):
            return None
    return None


def _kind(item: re.Match[str]) -> str:
    """Which row of labels an item's label belongs to: numbers, letters or one kind of bullet."""
    words = item.group().strip()
    return item["bullet"] or ("1" if words[0].isdigit() else "a")
