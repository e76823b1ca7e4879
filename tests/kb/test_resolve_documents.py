"""Identity and addresses of documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import vocabulary
from extract.facts import Citation, DocumentFields, Span
from extract.folding import slug
from extract.grammar.numbers import parse_number
from kb.resolve.documents import (
    Identity,
    akn_uri,
    bounded,
    fits,
    identity_cited,
    identity_from_key,
    identity_of,
    is_central_symbol,
    is_enough,
    key_of,
    local_body,
    name_slug,
    shorter_addresses,
)

HERE = Span(0, 1, 1, "x")
SON_LA = Identity("directive", "01/CT-UBND", None, "", "son-la", "2024-01-03")


@pytest.mark.parametrize(
    ("identity", "address"),
    [
        (SON_LA, "01-ct-ubnd.son-la.2024-01-03"),
        (Identity("directive", "19/CT-TTg", None, "", "vn", "2021-07-16"),
         "19-ct-ttg.vn.2021-07-16"),
        # The year is in the number: a body numbers each kind once a year.
        (Identity("decree", "30/2020/NĐ-CP", None, "", "vn", "2020-03-05"), "30-2020-nd-cp.vn"),
        (Identity("decision", "12/QĐ-UBND", None, "district-moc-chau", "son-la", "2022-02-02"),
         "12-qd-ubnd.son-la.district-moc-chau.2022-02-02"),
        (Identity("law", None, "2022 Law on Emulation and Commendation", "", "vn", "2022"),
         "law-thi-dua-khen-thuong.vn.2022"),
        (Identity("decision", "45", None, "", "vn", "2020-01-01"), "decision-45.vn.2020-01-01"),
    ],
)  # fmt: skip
def test_an_address_is_readable(identity: Identity, address: str) -> None:
    assert identity.address == address


def test_a_held_document_that_does_not_tell_enough_is_told_apart_by_its_fingerprint() -> None:
    undated = Identity("directive", "01/CT-UBND", None, "", "son-la", None)
    assert undated.held_id("aa" * 32) == "01-ct-ubnd.son-la.aaaaaaaa"
    assert undated.held_id("bb" * 32) != undated.held_id("aa" * 32)
    assert Identity("news").held_id("aa" * 32) == "news-aaaaaaaa"
    assert SON_LA.held_id("aa" * 32) == SON_LA.address


@pytest.mark.parametrize(
    ("number", "central"),
    [
        ("30/2020/NĐ-CP", True), ("19/CT-TTg", True), ("34-CT/TW", True), ("57/2010/QH12", True),
        ("05/2024/TT-BGDĐT", True), ("01/CT-UBND", False), ("252/NQ-HĐND", False),
        ("17-NQ/TU", False), ("1234/UBND-KGVX", False), ("259/SNV-XDCQ", False),
        ("26/KH-BCĐ", False),
    ],
)  # fmt: skip
def test_the_symbol_tells_whether_the_issuer_is_central(number: str, central: bool) -> None:
    assert is_central_symbol(number) is central


@pytest.mark.parametrize(
    ("key", "words", "body"),
    [
        ("ubnd-tinh", "UBND tỉnh Sơn La", ""),
        ("ubnd-huyen", "Chủ tịch UBND huyện Mộc Châu", "district-moc-chau"),
        ("huyen-uy", "Huyện ủy Ba Bể tỉnh Bắc Kạn", "district-ba-be"),
        ("ubnd-huyen", "People's Committee of Moc Chau District", "district-moc-chau"),
        ("ubnd-xa", "UBND phường Chiềng Lề, tỉnh Sơn La", "commune-chieng-le"),
        ("ubnd-huyen", "UBND huyện", "district"),
        (None, "UBND huyện Mộc Châu", ""),
    ],
)
def test_a_district_or_commune_is_part_of_the_identity(
    key: str | None, words: str, body: str
) -> None:
    assert local_body(key, words) == body


def test_the_committee_and_its_chairman_are_one_body() -> None:
    def issued_by(key: str, issuer: str) -> Identity:
        return identity_of(
            DocumentFields("directive", "vi", "01/CT-UBND", issuer=issuer, issuer_key=key,
                           jurisdiction="son-la", issued_on="2024-01-03")
        )  # fmt: skip

    committee = issued_by("ubnd-tinh", "UBND tỉnh Sơn La")
    assert committee == issued_by("chu-tich-ubnd-tinh", "Chủ tịch UBND tỉnh Sơn La") == SON_LA


@pytest.mark.parametrize(
    ("citation", "citing", "territory"),
    [
        # A provincial number is of the citing document's own province ...
        (Citation("resolution", HERE, "252/NQ-HĐND"), SON_LA, "son-la"),
        # ... unless the words say otherwise;
        (Citation("resolution", HERE, "252/NQ-HĐND", jurisdiction="ha-nam"), SON_LA, "ha-nam"),
        # a central one never is,
        (Citation("directive", HERE, "19/CT-TTg"), SON_LA, "vn"),
        (Citation("law", HERE, name="Luật Đầu tư"), SON_LA, "vn"),
        (Citation("resolution", HERE, name="Resolution of the 13th National Congress"), SON_LA,
         "vn"),
        (Citation("conclusion", HERE, "12-KL/XYZ", issuer_key="bo-chinh-tri"), SON_LA, "vn"),
        # and a provincial number in a central document may be any province's.
        (Citation("resolution", HERE, "252/NQ-HĐND"), Identity("decree", jurisdiction="vn"), None),
        (Citation("programme", HERE, "12-CTr/BCĐ"), Identity("decree", jurisdiction="vn"), "vn"),
    ],
)  # fmt: skip
def test_the_territory_of_a_mention(
    citation: Citation, citing: Identity, territory: str | None
) -> None:
    assert identity_cited(citation, citing).jurisdiction == territory


def test_a_bare_number_in_a_district_document_is_of_that_district() -> None:
    district = Identity("plan", "1/KH-UBND", None, "district-moc-chau", "son-la", "2022-01-01")
    bare = identity_cited(Citation("decision", HERE, "12/QĐ-UBND"), district)
    of_province = identity_cited(
        Citation("decision", HERE, "12/QĐ-UBND", issuer="UBND tỉnh", issuer_key="ubnd-tinh"),
        district,
    )
    assert (bare.body, of_province.body) == ("district-moc-chau", "")


@pytest.mark.parametrize(
    ("mention", "fitting"),
    [
        ({}, True),
        ({"date": "2024"}, True),
        ({"date": "2024-01-03"}, True),
        ({"date": "2024-01-04"}, False),
        ({"date": "2023"}, False),
        ({"jurisdiction": "son-la"}, True),
        ({"jurisdiction": "ha-nam"}, False),
        ({"body": "district-moc-chau"}, False),
        ({"until": "2024-01-02"}, False),  # what came later cannot be meant
        ({"until": "2024-01-03"}, True),
    ],
)
def test_a_mention_fits_when_every_part_that_it_has_agrees(
    mention: dict[str, str], fitting: bool
) -> None:
    assert fits(Identity("directive", "01/CT-UBND", **mention), SON_LA) is fitting


def test_a_document_without_a_date_does_not_fit_a_dated_mention() -> None:
    undated = Identity("directive", "01/CT-UBND", None, "", "son-la", None)
    assert not fits(SON_LA, undated)


def test_a_year_in_the_number_leaves_nothing_for_the_date_to_tell() -> None:
    decree = Identity("decree", "30/2020/NĐ-CP", None, "", "vn", "2020-03-05")
    wrong_day = Identity("decree", "30/2020/NĐ-CP", None, "", "vn", "2020-03-06")
    assert fits(wrong_day, decree)
    assert wrong_day.address == decree.address


def test_a_law_is_told_by_its_name_and_year() -> None:
    law = Identity("law", "06/2022/QH15", "Luật Thi đua, khen thưởng", "", "vn", "2022-06-15")
    assert fits(Identity("law", None, "Luật Thi đua, khen thưởng", "", "vn", "2022"), law)
    assert not fits(Identity("law", None, "Luật Thi đua, khen thưởng", "", "vn", "2003"), law)


@pytest.mark.parametrize(
    ("mention", "enough"),
    [
        (SON_LA, True),
        (Identity("directive", "01/CT-UBND", None, "", None, "2024-01-03"), False),
        (Identity("directive", "19/CT-TTg", None, "", "vn"), True),
        (Identity("resolution", "57"), False),
        (Identity("resolution", None, "Nghị quyết 57", "", "vn"), False),
        (Identity("law", None, "Luật Đầu tư", "", "vn"), True),
        (Identity("scheme", None, "Đề án chuyển đổi số"), False),
    ],
)
def test_what_is_enough_to_be_a_document_of_its_own(mention: Identity, enough: bool) -> None:
    assert is_enough(mention) is enough


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Law on Investment", "dau-tu"), ("2020 Law on Investment", "dau-tu"),
        ("Investment Law", "dau-tu"), ("the Law on Gathering Shells", "the-law-on-gathering-shells"),
        ("Luật PCTN năm 2018", "phong-chong-tham-nhung"),
        ("Law on Cadres and Civil Servants", "can-bo-cong-chuc"),
        ("Luật Cán bộ, công chức", "can-bo-cong-chuc"),
        ("Luật Đầu tư năm 2020", "dau-tu"), ("Luật Đầu tư 2020", "dau-tu"),
        ("Bộ luật Hình sự", "hinh-su"),
    ],
)  # fmt: skip
def test_a_law_has_one_name(name: str, slug: str) -> None:
    assert name_slug("law", name) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Nghị quyết Đại hội XIII của Đảng", "dai-hoi-dang-13"),
        ("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng", "dai-hoi-dang-13"),
        ("Nghị quyết Đại hội Đảng toàn quốc lần thứ XIII", "dai-hoi-dang-13"),
        ("Nghị quyết Đại hội XIH của Đảng", "dai-hoi-dang-13"),  # as a scan reads it
        ("Resolution of the 13th National Congress of the Party", "dai-hoi-dang-13"),
        ("Resolution of the 13th National Party Congress", "dai-hoi-dang-13"),
        ("Nghị quyết Hội nghị Trung ương 4 khóa XII", "trung-uong-4-khoa-12"),
        ("Nghị quyết Trung ương 4 khóa XII", "trung-uong-4-khoa-12"),
        ("Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XII", "trung-uong-4-khoa-12"),
        ("Resolution of the 4th Plenum of the 12th Party Central Committee", "trung-uong-4-khoa-12"),
        ("Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XV", "dai-hoi-dai-bieu-dang-bo-tinh-lan-thu-xv"),
        ("Resolution of the 15th Provincial Party Congress", "15th-provincial-party-congress"),
    ],
)  # fmt: skip
def test_a_national_congress_or_plenum_has_one_name(name: str, slug: str) -> None:
    assert name_slug("resolution", name) == slug


def test_the_partys_charter_has_one_name_in_both_languages() -> None:
    names = ("Điều lệ Đảng", "Điều lệ Đảng Cộng sản Việt Nam", "Party Charter",
             "Charter of the Communist Party of Vietnam")  # fmt: skip
    assert {name_slug("other", name) for name in names} == {"dieu-le-dang"}


@pytest.mark.parametrize(
    ("name", "date", "number"),
    [
        ("Luật Đất đai", "2013", "45/2013/QH13"),
        ("Land Law", "2013-11-29", "45/2013/QH13"),
        ("Luật Đất đai", "1900", None),
        ("Luật Đất đai", None, None),
        ("Luật Tổ chức chính quyền địa phương", "2025", None),  # there were two
        ("Luật Nhặt vỏ sò", "2013", None),
    ],
)
def test_a_law_by_name_and_year_has_the_number_that_is_known(
    name: str, date: str | None, number: str | None
) -> None:
    assert identity_cited(Citation("law", HERE, name=name, date=date), SON_LA).number == number


def test_every_number_of_the_list_of_laws_is_one_of_the_legislature_and_stands_once() -> None:
    numbers = [number for law in vocabulary.laws() for number in law.numbers]
    assert len(numbers) == len(set(numbers))
    issuers = {parse_number(number).issuer for number in numbers}  # type: ignore[union-attr]
    assert issuers <= {"quoc-hoi", "ubtvqh"}
    names = [
        (law.type, slug(name))
        for law in vocabulary.laws()
        for name in (law.name_vi, *law.aliases_vi, *law.names_en)
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "citation",
    [
        Citation("resolution", HERE, name="Nghị quyết Đại hội XIII của Đảng"),
        Citation("other", HERE, name="Điều lệ Đảng"),
        Citation("plan", HERE, name="kế hoạch sử dụng đất quốc gia giai đoạn 2021-2025"),
        Citation("other", HERE, name="Chiến lược phát triển kinh tế - xã hội 10 năm 2021-2030"),
        Citation("decision", HERE, "7-HĐBT", issuer_key="hoi-dong-bo-truong"),
        Citation("resolution", HERE, "9-NQ/TW", issuer="Bộ Chính trị", issuer_key="bo-chinh-tri"),
        Citation("submission", HERE, "14/TTr-BNN-VPĐP"),
        Citation("notice", HERE, "14/TB-BTC-VP"),
    ],
)
def test_what_the_country_has_once_is_one_document_wherever_it_is_cited(citation: Citation) -> None:
    ha_nam = Identity("directive", "1/CT-UBND", None, "", "ha-nam", "2024-02-03")
    assert identity_cited(citation, ha_nam).address == identity_cited(citation, SON_LA).address
    assert identity_cited(citation, SON_LA).jurisdiction == "vn"


def test_a_provincial_congress_is_the_provinces_own() -> None:
    cited = Citation("resolution", HERE, name="Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XV")
    assert identity_cited(cited, SON_LA).jurisdiction == "son-la"


def test_shorter_addresses_leave_out_what_another_may_not_know() -> None:
    assert shorter_addresses(SON_LA) == {
        "01-ct-ubnd", "01-ct-ubnd.2024", "01-ct-ubnd.2024-01-03", "01-ct-ubnd.son-la",
        "01-ct-ubnd.son-la.2024", "01-ct-ubnd.son-la.2024-01-03",
    }  # fmt: skip


def test_the_akoma_ntoso_name_has_the_province_by_its_code() -> None:
    assert akn_uri(SON_LA, "VN-05") == "/akn/vn-05/act/directive/2024-01-03/01-ct-ubnd"
    assert akn_uri(Identity("directive", "01/CT-UBND"), None) is None


PARTS = st.one_of(st.none(), st.text(min_size=1, max_size=12).filter(str.strip))


@given(
    PARTS, PARTS, st.sampled_from(["", "district-x"]), st.sampled_from([None, "vn"]), st.booleans()
)
def test_a_key_keeps_what_a_mention_tells(
    number: str | None, name: str | None, body: str, jurisdiction: str | None, merged: bool
) -> None:
    key = key_of(Identity("plan", number, name, body, jurisdiction, "2020", None, merged))
    if key is None:
        assert not number
        assert not name
    else:
        assert key_of(identity_from_key(key)) == key


@given(st.text(alphabet="abc-", min_size=1, max_size=300))
def test_long_names_stay_short_and_apart(name: str) -> None:
    assert len(bounded(name)) <= 80
    assert name == bounded(name) or bounded(name) != bounded(name + "x")
