"""What a careful clerk would stop at in one document."""

from __future__ import annotations

import pytest

from extract import pipeline
from extract.source import SourceText

FIRST = """TỈNH ỦY SƠN LA
*
Số: 12-KL/TU
Sơn La, ngày 05 tháng 3 năm 2024
KẾT LUẬN
về công tác cán bộ
1. Các cấp ủy rà soát quy hoạch cán bộ.
T/M BAN THƯỜNG VỤ
BÍ THƯ
Trần Văn Mẫu
"""
SECOND = """{sign}
Sơn La, ngày 07 tháng 5 năm 2022
NGHỊ QUYẾT
về phát triển du lịch
1. Các huyện ủy lãnh đạo việc mở tuyến du lịch.
"""


@pytest.mark.parametrize(
    ("sign", "told"),
    [
        ("Số: 7-NQ/TU", ["7-NQ/TU"]),
        ("Số: 12-KL/TU", []),  # its own letterhead once more
        ("Số: ...-NQ/TU", []),  # a form
        ("Số 7-NQ/TU là văn bản cũ", []),
    ],
)
def test_a_file_that_holds_a_second_document_is_told(sign: str, told: list[str]) -> None:
    text = FIRST + "PHỤ LỤC\n" + SECOND.format(sign=sign)
    facts = pipeline.extract(SourceText.from_text(text))
    found = [problem for problem in facts.problems if problem.kind == "several-documents"]
    assert [problem.span.quote for problem in found if problem.span] == told
