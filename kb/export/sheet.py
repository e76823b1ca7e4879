"""Tasks as a sheet: an Excel workbook, or CSV that Excel opens with its accents.

The columns are those that trackers of assigned tasks import: what, who leads, who coordinates, by
when, which product, which document and clause. Text stays text: a cell that begins with ``=`` is no
formula in the workbook; in CSV, where every program guesses for itself, an apostrophe is put before
what a spreadsheet would run.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kb.export.tasks import Assignment
from kb.export.workbook import Columns, workbook

COLUMNS = (
    ("STT", 6),
    ("Nhiệm vụ", 60),
    ("Cơ quan chủ trì", 30),
    ("Cơ quan phối hợp", 34),
    ("Thời hạn", 13),
    ("Thời hạn (nguyên văn)", 24),
    ("Sản phẩm", 26),
    ("Văn bản giao", 22),
    ("Ngày văn bản", 13),
    ("Điều, khoản", 14),
    ("Trang", 7),
    ("Tình trạng", 15),
    ("Mã nhiệm vụ", 40),
)
"""The columns' heads and their widths in characters."""

STATUS = {
    "not_begun": "Chưa thực hiện",
    "under_way": "Đang thực hiện",
    "overdue": "Quá hạn",
    "done": "Đã hoàn thành",
    "done_on_time": "Hoàn thành đúng hạn",
    "done_late": "Hoàn thành quá hạn",
    "unknown": "Chưa rõ",
}


def _cells(number: int, task: Assignment) -> tuple[Any, ...]:
    words = task.deadline_words or task.recurrence
    return (
        number, task.task, task.lead, task.coordinating, _day(task.deadline), words, task.product,
        task.document, _day(task.issued_on), task.clause, task.page,
        STATUS.get(task.status, task.status), task.task_id,
    )  # fmt: skip


def _day(iso: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(iso) if iso else None


def write_workbook(path: Path, tasks: Iterable[Assignment]) -> int:
    """Write an Excel workbook with one sheet; how many tasks it holds."""
    lines = [_cells(number, task) for number, task in enumerate(tasks, 1)]
    heads, widths = zip(*COLUMNS, strict=True)
    path.write_bytes(workbook(Columns("Nhiệm vụ", heads, widths, "C2", filtered=True), lines))
    return len(lines)


def write_csv(path: Path, tasks: Iterable[Assignment]) -> int:
    """Write UTF-8 CSV with a byte order mark, by which Excel knows the accents; how many tasks."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head for head, _ in COLUMNS)
        for count, task in enumerate(tasks, 1):
            writer.writerow(map(_harmless, _cells(count, task)))
    return count


def _harmless(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
