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
