"""Tasks that come again in another document, and what each task leaves unclear."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from synthetic import read_specimen, write_specimen

from kb.build import build

RESOLUTION = "9-nq-hdnd.son-la.2026-01-05"
PLAN = "12-kh-ubnd.son-la.2026-02-01"
SAME = "xây dựng cơ sở dữ liệu đất đai dùng chung cho các xã, kết nối trục liên thông của tỉnh"


def a_document(folder: Path, type_: str, number: str, day: str, **facts: Any) -> None:
    write_specimen(
        folder / f"{day}.json",
        document={"type": type_, "number": number, "issued_on": day, "jurisdiction": "son-la",
                  "title": "Thử"},
        **facts,
    )  # fmt: skip


def cites(number: str, relation: str = "implements") -> list[dict[str, Any]]:
    return [{"type": "resolution", "number": number, "relation": relation}]


def task(path: str, text: str, **more: Any) -> dict[str, Any]:
    return {"path": path, "text": text, **more}


def body(name: str, role: str, key: str | None = None, **more: Any) -> dict[str, Any]:
    return {"name": name, "role": role, "key": key, **more}


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    db = folder.parent / "kb.db"
    build([folder], db, workers=0, read=read_specimen, version="1")
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql).fetchall()


LINKS = "SELECT task_id, same_as_id, citation_id FROM task_links"


def test_a_task_that_a_plan_repeats_is_linked_and_stays_a_task_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    a_document(folder, "resolution", "9/NQ-HĐND", "2026-01-05",
               tasks=[task("1", SAME), task("2", "trồng mới hai nghìn héc ta rừng phòng hộ")])  # fmt: skip
    again = f"Sở Tư pháp {SAME} trong năm 2026"
    a_document(folder, "plan", "12/KH-UBND", "2026-02-01", citations=cites("9/NQ-HĐND"),
               tasks=[task("1", again, agencies=[body("Sở Tư pháp", "lead", "so-tu-phap")]),
                      task("2", "nâng cấp bốn trạm y tế xã vùng cao biên giới")])  # fmt: skip
    assert rows(folder, LINKS) == [(f"{PLAN}:t:1", f"{RESOLUTION}:t:1", f"{PLAN}:c0")]
    assert rows(folder, "SELECT count(*) FROM tasks") == [(4,)]


def test_the_same_words_in_documents_that_do_not_cite_each_other_are_no_link(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "office"
    for day in ("2026-01-05", "2026-02-01"):
        a_document(folder, "plan", f"{day[6]}/KH-UBND", day, tasks=[task("1", SAME)])
    assert rows(folder, LINKS) == []


def test_a_few_words_in_common_are_no_link(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    a_document(
        folder, "resolution", "9/NQ-HĐND", "2026-01-05", tasks=[task("1", "báo cáo kết quả")]
    )
    a_document(folder, "plan", "12/KH-UBND", "2026-02-01", citations=cites("9/NQ-HĐND"),
               tasks=[task("1", "báo cáo kết quả")])  # fmt: skip
    assert rows(folder, LINKS) == []


CLEAR = """SELECT clear_who, clear_what, clear_when, clear_responsibility, clear_product,
                  clear_authority FROM tasks ORDER BY path"""


def test_the_six_clarities_of_a_task_are_computed_from_what_it_says(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    everybody = body("các cơ quan, đơn vị liên quan", "responsible", is_group=True)
    a_document(folder, "plan", "12/KH-UBND", "2026-02-01", tasks=[
        task("1", SAME, deadline="2026-12-31", deadline_words="trong năm 2026",
             deliverable="Cơ sở dữ liệu",
             agencies=[body("Sở Tư pháp", "lead", "so-tu-phap"),
                       body("Sở Tài chính", "coordinate", "so-tai-chinh"),
                       body("UBND tỉnh", "receive_report", "ubnd-tinh")]),
        task("2", SAME, agencies=[everybody]),
        task("3", SAME, recurrence="hằng quý",
             agencies=[body("Sở Tư pháp", "responsible", "so-tu-phap"),
                       body("Sở Tài chính", "responsible", "so-tai-chinh")]),
        task("4", "làm ngay"),
    ])  # fmt: skip
    assert rows(folder, CLEAR) == [
        (1, 1, 1, 1, 1, 1),
        (0, 1, 0, 0, 0, 0),
        (1, 1, 1, 0, 0, 0),
        (0, 0, 0, 0, 0, 0),
    ]


def test_a_corrected_deadline_counts_for_what_is_clear(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    a_document(folder, "plan", "12/KH-UBND", "2026-02-01", tasks=[task("1", SAME)])
    (folder / "corrections.csv").write_text(
        "table,row_id,column,value,was,by,on,why\n"
        f"tasks,{PLAN}:t:1,deadline,2026-12-31,,A,2026-03-01,\n",
        encoding="utf-8",
    )
    assert rows(folder, "SELECT clear_when FROM tasks") == [(1,)]
