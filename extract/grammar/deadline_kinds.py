"""What sort of deadline a task has, from the words that were found for it.

``fixed``: a day that the calendar knows. ``relative``: a term that runs from an event ("trong 05 ngày
làm việc kể từ ngày nhận đủ hồ sơ"), dated only where the event is. ``recurring``: it comes round, by a
rule that calendars know (RFC 5545). ``ongoing``: always ("thường xuyên", "liên tục"). ``unclear``:
words that give no day. ``none``: nothing is said.
"""

from __future__ import annotations

import re
from typing import Literal

from extract.grammar.words import fold_in_place

DeadlineKind = Literal["fixed", "relative", "recurring", "ongoing", "unclear", "none"]

# kể từ ngày nhận đủ hồ sơ | tính từ ngày ký | from the date of signing | after the meeting ends
_FROM = re.compile(
    r"""(?<!\w)(?:
        (?:ke|tinh)\stu(?:\skhi)?\s | tu(?=\s(?:ngay|khi|thoi\sdiem)\s)\s
      | \d{1,3}\s(?:working\s|business\s)?(?:day|month)s?\s(?:from|after|of|following|since)\s
    )(?P<event>\S.*)\Z""",
    re.VERBOSE,
)
_COUNT = re.compile(
    r"\d{1,3}\s?(?:\(\w[\w\s]{0,20}\)\s)?(?:working\s|business\s)?"
    r"(?:ngay|thang|tuan|day|month|week)"
)
_ALWAYS = re.compile(r"\A(?:thuong\sxuyen|lien\stuc|regularly|on\sa\sregular\sbasis)[\s,;.]*\Z")


def deadline_kind(iso: str | None, words: str | None, recurrence: str | None) -> DeadlineKind:
    """The kind, from a task's ``deadline``, ``deadline_words`` and ``recurrence``."""
    if words and starting_event(words):
        return "relative"
    if iso:
        return "fixed"
    if recurrence:
        return "ongoing" if _ALWAYS.match(fold_in_place(recurrence)) else "recurring"
    return "unclear" if words else "none"


def starting_event(words: str | None) -> str | None:
    """The event from which a term runs: ``"trong 10 ngày kể từ ngày ký"`` gives ``"ngày ký"``;
    ``None`` where the words are no such term."""
    if not words:
        return None
    words = " ".join(words.split())
    folded = fold_in_place(words)
    found = _FROM.search(folded)
    if found is None or _COUNT.search(folded, 0, found.start("event")) is None:
        return None
    return words[found.start("event") :].strip(" .;,") or None


# Each with its rule; the first that is found in the words counts.
_EVERY = (
    (re.compile(r"(?:dinh\sky|moi|every|each)\s(?P<count>\d{1,2})\s(?:thang|months?)"), "MONTHLY"),
    (re.compile(r"(?:dinh\sky|moi|every|each)\s(?P<count>\d{1,2})\s(?:nam|years?)"), "YEARLY"),
    (re.compile(r"every\ssix\smonths|semi-annually|biannually|twice\sa\syear"), "MONTHLY;INTERVAL=6"),
    (re.compile(r"(?:hang|moi|theo)\squy|quarterly|(?:every|each)\squarter"), "MONTHLY;INTERVAL=3"),
    (re.compile(r"(?:hang|moi|theo)\sthang|monthly|(?:every|each|a)\smonth"), "MONTHLY"),
    (re.compile(r"(?:hang|moi)\stuan|weekly|(?:every|each)\sweek"), "WEEKLY"),
    (re.compile(r"(?:hang|moi)\sngay|daily|(?:every|each)\sday"), "DAILY"),
    (re.compile(r"(?:hang|moi)\snam|annual(?:ly)?|yearly|(?:every|each|a)\syear"), "YEARLY"),
)  # fmt: skip
# trước ngày 20 hằng tháng | ngày 15 tháng 12 hằng năm | ngày 15/12 hằng năm
_DAY_OF = re.compile(
    r"ngay\s(?P<day>\d{1,2})(?:\s?(?:/|thang)\s?(?P<month>\d{1,2}))?,?\s(?:hang|moi)\s(?P<unit>thang|nam)"
)


def recurrence_rule(recurrence: str | None, text: str = "") -> str | None:
    """The rule of a recurrence as RFC 5545 writes it: ``"định kỳ 6 tháng"`` gives
    ``"FREQ=MONTHLY;INTERVAL=6"``; ``text`` is that of the task, which may name the day ("trước ngày 20
    hằng tháng"). ``None`` where the words give none."""
    if not recurrence:
        return None
    folded = fold_in_place(" ".join(recurrence.split()))
    day = _DAY_OF.search(fold_in_place(" ".join(text.split())))
    for pattern, frequency in _EVERY:
        found = pattern.search(folded)
        if found is None:
            continue
        count = found.groupdict().get("count")
        rule = f"FREQ={frequency}" + (f";INTERVAL={int(count)}" if count else "")
        return rule + (_on_day(day, rule) if day else "")
    return None


def _on_day(day: re.Match[str], rule: str) -> str:
    number, month = int(day["day"]), int(day["month"] or 0)
    if not 1 <= number <= 31:
        return ""
    if rule == "FREQ=MONTHLY" and day["unit"] == "thang" and not month:
        return f";BYMONTHDAY={number}"
    if rule == "FREQ=YEARLY" and day["unit"] == "nam" and 1 <= month <= 12:
        return f";BYMONTH={month};BYMONTHDAY={number}"
    return ""
