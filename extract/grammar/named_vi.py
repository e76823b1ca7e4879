"""Vietnamese documents that go by a name of their own: rules, schemes, strategies, master plans.

A name has no closing mark, so a name counts only where the words around it say that one document is
meant: a provision of it ("khoản 2 Điều 3 Quy chế ..."), the decision it came with ("... ban hành
kèm theo Quyết định số ..."), the period it is for, or the one body that has issued it. National
programmes and movements are none, nor is what is still to be made (``docs/annotation.md``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.grammar.issuers import issuer_after
from extract.grammar.mentions import Mention, as_named, type_anchor
from extract.grammar.pinpoints import pinpoint_before

_WORDS = r"(?:[^.;:()\[\]\n\t\"“”]|\n(?=[a-zđ0-9]))"

# Chiến lược phát triển kinh tế - xã hội 10 năm 2021-2030 | Quy hoạch tỉnh Tiền Giang thời kỳ
# 2021-2030, tầm nhìn đến năm 2050
_WITH_PERIOD = re.compile(
    rf"\s{_WORDS}{{3,140}}?(?:\d{{4}}\s?[-–]\s?\d{{4}}|đến\snăm\s\d{{4}})"
    r"(?:,?\s+(?:và\s+)?(?:tầm\snhìn|định\shướng)\s(?:đến\s)?(?:năm\s)?\d{4})?"
)
# Quy chế thi đua, khen thưởng ban hành kèm theo Quyết định số | (được phê duyệt tại Quyết định số
_CAME_WITH = re.compile(
    rf"(?P<name>\s{_WORDS}{{4,140}}?)[\s,(]*(?:đã\s)?(?:được\s)?(?:(?:do|được)\s(?:UBND|Ủy\sban|Thủ\stướng|Chính\sphủ)[\w\s]{{0,40}}\s)?"
    r"(?:[Bb]an\shành|phê\sduyệt)\s+(?:kèm\s+theo|theo|tại)\s+(?:Quyết\sđịnh|Nghị\squyết|Thông\stư|QĐ)\s+(?:số\s*)?\d"
)
# (Điều 3) Quy chế thi đua, khen thưởng như sau
_NAME = re.compile(
    rf"(?P<name>\s(?:{_WORDS}){{2,120}}?)(?=[.;:()\n“\"]|\s(?:như\ssau|được|đã|thì|tại|hiện\shành|có|không|là|theo|này|mà|và\scác|[Bb]an\shành|kèm|Điều\s\d+)\b|,\s(?:quy\sđịnh|các|theo|được|đã|như)\b|$)"
)
# Việc thực hiện Quy chế kê đơn thuốc trong điều trị ngoại trú;
_CARRIED_OUT = re.compile(
    r"\b(?:thực\shiện|triển\skhai|thi\shành|chấp\shành)\s+(?:(?:tốt|nghiêm|đúng|hiệu\squả|có\shiệu\squả|nội\sdung)\s+)?$"
)
_WHOLE_NAME = re.compile(
    rf"(?P<name>\s(?![A-ZĐ\d])(?:(?!\b(?:này|đã|được|và\scác|theo|để|nhằm|phải|số|có|là|do|hoặc)\b){_WORDS}){{12,110}})"
    r"(?=\s*[.;\n(])"
)
# lập Quy hoạch, phê duyệt Chiến lược: what is still to be made, or is made here
_TO_BE_MADE = re.compile(
    r"(?:lập|[Xx]ây\sdựng|dựng|[Pp]hê\sduyệt|[Bb]an\shành|[Tt]hông\squa|[Cc]ông\sbố|nhiệm\svụ|dự\sthảo|trình|hoàn\sthiện|mới|[Cc]ác|một)\s+$"
)
_RULES = frozenset({"Quy chế", "Quy định", "Điều lệ", "Quy tắc"})
_BY_PERIOD = frozenset({"Chiến lược", "Quy hoạch"})
_CAME_WITH_DECISION = _RULES | {"Đề án", "Phương án", "Kế hoạch", "Chiến lược", "Quy hoạch"}
_CARRIED_OUT_BY_NAME = frozenset({"Quy chế", "Điều lệ"})


def read_named_plan(text: str, mention: Mention) -> Mention | None:
    """The document that ``mention``'s type and the words behind it name, or ``None``."""
    words = " ".join(text[mention.core : mention.end].split())
    before = text[max(0, mention.core - 40) : mention.core]
    if _TO_BE_MADE.search(before):
        return None
    if words in _BY_PERIOD:
        period = _WITH_PERIOD.match(text, mention.end)
        # A cell of its own in a table is a product that is asked for.
        if period and before[-1:] == "\t" == text[period.end() : period.end() + 1]:
            return None
        if period and not _other_type_in(period.group()):
            return _named(text, mention, period.end(), "named-plan")
    if words in _CAME_WITH_DECISION:
        came = _CAME_WITH.match(text, mention.end)
        if came and _is_name(came["name"]) and (words in _RULES or len(came["name"].split()) > 3):
            return _named(text, mention, came.end("name"), "named-with-decision", short=True)
    if words in _RULES and pinpoint_before(text, mention.core, "vi"):
        name = _NAME.match(text, mention.end)
        if name and _is_name(name["name"]):
            return _named(text, mention, name.end("name"), "named-by-provision", short=True)
    if words in _CARRIED_OUT_BY_NAME and _CARRIED_OUT.search(before):
        name = _WHOLE_NAME.match(text, mention.end)
        if name and _is_name(name["name"]) and len(name["name"].split()) >= 3:
            return _named(text, mention, name.end("name"), "named-rule", short=True)
    return None


def _is_name(words: str) -> bool:
    """Whether ``words`` can be a name: no other document in it, and more than one word."""
    first, *more = words.split()
    if words.endswith(_OF_NO_ONE_BODY):
        return False
    return bool(more) and first not in _NO_NAME_OPENS and not _other_type_in(words)


# Every commune and office has such rules of its own.
_OF_NO_ONE_BODY = ("dân chủ ở cơ sở", "làm việc", "chi tiêu nội bộ", "phối hợp")
_NO_NAME_OPENS = frozenset(
    {"và", "hoặc", "ban", "được", "kèm", "của", "hiện", "cụ", "chi", "riêng"}
)


def _named(text: str, mention: Mention, end: int, rule: str, *, short: bool = False) -> Mention:
    mention.end = mention.core + len(text[mention.core : end].rstrip(" ,("))
    if text.startswith("Quy hoạch", mention.core):
        mention.type = "plan"
    as_named(text, mention, rule)
    mention.form = "short" if short else "full"
    return mention


def _other_type_in(words: str) -> bool:
    return bool(type_anchor("vi").search(words))


# quy hoạch tỉnh đã được phê duyệt | kế hoạch sử dụng đất quốc gia giai đoạn 2021-2025
# quy hoạch, kế hoạch sử dụng đất quốc gia đến năm 2030: two plans
LOWER_PLAN = re.compile(
    r"(?:quy|kế)\shoạch\s(?:tỉnh|thành\sphố|vùng|sử\sdụng\sđất\s(?:quốc\sgia|cấp\stỉnh)|tổng\sthể\squốc\sgia)\b"
    r"(?P<more>[^.;:,()\n]{0,60}?)(?P<sign>\s(?:giai\sđoạn|thời\skỳ|đến\snăm)\s\d{4}(?:\s?[-–]\s?\d{4})?(?:,?\s+tầm\snhìn\s(?:đến\s)?(?:năm\s)?\d{4})?|(?=\sđã\sđược\s(?:phê\s)?duyệt))"
)


_OTHER_OF_PAIR = re.compile(r"(?:quy|kế)\shoạch(?:,|\svà)\s")
_LONGEST_OTHER = len("quy hoạch và ")


def read_lower_plan(text: str, match: re.Match[str]) -> Mention | None:
    """A state plan that the law lets exist once for its place and period, in lower case."""
    floor = max(0, match.start() - _LONGEST_OTHER)
    other = next(
        (
            m
            for m in _OTHER_OF_PAIR.finditer(text, floor, match.start())
            if m.end() == match.start()
        ),
        None,
    )
    start = other.start() if other else match.start()
    before = text[max(0, start - 40) : start]
    if _TO_BE_MADE.search(before) or _other_type_in(match["more"]):
        return None
    mention = Mention("plan", start, match.end(), start)
    as_named(text, mention, "named-plan")
    mention.form = "full" if match["sign"] else "short"
    if other:
        # The words shared by both are given to each.
        shared = text[match.start() : match.end()].split()[2:]
        mention.name = " ".join((*other.group().replace(",", " ").split()[:2], *shared))
        mention.rule = "named-plan-pair"
    return mention


def second_plan(text: str, first: Mention) -> Mention | None:
    """ "kế hoạch sử dụng đất ..." of "quy hoạch, kế hoạch sử dụng đất ..."."""
    other = _OTHER_OF_PAIR.match(text, first.core)
    if not other:
        return None
    start = other.end()
    second = as_named(text, Mention("plan", start, first.end, start), "named-plan")
    second.form = first.form
    return second


# đáp ứng kế hoạch kiểm tra công tác quản lý nhà nước về dược của Bộ Y tế
MINISTRY_PLAN = re.compile(
    r"kế\shoạch(?:\s(?!(?:hằng|hàng|theo|do|của|năm|này|đã|quy|để|nhằm)\b)"
    r"[^\s.;:,()\d]+){6,16}?(?=\scủa\sBộ\s[A-ZĐ])"
)
_TAKEN_UP = re.compile(r"\b(?:đáp\sứng|phục\svụ|triển\skhai|thực\shiện|theo|thi\shành)\s$")


def read_ministry_plan(text: str, match: re.Match[str]) -> Mention | None:
    """A ministry's plan on a matter told in full, that is answered or carried out."""
    before = text[max(0, match.start() - 24) : match.start()]
    issuer = issuer_after(text, match.end(), "vi")
    if not _TAKEN_UP.search(before) or _other_type_in(match.group()) or not issuer:
        return None
    if issuer.jurisdiction != "vn":
        return None
    mention = Mention("plan", match.start(), issuer.end, match.start(), issuer=issuer)
    as_named(text, mention, "type-and-body")
    mention.form = "short"
    return mention


# Ban Chỉ đạo huyện đã ban hành quy chế hoạt động, kế hoạch thực hiện ...
_HAS_ISSUED = re.compile(
    r"đã\sban\shành\s(?P<list>(?:quy\schế|kế\shoạch|đề\sán)\s[^.;:()\n]{5,200}?)(?=[.;:(\n]|$)"
)
_BODY_BEFORE = re.compile(
    r"(?:^|[\n.;:])\s*(?:[-+*•]\s*|\d{1,2}[.)]\s*|[a-zđ]\)\s*)?"
    r"(?P<body>(?:Ban|Hội\sđồng|Ủy\sban|UBND|HĐND|Sở|Bộ|Tỉnh\sủy|Thành\sủy|Huyện\sủy)\s[^.;:,()\n]{2,60})\s$"
)
_ITEM = re.compile(
    r"(?:quy\schế|kế\shoạch|đề\sán)(?P<name>(?:\s(?!(?:và|để|nhằm|số|chi\stiết|cụ\sthể)\b)[^\s,]+){2,14})"
    r"(?=\s*(?:,|\svà\b|$))"
)


def issued_by_one_body(text: str) -> Iterator[Mention]:
    """What one body is said to have issued, each kind of document once: type and body tell it."""
    for match in _HAS_ISSUED.finditer(text):
        body = _BODY_BEFORE.search(text[max(0, match.start() - 90) : match.start()])
        if not body:
            continue
        for item in _ITEM.finditer(match["list"]):
            if _NUMBER_INSIDE.search(item["name"]):
                continue
            kind = {"q": "rule", "k": "plan", "đ": "scheme"}[item.group()[0]]
            start = match.start("list") + item.start()
            mention = Mention(kind, start, start + len(item.group()), start)
            as_named(text, mention, "type-and-body")
            mention.form, mention.issuer_name = "short", " ".join(body["body"].split())
            yield mention


_NUMBER_INSIDE = re.compile(r"\d+[/-]")
