"""Names of bodies and places, however their tone marks are placed."""

from __future__ import annotations

import pytest

from extract.grammar.letterhead_names import agency_key, of_the_party_centre, province_of


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Uỷ ban nhân dân tỉnh Khánh Hoà", "Ủy ban nhân dân tỉnh Khánh Hòa"),
        ("Sở Văn hoá, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("UỶ BAN NHÂN DÂN TỈNH HOÀ BÌNH", "ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH"),
        ("Bộ Y tế", "Bộ Y Tế"),
    ],
)
def test_a_name_is_the_same_with_the_tone_mark_in_its_old_and_its_new_place(
    old: str, new: str
) -> None:
    assert agency_key(old) == agency_key(new) is not None
    assert province_of(old) == province_of(new)


@pytest.mark.parametrize(
    ("name", "superior", "whole"),
    [
        ("VĂN PHÒNG", "BAN CHẤP HÀNH TRUNG ƯƠNG", "Văn phòng Trung ương Đảng"),
        ("BAN TỔ CHỨC", "BAN CHẤP HÀNH TRUNG ƯƠNG", "Ban Tổ chức Trung ương"),
        ("BỘ CHÍNH TRỊ", "BAN CHẤP HÀNH TRUNG ƯƠNG", None),
        ("VĂN PHÒNG", "TỈNH ỦY SƠN LA", None),
        ("VĂN PHÒNG", "", None),
    ],
)
def test_a_body_below_the_central_committee_is_named_with_it(
    name: str, superior: str, whole: str | None
) -> None:
    assert of_the_party_centre(name, superior) == whole
