"""The page of a document, and the links that lead to the words of a fact."""

from __future__ import annotations

import re

import lxml.html
import pytest
from browse import Browser
from hypothesis import given
from hypothesis import strategies as st
from small_knowledge_base import DECREE, DIRECTIVE, TEXT

from kb.site.pages import AROUND, LONG, pieces, render_cell, window


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
    (shown,) = page.find_class("kb-text")
    for mark in shown.find_class("kb-page"):
        mark.drop_tree()
    assert shown.text_content() == TEXT


def test_the_stylesheet_is_served_by_this_server_and_every_page_asks_for_it(
    office: Browser,
) -> None:
    assert office.get("/-/kb.css").headers["content-type"] == "text/css; charset=utf-8"
    for page in ("/", "/kb", "/kb/documents", f"/doc/{DIRECTIVE}"):
        assert "/-/kb.css" in office.get(page).text


def test_markup_in_a_document_is_shown_and_not_run(office: Browser) -> None:
    html = office.get(f"/doc/{DIRECTIVE}").text
    assert "&lt;b&gt;rà soát&lt;/b&gt;" in html
    assert "<b>rà soát" not in html


def test_words_that_run_over_a_page_are_lit_on_both(office: Browser) -> None:
    html = office.get(f"/doc/{DIRECTIVE}?at=50-70").text
    assert lit_words(html) == [TEXT[50:60], TEXT[60:70]]
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
    html = office.get(f"/doc/{DECREE}").text
    assert "30/2020/NĐ-CP" in html
    assert "only cited" in html


def test_the_json_of_a_document_has_its_tasks_as_a_tree(office: Browser) -> None:
    document = office.get(f"/doc/{DIRECTIVE}.json").json()
    assert [task["path"] for task in document["tasks"]] == ["1", "2"]
    (child,) = document["tasks"][0]["children"]
    assert child["path"] == "1.a"
    assert [a["role"] for a in document["tasks"][0]["agencies"]] == ["lead", "coordinate"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/kb/tasks", "Các sở, ban, ngành báo cáo định kỳ"),
        ("/kb/citations", "CHỈ THỊ về việc làm thử"),
        ("/kb/targets", "Giảm tỷ lệ hộ nghèo còn 5%"),
        ("/kb/who?words=so+noi+vu", "Các sở, ban, ngành báo cáo định kỳ"),
    ],
)
def test_a_quote_in_a_table_or_an_answer_leads_to_its_words(
    office: Browser, path: str, text: str
) -> None:
    links = lxml.html.fromstring(office.get(path).text).xpath("//td/a[contains(@href, '?at=')]")
    (link, *_) = [link for link in links if link.text_content() == text]
    start, end = map(int, re.search(r"at=(\d+)-(\d+)#lit", link.get("href")).groups())
    assert TEXT[start:end] == text
    assert office.get(link.get("href")).status_code == 200


def test_a_document_without_a_number_is_linked_by_its_address(office: Browser) -> None:
    law = {"value": "law-dau-tu.vn", "label": None}
    cell = render_cell(law, {}, "cited_document_id", "citations", "kb", office.datasette)
    assert cell == '<a href="/doc/law-dau-tu.vn">law-dau-tu.vn</a>'


def test_bodies_are_listed_as_words_and_not_as_json(office: Browser) -> None:
    html = office.get("/kb/who?words=so+noi+vu").text
    assert "[&#34;Sở" not in html
    assert "Sở Tài chính tỉnh Sơn La" in html


@given(st.text(max_size=60), st.data())
def test_the_pieces_of_a_page_are_the_text(text: str, data: st.DataObject) -> None:
    offset = st.integers(0, len(text))
    first, last = sorted([data.draw(offset), data.draw(offset)])
    start, end = sorted([data.draw(offset), data.draw(offset)])
    pages = [(n, at) for n, at in enumerate(sorted(data.draw(st.sets(offset, max_size=4))), 1)]
    cut = pieces(text, pages, (start, end) if start < end else None, (first, last))
    assert "".join(piece.text for piece in cut) == text[first:last]
    lit = "".join(piece.text for piece in cut if piece.lit)
    assert lit == text[max(start, first) : max(min(end, last), max(start, first))]


def test_a_long_text_is_shown_around_its_lit_words() -> None:
    length = LONG * 3
    assert window(length, (LONG, LONG + 10), 0) == (LONG - AROUND, LONG + 10 + AROUND)
    assert window(length, None, 500) == (500, 500 + 2 * AROUND)
    assert window(length, None, length * 2)[1] == length
    assert window(LONG, (5, 9), 0) == (0, LONG)
