"""Registers: a line is a document, held or not, with its own evidence; and what it suggests."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from synthetic import VERSION, read_specimen, write_specimen

from extract.readers.errors import UnreadableError
from kb.build import build
from kb.register import read_register, territory_of
from kb.register.columns import columns_of
from kb.register.lines import type_of

HEADER = (
    "Số hiệu,Ngày ban hành,Ngày có hiệu lực,Ngày hết hiệu lực,Cơ quan ban hành,Loại văn bản,"
    "Trích yếu,Tình trạng"
)
REPEALS = (
    '12/2025/QĐ-UBND,2025-03-01,2025-03-15,,UBND tỉnh,Quyết định,"Bãi bỏ Quyết định số '
    '7/2019/QĐ-UBND ngày 05 tháng 4 năm 2019 của Ủy ban nhân dân tỉnh",Đang hiệu lực'
)
OLD = "7/2019/QĐ-UBND,05/4/2019,20/4/2019,,UBND tỉnh,Quyết định,Quy định giá nước sạch,"
REPEALING = "12-2025-qd-ubnd.son-la"
REPEALED = "7-2019-qd-ubnd.son-la"


def _register(folder: Path, *rows: str, name: str = "sổ son-la 2025.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return folder / name


def _build(folder: Path) -> Path:
    db = folder.parent / "kb.db"
    build([folder], db, workers=0, read=read_specimen, version=VERSION)
    return db


def _rows(db: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql, values).fetchall()


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("so_hieu,ngay_ban_hanh,trich_yeu", {"number": 0, "issued_on": 1, "title": 2}),
        ("STT,Số/ký hiệu,Số ký hiệu,Trích yếu nội dung", {"number": 1, "title": 3}),
        ("file,number,issuer,issued_on,title",
         {"file": 0, "number": 1, "issuer": 2, "issued_on": 3, "title": 4}),
        ("Number,Subject,Effective date", {"number": 0, "title": 1, "effective_on": 2}),
        ("name,price", None),
        ("số hiệu,giá", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_first_line_tells_a_register_from_another_table(
    header: str, columns: dict[str, int] | None
) -> None:
    assert columns_of(header.split(",")) == columns


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Quyết định của Chủ tịch UBND tỉnh", "decision"),
        ("Nghị quyết HĐND xã", "resolution"),
        ("Thông tư liên tịch", "joint_circular"),
        ("Kế hoạch", "plan"),
        ("Giấy", None),
        ("", None),
    ],
)
def test_the_type_is_what_the_cell_begins_with(words: str, code: str | None) -> None:
    assert type_of(words) == code


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("son-la-gazette.csv", "son-la"),
        ("Công báo Sơn La 2026.csv", "son-la"),
        ("ba-ria-vung-tau.csv", "ba-ria-vung-tau"),
        ("register.csv", None),
        ("tinson-last.csv", None),
    ],
)
def test_a_register_may_be_named_after_its_province(name: str, province: str | None) -> None:
    assert territory_of(Path(name)) == province


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_fact_of_a_line_quotes_the_lines_own_text(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "r.csv"
    cells = ["12/2025/QĐ-UBND", "01/3/2025", "Bãi bỏ Quyết định số 7/2019/QĐ-UBND"]
    header = ["số hiệu", "ngày ban hành", "trích yếu"]
    path.write_text("\n".join(delimiter.join(row) for row in (header, cells)), encoding="utf-8-sig")
    (entry,) = read_register(path).entries
    assert (entry.line.row, entry.text) == (2, "\n".join(cells))
    fields = entry.facts.document
    assert (fields.type, fields.number, fields.issued_on) == (
        "decision", "12/2025/QĐ-UBND", "2025-03-01",
    )  # fmt: skip
    (citation,) = entry.facts.citations
    assert (citation.number, citation.relation) == ("7/2019/QĐ-UBND", "repeals")
    for span in (citation.span, *fields.spans.values()):
        assert span.quote == entry.text[span.start : span.end]


def test_a_date_that_does_not_exist_is_kept_as_a_problem(tmp_path: Path) -> None:
    path = _register(tmp_path, "1/QĐ-UBND,2025-02-30,,,UBND tỉnh,Quyết định,Một việc,")
    (entry,) = read_register(path).entries
    assert entry.facts.document.issued_on is None
    assert [problem.kind for problem in entry.facts.problems] == ["register-date"]


def test_a_table_that_is_no_register_is_refused(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("name,price\nrice,3\n")
    with pytest.raises(UnreadableError, match=r"no register that is known.*“name”, “price”"):
        read_register(tmp_path / "prices.csv")


def test_a_line_is_a_document_that_is_not_held_and_what_it_cites_is_found(tmp_path: Path) -> None:
    _register(tmp_path / "corpus", REPEALS, OLD)
    db = _build(tmp_path / "corpus")
    assert _rows(db, "SELECT id, held, registered_in IS NOT NULL FROM documents ORDER BY id") == [
        (REPEALING, 0, 1), (REPEALED, 0, 1),
    ]  # fmt: skip
    assert _rows(db, "SELECT document_id, cited_document_id, relation, state FROM citations") == [
        (REPEALING, REPEALED, "repeals", "stub")
    ]
    assert _rows(db, "SELECT row, document_id FROM register_rows ORDER BY row") == [
        (2, REPEALING), (3, REPEALED),
    ]  # fmt: skip
    assert _rows(db, "SELECT role FROM sources") == [("register",)]
    assert _rows(db, "SELECT * FROM problems WHERE kind NOT LIKE 'unknown%'") == []


def test_when_the_file_arrives_the_document_is_held_and_still_registered(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    _register(corpus, REPEALS, OLD)
    db = _build(corpus)
    write_specimen(
        corpus / "old.json",
        document={"type": "decision", "number": "7/2019/QĐ-UBND", "jurisdiction": "son-la",
                  "issued_on": "2019-04-05", "title": "as printed", "issuer_key": "ubnd-tinh"},
    )  # fmt: skip
    _build(corpus)
    row = "SELECT held, title, registered_in IS NOT NULL FROM documents WHERE id = ?"
    assert _rows(db, row, REPEALED) == [(1, "as printed", 1)]
    assert _rows(db, "SELECT state FROM citations") == [("resolved",)]
    (corpus / "old.json").unlink()
    _build(corpus)
    assert _rows(db, row, REPEALED) == [(0, "Quy định giá nước sạch", 1)]


def test_a_line_that_names_a_file_is_about_that_files_document(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    write_specimen(corpus / "in" / "x.json", document={"number": "5/KH-UBND"})
    (corpus / "register.csv").write_text("file,number,title\nin/x.json,,Một kế hoạch\n", "utf-8")
    db = _build(corpus)
    assert _rows(db, "SELECT count(*) FROM documents") == [(1,)]
    assert _rows(db, "SELECT r.document_id = d.id FROM register_rows r, documents d") == [(1,)]


SCAN = {
    "type": "decision", "number": None, "jurisdiction": "son-la", "issued_on": "2025-03-01",
    "title": "V/v phê duyệt danh mục hồ sơ lưu trữ của các xã", "issuer_key": "ubnd-tinh",
}  # fmt: skip
LISTED = "88/QĐ-UBND,2025-03-01,,,UBND tỉnh,Quyết định,{title},"
TITLE = "Về việc phê duyệt danh mục hồ sơ lưu trữ của các xã"
SUGGESTED = 'SELECT "column", value, from_what, quote FROM suggestions'


def test_a_blank_number_is_suggested_by_the_one_line_that_fits(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    _register(
        corpus, LISTED.format(title=TITLE), "89/QĐ-UBND,2025-03-01,,,UBND tỉnh,Quyết định,Khác,"
    )
    write_specimen(corpus / "scan.json", document=SCAN)
    db = _build(corpus)
    assert _rows(db, SUGGESTED) == [("number", "88/QĐ-UBND", "register", "88/QĐ-UBND")]
    assert _rows(db, "SELECT number FROM documents WHERE held = 1") == [(None,)]


@pytest.mark.parametrize(
    "rows",
    [
        [LISTED.format(title="Về việc phê duyệt danh mục nhà văn hóa của các bản")],
        [LISTED.format(title=TITLE).replace("2025-03-01", "2025-03-02")],
        [LISTED.format(title=TITLE).replace("Quyết định", "Thông báo")],
        [LISTED.format(title=TITLE), LISTED.format(title=TITLE).replace("88/", "89/")],
    ],
)
def test_where_no_line_or_more_than_one_fits_nothing_is_suggested(
    tmp_path: Path, rows: list[str]
) -> None:
    corpus = tmp_path / "corpus"
    _register(corpus, *rows)
    write_specimen(corpus / "scan.json", document=SCAN)
    assert _rows(_build(corpus), SUGGESTED) == []


def test_a_confirmed_suggestion_is_a_correction_and_goes(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    _register(corpus, LISTED.format(title=TITLE))
    write_specimen(corpus / "scan.json", document=SCAN)
    db = _build(corpus)
    ((id_, column, value),) = _rows(db, 'SELECT document_id, "column", value FROM suggestions')
    (corpus / "corrections.csv").write_text(
        f"table,row_id,column,value\ndocuments,{id_},{column},{value}\n", encoding="utf-8"
    )
    _build(corpus)
    assert _rows(db, "SELECT id, held, registered_in IS NOT NULL FROM documents") == [
        ("88-qd-ubnd.son-la.2025-03-01", 1, 1)
    ]
    assert _rows(db, SUGGESTED) == []


@pytest.mark.shared
def test_the_gazettes_register_gives_a_document_for_every_line(
    shared: Path, tmp_path: Path
) -> None:
    db = tmp_path / "kb.db"
    build([shared / "corpus" / "son-la-gazette.csv"], db, workers=0)
    assert _rows(db, "SELECT count(*), count(document_id) FROM register_rows") == [(367, 367)]
    places = "SELECT DISTINCT jurisdiction FROM documents WHERE registered_in IS NOT NULL"
    assert _rows(db, places) == [("son-la",)]
    assert _rows(db, "SELECT * FROM problems WHERE kind = 'register-date'") == []


EXPECTED = Path(__file__).parents[1] / "extract" / "grammar" / "register_citations.csv"


@pytest.mark.shared
def test_what_each_subject_of_the_gazettes_register_cites_leads_to_its_document(
    shared: Path, tmp_path: Path
) -> None:
    db = tmp_path / "kb.db"
    build([shared / "corpus" / "son-la-gazette.csv"], db, workers=0)
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        expected = [
            (
                row["register_number"],
                row["issued_on"],
                row["cited"],
                row["relation"],
                row["done_by"],
            )
            for row in csv.DictReader(file)
            if row["cited"] != "Đề án 06"  # a programme: no document is meant
        ]
    found = _rows(
        db,
        """SELECT r.number, r.issued_on, coalesce(d.number, d.title), c.relation,
                  coalesce(s.number, s.name, '')
             FROM citations c JOIN register_rows r ON r.document_id = c.document_id
             JOIN documents d ON d.id = c.cited_document_id
             LEFT JOIN citations s ON s.id = c.subject_id""",
    )
    assert sorted(found) == sorted(expected)
    assert len({row[:2] for row in expected}) >= 40


def _answer(number: str, title: str) -> dict[str, Any]:
    """A document that cites another, and has its subject behind the citation."""
    return {
        "document": {"type": "plan", "number": "3/KH-UBND", "jurisdiction": "son-la",
                     "issued_on": "2025-04-01"},
        "citations": [
            {"type": "decision", "number": number, "date": "2025-03-01", "jurisdiction": "son-la"}
        ],
        "tasks": [{"path": "1", "text": title}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "suggested"),
    [
        (TITLE, [("number", "88/QĐ-UBND", "citation")]),
        ("về việc giao chỉ tiêu tuyển quân cho các xã", []),
    ],
)
def test_a_blank_number_is_suggested_by_a_citation_with_the_same_subject(
    tmp_path: Path, title: str, suggested: list[tuple[str, str, str]]
) -> None:
    corpus = tmp_path / "corpus"
    write_specimen(corpus / "scan.json", document=SCAN)
    write_specimen(corpus / "plan.json", **_answer("88/QĐ-UBND", title))
    db = _build(corpus)
    assert _rows(db, 'SELECT "column", value, from_what FROM suggestions') == suggested
    assert _rows(db, "SELECT count(*) FROM documents WHERE held = 0") == [(1,)]


def test_the_name_of_a_scan_suggests_its_blank_number(tmp_path: Path) -> None:
    page = "ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\nSố: /CT-UBND\nCHỈ THỊ\nVề việc tu sửa đường liên xã\n"
    names = ("07-ct-2018.txt", "van-ban-den.txt")
    for number, name in enumerate(names):
        path = tmp_path / "corpus" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(page + f"1. Sở Xây dựng kiểm tra đợt {number + 1}.\n", encoding="utf-8")
    db = tmp_path / "kb.db"
    build([tmp_path / "corpus"], db, workers=0)
    suggested = _rows(db, "SELECT value, from_what, quote FROM suggestions")
    assert suggested == [("07/CT-UBND", "file", "/CT-UBND")]
