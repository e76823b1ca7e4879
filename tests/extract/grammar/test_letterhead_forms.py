"""Forms of letterheads and signatures: bodies above the issuer, stamps of urgency, addressees."""

from __future__ import annotations

import pytest

from extract.facts import DocumentFields
from extract.grammar.letterhead import read_document
from extract.source import Box, Page, SourceText
from extract.urgency import urgency_of

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
SIGNED = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLò Thị Mẫu\n"


def read(text: str) -> DocumentFields:
    return read_document(SourceText.from_text(text), "vi")


def letter(
    bodies: str,
    number: str = "Số: 12/SYT-NVY",
    below: str = "V/v phòng, chống dịch",
    to: str = "Kính gửi: Các bệnh viện.",
    signed: str = SIGNED,
) -> str:
    return (
        f"{bodies}\n{MOTTO}\n{number}\n{below}\nSơn La, ngày 05 tháng 02 năm 2024\n{to}\n"
        f"Đề nghị các đơn vị rà soát.\n1. Báo cáo trước ngày 20 tháng 02 năm 2024.\n{signed}"
    )


@pytest.mark.parametrize(
    ("bodies", "issuer", "superior"),
    [
        ("UBND TỈNH SƠN LA\nSỞ Y TẾ", "Sở Y tế tỉnh Sơn La", "Ủy ban nhân dân tỉnh Sơn La"),
        ("ỦY BAN NHÂN DÂN\nTỈNH SƠN LA", "Ủy ban nhân dân tỉnh Sơn La", None),
        (
            "SỞ Y TẾ SƠN LA\nBỆNH VIỆN PHỔI SƠN LA",
            "Bệnh viện phổi Sơn La",
            "Sở Y tế Sơn La",
        ),
        (
            "TỔNG CÔNG TY CẢNG SÔNG\nCẢNG MẪU",
            "Cảng mẫu",
            "Tổng công ty cảng sông",
        ),
        (
            "BẢO HIỂM XÃ HỘI VIỆT NAM\nBẢO HIỂM XÃ HỘI TỈNH SƠN LA",
            "Bảo hiểm xã hội tỉnh Sơn La",
            "Bảo hiểm xã hội Việt Nam",
        ),
        (
            "TÒA ÁN NHÂN DÂN TỐI CAO\nTÒA ÁN NHÂN DÂN\nTỈNH SƠN LA",
            "Tòa án nhân dân tỉnh Sơn La",
            "Tòa án nhân dân tối cao",
        ),
        (
            "ĐẢNG BỘ TỈNH SƠN LA\nĐẢNG ỦY XÃ MẪU",
            "Đảng ủy xã Mẫu, tỉnh Sơn La",
            "Đảng bộ tỉnh Sơn La",
        ),
        ("TỈNH ĐOÀN SƠN LA\nĐOÀN TNCS HỒ CHÍ MINH", "Tỉnh đoàn Sơn La", None),
    ],
)  # fmt: skip
def test_the_body_above_the_issuer_is_read_apart(
    bodies: str, issuer: str, superior: str | None
) -> None:
    document = read(letter(bodies))
    assert (document.issuer, document.superior) == (issuer, superior)
    if superior:
        assert document.spans["superior"].quote == bodies.split("\n", maxsplit=1)[0]


def test_of_bodies_that_issue_together_none_is_above() -> None:
    document = read(letter("SỞ Y TẾ\nSỞ NỘI VỤ", number="Số: 12/HDLT-SYT-SNV"))
    assert document.superior is None


def test_an_office_in_a_line_of_its_own_is_part_of_the_name() -> None:
    document = read(letter("CHỦ TỊCH\nỦY BAN NHÂN DÂN TỈNH\nSƠN LA", number="Số: 3/CĐ-CTUBND"))
    assert (document.issuer, document.superior) == ("Chủ tịch Ủy ban nhân dân tỉnh Sơn La", None)


@pytest.mark.parametrize(
    ("stamp", "code"),
    [
        ("HỎA TỐC", "express"),
        ("HOẢ TỐC", "express"),
        ("HỏATỐC |", "express"),
        ("HỎA TỐC HẸN GIỜ", "express_timed"),
        ("THƯỢNG KHẨN", "very_urgent"),
        ("KHẨN", "urgent"),
        ("Khẩn trương", None),
        ("Khẩn", None),
        ("HỎA TỐC VÀ KHẨN", None),
    ],
)  # fmt: skip
def test_a_stamp_of_urgency_stands_alone_and_in_capitals(stamp: str, code: str | None) -> None:
    assert urgency_of(stamp) == code


def test_a_stamp_below_the_subject_is_no_part_of_it() -> None:
    document = read(letter("SỞ Y TẾ", below="V/v phòng, chống dịch\nTHƯỢNG\nKHẨN"))
    assert (document.urgency, document.title) == ("very_urgent", "V/v phòng, chống dịch")
    assert document.spans["urgency"].quote == "THƯỢNG\nKHẨN"


@pytest.mark.parametrize(
    ("to", "addressees"),
    [
        ("Kính gửi: Sở Nội vụ tỉnh Sơn La.", ("Sở Nội vụ tỉnh Sơn La",)),
        ("Kính gửi: Sở Nội vụ", ("Sở Nội vụ",)),
        (
            "Kính gửi:\n- Các sở, ban, ngành;\n- UBND các huyện, thành phố.",
            ("Các sở, ban, ngành", "UBND các huyện, thành phố"),
        ),
        (
            "Kính gửi:\n- Các sở, ban, ngành từ Sơn La đến Hà\nTĩnh;\n- Văn phòng.",
            ("Các sở, ban, ngành từ Sơn La đến Hà Tĩnh", "Văn phòng"),
        ),
        ("Kính gửi: Bộ Tài chính;\nBộ Nội vụ.", ("Bộ Tài chính", "Bộ Nội vụ")),
        ("", ()),
    ],
)  # fmt: skip
def test_addressees_stand_behind_or_below_the_words(to: str, addressees: tuple[str, ...]) -> None:
    assert read(letter("SỞ Y TẾ", to=to)).addressees == addressees


def test_a_telegram_is_wired_to_its_addressees() -> None:
    text = letter("CHỦ TỊCH\nỦY BAN NHÂN DÂN TỈNH\nSƠN LA", number="Số: 3/CĐ-CTUBND", below="",
                  to="CÔNG ĐIỆN\nVề việc phòng bão\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:\n"
                  "- Các sở;\n- Các xã.")  # fmt: skip
    assert read(text).addressees == ("Các sở", "Các xã")


@pytest.mark.parametrize(
    ("number", "read_as"),
    [
        ("Số: 156/TA-VP", "156/TA-VP"),
        ("Số: 701/KV9-TH", "701/KV9-TH"),
        ("Số: 6078/EVNNPC-KT", "6078/EVNNPC-KT"),
        ("Số: 12/ tháng", None),
    ],
)  # fmt: skip
def test_a_letterheads_number_may_have_codes_that_nobody_lists(
    number: str, read_as: str | None
) -> None:
    assert read(letter("TÒA ÁN NHÂN DÂN TỐI CAO", number=number)).number == read_as


@pytest.mark.parametrize(
    ("lines", "signed_for", "position", "signer"),
    [
        ("Q. GIÁM ĐỐC\nVũ Thị Mẫu", None, "Q. GIÁM ĐỐC", "Vũ Thị Mẫu"),
        ("T/M BỘ CHÍNH TRỊ\nTrần Thị Mẫu", "T/M BỘ CHÍNH TRỊ", None, "Trần Thị Mẫu"),
        ("K/T TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nLò Mẫu", "K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Lò Mẫu"),
        ("GIÁM ĐỐC\nBS.CKII. Lâm Thị Mẫu", None, "GIÁM ĐỐC", "Lâm Thị Mẫu"),
        ("GIÁM ĐỐC\nĐại tá Ngô Văn Mẫu", None, "GIÁM ĐỐC", "Ngô Văn Mẫu"),
    ],
)  # fmt: skip
def test_who_signs_in_which_form(
    lines: str, signed_for: str | None, position: str | None, signer: str
) -> None:
    signed = f"Nơi nhận:\n- Như trên;\n- Lưu: VT.\n{lines}\n"
    document = read(letter("SỞ Y TẾ", signed=signed))
    found = (document.signed_for, document.signer_position, document.signer)
    assert found == (signed_for, position, signer)


def test_a_signature_whose_name_is_lost_does_not_take_the_letterheads_office_and_place() -> None:
    text = letter("CHỦ TỊCH\nỦY BAN NHÂN DÂN TỈNH\nSƠN LA", number="Số: 3/CĐ-CTUBND",
                  signed="Nơi nhận:\n- Lưu: VT.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n")  # fmt: skip
    document = read(text)
    assert (document.signer, document.signer_position) == (None, "PHÓ CHỦ TỊCH")


def test_a_plan_of_several_bodies_says_so_before_its_title() -> None:
    text = letter("SỞ Y TẾ - CÔNG AN TỈNH", number="Số: 6/KHLT-SYT-CAT", below="",
                  to="KẾ HOẠCH LIÊN TỊCH\nPhối hợp bảo đảm trật tự bệnh viện\nCăn cứ Luật Y tế;")  # fmt: skip
    document = read(text)
    assert (document.type, document.title) == ("plan", "Phối hợp bảo đảm trật tự bệnh viện")


def scan(digits_high: float, confidence: float) -> SourceText:
    """A letter read by OCR, the digits of its number so high, other digits 10 points."""
    text = letter("SỞ Y TẾ")
    page = Page(1, 0, len(text), "ocr")
    boxes = []
    for word in ("12/SYT-NVY", "05", "02", "2024"):
        at = text.index(word)
        own = word == "12/SYT-NVY"
        sure, high = (confidence, digits_high) if own else (96.0, None)
        boxes.append(Box(at, at + len(word), 1, 0, 0, 50, 10, sure, high))
    return SourceText(text, "application/pdf", "ocr", (page,), tuple(boxes))


def test_a_printed_number_counts_though_its_codes_made_the_recognition_unsure() -> None:
    assert read_document(scan(10.0, 40.0), "vi").number == "12/SYT-NVY"


def test_a_number_with_higher_digits_was_written_by_hand() -> None:
    assert read_document(scan(13.0, 40.0), "vi").number is None
