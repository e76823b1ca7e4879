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
        ("Article 1. Amendments to some articles of the Law on Shells", "amends"),
        ("This Decision annuls Decision No. 12/2021/QD-UBND", "repeals"),
        ("Decision No. 12/2021/QD-UBND ceases to be effective today", "repeals"),
        ("At the proposal of the Director in Report No. 14/TTr-STC", "proposed_by"),
    ],
)
def test_the_english_cue_next_to_a_document_gives_the_relation(text, relation):
    assert relations_in(text, "en")[:1] == [relation]


@pytest.mark.parametrize(
    ("head", "relation"),
    [
        (
            "2. Các Quyết định sau đây hết hiệu lực kể từ ngày Quyết định này có hiệu lực:",
            "repeals",
        ),
        ("Điều 3. Bãi bỏ các văn bản sau:", "repeals"),
        ("Thay thế các Kế hoạch sau:", "replaces"),
        ("Căn cứ các văn bản sau đây:", "basis"),
        ("Tiếp tục triển khai các nghị quyết, chỉ thị sau:", "implements"),
        ("1. Các nội dung sau đây hết hiệu lực:", "refers"),
        ("Các sở thực hiện tốt những việc sau:", "refers"),
    ],
)
def test_the_words_above_a_list_hold_for_every_document_in_it(head, relation):
    items = (
        "\na) Quyết định số 12/2021/QĐ-UBND ngày 05/3/2021 về phí đò;\nb) Quyết định số 7/QĐ-UBND."
    )
    found = find_citations(SourceText.from_text(head + items), "vi")
    assert [one.relation for one in found if one.number] == [relation, relation]


def test_the_words_before_a_colon_hold_for_the_documents_behind_it_in_the_line():
    text = (
        "2. Các Nghị định sau đây hết hiệu lực từ ngày 01/7/2025: Nghị định số 5/2020/NĐ-CP;"
        " Nghị định số 6/2020/NĐ-CP. Nghị định số 7/2020/NĐ-CP vẫn áp dụng."
    )
    assert relations_in(text) == ["repeals", "repeals", "refers"]


def test_adjusting_a_provision_of_a_decision_amends_it_but_adjusting_a_plan_need_not():
    assert relations_in("Điều 1. Điều chỉnh khoản 2 Điều 1 Quyết định số 9/QĐ-UBND") == ["amends"]
    assert relations_in("Các xã điều chỉnh Kế hoạch số 9/KH-UBND") == ["refers"]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Về việc điều chỉnh Danh mục ban hành kèm theo Quyết định số 9/QĐ-UBND", "amends"),
        ("Điều chỉnh nội dung Giấy phép môi trường số 9/GP-UBND", "amends"),
        ("Về việc điều chỉnh biên chế theo phụ lục kèm theo Nghị quyết số 9/NQ-HĐND",
         "promulgated_with"),
    ],
)  # fmt: skip
def test_adjusting_what_was_promulgated_with_a_decision_amends_it(text: str, relation: str) -> None:
    assert relations_in(text) == [relation]


def test_a_list_ends_where_labels_of_another_kind_begin():
    text = "1. Bãi bỏ các văn bản sau:\na) Quyết định số 7/QĐ-UBND.\n2. Quyết định số 8/QĐ-UBND là đúng."
    assert relations_in(text) == ["repeals", "refers"]


def test_what_the_english_list_is_headed_by_holds_for_its_items():
    text = "3. The following decrees cease to be effective:\na/ Decree No. 5/2011/ND-CP of May 2, 2011;"
    assert relations_in(text, "en") == ["repeals"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "thực hiện Luật Thú y, Nghị định số 5/2020/NĐ-CP quy định chi tiết một số điều của"
            " Luật Thú y và Quyết định số 9/QĐ-TTg",
            ["implements", "implements", "refers", "implements"],
        ),
        (
            "Thực hiện Chỉ thị số 7/CT-TTg về phòng dịch và Thông báo số 8/TB-VPCP",
            ["implements", "implements"],
        ),
        ("Căn cứ nhiệm vụ nêu tại Kết luận số 8-KL/TU", ["basis"]),
        ("Căn cứ quy định tại khoản 2 Điều 9 Nghị định số 5/2020/NĐ-CP", ["basis"]),
        ("Tiếp theo Công văn số 15/SYT-NVY, Sở Y tế đề nghị", ["refers"]),
        ("Quán triệt Chỉ thị số 7/CT-TTg", ["refers"]),
        ("Xét Báo cáo số 15/BC-UBND", ["refers"]),
        ("Xét Tờ trình số 15/TTr-UBND; Báo cáo thẩm tra số 8/BC-KTNS", ["proposed_by", "refers"]),
        ("theo chỉ đạo của Bộ trưởng tại Công văn số 15/BYT-DP", ["implements"]),
        (
            "Trên cơ sở số liệu về đất lúa của các xã trong vùng ghi ở Kế hoạch số 9/KH-UBND",
            ["refers"],
        ),
        (
            "Sửa đổi Điều 4 Quy chế quản lý đò ngang ban hành kèm theo Quyết định số 12/QĐ-UBND",
            ["amends", "promulgated_with"],
        ),
        (
            "Luật số 1/2021/QH15 sửa đổi một số điều của Luật Thống kê",
            ["refers", "refers", "amends"],
        ),
        ("Quốc hội ban hành Luật sửa đổi một số điều của Luật Thú y số 7/2015/QH13", ["amends"]),
    ],
)
def test_each_document_in_a_sentence_takes_the_words_that_are_its_own(text, expected):
    assert relations_in(text) == expected


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("takes effect today and replaces the Government's Resolution No. 4/NQ-CP", "replaces"),
        ("a circular, which replaces Circular No. 4/2011/TT-BTC", "refers"),
        ("implement the duty prescribed for mills in the Law on Water Resources", "refers"),
    ],
)
def test_an_english_verb_with_its_own_subject_is_the_act_of_that_subject(text, relation):
    assert relations_in(f"1. This Resolution {text}", "en")[-1] == relation


def test_a_resolution_without_a_year_does_not_change_circulars_itself():
    text = "b) Sửa đổi, bổ sung Thông tư số 6/2020/TT-BTC trong quý IV năm 2024."
    asks = DocumentFields("resolution", "vi", number="12/NQ-CP")
    changes = DocumentFields("resolution", "vi", number="66.7/2025/NQ-CP")
    assert relations_in(text, "vi", asks) == ["refers"]
    assert relations_in(text, "vi", changes) == ["amends"]


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


# Every relation of docs/annotation.md: the words before the documents, in both languages.
LISTED = [
    ("vi", "Căn cứ", "basis"),
    ("vi", "Thực hiện", "implements"),
    ("vi", "Nghị định này quy định chi tiết thi hành", "details"),
    ("vi", "Điều 1. Sửa đổi, bổ sung một số điều của", "amends"),
    ("vi", "Điều 2. Thay thế", "replaces"),
    ("vi", "Điều 2. Bãi bỏ", "repeals"),
    ("vi", "Văn bản này hợp nhất", "consolidates"),
    ("vi", "Điều 1. Đính chính", "corrects"),
    ("vi", "Điều 1. Đình chỉ thi hành", "suspends"),
    ("vi", "Quy chế ban hành kèm theo", "promulgated_with"),
    ("vi", "theo quy định tại", "refers"),
    ("en", "Pursuant to", "basis"),
    ("en", "to implement", "implements"),
    ("en", "This Decree details", "details"),
    ("en", "Article 1. To amend and supplement a number of articles of", "amends"),
    ("en", "This Decree replaces", "replaces"),
    ("en", "This Decree annuls", "repeals"),
    ("en", "This text consolidates", "consolidates"),
    ("en", "Article 1. To correct", "corrects"),
    ("en", "Article 1. To suspend", "suspends"),
    ("en", "the Regulation promulgated together with", "promulgated_with"),
    ("en", "as prescribed in", "refers"),
]
TWO_DECREES = {
    "vi": "Nghị định số 5/2020/NĐ-CP ngày 03/02/2020 của Chính phủ và Nghị định số 6/2021/NĐ-CP",
    "en": "Decree No. 5/2020/ND-CP of February 3, 2020, of the Government and Decree No. 6/2021/ND-CP",
}


@pytest.mark.parametrize(("language", "words", "relation"), LISTED)
def test_every_relation_holds_for_all_documents_of_a_list(language, words, relation):
    text = f"{words} {TWO_DECREES[language]}."
    assert relations_in(text, language)[-2:] == [relation, relation]


@pytest.mark.parametrize(
    ("language", "text", "relation", "pinpoint"),
    [
        ("vi", "Căn cứ khoản 2 Điều 5 {}", "basis", "khoản 2 Điều 5"),
        ("vi", "Sửa đổi khoản 2 Điều 5 {}", "amends", "khoản 2 Điều 5"),
        ("vi", "Bãi bỏ khoản 2 Điều 5 {}", "repeals", "khoản 2 Điều 5"),
        ("vi", "Thay thế Điều 5 {}", "replaces", "Điều 5"),
        ("vi", "Đình chỉ thi hành Điều 5 {}", "suspends", "Điều 5"),
        ("vi", "Đính chính Điều 5 {}", "corrects", "Điều 5"),
        ("vi", "Nghị định này quy định chi tiết khoản 2 Điều 5 {}", "details", "khoản 2 Điều 5"),
        ("en", "Pursuant to Clause 2, Article 5 of {}", "basis", "Clause 2, Article 5"),
        ("en", "To amend Clause 2, Article 5 of {}", "amends", "Clause 2, Article 5"),
        ("en", "To annul Clause 2, Article 5 of {}", "repeals", "Clause 2, Article 5"),
        ("en", "To suspend Article 5 of {}", "suspends", "Article 5"),
    ],
)
def test_a_relation_may_be_that_of_one_provision(language, text, relation, pinpoint):
    document = TWO_DECREES[language].split(" và " if language == "vi" else " and ")[0]
    found = find_citations(SourceText.from_text(text.format(document)), language)
    found = [one for one in found if not one.self_reference]
    assert [(one.relation, one.pinpoint) for one in found] == [(relation, pinpoint)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "To annul Article 4 of Circular No. 5/2015/TT-BTC, Document No. 18/BTC-TCHQ of May 6,"
            " 2009, and Document No. 19/BTC-TCHQ of May 7, 2009, on shells.",
            ["repeals"] * 3,
        ),
        (
            "Amending a number of articles of Decree No. 5/2014/ND-CP, on growing shells, and the"
            " Government’s Decree No. 6/2014/ND-CP, on selling shells",
            ["amends", "amends"],
        ),
        (
            "To amend Clause 2, Article 25 of Law No. 5/2014/QH13 on Shells, which was amended under"
            " Law No. 6/2018/QH14, as follows:",
            ["amends", "amends", "amends"],
        ),
    ],
)
def test_an_english_list_goes_on_over_titles_and_words_for_any_document(text, expected):
    assert relations_in(text, "en") == expected


def test_proposals_are_those_of_the_submissions_in_a_list():
    vi = "theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 14/TTr-SYT và Tờ trình số 15/TTr-SYT."
    assert relations_in(vi) == ["proposed_by", "proposed_by"]
    en = "At the proposal of the Director in Report No. 14/TTr-STC and Report No. 15/TTr-STC."
    assert relations_in(en, "en") == ["proposed_by", "proposed_by"]


def test_every_cue_of_the_vocabulary_carries_a_known_relation():
    rows = vocabulary.rows("relation_cues")
    assert {row["relation"] for row in rows} <= RELATIONS
    assert {row["language"] for row in rows} == {"vi", "en"}
    pairs = [(row["language"], row["cue"]) for row in rows]
    assert len(pairs) == len(set(pairs))


def test_a_document_in_the_title_of_one_that_amends_it_only_refers():
    text = (
        "Bãi bỏ Quyết định số 8/2019/QĐ-UBND ngày 20/02/2019 sửa đổi Quyết định số 45/2016/QĐ-UBND."
    )
    found = find_citations(SourceText.from_text(text), "vi")
    rows = [(one.number, one.relation) for one in found]
    assert rows == [
        ("8/2019/QĐ-UBND", "repeals"),
        ("45/2016/QĐ-UBND", "refers"),
        ("45/2016/QĐ-UBND", "amends"),
    ]


def test_a_list_of_directives_goes_on_behind_a_resolution_in_a_title():
    text = (
        "carry out Directive 19/CT-TTg dated 16/7/2021 on the plan following the Resolution of the "
        "13th Party Congress, Directive 11/CT-UBND dated 13/10/2020 on planting."
    )
    assert relations_in(text, "en") == ["implements", "refers", "implements"]


def test_who_examines_a_submission_proposes_nothing_though_a_title_stands_between():
    text = (
        "Xét Tờ trình số 48/TTr-UBND ngày 25/11/2025 về kế hoạch 5 năm 2026 - 2030; Báo cáo thẩm tra "
        "số 7/BC-KTNS ngày 03/12/2025."
    )
    assert relations_in(text) == ["proposed_by", "refers"]


def test_opinions_stand_beside_the_document_that_is_carried_out():
    text = (
        "Thực hiện Công văn số 74/BNV-TL ngày 12/9/2025 và ý kiến chỉ đạo của Chủ tịch UBND tỉnh tại "
        "Công văn số 90/UBND-NC ngày 17/9/2025."
    )
    assert relations_in(text) == ["implements", "implements"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sửa đổi, bổ sung một số điều của Quyết định số 18/2020/QĐ-UBND ngày 03 tháng 8 năm 2020 của"
            " Ủy ban nhân dân tỉnh và bãi bỏ Quyết định số 7/2015/QĐ-UBND",
            ["amends", "repeals"],
        ),
        (
            "Thực hiện Kế hoạch số 9/KH-SNV ngày 11/02/2025 và các công văn: số 40/SNV-TCBC ngày"
            " 14/3/2025, số 41/SNV-VP.",
            ["implements", "implements", "implements"],
        ),
        (
            "Căn cứ Hướng dẫn số 2-HD/TU; Quy định về thẻ ban hành kèm theo Quyết định số 5-QĐ/TW;"
            " Hướng dẫn số 4-HD/TU;",
            ["basis", "basis", "promulgated_with", "basis"],
        ),
        (
            "Căn cứ Quy chế số 3/QCPH-BYT-BCA ngày 10/01/2013 giữa hai bộ; Kế hoạch số 5/KH-BYT;",
            ["basis", "basis"],
        ),
    ],
)
def test_a_list_keeps_its_relation_over_what_stands_between_its_items(text, expected):
    assert relations_in(text) == expected


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Điều 2. Chấm dứt hiệu lực Chỉ thị số 6/CT-UBND.", "repeals"),
        ("3. Tạm dừng thực hiện Thông báo số 5/TB-VPUB.", "suspends"),
        ("Đề nghị tỉnh tạm dừng thực hiện Thông báo số 5/TB-VPUB.", "refers"),
        ("thống nhất theo Tờ trình số 77/TTr-STC", "proposed_by"),
        ("theo Báo cáo số 77/BC-STC", "refers"),
    ],
)
def test_ending_or_halting_a_document_is_no_carrying_out(text, relation):
    assert relations_in(text) == [relation]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thực hiện Nghị quyết số 9-NQ/TW (sau đây gọi là Nghị quyết 9), Nghị quyết số 28/NQ-CP,",
            ["implements", "implements"],
        ),
        ("xây dựng kế hoạch thực hiện Chương trình này và Nghị quyết số 28/NQ-CP", ["implements"]),
        (
            "Căn cứ Nghị định số 63/2010/NĐ-CP của Chính phủ về thủ tục được sửa đổi, bổ sung một số điều"
            " theo Nghị định số 48/2013/NĐ-CP và Nghị định số 92/2017/NĐ-CP;",
            ["basis", "basis", "amends", "basis", "amends"],
        ),
        ("Điều 1. Thu hồi Giấy phép số 12/GP-STNMT ngày 05/3/2020", ["repeals"]),
        ("thu hồi đất của dự án tại Quyết định số 12/QĐ-UBND", ["refers"]),
        ("3. Dừng thực hiện Thông báo số 90/TB-SXD", ["suspends"]),
    ],
)
def test_words_beside_and_between_documents_are_read_for_the_right_one(text, expected):
    programme = DocumentFields("programme", "vi", number="7/CTr-UBND")
    assert relations_in(text, document=programme) == expected


@pytest.mark.parametrize(
    "text",
    [
        "CIRCULAR\nOn amendments to Circular No. 39/2016/TT-NHNN",
        "The Governor promulgates a Circular on amendments to Circular No. 39/2016/TT-NHNN",
        "The Government hereby issues a Decree amending Circular No. 39/2016/TT-NHNN",
    ],
)
def test_a_title_on_amendments_amends(text):
    assert relations_in(text, "en") == ["amends"]


@pytest.mark.parametrize(
    ("text", "in_part"),
    [
        ("Bãi bỏ một phần Quyết định số 28/2021/QĐ-UBND", [True]),
        (
            "Bãi bỏ các nội dung sau của Quy định ban hành kèm theo Quyết định số 28/2021/QĐ-UBND",
            [True],
        ),
        ("Bãi bỏ toàn bộ Quyết định số 28/2021/QĐ-UBND", [False]),
        ("Bãi bỏ một số văn bản: Quyết định số 28/2021/QĐ-UBND", [False]),
        ("Đình chỉ thi hành một số điều của Quyết định số 28/2021/QĐ-UBND", [True]),
    ],
)
def test_an_act_on_a_part_does_not_end_the_whole_document(text, in_part):
    assert [one.in_part for one in find_citations(SourceText.from_text(text), "vi")] == in_part


@pytest.mark.parametrize(
    "text",
    [
        "Bãi bỏ các Kế hoạch của UBND tỉnh Hải Dương: số 217/KH-UBND; số 51/KH-UBND",
        "Bãi bỏ các văn bản sau do UBND tỉnh Hải Dương ban hành:\na) Kế hoạch số 217/KH-UBND;\n"
        "b) Kế hoạch số 51/KH-UBND;",
    ],
)
def test_the_words_above_a_list_say_who_issued_the_documents_in_it(text):
    found = find_citations(SourceText.from_text(text), "vi")
    assert [(one.relation, one.jurisdiction) for one in found] == [("repeals", "hai-duong")] * 2


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Về việc thay đổi danh sách đầu mối tại Quyết định số 740/QĐ-UBND", "amends"),
        ("V/v điều chỉnh nguồn vốn đã phê duyệt tại Quyết định số 740/QĐ-UBND", "amends"),
        (
            "1. Sở Tài chính điều chỉnh dự toán theo quy định tại Quyết định số 740/QĐ-UBND",
            "refers",
        ),
        ("Về việc thay đổi địa điểm họp nêu tại Kế hoạch số 740/KH-UBND", "refers"),
    ],
)
def test_a_decision_that_changes_what_stands_in_another_amends_it(text, relation):
    assert relations_in(text) == [relation]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "vi",
            "Theo đề nghị của Sở Y tế tại Tờ trình số 7/TTr-SYT và Giám đốc Sở Nội vụ tại Công văn số"
            " 9/SNV-TC;",
            ["proposed_by", "proposed_by"],
        ),
        ("vi", "thực hiện Thông tư số 5/2024/TT-BNV và các hướng dẫn tại Công văn số 3/BNV-TC",
         ["implements", "refers"]),
        ("en", "In consideration of the proposal of the Department in Submission No. 9/TTr-STC;",
         ["proposed_by"]),
        ("en", "The Ministry shall guide the implementation of Decree No. 5/2020/ND-CP", ["refers"]),
        ("en", "This Directive replaces Directive No. 5/CT-TTg; Telegram No. 11/CD-TTg shall cease to be"
         " effective.", ["replaces", "repeals"]),
    ],
)  # fmt: skip
def test_each_clause_of_a_list_has_its_own_words(language, text, expected):
    assert relations_in(text, language) == expected


def test_the_partys_resolution_changes_no_decision_of_the_state():
    party = DocumentFields("resolution", "vi", number="11-NQ/TU")
    assert relations_in("2. Sửa đổi, bổ sung Quyết định số 27/2022/QĐ-UBND", document=party) == [
        "refers"
    ]
