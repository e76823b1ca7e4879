"""What all pages share: the language that sticks, the wording, the frame, JSON beside each page."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import lxml.html
import pytest
from browse import Browser
from small_knowledge_base import DIRECTIVE

from kb.site import shelf
from kb.site.frame import template_variables
from kb.site.server import make_datasette
from kb.site.wording import Wording, wording

SITE = Path(shelf.__file__).parent
PATHS = [
    "/",
    "/search?q=so+noi+vu",
    "/search?kind=documents",
    "/tasks",
    "/tasks?when=all&agency=so+noi+vu&role=lead",
    "/agencies",
    "/agency/so-noi-vu.son-la",
    "/agency/so-lao-dong.son-la?day=2025-01-01",
    f"/doc/{DIRECTIVE}?at=3-9",
    f"/map/{DIRECTIVE}?depth=2",
    f"/chain?document={DIRECTIVE}&to=30/2020/NĐ-CP",
    "/indicators?words=ho+ngheo",
    "/indicator/ty-le-ho-ngheo",
    "/work",
    "/work?kind=ambiguous",
    "/decisions",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_names_the_address_of_its_facts_as_json(office: Browser, path: str) -> None:
    page = lxml.html.fromstring(office.get(path).text)
    (address,) = page.xpath("//link[@rel='alternate'][@type='application/json']/@href")
    answer = office.get(address)
    assert answer.headers["content-type"].startswith("application/json")
    assert "error" not in answer.json()


def test_both_languages_have_the_same_keys_with_the_same_values_put_in() -> None:
    vi, en = wording("vi"), wording("en")
    assert vi.keys() == en.keys()
    put_in = re.compile(r"\{\w*\}")
    for key in vi:
        assert sorted(set(put_in.findall(vi[key]))) == sorted(set(put_in.findall(en[key]))), key


def test_every_key_that_a_template_names_is_worded() -> None:
    named = re.compile(r"""\bsay\(["']([\w.]+)["'][,)]""")
    for template in (SITE / "templates" / "kb").iterdir():
        for key in named.findall(template.read_text(encoding="utf-8")):
            assert key in wording("vi"), f"{template.name}: {key}"


def test_every_kind_of_problem_that_is_named_says_what_to_do() -> None:
    for language in ("vi", "en"):
        keys = wording(language)
        named = {key.partition(".")[2] for key in keys if key.startswith("problem.")}
        assert named == {key.partition(".")[2] for key in keys if key.startswith("advice.")}


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("vi", "2024-03-31", "31/03/2024"),
        ("en", "2024-03-31", "31 Mar 2024"),
        ("vi", "2024", "2024"),
        ("en", "2024-03", "Mar 2024"),
        ("vi", "quý III", "quý III"),
    ],
)
def test_a_day_is_written_as_people_write_it(language: str, value: str, written: str) -> None:
    assert Wording(language).day(value) == written


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [("vi", 1234.5, "1.234,5"), ("en", 1234.5, "1,234.5"), ("vi", 41.7, "41,7"), ("vi", 5.0, "5"),
     ("vi", 33_800_000_000_000, "33.800.000.000.000")],
)  # fmt: skip
def test_a_number_is_written_with_the_separators_of_the_language(
    language: str, value: float, written: str
) -> None:
    assert Wording(language).number(value) == written


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_vietnamese_unless_english_is_asked_for(office: Browser, path: str) -> None:
    for language in ("vi", "en"):
        url = path + ("&" if "?" in path else "?") + "lang=en" if language == "en" else path
        response = office.get(url)
        assert response.status_code == 200, response.text[:300]
        page = lxml.html.fromstring(response.text)
        assert page.get("lang") == language
        assert page.xpath("//main//h1")
        assert page.xpath("//a[@class='skip' and @href='#main']")


def test_the_language_asked_for_sticks_and_the_switch_keeps_the_address(office: Browser) -> None:
    answer = office.get("/tasks?when=all&lang=en")
    assert "kb_language=en" in answer.headers["set-cookie"]
    page = lxml.html.fromstring(office.get("/tasks?when=all", cookies={"kb_language": "en"}).text)
    assert page.get("lang") == "en"
    (switch,) = page.find_class("language")
    assert switch.get("href") == "/tasks?when=all&lang=vi"


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_no_script_or_style_of_its_own_in_it(office: Browser, path: str) -> None:
    page = lxml.html.fromstring(office.get(path).text)
    assert not page.xpath(
        "//script[not(@src) and not(@type='application/ld+json')] | //style | //*[@style] | //@*[starts-with(name(), 'on')]"
    )
    for address in page.xpath("//link/@href | //script/@src | //img/@src"):
        assert address.startswith("/")


@pytest.mark.parametrize("path", PATHS)
def test_ids_on_a_page_are_there_once(office: Browser, path: str) -> None:
    ids = lxml.html.fromstring(office.get(path).text).xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", ["/nothing/here", "/doc/nothing", "/agency/nothing"])
def test_a_page_that_is_not_there_says_so(office: Browser, path: str) -> None:
    assert office.get(path).status_code == 404


def test_a_target_known_only_in_english_has_its_english_name_on_every_page(
    sample_db: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "kb.db"
    copy.write_bytes(sample_db.read_bytes())
    with sqlite3.connect(copy) as connection:
        connection.execute("update indicators set name = null where id = 'ty-le-ho-ngheo'")
    english = Browser(make_datasette(copy))
    for path in ("/indicators", "/indicator/ty-le-ho-ngheo"):
        assert "Poverty rate" in english.get(path, lang="vi").text
    told = english.get("/suggest.json", q="ty le ho").json()["suggestions"]
    assert [one["name"] for one in told] == ["poverty rate"]


def test_a_page_that_took_too_long_says_what_to_do(sample_db: Path) -> None:
    hurried = Browser(make_datasette(sample_db))
    hurried.datasette._settings["sql_time_limit_ms"] = 0
    answer = hurried.get("/tasks?when=all&agency=so&lang=en")
    assert answer.status_code == 503
    assert "too long" in answer.text


@pytest.mark.parametrize("page", [page for page in shelf.PAGES if "{" not in page.path])
def test_every_page_has_json_at_the_same_address(office: Browser, page: shelf.Page) -> None:
    path = "/home.json" if page.path == "/" else f"{page.path}.json"
    answer = office.get(path)
    assert answer.headers["content-type"].startswith("application/json")
    assert isinstance(answer.json(), dict)


def test_no_fact_of_a_page_is_hidden_by_what_every_template_may_use(office: Browser) -> None:
    for path in PATHS:
        address, _, query = path.partition("?")
        facts = office.get(("/home" if address == "/" else address) + f".json?{query}")
        if facts.headers["content-type"].startswith("application/json"):
            assert not facts.json().keys() & template_variables(office.datasette, None).keys()


def test_the_style_sheet_is_kept_until_it_changes(office: Browser) -> None:
    page = lxml.html.fromstring(office.get("/").text)
    (address,) = page.xpath("//link[@rel='stylesheet']/@href")
    answer = office.get(address)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in office.get("/-/kb/kb.css?v=old").headers["cache-control"]
    assert office.get("/-/kb/nothing.css").status_code == 404


def test_datasettes_own_pages_have_a_style_sheet_of_this_server(office: Browser) -> None:
    for path in ("/kb", "/kb/documents"):
        assert "/-/kb/tables.css" in office.get(path).text
