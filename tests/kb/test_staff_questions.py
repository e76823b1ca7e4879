"""The questions that staff ask about tasks, on a database that was built from files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from synthetic import read_specimen, write_specimen

from kb.build import build
from kb.questions import ask, open_database

RESOLUTION = "9-nq-hdnd.son-la.2024-01-05"
PLAN = "12-kh-ubnd.son-la.2024-02-01"
LATER = "30-kh-ubnd.son-la.2024-06-01"
FINANCE = ("Sở Tài chính", "so-tai-chinh")
LABOUR = ("Sở Lao động - Thương binh và Xã hội", "so-lao-dong-thuong-binh-va-xa-hoi")
AGAIN = "rà soát, cấp kinh phí mua sắm thiết bị phòng họp trực tuyến cho toàn bộ các xã vùng cao"


def part(body: tuple[str, str | None], role: str, **more: Any) -> dict[str, Any]:
    return {"name": body[0], "key": body[1], "role": role, **more}


def document(folder: Path, type_: str, number: str, day: str, **facts: Any) -> None:
    write_specimen(
        folder / f"{day}.json",
        document={"type": type_, "number": number, "issued_on": day, "jurisdiction": "son-la",
                  "issuer": "Ủy ban nhân dân tỉnh Sơn La", "issuer_key": "ubnd-tinh",
                  "title": f"Văn bản {number}"},
        **facts,
    )  # fmt: skip


def tasks() -> list[dict[str, Any]]:
    everybody = ("các sở, ban, ngành", None)
    return [
        {"path": "1", "text": AGAIN, "deadline": "2024-03-31", "deadline_words": "quý I/2024",
         "deliverable": "Quyết định", "agencies": [part(FINANCE, "lead")]},
        {"path": "1.a", "text": "lập dự toán cho từng xã", "parent": "1",
         "agencies": [part(FINANCE, "responsible")]},
        {"path": "2", "text": "hỗ trợ hộ nghèo sửa nhà", "deadline": "2030-12-10",
         "agencies": [part(LABOUR, "lead"), part(FINANCE, "coordinate")]},
        {"path": "3", "text": "tiếp tục làm tốt việc đã nêu"},
        {"path": "4", "text": "gửi báo cáo năm", "deadline": "2030-12-15",
         "agencies": [part(everybody, "responsible", is_group=True)]},
        {"path": "5", "text": "phấn đấu dẫn đầu", "force": "committed"},
    ]  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("office") / "in"
    document(folder, "resolution", "9/NQ-HĐND", "2024-01-05")
    document(folder, "plan", "12/KH-UBND", "2024-02-01", tasks=tasks(), citations=[
        {"type": "resolution", "number": "9/NQ-HĐND", "relation": "implements"}])  # fmt: skip
    (folder / "progress.csv").write_text(
        "task_id,status,date,by,note\n"
        f"{PLAN}:t:1,đang thực hiện,2024-03-01,Văn thư,\n"
        f"{PLAN}:t:4,hoàn thành,2026-01-01,Văn thư,\n",
        encoding="utf-8",
    )
    db = folder.parent / "kb.db"
    build([folder], db, workers=0, read=read_specimen, version="1")
    document(folder, "plan", "30/KH-UBND", "2024-06-01",
             tasks=[{"path": "1", "text": AGAIN, "agencies": [part(FINANCE, "lead")]}],
             citations=[{"type": "plan", "number": "12/KH-UBND", "relation": "implements"}])  # fmt: skip
    build([folder], db, workers=0, read=read_specimen, version="1")
    with closing(open_database(db)) as connection:
        yield connection


def column(office: sqlite3.Connection, question: str, name: str, **given: str) -> list[Any]:
    return [row[name] for row in ask(office, question, **given)]


def test_who_has_a_task_on_a_day_and_how_it_came_there(office: sqlite3.Connection) -> None:
    (before,) = ask(office, "owners", task=f"{PLAN}:t:2", day="2025-02-28")
    assert before["has_it"] == "Sở Lao động - Thương binh và Xã hội tỉnh Sơn La"
    (now,) = ask(office, "owners", task="ho tro ho ngheo", day="2025-03-01")
    assert now["told"] == LABOUR[0]
    assert now["has_it"] == "Sở Nông nghiệp và Môi trường tỉnh Sơn La"
    assert now["chain"].endswith("→ Sở Nông nghiệp và Môi trường tỉnh Sơn La")
    assert now["possible"] == 0


def test_all_that_an_agency_has_to_do_with_what_its_groups_were_told(office) -> None:
    told = [(r["path"], r["role"], r["through"]) for r in ask(office, "assigned", agency="stc")]
    assert ("1", "lead", "itself") in told
    assert ("2", "coordinate", "itself") in told
    assert ("4", "responsible", "group") in told
    heir = ask(office, "assigned", agency="so nong nghiep va moi truong")
    assert ("2", "predecessor") in [(r["path"], r["through"]) for r in heir]


def test_what_is_due_within_thirty_days_less_what_is_done(office) -> None:
    assert column(office, "due", "path", day="2030-12-01") == ["2"]
    assert column(office, "due", "path", day="2030-11-01") == []
    heir = "Sở Nông nghiệp và Môi trường"
    assert column(office, "due", "path", day="2030-12-01", agency=heir) == ["2"]


def test_what_was_overdue_on_a_day_and_what_nobody_noted(office) -> None:
    assert column(office, "overdue", "path", day="2024-03-31") == []
    assert column(office, "overdue", "status", day="2024-04-01") == ["overdue"]
    late = {r["path"]: r["status"] for r in ask(office, "overdue", day="2031-01-01")}
    assert late == {"1": "overdue", "2": "unknown"}, "4 is done, and of 2 nothing was noted"


@pytest.mark.parametrize(
    ("lacks", "paths"),
    [("who", ["3", "4"]), ("when", ["1.a", "3", "1"]), ("product", ["1.a", "2", "3", "4", "1"])],
)
def test_tasks_without_an_owner_a_deadline_or_a_product(office, lacks, paths) -> None:
    assert sorted(column(office, "incomplete", "path", lacks=lacks)) == sorted(paths)


def test_agencies_by_number_of_open_tasks(office) -> None:
    told = {r["agency_id"]: r["open_tasks"] for r in ask(office, "open_tasks", place="son-la")}
    assert told["son-la.so-tai-chinh"] == 3
    assert told["son-la.so-lao-dong-thuong-binh-va-xa-hoi"] == 1


def test_a_documents_tasks_are_a_tree(office) -> None:
    tree = [(r["path"], r["depth"]) for r in ask(office, "task_tree", document="12/KH-UBND")]
    assert tree == [("1", 0), ("1.a", 1), ("2", 0), ("3", 0), ("4", 0), ("5", 0)]


def test_tasks_carry_a_resolution_out_through_any_chain_of_documents(office) -> None:
    told = ask(office, "carried_out", document="9/NQ-HĐND")
    assert {(r["document_id"], r["depth"]) for r in told} == {(PLAN, 1), (LATER, 2)}
    assert "5" not in [r["path"] for r in told], "what is only promised was not instructed"


def test_tasks_of_an_agency_that_is_no_more_and_who_has_them(office) -> None:
    (row,) = ask(office, "inherited_tasks")
    assert (row["path"], row["has_it"], row["since"]) == (
        "2", "Sở Nông nghiệp và Môi trường tỉnh Sơn La", "2025-03-01")  # fmt: skip


def test_a_task_given_again_and_what_the_last_build_changed(office) -> None:
    (row,) = ask(office, "given_again")
    assert (row["task_id"], row["same_as_id"]) == (f"{LATER}:t:1", f"{PLAN}:t:1")
    assert column(office, "changed", "document_id", change="added") == [LATER]
