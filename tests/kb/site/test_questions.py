"""Every question of metadata.yml, asked as a page, as JSON and on the command line's road."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from browse import Browser
from datasette.app import Datasette
from markupsafe import escape
from small_knowledge_base import (
    DECREE,
    DIRECTIVE,
    ELSEWHERE,
    LATER_DECREE,
    OLD_DECREE,
    PLAN,
)

from kb import schema, together
from kb.questions import QuestionError, ask, find_document, open_database, questions, rows
from kb.site import first_rows
from kb.site.server import CannotServeError, make_datasette

Asked = tuple[str, dict[str, str], str, list[Any]]

ANSWERS: list[Asked] = [
    # question, what is filled in, column, what the column says
    ("who", {"words": "Sở Nội vụ"}, "path", ["1", "2"]),
    ("who", {"words": "so noi vu"}, "path", ["1", "2"]),
    ("who", {"words": "SNV"}, "path", ["1", "2"]),
    ("who", {"words": "Department of Home Affairs"}, "path", ["1", "2"]),
    ("who", {"words": "so noi vu"}, "role", ["lead", "lead"]),
    ("who", {"words": "Sở Tài chính"}, "role", ["coordinate"]),
    ("who", {"words": "Sở Tài chính", "role": "lead"}, "path", []),
    ("who", {"words": "snv", "force": "all"}, "path", ["1", "1.a", "2"]),
    ("who", {"words": "snv", "force": "committed"}, "path", ["1.a"]),
    ("who", {"words": "snv", "from": "2030-01-01", "to": "2030-12-31"}, "path", ["1"]),
    ("who", {"words": "snv", "from": "2030-04-01"}, "path", []),
    ("who", {"words": "ra soat bien che"}, "path", ["1"]),
    ("who", {"words": "biên chế rà soát"}, "path", ["1"]),
    ("who", {"words": "rà soát", "role": "coordinate"}, "path", ["1"]),
    ("who", {"words": "rà soát", "role": "advise"}, "path", []),
    ("who", {"words": "so lao dong"}, "lead", ['["Sở Nội vụ tỉnh Sơn La"]']),
    ("workload", {"agency": "so tai chinh"}, "coordinate", [1]),
    ("workload", {"agency": "nội vụ"}, "lead", [1, 1]),
    ("workload", {"agency": "không có sở này"}, "lead", []),
    ("deadlines", {"from": "2030-01-01"}, "path", ["1"]),
    ("deadlines", {"from": "2030-01-01", "agency": "SNV"}, "path", ["1"]),
    ("deadlines", {"from": "2030-01-01", "agency": "so lao dong"}, "path", []),
    ("deadlines", {"from": "2030-04-01", "to": "2031-01-01"}, "path", []),
    ("owners", {"task": "ra soat"}, "has_it", ["Sở Nội vụ tỉnh Sơn La"]),
    (
        "owners",
        {"task": f"{DIRECTIVE}:t:2", "day": "2025-02-28"},
        "has_it",
        ["Các sở, ban, ngành", "Sở Lao động tỉnh Sơn La"],
    ),
    (
        "owners",
        {"task": f"{DIRECTIVE}:t:2", "day": "2025-03-01"},
        "has_it",
        ["Các sở, ban, ngành", "Sở Nội vụ tỉnh Sơn La"],
    ),
    (
        "owners",
        {"task": f"{DIRECTIVE}:t:2"},
        "chain",
        [None, "Sở Lao động tỉnh Sơn La → Sở Nội vụ tỉnh Sơn La"],
    ),
    ("assigned", {"agency": "snv"}, "through", ["itself", "predecessor", "group"]),
    ("assigned", {"agency": "snv", "role": "lead"}, "path", ["1", "2"]),
    ("assigned", {"agency": "snv", "status": "under_way"}, "path", ["1"]),
    ("due", {"day": "2030-03-15"}, "path", ["1"]),
    ("due", {"day": "2030-03-15", "days": "3"}, "path", []),
    ("due", {"day": "2030-03-15", "agency": "SNV"}, "status", ["under_way"]),
    ("due", {"day": "2030-03-15", "agency": "so lao dong"}, "path", []),
    ("overdue", {"day": "2030-04-01"}, "status", ["overdue"]),
    ("overdue", {"day": "2030-04-01"}, "days", [1]),
    ("overdue", {"day": "2030-03-31"}, "path", []),
    ("overdue", {"day": "2030-04-01", "agency": "snv"}, "path", ["1"]),
    ("incomplete", {"lacks": "when"}, "path", ["2"]),
    ("incomplete", {"lacks": "product", "document": DIRECTIVE}, "path", ["1", "2"]),
    ("incomplete", {"lacks": "product", "document": PLAN}, "path", []),
    ("open_tasks", {}, "open_tasks", [1, 1]),
    ("open_tasks", {"place": "Sơn La"}, "agency", ["Sở Nội vụ tỉnh Sơn La"]),
    ("task_tree", {"document": DIRECTIVE}, "depth", [0, 1, 0]),
    ("task_tree", {"document": PLAN}, "path", []),
    ("carried_out", {"document": DECREE}, "path", ["1", "2"]),
    ("carried_out", {"document": OLD_DECREE}, "path", []),
    ("inherited_tasks", {}, "has_it", ["Sở Nội vụ tỉnh Sơn La"]),
    ("inherited_tasks", {"agency": "so lao dong"}, "since", ["2025-03-01"]),
    ("inherited_tasks", {"agency": "snv"}, "has_it", []),
    ("given_again", {}, "same_as", ["rà soát biên chế"]),
    ("given_again", {"document": PLAN}, "same_as", []),
    ("changed", {}, "document_id", [PLAN]),
    ("changed", {"change": "removed"}, "document_id", []),
    ("find", {"document": "30/2020/NĐ-CP"}, "document_id", [DECREE]),
    ("find", {"document": "nghị định 30 2020 nd cp"}, "document_id", [DECREE]),
    ("find", {"document": "1/ct ubnd"}, "document_id", [DIRECTIVE, ELSEWHERE]),
    ("find", {"document": DIRECTIVE}, "document_id", [DIRECTIVE]),
    ("find", {"document": "chi-thi-01"}, "document_id", [DIRECTIVE]),
    ("find", {"document": "30/2020"}, "document_id", []),
    ("trace", {"document": DECREE}, "document_id", [OLD_DECREE, DIRECTIVE, PLAN]),
    ("trace", {"document": DECREE, "direction": "up"}, "document_id", [OLD_DECREE]),
    (
        "trace",
        {"document": DECREE, "direction": "down", "depth": "1"},
        "document_id",
        [DIRECTIVE, PLAN],
    ),
    ("trace", {"document": PLAN, "direction": "up", "depth": "6"}, "depth", [1, 1, 1, 2]),
    ("trace", {"document": "01/CT-UBND"}, "direction", ["candidate", "candidate"]),
    ("chain", {"document": PLAN, "to": OLD_DECREE}, "document_id", [PLAN, DECREE, OLD_DECREE]),
    ("chain", {"document": OLD_DECREE, "to": PLAN}, "document_id", [PLAN, DECREE, OLD_DECREE]),
    ("chain", {"document": OLD_DECREE, "to": PLAN}, "direction", ["down"] * 3),
    ("chain", {"document": PLAN, "to": OLD_DECREE}, "relation", ["refers", "replaces", None]),
    ("chain", {"document": PLAN, "to": PLAN}, "document_id", [PLAN]),
    ("chain", {"document": ELSEWHERE, "to": PLAN}, "direction", ["none"]),
    ("chain", {"document": PLAN, "to": "01/CT-UBND"}, "relation", ["to", "to"]),
    ("chain", {"document": PLAN, "to": "no such thing"}, "document_id", []),
    ("awaited", {"document": DIRECTIVE}, "state", ["not_held", "followed"]),
    ("awaited", {"state": "not_held"}, "agency", ["Sở Tài chính tỉnh Sơn La"]),
    ("awaited", {"document": PLAN}, "agency", []),
    ("changes", {"document": "110/2004/NĐ-CP"}, "changed_by_id", [DECREE]),
    ("changes", {"document": DECREE}, "changed_by_id", [LATER_DECREE]),
    ("changes", {"document": DECREE}, "document_id", [PLAN]),
    ("changes", {"document": PLAN}, "changed_by_id", []),
    ("indicator", {"words": "ho ngheo"}, "value", [5.0]),
    ("indicator", {"words": "hộ nghèo", "place": "Sơn La"}, "year", ["2030"]),
    ("indicator", {"words": "hộ nghèo", "place": "lai-chau"}, "value", []),
    ("effect", {"document": OLD_DECREE}, "status", ["expired"]),
    ("effect", {"document": OLD_DECREE, "day": "2019-01-01"}, "status", ["unknown"]),
    ("most_cited", {"type": "directive"}, "document_id", [DIRECTIVE]),
    ("most_cited", {"relation": "replaces"}, "document_id", [OLD_DECREE]),
    ("unresolved", {"state": "ambiguous"}, "number", ["01/CT-UBND"]),
    ("unresolved", {"document": PLAN}, "state", ["ambiguous", "unresolved"]),
    ("to_check", {"kind": "no-signer"}, "document_id", [PLAN]),
    ("to_check", {"kind": "other"}, "document_id", []),
]


@pytest.fixture(scope="module")
def connection(sample_db: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_database(sample_db)) as opened:
        yield opened


@pytest.mark.parametrize(("question", "given", "column", "answer"), ANSWERS)
def test_a_question_is_answered_alike_on_the_command_line_and_as_json(
    connection: sqlite3.Connection,
    office: Browser,
    question: str,
    given: dict[str, str],
    column: str,
    answer: list[Any],
) -> None:
    told = ask(connection, question, **given)
    assert [row[column] for row in told] == answer
    assert office.rows(f"/kb/{question}", **given) == told


@pytest.mark.parametrize(("question", "given", "column", "answer"), ANSWERS)
def test_what_is_asked_for_fewer_rows_gives_the_first_of_them(
    connection: sqlite3.Connection,
    question: str,
    given: dict[str, str],
    column: str,
    answer: list[Any],
) -> None:
    asked = questions()[question]
    values = dict.fromkeys(asked.parameters, "") | given
    rows = [tuple(row) for row in connection.execute(asked.sql, values)]
    for most in range(1, len(rows)):
        with first_rows.giving(most):
            fewer = connection.execute(first_rows.bounded(asked.sql), values).fetchall()
        assert [tuple(row) for row in fewer][: most + 1] == rows[: most + 1]


@pytest.mark.parametrize("question", sorted(questions()))
def test_every_question_has_an_answer_that_is_tested(question: str) -> None:
    assert any(asked == question and answer for asked, _, _, answer in ANSWERS)


@pytest.mark.parametrize("question", sorted(questions()))
def test_every_question_is_a_page_with_its_title_and_without_sql(
    office: Browser, question: str
) -> None:
    response = office.get(f"/kb/{question}")
    assert response.status_code == 200
    assert f"<title>{escape(questions()[question].title)}</title>" in response.text
    assert "message-error" not in response.text
    assert 'id="sql-query"' not in response.text
    for parameter in questions()[question].parameters:
        assert f'name="{parameter}"' in response.text


@pytest.mark.parametrize("question", sorted(questions()))
@pytest.mark.parametrize(
    "words", ["'", '"', "*", "AND", "a NOT", "%", "\x00", "(", "NEAR(a b)", "-", "ế" * 40, "😀"]
)
def test_odd_words_are_words_and_never_syntax(
    connection: sqlite3.Connection, question: str, words: str
) -> None:
    ask(connection, question, **dict.fromkeys(questions()[question].parameters, words))


def test_a_parameter_that_a_question_does_not_have_is_refused(
    connection: sqlite3.Connection,
) -> None:
    with pytest.raises(TypeError):
        ask(connection, "who", agency="x")


def test_a_number_that_two_documents_have_is_not_guessed(connection: sqlite3.Connection) -> None:
    with pytest.raises(QuestionError) as told:
        find_document(connection, "01/CT-UBND")
    assert DIRECTIVE in str(told.value)
    assert ELSEWHERE in str(told.value)


def test_a_file_of_another_program_is_refused_in_one_line(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as made, made:
        made.execute("CREATE TABLE notes (words)")
    for path in (other, tmp_path / "none.db", tmp_path):
        with pytest.raises(QuestionError) as told:
            open_database(path)
        assert "\n" not in str(told.value)
        assert "kb build" in str(told.value)


@pytest.mark.parametrize(
    "missing", ["DROP TABLE names_fts", "ALTER TABLE indicators DROP COLUMN documents"]
)
def test_a_knowledge_base_of_another_version_is_to_be_built_again(
    knowledge_base: Callable[..., Path], tmp_path: Path, missing: str
) -> None:
    older = knowledge_base(tmp_path / "older.db")
    with closing(sqlite3.connect(older)) as made, made:
        made.execute(missing)
    for opened in (open_database, make_datasette):
        with pytest.raises((QuestionError, CannotServeError)) as told:
            opened(older)
        assert "\n" not in str(told.value)
        assert f"kb build --db {older} FOLDER" in str(told.value)


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Sixty documents that all cite each other, and a law that two thousand cite."""
    connection = sqlite3.connect(tmp_path_factory.mktemp("dense") / "kb.db")
    schema.migrate(schema.Database(connection))
    circle = [f"{n}-kh.vn" for n in range(60)]
    citers = [f"{n}-qd.vn" for n in range(2000)]
    ids = [*circle, *citers, "law.vn", "after.vn"]
    edges = [(a, b) for a in circle for b in circle if a != b]
    edges += [(citer, "law.vn") for citer in citers] + [("law.vn", circle[0])]
    edges += [("after.vn", citer) for citer in citers]
    with connection:
        connection.executemany("INSERT INTO documents (id, held) VALUES (?, 1)", zip(ids))
        connection.executemany(
            "INSERT INTO citations (id, document_id, cited_document_id, relation, state) "
            "VALUES (?, ?, ?, 'basis', 'resolved')",
            [(str(n), *edge) for n, edge in enumerate(edges)],
        )
        together.count_citing(connection)
    from kb.questions import add_functions

    connection.row_factory = sqlite3.Row
    add_functions(connection)
    with closing(connection):
        yield connection


def steps_of(connection: sqlite3.Connection, sql: str, **given: str) -> int:
    """How much work SQLite does for a statement, in thousands of steps: no clock is looked at."""
    done = 0

    def step() -> None:
        nonlocal done
        done += 1

    connection.set_progress_handler(step, 1000)
    try:
        connection.execute(sql, given).fetchall()
    finally:
        connection.set_progress_handler(None, 0)
    return done


def test_documents_that_all_cite_each_other_are_traced_with_bounded_work(
    dense: sqlite3.Connection,
) -> None:
    sql = questions()["trace"].sql
    work = [
        steps_of(dense, sql, document="0-kh.vn", direction="up", depth=depth)
        for depth in ("2", "6")
    ]
    assert work[1] < 6 * work[0]
    told = ask(dense, "trace", document="0-kh.vn", direction="up", depth=6)
    assert {row["document_id"] for row in told} == {f"{n}-kh.vn" for n in range(1, 60)}


def test_the_chain_between_two_documents_is_the_shortest_that_there_is(
    dense: sqlite3.Connection,
) -> None:
    told = ask(dense, "chain", document="after.vn", to="9-kh.vn")
    assert [row["document_id"] for row in told] == [
        "after.vn",
        "0-qd.vn",
        "law.vn",
        "0-kh.vn",
        "9-kh.vn",
    ]
    assert {row["direction"] for row in told} == {"up"}


def test_the_work_of_a_chain_is_bounded_where_thousands_cite_one_document(
    dense: sqlite3.Connection,
) -> None:
    sql = questions()["chain"].sql
    near, far = (
        steps_of(dense, sql, document=document, to="59-kh.vn") for document in ("0-kh.vn", "law.vn")
    )
    assert far < 20 * near


def test_a_trace_does_not_go_on_through_a_document_that_hundreds_cite(
    dense: sqlite3.Connection,
) -> None:
    below = ask(dense, "trace", document="0-kh.vn", direction="down", depth=3)
    assert "law.vn" in {row["document_id"] for row in below}
    assert not [row for row in below if row["via"] == "law.vn"]


def test_those_who_cite_a_document_that_hundreds_cite_are_still_listed(
    dense: sqlite3.Connection,
) -> None:
    below = ask(dense, "trace", document="law.vn", direction="down", depth=6)
    assert len(below) == 1001
    assert {row["depth"] for row in below} == {1}
    assert [row["direction"] for row in below[-2:]] == ["down", "more"]


def test_a_trace_that_shows_everything_says_nothing_of_more(dense: sqlite3.Connection) -> None:
    above = ask(dense, "trace", document="law.vn", direction="up", depth=1)
    assert [row["direction"] for row in above] == ["up"]


def test_the_work_of_a_question_does_not_depend_on_its_page(
    connection: sqlite3.Connection, sample_db: Path
) -> None:
    """The SQL stands in metadata.yml alone: stock Datasette with that file asks the same."""
    from kb.questions import load_metadata

    datasette = Datasette([str(sample_db)], metadata=load_metadata())
    told = Browser(datasette).rows("/kb/most_cited")
    assert told == ask(connection, "most_cited")
    assert rows(connection, questions()["most_cited"].sql, {"type": "", "relation": ""}) == told
