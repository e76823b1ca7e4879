"""Tables with named columns, joined over pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extract.grammar.tables import NamedTable, read_tables
from extract.readers import read_file
from extract.source import Cell, Page, SourceText, Table

Rows = Sequence[Sequence[str | None]]


def source(*parts: str | Rows) -> SourceText:
    """A source of prose and tables, laid out as the readers do: a row a line, tabs between cells;
    ``None`` is a cell that another covers."""
    text, tables = "", []
    for part in parts:
        if isinstance(part, str):
            text += part + "\n"
            continue
        start, cells = len(text), []
        for number, row in enumerate(part):
            for column, words in enumerate(row):
                text += "\t" if column else ""
                if words is not None:
                    cells.append(Cell(number, column, len(text), len(text) + len(words)))
                    text += words
            text += "\n"
        tables.append(Table(start, len(text), tuple(cells)))
    return SourceText(text, "text/plain", "plain", (Page(1, 0, len(text)),), tables=tuple(tables))


def only(*parts: str | Rows) -> tuple[NamedTable, SourceText]:
    document = source(*parts)
    (table,) = read_tables(document, "vi")
    return table, document


TASKS = ["TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả", "Thời hạn"]


@pytest.mark.parametrize(
    ("header", "kind", "columns"),
    [
        (
            ["STT", "Nhiệm vụ cụ thể", "Đơn vị chủ trì", "Thời gian hoàn thành"],
            "tasks", ("ordinal", "task", "lead", "deadline"),
        ),
        (
            ["No.", "Task", "Lead agency", "Coordinating agencies", "Output", "Deadline"],
            "tasks", ("ordinal", "task", "lead", "coordinate", "product", "deadline"),
        ),
        (
            ["TT", "Nội dung", "Cơ quan chủ trì", "Thời hạn"],
            "tasks", ("ordinal", "task", "lead", "deadline"),
        ),
        (
            ["TT", "CHỈ TIÊU", "MỤC TIÊU 2026 - 2030", "CƠ QUAN CHỦ TRÌ, THEO DÕI"],
            "targets", ("ordinal", "indicator", "year:2026-2030", "lead"),
        ),
        (
            ["TT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2023", "Kế hoạch năm 2024"],
            "targets", ("ordinal", "indicator", "unit", "result:2023", "year:2024"),
        ),
        (
            ["TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Cơ quan theo dõi, đánh giá"],
            "targets", ("ordinal", "indicator", "unit", "value", "agency"),
        ),
        (
            ["TT", "Chỉ tiêu", "Chỉ tiêu năm 2026", "Chỉ tiêu năm 2027"],
            "targets", ("ordinal", "indicator", "year:2026", "year:2027"),
        ),
        (
            ["No.", "Target", "Unit", "2027", "2028"],
            "targets", ("ordinal", "indicator", "unit", "year:2027", "year:2028"),
        ),
        (
            ["TT", "Tên văn bản", "Số, ký hiệu", "Ngày ban hành"],
            "documents", ("ordinal", "document", "number", "issued"),
        ),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headers(header, kind, columns):
    table, _ = only([header, [str(n) for n in range(5, 5 + len(header))]])
    assert (table.kind, table.columns) == (kind, columns)


def test_a_column_without_a_known_header_is_not_guessed():
    table, _ = only([["TT", "Nhiệm vụ", "", "Thời hạn"], ["1", "Lập kế hoạch", "Sở A", "2026"]])
    assert table.columns == ("ordinal", "task", "column:2", "deadline")


def test_a_table_without_a_header_is_other_and_keeps_its_cells():
    table, document = only([["Sở A", "mười"], ["Sở B", "hai"]])
    assert table.kind == "other"
    assert table.rows[0].text_of(document.text, "column:0") == "Sở A"


def test_a_header_over_two_rows_gives_a_column_for_each_year():
    table, document = only(
        [
            ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch từng năm", None, None],
            [None, None, None, "2026", "2027", "2028"],
            ["1", "Tỷ lệ che phủ", "%", "41", "42", "43"],
        ]
    )
    assert table.columns[3:] == ("year:2026", "year:2027", "year:2028")
    assert table.rows[0].text_of(document.text, "year:2028") == "43"


def test_a_row_of_column_numbers_is_no_row():
    table, _ = only(
        [
            ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
            ["(1)", "(2)", "(3)", "(4)"],
            ["1", "Lập danh mục", "Sở A", "6/2026"],
        ]
    )
    assert [row.label for row in table.rows] == ["1"]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_goes_on_over_pages_with_its_header_repeated_or_not(repeated):
    second = [["2", "Tập huấn", "Sở B", "", "Lớp học", "2027"]]
    table, _ = only(
        [TASKS, ["1", "Lập đề án", "Sở A", "Sở B", "Đề án", "2026"]],
        "CÔNG BÁO 12",
        [TASKS, *second] if repeated else second,
    )
    assert [row.path for row in table.rows] == ["1", "2"]


def test_another_appendix_is_another_table_however_alike():
    row = ["1", "Lập đề án", "Sở A", "Sở B", "Đề án", "2026"]
    tables = read_tables(source([TASKS, row], "PHỤ LỤC II", [TASKS, row]), "vi")
    assert len(tables) == 2
    assert tables[1].title == "PHỤ LỤC II"


def test_a_row_cut_by_a_page_break_is_whole_again():
    table, document = only(
        [TASKS, ["1", "Xây dựng đề án về", "Sở A", "Các", "Đề án", "2026"]],
        [TASKS, ["", "nhà ở", "", "huyện", "", ""], ["2", "Tập huấn", "Sở B", "", "", "2027"]],
    )
    first, second = table.rows
    assert first.text_of(document.text, "task") == "Xây dựng đề án về nhà ở"
    assert first.text_of(document.text, "coordinate") == "Các huyện"
    assert second.path == "2"


def test_two_results_with_two_dates_under_one_number_stay_apart():
    table, document = only(
        [
            TASKS,
            ["7", "Xây dựng bộ chỉ số", "Sở A", "Sở B", "Bộ chỉ số được trình", "2026"],
            [None, None, None, None, "Bộ chỉ số được dùng", "2027 - 2030"],
        ]
    )
    assert [(row.label, row.path) for row in table.rows] == [("7", "7"), ("7", "7.-2")]
    assert table.rows[1].text_of(document.text, "task") == "Xây dựng bộ chỉ số"
    assert table.rows[1].text_of(document.text, "lead") == "Sở A"
    assert table.rows[1].start > table.rows[0].end


def test_group_headings_stand_above_their_rows_and_restart_the_numbering():
    table, _ = only(
        [
            TASKS,
            ["A", "Việc chung", "", "", "", ""],
            ["I", "Thể chế", "", "", "", ""],
            ["1", "Lập đề án", "Sở A", "", "Đề án", "2026"],
            ["II. Hạ tầng và", None, None, None, None, None],
            ["kết nối", None, None, None, None, None],
            ["1", "Xây cầu", "Sở C", "", "Cầu", "2027"],
        ]
    )
    assert [row.path for row in table.rows] == ["A.I.1", "A.II.1"]
    assert table.rows[1].headings == ("A. Việc chung", "II. Hạ tầng và kết nối")


def test_paths_are_unique_in_a_table():
    table, _ = only(
        [
            ["TT", "Chỉ tiêu", "Mục tiêu 2026"],
            ["1", "Xuất khẩu", "15"],
            ["", "Trong đó: Nông sản", "10"],
            ["", "Khoáng sản", "4"],
            ["1", "Nhập khẩu", "12"],
        ]
    )
    paths = [row.path for row in table.rows]
    assert len(set(paths)) == len(paths) == 4


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("tables/quyet-dinh-so-844-qd-ttg-469526.pdf", [29]),
        ("tables/nghi-quyet-so-97-nq-cp-469324.pdf", [29]),
        ("tables/nghi-quyet-so-109-nq-cp-469403.pdf", [69, 38, 135, 91]),
        ("chain/nq03-pl1-chi-tieu.md", [57]),
        ("chain/nq03-pl2.md", [140]),
    ],
)
def test_every_numbered_row_of_the_real_appendices_is_read_once(shared: Path, name, counts):
    tables = read_tables(read_file(shared / "corpus" / name), "vi")
    numbered = [
        len({row.path.partition(".-")[0] for row in table.rows if row.label}) for table in tables
    ]
    assert numbered == counts
