"""metadata.yml fits the tables and views of kb.schema, and says what each of them is."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from browse import Browser

from kb import schema
from kb.questions import load_metadata, questions
from kb.site import described

TABLES: dict[str, dict[str, Any]] = load_metadata()["databases"]["kb"]["tables"]
COLUMNS = {
    **{table.name: {column.name for column in table.columns} for table in schema.TABLES},
    **{view.name: {name for name, _ in view.columns} for view in schema.VIEWS},
}
PUBLIC = {name for name in COLUMNS if not name.startswith("_")}
VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.I
)


def test_every_public_table_and_view_is_described_and_no_other() -> None:
    assert set(TABLES) == PUBLIC


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_has_a_title_and_a_description_in_both_languages(name: str) -> None:
    assert len(TABLES[name]["title"].split(" · ")) == 2
    vietnamese, english = TABLES[name]["description"].split(" · ")
    assert VIETNAMESE.search(vietnamese)
    assert not VIETNAMESE.search(english)


@pytest.mark.parametrize("name", sorted(questions()))
def test_a_question_has_a_title_and_a_description_in_both_languages(name: str) -> None:
    for words in (questions()[name].title, questions()[name].description):
        vietnamese, english = words.split(" · ")
        assert VIETNAMESE.search(vietnamese)
        assert not VIETNAMESE.search(english)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_what_a_table_is_sorted_labelled_and_faceted_by_are_its_columns(name: str) -> None:
    entry = TABLES[name]
    named = {entry[key] for key in ("sort", "sort_desc", "label_column") if key in entry}
    assert named | set(entry.get("facets", ())) <= COLUMNS[name]
    if name in {table.name for table in schema.TABLES}:
        assert "label_column" in entry
        assert "sort" in entry or "sort_desc" in entry


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.name)
def test_every_facet_is_indexed(table: schema.Table) -> None:
    indexed = {columns[0] for columns in table.indexes} | {table.key[0]}
    small = {"agency_names", "document_pages"}
    if table.name not in small:
        assert set(TABLES.get(table.name, {}).get("facets", ())) <= indexed


def test_no_question_has_the_name_of_a_table() -> None:
    assert not set(questions()) & set(COLUMNS)


@pytest.mark.parametrize("name", sorted(questions()))
def test_the_parameters_of_a_question_are_those_of_its_sql(name: str) -> None:
    question = questions()[name]
    assert set(question.parameters) == set(re.findall(r"(?<![:\w]):([a-z_]+)", question.sql))


def test_every_column_is_explained_where_a_table_is_browsed(office: Browser) -> None:
    for table in schema.TABLES:
        if table.public:
            html = office.get(f"/kb/{table.name}").text
            for column in table.columns:
                assert f"<dt>{column.name}</dt>" in html, f"{table.name}.{column.name}"


def test_every_table_and_view_can_be_browsed_and_read_as_json(office: Browser) -> None:
    for name in PUBLIC:
        assert office.get(f"/kb/{name}").status_code == 200, name
        assert isinstance(office.rows(f"/kb/{name}"), list), name


def test_facets_are_there_for_every_table_that_has_some(office: Browser) -> None:
    for name, entry in TABLES.items():
        results = office.get(f"/kb/{name}.json").json()["facet_results"]
        assert set(results) == set(entry.get("facets", ())), name


@pytest.mark.parametrize(
    ("table", "words", "count"),
    [
        ("agencies", "SNV", 1),
        ("agencies", "so noi vu", 1),
        ("agencies", "Sở Nội vụ", 1),
        ("tasks", "ra soat", 1),
        ("tasks", "dinh ky", 1),
        ("tasks", "khong co", 0),
        ("tasks", '"', 0),
        ("targets", "HỘ NGHÈO", 1),
        ("documents", "viec lam thu", 1),
    ],
)
def test_the_search_box_of_a_table_needs_no_accents(
    office: Browser, table: str, words: str, count: int
) -> None:
    assert len(office.rows(f"/kb/{table}", _search=words)) == count


def test_internal_tables_are_not_listed(office: Browser) -> None:
    told = office.get("/kb.json").json()
    listed = {table["name"] for table in told["tables"] if not table["hidden"]}
    assert listed == {table.name for table in schema.TABLES if table.public}
    assert {view["name"] for view in told["views"]} == {view.name for view in schema.VIEWS}


def test_the_sql_of_the_questions_runs_on_a_new_empty_database(tmp_path: Path) -> None:
    from kb import search
    from kb.questions import add_functions

    with closing(sqlite3.connect(tmp_path / "kb.db")) as connection:
        schema.migrate(schema.Database(connection))
        search.create(connection)
        add_functions(connection)
        for question in questions().values():
            given = dict.fromkeys(question.parameters, "so noi vu")
            assert connection.execute(question.sql, given).fetchall() == []


@pytest.mark.parametrize("name", sorted(table.name for table in schema.TABLES if table.public))
def test_a_table_is_sorted_by_a_column_with_an_index(name: str) -> None:
    entry = TABLES[name]
    assert (entry.get("sort") or entry.get("sort_desc")) in schema.table(name).sorted_by


def test_a_large_table_is_sorted_only_by_columns_with_an_index(
    office: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office.get("/kb/tasks?_sort=text").status_code == 200
    monkeypatch.setattr(described, "SORTED_BY_ANY", 0)
    database = office.datasette.get_database("kb")
    monkeypatch.setitem(database.generation().counted.tables, "tasks", 1)
    assert office.get("/kb/tasks?_sort=quote").status_code == 400
    assert office.get("/kb/tasks?_sort=deadline").status_code == 200
