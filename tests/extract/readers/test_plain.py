"""Plain text and Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.citations import citations
from extract.readers import UnreadableError, read_bytes
from extract.readers.plain import read_text

TEXT = "CHỈ THỊ\nVề công tác lưu trữ\n\n1. Sở Nội vụ chủ trì thực hiện."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-32"])
def test_the_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    data = (
        b"\xff\xfe" + TEXT.encode("utf-16-le")
        if encoding == "utf-16-le-bom"
        else TEXT.encode(encoding)
    )
    assert read_bytes(data, "chỉ thị.txt").text == TEXT


def test_binary_data_named_txt_is_refused() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(bytes(range(256)) * 20, "notes.txt")
    assert caught.value.kind == "binary"


def test_bytes_of_no_known_encoding_are_refused_rather_than_guessed() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(b"\x81\x8d\x8f\x90\x9d\xfe\xdb" * 40, "x.txt")
    assert caught.value.kind in ("unknown-encoding", "binary")


def test_a_form_feed_begins_a_page() -> None:
    source = read_bytes("trang một\n\x0ctrang hai\x0ctrang ba".encode(), "a.txt")
    assert [source.text[page.start : page.end] for page in source.pages] == [
        "trang một",
        "trang hai",
        "trang ba",
    ]
    assert source.page_of(source.text.index("hai")) == 2


def test_a_number_broken_by_a_page_is_cited_whole_and_leads_back_to_both_its_pieces() -> None:
    raw = "1. Thực hiện Quyết định số 12/2020/QĐ-\fUBND ngày 05 tháng 3 năm 2020."
    source = read_bytes(raw.encode(), "a.txt")
    (citation,) = citations(source.text, "vi")
    assert (citation.number, citation.date) == ("12/2020/QĐ-UBND", "2020-03-05")
    assert source.origin is not None
    start, end = citation.span.start, citation.span.end
    origin = source.origin
    assert raw[origin.raw_offset(start) :].startswith("Quyết định số 12")
    assert raw[: origin.raw_offset(end)].endswith("năm 2020")


def test_a_comment_form_after_the_text_is_cut() -> None:
    text = (
        "The province will build ten schools.\n"
        "You have 480/500 characters left\nPlease enter 5 or more characters!!!"
    )
    assert read_text(text).text == "The province will build ten schools."


def test_the_words_of_a_comment_form_inside_the_text_stay() -> None:
    text = "First line.\nComment\nShare\nLast line of the text."
    assert read_text(text).text == text


def test_a_menu_before_the_text_is_cut() -> None:
    assert (
        read_text("Trang chủ\nĐăng nhập\nQUYẾT ĐỊNH\nVề nhân sự").text == "QUYẾT ĐỊNH\nVề nhân sự"
    )


MARKDOWN = [
    ("# QUYẾT ĐỊNH", "QUYẾT ĐỊNH"),
    ("## Mục 1 ##", "Mục 1"),
    ("**Điều 1.** Ban hành *Quy chế* kèm theo", "Điều 1. Ban hành Quy chế kèm theo"),
    ("***Nơi nhận:***", "Nơi nhận:"),
    ("1\\. Sở Y tế \\- cơ quan chủ trì", "1. Sở Y tế - cơ quan chủ trì"),
    ("\\- Mục tiêu", "- Mục tiêu"),
    ("* Mục tiêu", "- Mục tiêu"),
    ("> trích dẫn", "trích dẫn"),
    ("xem [Nghị quyết](https://example.org/a)", "xem Nghị quyết"),
    ("tên_biến_dài và 2*3*4", "tên_biến_dài và 2*3*4"),
    ("a\n\n---\n\nb", "a\n\nb"),
    ("Số: 05 / KH-UBND  \nngày 5", "Số: 05 / KH-UBND\nngày 5"),
]


@pytest.mark.parametrize(("raw", "stored"), MARKDOWN)
def test_markdown_is_stored_as_it_is_printed(raw: str, stored: str) -> None:
    assert read_text(raw, markdown=True).text == stored


TABLE = """Phụ lục

| TT | Nhiệm vụ | Cơ quan |
|:---|----------|:-------:|
| **1** | Lập kế hoạch<br>năm | Sở Tài chính |
| 2 | | Sở Y tế |

Hết."""


@pytest.mark.parametrize("markdown", [True, False])
def test_a_pipe_table_becomes_rows_of_tabs(markdown: bool) -> None:
    source = read_text(TABLE, markdown=markdown)
    one = "1" if markdown else "**1**"
    assert source.text.split("\n") == [
        "Phụ lục",
        "",
        "TT\tNhiệm vụ\tCơ quan",
        f"{one}\tLập kế hoạch năm\tSở Tài chính",
        "2\t\tSở Y tế",
        "",
        "Hết.",
    ]
    (table,) = source.tables
    cells = {(c.row, c.column): source.text[c.start : c.end] for c in table.cells}
    assert cells[1, 1] == "Lập kế hoạch năm"
    assert cells[2, 1] == ""
    assert cells[2, 2] == "Sở Y tế"
    assert source.text[table.start : table.end].startswith("TT\t")


def test_a_letterhead_set_as_a_table_becomes_lines() -> None:
    raw = (
        "| ỦY BAN NHÂN DÂN\nTỈNH A | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n--- |\n|---|---|\n"
        "| Số: 1/CT-UBND | A, ngày 1 tháng 2 năm 2023 |\n\nCHỈ THỊ"
    )
    source = read_text(raw, markdown=True)
    assert source.tables == ()
    lines = source.text.split("\n")
    assert lines[0] == "ỦY BAN NHÂN DÂN"
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in lines
    assert "Số: 1/CT-UBND" in lines


def test_offsets_lead_back_to_the_file() -> None:
    raw = "\ufeff# CHỈ  THỊ\r\n\r\n**Điều 1.** Sở Y\u00adtế"
    source = read_text(raw, markdown=True)
    assert source.origin is not None
    for word in ("CHỈ", "THỊ", "Điều", "Sở", "tế"):
        place = source.origin.raw_offset(source.text.index(word))
        assert raw[place : place + len(word)] == word


@given(st.text(alphabet=st.sampled_from("ab|*_#>\\-[]()`~ \n\x0c.:ệ"), max_size=120), st.booleans())
def test_every_cell_and_page_lies_in_the_text(raw: str, markdown: bool) -> None:
    source = read_text(raw, markdown=markdown)
    for table in source.tables:
        for cell in table.cells:
            assert table.start <= cell.start <= cell.end <= table.end <= len(source.text)
            assert not set(source.text[cell.start : cell.end]) & {"\t", "\n"}
    assert source.pages[0].start == 0
    assert source.pages[-1].end == len(source.text)
    assert not set(source.text) & set("\x1c\x1d\x1e\x1f\x0c\r")


def test_a_label_left_alone_on_its_line_goes_before_its_words() -> None:
    raw = "I.\nNhiệm vụ trọng tâm của năm\n1.\nSở Y tế lập kế hoạch chi tiết.\n2.\n3.\nHết"
    assert read_text(raw).text == (
        "I. Nhiệm vụ trọng tâm của năm\n1. Sở Y tế lập kế hoạch chi tiết.\n2.\n3.\nHết"
    )


LETTERHEADS = [
    (
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH HẢI VÂN Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN\nTỈNH HẢI VÂN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
    ),
    (
        "# CHÍNH PHỦ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        "CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
    ),
    (
        "HIẾN PHÁP NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        "HIẾN PHÁP NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
    ),
]


@pytest.mark.parametrize(("raw", "stored"), LETTERHEADS)
def test_the_columns_of_a_letterhead_written_on_one_line_come_one_after_the_other(
    raw: str, stored: str
) -> None:
    assert read_text(raw, markdown=True).text == stored


def test_a_letter_lost_on_the_way_is_reported_and_the_rest_read() -> None:
    data = bytearray(("Ủy ban nhân dân tỉnh báo cáo về công tác lưu trữ. " * 20).encode())
    data[300] = 0xFF
    source = read_bytes(bytes(data), "a.txt")
    assert source.text.startswith("Ủy ban nhân dân tỉnh báo cáo")
    assert [problem.kind for problem in source.problems] == ["broken-letters"]
