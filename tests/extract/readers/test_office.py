"""Old Office files: by LibreOffice, by antiword, and what is said where neither can help."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from docx.oxml import parse_xml
from reader_specimens import docx_of, zip_of

from extract.limits import Limits
from extract.pipeline import extract
from extract.readers import UnreadableError, converters, read_bytes, read_file
from extract.readers.office import read_docbook

RTF = rb"{\rtf1\ansi\ansicpg1258 {\b Di\'eau 1.} So Y te bao cao.\par 2. Cong an tinh.\par}"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
NAMED = "WordDocument".encode("utf-16-le")


@pytest.fixture
def antiword() -> None:
    """antiword is installed by `make system`; without it these tests are worth a failure in CI."""
    if converters.find_antiword() is None:
        if os.environ.get("CI"):
            pytest.fail("antiword is missing, and CI requires it")
        pytest.skip("antiword is missing")


@pytest.fixture
def libreoffice() -> None:
    if converters.find_office() is None:
        pytest.skip("LibreOffice is optional, and missing")


@pytest.fixture
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converters, "find_office", lambda: None)


def docbook(body: str) -> bytes:
    return f"<?xml version='1.0'?><book><chapter><title/>{body}</chapter></book>".encode()


def lines(body: str, plain: str = "") -> list[str]:
    return read_docbook(docbook(body), plain).text.split("\n")


def test_paragraphs_and_notes_come_in_order() -> None:
    assert lines(
        "<para><emphasis role='bold'>Điều 1.</emphasis> Sở Y tế<footnote><para>Ghi chú.</para>"
        "</footnote> báo cáo.</para><para>[pic]Hết.</para>"
    ) == ["Điều 1. Sở Y tế ¹ báo cáo.", "Hết.", "¹ Ghi chú."]


def test_a_table_whose_rows_have_columns_of_their_own_is_one_table() -> None:
    def rows(widths: list[int], *cells: str) -> str:
        columns = "".join(f"<colspec colwidth='{width}.00pt'/>" for width in widths)
        entries = "".join(f"<entry>{cell}</entry>" for cell in cells)
        return f"<tgroup>{columns}<tbody><row>{entries}</row></tbody></tgroup>"

    body = (
        "<para><informaltable>"
        + rows([30, 100, 100], "TT", "Nhiệm vụ", "Chủ trì")
        + rows([130, 100], "I. Nhóm việc", "chung")
        + rows([30, 100, 100], "1", "Lập kế hoạch", "Sở Y tế")
        + "</informaltable></para>"
    )
    assert lines(body) == [
        "TT\tNhiệm vụ\tChủ trì",
        "I. Nhóm việc\t\tchung",
        "1\tLập kế hoạch\tSở Y tế",
    ]


def test_line_ends_come_from_the_plain_text() -> None:
    plain = "\nSỞ NỘI VỤ\nPHÒNG CÔNG CHỨC\n\n|ỦY BAN NHÂN DÂN   |CỘNG HÒA |\n|TỈNH X THUỘC     |ĐỘC LẬP |\n"
    body = (
        "<para>SỞ NỘI VỤPHÒNG CÔNG CHỨC</para><para><informaltable><tgroup>"
        "<colspec colwidth='90pt'/><colspec colwidth='90pt'/><tbody><row>"
        "<entry>ỦY BAN NHÂN DÂNTỈNH X THUỘC</entry><entry>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</entry>"
        "</row></tbody></tgroup></informaltable></para>"
    )
    assert lines(body, plain)[:4] == [
        "SỞ NỘI VỤ",
        "PHÒNG CÔNG CHỨC",
        "ỦY BAN NHÂN DÂN",
        "TỈNH X THUỘC",
    ]


def test_a_table_of_bars_is_a_table_where_all_rows_are_as_long_as_the_first() -> None:
    body = "<para>TT |Tên |Cơ quan | |1 |Xăng | |Sở A | |2 |Gạo |Sở B | | </para>"
    assert lines(body) != ["TT\tTên\tCơ quan", "1\tXăng\tSở A"]
    whole = "<para>TT |Tên |Cơ quan | |1 | |Sở A | |2 |Gạo |Sở B | | </para>"
    assert lines(whole) == ["TT\tTên\tCơ quan", "1\t\tSở A", "2\tGạo\tSở B"]


def test_bars_that_make_no_table_are_paragraphs_and_a_problem() -> None:
    source = read_docbook(docbook("<para>TT |Tên | |1 |a |b | |2 |c |d |e | |</para>"))
    assert source.tables == ()
    assert [problem.kind for problem in source.problems] == ["table-lost"]


def test_lost_automatic_numbers_are_a_problem_and_not_guessed() -> None:
    body = (
        "<orderedlist numeration='arabic'><listitem><para>Sở Y tế</para></listitem></orderedlist>"
    )
    source = read_docbook(docbook(body))
    assert source.text == "Sở Y tế"
    assert [problem.kind for problem in source.problems] == ["numbering-missing"]


def test_the_sign_of_a_list_goes_before_its_words() -> None:
    body = (
        "<itemizedlist mark='bullet'><listitem><para>\nSở Y tế\n</para></listitem></itemizedlist>"
    )
    assert lines(body) == ["- Sở Y tế"]


def test_words_from_before_unicode_are_converted() -> None:
    words = "Céng hßa x· héi chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc"
    assert lines(f"<para>{words}</para>") == [
        "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập Tự do Hạnh phúc"
    ]


@pytest.mark.parametrize(
    ("data", "name", "remedy"),
    [
        (OLD_WORD + NAMED, "a.doc", "apt-get install antiword"),
        (RTF, "a.rtf", "apt-get install libreoffice-writer-nogui"),
        (
            zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
            "a.odt",
            "apt-get install libreoffice-writer-nogui",
        ),
    ],
)
def test_without_a_converter_it_is_said_what_to_install(
    data: bytes, name: str, remedy: str, monkeypatch: pytest.MonkeyPatch, no_libreoffice: None
) -> None:
    monkeypatch.setattr(converters, "find_antiword", lambda: None)
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, name)
    assert caught.value.kind == "converter-missing"
    assert remedy in caught.value.message


def test_an_encrypted_doc_is_told_before_it_is_converted() -> None:
    block = b"\xec\xa5" + b"\0" * 9 + b"\x01" + b"\0" * 500
    with pytest.raises(UnreadableError) as caught:
        read_bytes(OLD_WORD + block + NAMED, "a.doc")
    assert caught.value.kind == "password-protected"


def test_a_broken_doc_is_refused(antiword: None, no_libreoffice: None) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(OLD_WORD + NAMED + b"\0" * 4_000, "a.doc")
    assert caught.value.kind in ("damaged", "no-text")


def converter_of(folder: Path, program: str) -> str:
    """A stand-in for a converter: a Python program."""
    path = folder / "converter"
    path.write_text(f"#!{sys.executable}\n{program}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_converter_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    child = f"import time, pathlib; time.sleep(3); pathlib.Path({str(mark)!r}).touch()"
    program = (
        f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {child!r}])\n"
        "time.sleep(60)"
    )
    with pytest.raises(UnreadableError) as caught:
        converters.by_antiword(
            converter_of(tmp_path, program), b"", Limits(max_conversion_seconds=1)
        )
    assert caught.value.kind == "converter-failed"
    time.sleep(3)
    assert not mark.exists()


def test_a_converter_has_no_more_memory_than_it_may(tmp_path: Path) -> None:
    program = "data = bytearray(2_000_000_000)\nprint('<book/>')"
    with pytest.raises(UnreadableError) as caught:
        converters.by_antiword(
            converter_of(tmp_path, program), b"", Limits(max_conversion_memory=500_000_000)
        )
    assert caught.value.kind == "damaged"


def test_a_converter_writes_no_more_than_it_may(tmp_path: Path) -> None:
    program = "import sys\nwhile True: sys.stdout.write('a' * 100_000)"
    with pytest.raises(UnreadableError) as caught:
        converters.by_antiword(converter_of(tmp_path, program), b"", Limits(max_unpacked=1_000_000))
    assert caught.value.kind == "too-large"


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_a_converter_sees_no_network(tmp_path: Path) -> None:
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system does not let programs cut off the network")
    program = "import socket\nprint([name for _, name in socket.if_nameindex()])"
    seen, _ = converters.by_antiword(converter_of(tmp_path, program), b"", Limits())
    assert seen.decode().strip() == "['lo']"


@pytest.fixture(scope="session")
def numbered_doc(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A .doc with automatic numbers, made by LibreOffice of RTF."""
    office = converters.find_office()
    if office is None:
        pytest.skip("LibreOffice is optional, and missing")
    folder = tmp_path_factory.mktemp("doc")
    (folder / "a.rtf").write_bytes(
        rb"{\rtf1\ansi{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc0\levelstartat1"
        rb"{\leveltext\'02\'00.;}{\levelnumbers\'01;}}\listid1}}"
        rb"{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"
        rb"\pard Chi thi\par{\pard\ls1\ilvl0 So Y te\par}{\pard\ls1\ilvl0 Cong an tinh\par}"
        + rb"\pard Them mot dong cho du dai.\par" * 40  # antiword reads nothing that is very short
        + b"}"
    )
    subprocess.run(
        [
            office, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", "doc", "--outdir", str(folder), str(folder / "a.rtf"),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "a.doc").read_bytes()


def test_libreoffice_keeps_automatic_numbers(libreoffice: None, numbered_doc: bytes) -> None:
    source = read_bytes(numbered_doc, "a.doc")
    assert source.text.split("\n")[:3] == ["Chi thi", "1. So Y te", "2. Cong an tinh"]
    assert source.metadata["converter"] == "libreoffice"
    assert source.media_type == "application/msword"


def test_antiword_says_that_it_lost_them(
    antiword: None, no_libreoffice: None, numbered_doc: bytes
) -> None:
    source = read_bytes(numbered_doc, "a.doc")
    assert source.text.split("\n")[:3] == ["Chi thi", "So Y te", "Cong an tinh"]
    assert [problem.kind for problem in source.problems] == ["numbering-missing"]


def test_rtf_is_read_by_libreoffice(libreoffice: None) -> None:
    assert read_bytes(RTF, "a.rtf").text.split("\n")[1] == "2. Cong an tinh."


PLAN = Path(__file__).parents[3] / "corpus" / "specimens" / "kh-9903-ubnd-2024.docx"


@pytest.fixture(scope="session")
def plan_saved_as(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the specimen of a plan as LibreOffice saves it in its other formats."""
    office = converters.find_office()
    if office is None:
        pytest.skip("LibreOffice is optional, and missing")
    folder = tmp_path_factory.mktemp("plan")
    for kind in ("odt", "rtf"):
        subprocess.run(
            [
                office, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--convert-to", kind, "--outdir", str(folder), str(PLAN),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    return folder


@pytest.mark.parametrize("kind", ["odt", "rtf"])
def test_a_plan_saved_in_another_format_gives_the_same_facts(
    libreoffice: None, plan_saved_as: Path, kind: str
) -> None:
    def facts_of(path: Path) -> tuple[object, ...]:
        facts = extract(read_file(path))
        own = facts.document
        return (
            (own.type, own.number, own.issued_on, own.issuer, own.title, own.signer),
            own.recipients,
            [(c.number, c.date, c.relation) for c in facts.citations],
            [(t.path, t.deadline, [(a.name, a.role) for a in t.agencies]) for t in facts.tasks],
            [(t.indicator, t.value, t.period) for t in facts.targets],
        )

    assert facts_of(plan_saved_as / f"{PLAN.stem}.{kind}") == facts_of(PLAN)


WHAT_THE_DOCS_SAY = [
    ("36-hd-vptw.doc", ["VĂN PHÒNG", "Số: 36-HD/VPTW", "HƯỚNG DẪN", "I- HƯỚNG DẪN CHUNG"]),
    ("qd-07-2025-ubnd.doc", ["TỈNH THÁI NGUYÊN", "Số: 07/2025/QĐ-UBND", "QUYẾT ĐỊNH"]),
    ("qd-93-2007-ttg.doc", ["THỦ TƯỚNG CHÍNH PHỦ", "Số: 93/2007/QĐ-TTg", "QUYẾT ĐỊNH"]),
]


@pytest.mark.shared
@pytest.mark.parametrize(("name", "expected"), WHAT_THE_DOCS_SAY)
@pytest.mark.parametrize("converter", ["antiword", "libreoffice"])
def test_real_doc_files_are_read_by_either_converter(
    shared: Path,
    name: str,
    expected: list[str],
    converter: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request.getfixturevalue(converter)
    if converter == "antiword":
        monkeypatch.setattr(converters, "find_office", lambda: None)
    source = read_file(shared / "corpus" / "office" / name)
    found = source.text.split("\n")
    places = [found.index(line) for line in expected]
    assert places == sorted(places)
    assert source.metadata["converter"] == converter


def test_the_converters_leave_nothing_behind(
    antiword: None, no_libreoffice: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converters.tempfile, "tempdir", str(tmp_path))
    with pytest.raises(UnreadableError):
        read_bytes(OLD_WORD + NAMED + b"\0" * 4_000, "a.doc")
    assert list(tmp_path.iterdir()) == []
    assert shutil.which("antiword")


def test_automatic_numbers_of_a_docx_are_those_that_libreoffice_prints(
    libreoffice: None, tmp_path: Path
) -> None:
    """Lists that run beside each other, three levels each, in an order drawn by chance."""
    words = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    forms = {
        1: (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)")),
        2: (("decimal", "Điều %1."), ("decimal", "%1.%2."), ("decimalZero", "%3)")),
    }
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="{i + 1}"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for i, (form, text) in enumerate(levels)
        )
        + "</w:abstractNum>"
        for key, levels in forms.items()
    ) + "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in forms)
    chance = random.Random(30)
    paragraphs = [(chance.choice(list(forms)), chance.choice((0, 1, 1, 2, 2))) for _ in range(80)]
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>việc {place}</w:t></w:r></w:p>"
        for place, (key, level) in enumerate(paragraphs)
    )

    def write(document) -> None:  # type: ignore[no-untyped-def]
        numbering = document.part.numbering_part.element
        for child in list(numbering):
            numbering.remove(child)
        for child in parse_xml(f"<w:numbering {words}>{lists}</w:numbering>"):
            numbering.append(child)
        last = document.element.body[-1]
        for child in list(parse_xml(f"<w:body {words}>{body}</w:body>")):
            last.addprevious(child)

    path = tmp_path / "a.docx"
    path.write_bytes(docx_of(write))
    subprocess.run(
        [
            converters.find_office() or "", "--headless",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(path),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    printed = (tmp_path / "a.txt").read_text("utf-8-sig").split("\n")
    assert read_file(path).text.split("\n") == [" ".join(p.split()) for p in printed if p.strip()]
