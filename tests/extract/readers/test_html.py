"""Web pages, reduced to the document."""

from __future__ import annotations

import pytest

from extract.readers import UnreadableError, read_bytes
from extract.readers.html import read_html


def text_of(body: str) -> str:
    return read_html(f"<!doctype html><html><body>{body}</body></html>".encode()).text


def text_or_kind(data: bytes) -> str:
    try:
        return read_bytes(data, "a.html").text
    except UnreadableError as error:
        return error.kind


ARTICLES = "".join(
    f"<p>Điều {number}. Cơ quan lưu trữ giữ sổ công văn đến và đi trong {number} năm.</p>"
    for number in range(1, 9)
)


def test_menus_scripts_and_forms_are_not_the_document() -> None:
    page = (
        "<header>Cổng thông tin</header><nav><a href=/>Trang chủ</a></nav>"
        f"<style>p {{}}</style><div class=page><div class=content>{ARTICLES}</div>"
        "<div class=side><a href=/1>Tin khác</a><a href=/2>Tin nữa</a></div></div>"
        "<form><input value=x>Gửi bình luận</form><footer>Bản quyền</footer>"
        "<script>var a = 1</script>"
    )
    lines = text_of(page).split("\n")
    assert lines[0].startswith("Điều 1.")
    assert lines[-1].startswith("Điều 8.")
    assert len(lines) == 8


def test_an_old_page_that_is_one_form_is_read() -> None:
    assert text_of(f"<form action=/>{ARTICLES}</form>").startswith("Điều 1.")


def test_a_letterhead_beside_the_articles_is_kept() -> None:
    letterhead = (
        "<div><table border=1><tr><td><b>BỘ TÀI CHÍNH</b><br>-----</td><td>CỘNG HÒA XÃ HỘI CHỦ "
        "NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</td></tr><tr><td>Số: 3/TT-BTC</td>"
        "<td>Hà Nội, ngày 1 tháng 2 năm 2023</td></tr></table></div>"
    )
    source = read_html(f"<body><div>{letterhead}<div>{ARTICLES}</div></div></body>".encode())
    assert source.tables == ()
    assert source.text.split("\n")[:6] == [
        "BỘ TÀI CHÍNH",
        "-----",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 3/TT-BTC",
        "Hà Nội, ngày 1 tháng 2 năm 2023",
    ]


def test_a_data_table_is_rows_of_tabs_with_spans_resolved() -> None:
    page = (
        "<p>Phụ lục</p><table><tr><th>TT</th><th>Việc</th><th>Cơ quan</th></tr>"
        "<tr><td>1</td><td><p>Rà soát</p><p>sổ sách</p></td><td rowspan=2>Sở A</td></tr>"
        "<tr><td>2</td><td>Báo cáo</td></tr><tr><td colspan=2>Cộng</td><td>3</td></tr></table>"
    )
    source = read_html(f"<html><body>{page}</body></html>".encode())
    assert source.text.split("\n") == [
        "Phụ lục",
        "TT\tViệc\tCơ quan",
        "1\tRà soát sổ sách\tSở A",
        "2\tBáo cáo",
        "Cộng\t\t3",
    ]
    (table,) = source.tables
    assert {(c.row, c.column) for c in table.cells} >= {(1, 2), (3, 2)}


def test_a_word_broken_by_markup_stays_one_word() -> None:
    assert text_of("<p><b><span>B</span>Ộ TÀI CHÍNH</b></p>") == "BỘ TÀI CHÍNH"


def test_a_label_and_its_value_in_one_box_are_two_words() -> None:
    assert text_of("<div><span>Số hiệu</span><span>3/TT-BTC</span></div>") == "Số hiệu 3/TT-BTC"


def test_lists_have_the_numbers_that_a_browser_prints() -> None:
    page = "<ol start=3><li>ba</li><li>bốn</li></ol><ol type=a><li>một</li></ol>"
    assert text_of(page).split("\n") == ["3. ba", "4. bốn", "a. một"]


def test_hidden_parts_are_not_printed() -> None:
    assert text_of("<p>thấy</p><p hidden>ẩn</p><p style='display: none'>ẩn</p>") == "thấy"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1258"])
def test_the_page_says_its_encoding(encoding: str) -> None:
    words = (
        "Đ\xe2y l\xe0 v\u0103n b\u1ea3n" if encoding != "windows-1258" else "Đ\xe2y l\xe0 v\u0103n"
    )
    page = f"<html><head><meta charset={encoding}></head><body><p>{words}</p></body></html>"
    assert read_bytes(page.encode(encoding), "a.html").text == words


def test_a_page_nested_thousands_deep_is_no_crash() -> None:
    page = "<div>" * 20_000 + "chữ" + "</div>" * 20_000
    assert text_or_kind(f"<html><body>{page}".encode()) in ("chữ", "damaged", "no-text")


def test_an_empty_page_holds_no_text() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(b"<html><body><script>1</script></body></html>", "a.html")
    assert caught.value.kind == "no-text"


def test_a_heading_that_alone_says_the_number_is_kept() -> None:
    page = f"<div><h1>Circular 5/2023/TT-BNV</h1></div><div>{ARTICLES}</div>"
    assert text_of(page).split("\n")[0] == "Circular 5/2023/TT-BNV"
    page = (
        f"<div><h1>Circular 5/2023/TT-BNV</h1></div><div><p>Số: 5/2023/TT-BNV</p>{ARTICLES}</div>"
    )
    assert text_of(page).split("\n")[0] == "Số: 5/2023/TT-BNV"


def test_a_data_table_inside_a_layout_table_keeps_its_rows() -> None:
    inner = "<table><tr><td>TT<td>Việc<tr><td>1<td>Rà soát</table>"
    source = read_html(
        f"<body><table><tr><td>{ARTICLES}<td>bên</tr><tr><td>{inner}</table>".encode()
    )
    assert "TT\tViệc\n1\tRà soát" in source.text
    assert len(source.tables) == 1


def test_tables_in_tables_in_tables_cost_no_more_than_their_text() -> None:
    page = "<table><tr><td>a" * 25 + "trong cùng" + "</table>" * 25
    assert text_of(page).endswith("trong cùng")


def test_control_characters_in_a_page_are_passed_over() -> None:
    assert text_of("<p>Điều\x01 1\x1f.</p>") == "Điều 1."


def test_a_menu_that_was_never_closed_does_not_swallow_the_page() -> None:
    assert "Điều 8." in text_of(f"<nav><a href=/>Trang chủ</a><main>{ARTICLES}</main>")
