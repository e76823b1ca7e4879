"""The invariants of the design, over random sets of made-up documents.

Whole databases are compared row by row, the builder's own tables and the words of the full-text
index included; left out is only the day on which a file was read (``sources.read_on``).
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from synthetic import VERSION, read_specimen, whole_database, write_specimen

from kb.build import build

# Few values, so that documents meet: the same number in two provinces, years, districts, languages.
NUMBERS = st.sampled_from(
    [None, "01/CT-UBND", "19/CT-TTg", "05/2023/QĐ-UBND", "252/NQ-HĐND", "34-CT/TW", "45"]
)
PLACES = st.sampled_from([None, "vn", "son-la", "ha-nam"])
DATES = st.sampled_from([None, "2023-01-03", "2024-01-03"])
CITED_DATES = st.sampled_from([None, "2023", "2024", "2023-01-03", "2024-01-03"])
TITLES = st.sampled_from([None, "Luật Thi đua, khen thưởng", "launching a movement"])
ISSUERS = st.sampled_from(
    [
        (None, None),
        ("ubnd-tinh", "UBND tỉnh"),
        ("ubnd-huyen", "UBND huyện Mộc Châu"),
        ("thu-tuong", "Thủ tướng Chính phủ"),
        (None, "Ban nào đó"),
    ]
)
BODIES = st.builds(
    lambda body, role: {**body, "role": role},
    st.sampled_from(
        [
            {"name": "Sở Nội vụ", "key": "so-noi-vu"},
            {"name": "Sở Kế hoạch và Đầu tư", "key": "so-ke-hoach-va-dau-tu"},
            {"name": "các cơ quan", "is_group": True},
            {"name": "Tổ nào đó"},
        ]
    ),
    st.sampled_from(["lead", "coordinate"]),
)


@st.composite
def citations(draw: st.DrawFn) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for index in range(draw(st.integers(0, 4))):
        key, issuer = draw(ISSUERS)
        found.append(
            {
                "type": draw(st.sampled_from(["directive", "law"])),
                "number": draw(NUMBERS),
                "name": draw(TITLES),
                "date": draw(CITED_DATES),
                "issuer": issuer,
                "issuer_key": key,
                "jurisdiction": draw(PLACES),
                "antecedent": draw(st.sampled_from([None, index - 1])) if index else None,
                "self_reference": draw(st.booleans()) and draw(st.booleans()),
                "relation": draw(st.sampled_from(["refers", "amends", "replaces", "repeals"])),
                "pinpoint": draw(st.sampled_from([None, None, "Điều 2"])),
            }
        )
    return found


WELL_KNOWN = st.sampled_from(
    [
        {"number": "01/CT-UBND", "jurisdiction": "son-la", "issued_on": "2024-01-03"},
        {"number": "01/CT-UBND", "jurisdiction": "ha-nam", "issued_on": "2023-01-03"},
        {"number": "19/CT-TTg", "jurisdiction": "vn", "issued_on": "2024-01-03"},
        {"number": "06/2022/QH15", "jurisdiction": "vn", "type": "law",
         "title": "Luật Thi đua, khen thưởng"},
    ]
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    found = draw(any_documents())
    if draw(st.booleans()):  # versions, copies, and what corrections and citations name
        found["document"] |= draw(WELL_KNOWN)
        found.pop("unreadable", None)
    return found


@st.composite
def any_documents(draw: st.DrawFn) -> dict[str, Any]:
    key, issuer = draw(ISSUERS)
    return {
        "document": {
            "type": draw(st.sampled_from(["directive", "law", "news"])),
            "number": draw(NUMBERS),
            "jurisdiction": draw(PLACES),
            "issued_on": draw(DATES),
            "effective_on": draw(st.sampled_from([None, "2024-02-01", "2999-01-01"])),
            "title": draw(TITLES),
            "issuer_key": key,
            "issuer": issuer,
            "language": draw(st.sampled_from(["vi", "en"])),
        },
        "padding": draw(st.integers(0, 3)),
        "citations": draw(citations()),
        "tasks": draw(
            st.lists(
                st.builds(
                    lambda path, agencies: {
                        "path": path, "text": f"việc {path}", "agencies": agencies,
                        "parent": "1" if path == "2" else None,
                    },
                    st.sampled_from(["1", "2"]),
                    st.lists(BODIES, max_size=2),
                ),
                max_size=2,
            )
        ),
        "targets": draw(
            st.lists(
                st.just({"indicator": "Tỷ lệ hộ nghèo", "value": 9.5, "unit_normalized": "%"}),
                max_size=1,
            )
        ),
        **({"unreadable": True} if draw(st.integers(0, 9)) == 0 else {}),
    }  # fmt: skip


CORRECTIONS = st.lists(
    st.sampled_from(
        [
            "documents,01-ct-ubnd.son-la.2024-01-03,number,19/CT-TTg,,x,2024-05-01,",
            "documents,19-ct-ttg.vn.2024-01-03,jurisdiction,son-la,,x,2024-05-01,",
            "documents,01-ct-ubnd.ha-nam.2023-01-03,title,Tên đúng,,x,2024-05-01,",
            "citations,01-ct-ubnd.son-la.2024-01-03:c0,number,45,,x,2024-05-01,",
            "citations,01-ct-ubnd.son-la.2024-01-03:c0,cited_document_id,34-ct-tw,,x,2024-05-01,",
            "tasks,01-ct-ubnd.son-la.2024-01-03:t:1,deadline,2024-12-31,,x,2024-05-01,",
            "agencies,son-la.so-noi-vu,short_name,SNV-SL,,x,2024-05-01,",
            "documents,no-such-document,title,x,,x,2024-05-01,",
            "documents,01-ct-ubnd.son-la,title,Tên đúng hơn,,x,2024-05-01,",
            "documents,19-ct-ttg,number,34-CT/TW,,x,2024-05-01,",
            "documents,01-ct-ubnd.son-la.2024-01-03,expired_on,2024-12-31,,x,2024-05-01,",
            "documents,01-ct-ubnd.2024-01-03,status,expired,,x,2024-05-01,",
            "tasks,01-ct-ubnd.2024-01-03:t:1,deadline,2024-11-30,,x,2024-05-01,",
        ]
    ),
    max_size=3,
    unique=True,
)
FOLDER = st.dictionaries(
    st.sampled_from([f"{name}.json" for name in "abcdef"] + ["sub/g.json", "sub/tên có dấu.json"]),
    documents(),
    max_size=6,
)
REGISTER_ROWS = st.sampled_from(
    [
        "01/CT-UBND,2024-01-03,2024-02-01,,UBND tỉnh,Chỉ thị,Phát động phong trào,Đang hiệu lực,",
        "01/CT-UBND,2024-01-03,2024-03-01,2025-01-01,UBND tỉnh,Chỉ thị,Phát động,Hết hiệu lực,",
        "05/2023/QĐ-UBND,2023-05-05,,,UBND tỉnh Hà Nam,Quyết định,Bãi bỏ Chỉ thị số 19/CT-TTg,,",
        "7/QĐ-UBND,2023-02-29,,,UBND xã Chiềng Mẫu,Quyết định,Một việc,Hết hiệu lực,",
        ",2024-01-03,,,UBND tỉnh,Chỉ thị,launching a movement,,",
        "19/CT-TTg,2024-01-03,,,Thủ tướng Chính phủ,Chỉ thị,launching a movement in the year,,a.json",
        "45/CT-UBND,2024-01-03,,,UBND tỉnh,Chỉ thị,Luật Thi đua khen thưởng,,",
        "x,,,,,,,,b.json",
    ]
)
REGISTER_HEADER = (
    "số hiệu,ngày ban hành,ngày có hiệu lực,ngày hết hiệu lực,cơ quan ban hành,loại văn bản,"
    "trích yếu,tình trạng,tệp"
)
REGISTERS = st.dictionaries(
    st.sampled_from(["register.csv", "sổ son-la 2024.csv", "sub/register-ha-nam.csv"]),
    st.lists(REGISTER_ROWS, max_size=4),
    max_size=2,
)
STEPS = st.lists(st.tuples(FOLDER, CORRECTIONS, REGISTERS), min_size=1, max_size=4)


def _fill(
    folder: Path,
    files: dict[str, Any],
    corrections: list[str],
    registers: dict[str, list[str]] | None = None,
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        write_specimen(folder / name, **data)
    for name, rows in (registers or {}).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("\n".join([REGISTER_HEADER, *rows]), "utf-8")
    if corrections:
        header = "table,row_id,column,value,was,by,on,why"
        (folder / "corrections.csv").write_text("\n".join([header, *corrections]), "utf-8")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, seed=st.integers(0, 1_000), lose_cache=st.booleans())
def test_a_database_updated_step_by_step_equals_one_built_at_once(
    steps: list[tuple[dict[str, Any], list[str], dict[str, list[str]]]], seed: int, lose_cache: bool
) -> None:
    order = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        for files, corrections, registers in steps:
            _fill(home / "corpus", files, corrections, registers)
            given_paths = [home / "corpus"]
            if order.random() < 0.3:  # the same files, one by one, in any order
                given_paths += order.sample([home / "corpus" / file for file in files], len(files))
            if lose_cache:
                (home / "steps.db.cache").unlink(missing_ok=True)
            build(given_paths, home / "steps.db", workers=0, read=read_specimen, version=VERSION)
        build(given_paths, home / "once.db", workers=0, read=read_specimen, version=VERSION)
        steps_db, once_db = whole_database(home / "steps.db"), whole_database(home / "once.db")
        # What was given before is remembered: in "steps" also files that were named one by one.
        for database in (steps_db, once_db):
            database.pop("_roots")
            database["_state"] = [row for row in database["_state"] if row[0] != "roots"]
        for table in once_db:
            assert steps_db[table] == once_db[table], table


# Evidence: every fact quotes the stored text between its start and its end.
WITHOUT_EVIDENCE = """
SELECT f.id FROM {table} f JOIN document_texts t ON t.document_id = f.document_id
 WHERE f.start IS NULL OR f.page IS NULL OR f."end" <= f.start
    OR f.quote IS NOT substr(t.text, f.start + 1, f."end" - f.start)"""
FACTS = ("citations", "tasks", "targets", "document_fields")


def _assert_evidence(db: Path) -> None:
    with closing(sqlite3.connect(db)) as conn:
        for table in FACTS:
            assert conn.execute(WITHOUT_EVIDENCE.format(table=table)).fetchall() == [], table
        assert conn.execute(
            """SELECT s.id FROM sections s JOIN document_texts t USING (document_id)
                WHERE s.text IS NOT substr(t.text, instr(t.text, s.text), length(s.text))"""
        ).fetchall() == []  # fmt: skip
        assert conn.execute(
            """SELECT a.id FROM task_agencies a JOIN tasks k ON k.id = a.task_id
                 JOIN document_texts t ON t.document_id = k.document_id
                WHERE a.start IS NULL OR a."end" <= a.start OR a."end" > length(t.text)"""
        ).fetchall() == []  # fmt: skip
        for table in ("document_events", "suggestions"):
            assert conn.execute(
                f"""SELECT e.id FROM {table} e
                      LEFT JOIN document_texts t ON t.document_id = e.said_in
                      LEFT JOIN register_rows r ON r.id = e.register_row_id
                     WHERE e.from_what <> 'correction' AND (e.start IS NULL OR e.quote IS NOT
                       substr(coalesce(r.text, t.text), e.start + 1, e."end" - e.start))"""
            ).fetchall() == [], table  # fmt: skip
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []


@settings(max_examples=15, deadline=None)
@given(files=FOLDER, registers=REGISTERS)
def test_every_fact_has_its_evidence(
    files: dict[str, Any], registers: dict[str, list[str]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        _fill(home / "corpus", files, [], registers)
        build([home / "corpus"], home / "kb.db", workers=0, read=read_specimen, version=VERSION)
        _assert_evidence(home / "kb.db")


@pytest.mark.shared
def test_real_documents_build_with_evidence_and_the_same_whichever_came_first(
    shared: Path, tmp_path: Path
) -> None:
    folders = [shared / "corpus" / name for name in ("seeds", "provincial", "english")]
    build(folders, tmp_path / "once.db", workers=1)
    _assert_evidence(tmp_path / "once.db")
    shutil.copy(tmp_path / "once.db.cache", tmp_path / "steps.db.cache")
    for folder in reversed(folders):
        build([folder], tmp_path / "steps.db", workers=1)
    once, steps = whole_database(tmp_path / "once.db"), whole_database(tmp_path / "steps.db")
    for table in once.keys() - {"_state"}:
        assert once[table] == steps[table], table
    assert ("01-ct-ubnd.son-la.2024-01-03",) in [row[:1] for row in once["documents"]]


@pytest.mark.shared
def test_every_real_file_gives_a_document_or_a_problem(shared: Path, tmp_path: Path) -> None:
    corpus = shared / "corpus"
    folders = [corpus / name for name in ("chain", "vbpl", "office", "tables")]
    report = build(folders, tmp_path / "kb.db", workers=2)
    _assert_evidence(tmp_path / "kb.db")
    with closing(sqlite3.connect(tmp_path / "kb.db")) as conn:
        unread = {
            (Path(path).suffix, kind)
            for path, kind in conn.execute(
                "SELECT path, kind FROM sources s JOIN problems p ON p.source_id = s.id"
            )
        }
        (unreadable,) = conn.execute(
            "SELECT count(*) FROM sources WHERE role = 'unreadable'"
        ).fetchone()
    assert unread <= {(".doc", "unsupported-format"), (".doc", "converter-missing")}
    assert report.counts["documents_held"] + unreadable == report.files_read
