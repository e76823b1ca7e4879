"""What a document does to the one it cites: read from the nearest words that carry it.

The table is that of the annotation rules; the cues are data (``relation_cues.csv``). Its column
``needs`` says when a cue counts:

- ``act``: only where the citing document performs it. "Sửa đổi khoản 2 Nghị định ..." at the head of
  a provision does; "được sửa đổi tại Nghị định ...", said of another document, does not.
- ``direct``: only right before the document ("theo Kế hoạch số ...").
- ``named``: right before the document or the name of its issuer, no provision between.
- ``programme``: only for what sets tasks (directives, resolutions, plans ...); rules are referred to.
- ``submission``: only for a submission or report that the document rests on.
- ``far``: never; the word ends the search (what stands before it belongs to another clause).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extract import vocabulary
from extract.facts import Language, Relation

LONGEST_GAP = 260
"""A cue further than this many characters before the document does not carry its relation."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that carry a relation, found between ``start`` and ``end``."""

    relation: Relation
    needs: str
    start: int
    end: int


@cache
def _cues(lang: Language) -> tuple[re.Pattern[str], dict[str, tuple[Relation, str]]]:
    table: dict[str, tuple[Relation, str]] = {}
    for row in vocabulary.rows("relation_cues"):
        if row["language"] == lang:
            table[row["cue"]] = (row["relation"], row["needs"])  # type: ignore[assignment]
    words = sorted(table, key=len, reverse=True)
    pattern = "|".join(re.escape(cue).replace(r"\ ", r"\s+") for cue in words)
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), table


# The citing document speaks of itself: "Nghị định này thay thế", "This Decree replaces", "(nay)
# bãi bỏ", "Về việc sửa đổi", "Điều 1. Sửa đổi", "a) Bãi bỏ", "To amend"
_SELF_ACT = re.compile(r"\b(?:này|This|this)\b(?:(?!\b(?:được|bị|đã|trước)\b).)*$", re.DOTALL)
_OPENS = re.compile(
    r"""
    (?: ^ | [\n.;:“"] )
    [\s\W\d_]*
    (?: (?:Điều|Khoản|Article|Clause|Mục|Chương)\s[\dIVX]+[a-z]?\.?\s* | [a-zđ]{1,2}[)/.]\s* )?
    (?: (?:Về\sviệc|V/v|Về|về\sviệc|To|to|Now|nay|Nay|hereby|Ban\shành
          |(?:Nghị|Quyết|Thông|Luật|Chỉ|Kế|Pháp)\s?(?:quyết|định|tư|thị|hoạch|lệnh)?)\s+ )?
    (?: [^.;:\n]{0,60}?\b(?:và|,|and)\s+ )?
    $
    """,
    re.VERBOSE,
)
_PASSIVE_VI = re.compile(
    r"\b(?:được|bị|đã|sẽ|có|cần|dự\s+án|về\s+cơ\s+chế)\s+(?:\w+,?\s+(?:và\s+)?){0,3}$"
)
_PASSIVE_EN = re.compile(
    r"\b(?:was|were|been|is|are|be|being|for|of|which|that|not)\s+(?:\w+\s+(?:and\s+)?){0,2}$"
)

_PROGRAMMES = frozenset(
    ["directive", "resolution", "conclusion", "plan", "programme", "scheme", "telegram"]
)
_RIGHT_BEFORE = re.compile(r"[\s,]*(?:(?:các|nội\sdung)[\s,]+)*")
_SPACE = re.compile(r"\s+")


def last_cue(
    before: str, lang: Language, *, type_code: str, gap: str, pinpoint: bool
) -> Relation | None:
    """The relation that the nearest cue in ``before`` carries; ``before`` is the sentence up to the
    document, ``gap`` the part of it since the document cited before. ``None``: no cue."""
    return _last_cue(before, lang, type_code, len(before) - len(gap), pinpoint)


@lru_cache(maxsize=4096)
def _last_cue(
    before: str, lang: Language, type_code: str, gap_start: int, pinpoint: bool
) -> Relation | None:
    pattern, table = _cues(lang)
    for match in reversed(list(pattern.finditer(before, gap_start))):
        relation, needs = table[_SPACE.sub(" ", match.group().lower())]
        between = before[match.end() :]
        if needs == "far":
            return "refers"
        if needs == "direct" and not _RIGHT_BEFORE.fullmatch(between):
            continue
        if needs in ("direct", "named") and pinpoint:
            return "refers"
        if needs == "programme" and (pinpoint or type_code not in _PROGRAMMES):
            return "refers"
        if needs == "submission" and type_code not in ("submission", "report", "official_letter"):
            continue
        if needs == "act":
            if relation == "details" and len(between) > _FAR_FROM_ACT:
                continue
            return relation if performs(before[: match.start()], lang) else "refers"
        if relation == "promulgated_with":
            # Sửa đổi Điều 5 Quy chế ban hành kèm theo Quyết định số ...: the act carries
            return _act_before(before[: match.start()], lang) or relation
        if relation == "implements" and len(between) > _FAR_FROM_ACT:
            return "refers"
        return relation
    return None


_FAR_FROM_ACT = 90
"""Carrying out and detailing further than this before a document have another object."""


def _act_before(before: str, lang: Language) -> Relation | None:
    pattern, table = _cues(lang)
    for match in reversed(list(pattern.finditer(before, max(0, len(before) - 120)))):
        relation, needs = table[_SPACE.sub(" ", match.group().lower())]
        if needs == "act":
            return relation if performs(before[: match.start()], lang) else None
    return None


def performs(before: str, lang: Language) -> bool:
    """Whether the act whose cue follows ``before`` is the citing document's own."""
    if (_PASSIVE_VI if lang == "vi" else _PASSIVE_EN).search(before[-40:]):
        return False
    if _OPENS.search(before[-90:]):
        return True
    return bool(_SELF_ACT.search(before[-200:]))


# Nghị định số ... hết hiệu lực kể từ ngày Luật này có hiệu lực | Quyết định số ... bị bãi bỏ
# khoản 3 Điều 5 Nghị định số ... được sửa đổi, bổ sung như sau | ... ceases to be effective
_AFTER = {
    "vi": (
        (
            re.compile(
                r"[^.;:\n]{0,300}?(?<!đã)\s(?:đều\s|sẽ\s)?(?:hết\shiệu\slực|bị\sbãi\sbỏ|được\sbãi\sbỏ)"
                r"(?!\s(?:thi\shành\s)?(?:trước|từ\sngày\s\d))"
            ),
            "repeals",
        ),
        (re.compile(r"\s(?:được|như\s)?\s?sửa\sđổi,\sbổ\ssung\s?(?:như\ssau|:|tại\sĐiều\snày)"), "amends"),
        (re.compile(r"\s(?:được|bị)\s(?:thay\sthế)\s(?:bằng|bởi)\s\S+\s?\S*\s?\S*\snày"), "replaces"),
    ),
    "en": (
        (
            re.compile(
                r"[^.;:\n]{0,300}?\s(?:shall\s)?(?:ceases?\sto\sbe\s(?:effective|valid)|ceases?\sto\stake\seffect"
                r"|(?:is|are|be)(?:\shereby)?\s(?:annulled|repealed|abrogated|invalidated))"
            ),
            "repeals",
        ),
    ),
}  # fmt: skip


# How high a document stands: what is below cannot amend, replace or repeal what is above, so
# "sửa đổi Nghị định số ..." in a plan is work for others (laws on promulgating legal documents).
_RANKS = {
    "constitution": 5, "law": 5, "ordinance": 4, "decree": 3, "joint_circular": 2, "circular": 2,
    "decision": 2, "resolution": 2, "regulation": 2, "rule": 2,
}  # fmt: skip
_ACTS_ON_LAW = frozenset({"amends", "replaces", "repeals", "suspends", "consolidates", "corrects"})


def may_do(relation: Relation, citing: str | None, number: str | None, cited: str) -> bool:
    """Whether a document of the type ``citing``, with ``number``, can do this to the type
    ``cited``. A resolution of the National Assembly can do what a law can."""
    if relation not in _ACTS_ON_LAW or citing in (None, "other", "consolidated_text"):
        return True
    own = 5 if number and "QH" in number else _RANKS.get(citing, 1)
    return own >= _RANKS.get(cited, 1)


_AFTER_WORDS = {
    "vi": ("hết hiệu lực", "bãi bỏ", "sửa đổi, bổ sung", "thay thế"),
    "en": ("cease", "annulled", "repealed", "abrogated", "invalidated"),
}


def relation_after(text: str, end: int, lang: Language) -> Relation | None:
    """The relation that the words after a document at ``end`` carry."""
    if not any(text.find(words, end, end + 340) >= 0 for words in _AFTER_WORDS[lang]):
        return None
    for pattern, relation in _AFTER[lang]:
        if pattern.match(text, end):
            return relation  # type: ignore[return-value]
    return None


# A, đã được sửa đổi, bổ sung một số điều theo B | A, which was amended and supplemented under B
_AMENDED_BY = {
    "vi": re.compile(
        r"[\s,(]*(?:đã\s|vừa\s)?(?:được|bị)?\s*(?P<act>sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ|đính\s+chính"
        r"|hợp\s+nhất)[^.;:\n]{0,80}?\b(?:theo|tại|bởi|bằng|của|trong)\s+(?:các\s+)?$"
    ),
    "en": re.compile(
        r"[\s,(]*(?:which\s+(?:was|were|has\s+been|have\s+been)\s+|that\s+was\s+|already\s+|as\s+|and\s+)*"
        r"(?P<act>amended|supplemented|revised|replaced|annulled|repealed|superseded)\b[^.;:\n]{0,80}?"
        r"\b(?:under|by|through|in|according\s+to|with)\s+(?:the\s+)?$"
    ),
}
_TITLE_AMENDS = {
    "vi": re.compile(
        r"[\s,]*(?:về\s+việc\s+|về\s+)?(?P<act>sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ|hủy\s+bỏ|đính\s+chính|điều\s+chỉnh"
        r"(?=\s+một\s+số))\b[^.;:\n]{0,160}$",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"[\s,]*(?P<act>amending|supplementing|replacing|annulling|repealing|revising|superseding)\b"
        r"[^.;:\n]{0,160}$",
        re.IGNORECASE,
    ),
}
_ACTS: dict[str, Relation] = {
    "sửa đổi": "amends", "bổ sung": "amends", "điều chỉnh": "amends", "thay thế": "replaces",
    "bãi bỏ": "repeals", "hủy bỏ": "repeals", "đính chính": "corrects", "hợp nhất": "consolidates",
    "amended": "amends", "supplemented": "amends", "revised": "amends", "amending": "amends",
    "supplementing": "amends", "revising": "amends", "replaced": "replaces",
    "replacing": "replaces", "superseded": "replaces", "superseding": "replaces",
    "annulled": "repeals", "repealed": "repeals", "annulling": "repeals", "repealing": "repeals",
}  # fmt: skip


def amended_by(between: str, lang: Language) -> Relation | None:
    """What the second of two documents did to the first, by the words between them."""
    match = _AMENDED_BY[lang].match(between)
    return _ACTS.get(_SPACE.sub(" ", match["act"].lower())) if match else None


def amends_in_title(between: str, lang: Language) -> Relation | None:
    """What the first of two documents did to the second, named in the title of the first."""
    match = _TITLE_AMENDS[lang].match(between)
    return _ACTS.get(_SPACE.sub(" ", match["act"].lower())) if match else None
