"""Search with and without accents, through synonyms, on what was built."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import VERSION, read_specimen, write_specimen

from kb.build import build
from kb.search import FULL_TEXT, INDICATORS, NAMES, fill, match_query, search


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    home = tmp_path_factory.mktemp("search")
    write_specimen(
        home / "corpus" / "vi.json",
        document={"number": "01/CT-UBND", "jurisdiction": "son-la", "issued_on": "2024-01-03",
                  "title": "Về chuyển đổi số, Ðiện lực và đường bộ", "issuer_key": "ubnd-tinh",
                  "issuer": "UBND tỉnh Sơn La"},
        citations=[{"type": "resolution", "number": "252/NQ-HĐND"}],
        tasks=[{"path": "1", "text": "Giao Sở Nội vụ chủ trì báo cáo",
                "agencies": [{"name": "Sở Nội vụ", "key": "so-noi-vu", "role": "lead"}]},
               {"path": "2", "text": "vụ việc nội bộ của sở", "agencies": []}],
        targets=[{"indicator": "Tỷ lệ hộ nghèo đa chiều", "value": 9.5}],
    )  # fmt: skip
    write_specimen(
        home / "corpus" / "en.json",
        document={"number": "02/CT-UBND", "jurisdiction": "son-la", "issued_on": "2024-02-03",
                  "language": "en"},
        tasks=[{"path": "1", "text": "The Department of Home Affairs shall report"}],
    )  # fmt: skip
    build([home / "corpus"], home / "kb.db", workers=0, read=read_specimen, version=VERSION)
    # Once more with a change: the index must be kept up, not only made.
    write_specimen(home / "corpus" / "third.json", document={"number": "3/KH-UBND"})
    build([home / "corpus"], home / "kb.db", workers=0, read=read_specimen, version=VERSION)
    with closing(sqlite3.connect(home / "kb.db")) as connection:
        yield connection


TASK = "01-ct-ubnd.son-la.2024-01-03:t:1"
ENGLISH_TASK = "02-ct-ubnd.son-la.2024-02-03:t:1"


@pytest.mark.parametrize(
    "words", ["Sở Nội vụ", "so noi vu", "SỞ NỘI VỤ", "SNV", "snv", "Department of Home Affairs"]
)
def test_every_name_of_a_body_finds_every_other(conn: sqlite3.Connection, words: str) -> None:
    assert {hit.id for hit in search(conn, words, "tasks") if hit.phrase} == {TASK, ENGLISH_TASK}
    assert "son-la.so-noi-vu" in {hit.id for hit in search(conn, words, "agencies")}


@pytest.mark.parametrize("words", ["01/CT-UBND", "01 ct ubnd", "01-CT/UBND", "Chỉ thị 01/CT-UBND"])
def test_a_number_is_found_in_any_spelling(conn: sqlite3.Connection, words: str) -> None:
    hits = search(conn, words.removeprefix("Chỉ thị "), "documents")
    assert hits[0].id == "01-ct-ubnd.son-la.2024-01-03"


@pytest.mark.parametrize("words", ["hdnd", "HĐND", "điện lực", "dien luc", "Đường bộ", "duong bo"])
def test_d_with_a_stroke_is_folded_also_where_it_is_written_with_another_letter(
    conn: sqlite3.Connection, words: str
) -> None:
    assert search(conn, words, "documents")


def test_filling_the_index_again_keeps_the_fold(conn: sqlite3.Connection) -> None:
    before = {table.kind: search(conn, "hdnd", table.kind) for table in FULL_TEXT}
    for table in FULL_TEXT:
        fill(conn, table.kind)
    assert {table.kind: search(conn, "hdnd", table.kind) for table in FULL_TEXT} == before
    conn.rollback()


def test_the_original_words_are_marked(conn: sqlite3.Connection) -> None:
    (hit,) = search(conn, "dien luc", "documents", marks=("<", ">"))
    assert "<Ðiện lực> và đường bộ" in hit.snippet


def test_a_phrase_comes_before_scattered_words(conn: sqlite3.Connection) -> None:
    hits = search(conn, "noi vu so", "tasks")
    assert [hit.phrase for hit in hits] == sorted((h.phrase for h in hits), reverse=True)
    assert {hit.id for hit in hits} >= {"01-ct-ubnd.son-la.2024-01-03:t:2"}


def test_documents_that_are_only_cited_are_found(conn: sqlite3.Connection) -> None:
    assert search(conn, "252 nq hdnd", "documents")[0].id == "252-nq-hdnd.son-la"


def test_indicators_of_targets_are_found(conn: sqlite3.Connection) -> None:
    (hit,) = search(conn, "ho ngheo da chieu", "targets")
    assert hit.document_id == "01-ct-ubnd.son-la.2024-01-03"


@pytest.mark.parametrize("words", ["", "  ", "*", '"', "!!!"])
def test_no_words_find_nothing(conn: sqlite3.Connection, words: str) -> None:
    assert search(conn, words) == []
    assert match_query(conn, words) == ""


@given(words=st.text(max_size=30))
def test_whatever_is_typed_is_words_and_never_an_error(words: str) -> None:
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute("CREATE TABLE agency_names (agency_id, folded)")
        conn.execute(
            "CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61 remove_diacritics 2')"
        )
        query = match_query(conn, words)
        if query:
            conn.execute("SELECT * FROM t WHERE t MATCH ?", (query,)).fetchall()


def test_fts_index_and_content_agree(conn: sqlite3.Connection, tmp_path: Path) -> None:
    for table in (*FULL_TEXT, INDICATORS, NAMES):
        (rows,) = conn.execute(f"SELECT count(*) FROM {table.content}").fetchone()
        (indexed,) = conn.execute(f"SELECT count(*) FROM {table.name}_docsize").fetchone()
        assert rows == indexed, table.kind


def test_words_that_nearly_every_row_has_bring_the_newest_first(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = conn.execute("SELECT id FROM documents ORDER BY rowid DESC").fetchall()
    monkeypatch.setattr("kb.search.COMMON", 1)
    found = [(hit.id,) for hit in search(conn, "ubnd", "documents")]
    assert len(found) > 1
    assert found == [row for row in newest if row in found]
