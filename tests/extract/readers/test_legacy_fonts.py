"""Vietnamese from before Unicode: TCVN3 and VNI."""

from __future__ import annotations

import pytest
from reader_specimens import docx_with_body

from extract.readers import read_bytes
from extract.readers.legacy_fonts import legacy_encoding, to_unicode
from extract.readers.syllables import is_syllable, is_vietnamese, share_of_other_words

# The same sentence of ours, in both encodings.
SENTENCE = (
    "Các sở, ban, ngành tổng hợp số liệu về đường bộ, cấp nước và trường học; gửi báo cáo trước "
    "ngày mùng mười để Ủy ban xem xét kỹ lưỡng."
).replace("Ủy", "ủy")
TCVN3 = (
    "C¸c së, ban, ngµnh tæng hîp sè liÖu vÒ ®\xadêng bé, cÊp n\xadíc vµ tr\xadêng häc; göi b¸o c¸o tr\xadíc "
    "ngµy mïng m\xadêi ®Ó ñy ban xem xÐt kü l\xadìng."
)
VNI = (
    "Caùc sôû, ban, ngaønh toång hôïp soá lieäu veà ñöôøng boä, caáp nöôùc vaø tröôøng hoïc; göûi baùo caùo tröôùc "
    "ngaøy muøng möôøi ñeå uûy ban xem xeùt kyõ löôõng."
)


@pytest.mark.parametrize(("old", "encoding"), [(TCVN3, "tcvn3"), (VNI, "vni")])
def test_a_text_of_an_old_font_is_known_and_converted(old: str, encoding: str) -> None:
    assert legacy_encoding(old) == encoding
    assert to_unicode(old, encoding) == SENTENCE  # type: ignore[arg-type]


@pytest.mark.parametrize("old", [TCVN3, VNI])
def test_a_text_file_of_an_old_font_is_read(old: str) -> None:
    source = read_bytes(old.encode("latin-1"), "cũ.txt")
    assert source.text == SENTENCE
    assert source.origin is not None
    place = source.origin.raw_offset(source.text.index("kỹ"))
    assert old[place] == "k"


@pytest.mark.parametrize("old", [TCVN3, VNI])
def test_an_old_web_page_is_read(old: str) -> None:
    page = f"<html><head><meta charset=iso-8859-1></head><body><p>{old}</p></body></html>"
    assert read_bytes(page.encode("latin-1"), "a.html").text == SENTENCE


def test_a_word_file_says_its_font_and_its_capitals() -> None:
    body = (
        '<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr><w:t>chØ thÞ</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>về việc đã rõ</w:t></w:r></w:p>"
    )
    source = read_bytes(docx_with_body(body), "a.docx")
    assert source.text == "CHỈ THỊ\nvề việc đã rõ"


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "Le comité a décidé à l'unanimité de créer une école près de la forêt où l'été est très "
        "doux; les élèves y étudieront la géographie et la santé.",
        "Plain English text without any marks at all.",
    ],
)
def test_other_texts_are_not_converted(text: str) -> None:
    assert legacy_encoding(text) is None


@pytest.mark.parametrize(
    "word", ["nghiêng", "Uỷ", "ủy", "khuỷu", "quyết", "ĐƯỜNG", "giặt", "oản", "y"]
)
def test_a_syllable_is_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["strategy", "thf", "nghw", "ìì", "bcd", "Thanks"])
def test_what_is_no_syllable_is_known(word: str) -> None:
    assert not is_syllable(word)


def test_a_scrambled_text_layer_has_few_syllables() -> None:
    scrambled = "NG Ị ĐỊN ủacaf chnhí phủvề nôgn ngiệhp vàphtá tirển nôgn thnô " * 10
    assert share_of_other_words(scrambled) > 0.3
    assert share_of_other_words(SENTENCE * 5) < 0.03


def test_an_english_text_with_vietnamese_names_is_not_vietnamese() -> None:
    assert is_vietnamese(SENTENCE)
    assert not is_vietnamese("The People's Committee of Sơn La reports on Mộc Châu district. " * 5)
