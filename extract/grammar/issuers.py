"""The body behind "của" or "of the" in a citation: its words as printed, key and territory.

The words end before the document's subject ("về việc ...", "on launching ..."), before
punctuation, and before "và", unless a known name holds it (``citation_issuers.csv``: "Bộ Kế hoạch và
Đầu tư"). Full agency names belong to ``agencies.csv``; here only who issued a cited document counts.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from extract import vocabulary
from extract.facts import Language
from extract.folding import fold
from extract.grammar.local_units import province_of_unit


class Issuer(NamedTuple):
    """A body as printed between ``start`` and ``end``."""

    start: int
    end: int
    name: str
    key: str | None
    jurisdiction: str | None


# của Thủ tướng Chính phủ | của Chủ tịch UBND tỉnh Sơn La | của HĐND xã Tạ Khoa | của Bộ Chính trị
_LEAD_VI = re.compile(r"[\s,]{0,3}(?:của\s*|do\s+)(?:các\s+|liên\s+)?")
_FIRST_VI = re.compile(
    r"(?:Quốc\shội|Ủy\sban|Uỷ\sban|UBND|HĐND|UBTVQH|Hội\s[đn]|Chủ\stịch|Phó|Chính\sphủ|Thủ\stướng|Bộ|Ban|BCH|"
    r"Tỉnh|Thành\s[uủ]|Huyện|Quận|Thị|Đảng|Sở|Cục|Tổng|Văn\sphòng|Thanh\stra|Tòa|Toà|Viện|Kiểm|Ngân|"
    r"Thường|Liên|Mặt|Trung\sương|Hội|Đại\shội|Giám|Thống|Bảo|Kho|Công\san|Đoàn|Học|Đài|Trường|Phòng|"
    r"Xã|VPCP|TTCP|TANDTC|VKSNDTC|liên\sbộ|Bí\sthư|Quân|Đảng|Kỳ)"
)
_STOP_VI = re.compile(
    r"""
      [;:.()"“”\n\t,]
    | \s(?:về|quy|hướng|sửa|bổ|ban\shành|phê|v/v|trong|tại|theo|được|đã|có|là|đối|để|cho|thì|nêu|giai
        |nhằm|triển|thực|thông|thay|bãi|số|ngày|năm|nhiệm|khi|khóa\shọp|và|chỉ|đồng|chưa|từ|trên|này
        |yêu|giao|công\snhận|kèm|phải|hết|đến|điều|cùng|với|như|mà|do|ký|tiếp|tăng|đẩy|hợp|công\sbố
        |lập|xử|xác|cấp|thành\slập|phân|tổ\schức|giải|đề|hỗ|quyết\sđịnh|hiện|sau|còn|quản|không|liên\squan|thuộc|bảo\sđảm|chuyển|cho\sphép|ngoài|sang)\b
    | \s[-–]\s(?!Thương\sbinh)
    """,
    re.VERBOSE,
)
# of the Prime Minister | of the Politburo (11th term) | by the Chairman of the Provincial People's
# Committee | of the Governor of the State Bank of Vietnam
_NO_TYPE = (
    r"(?!(?:(?:Action|Joint|Official|Working|Working-Level|Urgent)\s)?(?:Law|Code|Decree|Circular|Decision|Ordinance|Resolution|Directive|Conclusion|Plan|Report|"
    r"Notice|Regulation|Article|Clause|Point|Nos?|Official|Joint|Program(?:me)?|Scheme|Project|Guidance|Dispatch"
    r"|Telegram|Submission|Pursuant)s?\b)"
)
_EN = re.compile(
    rf"""
    [\s,]{{0,3}}(?:of|by|from|issued\sby)\s+(?:the\s+)?
    (?P<name> (?:(?:provincial|municipal|district)(?:-level)?\s)?
      {_NO_TYPE}(?:[A-Z][\w’'-]*|\d{{1,2}}(?:st|nd|rd|th)|[XVI]+th)
      (?: [^\S\n]*\n?[^\S\n]*(?<=\s) (?:(?:of|and|for|the|&|in|provincial|municipal|district|communal|city)\s+){{0,4}} {_NO_TYPE}
          (?:[A-Z][\w’'-]*|\d{{1,2}}(?:st|nd|rd|th)\b)
        | ,\s(?=[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)?,?\sand\s[A-Z]){_NO_TYPE}[A-Z][\w’'-]* ){{0,14}}
      (?:\s\(\d{{1,2}}(?:st|nd|rd|th)\s(?:term|tenure)\))?
      (?:,\s\d{{1,2}}(?:st|nd|rd|th)\s(?:term|tenure))? )
    """,
    re.VERBOSE,
)
_POSSESSIVE_EN = re.compile(
    r"(?:(?:[A-Z][\w-]*|provincial|of|and|the|for|,)\s+){0,9}(?:[A-Z][\w-]*)(?:[’']s|s[’'])\s*$"
)
_MONTHS = frozenset(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
)
_UPPER = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper())
# Chủ tịch UBND tỉnh | Ủy ban nhân dân thành phố Hồ Chí Minh | Thường trực HĐND huyện Mai Sơn: behind the
# level only a name in capitals belongs to the body
_COUNCIL = re.compile(
    rf"""
    (?: (?:Phó\s)? Chủ\stịch\s+ | Thường\strực\s+ | Văn\sphòng\s+ )?
    (?: UBND | HĐND | [UỦ][ỷy]?\s?[Bb]an\s+[Nn]hân\s+[Dd]ân | Uỷ\s+ban\s+[Nn]hân\s+[Dd]ân
      | Ủy\s+ban\s+[Nn]hân\s+[Dd]ân | Hội\s+đồng\s+[Nn]hân\s+[Dd]ân )
    \s+ (?: [Tt]ỉnh | [Tt]hành\s+phố | TP\.? | [Hh]uyện | [Qq]uận | [Tt]hị\s+xã | [Xx]ã | [Pp]hường
      | [Tt]hị\s+trấn | [Đđ]ặc\s+khu )
    (?: \s (?!UBND|HĐND|Chủ)[{_UPPER}]\w* (?:\s?-\s?[{_UPPER}]\w*)? ){{0,4}}
    """,
    re.VERBOSE,
)
_LONGEST = 110
_TERM_VI = re.compile(r"\s*\(?(?:khóa|khoá)\s(?:[XVI]+|\d+)\)?")


def issuer_after(text: str, pos: int, lang: Language) -> Issuer | None:
    """The issuer that stands at ``pos``, behind "của" or "of the"."""
    return _after_vi(text, pos) if lang == "vi" else _after_en(text, pos)


def _after_vi(text: str, pos: int) -> Issuer | None:
    lead = _LEAD_VI.match(text, pos)
    if not lead or not _FIRST_VI.match(text, lead.end()):
        return None
    start = lead.end()
    council = _COUNCIL.match(text, start)
    if council:
        return _issuer(text, start, start + len(council.group().rstrip()), "vi")
    known = _known_end(text, start, "vi")
    end = _stop(text, known or start, start + _LONGEST)
    term = _TERM_VI.match(text, end)
    if term:
        end = term.end()
    return _issuer(text, start, end, "vi")


# A line that ends so goes on in the next: "của Bộ / trưởng Bộ Tài chính", "UBND tỉnh / Sơn La"
_GOES_ON = re.compile(
    r"(?:của|Bộ|Sở|Cục|Ban|Ủy\sban|Uỷ\sban|UBND|HĐND|tỉnh|thành\sphố|huyện|xã|nhân\sdân|trưởng|tịch|Văn\sphòng)\s*$"
)


def _stop(text: str, pos: int, limit: int) -> int:
    """Where an issuer's words end; a line break inside a name does not end them."""
    limit = min(limit, len(text))
    for stop in _STOP_VI.finditer(text, pos, limit):
        at = stop.start()
        if text[at] == "\n" and text[at + 1 : at + 2] != "\n":
            after = text[at + 1 : at + 40].lstrip()
            if not _STOP_VI.match(" " + after) and (
                after[:1].islower() or _GOES_ON.search(text, max(0, at - 12), at)
            ):
                continue
        return at
    return limit


def _after_en(text: str, pos: int) -> Issuer | None:
    match = _EN.match(text, pos)
    if not match or match["name"].split()[0] in _MONTHS:
        return None
    return _issuer(text, match.start("name"), match.end("name"), "en")


def issuer_before(text: str, pos: int, floor: int) -> Issuer | None:
    """The issuer in the English possessive right before ``pos``: "the Government's Decree"."""
    if text[max(0, pos - 3) : pos].rstrip()[-2:] not in ("’s", "'s", "s’", "s'"):
        return None
    start = max(floor, pos - 90)
    words = text[start:pos]
    match = _POSSESSIVE_EN.search(words[words.rfind("\n") + 1 :] or words)
    if not match:
        return None
    name = match.group()
    # The issuer begins behind its article: "... Judgments and the Government's Decree".
    articles = [
        one.end()
        for one in re.finditer(r"\b[Tt]he\s+", name)
        if not _BODY_OF.search(name, 0, one.start())
    ]
    lead = re.match(r"(?:(?:of|and|for|,|Pursuant|Under|In|At|To)\s+)*", name)
    begin = pos - len(name) + (articles[-1] if articles else lead.end() if lead else 0)
    article = re.compile(r"(?:of\s+)?[Tt]he\s+").match(text, begin)
    begin = article.end() if article else begin
    end = pos - len(text[begin:pos]) + len(text[begin:pos].rstrip()) - 2
    end = end + 1 if text[end] == "s" else end
    return _issuer(text, begin, end, "en") if end > begin else None


# Standing Committee of | Minister of | Governor of: what follows belongs to the body
_BODY_OF = re.compile(
    r"(?:Minist\w+|Governor|Chair\w+|Committee|Office|President|Director\w*|Council|Head|Bank|Board"
    r"|Secretar\w+|Department|Inspectorate|Court|Procuracy|Bureau|Conference|Congress|Plenum)\s+of\s+$"
)


def _issuer(text: str, start: int, end: int, lang: Language) -> Issuer | None:
    name = text[start:end].rstrip(" ,")
    if not name:
        return None
    name = " ".join(name.split())
    key, place = key_of(name, lang)
    return Issuer(start, start + len(text[start:end].rstrip(" ,\n")), name, key, place)


@cache
def _known() -> dict[str, tuple[tuple[str, str, str], ...]]:
    by_language: dict[str, list[tuple[str, str, str]]] = {"vi": [], "en": []}
    for row in vocabulary.rows("citation_issuers"):
        by_language[row["language"]].append((fold(row["name"]), row["key"], row["level"]))
    return {
        lang: tuple(sorted(names, key=lambda one: -len(one[0])))
        for lang, names in by_language.items()
    }


def _known_end(text: str, start: int, lang: Language) -> int | None:
    """Where a known name, after "Chủ tịch" or "Bộ trưởng", ends."""
    window = _folded(text[start : start + 90].replace("\n", " "))
    for name, _, _ in _known()[lang]:
        at = window.find(name, 0, len(name) + 14)
        if at >= 0:
            return start + at + len(name)
    return None


@lru_cache(maxsize=4096)
def _folded(words: str) -> str:
    folded = fold(words)
    return folded if len(folded) == len(words) else words.lower()


@lru_cache(maxsize=2048)
def key_of(name: str, lang: Language) -> tuple[str | None, str | None]:
    """The vocabulary's key for an issuer, and its territory: ``vn``, a province's slug or
    ``None`` where the words do not tell."""
    folded = fold(name).replace("’", "'")
    key = level = None
    for known, known_key, known_level in _known()[lang]:
        if known in folded:
            key, level = known_key, known_level
            break
    if level == "central":
        return key, "vn"
    key = _at_level(key, folded)
    if key and key.startswith("ubnd-") and _CHAIRMAN.match(folded):
        key = f"chu-tich-{key}"
    return key, _province_in(name) or province_of_unit(name, None)


_CHAIRMAN = re.compile(r"(?:chu tich|chair(?:man|person|woman)|president)\b")


_LEVELS = (
    (re.compile(r"\b(?:tinh|thanh pho|provincial|province|city|municipal)\b"), "tinh"),
    (re.compile(r"\b(?:huyen|quan|thi xa|district)\b"), "huyen"),
    (re.compile(r"\b(?:xa|phuong|thi tran|dac khu|commune|ward)\b"), "xa"),
)


def _at_level(key: str | None, folded: str) -> str | None:
    """``ubnd`` and ``hdnd`` with the level that the words say: ``ubnd-tinh``."""
    if key not in ("ubnd", "hdnd"):
        return key
    return next((f"{key}-{level}" for words, level in _LEVELS if words.search(folded)), key)


@lru_cache(maxsize=1024)
def _province_in(name: str) -> str | None:
    padded = f" {fold(name)} "
    for slug, province in vocabulary.provinces().items():
        if f" {fold(province.name)} " in padded or f" {fold(province.name_en)} " in padded:
            return slug
    return None
