"""Citations: every mention of a document that can be told apart, in Vietnamese and in English.

What counts, and what each field means, is in ``docs/annotation.md``. Finding goes by anchors: one
pass for the names of document types, one for numbers, a few plain searches for "này" and "nêu
trên". Each anchor is read locally, a bounded way to both sides, so the time is linear in the length
of the text. Numbers are read by :mod:`extract.grammar.numbers`, names by ``names``, issuers by
``issuers``, provisions by ``pinpoints``, relations by ``relations``; the words are vocabulary.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extract.facts import Citation, DocumentFields, Language, Section
from extract.folding import fold
from extract.grammar import names
from extract.grammar.anaphora import resolve_anaphora
from extract.grammar.connections import (
    consolidate,
    redirect_quoted,
    refuse_impossible_acts,
    relate,
    share_issuers,
    with_third_party_acts,
)
from extract.grammar.issuers import key_of
from extract.grammar.mentions import (
    NUMBER_SIGN_BEFORE,
    Mention,
    lower_endings,
    lower_types,
    number_after,
    numbered_tail,
    same_number,
    type_anchor,
)
from extract.grammar.mentions_en import (
    PLURAL_OF_BODIES_EN,
    read_plural_of_bodies_en,
    read_typed_en,
)
from extract.grammar.mentions_vi import (
    LOWER_LAW,
    laws_of_a_list,
    read_lower_demonstrative,
    read_typed_vi,
)
from extract.grammar.named_vi import (
    LOWER_PLAN,
    MINISTRY_PLAN,
    issued_by_one_body,
    read_lower_plan,
    read_ministry_plan,
    second_plan,
)
from extract.grammar.numbers import FoundNumber, find_numbers
from extract.grammar.pinpoints import pinpoint_before
from extract.source import SourceText


def find_citations(
    source: SourceText,
    language: Language,
    document: DocumentFields | None = None,
    sections: Sequence[Section] = (),
) -> tuple[Citation, ...]:
    """All citations in ``source``, in reading order, repeats included.

    ``document`` is what the text says of itself: with it, mentions of the document itself are told
    from mentions of others. ``sections`` give each citation the path of its provision.
    """
    text = source.text
    mentions = list(_mentions(text, language, document))
    mentions = resolve_anaphora(mentions, text, language, document)
    relate(mentions, text, language)
    consolidate(mentions, text, document)
    refuse_impossible_acts(mentions, document)
    redirect_quoted(mentions, text)
    share_issuers(mentions, text, language)
    mentions = with_third_party_acts(mentions)
    where = _SectionIndex(sections)
    return tuple(_citation(source, one, document, mentions, where) for one in mentions)


_DEMONSTRATIVE_WORDS = (
    " này",
    "\nnày",
    " nêu trên",
    " nói trên",
    " dẫn trên",
    " trên đây",
    " kể trên",
)


# What stands before a number that is no document's: Mẫu số, Form No., Phụ lục số, TCVN
_NO_DOCUMENT_BEFORE = re.compile(
    r"(?:[Mm]ẫu(?:\s+biểu)?|[Bb]iểu(?:\s+mẫu)?|MẪU|[Pp]hụ\s+lục|TCVN|QCVN|TCXDVN|ISO|[Hh]ồ\s+sơ|[Đđ]ường|Công\s+ước|"
    r"[Ff]orms?|[Aa]ppendix|[Ff]ile|[Mm]odel|ITU[-\w]*|[Tt]ờ\s+khai|[Tt]ài\s+khoản|[Đđ]iện\s+thoại|hotline|"
    r"[Hh]ợp\s+đồng|[Mm]ã(?:\s+số)?(?:\s\w+){0,2}|[Ll]ô|[Tt]hửa\s+đất|[Tt]hẻ|[Hh]óa\s+đơn|kỳ|khóa)\s*(?:[Ss]ố|Nos?\.?)?[\s:.]*$"
)


def _mentions(text: str, lang: Language, document: DocumentFields | None) -> Iterator[Mention]:
    done = 0
    header = _header_end(text)
    for start, read in sorted(_anchors(text, lang), key=lambda anchor: anchor[0]):
        if start < done:
            continue
        mention = read(text, start, lang, document)
        if mention is None or mention.core < done:
            continue
        done = mention.end
        if mention.number and _is_letterhead(text, mention, header, document):
            continue
        if _GIVES_ALIAS.search(text[max(0, mention.core - 28) : mention.core]):
            continue
        mention.alias = _alias_after(text, mention, lang)
        _add_pinpoint(text, mention, lang)
        yield mention
        for inner in _inner_mentions(text, mention, lang, document):
            done = max(done, inner.end)
            yield inner


_Reader = Callable[[str, int, Language, "DocumentFields | None"], "Mention | None"]


_TypedReader = Callable[[str, "re.Match[str]", Language, "DocumentFields | None"], "Mention | None"]


def _anchors(text: str, lang: Language) -> Iterator[tuple[int, _Reader]]:
    read_type = read_typed_vi if lang == "vi" else read_typed_en
    for match in type_anchor(lang).finditer(text):
        yield match.start(), _Typed(match, read_type)
    for found in find_numbers(text):
        yield found.start, _Numbered(found)
    if lang == "en":
        for match in PLURAL_OF_BODIES_EN.finditer(text):
            yield match.start(), _Typed(match, read_plural_of_bodies_en)
    else:
        for match in LOWER_LAW.finditer(text):
            yield match.start(), _Typed(match, read_typed_vi)
        for match in LOWER_PLAN.finditer(text):
            yield match.start(), _Typed(match, _read_lower_plan)
        for match in MINISTRY_PLAN.finditer(text):
            yield match.start(), _Typed(match, _read_ministry_plan)
        for mention in laws_of_a_list(text):
            yield mention.core, _Read(mention)
        for mention in issued_by_one_body(text):
            yield mention.core, _Read(mention)
        for words in _DEMONSTRATIVE_WORDS:
            at = text.find(words)
            while at >= 0:
                if text.endswith(lower_endings("vi"), max(0, at - 24), at):
                    yield at, read_lower_demonstrative
                at = text.find(words, at + 1)


def _read_lower_plan(
    text: str, match: re.Match[str], lang: Language, document: DocumentFields | None
) -> Mention | None:
    return read_lower_plan(text, match)


def _read_ministry_plan(
    text: str, match: re.Match[str], lang: Language, document: DocumentFields | None
) -> Mention | None:
    return read_ministry_plan(text, match)


@dataclass(frozen=True, slots=True)
class _Read:
    """A mention that was read when its anchor was found."""

    mention: Mention

    def __call__(
        self, text: str, start: int, lang: Language, document: DocumentFields | None
    ) -> Mention | None:
        return self.mention


@dataclass(frozen=True, slots=True)
class _Typed:
    match: re.Match[str]
    read: _TypedReader

    def __call__(
        self, text: str, start: int, lang: Language, document: DocumentFields | None
    ) -> Mention | None:
        if start and (text[start - 1].isalnum() or text[start - 1] in "-/"):
            return None
        return self.read(text, self.match, lang, document)


@dataclass(frozen=True, slots=True)
class _Numbered:
    found: FoundNumber

    def __call__(
        self, text: str, start: int, lang: Language, document: DocumentFields | None
    ) -> Mention | None:
        return _read_numbered(text, self.found, lang)


def _read_numbered(text: str, found: FoundNumber, lang: Language) -> Mention | None:
    """A number with no type's name in capitals before it: "kế hoạch số 12/KH-UBND", a further
    one of a list ("số 51/KH-UBND"), or a number alone."""
    start = found.start
    before = text[max(0, start - 40) : start]
    sign = NUMBER_SIGN_BEFORE.search(before)
    bare = before[: sign.start()] if sign else before
    glued = before[-1:].isalnum() or before[-1:] in ("-", "/", "_")
    if _NO_DOCUMENT_BEFORE.search(before) or (glued and not sign):
        return None
    lead = start - len(before) + len(bare)
    stripped = bare.rstrip()
    code = None
    folded = stripped.lower()
    if folded.endswith(lower_endings(lang)):
        name, code = next(pair for pair in lower_types(lang) if folded.endswith(pair[0]))
        if folded[: -len(name)][-1:].isalnum():
            return None
        lead = start - len(before) + len(stripped) - len(name)
    value = found.value
    if code is None and not value.certain:
        return None
    if code is None and not sign and not _stands_alone(text, found, stripped):
        return None
    mention = Mention(code or value.type or "", lead if code or sign else start, found.end, lead)
    mention.rule = "number" if code else "number-alone"
    return numbered_tail(text, mention, found, lang)


def _stands_alone(text: str, found: FoundNumber, before: str) -> bool:
    """A number without "số" counts with its year, as the Party's, or as an item of a list; the
    middle of a path, a unit or a sum is none."""
    value = found.value
    listed = before.endswith((",", ";", "và", "and", "hoặc", "or", "("))
    if not (value.year or value.party or listed):
        return False
    if value.number[len(value.ordinal) :].startswith("/CP") or value.number[-1] == "h":
        return False
    after = text[found.end : found.end + 1]
    return not after.isalnum() and after not in ("/", "_", "@")


# (below referred to as the Law) | (sau đây gọi tắt là Nghị quyết) | (viết tắt là "Chỉ thị 15") | (hereinafter called the Plan)
_ALIAS = {
    "vi": re.compile(
        r"\s*\(\s*(?:sau\sđây\s)?(?:xin\s)?(?:được\s)?(?:gọi|viết)[^)\n]{0,12}?\slà:?\s"
        r"[“\"]?(?P<alias>[^)“”\"\n]{2,60})[”\"]?\s?\)"
    ),
    "en": re.compile(
        r"\s*\(\s*(?:below|hereinafter|hereafter|herein)?\s?(?:referred\sto|called|known)\s(?:as\s)?"
        r"(?:the\s)?[“\"]?(?P<alias>[^)“”\"\n]{2,60})[”\"]?\)"
    ),
}


_GIVES_ALIAS = re.compile(
    r"(?:referred\sto\sas|hereinafter|(?:gọi|viết)(?:\s\w+)?\slà:?)\s(?:the\s)?[“\"]?$"
)


def _alias_after(text: str, mention: Mention, lang: Language) -> str | None:
    """The shorter name that the document gives to what it cites."""
    opens = text.find("(", mention.end, mention.end + 160)
    if opens < 0 or text.find(".", mention.end, opens) >= 0:
        return None
    match = _ALIAS[lang].match(text, opens)
    return fold(match["alias"]).strip() if match else None


def _add_pinpoint(text: str, mention: Mention, lang: Language) -> None:
    at = mention.lead
    found = pinpoint_before(text, at, lang)
    if found:
        mention.pinpoint, mention.lead = found.words, found.start


def _inner_mentions(
    text: str, mention: Mention, lang: Language, document: DocumentFields | None
) -> Iterator[Mention]:
    """The laws in the name of the law that amends them; the second of two plans with one name."""
    if mention.rule == "named-plan-pair":
        second = second_plan(text, mention)
        if second:
            yield second
    if mention.rule != "amending-law":
        return
    pattern = _INNER_LAW[lang]
    for match in pattern.finditer(text, mention.core + 5, mention.end):
        if lang == "vi":
            kind = "ordinance" if "lệnh" in match.group() else "law"
            end = names.vietnamese_name_end(text, match.end(), kind)
            end = min(end, mention.end) if end else None
        else:
            kind = "ordinance" if "Ordinance" in match.group() else "law"
            end = names.english_name_end(text, match.end())
        if end is None:
            continue
        inner = Mention(kind, match.start(), end, match.start(), rule="law-name")
        inner.name = " ".join(text[match.start() : end].split())
        inner.inside_title = True
        found = number_after(text, end) if end == mention.end else None
        if found and lang == "vi" and names.has_number(inner.name, found.value.number):
            inner.number, inner.end = found.value, found.end
        yield inner


_INNER_LAW = {
    "vi": re.compile(r"\b(?:[Ll]uật|[Bb]ộ\s[Ll]uật|[Pp]háp\slệnh)\s+(?=\w)"),
    "en": re.compile(r"(?:\bLaw|\bCode|\bOrdinance)(?=\son\s)"),
}


_HEADER = re.compile(r"\b(?:Căn cứ|CĂN CỨ|Pursuant to|Thực hiện|Chương I|Article 1|Điều 1)\b")
_SOURCE_LINE = re.compile(r"(?:Source|Nguồn|Số|No|Luật\s+số|Law\s+No|Số\s+hiệu|SỐ)\b[^\n]{0,12}$")


def _header_end(text: str) -> int:
    match = _HEADER.search(text, 0, 3000)
    return min(match.start() if match else 1200, 3000)


def _alone_at_the_top(text: str, mention: Mention) -> bool:
    """A web page's heading, "Circular 50/2016/TT-BGTVT", on a line of its own before all else."""
    after = text[mention.end : mention.end + 1]
    return after == "\n" and not text[max(0, mention.core - 400) : mention.core].strip()


def _is_letterhead(
    text: str, mention: Mention, header: int, document: DocumentFields | None
) -> bool:
    assert mention.number
    line_start = text.rfind("\n", 0, mention.core) + 1
    before = text[line_start : mention.core]
    words = text[mention.core : mention.end]
    # "Số: 01/CT-UBND" and "Luật số: 92/2015/QH13" at the head of a line are a letterhead's
    if not before.strip() and re.match(r"(?:Luật\s+)?(?:Số|số|No)\s?\.?\s?:", words):
        return True
    if header > mention.core and _alone_at_the_top(text, mention):
        return True
    if document is None or not same_number(mention.number, document.number):
        return (
            not before.strip()
            and bool(re.match(r"(?:Số|No)[.:]?\s?\d", words))
            and header > mention.core
        )
    return mention.core < header or bool(_SOURCE_LINE.search(before.strip()[:40] + ""))


class _SectionIndex:
    """Finds the innermost provision around an offset."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sorted(sections, key=lambda one: (one.span.start, one.level))
        self._starts = [one.span.start for one in self._sections]

    def path_at(self, offset: int) -> str | None:
        at = bisect_right(self._starts, offset) - 1
        for section in self._sections[max(0, at - 60) : at + 1][::-1]:
            if section.span.start <= offset < section.span.end:
                return section.path
        return None


def _citation(
    source: SourceText,
    mention: Mention,
    document: DocumentFields | None,
    mentions: list[Mention],
    where: _SectionIndex,
) -> Citation:
    known = mention
    if mention.antecedent is not None:
        known = mentions[mention.antecedent]
    number, name, date, words = _identity_fields(known)
    issuer = known.issuer.name if known.issuer else known.issuer_name
    key, place = _issuer_fields(known)
    if mention.self_reference and document is not None and mention.form == "anaphoric":
        number, name, date = document.number, None, document.issued_on
        words = None
        issuer, key, place = document.issuer, document.issuer_key, document.jurisdiction
    act = mention.act or (None, None, None)
    printed = known.number.raw if known.number else None
    return Citation(
        type=mention.type,
        span=source.span(min(mention.lead, mention.core), mention.end),
        number=number,
        number_raw=printed if printed != number and known.number else None,
        name=name,
        date=date,
        date_words=words,
        issuer=issuer,
        issuer_key=key,
        jurisdiction=place,
        relation=mention.relation or "refers",
        pinpoint=mention.pinpoint,
        form=mention.form,
        self_reference=mention.self_reference,
        antecedent=mention.antecedent,
        subject=act[1],
        object=act[2],
        inside_title=mention.inside_title,
        in_part=mention.in_part,
        section=where.path_at(mention.core),
        rule=mention.rule,
    )


def _identity_fields(
    mention: Mention,
) -> tuple[str | None, str | None, str | None, str | None]:
    date = mention.date.iso if mention.date else None
    words = mention.date.words if mention.date else None
    if not date and mention.year:
        date = words = str(mention.year)
    return mention.number.number if mention.number else None, mention.name, date, words


def _issuer_fields(mention: Mention) -> tuple[str | None, str | None]:
    key = place = None
    if mention.issuer:
        key, place = mention.issuer.key, mention.issuer.jurisdiction
    elif mention.issuer_name:
        key, place = key_of(mention.issuer_name, "vi")
    if mention.number:
        key = key or mention.number.issuer
        if place is None and mention.number.level == "central":
            place = "vn"
    elif mention.type in ("law", "constitution") and key is None:
        key, place = "quoc-hoi", "vn"
    elif mention.type == "ordinance" and key is None:
        key, place = "ubtvqh", "vn"
    return key, place
