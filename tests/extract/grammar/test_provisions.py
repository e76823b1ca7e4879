"""Provisions, and the document that each belongs to."""

from __future__ import annotations

from extract.facts import DocumentFields
from extract.grammar.citations import find_citations
from extract.grammar.provisions import find_provisions
from extract.source import SourceText

LAW = DocumentFields("law", "vi", number="99/2024/QH15")


def provisions(text: str):
    source = SourceText.from_text(text)
    citations = find_citations(source, "vi", LAW)
    return [
        (one.words, None if one.citation is None else citations[one.citation].name)
        for one in find_provisions(source, "vi", citations)
    ]


def test_a_provision_beside_a_document_belongs_to_it():
    assert provisions("theo khoản 2 Điều 5 của Luật Đất đai và Điều 7 của Luật này.") == [
        ("khoản 2 Điều 5", "Luật Đất đai"),
        ("Điều 7", None),
    ]


def test_below_an_amending_heading_provisions_belong_to_the_amended_law():
    text = (
        "Điều 1. Sửa đổi, bổ sung một số điều của Luật Thủy lợi\n"
        "1. Sửa đổi, bổ sung khoản 3 Điều 8 như sau:\n"
        "“3. Việc cấp phép theo Điều 9 của Luật này do tỉnh quyết định.”\n"
        "Điều 2. Hiệu lực thi hành\n"
        "Việc quy định tại khoản 1 Điều này do Chính phủ hướng dẫn.\n"
    )
    assert provisions(text) == [
        ("khoản 3 Điều 8", "Luật Thủy lợi"),
        ("Điều 9", "Luật Thủy lợi"),
        ("khoản 1 Điều này", None),
    ]


def test_lists_and_ranges_of_provisions_are_one_reference():
    (found,) = provisions("Bỏ cụm từ tại khoản 1 Điều 5, khoản 2 và khoản 4 Điều 8 đến Điều 10;")
    assert found == ("khoản 1 Điều 5, khoản 2 và khoản 4 Điều 8 đến Điều 10", None)


def test_the_head_of_a_provision_is_no_reference():
    assert provisions("Điều 5. Tổ chức thực hiện\nKhoản 2:\n") == []
