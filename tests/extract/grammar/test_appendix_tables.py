"""Every row of two real appendices of tasks, read by hand beside the printed table.

``appendix_cells.csv`` holds what a careful reader found in each cell: who leads, who coordinates, by
when or how often; of the product, which is the document's own words, only a fingerprint.
"""

from __future__ import annotations

import csv
from hashlib import sha256
from pathlib import Path

import pytest

from extract.pipeline import extract
from extract.readers import read_file

CHECKED = Path(__file__).with_name("appendix_cells.csv")
CELLS = ("deadline", "recurrence", "lead", "coordinate", "product")
AT_LEAST = 0.98


def fingerprint(words: str | None) -> str:
    return sha256(" ".join((words or "").split()).encode()).hexdigest()[:12]


def rows_of(path: Path) -> list[dict[str, str]]:
    """The tasks of a document's tables, as rows of the checked file."""

    def bodies(task, role):
        return "|".join(body.name for body in task.agencies if body.role == role)

    return [
        {
            "document": path.name, "path": task.path, "deadline": task.deadline or "",
            "recurrence": "1" if task.recurrence else "", "lead": bodies(task, "lead"),
            "coordinate": bodies(task, "coordinate"), "product": fingerprint(task.deliverable),
        }
        for task in extract(read_file(path)).tasks
        if task.rule == "table"
    ]  # fmt: skip


@pytest.mark.shared
def test_the_cells_of_two_real_appendices_are_read_as_a_careful_reader_reads_them(shared):
    with CHECKED.open(encoding="utf-8", newline="") as stream:
        checked = list(csv.DictReader(stream))
    for name in sorted({row["document"] for row in checked}):
        wanted = [row for row in checked if row["document"] == name]
        found = rows_of(shared / "corpus" / "tables" / name)
        assert [row["path"] for row in found] == [row["path"] for row in wanted]
        wrong = [
            (row["path"], cell, row[cell], right[cell])
            for row, right in zip(found, wanted, strict=True)
            for cell in CELLS
            if row[cell] != right[cell]
        ]
        # A date or a recurrence is one cell of the printed table.
        assert len(wrong) <= (1 - AT_LEAST) * 4 * len(wanted), wrong
