"""The province of a unit that is named without it, by the lists of administrative units."""

from __future__ import annotations

import pytest

from extract.grammar.local_units import province_of_unit
from extract.pipeline import extract
from extract.source import SourceText


@pytest.mark.parametrize(
    ("words", "on", "province"),
    [
        ("Ủy ban nhân dân huyện Mộc Châu", "2024-03-28", "son-la"),
        ("UBND HUYỆN MỘC CHÂU", None, "son-la"),
        ("Huyện ủy Ba Bể", "2023-06-20", "bac-kan"),
        ("Moc Chau District", None, "son-la"),
        ("Đảng ủy xã Lũng Cú", "2025-05-05", "ha-giang"),
        ("Đảng ủy xã Lũng Cú", "2025-09-01", "tuyen-quang"),
        ("UBND phường Nha Trang", "2025-09-09", "khanh-hoa"),
    ],
)
def test_a_unit_that_one_province_had_on_the_day_tells_the_province(words, on, province):
    assert province_of_unit(words, on) == province


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("Đảng ủy xã Lũng Cú", None),  # of one province before the mergers, of another since
        ("UBND huyện Ba Vì", "2005-01-01"),  # before Ha Tay joined Ha Noi
        ("UBND huyện Châu Thành", "2020-01-01"),  # in many provinces
        ("UBND xã Bản Mẫu Giấy", "2025-09-09"),
        ("các xã, phường trên địa bàn", "2025-09-09"),
        ("Ủy ban nhân dân huyện", None),
    ],
)
def test_what_two_provinces_share_or_no_list_holds_stays_open(words, on):
    assert province_of_unit(words, on) is None


def test_a_letterhead_without_a_province_is_placed_by_its_district():
    text = (
        "ỦY BAN NHÂN DÂN\nHUYỆN MỘC CHÂU\nSố: 5/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nMộc Châu, ngày 28 tháng 3 năm 2024\nKẾ HOẠCH\nPhát triển du lịch\n"
        "Ủy ban nhân dân huyện xây dựng kế hoạch như sau:\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLò Văn Mẫu\n"
    )
    assert extract(SourceText.from_text(text)).document.jurisdiction == "son-la"
