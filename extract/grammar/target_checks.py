"""What a careful clerk would stop at in the targets of one document.

Shares of one whole ("Cơ cấu kinh tế: ...", "Economic structure: ...") that cannot add up to 100 %,
whatever their bounds leave open; and a target for a year that was over when the document was
issued. Nothing is changed: the targets stay as printed, the problem shows the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extract.facts import Problem, Span, Target
from extract.grammar.target_cues import cue
from extract.source import SourceText

_ROUNDING = 0.1
"""By how much each printed share may be rounded."""

_FEWEST = 3
"""With fewer shares than these something may not be told: only more than 100 % is wrong then."""

_WHOLE = 100.0
_OF_WHICH = re.compile(r"(?:trong đó|riêng|of which|in which|including)\b[\s:,]*$", re.IGNORECASE)
_OF_WHICH_REACH = 20


def odd_shares(source: SourceText, targets: Iterable[Target]) -> Iterator[Problem]:
    """A problem for each whole whose shares cannot add up to 100 %."""
    wholes: dict[tuple[str | None, ...], list[Target]] = {}
    for target in targets:
        whole, colon, _ = target.indicator.partition(": ")
        if not colon or target.unit_normalized != "%" or target.kind != "share":
            continue
        if cue("structure").search(whole) and not _is_of_which(source, target):
            key = (whole.lower(), target.period, target.section, target.scope)
            wholes.setdefault(key, []).append(target)
    for shares in wholes.values():
        if (problem := _added_up(shares)) is not None:
            yield problem


def _is_of_which(source: SourceText, target: Target) -> bool:
    """``công nghiệp 41% (trong đó chế biến 30%)``: a share of a share."""
    start = target.span.start
    before = source.text[max(0, start - _OF_WHICH_REACH) : start]
    return bool(_OF_WHICH.search(before) or _OF_WHICH.match(target.span.quote))


def _added_up(shares: list[Target]) -> Problem | None:
    least = sum(_bounds(target)[0] for target in shares)
    most = sum(_bounds(target)[1] for target in shares)
    slack = _ROUNDING * len(shares)
    too_few = most < _WHOLE - slack and len(shares) >= _FEWEST
    if (least <= _WHOLE + slack and not too_few) or len(shares) == 1:
        return None
    whole = shares[0].indicator.partition(": ")[0]
    listed = " + ".join(f"{_number(t)} ({t.indicator.partition(': ')[2]})" for t in shares)
    total = f"{least:g}" if least == most else f"{least:g} to {most:g}"
    return Problem(
        "shares-not-100",
        f"The shares of “{whole}” do not add up to 100 %: {listed} = {total}. Look which of them is "
        "misread, misprinted or missing.",
        shares[0].span,
    )


def _bounds(target: Target) -> tuple[float, float]:
    """The least and the most that a share may be."""
    value = target.value or 0.0
    match target.comparator:
        case ">=" | ">":
            return value, _WHOLE
        case "<=" | "<":
            return 0.0, value
        case "about":
            return value - 1, value + 1
        case _:
            return value, value if target.value_to is None else target.value_to


def _number(target: Target) -> str:
    sign = "" if target.comparator in ("=", "range") else f"{target.comparator} "
    upper = "" if target.value_to is None else f"–{target.value_to:g}"
    return f"{sign}{target.value:g}{upper}"


def past_year(span: Span, period: str, issued: int) -> Problem:
    """What to say of a target for a ``period`` before the year of issue."""
    return Problem(
        "target-for-a-past-year",
        f"A target for {period} in a document of {issued}: one of the two years is misread or "
        "misprinted, or it tells of an older target. No target was stored.",
        span,
    )
