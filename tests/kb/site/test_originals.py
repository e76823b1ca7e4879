"""The picture of a page, the box of a fact on it, and the file itself: only what was read is shown."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from browse import Browser
from small_knowledge_base import DECREE, DIRECTIVE, TEXT

from kb.site import pictures
from kb.site.server import make_datasette

CHAIN = "01-ct-ubnd.son-la.2024-01-03"


@pytest.fixture(scope="module")
def specimens(specimens_db: Path) -> Browser:
    return Browser(make_datasette(specimens_db))


@pytest.fixture
def with_file(tmp_path: Path, knowledge_base: Callable[..., Path]) -> tuple[Browser, Path]:
    """The small knowledge base, with its file beside it."""
    db = knowledge_base(tmp_path / "kb.db")
    file = tmp_path / "directive.txt"
    file.write_text(TEXT, encoding="utf-8")
    connection = sqlite3.connect(db)
    with connection:
        connection.execute(
            "UPDATE sources SET sha256 = ?", [hashlib.sha256(file.read_bytes()).hexdigest()]
        )
        connection.execute("UPDATE documents SET source_id = 's1' WHERE id = ?", [DIRECTIVE])
    connection.close()
    return Browser(make_datasette(db)), file


def test_a_page_is_drawn_from_its_file(specimens: Browser) -> None:
    answer = specimens.get(f"/doc/{CHAIN}/page/1.png")
    assert answer.headers["content-type"] == "image/png"
    width, height = struct.unpack(">II", answer.content[16:24])
    assert width == pictures.WIDTH
    assert height > width


def test_the_box_stands_where_the_words_are_printed(specimens: Browser, specimens_db: Path) -> None:
    """The letterhead's number stands in the upper half of the first page, the signature on the last."""
    text = sqlite3.connect(specimens_db).execute(
        "SELECT text FROM document_texts WHERE document_id = ?", [CHAIN]
    )
    stored = text.fetchone()[0]
    at = stored.index("Số: 01/CT-UBND")
    first = specimens.get(f"/doc/{CHAIN}/page/1.svg?at={at}-{at + 14}").text
    assert first.count("<rect") == 1
    top = float(first.split(' y="')[1].split('"')[0])
    assert top < 200
    assert "<rect" not in specimens.get(f"/doc/{CHAIN}/page/2.svg?at={at}-{at + 14}").text


@pytest.mark.parametrize("page", ["0", "99", "x", "-1"])
def test_a_page_that_is_not_there_has_no_picture(specimens: Browser, page: str) -> None:
    for suffix in (".png", ".svg?at=1-9", ""):
        assert specimens.get(f"/doc/{CHAIN}/page/{page}{suffix}").status_code == 404


def test_a_document_without_a_pdf_has_no_pictures(office: Browser) -> None:
    for id_ in (DIRECTIVE, DECREE, "nothing"):
        assert office.get(f"/doc/{id_}/page/1.png").status_code == 404


def test_the_file_and_its_text_can_be_taken_along(with_file: tuple[Browser, Path]) -> None:
    browser, file = with_file
    answer = browser.get(f"/doc/{DIRECTIVE}/file")
    assert answer.content == file.read_bytes()
    assert answer.headers["content-disposition"].startswith('attachment; filename="directive.txt"')
    assert browser.get(f"/doc/{DIRECTIVE}.txt").text == TEXT


def test_a_file_that_was_changed_since_it_was_read_is_not_given(
    with_file: tuple[Browser, Path],
) -> None:
    browser, file = with_file
    file.write_text("khác", encoding="utf-8")
    assert browser.get(f"/doc/{DIRECTIVE}/file").status_code == 404
    file.unlink()
    assert browser.get(f"/doc/{DIRECTIVE}/file").status_code == 404


def test_what_is_no_pdf_inside_is_not_drawn(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.4 nothing")
    source = pictures.Source(file, hashlib.sha256(file.read_bytes()).hexdigest(), "1")
    with pytest.raises(pictures.NoPictureError):
        pictures.png(source, 1)


def test_words_of_one_line_have_one_box() -> None:
    words = [(10.0, 10.0, 20.0, 20.0), (22.0, 11.0, 30.0, 21.0), (10.0, 30.0, 20.0, 40.0)]
    assert pictures._lines_of(words) == [(10.0, 10.0, 30.0, 21.0), (10.0, 30.0, 20.0, 40.0)]
