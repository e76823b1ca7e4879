"""What editors decide on the pages: shown at once, kept beside the knowledge base, undone with a click."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import lxml.html
import pytest
from browse import Browser
from editor import Editor
from small_knowledge_base import DIRECTIVE, ELSEWHERE, PLAN

from kb.site.server import CannotServeError, make_datasette, serve

ROOT = Path(__file__).parents[3]
TASK = f"{DIRECTIVE}:t:1"


@pytest.fixture
def db(tmp_path: Path, knowledge_base: Callable[..., Path]) -> Path:
    return knowledge_base(tmp_path / "kb.db")


@pytest.fixture
def editor(db: Path) -> Editor:
    return Editor(db, editor="Văn thư")


def correct(
    editor: Editor, column: str = "signer", value: str = "Nguyễn Văn Mẫu", **more: str
) -> httpx.Response:
    """Fill in the form for the directive's own fields."""
    page = f"/correct?table=documents&id={DIRECTIVE}&next=/doc/{DIRECTIVE}"
    return editor.send(page, "/correct", **({column: value, "why": "xem dấu"} | more))


def test_a_correction_is_shown_at_once_with_who_when_and_why(editor: Editor) -> None:
    assert correct(editor).status_code == 303
    shown = editor.text(f"/doc/{DIRECTIVE}")
    assert "Nguyễn Văn Mẫu" in shown
    assert re.search(r"Sửa tay.*Người ký.*Nguyễn Văn Mẫu.*Văn thư.*xem dấu", shown, re.DOTALL)


def test_a_correction_is_undone_with_one_click_and_stays_in_the_list(editor: Editor) -> None:
    correct(editor)
    assert editor.send(f"/doc/{DIRECTIVE}", "/undo").status_code == 303
    assert "Nguyễn Văn Mẫu" not in editor.text(f"/doc/{DIRECTIVE}")
    assert "Văn thư đã hoàn tác" in editor.ask("GET", "/decisions").text


def test_the_knowledge_base_itself_is_not_written_to(editor: Editor) -> None:
    before = editor.db.read_bytes()
    correct(editor)
    assert editor.db.read_bytes() == before


def test_what_stands_is_written_in_the_form_that_the_next_build_reads(editor: Editor) -> None:
    correct(editor)
    editor.send(f"/doc/{DIRECTIVE}", "/decide", row_id=TASK, column="progress", value="done")
    folder = editor.db.with_name("kb.decisions")
    (row,) = csv.DictReader(io.StringIO((folder / "corrections.csv").read_text("utf-8-sig")))
    assert (row["table"], row["row_id"], row["column"], row["value"], row["by"]) == (
        "documents", DIRECTIVE, "signer", "Nguyễn Văn Mẫu", "Văn thư",
    )  # fmt: skip
    (row,) = csv.DictReader(io.StringIO((folder / "progress.csv").read_text("utf-8-sig")))
    assert (row["task_id"], row["status"], row["by"]) == (TASK, "done", "Văn thư")
    assert (
        editor.ask("GET", "/decisions/progress.csv").content
        == (folder / "progress.csv").read_bytes()
    )


def test_a_decision_is_applied_by_the_next_build(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    name = "qd-9906-ubnd-2024.txt"
    (folder / name).write_bytes((ROOT / "corpus" / "specimens" / name).read_bytes())
    db = tmp_path / "kb.db"
    command = [
        sys.executable,
        "-m",
        "kb.cli",
        "build",
        "--workers",
        "0",
        "--db",
        str(db),
        str(folder),
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    editor = Editor(db, editor="Văn thư")
    (document,) = editor.ask("GET", "/search.json?kind=documents").json()["hits"]
    answer = editor.send(
        f"/correct?table=documents&id={document['id']}", "/correct", expired_on="2030-01-31",
        why="thử",
    )  # fmt: skip
    assert answer.status_code == 303
    subprocess.run(
        [*command, str(tmp_path / "kb.decisions")], cwd=ROOT, check=True, capture_output=True
    )
    (row,) = Browser(make_datasette(db)).rows("/kb/corrections")
    assert (row["column"], row["value"], row["by"]) == ("expired_on", "2030-01-31", "Văn thư")
    # The decision is shown as before, and can still be undone, and one on top of it.
    assert "31/01/2030" in fields_of(editor, document["id"])
    answer = editor.send(
        f"/correct?table=documents&id={document['id']}",
        "/correct",
        expired_on="2031-12-31",
    )
    assert answer.status_code == 303
    assert "31/12/2031" in fields_of(editor, document["id"])
    editor.send("/decisions", "/undo", id="2")
    assert "31/01/2030" in fields_of(editor, document["id"])
    editor.send("/decisions", "/undo", id="1")
    assert "/2030" not in fields_of(editor, document["id"])
    assert "/2031" not in fields_of(editor, document["id"])


def test_what_a_build_has_taken_over_is_taken_back_at_once(tmp_path: Path) -> None:
    """A task's progress, an answer to a question, and a number by which the document gets another
    address."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    name = "qd-9906-ubnd-2024.txt"
    (folder / name).write_bytes((ROOT / "corpus" / "specimens" / name).read_bytes())
    db = tmp_path / "kb.db"

    def build() -> None:
        command = [sys.executable, "-m", "kb.cli", "build", "--workers", "0", "--db", str(db)]
        decided = [str(tmp_path / "kb.decisions")] if (tmp_path / "kb.decisions").is_dir() else []
        subprocess.run([*command, str(folder), *decided], cwd=ROOT, check=True, capture_output=True)

    build()
    editor = Editor(db, editor="Văn thư")
    (document,) = editor.ask("GET", "/search.json?kind=documents").json()["hits"]
    tasks = editor.ask("GET", "/tasks.json?when=all").json()["tasks"]
    asked = editor.ask("GET", "/work.json").json()["groups"]
    path = f"/correct?table=documents&id={document['id']}"
    assert editor.send(path, "/correct", number="9966/QĐ-UBND").status_code == 303
    for task in tasks[:1]:
        editor.send(f"/doc/{document['id']}", "/decide", row_id=task["id"], value="done")
    for problem in [row for group in asked for row in group["problems"]][:1]:
        editor.send("/work", "/decide", row_id=problem["id"], column="settled")
    said = list(editor.ask("GET", "/decisions").text.split("<tbody>"))
    build()
    now = document["id"].replace("9906", "9966")
    assert editor.ask("GET", f"/doc/{now}.json").json()["decided"]["number"]["by"] == "Văn thư"
    assert len(said) == 2
    for one in (1, 2, 3)[: 1 + len(tasks[:1]) + bool(asked)]:
        assert editor.send("/decisions", "/undo", id=str(one)).status_code == 303
    assert editor.ask("GET", f"/doc/{now}.json").json()["number"] == "9906/QĐ-UBND"
    for task in editor.ask("GET", "/tasks.json?when=all").json()["tasks"]:
        assert task.get("progress") in (None, "unknown")


def fields_of(editor: Editor, document_id: str) -> str:
    page = lxml.html.fromstring(editor.ask("GET", f"/doc/{document_id}").text)
    return page.find_class("fields")[0].text_content()


def test_an_ambiguous_citation_is_decided_on_the_work_list(editor: Editor) -> None:
    citation = f"{PLAN}:c:5"
    answer = editor.send("/work", "/decide", row_id=citation, value=ELSEWHERE)
    assert answer.status_code == 303
    left = editor.ask("GET", "/work.json").json()
    assert citation not in [row["id"] for row in left["citations"]["ambiguous"]]
    assert left["counts"]["ambiguous"] == 0
    assert f"/doc/{ELSEWHERE}" in editor.ask("GET", f"/doc/{PLAN}").text
    assert f"/doc/{PLAN}" in editor.ask("GET", f"/doc/{ELSEWHERE}").text


def test_the_progress_of_a_task_is_shown_wherever_the_task_is(editor: Editor) -> None:
    editor.send("/tasks", "/decide", row_id=TASK, column="progress", value="under_way")
    for path in ("/tasks", "/agency/so-noi-vu.son-la", f"/doc/{DIRECTIVE}", "/search?q=ra+soat"):
        assert "Đang thực hiện" in editor.ask("GET", path).text


@pytest.mark.parametrize(
    "values",
    [
        {"value": "31/3/2030", "column": "issued_on"},
        {"value": "x" * 2000},
        {"value": "2030-02-30", "column": "expired_on"},
        {"value": "poem", "column": "type"},
    ],
)
def test_what_is_no_value_is_refused_with_the_reason(
    editor: Editor, values: dict[str, str]
) -> None:
    answer = correct(editor, **values)
    assert answer.status_code == 400
    assert "Chưa ghi được" in answer.text
    assert not editor.db.with_name("kb.decisions.db").exists()


@pytest.mark.parametrize(
    "values",
    [
        {"table": "documents", "row_id": "nothing", "column": "signer", "value": "A"},
        {"table": "documents", "row_id": DIRECTIVE, "column": "id", "value": "A"},
        {"table": "sqlite_master", "row_id": DIRECTIVE, "column": "sql", "value": "A"},
        {
            "table": "documents",
            "row_id": DIRECTIVE,
            "column": 'signer" FROM documents --',
            "value": "",
        },
        {
            "table": "citations",
            "row_id": f"{PLAN}:c:5",
            "column": "cited_document_id",
            "value": "no",
        },
        {"table": "documents", "row_id": DIRECTIVE, "column": "status", "value": "gone"},
        {"table": "tasks", "row_id": TASK, "column": "progress", "value": "maybe"},
    ],
)
def test_a_form_that_no_page_has_changes_nothing(editor: Editor, values: dict[str, str]) -> None:
    editor.ask("GET", f"/doc/{DIRECTIVE}")
    token = {"csrftoken": editor.cookies["ds_csrftoken"]}
    assert editor.ask("POST", "/decide", data=values | token).status_code == 400
    assert not editor.db.with_name("kb.decisions.db").exists()


def test_a_form_of_another_site_is_refused(editor: Editor) -> None:
    values = {"table": "documents", "row_id": DIRECTIVE, "column": "signer", "value": "A"}
    assert editor.ask("POST", "/decide", data=values).status_code == 403  # no cookie, no token
    editor.ask("GET", f"/correct?table=documents&id={DIRECTIVE}")
    token = {"csrftoken": editor.cookies["ds_csrftoken"]}
    for path in ("/decide", "/correct", "/undo"):
        assert editor.ask("POST", path, data=values | {"csrftoken": "x"}).status_code == 403
    away = {"sec-fetch-site": "cross-site"}
    assert editor.ask("POST", "/decide", data=values | token, headers=away).status_code == 403
    assert editor.ask("GET", "/decide").status_code == 403
    assert not editor.db.with_name("kb.decisions.db").exists()


def test_another_name_that_leads_to_this_machine_makes_nobody_an_editor(editor: Editor) -> None:
    page = editor.ask("GET", f"/doc/{DIRECTIVE}", headers={"host": "evil.example"})
    assert "/decide" not in page.text


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example", "/\\evil", "x"])
def test_a_form_leads_back_to_a_page_of_this_site_only(editor: Editor, next_: str) -> None:
    assert correct(editor, next=next_).headers["location"] == "/decisions"


def test_readers_see_who_changed_what_and_have_no_forms(editor: Editor, db: Path) -> None:
    correct(editor)
    reader = Editor(db)
    page = reader.ask("GET", f"/doc/{DIRECTIVE}")
    assert "Văn thư" in page.text
    assert "/decide" not in page.text
    assert "/undo" not in page.text
    assert reader.ask("POST", "/undo", data={"id": "1"}).status_code == 403


def test_a_proxys_header_names_the_user_and_the_metadata_the_editors(
    db: Path, tmp_path: Path
) -> None:
    metadata = tmp_path / "metadata.yml"
    own = (ROOT / "metadata.yml").read_text(encoding="utf-8")
    metadata.write_text(own + "\nplugins:\n  chi_thi_kb:\n    editors: [clerk]\n", encoding="utf-8")
    behind = Editor(db, user_header="X-Remote-User", metadata=metadata)
    for user, forms in (("clerk", True), ("guest", False), ("", False)):
        page = behind.ask("GET", f"/doc/{DIRECTIVE}", headers={"x-remote-user": user})
        assert ("/decide" in page.text) is forms
    stranger = Editor(db, metadata=metadata)  # no proxy is trusted: the header says nothing
    assert (
        "/decide"
        not in stranger.ask("GET", f"/doc/{DIRECTIVE}", headers={"x-remote-user": "clerk"}).text
    )


def test_an_editor_signs_in_with_a_password(db: Path, tmp_path: Path) -> None:
    from datasette_auth_passwords.utils import hash_password

    metadata = tmp_path / "metadata.yml"
    own = (ROOT / "metadata.yml").read_text(encoding="utf-8")
    hashed = hash_password("mật khẩu dài")
    metadata.write_text(
        f"{own}\nplugins:\n  datasette-auth-passwords:\n    clerk_password_hash: '{hashed}'\n"
        "  chi_thi_kb:\n    editors: [clerk]\n",
        encoding="utf-8",
    )
    somebody = Editor(db, metadata=metadata)
    assert "/decide" not in somebody.ask("GET", f"/doc/{DIRECTIVE}").text
    for password, there in (("sai", False), ("mật khẩu dài", True)):
        page = lxml.html.fromstring(somebody.ask("GET", "/-/login").text)
        fields = dict(page.forms[-1].form_values())
        somebody.ask("POST", "/-/login", data=fields | {"username": "clerk", "password": password})
        assert ("/decide" in somebody.ask("GET", f"/doc/{DIRECTIVE}").text) is there
    correct(somebody)
    assert "Nguyễn Văn Mẫu" in somebody.text(f"/doc/{DIRECTIVE}")
    page = lxml.html.fromstring(somebody.ask("GET", "/-/logout").text)
    somebody.ask("POST", "/-/logout", data=dict(page.forms[-1].form_values()))
    somebody.cookies.pop("ds_actor")  # the browser drops it: its time is over
    assert "/decide" not in somebody.ask("GET", f"/doc/{DIRECTIVE}").text


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_script_reads_a_cookie_and_none_goes_to_another_site(
    db: Path, tmp_path: Path, scheme: str
) -> None:
    from datasette_auth_passwords.utils import hash_password

    metadata = tmp_path / "metadata.yml"
    metadata.write_text(
        f"plugins: {{datasette-auth-passwords: {{clerk_password_hash: '{hash_password('x')}'}}}}",
        encoding="utf-8",
    )
    app = make_datasette(db, metadata=metadata)

    async def walk() -> list[httpx.Response]:
        await app.invoke_startup()
        transport = httpx.ASGITransport(app=app.app())
        async with httpx.AsyncClient(
            transport=transport, base_url=f"{scheme}://kb.example"
        ) as asks:
            pages = [await asks.get("/-/login"), await asks.get("/?lang=en")]
            fields = dict(lxml.html.fromstring(pages[0].text).forms[-1].form_values())
            fields |= {"username": "clerk", "password": "x"}
            return [*pages, await asks.post("/-/login", data=fields)]

    pages = asyncio.run(walk())
    cookies = [cookie for page in pages for cookie in page.headers.get_list("set-cookie")]
    assert {cookie.partition("=")[0] for cookie in cookies} == {
        "ds_csrftoken", "kb_language", "ds_actor",
    }  # fmt: skip
    for cookie in cookies:
        assert "httponly" in cookie.lower()
        assert "samesite=lax" in cookie.lower()
        assert ("secure" in cookie.lower()) is (scheme == "https")


def test_who_is_signed_in_stays_so_over_a_restart_where_the_secret_is_given(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert make_datasette(db)._secret != make_datasette(db)._secret
    monkeypatch.setenv("DATASETTE_SECRET", "x" * 32)
    signed = make_datasette(db).sign({"a": {"id": "clerk"}}, "actor")
    assert make_datasette(db).unsign(signed, "actor") == {"a": {"id": "clerk"}}


def test_nobody_decides_on_a_public_site(db: Path) -> None:
    public = Editor(db, public=True, editor="Văn thư")
    assert "/decide" not in public.ask("GET", f"/doc/{DIRECTIVE}").text


def test_a_header_is_trusted_only_where_nobody_but_a_proxy_on_this_machine_can_send_it(
    db: Path,
) -> None:
    with pytest.raises(CannotServeError, match="--user-header"):
        serve(
            db, host="0.0.0.0", port=0, public=False, metadata=None, user_header="X-Remote-User",
            announce=print,
        )  # fmt: skip


@pytest.mark.parametrize("path", ["/correct", "/decide", "/undo"])
def test_a_reader_with_a_token_of_their_own_decides_nothing(db: Path, path: str) -> None:
    reader = Editor(db)
    reader.ask("GET", "/-/login")
    values = {
        "table": "documents",
        "row_id": DIRECTIVE,
        "column": "signer",
        "value": "A",
        "id": "1",
    }
    token = {"csrftoken": reader.cookies.get("ds_csrftoken", "")}
    assert reader.ask("POST", path, data=values | token).status_code == 403
    assert reader.ask("GET", f"/correct?table=documents&id={DIRECTIVE}").status_code == 403
    assert not db.with_name("kb.decisions.db").exists()


def test_an_editor_without_a_login_is_for_this_machine_alone(db: Path) -> None:
    for options in ({"host": "0.0.0.0", "public": False}, {"host": "127.0.0.1", "public": True}):
        with pytest.raises(CannotServeError):
            serve(
                db,
                port=0,
                metadata=None,
                editor="A",
                announce=print,
                **options,  # type: ignore[arg-type]
            )
