"""Who belongs to a group of bodies."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from kb import schema
from kb.resolve import groups
from kb.resolve.agencies import Named, agency_id, agency_row


def members(name: str, territory: str, *bodies: str, key: str | None = None) -> set[str]:
    """Which of these bodies belong to a group that a document of ``territory`` names."""
    db = Database(memory=True)
    schema.migrate(db)
    group = agency_id(Named(name, key, is_group=True, territory=territory))
    rows = [agency_row(group, name), *map(agency_row, bodies)]
    schema.insert(db.conn, "agencies", rows)
    schema.insert(db.conn, "agency_groups", groups.rules_of(rows))
    return {row["member_id"] for row in db.query("SELECT member_id FROM agency_members")}


@pytest.mark.parametrize(
    "name",
    [
        "các sở, ban, ngành",
        "Các sở ngành",
        "các sở, ban, ngành của tỉnh",
        "Thủ trưởng các sở, ban, ngành tỉnh",
        "Giám đốc các sở",
    ],
)
def test_departments_are_those_of_the_documents_province(name: str) -> None:
    found = members(name, "son-la", "son-la.so-noi-vu", "lai-chau.so-noi-vu", "son-la.ubnd-tinh",
                    "son-la.tinh-doan", "bo-noi-vu")  # fmt: skip
    assert found == {"son-la.so-noi-vu"}


def test_communes_of_a_province_are_all_its_communes_that_are_known() -> None:
    moc_chau, elsewhere = "son-la.ubnd-xa.commune-moc-chau", "lai-chau.ubnd-xa.commune-muong-te"
    assert members("UBND các xã, phường", "son-la", moc_chau, elsewhere, key="ubnd-xa") == {
        moc_chau
    }
    assert members("UBND các xã, phường", "son-la", moc_chau, elsewhere) == {moc_chau}


def test_ministries_are_the_ministries_of_the_whole_country() -> None:
    assert members("các bộ, ngành", "vn", "bo-noi-vu", "son-la.so-noi-vu") == {"bo-noi-vu"}
    assert members("các bộ, ngành", "son-la", "bo-noi-vu") == {"bo-noi-vu"}


def test_a_group_whose_members_nothing_states_has_none() -> None:
    assert members("các cơ quan, đơn vị liên quan", "son-la", "son-la.so-noi-vu") == set()
