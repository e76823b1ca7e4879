"""Whatever the bytes: a source text or an ``UnreadableError`` with one clear line."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reader_specimens import docx_of, text_pdf

from extract.readers import Limits, UnreadableError, read_bytes, read_file
from extract.source import SourceText

NAMES = st.sampled_from(
    ["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a", "-", "a.doc", "á b'\".txt"]
)


def outcome(data: bytes, name: str, limits: Limits | None = None) -> SourceText | UnreadableError:
    """What reading gives; anything but these two fails the test."""
    try:
        return read_bytes(data, name, limits or Limits())
    except UnreadableError as refusal:
        error = refusal
    assert error.message.endswith(".")
    assert "\n" not in error.message
    return error


@cache
def specimen(name: str) -> bytes:
    if name == "a.pdf":
        return text_pdf("One short paragraph of a directive.", "1. Another one.")
    if name == "a.docx":
        return docx_of(lambda document: document.add_paragraph("1. Sở Y tế báo cáo."))
    if name == "a.html":
        return b"<html><body><table><tr><td>a<td>b</table><p>Van ban so 1</p></body></html>"
    return "# Chỉ thị\n\n| a | b |\n|---|---|\n| c | d |\n".encode()


@given(st.binary(max_size=400), NAMES)
def test_random_bytes_never_raise_anything_else(data: bytes, name: str) -> None:
    outcome(data, name)


@given(
    st.sampled_from(
        [
            b"%PDF-1.7\n",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"<html>",
            b"\xff\xfe",
        ]
    ),
    st.binary(max_size=300),
    NAMES,
)
def test_random_bytes_after_a_known_signature_never_raise_anything_else(
    signature: bytes, data: bytes, name: str
) -> None:
    outcome(signature + data, name)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data(), st.sampled_from(["a.pdf", "a.docx", "a.html", "a.md"]))
def test_a_damaged_file_never_raises_anything_else(data: st.DataObject, name: str) -> None:
    whole = bytearray(specimen(name))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(whole) - 1))
        length = data.draw(st.integers(0, 30))
        whole[place : place + length] = data.draw(st.binary(max_size=30))
        if not whole:
            break
    outcome(bytes(whole), name)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.html", "a.md"])
def test_the_specimens_themselves_are_read(name: str) -> None:
    assert isinstance(outcome(specimen(name), name), SourceText)


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a.html"])
def test_an_empty_file_is_said_to_be_empty(name: str) -> None:
    error = outcome(b"", name)
    assert isinstance(error, UnreadableError)
    assert error.kind == "empty"


OTHER_FORMATS = [
    (b"GIF89a" + b"\0" * 40, "a.gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc"),
    (b"a,b\n1,2\n", "a.csv"),
    (b"<?xml version='1.0'?><a/>", "a.xml"),
    (b"SQLite format 3\x00" + b"\0" * 84, "kb.db"),
]


@pytest.mark.parametrize(("data", "name"), OTHER_FORMATS)
def test_other_formats_are_refused_with_what_to_do(data: bytes, name: str) -> None:
    error = outcome(data, name)
    assert isinstance(error, UnreadableError)
    assert error.kind == "unsupported-format"


def test_the_content_decides_not_the_name() -> None:
    source = outcome(specimen("a.docx"), "misnamed.pdf")
    assert isinstance(source, SourceText)
    assert source.text == "1. Sở Y tế báo cáo."
    error = outcome("chữ thường".encode(), "text.docx")
    assert isinstance(error, UnreadableError)
    assert error.kind == "damaged"


def test_a_text_over_the_limit_is_refused() -> None:
    limits = Limits(max_text=1_000, max_html=1_000)
    error = outcome(b"a" * 1_001, "a.txt", limits)
    assert isinstance(error, UnreadableError)
    assert error.kind == "too-large"


def test_a_text_of_200_megabytes_is_refused_before_it_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.write(b"text ")
        file.truncate(200_000_000)
    with pytest.raises(UnreadableError) as caught:
        read_file(path)
    assert caught.value.kind == "too-large"


def test_names_with_spaces_quotes_and_vietnamese_letters(tmp_path: Path) -> None:
    path = tmp_path / "Chỉ thị số 01 \"bản cuối\" 'A'.txt"
    path.write_text("CHỈ THỊ", encoding="utf-8")
    assert read_file(path).text == "CHỈ THỊ"


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_file(tmp_path / "none.txt")
    assert caught.value.kind == "unreadable"


def test_a_folder_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        read_file(tmp_path)


HOSTILE_LINES = [
    "|" * 20_000,
    "| " * 20_000,
    "|a\n" * 8_000,
    "*" * 20_000,
    "**a" * 8_000,
    "[" * 20_000,
    "_a" * 10_000,
    "#" * 20_000,
    "\\" * 20_000,
    " " * 20_000 + "x",
    "\n " * 10_000,
    "e\u0323\u0302" * 8_000,
    "a" + "\u0301\u0323" * 8_000,
    "С" * 20_000,
    "- " * 10_000,
    "|" + "a" * 200_000,
    "<div " * 10_000,
    "<a>" * 10_000,
    "<table><tr><td>" * 3_000,
]


@pytest.mark.parametrize("line", HOSTILE_LINES)
@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_a_hostile_line_is_read_or_refused(line: str, name: str) -> None:
    outcome(line.encode(), name)
