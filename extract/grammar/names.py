"""Names of documents that are cited without a number: laws, codes, ordinances, congresses.

A Vietnamese name has no closing mark ("theo Luật Đất đai và các văn bản ..."), so known names come
first (``citation_law_names.csv``, the longest that fits), then the rule: a name goes on until
punctuation or a word that no name holds. English renderings capitalize names ("Law on Handling of
Administrative Violations"), which tells where they end.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extract import vocabulary
from extract.folding import fold

_WORD = re.compile(r"[^\W_]+")
_END = ""
_LONGEST = 220
"""No name is read further than this many characters."""

# A law's name ends before these words, whatever stands between.
_STOP_VI = re.compile(
    r"""
      [.;:()\[\]"“”\n]
    | ,(?!\s(?:chống|khen\s|kiểm\sdịch|chữa|giáo\sdục\s|bổ\ssung|nhập\scảnh|quá\scảnh|cư\strú\scủa))
    | \s(?:(?:năm\s+\d{4}|ngày|số|sửa\sđổi\snăm)\b
        | (?:này|trên|được|đã|thì|hiện\shành|có|hết|tại|theo|từ|khi|để|phải|là|không|quy\sđịnh|do
            |nhưng|như|và\scác|và\snhững|và\spháp\sluật|hướng\sdẫn|mà|bị|nêu|vào|hoặc|cùng|sẽ|nhằm
            |đến|đối\svới|cho|bằng|với|còn|cũng|nói|ban\shành|thay\sthế|áp\sdụng|thông\squa)\b
        | (?:và|hoặc|,)\s+(?:Luật|Bộ\sluật|Pháp\slệnh|Nghị|Thông\stư|Quyết\sđịnh|Hiến\spháp|pháp\sluật
            |văn\sbản|Điều|khoản|điểm)\b )
    """,
    re.VERBOSE,
)

# sửa đổi, bổ sung một số điều của | sửa đổi Điều 6 và Phụ lục 4 của
AMENDING_NAME_VI = re.compile(
    r"\s*(?:[Ss]ửa\s+đổi(?:,\s*\w+\s+\w+)?|[Bb]ổ\s+sung)\s[^.;:\n\"“”]{0,120}?(?:của\s+|các\s+)(?=(?:[Cc]ác\s)?"
    r"(?:[Ll]uật|[Bb]ộ\sluật|[Pp]háp\slệnh)\b)"
)
# sửa đổi, bổ sung một số điều của các luật liên quan đến đầu tư xây dựng cơ bản (số 38/2009/QH12)
AMENDING_MANY_VI = re.compile(
    r"\s*(?:[Ss]ửa\s+đổi(?:,\s*\w+\s+\w+)?|[Bb]ổ\s+sung)\s[^.;:\n\"“”]{0,60}?\bcác\s+luật\s+(?:có\s+)?liên\s+quan\s"
    r"[^.;:,\n\"“”]{3,100}?(?=\s+(?:số|năm|ngày)\s+\d)"
)
AMENDING_NAME_EN = re.compile(
    r"\s*,?\s*(?:[Aa]mending|[Ss]upplementing|[Rr]evising)\b[^.;:\n\"“”]{0,120}?\bof\s+(?:the\s+)?"
    r"(?=(?:[A-Z][\w-]+\s){0,4}(?:Law|Code|Ordinance)s?\b)"
)

# and, of ... between two capitalized words of an English name
_NAME_EN = re.compile(
    r"""
    \s+(?:on|of)\s+(?:the\s+)?
    (?P<first>[A-Z][\w’'-]*|E-[\w-]+)
    (?: (?: [^\S\n]+ | [^\S\n]*\n[^\S\n]*(?!Pursuant\b|\n) | ,\s+(?=and\s[A-Z][\w’'-]*\s(?:of|in|on)\s) | ,\s(?=[A-Z][\w’'-]*(?:\s(?:of|in|on|to)\s[A-Z][\w’'-]*)?(?:,\s[A-Z]|,?\sand\s[A-Z])) )
        (?!and\s+the\b)
        (?: (?:of|and|on|in|for|to|with|by|against|at|from|or|as|the|a|&)\s+ ){0,3}
        (?!(?:Law|Decree|Circular|Decision|Ordinance|Resolution|Code|Article|Clause|Point|No|Chapter)s?\b)
        [A-Z][\w’'-]*
    ){0,24}
    """,
    re.VERBOSE,
)
_LOWER_NAME_EN = re.compile(
    r"\s+on\s+(?!the\b)(?:(?:and\s(?=[a-z]+\s(?:of|against)\s))?(?!(?:and|or|which|shall|is|are|was|has|have|in|by|for|to|must|as|may|if|when|"
    r"that|with|from|this|the)\b)[a-z][\w’'-]*[ ]?){1,7}(?:(?<=\sof\s)[A-Z][A-Z/]+)?"
)


@cache
def _known_names() -> dict[str, dict]:
    """The names of ``citation_law_names.csv`` as a tree of folded words."""
    root: dict = {}
    for row in vocabulary.rows("citation_law_names"):
        node = root.setdefault(row["type"], {})
        for word in _WORD.findall(row["name_vi"]):
            node = node.setdefault(_fold_word(word), {})
        node[_END] = {}
    return root


@lru_cache(maxsize=4096)
def _fold_word(word: str) -> str:
    return fold(word)


def known_name_end(text: str, pos: int, kind: str) -> int | None:
    """Where the longest known name of a law or ordinance that begins at ``pos`` ends."""
    node: dict | None = _known_names().get(kind, {})
    end, at = None, pos
    while True:
        match = _WORD.search(text, at, at + 40)
        if not match or text[at : match.start()].strip() not in ("", ",", "-", "–", ";", "(", ", "):
            return end
        node = node.get(_fold_word(match.group())) if node else None
        if node is None:
            return end
        at = match.end()
        if _END in node:
            end = at


def vietnamese_name_end(text: str, pos: int, kind: str, *, known_only: bool = False) -> int | None:
    """Where the name of a law or ordinance that begins at ``pos`` ends, or ``None``: no name.

    A name the vocabulary does not hold must begin with a capital: "luật khác" is none.
    """
    known = known_name_end(text, pos, kind)
    if known:
        return _with_brackets(text, known)
    if known_only or not text[pos : pos + 1].isupper() or _ABBREVIATION_OR_TITLE.match(text, pos):
        return None
    stop = _STOP_VI.search(text, pos, pos + _LONGEST)
    end = stop.start() if stop else min(len(text), pos + _LONGEST)
    end = pos + len(text[pos:end].rstrip())
    return end if end > pos + 1 else None


@cache
def _by_number() -> dict[str, str]:
    return {fold(number): fold(law.name_vi) for law in vocabulary.laws() for number in law.numbers}


def has_number(words: str, number: str) -> bool:
    """Whether ``number`` is known as that of the law whose name ``words`` end in."""
    name = _by_number().get(fold(number))
    return name is not None and fold(words).endswith(name)


# Luật Phòng, chống nhiễm vi rút ... ở người (HIV/AIDS)
_BRACKETS = re.compile(r"\s\((?:HIV/AIDS|sửa\sđổi)\)")
_ABBREVIATION_OR_TITLE = re.compile(r"(?:Số|SỐ|Điều|Chương|Mục|Phần)\b")


def _with_brackets(text: str, end: int) -> int:
    match = _BRACKETS.match(text, end)
    return match.end() if match else end


def english_name_end(text: str, pos: int) -> int | None:
    """Where " on Organization of the Government" ends, if it begins at ``pos``."""
    match = _NAME_EN.match(text, pos) or _LOWER_NAME_EN.match(text, pos)
    if not match:
        return None
    name = match.group().rstrip()
    # "... Law on Insurance Business and Petroleum Law": the last words name another law
    if _NEXT_LAW_EN.match(text, pos + len(name)):
        name = re.split(r",?\s+and\s+(?=[^,]*$)|,\s+(?=[^,]*$)", name)[0]
    return pos + len(name)


_NEXT_LAW_EN = re.compile(r"\s+(?:Law|Code|Ordinance)\b")


# Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng | Nghị quyết Đại hội XIII của Đảng
# Nghị quyết Đại hội Đảng bộ tỉnh Tiền Giang nhiệm kỳ 2020-2025 | Nghị quyết Đại hội đại biểu Đảng
# bộ tỉnh lần thứ XV, nhiệm kỳ 2020 - 2025 | Nghị quyết Hội nghị Trung ương 4 khóa XII
_CONGRESS_VI = re.compile(
    r"""
    \s+(?:của\s+|tại\s+)?
    (?P<body> (?:Đại\shội|Hội\snghị|Trung\sương)
        (?: \s+(?!(?:và|về|tại|theo|để|với|gắn|trong|đã|là|nhằm|của(?!\sĐảng)|do|có|ngày|số|đề\sra
            |nhiệm\skỳ|khóa|khoá|các|thực\shiện|trên|được)\b)[^\s,.;:()]+ ){1,14}
        (?: \scủa\sĐảng (?:\sCộng\ssản\sViệt\sNam)? )? )
    (?P<term> ,?\s*\(?(?:khóa|khoá)\s[XVI\d]+\)? )?
    (?P<period> ,?\s*\(?nhiệm\skỳ\s\d{4}\s?[-–]\s?\d{4}\)? )?
    """,
    re.VERBOSE,
)
_ORDINAL_VI = re.compile(r"(?:lần\sthứ\s|\s)[XVIHl\d]+\b|tỉnh\s|thành\sphố\s|huyện\s|toàn\squốc")


def congress_vi(text: str, pos: int) -> tuple[int, str] | None:
    """The end of a congress's or plenum's name after "Nghị quyết", and the body, from ``pos``."""
    match = _CONGRESS_VI.match(text, pos)
    if not match or not (_ORDINAL_VI.search(match.group()) or match["period"]):
        return None
    return match.end(), " ".join(match["body"].split())


# Resolution of the 13th National Congress of the Party | of the 15th Provincial Party Congress
_CONGRESS_EN = re.compile(
    r"""
    \s+of\s+the\s+
    (?P<body> (?:\d{1,2}(?:st|nd|rd|th)|[XVI]+(?:th)?|[A-Z][a-z]+)\s
        (?:(?:provincial|municipal|district)\s)?(?:[A-Z][\w’'-]*\s(?:of\s(?:the\s)?)?){0,8}
        (?:Congress|Plenum|Conference)
        (?: \sof\s(?:the\s)?(?:(?:provincial|municipal|district|city)\s)?
            [A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,7}(?:\sorgani[sz]ation)? )? )
    (?P<term> ,?\s\(?(?:term|tenure)\s\d{4}\s?[-–]\s?\d{4}\)? )?
    """,
    re.VERBOSE,
)


def congress_en(text: str, pos: int) -> tuple[int, str] | None:
    """The same after "Resolution", in English."""
    match = _CONGRESS_EN.match(text, pos)
    if not match:
        return None
    return pos + len(match.group().rstrip()), " ".join(match["body"].split())
