"""Calendars, the feed, workbooks, the description of the addresses, and documents as Legislation."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from browse import Browser
from icalendar import Calendar
from openpyxl import load_workbook
from small_knowledge_base import DIRECTIVE

from kb.site.legislation import json_ld
from kb.site.pages.feeds import workbook
from kb.site.server import make_datasette


def events(office: Browser, path: str) -> list[dict[str, str]]:
    answer = office.get(path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return [
        {
            name: str(event.decoded(name)) if name == "DTSTART" else str(event[name])
            for name in event
        }
        for event in Calendar.from_ical(answer.content).walk("VEVENT")
    ]


def test_a_body_has_a_calendar_of_its_deadlines_that_leads_to_the_words(office: Browser) -> None:
    (event,) = events(office, "/agency/so-noi-vu.son-la.ics")
    assert event["UID"] == f"{DIRECTIVE}:t:1@chi-thi-kb"
    assert event["DTSTART"] == "2030-03-31"
    assert "Chủ trì: Sở Nội vụ tỉnh Sơn La" in event["DESCRIPTION"]
    assert office.get(re.sub(r"^https?://[^/]+", "", event["URL"])).status_code == 200


def test_the_filters_of_the_list_are_those_of_its_calendar(office: Browser) -> None:
    assert len(events(office, "/tasks.ics")) == 1
    assert events(office, "/tasks.ics?to=2029-12-31") == []
    assert events(office, "/tasks.ics?agency=so+tai+chinh&role=lead") == []
    assert office.get("/agency/nothing.ics").status_code == 404


def test_new_documents_are_a_feed(office: Browser) -> None:
    feed = lxml.etree.fromstring(office.get("/new.atom").content)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    titles = feed.xpath("a:entry/a:title/text()", namespaces=atom)
    assert titles[0].startswith("Kế hoạch 12/KH-UBND")
    for entry in feed.xpath("a:entry", namespaces=atom):
        for part in ("id", "title", "updated"):
            assert entry.xpath(f"a:{part}/text()", namespaces=atom)


def test_a_deadline_that_the_last_build_changed_is_in_the_feed(
    knowledge_base: Callable[..., Path], tmp_path: Path
) -> None:
    db = knowledge_base(tmp_path / "kb.db")
    connection = sqlite3.connect(db)
    with connection:
        connection.executemany(
            "INSERT INTO build_changes (id, kind, change, document_id, task_id, name, was, now) "
            "VALUES (?, 'task', 'changed', ?, ?, 'rà soát biên chế', ?, ?)",
            [
                ("1", DIRECTIVE, f"{DIRECTIVE}:t:1", '{"deadline": "2030-01-31"}',
                 '{"deadline": "2030-03-31"}'),
                ("2", DIRECTIVE, f"{DIRECTIVE}:t:2", '{"text": "a"}', '{"text": "b"}'),
            ],
        )  # fmt: skip
    connection.close()
    feed = lxml.etree.fromstring(Browser(make_datasette(db)).get("/new.atom").content)
    titles = feed.xpath("//a:entry/a:title/text()", namespaces={"a": "http://www.w3.org/2005/Atom"})
    assert [title for title in titles if "→" in title] == ["Hạn: 31/01/2030 → 31/03/2030"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/tasks.xlsx", "rà soát"),
        ("/indicators.xlsx", "tỷ lệ hộ nghèo"),
        ("/search.xlsx?q=bien+che", "biên chế"),
        ("/agency/so-noi-vu.son-la.xlsx", "rà soát"),
        ("/indicator/ty-le-ho-ngheo.xlsx", "Giảm tỷ lệ hộ nghèo còn 5%"),
    ],
)
def test_a_list_is_a_workbook_too(office: Browser, path: str, words: str) -> None:
    answer = office.get(path)
    assert "attachment" in answer.headers["content-disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert any(words in str(cell.value) for row in sheet.iter_rows(min_row=2) for cell in row)


def test_words_that_begin_like_a_formula_stay_words() -> None:
    content = workbook(["=A1"], [["=1+1"], ["+2"], ["\x00@x"]], "a")
    sheet = load_workbook(io.BytesIO(content)).active
    assert [cell.data_type for (cell,) in sheet.iter_rows()] == ["s"] * 4
    assert sheet["A2"].value == "=1+1"


def test_the_addresses_are_described_and_each_of_them_answers(office: Browser) -> None:
    told = office.get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    known = {
        "id": {"/doc/": DIRECTIVE, "/map/": DIRECTIVE, "/agency/": "so-noi-vu.son-la",
               "/indicator/": "ty-le-ho-ngheo"},
    }  # fmt: skip
    for path, what in told["paths"].items():
        if path.endswith(".png"):
            continue
        for prefix, id_ in known["id"].items():
            if path.startswith(prefix):
                path = path.replace("{id}", id_)
        answer = office.get(path)
        assert answer.status_code == 200, path
        (kind,) = what["get"]["responses"]["200"]["content"]
        assert answer.headers["content-type"].startswith(kind)


def test_a_document_says_in_its_page_what_it_is_for_programs(office: Browser) -> None:
    page = lxml.html.fromstring(office.get(f"/doc/{DIRECTIVE}").text)
    (script,) = page.xpath("//script[@type='application/ld+json']/text()")
    told = json.loads(script)
    assert told["@type"] == "Legislation"
    assert told["legislationIdentifier"] == "01/CT-UBND"
    assert told["legislationDate"] == "2024-01-03"


def test_no_words_of_a_document_end_the_script_they_stand_in() -> None:
    names = (
        "number",
        "type",
        "issued_on",
        "effective_on",
        "status",
        "jurisdiction",
        "issuer_name",
        "language",
    )
    document = dict.fromkeys(names) | {"title": "</script><b>"}
    assert "<" not in json_ld(document, "/doc/x")
