"""By when a task must be done, in the words that say so.

A date is a deadline only behind a word that makes it one (``vocabulary/deadline_cues.csv``): the
date of a cited document, the year of a plan and the period of a target are none. "Trước ngày X" is
X; a month, a quarter or a year stands for its last day. "Đến năm 2028" is a deadline at the head of
an instruction only. What comes round ("thường xuyên", "định kỳ hằng tháng") is a recurrence and
has no date; "khẩn trương" and "ngay" say nothing that can be dated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract import vocabulary
from extract.facts import Language
from extract.grammar.dates import FoundDate, find_dates
from extract.grammar.words import fold_in_place

LOOK_BACK = 40
"""Characters before a date in which the word that makes it a deadline may begin."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as printed; ``iso`` where it can be dated; ``start`` and ``end`` in the text."""

    words: str
    start: int
    end: int
    iso: str | None = None


@cache
def _cues(language: Language, kind: str) -> re.Pattern[str]:
    """The cues of a kind at the end of what stands before a date, longest first."""
    words = sorted(
        (
            fold_in_place(row["cue"])
            for row in vocabulary.rows("deadline_cues")
            if row["language"] == language and row["kind"] == kind
        ),
        key=len,
        reverse=True,
    )
    alternatives = "|".join(re.escape(word).replace(r"\ ", r"\s") for word in words)
    # "trước ngày" 30/4/2024 | "trước 17 giờ" ngày 20/9/2024 | "trong kỳ họp Quốc hội" tháng 5 năm 2024 | "by the end of" Q3/2026
    between = r"(?:\s\d\d?\s?(?:gio|h)(?:\s?\d\d)?(?:\sphut)?,?)?(?:\s(?:ngay|ky\shop\squoc\shoi|the\send\sof|nam|quy|thang|the))?"
    return re.compile(rf"(?<!\w)(?:{alternatives}){between}\s?\Z")


@cache
def _recurrences(language: Language) -> re.Pattern[str]:
    words = sorted(
        (
            re.escape(fold_in_place(row["cue"])).replace(r"\ ", r"\s")
            for row in vocabulary.rows("deadline_cues")
            if row["language"] == language and row["kind"] == "recurs"
        ),
        key=len,
        reverse=True,
    )
    # thường xuyên | định kỳ 6 tháng, hàng năm hoặc đột xuất | định kỳ hàng tháng | quarterly
    more = r"(?:,?\s(?:\d\d?\sthang|hang\s\w+|lien\stuc|hoac\sdot\sxuat|va\sdot\sxuat))*"
    # a bare "định kỳ" may be of a check-up that is spoken of: it must say of what or how often
    spoken = r"(?!(?<=dinh\sky)(?!\s(?:\d|hang|bao\scao|danh\sgia|to\schuc|so\sket|kiem)))"
    theo = r"(?<!\w)theo\sdinh\sky(?!\w)|"
    return re.compile(rf"{theo}(?<!\w)(?:{'|'.join(words)})(?!\w){spoken}{more}")


def find_deadlines(
    text: str, start: int, end: int, language: Language, *, from_start: bool = True
) -> tuple[Deadline, ...]:
    """The deadlines in ``text[start:end]``; ``from_start`` where an instruction begins there."""
    found = []
    for date in find_dates(text, start, end):
        begins = _begins(text, start, date, language, from_start)
        if begins is not None:
            words = " ".join(text[begins : date.end].split())
            found.append(Deadline(words, begins, date.end, date.last_day))
    return tuple(found)


def _begins(
    text: str, start: int, date: FoundDate, language: Language, from_start: bool
) -> int | None:
    """Where the words of a deadline begin, ``None`` where the date is none."""
    first = max(start, date.start - LOOK_BACK)
    before = fold_in_place(" ".join(text[first : date.start].split("\n")))
    cue = _cues(language, "by").search(before)
    if cue and not _is_a_plan_year(text, date, before, cue.group(), language):
        return first + cue.start()
    at_head = _cues(language, "first").search(before) if language == "vi" else None
    if at_head and from_start and not text[start : first + at_head.start()].strip():
        return first + at_head.start()
    if from_start and language == "vi" and not text[start : date.start].strip():
        folded = fold_in_place(text[date.start : date.end])
        return date.start if folded.startswith(("den ", "trong ", "truoc ")) else None
    return None


def _is_a_plan_year(text: str, date: FoundDate, before: str, cue: str, language: Language) -> bool:
    """A bare "2024" after a weak word names a plan or a review: "in 2024", "hoàn thành 2024"."""
    if date.precision != "year":
        return False
    if language == "en":
        return cue.strip() in {"in", "during", "within", "by"} and "end" not in cue
    return not re.search(r"(?:trong|cuoi|het|truoc|cham nhat)", cue)


def find_recurrence(text: str, start: int, end: int, language: Language) -> str | None:
    """The words that say how often, as printed; ``None`` where nothing comes round."""
    match = _recurrences(language).search(fold_in_place(text[start:end]))
    return " ".join(text[start + match.start() : start + match.end()].split()) if match else None
