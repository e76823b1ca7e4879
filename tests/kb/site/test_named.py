"""Documents and bodies that words name, however they are typed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from small_knowledge_base import DECREE, DIRECTIVE, ELSEWHERE, LATER_DECREE, OLD_DECREE, PLAN

from kb.questions import open_database
from kb.site.named_bodies import named_bodies
from kb.site.named_documents import named_documents


@pytest.fixture
def small(sample_db: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_database(sample_db)) as connection:
        yield connection


@pytest.fixture
def specimens(specimens_db: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_database(specimens_db)) as connection:
        yield connection


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("30/2020/NĐ-CP", [DECREE]),
        ("30/2020/nd-cp", [DECREE]),
        ("30 2020 nd cp", [DECREE]),
        ("30-2020-ND-CP", [DECREE]),
        ("Decree No. 30/2020/ND-CP", [DECREE]),
        ("３０/２０２０/ＮＤ-ＣＰ", [DECREE]),
        ("30/2020/NÐ-CP", [DECREE]),
        ("nghị định 30/2020", [DECREE]),
        ("Nghị định số 30 năm 2020", [DECREE]),
        ("nđ 30", [DECREE]),
        ("nd30", [DECREE]),
        ("NĐ 5", [LATER_DECREE]),
        ("nđ 05/2024", [LATER_DECREE]),
        ("110/2004", [OLD_DECREE]),
        ("12/KH-UBND", [PLAN]),
        ("kế hoạch 12 năm 2024", [PLAN]),
        ("12kh-ubnd", [PLAN]),
        ("01/CT-UBND", [DIRECTIVE, ELSEWHERE]),
        ("1/CT-UBND", [DIRECTIVE, ELSEWHERE]),
        ("ct 01", [DIRECTIVE, ELSEWHERE]),
        ("chỉ thị 01 sơn la", [DIRECTIVE]),
        ("01/CT-UBND ngày 09/01/2024", [ELSEWHERE]),
        ("chỉ thị 01/CT-UBND ngày 3 tháng 1 năm 2024", [DIRECTIVE]),
        ("chi thi 01 ngay 3 thang 1 nam 2024", [DIRECTIVE]),
        ("Directive 01/CT-UBND of January 3, 2024", [DIRECTIVE]),
        ("điều 3 nghị định 30/2020/NĐ-CP", [DECREE]),
        ("01-CT/TU", []),
        ("nghị quyết 30", []),
        ("30", []),
        ("kế hoạch 12 năm", []),
        ("ngày 30/2020", [DECREE]),
        ("quyết định 30/2020", []),
        ("chỉ thị 01 hà nội", []),
        ("12 tỷ đồng", []),
        ("giai đoạn 2021 - 2025", []),
        ("", []),
        ("///---", []),
        ("0" * 300, []),
    ],
)
def test_a_number_in_any_spelling_names_its_documents_and_no_others(
    small: sqlite3.Connection, words: str, ids: list[str]
) -> None:
    assert sorted(named_documents(small, words).ids) == sorted(ids)


def test_the_number_that_documents_share_is_told(small: sqlite3.Connection) -> None:
    assert named_documents(small, "ct 01").number == "01/CT-UBND"
    assert named_documents(small, "ct 01").of_number == 2


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("Sở Nội vụ tỉnh Sơn La", "son-la.so-noi-vu"),
        ("so noi vu son la", "son-la.so-noi-vu"),
        ("SNV Sơn La", "son-la.so-noi-vu"),
        ("ＳＮＶ", "son-la.so-noi-vu"),
        ("Sở KH&ĐT", "son-la.so-ke-hoach-va-dau-tu"),
        ("UBND huyện Mộc Châu", "son-la.ubnd-huyen.district-moc-chau"),
        ("huyện mộc châu", "son-la.ubnd-huyen.district-moc-chau"),
        ("Department of Home Affairs", "son-la.so-noi-vu"),
    ],
)
def test_a_body_is_named_by_any_of_its_names_with_or_without_its_place(
    specimens: sqlite3.Connection, words: str, body: str
) -> None:
    assert body in [row["id"] for row in named_bodies(specimens, words, "2026-01-01")]


@pytest.mark.parametrize("words", ["", "sở", "chuyển đổi số", "Sở Nội vụ Cà Mau", "thi đua sơn la"])
def test_other_words_name_no_body(specimens: sqlite3.Connection, words: str) -> None:
    assert named_bodies(specimens, words, "2026-01-01") == []


def test_a_body_that_is_no_more_is_told_with_who_has_its_work(
    specimens: sqlite3.Connection,
) -> None:
    (row,) = named_bodies(specimens, "sở kế hoạch và đầu tư sơn la", "2026-01-01")
    assert [now["today_id"] for now in row["now"]] == ["son-la.so-tai-chinh"]
