"""Word files: what Word prints, in order, with its automatic numbers."""

from __future__ import annotations

from typing import Any

import docx
import pytest
from reader_specimens import docx_of, docx_with_body, rows_of, zip_of

from extract.readers import Limits, UnreadableError, read_bytes
from extract.readers.docx import read_docx


def paragraph(words: str, properties: str = "", run: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{words}</w:t></w:r></w:p>"
    )


def numbered(words: str, level: int = 0, list_id: int = 1) -> str:
    return paragraph(
        words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    )


def level(index: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "lowerLetter", "%3)")
    + level(3, "bullet", "-")
    + level(4, "decimal", "%4.%5", "<w:isLgl/>")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>'
)


def lines(body: str, numbering: str | None = None, styles: str | None = None) -> list[str]:
    return read_docx(docx_with_body(body, numbering, styles)).text.split("\n")


def test_automatic_numbers_are_printed_as_word_prints_them() -> None:
    body = (
        numbered("Mục tiêu")
        + numbered("Chung", 1)
        + numbered("Riêng", 1)
        + numbered("một", 2)
        + numbered("hai", 2)
        + numbered("gạch", 3)
        + numbered("Nhiệm vụ")
        + numbered("Lại từ đầu", 1)
        + numbered("một", 2)
    )
    assert lines(body, NUMBERING) == [
        "I. Mục tiêu",
        "1. Chung",
        "2. Riêng",
        "a) một",
        "b) hai",
        "- gạch",
        "II. Nhiệm vụ",
        "1. Lại từ đầu",
        "a) một",
    ]


def test_a_list_that_starts_anew_starts_where_it_says() -> None:
    assert lines(numbered("a") + numbered("b", 0, 2) + numbered("c", 0, 2), NUMBERING) == [
        "I. a",
        "IV. b",
        "V. c",
    ]


def test_a_style_numbers_its_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Khoan"><w:basedOn w:val="Goc"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Goc"><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    styled = '<w:pStyle w:val="Khoan"/>'
    body = paragraph("một", styled) + paragraph("hai", styled)
    assert lines(body, NUMBERING, styles) == ["1. một", "2. hai"]


def test_a_paragraph_can_leave_its_styles_list() -> None:
    assert lines(numbered("không số", 0, 0), NUMBERING) == ["không số"]


def test_an_empty_numbered_cell_holds_its_number() -> None:
    cell = "<w:tc>{}</w:tc>"
    row = "<w:tr>" + cell.format(numbered("", 1)) + cell.format(paragraph("{}")) + "</w:tr>"
    table = (
        "<w:tbl><w:tblPr><w:tblBorders><w:top w:val='single'/></w:tblBorders></w:tblPr>"
        + row.format("Sở Y tế")
        + row.format("Sở Nội vụ")
        + "</w:tbl>"
    )
    assert lines(table, NUMBERING) == ["1.\tSở Y tế", "2.\tSở Nội vụ"]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>Giao </w:t></w:r>"
        "<w:del><w:r><w:delText>Sở Cũ</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Sở Mới</w:t></w:r></w:ins></w:p>"
    )
    assert lines(body) == ["Giao Sở Mới"]


def undone(words: str, properties: str = "", by: str = "del") -> str:
    """A paragraph whose mark a tracked change takes away; its words stay if they are not deleted."""
    mark = f"<w:rPr><w:{by} w:id='1'/></w:rPr>"
    return f"<w:p><w:pPr>{properties}{mark}</w:pPr>{words}</w:p>"


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    words = "<w:r><w:t xml:space='preserve'>Điều 1. Phạm vi </w:t></w:r>"
    more = "<w:r><w:t xml:space='preserve'>điều chỉnh và </w:t></w:r>"
    body = undone(words) + "<w:bookmarkStart w:id='9'/>" + undone(more) + paragraph("đối tượng")
    assert lines(body) == ["Điều 1. Phạm vi điều chỉnh và đối tượng"]


@pytest.mark.parametrize("by", ["del", "moveFrom"])
@pytest.mark.parametrize("after", [numbered("Việc hai"), "<w:tbl/>" + numbered("Việc hai")])
def test_a_deleted_paragraph_has_no_number(by: str, after: str) -> None:
    text = "delText" if by == "del" else "t"
    gone = f"<w:{by}><w:r><w:{text}>Việc bỏ</w:{text}></w:r></w:{by}>"
    properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = numbered("Việc một") + undone(gone, properties, by) + after
    assert lines(body, NUMBERING) == ["I. Việc một", "II. Việc hai"]


def test_a_deleted_row_of_a_table_is_not_read() -> None:
    row = (
        "<w:tr>{}<w:tc>" + paragraph("{}") + "</w:tc><w:tc>" + paragraph("Sở A") + "</w:tc></w:tr>"
    )
    table = (
        "<w:tbl><w:tblPr><w:tblBorders><w:top w:val='single'/></w:tblBorders></w:tblPr>"
        + row.format("", "một")
        + row.format("<w:trPr><w:del w:id='1'/></w:trPr>", "hai")
        + row.format("", "ba")
        + "</w:tbl>"
    )
    assert rows_of("\n".join(lines(table))) == [["một", "Sở A"], ["ba", "Sở A"]]


def test_cells_merged_over_columns_and_rows_stand_in_their_columns() -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr>" + paragraph("{}") + "</w:tc>"
    table = (
        "<w:tbl><w:tblPr><w:tblBorders><w:top w:val='single'/></w:tblBorders></w:tblPr><w:tr>"
        + cell.format("<w:vMerge w:val='restart'/>", "TT")
        + cell.format("<w:gridSpan w:val='2'/>", "Cơ quan")
        + "</w:tr><w:tr>"
        + cell.format("<w:vMerge/>", "")
        + cell.format("", "chủ trì")
        + cell.format("", "phối hợp")
        + "</w:tr><w:tr>"
        + "".join(cell.format("", words) for words in ("1", "Sở A", "Sở B"))
        + "</w:tr></w:tbl>"
    )
    source = read_docx(docx_with_body(table))
    cells = {(c.row, c.column): source.text[c.start : c.end] for c in source.tables[0].cells}
    assert cells == {
        (0, 0): "TT", (0, 1): "Cơ quan", (1, 1): "chủ trì", (1, 2): "phối hợp",
        (2, 0): "1", (2, 1): "Sở A", (2, 2): "Sở B",
    }  # fmt: skip


def test_hidden_text_and_field_codes_are_not_printed() -> None:
    body = (
        paragraph("bí mật", run="<w:vanish/>")
        + "<w:p><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:t>ngày 5</w:t></w:r></w:p>"
    )
    assert lines(body) == ["ngày 5"]


def test_capitals_by_formatting_are_capitals() -> None:
    assert lines(paragraph("quyết định", run="<w:caps/>")) == ["QUYẾT ĐỊNH"]


def test_a_raised_note_mark_is_no_digit_of_the_year() -> None:
    body = (
        "<w:p><w:r><w:t>năm 2018</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
        "<w:t>1</w:t></w:r></w:p>"
    )
    assert lines(body) == ["năm 2018 ¹"]


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Trang đầu</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(body) == ["Trang đầu", "DỰ THẢO"]


def test_a_line_break_ends_a_line_and_a_special_hyphen_is_a_hyphen() -> None:
    body = "<w:p><w:r><w:t>05/KH</w:t><w:noBreakHyphen/><w:t>UBND</w:t><w:br/><w:t>hai</w:t></w:r></w:p>"
    assert lines(body) == ["05/KH-UBND", "hai"]


def _letterhead(document: Any) -> None:
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nTỈNH HẢI VÂN"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    table.cell(1, 0).text = "Số: 07/CT-UBND"
    table.cell(1, 1).text = "Hải Vân, ngày 3 tháng 2 năm 2023"
    document.add_paragraph("CHỈ THỊ")


def test_a_letterhead_table_is_lines_cell_after_cell() -> None:
    source = read_docx(docx_of(_letterhead))
    assert source.tables == ()
    assert source.text.split("\n") == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH HẢI VÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 07/CT-UBND",
        "Hải Vân, ngày 3 tháng 2 năm 2023",
        "CHỈ THỊ",
    ]


def _plan(document: Any) -> None:
    table = document.add_table(rows=3, cols=3, style="Table Grid")
    for row, words in enumerate(
        [("TT", "Nhiệm vụ", "Cơ quan"), ("1", "Lập\nkế hoạch", "Sở A"), ("2", "Báo cáo", "")]
    ):
        for column, cell in enumerate(words):
            table.cell(row, column).text = cell
    table.cell(1, 2).merge(table.cell(2, 2))


def test_a_data_table_is_rows_of_tabs_with_its_cells() -> None:
    source = read_docx(docx_of(_plan))
    assert rows_of(source.text) == [
        ["TT", "Nhiệm vụ", "Cơ quan"],
        ["1", "Lập kế hoạch", "Sở A"],
        ["2", "Báo cáo"],
    ]
    (table,) = source.tables
    cells = {(c.row, c.column): source.text[c.start : c.end] for c in table.cells}
    assert cells[1, 1] == "Lập kế hoạch"
    assert cells[1, 2] == "Sở A"


def test_headers_are_not_in_the_text() -> None:
    def build(document: docx.document.Document) -> None:
        document.sections[0].header.paragraphs[0].text = "đầu trang"
        document.add_paragraph("thân bài")

    assert read_docx(docx_of(build)).text == "thân bài"


def kind_of(data: bytes, name: str = "a.docx", limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, name, limits or Limits())
    assert "\n" not in caught.value.message
    return caught.value.kind


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zip_of({"word/document.xml": b"\0" * 30_000_000})
    assert len(bomb) < 100_000
    assert kind_of(bomb) == "too-large"


def test_a_part_is_read_no_further_than_the_limit_whatever_size_it_declares() -> None:
    lie = bytearray(zip_of({"word/document.xml": b"<a>" + b" " * 400_000 + b"</a>"}))
    for place in range(len(lie)):  # both directories say 9 bytes
        if lie[place : place + 4] == (400_007).to_bytes(4, "little"):
            lie[place : place + 4] = (9).to_bytes(4, "little")
    assert kind_of(bytes(lie), limits=Limits(max_part=10_000)) in ("too-large", "damaged")


def test_an_archive_of_very_many_entries_is_not_opened() -> None:
    entries = {f"word/{number}.xml": b"" for number in range(300)}
    assert kind_of(zip_of(entries), limits=Limits(max_archive_entries=200)) == "too-large"


def test_a_plain_zip_named_docx_is_refused() -> None:
    assert kind_of(zip_of({"a.txt": b"text"})) == "unsupported-format"


def test_a_workbook_named_docx_is_refused_by_its_content() -> None:
    assert kind_of(zip_of({"xl/workbook.xml": b"<a/>"})) == "unsupported-format"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_word_file_is_damaged(share: float) -> None:
    data = docx_of(_plan)
    assert kind_of(data[: int(len(data) * share)]) == "damaged"


def test_an_encrypted_word_file_asks_for_a_copy_without_password() -> None:
    data = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    )
    assert kind_of(data) == "password-protected"


def test_entities_are_not_expanded() -> None:
    lol = '<!ENTITY l0 "lol">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)
    )
    xml = (
        f"<!DOCTYPE w [{lol}]><w:document "
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>"
    )
    data = zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})
    assert kind_of(data) == "damaged"


def test_tables_nested_very_deep_are_refused_or_read_but_never_a_crash() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 80 + paragraph("trong cùng") + "</w:tc></w:tr></w:tbl>" * 80
    assert "trong cùng" in lines(deep)
    assert kind_of(docx_with_body("<w:sdt>" * 3_000 + "</w:sdt>" * 3_000)) in ("damaged", "no-text")


def test_a_data_table_inside_a_layout_table_keeps_its_rows() -> None:
    def build(document: Any) -> None:
        outer = document.add_table(rows=1, cols=2)
        inner = outer.cell(0, 1).add_table(rows=2, cols=3)
        inner.style = "Table Grid"
        for row, words in enumerate([("TT", "Việc", "Cơ quan"), ("1", "Rà soát", "Sở A")]):
            for column, cell in enumerate(words):
                inner.cell(row, column).text = cell

    source = read_docx(docx_of(build))
    assert rows_of(source.text) == [["TT", "Việc", "Cơ quan"], ["1", "Rà soát", "Sở A"]]
    assert len(source.tables) == 1


def test_footnotes_follow_the_text_with_their_marks() -> None:
    def note(note_id: int, words: str) -> str:
        return f'<w:footnote w:id="{note_id}">{paragraph(words)}</w:footnote>'

    def reference(note_id: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{note_id}"/></w:r>'

    body = (
        f"<w:p><w:r><w:t>Điều 1</w:t></w:r>{reference(5)}<w:r><w:t>. Phạm vi</w:t></w:r></w:p>"
        f"<w:p><w:r><w:t>Điều 2</w:t></w:r>{reference(3)}</w:p>"
    )
    notes = note(0, "") + note(3, "Sửa đổi năm 2021.") + note(5, "Bãi bỏ năm 2023.")
    source = read_docx(docx_with_body(body, footnotes=notes))
    assert source.text.split("\n") == [
        "Điều 1 ¹. Phạm vi",
        "Điều 2 ²",
        "¹ Bãi bỏ năm 2023.",
        "² Sửa đổi năm 2021.",
    ]
