"""Normalization of letters, spaces and line ends."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extract.readers.cleaning import (
    Traced,
    clean,
    clean_layout,
    clean_letters,
    raised,
    set_marks_apart,
)

MENDED = [
    ("Quyết định số 12/QĐ-UBND", "Quyết định số 12/QĐ-UBND"),
    (unicodedata.normalize("NFD", "Ủy ban nhân dân"), "Ủy ban nhân dân"),
    ("QÐ-UBND, xã Ðông Hòa, ðề án", "QĐ-UBND, xã Đông Hòa, đề án"),
    ("Thông tư số 96/2025/TT-BTС", "Thông tư số 96/2025/TT-BTC"),
    ("TT-ВС ngày 5", "TT-BC ngày 5"),
    ("Ngh\u00adị quy\u200bết", "Nghị quyết"),
    ("41/NQ\u2011CP, 12\u2010CT/TW, \u22125 %", "41/NQ-CP, 12-CT/TW, -5 %"),
    ("6138/UBND\ufffeKGVX", "6138/UBND-KGVX"),
    ("12\u22152020\uff0fQĐ\u2212UBND, 5\u20447", "12/2020/QĐ-UBND, 5/7"),
    ("2021 – 2025 — xa", "2021 – 2025 — xa"),
    ("Số:\u00a0\u2003 05/KH", "Số: 05/KH"),
    ("a\r\nb\rc\n\n\n\nd", "a\nb\nc\n\nd"),
    ("  đầu dòng  \n  sau  ", "đầu dòng\nsau"),
    ("\ufeffCHỈ THỊ", "CHỈ THỊ"),
    ("hoà, hòa, thuỷ, thủy", "hoà, hòa, thuỷ, thủy"),
]


@pytest.mark.parametrize(("raw", "stored"), MENDED)
def test_letters_are_stored_as_they_are_meant(raw: str, stored: str) -> None:
    assert clean(raw) == stored


@pytest.mark.parametrize("word", ["Москва", "\u0482a", "α-amylase", "cosφ", "kΩ", "РАО", "Δt"])
def test_a_word_of_another_alphabet_stays_what_it_is(word: str) -> None:
    assert clean(f"chữ {word} ở đây") == f"chữ {word} ở đây"


def test_a_raised_footnote_mark_is_no_digit_of_the_number_before_it() -> None:
    assert set_marks_apart("Nghị quyết 66-NQ/TW" + raised("1")) == "Nghị quyết 66-NQ/TW ¹"
    assert set_marks_apart("năm 2018" + raised("12")) == "năm 2018 ¹²"


def test_a_square_metre_keeps_its_square() -> None:
    assert set_marks_apart("50 m" + raised("2") + ", 3 km" + raised("2")) == "50 m², 3 km²"


TROUBLE = st.text(
    alphabet=st.one_of(
        st.sampled_from("aệĐÐС \t\n\r\u00a0\u00ad\u200b\u2011\u0323\u0302\u0301e|*#-"),
        st.characters(),
    ),
    max_size=200,
)


@given(TROUBLE)
def test_cleaning_a_clean_text_changes_nothing(raw: str) -> None:
    stored = clean(raw)
    assert clean(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)


@example("\ufb2a")  # stored as two letters
@given(TROUBLE)
def test_the_way_back_leads_from_every_stored_letter_to_where_it_was(raw: str) -> None:
    traced = Traced(raw)
    clean_letters(traced)
    clean_layout(traced)
    assert traced.text == clean(raw)
    origin = traced.origin()
    assert origin is not None
    places = [origin.raw_offset(offset) for offset in range(len(traced.text))]
    assert places == sorted(places)
    assert all(0 <= place < len(raw) for place in places)
    for letter, place in zip(traced.text, places, strict=True):
        if letter in "abcdefghijklmnopqrtuvwxyz" and raw.isascii():
            assert raw[place] == letter


def test_the_way_back_is_compact_where_little_was_changed() -> None:
    traced = Traced("Chỉ thị về công tác văn thư.\r\n" * 3 + "x" * 10_000)
    clean_letters(traced)
    clean_layout(traced)
    origin = traced.origin()
    assert origin is not None
    assert len(origin.stored) == 4


def test_a_very_long_text_is_cleaned_alike_without_its_way_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = "Chỉ  thị\u00ad về\r\n công tác \n\n\n\nvăn thư "
    monkeypatch.setattr("extract.readers.cleaning.LONGEST_TRACED", 10)
    traced = Traced(raw)
    clean_letters(traced)
    clean_layout(traced)
    assert traced.text == clean(raw)
    assert traced.origin() is None
