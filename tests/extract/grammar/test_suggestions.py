"""A number that nobody can read on the page, suggested by the file's name."""

from __future__ import annotations

import pytest

from extract.grammar.suggestions import number_in_name, suggested_number
from extract.source import SourceText


@pytest.mark.parametrize(
    ("name", "symbol", "number"),
    [
        ("quangngai-07-ct-2018.pdf", "/CT-UBND", "07"),
        ("2119-KH-SYT.signed.pdf", "/KH-SYT", "2119"),
        ("QD 288 2024.pdf", "/QĐ-TTg", "288"),
        ("cong-van-2018.pdf", "/CT-UBND", None),
        ("ct-2018.pdf", "/CT-UBND", None),  # a year is no number
        ("scan0001.pdf", "/CT-UBND", None),
    ],
)
def test_a_number_beside_the_symbol_in_a_file_name_is_suggested(
    name: str, symbol: str, number: str | None
) -> None:
    assert number_in_name(name, symbol) == number


def test_a_suggestion_says_where_it_comes_from_and_shows_the_printed_symbol() -> None:
    source = SourceText.from_text("Số: ý# /CT-UBND\nCHỈ THỊ\nVề việc kiểm tra")
    suggested = suggested_number(source, "07-ct-2018.pdf")
    assert suggested is not None
    number, symbol = suggested
    assert (number, symbol.quote) == ("07/CT-UBND", "/CT-UBND")


def test_without_a_printed_symbol_nothing_is_suggested() -> None:
    assert suggested_number(SourceText.from_text("CHỈ THỊ\nVề việc"), "07-ct-2018.pdf") is None
