"""Citations in running text, Vietnamese and English. All specimens are in our own words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.facts import Citation, DocumentFields
from extract.grammar.citations import find_citations
from extract.source import SourceText

DIRECTIVE_VI = DocumentFields(
    "directive", "vi", number="09/CT-UBND", issuer="Chủ tịch UBND tỉnh", issued_on="2025-02-03"
)
DIRECTIVE_EN = DocumentFields(
    "directive", "en", number="09/CT-UBND", issuer="Provincial Chairman", issued_on="2025-02-03"
)


def cite(text: str, language: Any = "vi", document: DocumentFields | None = None):
    return find_citations(SourceText.from_text(text), language, document)


def one(text: str, language: Any = "vi", document: DocumentFields | None = None) -> Citation:
    (found,) = cite(text, language, document)
    return found


@pytest.mark.parametrize(
    ("text", "type_code", "number", "date", "issuer", "relation"),
    [
        (
            "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về văn thư;",
            "decree", "30/2020/NĐ-CP", "2020-03-05", "Chính phủ", "basis",
        ),
        (
            "Thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị về thi đua,",
            "directive", "34-CT/TW", "2014-04-07", "Bộ Chính trị", "implements",
        ),
        (
            "xử lý theo đúng quy định tại Thông tư số 08/2022/TT-BKHĐT của Bộ Kế hoạch và Đầu tư.",
            "circular", "08/2022/TT-BKHĐT", None, "Bộ Kế hoạch và Đầu tư", "refers",
        ),
        (
            "Bãi bỏ Quyết định số 12/2019/QĐ-UBND ngày 01/4/2019 của UBND tỉnh Lào Cai về giá nước.",
            "decision", "12/2019/QĐ-UBND", "2019-04-01", "UBND tỉnh Lào Cai", "repeals",
        ),
        (
            "Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 45/QĐ-UBND.",
            "decision", "45/QĐ-UBND", None, None, "replaces",
        ),
        (
            "Đính chính lỗi tại Phụ lục ban hành kèm theo Quyết định số 70/QĐ-UBND ngày 02/3/2026",
            "decision", "70/QĐ-UBND", "2026-03-02", None, "corrects",
        ),
        (
            "theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 214/TTr-SYT ngày 12/8/2024.",
            "submission", "214/TTr-SYT", "2024-08-12", None, "proposed_by",
        ),
        (
            "kế hoạch số 80/KH-UBND ngày 14/5/2025 của UBND huyện",
            "plan", "80/KH-UBND", "2025-05-14", "UBND huyện", "refers",
        ),
    ],
)  # fmt: skip
def test_a_vietnamese_mention_gives_its_fields(text, type_code, number, date, issuer, relation):
    found = [c for c in cite(text) if not c.self_reference]
    assert len(found) == 1
    got = found[0]
    assert (got.type, got.number, got.date, got.issuer, got.relation) == (
        type_code, number, date, issuer, relation,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "type_code", "number", "date", "issuer", "relation"),
    [
        (
            "Pursuant to the Government’s Decree No. 30/2020/ND-CP of March 5, 2020, on clerical work;",
            "decree", "30/2020/ND-CP", "2020-03-05", "Government", "basis",
        ),
        (
            "to implement Directive No. 34-CT/TW dated April 7, 2014, of the Politburo (11th term)",
            "directive", "34-CT/TW", "2014-04-07", "Politburo (11th term)", "implements",
        ),
        (
            "tasks outlined in Conclusion No. 77-KL/TU of the 9th Conference of the Provincial Party "
            "Committee on May 6, 2022; the rest",
            "conclusion", "77-KL/TU", "2022-05-06",
            "9th Conference of the Provincial Party Committee", "refers",
        ),
        (
            "This Decree replaces Decree No. 71/2016/ND-CP of July 1, 2016.",
            "decree", "71/2016/ND-CP", "2016-07-01", None, "replaces",
        ),
    ],
)  # fmt: skip
def test_an_english_mention_gives_its_fields(text, type_code, number, date, issuer, relation):
    found = [c for c in cite(text, "en") if not c.self_reference]
    assert len(found) == 1
    got = found[0]
    assert (got.type, got.number, got.date, got.issuer, got.relation) == (
        type_code, number, date, issuer, relation,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "name", "date"),
    [
        ("theo quy định của Luật Đất đai năm 2024 và các văn bản", "vi", "Luật Đất đai năm 2024", "2024"),
        ("Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;", "vi", "Luật Tổ chức Chính phủ", "2015-06-19"),
        ("nghiêm Luật Phòng, chống tham nhũng và pháp luật khác", "vi", "Luật Phòng, chống tham nhũng", None),
        ("theo luật hôn nhân và Luật hôn nhân và gia đình, trừ", "vi", "Luật hôn nhân và gia đình", None),
        ("quy định của Bộ luật Tố tụng hình sự thì", "vi", "Bộ luật Tố tụng hình sự", None),
        ("the 2022 Law on Emulation and Commendation and current rules", "en", "Law on Emulation and Commendation", "2022"),
        ("the June 16, 2014 Law on Customs and its guiding texts", "en", "Law on Customs", "2014-06-16"),
        ("specified in the Investment Law, which", "en", "Investment Law", None),
        ("Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;", "vi", "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam", None),
        ("the Resolution of the 12th Provincial Party Congress.", "en", "Resolution of the 12th Provincial Party Congress", None),
        ("thực hiện Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng, các", "vi", "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng", None),
    ],
)  # fmt: skip
def test_a_document_without_a_number_is_cited_by_its_name(text, language, name, date):
    found = one(text, language)
    assert (found.name, found.date) == (name, date)


@pytest.mark.parametrize(
    "text",
    [
        "theo Mẫu số 03/TB-ABC ban hành", "ngày 01/2024 và 5/6", "tiêu chuẩn TCVN 5687:2010",
        "tốc độ 80 km/h", "Số: 15/CT-UBND\n", "các nghị quyết của Đảng, pháp luật của Nhà nước",
        "chương trình mục tiêu quốc gia", "kỷ luật Chủ tịch Hội đồng", "dự án luật khác",
        "Hồ sơ số 12/HS-XD", "liên hệ 0212.3852.111/2",
    ],
)  # fmt: skip
def test_look_alikes_are_no_citations(text):
    assert cite(text) == ()


def test_forms_and_plural_classes_in_english_are_no_citations():
    text = "made according to Form No. 11/PLI; resolutions and conclusions of the 13th Congress"
    assert cite(text, "en") == ()


def test_each_document_of_a_list_is_a_row_with_the_relation_of_the_list():
    text = (
        "Bãi bỏ các Kế hoạch sau: số 21/KH-UBND ngày 02/3/2020; số 35/KH-UBND ngày 09/9/2021 "
        "và số 48/KH-UBND ngày 10/10/2022."
    )
    found = cite(text)
    assert [c.number for c in found] == ["21/KH-UBND", "35/KH-UBND", "48/KH-UBND"]
    assert {c.type for c in found} == {"plan"}
    assert {c.relation for c in found} == {"repeals"}


def test_a_document_in_the_title_of_another_only_refers():
    text = (
        "Thực hiện Chỉ thị số 19/CT-TTg ngày 16/7/2021 của Thủ tướng Chính phủ về phát động thi đua "
        "theo Nghị quyết số 08-NQ/TW; Công văn số 15/BNV-TH ngày 02/8/2021 của Bộ Nội vụ."
    )
    first, inner, last = cite(text)
    assert (first.relation, inner.relation, last.relation) == (
        "implements", "refers", "implements",
    )  # fmt: skip
    assert inner.inside_title
    assert not last.inside_title


def test_an_amendment_between_two_cited_documents_is_a_row_of_its_own():
    text = (
        "Thực hiện Thông tư số 05/2019/TT-BTC đã được sửa đổi, bổ sung theo Thông tư số "
        "17/2021/TT-BTC,"
    )
    cited, by, act = cite(text)
    assert (cited.relation, by.relation) == ("implements", "implements")
    assert (act.relation, act.subject, act.object) == ("amends", 1, 0)
    assert act.number == "05/2019/TT-BTC"


def test_the_law_named_in_an_amending_law_is_amended_by_it():
    text = "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Đầu tư công ngày 13/6/2019;"
    outer, inner, act = cite(text)
    assert outer.name == "Luật sửa đổi, bổ sung một số điều của Luật Đầu tư công"
    assert (inner.name, inner.relation) == ("Luật Đầu tư công", "basis")
    assert (act.relation, act.subject, act.object) == ("amends", 0, 1)


@pytest.mark.parametrize(
    ("text", "language", "pinpoint"),
    [
        ("tại khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP", "vi", "khoản 2 Điều 5"),
        ("quy định tại các điểm a, b và c khoản 1 Điều 9 của Luật Đất đai.", "vi",
         "điểm a, b và c khoản 1 Điều 9"),
        ("theo Chương II Thông tư số 01/2021/TT-BNV", "vi", "Chương II"),
        ("prescribed in Point b, Clause 1, Article 3 of Decree No. 86/2013/ND-CP", "en",
         "Point b, Clause 1, Article 3"),
        ("under Clause 2 of Article 4 of the Law on Customs.", "en", "Clause 2 of Article 4"),
    ],
)  # fmt: skip
def test_a_provision_goes_into_the_pinpoint(text, language, pinpoint):
    assert one(text, language).pinpoint == pinpoint


@pytest.mark.parametrize(
    ("text", "language", "document"),
    [
        ("Giao Sở Nội vụ theo dõi việc thực hiện Chỉ thị này.", "vi", DIRECTIVE_VI),
        ("kiểm tra việc triển khai thực hiện Chỉ thị.", "vi", DIRECTIVE_VI),
        ("are responsible for implementing this Directive.", "en", DIRECTIVE_EN),
        ("urge the implementation of the Directive; and report", "en", DIRECTIVE_EN),
    ],
)
def test_a_mention_of_the_document_itself_refers_to_itself(text, language, document):
    found = one(text, language, document)
    assert found.self_reference
    assert found.form == "anaphoric"
    assert found.relation == "refers"
    assert (found.number, found.date) == ("09/CT-UBND", "2025-02-03")


def test_an_anaphor_points_back_to_the_one_document_it_can_mean():
    text = (
        "Theo Nghị quyết số 12/NQ-HĐND ngày 08/7/2024 của HĐND tỉnh, ... Nghị quyết nêu trên giao "
        "các sở."
    )
    named, anaphor = cite(text, "vi", DIRECTIVE_VI)
    assert anaphor.antecedent == 0
    assert anaphor.form == "anaphoric"
    assert anaphor.number == named.number


def test_an_anaphor_that_could_mean_two_documents_stays_unresolved():
    text = (
        "Theo Nghị quyết số 12/NQ-HĐND và Nghị quyết số 15/NQ-HĐND của HĐND tỉnh. "
        "Nghị quyết nêu trên giao các sở."
    )
    *_, anaphor = cite(text, "vi", DIRECTIVE_VI)
    assert anaphor.antecedent is None
    assert anaphor.number is None


def test_a_defined_short_name_leads_back_to_its_document():
    text = (
        "of the 2015 Law on Promulgation of Legal Documents (below referred to as the Law). "
        "The dossier prescribed in Article 37 of the Law is kept."
    )
    decree = DocumentFields("decree", "en", number="34/2016/ND-CP")
    named, short = cite(text, "en", decree)
    assert short.antecedent == 0
    assert short.name == named.name
    assert short.pinpoint == "Article 37"


def test_the_documents_own_number_in_letterhead_and_source_line_is_no_citation():
    text = (
        "On February 3, 2025, the Chairman issued Directive No. 09/CT-UBND.\n"
        "1. Implement Decision No. 5/QĐ-TTg dated January 2, 2025.\n"
        "Source: Directive No. 09/CT-UBND of the Chairman"
    )
    assert [c.number for c in cite(text, "en", DIRECTIVE_EN)] == ["5/QĐ-TTg"]


def test_what_the_document_promulgates_is_no_citation():
    assert cite("The Government promulgates the Law on Customs.", "en") == ()
    assert cite("Quốc hội ban hành Luật Đầu tư.") == ()


def test_a_detail_said_of_decrees_to_come_binds_nobody():
    found = one("các nghị định quy định chi tiết thi hành Luật Đất đai sẽ có.")
    assert found.relation == "refers"


def test_the_decree_itself_details_the_law():
    text = "Nghị định này quy định chi tiết một số điều của Luật Đất đai."
    found = [c for c in cite(text, "vi", DocumentFields("decree", "vi")) if not c.self_reference]
    assert [c.relation for c in found] == ["details"]


SEED_WORDINGS = [
    "effectively implement Directive No. 34-CT/TW {of} April 7, 2014, of the Politburo on emulation; "
    "Directive No. 19/CT-TTg {of} July 16, 2021, of the Prime Minister on launching emulation "
    "according to the Resolution of the 13th National Congress of the Party; and other guidance.",
]


@pytest.mark.parametrize("of", ["of", "dated", "issued on"])
def test_another_translators_wording_gives_the_same_citations(of):
    found = cite(SEED_WORDINGS[0].format(of=of), "en")
    assert [(c.type, c.number, c.date, c.issuer, c.relation) for c in found] == [
        ("directive", "34-CT/TW", "2014-04-07", "Politburo", "implements"),
        ("directive", "19/CT-TTg", "2021-07-16", "Prime Minister", "implements"),
        ("resolution", None, None, "13th National Congress of the Party", "refers"),
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                "Nghị định số ", "30/2020/NĐ-CP ", "Luật ", "Đất đai ", "này ", "khoản 2 Điều 5 ",
                "của ", "ngày 01/02/2020 ", "Chính phủ ", "; ", "\n", "sửa đổi, bổ sung ", "(", ")",
                "Resolution of the ", "Law on ", "Customs ", "No. ", "the ", "’s ", "Quyết định ",
            ]
        ),
        max_size=40,
    ).map("".join),
    st.sampled_from(["vi", "en"]),
)  # fmt: skip
def test_every_citation_quotes_the_text_and_points_at_rows_that_exist(text, language):
    found = cite(text, language, DIRECTIVE_VI)
    for citation in found:
        assert text[citation.span.start : citation.span.end] == citation.span.quote
        for index in (citation.antecedent, citation.subject, citation.object):
            assert index is None or 0 <= index < len(found)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000, "1/" * 20_000, "Luật " * 8_000, "Điều 5 khoản 2 " * 4_000 + "Luật Đất đai",
        "A" * 50_000 + "/CP", "Law " * 10_000, "của " * 10_000, "the X’s " * 5_000, "-" * 50_000,
        "sửa đổi, bổ sung " * 3_000, "12/2020/" * 6_000, " \n" * 20_000,
        "thực hiện kế hoạch " * 3_000, "quy hoạch, kế hoạch sử dụng đất quốc gia " * 1_000,
        "the reports of the A and the B, the C " * 1_000, "Law on A, and B of C, " * 2_000,
        'như sau: "a Luật này ' * 2_000, "sửa đổi một số điều của các luật liên quan " * 1_000,
    ],
)  # fmt: skip
def test_hostile_lines_are_read_to_their_end(text):
    for language in ("vi", "en"):
        cite(text, language)


@pytest.mark.shared
def test_the_directive_of_son_la_cites_what_a_careful_reader_found(shared):
    gold = json.loads((shared / "gold/documents/000_55639a51996bc13e.json").read_text("utf-8"))
    fields = gold["document"]
    document = DocumentFields(
        fields["type"], "en", number=fields["number"], issuer=fields["issuer"],
        issued_on=fields["issued_on"],
    )  # fmt: skip
    text = (shared / "corpus" / gold["file"]).read_text("utf-8")
    found = cite(text, "en", document)
    keys = ("type", "number", "date", "issuer", "relation", "form")
    assert [tuple(getattr(c, k) for k in keys) for c in found] == [
        tuple(row[k] for k in keys) for row in gold["citations"]
    ]


@pytest.mark.shared
def test_the_news_text_cites_nothing(shared):
    text = (shared / "corpus/seeds/004_5d6d8004a2e033d4.txt").read_text("utf-8")
    assert cite(text, "en", DocumentFields("news", "en")) == ()


@pytest.mark.parametrize(
    ("text", "language", "name", "date"),
    [
        ("theo Bộ Luật Dân sự 2015 thì", "vi", "Bộ Luật Dân sự 2015", "2015"),
        ("theo Luật Đất đai (2024);", "vi", "Luật Đất đai (2024)", "2024"),
        ("the Law on Land 2024.", "en", "Law on Land", "2024"),
        ("the Law on Land (2024).", "en", "Law on Land", "2024"),
    ],
)
def test_a_laws_year_may_stand_bare_or_in_brackets(text, language, name, date):
    found = one(text, language)
    assert (found.name, found.date, found.form) == (name, date, "full")


def test_names_and_issuers_go_on_over_a_wrapped_line():
    text = "thực hiện Quyết định số 12/2020/QĐ-\nTTg ngày 03/5/2020 của Thủ tướng\nChính phủ về"
    found = one(text)
    assert (found.number, found.issuer) == ("12/2020/QĐ-TTg", "Thủ tướng Chính phủ")
    assert one("theo Luật Thực hiện dân\nchủ ở cơ sở.").name == "Luật Thực hiện dân chủ ở cơ sở"


@pytest.mark.parametrize(
    ("printed", "issuer", "key", "jurisdiction"),
    [
        ("Chính phủ quy định chi tiết", "Chính phủ", "chinh-phu", "vn"),
        ("Bộ trưởng Bộ Kế hoạch và Đầu tư hướng dẫn", "Bộ trưởng Bộ Kế hoạch và Đầu tư",
         "bo-ke-hoach-va-dau-tu", "vn"),
        ("UBND tỉnh Sơn La về việc", "UBND tỉnh Sơn La", "ubnd-tinh", "son-la"),
        ("Chủ tịch UBND tỉnh phát động", "Chủ tịch UBND tỉnh", "chu-tich-ubnd-tinh", None),
        ("HĐND huyện giao", "HĐND huyện", "hdnd-huyen", None),
    ],
)  # fmt: skip
def test_the_issuer_ends_where_the_subject_begins(printed, issuer, key, jurisdiction):
    found = one(f"theo Quyết định số 12/QĐ-ABC ngày 03/5/2020 của {printed} nhiệm vụ")
    assert (found.issuer, found.issuer_key, found.jurisdiction) == (issuer, key, jurisdiction)


def test_a_law_still_to_be_made_is_no_citation():
    assert cite("2. Xây dựng Luật Nhà giáo; hoàn thiện dự án Luật Dữ liệu.") == ()


def test_a_short_number_without_its_symbol_is_kept_as_printed():
    assert one("theo Nghị định 30/2020 của Chính phủ").number == "30/2020"
    assert one("triển khai Đề án 06 trên địa bàn").name == "Đề án 06"


def test_the_reports_are_each_of_the_reports_named_before():
    text = (
        "considering the Government’s Report No. 15/BC-CP of May 4, 2020, and the Ministry of "
        "Finance’s Report No. 33/BC-BTC of May 5, 2020. The proposals in the Reports are approved."
    )
    found = cite(text, "en")
    assert [(c.number, c.antecedent) for c in found] == [
        ("15/BC-CP", None), ("33/BC-BTC", None), ("15/BC-CP", 0), ("33/BC-BTC", 1),
    ]  # fmt: skip


def test_a_list_goes_on_behind_a_law_that_names_the_law_it_amends():
    text = "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Đầu tư công ngày 13/6/2019; Luật Đất đai;"
    found = cite(text)
    assert (found[-1].name, found[-1].relation) == ("Luật Đất đai", "basis")


@pytest.mark.parametrize(
    ("text", "type_code"),
    [
        ("theo Thông tư số 19/2012/TTLT-BTC-BNV", "joint_circular"),
        ("tại văn bản số 12/KL-TTr", "conclusion"),
        ("tại Văn bản số 77/UBND-KT", "official_letter"),
        ("theo Quy định số 41-QĐ/TW", "regulation"),
        ("và số 41-QĐ/TW", "decision"),
        ("theo Luật số 12/2020/QH14", "law"),
        ("theo Nghị quyết số 12/2020/QH14", "resolution"),
    ],
)
def test_the_word_tells_the_type_where_the_number_leaves_it_open(text, type_code):
    assert one(text).type == type_code


def test_this_law_in_quoted_new_wording_is_the_amended_law():
    text = (
        "Điều 1. Sửa đổi, bổ sung một số điều của Luật Thủy lợi\n"
        "1. Sửa đổi khoản 3 như sau:\n"
        "“3. Việc cấp phép theo Điều 9 của Luật này.”\n"
        "Điều 2. Luật này có hiệu lực từ ngày 01 tháng 7 năm 2026.\n"
    )
    amended, quoted, own = cite(text, "vi", DocumentFields("law", "vi", number="5/2026/QH16"))
    assert (quoted.antecedent, quoted.self_reference) == (0, False)
    assert quoted.name == amended.name
    assert own.self_reference


@pytest.mark.parametrize(
    ("text", "kind", "name", "pinpoint"),
    [
        ("Sửa đổi khoản 2 Điều 3 Quy chế quản lý bến đò như sau:", "rule", "Quy chế quản lý bến đò", "khoản 2 Điều 3"),
        ("- Việc thực hiện Quy chế kiểm tra nước sinh hoạt nông thôn;", "rule", "Quy chế kiểm tra nước sinh hoạt nông thôn", None),
        ("theo quy hoạch tỉnh đã được phê duyệt", "plan", "quy hoạch tỉnh", None),
        ("kế hoạch sử dụng đất quốc gia giai đoạn 2021-2025", "plan", "kế hoạch sử dụng đất quốc gia giai đoạn 2021-2025", None),
        ("- Ban Chỉ đạo huyện đã ban hành quy chế hoạt động, giao thôn", "rule", "quy chế hoạt động", None),
        ("thực hiện Chiến lược phát triển thủy sản đến năm 2030, tầm nhìn đến năm 2045", "other", "Chiến lược phát triển thủy sản đến năm 2030, tầm nhìn đến năm 2045", None),
    ],
)  # fmt: skip
def test_a_document_without_a_number_is_cited_by_the_name_that_tells_it(text, kind, name, pinpoint):
    (found,) = cite(text)
    assert (found.type, found.name, found.pinpoint) == (kind, name, pinpoint)


@pytest.mark.parametrize(
    "text",
    [
        "xây dựng Chiến lược phát triển thủy sản đến năm 2030",
        "các quy hoạch vùng kinh tế thời kỳ 2021 - 2030",
        "7\tChiến lược phát triển thủy sản đến năm 2030\t12/2026",
        "(Kèm theo Kế hoạch hành động)",
        "Các xã đã ban hành kế hoạch thực hiện phong trào",
        "thực hiện Quy chế.",
        "Đề án\t6/2025",
        "Hội Luật gia tỉnh",
        "Nghị quyết 1325 của Liên hợp quốc",
    ],
)
def test_what_is_still_to_be_made_or_belongs_to_nobody_is_no_named_document(text):
    assert cite(text) == ()


def test_an_ordinal_alone_means_the_document_that_was_named_with_its_whole_number():
    text = (
        "Thực hiện Kế hoạch số 95/KH-UBND ngày 10/3/2026 (sau đây gọi là Kế hoạch số 95)."
        " Kế hoạch số 95 có điều chỉnh thì báo cáo. Kế hoạch số 96 thì không."
    )
    _, again = cite(text)
    assert (again.number, again.date, again.form) == ("95/KH-UBND", "2026-03-10", "short")
    assert again.antecedent == 0


def test_a_type_and_an_ordinal_mean_the_document_that_the_text_calls_so():
    text = (
        'Thực hiện Chỉ thị số 31-CT/TU ngày 04/3/2024 của Tỉnh ủy về trồng tre (viết tắt là "Chỉ thị'
        ' 31"). Quán triệt Chỉ thị 31 đến từng bản.'
    )
    _, again = cite(text)
    assert (again.number, again.date, again.form) == ("31-CT/TU", "2024-03-04", "short")


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Báo cáo thẩm tra số 14/BC-KTNS", "report", "14/BC-KTNS"),
        ("Thông báo kết luận số 77/TB-VPCP", "notice", "77/TB-VPCP"),
        ("Báo cáo giải trình, tiếp thu số 9/BC-UBND", "report", "9/BC-UBND"),
    ],
)
def test_words_between_a_type_and_its_number_do_not_change_the_type(text, kind, number):
    (found,) = cite(text)
    assert (found.type, found.number) == (kind, number)


def test_an_english_name_in_lower_case_goes_on_behind_and():
    (found,) = cite("the Law on prevention and control of HIV/AIDS No. 64/2006/QH11.", "en")
    assert (found.name, found.number) == (
        "Law on prevention and control of HIV/AIDS", "64/2006/QH11",
    )  # fmt: skip


REPORTS_OF_TWO = (
    "Having studied the Standing Committee of the National Assembly’s Report No. 41/BC-UBTVQH12 of"
    " May 4, 2010, and the Government’s Report No. 52/BC-CP of May 6, 2010,"
)


def test_the_reports_of_two_bodies_are_the_one_that_each_was_named_with():
    text = f"{REPORTS_OF_TWO}\nThe gaps noted in the reports of the {{}} are to be closed."
    both = text.format("Standing Committee of the National Assembly and the Government")
    found = cite(both, "en")
    assert [c.number for c in found] == ["41/BC-UBTVQH12", "52/BC-CP"] * 2
    assert [c.antecedent for c in found[2:]] == [0, 1]
    unnamed = text.format("Ministry of Justice and the Government")
    assert [c.number for c in cite(unnamed, "en")] == ["41/BC-UBTVQH12", "52/BC-CP"]


def test_two_plans_that_share_their_name_are_two_documents():
    text = "theo quy hoạch, kế hoạch sử dụng đất quốc gia đến năm 2030 và vốn được giao"
    assert [(c.type, c.name) for c in cite(text)] == [
        ("plan", "quy hoạch sử dụng đất quốc gia đến năm 2030"),
        ("plan", "kế hoạch sử dụng đất quốc gia đến năm 2030"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "nhằm đáp ứng kế hoạch thanh tra việc dùng kháng sinh trong chăn nuôi của Bộ Y tế, các",
            "kế hoạch thanh tra việc dùng kháng sinh trong chăn nuôi của Bộ Y tế",
        ),
        ("nhằm đáp ứng kế hoạch của Bộ Y tế, các", None),
        ("xây dựng kế hoạch thanh tra việc dùng kháng sinh trong chăn nuôi của Bộ Y tế", None),
        ("đáp ứng kế hoạch hằng năm về thanh tra việc dùng kháng sinh của Bộ Y tế", None),
    ],
)
def test_a_ministrys_plan_is_told_by_its_whole_matter(text, name):
    assert [c.name for c in cite(text)] == ([name] if name else [])


def test_an_english_name_goes_on_behind_a_comma_and_and():
    text = "Pursuant to the May 6, 2014 Law on Growing, Selling, and Storing of Shells in Vietnam;"
    assert one(text, "en").name == "Law on Growing, Selling, and Storing of Shells in Vietnam"


def test_the_circular_that_a_minister_promulgates_is_no_citation():
    circular = DocumentFields("circular", "en", number="1/2015/TT-BTC")
    text = "The Minister of Finance promulgates the Circular to guide the sale of shells."
    assert cite(text, "en", circular) == ()
    assert cite("The National Assembly promulgates a Law on amendments to shells.", "en") == ()


def test_a_law_that_amends_all_laws_on_a_matter_has_its_matter_in_its_name():
    text = "Luật sửa đổi, bổ sung một số điều của các luật liên quan đến nuôi sò số 38/2009/QH12 có 5 điều"
    found = one(text)
    assert found.name == "Luật sửa đổi, bổ sung một số điều của các luật liên quan đến nuôi sò"
    assert found.number == "38/2009/QH12"


def test_this_law_in_new_wording_is_the_amended_law_and_not_one_that_amended_it_before():
    text = (
        "Điều 1. Sửa đổi, bổ sung Điều 9 của Luật Nuôi sò số 5/2014/QH13 đã được sửa đổi, bổ sung"
        " một số điều theo Luật số 6/2018/QH14 như sau:\n“Điều 9. Theo khoản 1 Điều 8 của Luật này.”"
    )
    law = DocumentFields("law", "vi", number="7/2020/QH14")
    assert [c.number for c in cite(text, "vi", law) if c.form == "anaphoric"] == ["5/2014/QH13"]


def test_straight_quotation_marks_open_new_wording_behind_as_follows():
    text = (
        "1. To amend Article 4 of Decree No. 5/2004/ND-CP as follows:\n"
        '"Article 4. The list in this Decree holds."\n2. This Decree takes effect today.'
    )
    decree = DocumentFields("decree", "en", number="44/2008/ND-CP")
    found = [c for c in cite(text, "en", decree) if c.form == "anaphoric"]
    assert [(c.number, c.self_reference) for c in found] == [
        ("5/2004/ND-CP", False), ("44/2008/ND-CP", True),
    ]  # fmt: skip


def test_a_code_keeps_its_name_where_its_matter_follows():
    text = "the provisions of the Civil Code on the beginning of a term shall be applied"
    assert one(text, "en").name == "Civil Code"


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Công văn số 615/XTQG ngày 06/3/2025", "official_letter", "615/XTQG"),
        ("Phiếu chuyển số 88/PC-VP ngày 06/5/2025", "other", "88/PC-VP"),
        ("Báo cáo số 31/BCTĐ-STP", "report", "31/BCTĐ-STP"),
        ("Kế hoạch liên ngành số 90/KHLN-SYT-CAT", "plan", "90/KHLN-SYT-CAT"),
        ("Thông tư số 28 TC/TCT ngày 30/8/1990", "circular", "28 TC/TCT"),
        ("Chỉ thị số 31 CT/TW", "directive", "31 CT/TW"),
        ("Nghị định số 72 CP ngày 13/7/1993", "decree", "72 CP"),
    ],
)
def test_a_number_behind_its_type_is_one_though_its_code_is_unknown_or_set_off(text, kind, number):
    found = one(text)
    assert (found.type, found.number) == (kind, number)


@pytest.mark.parametrize(
    "text",
    ["hợp đồng số 615/XTQG", "Mẫu số 28 TC/TCT", "Điều 12 CP nêu", "Thông báo số 4/Đài phát thanh"],
)
def test_a_number_of_an_unknown_code_without_a_type_before_it_is_none(text):
    assert not cite(text)


def test_laws_listed_behind_one_word_are_each_a_law():
    found = cite(
        "Căn cứ các Luật: Đất đai ngày 18/01/2024; Đầu tư công số 58/2024/QH15 và Nhà ở năm 2023;"
    )
    assert [(c.name, c.number, c.date, c.relation) for c in found] == [
        ("Luật Đất đai", None, "2024-01-18", "basis"),
        ("Luật Đầu tư công", "58/2024/QH15", None, "basis"),
        ("Luật Nhà ở", None, "2023", "basis"),
    ]


def test_a_number_behind_an_amending_laws_name_may_be_that_of_the_law_it_amends():
    found = cite("theo Luật sửa đổi, bổ sung một số điều của Luật Đất đai số 31/2024/QH15")
    assert [(c.name, c.number, c.relation) for c in found] == [
        ("Luật sửa đổi, bổ sung một số điều của Luật Đất đai", None, "implements"),
        ("Luật Đất đai", "31/2024/QH15", "implements"),
        ("Luật Đất đai", "31/2024/QH15", "amends"),
    ]


def test_the_decisions_above_are_each_of_those_named_before():
    text = (
        "Tỉnh có Chỉ thị số 4/CT-UBND, Chỉ thị số 6/CT-UBND và Công điện số 9/CĐ-UBND, Công điện số"
        " 12/CĐ-UBND. Sở Y tế thực hiện các Chỉ thị, Công điện nêu trên."
    )
    found = cite(text, document=DocumentFields("plan", "vi", number="1/KH-UBND"))
    assert [(c.number, c.relation) for c in found if c.form == "anaphoric"] == [
        ("4/CT-UBND", "implements"),
        ("6/CT-UBND", "implements"),
        ("9/CĐ-UBND", "implements"),
        ("12/CĐ-UBND", "implements"),
    ]


def test_the_decision_above_is_no_row_for_each_where_only_one_was_named():
    found = cite("Theo Quyết định số 4/QĐ-UBND, các Quyết định nêu trên được rà soát.")
    assert [c.form for c in found] == ["short"]


CONSOLIDATED = (
    "Nghị định số 61/2014/NĐ-CP ngày 17 tháng 10 năm 2014 của Chính phủ quy định về phà, có hiệu lực kể"
    " từ ngày 01 tháng 01 năm 2015, được sửa đổi, bổ sung bởi:\n"
    "1. Nghị định số 33/2019/NĐ-CP ngày 06 tháng 9 năm 2019 của Chính phủ sửa đổi một số điều của Nghị"
    " định số 61/2014/NĐ-CP, có hiệu lực kể từ ngày 01 tháng 11 năm 2019;\n"
    "2. Nghị định số 12/2023/NĐ-CP ngày 21 tháng 3 năm 2023, có hiệu lực kể từ ngày ký.\n"
    "Căn cứ Luật Giao thông đường thủy nội địa ngày 15 tháng 6 năm 2004;"
)


def test_a_consolidated_text_consolidates_what_it_lists_before_its_grounds():
    found = cite(CONSOLIDATED, document=DocumentFields("consolidated_text", "vi"))
    assert [(c.number, c.relation) for c in found if not c.inside_title and c.subject is None] == [
        ("61/2014/NĐ-CP", "consolidates"),
        ("33/2019/NĐ-CP", "consolidates"),
        ("12/2023/NĐ-CP", "consolidates"),
        (None, "basis"),
    ]


def test_each_line_of_a_list_of_amenders_amends_the_document_above_it():
    found = cite(CONSOLIDATED)
    acts = [c for c in found if c.subject is not None]
    assert [(found[c.subject].number, c.relation, c.number) for c in acts] == [
        ("33/2019/NĐ-CP", "amends", "61/2014/NĐ-CP"),
        ("12/2023/NĐ-CP", "amends", "61/2014/NĐ-CP"),
    ]


@pytest.mark.parametrize(
    ("text", "pinpoint"),
    [
        (
            "khoản 5 Điều 9 và Mẫu số 03 Phụ lục Thông tư số 6/2020/TT-BCT",
            "khoản 5 Điều 9 và Mẫu số 03 Phụ lục",
        ),
        ("tại Phụ lục Quyết định số 6/QĐ-UBND", "Phụ lục"),
        ("Mẫu số 03 Thông tư số 6/2020/TT-BCT", None),
    ],
)
def test_a_form_belongs_to_a_pinpoint_but_is_none_alone(text, pinpoint):
    assert one(text).pinpoint == pinpoint


def test_an_english_name_and_body_end_before_the_next_paragraph_and_the_next_document():
    found = cite(
        "Detailing the Law on Water Resources\n\nPursuant to the Law on Organization of the Government;\n"
        "Pursuant to Plan No. 4-KH/TU of the Provincial Party Committee and Action Program No. 7-CTr/TU",
        "en",
    )
    assert [(c.name or c.number, c.relation) for c in found] == [
        ("Law on Water Resources", "details"),
        ("Law on Organization of the Government", "basis"),
        ("4-KH/TU", "basis"),
        ("7-CTr/TU", "basis"),
    ]


def test_the_text_names_itself_by_its_type_alone_where_it_is_carried_out():
    text = "Trưởng phòng căn cứ Quyết định thi hành. Khi thực hiện Quyết định nếu có vướng mắc thì báo cáo."
    document = DocumentFields("decision", "vi", number="7/QĐ-STC")
    assert [c.self_reference for c in cite(text, document=document)] == [True, True]


def test_a_pinpoint_that_is_a_range_begins_with_its_from():
    assert one("từ điểm a đến điểm d khoản 3 Điều 2 Nghị định số 6/2020/NĐ-CP").pinpoint == (
        "từ điểm a đến điểm d khoản 3 Điều 2"
    )
