"""Numbers with their units: shares, money, areas, counts, ranges, in both languages.

A document writes 41,7 % or 41.7 %, 33.800 tỷ đồng or 33,800 billion VND. Which mark separates
thousands follows from the language, and where that does not fit, from the unit (a count is whole, a
share is below 1,000 %). A number that may still be two different things is refused with a reason,
never guessed. Units, scales and comparators are ``vocabulary/units.csv`` and ``comparators.csv``.

Dates, years, terms (2021-2025), ordinals, provision and document numbers, ages and time limits,
fractions (22/22 xã) and telephone numbers are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extract import vocabulary
from extract.facts import Comparator, Language, Span, Target


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed (in the order number, scale, unit, per what) and what it stands for.

    ``normalized`` is the base unit: VND, USD, %, persons and physical units have one spelling;
    what else is counted keeps the document's own words ("giường bệnh/10.000 dân"). It is ``None``
    where only a scale is printed; ``factor`` leads from the printed number to it. ``canon`` is the
    one English name ("hospital beds per 10,000 people"), to compare documents.
    """

    printed: str
    normalized: str | None
    factor: float
    kind: str
    canon: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or range with its unit; ``start``/``end`` cover comparator, number and unit.

    ``value`` is ``None`` where the number was refused; ``refused`` then says why. ``baseline`` is
    where a change starts ("tăng từ 12% lên 15%"); ``starting`` marks a number that is only that
    ("98%, up from 94%").
    """

    start: int
    end: int
    number_start: int
    value: float | None
    value_to: float | None = None
    comparator: Comparator = "="
    unit: str | None = None
    value_normalized: float | None = None
    value_to_normalized: float | None = None
    unit_normalized: str | None = None
    kind: str = ""
    baseline: str | None = None
    refused: str | None = None
    starting: bool = False


def as_target(quantity: Quantity, indicator: str, span: Span) -> Target:
    """The target that ``quantity`` is where ``indicator`` is what it measures."""
    return Target(
        indicator=indicator,
        span=span,
        value=quantity.value,
        comparator=quantity.comparator,
        value_to=quantity.value_to,
        unit=quantity.unit,
        value_normalized=quantity.value_normalized,
        value_to_normalized=quantity.value_to_normalized,
        unit_normalized=quantity.unit_normalized,
        baseline=quantity.baseline,
    )


# --- numbers -----------------------------------------------------------------------------------

# 5  7,5  33.800  1.234.567,8  20,000
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LONGEST = 24  # characters; a longer run of digits is a code
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")


def read_number(printed: str, language: Language, kind: str = "") -> float | None:
    """The value of a printed number, or ``None`` where it may be two different things.

    ``kind`` is the kind of its unit: a count is whole, a share below 1,000.
    >>> read_number("33.800", "vi"), read_number("33,800", "en"), read_number("41,7", "en")
    (33800.0, 33800.0, 41.7)
    """
    if len(printed) > _LONGEST:
        return None
    if printed.isdigit():
        return float(printed)
    marks = [c for c in printed if c in ".,"]
    if len(marks) > 1:
        if _GROUPED.fullmatch(printed) is None:
            return None
        thousands = marks[0]
        return float(printed.replace(thousands, "").replace(",", "."))
    whole, fraction = re.split(r"[.,]", printed)
    as_decimal = float(f"{whole}.{fraction}")
    if len(fraction) != 3 or len(whole) > 3 or whole == "0":
        return as_decimal
    if kind == "share":
        return as_decimal
    if marks[0] == ("." if language == "vi" else ",") or kind == "count":
        return float(whole + fraction)
    return None


# --- units -------------------------------------------------------------------------------------


def _phrases(kinds: frozenset[str], exclude: bool = False) -> dict[str, tuple[str, str]]:
    """Printed words (lower case) → (unit, kind), both languages."""
    found: dict[str, tuple[str, str]] = {}
    for row in vocabulary.rows("units"):
        if (row["kind"] in kinds) is exclude:
            continue
        for words in (*vocabulary.values(row["vi"]), *vocabulary.values(row["en"])):
            found.setdefault(words.lower(), (row["unit"], row["kind"]))
    return found


_NOT_UNITS = frozenset(["scale", "per", "abbreviation"])


@cache
def _units() -> dict[str, tuple[str, str]]:
    return _phrases(_NOT_UNITS, exclude=True)


@cache
def _scales() -> dict[str, tuple[str, str]]:
    return _phrases(frozenset(["scale"]))


@cache
def _abbreviations() -> dict[str, tuple[str, str]]:
    return _phrases(frozenset(["abbreviation"]))


@cache
def _denominators() -> dict[str, tuple[str, str]]:
    return _phrases(frozenset(["per"]))


def _alternatives(phrases: dict[str, tuple[str, str]]) -> str:
    """Longest first; a word ends at a word's end, a space in a phrase is any one white space."""
    ordered = sorted(phrases, key=len, reverse=True)
    spelled = (
        r"[\s,]{1,2}".join(re.escape(word) for word in phrase.split())
        + (r"(?![^\W_])" if phrase[-1].isalnum() else "")
        for phrase in ordered
    )
    return "(?:" + "|".join(spelled) + ")"


@cache
def _unit_pattern() -> re.Pattern[str]:
    """``tỷ đồng`` ``triệu đồng/người/năm`` ``%/năm`` ``giường/vạn dân`` ``million VND per year``
    ``foreign visitors``"""
    return re.compile(
        rf"""
        [^\S\n]*(?:\n(?-i:(?=[a-zđ%])))?
        (?:(?:more|additional|further|new|new-style)\s)?
        (?P<which>(?:foreign|international|domestic|poor|rural|urban|social|public|private|concentrated|dilapidated|makeshift|temporary|scattered)\s(?=[a-z]))?
        (?P<scale>{_alternatives(_scales())})?
        (?:[^\S\n]*(?:\n(?-i:(?=[a-zđA-Z%])))?(?P<unit>{_alternatives(_units())}))?
        (?P<per>(?:(?:\s?/\s?|\s(?:per|trên|mỗi|each)\s|\s(?:a|an)\s(?=year|month|day))
                (?:{_alternatives(_denominators())})){{0,3}})
        """,
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _per_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:/|per|trên|mỗi|each|\ba|\ban)\s*(?P<per>{_alternatives(_denominators())})",
        re.IGNORECASE,
    )


@cache
def _currency_before() -> re.Pattern[str]:
    """``VND 55.5 million``  ``US$ 3 billion``: the currency stands before the number."""
    return re.compile(r"(?:\b(?:VND|VNĐ|USD|EUR)|US\$|\$|€)\s?$", re.IGNORECASE)


def _plain(words: str) -> str:
    return re.sub(r"[\s,]+", " ", words.strip()).lower()


def _lookup(phrases: dict[str, tuple[str, str]], words: str) -> tuple[str, str]:
    squeezed = " ".join(words.lower().split())
    return phrases.get(squeezed) or phrases[_plain(words)]


def read_unit(words: str) -> Unit | None:
    """The unit that ``words`` (a table's unit cell, brackets after an indicator) name, or ``None``.

    >>> read_unit("triệu đồng/người/năm").normalized, read_unit("nghìn xã").normalized
    ('VND', 'xã')
    """
    words = " ".join(words.split()).strip(" .:")
    if words.startswith("(") and words.endswith(")"):
        words = words[1:-1].strip()
    if not any(c.isalnum() or c in "%‰$€" for c in words):
        return None
    longer = _abbreviated(words)
    if longer is not None:
        return longer
    match = _unit_pattern().match(words)
    if match is None or match.end() < len(words) or not (match["unit"] or match["scale"]):
        if words.startswith("%"):
            return Unit(words, "%", 1.0, "share", "%")
        counted = _NUMBER_OF.match(words)
        unit = read_unit(words[counted.end() :]) if counted else None
        if unit is not None and unit.kind == "count":
            return Unit(words, unit.normalized, unit.factor, "count", unit.canon)
        return Unit(words, words, 1.0, "", words)
    return _unit_of(match, None)


_BY_THOUSANDS = re.compile(r"1(?P<zeros>(?:[., ]?000){1,3})\s(?P<unit>\D.*)")


def _abbreviated(words: str) -> Unit | None:
    """``1.000 con``, ``trđ/người/năm``: a scale in figures, or a unit that tables cut short."""
    thousands = _BY_THOUSANDS.fullmatch(words)
    if thousands is not None:
        unit = read_unit(thousands["unit"])
        factor = 10.0 ** thousands["zeros"].count("0")
        return replace(unit, printed=words, factor=unit.factor * factor) if unit else None
    short, slash, per = words.partition("/")
    meant = _abbreviations().get(short.strip().lower())
    unit = read_unit(f"{meant[0]}{slash}{per}") if meant else None
    return replace(unit, printed=words) if unit else None


_NUMBER_OF = re.compile(r"(?:số\s+lượng|số|number\s+of)\s+", re.IGNORECASE)


def canonical_unit(unit: str | None) -> str | None:
    """One name for a base unit in whichever language it is written, to compare documents.

    >>> canonical_unit("giường bệnh/vạn dân"), canonical_unit("hospital beds per 10,000 people")
    ('hospital beds per 10,000 people', 'hospital beds per 10,000 people')
    """
    read = read_unit(unit) if unit else None
    return read.canon if read else unit


def less_scale(unit: str) -> str:
    """A printed unit without its scale: ``million visitors`` → ``visitors``."""
    match = _unit_pattern().match(unit)
    return (
        f"{match['which'] or ''}{unit[match.start('unit') :]}" if match and match["unit"] else unit
    )


def _unit_of(match: re.Match[str], currency: str | None) -> Unit | None:
    scale, unit, per = match["scale"], match["unit"], match["per"] or ""
    if not (scale or unit or currency):
        return None
    factor = float(_lookup(_scales(), scale)[0]) if scale else 1.0
    base, kind = _lookup(_units(), unit or currency or "") if unit or currency else (None, "")
    which = match["which"] if unit else None
    printed = " ".join(filter(None, [which, scale, _currency_name(unit or currency)]))
    printed = " ".join(printed.split()) + _squeezed(per)
    named = " ".join(filter(None, [which and which.strip(), unit])) or None
    normalized = _normalized(base, kind, named, per)
    return Unit(printed, normalized, factor, kind, _canon(base, kind, per))


def _currency_name(unit: str | None) -> str:
    """``dong`` and ``dongs`` in an English rendering are VND, as most renderings print it."""
    return "VND" if unit is not None and unit.lower() in ("dong", "dongs") else unit or ""


def _squeezed(per: str) -> str:
    words = " ".join(per.split())
    return words if not words or words.startswith("/") else f" {words}"


# Counted things, multiples and places keep the words of the document, all else has one spelling.
_IN_OWN_WORDS = frozenset(["count", "ratio", "score", "rank", "time"])


def _normalized(base: str | None, kind: str, unit: str | None, per: str) -> str | None:
    """Money and shares stay what they are per head or year; counts keep what they are counted by.

    ``triệu đồng/năm`` → VND; ``triệu xã`` → xã; ``giường bệnh/vạn dân`` stays.
    """
    if base is None or kind in ("money", "share"):
        return base
    by = [m for m in _per_pattern().finditer(per) if _by_what(m) not in ("year", "month")]
    if by:
        in_english = all(m["per"].lower() in _english_denominators() for m in by)
        named = [f" per {_by_what(m)}" if in_english else _squeezed(m[0]) for m in by]
        return _own_words(unit or base) + "".join(named)
    return _own_words(unit or base) if kind in _IN_OWN_WORDS and base != "persons" else base


def _canon(base: str | None, kind: str, per: str) -> str | None:
    if base is None or kind in ("money", "share"):
        return base
    by = [_by_what(match) for match in _per_pattern().finditer(per)]
    return " per ".join([base, *(name for name in by if name not in ("year", "month"))])


def _by_what(match: re.Match[str]) -> str:
    return _lookup(_denominators(), match["per"])[0]


@cache
def _english_denominators() -> frozenset[str]:
    """``10,000 people``, not ``ha``, which Vietnamese documents write too."""
    rows = [row for row in vocabulary.rows("units") if row["kind"] == "per"]
    english = {words.lower() for row in rows for words in vocabulary.values(row["en"])}
    return frozenset(english - {words for row in rows for words in vocabulary.values(row["vi"])})


def _own_words(unit: str) -> str:
    """``Giường bệnh`` at the head of a table cell is ``giường bệnh``; ``HTX`` stays."""
    words = " ".join(unit.split())
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


# --- comparators -------------------------------------------------------------------------------


@cache
def _comparators(position: str) -> dict[str, Comparator]:
    return {
        words.lower(): row["comparator"]  # type: ignore[misc]
        for row in vocabulary.rows("comparators")
        if row["position"] == position
        for words in (*vocabulary.values(row["vi"]), *vocabulary.values(row["en"]))
    }


_TOKEN = re.compile(r"[<>=≤≥~≈]+|[^\s()<>=≤≥~≈]+")
# Between the comparing words and the number: "tối thiểu có 5", "ít nhất là 3", "a minimum of 5".
_FILLERS = frozenset(["là", "có", "đạt", "mức", "được", "of", "to", "từ"])
_LONGEST_COMPARATOR = 5  # words


def _compared_before(text: str, start: int, first: int) -> tuple[Comparator, int] | None:
    """The comparing words that end where the number begins, and where they start."""
    tokens = list(_TOKEN.finditer(text, start, first))
    if len(tokens) > 1 and tokens[-1][0].lower() in _FILLERS:
        return _longest(tokens) or _longest(tokens[:-1])
    return _longest(tokens)


def _longest(tokens: list[re.Match[str]]) -> tuple[Comparator, int] | None:
    known = _comparators("before")
    for length in range(min(_LONGEST_COMPARATOR, len(tokens)), 0, -1):
        last = tokens[-length:]
        comparator = known.get(" ".join(token[0].lower() for token in last))
        if comparator is not None:
            return comparator, last[0].start()
    return None


@cache
def _comparator_after() -> re.Pattern[str]:
    words = sorted(_comparators("after"), key=len, reverse=True)
    return re.compile(rf"\s*(?P<words>{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _or_more(text: str, number_end: int) -> int | None:
    """``2,000 or more workers``: where the comparing words between number and unit end."""
    after = _comparator_after().match(text, number_end)
    following = _unit_pattern().match(text, after.end()) if after else None
    named = following is not None and (following["unit"] or following["scale"])
    return after.end() if after and named else None


_COMPARATOR_REACH = 40


def _compare(text: str, start: int, first: int, end: int) -> tuple[Comparator, int, int]:
    """The comparator around ``text[first:end]`` and the offsets that it stretches them to."""
    window = max(start, first - _COMPARATOR_REACH)
    before = _compared_before(text, window, first)
    if before is not None:
        return before[0], before[1], end
    after = _comparator_after().match(text, end)
    if after is not None:
        return _comparators("after")[after["words"].lower()], first, after.end()
    inner = _comparator_after().search(text, first, end)
    if inner is not None:
        return _comparators("after")[inner["words"].lower()], first, end
    return "=", first, end


# --- what is no quantity -----------------------------------------------------------------------

_FOLLOWS_YEAR = frozenset(
    ["năm", "in", "by", "đến", "từ", "vào", "of", "since", "from", "until", "for", "trong", "year"]
)


@cache
def _naming() -> frozenset[str]:
    """The word before a number that makes it a name, a place in an order, or a date."""
    return frozenset(
        words.lower().rsplit(maxsplit=1)[-1]
        for row in vocabulary.rows("target_cues")
        if row["kind"] == "names"
        for words in (*vocabulary.values(row["vi"]), *vocabulary.values(row["en"]))
    )


_LAST_WORD = re.compile(r"([^\W\d_]+)[.:]?\s*$")
_MONTH = re.compile(
    r"\s+(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|tháng\s+\d)",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"\d[\d.\s]{7,20}\d")
_LINE_START = re.compile(r"(?:^|\n)[\s*#>_|-]*\(?$")
_RANGE = re.compile(
    r"\s*(?P<unit>%|phần trăm)?\s*(?P<dash>-|–|—|÷|~|đến|tới|to|and)\s*(?P<number>\d+(?:[.,]\d+)*)",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:\btừ|\bfrom|\bbetween)\s*$", re.IGNORECASE)
# "tăng từ 12% (năm 2020) lên 15%"  "increase from 12% to 15%"  "giảm từ 5% xuống còn dưới 3%"
_CHANGE = re.compile(
    r"\b(?:tăng|giảm|nâng|hạ|rút|increas\w+|rais\w+|reduc\w+|decreas\w+|grow\w*|lift\w*|lower\w*"
    r"|cut\w*|ris\w+|improv\w+|shorten\w*|expand\w*)\b[^.;]{0,60}\b(?:từ|from)\s*$",
    re.IGNORECASE,
)
_CHANGED_TO = re.compile(
    r"\s{0,4}(?:\([^()]{0,60}\)|(?:vào\s|in\s)?(?:năm\s)?\d{4})?\s{0,4},?\s{0,4}"
    r"(?:(?P<turned>lên|xuống|còn|up\s+to|down\s+to)|thành|to)(?:\s+(?:còn|đạt|mức))?\s+",
    re.IGNORECASE,
)
# What the change leads to: "dưới 80"  "over 75"  "USD 3"
_CHANGED_INTO = re.compile(
    r"(?P<compared>[^\d\n.;,()]{0,30}?)(?P<currency>\b(?:VND|VNĐ|USD|EUR)\s?|US\$|\$|€)?"
    r"(?P<number>\d+(?:[.,]\d+)*)",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\s*(?:out\s+of\b|trên\s+tổng\s+số\b)", re.IGNORECASE)


def _is_year(printed: str) -> bool:
    return len(printed) == 4 and printed.isdigit() and 1900 <= int(printed) <= 2100


def _names_something(
    text: str, start: int, outer: int, first: int, end: int, unit: Unit | None
) -> bool:
    """Whether the number is part of a name, date, provision or order, by what stands around it."""
    printed = text[first:end]
    before, after = text[max(0, outer - 1) : outer], text[end : end + 1]
    if before and (before.isalnum() or before in "_/\\§№"):
        return True
    if before in ("-", "–", ".", ",") and outer >= 2 and text[outer - 2].isalnum():
        return True
    if after == "/" and (text[end + 1 : end + 2].isdigit() or text[end + 1 : end + 2].isupper()):
        return True
    if after in ("-", "–") and text[end + 1 : end + 2].isalpha():
        return True
    if after == ":" and text[end + 1 : end + 2].isdigit():
        return True
    if after.isalpha() and unit is None:
        return True
    if after in (".", ")") and _LINE_START.search(text[max(0, first - 12) : first]):
        return True
    if before == "(" and after == ")" and unit is None and len(printed) <= 2:
        return True
    if _MONTH.match(text, end) or _OUT_OF.match(text, end):
        return True
    word = _LAST_WORD.search(text, max(start, first - 16), first)
    last = word[1].lower() if word else ""
    if _is_year(printed) and (unit is None or last in _FOLLOWS_YEAR):
        return True
    strong = unit is not None and unit.kind in ("share", "money", "area", "ratio")
    listed = word is not None and ":" in word[0] and unit is not None  # "... trong năm: 6 xã"
    if last in _naming() and not strong and not listed:
        return True
    return _TELEPHONE.match(text, first) is not None and len(printed) >= 9


def _is_denominator(text: str, start: int, first: int) -> bool:
    """``per 10,000 people``  ``/1.000 dân``  ``trên 10.000 dân``: part of the unit."""
    window = text[max(start, first - 8) : first].rstrip().lower()
    if not window.endswith(("/", "per", "trên", "mỗi", "every")):
        return False
    return _per_pattern().match("/" + text[first : first + 40]) is not None


_EXCHANGE = re.compile(
    r"\s?/\s?(?:\d+\s)?(?:USD|VND|EUR|US\$|\$)", re.IGNORECASE
)  # 23.500 đồng/USD
_LIFE = re.compile(r"tuổi thọ|sống kh|life expectancy|healthy life", re.IGNORECASE)
# "shorten the time limit for permits to 5 working days"  "thời gian cấp phép không quá 7 ngày"
_LIMIT = re.compile(
    r"(?:thời gian|thời hạn|số ngày|time limits?|(?:processing|waiting|average) time|time (?:for|taken|needed|to)|length of stay)\b(?!\s+thực hiện)"
    r"[^.;:]*$",
    re.IGNORECASE,
)
# "03 tuần hàng trái cây", "2 ngày hội": things that are counted, and no time
_NO_TIME = re.compile(r"\s(?:tuần\s(?:hàng|lễ)|ngày\shội|giờ\shọc|năm\shọc)\b", re.IGNORECASE)
_COUNTED_FROM = re.compile(r"[\s,]*(?:kể\s+từ|từ\s+ngày|sau\s+khi|from|after|of|since)\b", re.I)
_SHORT_SPANS = frozenset(["days", "working days", "hours", "minutes", "seconds"])


def _is_span(text: str, start: int, first: int, end: int, unit: Unit) -> bool:
    """Whether a number of years or days is a measure (life expectancy, a time that is shortened)
    and no term or age."""
    before = text[max(start, first - 120) : first]
    if _LIFE.search(before):
        return True
    limit = (unit.canon or "").split(" per ")[0] in _SHORT_SPANS and _LIMIT.search(before)
    return bool(limit) and not _COUNTED_FROM.match(text, end)


# --- finding -----------------------------------------------------------------------------------


def find_quantities(
    text: str, start: int = 0, end: int | None = None, language: Language = "vi"
) -> tuple[Quantity, ...]:
    """The quantities in ``text[start:end]`` in reading order, with offsets into ``text``.

    A bare number (no unit known) is a quantity too, with ``unit`` ``None``: the reader of a target
    line knows its unit from the indicator. Refused numbers have ``value`` ``None`` and a reason.
    """
    last = len(text) if end is None else end
    found = list(_find(text, start, last, language))
    in_words = list(_find_multiples(text, start, last))
    if language == "en":
        in_words += _find_words(text, start, last)
    if in_words:
        found = sorted([*found, *in_words], key=lambda quantity: quantity.start)
    return tuple(found)


# "Two more communes"  "at least six districts"
NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_NUMBER_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(NUMBER_WORDS)})(?=\s)", re.IGNORECASE)


# "kim ngạch gấp đôi năm 2020"   "gấp hai lần"   "the number of warehouses will triple"
_MULTIPLE = re.compile(
    r"""
    (?<!\w)gấp\s+(?:(?P<vi>đôi|rưỡi|ba(?=\s+lần|\s+so)|(?:hai|bốn|năm|mười)(?=\s+lần))(?:\s+lần)?)(?!\w)
  | (?<!\w)(?:will|shall|must|should|is\s+to|are\s+to)\s+(?P<en>double|triple|quadruple)(?![\w-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MULTIPLES = {
    "đôi": 2.0, "rưỡi": 1.5, "hai": 2.0, "ba": 3.0, "bốn": 4.0, "năm": 5.0, "mười": 10.0,
    "double": 2.0, "triple": 3.0, "quadruple": 4.0,
}  # fmt: skip


def _find_multiples(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Multiples in words; what they multiply stands before them, with what before after them."""
    for match in _MULTIPLE.finditer(text, start, end):
        word = match["vi"] or match["en"]
        first = match.start("vi") if match["vi"] else match.start()
        value, unit = _MULTIPLES[word.lower()], "lần" if match["vi"] else "times"
        yield Quantity(
            first, match.end(), first, value, None, "=", unit, value, None, unit, "ratio"
        )  # fmt: skip


def _find_words(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Small numbers in words, only where what they count is known."""
    for match in _NUMBER_WORD.finditer(text, start, end):
        following = _unit_pattern().match(text, match.end(), end)
        unit = _unit_of(following, None) if following else None
        if following is None or unit is None or unit.kind != "count":
            continue
        comparator, begin, last = _compare(text, start, match.start(), following.end())
        value = NUMBER_WORDS[match[0].lower()] * unit.factor
        yield Quantity(
            begin, last, match.start(), float(NUMBER_WORDS[match[0].lower()]), None, comparator,
            unit.printed, value, None, unit.normalized, unit.kind,
        )  # fmt: skip


def _find(text: str, start: int, end: int, language: Language) -> Iterator[Quantity]:
    position = start
    while (match := _NUMBER.search(text, position, end)) is not None:
        position = match.end()
        quantity = _read(text, start, match, language)
        if quantity is not None and quantity.end <= end:
            position = max(quantity.end, position)
            yield quantity
        else:
            position = _past_dates(text, match, end)


# 03/01/2024   15-10-2026   2021-2025   2021 - 2025   252/NQ-HĐND   10.3.2024
_DATE_LIKE = re.compile(r"\d{1,4}(?:[/.-]\d{1,4}){1,2}|\d{4}\s?[-–—]\s?\d{4}")


def _past_dates(text: str, match: re.Match[str], end: int) -> int:
    dated = _DATE_LIKE.match(text, match.start(), end)
    return max(match.end(), dated.end()) if dated else match.end()


def _read(text: str, start: int, match: re.Match[str], language: Language) -> Quantity | None:
    first, last = match.span()
    currency = _currency_before().search(text, max(start, first - 6), first)
    name = currency[0].strip() if currency else None
    lower, upper, number_end = match[0], None, last
    spread = _RANGE.match(text, last)
    if spread is not None and _is_range(text, start, first, match[0], spread):
        upper, number_end = spread["number"], spread.end()
        if spread["unit"] is None and _is_year(lower) and _is_year(upper):
            return None
    number_end = number_end if spread else _of_all(text, start, first, last, lower)
    bounded = _or_more(text, number_end)
    following = _unit_pattern().match(text, bounded or number_end)
    unit = _unit_of(following, name) if following else None
    if unit is not None and unit.kind == "time" and _NO_TIME.match(text, number_end):
        unit = None
    unit_end = following.end() if following and unit and following[0].strip() else number_end
    outer = currency.start() if currency else first
    if _is_denominator(text, start, first) or _names_something(
        text, start, outer, first, number_end, unit
    ):
        return None
    if unit is not None and unit.kind == "money" and _EXCHANGE.match(text, unit_end):
        return None
    if (
        unit is not None
        and unit.kind == "time"
        and not _is_span(text, start, first, unit_end, unit)
    ):
        return None
    if upper is None:
        changed = _changed(text, start, outer, first, unit_end, unit, lower, language)
        if changed is not None:
            return changed
    elif (
        unit is not None
        and spread
        and spread["dash"].lower() == "to"
        and _CHANGE.search(text, max(start, first - 90), first)
    ):
        return _from_to(text, start, first, unit_end, unit, lower, upper, language)
    return _quantity(text, start, outer, first, unit_end, unit, lower, upper, language)


# 12/15 xã | 100/120 trường
_OF_ALL = re.compile(r"/(\d{1,4})(?=\s+[^\W\d_])")
_DAY = re.compile(r"\b(?:ngày|sáng|chiều|tối|đêm|lễ|hôm|on)\s+$", re.IGNORECASE)


def _of_all(text: str, start: int, first: int, last: int, lower: str) -> int:
    """The offset after the total of "12/15 xã", where it is one and no day or number of an act."""
    total = _OF_ALL.match(text, last)
    if total is None or not lower.isdigit() or int(lower) > int(total[1]):
        return last
    if _DAY.search(text, max(start, first - 8), first):
        return last
    following = _unit_pattern().match(text, total.end())
    unit = _unit_of(following, None) if following else None
    return total.end() if unit is not None and unit.kind == "count" else last


def _is_range(text: str, start: int, first: int, lower: str, spread: re.Match[str]) -> bool:
    """``7,5-8``  ``từ 12% đến 15%``  ``between 12 and 15``; words only after từ, from, between."""
    dash = spread["dash"].lower()
    if dash in "-–—÷~":
        after = text[spread.end() : spread.end() + 1]
        return not (after in "/-" and after) and not (
            after == "." and text[spread.end() + 1 : spread.end() + 2].isdigit()
        )
    opened = _FROM.search(text, max(start, first - 10), first)
    if dash == "and":
        return opened is not None and opened[0].strip().lower() == "between"
    return opened is not None or (dash == "to" and spread["unit"] is None and not _is_year(lower))


def _changed(
    text: str,
    start: int,
    outer: int,
    first: int,
    unit_end: int,
    unit: Unit | None,
    lower: str,
    language: Language,
) -> Quantity | None:
    """``tăng từ 12% (năm 2020) lên 15%``: the value is where the change leads, 12% its baseline.

    ``từ 5% xuống dưới 3%`` needs no verb before it: the words between tell a change from a range.
    """
    onward = _CHANGED_TO.match(text, unit_end)
    into = _CHANGED_INTO.match(text, onward.end()) if onward else None
    if onward is None or into is None or _is_year(into["number"]):
        return None
    opened = _FROM.search(text, max(start, outer - 10), outer)
    if not _CHANGE.search(text, max(start, outer - 90), outer) and not (
        opened and onward["turned"]
    ):
        return None
    words = list(_TOKEN.finditer(text, into.start(), into.end("compared")))
    compared = _longest(words) if words else None
    if words and (compared is None or compared[1] != words[0].start()):
        return None
    spread = _RANGE.match(text, into.end())
    dashed = spread is not None and spread["dash"] in "-–—÷~"
    number_end = spread.end() if spread and dashed else into.end()
    following = _unit_pattern().match(text, number_end)
    reached = (_unit_of(following, into["currency"]) if following else None) or unit
    end = following.end() if following and following[0].strip() else number_end
    baseline = " ".join(text[outer : onward.start()].split())
    extra = onward[0].strip()
    if extra.startswith("("):
        baseline = f"{baseline} {extra[: extra.index(')') + 1]}"
    upper = spread["number"] if spread and dashed else None
    comparator: Comparator = "range" if upper else compared[0] if compared else "="
    return _finished(
        text, outer, end, first, comparator, reached, into["number"], upper, language, baseline
    )


def _from_to(
    text: str,
    start: int,
    first: int,
    unit_end: int,
    unit: Unit,
    lower: str,
    upper: str,
    language: Language,
) -> Quantity:
    baseline = f"{lower} {unit.printed}".replace(" %", "%")
    return _finished(text, first, unit_end, first, "=", unit, upper, None, language, baseline)


def _quantity(
    text: str,
    start: int,
    outer: int,
    first: int,
    unit_end: int,
    unit: Unit | None,
    lower: str,
    upper: str | None,
    language: Language,
) -> Quantity:
    comparator, begin, end = _compare(text, start, outer, unit_end)
    if upper is not None:
        opened = _FROM.search(text, max(start, begin - 10), begin)
        begin = opened.start() if opened else begin
        comparator = "range"
    return _finished(text, begin, end, first, comparator, unit, lower, upper, language, None)


def _finished(
    text: str,
    begin: int,
    end: int,
    first: int,
    comparator: Comparator,
    unit: Unit | None,
    lower: str,
    upper: str | None,
    language: Language,
    baseline: str | None,
) -> Quantity:
    kind = unit.kind if unit else ""
    value = read_number(lower, language, kind)
    value_to = read_number(upper, language, kind) if upper is not None else None
    if value is None or (upper is not None and value_to is None):
        shown = lower if value is None else upper
        return Quantity(
            begin, end, first, None, unit=unit.printed if unit else None, kind=kind,
            refused=f"{shown} may be a decimal or thousands: neither language nor unit decides",
        )  # fmt: skip
    factor = unit.factor if unit else 1.0
    return Quantity(
        begin, end, first, value, value_to, comparator, unit.printed if unit else None,
        _scaled(value, factor), None if value_to is None else _scaled(value_to, factor),
        unit.normalized if unit else None, kind, baseline,
    )  # fmt: skip


def _scaled(value: float, factor: float) -> float:
    """``value * factor`` without binary noise: 55.5 million is 55500000, not 55499999.99."""
    return float(f"{value * factor:.12g}")
