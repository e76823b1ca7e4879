"""Document numbers, read by their grammar."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import vocabulary
from extract.grammar.numbers import find_numbers, issuer_codes, match_number, parse_number


@pytest.mark.parametrize(
    ("printed", "number", "type_code", "issuer", "year"),
    [
        ("30/2020/NĐ-CP", "30/2020/NĐ-CP", "decree", "chinh-phu", 2020),
        ("101/2009/ND-CP", "101/2009/ND-CP", "decree", "chinh-phu", 2009),
        ("252/NQ-HĐND", "252/NQ-HĐND", "resolution", "hdnd", None),
        ("34-CT/TW", "34-CT/TW", "directive", "trung-uong-dang", None),
        ("139-TB/TU", "139-TB/TU", "notice", "tinh-uy", None),
        ("57/2010/QH12", "57/2010/QH12", None, "quoc-hoi", 2010),
        ("18/2004/PL-UBTVQH11", "18/2004/PL-UBTVQH11", "ordinance", "ubtvqh", 2004),
        ("387/BC-UBTVQH12", "387/BC-UBTVQH12", "report", "ubtvqh", None),
        (
            "19/2012/TTLT-BTC-BKH&ĐT-BTTTT",
            "19/2012/TTLT-BTC-BKH&ĐT-BTTTT",
            "joint_circular",
            "bo-tai-chinh",
            2012,
        ),
        ("30a/2008/NQ-CP", "30a/2008/NQ-CP", "resolution", "chinh-phu", 2008),
        ("66.16/2026/NQ-CP", "66.16/2026/NQ-CP", "resolution", "chinh-phu", 2026),
        ("1234/UBND-KGVX", "1234/UBND-KGVX", "official_letter", "ubnd", None),
        ("299/TTg", "299/TTg", None, "thu-tuong", None),
        ("176-HĐBT", "176-HĐBT", None, "hoi-dong-bo-truong", None),
        ("10-LCT/HĐNN7", "10-LCT/HĐNN7", "law", "hoi-dong-nha-nuoc", None),
        ("53/SL", "53/SL", "order", None, None),
        ("120/QĐ-TTHĐND", "120/QĐ-TTHĐND", "decision", "thuong-truc-hdnd", None),
        ("26/KH-BCĐ (138)", "26/KH-BCĐ (138)", "plan", "ban-chi-dao", None),
        (
            "259/SNV-XDCQ,CTTN&BĐG",
            "259/SNV-XDCQ,CTTN&BĐG",
            "official_letter",
            "so-noi-vu",
            None,
        ),
    ],
)
def test_every_family_of_number_is_read(printed, number, type_code, issuer, year):
    found = parse_number(printed)
    assert found is not None
    assert (found.number, found.type, found.issuer, found.year) == (
        number,
        type_code,
        issuer,
        year,
    )


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("51/KH- UBND", "51/KH-UBND"),
        ("02/2021/NĐ -CP", "02/2021/NĐ-CP"),
        ("07/2024/QĐ-\nUBND", "07/2024/QĐ-UBND"),
        ("12 / 2019 / TT-BTC", "12/2019/TT-BTC"),
        ("24/2026/NQCP", "24/2026/NQ-CP"),
        ("460/QĐUBND", "460/QĐ-UBND"),
        ("61/2020/UBTVQHI4", "61/2020/UBTVQH14"),
        ("09/2022/QHI5", "09/2022/QH15"),
        ("11/2023/OH15", "11/2023/QH15"),
        ("18/QĐÐ-BNNMT", "18/QĐ-BNNMT"),
        ("08/2013/TT-BT\u0421", "08/2013/TT-BTC"),
        ("05/2022/TT\u2011BTP", "05/2022/TT-BTP"),
        ("387)BC-UBTVQH12", "387/BC-UBTVQH12"),
        ("04/2011/NĐZCP", "04/2011/NĐ-CP"),
        ("214/TTr-BNN-VWPĐP", "214/TTr-BNN-VPĐP"),
    ],
)
def test_a_spoiled_number_is_mended_where_the_grammar_leaves_one_reading(printed, number):
    found = parse_number(printed)
    assert found is not None
    assert found.number == number
    assert found.raw == printed


@pytest.mark.parametrize(
    "printed",
    [
        "01/2024", "3/4", "80 km/h", "12/5/2021", "5687:2010", "024.3804.1234", "03a",
        "10/PLI", "06/2022/QHI", "40/tháng", "24/24", "2021-2025", "7/Ng", "15 m2/người",
    ],
)  # fmt: skip
def test_dates_fractions_units_and_forms_are_no_numbers(printed):
    assert parse_number(printed) is None


def test_a_footnote_or_word_glued_to_a_number_stays_outside():
    text = "số14/2019/NĐ-CPngày 01/02/2019"
    (found,) = find_numbers(text)
    assert found.value.number == "14/2019/NĐ-CP"
    assert text[found.start : found.end] == "14/2019/NĐ-CP"


def test_a_spoiled_term_without_a_year_to_check_it_is_left_alone():
    found = parse_number("12/NQ-QHI5")
    assert found is None or found.issuer is None or found.number == "12/NQ-QHI5"


def test_a_form_number_is_never_certain():
    found = parse_number("01/TB-XYZT")
    assert found is not None
    assert not found.certain


def test_party_numbers_are_known_as_such():
    assert parse_number("17-NQ/TU").party
    assert not parse_number("17/NQ-HĐND").party


@given(
    ordinal=st.integers(1, 9999),
    year=st.one_of(st.none(), st.integers(1997, 2030)),
    symbol=st.sampled_from(["NĐ", "QĐ", "TT", "NQ", "CT", "KH", "TB", "BC"]),
    issuer=st.sampled_from(sorted(code for code in issuer_codes() if len(code) > 1)),
)
def test_any_type_and_issuer_of_the_vocabulary_make_a_number(ordinal, year, symbol, issuer):
    printed = f"{ordinal}/{f'{year}/' if year else ''}{symbol}-{issuer}"
    found = parse_number(printed)
    assert found is not None
    assert found.certain
    assert found.issuer == issuer_codes()[issuer][0]


@given(st.text(alphabet="0123456789/-QĐNCPUBDTTgW .()ng\n", max_size=60))
def test_what_is_found_lies_in_the_text_and_is_found_again(text):
    for found in find_numbers(text):
        assert text[found.start : found.end] == found.value.raw
        assert match_number(text, found.start) is not None


def test_codes_are_unique_and_lead_to_an_agency():
    rows = vocabulary.rows("issuer_codes")
    codes = [row["code"] for row in rows]
    assert len(codes) == len(set(codes))
    assert all(row["agency"] for row in rows)


# A class of bodies, or several ministries together.
NOT_ONE_BODY = {"lien-bo", "ban-chi-dao-trung-uong"}


def test_a_code_of_the_centre_leads_to_a_body_that_the_vocabulary_knows():
    central = {
        row["agency"] for row in vocabulary.rows("issuer_codes") if row["level"] == "central"
    }
    assert central - vocabulary.agencies().keys() == NOT_ONE_BODY


SIGNS_OF_DOCUMENTS = frozenset(
    ["NĐ", "ND", "QĐ", "QD", "QĐÐ", "NQ", "NQLT", "TT", "TTLT", "TTLB", "CT", "VBHN", "TTr", "KL", "CĐ"]
)  # fmt: skip
"""Signs that no form uses (``TB``, ``BC`` and ``CV`` are those of tax forms, too)."""


def is_real(suffix: str) -> bool:
    """A type's sign with an issuer behind it, or the legislature's code, misread ones included."""
    sign, *codes = re.split(r"[-/]", suffix)
    legislature = re.fullmatch(r"(?:UBTV)?Q[HI][\dIl]{1,3}", sign)
    return bool(legislature or (sign in SIGNS_OF_DOCUMENTS and codes))


@pytest.mark.shared
def test_the_suffixes_of_real_numbers_are_read_and_those_left_are_known_by_name(shared):
    """At least 99 of 100 occurrences give type and issuer; the legislature's code gives the issuer
    alone, since ``QH15`` stands on laws and on resolutions. ``suffixes_left.csv`` says of each of
    the rest why it is left."""
    left = {
        row["suffix"]
        for row in csv.DictReader(
            (Path(__file__).parent / "suffixes_left.csv").read_text("utf-8").splitlines()
        )
    }
    seen = right = 0
    unread = set()
    with (shared / "reference" / "number-suffixes-seen.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            suffix, count = row["suffix"], int(row["count"])
            if not is_real(suffix):
                continue
            found = match_number(f"12/2022/{suffix}")
            lone = "-" not in suffix
            read = bool(found and found.value.issuer and (lone or found.value.type))
            seen += count
            right += read * count
            if not read:
                unread.add(suffix)
    assert right / seen >= 0.99
    assert unread == left
