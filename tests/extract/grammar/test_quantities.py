"""Numbers with units, in both languages and both number styles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.facts import Language
from extract.grammar.quantities import (
    Quantity,
    canonical_unit,
    find_quantities,
    read_number,
    read_unit,
)


def only(text: str, language: Language) -> Quantity:
    (quantity,) = find_quantities(text, 0, None, language)
    return quantity


@pytest.mark.parametrize(
    ("printed", "language", "kind", "value"),
    [
        ("41,7", "vi", "share", 41.7),
        ("41.7", "vi", "share", 41.7),
        ("41,7", "en", "share", 41.7),
        ("33.800", "vi", "money", 33_800),
        ("33,800", "en", "money", 33_800),
        ("1.234.567", "en", "money", 1_234_567),
        ("1,234,567", "vi", "money", 1_234_567),
        ("1.234,5", "vi", "", 1_234.5),
        ("1,234.5", "en", "", 1_234.5),
        ("0.125", "vi", "money", 0.125),
        ("1,250", "vi", "count", 1_250),
        ("1.250", "en", "count", 1_250),
        ("12.345", "vi", "share", 12.345),
        ("05", "vi", "count", 5),
    ],
)
def test_the_mark_for_thousands_follows_from_language_and_unit(printed, language, kind, value):
    assert read_number(printed, language, kind) == value


@pytest.mark.parametrize(
    ("printed", "language"),
    [("33.800", "en"), ("33,800", "vi"), ("11.1.2", "vi"), ("9" * 40, "vi")],
)
def test_a_number_that_may_be_two_things_is_not_read(printed, language):
    assert read_number(printed, language, "money") is None


def test_a_refused_number_says_why():
    quantity = only("a fund of 33.800 billion VND", "en")
    assert quantity.value is None
    assert quantity.value_normalized is None
    assert "33.800" in (quantity.refused or "")


@given(st.integers(min_value=1000, max_value=999_999_999))
def test_grouped_thousands_are_read_back_in_both_languages(number):
    english = f"{number:,}"
    assert read_number(english, "en", "money") == number
    assert read_number(english.replace(",", "."), "vi", "money") == number


@given(st.decimals(min_value=0, max_value=999, places=2))
def test_two_decimals_are_the_same_number_with_either_mark(number):
    assert read_number(str(number), "vi") == read_number(str(number).replace(".", ","), "en")


@pytest.mark.parametrize(
    ("text", "language", "value", "unit", "normalized", "base"),
    [
        ("thu 4.120 tỷ đồng", "vi", 4120, "tỷ đồng", 4.12e12, "VND"),
        ("tổng chi 21,2 triệu tỷ đồng", "vi", 21.2, "triệu tỷ đồng", 2.12e16, "VND"),
        ("52,5 triệu đồng/người/năm", "vi", 52.5, "triệu đồng/người/năm", 52.5e6, "VND"),
        ("VND 52.5 million/year", "en", 52.5, "million VND/year", 52.5e6, "VND"),
        ("VND 18 trillion", "en", 18, "trillion VND", 18e12, "VND"),
        ("18,000 billion dong", "en", 18_000, "billion VND", 18e12, "VND"),
        ("180.5 million USD", "en", 180.5, "million USD", 180.5e6, "USD"),
        ("3.2 million people", "en", 3.2, "million people", 3.2e6, "persons"),
        ("1.655 km đường", "vi", 1655, "km", 1655, "km"),
        ("2% GDP", "vi", 2, "% GDP", 2, "%"),
        (
            "28,4 giường bệnh/vạn dân", "vi", 28.4, "giường bệnh/vạn dân", 28.4,
            "giường bệnh/vạn dân",
        ),
        (
            "12 người trên một vạn dân", "vi", 12, "người trên một vạn dân", 12,
            "người trên một vạn dân",
        ),
        (
            "28.4 hospital beds/10,000 inhabitants", "en", 28.4,
            "hospital beds/10,000 inhabitants", 28.4, "hospital beds per 10,000 people",
        ),
        ("2,5 nghìn xã", "vi", 2.5, "nghìn xã", 2500, "xã"),
        ("1,2 triệu lượt khách", "vi", 1.2, "triệu lượt khách", 1.2e6, "persons"),
        ("80 kg/ha", "vi", 80, "kg/ha", 80, "kg/ha"),
        ("12.000 tấn/năm", "vi", 12_000, "tấn/năm", 12_000, "tonnes"),
        ("gấp 1,5 lần", "vi", 1.5, "lần", 1.5, "lần"),
        ("kim ngạch gấp đôi", "vi", 2, "lần", 2, "lần"),
        ("exports will triple", "en", 3, "times", 3, "times"),
        ("1,5 điểm %/năm", "vi", 1.5, "điểm %/năm", 1.5, "percentage points"),
    ],
)  # fmt: skip
def test_a_unit_is_kept_as_printed_and_normalized(text, language, value, unit, normalized, base):
    quantity = only(text, language)
    assert (quantity.value, quantity.unit) == (value, unit)
    assert quantity.value_normalized == pytest.approx(normalized)
    assert quantity.unit_normalized == base


@pytest.mark.parametrize(
    ("text", "language", "value", "value_to"),
    [
        ("bình quân 7,5-8 %/năm", "vi", 7.5, 8),
        ("đạt 20% - 50%", "vi", 20, 50),
        ("từ 12% đến 15%", "vi", 12, 15),
        ("from 12 % to 15 %", "en", 12, 15),
        ("between 12 and 15%", "en", 12, 15),
        ("có từ 40 - 50 tổ chức", "vi", 40, 50),
        ("10,5 - 11,0", "vi", 10.5, 11),
    ],
)
def test_a_range_has_both_ends(text, language, value, value_to):
    quantity = only(text, language)
    assert (quantity.value, quantity.value_to, quantity.comparator) == (value, value_to, "range")


@pytest.mark.parametrize(
    ("text", "language", "value", "baseline"),
    [
        ("tăng từ 12% (năm 2020) lên 15%", "vi", 15, "12% (năm 2020)"),
        ("increase from 12% to 15%", "en", 15, "12%"),
        ("giảm từ 5% xuống còn 3%", "vi", 3, "5%"),
    ],
)
def test_where_a_change_starts_is_its_baseline(text, language, value, baseline):
    quantity = only(text, language)
    assert (quantity.value, quantity.baseline) == (value, baseline)


@pytest.mark.parametrize(
    ("text", "language", "comparator"),
    [
        ("đạt trên 80%", "vi", ">"),
        ("tối thiểu 5%", "vi", ">="),
        ("tối thiểu có 5 doanh nghiệp", "vi", ">="),
        ("đạt 90% trở lên", "vi", ">="),
        ("không quá 60%", "vi", "<="),
        ("dưới 20%", "vi", "<"),
        ("≤10,7%", "vi", "<="),
        ("khoảng 35%", "vi", "about"),
        ("at least 30%", "en", ">="),
        ("no more than 3%", "en", "<="),
        ("over 80%", "en", ">"),
        ("about 35%", "en", "about"),
        ("up to 95%", "en", "="),
    ],
)
def test_the_words_around_a_number_compare_it(text, language, comparator):
    assert only(text, language).comparator == comparator


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ngày 15/10/2026", "vi"),
        ("trước ngày 30-6-2026", "vi"),
        ("giai đoạn 2021 - 2025", "vi"),
        ("năm 2026", "vi"),
        ("Nghị quyết số 24/NQ-HĐND và Chỉ thị 34-CT/TW", "vi"),
        ("khoản 2 Điều 5", "vi"),
        ("từ 15 tuổi trở lên", "vi"),
        ("trong 05 ngày làm việc", "vi"),
        ("thuộc nhóm 3 nước dẫn đầu", "vi"),
        ("khóa 13", "vi"),
        ("mạng 5G", "vi"),
        ("điện thoại 0212.3852.123", "vi"),
        ("on December 6, 2023", "en"),
        ("6 December 2023", "en"),
        ("Article 12 of Decree No. 30/2020/ND-CP", "en"),
        ("in 2026", "en"),
        ("per 10,000 people", "en"),
    ],
)
def test_names_dates_orders_and_time_limits_are_no_quantities(text, language):
    assert find_quantities(text, 0, None, language) == ()


def test_the_number_of_an_item_is_no_quantity():
    text = "1. Growth of 7%\n2. Coverage 48%"
    assert [q.value for q in find_quantities(text, 0, None, "en")] == [7, 48]


@given(st.text(alphabet="0123456789.,-–/% đếntừtriệutỷđồngVND\n(", max_size=200))
def test_offsets_lie_in_the_text_and_in_order(text):
    position = 0
    for quantity in find_quantities(text, 0, None, "vi"):
        assert position <= quantity.start < quantity.end <= len(text)
        position = quantity.end


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("xã", "communes"),
        ("giường bệnh/10.000 dân", "hospital beds per 10,000 people"),
        ("bác sĩ trên một vạn dân", "doctors per 10,000 people"),
        ("lần", "times"),
        ("tấn", "tonnes"),
        ("ngày làm việc", "working days"),
    ],
)
def test_a_unit_has_one_name_to_compare_documents_of_both_languages(vietnamese, english):
    assert canonical_unit(vietnamese) == canonical_unit(english) == english


def test_words_that_are_no_known_unit_are_compared_as_they_are():
    assert canonical_unit("khu neo đậu") == "khu neo đậu"
    assert canonical_unit(None) is None


@pytest.mark.parametrize(
    "text", ["a double-track railway", "phạt năm 2020", "gấp năm 2025", "will double-check"]
)
def test_words_that_only_look_like_a_multiple_are_no_quantity(text):
    assert [q for q in find_quantities(text, 0, None, "en") if q.kind == "ratio"] == []


def test_or_more_may_stand_between_a_number_and_its_unit():
    quantity = only("2,000 or more workers", "en")
    assert (quantity.comparator, quantity.value, quantity.unit) == (">=", 2000, "workers")


@pytest.mark.parametrize(
    ("printed", "base", "factor"),
    [
        ("1.000 con", "con", 1e3),
        ("1000 ha", "ha", 1e3),
        ("1.000.000 USD", "USD", 1e6),
        ("Trđ/người/năm", "VND", 1e6),
        ("tr.đồng", "VND", 1e6),
        ("KTOE", "kTOE", 1.0),
    ],
)
def test_a_table_may_cut_a_unit_short(printed, base, factor):
    unit = read_unit(printed)
    assert unit is not None
    assert (unit.printed, unit.normalized, unit.factor) == (printed, base, factor)


def test_a_table_unit_may_be_any_words():
    cable = read_unit("Tuyến cáp quang biển")
    assert cable is not None
    assert (cable.normalized, cable.canon) == ("tuyến cáp quang biển", "submarine cables")
    assert read_unit("Thứ bậc").kind == "rank"  # type: ignore[union-attr]
    assert read_unit("(%)").printed == "%"  # type: ignore[union-attr]
    assert read_unit("% dân số").normalized == "%"  # type: ignore[union-attr]
    per_head = read_unit("Số doanh nghiệp/1.000 dân")
    assert per_head is not None
    assert per_head.normalized == "doanh nghiệp/1.000 dân"
    assert read_unit("(*)") is None


@pytest.mark.parametrize(
    ("text", "language", "value", "comparator", "baseline"),
    [
        ("giảm từ 90 kg/ha xuống còn dưới 60 kg/ha", "vi", 60, "<", "90 kg/ha"),
        ("từ 5,2% xuống 4%", "vi", 4, "=", "5,2%"),
        ("tăng từ 45% lên 60 - 65%", "vi", 60, "range", "45%"),
        ("increase from 60% to over 75%", "en", 75, ">", "60%"),
        ("rise from USD 2 billion to USD 3 billion", "en", 3, "=", "USD 2 billion"),
    ],
)
def test_a_change_leads_to_a_number_that_may_be_compared(
    text, language, value, comparator, baseline
):
    quantity = only(text, language)
    assert (quantity.value, quantity.comparator, quantity.baseline) == (value, comparator, baseline)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("two more communes", 2, "communes"),
        ("at least six districts", 6, "districts"),
        ("Twelve foreign visitors", 12, "foreign visitors"),
    ],
)
def test_a_small_number_in_words_counts_things(text, value, unit):
    quantity = only(text, "en")
    assert (quantity.value, quantity.unit) == (value, unit)


@pytest.mark.parametrize("text", ["two of them", "twofold", "the two sides", "forty-two communes"])
def test_a_number_in_words_without_a_known_thing_is_none(text):
    assert find_quantities(text, 0, None, "en") == ()


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("thời gian cấp phép không quá 7 ngày", "vi", 7),
        ("the time limit for permits to 5 working days", "en", 5),
        ("thời gian chờ của người dân không quá 15 phút/lượt", "vi", 15),
        ("reduce the time for registering a company to 2 days", "en", 2),
    ],
)
def test_a_time_limit_is_measured_in_days(text, language, value):
    assert only(text, language).value == value


def test_an_exchange_rate_is_no_quantity():
    assert find_quantities("quy đổi 23.500 đồng/USD", 0, None, "vi") == ()
