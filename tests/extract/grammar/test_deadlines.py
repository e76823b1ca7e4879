"""Deadlines: the words that make a date one, and what comes round."""

from __future__ import annotations

import pytest

from extract.grammar.deadline_kinds import deadline_kind, recurrence_rule, starting_event
from extract.grammar.deadlines import find_deadlines, find_recurrence
from extract.grammar.table_tasks import cell_deadline


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("báo cáo kết quả trước ngày 15/11/2025 để tổng hợp", "2025-11-15"),
        ("trình xem xét trong quý III/2026", "2026-09-30"),
        ("hoàn thành việc bàn giao trong năm 2025", "2025-12-31"),
        ("quyết định trong tháng 4 năm 2024", "2024-04-30"),
        ("chậm nhất là ngày 30 tháng 6 năm 2026 phải xong", "2026-06-30"),
        ("Đến năm 2028, hoàn thành số hóa hồ sơ", "2028-12-31"),
        ("lắp xong biển báo đến ngày 31 tháng 10 năm 2026", "2026-10-31"),
        ("phát hành trong 6 tháng đầu năm 2026", "2026-06-30"),
        ("hoàn thành xây kè trước năm 2030", "2029-12-31"),
        ("báo cáo tại phiên họp thường kỳ tháng 11 năm 2025", "2025-11-30"),
        ("gửi danh sách trước 15h00 ngày 02/3/2026", "2026-03-02"),
        ("đào xong mương; thời gian hoàn thành: ngày 31/7/2026", "2026-07-31"),
        ("xử lý trong 07 ngày làm việc kể từ ngày nhận đủ hồ sơ", None),
    ],
)
def test_a_period_stands_for_its_last_day(text, iso):
    assert [deadline.iso for deadline in find_deadlines(text, 0, len(text), "vi")] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "kế hoạch chuyển đổi vị trí công tác năm 2024",
        "theo Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020",
        "chỉ tiêu giảm nghèo đến năm 2025",
        "khẩn trương triển khai ngay",
        "gửi hồ sơ trước ngày 15 tháng 12 hằng năm",
        "tính đến ngày 30 tháng 6 năm 2025 có 12 xã",
        "hằng năm báo cáo Sở trước ngày 15/12",
    ],
)
def test_a_date_that_names_something_else_is_no_deadline(text):
    assert find_deadlines(text, 0, len(text), "vi") == ()


def test_a_day_that_comes_round_is_no_deadline_in_english():
    text = "submit an annual report to the Committee before December 15"
    assert find_deadlines(text, 0, len(text), "en", issued_on="2026-06-12") == ()


def test_english_deadlines_need_a_word_that_makes_them_one():
    text = "submit the plan before June 30, 2026; the 2025 review was held in 2025"
    assert [d.iso for d in find_deadlines(text, 0, len(text), "en")] == ["2026-06-30"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Thường xuyên theo dõi việc sử dụng", "Thường xuyên"),
        ("định kỳ hàng tháng báo cáo Sở", "định kỳ hàng tháng"),
        ("Định kỳ 6 tháng, hàng năm hoặc đột xuất, gửi báo cáo", "Định kỳ 6 tháng, hàng năm hoặc đột xuất"),
        ("dịch vụ khám sức khỏe định kỳ cho người dân", None),
        ("lập danh sách gửi Sở Y tế", None),
        ("chi trả theo quy định của pháp luật", None),
        ("chi trả theo quy định, báo cáo hằng quý", "hằng quý"),
        ("tổng hợp theo quý", "theo quý"),
    ],
)  # fmt: skip
def test_what_comes_round_is_a_recurrence(text, words):
    assert find_recurrence(text, 0, len(text), "vi") == words


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("gửi về Sở trước ngày 15/9", "vi", "2025-09-15"),
        ("gửi về Sở trước ngày 15/2", "vi", "2026-02-15"),
        ("hoàn thành trong tháng 8", "vi", "2025-08-31"),
        ("chuyển vốn xong trước 30/7", "vi", "2025-07-30"),
        ("nghiệm thu xong trong quý III", "vi", "2025-09-30"),
        ("đến hết năm giải ngân toàn bộ", "vi", "2025-12-31"),
        ("hoàn thành trong quý I", "vi", "2026-03-31"),
        ("trong thời hạn 10 ngày kể từ ngày ký Quyết định này", "vi", "2025-06-30"),
        ("within 10 days from the date of signing of this Directive", "en", "2025-06-30"),
        ("within 10 working days from the date of signing of this Directive", "en", "2025-07-04"),
        ("within 10 days of the signing date of this Decision", "en", "2025-06-30"),
        ("finish the survey by year-end 2026", "en", "2026-12-31"),
        ("trong 05 ngày làm việc kể từ ngày ban hành", "vi", "2025-06-27"),
        ("trong 05 ngày làm việc kể từ ngày nhận văn bản", "vi", None),
        ("submit the list by July 5", "en", "2025-07-05"),
        ("open the portal by 2027", "en", "2027-12-31"),
        ("train all staff within the first half of 2026", "en", "2026-06-30"),
    ],
)
def test_the_day_of_the_document_dates_a_day_without_a_year_and_a_term_from_it(text, language, iso):
    found = find_deadlines(text, 0, len(text), language, issued_on="2025-06-20")
    assert [deadline.iso for deadline in found] == [iso]


def test_a_day_that_is_over_says_up_to_when_something_is_counted():
    text = "Báo cáo số dư đến hết ngày 31/12/2025, gửi trước ngày 25/5/2026"
    found = find_deadlines(text, 0, len(text), "vi", issued_on="2026-05-14")
    assert [deadline.iso for deadline in found] == ["2026-05-25"]


def test_without_the_day_of_the_document_nothing_is_guessed():
    text = "gửi về Sở trước ngày 15/9"
    assert [(d.words, d.iso) for d in find_deadlines(text, 0, len(text), "vi")] == [
        ("trước ngày 15/9", None)
    ]


@pytest.mark.parametrize(
    ("issued", "count", "day"),
    [
        ("2025-06-20", 1, "2025-06-23"),  # a Friday
        ("2025-04-28", 5, "2025-05-08"),  # over 30 April, 1 May and a day off moved to 2 May
        ("2025-01-24", 1, "2025-02-03"),  # over the lunar New Year
    ],
)
def test_working_days_leave_out_weekends_and_public_holidays(issued, count, day):
    text = f"trong {count} ngày làm việc kể từ ngày ký"
    (found,) = find_deadlines(text, 0, len(text), "vi", issued_on=issued)
    assert found.iso == day


@pytest.mark.parametrize(
    ("iso", "words", "recurrence", "kind", "event"),
    [
        ("2026-03-31", "trước ngày 31/3/2026", None, "fixed", None),
        (None, "trong 05 ngày làm việc kể từ ngày nhận đủ hồ sơ", None, "relative",
         "ngày nhận đủ hồ sơ"),
        ("2025-06-27", "trong thời hạn 07 (bảy) ngày từ ngày ký", None, "relative", "ngày ký"),
        (None, "within 30 days from the date of receipt", None, "relative", "the date of receipt"),
        (None, None, "định kỳ hằng tháng", "recurring", None),
        (None, None, "Thường xuyên", "ongoing", None),
        (None, "trước ngày 31/02/2026", None, "unclear", None),
        (None, None, None, "none", None),
    ],
)  # fmt: skip
def test_a_deadline_is_of_one_kind_and_a_term_names_the_event_from_which_it_runs(
    iso, words, recurrence, kind, event
):
    assert deadline_kind(iso, words, recurrence) == kind
    assert starting_event(words) == event


@pytest.mark.parametrize(
    ("recurrence", "text", "rule"),
    [
        ("định kỳ 6 tháng", "", "FREQ=MONTHLY;INTERVAL=6"),
        ("hằng quý", "", "FREQ=MONTHLY;INTERVAL=3"),
        ("hàng tháng", "báo cáo trước ngày 20 hàng tháng", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("hằng năm", "gửi trước ngày 15 tháng 12 hằng năm",
         "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
        ("hằng năm", "gửi trước ngày 15/12 hằng năm", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
        ("quarterly", "", "FREQ=MONTHLY;INTERVAL=3"),
        ("định kỳ hoặc đột xuất", "", None),
        ("thường xuyên", "", None),
        (None, "hằng năm", None),
    ],
)  # fmt: skip
def test_what_comes_round_has_a_rule_that_calendars_know(recurrence, text, rule):
    assert recurrence_rule(recurrence, text) == rule


@pytest.mark.parametrize(
    ("words", "iso", "recurrence"),
    [
        ("Quý I/2027", "2027-03-31", None),
        ("2026", "2026-12-31", None),
        ("Từ quý II/2027", None, None),
        ("Từ quý III/2026 đến quý III/2030", "2030-09-30", None),
        ("2027 - 2030", "2030-12-31", None),
        ("Thường xuyên", None, "Thường xuyên"),
        ("Từ tháng 5/2026, thường xuyên", None, "Từ tháng 5/2026, thường xuyên"),
    ],
)
def test_a_tables_cell_says_by_when_and_not_from_when(words, iso, recurrence):
    assert cell_deadline(words, "vi") == (iso, recurrence)
