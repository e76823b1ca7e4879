"""What is decided on a page is shown on all of them at once as the next build will show it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from editor import Editor

ROOT = Path(__file__).parents[3]
DIRECTIVE = "01-ct-ubnd.son-la.2024-01-03"
RESOLUTION = "17-nq-tu.son-la.2021-08-31"
OLD = "9904-qd-ubnd.son-la.2022-06-20"
NEW = "9905-qd-ubnd.son-la.2024-04-15"
PLANNED = "252-nq-hdnd.son-la.2023-12-07"
NOTICE = "9907-tb-ubnd.son-la.2024-05-22"

PAGES = [
    "/home.json",
    "/tasks.json?when=all",
    "/tasks.json?when=ahead",
    "/tasks.json?when=past&role=lead&agency=so+noi+vu",
    "/tasks.json?when=all&state=done",
    "/agencies.json?groups=all",
    "/agency/son-la.so-noi-vu.json",
    "/agency/son-la.so-noi-vu.json?role=lead",
    "/agency/son-la.so-tai-chinh.json?day=2024-12-01",
    "/search.json?q=thi+dua",
    "/search.json?q=so+noi+vu&role=coordinate",
    "/search.json?q=9904/QD-UBND",
    "/search.json?q=tieu+de+khac+de+thu",
    f"/map/{DIRECTIVE}.json",
    f"/map/{OLD}.json",
    f"/chain.json?document={DIRECTIVE}&to=52-NQ/TW",
    "/indicator/poverty-rate.json",
    "/indicator/trained-workers.json",
    "/indicator/certified-workers.json",
    "/indicator/social-investment.json",
    "/indicators.json?words=lao+dong",
    "/work.json",
]
"""Lists, counts, facets and drawings; the pages of documents are compared by what people see."""


def cell(db: Path, sql: str) -> str:
    (found,) = sqlite3.connect(db).execute(sql).fetchone()
    return str(found)


def decisions(db: Path) -> list[tuple[str, str, str, str]]:
    """A decision of every sort: table, row, column, value."""
    lead = cell(
        db,
        f"SELECT id FROM task_agencies WHERE task_id LIKE '{DIRECTIVE}%' AND role = 'lead' "
        "AND agency_id = 'son-la.so-noi-vu'",
    )
    coordinating = cell(
        db,
        f"SELECT id FROM task_agencies WHERE task_id LIKE '{NOTICE}%' AND role = 'coordinate' "
        "AND agency_id = 'son-la.so-tai-chinh'",
    )
    replaces = cell(
        db, f"SELECT id FROM citations WHERE document_id = '{NEW}' AND relation = 'replaces'"
    )
    cites = cell(
        db,
        f"SELECT min(id) FROM citations WHERE document_id = '{DIRECTIVE}' "
        f"AND cited_document_id = '{RESOLUTION}'",
    )
    tasks = sqlite3.connect(db).execute(
        "SELECT id FROM tasks WHERE force = 'instructed' AND deadline < '2025' ORDER BY id LIMIT 2"
    )
    first, second = (row[0] for row in tasks)
    rate = cell(db, "SELECT min(id) FROM targets WHERE indicator_id = 'poverty-rate'")
    likely = cell(db, """SELECT row_id FROM suggestions WHERE "column" = 'same_as' LIMIT 1""")
    same_as = cell(db, f"""SELECT value FROM suggestions WHERE row_id = '{likely}'""")
    return [
        ("documents", RESOLUTION, "expired_on", "2025-12-31"),
        ("documents", NOTICE, "title", "Tiêu đề khác để thử"),
        ("citations", replaces, "relation", "refers"),
        ("citations", cites, "cited_document_id", "52-nq-tw.vn.2019-09-27"),
        ("tasks", first, "deadline", "2099-01-15"),
        ("tasks", second, "progress", "done"),
        ("task_agencies", lead, "role", "coordinate"),
        ("task_agencies", coordinating, "agency_id", "son-la.so-noi-vu"),
        ("targets", rate, "value", "4.25"),
        ("indicators", likely, "same_as", same_as),
        ("documents", RESOLUTION, "status", "suspended"),
        ("documents", NOTICE, "signer", "Nguyễn Văn Mẫu"),
        ("documents", NOTICE, "signer_position", "CHÁNH VĂN PHÒNG"),
        ("documents", NEW, "effective_on", "2027-01-01"),
        ("tasks", first, "deliverable", "Báo cáo"),
        ("targets", f"{RESOLUTION}:g3", "comparator", ">="),
        ("targets", f"{RESOLUTION}:g2", "value_to", "95,5"),
        ("targets", f"{PLANNED}:g2", "unit", "tỷ đồng/năm"),
        ("targets", f"{PLANNED}:g0", "period", "2025"),
        ("targets", f"{PLANNED}:g7", "indicator_id", "trained-workers"),
    ]


@pytest.fixture(scope="module")
def shown(specimens_db: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the pages say at once, what they say after the next build, and what they said before."""
    db = tmp_path_factory.mktemp("decided") / "kb.db"
    shutil.copy(specimens_db, db)
    editor = Editor(db, editor="Văn thư")
    said = {"before": pages(editor)}
    for table, row_id, column, value in decisions(db):
        answer = editor.send(
            f"/correct?table={table}&id={row_id}", "/correct", **{column: value, "why": "thử"}
        )
        assert answer.status_code == 303, (table, row_id, column)
    said["at once"] = pages(editor)
    command = [sys.executable, "-m", "kb.cli", "build", "--workers", "0", "--db", str(db)]
    subprocess.run(
        [*command, "corpus", str(db.with_name("kb.decisions"))], cwd=ROOT, check=True,
        capture_output=True,
    )  # fmt: skip
    for kept in (db.with_name("kb.decisions.db"),):
        kept.unlink()
    said["after the build"] = pages(Editor(db))
    return said


def pages(editor: Editor) -> dict[str, Any]:
    asked = [*PAGES, *(f"/doc/{id_}.json" for id_ in (DIRECTIVE, RESOLUTION, OLD, NEW, NOTICE))]
    return {path: _plain(editor.ask("GET", path).json()) for path in asked}


LEFT_OUT = {"decided", "note", "corrections", "files", "cited_by", "not_drawn"}
"""What tells only that something was decided, and counts that only the build makes."""


def _plain(facts: Any) -> Any:
    if isinstance(facts, dict):
        return {name: _plain(value) for name, value in facts.items() if name not in LEFT_OUT}
    return [_plain(one) for one in facts] if isinstance(facts, list) else facts


def _compared(path: str, facts: dict[str, Any]) -> str:
    """Which hits come first follows from how often words stand in all documents: that is left out."""
    if path.startswith("/search"):
        facts = {name: value for name, value in facts.items() if name != "hits"}
    return json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_at_once_what_the_next_build_will_show(
    shown: dict[str, Any], path: str
) -> None:
    at_once = _compared(path, shown["at once"][path])
    assert at_once == _compared(path, shown["after the build"][path])
    assert at_once != _compared(path, shown["before"][path])
