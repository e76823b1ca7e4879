"""Which body a mention means, and what became of bodies."""

from __future__ import annotations

import pytest

from kb.resolve.agencies import (
    Named,
    agency_id,
    agency_row,
    issuer_key_of_number,
    names_of,
)


@pytest.mark.parametrize(
    ("named", "id_"),
    [
        (Named("Sở Nội vụ", "so-noi-vu", territory="son-la"), "son-la.so-noi-vu"),
        (Named("Sở Nội vụ tỉnh Hà Nam", "so-noi-vu", place="ha-nam", territory="son-la"),
         "ha-nam.so-noi-vu"),
        (Named("Bộ Tài chính", "bo-tai-chinh", territory="son-la"), "bo-tai-chinh"),
        # A central document that names no place means the class of such bodies.
        (Named("Ủy ban nhân dân tỉnh", "ubnd-tinh", territory="vn"), "ubnd-tinh"),
        (Named("UBND huyện Mộc Châu", "ubnd-huyen", territory="son-la"),
         "son-la.ubnd-huyen.district-moc-chau"),
        (Named("Ủy ban nhân dân huyện", "ubnd-huyen", territory="son-la",
               body="district-moc-chau"), "son-la.ubnd-huyen.district-moc-chau"),
        (Named("UBND các huyện", "ubnd-huyen", is_group=True, territory="son-la"),
         "son-la.ubnd-huyen"),
        (Named("Tổ công tác", territory="son-la"), "son-la.khac.to-cong-tac"),
        (Named("các cơ quan", is_group=True), "vn.nhom.cac-co-quan"),
        (Named("UBND", "ubnd", territory="son-la"), "son-la.ubnd-tinh"),
        # The Front's committee of the level of the document that names it.
        (Named("Ủy ban MTTQ Việt Nam", "uy-ban-mttq", territory="son-la"), "son-la.mttq-tinh"),
        (Named("Ủy ban MTTQ Việt Nam", "uy-ban-mttq", territory="son-la",
               body="district-moc-chau"), "son-la.mttq-huyen.district-moc-chau"),
        (Named("Ủy ban MTTQ Việt Nam", "uy-ban-mttq", body="district"), "mttq-huyen"),
        (Named("Ủy ban MTTQ Việt Nam", "uy-ban-mttq"), "uy-ban-mttq"),
        # A ministry's own department, where a central document names no province.
        (Named("Cục Quản lý thị trường", "cuc-quan-ly-thi-truong", territory="vn"),
         "cuc-quan-ly-thi-truong-trung-uong"),
        (Named("Cục Quản lý thị trường", "cuc-quan-ly-thi-truong", territory="son-la"),
         "son-la.cuc-quan-ly-thi-truong"),
        (Named("Chánh Thanh tra tỉnh", territory="son-la"), "son-la.thanh-tra-tinh"),
        (Named("Viện trưởng Viện kiểm sát nhân dân tỉnh", territory="son-la"),
         "son-la.vien-kiem-sat-nhan-dan-tinh"),
        (Named("BộTài chính"), "bo-tai-chinh"),  # a lost space
        (Named("Đại hội XIH của Đảng"), "dai-hoi-dang"),  # a scan's XIII
        (Named("13th National Party Congress"), "dai-hoi-dang"),
        (Named("Đại hội Đảng bộ tỉnh lần thứ XV", territory="son-la"),
         "son-la.dai-hoi-dang-bo-tinh"),
        (Named("Trung ương 6"), "trung-uong-dang"),
        (Named("Đại hội Công đoàn tỉnh", territory="son-la"),
         "son-la.khac.dai-hoi-cong-doan-tinh"),
        (Named("Chánh Văn phòng lạ", territory="son-la"), "son-la.khac.chanh-van-phong-la"),
        (Named("UBND", "ubnd", territory="son-la", body="commune-muong-la"),
         "son-la.ubnd-xa.commune-muong-la"),
    ],
)  # fmt: skip
def test_a_body_is_its_kind_and_its_place(named: Named, id_: str) -> None:
    assert agency_id(named) == id_


def test_a_department_has_the_name_of_its_province_in_both_languages() -> None:
    row = agency_row("son-la.so-noi-vu")
    assert row["name"] == "Sở Nội vụ tỉnh Sơn La"
    assert row["name_en"] == "Department of Home Affairs of Son La Province"
    assert (row["level"], row["jurisdiction"]) == ("province", "son-la")
    assert row["parent_id"] == "son-la.ubnd-tinh"
    assert (row["is_group"], row["provisional"]) == (0, 0)
    names = {name for name, _ in names_of("son-la.so-noi-vu", row)}
    assert {"Sở Nội vụ", "Sở Nội vụ tỉnh Sơn La", "SNV", "Department of Home Affairs"} <= names


def test_the_kind_of_place_is_not_said_twice() -> None:
    assert agency_row("son-la.ubnd-tinh")["name"] == "Ủy ban nhân dân tỉnh Sơn La"
    assert agency_row("ha-noi.ubnd-tinh")["name"] == "Ủy ban nhân dân thành phố Hà Nội"
    assert agency_row("son-la.ubnd-tinh")["name_en"] == "People's Committee of Son La Province"


def test_an_unknown_body_is_provisional_and_an_unknown_group_is_a_group() -> None:
    body = agency_row("son-la.khac.to-cong-tac", "Tổ công tác")
    group = agency_row("son-la.nhom.cac-co-quan", "các cơ quan")
    assert (body["name"], body["provisional"], body["is_group"]) == ("Tổ công tác", 1, 0)
    assert (group["name"], group["provisional"], group["is_group"]) == ("các cơ quan", 0, 1)


@pytest.mark.parametrize(
    ("number", "key"),
    [("19/CT-TTg", "thu-tuong"), ("01/CT-UBND", "ubnd"), ("30/2020/NĐ-CP", "chinh-phu"),
     ("12/XX-KHONG", None)],
)  # fmt: skip
def test_the_symbol_tells_the_issuer(number: str, key: str | None) -> None:
    assert issuer_key_of_number(number) == key


def test_the_bodies_of_all_districts_are_named_as_those_of_a_level() -> None:
    assert agency_row("son-la.ubnd-huyen")["name"] == "Ủy ban nhân dân cấp huyện, tỉnh Sơn La"
    assert agency_row("da-nang.ubnd-xa")["name"] == "Ủy ban nhân dân cấp xã, thành phố Đà Nẵng"


@pytest.mark.parametrize(
    "name", ["Tỉnh", "Đà Nẵng", "TP. Hồ Chí Minh", "Son La city", "The province"]
)
def test_a_territory_is_no_unknown_body(name: str) -> None:
    row = agency_row(agency_id(Named(name)), name)
    assert (row["kind"], row["provisional"]) == ("territory", 0)
