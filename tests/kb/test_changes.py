"""What the last build changed: documents and tasks that came, went or read otherwise."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from synthetic import read_specimen, write_specimen

from kb.build import build

PLAN = "12-kh-ubnd.son-la.2026-02-01"
OTHER = "13-kh-ubnd.son-la.2026-02-01"


def a_plan(folder: Path, number: str, tasks: list[dict[str, Any]]) -> None:
    write_specimen(
        folder / f"{number[:2]}.json",
        document={"type": "plan", "number": number, "issued_on": "2026-02-01",
                  "jurisdiction": "son-la", "title": "Kế hoạch"},
        tasks=tasks,
    )  # fmt: skip


def changes(folder: Path, version: str = "1") -> list[tuple[Any, ...]]:
    db = folder.parent / "kb.db"
    build([folder], db, workers=0, read=read_specimen, version=version)
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(
            "SELECT id, change, was, now FROM build_changes ORDER BY kind, id"
        ).fetchall()


def test_the_first_build_has_none_before_it(tmp_path: Path) -> None:
    a_plan(tmp_path / "in", "12/KH-UBND", [{"path": "1", "text": "làm"}])
    assert changes(tmp_path / "in") == []


def test_documents_and_tasks_that_came_changed_or_went_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    a_plan(folder, "12/KH-UBND", [{"path": "1", "text": "làm"}, {"path": "2", "text": "gửi"}])
    changes(folder)
    dated = {"path": "1", "text": "làm", "deadline": "2026-03-01"}
    a_plan(folder, "12/KH-UBND", [dated, {"path": "3", "text": "nộp"}])
    a_plan(folder, "13/KH-UBND", [{"path": "1", "text": "xem"}])
    told = {id_: (change, was, now) for id_, change, was, now in changes(folder)}
    assert told[PLAN][0] == "changed"
    assert told[OTHER] == ("added", None, None)
    change, was, now = told[f"{PLAN}:t:1"]
    assert (change, json.loads(was), json.loads(now)) == (
        "changed", {"deadline": None}, {"deadline": "2026-03-01"})  # fmt: skip
    assert told[f"{PLAN}:t:2"][0] == "removed"
    assert told[f"{PLAN}:t:3"][0] == "added"
    assert f"{OTHER}:t:1" not in told, "the tasks of a new document come with it"


def test_a_file_that_went_is_a_document_removed(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    a_plan(folder, "12/KH-UBND", [{"path": "1", "text": "làm"}])
    a_plan(folder, "13/KH-UBND", [])
    changes(folder)
    (folder / "12.json").unlink()
    assert changes(folder) == [(PLAN, "removed", None, None)]


def test_a_build_that_changes_nothing_leaves_what_the_last_one_told(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    a_plan(folder, "12/KH-UBND", [])
    changes(folder)
    a_plan(folder, "13/KH-UBND", [])
    told = changes(folder)
    assert told == [(OTHER, "added", None, None)]
    assert changes(folder) == told


def test_a_correction_changes_its_document_and_the_task_it_corrects(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    a_plan(folder, "12/KH-UBND", [{"path": "1", "text": "làm"}])
    changes(folder)
    (folder / "corrections.csv").write_text(
        "table,row_id,column,value,was,by,on,why\n"
        f"tasks,{PLAN}:t:1,deliverable,Báo cáo,,A,2026-03-01,\n",
        encoding="utf-8",
    )
    assert [(id_, change) for id_, change, _, _ in changes(folder)] == [
        (PLAN, "changed"),
        (f"{PLAN}:t:1", "changed"),
    ]
