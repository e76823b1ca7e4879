"""How far tasks have come: from the office's own file, through every rebuild, never invented."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from synthetic import read_specimen, write_specimen

from kb.build import build
from kb.progress import iso_day, status_code

PLAN = "12-kh-ubnd.son-la.2026-01-05"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with one plan: a task with a day, one without, one with a day long ahead."""
    folder = tmp_path / "office"
    write_specimen(
        folder / "plan.json",
        document={"type": "plan", "number": "12/KH-UBND", "issued_on": "2026-01-05",
                  "issuer": "Ủy ban nhân dân tỉnh Sơn La", "issuer_key": "ubnd-tinh",
                  "jurisdiction": "son-la", "title": "Kế hoạch"},
        tasks=[
            {"path": "1", "text": "rà soát danh mục thuốc", "deadline": "2026-03-31",
             "deadline_words": "trước ngày 31/3/2026"},
            {"path": "2", "text": "mở lớp tập huấn cho trạm y tế"},
            {"path": "3", "text": "xây nhà làm việc", "deadline": "2099-12-31",
             "deadline_words": "trong năm 2099"},
        ],
    )  # fmt: skip
    return folder


def rows(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql).fetchall()


def built(folder: Path, lines: str) -> Path:
    (folder / "progress.csv").write_text(f"task_id,status,date,by,note\n{lines}", encoding="utf-8")
    db = folder.parent / "kb.db"
    build([folder], db, workers=0, read=read_specimen, version="1")
    return db


def statuses(db: Path) -> dict[str, str]:
    return {
        id_.rpartition(":")[2]: status
        for id_, status in rows(db, "SELECT task_id, status FROM task_status")
    }


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("1,hoàn thành,2026-03-31,Văn thư,", "done_on_time"),
        ("1,Hoàn thành,1/4/2026,Văn thư,", "done_late"),
        ("1,hoàn thành,,Văn thư,", "done"),
        ("2,hoàn thành,2026-03-31,Văn thư,", "done"),
        ("1,đang thực hiện,2026-02-01,Văn thư,", "overdue"),
        ("3,đang thực hiện,2026-02-01,Văn thư,", "under_way"),
        ("3,chưa thực hiện,2026-02-01,Văn thư,", "not_begun"),
        ("1,quá hạn,2026-04-05,Văn thư,", "overdue"),
        ("1,không rõ,2026-04-05,Văn thư,", "unknown"),
    ],
)
def test_the_status_is_what_the_office_noted_compared_with_the_day(office, line, status):
    task = line.partition(",")[0]
    found = statuses(built(office, f"{PLAN}:t:{line}\n"))
    assert found.pop(task) == status
    assert set(found.values()) == {"unknown"}, "of the others nothing was noted"


def test_the_last_note_by_date_counts_and_the_earlier_are_kept(office: Path) -> None:
    db = built(
        office,
        f"{PLAN}:t:3,hoàn thành,2026-05-01,Văn thư,xong\n"
        f"{PLAN}:t:3,đang thực hiện,2026-02-01,Văn thư,mới làm\n",
    )
    assert statuses(db)["3"] == "done_on_time"
    assert rows(db, "SELECT note, latest FROM task_progress ORDER BY on_date") == [
        ("mới làm", 0),
        ("xong", 1),
    ]


def test_what_was_noted_survives_every_rebuild_and_goes_when_its_line_goes(office: Path) -> None:
    line = f"{PLAN}:t:1,đang thực hiện,2026-02-01,Văn thư,\n"
    db = built(office, line)
    build([office], db, workers=0, read=read_specimen, version="2", force=True)
    assert statuses(db)["1"] == "overdue"
    assert statuses(built(office, ""))["1"] == "unknown"


def test_a_task_may_be_named_by_a_shorter_address_of_its_document(office: Path) -> None:
    assert statuses(built(office, "12-kh-ubnd:t:3,done,2026-05-01,A,\n"))["3"] == "done_on_time"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{PLAN}:t:9,done,2026-05-01,A,", "there is no task"),
        (f"{PLAN}:t:1,gần xong,2026-05-01,A,", "is no status"),
        (f"{PLAN}:t:1,done,32/5/2026,A,", "is no day"),
    ],
)
def test_a_line_that_cannot_be_read_is_a_problem_that_names_it(office, line, said):
    db = built(office, line + "\n")
    (message,) = rows(db, "SELECT message FROM problems WHERE kind = 'progress-not-applied'")[0]
    assert said in message
    assert "Line 2 of office/progress.csv" in message


def test_a_file_that_is_no_progress_list_is_a_problem_and_the_build_goes_on(office: Path) -> None:
    (office / "progress.csv").write_text("nothing of the kind\n", encoding="utf-8")
    build([office], office.parent / "kb.db", workers=0, read=read_specimen, version="1")
    db = office.parent / "kb.db"
    assert rows(db, "SELECT count(*) FROM problems WHERE kind = 'progress-unreadable'") == [(1,)]
    assert set(statuses(db).values()) == {"unknown"}


def test_a_list_that_excel_saved_with_semicolons_is_read(office: Path) -> None:
    (office / "progress.csv").write_text(
        f"\ufefftask_id;status;date;by;note\n{PLAN}:t:2;Đã hoàn thành;05/02/2026;A;\n",
        encoding="utf-8",
    )
    build([office], office.parent / "kb.db", workers=0, read=read_specimen, version="1")
    assert statuses(office.parent / "kb.db")["2"] == "done"


@pytest.mark.parametrize(
    ("words", "code"),
    [("Đang triển khai", "under_way"), ("dang trien khai", "under_way"), ("done", "done"),
     ("done_late", "done_late"), ("Hoàn thành quá hạn", "done_late"), ("sắp xong", None)],
)  # fmt: skip
def test_a_status_is_known_by_its_words_or_its_code(words, code):
    assert status_code(words) == code


@pytest.mark.parametrize(
    ("words", "day"),
    [("2026-03-05", "2026-03-05"), ("5/3/2026", "2026-03-05"), ("05.03.2026", "2026-03-05"),
     ("31/2/2026", None), ("hôm qua", None)],
)  # fmt: skip
def test_a_day_is_read_as_people_here_write_it(words, day):
    assert iso_day(words) == day
