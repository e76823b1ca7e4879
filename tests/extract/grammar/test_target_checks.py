"""What a careful clerk stops at in the targets of one document."""

from __future__ import annotations

import pytest

from extract.facts import DocumentFields, Problem
from extract.grammar.targets import read_targets
from extract.language import detect_language
from extract.source import SourceText


def problems(text: str, issued: str = "2026-01-10", kind: str = "resolution") -> list[Problem]:
    source = SourceText.from_text(text)
    language = detect_language(text)
    fields = DocumentFields(type=kind, language=language, issued_on=issued)
    return list(read_targets(source, language, fields).problems)


VI = "II. CÁC CHỈ TIÊU CHỦ YẾU NĂM 2026\n"
EN = "II. MAIN TARGETS FOR 2026\n"


@pytest.mark.parametrize(
    "line",
    [
        VI + "Cơ cấu kinh tế: nông nghiệp 25%; công nghiệp 27%; dịch vụ 41%.",
        VI + "Cơ cấu kinh tế: nông nghiệp 45%; dịch vụ 61%.",
        VI + "Cơ cấu kinh tế: nông nghiệp trên 40%; công nghiệp 35%; dịch vụ trên 30%.",
        EN + "Economic structure: agriculture 25%; industry 27%; services 41%.",
    ],
)
def test_shares_that_do_not_add_up_are_shown_with_all_numbers(line):
    (problem,) = problems(line)
    assert problem.kind == "shares-not-100"
    assert problem.span is not None
    assert problem.span.quote in line
    assert " + " in problem.message


@pytest.mark.parametrize(
    "line",
    [
        VI + "Cơ cấu kinh tế: nông nghiệp 25%; công nghiệp 27%; dịch vụ 48%.",
        VI + "Cơ cấu kinh tế: nông nghiệp 24,6%; công nghiệp 27,3%; dịch vụ 48,0%.",
        VI + "Cơ cấu kinh tế: nông nghiệp dưới 25%; công nghiệp 27%; dịch vụ trên 45%.",
        VI + "Cơ cấu kinh tế: nông nghiệp 25%; công nghiệp 27%.",
        VI + "Tỷ lệ hộ dùng nước sạch: đô thị 98%; nông thôn 75%; miền núi 60%.",
        EN + "Economic structure: agriculture 25%; industry 27%; services 48%.",
    ],
)
def test_shares_that_may_add_up_are_no_problem(line):
    assert problems(line) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Phấn đấu đến năm 2021 tỷ lệ che phủ rừng đạt 47%.", "2021"),
        ("The province strives to raise forest cover to 47% by 2021.", "2021"),
    ],
)
def test_a_target_for_a_year_that_is_over_is_a_problem_and_no_target(text, words):
    (problem,) = problems(text)
    assert problem.kind == "target-for-a-past-year"
    assert words in problem.message
    assert "2026" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        VI + "Tỷ lệ che phủ rừng đạt 47% (năm 2025 là 46%).",
        "Năm 2025, tỷ lệ che phủ rừng là 46%.",
        "Phấn đấu đến năm 2030 tỷ lệ che phủ rừng đạt 47%.",
    ],
)
def test_results_of_past_years_are_no_problem(text):
    assert problems(text) == []
