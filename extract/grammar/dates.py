"""Dates as Vietnamese documents and their English renderings print them.

The long form ("ngày 05 tháng 3 năm 2020") is what Decree 30/2020/NĐ-CP prescribes for letterheads;
the short forms ("05/3/2020", "5.3.2020", "05-3-2020") stand in running text and are day first, in
English renderings too. Deadlines also name a month, a quarter or a year. A date that is blank,
unreadable or impossible ("ngày 32 tháng 12") keeps its words and has no ISO date: nothing is
guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: ``words == text[start:end]``.

    ``iso`` is set only for a whole, possible day. ``precision`` says what the words name; the
    parts that could be read are in ``day``, ``month``, ``quarter`` and ``year`` (a day without a
    year, "ngày 30/4", has precision day, no ``year`` and no ``iso``).
    """

    start: int
    end: int
    iso: str | None
    words: str
    precision: Precision
    day: int | None = None
    month: int | None = None
    year: int | None = None
    quarter: int | None = None

    @property
    def last_day(self) -> str | None:
        """The last day of the period that the words name, ISO: "quý III/2026" is 2026-09-30."""
        if self.precision == "day" or self.year is None:
            return self.iso
        month = self.month or (self.quarter * 3 if self.quarter else 12)
        if not 1 <= month <= 12 or (self.precision == "month" and self.month is None):
            return None
        return date(self.year, month, monthrange(self.year, month)[1]).isoformat()

    def in_year(self, year: int) -> str | None:
        """The ISO date of a day that is printed without its year, in ``year``."""
        return _iso(self.day, self.month, self.year or year)


_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
_MONTH_NAME = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
_YEAR = r"(?:1[89]|20)\d\d"

# ngày 05 tháng 3 năm 2020 | ngày 5/3/2020 | 05-3-2020 | 5.3.2020 | ngày    tháng 3 năm 2026
# tháng 9 năm 2026 | tháng 9/2026 | Quý III/2026 | quý 3 năm 2026 | năm 2026 | ngày 30 tháng 4
# April 7, 2014 | 7 April 2014 | 16 June, 2014 | the third quarter of 2026 | April 2014 | in 2026
DATE_PATTERN = rf"""
    (?:
      (?:[Nn]gày|NGÀY) [\s.…_]{{0,40}} (?:(?:mồng|mùng)\s)?
        (?P<day>[^\s.…_]{{0,4}}) [\s.…_]{{0,40}} (?:tháng|THÁNG) [\s.…_]{{0,40}}
        (?P<month>[^\s.…_]{{0,4}})
        (?: [\s.…_]{{0,40}} (?:năm|NĂM) \s{{0,4}} (?P<year>{_YEAR})(?!\d\d)
          | \s?/\s?(?P<year_slash>{_YEAR})(?!\d\d)
          | (?<=\d)(?![\w/]) )
    | (?:(?:[Nn]gày|NGÀY) \s{{0,4}})? (?<![\d/.\-])
        (?P<nday>\d{{1,2}}) \s?(?P<dot>[/.\-–])\s? (?P<nmonth>\d{{1,2}}) \s?(?P=dot)\s?
        (?P<nyear>{_YEAR}) (?![\d/])
    | (?:[Nn]gày|NGÀY) \s{{0,4}} (?P<sday>\d{{1,2}}) [/\-] (?P<smonth>\d{{1,2}}) (?![\d/.\-]\d|\d|/)
    | (?:[Tt]háng|THÁNG) \s{{0,4}} (?P<mmonth>\d{{1,2}})
        \s?(?:[/\-]|năm|NĂM)\s{{0,4}} (?P<myear>{_YEAR}) (?![\d/])
    | (?:[Qq]uý|[Qq]uí|QUÝ|[Qq]uarter|Q(?=[1-4])) \s{{0,4}} (?P<quarter>IV|I{{1,3}}|iv|i{{1,3}}|[1-4])
        \s?(?:[/\-]|,?\s?năm|NĂM|,?\s?of|,|\s)\s{{0,4}} (?P<qyear>{_YEAR}) (?![\d/])
    | (?P<equarter>first|second|third|fourth) \s quarter \s{{0,4}} (?:of\s)? (?P<eqyear>{_YEAR}) (?!\d)
    | (?:[Nn]ăm|NĂM) \s{{0,4}} (?P<yyear>{_YEAR}) (?![\d/\-]|\s?[-–]\s?\d)
    | (?P<usmonth>{_MONTH_NAME}) \s{{1,4}} (?P<usday>\d{{1,2}}) (?:st|nd|rd|th)?
        (?: \s?,?\s{{0,4}} (?P<usyear>{_YEAR}) (?!\d) | (?![\d.,]*\d) )
    | (?<![\d/.,\-]) (?P<ukday>\d{{1,2}}) (?:st|nd|rd|th)? \s{{1,4}} (?:(?:day\s)?of\s)?
        (?P<ukmonth>{_MONTH_NAME}) (?: \s?,?\s{{0,4}} (?P<ukyear>{_YEAR}) (?!\d) | \b )
    | (?P<emonth>{_MONTH_NAME}) \s?,?\s{{0,4}} (?P<emyear>{_YEAR}) (?!\d)
    | \b(?:in|by|before|during|until|till|since|year)\s (?P<eyear>{_YEAR}) (?![\d/\-]|\s?[-–]\s?\d)
    )
"""
"""The pattern of one date, to be compiled with ``re.VERBOSE``: for embedding, see
:func:`match_date`. Every repeat is bounded."""

_STARTS = r"(?=[NnTtQq0-9fsJFMASODibduy])"
_DATE = re.compile(_STARTS + DATE_PATTERN, re.VERBOSE)

# dated April 7, 2014 | of June 16, 2014 | , on 7 April 2014 | (ngày 22/12/2024)
_LEAD = re.compile(
    r"[\s,(]{0,4}(?:(?:dated|issued\s+on|signed\s+on|of|on|ký|from)\s{1,4}(?:the\s)?)?"
)

# A handwritten or scanned 1 and 0 read as a letter, beside a digit that was read: I1, l1, 3|, 2O.
_LOOK_ALIKES = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0"})
_DIGITS = re.compile(r"\d{1,2}")


def find_dates(text: str, start: int = 0, end: int | None = None) -> tuple[FoundDate, ...]:
    """All dates in ``text[start:end]``, in order, none overlapping; offsets are into ``text``."""
    stop = len(text) if end is None else end
    found = (_read(match) for match in _DATE.finditer(text, start, stop))
    return tuple(one for one in found if one is not None)


def match_date(text: str, pos: int) -> FoundDate | None:
    """The date that stands at ``pos``, after at most white space, a comma or bracket, and an
    introducing word ("dated", "of", "on", "ký")."""
    lead = _LEAD.match(text, pos)
    match = _DATE.match(text, lead.end() if lead else pos)
    return _read(match) if match else None


def parse_date(words: str) -> str | None:
    """The ISO date of the first date in ``words``, ``None`` unless it is a whole, possible day."""
    found = find_dates(words)
    return found[0].iso if found else None


# 6/2025 | 06-2025 | 2030 | Q3/2026: what a table's cell for a date holds
_PERIOD = re.compile(
    rf"""\s*(?:
      (?P<mmonth>\d{{1,2}}) \s?[/\-]\s? (?P<myear>{_YEAR})
    | (?P<yyear>{_YEAR})
    )\s*\.?\s*""",
    re.VERBOSE,
)


def parse_period(words: str) -> FoundDate | None:
    """The date or period that ``words`` (a table cell, say) hold as a whole: also "6/2025" and
    "2030", which in running text would be no date."""
    match = _PERIOD.fullmatch(words)
    if match:
        return _read(match)
    found = find_dates(words)
    return found[0] if found else None


def _read(match: re.Match[str]) -> FoundDate | None:
    group = match.groupdict()

    def first(*names: str) -> str | None:
        return next((group[name] for name in names if group.get(name)), None)

    year_words = first(
        "year", "year_slash", "nyear", "myear", "qyear", "eqyear", "yyear", "usyear", "ukyear",
        "emyear", "eyear",
    )  # fmt: skip
    year = int(year_words) if year_words else None
    quarter_words = first("quarter", "equarter")
    if quarter_words:
        quarter = _QUARTERS.get(quarter_words.lower()) or int(quarter_words)
        return _found(match, "quarter", year=year, quarter=quarter)
    if first("yyear", "eyear"):
        return _found(match, "year", year=year)
    day = _number(first("day", "nday", "sday", "usday", "ukday"))
    month = _month(first("month", "nmonth", "smonth", "mmonth", "usmonth", "ukmonth", "emonth"))
    if first("mmonth", "emonth") or (day is None and group.get("month") is not None):
        if month is None and year is None:
            return None
        return _found(match, "month", month=month, year=year)
    return _found(match, "day", day=day, month=month, year=year)


def _found(
    match: re.Match[str],
    precision: Precision,
    *,
    day: int | None = None,
    month: int | None = None,
    year: int | None = None,
    quarter: int | None = None,
) -> FoundDate:
    iso = _iso(day, month, year) if precision == "day" else None
    return FoundDate(
        match.start(), match.end(), iso, match.group(), precision, day, month, year, quarter
    )


def _number(words: str | None) -> int | None:
    """The number that ``words`` print, a letter beside a digit read as the 1 or 0 it looks like."""
    if not words or not any(c.isdigit() for c in words):
        return None
    digits = words.translate(_LOOK_ALIKES)
    return int(digits) if _DIGITS.fullmatch(digits) else None


def _month(words: str | None) -> int | None:
    if not words:
        return None
    return _MONTHS.get(words[:3].lower()) or _number(words)


def _iso(day: int | None, month: int | None, year: int | None) -> str | None:
    if day is None or month is None or year is None:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
