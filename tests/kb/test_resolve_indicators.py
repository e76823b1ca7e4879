"""The same indicator in another document, year, wording or language is one indicator."""

from __future__ import annotations

import pytest

from extract import vocabulary
from kb.resolve.indicators import (
    essence,
    indicator_id,
    known,
    place_of,
    recognized,
    suggested,
)
from kb.resolve.measures import comparable_unit


@pytest.mark.parametrize(
    ("words", "kind", "unit", "id_"),
    [
        ("Tỷ lệ che phủ rừng", "share", "%", "forest-cover"),
        (
            "Giữ vững tỉ lệ che phủ rừng trên địa bàn tỉnh đến năm 2030",
            "share",
            "%",
            "forest-cover",
        ),
        ("The forest coverage rate of the province by 2030", "share", "%", "forest-cover"),
        ("Tốc độ tăng GRDP bình quân giai đoạn 2026-2030", "growth", "%", "grdp-growth"),
        ("Tốc độ tăng trưởng kinh tế (GRDP)", "growth", "%", "grdp-growth"),
        ("GRDP growth", "growth", "%", "grdp-growth"),
        ("GRDP theo giá hiện hành", "level", "VND", "grdp"),
        ("GRDP bình quân đầu người năm 2027", "level", "VND", "grdp-per-capita"),
        ("Tỷ lệ hộ nghèo (theo chuẩn đa chiều)", "share", "%", "poverty-rate"),
        ("Giảm tỷ lệ hộ nghèo hằng năm", "growth", "percentage points", "poverty-reduction"),
        ("Tỷ lệ bao phủ BHYT", "share", "%", "health-insurance-coverage"),
        ("Health insurance coverage", "share", "%", "health-insurance-coverage"),
        ("Số bác sĩ/vạn dân", "level", "bác sĩ/vạn dân", "doctors-ratio"),
        ("Doctors", "level", "doctors per 10,000 people", "doctors-ratio"),
        ("Tổng thu NSNN trên địa bàn tỉnh Sơn La", "level", "VND", "state-revenue"),
        ("Hệ số ICOR", None, None, "icor"),
        ("Số xã đạt chuẩn NTM (lũy kế)", "level", "xã", "new-rural-communes"),
        ("Cơ cấu GRDP: Công nghiệp - xây dựng", "share", "%", "industry-share"),
        ("Số giường bệnh trên 1 vạn dân", "level", "giường bệnh/vạn dân", "hospital-beds-ratio"),
    ],
)
def test_other_words_for_an_indicator_mean_the_same_one(words, kind, unit, id_):
    assert indicator_id(words, kind, unit, "son-la") == id_


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Tỷ lệ hộ nghèo", "share", "%"), ("Tỷ lệ hộ nghèo", "growth", "percentage points")),
        (("GRDP", "level", "VND"), ("GRDP", "growth", "%")),
        (("Thu ngân sách", "level", "VND"), ("Thu ngân sách", "growth", "%")),
        (("Số xã đạt chuẩn", "level", "xã"), ("Số xã đạt chuẩn", "growth", "xã")),
        (("Năng suất lúa", "level", "tạ/ha"), ("Năng suất lúa", "level", "xã")),
        (("Xã nông thôn mới", "level", "xã"), ("Xã nông thôn mới nâng cao", "level", "xã")),
        (("Tỷ lệ hộ nghèo", "share", "%"), ("Tỷ lệ hộ cận nghèo", "share", "%")),
    ],
)
def test_another_kind_unit_or_thing_is_another_indicator(one, other):
    assert indicator_id(*one) != indicator_id(*other)


def test_what_is_in_no_vocabulary_is_the_same_by_its_words_in_every_year_and_place():
    first = indicator_id("Tỷ lệ bản có nhà sinh hoạt cộng đồng năm 2024", "share", "%", "son-la")
    other = indicator_id("tỉ lệ bản có nhà sinh hoạt cộng đồng đến năm 2030", "share", "%", "vn")
    assert first == other == "ti-le-ban-co-nha-sinh-hoat-cong-dong.percent"


def test_growth_of_the_economy_is_that_of_the_country_or_of_the_province_that_says_it():
    words = "Tốc độ tăng trưởng kinh tế"
    assert indicator_id(words, "growth", "%", "vn") == "gdp-growth"
    assert indicator_id(words, "growth", "%", "son-la") == "grdp-growth"
    assert recognized(words, "growth", "%") is None


def test_words_that_only_come_near_are_suggested_and_not_linked():
    words = ("Tỷ lệ xã, phường đạt chuẩn nông thôn mới", "share", "%")
    assert recognized(*words) is None
    near = suggested(*words)
    assert near is not None
    assert near.id == "new-rural-communes-share"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Nâng tỷ lệ đô thị hóa lên", "ti le do thi hoa len"),
        ("Năng suất lao động xã hội tăng", "nang suat lao dong xa hoi"),
        ("Tổng vốn đầu tư toàn xã hội", "tong von dau tu toan xa hoi"),
        ("Tỷ lệ đô thị hoá", "ti le do thi hoa"),
        ("The percentage of trained workers", "rate of trained workers"),
    ],
)
def test_words_that_say_what_is_measured_stay(words, kept):
    assert essence(words) == kept


def test_each_name_of_the_vocabulary_means_one_indicator_of_its_kind_and_unit():
    for row in known().values():
        unit = row.units[0] if row.units else None
        territory = {"country": "vn", "province": "son-la"}.get(row.where)
        for name in row.names:
            found = recognized(name, row.kind or None, unit, territory)
            assert (found.id if found else None) == row.id, name


def test_the_units_of_the_vocabulary_of_indicators_are_known():
    units = {row["unit"] for row in vocabulary.rows("units")}
    for row in known().values():
        for unit in row.units:
            assert unit.partition(" per ")[0] in units, (row.id, unit)


@pytest.mark.parametrize(
    ("scope", "territory", "place"),
    [
        ("tỉnh Sơn La", "vn", "son-la"),
        ("Thành phố Hà Nội", "vn", "ha-noi"),
        ("nông thôn", "son-la", "son-la"),
        (None, "son-la", "son-la"),
    ],
)
def test_a_scope_that_names_a_province_says_whose_target_it_is(scope, territory, place):
    assert place_of(scope, territory) == place


@pytest.mark.parametrize(
    ("unit", "compared", "factor"),
    [
        ("km²", "ha", 100.0),
        ("m²", "ha", 0.0001),
        ("GW", "MW", 1000.0),
        ("kWh", "MWh", 0.001),
        ("tạ/ha", "tonnes per ha", 0.1),
        ("kg", "tonnes", 0.001),
        ("VND", "VND", 1.0),
        ("xã", "communes", 1.0),
        ("communes", "communes", 1.0),
        ("tủ sách", "tủ sách", 1.0),
        (None, None, 1.0),
    ],
)
def test_physical_units_are_compared_in_one_and_counts_in_one_name(unit, compared, factor):
    assert comparable_unit(unit) == (compared, factor)
