"""Bodies and groups of bodies: names, heads, places, lists."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import vocabulary
from extract.facts import Language
from extract.grammar.agencies import body_reader, find_agencies
from extract.grammar.words import fold_in_place, split_words
from extract.source import SourceText


def mentions(text: str, language: Language = "vi"):
    return find_agencies(SourceText.from_text(text), language)


def listed(text: str, language: Language = "vi") -> list[str]:
    bodies, _ = body_reader(split_words(text), language).read_list(0)
    return [body.name for body in bodies]


@pytest.mark.parametrize(
    ("text", "key", "place", "head"),
    [
        ("Sở Nội vụ rà soát hồ sơ.", "so-noi-vu", None, False),
        ("Sở Kế hoạch - Đầu tư thẩm định.", "so-ke-hoach-va-dau-tu", None, False),
        ("SỞ TÀI CHÍNH", "so-tai-chinh", None, False),
        ("Cục Thị hành án dân sự tỉnh", "cuc-thi-hanh-an-dan-su-tinh", None, False),  # a scan
        ("UBND tỉnh Sơn La quyết định", "ubnd-tinh", "son-la", False),
        ("Giám đốc Sở Y tế", "so-y-te", None, True),
        ("Bộ trưởng Bộ Tài chính", "bo-tai-chinh", None, True),
        ("Sở TT&TT đăng tải", "so-thong-tin-va-truyen-thong", None, False),
        ("Sở VH,TT&DL mở lớp", "so-van-hoa-the-thao-va-du-lich", None, False),
        ("BTC Tỉnh ủy thẩm định", "ban-to-chuc-tinh-uy", None, False),
        ("Ban CHQS xã trực gác", "ban-chi-huy-quan-su-xa", None, False),
        ("BĐBP tỉnh tuần tra", "bo-chi-huy-bo-doi-bien-phong-tinh", None, False),
        ("Phòng VH-XH phường rà soát", "phong-van-hoa-xa-hoi", None, False),
    ],
)
def test_a_vietnamese_name_is_known_however_an_office_writes_it(text, key, place, head):
    (mention, *_) = mentions(text)
    assert (mention.key, mention.place, mention.head) == (key, place, head)


@pytest.mark.parametrize(
    ("text", "key", "place"),
    [
        ("The Department of Home Affairs shall report.", "so-noi-vu", None),
        ("The Department of Internal Affairs reports.", "so-noi-vu", None),
        ("the Ministry of Labour, Invalids and Social Affairs", "bo-lao-dong-thuong-binh-va-xa-hoi", None),
        ("the Office of the Provincial People's Committee", "van-phong-ubnd-tinh", None),
        ("the Provincial People’s Committee Office", "van-phong-ubnd-tinh", None),
    ],
)  # fmt: skip
def test_an_english_rendering_leads_to_the_same_body(text, key, place):
    (mention, *_) = mentions(text, "en")
    assert (mention.key, mention.place) == (key, place)


def test_a_name_keeps_its_words_without_a_leading_article():
    (mention,) = mentions("the Provincial People's Committee", "en")
    assert mention.name == "Provincial People's Committee"
    assert mention.span.quote == mention.name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "các Bộ: Tài chính, Giao thông vận tải và các cơ quan liên quan xem xét",
            ["Bộ Tài chính", "Bộ Giao thông vận tải", "các cơ quan liên quan"],
        ),
        (
            "Sở Tài chính, Kế hoạch và Đầu tư, Xây dựng rà soát",
            ["Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Sở Xây dựng"],
        ),
        (
            "Ủy ban nhân dân các tỉnh: Long An, Tiền Giang và thành phố Hồ Chí Minh thống nhất",
            [
                "Ủy ban nhân dân tỉnh Long An",
                "Ủy ban nhân dân tỉnh Tiền Giang",
                "Ủy ban nhân dân thành phố Hồ Chí Minh",
            ],
        ),
    ],
)
def test_a_list_that_says_its_common_word_once_gives_whole_names(text, names):
    assert listed(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("các cơ quan, đơn vị có liên quan triển khai", ["các cơ quan, đơn vị có liên quan"]),
        (
            "các sở, ban, ngành và UBND các huyện, thành phố thực hiện",
            ["các sở, ban, ngành", "UBND các huyện, thành phố"],
        ),
        (
            "Thủ trưởng các sở, ngành; Chủ tịch UBND cấp huyện phải kiểm tra",
            ["Thủ trưởng các sở, ngành", "Chủ tịch UBND cấp huyện"],
        ),
        ("các cơ sở kinh doanh dược và mỹ phẩm chịu trách nhiệm", ["các cơ sở kinh doanh dược và mỹ phẩm"]),
    ],
)  # fmt: skip
def test_fixed_phrases_stay_whole_and_different_kinds_of_body_split(text, names):
    assert listed(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "heads of provincial departments, branches and unions; agencies and units located"
            " in the province; enterprises, and Chairmen of district and city People's Committees"
            " to carry out",
            [
                "heads of provincial departments, branches and unions",
                "agencies and units located in the province",
                "enterprises",
                "Chairmen of district and city People's Committees",
            ],
        ),
        (
            "The Government, the Prime Minister, ministries and People's Committees at all levels"
            " shall direct",
            ["Government", "Prime Minister", "ministries", "People's Committees at all levels"],
        ),
        ("all agencies, districts and Son La city will", ["all agencies", "districts", "Son La city"]),
    ],
)  # fmt: skip
def test_english_groups_split_where_the_kind_of_body_changes(text, names):
    assert listed(text, "en") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "các sở giáo dục và đào tạo liên hệ trường nghề",
            ["các sở giáo dục và đào tạo"],
        ),
        (
            "các sở nông nghiệp và môi trường rà soát rừng",
            ["các sở nông nghiệp và môi trường"],
        ),
        (
            "Chánh Văn phòng HĐND và UBND huyện, Trưởng Công an huyện",
            ["Chánh Văn phòng HĐND và UBND huyện", "Trưởng Công an huyện"],
        ),
        (
            "các Ban của Hội đồng nhân dân, Tổ đại biểu, Sở Nội vụ",
            ["các Ban của Hội đồng nhân dân", "Tổ đại biểu", "Sở Nội vụ"],
        ),
        ("các ông, bà có tên tại Điều 1 thi hành", ["các ông, bà có tên tại Điều 1"]),
        ("Sở Công Thương hỗ trợ doanh nghiệp mở chợ", ["Sở Công Thương"]),
        (
            "Vườn quốc gia Bến En, các công ty lâm nghiệp làm mới đường băng",
            ["Vườn quốc gia Bến En", "các công ty lâm nghiệp"],
        ),
    ],
)
def test_a_name_reaches_to_its_last_word_and_no_further(text, names):
    assert listed(text) == names


def test_committees_of_units_that_are_named_are_bodies_of_their_own():
    text = "UBND các phường Tô Hiệu, Chiềng An và xã Mường La rà soát."
    assert listed(text) == ["UBND phường Tô Hiệu", "UBND phường Chiềng An", "UBND xã Mường La"]
    assert listed("UBND các xã, phường rà soát.") == ["UBND các xã, phường"]


def test_two_bodies_are_not_read_as_the_long_name_of_one():
    text = "the Provincial Police and the Department of Construction"
    assert listed(text, "en") == ["Provincial Police", "Department of Construction"]
    assert listed("Văn phòng Đảng ủy UBND tỉnh theo dõi.") == ["Văn phòng Đảng ủy UBND tỉnh"]


def test_an_unknown_body_is_named_and_has_no_key():
    (mention,) = mentions("Phòng Nghiệp vụ Thú y chủ trì kiểm tra.")
    assert (mention.name, mention.key) == ("Phòng Nghiệp vụ Thú y", None)


@pytest.mark.parametrize(
    "text", ["Số lượng tăng đều.", "tình hình thực hiện", "cần cơ sở dữ liệu mới", "một bộ hồ sơ"]
)
def test_words_that_look_like_bodies_without_their_accents_are_none(text):
    assert not mentions(text)


def test_every_parent_in_the_registry_is_a_body_of_the_registry():
    agencies = vocabulary.agencies()
    assert len(agencies) > 200
    assert {a.parent for a in agencies.values() if a.parent} <= agencies.keys()


def test_every_name_in_the_registry_is_found_as_a_body_with_a_key():
    unknown = [
        agency.name_vi
        for agency in vocabulary.agencies().values()
        if not agency.is_group and not any(m.key for m in mentions(agency.name_vi))
    ]
    assert unknown == []


@given(st.text(alphabet="aàảãáạăâđĐêôơưÂÊSởBộ ,;.:\n-–’'", max_size=200))
def test_mentions_lie_in_order_and_quote_the_text(text):
    found = mentions(text)
    assert all(m.span.quote == text[m.span.start : m.span.end] for m in found)
    assert all(a.span.start <= b.span.start for a, b in pairwise(found))


@given(st.text(max_size=100))
def test_folding_in_place_keeps_every_offset(text):
    assert len(fold_in_place(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("các cơ quan, đơn vị liên quan định hướng dư luận", ["các cơ quan, đơn vị liên quan"]),
        ("các doanh nghiệp trên địa bàn huyện đăng ký tham gia", ["các doanh nghiệp trên địa bàn huyện"]),
        ("Phòng Nội vụ các huyện, thành phố gửi hồ sơ", ["Phòng Nội vụ các huyện, thành phố"]),
        ("Ban Quản lý dự án đầu tư xây dựng tỉnh bàn giao mốc", ["Ban Quản lý dự án đầu tư xây dựng tỉnh"]),
        ("Chi cục Trồng trọt và Bảo vệ thực vật cấp mã vùng", ["Chi cục Trồng trọt và Bảo vệ thực vật"]),
        ("chủ tịch Ủy ban nhân dân các xã ký cam kết", ["chủ tịch Ủy ban nhân dân các xã"]),
    ],
)  # fmt: skip
def test_a_name_ends_before_what_the_body_does(text, names):
    assert [mention.name for mention in mentions(text)] == names


def test_a_school_is_no_head_of_something():
    assert not any(mention.head for mention in mentions("Trường Chính trị tỉnh mở lớp."))


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Về giống: Sở Khoa học và Công nghệ chủ trì; Về vốn: Sở Tài chính chủ trì",
         ["Sở Khoa học và Công nghệ", "Sở Tài chính"]),
        ("1. Bộ Y tế chủ trì đề án “Lối sống khỏe”. 2. Bộ Nội vụ đối với các Đề án còn lại",
         ["Bộ Y tế", "Bộ Nội vụ"]),
        ("Quý II/2026)", []),
        ("Xây dựng cơ chế", []),
        ("Cơ quan, đơn vị liên quan", ["Cơ quan, đơn vị liên quan"]),
        ("Công ty Thủy nông Bến Đá", ["Công ty Thủy nông Bến Đá"]),
        ("TP. Đà Nẵng, Bộ Công Thương", ["TP. Đà Nẵng", "Bộ Công Thương"]),
    ],
)  # fmt: skip
def test_a_cell_of_bodies_gives_bodies_and_not_what_it_says_of_them(cell, names):
    words = split_words(cell)
    bodies = body_reader(words, "vi").read_cell(0, len(words.folded))
    assert [body.name for body in bodies] == names


@pytest.mark.parametrize("verb", ["asks", "requests", "instructs"])
@pytest.mark.parametrize("level", ["Provincial", "provincial", "city"])
def test_a_chairmans_body_ends_before_what_he_does(level: str, verb: str) -> None:
    text = f"The Chairman of the {level} People's Committee {verb} the heads of departments to act."
    names = [body.name for body in find_agencies(SourceText.from_text(text), "en")]
    assert names == [f"Chairman of the {level} People's Committee", "heads of departments"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Provincial Department of Internal Affairs", "so-noi-vu"),
        ("City Department of Health", "so-y-te"),
        ("Provincial Labour Confederation", "lien-doan-lao-dong-tinh"),
        ("Chairperson of the provincial People's Committee", "ubnd-tinh"),
        ("People's Committees of communes and wards", "ubnd-xa"),
        ("chairpersons of commune-level People's Committees", "ubnd-xa"),
        ("chairmen of People's Committees of districts and communes", None),
    ],
)
def test_a_rendering_s_name_with_its_level_is_known(text, key):
    (mention,) = mentions(f"The {text} shall reply.", "en")
    assert mention.key == key
