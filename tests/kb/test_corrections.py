"""What people corrected is applied again at every build, and marked as theirs."""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from synthetic import VERSION, read_specimen, whole_database, write_specimen

from kb.build import build

ADDRESS = "01-ct-ubnd.son-la.2024-01-03"
HEADER = "table,row_id,column,value,was,by,on,why"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_specimen(
        tmp_path / "corpus" / "directive.json",
        document={"number": "01/CT-UBND", "jurisdiction": "son-la", "issued_on": "2024-01-03",
                  "title": "as read"},
        citations=[{"type": "directive", "number": "19/CT-TTg", "date": "2021-07-16"}],
        tasks=[{"path": "1", "text": "x", "agencies": [
            {"name": "Sở Nội vụ", "key": "so-noi-vu", "role": "lead"}]}],
        targets=[{"indicator": "Tỷ lệ", "value": 9.5}],
    )  # fmt: skip
    write_specimen(
        tmp_path / "corpus" / "plan.json",
        document={"number": "5/KH-UBND", "jurisdiction": "son-la", "issued_on": "2024-02-01"},
        citations=[{"type": "directive", "number": "10/CT-UBND", "date": "2024-01-03"}],
    )
    return tmp_path


def _correct(home: Path, *lines: str) -> None:
    text = "\n".join([HEADER, *(f"{line},,a clerk,2024-05-01,misread" for line in lines)])
    (home / "corpus" / "corrections.csv").write_text(text, encoding="utf-8")
    build([home / "corpus"], home / "kb.db", workers=0, read=read_specimen, version=VERSION)


def _rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home / "kb.db")) as conn:
        return conn.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("line", "value", "was"),
    [
        (f"documents,{ADDRESS},title,as it should be", "as it should be", "as read"),
        (f"documents,{ADDRESS},status,expired", "expired", "unknown"),
        (f"tasks,{ADDRESS}:t:1,deadline,2024-12-31", "2024-12-31", None),
        (f"task_agencies,{ADDRESS}:t:1:a0,role,coordinate", "coordinate", "lead"),
        (f"targets,{ADDRESS}:g0,value,95", 95.0, "9.5"),
        (f"citations,{ADDRESS}:c0,relation,basis", "basis", None),
        ("agencies,son-la.so-noi-vu,short_name,SNV SL", "SNV SL", "SNV"),
        ("documents,19-ct-ttg.vn.2021-07-16,title,a directive", "a directive", None),
    ],
)
def test_a_corrected_cell_stays_corrected_through_rebuilds(
    home: Path, line: str, value: object, was: str | None
) -> None:
    _correct(home)
    _correct(home, line)
    table, row_id, column, _ = line.split(",")
    cell = f"SELECT \"{column}\" FROM {table} WHERE id = '{row_id}'"
    assert _rows(home, cell) == [(value,)]
    kept = 'SELECT row_id, "by", was FROM corrections'
    assert _rows(home, kept) == [(row_id, "a clerk", was)]
    write_specimen(home / "corpus" / "other.json", document={"number": "7/KH-UBND"})
    _correct(home, line)
    assert _rows(home, cell) == [(value,)]
    assert _rows(home, kept) == [(row_id, "a clerk", was)]
    before = whole_database(home / "kb.db")
    build([home / "corpus"], home / "kb.db", workers=0, read=read_specimen, version=VERSION,
          force=True)  # fmt: skip
    assert whole_database(home / "kb.db") == before


def test_a_correction_that_is_withdrawn_gives_back_what_was_read(home: Path) -> None:
    _correct(home)
    before = whole_database(home / "kb.db")
    _correct(
        home, f"documents,{ADDRESS},number,10/CT-UBND", f"tasks,{ADDRESS}:t:1,deadline,2024-12-31"
    )
    assert whole_database(home / "kb.db") != before
    _correct(home)
    assert whole_database(home / "kb.db") == before


def test_a_corrected_number_changes_what_the_document_is(home: Path) -> None:
    _correct(home, f"documents,{ADDRESS},number,10/CT-UBND")
    new = "10-ct-ubnd.son-la.2024-01-03"
    assert _rows(home, "SELECT id FROM documents WHERE number = '10/CT-UBND'") == [(new,)]
    # A mention of the right number now finds it, and the old address still leads there.
    assert _rows(home, "SELECT cited_document_id, state FROM citations WHERE document_id LIKE '5-%'") == [
        (new, "resolved")
    ]  # fmt: skip
    assert _rows(home, f"SELECT document_id FROM document_aliases WHERE alias = '{ADDRESS}'") == [
        (new,)
    ]
    assert _rows(home, "SELECT DISTINCT document_id FROM tasks") == [(new,)]


def test_later_corrections_may_use_the_new_address_and_earlier_ones_the_old(home: Path) -> None:
    _correct(
        home,
        f"documents,{ADDRESS},number,10/CT-UBND",
        "documents,10-ct-ubnd.son-la.2024-01-03,issued_on,2024-01-04",
        f"tasks,{ADDRESS}:t:1,recurrence,monthly",
        "tasks,10-ct-ubnd.son-la.2024-01-03:t:1,deadline,2024-12-31",
    )
    new = "10-ct-ubnd.son-la.2024-01-04"
    assert _rows(home, "SELECT id, recurrence, deadline FROM tasks") == [
        (f"{new}:t:1", "monthly", "2024-12-31")
    ]
    assert not _rows(home, "SELECT * FROM problems")


@pytest.mark.parametrize("address", [ADDRESS, "01-ct-ubnd", "01-ct-ubnd.son-la.2024"])
def test_a_person_may_say_which_document_a_citation_means(home: Path, address: str) -> None:
    plan = "5-kh-ubnd.son-la.2024-02-01"
    _correct(home, f"citations,{plan}:c0,cited_document_id,{address}")
    assert _rows(
        home, f"SELECT cited_document_id, state FROM citations WHERE document_id = '{plan}'"
    ) == [(ADDRESS, "resolved")]


@pytest.mark.parametrize(
    "line",
    [
        "documents,no-such-document,title,x",
        f"tasks,{ADDRESS}:t:99,deadline,2024-12-31",
        f"tasks,{ADDRESS}:t:1,no_such_column,x",
        f"targets,{ADDRESS}:g0,value,many",
        f"targets,{ADDRESS}:g0,value,nan",
        f"targets,{ADDRESS}:g0,period,soon",
        f"documents,{ADDRESS},expired_on,31/12/2025",
        f"documents,{ADDRESS},issued_on,2024-02-30",
        "documents,19-ct-ttg.vn.2021-07-16,expired_on,never",
        f"tasks,{ADDRESS}:t:1,quote,another",
        "no_such_table,1,x,y",
    ],
)
def test_a_correction_that_fits_nothing_is_a_problem(home: Path, line: str) -> None:
    _correct(home, line)
    assert _rows(home, "SELECT kind FROM problems") == [("correction-not-applied",)]
    assert not _rows(home, "SELECT * FROM corrections")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (f"documents,{ADDRESS},title,'=1+1", "=1+1"),
        (f"documents,{ADDRESS},title,''=1", "'=1"),
        (f"documents,{ADDRESS},title,'tis so", "'tis so"),
        (f"targets,{ADDRESS}:g0,value,'-3.5", -3.5),
    ],
)
def test_an_apostrophe_before_what_a_spreadsheet_would_run_is_no_part_of_the_value(
    home: Path, line: str, value: object
) -> None:
    _correct(home, line)
    table, row_id, column, _ = line.split(",")
    assert _rows(home, f"SELECT {column} FROM {table} WHERE id = '{row_id}'") == [(value,)]


def test_a_list_that_excel_saved_with_semicolons_is_read(home: Path) -> None:
    line = f"documents;{ADDRESS};title;{unicodedata.normalize('NFD', 'Tiêu đề')};;A;2024-05-01;x"
    text = f"\ufeff{HEADER.replace(',', ';')}\r\n{line}\r\n"
    (home / "corpus" / "corrections.csv").write_text(text, encoding="utf-8")
    build([home / "corpus"], home / "kb.db", workers=0, read=read_specimen, version=VERSION)
    assert _rows(home, f"SELECT title FROM documents WHERE id = '{ADDRESS}'") == [("Tiêu đề",)]


def test_the_unit_of_a_target_changes_its_number_in_other_units(home: Path) -> None:
    _correct(home, f"targets,{ADDRESS}:g0,unit,nghìn ha")
    assert _rows(home, "SELECT value, value_normalized, unit_normalized FROM targets") == [
        (9.5, 9500.0, "ha")
    ]


def test_a_problem_that_was_looked_at_is_told_until_it_asks_something_else(home: Path) -> None:
    _correct(home, "documents,no-such-document,title,x")
    ((id_, message),) = _rows(home, "SELECT id, message FROM problems")
    for was, kept in (("", 1), (message, 1), ("another", 0)):
        text = [HEADER, "documents,no-such-document,title,x,,a,2024-05-01,y",
                f'problems,{id_},settled,yes,"{was}",a,2024-05-01,y']  # fmt: skip
        (home / "corpus" / "corrections.csv").write_text("\n".join(text), encoding="utf-8")
        build([home / "corpus"], home / "kb.db", workers=0, read=read_specimen, version=VERSION)
        assert len(_rows(home, "SELECT * FROM corrections WHERE \"table\" = 'problems'")) == kept
        assert _rows(home, "SELECT id FROM problems") == [(id_,)]


def test_a_file_that_cannot_be_understood_is_a_problem_and_the_build_goes_on(home: Path) -> None:
    (home / "corpus" / "corrections.csv").write_text("a,b\n1,2\n")
    build([home / "corpus"], home / "kb.db", workers=0, read=read_specimen, version=VERSION)
    assert _rows(home, "SELECT kind FROM problems") == [("corrections-unreadable",)]


def test_of_two_corrections_of_a_cell_the_later_one_holds(home: Path) -> None:
    lines = [f"documents,{ADDRESS},title,{value},,x,{day},why" for value, day in
             (("second", "2024-05-02"), ("first", "2024-05-01"))]  # fmt: skip
    (home / "corpus" / "corrections.csv").write_text("\n".join([HEADER, *lines]))
    build([home / "corpus"], home / "kb.db", workers=0, read=read_specimen, version=VERSION)
    assert _rows(home, "SELECT title FROM documents WHERE title IS NOT NULL") == [("second",)]


@pytest.mark.parametrize(
    ("line", "row_id"),
    [
        ("documents,01-ct-ubnd.son-la,title,said by a shorter address", ADDRESS),
        ("documents,01-ct-ubnd,status,expired", ADDRESS),
        ("tasks,01-ct-ubnd.2024:t:1,deadline,2024-12-31", f"{ADDRESS}:t:1"),
        ("documents,19-ct-ttg.2021,title,of one only cited", "19-ct-ttg.vn.2021-07-16"),
        ("documents,01-ct-ubnd,number,10/CT-UBND", "10-ct-ubnd.son-la.2024-01-03"),
    ],
)  # fmt: skip
def test_a_correction_may_name_a_document_by_any_address_that_leads_to_it(
    home: Path, line: str, row_id: str
) -> None:
    _correct(home, line)
    table, written, column, wanted = line.split(",")
    assert _rows(home, f"SELECT \"{column}\" FROM {table} WHERE id = '{row_id}'") == [(wanted,)]
    assert _rows(home, "SELECT row_id FROM corrections") == [(written,)]
    assert _rows(home, "SELECT * FROM problems WHERE kind LIKE 'correction%'") == []
    before = whole_database(home / "kb.db")
    _correct(home)
    _correct(home, line)
    assert whole_database(home / "kb.db") == before


def test_an_address_that_may_mean_two_documents_corrects_neither(home: Path) -> None:
    write_specimen(
        home / "corpus" / "elsewhere.json",
        document={"number": "01/CT-UBND", "jurisdiction": "ha-nam", "issued_on": "2024-01-03"},
    )
    _correct(home, "documents,01-ct-ubnd,title,which one")
    assert _rows(home, "SELECT kind FROM problems") == [("correction-not-applied",)]
