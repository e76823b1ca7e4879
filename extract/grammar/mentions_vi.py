"""Reading one mention in Vietnamese, from the name of its type onwards.

Laws go by name ("Luật Đất đai năm 2024"), all else by number, by date, or by the body and occasion
that tell it apart ("Nghị quyết Đại hội ... lần thứ XIII của Đảng").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.facts import DocumentFields, Language
from extract.grammar import names
from extract.grammar.issuers import issuer_after
from extract.grammar.mentions import (
    SHORT_TYPES,
    Mention,
    as_named,
    lower_types,
    number_after,
    numbered_tail,
    promulgated_here,
    read_bare,
    read_dated,
    read_short_number,
    read_tail,
    type_words,
)
from extract.grammar.named_vi import read_named_plan

_DEMONSTRATIVE_VI = re.compile(
    r"\s{1,2}(?:này|nêu\s+trên|nói\s+trên|dẫn\s+trên|trên\s+đây|kể\s+trên|ở\s+trên)\b"
)


# các Quyết định nêu trên | các Chỉ thị, Công điện nêu trên | hai Nghị quyết này
_SEVERAL_VI = re.compile(
    r"\b(?:[Cc]ác|[Nn]hững|[Hh]ai|[Bb]a|[Bb]ốn|0?[2-4])\s(?:[A-ZĐ][^\s,]*\s[^\s,]+(?:,|\svà)\s){0,3}$"
)
_ALL_ABOVE_VI = re.compile(
    r"(?P<others>(?:(?:,|\svà)\s[A-ZĐ][^\s,]*\s[^\s,]+){1,3})?"
    r"\s{1,2}(?:này|nêu\s+trên|nói\s+trên|dẫn\s+trên|trên\s+đây|kể\s+trên|ở\s+trên)\b"
)

# luật Tố tụng hành chính | bộ luật Dân sự: the type in lower case, the name not
LOWER_LAW = re.compile(r"luật\s(?=[A-ZĐÁÂẤẨÔỐƯ])")


def read_typed_vi(
    text: str, match: re.Match[str], lang: Language, document: DocumentFields | None
) -> Mention | None:
    words = " ".join(match.group().split())
    code = type_words("vi").get(words) or "law"
    start, pos = match.start(), match.end()
    if match.re is LOWER_LAW:
        pos -= 1
        if text.endswith(("pháp ", "dự án ", "dự thảo ", "xây dựng "), max(0, start - 9), start):
            return None
        if text.endswith("bộ ", max(0, start - 3), start):
            start -= 3
    if text.startswith(" liên tịch", pos) and code == "circular":
        code = "joint_circular"
    mention = Mention(code, start, pos, start)
    if _SEVERAL_VI.search(text, max(0, start - 40), start):
        above = _ALL_ABOVE_VI.match(text, pos)
        if above:
            mention.end, mention.rule = (
                above.end() if not above["others"] else pos,
                "definite-plural",
            )
            mention.demonstrative = mention.words_only = True
            return mention
    demonstrative = _DEMONSTRATIVE_VI.match(text, pos)
    if demonstrative:
        mention.end, mention.demonstrative = demonstrative.end(), True
        mention.rule = "this" if demonstrative.group().endswith("này") else "above"
        return mention
    found = number_after(text, pos)
    if found:
        return numbered_tail(text, mention, found, lang)
    if code in ("law", "ordinance", "constitution"):
        return _read_named_law_vi(text, mention, lower=match.re is LOWER_LAW)
    return (
        _read_issuer_first_vi(text, mention)
        or _read_described_vi(text, mention)
        or read_dated(text, mention, lang)
        or _read_named_vi(text, mention)
        or read_bare(text, mention, lang, document)
    )


def _read_named_law_vi(text: str, mention: Mention, *, lower: bool = False) -> Mention | None:
    amending = None
    if _BODY_OF_LAW.search(text, max(0, mention.core - 16), mention.core):
        return None
    if mention.type == "constitution":
        country = _COUNTRY_VI.match(text, mention.end)
        mention.end = country.end() if country else mention.end
    else:
        many = names.AMENDING_MANY_VI.match(text, mention.end)
        amending = None if many else names.AMENDING_NAME_VI.match(text, mention.end)
        begin = mention.end + 1
        if many:
            end: int | None = many.end()
        elif amending:
            end = _amended_names_end(text, amending.end())
        elif text[mention.end : begin].isspace():
            while text[begin : begin + 1].isspace():
                begin += 1
            end = names.vietnamese_name_end(text, begin, mention.type, known_only=lower)
        else:
            return None
        if amending and promulgated_here(text, mention.core, mention.end, "vi"):
            # "Quốc hội ban hành Luật sửa đổi ... Luật Đầu tư số ...": the law itself, and what it
            # amends, which is read on its own
            return None
        draft = _DRAFT.search(text[max(0, mention.core - 24) : mention.core])
        if end is None or draft or promulgated_here(text, mention.core, end, "vi"):
            return None
        mention.end = end
    name_end = mention.end
    found = number_after(text, mention.end)
    if found and amending and names.has_number(text[mention.core : name_end], found.value.number):
        # Luật sửa đổi một số điều của Luật Đất đai số 31/2024/QH15: the number of what is amended
        return _named_as(text, mention, name_end, "amending-law")
    if found:
        mention.number, mention.end = found.value, found.end
    read_tail(text, mention, "vi")
    # The name with its year is the name: "Luật Tố tụng hành chính năm 2015"
    if mention.year and not mention.number:
        name_end = mention.end if mention.date is None else name_end
    if mention.issuer and mention.issuer.start < name_end:
        name_end = mention.issuer.start
    return _named_as(text, mention, name_end, "amending-law" if amending else "law-name")


def _named_as(text: str, mention: Mention, name_end: int, rule: str) -> Mention:
    mention.name = " ".join(text[mention.core : name_end].split())
    mention.form = "full" if mention.date or mention.year else "short"
    mention.rule = rule
    return mention


# Căn cứ các Luật: Ngân sách nhà nước ngày 25/6/2015; Bảo vệ môi trường ngày 17/11/2020;
_LAWS_OF_A_LIST = re.compile(r"\b[Cc]ác\s(?P<type>[Ll]uật|[Bb]ộ\s[Ll]uật|[Pp]háp\s[Ll]ệnh)\s?:\s")
_RARE_IN_A_LIST = ("uật:", "uật :", "ệnh:", "ệnh :")
_LONGEST_HEAD = 18
_MOST_LAWS = 30


def _heads_of_lists(text: str) -> Iterator[re.Match[str]]:
    """The words "các Luật:", found by their rare end."""
    for rare in _RARE_IN_A_LIST:
        at = text.find(rare)
        while at >= 0:
            head = _LAWS_OF_A_LIST.search(text, max(0, at - _LONGEST_HEAD), at + len(rare) + 1)
            if head:
                yield head
            at = text.find(rare, at + 1)


def laws_of_a_list(text: str) -> Iterator[Mention]:
    """Laws named behind one "các Luật:", each without the word; only names that are known."""
    for head in _heads_of_lists(text):
        words = " ".join(head["type"].split()).capitalize()
        kind = type_words("vi").get(words, "law")
        pos = head.end()
        for _ in range(_MOST_LAWS):
            end = names.vietnamese_name_end(text, pos, kind, known_only=True)
            if end is None:
                break
            mention = Mention(kind, pos, end, pos, rule="law-name")
            mention.name = f"{words} {' '.join(text[pos:end].split())}"
            found = number_after(text, end)
            if found:
                mention.number, mention.end = found.value, found.end
            read_tail(text, mention, "vi")
            mention.form = "full" if mention.date or mention.year else "short"
            yield mention
            join = _NEXT_OF_LAWS.match(text, mention.end)
            if not join:
                break
            pos = join.end()


_NEXT_OF_LAWS = re.compile(r"(?:\s*[;,]|\s+và)\s+(?:và\s+)?(?=\w)")


# Hội Luật gia | Đại học Luật Hà Nội | Khoa Luật Kinh tế: bodies
_BODY_OF_LAW = re.compile(r"\b(?:Hội|Đoàn|Khoa|Trường|Đại\shọc|Viện|Công\sty|Tạp\schí|Báo)\s$")
# Dự án Luật ... | xây dựng Luật ...: a law still to be made is none that can be cited
_DRAFT = re.compile(r"(?:[Dd]ự\sán|[Dd]ự\sthảo|[Xx]ây\sdựng|[Hh]oàn\sthiện|hồ\ssơ)\s+$")
_COUNTRY_VI = re.compile(
    r"\s+(?:của\s+)?nước\s+C[Ộộ]ng\s+h(?:òa|oà)\s+x[ãa]\s+hội\s+chủ\s+nghĩa\s+Việt\s+Nam"
)


def _amended_names_end(text: str, pos: int) -> int | None:
    """The end of "Luật A và Luật B" in the name of the law that amends them."""
    end = None
    for _ in range(8):
        law = _LAW_AT_VI.match(text, pos)
        if not law:
            break
        kind = "ordinance" if "lệnh" in law.group() else "law"
        name_end = names.vietnamese_name_end(text, law.end(), kind)
        if name_end is None:
            break
        end = name_end
        join = _JOIN_LAWS.match(text, end)
        if not join:
            break
        pos = join.end()
    return end


_LAW_AT_VI = re.compile(r"(?:[Cc]ác\s)?(?:[Ll]uật|[Bb]ộ\s[Ll]uật|[Pp]háp\s[Ll]ệnh)\s+(?:về\s+)?")
_JOIN_LAWS = re.compile(r"\s*và\s+(?=(?:[Ll]uật|[Bb]ộ\sluật|[Pp]háp\slệnh)\s)")


# Quyết định của Thủ tướng Chính phủ số 123/QĐ-TTg ngày ...
def _read_issuer_first_vi(text: str, mention: Mention) -> Mention | None:
    issuer = issuer_after(text, mention.end, "vi")
    if not issuer:
        return None
    found = number_after(text, issuer.end)
    if not found:
        return None
    mention.issuer = issuer
    return numbered_tail(text, mention, found, "vi")


# Báo cáo thẩm tra số 142/BC-KTNS | Thông báo kết luận số 77/TB-VPCP
_DESCRIBED = re.compile(
    r"(?:,?\s(?!(?:theo|tại|kèm|thực|triển|căn|số|của|về|ngày|này)\b)[a-zà-ỹđ]+){1,5}(?=\ssố:?\s?\d)"
)


def _read_described_vi(text: str, mention: Mention) -> Mention | None:
    """A number behind words that describe the type, where its sign confirms the type."""
    words = _DESCRIBED.match(text, mention.end)
    found = number_after(text, words.end()) if words else None
    if not found or found.value.type != mention.type:
        return None
    return numbered_tail(text, mention, found, "vi")


_ARTICLE_OF_PARTY = re.compile(r"\s+(?:của\s+)?Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam)?\b")


def _read_named_vi(text: str, mention: Mention) -> Mention | None:
    words = " ".join(text[mention.core : mention.end].split())
    if mention.type == "resolution":
        congress = names.congress_vi(text, mention.end)
        if congress:
            mention.end, mention.issuer_name = congress
            return as_named(text, mention, "congress")
    if words == "Điều lệ":
        party = _ARTICLE_OF_PARTY.match(text, mention.end)
        if party:
            mention.end = party.end()
            return as_named(text, mention, "charter")
    named = read_named_plan(text, mention)
    if named:
        return named
    if mention.type in SHORT_TYPES:
        return read_short_number(text, mention)
    shortened = _ORDINAL_ALONE.match(text, mention.end)
    if shortened:
        # "Kế hoạch số 95": only where the whole number was given before
        mention.end, mention.rule = shortened.end(), "ordinal-alone"
        return mention
    return None


_ORDINAL_ALONE = re.compile(r"\ssố\s\d{1,4}(?![\w/%]|[.,]\d|\s?[-/])")


def read_lower_demonstrative(
    text: str, at: int, lang: Language, document: DocumentFields | None
) -> Mention | None:
    for name, code in lower_types(lang):
        start = at - len(name)
        if text.endswith(name, max(0, start), at) and not text[start - 1 : start].isalnum():
            if name == "luật" and text.endswith("pháp ", 0, start):
                return None
            demonstrative = _DEMONSTRATIVE_VI.match(text, at)
            if not demonstrative or (
                code in ("regulation", "official_letter") and name != "công văn"
            ):
                return None
            mention = Mention(code, start, demonstrative.end(), start, demonstrative=True)
            mention.rule = "this" if demonstrative.group().endswith("này") else "above"
            if _SEVERAL_VI.search(text, max(0, start - 40), start):
                mention.rule = "definite-plural"
            mention.words_only = True
            return mention
    return None
