"""Level, growth or share: what kind of value a target is, kept apart because they do not compare.

"GRDP reaches 62,000 billion VND" is a level, "GRDP grows by 8 %", "tăng thêm 5 xã" and "tăng 1,5
lần so với năm 2020" are growth, "the poverty rate is 3 %" is a share. "Tăng lên 50 %" and "giảm từ
5 % xuống 3 %" name where a change leads: no growth. The words are the rows ``growth`` and
``changes`` of ``vocabulary/target_cues.csv``.
"""

from __future__ import annotations

import re

from extract.facts import TargetKind
from extract.grammar.quantities import Quantity
from extract.grammar.target_cues import cue, cue_at_end, cue_at_start

_SHARES = frozenset(["%", "‰"])
# "Đóng góp của năng suất vào tăng trưởng": a share of the growth
_PART_OF = re.compile(r"đóng góp|tỷ trọng|tỉ trọng|contribution|share|proportion", re.IGNORECASE)
_A_YEAR = re.compile(r"^%\s*(?:/\s*(?:năm|year)|(?:per|a|each)\s+year)", re.IGNORECASE)
# "Tỉ trọng thu nội địa": a share, though no unit is printed
_RATE = re.compile(
    r"(?:tỷ|tỉ)\s+(?:lệ|trọng)\b|(?:the\s+)?(?:share|rate|proportion|percentage)\b", re.I
)
_WHOLE = 100.0
# "gấp 1,5 lần so với năm 2020"   "1.5 times that of 2020"   "2 lần năm 2025"
_AGAINST_A_YEAR = re.compile(
    r"\s*(?:so\s+với|compared|that\s+of|the\s+(?:level|figure)|higher|năm)\b", re.IGNORECASE
)


def kind_of(quantity: Quantity, indicator: str, head: str, after: str) -> TargetKind | None:
    """The kind of the value of ``indicator``; ``head`` and ``after`` are the words that stand
    around the number. ``None`` where neither words nor unit tell.

    >>> from extract.grammar.quantities import find_quantities
    >>> (tenth,) = find_quantities("GRDP tăng 10%")
    >>> kind_of(tenth, "GRDP tăng", "GRDP tăng", "")
    'growth'
    """
    if quantity.baseline is None and _grows(quantity, indicator, head, after):
        return "growth"
    if quantity.unit_normalized in _SHARES:
        return "share"
    if quantity.unit is None:
        return "share" if _RATE.match(indicator) and (quantity.value or 0) <= _WHOLE else None
    return "level"


def _grows(quantity: Quantity, indicator: str, head: str, after: str) -> bool:
    if quantity.unit_normalized == "percentage points" or _A_YEAR.search(quantity.unit or ""):
        return True
    if quantity.kind == "ratio":
        return bool(_AGAINST_A_YEAR.match(after))
    if cue_at_end("changes").search(head):
        return True
    grown = cue("growth").search(indicator)
    if grown and not _PART_OF.search(indicator, 0, grown.start()):
        return True
    opens = cue_at_start("changes").match(head) or cue_at_start("changes").match(indicator)
    led = cue_at_end("level").search(head)
    return opens is not None and (led is None or led[0].strip().lower() == "by")
