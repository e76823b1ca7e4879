"""Cells of Datasette's own tables lead to the words, and to the documents."""

from __future__ import annotations

import re

import lxml.html
import pytest
from browse import Browser
from small_knowledge_base import TEXT

from kb.site.cells import render_cell


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
