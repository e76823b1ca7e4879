"""What became of bodies, and who has a task on a day."""

from __future__ import annotations

import re

import pytest
from sqlite_utils import Database
from synthetic import read_specimen, write_specimen

from extract import vocabulary
from kb import schema
from kb.build import build
from kb.resolve import successions
from kb.resolve.agencies import agency_row, names_of, parts_of
from kb.resolve.successions import with_relatives


def test_a_department_followed_its_ministry_and_its_province() -> None:
    found, successions = with_relatives(["ha-nam.so-ke-hoach-va-dau-tu"])
    assert {"ha-nam.so-tai-chinh", "ninh-binh.so-tai-chinh"} <= found
    days = {(s.predecessor, s.successor): s.on_date for s in successions}
    assert days["ha-nam.so-ke-hoach-va-dau-tu", "ha-nam.so-tai-chinh"] == "2025-03-01"
    assert days["ha-nam.so-tai-chinh", "ninh-binh.so-tai-chinh"] == "2025-07-01"
    assert all(parts_of(id_).key for id_ in found)


def test_a_ministry_that_was_split_has_a_scope_for_each_successor() -> None:
    _, successions = with_relatives(["bo-thong-tin-va-truyen-thong"])
    scopes = {s.successor: s.scope for s in successions}
    assert len(scopes) == 3
    assert "all" not in scopes.values()


def test_the_list_of_successions_names_known_bodies_real_days_and_never_goes_in_a_circle() -> None:
    rows = vocabulary.rows("agency_successions")
    known = vocabulary.agencies()
    for row in rows:
        assert row["predecessor"] in known, row
        assert row["successor"] in known, row
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["on_date"]), row
        assert known[row["predecessor"]].level == row["level"], row
    successors = {row["predecessor"]: row["successor"] for row in rows}
    for start in successors:
        seen, key = {start}, start
        while (key := successors.get(key, "")) != "":
            assert key not in seen, start
            seen.add(key)


def test_every_succession_says_what_of_it_is_verified() -> None:
    for row in vocabulary.rows("agency_successions"):
        assert row["certain"] in ("0", "1"), row
        assert row["day_is"] in ("exact", "about"), row
        assert row["source"], row
        if row["certain"] == "1" and row["day_is"] == "exact" and not row["basis"]:
            assert "not" in row["source"], f"what it rests on is unknown, and it must say so: {row}"


def heirs(*ids: str, tasks: dict[str, tuple[str, str]] | None = None) -> Database:
    """A database of these bodies and all that followed; ``tasks`` by id: who was told, and what."""
    db = Database(memory=True)
    schema.migrate(db)
    found, followed = with_relatives(ids)
    schema.insert(db.conn, "agencies", [agency_row(id_) for id_ in sorted(found)])
    schema.insert(db.conn, "agency_successions", successions.rows(followed))
    names = {(id_, *name) for id_ in found for name in names_of(id_, agency_row(id_))}
    schema.insert(
        db.conn,
        "agency_names",
        [{"agency_id": id_, "name": name, "language": code} for id_, name, code in sorted(names)],
    )
    db.table("documents").insert({"id": "d", "held": 1})
    for id_, (told, text) in (tasks or {}).items():
        db.table("tasks").insert({"id": id_, "document_id": "d", "text": text})
        db.table("task_agencies").insert(
            {"id": f"{id_}:a", "task_id": id_, "agency_id": told, "role": "lead",
             "name_as_written": told}
        )  # fmt: skip
    successions.write_heirs(db.conn)
    return db


def on_day(db: Database, id_: str, day: str) -> dict[str, int]:
    """Who has the work of a body on a day, and whether that is certain."""
    return {
        row["heir_id"]: row["certain"]
        for row in db.query(
            """SELECT heir_id, certain FROM agency_heirs WHERE agency_id = ? AND from_date <= ?
                  AND (until_date IS NULL OR until_date > ?)""",
            [id_, day, day],
        )
    }


@pytest.mark.parametrize(
    ("body", "day", "has_it"),
    [
        ("bo-ke-hoach-va-dau-tu", "2025-02-28", {"bo-ke-hoach-va-dau-tu": 1}),
        ("bo-ke-hoach-va-dau-tu", "2025-03-01", {"bo-tai-chinh": 1}),
        ("bo-thuy-san", "2006-05-01", {"bo-thuy-san": 1}),
        ("bo-thuy-san", "2020-05-01", {"bo-nong-nghiep-va-phat-trien-nong-thon": 1}),
        ("bo-thuy-san", "2026-05-01", {"bo-nong-nghiep-va-moi-truong": 1}),
        ("ha-nam.so-ke-hoach-va-dau-tu", "2025-04-01", {"ha-nam.so-tai-chinh": 1}),
        ("ha-nam.so-ke-hoach-va-dau-tu", "2025-07-01", {"ninh-binh.so-tai-chinh": 1}),
        ("ha-nam.ubnd-tinh", "2025-06-30", {"ha-nam.ubnd-tinh": 1}),
        ("ha-nam.ubnd-tinh", "2025-07-01", {"ninh-binh.ubnd-tinh": 1}),
        ("ban-dan-van-trung-uong", "2025-02-03", {"ban-tuyen-giao-va-dan-van-trung-uong": 1}),
        ("son-la.cuc-thue-tinh", "2025-08-01", {"son-la.thue-tinh": 0}),
    ],
)  # fmt: skip
def test_on_a_day_the_work_is_with_whoever_had_taken_it_over_by_then(body, day, has_it):
    assert on_day(heirs(body), body, day) == has_it


def test_a_districts_work_may_be_with_the_communes_that_lie_in_it_now_or_with_the_province():
    body = "son-la.ubnd-huyen.district-moc-chau"
    db = heirs(body)
    assert on_day(db, body, "2025-06-30") == {body: 1}
    after = on_day(db, body, "2025-07-01")
    assert "son-la.ubnd-tinh" in after
    communes = {id_ for id_ in after if ".ubnd-xa." in id_}
    assert len(communes) > 1
    (name,) = db.conn.execute(
        "SELECT name FROM agencies WHERE id = ?", [sorted(communes)[0]]
    ).fetchone()
    assert name.startswith("Ủy ban nhân dân ")
    assert name.endswith(", tỉnh Sơn La")


def test_a_commune_that_went_into_one_other_is_that_other_since():
    body = "ha-noi.ubnd-xa.commune-truc-bach"
    assert on_day(heirs(body), body, "2025-07-01") == {"ha-noi.ubnd-xa.commune-ba-dinh": 1}
    assert agency_row(body)["valid_to"] == "2025-06-30"


def test_a_commune_divided_between_two_may_be_either():
    divided = [
        row
        for row in vocabulary.rows("commune_successions")
        if row["extent"] == "partial" and row["province"] == "ha-noi"
    ]
    body = f"ha-noi.ubnd-xa.commune-{divided[0]['old']}"
    assert len(on_day(heirs(body), body, "2025-07-01")) > 1


@pytest.mark.parametrize(
    ("told", "text", "owners"),
    [
        ("bo-thong-tin-va-truyen-thong", "Quản lý hoạt động báo chí, xuất bản",
         ["Bộ Văn hóa, Thể thao và Du lịch"]),
        ("bo-thong-tin-va-truyen-thong", "Phủ sóng băng rộng, thúc đẩy chuyển đổi số",
         ["Bộ Khoa học và Công nghệ"]),
        ("bo-lao-dong-thuong-binh-va-xa-hoi", "Rà soát hộ nghèo",
         ["Bộ Nông nghiệp và Môi trường"]),
        ("ha-nam.so-lao-dong-thuong-binh-va-xa-hoi", "Mở lớp dạy nghề",
         ["Sở Giáo dục và Đào tạo tỉnh Ninh Bình"]),
        ("bo-giao-thong-van-tai", "Sửa chữa quốc lộ", ["Bộ Xây dựng"]),
        # The old body's own name tells nothing of what is to be done.
        ("bo-lao-dong-thuong-binh-va-xa-hoi",
         "Bộ Lao động - Thương binh và Xã hội chủ trì mở lớp dạy nghề",
         ["Bộ Giáo dục và Đào tạo"]),
        ("bo-thong-tin-va-truyen-thong", "Bộ Thông tin và Truyền thông phủ sóng băng rộng",
         ["Bộ Khoa học và Công nghệ"]),
        ("bo-giao-thong-van-tai", "Cấp giấy phép lái xe", ["Bộ Công an"]),
    ],
)  # fmt: skip
def test_a_divided_bodys_task_goes_where_its_words_point(told, text, owners):
    db = heirs(told, tasks={"t": (told, text)})
    (row,) = db.query("SELECT json(lead) AS lead, possible FROM task_owners")
    assert row == {"lead": str(owners).replace("'", '"'), "possible": 0}


def test_where_no_words_tell_all_heirs_of_a_divided_body_are_possible():
    told = "bo-thong-tin-va-truyen-thong"
    db = heirs(told, tasks={"t": (told, "Gửi báo cáo cuối năm")})
    (row,) = db.query("SELECT lead, chains, possible FROM task_owners")
    assert "Bộ Khoa học và Công nghệ" in row["lead"]
    assert "Bộ Văn hóa, Thể thao và Du lịch" in row["lead"]
    assert "Bộ Thông tin và Truyền thông → Bộ Khoa học và Công nghệ" in row["chains"]
    assert row["possible"] == 1


def test_what_is_not_verified_is_shown_as_possible_only():
    told = "son-la.cuc-thue-tinh"
    db = heirs(told, tasks={"t": (told, "Thu đủ ngân sách")})
    (row,) = db.query("SELECT possible FROM task_owners")
    assert row["possible"] == 1


def test_a_held_resolution_that_merges_bodies_suggests_the_succession_with_its_words(tmp_path):
    words = "Thành lập Sở Xây dựng trên cơ sở hợp nhất Sở Giao thông vận tải và Sở Xây dựng."
    write_specimen(
        tmp_path / "in" / "resolution.json",
        document={"type": "resolution", "number": "9/NQ-HĐND", "issued_on": "2025-02-20",
                  "effective_on": "2025-03-01", "jurisdiction": "son-la", "title": words},
    )  # fmt: skip
    build([tmp_path / "in"], tmp_path / "kb.db", workers=0, read=read_specimen, version="1")
    db = Database(tmp_path / "kb.db")
    (row,) = db.query(
        """SELECT value, quote, message FROM suggestions WHERE "column" = 'succession'"""
    )
    assert row["value"] == "son-la.so-giao-thong-van-tai → son-la.so-xay-dung"
    assert row["quote"] == words.rstrip(".")
    assert "2025-03-01" in row["message"]
    assert db.execute("SELECT count(*) FROM agency_successions").fetchone() == (0,)
