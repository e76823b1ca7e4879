"""Deadlines: the words that make a date one, and what comes round."""

from __future__ import annotations

import pytest

from extract.grammar.deadlines import find_deadlines, find_recurrence


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("báo cáo kết quả trước ngày 15/11/2025 để tổng hợp", "2025-11-15"),
        ("trình xem xét trong quý III/2026", "2026-09-30"),
        ("hoàn thành việc bàn giao trong năm 2025", "2025-12-31"),
        ("quyết định trong tháng 4 năm 2024", "2024-04-30"),
        ("chậm nhất là ngày 30 tháng 6 năm 2026 phải xong", "2026-06-30"),
        ("Đến năm 2028, hoàn thành số hóa hồ sơ", "2028-12-31"),
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
    ],
)
def test_a_date_that_names_something_else_is_no_deadline(text):
    assert find_deadlines(text, 0, len(text), "vi") == ()


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
    ],
)  # fmt: skip
def test_what_comes_round_is_a_recurrence(text, words):
    assert find_recurrence(text, 0, len(text), "vi") == words
