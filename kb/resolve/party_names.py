"""What the Party's own documents are called: one name for each, however a province writes it.

A congress is told by its number ("Đại hội XIII của Đảng", "13th National Party Congress"), a plenum
by its own and that of its Central Committee's term ("Hội nghị Trung ương 4 khóa XII"). The Charter is
one. Congresses of a province or district keep the words they have: their numbers mean others.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extract.roman_numerals import roman_value

_NUMBER = r"(?P<{0}>\d{{1,2}}(?:st|nd|rd|th)?|[ivxhl]+(?:th)?|tu|nam|bay|tam|chin|muoi)"
_WORDS = {"tu": 4, "nam": 5, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
# nghi-quyet-dai-hoi-dai-bieu-toan-quoc-lan-thu-xiii-cua-dang | dai-hoi-xiii-cua-dang
_CONGRESS_VI = re.compile(
    rf"(?:^|-)dai-hoi-(?!.*dang-bo)(?:dai-bieu-)?(?:dang-)?(?:toan-quoc-)?(?:cua-dang-)?(?:lan-thu-)?"
    rf"{_NUMBER.format('number')}(?:-|$)(?!.*dang-bo)"
)
# resolution-of-the-13th-national-congress-of-the-party | 13th-national-party-congress
_CONGRESS_EN = re.compile(
    rf"(?:^|-){_NUMBER.format('number')}-(?:national-)?(?:party-)?(?:national-)?congress(?!.*provinc)"
)
# hoi-nghi-lan-thu-tu-ban-chap-hanh-trung-uong-dang-khoa-xii | trung-uong-4-khoa-xii
_PLENUM_VI = re.compile(
    rf"(?:^|-)(?:hoi-nghi-(?:lan-thu-)?{_NUMBER.format('first')}-)?(?:ban-chap-hanh-)?trung-uong-(?:dang-)?"
    rf"(?:(?:lan-thu-)?{_NUMBER.format('second')}-)?khoa-{_NUMBER.format('term')}(?:-|$)"
)
_PLENUM_EN = re.compile(
    rf"(?:^|-){_NUMBER.format('first')}-(?:plenum|conference)-of-the-(?:party-central-committee-|central-committee-)?"
    rf"{_NUMBER.format('term')}-(?:term|tenure|party-central-committee|central-committee)"
)
_CHARTER = re.compile(
    r"^(?:dieu-le-dang(?:-cong-san-viet-nam)?|party-charter|party-statutes?"
    r"|charter-of-the-(?:communist-)?party(?:-of-vietnam)?)$"
)


@lru_cache(maxsize=10_000)
def one_name(words: str) -> str | None:
    """The slug that stands for all names of one document of the Party's national bodies, by the
    slug of one of them; ``None`` for any other document.

    A congress by itself has the same name as its resolution.

    >>> one_name("nghi-quyet-dai-hoi-xiii-cua-dang")
    'dai-hoi-dang-13'
    """
    if _CHARTER.match(words):
        return "dieu-le-dang"
    congress = _CONGRESS_VI.search(words) or _CONGRESS_EN.search(words)
    if congress:
        number = _value(congress["number"])
        return f"dai-hoi-dang-{number}" if number else None
    plenum = _PLENUM_VI.search(words) or _PLENUM_EN.search(words)
    if plenum:
        found = plenum.groupdict()
        number, term = _value(found["first"] or found.get("second")), _value(found["term"])
        return f"trung-uong-{number}-khoa-{term}" if number and term else None
    return None


def _value(words: str | None) -> int | None:
    """``"xiii"``, ``"13th"`` and ``"tu"`` as numbers; an H or L in a Roman one is a spoiled II or I."""
    if not words:
        return None
    if words in _WORDS:
        return _WORDS[words]
    digits = re.match(r"\d+", words)
    if digits:
        return int(digits.group())
    return roman_value(words.removesuffix("th").replace("h", "ii").replace("l", "i"))
