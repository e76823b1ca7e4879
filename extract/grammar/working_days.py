"""Working days of Vietnam: Monday to Friday, less public holidays (Labour Code 2019, Article 112),
with the days off that a decision moved to another day, as the package ``holidays`` keeps them."""

from __future__ import annotations

import datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_FIRST_YEAR = 1993
"""No working week of five days, and none of these holidays, is known for earlier years."""


@cache
def _calendar() -> HolidayBase:
    from holidays import country_holidays

    return country_holidays("VN")


def working_days_after(day: datetime.date, count: int) -> datetime.date | None:
    """The working day that is ``count`` working days after ``day``, the first being the one after
    it; ``None`` for a year before the calendar begins."""
    if day.year < _FIRST_YEAR:
        return None
    found: datetime.date = _calendar().get_nth_working_day(day, count)
    return found
