"""The numbers that a document sets to be reached."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.facts import DocumentFields, Target
from extract.grammar.letterhead import read_document
from extract.grammar.quantities import canonical_unit
from extract.grammar.targets import find_targets, read_targets
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
        (
            "9. Kim ngạch xuất khẩu phấn đấu đạt 2,5 tỷ USD.",
            "Kim ngạch xuất khẩu", 2.5, "tỷ USD", 2.5e9,
        ),
        ("Exports strive to hit US$2.5 billion.", "Exports", 2.5, "billion US$", 2.5e9),
        ("9. Eliminate 340 dilapidated houses.", "Eliminate dilapidated houses", 340,
         "dilapidated houses", 340),
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
        (
            "13. Tỷ lệ điều trị nội trú tại tuyến tỉnh đạt 22%, tuyến huyện đạt 35%, trạm y tế "
            "đạt 4%, người bệnh hài lòng đạt 90%.",
            [("Tỷ lệ điều trị nội trú tại tuyến tỉnh", 22),
             ("Tỷ lệ điều trị nội trú tại tuyến huyện", 35),
             ("Tỷ lệ điều trị nội trú tại trạm y tế", 4), ("người bệnh hài lòng", 90)],
        ),
        (
            "14. Tỷ lệ trẻ ở nông thôn có thẻ đạt 90%, phụ nữ đạt 80%.",
            [("Tỷ lệ trẻ ở nông thôn có thẻ", 90), ("phụ nữ", 80)],
        ),
        (
            "15. Tỷ lệ hộ có Internet ở đô thị và nông thôn lần lượt đạt 96% và 71%.",
            [("Tỷ lệ hộ có Internet ở đô thị", 96), ("Tỷ lệ hộ có Internet ở nông thôn", 71)],
        ),
        (
            "16. Thu hút 18 dự án với tổng vốn 420 triệu USD.",
            [("Thu hút dự án", 18), ("tổng vốn", 420)],
        ),
        (
            "17. Vốn đầu tư đạt 9.500 tỷ đồng, tăng 12% so với ước thực hiện năm 2023.",
            [("Vốn đầu tư", 9500), ("Vốn đầu tư tăng so với ước thực hiện năm 2023", 12)],
        ),
        (
            "18. Không quá 4% mẫu nước không đạt quy chuẩn, 97% số hộ có bể chứa.",
            [("mẫu nước không đạt quy chuẩn", 4), ("hộ có bể chứa", 97)],
        ),
        (
            "19. Kim ngạch xuất khẩu gấp đôi năm 2020.",
            [("Kim ngạch xuất khẩu gấp", 2)],
        ),
    ],
)  # fmt: skip
def test_several_numbers_in_one_line_are_told_apart(line, parts):
    heading = VI_LIST if detect_language(line) == "vi" else EN_LIST
    found = targets(heading + line)
    assert [(target.indicator, target.value) for target in found] == parts


@pytest.mark.parametrize(
    ("line", "value", "unit"),
    [
        ("1. Xây dựng 05 bến tàu du lịch.", 5, "bến tàu du lịch"),
        ("2. Hoàn thành 03 đập dâng tại vùng khô hạn.", 3, "đập dâng"),
        ("3. Mỗi huyện có ít nhất 2 vườn ươm giống.", 2, "vườn ươm giống"),
        ("4. Build 3 deep-water berths for cruise ships.", 3, "deep-water berths"),
    ],
)
def test_anything_may_be_counted_in_a_list_of_targets(line, value, unit):
    target = only((VI_LIST if detect_language(line) == "vi" else EN_LIST) + line)
    assert (target.value, target.unit, target.unit_normalized) == (value, unit, unit)


@pytest.mark.parametrize(
    "line",
    [
        "1. Thực hiện 3 đột phá chiến lược.",
        "2. Hoàn thành 12 nhiệm vụ trọng tâm.",
        "3. Xây dựng Đề án 06 tại các xã.",
    ],
)
def test_tasks_and_names_with_a_number_are_not_counted(line):
    assert targets(VI_LIST + line) == ()


def test_numbers_in_turn_are_for_the_years_in_turn():
    first, second = targets(
        VI_LIST + "1. Tỷ lệ xã đạt chuẩn các năm 2026, 2027 lần lượt là 75%, 80%."
    )
    assert (first.value, first.period) == (75, "2026")
    assert (second.value, second.period) == (80, "2027")
    assert first.indicator == second.indicator == "Tỷ lệ xã đạt chuẩn"


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("1. Sở Y tế bảo đảm 100% trạm y tế có bác sĩ.", "directive", 1),
        ("Niêm yết công khai 100% thủ tục tại bộ phận một cửa.", "plan", 1),
        ("1. Bảo đảm 100% kinh phí cho các xã.", "directive", 0),
        ("1. Hỗ trợ 100% học phí cho học sinh.", "resolution", 0),
        ("Đã kiểm tra 100% cơ sở.", "report", 0),
        ("1. Bảo đảm 100% hộ có điện.", "decree", 0),
    ],
)
def test_an_instruction_may_be_for_each_and_every_one(text, kind, found):
    assert len(targets(text, kind)) == found


def test_news_says_what_is_to_be_reached():
    text = "Under the plan of the province, solar capacity is to reach 900MW by 2030."
    target = only(text, "news")
    assert (target.indicator, target.value, target.unit) == ("solar capacity", 900, "MW")
    assert targets("The fleet is to reach port in May with 300 tonnes of rice.", "news") == ()


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("GRDP tăng 9%; trong đó nông nghiệp 3,5%, dịch vụ 10%.", ["growth"] * 3),
        ("Tốc độ tăng GRDP đạt 9%, trong đó tỷ trọng kinh tế số chiếm 20%.", ["growth", "share"]),
        ("GRDP growth reaches 9%; of which agriculture 3.5%, services 10%.", ["growth"] * 3),
        ("Tỷ lệ hộ có điện đạt 99%, trong đó nông thôn đạt 98%.", ["share", "share"]),
    ],
)
def test_parts_of_a_growth_grow(line, kinds):
    assert [t.kind for t in targets((EN_LIST if line.isascii() else VI_LIST) + line)] == kinds


def test_a_running_total_is_told_from_what_is_added():
    added, total = targets(VI_LIST + "Có thêm 8 xã đạt chuẩn, lũy kế có 330 xã.")
    assert (added.value, total.value, total.unit) == (8, 330, "xã")
    assert total.indicator == "Có thêm xã đạt chuẩn, lũy kế"


def test_a_star_heads_the_dashes_below_it():
    text = (
        "1. Mục tiêu đến năm 2030\n* Mục tiêu cụ thể:\n- Về kinh tế:\n+ Tỷ lệ đô thị hóa đạt 45%."
    )
    assert [(t.value, t.period) for t in targets(text)] == [(45, "2030")]


def test_what_is_counted_by_ten_thousand_people_keeps_it_though_the_cell_counts_doctors():
    target = only(VI_LIST + "- Số bác sĩ/10.000 dân: 15,5 bác sĩ.")
    assert target.unit_normalized == "bác sĩ/10.000 dân"


def test_a_rate_says_right_behind_it_of_whom_it_is():
    target = only(VI_LIST + "Tỷ lệ tiêm đạt ít nhất 95% đối tượng được rà soát.")
    assert target.indicator == "Tỷ lệ tiêm đối tượng được rà soát"


@pytest.mark.parametrize(
    ("text", "kind", "period"),
    [
        ("- Mở lớp bơi để ít nhất 60% học sinh biết bơi vào năm 2025;", "directive", "2025"),
        ("Open classes so that at least 60% of pupils can swim by 2025;", "directive", "2025"),
        ("- Mở lớp bơi để ít nhất 60% học sinh biết bơi đến hết năm 2024;", "directive", "2024"),
        ("Son La to build ten thousand low-cost homes for its workers\n"
         "SON LA — The council set the target of completing 9,000 housing units in 2025.", "news", "2025"),
        ("Under the plan issued in May, the province aims to disburse 90% of it this year.", "news",
         "2024"),
        ("The city has issued a plan under which it will plant 1,500 ha of forest in 2025.", "news",
         "2025"),
    ],
)  # fmt: skip
def test_a_bounded_share_by_a_year_and_a_reported_plan_set_targets(text, kind, period):
    assert only(text, kind).period == period


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("- Mở lớp bơi để ít nhất 60% học sinh biết bơi vào năm 2025;", "học sinh biết bơi"),
        ("Open classes so that at least 60% of pupils can swim by 2025;", "pupils can swim"),
    ],
)
def test_what_is_done_for_an_aim_is_no_part_of_what_is_measured(text, indicator):
    assert only(text).indicator == indicator


def test_a_week_of_goods_is_a_thing_and_no_time():
    target = only(VI_LIST + "Tổ chức ít nhất 03 tuần hàng nông sản tại nước ngoài.")
    assert (target.value, target.unit) == (3, "tuần hàng nông sản")


def test_the_numbers_of_a_plan_for_a_year_are_for_that_year():
    source = SourceText.from_text("1. Niêm yết công khai 100% thủ tục hành chính tại trụ sở.")
    title = "Thực hiện cải cách hành chính năm 2026"
    for kind, period in (("plan", "2026"), ("directive", None)):
        fields = DocumentFields(type=kind, language="vi", issued_on="2026-01-05", title=title)
        assert [t.period for t in find_targets(source, "vi", fields)] == [period]


def test_a_total_counts_the_same_things_as_the_number_before_it():
    line = "1. 5 communes recognised as new-style communes, bringing the total to 61."
    _, total = targets(EN_LIST + line)
    assert (total.value, total.unit_normalized) == (61, "communes")


@pytest.mark.parametrize(
    ("line", "value", "comparator", "baseline"),
    [
        ("Lượng phân bón giảm từ 90 kg/ha xuống còn dưới 60 kg/ha.", 60, "<", "90 kg/ha"),
        ("Tỷ lệ hộ nghèo từ 5,2% xuống 4%.", 4, "=", "5,2%"),
        ("Tỷ lệ cơ giới hóa đạt 70% (hiện nay 52,5%).", 70, "=", "52,5%"),
        ("Tỷ lệ che phủ rừng đạt 58% (năm 2022 là 56,2%).", 58, "=", "56,2% (2022)"),
        ("The share of piped water reaches 97%, up from 93.4% at present.", 97, "=", "93.4%"),
        ("Raise the coverage from 60% to over 75%.", 75, ">", "60%"),
        ("Exports rise from USD 2 billion to USD 3 billion.", 3, "=", "USD 2 billion"),
    ],
)
def test_a_starting_value_is_the_baseline_and_no_target(line, value, comparator, baseline):
    heading = VI_LIST if detect_language(line) == "vi" else EN_LIST
    target = only(heading + line)
    assert (target.value, target.comparator, target.baseline) == (value, comparator, baseline)


@pytest.mark.parametrize(
    "line",
    [
        "Diện tích chè đạt 9.500 ha, tăng 6.200 ha so với năm 2020.",
        "Diện tích cao su đạt 9.500 ha, giảm 300 ha so với năm 2020.",
        "Thu nhập đạt 9.500 triệu đồng (tương đương 390 nghìn USD).",
    ],
)
def test_a_level_that_is_said_again_as_growth_or_other_money_counts_once(line):
    assert only(VI_LIST + line).value == 9500


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "Ít nhất 50% xã và 3 huyện đạt chuẩn.",
            [("xã đạt chuẩn", 50, ">="), ("huyện đạt chuẩn", 3, "=")],
        ),
        (
            "At least 30% of communes and 20% of wards meet the criteria.",
            [("communes meet the criteria", 30, ">="), ("wards meet the criteria", 20, ">=")],
        ),
        (
            "Đạt 10,2 bác sĩ và 34 giường bệnh trên một vạn dân.",
            [("bác sĩ trên một vạn dân", 10.2, "="), ("giường bệnh trên một vạn dân", 34, "=")],
        ),
        (
            "1.3 million visitors, of which 35,000 are foreign visitors.",
            [("visitors", 1.3, "="), ("foreign visitors", 35_000, "=")],
        ),
        (
            "Jobs for 20,000 workers, including 1,500 sent abroad.",
            [("Jobs", 20_000, "="), ("workers sent abroad", 1_500, "=")],
        ),
        (
            "The poverty rate falls by 3.5%; in poor districts by 5%.",
            [("The poverty rate falls", 3.5, "="),
             ("The poverty rate falls in poor districts", 5, "=")],
        ),
        (
            "Tỷ lệ đô thị hóa đạt trên 50% vào năm 2030 và 60% vào năm 2040.",
            [("Tỷ lệ đô thị hóa", 50, ">"), ("Tỷ lệ đô thị hóa", 60, "=")],
        ),
        (
            "Đến năm 2028 đạt 60%, đến năm 2030 đạt 80% dân số dùng nước sạch.",
            [("dân số dùng nước sạch", 60, "="), ("dân số dùng nước sạch", 80, "=")],
        ),
        (
            "Số thị trường có kim ngạch trên 1 tỷ USD đạt 20 thị trường.",
            [("Số thị trường có kim ngạch trên 1 tỷ USD", 20, "=")],
        ),
        ("Two more communes meet the standards.", [("communes meet the standards", 2, "=")]),
        (
            "Cơ cấu: dịch vụ 40%; nông nghiệp 24%; thu ngân sách 800 tỷ đồng.",
            [("Cơ cấu: dịch vụ", 40, "="), ("Cơ cấu: nông nghiệp", 24, "="),
             ("thu ngân sách", 800, "=")],
        ),
    ],
)  # fmt: skip
def test_words_and_units_that_two_numbers_share_belong_to_both(line, parts):
    heading = VI_LIST if detect_language(line) == "vi" else EN_LIST
    found = [(t.indicator, t.value, t.comparator) for t in targets(heading + line)]
    assert found == parts


@pytest.mark.parametrize(
    "heading",
    [
        "Some targets to be achieved by the end of 2027:",
        "The province shall achieve the following by 2027:",
        "By 2027:",
        "Đến năm 2027:",
        "Các chỉ tiêu cần đạt được đến năm 2027:",
    ],
)
def test_a_heading_that_looks_ahead_opens_a_list_of_targets(heading):
    line = "1. Forest cover reaches 47%." if heading.isascii() else "1. Che phủ rừng đạt 47%."
    target = only(f"{heading}\n{line}")
    assert (target.value, target.period) == (47, "2027")


@pytest.mark.parametrize(
    "heading",
    [
        "Targets achieved in 2027:",
        "Kết quả thực hiện các chỉ tiêu sau:",
        "Năm 2022:",
        "Về kinh tế:",
    ],
)
def test_a_heading_that_looks_back_opens_none(heading):
    line = "1. Forest cover reaches 47%." if heading.isascii() else "1. Che phủ rừng đạt 47%."
    assert targets(f"{heading}\n{line}") == ()


@pytest.mark.parametrize(
    ("line", "comparator"),
    [
        ("Cắt giảm tối thiểu 30% thời gian và 30% chi phí tuân thủ.", ">="),
        ("Cắt giảm tối thiểu 30% thời gian và 100% điều kiện không cần thiết.", "="),
    ],
)
def test_a_bound_that_opens_a_list_bounds_what_follows_but_a_whole(line, comparator):
    _, second = targets(line)
    assert second.comparator == comparator


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Hoàn thành lắp đặt 100% đồng hồ nước đến ngày 31 tháng 12 năm 2024.", "2024-12-31"),
        ("Thu hút 45 triệu lượt khách vào năm 2030.", "2030"),
        ("Owners shall disburse at least 95% of capital by December 31, 2024.", "2024-12-31"),
        ("Owners shall disburse at least 95% of capital by 31 December 2024.", "2024-12-31"),
    ],
)
def test_an_act_with_a_number_and_a_date_to_come_is_a_target(text, period):
    assert only(text).period == period


@pytest.mark.parametrize(
    "text",
    [
        "The province targets an output of 144,000 tonnes a year by 2026.",
        "The province plans to expand its output to 144,000 tonnes by 2026, up from 90,000 tonnes.",
    ],
)
def test_a_news_text_reports_what_a_province_aims_at(text):
    assert only(text, "news").value == 144_000


def test_a_list_that_a_news_text_reports_is_a_list():
    text = (
        "The People's Council sets out main targets for 2025, including: (1) Growth reaches 9%. "
        "(2) Revenue reaches 800 billion VND; of which, domestic revenue reaches 600 billion VND."
    )
    found = [(t.label, t.value, t.period) for t in targets(text, "news")]
    assert found == [("1", 9, "2025"), ("2", 800, "2025"), ("2", 600, "2025")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1. Cut the time limit for granting permits to 5 working days by 2026.", 5),
        ("II. MỤC TIÊU\n1. Rút ngắn thời gian cấp phép từ 15 ngày xuống còn 7 ngày.", 7),
    ],
)
def test_a_time_limit_that_is_to_become_shorter_is_a_target(text, value):
    target = only(text, "resolution")
    assert (target.value, target.kind) == (value, "level")


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
        "II. MỤC TIÊU\n1. Thời gian cấp phép không quá 5 ngày kể từ ngày nhận hồ sơ.",
        "II. MỤC TIÊU\n1. Thu nhập quy đổi theo tỷ giá 23.500 đồng/USD.",
        "Last year growth reached 6.9% and revenue hit 2,100 billion VND.",
    ],
)
def test_results_norms_and_descriptions_are_no_targets(text):
    assert targets(text) == ()


@pytest.mark.parametrize(("year", "found"), [("2024", 0), ("2026", 1)])
def test_a_report_tells_the_year_under_way_as_a_result(year, found):
    text = f"I. KẾT QUẢ\n1. Đến năm {year}, tỷ lệ hộ nghèo còn 3,2%."
    assert len(targets(text, "report")) == found


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


CONSTRUCTIONS = [
    ("Tốc độ tăng trưởng đạt 7,5-8%.", "The growth rate reaches 7.5-8%.",
     [(7.5, 8, "range", "growth")]),
    ("Tỷ lệ hộ dùng nước sạch tăng từ 12% lên 15%.",
     "The rate of households with clean water rises from 12% to 15%.", [(15, None, "=", "share")]),
    ("Cơ cấu kinh tế: nông nghiệp 25%, công nghiệp 35%, dịch vụ 40%.",
     "Economic structure: agriculture 25%, industry 35%, services 40%.",
     [(25, None, "=", "share"), (35, None, "=", "share"), (40, None, "=", "share")]),
    ("Có thêm 6 xã đạt chuẩn, nâng tổng số lên 70 xã.",
     "6 communes meet the criteria, bringing the total to 70.",
     [(6, None, "=", "level"), (70, None, "=", "level")]),
    ("Kim ngạch xuất khẩu tăng 1,5 lần so với năm 2020.",
     "Export turnover increases 1.5 times compared with 2020.", [(1.5, None, "=", "growth")]),
    ("Giá trị sản xuất công nghiệp tăng bình quân 7,5-8%/năm.",
     "Industrial output grows at an average of 7.5-8% per year.", [(7.5, 8, "range", "growth")]),
    ("Tỷ lệ hộ nghèo giảm xuống dưới 10%.", "The poverty rate falls to below 10%.",
     [(10, None, "<", "share")]),
    ("Tỷ lệ hộ nghèo giảm 2,5 điểm phần trăm.", "The poverty rate falls by 2.5 percentage points.",
     [(2.5, None, "=", "growth")]),
    ("Tỷ lệ hộ nghèo không quá 10%.", "The poverty rate is no more than 10%.",
     [(10, None, "<=", "share")]),
    ("Phấn đấu tỷ lệ đô thị hóa ít nhất 20%.", "Strive for an urbanization rate of at least 20%.",
     [(20, None, ">=", "share")]),
    ("Tỷ lệ đô thị hóa tối thiểu 20%.", "The urbanization rate is a minimum of 20%.",
     [(20, None, ">=", "share")]),
    ("Tỷ trọng kinh tế số khoảng 10%.", "The digital economy accounts for about 10%.",
     [(10, None, "about", "share")]),
    ("Số doanh nghiệp tăng thêm 300 doanh nghiệp.",
     "The number of enterprises increases by 300 enterprises.", [(300, None, "=", "growth")]),
    ("Thu ngân sách đạt trên 4.500 tỷ đồng.", "Budget revenue reaches over 4,500 billion VND.",
     [(4.5e12, None, ">", "level")]),
    ("Có 9,5 bác sĩ/vạn dân.", "There are 9.5 doctors per 10,000 people.",
     [(9.5, None, "=", "level")]),
]  # fmt: skip


@pytest.mark.parametrize(("vi", "en", "numbers"), CONSTRUCTIONS)
def test_a_construction_is_read_alike_in_both_languages(vi, en, numbers):
    for text in (VI_LIST + vi, EN_LIST + en):
        found = targets(text)
        read = [(t.value_normalized, t.value_to_normalized, t.comparator, t.kind) for t in found]
        assert read == numbers, text
        assert all(len(t.indicator.split()) > 1 for t in found), text


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
    assert canonical_unit(first.unit_normalized) == canonical_unit(second.unit_normalized)
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
    (problem,) = read_targets(source, "en").problems
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
        ("Số tủ sách", "3", (3, None, "=", None, "2026-2030")),
        ("Số đặc khu đến năm 2029", "3", (3, None, "=", "đặc khu", "2029")),
        ("Chi phí vận tải so với GRDP đến năm 2029 (%)", "12", (12, None, "=", "%", "2029")),
        ("Cơ sở đạt tiêu chuẩn môi trường đến năm 2029 (%)", "95", (95, None, "=", "%", "2029")),
        ("Tổng thu (triệu tỷ đồng)", "16,1", (16.1, None, "=", "triệu tỷ đồng", "2026-2030")),
    ],
)
def test_a_row_takes_its_unit_from_the_brackets_and_its_period_from_the_header(
    indicator, cell, expected
):
    (target,) = table_targets(["TT", "CHỈ TIÊU", "MỤC TIÊU 2026 - 2030"], ["1", indicator, cell])
    found = (target.value, target.value_to, target.comparator, target.unit, target.period)
    assert found == expected


@pytest.mark.parametrize(
    "words",
    [
        "Thuộc nhóm 3 nước dẫn đầu",
        "Nằm trong 10 tỉnh dẫn đầu",
        "Hiện đại, ngang tầm khu vực",
        "Đạt mức trên trung bình của các nước",
    ],
)
def test_a_target_in_words_keeps_the_words_and_has_no_number(words):
    (target,) = table_targets(
        ["TT", "Chỉ tiêu", "Mục tiêu 2030", "Cơ quan theo dõi, đánh giá"],
        ["1", "Xếp hạng", words, "Sở Tài chính"],
    )
    assert (target.value, target.value_normalized, target.unit) == (None, None, None)
    assert (target.indicator, target.value_words, target.period) == ("Xếp hạng", words, "2030")
    assert target.responsible == "Sở Tài chính"


@pytest.mark.parametrize(
    ("line", "indicator", "words"),
    [
        (
            "Chỉ số cải cách hành chính thuộc nhóm 10 tỉnh dẫn đầu.",
            "Chỉ số cải cách hành chính", "thuộc nhóm 10 tỉnh dẫn đầu",
        ),
        (
            "The reform index ranks among the top 20 provinces.",
            "The reform index", "among the top 20 provinces",
        ),
    ],
)  # fmt: skip
def test_a_place_among_others_is_a_target_in_words(line, indicator, words):
    target = only((EN_LIST if line.isascii() else VI_LIST) + line)
    assert (target.indicator, target.value, target.value_words) == (indicator, None, words)


def test_a_place_among_others_that_was_reached_is_no_target():
    assert targets("I. KẾT QUẢ\n1. Chỉ số cải cách hành chính thuộc nhóm 10 tỉnh dẫn đầu.") == ()


@pytest.mark.parametrize("mark", ["x", "-", "Đạt", ""])
def test_a_mark_in_a_value_cell_is_no_target(mark):
    assert table_targets(["TT", "Chỉ tiêu", "Năm 2027"], ["1", "Trụ sở", mark]) == ()


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("Cơ quan theo dõi, đánh giá", "Sở Công Thương"),
        ("Đơn vị chủ trì", "Sở Công Thương"),
        ("Ghi chú", None),
    ],
)
def test_the_column_of_bodies_says_who_answers_for_a_target(header, body):
    (target,) = table_targets(
        ["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu 2030", header],
        ["1", "Kim ngạch xuất khẩu", "triệu USD", "450", "Sở Công Thương"],
    )
    assert target.responsible == body


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Thu ngân sách đạt 4.120 tỷ đồng.", "level"),
        ("Số xã đạt chuẩn tăng lên 40 xã.", "level"),
        ("Số xã đạt chuẩn tăng thêm 5 xã.", "growth"),
        ("Năng suất lao động tăng 8,5%.", "growth"),
        ("Tốc độ tăng trưởng đạt 9%.", "growth"),
        ("Tăng thu ngân sách bình quân 12%/năm.", "growth"),
        ("Thu nhập bình quân gấp 2,5 lần so với năm 2020.", "growth"),
        ("Tỷ lệ hộ nghèo giảm 1,5 điểm phần trăm.", "growth"),
        ("Tỷ lệ hộ nghèo giảm còn 4%.", "share"),
        ("Giảm tỷ lệ hộ nghèo từ 6% xuống dưới 4%.", "share"),
        ("Tỷ lệ che phủ rừng đạt 47%.", "share"),
        ("Đóng góp của năng suất vào tăng trưởng đạt 55%.", "share"),
        ("Giá trị tăng thêm bình quân đạt 2.400 USD.", "level"),
    ],
)
def test_how_much_it_grows_is_told_from_the_level_and_the_share(line, kind):
    assert only(VI_LIST + line).kind == kind


def test_a_rate_without_a_printed_unit_is_still_a_share():
    (target,) = table_targets(
        ["TT", "Chỉ tiêu", "Mục tiêu 2030"], ["1", "Tỉ trọng thu nội địa", "81-82"]
    )
    assert (target.unit, target.unit_normalized, target.kind) == (None, None, "share")


def test_two_numbers_in_a_cell_hold_in_two_places():
    found = table_targets(
        ["TT", "Chỉ tiêu", "Đơn vị", "Mục tiêu 2030"],
        ["1", "Xếp hạng chính phủ số", "Thứ bậc", "≤ 3 Đông Nam Á; ≤ 50 Thế giới"],
    )
    assert [(t.value, t.scope) for t in found] == [(3, "Đông Nam Á"), (50, "Thế giới")]


def test_the_words_of_the_aim_are_no_part_of_what_a_row_measures():
    (target,) = table_targets(
        ["TT", "Chỉ tiêu", "Giai đoạn 2026 - 2030"],
        ["1", "Phấn đấu đến năm 2028, môi trường kinh doanh", "Thuộc nhóm 5 tỉnh dẫn đầu"],
    )
    assert (target.indicator, target.period) == ("môi trường kinh doanh", "2028")


def test_the_bodies_that_answer_for_a_row_have_the_role_of_their_column():
    (target,) = table_targets(
        ["TT", "Chỉ tiêu", "Mục tiêu 2030", "Cơ quan chủ trì theo dõi", "Cơ quan phối hợp"],
        ["1", "Tỷ lệ đô thị hóa (%)", "45", "1. Sở Xây dựng 2. Sở Nội vụ đầu mối", "Các sở, ngành"],
    )
    assert [(a.name, a.role, a.key) for a in target.agencies] == [
        ("Sở Xây dựng", "lead", "so-xay-dung"),
        ("Sở Nội vụ", "lead", "so-noi-vu"),
        ("Các sở, ngành", "coordinate", None),
    ]


def test_a_part_of_a_row_is_measured_like_the_whole():
    _, part = table_targets(
        ["TT", "Chỉ tiêu", "Mục tiêu 2030"],
        ["1", "Tăng trưởng xuất khẩu (%)", "15"],
        ["", "Trong đó: Nông sản", "10"],
    )
    assert (part.indicator, part.unit) == ("Tăng trưởng xuất khẩu: Nông sản", "%")


def test_shares_below_a_row_without_a_number_are_shares_of_it():
    found = table_targets(
        ["TT", "Chỉ tiêu", "ĐVT", "Năm 2027"],
        ["2", "Cơ cấu GRDP", "", ""],
        ["", "- Nông nghiệp", "%", "24"],
        ["2.1", "Dịch vụ", "%", "76"],
        ["3", "Thu ngân sách", "Trđ", "500"],
        ["", "Trong đó: Thu nội địa", '"', "480"],
    )
    assert [(t.indicator, t.unit_normalized) for t in found] == [
        ("Cơ cấu GRDP: Nông nghiệp", "%"), ("Cơ cấu GRDP: Dịch vụ", "%"),
        ("Thu ngân sách", "VND"), ("Thu ngân sách: Thu nội địa", "VND"),
    ]  # fmt: skip


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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Total tourist arrivals: 2.6 million.", ("Total tourist arrivals", 2_600_000, "persons")),
        (
            "Total number of tourists reaches 2.6 million arrivals.",
            ("Total number of tourists", 2_600_000, "persons"),
        ),
        ("Communes meeting the new standards: 9.", ("Communes meeting the new standards", 9, "communes")),
        (
            "Average length of stay of tourists rises from 1.8 days to 2.2 days.",
            ("Average length of stay of tourists", 2.2, "days"),
        ),
    ],
)  # fmt: skip
def test_a_line_of_targets_counts_what_its_words_name(line, expected):
    (target,) = targets(f"Main targets in 2025:\n1. {line}\n")
    assert (target.indicator, target.value_normalized, target.unit_normalized) == expected


def test_a_year_in_brackets_is_that_of_the_number_behind_it():
    text = "Các chỉ tiêu đến năm 2030:\n1. Tỷ lệ đô thị hóa đạt 42% (năm 2024: 31,8%).\n"
    found = targets(text)
    assert [(target.value, target.period) for target in found] == [(42, "2030")]


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("Đến hết quý II/2026, giải ngân đạt trên 50% kế hoạch vốn.", "2026-06-30"),
        ("By the end of the third quarter of 2026, disbursement reaches 70%.", "2026-09-30"),
    ],
)
def test_a_quarter_stands_for_its_last_day(words, period):
    heading = "Chỉ tiêu:" if "quý" in words else "Targets:"
    (target,) = targets(f"{heading}\n1. {words}\n")
    assert target.period == period


def test_what_is_done_by_a_day_is_a_result():
    assert targets("Đến ngày 30/4/2025, toàn tỉnh đã trồng 742 ha, đạt 64,5% kế hoạch.\n") == ()


def test_an_aim_goes_on_behind_a_semicolon_for_each_and_every_one():
    text = "Phấn đấu đến hết năm 2026, trồng ít nhất 95% số cây; trả lời 100% đơn thư tồn đọng.\n"
    assert [target.value for target in targets(text)] == [95, 100]


def test_what_an_official_adds_is_no_part_of_an_indicator():
    (target,) = targets(
        "The city aims to disburse 100% of its funds, he said, adding that it can.\n"
    )
    assert target.indicator == "disburse its funds"


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
def test_documents_that_lay_down_law_set_no_targets(shared: Path):
    found = []
    with gzip.open(shared / "gold/law-structure.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            source = SourceText.from_text(json.loads(line)["text"])
            language = detect_language(source.text)
            found += find_targets(source, language, read_document(source, language))
    assert [target.span.quote for target in found] == []


def test_a_target_may_be_compared_with_the_year_before():
    found = targets(VI_LIST + "1. Xuất khẩu đạt 2,5 tỷ USD, tăng 12% so với cùng kỳ.")
    assert [target.value for target in found] == [2.5, 12]
    found = targets(EN_LIST + "1. Exports reach US$2.5 billion, up 12% year-on-year.")
    assert [(target.value, target.baseline) for target in found] == [(2.5, None), (12, None)]


def test_who_strives_is_not_what_is_measured():
    assert targets(EN_LIST + "1. The province strives to reach 8%.") == ()


def test_so_many_of_all_is_a_number_of_them():
    target = only(VI_LIST + "1. Số xã đạt chuẩn nông thôn mới: 12/15 xã.")
    assert (target.value, target.unit) == (12, "xã")


def test_steps_of_a_year_are_targets_of_their_own():
    text = "1. Các chủ đầu tư giải ngân quý II đạt ít nhất 50%, quý III đạt 75%, đến 31/12/2024 đạt 100%."
    assert [(t.indicator, t.value, t.period) for t in targets(text)] == [
        ("giải ngân quý II", 50, None),
        ("giải ngân quý III", 75, None),
        ("giải ngân", 100, "2024-12-31"),
    ]


def test_an_instruction_to_change_something_by_a_year_sets_a_target():
    text = "1. Nâng tỷ lệ lao động qua đào tạo lên 70%, tỷ lệ bao phủ bảo hiểm y tế lên 96% vào năm 2025."
    assert [(t.indicator, t.value, t.period) for t in targets(text, "conclusion")] == [
        ("tỷ lệ lao động qua đào tạo", 70, "2025"),
        ("tỷ lệ bao phủ bảo hiểm y tế", 96, "2025"),
    ]
    assert targets("1. Năm 2023 đã nâng tỷ lệ lao động qua đào tạo lên 68%.", "conclusion") == ()
