"""What people put into a folder that is no document, or a broken one: each costs one row of
``problems`` that says what to do, and the build goes on. These go through the real readers."""

from __future__ import annotations

import io
import os
import random
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen import canvas
from synthetic import VERSION, read_specimen, whole_database, write_specimen

from kb.build import BuildError, build

SPECIMENS = Path(__file__).parents[2] / "corpus" / "specimens"
GOOD = """ỦY BAN NHÂN DÂN
TỈNH SƠN LA
Số: {n}/KH-UBND
Sơn La, ngày 03 tháng 01 năm 2024
KẾ HOẠCH
Về việc dọn kho lưu trữ
"""


def _protected_pdf() -> bytes:
    made = io.BytesIO()
    page = canvas.Canvas(made, encrypt="mat khau")
    page.drawString(72, 700, "01/CT-UBND")
    page.save()
    return made.getvalue()


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:t>" + " " * 300_000_000)
    return made.getvalue()


def _half(name: str) -> bytes:
    whole = (SPECIMENS / name).read_bytes()
    return whole[: len(whole) // 2]


BAD = {
    "empty.txt": (lambda: b"", {"empty"}),
    "junk.txt": (lambda: random.Random(1).randbytes(20_000), {"binary", "unknown-encoding"}),
    "truncated.pdf": (lambda: _half("ct-01-ubnd-2024.pdf"), {"damaged", "no-text"}),
    "truncated.docx": (lambda: _half("kh-9903-ubnd-2024.docx"), {"damaged"}),
    "protected.pdf": (_protected_pdf, {"password-protected"}),
    "bomb.docx": (_bomb, {"too-large"}),
    "table.csv": (lambda: b"name,price\nrice,3\n", {"register-columns"}),
    "broken register.csv": (lambda: "số hiệu,trích yếu\n\0\0".encode(), {"binary"}),
    "picture.png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), None),
}
NAMES = (
    "Kế hoạch số 5 - bản 'chính' \"cuối\".txt",
    "it's 100% [x] #1; a&b.txt",
    "đường Đ Ð.txt",
    "%41--;.txt",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database built from every bad file, and good ones with trying names."""
    home = tmp_path_factory.mktemp("bad")
    folder = home / "hồ sơ đến"
    folder.mkdir()
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data())
    with (folder / "large.txt").open("wb") as large:
        large.truncate(200_000_000)
    for number, name in enumerate(NAMES, 1):
        (folder / name).write_text(GOOD.format(n=number), encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "sub" / "copy.txt").write_text(GOOD.format(n=1), encoding="utf-8")
    (folder / "sub" / "version.txt").write_text(GOOD.format(n=1) + "Thêm một dòng.\n", "utf-8")
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)
    build([folder], home / "kb.db", workers=1)
    return home / "kb.db"


def _rows(db: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql, values).fetchall()


@pytest.mark.parametrize("name", [*BAD, "large.txt"])
def test_a_file_that_cannot_be_read_is_one_problem_that_says_what_to_do(
    built: Path, name: str
) -> None:
    found = _rows(
        built,
        """SELECT p.kind, p.message, s.role FROM problems p JOIN sources s ON s.id = p.source_id
            WHERE s.path = ?""",
        f"hồ sơ đến/{name}",
    )
    assert len(found) == 1
    kind, message, role = found[0]
    assert role == "unreadable"
    expected = BAD[name][1] if name in BAD else {"too-large"}
    assert expected is None or kind in expected
    assert message.endswith(".")
    assert "Traceback" not in message


@pytest.mark.parametrize("name", NAMES)
def test_names_with_spaces_quotes_and_vietnamese_letters_are_read(built: Path, name: str) -> None:
    found = _rows(built, "SELECT role FROM sources WHERE path = ?", f"hồ sơ đến/{name}")
    assert found in ([("primary",)], [("copy",)], [("version",)])


def test_copies_and_versions_of_a_document_are_one_document(built: Path) -> None:
    roles = _rows(
        built,
        """SELECT s.path LIKE '%version.txt', s.role FROM sources s
             JOIN documents d ON d.id = s.document_id WHERE d.number = '1/KH-UBND' ORDER BY 1, 2""",
    )
    assert roles == [(0, "copy"), (0, "version"), (1, "primary")]


def test_every_good_file_is_held_beside_the_bad_ones(built: Path) -> None:
    assert _rows(built, "SELECT count(*) FROM documents WHERE held = 1") == [(len(NAMES),)]


_LIMITED = """
import resource, sys
sys.path[:0] = {paths!r}
from pathlib import Path
from kb.build import BuildError, build
from synthetic import VERSION, read_specimen
resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))
try:
    build([sys.argv[1]], sys.argv[2], workers=0, read=read_specimen, version=VERSION)
except BuildError as error:
    print(error)
    sys.exit(3)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is one of Unix")
def test_a_disk_that_takes_no_more_leaves_the_old_database(tmp_path: Path) -> None:
    folder, db = tmp_path / "corpus", tmp_path / "kb.db"
    write_specimen(folder / "small.json", document={"number": "1/KH-UBND"})
    build([folder], db, workers=0, read=read_specimen, version=VERSION)
    before = whole_database(db)
    noise = [random.Random(n).randbytes(2_000).hex() for n in range(2_000)]
    write_specimen(
        folder / "big.json", document={"number": "2/KH-UBND"}, tasks=[
            {"path": str(n), "text": words} for n, words in enumerate(noise)
        ],
    )  # fmt: skip
    here = Path(__file__).parent
    script = _LIMITED.format(paths=[str(here), str(here.parent.parent)], most=4_000_000)
    ended = subprocess.run(
        [sys.executable, "-c", script, str(folder), str(db)], capture_output=True, text=True
    )
    assert ended.returncode == 3, ended.stderr
    assert ended.stdout.count("\n") == 1
    assert "full" in ended.stdout
    assert whole_database(db) == before
    assert list(tmp_path.glob(".kb.db.building*")) == []


def test_a_target_below_a_file_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("x")
    write_specimen(tmp_path / "corpus" / "a.json")
    with pytest.raises(BuildError, match="Cannot write to the folder") as error:
        build([tmp_path / "corpus"], tmp_path / "a file" / "kb.db", workers=0, read=read_specimen)
    assert "\n" not in str(error.value)


# root may write everywhere; without its capabilities (setpriv is part of util-linux) it may not
_AS_A_CLERK = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []


def test_a_read_only_folder_is_said_in_one_line(tmp_path: Path) -> None:
    corpus, locked = tmp_path / "corpus", tmp_path / "locked"
    corpus.mkdir()
    (corpus / "a.txt").write_text(GOOD.format(n=1), encoding="utf-8")
    locked.mkdir(mode=0o500)
    kb = Path(sys.executable).with_name("kb")
    run = subprocess.run(
        [*_AS_A_CLERK, kb, "build", "--db", locked / "kb.db", corpus],
        capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "Cannot write to the folder" in run.stderr
    assert list(locked.iterdir()) == []


_WITHOUT_GUARD = """
import sys
sys.path[:0] = {paths!r}
from kb.build import BuildError, build
from synthetic import VERSION, read_specimen
try:
    build([sys.argv[1]], sys.argv[2], workers=2, read=read_specimen, version=VERSION)
except BuildError as error:
    print(error)
"""


def test_workers_that_cannot_start_are_said_in_one_line(tmp_path: Path) -> None:
    for number in range(20):
        write_specimen(tmp_path / "corpus" / f"{number}.json", document={"number": f"{number}/KH"})
    here = Path(__file__).parent
    script = tmp_path / "careless.py"
    script.write_text(_WITHOUT_GUARD.format(paths=[str(here), str(here.parent.parent)]))
    ended = subprocess.run(
        [sys.executable, script, tmp_path / "corpus", tmp_path / "kb.db"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert ended.stderr == ""
    assert ended.stdout.count("\n") == 1
    assert "worker processes cannot be started" in ended.stdout


def test_a_build_in_which_nothing_could_be_read_says_so_and_fails(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "rỗng.txt").write_bytes(b"")
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    kb = Path(sys.executable).with_name("kb")
    command = [kb, "build", "--db", tmp_path / "kb.db", tmp_path / "in"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert run.returncode == 1
    assert "could not be read: 2" in run.stderr
    assert "rỗng.txt: The file is empty." in run.stderr
    assert "a pipe" in run.stderr
    assert "0 files read" in run.stdout
    assert "added" not in run.stdout


def test_a_broken_file_among_good_ones_is_named_and_is_not_counted_as_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "good.txt").write_text(GOOD.format(n=1), encoding="utf-8")
    report = build([folder], tmp_path / "kb.db", workers=0)
    assert [Path(file).name for file in report.added] == ["good.txt"]
    assert [Path(file).name for file in report.refused] == ["empty.txt"]
    assert report.files_read == 1
