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
from functools import cache
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
    shared: str = ""  # what the next part says of both: "02 huyện và 15 xã đạt chuẩn"
    running: str = ""  # "lũy kế", "cumulatively": the number before is counted in


_COMMA = re.compile(
    r",\s+|\s(?=(?:với|with)\s+(?:a\s)?(?:tổng|số\s+vốn|vốn|diện\s+tích|công\s+suất|total|combined)\s)|\s(?:và|and|while|còn|trong đó)\s+|\s\((?=riêng|trong đó|of which|including)"
)


def split_parts(
    text: str, start: int, end: int, quantities: tuple[Quantity, ...]
) -> tuple[Part, ...]:
    """The numbers of a sentence with their own words; starting values only part the words."""
    kept = _leading_numbers(text, start, _sharing_denominators(text, quantities))
    bounds = [start]
    for left, right in pairwise(kept):
        bounds.append(_boundary(text, left, right))
    bounds.append(end)
    parts: list[Part] = []
    for index, quantity in enumerate(kept):
        first, last = bounds[index], bounds[index + 1]
        first += len(text[first:last]) - len(text[first:last].lstrip(" ,;:\n"))
        attached = _WITH.match(text, first) if index else None
        first = min(attached.end() if attached else first, quantity.start)
        stated = is_led(text, first, quantity)
        shown_end = max(first + len(text[first:last].rstrip(" ,;(\n")), quantity.end)
        parts.append(Part(first, max(last, quantity.end), quantity, stated, first, shown_end))
    return tuple(_sharing_words(text, [part for part in parts if not part.quantity.starting]))


_WITH = re.compile(r"(?:với|with)\s+(?:a\s+)?(?=\w)", re.IGNORECASE)
# "đạt chuẩn nông thôn mới"  "meet the criteria": what is said of the things counted
_PREDICATE = re.compile(
    r"(?<!\w)(?:đạt|có|được|hoàn\s+thành|sử\s+dụng|tham\s+gia|áp\s+dụng|triển\s+khai|ứng\s+dụng"
    r"|meet|meeting|have|has|having|are|is|use|using|reach|achieve|receive|access|recogni[sz]ed"
    r"|complete|completing|apply|participate)\s+\S.*",
    re.IGNORECASE | re.DOTALL,
)


def _sharing_words(text: str, parts: list[Part]) -> list[Part]:
    """``Ít nhất 50% xã và 3 huyện đạt chuẩn``: the comparator before the first number and the
    words behind the last are said of both."""
    for index in range(len(parts) - 2, -1, -1):
        left, right = parts[index], parts[index + 1]
        own = text[left.quantity.end : left.end]
        head = one_line(text[right.start : right.quantity.start])
        if head.lower() not in ("", "và", "and") or _PREDICATE.search(own):
            continue
        if "," not in text[left.quantity.end : right.start] and not head:
            continue
        said = _PREDICATE.search(text[right.quantity.end : right.end])
        shared = right.shared or (one_line(said[0]) if said else "")
        if _number_leads(text, left):
            parts[index] = replace(left, shared=shared)
    for index, (left, right) in enumerate(pairwise(parts)):
        bare = one_line(text[right.start : right.quantity.start]).lower() in ("", "và", "and")
        compared = left.quantity.comparator
        uncompared = right.quantity.comparator == "=" and compared in (">=", "<=")
        alike = left.quantity.kind == right.quantity.kind
        follows = not left.stated or _number_leads(text, left)
        whole = right.quantity.kind == "share" and right.quantity.value == 100
        failing = compared == "<=" and _PREDICATE.search(text, left.quantity.end, left.end)
        if bare and uncompared and alike and follows and not whole and not failing:
            quantity = replace(right.quantity, comparator=compared)
            parts[index + 1] = replace(right, quantity=quantity)
    return parts


def _number_leads(text: str, part: Part) -> bool:
    """``50% of schools``, ``có 02 huyện``: what is measured stands behind the number."""
    core = _less_verb(_head(text, part))[0]
    holds = cue_at_end("holds").search(core)
    return not core or core.lower() in ("và", "and") or bool(holds and holds.start() == 0)


# "98%, up from 94% at present"  "58% (năm 2025 là 56,2%)"  "(hiện nay 62,5%)"
_STARTS_FROM = re.compile(
    r"(?:(?:^|[\s,(])(?:(?:up|down|rising|falling|increasing|decreasing)\s+from"
    r"|compared|against|versus)"
    r"(?:\s+(?:from|with|to|the|a|level|rate|figure|of|current|present|currently|in|20\d\d))*"
    r"|\bso\s+với\s+(?:mức|tỷ\s+lệ|tỉ\s+lệ|con\s+số)"
    r"|\(\s*(?:hiện\s+nay|hiện\s+tại|hiện|thực\s+hiện|ước|currently|now|at\s+present)[^()\d]{0,20}"
    r"|\(\s*(?:(?:ước|thực\s+hiện)\s+)?(?:năm|in)\s+(?P<year>20\d\d)[^()\d]{0,20})\s*$",
    re.IGNORECASE,
)
_STARTS_REACH = 60


def starting_values(
    text: str, start: int, quantities: tuple[Quantity, ...], issued: int | None
) -> tuple[Quantity, ...]:
    """The numbers of a sentence; one that only says where a change starts is marked and goes into
    the baseline of the number before it."""
    marked = list(quantities)
    for index in range(1, len(marked)):
        left, right = marked[index - 1], marked[index]
        match = _STARTS_FROM.search(text, max(left.end, right.start - _STARTS_REACH), right.start)
        if match is None or (match["year"] and not int(match["year"]) < (issued or 0)):
            continue
        marked[index] = replace(right, starting=True)
        if left.baseline is None and not left.starting:
            words = one_line(text[right.number_start : right.end])
            named = f"{words} ({match['year']})" if match["year"] else words
            marked[index - 1] = replace(left, baseline=named)
    return tuple(marked)


def starting_words(text: str, quantity: Quantity) -> tuple[int, int]:
    """The stretch that a starting value takes with the words that lead to it."""
    begin = max(0, quantity.start - _STARTS_REACH)
    match = _STARTS_FROM.search(text, begin, quantity.start)
    tail = re.compile(
        r"\s*(?:at present|currently|hiện nay|hiện tại|in 20\d\d|năm 20\d\d)?\)?", re.I
    )
    end = tail.match(text, quantity.end)
    return (match.start() if match else quantity.start), (end.end() if end else quantity.end)


_TOTAL = re.compile(r"\b(?:the total|tổng số|tổng cộng)\b", re.IGNORECASE)


def total_of(text: str, part: Part, same: Quantity | None) -> Part:
    """``6 communes ..., bringing the total to 70``: the total is of the same things; so is a part
    (``20,000 workers, including 1,500 sent abroad``)."""
    quantity = part.quantity
    if same is None or same.kind != "count" or quantity.unit is not None:
        return part
    if _TOTAL.search(text, part.start, quantity.start):
        named = replace(
            quantity, unit=same.unit, unit_normalized=same.unit_normalized, kind="count"
        )
        return replace(part, quantity=named)
    named_behind = _ARE.match(text, quantity.end, part.end)
    if not _OF_WHICH.fullmatch(text, part.start, quantity.start):
        return part
    if named_behind:
        return replace(part, quantity=_named_behind(quantity, named_behind["noun"], same))
    unit = less_scale(same.unit or "")
    return replace(
        part,
        quantity=replace(quantity, unit=unit, unit_normalized=same.unit_normalized, kind="count"),
    )


_OF_WHICH = re.compile(
    r"[\s,(]*(?:of which|in which|including|among them|trong đó|bao gồm)(?:\s+có)?\s*",
    re.IGNORECASE,
)
_ARE = re.compile(r"\s*(?:are|is|being|là)\s+(?P<noun>[^,;.()]{2,60})", re.IGNORECASE)


def _named_behind(quantity: Quantity, noun: str, same: Quantity) -> Quantity:
    """``of which 35,000 are international visitors``: the words behind name the unit."""
    noun = one_line(noun)
    words = noun.split()
    for first in range(len(words)):
        unit = read_unit(" ".join(words[first:]))
        if unit is not None and unit.kind == "count":
            return replace(quantity, unit=noun, unit_normalized=unit.normalized, kind="count")
    return replace(
        quantity,
        unit=less_scale(same.unit or ""),
        unit_normalized=same.unit_normalized,
        kind="count",
    )


_PER_SOMETHING = re.compile(r"(?:/|\s(?:per|trên|mỗi|each)\s).+", re.IGNORECASE)
_AND_ONLY = re.compile(r"\s*(?:,|and|và|,\s*and)\s*")


def _sharing_denominators(text: str, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """``30.6 hospital beds and 8.75 doctors per 10,000 people``: both are per 10,000 people."""
    shared = list(quantities)
    for index in range(len(shared) - 2, -1, -1):
        left, right = shared[index], shared[index + 1]
        if left.kind != "count" or right.kind != "count" or not left.unit or not right.unit:
            continue
        per = _PER_SOMETHING.search(right.unit)
        if per is None or _PER_SOMETHING.search(left.unit) or not left.unit_normalized:
            continue
        if _AND_ONLY.fullmatch(text, left.end, right.start) is None:
            continue
        unit = read_unit(left.unit + per[0])
        named = unit.normalized if unit else left.unit_normalized
        shared[index] = replace(left, unit=left.unit + per[0], unit_normalized=named)
    return tuple(shared)


def _leading_numbers(text: str, start: int, quantities: tuple[Quantity, ...]) -> list[Quantity]:
    """Of numbers that share one stretch without a comma, the one that a verb leads to: in "tốc độ
    trên 1 Gb/s đạt 100%" only the second is what is to be reached."""
    groups: list[list[Quantity]] = []
    for quantity in quantities:
        previous = groups[-1][-1] if groups else None
        alone = quantity.starting or (previous is not None and previous.starting)
        if previous and not alone and not _COMMA.search(text, previous.end, quantity.start):
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


_DASH = re.compile(r"\s*[-–]\s")


def _boundary(text: str, left: Quantity, right: Quantity) -> int:
    """Where the words of one number end and those of the next begin: the last comma between them
    if the first number leads its words ("95% of ..."), the first one if it ends them."""
    commas = list(_COMMA.finditer(text, left.end, right.start))
    if right.starting:
        return max(left.end, starting_words(text, right)[0])
    if not commas:
        return left.end
    if _DASH.match(text, left.end, right.start):
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
    after = _NEXT_CLAUSE.split(after)[0]
    core, led = _less_verb(_head(text, part))
    holds = cue_at_end("holds").search(core)
    if part.above:
        named = _like_above(part, part.above, core, after)
        if named is not None:
            return named
    core = re.sub(r"^riêng\s+", "", core, flags=re.IGNORECASE)
    if not core or (holds is not None and holds.start() == 0):
        words = _number_first(part, f"{after} {part.shared}".strip()) or core
    elif holds is not None and not counted_unit(core):
        words = " ".join([core, _unit_noun(part.quantity), after])
    elif led or part.stated or holds is not None:
        words = f"{core} {_tail(after) or _whole_of(part.quantity, after)}"
    else:
        noun = _unit_noun(part.quantity)
        goes_on = after[:1].isalpha() or (bool(noun) and after.startswith(","))
        goes_on = goes_on and not OPENING_PERIOD.match(after)
        noun = noun if goes_on or not _AMOUNT.match(core) else ""
        words = " ".join([core, noun, re.sub(r"^of\s+", "", after) if goes_on else ""])
    words = one_line(words).replace(" ,", ",")
    if prefix and not words.lower().startswith(prefix.lower()):
        words = f"{prefix}: {words}"
    return CLOSING_PERIOD.sub("", words.strip(EDGES)).strip(EDGES)


# "..., tiến tới không còn ca tử vong"   "..., góp phần giảm nghèo"
_NEXT_CLAUSE = re.compile(
    r",\s*(?:tiến tới|hướng tới|góp phần|nhằm|phấn đấu|thereby|contributing"
    r"|(?:he|she|they|who)\s(?:said|added|noted|stressed)|said|according\sto|adding)\b",
    re.IGNORECASE,
)


def _like_above(part: Part, above: str, core: str, after: str) -> str | None:
    """The indicator of the part before, where this one only says of which year or place."""
    stepless = _LAST_STEP.sub("", above)
    if _LAST_STEP.fullmatch(f" {core}"):
        return f"{stepless} {core}"
    above = stepless if not core and part.rule == "allotted-share" else above
    noun = _unit_noun(part.quantity)
    same_thing = not noun or noun.lower() in above.lower()
    tailed = not after or _ONLY_PERIOD.fullmatch(after) or cue_at_start("tail").match(after)
    if not core and same_thing and tailed:
        return above
    if not core and same_thing and _COMPARED_WITH.match(after):
        return f"{above} {after}"
    if core and _is_area(core):
        return _elsewhere(above, core)
    if core and not noun and tailed and part.quantity.kind == "share":
        elsewhere = _at_another_place(above, core)
        if elsewhere is not None:
            return elsewhere
    if not core and _is_area(after):
        return _elsewhere(above, after)
    said = _PREDICATE.match(after) if not core else None
    whose = _PREDICATE.search(above)
    if said and whose and whose.start() > 0 and part.quantity.kind == "share":
        return f"{above[: whose.start()]}{after}"
    if fold(core) in _TOTALS:
        return f"{above}, {core}"
    if part.running and same_thing and not after:
        return f"{above}, {part.running}"
    if fold(core) in _CHANGES:
        return one_line(f"{above} {core} {after}")
    place = _LAST_CHANGE.sub("", core)
    if _ONLY_PLACE.fullmatch(place) and not after:
        return f"{above} {place}"
    return None


_QUARTER = r"quý\s+(?:I{1,3}|IV|[1-4])"
# giải ngân | quý II
_LAST_STEP = re.compile(
    rf"\s+(?:(?:hết|trong|cuối)\s+)?(?:{_QUARTER}|Q[1-4])$",
    re.IGNORECASE,
)
_LAST_CHANGE = re.compile(r"\s+(?:tăng|giảm|falls?|rises?)$", re.IGNORECASE)


_ONLY_PERIOD = re.compile(OPENING_PERIOD.pattern, re.IGNORECASE)
# "in poor districts" (by 5%)   "riêng các huyện nghèo" (giảm 4%)
_ONLY_PLACE = re.compile(
    r"(?:in|at|among|riêng|ở|tại)\s+(?!tỷ|tỉ|số|tổng)(?:[^\W\d]+\s+){0,5}[^\W\d]+", re.IGNORECASE
)
_AMOUNT = re.compile(
    r"(?:tổng|số|tỷ lệ|tỉ lệ|lượng|quy mô|bình quân|total|the total|number|the number|average)\b",
    re.IGNORECASE,
)
_CHANGES = frozenset(["tang", "giam", "tang them", "up", "down", "an increase", "a decrease"])
_TOTALS = frozenset(["the total", "total", "tong so", "tong", "ca nam", "the total number"])


def _tail(after: str) -> str:
    """Words behind a number that still say what is measured: "40% trong tổng số doanh nghiệp"."""
    nearest = re.split(r"[,;(]", after)[0].strip()
    return nearest if cue_at_start("tail").match(nearest) or _is_area(nearest) else ""


_OF_WHAT = re.compile(r"(?:số|đối tượng|người|hộ|trường hợp|cơ sở)\s[^\W\d_][^,;.()]{2,60}")


def _whole_of(quantity: Quantity, after: str) -> str:
    """``tỷ lệ tiêm đạt 95% đối tượng được rà soát``: of whom a rate is, right behind it."""
    whole = _OF_WHAT.match(after) if quantity.unit == "%" else None
    return whole[0].strip() if whole and OPENING_PERIOD.search(whole[0]) is None else ""


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


_COMPARED_WITH = re.compile(r"(?:so\s+với|compared\s+(?:with|to))\s", re.IGNORECASE)
# "Tỷ lệ khám bệnh tại tuyến tỉnh"   "the share of trained nurses in district hospitals"
_PLACE_AT_END = re.compile(
    r"^(?P<measure>(?:tỷ\s+lệ|tỉ\s+lệ|tỷ\s+trọng|the\s|share|rate|proportion|percentage).{8,}?)"
    r"\s(?:(?:tại|ở|đối\s+với|in|at|for)\s)(?P<place>[^,;:()]{2,50})$",
    re.IGNORECASE,
)
_MEASURES = re.compile(
    r"\b(?:tỷ|tỉ|số|tổng|mức|tốc|thu|chi|giá|sản|diện|năng|độ|rate|share|proportion|percentage"
    r"|number|total|growth|tăng|giảm|có|được|sử|dùng)\b",
    re.IGNORECASE,
)
_AT_A_PLACE = re.compile(r"^(?:tại|ở|đối\s+với|in|at|for)\s+", re.IGNORECASE)
_LONGEST_PLACE = 7  # words


def _at_another_place(above: str, core: str) -> str | None:
    """``Tỷ lệ khám bệnh tại tuyến tỉnh đạt 25%, tuyến huyện đạt 30%``: the same of another place.

    The words must name a place: they begin as the place above does ("tuyến"), with "ở" or "at", or
    with a kind of place ("trạm y tế xã"), and have no word of their own for what is measured.
    """
    match = _PLACE_AT_END.match(above)
    if match is None or _PREDICATE.search(match["place"]):
        return None
    if _MEASURES.search(core) or len(core.split()) > _LONGEST_PLACE:
        return None
    place = _AT_A_PLACE.sub("", core, count=1)
    alike = place.split()[0].lower() == match["place"].split()[0].lower()
    if place == core and not alike and not cue_at_start("places").match(place):
        return None
    return f"{above[: match.start('place')]}{place}"


_AND = re.compile(r",\s+(?:và\s+|and\s+)?|\s+(?:và|and)\s+")


def name_in_turn(indicator: str, index: int, count: int) -> str:
    """``Tỷ lệ hộ dùng nước sạch ở đô thị và nông thôn lần lượt đạt 98% và 75%``: the name of the
    number in place ``index`` of ``count``; all of them where the names are not as many."""
    first, *others = _AND.split(indicator)
    if len(others) + 1 != count or any(character.isdigit() for character in indicator):
        return indicator
    names = [first, *(_after_the_first(first, name) for name in others)]
    return indicator if None in names else names[index] or indicator


def _after_the_first(first: str, name: str) -> str | None:
    if _is_area(name):
        return _elsewhere(first, name) if cue("areas").search(first) else None
    measured = _MEASURES.match(name)
    return name if measured else _at_another_place(first, name)


def _head(text: str, part: Part) -> str:
    """The words before the number, less the opening period and the words of the aim."""
    words = _LISTED.sub("", one_line(text[part.start : part.quantity.start]), count=1)
    words = _CREDITED.sub("", words, count=1)
    for _ in range(3):
        shorter = OPENING_PERIOD.sub("", words, count=1) if OPENING_PERIOD.match(words) else words
        match = cue_at_start("lead").match(shorter)
        shorter = shorter[match.end() :] if match else shorter
        if shorter == words:
            break
        words = shorter
    for match in reversed(list(_aims().finditer(words))):
        behind, before = words[match.end() :].strip(EDGES), words[: match.start()].strip(EDGES)
        if behind and before and not _less_verb(behind)[0] and not _is_actor(before):
            words = before  # "Kim ngạch xuất khẩu phấn đấu đạt 2,5 tỷ USD"
            break
        if behind:
            words = words[match.end() :]
            words = OPENING_PERIOD.sub("", words, count=1) if OPENING_PERIOD.match(words) else words
            break
    for match in reversed(list(_INNER_PERIOD.finditer(words))):
        if len(words[match.end() :].split()) > 2:
            words = words[match.end() :]
            break
    for clause in (_RAISING, _ENSURING):
        for match in reversed(list(clause.finditer(words))):
            words = words[match.end() :]
            break
    if part.rule in ("allotted-share", "act-by-year"):
        acts = [m for m in cue("allots").finditer(words) if len(words[m.end() :].split()) > 1]
        acts = acts or list(cue("allots").finditer(words))[:1]
        acts = acts or [m for m in cue("whole").finditer(words) if m[0].lower() != "tại"]
        words = words[acts[-1].start() :] if acts else words
    if part.rule == "aim-by-year":
        words = _SO_THAT.split(words)[-1]
    if part.quantity.baseline:
        words = _CHANGING.sub("", words)
    words = _BARE_STEP.sub("", words.strip(" ,;\n"), count=1)
    return re.sub(r"^of\s+", "", words)


# hết quý III | giải ngân
_BARE_STEP = re.compile(
    rf"^(?:đến\s+)?(?:hết|cuối|trong)\s+(?:{_QUARTER}|năm(?!\s+\d))(?:\s+nay)?\b[\s,]*",
    re.IGNORECASE,
)


@cache
def _aims() -> re.Pattern[str]:
    return re.compile(f"{cue('sets').pattern}|{cue('sets_news').pattern}", re.IGNORECASE)


_LISTED = re.compile(
    r"^(?:\(?[\da-zđ]{1,2}\)\s*)?(?:\((?![^()]*\)))?(?:(?:và|and)\s+)?", re.IGNORECASE
)
# "Under a resolution adopted in July, installed capacity ..."   "Theo kế hoạch của tỉnh, ..."
_CREDITED = re.compile(
    r"^(?:under|according\s+to|as\s+part\s+of|theo)\s[^,;:]{5,120},\s+(?=\S)", re.IGNORECASE
)
_INNER_PERIOD = re.compile(r",\s*" + OPENING_PERIOD.pattern, re.IGNORECASE)
_RAISING = re.compile(r",\s*(?:bringing|raising|taking|increasing|nâng|đưa)\s+(?=the\s|tổng\s)")
# "Tổ chức tiêm bù, bảo đảm | tỷ lệ tiêm đạt"
_ENSURING = re.compile(
    r",\s*(?:bảo đảm|đảm bảo|phấn đấu|ensuring(?:\sthat)?)\s+(?=(?:tỷ|tỉ)\slệ\s|số\s|the\s)",
    re.IGNORECASE,
)
# "Open classes so that | 60% of pupils can swim"   "Mở lớp bơi để | 60% học sinh biết bơi"
_SO_THAT = re.compile(r"\b(?:so\s+that|such\s+that|sao\s+cho|để)(?=\s|$)", re.IGNORECASE)
_CHANGING = re.compile(
    r"(?:^|\s+)(?:tăng|giảm|nâng|increas\w+|rais\w+|reduc\w+|decreas\w+|grow\w*|ris\w+|from|từ|\s)+$",
    re.IGNORECASE,
)


def _less_verb(words: str) -> tuple[str, bool]:
    """The words less "đạt", "reached", ":" at their end, and whether there was one."""
    core, led = words.rstrip(EDGES), words.rstrip().endswith((":", "-", "–"))
    for _ in range(3):
        match = cue_at_end("sets").search(core) or cue_at_end("level").search(core)
        if match is None:
            break
        core, led = core[: match.start()].rstrip(EDGES), True
    return core.lstrip(" ,;:.-–+*_\\"), led


def _is_actor(words: str) -> bool:
    """Whether who strives stands before the words of the aim, and not what is measured."""
    return _is_area(words) or bool(_ACTOR.match(words))


# "The province strives to reach 8%"   "Toàn ngành phấn đấu đạt 95%"   "Các sở, ngành phấn đấu ..."
_ACTOR = re.compile(
    r"(?:the\s+)?(?:province|city|district|commune|ward|country|government|sector|committee|department)\b"
    r"|(?:toàn\s+)?(?:tỉnh|thành\s+phố|huyện|xã|phường|ngành|đảng\s+bộ|đơn\s+vị|địa\s+phương)\b(?!\s+(?:hội|nghề))"
    r"|(?:các|mỗi|từng|each|all)\s|(?:UBND|Ủy\s+ban|Sở|Bộ|Ban|Cục|Chính\s+phủ)\b",
    re.IGNORECASE,
)


def _unit_noun(quantity: Quantity) -> str:
    """The thing counted ("05 dự án" → "dự án"), which belongs to the words of the indicator."""
    if quantity.kind != "count" or quantity.unit is None:
        return ""
    noun = less_scale(quantity.unit)
    return "" if noun in _UNSAYING else noun


_UNSAYING = frozenset(
    ["người", "people", "lượt", "visits", "con"]
)  # the words before say who or what


def _number_first(part: Part, after: str) -> str:
    if part.quantity.unit and after.lower().endswith(part.quantity.unit.lower()):
        return re.sub(r"^(?:are|is|being|là)\s+", "", after)
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
        counted = unit is not None and unit.kind == "count" and " per " in (unit.canon or "")
        return core if counted else None
    last = named[-1]
    noun = re.split(r"[\s/]+", last["noun"])
    full = one_line(words)[last.start("noun") :]
    for length in range(min(len(noun), 7), 0, -1):
        candidate = " ".join(noun[:length])
        unit = read_unit(candidate)
        if unit is None or unit.kind != "count":
            continue
        per = _PER.match(full)
        by = read_unit(per[0]) if per and per[0].startswith(candidate) else None
        return per[0].strip() if per and by and " per " in (by.canon or "") else candidate
    return None


_NOUN = re.compile(r"[^\S\n]*(?:\n[^\S\n]*)?(?P<word>[^\W\d_][\w-]*)")
_LONGEST_NOUN = 5  # words; a longer phrase says more than what is counted
_HEAD_NOUN = 3


def counted_at_end(words: str) -> str | None:
    """What an indicator counts by its last words: "Total tourist arrivals:", "Tổng lượt khách"."""
    last = one_line(words).rstrip(" :").split()[-_LAST_WORDS:]
    for length in range(len(last), 0, -1):
        unit = read_unit(" ".join(last[-length:]))
        if unit is not None and unit.kind == "count":
            return " ".join(last[-length:])
    return None


def counted_at_head(words: str) -> str | None:
    """What a line counts that says its number alone: "Communes meeting the standards: 6"."""
    if not words.rstrip().endswith(":"):
        return None
    first = one_line(words).split()[:_LAST_WORDS]
    for length in range(len(first), 0, -1):
        unit = read_unit(" ".join(first[:length]))
        if unit is not None and unit.kind == "count":
            return " ".join(first[:length]).lower()
    return None


_LAST_WORDS = 3


def counted_noun(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The noun phrase right behind a number and where it ends, up to a verb or preposition:
    ``02 khu neo đậu | tránh trú bão``."""
    words: list[str] = []
    last = start
    ends: list[int] = []
    while len(words) <= _LONGEST_NOUN:
        match = _NOUN.match(text, last, end)
        if match is None or not match["word"][0].islower():
            break
        if cue("ends_noun").fullmatch(match["word"].lower()):
            break
        words.append(match["word"])
        last = match.end()
        ends.append(last)
    length = len(words) if len(words) <= _LONGEST_NOUN else _HEAD_NOUN
    noun = " ".join(words[:length])
    return (noun, ends[length - 1]) if words and not cue("no_count").match(noun) else None


# --- scope -------------------------------------------------------------------------------------

_EN_GROUP = re.compile(
    r"^of\s+(?P<group>[^.;()]{3,120}?)\s+(?:(?:will|shall|should|must)\s+|be\s+)?"
    r"(?:meet|have|has|are|is|use|reach|achieve|receive|access)\b",
    re.IGNORECASE,
)
# "95% cơ quan, nhà trường đạt chuẩn"   "triển khai phần mềm tại 100% tổ chức cơ sở đảng"
_VI_GROUP = re.compile(
    r"^(?:số\s+)?(?P<group>[^.;()]{2,80}?)\s+(?:(?:không|chưa)\s+)?(?:đạt|có|được|sử\s+dụng|thực\s+hiện|tham\s+gia)\b",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:tại|ở|at)$", re.IGNORECASE)
_VI_WHOLE = re.compile(
    r"\b(?P<group>toàn\s+(?:tỉnh|đảng|ngành|huyện|quốc|thành|vùng|xã\b(?!\s+hội))"
    r"(?:\s+(?!có\b|đạt\b|phấn\b)[^\W\d_]+){0,4})$",
    re.IGNORECASE,
)
_NO_AREA = re.compile(r"\s*(?:mới|hóa|hoá|văn\s+minh|thông\s+minh)\b", re.IGNORECASE)


def find_scope(text: str, part: Part, indicator: str) -> str | None:
    """The group or place the number covers, where the line names one."""
    noun = _unit_noun(part.quantity)
    for area in cue("areas").finditer(indicator):
        if area[0].lower() == noun.lower():
            continue
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
