"""The years, terms and dates that a number is for: "đến năm 2030", "giai đoạn 2021-2025", "by 2025".

A year that only says what is compared ("so với năm 2020"), whose standard is meant ("chuẩn nghèo
giai đoạn 2021-2025") or which document is named is no period of a target.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.grammar.target_cues import cue_just_before

OPENING_PERIOD = re.compile(
    r"[\s,*_\\]*(?:(?:phấn\s+đấu|tầm\s+nhìn|mục\s+tiêu)\s+)?"
    r"(?:(?:đến|tới|trong|vào|hết|by|in|for|from|năm|giai\s+đoạn|the\s+period)\s+){1,3}"
    r"(?:(?:hết|cuối|năm|giai\s+đoạn|the|end|of|year|period)\s+){0,4}"
    r"(?:ngày\s+)?(?:\d{1,2}/){0,2}(?:20\d\d)(?:\s*[-–]\s*20\d\d)?(?:\s+period)?\s*[,:]?\s*",
    re.IGNORECASE,
)

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_PERIOD = re.compile(
    rf"""
    (?:by|before|until)\s+
      (?P<english>{_MONTH}\s+\d{{1,2}},\s+20\d\d|\d{{1,2}}\s+{_MONTH},?\s+20\d\d)
  |
    (?:đến|tới|hết|trước|by|before)\s+(?:hết\s+)?(?:ngày\s+)?
      (?P<date>\d{{1,2}}(?:/\d{{1,2}}/|\s+tháng\s+\d{{1,2}}\s+năm\s+)20\d\d)
  | quý\s+(?P<quarter>IV|III|II|I|[1-4])(?:\s*/\s*|\s+(?:năm\s+)?)(?P<quarter_year>20\d\d)
  | (?P<nth>first|second|third|fourth)\s+quarter\s+of\s+(?P<nth_year>20\d\d)
  | (?P<before>(?:giai\s+đoạn|thời\s+kỳ|nhiệm\s+kỳ|năm\s+học|năm|đến|tới|vào|trong|hết
      |by|in|for|until|before|during|to|through|period|from|year|of|the)\s+
      (?:(?:hết|cuối|đầu|năm|the|end|of|year|period|years|from|term)\s+){{0,4}})
    (?P<year>(?:19|20)\d\d)(?:\s*(?:-|–|—|đến|to)\s*(?P<to>20\d\d))?(?![/.\d]\d)
  | \b(?P<from>20\d\d)\s*[-–—]\s*(?P<until>20\d\d)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAMED_DOCUMENT = re.compile(
    r"\b(?:nghị\s+quyết|quyết\s+định|kế\s+hoạch\s+số|chỉ\s+thị|luật|thông\s+tư|nghị\s+định"
    r"|resolution|decision|directive|law|decree|conclusion|dated|ngày)\b[^,;]{0,40}$",
    re.IGNORECASE,
)


# "so với GDP đến năm 2030": what is compared with is GDP, and the year is when it is to be reached
BY_A_YEAR = re.compile(
    r"(?:đến|tới|by)\s+(?:(?:hết|cuối|năm|the|end|of|year)\s+)*20", re.IGNORECASE
)
# "1,5 lần năm 2020"   "1.5 times that of 2020"
_MULTIPLE = re.compile(
    r"\b(?:lần|gấp\s+(?:đôi|rưỡi|ba)|times\s+(?:that|the\s+(?:level|figure|number))|as\s+\w+\s+as)\s*$",
    re.IGNORECASE,
)
_QUARTERS = {
    "i": "03-31", "1": "03-31", "first": "03-31", "ii": "06-30", "2": "06-30", "second": "06-30",
    "iii": "09-30", "3": "09-30", "third": "09-30", "iv": "12-31", "4": "12-31", "fourth": "12-31",
}  # fmt: skip
_YEAR = re.compile(r"(?=(?:19|20)\d\d)")
_LONGEST_LEAD = 80  # characters before a year that belong to it
_OF_A_STANDARD = re.compile(
    r"\s+(?:\w+\s+)?(?:standards?|prices?|criteria|lines?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period of time and where it stands."""

    start: int
    end: int
    words: str  # "2030", "2021-2025", "2025-12-31"


CLOSING_PERIOD = re.compile(
    r"[\s,]+(?:by|in|vào|đến|trong|trước|before)\s+"
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:,\s*20\d\d)?|\d{{1,2}}\s+{_MONTH},?\s+20\d\d|"
    r"(?:(?:hết|cuối|năm|ngày|the|end|of|year)\s+){0,4}(?:\d{1,2}/){0,2}20\d\d)$",
    re.IGNORECASE,
)


def last_year(period: str) -> int:
    """The year in which a period ends: of "2030", "2021-2025", "2025-12-31"."""
    return int(period[-4:] if len(period) == 9 else period[:4])


def find_periods(text: str, start: int, end: int) -> Iterator[Period]:
    """Years, terms and dates that a target may be for; what they compare with is left out."""
    years = _years(text)
    first = bisect_left(years, start)
    if first == len(years) or years[first] + 4 > end:
        return
    for match in _PERIOD.finditer(text, max(start, years[first] - _LONGEST_LEAD), end):
        before = text[max(start, match.start() - 45) : match.start()]
        if _NAMED_DOCUMENT.search(before):
            continue
        if cue_just_before("reference").search(before) and not BY_A_YEAR.match(match[0]):
            continue
        if _MULTIPLE.search(before) and match[0].lower().startswith(("năm", "of", "in")):
            continue
        if _OF_A_STANDARD.match(text, match.end()):
            continue
        yield Period(match.start(), match.end(), _period_words(match))


@lru_cache(maxsize=16)
def _years(text: str) -> tuple[int, ...]:
    """Where years stand in ``text``: asked for every sentence of it, and most have none."""
    return tuple(match.start() for match in _YEAR.finditer(text))


def _period_words(match: re.Match[str]) -> str:
    if match["english"]:
        numbers = re.findall(r"\d+", match["english"])
        month = next(i for i, name in enumerate(_MONTHS, 1) if name in match["english"].lower())
        return f"{numbers[1]}-{month:02}-{int(numbers[0]):02}"
    quarter = _QUARTERS.get((match["quarter"] or match["nth"] or "").lower())
    if quarter:  # a quarter stands for its last day
        return f"{match['quarter_year'] or match['nth_year']}-{quarter}"
    if match["date"]:
        day, month, year = re.findall(r"\d+", match["date"])
        return f"{year}-{int(month):02}-{int(day):02}"
    first, last = match["year"] or match["from"], match["to"] or match["until"]
    return f"{first}-{last}" if last else first
