"""The search page: one ranked list, facets, lit words, and an answer where a body or a document is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from browse import Browser
from editor import Editor
from small_knowledge_base import DECREE, DIRECTIVE, ELSEWHERE, OLD_DECREE, PLAN

from kb.search import Understood
from kb.site.asking import Question, question
from kb.site.lighting import Sought, excerpt, lit, marked
from kb.site.server import make_datasette


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


@pytest.mark.parametrize(
    "words",
    [
        "01/CT-UBND",
        "chỉ thị 01",
        "ct01",
        "Directive No. 01/CT-UBND",
        "１/ＣＴ-ＵＢＮＤ",
        "01-ct/ubnd",
    ],
)
def test_the_documents_of_a_number_come_first_in_the_list(office: Browser, words: str) -> None:
    hits = found(office, words)["hits"]
    assert {hit["id"] for hit in hits[:2]} == {DIRECTIVE, ELSEWHERE}
    assert hits[0]["id"] == DIRECTIVE, "what is held before what is only cited"


def test_a_number_that_nothing_has_is_not_looked_for_in_pieces(office: Browser) -> None:
    told = found(office, "01-CT/TU")
    assert told["documents"] == told["hits"] == []


@pytest.mark.parametrize(
    ("words", "tasks", "bodies"),
    [
        ("việc nào sắp đến hạn", ["1"], []),
        ("viec nao qua han?", [], []),
        ("sở nội vụ có việc gì sắp đến hạn", ["1"], ["so-noi-vu.son-la"]),
        ("nhiệm vụ của sở nội vụ", ["1", "1.a", "2"], ["so-noi-vu.son-la"]),
        ("what must the department of home affairs do", ["1", "1.a", "2"], ["so-noi-vu.son-la"]),
        ("việc biên chế sắp đến hạn", ["1"], []),
        ("tasks due this year", [], []),
    ],
)
def test_tasks_are_asked_for_by_time_and_body(
    office: Browser, words: str, tasks: list[str], bodies: list[str]
) -> None:
    told = found(office, words, kind="tasks")
    assert sorted(hit["row"]["path"] for hit in told["hits"]) == sorted(tasks)
    assert [row["id"] for row in told["agencies"]] == bodies


def test_a_list_of_tasks_that_is_asked_for_leads_to_the_list(office: Browser) -> None:
    page = lxml.html.fromstring(office.get("/search", q="việc nào sắp đến hạn").text)
    (link,) = page.xpath("//section[@class='answer']//a/@href")
    assert link == "/tasks?when=ahead"


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ("chỉ thị 01 sơn la căn cứ vào đâu", [("implements", DECREE)]),
        ("30/2020/NĐ-CP thay thế văn bản nào", [("replaces", OLD_DECREE)]),
        ("văn bản nào căn cứ 30/2020/NĐ-CP?", [("implements", DIRECTIVE), ("refers", PLAN)]),
        ("what followed decree 30/2020/ND-CP", [("implements", DIRECTIVE), ("refers", PLAN)]),
    ],
)
def test_what_a_document_rests_on_does_and_led_to_is_answered(
    office: Browser, words: str, answers: list[tuple[str, str]]
) -> None:
    told = found(office, words)["documents"][0]["told"]
    assert sorted((one["relation"], one["document"]["id"]) for one in told) == sorted(
        answers + ([("refers", PLAN)] if words.startswith("chỉ thị") else [])
    )


@pytest.fixture(scope="module")
def specimens(specimens_db: Path) -> Browser:
    return Browser(make_datasette(specimens_db))


@pytest.mark.parametrize(
    ("words", "said", "lit"),
    [
        ("ai ký chỉ thị 01/CT-UBND", "Nguyễn Văn Mẫu", "Nguyễn Văn Mẫu"),
        ("01/CT-UBND ban hành ngày nào", "03/01/2024", "ngày 03 tháng 01 năm 2024"),
        ("9904/QĐ-UBND còn hiệu lực không", "được thay thế", "9904/QĐ-UBND"),
    ],
)
def test_an_answer_about_a_document_leads_to_its_words(
    specimens: Browser, words: str, said: str, lit: str
) -> None:
    page = lxml.html.fromstring(specimens.get("/search", q=words).text)
    link = next(
        link
        for link in page.xpath("//section[@class='answer']//li/a[1]")
        if said in link.text_content()
    )
    words_there = lxml.html.fromstring(specimens.get(link.get("href")).text)
    (mark,) = words_there.find_class("is-lit")
    assert lit in mark.text_content()


def test_an_old_name_says_who_has_the_work_now(specimens: Browser) -> None:
    page = lxml.html.fromstring(specimens.get("/search", q="sở kế hoạch và đầu tư sơn la").text)
    (answer,) = page.find_class("answer")
    assert "Sở Kế hoạch và Đầu tư tỉnh Sơn La" in answer.text_content()
    assert answer.xpath(".//a[@href='/agency/son-la.so-tai-chinh']")


def test_a_document_is_found_by_the_title_that_an_editor_gave_it(
    knowledge_base: Callable[..., Path], tmp_path: Path
) -> None:
    editor = Editor(knowledge_base(tmp_path / "kb.db"), editor="Văn thư")
    asked = (
        "Quy hoạch thủy lợi",
        "quy hoach thuy",
        "thủy lợi quy hoạch",
        "77/KH-UBND",
        "kế hoạch 77",
    )
    assert not any(editor.ask("GET", f"/search.json?q={words}").json()["hits"] for words in asked)
    form = f"/correct?table=documents&id={PLAN}"
    editor.send(form, "/correct", title="Quy hoạch thủy lợi tỉnh", number="77/KH-UBND", why="thử")
    for words in asked:
        told = editor.ask("GET", f"/search.json?q={words}").json()
        assert told["hits"][0]["id"] == PLAN, words
        assert told["total"] == sum(row["number"] for row in told["facets"]["kind"])


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


@pytest.mark.parametrize("words", ["thi đua", "sở nội vụ", "chuyển đổi số", "01/CT-UBND"])
def test_the_number_beside_each_value_of_a_facet_is_what_is_left_when_it_is_chosen(
    specimens: Browser, words: str
) -> None:
    whole = found(specimens, words)
    kind = whole["facets"]["kind"][0]["value"]
    for chosen in ({}, {"kind": kind}):
        for facet, values in found(specimens, words, **chosen)["facets"].items():
            for value in values if facet not in chosen else ():
                narrowed = found(specimens, words, **chosen, **{facet: value["value"]})
                assert narrowed["total"] == value["number"], (facet, value)
    assert whole["total"] == sum(row["number"] for row in whole["facets"]["kind"])
    assert found(specimens, words, kind=kind)["facets"]["kind"] == whole["facets"]["kind"]


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


def test_what_the_words_name_is_suggested_before_what_only_begins_so(specimens: Browser) -> None:
    def first(words: str) -> str:
        return specimens.get("/suggest.json", q=words).json()["suggestions"][0]["id"]

    assert first("chỉ thị 01 sơn la") == DIRECTIVE
    assert first("ＣＴ ０１/ＣＴ-ＵＢＮＤ") == DIRECTIVE
    assert first("sở nội vụ sơn la") == "son-la.so-noi-vu"
