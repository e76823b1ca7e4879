"""Lines in reading order become paragraphs."""

from __future__ import annotations

import pytest

from extract.readers.page_text import Line, Segment
from extract.readers.paragraphs import Margins, continues
from extract.readers.reading_order import ReadLine

LEFT, RIGHT, INDENT = 80.0, 530.0, 36.0
MARGINS = {1: Margins(LEFT, RIGHT, 17.0, indented=True)}


def line(text: str, top: float, size: float, *, indented: bool = False) -> ReadLine:
    """A line from its margin to the other one."""
    x0 = LEFT + INDENT * indented
    return ReadLine(Line((Segment(text, x0, top, RIGHT, top + size, size),)), 1)


@pytest.mark.parametrize(
    ("first", "second", "size", "one"),
    [
        ("1. Các xã rà soát nhà tạm, nhà dột", "nát trên địa bàn.", 13.0, True),
        # a scan: no high marks in this line, so it measures less
        ("1. Các xã rà soát nhà tạm, nhà dột", "nát trên địa bàn.", 10.0, True),
        ("1. Các xã rà soát nhà tạm, nhà dột", "nát trên địa bàn.", 8.0, False),
        ("KẾ HOẠCH CỦA ỦY BAN NHÂN DÂN XÃ", "Về việc sửa nhà", 10.0, False),
        ("1. Các xã rà soát nhà tạm.", "chú thích ở cuối trang", 10.0, False),
        ("1. Các xã rà soát nhà tạm", "a) nhà tranh", 10.0, False),
    ],
)
def test_a_sentence_that_goes_on_is_one_paragraph_though_its_lines_measure_unlike(
    first: str, second: str, size: float, one: bool
) -> None:
    before, after = line(first, 100, 13.0, indented=True), line(second, 117, size)
    assert continues(before, after, MARGINS, indented=True) is one
