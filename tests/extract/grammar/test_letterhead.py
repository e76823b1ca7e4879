"""What documents say of themselves: letterheads, first lines of renderings, signatures."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.facts import DocumentFields
from extract.grammar.letterhead import read_document
from extract.grammar.signatures import looks_like_person
from extract.language import detect_language
from extract.source import SourceText


def read(text: str) -> DocumentFields:
    return read_document(SourceText.from_text(text), detect_language(text))


def directive(signature: str) -> str:
    return f"""\
ỦY BAN NHÂN DÂN
TỈNH SƠN LA
Số: 07/CT-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Sơn La, ngày 05 tháng 02 năm 2024
CHỈ THỊ
Về việc trồng cây đầu xuân
trên địa bàn tỉnh
Thực hiện Chỉ thị số 03/CT-TTg ngày 02/01/2024, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:
1. Các huyện trồng cây.
2. Các sở kiểm tra./.
Nơi nhận:
- Thường trực Tỉnh ủy (b/c);
- Các sở, ban, ngành
và đoàn thể tỉnh;
- Lưu: VT.
{signature}
"""


AS_CHAIRMAN = directive("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nTrần Thị Mai")
FOR_COMMITTEE = directive("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLò Văn Hạnh")
BY_ORDER = directive("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nHà Minh Đức")


def test_a_letterhead_gives_number_type_date_place_and_title() -> None:
    document = read(AS_CHAIRMAN)
    assert document.type == "directive"
    assert document.number == "07/CT-UBND"
    assert document.issued_on == "2024-02-05"
    assert document.place == "Sơn La"
    assert document.title == "Về việc trồng cây đầu xuân trên địa bàn tỉnh"
    assert document.language == "vi"


@pytest.mark.parametrize(
    ("text", "issuer", "key"),
    [
        (AS_CHAIRMAN, "Chủ tịch Ủy ban nhân dân tỉnh Sơn La", "chu-tich-ubnd-tinh"),
        (FOR_COMMITTEE, "Ủy ban nhân dân tỉnh Sơn La", "ubnd-tinh"),
        (BY_ORDER, "Ủy ban nhân dân tỉnh Sơn La", "ubnd-tinh"),
    ],
)
def test_the_signature_decides_between_the_committee_and_its_chairman(
    text: str, issuer: str, key: str
) -> None:
    document = read(text)
    assert (document.issuer, document.issuer_key) == (issuer, key)
    assert document.jurisdiction == "son-la"


def test_signer_position_and_on_whose_behalf_are_kept_apart() -> None:
    document = read(AS_CHAIRMAN)
    assert document.signer == "Trần Thị Mai"
    assert document.signer_position == "PHÓ CHỦ TỊCH"
    assert document.signed_for == "KT. CHỦ TỊCH"
    assert read(FOR_COMMITTEE).signed_for == "TM. ỦY BAN NHÂN DÂN"


def test_recipients_are_the_lines_under_noi_nhan_with_wrapped_lines_joined() -> None:
    assert read(BY_ORDER).recipients == (
        "Thường trực Tỉnh ủy (b/c)",
        "Các sở, ban, ngành và đoàn thể tỉnh",
        "Lưu: VT",
    )


def test_a_signature_joined_to_the_lines_of_noi_nhan_is_no_recipient() -> None:
    joined = directive("").replace("Nơi nhận:\n", "Nơi nhận: KT. CHỦ TỊCH\n")
    joined = joined.replace("(b/c);", "(b/c); PHÓ CHỦ TỊCH").replace("VT.", "VT. Trần Thị Mai")
    document = read(joined)
    assert (document.signer, document.signer_position) == ("Trần Thị Mai", "PHÓ CHỦ TỊCH")
    assert document.recipients == read(BY_ORDER).recipients


def test_a_title_in_capitals_may_end_in_the_place_of_the_letterhead() -> None:
    text = directive("CHỦ TỊCH\nTrần Văn Mẫu").replace("CHỈ THỊ\n", "QUYẾT ĐỊNH\n", 1)
    at = text.index("QUYẾT ĐỊNH\n") + len("QUYẾT ĐỊNH\n")
    title = "BAN HÀNH QUY ĐỊNH QUẢN LÝ CHỢ TRÊN ĐỊA BÀN TỈNH SƠN LA"
    text = f"{text[:at]}{title}\nCăn cứ Luật Giá;\n{text[text.index(chr(10), at) + 1 :]}"
    assert read(text).title == title


def test_a_body_below_the_central_committee_has_its_whole_name() -> None:
    text = """BAN CHẤP HÀNH TRUNG ƯƠNG
VĂN PHÒNG
ĐẢNG CỘNG SẢN VIỆT NAM
Số: 7-HD/VPTW
Hà Nội, ngày 03 tháng 4 năm 2024
HƯỚNG DẪN
về lưu trữ
1. Các cơ quan lưu hồ sơ.
"""
    fields = read(text)
    assert (fields.issuer, fields.jurisdiction) == ("Văn phòng Trung ương Đảng", "vn")


def test_a_sentence_about_recipients_and_signatures_to_show_are_none_of_the_documents_own() -> None:
    own = directive("CHỦ TỊCH\nTrần Văn Mẫu")
    shown = """2. Nơi nhận văn bản của xã ghi ở trang cuối.
Nơi nhận văn bản của bản ghi ở trang cuối.
Ví dụ:
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
(chữ ký)
Họ và tên
"""
    at = own.index("Nơi nhận")
    fields = read(own[:at] + shown + own[at:])
    assert fields.signer == "Trần Văn Mẫu"
    assert fields.recipients == read(own).recipients


def test_the_columns_of_a_letterhead_may_come_in_either_order() -> None:
    swapped = AS_CHAIRMAN.splitlines()
    swapped = swapped[3:6] + swapped[:3] + swapped[6:]
    document = read("\n".join(swapped))
    known = read(AS_CHAIRMAN)
    assert replace(document, spans={}) == replace(known, spans={})


def test_the_columns_of_a_letterhead_may_be_merged_in_one_line() -> None:
    merged = AS_CHAIRMAN.replace(
        "ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\nSố: 07/CT-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nSơn La, ngày",
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "TỈNH SƠN LA Độc lập - Tự do - Hạnh phúc\nSố: 07/CT-UBND Sơn La, ngày",
    )
    assert replace(read(merged), spans={}) == replace(read(AS_CHAIRMAN), spans={})


@pytest.mark.parametrize(
    "number", ["Số: /CT-UBND", "Số:      /CT-UBND", "Số: ...../CT-UBND", "Số:"]
)
def test_a_blank_number_is_none(number: str) -> None:
    document = read(AS_CHAIRMAN.replace("Số: 07/CT-UBND", number))
    assert document.number is None
    assert document.type == "directive"


@pytest.mark.parametrize("day", ["    ", "....", "2#"])
def test_a_blank_or_unreadable_day_gives_no_date_and_keeps_the_place(day: str) -> None:
    document = read(AS_CHAIRMAN.replace("ngày 05 tháng", f"ngày {day} tháng"))
    assert document.issued_on is None
    assert document.place == "Sơn La"


def test_a_scans_number_with_a_gap_before_the_slash_was_written_by_hand_and_is_not_trusted() -> (
    None
):
    text = AS_CHAIRMAN.replace("07/CT-UBND", "27 /CT-UBND").replace("ngày 05", "ngày 5")
    plain = SourceText.from_text(text)
    assert read_document(plain, "vi").number == "27/CT-UBND"
    assert read_document(plain, "vi").number_raw == "27 /CT-UBND"
    scanned = tuple(replace(page, read_by="ocr") for page in plain.pages)
    scan = SourceText(text, "application/pdf", "ocr", scanned)
    assert read_document(scan, "vi").number is None
    assert read_document(scan, "vi").issued_on is None


@pytest.mark.parametrize(
    ("letterhead", "number", "issuer", "key", "jurisdiction"),
    [
        ("CHÍNH PHỦ", "9/2024/NĐ-CP", "Chính phủ", "chinh-phu", "vn"),
        ("THỦ TƯỚNG CHÍNH PHỦ", "9/QĐ-TTg", "Thủ tướng Chính phủ", "thu-tuong", "vn"),
        ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "9/2024/TT-BGDĐT", "Bộ Giáo dục và Đào tạo",
         "bo-giao-duc-va-dao-tao", "vn"),
        ("UBND TỈNH SƠN LA\nSỞ Y TẾ", "9/KH-SYT", "Sở Y tế tỉnh Sơn La", "so-y-te", "son-la"),
        ("UBND THÀNH PHỐ CẦN THƠ\nSỞ NỘI VỤ", "9/KH-SNV", "Sở Nội vụ thành phố Cần Thơ",
         "so-noi-vu", "can-tho"),
        ("HỘI ĐỒNG NHÂN DÂN\nTỈNH LAI CHÂU", "9/NQ-HĐND", "Hội đồng nhân dân tỉnh Lai Châu",
         "hdnd-tinh", "lai-chau"),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", "9/KH-UBND", "Ủy ban nhân dân thành phố Hà Nội",
         "ubnd-tinh", "ha-noi"),
        ("TỈNH ỦY HÀ GIANG\n*", "9-NQ/TU", "Tỉnh ủy Hà Giang", "tinh-uy", "ha-giang"),
    ],
)  # fmt: skip
def test_the_letterheads_body_is_written_as_in_running_text(
    letterhead: str, number: str, issuer: str, key: str, jurisdiction: str
) -> None:
    text = (
        f"{letterhead}\nSố: {number}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nHà Nội, ngày 01 tháng 3 năm 2024\nKẾ HOẠCH\nTrồng cây\n"
        "Căn cứ tình hình;\n1. Trồng cây.\n"
    )
    document = read(text)
    assert (document.issuer, document.issuer_key) == (issuer, key)
    assert document.jurisdiction == jurisdiction
    assert document.number == number


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("NGHỊ QUYẾT", "resolution"),
        ("QUYẾT ĐỊNH", "decision"),
        ("THÔNG TƯ LIÊN TỊCH", "joint_circular"),
        ("THÔNG BÁO", "notice"),
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "programme"),
        ("VĂN BẢN HỢP NHẤT", "consolidated_text"),
        ("BỘ LUẬT", "law"),
        ("QUY CHẾ", "rule"),
        ("GIẤY MỜI", "other"),
        ("QUYÉT ĐỊNH", "decision"),
    ],
)
def test_the_printed_heading_gives_the_type(heading: str, kind: str) -> None:
    assert read(AS_CHAIRMAN.replace("CHỈ THỊ", heading)).type == kind


def test_a_letter_without_a_heading_is_an_official_letter_with_its_subject() -> None:
    text = (
        "UBND TỈNH SƠN LA\nSỞ TÀI CHÍNH\nSố: 88/STC-NS\nV/v giao dự toán\nnăm sau theo Công văn số\n"
        "12/UBND-TH\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Sơn La, ngày 12 tháng 10 năm 2023\nKính gửi: Các sở, ngành\nSở giao dự toán như sau.\n"
    )
    document = read(text)
    assert document.type == "official_letter"
    assert document.title is not None
    assert document.title.endswith("giao dự toán năm sau theo Công văn số 12/UBND-TH")


def test_a_text_that_begins_with_its_own_title_is_that_document() -> None:
    document = read(
        "Chỉ thị về việc nuôi cá trên địa bàn thành phố Hà Nội\n"
        "Thời gian qua việc nuôi cá đi lên. UBND thành phố Hà Nội chỉ thị:\n1. Nuôi thêm cá.\n"
    )
    assert document.type == "directive"
    assert document.title == "về việc nuôi cá trên địa bàn thành phố Hà Nội"
    assert (document.issuer, document.jurisdiction) == ("UBND thành phố Hà Nội", "ha-noi")
    assert document.number is None


def test_the_title_ends_before_the_words_that_lead_into_the_text() -> None:
    text = (
        "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nSố 7-KL/TW\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        "Hà Nội, ngày 02 tháng 5 năm 2024\nKẾT LUẬN\nCỦA BỘ CHÍNH TRỊ\nvề việc nuôi cá\n"
        "Bộ Chính trị kết luận:\n1. Nuôi cá.\nT/M BỘ CHÍNH TRỊ\nTỔNG BÍ THƯ\nHoàng Văn Nam\n"
    )
    document = read(text)
    assert document.title == "về việc nuôi cá"
    assert document.number == "7-KL/TW"
    assert document.signed_for == "T/M BỘ CHÍNH TRỊ"
    assert (document.signer, document.signer_position) == ("Hoàng Văn Nam", "TỔNG BÍ THƯ")


def test_a_body_that_the_vocabulary_lacks_is_written_as_its_own_text_writes_it() -> None:
    text = (
        "BAN VẬN ĐỘNG NUÔI CÁ SẠCH\nSố: 2/KH-BVĐ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nHà Nội, ngày 02 tháng 5 năm 2024\nKẾ HOẠCH\nNuôi cá\n"
        "Căn cứ tình hình, Ban Vận động Nuôi cá sạch đề ra:\n1. Nuôi cá.\n"
    )
    assert read(text).issuer == "Ban Vận động Nuôi cá sạch"


@pytest.mark.parametrize(
    ("printed", "issuer"),
    [
        ("SỞ NÔNG NGHIỆP VÀ MÔI\nTRƯỜNG", "Sở Nông nghiệp và Môi trường tỉnh Lai Châu"),
        ("SỞ VĂN HÓA, THỂ THAO\nVÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch tỉnh Lai Châu"),
        ("SỞ Y TẾ ˆ", "Sở Y tế tỉnh Lai Châu"),
    ],
)
def test_a_name_over_two_lines_or_with_a_speck_beside_it_is_one_name(
    printed: str, issuer: str
) -> None:
    text = (
        f"UBND TỈNH LAI CHÂU\n{printed}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nSố: 2/KH-S\nLai Châu, ngày 02 tháng 5 năm 2026\nKẾ HOẠCH\nNuôi cá\n"
        "Căn cứ tình hình, Sở đề ra:\n1. Nuôi cá.\n"
    )
    assert read(text).issuer == issuer


def test_a_law_signed_with_a_name_alone_has_its_signer_and_the_date_of_its_adoption() -> None:
    document = read(
        "QUỐC HỘI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Luật số: 9/2003/QH11\nLUẬT\nTHANH TRA CÁ\nCăn cứ Hiến pháp;\nĐiều 1. Cá\nCá được nuôi.\n"
        "Luật này đã được Quốc hội khóa XI thông qua ngày 14 tháng 6 năm 2003.\nBùi Văn Nam\n(Đã ký)\n"
    )
    assert document.type == "law"
    assert document.number == "9/2003/QH11"
    assert document.title == "THANH TRA CÁ"
    assert document.signer == "Bùi Văn Nam"
    assert document.issued_on == "2003-06-14"


@pytest.mark.parametrize(
    ("clause", "effective_on"),
    [
        ("Chỉ thị này có hiệu lực thi hành kể từ ngày ký.", "2024-02-05"),
        ("Chỉ thị này có hiệu lực kể từ ngày ký ban hành và thay thế Chỉ thị số 1/CT-UBND ngày "
         "11 tháng 3 năm 2020.", "2024-02-05"),
        ("Chỉ thị này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2024.", "2024-07-01"),
        ("Chỉ thị này có hiệu lực sau 10 ngày, kể từ ngày ký ban hành.", "2024-02-15"),
        ("Luật Đất đai có hiệu lực thi hành từ ngày 01 tháng 8 năm 2024.", None),
        ("Chỉ thị này có hiệu lực cho đến khi có chỉ thị mới.", None),
    ],
)  # fmt: skip
def test_the_effective_date_is_read_from_the_documents_own_clause(
    clause: str, effective_on: str | None
) -> None:
    text = FOR_COMMITTEE.replace("2. Các sở kiểm tra./.", f"2. {clause}")
    assert read(text).effective_on == effective_on


ITEMS = (
    "The Chairman of the Provincial People's Committee requests the heads of departments:\n"
    "1. To plant trees.\n2. To water them.\n"
)


@pytest.mark.parametrize(
    "opening",
    [
        "On February 5, 2024, the People's Committee of Son La province issued Directive No. "
        "07/CT-UBND launching the planting of trees. Accordingly, everybody plants.\n",
        "Directive No. 07/CT-UBND of 5 February 2024 by the Chairman of Son La Provincial People's "
        "Committee on launching the planting of trees\n",
        "Directive No. 07/CT-UBND dated February 5, 2024 of the Chairman of the People's Committee "
        "of Son La Province launching the planting of trees\n",
        "The Son La Provincial People's Committee has issued Directive No. 07/CT-UBND dated "
        "February 5, 2024 on launching the planting of trees.\n",
        "The People's Committee of Son La province issued, on 5 February 2024, Directive No. "
        "07/CT-UBND on launching the planting of trees. Accordingly, everybody plants.\n",
        "The People's Committee of Son La province, on 5 February 2024, issued Directive "
        "07/CT-UBND on launching the planting of trees.\n",
        "Directive No. 07/CT-UBND launching the planting of trees was issued on February 5, 2024 by "
        "the People's Committee of Son La Province. It is the third one. Trees are planted.\n",
        "Directive No. 07/CT-UBND, issued on 5 February 2024 by the Chairman of the People's "
        "Committee of Son La Province, on launching the planting of trees.\n",
        "On February 5, 2024, Directive No. 07/CT-UBND launching the planting of trees was issued by "
        "the People's Committee of Son La Province.\n",
        "Son La Provincial People's Committee issued Directive 07/CT-UBND on February 5, 2024, "
        "launching the planting of trees.\n",
        "DIRECTIVE\nOn launching the planting of trees\n(No. 07/CT-UBND dated 5 February 2024 of the "
        "Chairman of the Son La Provincial People's Committee)\n",
        "INSTRUCTION No. 07/CT-UBND OF THE CHAIRMAN OF THE PEOPLE'S COMMITTEE OF SON LA PROVINCE\n"
        "Son La, 5 February 2024\nOn launching the planting of trees\n",
        "INSTRUCTION\nNo. 07/CT-UBND, February 5, 2024\nOF THE CHAIRMAN OF THE PEOPLE'S COMMITTEE OF "
        "SON LA PROVINCE\nOn launching the planting of trees\n",
        "DIRECTIVE No. 07/CT-UBND OF THE PEOPLE'S COMMITTEE OF SON LA PROVINCE On launching the "
        "planting of trees\nSon La, February 5, 2024\n",
        "Directive 07/CT-UBND\nDIRECTIVE\nOn launching the planting of trees\n"
        "Source: Directive No. 07/CT-UBND dated February 5, 2024 of the Chairman of the People's "
        "Committee of Son La Province\n",
        "On Monday, the Son La Provincial People's Committee recently promulgated Directive No. "
        "07/CT-UBND (dated 05/02/2024) on launching the planting of trees.\n",
        "PEOPLE'S COMMITTEE OF SON LA PROVINCE\nDIRECTIVE\nNo. 07/CT-UBND\n"
        "On launching the planting of trees\nSon La, 5 February 2024\n",
        "PEOPLE'S COMMITTEE OF SON LA PROVINCE\nNo. 07/CT-UBND\nTHE SOCIALIST REPUBLIC OF VIETNAM\n"
        "Independence - Freedom - Happiness\nSon La, February 5, 2024\nDIRECTIVE\n"
        "On launching the planting of trees\n",
    ],
)
def test_renderings_of_one_directive_in_different_words_are_the_same_document(
    opening: str,
) -> None:
    document = read(opening + ITEMS + ("CHAIRMAN\nLo Van Hanh\n" if "\nNo." in opening else ""))
    assert document.type == "directive"
    assert document.number == "07/CT-UBND"
    assert document.issued_on == "2024-02-05"
    assert document.jurisdiction == "son-la"
    assert document.issuer_key == "chu-tich-ubnd-tinh"
    assert document.issuer is not None
    assert document.issuer.startswith("Chairman of ")
    assert document.title is not None
    assert document.title.endswith("launching the planting of trees")


@pytest.mark.parametrize(
    ("opening", "issued_on", "issuer"),
    [
        (
            "Directive No. 07/CT-UBND of February 5, 2024 of the People's Committee of Son La Province "
            "launches the planting of trees. Everybody plants.\n",
            "2024-02-05",
            "ubnd-tinh",
        ),
        ("PEOPLE'S COMMITTEE OF SON LA PROVINCE\nDIRECTIVE\nNo. 07/CT-UBND\n", None, "ubnd-tinh"),
        (
            "Directive No. 07/CT-UBND of February 5, 2024 of the Office of the People's Committee of Son "
            "La Province\n",
            "2024-02-05",
            None,
        ),
    ],
)
def test_a_rendering_without_a_title_of_its_own_has_none(
    opening: str, issued_on: str | None, issuer: str | None
) -> None:
    document = read(opening + "1. To plant trees.\n2. To water them.\n")
    assert (document.type, document.number) == ("directive", "07/CT-UBND")
    assert (document.title, document.issued_on, document.issuer_key) == (None, issued_on, issuer)


@pytest.mark.parametrize("broken", ["\nDecree No.", " Decree\nNo."])
@pytest.mark.parametrize("after", [", guiding\nthe counting of fish", "", "\non fish"])
def test_a_document_that_the_title_names_is_another_one(broken: str, after: str) -> None:
    document = read(
        f"DECREE\nAmending a number of articles of the Government's{broken} 9/2007/ND-CP of January "
        f"12, 2007{after}\nPursuant to the Law on Fish;\nThe Government promulgates this Decree:\n"
        "Article 1. Fish\nFish are counted.\n"
    )
    assert (document.number, document.issued_on) == (None, None)
    assert document.title is not None
    assert document.title.startswith("Amending a number of articles")


def test_the_source_line_of_a_rendering_names_the_issuer() -> None:
    document = read(
        "On February 5, 2024, the People's Committee of Son La province issued Directive No. "
        "07/CT-UBND launching the planting of trees.\n1. Plant.\n"
        "Source: Directive No. 07/CT-UBND of the Chairman of the People's Committee of Son La "
        "Province\n"
    )
    assert document.issuer == "Chairman of the People's Committee of Son La Province"


def test_a_rendering_of_a_state_document_takes_the_body_that_issues_it() -> None:
    document = read(
        "RESOLUTION\nResolution No. 9/2010/QH12 on results of the counting of fish\n"
        "THE NATIONAL ASSEMBLY OF THE SOCIALIST REPUBLIC OF VIETNAM\n"
        "Pursuant to the Constitution;\nRESOLVES:\n1. To count again.\n"
        "This Resolution was adopted on November 2, 2010, by the National Assembly.\n"
    )
    assert document.type == "resolution"
    assert document.number == "9/2010/QH12"
    assert document.title == "on results of the counting of fish"
    assert document.issued_on == "2010-11-02"
    assert document.issuer == "National Assembly of the Socialist Republic of Vietnam"
    assert (document.issuer_key, document.jurisdiction) == ("quoc-hoi", "vn")


@pytest.mark.parametrize(
    "text",
    [
        "The region will plant trees this year.\nFarmers are glad about it.\n",
        "On February 5, 2024, the People's Committee of Son La province issued Directive No. "
        "07/CT-UBND launching the planting of trees.\nFarmers are glad about it.\n",
        "Sáng nay người dân trồng cây theo Chỉ thị số 07/CT-UBND ngày 05/02/2024 của tỉnh Sơn La.\n"
        "Cây đã lên xanh.\n",
        "SPECIMEN – not a real document\nHome | Weather\nThe region will plant trees this year.\n"
        "Farmers are glad about it.\n",
    ],
)
def test_a_news_text_borrows_nothing_from_the_documents_that_it_mentions(text: str) -> None:
    document = read(text)
    assert document == DocumentFields(type="news", language=detect_language(text))


@pytest.mark.parametrize(
    ("headline", "paragraph"),
    [
        ("Report on fish farming pleases the market", "Prices of fish rose again last week, traders said."),
        ("Quyết định về trồng cây làm dân vui", "Cây đã lên xanh khắp vùng sau cơn mưa đầu mùa."),
        ("Ha Nam plants trees before the rain", "HA NAM — Farmers in the province plant trees again."),
    ],
)  # fmt: skip
def test_the_first_line_above_a_news_text_is_its_title(headline: str, paragraph: str) -> None:
    document = read(f"SPECIMEN – not a real document\n{headline}\n{paragraph}\n")
    assert (document.type, document.title) == ("news", headline)
    assert document.number is document.issuer is document.issued_on is None


@pytest.mark.parametrize(
    "line",
    ["Published: 14/05/2026 - 16:20", "Thursday, May 14, 2026, 16:20 GMT+7", "16:20, 14/05/2026"],
)
def test_the_day_of_a_news_text_stands_in_a_line_that_says_nothing_else(line: str) -> None:
    text = f"""\
Lai Chau leader visits a dam site
{line}
LAI CHAU - The chairman of the province visited the dam site on May 13, and asked for more light.
The site was opened on March 2, 2026.
"""
    document = read(text)
    assert (document.title, document.issued_on) == (
        "Lai Chau leader visits a dam site",
        "2026-05-14",
    )


@pytest.mark.parametrize(
    ("signature", "issuer"),
    [
        ("CHAIRPERSON", "Chairperson of the People's Committee of Lai Chau Province"),
        ("CHAIRMAN", "Chairman of the People's Committee of Lai Chau Province"),
        (
            "ON BEHALF OF THE PEOPLE'S COMMITTEE\nCHAIRMAN",
            "People's Committee of Lai Chau Province",
        ),
    ],
)
def test_a_rendering_is_issued_by_who_signs_it_in_its_own_words(signature, issuer) -> None:
    document = read(f"""\
THE PEOPLE'S COMMITTEE OF LAI CHAU PROVINCE
No.: 27/CT-UBND
Lai Chau, March 16, 2026
DIRECTIVE
On planting trees
1. The Department of Health shall plant trees.
{signature}
Le Van Mau
""")
    assert (document.number, document.issuer) == ("27/CT-UBND", issuer)


def test_a_rendered_party_document_is_its_letterhead_s_and_its_deputy_secretary_signs() -> None:
    document = read("""\
LAI CHAU PROVINCIAL PARTY COMMITTEE
COMMUNIST PARTY OF VIET NAM
Lai Chau, April 9, 2026
No. 176-KL/TU
CONCLUSION
OF THE STANDING BOARD OF THE PROVINCIAL PARTY COMMITTEE
on planting trees
1. Trees are to be planted.
ON BEHALF OF THE STANDING BOARD
DEPUTY SECRETARY
Le Van Mau
""")
    assert document.issuer == "Lai Chau Provincial Party Committee"
    assert (document.signer, document.signer_position) == ("Le Van Mau", "DEPUTY SECRETARY")


def test_a_commission_of_a_party_committee_is_named_with_it() -> None:
    document = read("""\
TỈNH ỦY LAI CHÂU
BAN TỔ CHỨC
*
Số 15-HD/BTCTU
ĐẢNG CỘNG SẢN VIỆT NAM
Lai Châu, ngày 10 tháng 10 năm 2025
HƯỚNG DẪN
trồng cây trong khuôn viên trụ sở
1- Chọn giống cây.
""")
    assert document.issuer == "Ban Tổ chức Tỉnh ủy Lai Châu"


def test_who_signs_for_the_chairman_issues_in_his_name() -> None:
    document = read("""\
PEOPLE'S COMMITTEE OF LAI CHAU PROVINCE
No. 18/QD-UBND
Lai Chau, June 12, 2026
DECISION
Approving the planting of trees
Article 1. To approve the planting of trees.
FOR THE CHAIRMAN
VICE CHAIRMAN
Le Van Mau
""")
    assert document.issuer == "Chairman of the People's Committee of Lai Chau Province"


def test_a_rendered_letterhead_may_be_in_small_letters_and_signed_pp() -> None:
    document = read("""\
People's Committee of Can Tho City
No: 06/CT-UBND
Socialist Republic of Vietnam
Can Tho, 20th April 2026
DIRECTIVE
On planting trees
1. The Department of Health shall plant trees.
PP. CHAIRMAN
VICE CHAIRMAN
Le Van Mau
""")
    assert document.issuer == "Chairman of the People's Committee of Can Tho City"
    assert document.signer == "Le Van Mau"


def test_a_rendering_s_title_may_begin_with_what_the_document_is_to_do() -> None:
    document = read("""\
On 03/01/2024, the Chairman of Lai Chau Provincial People's Committee signed Directive No. \
01/CT-UBND to launch the planting of trees.
1. The Department of Health shall plant trees.
""")
    assert document.title == "to launch the planting of trees"


@pytest.mark.parametrize(
    "text",
    [
        "The Department of Fisheries shall count the fish before 30 June 2024.",
        "Phụ lục II\nDANH MỤC CÁ\n(Kèm theo Nghị định số 9/2020/NĐ-CP)\nSTT\tTên\n1.\tNghị quyết\n"
        "MẪU 1\nNGHỊ QUYẾT\nVề việc nuôi cá\n",
        "Mã thử\nCòn hiệu lực\nSố hiệu thử\tLoại văn bản Bản dịch\nNgành --\tNgày ban hành 03/06/2017\n"
        "Cơ quan ban hành Bộ Thủy sản\nNgười ký Nguyễn Thị Cá\n",
    ],
)  # fmt: skip
def test_a_text_that_does_not_say_what_it_is_has_no_type(text: str) -> None:
    assert read(text).type == "other"


ATTRIBUTES = """\
Thông tư số 9/2025/TT-BTC {after}Hướng dẫn nuôi cá
Còn hiệu lực
Số hiệu 9/2025/TT-BTC {after}\tLoại văn bản Thông tư
Ngành --\tNgày ban hành 31/12/2025
Lĩnh vực --\tNgày có hiệu lực 01/02/2026
Cơ quan ban hành Bộ Tài chính
Chức danh Thứ trưởng\tNgười ký Nguyễn Văn Nam
"""


@pytest.mark.parametrize("after", ["", "(mới) "])
def test_a_page_of_attributes_gives_what_it_lists(after: str) -> None:
    document = read(ATTRIBUTES.format(after=after))
    assert document.type == "circular"
    assert document.number == "9/2025/TT-BTC"
    assert document.title == "Hướng dẫn nuôi cá"
    assert (document.issued_on, document.effective_on) == ("2025-12-31", "2026-02-01")
    assert (document.issuer, document.issuer_key) == ("Bộ Tài chính", "bo-tai-chinh")
    assert (document.signer, document.signer_position) == ("Nguyễn Văn Nam", "Thứ trưởng")


def test_a_person_whose_surname_is_a_word_for_bodies_is_a_signer_where_a_label_says_so() -> None:
    text = ATTRIBUTES.format(after="").replace("Nguyễn Văn Nam", "Đoàn Văn Nam")
    assert read(text).signer == "Đoàn Văn Nam"


def test_an_appendix_alone_takes_no_signer_from_the_forms_that_it_shows() -> None:
    document = read(
        "Phụ lục II\nMẪU VĂN BẢN VỀ CÁ\n(Kèm theo Nghị định số 9/2020/NĐ-CP)\nNơi nhận:\n- Như Điều 3;\n"
        "- Lưu: VT.\nCHỦ TỊCH\nTrần Thị Mai\n"
    )
    assert (document.type, document.title) == ("other", "MẪU VĂN BẢN VỀ CÁ")
    assert document.signer is None
    assert document.recipients == ()


def test_attributes_that_are_empty_are_none() -> None:
    document = read(ATTRIBUTES.format(after="").replace("31/12/2025", "--"))
    assert document.issued_on is None


@pytest.mark.parametrize("first_line", ["Circular 9/2015/TT-BTC", "Thông tư 9/2015/TT-BTC"])
def test_the_line_above_an_english_page_gives_the_number(first_line: str) -> None:
    document = read(
        f"{first_line}\nCIRCULAR\nGuiding the counting of fish\n"
        "Pursuant to Decree No. 51/2010/ND-CP of May 14, 2010;\nArticle 1. Fish\nFish are counted.\n"
    )
    assert document.type == "circular"
    assert document.number == "9/2015/TT-BTC"
    assert document.title == "Guiding the counting of fish"


@pytest.mark.parametrize(
    ("position", "name", "expected"),
    [
        ("On behalf of the Government\nPrime Minister", "NGUYEN VAN NAM",
         ("On behalf of the Government", "Prime Minister")),
        ("For the Prime Minister\nDeputy Prime Minister", "TRAN VAN NAM",
         ("For the Prime Minister", "Deputy Prime Minister")),
        ("FOR THE CHAIRMAN\nVICE CHAIRMAN", "Hoang Quoc Nam", ("FOR THE CHAIRMAN", "VICE CHAIRMAN")),
    ],
)  # fmt: skip
def test_english_signatures_are_read_in_capitals_and_in_small_letters(
    position: str, name: str, expected: tuple[str, str]
) -> None:
    document = read(
        "THE PRIME MINISTER\nNo. 9/QD-TTg\nHanoi, June 20, 2024\nDECISION\nApproving a list of fish\n"
        "Article 1. To approve the list.\nFor the list of fish, see below.\n"
        f"Article 2. Ministers shall carry out this Decision.\n{position}\n{name}\n"
    )
    assert document.signer is not None
    assert document.signer.upper() == name.upper()
    assert (document.signed_for, document.signer_position) == expected


def test_every_field_that_is_set_has_its_words() -> None:
    for text in (AS_CHAIRMAN, FOR_COMMITTEE, BY_ORDER):
        document = read(text)
        for name in (
            "number", "issuer", "issuer_key", "jurisdiction", "issued_on", "place", "title",
            "signer", "signer_position", "recipients",
        ):  # fmt: skip
            assert getattr(document, name), name
            span = document.spans[name]
            assert span.quote == text[span.start : span.end], name


PIECES = st.sampled_from(
    ["ỦY BAN NHÂN DÂN", "TỈNH SƠN LA", "Số: 7/CT-UBND", "Số: /", "CHỈ THỊ", "Về việc cá", "KT. CHỦ TỊCH",
     "Sơn La, ngày 05 tháng 02 năm 2024", "Nơi nhận:", "- Lưu: VT.", "Trần Thị Mai", "1. Việc", "",
     "DIRECTIVE", "Directive No. 7/CT-UBND of", "Source: Directive No. 7/CT-UBND of X", "(Đã ký)", "|"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14))
def test_whatever_the_lines_the_words_of_a_field_are_in_the_text(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    document = read(text)
    for span in document.spans.values():
        assert span.quote == text[span.start : span.end]


@pytest.mark.shared
def test_laws_have_the_number_date_and_signer_that_their_publisher_lists(shared: Path) -> None:
    wrong = []
    with gzip.open(shared / "gold" / "law-citations.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            meta = entry["meta"]
            document = read(entry["text"])
            listed = (
                "law",
                meta["Số hiệu"],
                "-".join(reversed(meta["Ngày ban hành"].split("/"))),
                meta["Người ký"],
            )
            if (document.type, document.number, document.issued_on, document.signer) != listed:
                wrong.append((entry["file"], document.number, document.signer))
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize("words", ["Giám Đốc", "Giám Đóc", "Phó Giám Đôc"])
def test_a_position_is_no_name_also_with_a_mark_misread(words: str) -> None:
    assert not looks_like_person(words)


@pytest.mark.parametrize(
    "words",
    [
        "Trương Thị Thử",
        "Truong Thi Thu",
        "TRƯƠNG VĂN THÍ",
        "Đoàn Ngọc Mẫu",
        "H'Yim Kđoh",
        "K' Broi",
        "Giàng A Thử",
    ],
)
def test_a_surname_that_is_spelled_nearly_like_a_body_is_a_persons(words: str) -> None:
    assert looks_like_person(words)


@pytest.mark.parametrize(
    "words", ["Đoàn Thanh Niên", "ĐOÀN KIỂM TRA", "TRƯỜNG TIỂU HỌC", "Sở Nội Vụ", "Ban Dân Vận"]
)
def test_a_body_in_capitals_is_no_person(words: str) -> None:
    assert not looks_like_person(words)
