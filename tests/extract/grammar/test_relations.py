"""What a document does to the one it cites, by the words that stand nearest."""

from __future__ import annotations

import pytest

from extract import vocabulary
from extract.facts import DocumentFields
from extract.grammar.citations import find_citations
from extract.grammar.relations import amended_by, amends_in_title, may_do
from extract.source import SourceText

RELATIONS = {
    "basis", "implements", "details", "amends", "replaces", "repeals", "consolidates", "corrects",
    "suspends", "promulgated_with", "proposed_by", "refers",
}  # fmt: skip


def relations_in(text: str, language: str = "vi", document: DocumentFields | None = None):
    found = find_citations(SourceText.from_text(text), language, document)  # type: ignore[arg-type]
    return [one.relation for one in found if not one.self_reference]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Căn cứ Nghị định số 5/2020/NĐ-CP;", "basis"),
        ("Trên cơ sở Kết luận số 8-KL/TU,", "basis"),
        ("quán triệt, triển khai Nghị quyết số 9-NQ/TU", "implements"),
        ("theo Kế hoạch số 31/KH-UBND, các xã", "implements"),
        ("theo tinh thần Chỉ thị số 7/CT-TTg", "implements"),
        ("theo quy định của Nghị định số 5/2020/NĐ-CP", "refers"),
        ("thực hiện theo đúng quy định tại Thông tư số 6/2020/TT-BTC", "refers"),
        ("theo khoản 2 Điều 5 Nghị định số 5/2020/NĐ-CP", "refers"),
        ("Sửa đổi, bổ sung một số điều của Quyết định số 12/2021/QĐ-UBND", "amends"),
        ("Điều 2. Thay thế Quyết định số 12/2021/QĐ-UBND", "replaces"),
        ("Về việc hủy bỏ Quyết định số 12/QĐ-UBND", "repeals"),
        ("Quyết định số 12/QĐ-UBND hết hiệu lực kể từ ngày Quyết định này có hiệu lực", "repeals"),
        ("Đính chính Quyết định số 12/QĐ-UBND", "corrects"),
        ("Đình chỉ thi hành Quyết định số 12/QĐ-UBND", "suspends"),
        ("Quy chế ban hành kèm theo Quyết định số 12/QĐ-UBND", "promulgated_with"),
        ("Sửa đổi Điều 4 Quy chế ban hành kèm theo Quyết định số 12/QĐ-UBND", "amends"),
        ("danh mục được sửa đổi tại Nghị quyết số 5/2026/NQ-CP", "refers"),
        ("Thay thế cụm từ “xã” tại Điều 3 Nghị định số 5/2020/NĐ-CP", "amends"),
        ("đã ban hành Quyết định số 12/QĐ-UBND", "refers"),
    ],
)
def test_the_vietnamese_cue_next_to_a_document_gives_the_relation(text, relation):
    assert relations_in(text)[:1] == [relation]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Pursuant to Decree No. 5/2020/ND-CP;", "basis"),
        ("in the spirit of Directive No. 7/CT-TTg", "implements"),
        ("the implementation of Resolution No. 9-NQ/TU", "implements"),
        ("targets according to Resolution No. 9/NQ-HĐND", "implements"),
        ("as prescribed in Decree No. 5/2020/ND-CP", "refers"),
        ("must comply with Decree No. 5/2020/ND-CP", "refers"),
        ("in accordance with the Law on Customs", "refers"),
        ("To amend Article 4 of Decision No. 12/2021/QD-UBND as follows", "amends"),
        ("This Decision annuls Decision No. 12/2021/QD-UBND", "repeals"),
        ("Decision No. 12/2021/QD-UBND ceases to be effective today", "repeals"),
        ("At the proposal of the Director in Report No. 14/TTr-STC", "proposed_by"),
    ],
)
def test_the_english_cue_next_to_a_document_gives_the_relation(text, relation):
    assert relations_in(text, "en")[:1] == [relation]


def test_a_cue_that_belongs_to_an_earlier_document_is_not_used_again():
    text = (
        "Thực hiện Chỉ thị số 7/CT-TTg về phòng cháy, Sở Công Thương đã có Kế hoạch số 31/KH-SCT."
    )
    assert relations_in(text) == ["implements", "refers"]


def test_a_plan_cannot_amend_a_law_whose_amendment_it_asks_for():
    plan = DocumentFields("plan", "vi")
    assert relations_in("1. Sửa đổi Nghị định số 5/2020/NĐ-CP", "vi", plan) == ["refers"]
    decree = DocumentFields("decree", "vi")
    assert relations_in("1. Sửa đổi Nghị định số 5/2020/NĐ-CP", "vi", decree) == ["amends"]


def test_a_resolution_of_the_national_assembly_can_do_what_a_law_can():
    assert may_do("amends", "resolution", "51/2001/QH10", "constitution")
    assert not may_do("amends", "resolution", "5/NQ-HĐND", "law")


@pytest.mark.parametrize(
    ("between", "language", "relation"),
    [
        (" đã được sửa đổi, bổ sung một số điều theo ", "vi", "amends"),
        (", được thay thế bằng ", "vi", "replaces"),
        (", which was amended and supplemented under ", "en", "amends"),
        (" về việc giao chỉ tiêu theo ", "vi", None),
    ],
)
def test_what_stands_between_two_documents_tells_what_the_second_did(between, language, relation):
    assert amended_by(between, language) == relation


def test_a_title_tells_what_its_document_did():
    assert amends_in_title(" sửa đổi, bổ sung một số điều của ", "vi") == "amends"
    assert amends_in_title(", amending a number of articles of ", "en") == "amends"
    assert amends_in_title(" về chế độ báo cáo theo ", "vi") is None


def test_every_cue_of_the_vocabulary_carries_a_known_relation():
    rows = vocabulary.rows("relation_cues")
    assert {row["relation"] for row in rows} <= RELATIONS
    assert {row["language"] for row in rows} == {"vi", "en"}
    pairs = [(row["language"], row["cue"]) for row in rows]
    assert len(pairs) == len(set(pairs))
