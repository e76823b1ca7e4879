"""Words of a scan that the recognition is not sure of, and the facts that rest on them."""

from __future__ import annotations

import re

import pytest

from extract.pipeline import extract
from extract.source import UNCERTAIN, Box, Page, SourceText

TEXT = """\
UBND TỈNH SƠN LA
SỞ Y TẾ
Số: 12/KH-SYT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Sơn La, ngày 05 tháng 02 năm 2024
KẾ HOẠCH
Về việc tiêm chủng mở rộng
Thực hiện Quyết định số 265/QĐ-UBND ngày 09 tháng 12 năm 2023 của Ủy ban nhân dân tỉnh Sơn La.
1. Sở Tài chính cấp kinh phí chu đáo trước ngày 20 tháng 02 năm 2024.
2. Đến năm 2025, tỷ lệ trẻ được tiêm đủ mũi đạt 95%.
"""


def scan(**doubts: float) -> SourceText:
    """``TEXT`` as read by OCR, word by word; sure of all words but those given."""
    boxes = tuple(
        Box(m.start(), m.end(), 1, 0, 0, 9, 9, doubts.get(re.sub(r"\W", "", m.group()), 96.0))
        for m in re.finditer(r"\S+", TEXT)
    )
    return SourceText(TEXT, "application/pdf", "ocr", (Page(1, 0, len(TEXT), "ocr"),), boxes)


def problems(source: SourceText) -> list[tuple[str, str]]:
    """The doubtful words, and what rests on each."""
    return [
        (p.span.quote, (re.search(r"on which (.*) rests", p.message) or [""])[1])
        for p in extract(source).problems
        if p.kind == "uncertain-words" and p.span
    ]


@pytest.mark.parametrize(
    ("word", "shown", "what"),
    [
        ("265QĐUBND", "265/QĐ-UBND", "a citation"),
        ("95", "95%.", "a target"),
        ("chủng", "chủng", "the title"),
        ("20", "20", "a task"),
        ("Tài", "Tài", "who has a task"),
    ],
)  # fmt: skip
def test_a_fact_that_rests_on_a_doubtful_word_is_to_be_checked(
    word: str, shown: str, what: str
) -> None:
    assert problems(scan(**{word: 40.0})) == [(shown, what)]


def test_of_a_task_and_a_target_only_figures_and_bodies_count() -> None:
    assert problems(scan(chu=40.0, mũi=40.0)) == []


def test_from_a_certainty_on_nothing_is_to_be_checked() -> None:
    assert problems(scan(Tài=UNCERTAIN)) == []
    assert problems(scan(Tài=UNCERTAIN - 1))


def test_a_fact_says_how_sure_the_least_certain_of_its_words_is() -> None:
    facts = extract(scan(Tài=40.0))
    (finance,) = (t for t in facts.tasks if t.label == "1")
    assert finance.span.confidence == finance.agencies[0].span.confidence == 40.0
    assert facts.document.spans["title"].confidence == 96.0


def test_words_that_were_printed_as_text_have_no_certainty() -> None:
    facts = extract(SourceText.from_text(TEXT))
    assert {t.span.confidence for t in facts.tasks} == {None}
