"""The search page: one ranked list, facets, lit words, and an answer where a body or a document is named."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest
from browse import Browser
from small_knowledge_base import DIRECTIVE

from kb.search import Understood
from kb.site.asking import Question, question
from kb.site.lighting import Sought, excerpt, lit, marked


def found(office: Browser, words: str, **chosen: Any) -> dict[str, Any]:
    return office.get("/search.json", q=words, **chosen).json()


def sought(words: str) -> Sought:
    folded = [(word,) for word in Sought.of(words, Understood((), "", "", "")).typed]
    from extract.folding import fold

    return Sought.of(words, Understood(tuple([(fold(word),)] for (word,) in folded), "", "", ""))


@pytest.mark.parametrize(
    ("asked", "words", "role"),
    [
        ("ai chủ trì chuyển đổi số", "chuyển đổi số", "lead"),
        ("ai chu tri chuyen doi so?", "chuyen doi so", "lead"),
        ("sở nội vụ chủ trì việc gì", "sở nội vụ", "lead"),
        ("so noi vu phoi hop gi", "so noi vu", "coordinate"),
        ("cơ quan nào tham mưu đề án", "đề án", "advise"),
        ("who leads the emulation movement", "emulation movement", "lead"),
        ("what must the department of health do", "department of health", ""),
        ("what does the Ministry of Finance lead", "Ministry of Finance", "lead"),
        ("sở nội vụ làm gì", "sở nội vụ", ""),
        ("chủ trì đề án", "chủ trì đề án", ""),
        ("ai", "ai", ""),
        ("", "", ""),
    ],
)
def test_a_question_is_taken_for_what_it_asks(asked: str, words: str, role: str) -> None:
    assert question(asked) == Question(words, role)


@pytest.mark.parametrize(
    ("words", "text", "lights"),
    [
        ("đề án", "An toàn cho đề án", ["đề án"]),
        ("đề án", "An toàn, đề xuất", ["đề"]),
        ("de an", "An toàn cho Đề án", ["Đề án"]),
        ("an toàn", "AN TOÀN giao thông", ["AN TOÀN"]),
        ("chuyen", "chuyển đổi số", ["chuyển"]),
        ("biên chế", "bien che", ["bien che"]),
        ("xyz", "chuyển đổi", []),
    ],
)
def test_words_are_lit_where_they_stand_together_and_with_the_accents_typed(
    words: str, text: str, lights: list[str]
) -> None:
    assert [text[a:b] for a, b in lit(text, sought(words))] == lights


def test_an_excerpt_of_a_long_text_begins_near_its_lit_words() -> None:
    text = "chữ " * 200 + "biên chế " + "khác " * 200
    shown, spans = excerpt(text, sought("biên chế"), 200)
    assert len(shown) < 260
    assert [shown[a:b] for a, b in spans] == ["biên chế"]


def test_markup_in_a_found_text_is_escaped() -> None:
    assert marked("<b>rà</b>", [(3, 5)]) == "&lt;b&gt;<mark>rà</mark>&lt;/b&gt;"


def test_a_body_that_is_named_is_the_answer_and_its_predecessors_tasks_are_found(
    office: Browser,
) -> None:
    told = found(office, "snv")
    assert [row["id"] for row in told["agencies"]] == ["so-noi-vu.son-la"]
    tasks = {hit["id"] for hit in told["hits"] if hit["kind"] == "tasks"}
    assert f"{DIRECTIVE}:t:2" in tasks


@pytest.mark.parametrize(
    "words", ["01/CT-UBND", "01 ct ubnd", "Chỉ thị số 01/CT-UBND", "01-ct-ubnd"]
)
def test_a_number_in_any_spelling_is_answered_with_its_documents(
    office: Browser, words: str
) -> None:
    numbers = {row["number"] for row in found(office, words)["documents"]}
    assert numbers == {"01/CT-UBND"}


def test_a_role_that_is_asked_about_is_that_of_the_body_that_is_named(office: Browser) -> None:
    told = found(office, "sở tài chính chủ trì gì")
    assert told["role"] == "lead"
    assert told["hits"] == []
    told = found(office, "sở tài chính phối hợp gì")
    assert [hit["id"] for hit in told["hits"]] == [f"{DIRECTIVE}:t:1"]


def test_facets_count_what_would_be_found_and_narrow_the_list(office: Browser) -> None:
    told = found(office, "biên chế")
    kinds = {row["value"]: row["number"] for row in told["facets"]["kind"]}
    narrowed = found(office, "biên chế", kind="tasks")
    assert narrowed["total"] == kinds["tasks"]
    assert {hit["kind"] for hit in narrowed["hits"]} == {"tasks"}


def test_accents_are_optional_and_the_words_are_lit_with_theirs(office: Browser) -> None:
    for words in ("biên chế", "bien che", "BIEN CHE"):
        page = lxml.html.fromstring(office.get("/search", q=words).text)
        assert "biên chế" in {mark.text_content() for mark in page.iter("mark")}


@pytest.mark.parametrize(
    "words",
    ["", " ", "*", '"', "AND", "a*b(c)", "x" * 5000, "<script>alert(1)</script>", "NEAR(", "%00"],
)
def test_no_words_are_taken_for_a_command(office: Browser, words: str) -> None:
    answer = office.get("/search", q=words)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_suggestions_come_for_the_beginning_of_a_name_or_number(office: Browser) -> None:
    def names(words: str) -> set[str]:
        return {one["name"] for one in office.get("/suggest.json", q=words).json()["suggestions"]}

    assert "Sở Nội vụ tỉnh Sơn La" in names("so no")
    assert any(name.startswith("01/CT-UBND") for name in names("01/ct"))
    assert names("x") == set()
