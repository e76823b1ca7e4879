"""The real documents: all are read, and what is in them comes out whole."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from extract.pipeline import extract
from extract.readers import read_file
from extract.source import SourceText
from kb.score import compare

pytestmark = pytest.mark.shared

SCANS = {"scans"}
READ = (".txt", ".md", ".html", ".docx", ".pdf")


def files(shared: Path) -> list[Path]:
    return sorted(path for path in (shared / "corpus").glob("*/*") if path.suffix in READ)


def check(source: SourceText) -> None:
    assert unicodedata.is_normalized("NFC", source.text)
    assert not set(source.text) & set("\r\u00ad\u200b\ufffeÐ\u00a0")
    for table in source.tables:
        for cell in table.cells:
            assert table.start <= cell.start <= cell.end <= table.end
            assert not set(source.text[cell.start : cell.end]) & {"\t", "\n"}
    for box in source.boxes:
        assert 0 <= box.start < box.end <= len(source.text)
        assert "\n" not in source.text[box.start : box.end]
    assert source.pages[0].start == 0
    assert source.pages[-1].end == len(source.text)


def test_every_file_is_read_scans_by_ocr(shared: Path) -> None:
    for path in files(shared):
        source = read_file(path)
        check(source)
        assert (source.read_by == "ocr") == (path.parent.name in SCANS), path.name


def document(shared: Path, folder: str, words: str) -> SourceText:
    (path,) = (path for path in (shared / "corpus" / folder).iterdir() if words in path.name)
    return read_file(path)


def test_the_gazettes_appendix_keeps_every_task(shared: Path) -> None:
    source = document(shared, "tables", "844-qd")
    numbers = {
        source.text[cell.start : cell.end].rstrip(".")
        for table in source.tables
        for cell in table.cells
        if cell.column == 0
    }
    assert {str(number) for number in range(1, 30)} <= numbers


def test_four_appendices_keep_every_row(shared: Path) -> None:
    source = document(shared, "tables", "109-nq")
    first_cells = [
        source.text[cell.start : cell.end]
        for table in source.tables
        for cell in table.cells
        if cell.column == 0
    ]
    for number in range(1, 70):
        assert str(number) in first_cells
    assert first_cells.count("135") == 1
    assert "CÔNG BÁO" not in source.text


def test_what_signing_software_filled_in_stands_in_the_blanks(shared: Path) -> None:
    lines = document(shared, "office", "vht534").text.split("\n")
    assert lines[2].startswith("CỘNG HÒA")
    assert lines[4] == "Số:565 /TB-UBND"
    assert lines[5].endswith("ngày 15 tháng 11 năm 2024")
    assert lines[-1] == "Phùng Tô Long"
    assert any("6138/UBND-KGVX" in line for line in lines)


def test_pages_of_the_legal_database_are_reduced_to_the_act(shared: Path) -> None:
    lines = document(shared, "vbpl", "000208").text.split("\n")
    assert lines[0] == "BỘ TÀI CHÍNH"
    assert "Số: 96/2025/TT-BTC" in lines
    assert lines[-1] == "Cao Anh Tuấn"


def test_the_comment_form_after_the_news_is_cut(shared: Path) -> None:
    assert document(shared, "seeds", "004_").text.endswith("province./.")


GOLD_SCANS = (
    "kiengiang-2119-kh-syt", "quangngai-01-ct-2021", "quangngai-04-ct-2024", "quangngai-07-ct-2018",
    "quangngai-660-tb-2025", "ttg-288-2024", "vpcp-163-tb-2024",
)  # fmt: skip


@pytest.mark.parametrize("name", GOLD_SCANS)
def test_what_a_scans_letterhead_and_signature_say_is_right_or_left_empty(
    shared: Path, name: str
) -> None:
    gold = json.loads((shared / "gold" / "documents" / f"{name}.json").read_text(encoding="utf-8"))
    facts = extract(read_file(shared / "corpus" / "scans" / f"{name}.pdf"))
    scored = compare(name, facts, gold)
    assert [m.text for m in scored.misses if (m.kind, m.error) == ("fields", "false")] == []
    assert scored.counts["fields"].right >= 5
