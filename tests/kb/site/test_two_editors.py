"""Editors do not overwrite each other, what they type is kept as it is meant, and all of it can be read
again: by readers, in the files, and over a build."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import lxml.html
import pytest
from editor import Editor
from small_knowledge_base import DIRECTIVE, PLAN

from kb import corrections
from kb.site import decisions
from kb.site.decisions import Decision, Decisions, Wanted

TASK = f"{DIRECTIVE}:t:1"
FORM = f"/correct?table=documents&id={DIRECTIVE}&next=/doc/{DIRECTIVE}"


@pytest.fixture
def db(tmp_path: Path, knowledge_base: Callable[..., Path]) -> Path:
    return knowledge_base(tmp_path / "kb.db")


@pytest.fixture
def first(db: Path) -> Editor:
    return Editor(db, editor="Văn thư")


@pytest.fixture
def second(db: Path) -> Editor:
    return Editor(db, editor="Chánh văn phòng")


def opened(editor: Editor, path: str, action: str, **wanted: str) -> dict[str, str]:
    """What a form of the page holds as somebody opens it."""
    for form in lxml.html.fromstring(editor.ask("GET", path).text).forms:
        fields = dict(form.form_values())
        if form.action == action and wanted.items() <= fields.items():
            return {name: value or "" for name, value in fields.items()}
    raise AssertionError(f"no form on {path} leads to {action}")


def every(db: Path) -> list[Decision]:
    return list(Decisions(db).all())


def signer(editor: Editor) -> str:
    return str(editor.ask("GET", f"/doc/{DIRECTIVE}.json").json()["signer"])


def correct(editor: Editor, **values: str) -> httpx.Response:
    return editor.send(FORM, "/correct", **values)


def test_a_form_opened_before_somebody_elses_decision_does_not_overwrite_it(
    first: Editor, second: Editor, db: Path
) -> None:
    stale = opened(second, FORM, "/correct")
    correct(first, signer="Người thứ nhất")
    answer = second.ask("POST", "/correct", data=stale | {"signer": "Người thứ hai"})
    assert answer.status_code == 400
    assert "Người khác vừa sửa ô này" in answer.text
    assert signer(first) == "Người thứ nhất"
    assert len(every(db)) == 1
    # Another cell of the same form is nobody's loss.
    answer = second.ask("POST", "/correct", data=stale | {"signer_position": "CHÁNH VĂN PHÒNG"})
    assert answer.status_code == 303
    assert correct(second, signer="Người thứ hai").status_code == 303
    assert signer(first) == "Người thứ hai"


def test_of_a_form_with_one_bad_cell_none_is_kept(first: Editor, db: Path) -> None:
    assert correct(first, signer="A", issued_on="2024-02-30").status_code == 400
    assert every(db) == []


def test_a_question_answered_twice_at_once_keeps_the_first_answer(
    first: Editor, second: Editor, db: Path
) -> None:
    task = {"row_id": TASK, "column": "progress"}
    stale = opened(second, f"/doc/{DIRECTIVE}", "/decide", **task)
    first.send(f"/doc/{DIRECTIVE}", "/decide", **task, value="not_begun")
    assert second.ask("POST", "/decide", data=stale | {"value": "done"}).status_code == 400
    again = second.ask("POST", "/decide", data=stale | {"value": "not_begun"})
    assert again.status_code == 303  # it stands already, as a second click finds it
    assert [one.value for one in every(db)] == ["not_begun"]


def test_two_decisions_in_the_same_moment_are_told_apart_in_the_database(db: Path) -> None:
    kept, cell = Decisions(db), ("documents", DIRECTIVE, "signer")
    kept.record([Wanted(cell, "A", "")], by="x", why="")
    with pytest.raises(Exception, match="changed_meanwhile"):
        Decisions(db).record([Wanted(cell, "B", "")], by="y", why="")
    assert [one.value for one in kept.all()] == ["A"]


def test_undoing_brings_back_what_stood_before_and_can_itself_be_undone(first: Editor) -> None:
    read = signer(first)
    correct(first, signer="Người thứ nhất")
    correct(first, signer="Người thứ hai", why="xem lại")
    first.send("/decisions", "/undo", id="2")
    assert signer(first) == "Người thứ nhất"
    first.send("/decisions", "/redo", id="2")
    assert signer(first) == "Người thứ hai"
    for number in ("3", "1"):
        first.send("/decisions", "/undo", id=number)
    assert signer(first) == read
    assert first.ask("POST", "/undo", data=opened(first, "/decisions", "/redo") | {"id": "1"}
                     ).status_code == 400  # fmt: skip


def test_the_history_says_of_each_decision_what_it_changed(first: Editor, db: Path) -> None:
    correct(first, signer="Người thứ nhất")
    correct(first, signer="Người thứ hai")
    shown = Editor(db).ask("GET", "/decisions").text
    (newest, oldest) = lxml.html.fromstring(shown).xpath("//tbody/tr")
    assert newest.xpath("string(.//del)") == "Người thứ nhất"
    assert "đang có hiệu lực" in newest.text_content()
    assert "đã có lần sửa sau" in oldest.text_content()
    assert "/redo" not in shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (unicodedata.normalize("NFD", "Nguyễn Thị Ước"), "Nguyễn Thị Ước"),
        ("Nguyễn\u200b Thị\u00ad \r\n Ước", "Nguyễn Thị Ước"),
        ("Ước\u202eđảo", "Ướcđảo"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("'=1", "'=1"),
        ('a "quoted", word; and\\more', 'a "quoted", word; and\\more'),
    ],
)
def test_what_is_typed_is_kept_as_it_is_meant_and_goes_through_the_file_unchanged(
    first: Editor, db: Path, typed: str, kept: str
) -> None:
    assert correct(first, signer=typed, why=typed).status_code == 303
    assert signer(first) == kept
    page = first.ask("GET", f"/doc/{DIRECTIVE}").text
    assert "<script>alert" not in page + first.ask("GET", "/decisions").text
    path = db.with_name("kb.decisions") / "corrections.csv"
    (line,), troubles = corrections.read_all([path])
    assert (line.value, line.why, troubles) == (kept, kept, [])
    (cells,) = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells.values())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("issued_on", "0024-01-03"),
        ("issued_on", "2024-W01-1"),
        ("issued_on", "20240103"),
        ("why", "x" * 1001),
    ],
)
def test_what_no_cell_holds_is_refused(first: Editor, db: Path, column: str, value: str) -> None:
    assert correct(first, signer="A", **{column: value}).status_code == 400
    assert every(db) == []


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        ("value", "4,25", "4.25"), ("value", "12", "12"), ("value", "-3.5", "-3.5"),
        ("value", "1,234", None), ("value", "nan", None), ("value", "inf", None),
        ("value", "1_000", None), ("value", "１２", None), ("value", "1e400", None),
        ("period", "2031", "2031"), ("period", "2026-2030", "2026-2030"), ("period", "sớm", None),
        ("unit", "nghìn ha", "nghìn ha"), ("comparator", "≥", None),
    ],
)  # fmt: skip
def test_the_number_of_a_target_is_a_number(
    first: Editor, db: Path, column: str, typed: str, kept: str | None
) -> None:
    (target, *_) = first.ask("GET", f"/doc/{DIRECTIVE}.json").json()["targets"]
    answer = first.send(f"/correct?table=targets&id={target['id']}", "/correct", **{column: typed})
    assert answer.status_code == (400 if kept is None else 303)
    assert [one.value for one in every(db)] == ([] if kept is None else [kept])


def test_a_form_that_is_no_text_is_refused_in_one_line(first: Editor) -> None:
    fields = opened(first, FORM, "/correct")
    body = f"csrftoken={fields['csrftoken']}&table=documents&row_id=%ff%fe&signer=%ff".encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = first.ask("POST", "/correct", content=body, headers=headers)
    assert answer.status_code in (303, 400)
    assert "Traceback" not in answer.text


def test_a_refused_suggestion_and_a_problem_that_needs_nothing_leave_the_list(
    first: Editor, db: Path
) -> None:
    before = first.ask("GET", "/work.json").json()
    (problem, *_) = [row for group in before["groups"] for row in group["problems"]]
    fields = {"row_id": problem["id"], "column": "settled"}
    assert first.send("/work", "/decide", **fields).status_code == 303
    shown = first.ask("GET", "/work.json").json()
    assert problem["id"] not in str(shown["groups"])
    numbers = {row["kind"]: row["number"] for row in shown["kinds"]}
    was = {row["kind"]: row["number"] for row in before["kinds"]}
    assert numbers.get(problem["kind"], 0) == was[problem["kind"]] - 1
    first.send("/decisions", "/undo", id="1")
    assert first.ask("GET", "/work.json").json()["kinds"] == before["kinds"]


def test_none_of_the_candidates_may_be_meant(first: Editor) -> None:
    citation = f"{PLAN}:c:5"
    answer = first.ask(
        "POST", "/decide", data=opened(first, "/work", "/decide", row_id=citation) | {"value": ""}
    )
    assert answer.status_code == 303
    left = first.ask("GET", "/work.json").json()
    assert left["counts"]["ambiguous"] == 0


def test_the_tables_of_the_database_tell_what_was_decided_since_the_build(first: Editor) -> None:
    correct(first, signer="Người thứ nhất")
    table = first.ask("GET", f"/kb/documents?id={DIRECTIVE}").text
    assert "<ins>Người thứ nhất</ins>" in table
    assert "sửa tay" in table


def test_a_decision_about_a_row_that_the_build_no_longer_has_stays_and_is_undone(
    first: Editor, db: Path
) -> None:
    gone = ("tasks", f"{DIRECTIVE}:t:99", "deadline")
    Decisions(db).record([Wanted(gone, "2030-01-01", "")], by="Văn thư", why="")
    for path in ("/", "/tasks?when=all", f"/doc/{DIRECTIVE}", "/agencies", "/search?q=ra+soat"):
        assert first.ask("GET", path).status_code == 200
    assert f"{DIRECTIVE}:t:99" in first.text("/decisions")
    assert first.send("/decisions", "/undo").status_code == 303
    assert first.send("/decisions", "/redo").status_code == 303 or every(db)[0].undone_at


def test_decisions_that_cannot_be_written_are_refused_in_words(first: Editor, db: Path) -> None:
    db.with_name("kb.decisions.db-journal").mkdir()  # SQLite writes nothing without its journal
    answer = first.ask("POST", "/correct", data=opened(first, FORM, "/correct") | {"signer": "A"})
    assert answer.status_code == 400
    assert "Không ghi được" in answer.text
    assert first.ask("GET", f"/doc/{DIRECTIVE}").status_code == 200


def test_pages_go_on_where_the_decisions_cannot_be_read(first: Editor, db: Path) -> None:
    db.with_name("kb.decisions.db").write_bytes(b"no database" * 1000)
    assert first.ask("GET", f"/doc/{DIRECTIVE}").status_code == 200


def test_files_that_were_left_behind_are_written_when_the_server_starts(
    first: Editor, db: Path
) -> None:
    correct(first, signer="A")
    path = db.with_name("kb.decisions") / "corrections.csv"
    path.unlink()
    Editor(db).ask("GET", "/")
    assert "A" in path.read_text("utf-8-sig")


def test_days_are_those_of_this_place(monkeypatch: pytest.MonkeyPatch, db: Path) -> None:
    """At half past five in the morning in Viet Nam it is still yesterday in Greenwich."""
    import time

    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    time.tzset()
    try:
        early = Decision(
            1, "tasks", TASK, "progress", "done", "", "A", "2026-03-30T22:30:00+00:00", ""
        )
        assert early.day == "2026-03-31"
        assert "2026-03-31" in decisions.progress_csv([early])
        assert decisions.here(early.at) == "2026-03-31 05:30"
    finally:
        monkeypatch.undo()
        time.tzset()


def named_by(db: Path, tmp_path: Path, *headers: tuple[str, bytes]) -> Any:
    root = Path(__file__).parents[3]
    metadata = tmp_path / "office.yml"
    own = (root / "metadata.yml").read_text(encoding="utf-8")
    metadata.write_text(own + "\nplugins: {chi_thi_kb: {editors: [Nguyễn Văn Mẫu]}}\n", "utf-8")
    behind = Editor(db, user_header="X-Remote-User", metadata=metadata)
    return behind.ask("GET", f"/doc/{DIRECTIVE}", headers=list(headers)).text


def test_a_name_in_a_proxys_header_may_have_accents_but_is_sent_once(
    db: Path, tmp_path: Path
) -> None:
    name = "Nguyễn Văn Mẫu".encode()
    assert "/decide" in named_by(db, tmp_path, ("x-remote-user", name))
    decomposed = unicodedata.normalize("NFD", "Nguyễn Văn Mẫu").encode()
    assert "/decide" in named_by(db, tmp_path, ("x-remote-user", decomposed))
    twice = [("x-remote-user", b"guest"), ("x-remote-user", name)]
    assert "/decide" not in named_by(db, tmp_path, *twice)
    assert "/decide" not in named_by(db, tmp_path, ("x-remote-user", b"\xff"))
