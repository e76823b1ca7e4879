"""One mention of a document while it is being read, and what both languages share in reading it:
the names of types, the number behind them, date and issuer, short forms.

What a mention is, and what belongs to it, is in ``docs/annotation.md`` ("Citation").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract import vocabulary
from extract.facts import CitationForm, DocumentFields, Language, Relation
from extract.folding import fold
from extract.grammar.dates import FoundDate, match_date
from extract.grammar.issuers import Issuer, issuer_after
from extract.grammar.numbers import DocumentNumber, FoundNumber, match_number, type_symbols


@dataclass(slots=True)
class Mention:
    """A mention while it is being read. ``lead`` is where its words begin, pinpoint and the
    issuer in front included; ``core`` where the document's own words begin."""

    type: str
    core: int
    end: int
    lead: int
    number: DocumentNumber | None = None
    name: str | None = None
    date: FoundDate | None = None
    year: int | None = None
    issuer: Issuer | None = None
    issuer_name: str | None = None
    pinpoint: str | None = None
    form: CitationForm = "short"
    demonstrative: bool = False
    self_reference: bool = False
    antecedent: int | None = None
    relation: Relation | None = None
    inside_title: bool = False
    in_part: bool = False
    act: tuple[Relation, int, int] | None = None  # third-party act: relation, subject, object
    rule: str = ""
    alias: str | None = None  # "below referred to as the Law"
    words_only: bool = False  # an anaphor that must find its antecedent, or is none
    bodies: tuple[str, ...] = ()  # "the reports of A and B"


@cache
def type_words(lang: Language) -> dict[str, str]:
    """Code of the document type by its printed name, as in running text."""
    words: dict[str, str] = {}
    for kind in vocabulary.document_types():
        for name in kind.names_vi if lang == "vi" else kind.names_en:
            words.setdefault(name, kind.code)
    if lang == "vi":
        words |= {sign: type_symbols()[sign] for sign in ("NQ", "NĐ", "QĐ", "KL")}
    return words


def _flexible(words: Sequence[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s{1,3}") for word in ordered)


@cache
def type_anchor(lang: Language) -> re.Pattern[str]:
    """One pattern for all names of types; each branch begins with a literal, which keeps it fast."""
    pattern = _flexible(list(type_words(lang)))
    plural = "" if lang == "vi" else r"(?P<plural>s?)"
    return re.compile(rf"(?:{pattern}){plural}(?!\w)")


@cache
def lower_types(lang: Language) -> tuple[tuple[str, str], ...]:
    """Names of types in lower case, the longest first, with their codes."""
    pairs = [(name.lower(), code) for name, code in type_words(lang).items()]
    if lang == "en":
        pairs += [(f"{name}s", code) for name, code in pairs]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def lower_endings(lang: Language) -> tuple[str, ...]:
    """The names alone, for ``str.endswith``."""
    return tuple(name for name, _ in lower_types(lang))


# số 12 | số: 12 | No. 12 | Nos. 12 | No.51 | số14
# A page's number may stand between the sign and the number.
_NUMBER_SIGN = re.compile(
    r"\s{0,3}(?:[Ss][ốôóồ]|SỐ|Nos?\b\.?|No\.|number(?:ed)?)\s{0,2}[:.]?"
    r"(?:\s{0,3}\n\s{0,2}\d{1,3}\s{0,2}\n\s{0,3}|\s{0,6})"
)


NUMBER_SIGN_BEFORE = re.compile(r"(?:\b[Ss][ốôóồ]|\bSỐ|\bNos?\.?|\bnumber)\s{0,2}[:.]?\s{0,6}$")
THE_EN = re.compile(r"\b[Tt]he\s+$")


def number_after(text: str, pos: int) -> FoundNumber | None:
    """The number at ``pos``, behind its sign ("số", "No.") or right behind the type's name."""
    sign = _NUMBER_SIGN.match(text, pos)
    at = sign.end() if sign else pos
    if not sign:
        while at < len(text) and at - pos < 3 and text[at].isspace():
            at += 1
    if not text[at : at + 1].isdigit():
        return None
    return match_number(text, at, named=sign is not None)


# văn bản số 12/KL-TTr: a word for any document, whose number tells the type
_ANY_DOCUMENT = re.compile(r"[Vv]ăn\s+bản\b(?!\s+hợp\s+nhất)")


# "Circular" of two ministries; "Official Dispatch" renders both công văn and công điện
_TOLD_BY_NUMBER = frozenset({("circular", "joint_circular"), ("official_letter", "telegram")})


def numbered_tail(text: str, mention: Mention, found: FoundNumber, lang: Language) -> Mention:
    """Read date and issuer behind the number, in either order."""
    told = found.value.type
    if (told and (mention.type, told) in _TOLD_BY_NUMBER) or (
        told and _ANY_DOCUMENT.match(text, mention.core)
    ):
        mention.type = told
    mention.number, mention.end, mention.rule = found.value, found.end, mention.rule or "number"
    read_tail(text, mention, lang)
    mention.form = "full" if mention.date or mention.year else "short"
    return mention


# the year behind a number that has none: "Nghị định 59 năm 2020", "of 2015"
_YEAR_VI = re.compile(
    r"[^\S\t]*(?:\((?:năm\s)?(?P<in_brackets>(?:19|20)\d\d)\)"
    r"|(?:sửa\sđổi,?\s)?(?:năm\s+)?(?P<year>(?:19|20)\d\d)(?![\d/]|\s?[-–]\s?\d))"
)


_YEAR_EN = re.compile(
    r"[^\S\t]*\((?P<in_brackets>(?:19|20)\d\d)\)"
    r"|,?[^\S\t]+(?:(?:of|dated)\s+)?(?P<year>(?:19|20)\d\d)(?![\d/]|\s?[-–]\s?\d)"
)


def read_tail(text: str, mention: Mention, lang: Language) -> None:
    """Read date, year and issuer behind ``mention.end``, in any order, and move the end."""
    for _ in range(3):
        if mention.date is None:
            found = match_date(text, mention.end)
            if found and found.precision == "day" and found.start - mention.end <= 14:
                bracket = "(" in text[mention.end : found.start] and text[found.end : found.end + 1]
                mention.date, mention.end = found, found.end + (bracket == ")")
                continue
            year = (_YEAR_VI if lang == "vi" else _YEAR_EN).match(text, mention.end)
            if (
                year
                and mention.year is None
                and mention.type in ("law", "ordinance", "constitution")
            ):
                mention.year, mention.end = int(year["year"] or year["in_brackets"]), year.end()
                continue
        if mention.issuer is None:
            issuer = issuer_after(text, mention.end, lang)
            if issuer:
                mention.issuer, mention.end = issuer, issuer.end
                continue
        break


# Quốc hội ban hành Luật Đầu tư. | The Government promulgates the Decree on ...
_PROMULGATES = {
    "vi": re.compile(
        r"(?:Quốc\shội|Quốc\shội|Chính\sphủ|hội)\s+(?:nước\s[^\n]{0,50})?ban\shành\s+$"
    ),
    "en": re.compile(
        r"\b(?:promulgates?|issues?|adopts?|passe[ds]|[Tt]o\spromulgate)\s+(?:the\s+|this\s+|an?\s+)?$"
    ),
}


def promulgated_here(text: str, start: int, end: int, lang: Language) -> bool:
    """What a document itself promulgates is no citation."""
    before = text[max(0, start - 90) : start]
    return bool(_PROMULGATES[lang].search(before)) and not text[end : end + 4].strip().startswith(
        "số"
    )


def read_dated(text: str, mention: Mention, lang: Language) -> Mention | None:
    """A document told apart by type and date: "Quyết định ngày 05/3/2020 của ..."."""
    found = match_date(text, mention.end)
    if not found or found.precision != "day" or found.start - mention.end > 12 or not found.iso:
        return None
    mention.date, mention.end, mention.rule = found, found.end, "type-date"
    read_tail(text, mention, lang)
    mention.form = "full"
    return mention


# Đề án 06 | Project 30 | Nghị quyết 57 | Kết luận 91
_SHORT_NUMBER = re.compile(
    r"[^\S\t](?:số\s|No\.\s)?(?P<number>\d{2,4}[a-z]?)(?![\w/%]|[.,]\d|\s?(?:tỷ|triệu|%|người)|\s[A-ZĐ]{1,6}[/-])"
)


# Nghị định 30/2020 của Chính phủ: the symbol left out
_CUT_NUMBER = re.compile(
    r"[^\S\t](?:số\s|No\.\s)?(?P<number>(?P<ordinal>\d{1,4}[a-z]?)/(?P<year>(?:19|20)\d\d))"
    r"(?![\d/-]|\w)"
)
SHORT_TYPES = frozenset(
    {"scheme", "project", "resolution", "directive", "conclusion", "decree", "circular", "decision"}
)


# ITU Resolution 101 | UN Resolution 1325 | Nghị quyết 1325 của Liên hợp quốc
_ABROAD_BEFORE = re.compile(
    r"\b(?:ITU|IMO|ILO|WHO|UN|UNESCO|ICAO|WTO|EU|ASEAN|Nations)(?:-\w+)?\s$"
)
_ABROAD_AFTER = re.compile(
    r"[^.;\n]{0,60}(?:Liên\s[Hh]ợp\s[Qq]uốc|United\sNations|\bITU\b|Hội\sđồng\sBảo\san)"
)


def _is_abroad(text: str, mention: Mention) -> bool:
    return bool(
        _ABROAD_BEFORE.search(text, max(0, mention.core - 16), mention.core)
        or _ABROAD_AFTER.match(text, mention.end)
    )


def read_short_number(text: str, mention: Mention) -> Mention | None:
    """A number without its symbol ("Đề án 06", "Nghị định 30/2020"), kept as it is printed."""
    if _is_abroad(text, mention):
        return None
    cut = _CUT_NUMBER.match(text, mention.end)
    if cut and mention.type in SHORT_TYPES:
        ordinal, year = cut["ordinal"], int(cut["year"])
        value = DocumentNumber(
            f"{ordinal}/{year}", cut["number"], ordinal, year, mention.type, certain=False
        )
        found = FoundNumber(cut.start("number"), cut.end("number"), value)
        return numbered_tail(text, mention, found, "vi")
    short = _SHORT_NUMBER.match(text, mention.end)
    if not short or (short["number"][:2] in ("19", "20") and len(short["number"]) == 4):
        return None
    mention.end, mention.rule = short.end("number"), "short-number"
    begin = mention.issuer.end if mention.issuer else mention.core
    mention.name = (
        " ".join(text[begin : mention.end].split()).removeprefix("'s ").removeprefix("’s ")
    )
    return mention


def as_named(text: str, mention: Mention, rule: str) -> Mention:
    """The mention with all its words as the name that tells it apart."""
    mention.name = " ".join(text[mention.core : mention.end].split())
    mention.form, mention.rule = "full", rule
    return mention


# kiểm tra việc thực hiện Chỉ thị. | triển khai Nghị quyết;
_CARRIED_OUT_BEFORE = re.compile(
    r"(?:căn\scứ|thực\shiện|triển\skhai|thi\shành|quán\striệt|chấp\shành|hiệu\slực\scủa|nội\sdung|cụ\sthể\shóa"
    r"|tuyên\struyền|phổ\sbiến|tinh\sthần)\s+$"
)


_ENDS = re.compile(
    r"\s*(?:[.;:)\n/]|,\s|(?:và|trên|đến|theo|có|trong|tại|trước|vào|thành|với|nếu|thi\shành)\b|$)"
)


def read_bare(
    text: str, mention: Mention, lang: Language, document: DocumentFields | None
) -> Mention | None:
    """ "Chỉ thị" or "the Directive" alone: the document itself, where it is of that type."""
    before = text[max(0, mention.core - 24) : mention.core]
    if lang == "vi":
        if not _CARRIED_OUT_BEFORE.search(before) or not _ENDS.match(text, mention.end):
            return None
    elif not THE_EN.search(before) or promulgated_here(text, mention.core, mention.end, lang):
        return None
    mention.demonstrative, mention.words_only, mention.rule = True, True, "definite"
    return mention


def same_number(number: DocumentNumber, other: str | None) -> bool:
    """Whether two numbers are the same but for spaces, signs and accents."""
    return other is not None and plain(number.number) == plain(other)


def plain(number: str) -> str:
    """A number's letters and digits, for comparing."""
    return re.sub(r"[\s/-]", "", fold(number))


_KINDRED = {"joint_circular": "circular"}


def kindred(code: str) -> str:
    """The type that another goes by in running text: a joint circular is "Thông tư này"."""
    return _KINDRED.get(code, code)
