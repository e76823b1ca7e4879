"""Provisions: how documents number what they say, and where numbering starts anew."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.facts import Section
from extract.grammar.structure import find_paragraphs, find_sections
from extract.language import detect_language
from extract.source import Cell, SourceText, Table


def sections_of(text: str) -> tuple[Section, ...]:
    return find_sections(SourceText.from_text(text), detect_language(text))


def paths_of(text: str) -> list[str]:
    return [section.path for section in sections_of(text)]


def section(text: str, path: str) -> Section:
    return next(one for one in sections_of(text) if one.path == path)


LAW = """\
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Nghị định này quy định việc nuôi cá.
Điều 2. Giải thích từ ngữ
1. Ao là chỗ nuôi cá, gồm:
a) Ao đất;
b) Ao xây;
c) Ao lót bạt;
d) Ao nổi;
đ) Ao khác.
2. Cá là vật nuôi dưới nước.
Chương II
VIỆC NUÔI CÁ
Mục 1. THỨC ĂN
Điều 3. Thức ăn
1. Thức ăn sạch.
Mục 2
CHĂM SÓC
Điều 4. Chăm sóc
Người nuôi chăm sóc cá hằng ngày.
"""


def test_articles_clauses_and_points_have_the_paths_of_their_labels() -> None:
    assert paths_of(LAW) == [
        "Chương I",
        "Điều 1",
        "Điều 2",
        "Điều 2.1",
        "Điều 2.1.a",
        "Điều 2.1.b",
        "Điều 2.1.c",
        "Điều 2.1.d",
        "Điều 2.1.đ",
        "Điều 2.2",
        "Chương II",
        "Chương II.Mục 1",
        "Điều 3",
        "Điều 3.1",
        "Chương II.Mục 2",
        "Điều 4",
    ]
    kinds = {one.path: (one.kind, one.parent) for one in sections_of(LAW)}
    assert kinds["Điều 2.1.đ"] == ("point", "Điều 2.1")
    assert kinds["Điều 2.2"] == ("clause", "Điều 2")
    assert kinds["Điều 4"] == ("article", "Chương II.Mục 2")


def test_headings_stand_beside_or_below_their_label() -> None:
    assert section(LAW, "Chương I").heading == "QUY ĐỊNH CHUNG"
    assert section(LAW, "Chương II.Mục 2").heading == "CHĂM SÓC"
    assert section(LAW, "Điều 1").heading == "Phạm vi điều chỉnh"
    assert section(LAW, "Điều 2.2").heading is None


DIRECTIVE = """\
ỦY BAN NHÂN DÂN TỈNH MẪU
Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các sở, ngành:
1. Sở Tài chính:
- Bố trí kinh phí, trong đó:
+ Chi thường xuyên;
+ Chi đầu tư.
- Báo cáo kết quả.
2. Sở Y tế
a) Khám bệnh cho người già;
b) Tiêm phòng cho trẻ em.
Sở Y tế báo cáo hằng quý.
3. Công an tỉnh giữ gìn trật tự.
Yêu cầu các cơ quan thực hiện Chỉ thị này./.
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
"""


def test_bullets_are_counted_under_their_provision() -> None:
    assert paths_of(DIRECTIVE) == [
        "preamble",
        "1",
        "1.-1",
        "1.-1.+1",
        "1.-1.+2",
        "1.-2",
        "2",
        "2.a",
        "2.b",
        "3",
        "closing",
    ]


def test_a_heading_that_names_a_body_is_kept_without_its_colon() -> None:
    assert section(DIRECTIVE, "1").heading == "Sở Tài chính"
    assert section(DIRECTIVE, "2").heading == "Sở Y tế"
    assert section(DIRECTIVE, "3").heading is None


def test_an_unlabelled_paragraph_between_provisions_belongs_to_the_provision_before() -> None:
    assert section(DIRECTIVE, "2.b").span.quote.endswith("Sở Y tế báo cáo hằng quý.")


def test_what_follows_the_last_provision_before_the_signature_is_the_closing() -> None:
    closing = section(DIRECTIVE, "closing")
    assert closing.span.quote == "Yêu cầu các cơ quan thực hiện Chỉ thị này./."
    assert section(DIRECTIVE, "3").span.quote == "3. Công an tỉnh giữ gìn trật tự."


def test_a_position_and_a_name_below_the_text_are_a_signature_and_no_closing() -> None:
    text = "1. Sửa đường.\n2. Xây cầu.\nBỘ TRƯỞNG\n(Đã ký)\nHoàng Văn Nam\n"
    assert paths_of(text) == ["1", "2"]
    assert section(text, "2").span.quote == "2. Xây cầu."


def test_a_chapter_about_an_office_is_no_signature() -> None:
    text = "Chương I\nCHỦ TỊCH NƯỚC\nĐiều 1. Chủ tịch\n1. Có một người.\nChương II\nCHÍNH PHỦ\nĐiều 2. Hết\n"
    assert paths_of(text) == ["Chương I", "Điều 1", "Điều 1.1", "Chương II", "Điều 2"]


def test_the_last_article_keeps_its_unlabelled_paragraphs() -> None:
    text = "Điều 1. Công nhận xã Mẫu.\nĐiều 2. Có hiệu lực từ ngày ký.\nCác sở thi hành.\n"
    assert section(text, "Điều 2").span.quote.endswith("Các sở thi hành.")
    assert "closing" not in paths_of(text)


def test_a_provision_that_ends_with_a_colon_keeps_the_paragraph_below_it() -> None:
    text = "I. Chung\nMọi việc tốt.\nII. Việc\n1. Sửa đường.\n2. Về cầu:\nGiao Sở Xây dựng.\nNay báo để biết.\n"
    assert section(text, "II.2").span.quote == "2. Về cầu:\nGiao Sở Xây dựng."
    assert section(text, "closing").span.quote == "Nay báo để biết."


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("1.Continue the work.\n2.Report it.\n", ["1", "2"]),
        ("2.1 Phòng Y tế: khám bệnh.\n2.2 Phòng Kinh tế: cấp tiền.\n", ["2.1", "2.2"]),
        ("1. Một\n1.1. Việc A\n1.2. Việc B\n2. Hai\n2.1. Việc C\n", ["1", "1.1", "1.2", "2", "2.1"]),
        ("A. Phần đầu\nI. Mục\n1. Việc\nB. Phần sau\nI. Mục\n", ["A", "A.I", "A.I.1", "B", "B.I"]),
        ("I- MỤC TIÊU\n1- Tăng thu.\nII- VIỆC\n1- Giảm chi.\n", ["I", "I.1", "II", "II.1"]),
        ("1. One\na/ First\nb/ Second\n", ["1", "1.a", "1.b"]),
        ("1) Một\n2) Hai\n", ["1", "2"]),
        ("Article 1.- Scope\n1. All.\nArticle 2. Effect\nNow.\n", ["Article 1", "Article 1.1", "Article 2"]),
        ("1. \nSửa đường.\n2. \nXây cầu.\n", ["1", "2"]),
        ("**Điều 1.** Việc nhà.\n**Điều 2.** Việc nước.\n", ["Điều 1", "Điều 2"]),
        ("1. Một\n2. Hai\n2a. Hai rưỡi\n3. Ba\n", ["1", "2", "2a", "3"]),
        ("h) Tám\n", ["p1"]),
    ],
)  # fmt: skip
def test_label_styles(text: str, paths: list[str]) -> None:
    assert paths_of(text) == paths


def test_the_letter_i_follows_h_and_roman_one_opens_a_list() -> None:
    letters = "".join(f"{letter}) việc;\n" for letter in "abcdđeghik")
    assert paths_of(f"1. Gồm:\n{letters}")[-2:] == ["1.i", "1.k"]
    assert paths_of("1. Gồm:\na) Việc:\ni) một;\nii) hai;\nb) Việc khác.\n") == [
        "1",
        "1.a",
        "1.a.i",
        "1.a.ii",
        "1.b",
    ]


WRAPPED = """\
Căn cứ tình hình thực tế của tỉnh trong năm vừa qua và những việc còn lại phải làm
trong thời gian tới, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các sở, ngành và các địa
phương thực hiện những việc sau đây:
1. Sở Xây dựng rà soát các công trình đang thi công trên địa bàn tỉnh, gồm cả mục
2. Điều này nêu ở phụ lục, và báo cáo trước ngày 15 tháng 12 hằng năm theo quy định
về chế độ báo cáo.
2. Sở Tài chính cân đối 1.846 tỷ đồng để thực hiện nhiệm vụ chi thường xuyên và chi
đầu tư phát triển trong năm.
3
3. Công an tỉnh bảo đảm trật tự an toàn giao thông trên các tuyến đường, nhất là các
- tuyến quốc lộ đi qua địa bàn.
"""


def test_a_number_at_the_start_of_a_wrapped_line_is_no_label() -> None:
    assert paths_of(WRAPPED) == ["preamble", "1", "2", "3"]
    assert "mục\n2. Điều này" in section(WRAPPED, "1").span.quote


@pytest.mark.parametrize("number", ["01/CT-UBND", "57-NQ/TW", "252/NQ-HĐND", "9/TTr-SNV"])
def test_a_document_number_at_the_start_of_a_line_is_no_label(number: str) -> None:
    text = f"V/v thực hiện Chỉ thị số\n{number}\nKính gửi:\n- Các sở;\n- Các xã.\n1. Sở Nội vụ rà soát.\n2. Các xã báo cáo."
    assert paths_of(text) == ["preamble", "1", "2"]


def test_a_page_number_is_no_label_and_no_paragraph() -> None:
    assert section(WRAPPED, "2").span.quote.endswith("trong năm.")


QUOTING = """\
Điều 1. Sửa đổi, bổ sung một số điều của Nghị định về nuôi cá
1. Sửa đổi khoản 2 Điều 5 như sau:
“2. Người nuôi cá có nghĩa vụ:
a) Cho cá ăn;
b) Thay nước.”.
2. Bổ sung Điều 6a như sau:
“Điều 6a. Nuôi tôm
1. Tôm nuôi riêng.
2. Tôm giống phải sạch.”
3. Bãi bỏ Điều 9.
Điều 2. Hiệu lực
Nghị định này có hiệu lực từ ngày ký.
"""


def test_provisions_that_an_amending_document_quotes_are_not_its_own() -> None:
    assert paths_of(QUOTING) == ["Điều 1", "Điều 1.1", "Điều 1.2", "Điều 1.3", "Điều 2"]


def test_a_quotation_that_nobody_closed_ends_where_the_next_amendment_begins() -> None:
    text = QUOTING.replace("b) Thay nước.”.", "b) Thay nước.")
    assert "Điều 1.2" in paths_of(text)


RESTARTING = """\
The Chairman requests:
1. Plant trees.
2. Water them, with the following focus:
- the young ones;
- the old ones.
Summary of the targets for 2024:
1. Trees planted: 100.
2. Trees watered: 90%.
Source: Directive No. 7/CT-UBND
"""


def test_numbering_that_starts_anew_under_a_line_of_its_own_makes_that_line_a_heading() -> None:
    assert paths_of(RESTARTING) == ["preamble", "1", "2", "2.-1", "2.-2", "h1", "h1.1", "h1.2"]
    heading = section(RESTARTING, "h1")
    assert (heading.kind, heading.heading) == ("heading", "Summary of the targets for 2024")
    assert section(RESTARTING, "2.-2").span.quote == "- the old ones."


def test_a_source_line_is_no_provision() -> None:
    assert all("Source:" not in one.span.quote for one in sections_of(RESTARTING))


ATTACHED = """\
Điều 1. Ban hành kèm theo Quyết định này Quy chế nuôi cá.
Điều 2. Quyết định có hiệu lực từ ngày ký.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
QUY CHẾ
NUÔI CÁ
(Ban hành kèm theo Quyết định số 9/QĐ-UBND)
Điều 1. Phạm vi
Quy chế này nói về cá.
Điều 2. Người nuôi
1. Người nuôi cá cho cá ăn.
PHỤ LỤC I
MẪU ĐƠN
1. Họ tên
PHỤ LỤC II
1. Địa chỉ
"""


def test_attached_documents_and_appendices_are_numbered_on_their_own() -> None:
    assert paths_of(ATTACHED) == [
        "Điều 1",
        "Điều 2",
        "Quy chế",
        "Quy chế.Điều 1",
        "Quy chế.Điều 2",
        "Quy chế.Điều 2.1",
        "Phụ lục I",
        "Phụ lục I.1",
        "Phụ lục II",
        "Phụ lục II.1",
    ]
    assert section(ATTACHED, "Quy chế.Điều 2.1").appendix == "Quy chế"
    assert section(ATTACHED, "Phụ lục I").heading == "MẪU ĐƠN"
    assert section(ATTACHED, "Điều 2").appendix is None


def test_an_attachment_whose_labels_are_used_nowhere_else_keeps_them_plain() -> None:
    text = (
        "Article 1. To promulgate a program.\nPROGRAM OF ACTION\n"
        "(Promulgated together with Resolution No. 3)\nI. TASKS\n1. To plant.\n"
    )
    assert paths_of(text) == ["Article 1", "Program", "I", "I.1"]


def test_each_paragraph_of_a_text_without_labels_is_a_section() -> None:
    text = "Headline of the day\n\nThe province will plant trees.\nPeople are glad.\n"
    found = sections_of(text)
    assert [(one.path, one.kind) for one in found] == [
        ("p1", "paragraph"),
        ("p2", "paragraph"),
        ("p3", "paragraph"),
    ]
    assert found[1].span.quote == "The province will plant trees."


def test_wrapped_lines_of_a_text_without_labels_are_one_paragraph() -> None:
    text = (
        "Trong năm nay các sở, ngành, địa phương tiếp tục thực hiện những việc đã nêu và\n"
        "chuẩn bị cho năm sau.\n"
        "Người dân trồng cây ở những nơi đất trống, dọc đường đi và quanh nhà, để có bóng\n"
        "mát và có củi đun.\n"
    )
    source = SourceText.from_text(text)
    assert [text[start:end][:9] for start, end in find_paragraphs(source, 0, len(text))] == [
        "Trong năm",
        "Người dân",
    ]


def test_a_data_table_is_one_section_with_a_section_for_each_row() -> None:
    text = "1. Các việc:\nTT\tTên nhiệm vụ\n1\tTrồng cây\n2\tTưới cây\n2. Báo cáo.\n"
    cells = []
    for row, line in enumerate(["TT\tTên nhiệm vụ", "1\tTrồng cây", "2\tTưới cây"]):
        start = text.index(line)
        for column, words in enumerate(line.split("\t")):
            at = text.index(words, start)
            cells.append(Cell(row, column, at, at + len(words)))
    table = Table(cells[0].start, cells[-1].end, tuple(cells))
    source = SourceText.from_text(text)
    source = SourceText(source.text, "text/plain", "plain", source.pages, tables=(table,))
    found = {one.path: one for one in find_sections(source, "vi")}
    assert list(found) == ["1", "1.table1", "1.1", "1.2", "2"]
    assert found["1.2"].kind == "row"
    assert found["1.2"].span.quote == "2\tTưới cây"
    assert found["1.table1"].parent == "1"


LINES = st.sampled_from(
    ["Điều 1. Một", "Điều 2. Hai", "1. Việc", "2. Việc", "a) ý", "b) ý", "- gạch", "+ cộng", "câu.",
     "Chương I", "“1. Trích", "hết”.", "PHỤ LỤC", "Nơi nhận:", "", "I. Mục", "(Ban hành kèm theo A)"]
)  # fmt: skip


@given(st.lists(LINES, max_size=25))
def test_paths_are_unique_parents_exist_and_children_lie_inside_them(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = sections_of(text)
    by_path = {one.path: one for one in found}
    assert len(by_path) == len(found)
    for one in found:
        assert text[one.span.start : one.span.end] == one.span.quote
        assert one.body.start == one.span.start
        assert one.body.end <= one.span.end
        if one.parent is not None:
            parent = by_path[one.parent]
            assert parent.span.start <= one.span.start
            assert one.span.end <= parent.span.end


@pytest.mark.shared
def test_the_national_databases_own_labels_are_found(shared: Path) -> None:
    sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))
    try:
        from structure_accuracy import compare, found_rows, gold_rows
    finally:
        sys.path.pop(0)
    right = gold = found = parents = 0
    with gzip.open(shared / "gold" / "law-structure.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            rows = gold_rows(entry["structure"])
            if rows:
                counts, _ = compare(rows, found_rows(sections_of(entry["text"])))
                right += counts["right"]
                gold += counts["gold"]
                found += counts["found"]
                parents += counts["parents"]
    assert 2 * right / (gold + found) >= 0.98
    assert parents / right >= 0.97


def test_a_signature_that_only_shows_how_to_sign_does_not_end_the_provisions() -> None:
    text = """I. THỂ THỨC
1. Ký thay mặt.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
(chữ ký)
Họ và tên
2. Nơi nhận văn bản.
Nơi nhận văn bản ghi ở góc trái.
3. Lưu hồ sơ.
Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu
4. Không còn là nội dung.
"""
    assert [path for path in paths_of(text) if path != "preamble"] == ["I", "I.1", "I.2", "I.3"]


def test_an_attached_document_may_not_say_with_what_it_came():
    text = """\
Điều 1. Ban hành Quy chế làm việc của Ban Chỉ đạo.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Mẫu
QUY CHẾ
Làm việc của Ban Chỉ đạo
Điều 1. Phạm vi
1. Chế độ làm việc.
"""
    paths = [section.path for section in find_sections(SourceText.from_text(text), "vi")]
    assert paths == ["Điều 1", "Điều 2", "Quy chế", "Quy chế.Điều 1", "Quy chế.Điều 1.1"]
