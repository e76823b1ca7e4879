"""What a document does to the one it cites: read from the nearest words that carry it.

The table is that of the annotation rules; the cues are data (``relation_cues.csv``). Its column
``needs`` says when a cue counts:

- ``act``: only where the citing document performs it. "Sửa đổi khoản 2 Nghị định ..." at the head of
  a provision does; "được sửa đổi tại Nghị định ...", said of another document, does not.
- ``decided``: an act, but only right before a decision or resolution or a provision of one, or
  before what was promulgated with it.
- ``direct``: only right before the document ("theo Kế hoạch số ...").
- ``near``: only with few words between; further on it is the ground of another body's act.
- ``named``: right before the document or the name of its issuer, no provision between.
- ``programme``: only for what sets tasks (directives, resolutions, plans ...); rules are referred to.
- ``submission``: only for a submission or report that the document rests on.
- ``proposal``: only for a submission; a report that is considered is referred to.
- ``place``: the words say where something stands; "Căn cứ nhiệm vụ nêu tại Kết luận ..." is a basis.
- ``far``: never; the word ends the search (what stands before it belongs to another clause).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extract import vocabulary
from extract.facts import Language, Relation

LONGEST_GAP = 260
"""A cue further than this many characters before the document does not carry its relation."""


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
    (?: (?:Quốc\shội|Chính\sphủ)\sban\shành\s+ )?
    (?: (?:Về\sviệc|V/v|Về|về\sviệc|To|to|On|Now|nay|Nay|hereby|Ban\shành
          |(?:Nghị|Quyết|Thông|Luật|Chỉ|Kế|Pháp)\s?(?:quyết|định|tư|thị|hoạch|lệnh)?)\s+ )?
    (?: [^.;:\n]{0,60}?\b(?:và|,|and)\s+ )?
    $
    """,
    re.VERBOSE,
)
# Ministries shall review ... and guide: what somebody else is told to do
_TOLD_EN = re.compile(r"\b(?:shall|must|should|will|requested\sto|responsible\sfor)\b[^;:\n]*$")
# promulgates a Circular on (amendments to) | hereby issues the Decree (amending)
_PROMULGATED_EN = re.compile(
    r"\b(?:promulgate|issue|adopt|pass)(?:s|es)?\s(?:a|an|the|this)\s[A-Z][a-z]+\s(?:on\s(?:the\s)?)?$"
)
_PASSIVE_VI = re.compile(
    r"\b(?:được|bị|đã|sẽ|có|cần|dự\s+án|về\s+cơ\s+chế)\s+(?:\w+,?\s+(?:và\s+)?){0,3}$"
)
_PASSIVE_EN = re.compile(
    r"\b(?:was|were|been|is|are|be|being|for|of|which|that|not)\s+(?:\w+\s+(?:and\s+)?){0,2}$"
)

_RELATIVE_EN = re.compile(r"\b(?:which|that|not|who)\s+(?:\w+\s+)?$")
# Căn cứ nhiệm vụ ... nêu tại | 2. Căn cứ quy định tại khoản 2 Điều 9
_OPENS_WITH_BASIS = re.compile(r"\W{0,4}(?:\w{1,3}[.)]\s+)?Căn cứ\b")

_PROGRAMMES = frozenset(
    [
        "directive",
        "resolution",
        "conclusion",
        "plan",
        "programme",
        "scheme",
        "telegram",
        "official_letter",
        "notice",
        "guidance",
    ]
)
_RIGHT_BEFORE = re.compile(r"[\s,]*(?:(?:các|nội\sdung)[\s,]+)*")
_SPACE = re.compile(r"\s+")


def last_cue(
    before: str,
    lang: Language,
    *,
    type_code: str,
    gap: str,
    pinpoint: bool,
    beside_act: bool = False,
) -> Relation | None:
    """The relation that the nearest cue in ``before`` carries; ``before`` is the sentence up to the
    document, ``gap`` the part of it since the document cited before. ``beside_act`` says that the
    citing document amends, replaces or repeals that one. ``None``: no cue."""
    return _last_cue(before, lang, type_code, len(before) - len(gap), pinpoint, beside_act)


@lru_cache(maxsize=4096)
def _last_cue(
    before: str,
    lang: Language,
    type_code: str,
    gap_start: int,
    pinpoint: bool,
    beside_act: bool,
) -> Relation | None:
    pattern, table = _cues(lang)
    if type_code in _DECIDED and gap_start == 0 and _CHANGES_WHAT_STANDS_IN.fullmatch(before):
        return "amends"
    for match in reversed(list(pattern.finditer(before, gap_start))):
        relation, needs = table[_SPACE.sub(" ", match.group().lower())]
        between = before[match.end() :]
        if needs == "far":
            return "refers"
        if needs == "place" and _OPENS_WITH_BASIS.match(before) and gap_start == 0:
            return "basis"
        if needs == "direct" and not _RIGHT_BEFORE.fullmatch(between):
            continue
        if needs in ("direct", "named") and pinpoint:
            return "refers"
        if needs == "programme" and (pinpoint or type_code not in _PROGRAMMES):
            return "refers"
        if needs == "submission" and type_code not in _PROPOSES:
            continue
        if needs == "near" and len(between) > _NEAR:
            return "refers"
        if needs == "proposal" and type_code != "submission":
            return "refers"
        if needs == "decided" and (
            type_code not in _DECIDED or not _RIGHT_BEFORE.fullmatch(between)
        ):
            continue
        if needs in ("act", "decided"):
            if relation == "details" and len(between) > _FAR_FROM_ACT:
                continue
            own = performs(before[: match.start()], lang, match.group()) or (
                beside_act and _AND_ALSO.fullmatch(before, gap_start, match.start())
            )
            return relation if own else "refers"
        if relation == "promulgated_with":
            # Sửa đổi Điều 5 Quy chế ban hành kèm theo Quyết định số ...: the act carries, unless
            # the rules are a row of their own
            return _act_before(before[: match.start()], gap_start, lang) or relation
        if relation == "implements" and needs == "direct" and type_code in _BY_WORDS_OF:
            return _BY_WORDS_OF[type_code]
        if relation == "implements" and (
            len(between) > _FAR_FROM_ACT or _OTHER_OBJECT.match(between)
        ):
            return "refers"
        return relation
    return None


# theo Tờ trình số 12/TTr-STC: at its proposal | theo Báo cáo số 12/BC-STC: it tells so
_BY_WORDS_OF: dict[str, Relation] = {
    "submission": "proposed_by", "report": "refers", "minutes": "refers",
}  # fmt: skip

# bãi bỏ một phần | bãi bỏ một số điều của | hủy bỏ các nội dung sau của | annul in part
_PART = re.compile(
    r"\s+(?:việc\s(?:thi\shành|thực\shiện)\s)?(?:một\sphần|(?:các\s|những\s|một\ssố\s)?(?:nội\sdung|điều|khoản|điểm"
    r"|quy\sđịnh|nhiệm\svụ|thủ\stục|cụm\stừ|dự\sán|mục))\b"
    r"|\s+(?:in\spart|parts?\sof)\b"
    r"|\s+(?:some|several|a\snumber\sof|certain|the)\s(?:articles|clauses|points|provisions|contents|parts)\b"
)


def acts_in_part(before: str, lang: Language) -> bool:
    """Whether the last act in ``before``, the sentence up to a document, is on a part of it."""
    pattern, table = _cues(lang)
    for match in reversed(list(pattern.finditer(before))):
        if table[_SPACE.sub(" ", match.group().lower())][0] in ACTS_ON_LAW:
            return bool(_PART.match(before, match.end()))
    return False


# thực hiện nhiệm vụ kiểm soát của Sở Tài chính tại Quyết định số ...: what is carried out is the
# body's work, the decision is where it stands
# implement the forms prescribed for each enterprise in the Law
_OTHER_OBJECT = re.compile(
    r"\s(?:nhiệm\svụ|công\stác)\s(?!được\b)[^.;:]{6,}\scủa\s[^.;:]+\stại\s$"
    r"|[^.;:]*\b(?:prescribed|specified|defined|provided\sfor)\b"
)

_PROPOSES = frozenset({"submission", "report", "official_letter", "other"})

_DECIDED = frozenset({"decision", "resolution", "notice", "official_letter", "other"})
"""What a body adjusts or withdraws as a whole; "điều chỉnh Kế hoạch" says too little."""

# Về việc thay đổi danh sách đầu mối tại (Quyết định) | V/v điều chỉnh nguồn vốn đã phê duyệt tại
_CHANGES_WHAT_STANDS_IN = re.compile(
    r"\W*(?:Về\sviệc|V/v)\s(?:điều\schỉnh|thay\sđổi)\s[^.;:]{4,200}\stại\s+"
)

# Sửa đổi Quyết định A của Ủy ban nhân dân tỉnh và bãi bỏ Quyết định B: one act beside the other
_AND_ALSO = re.compile(r"[^.;:\n]{0,80}?[\s,;]*\b(?:và|and|đồng\sthời)\s+(?:to\s+)?")

_NEAR = 36
"""The words between a ground and the document that it is: issuer, "the contents of"."""

_FAR_FROM_ACT = 90
"""Carrying out and detailing further than this before a document have another object."""


# điều chỉnh biên chế theo phụ lục kèm theo Nghị quyết số ...: the annex is the measure
_BY_RULE = re.compile(r"\btheo\s")


def _act_before(before: str, start: int, lang: Language) -> Relation | None:
    pattern, table = _cues(lang)
    for match in reversed(list(pattern.finditer(before, max(start, len(before) - 120)))):
        relation, needs = table[_SPACE.sub(" ", match.group().lower())]
        if needs == "act" or (needs == "decided" and not _BY_RULE.search(before, match.end())):
            return relation if performs(before[: match.start()], lang, match.group()) else None
    return None


def performs(before: str, lang: Language, cue: str = "") -> bool:
    """Whether the act whose ``cue`` follows ``before`` is the citing document's own."""
    if lang == "en" and cue.endswith("s"):
        # "takes effect on its signing and replaces ...": a verb with a subject is no passive
        passive = _RELATIVE_EN
    else:
        passive = _PASSIVE_VI if lang == "vi" else _PASSIVE_EN
    if passive.search(before[-40:]):
        return False
    if lang == "en" and _TOLD_EN.search(before[-200:]) and not _SELF_ACT.search(before[-200:]):
        return False
    if _OPENS.search(before[-90:]) or (lang == "en" and _PROMULGATED_EN.search(before[-60:])):
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


def rank(code: str) -> int:
    """How high a document of this type stands."""
    return _RANKS.get(code, 1)


ACTS_ON_LAW = frozenset({"amends", "replaces", "repeals", "suspends", "consolidates"})
"""What changes the force of another document."""


# A normative document carries its year (30/2020/NĐ-CP) and is changed only by another one (Law on
# promulgation of legal documents, article 12 of 2015).
_CARRIES_YEAR = re.compile(r"/(?:19|20)\d\d/")
_NORMATIVE = frozenset({"decree", "circular", "joint_circular"})


# 11-NQ/TU, 34-CT/TW: the Party's
_OF_THE_PARTY = re.compile(r"\d+[a-z]?-[^\W\d_]+/")


def may_do(
    relation: Relation, citing: str | None, number: str | None, cited: str, other: str | None = None
) -> bool:
    """Whether a document of the type ``citing``, with ``number``, can do this to the type
    ``cited`` with the number ``other``: the Party does not change what the State has issued. A resolution of the National Assembly can do what a law can; one without a year in
    its number changes no decree and no circular."""
    if relation not in ACTS_ON_LAW or citing in (None, "other", "consolidated_text"):
        return True
    if number and other and bool(_OF_THE_PARTY.match(number)) > bool(_OF_THE_PARTY.match(other)):
        return False
    if citing == "resolution" and number and cited in _NORMATIVE:
        return bool(_CARRIES_YEAR.search(number))
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
        r"(?:\s+on\s[^.;:\n]{3,120}?,(?=\s+which\b))?"
        r"[\s,(]*(?:which\s+(?:was|were|has\s+been|have\s+been)\s+|that\s+was\s+|already\s+|as\s+|and\s+)*"
        r"(?P<act>amended|supplemented|revised|replaced|annulled|repealed|superseded)\b[^.;:\n]{0,80}?"
        r"\b(?:under|by|through|in|according\s+to|with)\s+(?:the\s+)?$"
    ),
}
# "Luật A sửa đổi, bổ sung một số điều của Luật B": A does it to B, not the other way round
_OWN_TITLE = re.compile(r"\bcủa\s+(?:các\s+)?$")
_SUFFERS = re.compile(r"[\s,(]*(?:đã|vừa|được|bị)\s")

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


# A ... quy định về ..., có hiệu lực kể từ ngày ..., được sửa đổi, bổ sung bởi: (1.) B: how a
# consolidated text begins (Ordinance 01/2012/UBTVQH13, article 11)
_AMENDED_BY_LIST = re.compile(
    r"[^;\n]{0,400}?\b(?:đã\s)?được\s(?P<act>sửa\sđổi|bổ\ssung)[^.;:\n]{0,60}?\b(?:theo|tại|bởi|bằng):?"
    r"\s*(?:\d{1,2}[.)]\s*|[-+]\s*)?$"
)
_NEXT_AMENDER = re.compile(r"[^\n]{0,300}[;.]\s*\n\s*(?:\d{1,2}[.)]|[-+])?\s*$")


def opens_list_of_amenders(between: str) -> bool:
    """Whether the words behind a document say that a list of those that amended it follows."""
    return bool(_AMENDED_BY_LIST.match(between))


def goes_on_with_amenders(between: str) -> bool:
    """Whether the next line of such a list begins behind ``between``."""
    return bool(_NEXT_AMENDER.match(between)) and "Căn cứ" not in between


# Nghị định A của Chính phủ về kiểm soát thủ tục được sửa đổi, bổ sung một số điều theo (Nghị định B)
_AMENDED_BEHIND_TITLE = re.compile(
    r"\s[^.;:\n()]{3,260}?[\s,(](?:đã\s)?được\s(?P<act>sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ|đính\s+chính)"
    r"[^.;:\n]{0,80}?\b(?:theo|tại|bởi|bằng)\s+(?:các\s+)?$"
)


def amended_by(between: str, lang: Language) -> Relation | None:
    """What the second of two documents did to the first, by the words between them."""
    match = _AMENDED_BY[lang].match(between)
    if match is None and lang == "vi":
        match = _AMENDED_BEHIND_TITLE.match(between)
    if match and _OWN_TITLE.search(between) and not _SUFFERS.match(between):
        return None
    return _ACTS.get(_SPACE.sub(" ", match["act"].lower())) if match else None


def amends_in_title(between: str, lang: Language) -> Relation | None:
    """What the first of two documents did to the second, named in the title of the first."""
    match = _TITLE_AMENDS[lang].match(between)
    return _ACTS.get(_SPACE.sub(" ", match["act"].lower())) if match else None
