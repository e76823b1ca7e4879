"""The numbers that a document sets to be reached."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.facts import DocumentFields, Target
from extract.grammar.targets import find_refused, find_targets
from extract.language import detect_language
from extract.readers import read_file
from extract.source import Cell, Page, SourceText, Table


def targets(
    text: str, kind: str = "directive", issued: str | None = "2024-01-10"
) -> tuple[Target, ...]:
    language = detect_language(text)
    fields = DocumentFields(type=kind, language=language, issued_on=issued)
    return find_targets(SourceText.from_text(text), language, fields)


def only(text: str, kind: str = "directive", issued: str | None = "2024-01-10") -> Target:
    (target,) = targets(text, kind, issued)
    return target


VI_LIST = "Các chỉ tiêu chủ yếu năm 2024:\n"
EN_LIST = "Main socio-economic targets for 2024:\n"


@pytest.mark.parametrize(
    ("line", "indicator", "value", "unit", "normalized"),
    [
        ("1. Tốc độ tăng trưởng kinh tế đạt 7,2%.", "Tốc độ tăng trưởng kinh tế", 7.2, "%", 7.2),
        (
            "2. GRDP bình quân đầu người đạt 51,5 triệu đồng/năm.",
            "GRDP bình quân đầu người", 51.5, "triệu đồng/năm", 51.5e6,
        ),
        (
            "3. Thu ngân sách trên địa bàn 4.120 tỷ đồng.",
            "Thu ngân sách trên địa bàn", 4120, "tỷ đồng", 4.12e12,
        ),
        ("4. Doanh thu du lịch: 5.100 tỷ đồng;", "Doanh thu du lịch", 5100, "tỷ đồng", 5.1e12),
        ("5. Tỷ lệ đô thị hóa 18%.", "Tỷ lệ đô thị hóa", 18, "%", 18),
        ("- Tỷ lệ che phủ rừng ổn định 47%.", "Tỷ lệ che phủ rừng", 47, "%", 47),
        (
            "6. Số giường bệnh/vạn dân đạt 29,1 giường.",
            "Số giường bệnh/vạn dân", 29.1, "giường bệnh/vạn dân", 29.1,
        ),
        (
            "7. Tỷ lệ hộ nghèo theo chuẩn nghèo giai đoạn 2021-2025 còn 11%.",
            "Tỷ lệ hộ nghèo theo chuẩn nghèo giai đoạn 2021-2025", 11, "%", 11,
        ),
        (
            '8. 94% cơ quan, nhà trường đạt chuẩn "An toàn".',
            'cơ quan, nhà trường đạt chuẩn "An toàn"', 94, "%", 94,
        ),
        ("Economic growth rate of 7.2%.", "Economic growth rate", 7.2, "%", 7.2),
        ("1. Economic growth reaching 7.2%;", "Economic growth", 7.2, "%", 7.2),
        ("2. GRDP per capita up to VND 51.5 million/year.", "GRDP per capita", 51.5,
         "million VND/year", 51.5e6),
        ("3. Budget revenue stood at 4,120 billion dong.", "Budget revenue", 4120,
         "billion VND", 4.12e12),
        ("3. Total investment of VND 18 trillion;", "Total investment", 18, "trillion VND", 18e12),
        ("4. The number of doctors per 10,000 people reached 8.1.",
         "The number of doctors per 10,000 people", 8.1, "doctors per 10,000 people", 8.1),
        ("5. Number of tourist arrivals of 3.4 million.", "Number of tourist arrivals", 3.4,
         "million tourist arrivals", 3.4e6),
        ("6. Forest cover remains stable at 47%.", "Forest cover", 47, "%", 47),
        ("7. 94% of offices and schools meet the Safe standard.",
         "offices and schools meet the Safe standard", 94, "%", 94),
    ],
)  # fmt: skip
def test_a_line_of_a_list_of_targets_is_a_target(line, indicator, value, unit, normalized):
    heading = VI_LIST if detect_language(line * 20) == "vi" else EN_LIST
    target = only(heading + line)
    assert (target.indicator, target.value, target.unit) == (indicator, value, unit)
    assert target.value_normalized == pytest.approx(normalized)
    assert (target.comparator, target.period) == ("=", "2024")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "4. Economic structure: Agriculture 24%; industry 27.5%; services 40.7%.",
            [("Economic structure: Agriculture", 24), ("Economic structure: industry", 27.5),
             ("Economic structure: services", 40.7)],
        ),
        (
            "4. Economic structure: agriculture at 24%, industry at 27.5%, and services at 40.7%.",
            [("Economic structure: agriculture", 24), ("Economic structure: industry", 27.5),
             ("Economic structure: services", 40.7)],
        ),
        (
            "5. The number of communes meeting the standards is 5, bringing the total number of "
            "such communes to 61.",
            [("The number of communes meeting the standards", 5),
             ("the total number of such communes", 61)],
        ),
        (
            "6. 27.4 hospital beds and 8.1 doctors per 10,000 people.",
            [("hospital beds per 10,000 people", 27.4), ("doctors per 10,000 people", 8.1)],
        ),
        (
            "7. Solid waste collection rate reaching 91% in urban areas and 85% in rural areas.",
            [("Solid waste collection rate in urban areas", 91),
             ("Solid waste collection rate in rural areas", 85)],
        ),
        (
            "8. Tỷ lệ lao động qua đào tạo đạt 62%, trong đó tỷ lệ lao động có chứng chỉ đạt 27%.",
            [("Tỷ lệ lao động qua đào tạo", 62), ("tỷ lệ lao động có chứng chỉ", 27)],
        ),
        (
            "9. Tỷ lệ chất thải rắn đô thị được thu gom đạt 91%, nông thôn đạt 85%.",
            [("Tỷ lệ chất thải rắn đô thị được thu gom", 91),
             ("Tỷ lệ chất thải rắn nông thôn được thu gom", 85)],
        ),
        (
            "10. Cơ cấu kinh tế: nông nghiệp 24%; công nghiệp 27,5%; dịch vụ 40,7%.",
            [("Cơ cấu kinh tế: nông nghiệp", 24), ("Cơ cấu kinh tế: công nghiệp", 27.5),
             ("Cơ cấu kinh tế: dịch vụ", 40.7)],
        ),
        (
            "11. Số xã đạt chuẩn tăng thêm 5 xã, nâng tổng số xã đạt chuẩn lên 61 xã.",
            [("Số xã đạt chuẩn tăng thêm", 5), ("tổng số xã đạt chuẩn", 61)],
        ),
        (
            "12. Tỷ lệ người dùng có tốc độ trên 1 Gb/s đạt 60%.",
            [("Tỷ lệ người dùng có tốc độ trên 1 Gb/s", 60)],
        ),
    ],
)  # fmt: skip
def test_several_numbers_in_one_line_are_told_apart(line, parts):
    heading = VI_LIST if detect_language(line) == "vi" else EN_LIST
    found = targets(heading + line)
    assert [(target.indicator, target.value) for target in found] == parts


def test_a_total_counts_the_same_things_as_the_number_before_it():
    line = "1. 5 communes recognised as new-style communes, bringing the total to 61."
    _, total = targets(EN_LIST + line)
    assert (total.value, total.unit_normalized) == (61, "communes")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("II. MỤC TIÊU ĐẾN NĂM 2030\n1. Tỷ lệ che phủ rừng đạt 47%.", "2030"),
        ("II. MỤC TIÊU\n1. Đến năm 2028\n- Tỷ lệ che phủ rừng đạt 47%.", "2028"),
        ("II. MỤC TIÊU\n1. Đến năm 2028, tỷ lệ che phủ rừng đạt 47%.", "2028"),
        ("II. MỤC TIÊU\n1. Tỷ lệ che phủ rừng đạt 47% vào năm 2027.", "2027"),
        ("II. MỤC TIÊU\n1. Giai đoạn 2026-2030, tăng trưởng đạt 9%.", "2026-2030"),
        ("II. MỤC TIÊU\n1. Đến hết ngày 31/12/2025, tỷ lệ giải ngân đạt 95%.", "2025-12-31"),
        ("II. MỤC TIÊU\n1. Tỷ lệ che phủ rừng đạt 47%.", None),
    ],
)
def test_the_period_is_the_nearest_that_the_words_give(text, period):
    assert only(text).period == period


def test_a_year_that_is_compared_with_is_no_period():
    target = only("II. MỤC TIÊU ĐẾN NĂM 2030\n1. Năng suất tăng 1,5 lần so với năm 2020.")
    assert (target.value, target.period) == (1.5, "2030")


@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [
        ("Phấn đấu giải ngân đạt trên 95% kế hoạch vốn.", ">", 95),
        ("Mục tiêu đến năm 2026 có ít nhất 04 dự án hoàn thành.", ">=", 4),
        ("Đến năm 2027, tỷ lệ hồ sơ trực tuyến đạt 80%.", "=", 80),
        ("Bố trí tối thiểu 12% ngân sách chi cho khoa học.", ">=", 12),
        ("Sở Xây dựng đặt mua sách; giảm ít nhất 25% thời gian giải quyết thủ tục.", ">=", 25),
        ("The province will strive to reach a forest cover of at least 47% by 2026.", ">=", 47),
    ],
)
def test_a_sentence_with_the_words_of_an_aim_sets_a_target(text, comparator, value):
    target = only(text)
    assert (target.comparator, target.value) == (comparator, value)


@pytest.mark.parametrize(
    "text",
    [
        "I. KẾT QUẢ THỰC HIỆN MỤC TIÊU\n1. Tốc độ tăng trưởng đạt 6,9%.",
        "II. MỤC TIÊU\n1. Năm 2021 tỷ lệ hộ nghèo còn 12%.",
        "II. MỤC TIÊU\n1. Toàn tỉnh đã có 40 xã đạt chuẩn.",
        "II. MỤC TIÊU\n1. Thực hiện Nghị quyết số 12/NQ-HĐND ngày 08/12/2023.",
        "Thời gian qua tỷ lệ giải ngân đạt 45%, thu ngân sách 2.100 tỷ đồng.",
        "Hỗ trợ 60 triệu đồng/hộ xây mới nhà ở.",
        "Chương trình mục tiêu quốc gia được giao 120 tỷ đồng.",
        "Tỉnh xếp thứ 37 trên tổng số 63 tỉnh.",
        "Hồ sơ được giải quyết trong 05 ngày làm việc.",
        "Last year growth reached 6.9% and revenue hit 2,100 billion VND.",
    ],
)
def test_results_norms_and_descriptions_are_no_targets(text):
    assert targets(text) == ()


def test_a_list_of_targets_ends_with_its_section():
    text = "II. MỤC TIÊU\n1. Che phủ rừng đạt 47%.\nIII. TÌNH HÌNH\n1. Dân số đạt 1,2 triệu người."
    assert only(text).value == 47


@pytest.mark.parametrize("kind", ["law", "decree", "circular"])
def test_a_threshold_in_a_normative_act_is_no_target(kind):
    text = (
        "Điều 5. Điều kiện\n1. Nhà đầu tư phải có vốn ít nhất 15% tổng mức đầu tư.\n"
        "2. Đến năm 2026, mức đóng đạt 6% tiền lương."
    )
    assert targets(text, kind) == ()


def test_a_news_text_reports_a_target_only_where_a_body_set_one():
    text = (
        "Growth reached 7.1% last year, with 25 out of 28 targets met. The provincial People's "
        "Council set a target of attracting 3 million visitors in 2024. Sales rose 12%."
    )
    assert only(text, "news").value == 3


def test_a_target_in_a_task_keeps_the_act_and_its_scope():
    target = only(
        "II. MỤC TIÊU\n1. Đến năm 2028, số hóa 100% hồ sơ cán bộ trong toàn Đảng bộ huyện."
    )
    assert target.indicator == "số hóa hồ sơ cán bộ trong toàn Đảng bộ huyện"
    assert target.scope == "toàn Đảng bộ huyện"


def test_where_a_change_starts_goes_into_the_baseline():
    target = only("II. MỤC TIÊU\n1. Tỷ lệ bao phủ tăng từ 82% (năm 2023) lên 90% vào năm 2026.")
    assert (target.value, target.baseline, target.period) == (90, "82% (năm 2023)", "2026")


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        ("1. Số xã đạt chuẩn nông thôn mới là 6.", "1. The number of communes meeting it is 6."),
        ("1. Thu ngân sách đạt 20.000 tỷ đồng.", "1. Revenue of VND 20 trillion."),
        ("1. Số bác sĩ/vạn dân đạt 8,5.", "1. The number of doctors per 10,000 people is 8.5."),
        ("1. Tỷ lệ đạt trên 41,7%.", "1. The rate exceeding 41.7%."),
    ],
)
def test_both_languages_give_the_same_number_in_the_same_unit(vi, en):
    first, second = only(VI_LIST + vi), only(EN_LIST + en)
    assert first.value_normalized == second.value_normalized
    assert first.unit_normalized == second.unit_normalized
    assert first.comparator == second.comparator


@pytest.mark.parametrize(
    "text",
    [
        "2. Chỉ tiêu: Tỷ lệ dùng nước sạch đạt 94%; tỷ lệ có điện đạt 98%.",
        "II. MỤC TIÊU.\n1. Tỷ lệ dùng nước sạch đạt 94%.\n2. Tỷ lệ có điện đạt 98%.",
        "Toàn ngành phấn đấu tỷ lệ dùng nước sạch đạt 94%; tỷ lệ có điện đạt 98%.",
    ],
)
def test_a_list_in_one_paragraph_is_a_list(text):
    assert [target.value for target in targets(text)] == [94, 98]


def test_a_norm_in_a_decision_is_no_target():
    text = "1. Giảm ít nhất 30% tiền thuê đất trong ba năm đầu."
    assert targets(text, "decision") == ()


def test_a_column_for_the_year_before_the_title_is_no_target():
    found = table_targets(
        ["TT", "Chỉ tiêu", "ĐVT", "Năm 2026", "Năm 2027"],
        ["1", "Tỷ lệ che phủ rừng", "%", "46,5", "47"],
        title="Biểu số 2. Chỉ tiêu kế hoạch năm 2027",
    )
    assert [(target.period, target.value) for target in found] == [("2027", 47)]


def test_a_number_that_may_be_two_things_is_a_problem_and_no_target():
    source = SourceText.from_text(EN_LIST + "1. Budget revenue of 33.800 billion VND.")
    assert find_targets(source, "en") == ()
    (problem,) = find_refused(source, "en")
    assert problem.kind == "unclear-number"
    assert problem.span is not None
    assert "33.800" in problem.span.quote


def test_a_list_without_a_year_is_for_the_year_of_the_title():
    text = "Điều 1. Các chỉ tiêu chủ yếu\n1. Tỷ lệ che phủ rừng đạt 47%."
    fields = DocumentFields(type="resolution", language="vi", title="Kế hoạch phát triển năm 2025")
    (target,) = find_targets(SourceText.from_text(text), "vi", fields)
    assert target.period == "2025"


def test_a_task_of_an_assignment_table_may_set_a_number():
    source = table(
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"],
        ["7", "Cắt giảm 40% thời gian giải quyết thủ tục", "Sở Nội vụ", "2026"],
    )
    (target,) = find_targets(source, "vi")
    assert (target.label, target.value) == ("7", 40)
    assert target.indicator == "Cắt giảm thời gian giải quyết thủ tục"


def table(*rows: list[str], title: str = "") -> SourceText:
    text, cells = f"{title}\n" if title else "", []
    start = len(text)
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            text += "\t" if column else ""
            cells.append(Cell(number, column, len(text), len(text) + len(words)))
            text += words
        text += "\n"
    tables = (Table(start, len(text), tuple(cells)),)
    return SourceText(text, "text/plain", "plain", (Page(1, 0, len(text)),), tables=tables)


def table_targets(*rows: list[str], title: str = "") -> tuple[Target, ...]:
    fields = DocumentFields(type="resolution", language="vi", issued_on="2026-02-01")
    return find_targets(table(*rows, title=title), "vi", fields)


def test_a_ladder_of_years_gives_a_target_for_each_year():
    found = table_targets(
        ["TT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2025", "Năm 2026", "Năm 2027"],
        ["1", "Tỷ lệ che phủ rừng", "%", "46,1", "46,5", "47"],
    )
    assert [(t.period, t.value, t.unit) for t in found] == [("2026", 46.5, "%"), ("2027", 47, "%")]


@pytest.mark.parametrize(
    ("indicator", "cell", "expected"),
    [
        ("Tăng trưởng GRDP (%)", "Phấn đấu ≥ 9,0", (9, None, ">=", "%", "2026-2030")),
        ("Tăng trưởng (%)", "11 - 12", (11, 12, "range", "%", "2026-2030")),
        ("Thu nhập đến năm 2028 (USD)", "8.200", (8200, None, "=", "USD", "2028")),
        ("Trần nợ (%)", "Không quá 60", (60, None, "<=", "%", "2026-2030")),
        ("Số bác sĩ/vạn dân (người)", "19", (19, None, "=", "người", "2026-2030")),
        ("Số đặc khu", "3", (3, None, "=", None, "2026-2030")),
        ("Tổng thu (triệu tỷ đồng)", "16,1", (16.1, None, "=", "triệu tỷ đồng", "2026-2030")),
    ],
)
def test_a_row_takes_its_unit_from_the_brackets_and_its_period_from_the_header(
    indicator, cell, expected
):
    (target,) = table_targets(["TT", "CHỈ TIÊU", "MỤC TIÊU 2026 - 2030"], ["1", indicator, cell])
    found = (target.value, target.value_to, target.comparator, target.unit, target.period)
    assert found == expected


def test_a_target_in_words_has_no_number():
    rows = (["TT", "Chỉ tiêu", "Mục tiêu 2030"], ["1", "Xếp hạng", "Thuộc nhóm 3 nước dẫn đầu"])
    assert table_targets(*rows) == ()


def test_two_numbers_in_a_cell_hold_in_two_places():
    found = table_targets(
        ["TT", "Chỉ tiêu", "Đơn vị", "Mục tiêu 2030"],
        ["1", "Xếp hạng chính phủ số", "Thứ bậc", "≤ 3 Đông Nam Á; ≤ 50 Thế giới"],
    )
    assert [(t.value, t.scope) for t in found] == [(3, "Đông Nam Á"), (50, "Thế giới")]


def test_a_part_of_a_row_is_measured_like_the_whole():
    _, part = table_targets(
        ["TT", "Chỉ tiêu", "Mục tiêu 2030"],
        ["1", "Tăng trưởng xuất khẩu (%)", "15"],
        ["", "Trong đó: Nông sản", "10"],
    )
    assert (part.indicator, part.unit) == ("Tăng trưởng xuất khẩu: Nông sản", "%")


def test_a_row_that_names_a_province_sets_the_number_for_it():
    (target,) = table_targets(
        ["TT", "Địa phương", "Tốc độ bình quân 2026 - 2030 (%/năm)"],
        ["1", "Sơn La", "8,0 - 8,5"],
        title="Biểu số 1. Mục tiêu tăng trưởng",
    )
    assert (target.scope, target.unit, target.value_to) == ("Sơn La", "%/năm", 8.5)


@given(st.text(alphabet="0123456789 .,;:-%()\nđạtmụctiêuphấnđấunăm2030ĐếnVND", max_size=300))
def test_evidence_is_the_stored_text_whatever_the_text(text):
    source = SourceText.from_text(VI_LIST + text)
    for target in find_targets(source, "vi"):
        assert target.span.quote == source.text[target.span.start : target.span.end]
        assert target.span.quote.strip()


GOLD = {
    "000_55639a51996bc13e": "seeds/000_55639a51996bc13e.txt",
    "004_5d6d8004a2e033d4": "seeds/004_5d6d8004a2e033d4.txt",
    "dongthap-nq-cds-2026": "office/dongthap-nq-cds-2026.docx",
    "quangngai-vht534-tb": "office/quangngai-vht534-tb.pdf",
    "resolution-10-nq-cp-2011": "english/resolution-10-nq-cp-2011.txt",
    "resolution-57-2010-qh12": "english/resolution-57-2010-qh12.txt",
}


@pytest.mark.shared
@pytest.mark.parametrize("name", GOLD)
def test_the_gold_documents_set_these_targets_and_no_others(shared: Path, name):
    gold = json.loads((shared / "gold/documents" / f"{name}.json").read_text(encoding="utf-8"))
    source = read_file(shared / "corpus" / GOLD[name])
    fields = gold["document"]
    language = detect_language(source.text)
    document = DocumentFields(type=fields["type"], language=language, issued_on=fields["issued_on"])
    keys = ("indicator", "value", "unit", "value_normalized", "unit_normalized", "period")
    found = [
        tuple(getattr(t, key) for key in keys) for t in find_targets(source, language, document)
    ]
    assert found == [tuple(target[key] for key in keys) for target in gold["targets"]]


@pytest.mark.shared
def test_a_real_appendix_of_targets_is_read_whole(shared: Path):
    source = read_file(shared / "corpus/tables/nghi-quyet-so-109-nq-cp-469403.pdf")
    document = DocumentFields(type="resolution", language="vi", issued_on="2026-04-16")
    found = [t for t in find_targets(source, "vi", document) if t.rule == "target-table"]
    labels = {t.label for t in found[:70] if t.label}
    in_words = {"5", "14", "15", "46"}
    assert {str(n) for n in range(1, 70)} - labels == in_words
