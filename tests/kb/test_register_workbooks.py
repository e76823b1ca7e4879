"""Registers as offices keep them: Excel workbooks with titles, merged cells and several sheets, and
headers that only the office understands, which a person explains in a file beside the register."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extract.readers.errors import UnreadableError
from kb.build import build
from kb.cache import Entry
from kb.register import read_register
from kb.register.columns import column_named

Lines = Sequence[Sequence[Any]]

TITLES = [["ỦY BAN NHÂN DÂN TỈNH SƠN LA"], ["DANH MỤC VĂN BẢN NĂM 2025"], []]
HEADER = [
    "STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu nội dung", "Cơ quan ban hành", "Người ký",
    "Loại văn bản", "Ngày hiệu lực", "Link",
]  # fmt: skip
WATER = "Bãi bỏ Quyết định số 7/2019/QĐ-UBND ngày 05 tháng 4 năm 2019 về giá nước sạch"
LINE = [
    1, "12/2025/QĐ-UBND", date(2025, 3, 1), WATER, "UBND tỉnh", "Trần Thị Mẫu", "Quyết định",
    "15/3/2025", "https://congbao.example/12",
]  # fmt: skip


def _workbook(path: Path, *sheets: tuple[str, Lines], merged: str = "") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets:
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
        for cells in merged.split():
            sheet.merge_cells(cells)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def _entries(path: Path) -> tuple[Entry, ...]:
    return read_register(path).entries


def _fields(path: Path, *names: str) -> list[tuple[Any, ...]]:
    return [
        tuple(getattr(entry.facts.document, name) for name in names) for entry in _entries(path)
    ]


def _rows(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Số, ký hiệu văn bản", "number"),
        ("SỐ/KÝ HIỆU\n(ghi đủ)", "number"),
        ("Số, ký hiệu; ngày, tháng, năm ban hành văn bản", "number_date"),
        ("Ngày tháng văn bản", "issued_on"),
        ("Tên loại và trích yếu nội dung văn bản", "type_title"),
        ("Tên gọi của văn bản/Trích yếu nội dung của văn bản", "title"),
        ("Tác giả", "issuer"),
        ("Thời điểm có hiệu lực", "effective_on"),
        ("Ngày đến", None),
        ("Số đến", None),
        ("Ghi chú", None),
    ],
)  # fmt: skip
def test_a_header_is_told_by_its_words(name: str, column: str | None) -> None:
    assert column_named(name) == column


def test_a_cell_merged_over_several_lines_is_each_lines(tmp_path: Path) -> None:
    lines = [
        ["STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu nội dung", "Cơ quan ban hành"],
        [1, "12/QĐ-UBND", date(2025, 3, 1), "Về giá nước", "UBND tỉnh Sơn La"],
        [2, "13/QĐ-UBND", None, "Về giá đất", None],
        [3, "14/QĐ-UBND", None, "Về giá điện", None],
        [4, "15/QĐ-UBND", date(2025, 3, 9), "Về giá vé", None],
    ]
    path = _workbook(tmp_path / "so.xlsx", ("A", lines), merged="C2:C4 E2:E3")
    issuer = "UBND tỉnh Sơn La"
    assert _fields(path, "number", "issued_on", "issuer") == [
        ("12/QĐ-UBND", "2025-03-01", issuer),
        ("13/QĐ-UBND", "2025-03-01", issuer),
        ("14/QĐ-UBND", "2025-03-01", None),
        ("15/QĐ-UBND", "2025-03-09", None),
    ]


def test_a_heading_merged_over_two_lines_of_the_header_is_no_document_s(tmp_path: Path) -> None:
    lines = [
        ["STT", "Văn bản", None, "Trích yếu nội dung"],
        [None, "Số, ký hiệu", "Ngày ban hành", None],
        [1, "12/QĐ-UBND", date(2025, 3, 1), "Về giá nước"],
    ]
    path = _workbook(tmp_path / "so.xlsx", ("A", lines), merged="A1:A2 B1:C1 D1:D2")
    assert _fields(path, "number", "title") == [("12/QĐ-UBND", "Về giá nước")]


def test_titles_stand_above_the_header_and_name_the_province(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "so.xlsx", ("Năm 2025", [*TITLES, HEADER, LINE]), merged="A2:I2")
    (entry,) = _entries(path)
    fields = entry.facts.document
    assert (fields.type, fields.number, fields.issued_on, fields.effective_on, fields.issuer) == (
        "decision", "12/2025/QĐ-UBND", "2025-03-01", "2025-03-15", "UBND tỉnh",
    )  # fmt: skip
    line = entry.line
    assert (line.address, line.signer, line.link, line.territory) == (
        "Năm 2025!5", "Trần Thị Mẫu", "https://congbao.example/12", "son-la",
    )  # fmt: skip
    (citation,) = entry.facts.citations
    assert (citation.number, citation.relation) == ("7/2019/QĐ-UBND", "repeals")
    for span in (citation.span, *fields.spans.values()):
        assert span.quote == entry.text[span.start : span.end]


@pytest.mark.parametrize(
    ("written", "issued_on"),
    [
        (date(2025, 3, 1), "2025-03-01"),
        (datetime(2025, 3, 1, 14, 30), "2025-03-01"),
        ("01/3/2025", "2025-03-01"),
        ("ngày 01 tháng 3 năm 2025", "2025-03-01"),
        ("1.3.2025", "2025-03-01"),
        ("01/3/25", None),
        ("30/02/2025", None),
        (45717, None),
    ],
)
def test_a_date_is_one_of_excel_or_words_and_nothing_else(
    tmp_path: Path, written: object, issued_on: str | None
) -> None:
    line = ["12/2025/QĐ-UBND", written, "Một việc"]
    path = _workbook(
        tmp_path / "so.xlsx", ("A", [["Số ký hiệu", "Ngày ban hành", "Trích yếu"], line])
    )
    assert _fields(path, "issued_on") == [(issued_on,)]
    kinds = [problem.kind for problem in _entries(path)[0].facts.problems]
    assert kinds == ([] if issued_on else ["register-date"])


@pytest.mark.parametrize(
    ("header", "line", "number", "day", "kind", "title"),
    [
        (["Số, ký hiệu; ngày, tháng, năm ban hành", "Trích yếu"],
         ["12/2020/NQ-HĐND\nngày 10/12/2020", "Về phí"],
         "12/2020/NQ-HĐND", "2020-12-10", "resolution", "Về phí"),
        (["Số", "Ký hiệu", "Ngày tháng", "Trích yếu"], [7, "KH-UBND", "1/2/2025", "Trồng cây"],
         "7/KH-UBND", "2025-02-01", "plan", "Trồng cây"),
        (["Số", "Ký hiệu", "Ngày tháng", "Trích yếu"], [7, "QĐ/TU", "1/2/2025", "Kiện toàn"],
         "7-QĐ/TU", "2025-02-01", "other", "Kiện toàn"),
        (["Ký hiệu", "Ngày tháng", "Trích yếu"], ["7/KH-UBND", "1/2/2025", "Trồng cây"],
         "7/KH-UBND", "2025-02-01", "plan", "Trồng cây"),
        (["Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu nội dung"],
         ["Số: 7/QĐ-UBND", "1/2/2025", "Quyết định về việc giao đất"],
         "7/QĐ-UBND", "2025-02-01", "decision", "về việc giao đất"),
        (["Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu nội dung"],
         ["7-TB/HU", "1/2/2025", "Thông báo của Thường trực về tiếp dân"],
         "7-TB/HU", "2025-02-01", "notice", "Thông báo của Thường trực về tiếp dân"),
        (["Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu nội dung"],
         ["7/UBND-NC", "1/2/2025", "V/v đôn đốc báo cáo"],
         "7/UBND-NC", "2025-02-01", "official_letter", "V/v đôn đốc báo cáo"),
    ],
)  # fmt: skip
def test_columns_that_hold_two_things_are_parted_and_two_that_hold_one_are_joined(
    tmp_path: Path, header: list[str], line: list[object], number: str, day: str, kind: str,
    title: str,
) -> None:  # fmt: skip
    path = _workbook(tmp_path / "so.xlsx", ("A", [header, line]))
    assert _fields(path, "number", "issued_on", "type", "title") == [(number, day, kind, title)]
    (entry,) = _entries(path)
    for span in entry.facts.document.spans.values():
        assert span.quote == entry.text[span.start : span.end]


def test_a_header_over_two_lines_is_read_together(tmp_path: Path) -> None:
    lines = [
        ["STT", "Văn bản", None, "Ngày", None, "Trích yếu"],
        [None, "Loại", "Số, ký hiệu", "ban hành", "hiệu lực", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, "Kế hoạch", "7/KH-UBND", "1/2/2025", "2/2/2025", "Trồng cây"],
    ]
    path = _workbook(tmp_path / "so.xlsx", ("A", lines), merged="B1:C1")
    assert _fields(path, "type", "number", "issued_on", "effective_on", "title") == [
        ("plan", "7/KH-UBND", "2025-02-01", "2025-02-02", "Trồng cây")
    ]


def test_headings_and_repeated_headers_within_a_table_list_nothing(tmp_path: Path) -> None:
    header = ["Số ký hiệu", "Ngày ban hành", "Trích yếu", "Ghi chú"]
    lines = [
        header, ["Tháng 01 năm 2025"], ["7/KH-UBND", "1/2/2025", "Trồng cây"], header,
        [None, None, None, "hết trang"], ["8/KH-UBND", "2/2/2025", "Tiếp dân"],
    ]  # fmt: skip
    path = _workbook(tmp_path / "so.xlsx", ("A", lines))
    assert [(e.line.row, e.facts.document.number) for e in _entries(path)] == [
        (3, "7/KH-UBND"), (6, "8/KH-UBND"),
    ]  # fmt: skip


def test_a_communes_own_register_gives_its_documents_their_issuer(tmp_path: Path) -> None:
    header = ["Số ký hiệu", "Ngày ban hành", "Trích yếu"]
    lines = [["7/KH-UBND", "1/2/2025", "Trồng cây"], ["8/TB-VP", "2/2/2025", "Lịch trực"]]
    titles = [["ỦY BAN NHÂN DÂN XÃ MƯỜNG BÚ"], ["TỈNH SƠN LA"]]
    own = _workbook(
        tmp_path / "di.xlsx", ("A", [*titles, ["SỔ ĐĂNG KÝ VĂN BẢN ĐI"], header, *lines])
    )
    assert _fields(own, "issuer", "issuer_key") == [
        ("Ủy ban nhân dân xã Mường Bú", "ubnd-xa"), (None, None),
    ]  # fmt: skip
    others = _workbook(
        tmp_path / "den.xlsx", ("A", [*titles, ["SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"], header, *lines])
    )
    assert _fields(others, "issuer") == [(None,), (None,)]


def test_every_sheet_that_is_a_register_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    header = ["Số ký hiệu", "Ngày ban hành", "Trích yếu"]
    _workbook(
        corpus / "son-la.xlsx",
        ("Năm 2024", [header, ["7/KH-UBND", "1/2/2024", "Trồng cây"]]),
        ("Năm 2025", [header, ["7/KH-UBND", "1/2/2025", "Trồng cây"], ["không số", "", "Tiếp dân"]]),
        ("Danh bạ", [["Họ tên", "Điện thoại"], ["Trần Thị Mẫu", "0212"]]),
        ("Trống", []),
    )  # fmt: skip
    db = tmp_path / "kb.db"
    build([corpus], db, workers=0)
    assert _rows(db, "SELECT sheet, row, document_id FROM register_rows ORDER BY id") == [
        ("Năm 2024", 2, "7-kh-ubnd.son-la.2024-02-01"),
        ("Năm 2025", 2, "7-kh-ubnd.son-la.2025-02-01"),
        ("Năm 2025", 3, None),
    ]
    told = dict(_rows(db, "SELECT kind, message FROM problems WHERE id GLOB 'register:*'"))
    assert told.keys() == {"register-columns", "register-line"}
    assert "sheet “Danh bạ”, line 1: “Họ tên”, “Điện thoại”" in told["register-columns"]
    assert told["register-line"].startswith("Line 3 of sheet “Năm 2025” lists no document")


def test_a_table_of_sums_is_no_register_though_its_columns_have_such_names(tmp_path: Path) -> None:
    lines = [["TT", "Nội dung", "Số", "Tiền"], [1, "Mua cây giống", 12, 3000], [2, "Thuê xe", 7, 9]]
    path = _workbook(tmp_path / "chi.xlsx", ("A", lines))
    with pytest.raises(UnreadableError, match="no register that is known"):
        read_register(path)


INCOMING = (
    ["Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu nội dung",
     "Đơn vị hoặc người nhận", "Ký nhận", "Ghi chú"],
    [f"({number})" for number in range(1, 10)],
    ["06/3/2025", 41, "Bộ Nội vụ", "55/BNV-TCBC", "04/3/2025", "Công văn về sắp xếp bộ máy",
     "Phòng Nội vụ", "", ""],
    ["07/3/2025", 42, "UBND xã Mường Bú", "9/BC-UBND", "05/3/2025", "Báo cáo về trồng cây",
     "Phòng Kinh tế", "", ""],
)  # fmt: skip
OUTGOING = (
    ["Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản",
     "Người ký", "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ghi chú"],
    [f"({number})" for number in range(1, 9)],
    ["12/KH-UBND", "10/3/2025", "Kế hoạch trồng cây", "Trần Thị Mẫu", "Các xã", "VT", 20, ""],
)  # fmt: skip


def test_the_books_of_documents_that_come_in_and_go_out_are_known(tmp_path: Path) -> None:
    """The forms of Decree 30/2020/NĐ-CP, appendices IV and V."""
    path = _workbook(tmp_path / "so.xlsx", ("Đến", INCOMING), ("Đi", OUTGOING))
    assert _fields(path, "type", "number", "issued_on", "issuer", "title") == [
        ("official_letter", "55/BNV-TCBC", "2025-03-04", "Bộ Nội vụ", "về sắp xếp bộ máy"),
        ("report", "9/BC-UBND", "2025-03-05", "UBND xã Mường Bú", "về trồng cây"),
        ("plan", "12/KH-UBND", "2025-03-10", None, "trồng cây"),
    ]


ODD = ["TT", "KH công văn", "Ra ngày", "Tóm tắt"]
ODD_LINE = [1, "7/KH-UBND", "1/2/2025", "Trồng cây"]


def test_a_workbook_that_is_not_known_is_a_problem_that_says_how_to_map_it(tmp_path: Path) -> None:
    _workbook(tmp_path / "corpus" / "theo-doi.xlsx", ("Bảng", [["CÔNG VĂN"], ODD, ODD_LINE]))
    db = tmp_path / "kb.db"
    report = build([tmp_path / "corpus"], db, workers=0)
    ((kind, message),) = _rows(db, "SELECT kind, message FROM problems")
    assert kind == "register-columns"
    assert "sheet “Bảng”, line 2: “TT”, “KH công văn”, “Ra ngày”, “Tóm tắt”" in message
    assert "theo-doi.register.yml" in message
    assert report.counts["documents"] == 0


MAPPED = """\
columns:
  number: KH công văn
  issued_on: Ra ngày
  title: D
header: 2
issuer: UBND tỉnh
territory: Sơn La
"""


def test_a_mapping_beside_the_register_is_used_and_read_again_when_it_changes(
    tmp_path: Path,
) -> None:
    corpus = tmp_path / "corpus"
    path = _workbook(corpus / "theo-doi.xlsx", ("Bảng", [["CÔNG VĂN"], ODD, ODD_LINE]))
    db = tmp_path / "kb.db"
    build([corpus], db, workers=0)
    beside = corpus / "theo-doi.register.yml"
    beside.write_text(MAPPED, encoding="utf-8")
    report = build([corpus], db, workers=0)
    assert report.changed == (str(path.relative_to(tmp_path)),)
    listed = "SELECT id, title, issuer FROM documents"
    assert _rows(db, listed) == [("7-kh-ubnd.son-la.2025-02-01", "Trồng cây", "UBND tỉnh")]
    assert _rows(db, "SELECT kind FROM problems") == []
    assert _rows(db, "SELECT path FROM sources") == [("corpus/theo-doi.xlsx",)]
    beside.write_text(MAPPED.replace("Sơn La", "Hà Nam"), encoding="utf-8")
    build([corpus], db, workers=0)
    assert _rows(db, "SELECT id FROM documents") == [("7-kh-ubnd.ha-nam.2025-02-01",)]


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("columns: {so: KH}", "“so” is no column; known are number"),
        ("colums: {number: KH}", "“colums” is none of columns"),
        ("columns: [number]", "must list one column a line"),
        ("columns: {number: B}", "need “header:”"),
        ("columns: {number: KH công văn}\nterritory: Atlantis", "is no province"),
        ("header: zwei", "must be the number of a line"),
        ("columns: {number: Số vào sổ, title: Tóm tắt}", "No line has all the columns"),
        ("a: [", "cannot be used"),
        ("nothing", "does not say “columns:”"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_what_to_mend(
    tmp_path: Path, said: str, complaint: str
) -> None:
    path = _workbook(tmp_path / "theo-doi.xlsx", ("Bảng", [ODD, ODD_LINE]))
    (tmp_path / "theo-doi.register.yml").write_text(said, encoding="utf-8")
    with pytest.raises(UnreadableError, match=complaint) as raised:
        read_register(path)
    assert "theo-doi.register.yml" in raised.value.message


def test_a_mapping_may_choose_sheets(tmp_path: Path) -> None:
    header = ["Số ký hiệu", "Ngày ban hành", "Trích yếu"]
    path = _workbook(
        tmp_path / "so.xlsx",
        ("2024", [header, ["7/KH-UBND", "1/2/2024", "Trồng cây"]]),
        ("nháp", [header, ["9/KH-UBND", "1/2/2024", "Trồng cây"]]),
    )
    (tmp_path / "so.register.yml").write_text("sheets: [2024]", encoding="utf-8")
    assert _fields(path, "number") == [("7/KH-UBND",)]


def test_a_mapping_without_its_register_is_told(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "so.register.yml").write_text("header: 1", encoding="utf-8")
    db = tmp_path / "kb.db"
    build([corpus], db, workers=0)
    assert _rows(db, "SELECT kind FROM problems") == [("register-mapping",)]


def test_a_csv_file_may_have_titles_above_its_header(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text(
        "DANH MỤC VĂN BẢN, ĐỢT 2;;\n;;\nSố ký hiệu;Ngày ban hành;Trích yếu\n"
        "7/KH-UBND;1/2/2025;Trồng cây, gây rừng\n",
        encoding="utf-8",
    )
    assert _fields(path, "number", "title") == [("7/KH-UBND", "Trồng cây, gây rừng")]
    assert _entries(path)[0].line.address == "4"


def test_words_in_an_old_encoding_and_odd_letters_are_mended(tmp_path: Path) -> None:
    header = ["Sè ký hiÖu", "Ngµy ban hµnh", "TrÝch yÕu"]
    line = ["7/KH-UBND", "1/2/2005", "VÒ viÖc trång rõng vµ b¶o vÖ nguån n­íc s¹ch cho c¸c b¶n"]
    path = _workbook(tmp_path / "so.xlsx", ("A", [header, line]))
    assert _fields(path, "number", "title") == [
        ("7/KH-UBND", "Về việc trồng rừng và bảo vệ nguồn nước sạch cho các bản")
    ]
    odd = _workbook(
        tmp_path / "odd.xlsx",
        ("A", [["Số ký hiệu", "Trích yếu"], ["7/2025/QÐ\u2011UBND", "Về giao đất"]]),
    )
    assert _fields(odd, "number") == [("7/2025/QĐ-UBND",)]


def test_figures_are_read_as_they_are_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["Số", "Ký hiệu", "Ngày ban hành"], [7, "CT-UBND", date(2025, 1, 3)], [12.0, "CT-UBND", "=A2"]):  # fmt: skip
        sheet.append(line)
    sheet["A2"].number_format = "00"
    book.save(tmp_path / "so.xlsx")
    assert _fields(tmp_path / "so.xlsx", "number") == [("07/CT-UBND",), ("12/CT-UBND",)]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"no workbook", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password-protected"),
    ],
)
def test_a_broken_workbook_is_refused(tmp_path: Path, data: bytes, kind: str) -> None:
    (tmp_path / "so.xlsx").write_bytes(data)
    with pytest.raises(UnreadableError) as raised:
        read_register(tmp_path / "so.xlsx")
    assert raised.value.kind == kind
