"""By when a task must be done, in the words that say so.

A date is a deadline only behind a word that makes it one (``vocabulary/deadline_cues.csv``): the
date of a cited document, the year of a plan and the period of a target are none. "Trước ngày X" is
X; a month, a quarter, a half or a year stands for its last day, and before a year is the last day of
the one before. "Đến năm 2028" is a deadline at the head of an instruction only. A term ("trong 15
ngày làm việc kể từ ngày nhận đủ hồ sơ") keeps its words and has a date only where its first day is
that of the document; working days leave out Vietnam's public holidays. A day without a year is in the year of the document, or in the next where that
day has passed. What comes round ("thường xuyên", "định kỳ hằng tháng") is a recurrence and has no
date; "khẩn trương" and "ngay" say nothing that can be dated.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract import vocabulary
from extract.facts import Language
from extract.grammar.dates import FoundDate, find_dates
from extract.grammar.words import fold_in_place
from extract.grammar.working_days import working_days_after

LOOK_BACK = 60
"""Characters before a date in which the word that makes it a deadline may begin."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as printed; ``iso`` where it can be dated; ``start`` and ``end`` in the text."""

    words: str
    start: int
    end: int
    iso: str | None = None


def _alternatives(language: Language, kind: str) -> str:
    """The cues of a kind as alternatives, longest first."""
    words = sorted(
        (
            fold_in_place(row["cue"])
            for row in vocabulary.rows("deadline_cues")
            if row["language"] == language and row["kind"] == kind
        ),
        key=len,
        reverse=True,
    )
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in words)


@cache
def _cues(language: Language, kind: str) -> re.Pattern[str]:
    """The cues of a kind at the end of what stands before a date."""
    # "trước ngày" 30/4/2024 | "trước 17 giờ" ngày 20/9/2024 | "trước 15h00" ngày 24/02/2026
    # "trong kỳ họp Quốc hội" tháng 5 năm 2024 | "by the end of" Q3/2026 | "before 5 p.m. on" June 30
    between = r"""
        (?:\s\d\d?\s?(?:gio|h|:)(?:\s?\d\d)?(?:\sphut)?,?)?
        (?:\s\d\d?(?::\d\d)?\s?[ap]\.?m\.?,?(?:\son)?)?
        (?:\s?:)?(?:\s(?:ngay|ky\shop\squoc\shoi|the\send\sof|end\sof|nam|quy|thang|the))?
    """
    return re.compile(rf"(?<!\w)(?:{_alternatives(language, kind)}){between}\s?\Z", re.VERBOSE)


@cache
def _recurrences(language: Language) -> re.Pattern[str]:
    # thường xuyên | định kỳ 6 tháng, hàng năm hoặc đột xuất | định kỳ hàng tháng | quarterly
    more = r"(?:,?\s(?:\d\d?\sthang|hang\s\w+|lien\stuc|hoac\sdot\sxuat|va\sdot\sxuat))*"
    # a bare "định kỳ" may be of a check-up that is spoken of: it must say of what or how often
    spoken = r"(?!(?<=dinh\sky)(?!\s(?:\d|hang|bao\scao|danh\sgia|to\schuc|so\sket|kiem)))"
    theo = r"(?<!\w)theo\sdinh\sky(?!\w)|"
    return re.compile(rf"{theo}(?<!\w)(?:{_alternatives(language, 'recurs')})(?!\w){spoken}{more}")


# trong 6 tháng đầu năm 2026 | 6 tháng cuối năm 2026 | the first half of 2025 | the first nine
# months of 2025 | within 2025 | the end of 2025
_HALF = re.compile(
    r"""(?<!\w)(?:
        (?P<months>\d{1,2}|sau|chin|six|nine)\sthang\s(?P<half>dau|cuoi)\s(?:nam\s)?
      | (?:the\s)?first\s(?P<first>six|nine|\d)\smonths\sof\s(?:the\syear\s)?
      | (?:the\s)?(?P<enhalf>first|second)\shalf\sof\s(?:the\syear\s)?
      | (?:within|(?:the\s)?end\sof|(?<=by\s)year[\s-]end)\s(?:the\syear\s)?
    )(?P<year>(?:19|20)\d\d)(?![\d/\-])""",
    re.VERBOSE,
)
_COUNTS = {"sau": 6, "chin": 9, "six": 6, "nine": 9}

# trong thời hạn 05 ngày làm việc kể từ ngày kết thúc cuộc kiểm tra | trong vòng 10 ngày kể từ ngày ký
# within 30 days from the date of signing of this Directive | no later than 5 working days after ...
_TERM = re.compile(
    r"""(?<!\w)(?:
        (?:trong|sau|cham\snhat|khong\squa)(?:\s(?:vong|thoi\shan|thoi\sgian|la|sau|toi\sda))?\s
        (?P<count>\d{1,3})(?:\s\(\w[\w\s]{0,20}\))?\s(?P<unit>ngay|thang)(?P<working>\slam\sviec)?,?\s
        (?:ke\stu|tinh\stu|tu)\s[^,;.:\n]{3,90}
      | (?:within|no\slater\sthan|not\slater\sthan)\s
        (?P<encount>\d{1,3})\s(?P<enworking>working\s|business\s)?(?P<enunit>day|month)s?\s
        (?:from|after|of|following|since)\s[^,;.:\n]{3,90}
    )""",
    re.VERBOSE,
)
# kể từ ngày ký Quyết định này | từ ngày ban hành | the date of signing of this Directive
_FROM_HERE = re.compile(
    r"ngay\s(?:ky|ban\shanh)|date\sof\s(?:its\s|the\s)?(?:signing|issuance|promulgation|issue)"
    r"|date\sthis\s\w+\sis\s(?:signed|issued)|(?:signing|issuance|promulgation)\sdate"
)
# trước ngày 15/5 has no year; "trong tháng 5" is none of the dates that find_dates knows
_BARE_MONTH = re.compile(r"(?<=\sthang\s)(\d{1,2})(?!\s?[/\-\d]|\snam|\sdau|\scuoi|\d)")
# hoàn thành trong quý I | hết quý 3: no year either
_BARE_QUARTER = re.compile(r"(?<=\squy\s)(iv|i{1,3}|[1-4])(?!\s?[/\-\d]|\snam|\w)")
# hết năm đạt 100% kế hoạch | đến cuối năm nay: the year of the document; no "kỳ họp cuối năm"
_BARE_YEAR_END = re.compile(
    r"(?<!\w)(?:(?:den\s)?het|den\scuoi)\snam(?:\snay)?(?!\s?\d|\s(?:hoc|tai|ngan|sau|truoc)|\w)"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# trước 20/5 | chậm nhất 5/10: a day of which not even "ngày" is said
_BARE_DAY = re.compile(r"(?<=\w\s)(\d{1,2})/(\d{1,2})(?![/\-\d])")
# ngày 15 tháng 12 hằng năm: comes round, and is no day
_COMES_ROUND = re.compile(r",?\s(?:hang|moi|of\seach|of\severy|each|every|annually)(?!\w)")
_BEFORE_DAY = re.compile(r"(?<!\w)(?:(?:hoan\sthanh|xong)\s)?(?:truoc|cham\snhat)\s\Z")
# "theo quy định" is folded like "theo quý", and is as prescribed
_AS_PRESCRIBED = re.compile(r"(?<!\w)[Qq]uy(?!\w)")
_AS_OF = re.compile(r"(?:tinh|luy\ske|so\slieu|thoi\sdiem)\s(?:den|toi)\s?\Z")


def find_deadlines(
    text: str,
    start: int,
    end: int,
    language: Language,
    *,
    from_start: bool = True,
    issued_on: str | None = None,
) -> tuple[Deadline, ...]:
    """The deadlines in ``text[start:end]``, in order; ``from_start`` where an instruction begins
    there, ``issued_on`` (ISO) the day of the document."""
    folded = fold_in_place(" ".join(text[start:end].split("\n")))
    issued = datetime.date.fromisoformat(issued_on) if issued_on else None
    found = [*_terms(text, start, folded, issued), *_halves(text, start, folded)]
    taken = [(deadline.start, deadline.end) for deadline in found]
    for date in find_dates(text, start, end):
        if any(first <= date.start < last for first, last in taken):
            continue
        if date.year is None and _recurs_before(folded, date.start - start, language):
            continue
        begins = _begins(text, start, date, language, from_start)
        if begins is not None and not _COMES_ROUND.match(folded, date.end - start):
            words = " ".join(text[begins : date.end].split())
            cue = folded[begins - start : date.start - start]
            last = _last_day(date, cue, issued)
            if not _is_over(cue, last, issued):
                found.append(Deadline(words, begins, date.end, last))
    if issued:
        found += _bare_months(text, start, folded, language, issued)
        if language == "vi":
            found += _bare_days(text, start, folded, issued, found)
    return tuple(sorted(found, key=lambda deadline: deadline.start))


def _is_over(cue: str, last: str | None, issued: datetime.date | None) -> bool:
    """ "báo cáo số dư đến hết ngày 31/12/2025" in a letter of 2026 says up to when is counted."""
    until = cue.lstrip().startswith("den ")
    return until and last is not None and issued is not None and last < issued.isoformat()


def _recurs_before(folded: str, at: int, language: Language) -> bool:
    """ "hằng năm báo cáo trước ngày 15/12", "an annual report before December 15": comes round."""
    clause = re.split(r"[.;]\s", folded[:at])[-1]
    return _recurrences(language).search(clause) is not None


def last_deadline(found: tuple[Deadline, ...]) -> Deadline | None:
    """The one that counts where a task has several: the last date, else the last words."""
    dated = [deadline for deadline in found if deadline.iso]
    if dated:
        return max(dated, key=lambda deadline: deadline.iso or "")
    return found[-1] if found else None


def _last_day(date: FoundDate, cue: str, issued: datetime.date | None) -> str | None:
    if date.precision == "day" and date.iso is None and date.year is None and issued:
        same = date.in_year(issued.year)
        return same if same is None or same >= issued.isoformat() else date.in_year(issued.year + 1)
    if date.precision == "year" and date.year and re.search(r"(?:truoc|before|prior to)\b", cue):
        return f"{date.year - 1}-12-31"
    return date.last_day


def _terms(text: str, start: int, folded: str, issued: datetime.date | None) -> Iterator[Deadline]:
    for match in _TERM.finditer(folded):
        first, last = match.span()
        words = " ".join(text[start + first : start + last].split())
        iso = None
        if issued and _FROM_HERE.search(match.group()):
            iso = _after(issued, int(match["count"] or match["encount"]), match)
        yield Deadline(words, start + first, start + last, iso)


def _after(issued: datetime.date, count: int, match: re.Match[str]) -> str | None:
    if match["working"] or match["enworking"]:
        day = working_days_after(issued, count) if count else None
        return day.isoformat() if day else None
    if (match["unit"] or match["enunit"]) in {"ngay", "day"}:
        return (issued + datetime.timedelta(days=count)).isoformat()
    month = issued.month - 1 + count
    try:
        return issued.replace(year=issued.year + month // 12, month=month % 12 + 1).isoformat()
    except ValueError:  # a 31st that the month has not
        return None


def _halves(text: str, start: int, folded: str) -> Iterator[Deadline]:
    for match in _HALF.finditer(folded):
        before = folded[max(0, match.start() - LOOK_BACK) : match.start()]
        cue = re.search(
            r"(?<!\w)(?:hoan thanh )?(?:trong|het|truoc|in|by|during|within)\s\Z", before
        )
        alone = match.group().startswith(("within", "end", "the end", "year"))
        if cue is None and not alone:
            continue
        first = match.start() - (len(cue.group()) if cue else 0)
        words = " ".join(text[start + first : start + match.end()].split())
        iso = f"{match['year']}-{_half_end(match)}"
        yield Deadline(words, start + first, start + match.end(), iso)


def _half_end(match: re.Match[str]) -> str:
    count = match["months"] or match["first"]
    months = _COUNTS.get(count, int(count) if count.isdigit() else 12) if count else 12
    if match["half"] == "cuoi" or (count is None and match["enhalf"] != "first"):
        return "12-31"
    return {3: "03-31", 6: "06-30", 9: "09-30"}.get(6 if count is None else months, "12-31")


def _bare_days(
    text: str, start: int, folded: str, issued: datetime.date, known: list[Deadline]
) -> Iterator[Deadline]:
    taken = {deadline.end for deadline in known}
    for match in _BARE_DAY.finditer(folded):
        before = folded[max(0, match.start() - LOOK_BACK) : match.start()]
        cue = _BEFORE_DAY.search(before)
        if cue is None or start + match.end() in taken:
            continue
        day, month = int(match[1]), int(match[2])
        try:
            date = datetime.date(issued.year, month, day)
            date = date if date >= issued else date.replace(year=issued.year + 1)
        except ValueError:  # "trước 30/2"
            continue
        first = match.start() - len(before) + cue.start()
        words = " ".join(text[start + first : start + match.end()].split())
        yield Deadline(words, start + first, start + match.end(), date.isoformat())


def _bare_months(
    text: str, start: int, folded: str, language: Language, issued: datetime.date
) -> Iterator[Deadline]:
    """Months and quarters without a year: of the document's year, or of the next if over."""
    found = [(match, int(match.group())) for match in _BARE_MONTH.finditer(folded)]
    for match in _BARE_YEAR_END.finditer(folded) if language == "vi" else ():
        words = " ".join(text[start + match.start() : start + match.end()].split())
        yield Deadline(words, start + match.start(), start + match.end(), f"{issued.year}-12-31")
    for match in _BARE_QUARTER.finditer(folded):
        said = text[start + match.start() - len("quý ") : start + match.start()]
        if said.lower().startswith("quý"):
            number = _QUARTERS.get(match.group())
            found.append((match, 3 * (number or int(match.group()))))
    for match, month in found:
        before = folded[max(0, match.start() - LOOK_BACK) : match.start()]
        cue = _cues(language, "by").search(before)
        if cue and 1 <= month <= 12:
            year = issued.year + (month < issued.month)
            last = datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)
            first = match.start() - len(before) + cue.start()
            words = " ".join(text[start + first : start + match.end()].split())
            yield Deadline(words, start + first, start + match.end(), last.isoformat())


def _begins(
    text: str, start: int, date: FoundDate, language: Language, from_start: bool
) -> int | None:
    """Where the words of a deadline begin, ``None`` where the date is none."""
    first = max(start, date.start - LOOK_BACK)
    before = fold_in_place(" ".join(text[first : date.start].split("\n")))
    cue = _cues(language, "by").search(before)
    if cue and not _is_a_plan_year(text, date, before, cue.group(), language):
        return first + cue.start()
    until = re.search(r"(?<!\w)den\s?\Z", before)
    if until and date.precision == "day" and not _AS_OF.search(before):
        return first + until.start()
    at_head = _cues(language, "first").search(before) if language == "vi" else None
    if at_head and from_start and not text[start : first + at_head.start()].strip():
        return first + at_head.start()
    if from_start and language == "vi" and not text[start : date.start].strip():
        folded = fold_in_place(text[date.start : date.end])
        return date.start if folded.startswith(("den ", "trong ", "truoc ")) else None
    if language == "en" and text[date.start : date.end].startswith(("by ", "before ")):
        return date.start
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
    for match in _recurrences(language).finditer(fold_in_place(text[start:end])):
        words = " ".join(text[start + match.start() : start + match.end()].split())
        if not _AS_PRESCRIBED.search(words):
            return words
    return None
