"""Dates in letterheads, citations and deadlines, in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grammar.dates import find_dates, match_date, parse_date, parse_period

WHOLE_DAYS = [
    ("ngày 05 tháng 3 năm 2020", "2020-03-05"),
    ("ngày 5/3/2020", "2020-03-05"),
    ("05-3-2020", "2020-03-05"),
    ("5.3.2020", "2020-03-05"),
    ("ngày\n05 tháng 3\nnăm 2020", "2020-03-05"),
    ("NGÀY 22 THÁNG 12 NĂM 2024", "2024-12-22"),
    ("ngày mồng 2 tháng 9 năm 1945", "1945-09-02"),
    ("ngày 01 tháng 7/2022", "2022-07-01"),
    ("dated April 7, 2014", "2014-04-07"),
    ("of June 16, 2014", "2014-06-16"),
    ("7 April 2014", "2014-04-07"),
    ("16 June, 2014", "2014-06-16"),
    ("the 3rd of May, 2021", "2021-05-03"),
    ("the June 16, 2014 Law", "2014-06-16"),
    ("04/07/2014", "2014-07-04"),
]


@pytest.mark.parametrize(("words", "iso"), WHOLE_DAYS)
def test_a_printed_day_has_its_iso_date(words: str, iso: str) -> None:
    assert parse_date(words) == iso


def test_a_numeric_date_in_an_english_rendering_is_day_first() -> None:
    assert parse_date("signed on 04/07/2014") == "2014-07-04"
    assert parse_date("signed on 12/25/2014") is None


@pytest.mark.parametrize(
    "words",
    [
        "ngày 32 tháng 12 năm 2024",
        "ngày 31/4/2024",
        "ngày ... tháng 3 năm 2026",
        "ngày    tháng 3 năm 2026",
        "ngày 2# tháng 3 năm 2021",
        "32 December 2024",
    ],
)
def test_a_blank_unreadable_or_impossible_date_keeps_its_words_and_has_no_iso_date(
    words: str,
) -> None:
    (found,) = find_dates(words)
    assert found.iso is None
    assert found.words == words


def test_a_day_that_a_scan_read_as_letters_is_mended_where_one_reading_is_left() -> None:
    assert parse_date("ngày 3| tháng I2 năm 2024") == "2024-12-31"


def test_a_footnote_digit_glued_to_the_year_is_left_out() -> None:
    (found,) = find_dates("ngày 15 tháng 12 năm 20181")
    assert (found.iso, found.words) == ("2018-12-15", "ngày 15 tháng 12 năm 2018")


@pytest.mark.parametrize(
    ("words", "precision", "last_day"),
    [
        ("quý III/2026", "quarter", "2026-09-30"),
        ("Quý 4 năm 2025", "quarter", "2025-12-31"),
        ("the third quarter of 2026", "quarter", "2026-09-30"),
        ("tháng 9/2026", "month", "2026-09-30"),
        ("tháng 2 năm 2024", "month", "2024-02-29"),
        ("February 2023", "month", "2023-02-28"),
        ("trong năm 2025", "year", "2025-12-31"),
        ("by 2030", "year", "2030-12-31"),
    ],
)
def test_a_period_ends_on_its_last_day_and_is_no_day(
    words: str, precision: str, last_day: str
) -> None:
    (found,) = find_dates(words)
    assert (found.precision, found.last_day, found.iso) == (precision, last_day, None)


@pytest.mark.parametrize("words", ["giai đoạn 2021-2025", "năm 2021 - 2025", "số 30/2020/NĐ-CP"])
def test_a_span_of_years_or_a_document_number_is_no_date(words: str) -> None:
    assert find_dates(words) == ()


@pytest.mark.parametrize("words", ["ngày 30 tháng 4", "ngày 30/4", "April 30"])
def test_a_day_without_a_year_takes_the_year_that_it_is_given(words: str) -> None:
    (found,) = find_dates(words)
    assert found.iso is None
    assert found.in_year(2024) == "2024-04-30"


def test_two_dates_in_one_line_are_two_dates() -> None:
    found = find_dates("Từ ngày 13/11/2017 đến ngày 17/11/2017, các đơn vị tự kiểm tra")
    assert [one.iso for one in found] == ["2017-11-13", "2017-11-17"]


@pytest.mark.parametrize(
    ("text", "number", "iso"),
    [
        ("số 12/KH-SYT ngày 5/3/2020 của Sở Y tế", "12/KH-SYT", "2020-03-05"),
        ("No. 12/CT-TTg, dated July 16, 2021, of", "12/CT-TTg", "2021-07-16"),
        ("số 5-NQ/TU (ngày 22/12/2024)", "5-NQ/TU", "2024-12-22"),
    ],
)
def test_the_date_behind_a_number_is_found_where_the_number_ends(
    text: str, number: str, iso: str
) -> None:
    found = match_date(text, text.index(number) + len(number))
    assert found is not None
    assert found.iso == iso


def test_a_date_further_on_is_not_the_date_of_the_number() -> None:
    text = "số 12/KH-SYT về kiểm tra, gửi trước ngày 5/3/2020"
    assert match_date(text, len("số 12/KH-SYT")) is None


@pytest.mark.parametrize(
    ("cell", "last_day"),
    [("6/2025", "2025-06-30"), ("2030", "2030-12-31"), ("Quý I/2027", "2027-03-31")],
)
def test_a_table_cell_may_hold_a_month_or_a_year_alone(cell: str, last_day: str) -> None:
    found = parse_period(cell)
    assert found is not None
    assert found.last_day == last_day


def test_a_table_cell_of_words_holds_no_period() -> None:
    assert parse_period("Thường xuyên") is None


@given(st.dates(min_value=date(1945, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_reads_back_from_every_way_to_print_it(day: date) -> None:
    month = day.strftime("%B")
    for printed in (
        f"ngày {day.day:02} tháng {day.month} năm {day.year}",
        f"ngày {day.day}/{day.month}/{day.year}",
        f"{day.day}-{day.month}-{day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
    ):
        assert parse_date(printed) == day.isoformat()


@given(st.text(alphabet="ngày thángăm 0123456789/-.,IVXMay", max_size=120))
def test_the_words_of_a_found_date_are_those_of_the_text(text: str) -> None:
    end = 0
    for found in find_dates(text):
        assert found.words == text[found.start : found.end]
        assert found.start >= end
        end = found.end
