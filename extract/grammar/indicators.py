"""A sentence with several numbers, told apart; and what each number measures, as printed.

``Economic structure: agriculture 25%; industry 26.5%`` gives two parts, each with the head of the
list; in ``95% of schools meet the standard`` the words stand behind the number; in ``6 communes,
bringing the total to 70`` the second number counts what the first one does. The indicator is as
printed less the number and the words that only lead to it ("đạt", "reached", "phấn đấu").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.folding import fold
from extract.grammar.periods import CLOSING_PERIOD, OPENING_PERIOD, Period
from extract.grammar.quantities import Quantity, less_scale, read_unit
from extract.grammar.target_cues import EDGES, cue, cue_at_end, cue_at_start, one_line

_STOP = re.compile(r";\s+|;$|[.!?][\"”’)]?\s+(?=[^\W\d_a-zđ]|[\"“\d(-])|\.\s*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a part of it between semicolons; ``prefix`` is the head of the list it is in
    ("Economic structure at current prices"), ``carried`` the period that opened the paragraph,
    ``aimed`` whether an aim was set before the last semicolon."""

    start: int
    end: int
    periods: list[Period]
    carried: str | None
    prefix: str | None
    aimed: bool = False


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Start, end, and whether a full stop (not a semicolon) stood before."""
    opens = True
    for stop in _STOP.finditer(text, start, end):
        if stop.start() > start:
            yield start, stop.start(), opens
        start, opens = stop.end(), not stop[0].startswith(";")
    if start < end:
        yield start, end, opens


_NO_PREFIX = re.compile(
    r"(?:về|đến|tới|trong|năm|giai đoạn|lĩnh vực|mục tiêu|chỉ tiêu|phấn đấu|một số|các chỉ tiêu"
    r"|by|in|on|for|regarding|summary|targets?|specific|strive)\b",
    re.IGNORECASE,
)


def list_head(text: str, start: int, end: int) -> str | None:
    """The words before a colon that a list follows: they belong to every item of it."""
    colon = text.find(":", start, end)
    if colon < 0 or not text[colon + 1 : end].strip():
        return None
    head = " ".join(text[start:colon].split())
    after = text[colon + 1 : end].lstrip()
    if any(c.isdigit() for c in head) or not head or not after[:1].isalpha():
        return None
    return None if _NO_PREFIX.match(head) or len(head) > 120 else head


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a sentence with the words that are its own.

    ``start`` to ``quantity.start`` stand before it, up to ``end`` after it. ``stated``: a word
    such as "đạt" or "reached" leads to the number. ``shown`` offsets are the evidence.
    """

    start: int
    end: int
    quantity: Quantity
    stated: bool
    shown_start: int
    shown_end: int
    rule: str = ""
    above: str | None = None  # the indicator of the part before


_COMMA = re.compile(
    r",\s+|\s(?:và|and|while|còn|trong đó)\s+|\s\((?=riêng|trong đó|of which|including)"
)


def split_parts(
    text: str, start: int, end: int, quantities: tuple[Quantity, ...]
) -> Iterator[Part]:
    kept = _leading_numbers(text, start, _sharing_denominators(text, quantities))
    bounds = [start]
    for left, right in pairwise(kept):
        bounds.append(_boundary(text, left, right))
    bounds.append(end)
    for index, quantity in enumerate(kept):
        first, last = bounds[index], bounds[index + 1]
        first += len(text[first:last]) - len(text[first:last].lstrip(" ,;:\n"))
        first = min(first, quantity.start)
        stated = is_led(text, first, quantity)
        shown_end = max(first + len(text[first:last].rstrip(" ,;\n")), quantity.end)
        yield Part(first, max(last, quantity.end), quantity, stated, first, shown_end)


_TOTAL = re.compile(r"\b(?:the total|tổng số|tổng cộng)\b", re.IGNORECASE)


def total_of(text: str, part: Part, same: Quantity | None) -> Part:
    """``6 communes ..., bringing the total to 70``: the total is of the same things."""
    total = _TOTAL.search(text, part.start, part.quantity.start)
    if same is None or same.kind != "count" or total is None or part.quantity.unit is not None:
        return part
    return replace(
        part,
        quantity=replace(
            part.quantity, unit=same.unit, unit_normalized=same.unit_normalized, kind="count"
        ),
    )


_AND_ONLY = re.compile(r"\s*(?:,|and|và|,\s*and)\s*")


def _sharing_denominators(text: str, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """``30.6 hospital beds and 8.75 doctors per 10,000 people``: both are per 10,000 people."""
    shared = list(quantities)
    for index in range(len(shared) - 2, -1, -1):
        left, right = shared[index], shared[index + 1]
        per = " per " if right.unit and " per " in right.unit else "/"
        if left.kind != "count" or right.kind != "count" or not left.unit or not right.unit:
            continue
        if per not in right.unit or per in left.unit or not left.unit_normalized:
            continue
        if _AND_ONLY.fullmatch(text, left.end, right.start) is None:
            continue
        by = (right.unit_normalized or "").partition(" per ")[2]
        shared[index] = replace(
            left,
            unit=left.unit + per + right.unit.partition(per)[2],
            unit_normalized=f"{left.unit_normalized} per {by}" if by else left.unit_normalized,
        )
    return tuple(shared)


def _leading_numbers(text: str, start: int, quantities: tuple[Quantity, ...]) -> list[Quantity]:
    """Of numbers that share one stretch without a comma, the one that a verb leads to: in "tốc độ
    trên 1 Gb/s đạt 100%" only the second is what is to be reached."""
    groups: list[list[Quantity]] = []
    for quantity in quantities:
        previous = groups[-1][-1] if groups else None
        if previous and not _COMMA.search(text, previous.end, quantity.start):
            groups[-1].append(quantity)
        else:
            groups.append([quantity])
    kept: list[Quantity] = []
    for group in groups:
        led, begin = [], start
        for quantity in group:
            if is_led(text, begin, quantity):
                led.append(quantity)
            begin = quantity.end
        compared = [q for q in group if not _is_compared(text, start, q)]
        kept += led or compared[:1]
    return kept


def _is_compared(text: str, start: int, quantity: Quantity) -> bool:
    before = text[max(start, quantity.start - 20) : quantity.start]
    return bool(cue_at_end("reference").search(before))


def is_led(text: str, start: int, quantity: Quantity) -> bool:
    before = text[max(start, quantity.start - 60) : quantity.start].rstrip(" (\n")
    return before.endswith((":", "-", "–")) or bool(cue_at_end("level").search(before))


def _boundary(text: str, left: Quantity, right: Quantity) -> int:
    """Where the words of one number end and those of the next begin: the last comma between them
    if the first number leads its words ("95% of ..."), the first one if it ends them."""
    commas = list(_COMMA.finditer(text, left.end, right.start))
    if not commas:
        return left.end
    tight = commas[0].start() - left.end < 3
    chosen = commas[0] if tight else commas[-1]
    return chosen.start()


# --- the indicator -----------------------------------------------------------------------------


def name_indicator(text: str, part: Part, prefix: str | None) -> str:
    """What is measured, as printed, less the number and the words that only lead to it."""
    after = one_line(text[part.quantity.end : part.end])
    if part.rule == "allotted-share" and len(after.partition(",")[0].split()) > 2:
        after = after.partition(",")[0]
    core, led = _less_verb(_head(text, part))
    holds = cue_at_end("holds").search(core)
    if part.above and _is_area(core or after):
        return _elsewhere(part.above, core or after)
    if part.above and fold(core) in _TOTALS:
        return f"{part.above}, {core}"
    if part.above and fold(core) in _CHANGES:
        return one_line(f"{part.above} {core} {after}")
    if part.above and not core and part.stated and not after:
        return part.above
    if not core or (holds is not None and holds.start() == 0):
        words = _number_first(part, after) or core
    elif holds is not None and not counted_unit(core):
        words = " ".join([core, _unit_noun(part.quantity), after])
    elif led or part.stated or holds is not None:
        words = f"{core} {_tail(after)}"
    else:
        noun = _unit_noun(part.quantity)
        goes_on = after[:1].isalpha() or (bool(noun) and after.startswith(","))
        goes_on = goes_on and not OPENING_PERIOD.match(after)
        noun = noun if goes_on or not _AMOUNT.match(core) else ""
        words = " ".join([core, noun, re.sub(r"^of\s+", "", after) if goes_on else ""])
    words = one_line(words).replace(" ,", ",")
    if prefix and not words.lower().startswith(prefix.lower()):
        words = f"{prefix}: {words}"
    return CLOSING_PERIOD.sub("", words.strip(EDGES))


_AMOUNT = re.compile(
    r"(?:tổng|số|tỷ lệ|tỉ lệ|lượng|quy mô|bình quân|total|the total|number|the number|average)\b",
    re.IGNORECASE,
)
_CHANGES = frozenset(["tang", "giam", "tang them", "up", "down", "an increase", "a decrease"])
_TOTALS = frozenset(["the total", "total", "tong so", "tong", "the total number"])


def _tail(after: str) -> str:
    """Words behind a number that still say what is measured: "40% trong tổng số doanh nghiệp"."""
    nearest = re.split(r"[,;(]", after)[0].strip()
    return nearest if cue_at_start("tail").match(nearest) or _is_area(nearest) else ""


_IN = re.compile(r"^(?:in|at|for|ở|tại|đối với|riêng|khu vực|vùng)\s+", re.IGNORECASE)


def _is_area(words: str) -> bool:
    """``in rural areas``  ``ở nông thôn``: only where, not what."""
    words = words.strip(EDGES)
    return cue("areas").fullmatch(_IN.sub("", words)) is not None if words else False


def _elsewhere(above: str, area: str) -> str:
    """The indicator before, for another area: "... đô thị đạt 92%, nông thôn đạt 86%"."""
    area = area.strip(EDGES)
    bare = _IN.sub("", area)
    match = cue("areas").search(above)
    if match is None:
        return f"{above} {area}"
    return f"{above[: match.start()]}{bare}{above[match.end() :]}"


def _head(text: str, part: Part) -> str:
    """The words before the number, less the opening period and the words of the aim."""
    words = _LISTED.sub("", one_line(text[part.start : part.quantity.start]), count=1)
    for _ in range(3):
        shorter = OPENING_PERIOD.sub("", words, count=1) if OPENING_PERIOD.match(words) else words
        match = cue_at_start("lead").match(shorter)
        shorter = shorter[match.end() :] if match else shorter
        if shorter == words:
            break
        words = shorter
    for match in reversed(list(cue("sets").finditer(words))):
        if words[match.end() :].strip(EDGES):
            words = words[match.end() :]
            words = OPENING_PERIOD.sub("", words, count=1) if OPENING_PERIOD.match(words) else words
            break
    for match in reversed(list(_INNER_PERIOD.finditer(words))):
        if len(words[match.end() :].split()) > 2:
            words = words[match.end() :]
            break
    for match in reversed(list(_RAISING.finditer(words))):
        words = words[match.end() :]
        break
    if part.rule == "allotted-share":
        acts = [m for m in cue("allots").finditer(words) if len(words[m.end() :].split()) > 1]
        acts = acts or list(cue("allots").finditer(words))[:1]
        words = words[acts[-1].start() :] if acts else words
    if part.quantity.baseline:
        words = _CHANGING.sub("", words)
    return re.sub(r"^of\s+", "", words.strip(" ,;\n"))


_LISTED = re.compile(r"^\(?[\da-zđ]{1,2}\)\s*")
_INNER_PERIOD = re.compile(r",\s*" + OPENING_PERIOD.pattern, re.IGNORECASE)
_RAISING = re.compile(r",\s*(?:bringing|raising|taking|increasing|nâng|đưa)\s+(?=the\s|tổng\s)")
_CHANGING = re.compile(
    r"\s+(?:tăng|giảm|nâng|increas\w+|rais\w+|reduc\w+|decreas\w+|grow\w*|ris\w+|from|từ|\s)+$",
    re.IGNORECASE,
)


def _less_verb(words: str) -> tuple[str, bool]:
    """The words less "đạt", "reached", ":" at their end, and whether there was one."""
    core, led = words.rstrip(EDGES), words.rstrip().endswith((":", "-", "–"))
    for _ in range(3):
        match = cue_at_end("level").search(core) or cue_at_end("sets").search(core)
        if match is None:
            break
        core, led = core[: match.start()].rstrip(EDGES), True
    return core.lstrip(" ,;:.-–+*_\\"), led


def _unit_noun(quantity: Quantity) -> str:
    """The thing counted ("05 dự án" → "dự án"), which belongs to the words of the indicator."""
    if quantity.kind != "count" or quantity.unit is None or quantity.unit in ("người", "people"):
        return ""
    return less_scale(quantity.unit)


def _number_first(part: Part, after: str) -> str:
    rest = re.sub(r"^(?:of|số)\s+", "", after, flags=re.IGNORECASE)
    return " ".join(filter(None, [_unit_noun(part.quantity), rest])).strip(EDGES)


# "The number of hospital beds per 10,000 people"   "Số giường bệnh/vạn dân"   "Số xã đạt chuẩn"
_NUMBER_OF = re.compile(
    r"\b(?:number\s+of|tổng\s+số|số\s+lượng|số)\s+(?P<noun>[^,;:.()]{2,60})", re.IGNORECASE
)
_PER = re.compile(
    r"^[^/]{2,40}?(?:\s*/\s*|\s+per\s+|\s+trên\s+(?:một\s+)?)[\d.,]*\s?(?:vạn\s+)?\w+"
)


def counted_unit(words: str) -> str | None:
    """The unit that an indicator names by itself, where it is a count of something."""
    named = list(_NUMBER_OF.finditer(one_line(words)))
    if not named:
        core = _less_verb(one_line(words))[0]
        unit = read_unit(core) if len(core) < 80 else None
        counted = unit is not None and unit.kind == "count" and " per " in (unit.normalized or "")
        return core if counted else None
    last = named[-1]
    noun = last["noun"].split()
    full = one_line(words)[last.start("noun") :]
    for length in range(min(len(noun), 7), 0, -1):
        candidate = " ".join(noun[:length])
        unit = read_unit(candidate)
        if unit is None or unit.kind != "count":
            continue
        per = _PER.match(full)
        return per[0].strip() if per and per[0].startswith(candidate) else candidate
    return None


# --- scope -------------------------------------------------------------------------------------

_EN_GROUP = re.compile(
    r"^of\s+(?P<group>[^.;()]{3,120}?)\s+(?:meet|have|has|are|is|use|reach|achieve|receive|access)\b",
    re.IGNORECASE,
)
# "95% cơ quan, nhà trường đạt chuẩn"   "triển khai phần mềm tại 100% tổ chức cơ sở đảng"
_VI_GROUP = re.compile(
    r"^(?:số\s+)?(?P<group>[^.;()]{2,80}?)\s+(?:đạt|có|được|sử\s+dụng|thực\s+hiện|tham\s+gia)\b",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:tại|ở|at)$", re.IGNORECASE)
_VI_WHOLE = re.compile(
    r"\b(?P<group>toàn\s+(?:tỉnh|đảng|ngành|huyện|quốc|thành|vùng|xã\b(?!\s+hội))"
    r"(?:\s+[^\W\d_]+){0,4})$",
    re.IGNORECASE,
)
_NO_AREA = re.compile(r"\s*(?:mới|hóa|hoá|văn\s+minh|thông\s+minh)\b", re.IGNORECASE)


def find_scope(text: str, part: Part, indicator: str) -> str | None:
    """The group or place the number covers, where the line names one."""
    for area in cue("areas").finditer(indicator):
        if not _NO_AREA.match(indicator, area.end()):
            return area[0]
    before = one_line(text[part.start : part.quantity.start])
    after = one_line(text[part.quantity.end : part.end])
    if _AT.search(before) and after:
        return re.split(r"[,;(]", after)[0].strip(EDGES)
    group = _EN_GROUP.match(after) or (None if before else _VI_GROUP.match(after))
    if group is not None:
        return group["group"]
    whole = _VI_WHOLE.search(indicator)
    return whole["group"].strip() if whole else None
