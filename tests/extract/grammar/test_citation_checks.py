"""What a clerk would stop at in the citations of one document."""

from __future__ import annotations

import pytest

from extract.facts import DocumentFields, Facts
from extract.grammar.checks import check_facts
from extract.grammar.citations import find_citations
from extract.source import SourceText

PLAN = DocumentFields(
    "plan", "vi", number="31/KH-UBND", issued_on="2024-05-06", issuer="UBND tỉnh Sơn La"
)


def problems_in(text: str) -> list[str]:
    source = SourceText.from_text(f"Căn cứ Luật Nhặt vỏ sò;\n{text}")
    facts = Facts(PLAN, citations=find_citations(source, "vi", PLAN))
    return [one.kind for one in check_facts(source, facts).problems if one.span]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Căn cứ Quyết định số 9/QĐ-TTg ngày 04/3/2024 của Thủ tướng Chính phủ;", []),
        ("Căn cứ Quyết định số 9/QĐ-TTg ngày 32/3/2024 của Thủ tướng Chính phủ;", ["impossible-date"]),
        ("Căn cứ Quyết định số 9/QĐ-TTg ngày 30/02/2024;", ["impossible-date"]),
        ("Căn cứ Quyết định số 9/QĐ-TTg ngày 07/5/2024;", ["cites-the-future"]),
        ("Căn cứ Nghị định số 9/2025/NĐ-CP của Chính phủ;", ["cites-the-future"]),
        ("Căn cứ Luật Nhặt vỏ sò năm 2031;", ["cites-the-future"]),
        ("Căn cứ Luật Nhặt vỏ sò năm 2024;", []),
        ("Thực hiện Chỉ thị số 49-NQ/TW ngày 03/3/2023;", ["type-contradicts-number"]),
        ("Tiếp theo Kế hoạch số 31/KH-UBND ngày 02/5/2024 của UBND tỉnh;", ["cites-itself"]),
        ("Tiếp theo Kế hoạch số 31/KH-UBND ngày 02/5/2023 của UBND tỉnh;", []),
        ("Phụ lục ban hành kèm theo Kế hoạch số 31/KH-UBND ngày 06/5/2024;", []),
    ],
)  # fmt: skip
def test_a_citation_that_cannot_be_as_it_is_printed_is_a_problem(
    text: str, kinds: list[str]
) -> None:
    assert problems_in(text) == kinds
