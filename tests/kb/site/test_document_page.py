"""The page of a document: its text as it stands, each fact in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lxml.html
import pytest
from browse import Browser
from small_knowledge_base import DECREE, DIRECTIVE, TEXT

from kb.site.server import make_datasette


def lit_words(html: str) -> list[str]:
    return [mark.text_content() for mark in lxml.html.fromstring(html).iter("mark")]


def test_a_fact_is_opened_at_its_words(office: Browser) -> None:
    words = "Các sở, ban, ngành báo cáo"
    start = TEXT.index(words)
    html = office.get(f"/doc/{DIRECTIVE}?at={start}-{start + len(words)}").text
    assert lit_words(html) == [words]
    assert 'id="lit"' in html


def test_the_page_shows_the_whole_text_as_it_is_stored(office: Browser) -> None:
    page = lxml.html.fromstring(office.get(f"/doc/{DIRECTIVE}?at=3-9").text)
    shown = "\n".join(line.text_content() for line in page.find_class("para-text"))
    assert shown == TEXT.rstrip("\n")


def test_markup_in_a_document_is_shown_and_not_run(office: Browser) -> None:
    html = office.get(f"/doc/{DIRECTIVE}").text
    assert "&lt;b&gt;rà soát&lt;/b&gt;" in html
    assert "<b>rà soát" not in html


def test_words_that_run_over_a_line_are_lit_on_both(office: Browser) -> None:
    end = TEXT.index("Các sở") + 6
    html = office.get(f"/doc/{DIRECTIVE}?at=50-{end}").text
    assert "".join(lit_words(html)) == TEXT[50:end].replace("\n", "")
    assert html.count('id="lit"') == 1


@pytest.mark.parametrize(
    "at", ["", "x", "5", "9-3", "7-7", "0-99999999", "-3-4", "1e3-2", "٣-٩", "<script>"]
)
def test_words_that_are_not_there_light_nothing(office: Browser, at: str) -> None:
    response = office.get(f"/doc/{DIRECTIVE}", at=at)
    assert response.status_code == 200
    assert lit_words(response.text) == []


def test_an_alias_leads_on_to_the_document_and_keeps_the_words(office: Browser) -> None:
    response = office.get("/doc/chi-thi-01?at=3-9")
    assert response.status_code == 302
    assert response.headers["location"] == f"/doc/{DIRECTIVE}?at=3-9"
    response = office.get("/doc/chi-thi-01.json")
    assert response.headers["location"] == f"/doc/{DIRECTIVE}.json"


def test_a_document_that_nobody_knows_is_not_found(office: Browser) -> None:
    assert office.get("/doc/nothing").status_code == 404
    assert office.get("/doc/nothing.json").status_code == 404


def test_a_document_that_is_only_cited_has_a_page_without_text(office: Browser) -> None:
    html = office.get(f"/doc/{DECREE}?lang=en").text
    assert "30/2020/NĐ-CP" in html
    assert "only cited" in html


def test_the_json_of_a_document_has_its_tasks_as_a_tree(office: Browser) -> None:
    document = office.get(f"/doc/{DIRECTIVE}.json").json()
    assert [task["path"] for task in document["tasks"]] == ["1", "2"]
    (child,) = document["tasks"][0]["children"]
    assert child["path"] == "1.a"
    assert [a["role"] for a in document["tasks"][0]["agencies"]] == ["lead", "coordinate"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("citation", "CHỈ THỊ về việc làm thử"),
        ("task", "Các sở, ban, ngành báo cáo định kỳ"),
        ("target", "Giảm tỷ lệ hộ nghèo còn 5%"),
        ("deadline", "trước ngày 31/3/2030"),
    ],
)
def test_every_kind_of_fact_is_marked_at_its_words(office: Browser, kind: str, words: str) -> None:
    page = lxml.html.fromstring(office.get(f"/doc/{DIRECTIVE}").text)
    marked = [
        element.text_content()
        for line in page.find_class("para-text")
        for element in line.find_class(f"fact-{kind}")
    ]
    assert words in marked


def test_a_fact_in_the_margin_leads_to_its_words_by_a_fragment_alone(office: Browser) -> None:
    page = lxml.html.fromstring(office.get(f"/doc/{DIRECTIVE}").text)
    for link in page.xpath("//ul[@class='notes']//a[@class='kind']"):
        (place,) = page.xpath(f"//*[@id='{link.get('href')[1:]}']")
        assert place.text_content()


def test_the_bodies_of_a_task_stand_beside_it_with_who_has_their_work_today(
    office: Browser,
) -> None:
    page = lxml.html.fromstring(office.get(f"/doc/{DIRECTIVE}").text)
    notes = " ".join(note.text_content() for note in page.find_class("note-task"))
    assert "Chủ trì: Sở Nội vụ tỉnh Sơn La" in notes
    assert "Sở Lao động tỉnh Sơn La (nay là Sở Nội vụ tỉnh Sơn La)" in notes


def test_what_a_document_rests_on_and_who_cites_it_are_linked_with_the_words(
    office: Browser,
) -> None:
    page = lxml.html.fromstring(office.get(f"/doc/{DIRECTIVE}").text)
    for name in ("rests_on", "followed_by"):
        (section,) = page.xpath(f"//section[@aria-labelledby='{name}']")
        assert section.xpath(".//a[contains(@href, '#lit')]")


@pytest.fixture(scope="module")
def specimens(specimens_db: Path) -> Browser:
    return Browser(make_datasette(specimens_db))


def test_what_the_head_of_a_page_says_leads_to_the_words_it_was_read_from(
    specimens: Browser,
) -> None:
    page = lxml.html.fromstring(specimens.get(f"/doc/{DIRECTIVE}").text)
    links = page.xpath("//header[@class='document-head']//a[contains(@href, '#lit')]")
    said = {link.text_content(): lit_words(specimens.get(link.get("href")).text) for link in links}
    assert said["01/CT-UBND"] == ["01/CT-UBND"]
    assert said["03/01/2024"] == ["ngày 03 tháng 01 năm 2024"]
    assert said["Nguyễn Văn Mẫu"] == ["Nguyễn Văn Mẫu"]
    assert said["Về việc phát động phong trào thi đua năm 2024"]


def facts(told: Any) -> Any:
    """Everything in an answer that has a quote."""
    if isinstance(told, dict):
        if told.get("quote") and told.get("start") is not None:
            yield told
        for value in told.values():
            yield from facts(value)
    elif isinstance(told, list):
        for value in told:
            yield from facts(value)


def test_every_fact_in_the_json_of_a_document_has_its_place_in_the_text(
    specimens: Browser,
) -> None:
    told = specimens.get(f"/doc/{DIRECTIVE}.json").json()
    text = specimens.get(f"/doc/{DIRECTIVE}.txt").content.decode()
    for part in ("fields", "citations", "tasks", "targets"):
        quoted = list(facts(told[part]))
        assert quoted, part
        assert all(text[fact["start"] : fact["end"]] == fact["quote"] for fact in quoted), part
    assert {row["document_id"] for row in told["rests_on"]} <= {
        row["cited_document_id"] for row in told["citations"]
    }
