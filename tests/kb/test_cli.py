"""The command ``kb``, as people and programs type it."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from small_knowledge_base import (
    DECREE,
    DIRECTIVE,
    ELSEWHERE,
    LATER_DECREE,
    OLD_DECREE,
    PLAN,
)

from extract import facts
from kb import doctor
from kb.cli import cli

ROOT = Path(__file__).parents[2]
HEAVY = {"spacy", "datasette", "pdfplumber", "pypdfium2", "lxml", "sqlite_utils", "yaml", "uvicorn"}
COMMANDS = sorted(cli.commands)


@pytest.fixture(scope="session")
def db(sample_db: Path) -> Path:
    return sample_db


def kb(*arguments: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=typed)


def kb_json(*arguments: object) -> Any:
    result = kb(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_commands_are_those_of_the_readme() -> None:
    assert set(COMMANDS) == {
        "build", "serve", "extract", "search", "who", "trace", "show", "export", "score",
        "doctor",
    }  # fmt: skip


@pytest.mark.parametrize("arguments", [[], *([command] for command in COMMANDS)])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys; from kb.cli import cli; cli(sys.argv[1:], standalone_mode=False); "
        "print('modules:', *sys.modules)"
    )
    command = [sys.executable, "-c", program, *arguments, "--help"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    modules = set(told.split("modules:")[1].split())
    assert not modules & HEAVY


@pytest.mark.parametrize("command", COMMANDS)
def test_help_ends_in_an_example_that_can_be_typed(command: str) -> None:
    last = kb(command, "--help").output.strip().splitlines()[-1].strip()
    assert last.startswith(f"Example:  kb {command}")
    words = re.split(r" [|&]", last.removeprefix("Example:  kb "))[0].split()[1:]
    context = click.Context(cli.commands[command])
    parser = cli.commands[command].make_parser(context)
    parser.parse_args(args=words)


def test_the_version_is_told() -> None:
    told = kb("--version")
    assert told.exit_code == 0
    assert told.output.startswith("kb")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["build"],
        ["who"],
        ["who", "x", "--role", "boss"],
        ["who", "x", "--from", "31/12/2026"],
        ["trace", "x", "--depth", "99"],
        ["serve", "--port", "70000"],
    ],
)
def test_what_is_not_typed_right_exits_with_2(arguments: list[str], db: Path) -> None:
    if arguments[0] in ("who", "trace") and len(arguments) > 1:
        arguments = [*arguments, "--db", str(db)]
    assert kb(*arguments).exit_code == 2


@pytest.mark.parametrize(
    "arguments", [["search", "x"], ["who", "x"], ["trace", "x"], ["show", "x"], ["serve"]]
)
def test_without_a_database_one_line_says_how_to_make_it(
    arguments: list[str], tmp_path: Path
) -> None:
    missing = tmp_path / "none.db"
    told = kb(*arguments, "--db", missing)
    assert told.exit_code == 1
    assert told.stdout == ""
    assert (
        told.stderr == f"kb: {missing} is not there: make it with  kb build --db {missing} FOLDER\n"
    )


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(b"not a database")
    for arguments in (["who", "x"], ["show", "x"], ["serve"]):
        told = kb(*arguments, "--db", other)
        assert told.exit_code == 1
        assert told.stderr.startswith("kb: ")
        assert told.stderr.count("\n") == 1
    assert other.read_bytes() == b"not a database"


# What an agency has to do


def test_who_shows_role_deadline_document_and_words(db: Path) -> None:
    told = kb("who", "so", "noi", "vu", "--db", db)
    assert told.exit_code == 0
    assert "2030-03-31  lead  (01/CT-UBND, 1, page 1)" in told.stdout
    assert "coordinating: Sở Tài chính tỉnh Sơn La" in told.stdout
    assert "“Sở Nội vụ chủ trì, phối hợp với Sở Tài chính" in told.stdout
    assert f"Next: kb show {DIRECTIVE}" in told.stderr


def test_who_for_a_program_has_lists_as_lists(db: Path) -> None:
    tasks = kb_json("who", "Sở Nội vụ", "--db", db)
    assert [task["path"] for task in tasks] == ["1", "2"]
    assert tasks[0]["coordinating"] == ["Sở Tài chính tỉnh Sơn La"]


def test_who_narrows_by_role_date_and_force(db: Path) -> None:
    assert [t["path"] for t in kb_json("who", "snv", "--to", "2030-12-31", "--db", db)] == ["1"]
    assert [t["path"] for t in kb_json("who", "snv", "--force", "committed", "--db", db)] == ["1.a"]
    assert kb("who", "snv", "--role", "advise", "--db", db).exit_code == 1


def test_nothing_found_is_said_and_exits_with_1(db: Path) -> None:
    told = kb("who", "không có việc này", "--db", db, "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout) == []
    assert "no task is found" in told.stderr


# Search


def test_search_needs_no_accents_and_marks_the_words_as_written(db: Path) -> None:
    hits = kb_json("search", "ra soat bien che", "--db", db)
    assert {hit["kind"] for hit in hits} == {"documents", "tasks"}
    assert any("rà" in hit["snippet"] for hit in hits)
    assert kb("search", "ra soat", "--db", db, "--kind", "tasks").stdout.startswith("tasks  ")


def test_search_names_bodies_by_their_name(db: Path) -> None:
    (hit,) = kb_json("search", "SNV", "--kind", "agencies", "--db", db)
    assert hit["name"] == "Sở Nội vụ tỉnh Sơn La"


# Documents


def test_a_document_is_shown_by_its_number_in_any_spelling(db: Path) -> None:
    for words in ("30/2020/NĐ-CP", "30 2020 nd cp", "Nghị định số 30/2020/NĐ-CP", DECREE):
        assert kb_json("show", words, "--db", db)["id"] == DECREE


def test_show_has_tasks_as_a_tree_targets_problems_and_corrections(db: Path) -> None:
    told = kb("show", DIRECTIVE, "--db", db).stdout
    assert "  1  by 2030-03-31  lead: Sở Nội vụ; coordinate: Sở Tài chính" in told
    assert "    1.a  responsible: Sở Nội vụ" in told
    assert "<= 5 % (2030)  tỷ lệ hộ nghèo" in told
    assert "documents.signer = A (clerk, 2024-05-01)" in told
    assert f"implements: {DECREE}" in told
    assert "no-signer" in kb("show", PLAN, "--db", db).stdout


def test_a_number_of_two_documents_lists_both(db: Path) -> None:
    for command in ("show", "trace"):
        told = kb(command, "01/CT-UBND", "--db", db)
        assert told.exit_code == 1
        assert DIRECTIVE in told.stderr
        assert ELSEWHERE in told.stderr


def test_an_alias_is_as_good_as_an_id(db: Path) -> None:
    assert kb_json("show", "chi-thi-01", "--db", db)["id"] == DIRECTIVE


def test_a_document_that_nobody_knows_leads_to_search(db: Path) -> None:
    told = kb("show", "99/QĐ-XYZ", "--db", db)
    assert told.exit_code == 1
    assert "try  kb search" in told.stderr


def test_trace_goes_up_and_down_and_ends_in_a_circle(db: Path) -> None:
    told = kb("trace", DIRECTIVE, "--db", db, "--depth", 6)
    up, down = told.stdout.split("was followed by:")
    assert f"  implements: {DECREE}" in up
    assert f"    replaces: {OLD_DECREE}" in up
    assert f"  implements: {PLAN}" in down


def test_trace_one_way_only(db: Path) -> None:
    told = kb_json("trace", PLAN, "--up", "--depth", 1, "--db", db)
    assert told["document_id"] == PLAN
    assert {step["direction"] for step in told["steps"]} == {"up"}
    assert {step["document_id"] for step in told["steps"]} == {DIRECTIVE, DECREE, LATER_DECREE}
    assert "followed" not in kb("trace", PLAN, "--up", "--db", db).stdout


def test_the_chain_between_two_documents_is_told_link_by_link(db: Path) -> None:
    told = kb("trace", OLD_DECREE, "--to", PLAN, "--db", db).stdout.splitlines()
    assert [line.split()[0] for line in told[:5]] == [
        PLAN, "refers:", DECREE, "replaces:", OLD_DECREE,
    ]  # fmt: skip
    steps = kb_json("trace", PLAN, "--to", OLD_DECREE, "--db", db)["steps"]
    assert [step["direction"] for step in steps] == ["up"] * 3
    assert "No citations lead" in kb("trace", ELSEWHERE, "--to", PLAN, "--db", db).stdout


# Build and extract

PAPER = """ỦY BAN NHÂN DÂN
TỈNH SƠN LA
Số: 77/KH-UBND
Sơn La, ngày 15 tháng 8 năm 2025

KẾ HOẠCH
Thử nghiệm phần mềm quản lý văn bản

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;
1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính lập danh sách người thử trước ngày 30/9/2025.
"""


def test_a_build_says_what_it_found_and_which_files_came_and_went(tmp_path: Path) -> None:
    folder, db = tmp_path / "văn bản", tmp_path / "kb.db"
    folder.mkdir()
    (folder / "kế hoạch 'số' 77.txt").write_text(PAPER, encoding="utf-8")
    (folder / "rác.txt").write_bytes(b"\x00\x01\x02" * 500)

    first = kb("build", folder, "--db", db, "--workers", 0)
    assert first.exit_code == 0, first.output
    assert re.search(r"^documents held +1$", first.stdout, re.M)
    assert re.search(r"^citations, stub +1$", first.stdout, re.M)
    assert re.search(r"^problems +[1-9]", first.stdout, re.M)
    assert "added: 1" in first.stdout
    assert "could not be read: 1" in first.stderr
    assert f"Next: kb serve --db {db}" in first.stderr

    again = kb("build", folder, "--db", db, "--workers", 0)
    assert "Nothing has changed" in again.stdout
    assert "0 files read" in again.stdout

    (folder / "rác.txt").unlink()
    report = kb_json("build", folder, "--db", db, "--workers", 0)
    assert [Path(name).name for name in report["removed"]] == ["rác.txt"]
    assert report["counts"]["documents_held"] == 1


def test_a_person_can_say_how_long_one_file_may_take(tmp_path: Path) -> None:
    folder, db = tmp_path / "corpus", tmp_path / "kb.db"
    folder.mkdir()
    (folder / "a.txt").write_text("CHỈ THỊ\nVề việc trồng cây\n1. Các xã trồng cây.\n" * 50)
    build = ("build", folder, "--db", db, "--workers", 0)
    short = kb(*build, "--file-seconds", 0.0001)
    assert "allow more: kb build --file-seconds" in " ".join(short.stderr.split())
    assert "1 file read" in kb(*build, "--file-seconds", 100, "--file-memory", 8000).stdout


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    told = kb("build", tmp_path / "none", "--db", tmp_path / "kb.db")
    assert told.exit_code == 1
    assert told.stderr.startswith("kb: ")
    assert told.stderr.count("\n") == 1
    assert not (tmp_path / "kb.db").exists()


def test_extract_prints_facts_of_files_and_of_standard_input(tmp_path: Path) -> None:
    paper = tmp_path / "a b.txt"
    paper.write_text(PAPER, encoding="utf-8")
    (of_file,) = kb_json("extract", paper)
    told = kb("extract", "-", "--json", typed=PAPER)
    (of_input,) = json.loads(told.stdout)
    assert of_file["document"]["number"] == "77/KH-UBND"
    assert of_input == {**of_file, "file": "-"}
    assert of_file["citations"][0]["number"] == "30/2020/NĐ-CP"
    assert "77/KH-UBND" in kb("extract", paper).stdout


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    paper, junk = tmp_path / "a.txt", tmp_path / "b.txt"
    paper.write_text(PAPER, encoding="utf-8")
    junk.write_bytes(b"\x00\x01\x02" * 500)
    told = kb("extract", junk, tmp_path / "none.txt", paper, "--json")
    assert told.exit_code == 1
    first, second, third = json.loads(told.stdout)
    assert set(first) == set(second) == {"file", "error"}
    assert third["document"]["number"] == "77/KH-UBND"
    assert f"kb: {junk}: " in told.stderr


@pytest.mark.parametrize(
    "kind",
    [
        facts.Span, facts.DocumentFields, facts.Section, facts.Citation, facts.Task,
        facts.TaskAgency, facts.Target, facts.Problem,
    ],
)  # fmt: skip
def test_every_key_that_extract_prints_is_documented(kind: type) -> None:
    page = (ROOT / "docs" / "extract-json.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(kind):
        assert f"`{field.name}`" in page, f"{kind.__name__}.{field.name}"


# Score, serve, doctor


def test_scoring_without_a_gold_file_says_so(tmp_path: Path) -> None:
    paper = tmp_path / "a.txt"
    paper.write_text(PAPER, encoding="utf-8")
    told = kb("score", paper, "--gold", tmp_path)
    assert told.exit_code == 1
    assert "gold" in told.stderr
    assert told.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_one_line(db: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = kb("serve", "--db", db, "--port", port)
    assert told.exit_code == 1
    assert f"--port {port + 1}" in told.stderr
    assert told.stderr.count("\n") == 1


def test_the_doctor_looks_at_the_packages_of_the_project() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = {
        found[1]: found[2]
        for line in wanted["dependencies"]
        if (found := re.match(r"([\w-]+)>=([\d.]+)", line))
    }
    assert oldest == doctor.PACKAGES
    assert wanted["requires-python"] == f">={doctor.PYTHON[0]}.{doctor.PYTHON[1]}"


def test_the_doctor_finds_this_installation_in_order(db: Path) -> None:
    findings = kb_json("doctor", "--db", db)
    assert [f for f in findings if f["state"] == "missing"] == []
    assert {"Python", "SQLite", "datasette", "spacy", "database", "write access"} <= {
        finding["name"] for finding in findings
    }


def test_the_doctor_gives_one_line_to_type_for_what_is_missing(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(doctor.PACKAGES, "no-such-package-of-ours", "1.0")
    monkeypatch.setitem(doctor.PACKAGES, "click", "99")
    told = kb("doctor", "--db", db)
    assert told.exit_code == 1
    assert "-m pip install 'no-such-package-of-ours>=1.0'" in told.stdout
    assert f"{importlib.metadata.version('click')}, and 99 is needed" in told.stdout
    assert "2 things missing" in told.stderr


def test_the_doctor_sees_a_broken_database_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    broken = tmp_path / "kb.db"
    broken.write_bytes(b"junk" * 1000)
    assert kb("doctor", "--db", broken).exit_code == 1
    told = kb("doctor", "--db", tmp_path / "no" / "kb.db")
    assert told.exit_code == 1
    assert "mkdir -p" in told.stdout


# On a terminal

pty = pytest.importorskip("pty", reason="pseudo-terminals of POSIX")


def on_a_terminal(*arguments: object) -> str:
    """What ``kb`` writes to standard error where that is a terminal and standard output is not."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kb.cli", *map(str, arguments)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=theirs, stdin=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        os.close(theirs)
        told = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not piece:
                break
            told += piece
    os.close(ours)
    assert process.returncode == 0, told
    return told.decode()


def test_work_that_takes_long_shows_how_far_it_is_on_a_terminal_only(tmp_path: Path) -> None:
    paper, db = tmp_path / "a.txt", tmp_path / "kb.db"
    paper.write_text(PAPER, encoding="utf-8")
    told = on_a_terminal("build", paper, "--db", db, "--workers", 0)
    for stage in ("Finding files", "Reading files", "Loading", "Resolving", "Checking"):
        assert stage in told
    assert "100%" in told
    assert "Extracting" in on_a_terminal("extract", paper)
    assert "Reading" not in kb("build", paper, "--db", db, "--force", "--workers", 0).stderr
