"""``kb serve --public`` keeps the known holes shut; the office mode keeps its SQL."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest
from browse import Browser
from small_knowledge_base import DIRECTIVE

from kb.site.server import make_datasette

ROOT = Path(__file__).parents[3]
OPEN = [
    "/",
    "/kb",
    "/kb/documents",
    "/kb/documents.json",
    "/kb/tasks?_search=ra+soat",
    "/kb/who?words=so+noi+vu",
    "/kb/trace.json?document=30/2020",
    f"/doc/{DIRECTIVE}?at=3-9",
    "/-/static/app.css",
    "/-/kb/kb.css",
    "/search?q=so+noi+vu",
    "/tasks",
    "/agencies",
    "/indicators",
    "/work",
    f"/map/{DIRECTIVE}",
    "/new.atom",
    "/tasks.ics",
    "/openapi.json",
]
SHUT = [
    "/kb?sql=select+1",
    "/kb.json?sql=select+zeroblob(1000000000)",
    "/kb/documents?_where=1=1",
    "/_memory?sql=select+1",
    "/_internal",
    "/kb.db",
    "/kb/documents_fts",
    "/kb/documents_fts_data",
    "/kb/tasks_fts_content.json",
    "/kb/sections_fts_docsize",
    "/kb/_readings",
    "/kb/_readings.json",
    "/kb/_state",
    "/kb/_documents_content",
    "/-/metadata.json",
    "/-/metadata",
    "/-/settings.json",
    "/-/plugins",
    "/-/versions.json",
    "/-/threads",
    "/-/databases.json",
    "/-/permissions",
    "/-/allow-debug",
    "/-/patterns",
    "//-/versions.json",
    "/%2d/versions.json",
    "/kb/../-/versions.json",
    "/-/actor.json",
    "/-/create-token",
    "/-/auth-token?token=x",
    "/-/login",
    "/-/logout",
    "/-/messages",
    "/-/password-tool",
    "/kb.jsono?sql=select+1",
    "/kb.csv?sql=select+1&_stream=on",
    "/kb/documents.json?_where=1=1&_nl=on&_shape=array",
    "/_memory.json?sql=select+1",
    "/_internal.json",
    "/kb/sqlite_master.json",
    "/kb/_loaded.csv?_stream=on",
    "/kb/_roots.json?_shape=objects",
    "/kb/_sqlite_migrations.json",
    "/correct?table=documents&id=x",
    "/decide",
    "/undo",
    "/redo",
]
REFUSED = [
    "/kb/documents.json?_size=100000",
    "/kb/documents.json?_size=-1",
    "/kb/documents.json?_search=*&_searchmode=raw",
    "/kb/documents.json?_col=nothing",
    "/kb/documents.blob",
    "/kb/-/query?sql=select+1",
]
"""Asked for in a way that nobody is given."""


@pytest.mark.parametrize("path", OPEN)
def test_what_the_public_reads_is_open(public: Browser, path: str) -> None:
    assert public.get(path).status_code == 200


@pytest.mark.parametrize("path", SHUT)
def test_what_the_public_may_not_is_shut(public: Browser, path: str) -> None:
    assert public.get(path).status_code in (403, 404)


@pytest.mark.parametrize("path", REFUSED)
def test_what_nobody_is_given_is_refused(public: Browser, path: str) -> None:
    assert public.get(path).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/kb/documents.json?_trace=1",
        "/kb/documents.json?_extra=debug",
        "/kb/documents.json?_timelimit=100000",
        '/kb/documents.json?_through={"table":"citations","column":"relation","value":"basis"}',
        "/kb/who.json?words=so&sql=select+1",
    ],
)
def test_no_parameter_tells_more_than_the_page(public: Browser, path: str) -> None:
    answer = public.get(path)
    assert answer.status_code == 200
    assert '"traces"' not in answer.text
    assert str(public.datasette.databases["kb"].path) not in answer.text


EVERY_ANSWER = [
    "/", "/robots.txt", "/-/static/app.css", "/-/static/nothing.css", "/-/kb/kb.css", "/favicon.ico",
    "/-/kb/nothing", "/-/versions.json", "/nothing", "/nothing.json", "/doc/nothing/page/1.png",
    "/kb/documents.json", "/kb/documents.csv?_stream=on", "/kb/documents?_where=1", "/kb.db",
    "/kb/documents.json?_size=-1", "/tasks.xlsx", "/tasks.ics", "/new.atom", "/correct", "/decide",
    "/decisions/corrections.csv", "/kb/documents/nothing", "/openapi.json",
]  # fmt: skip


@pytest.mark.parametrize("path", EVERY_ANSWER)
def test_every_answer_of_the_public_site_has_the_strict_headers(public: Browser, path: str) -> None:
    headers = public.get(path).headers
    (policy,) = headers.get_list("content-security-policy")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert headers["x-robots-tag"] == "noindex, nofollow"


@pytest.mark.parametrize("path", ["/", "/kb", "/kb/documents", "/-/static/app.css", "/nothing"])
def test_no_page_of_the_office_is_shown_in_a_frame_of_another_site(
    office: Browser, path: str
) -> None:
    headers = office.get(path).headers
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_parameter_is_never_run_as_sql(public: Browser) -> None:
    assert public.rows("/kb/who", words="so noi vu' OR 1=1 --") == []


def test_crawlers_are_turned_away(public: Browser) -> None:
    assert "Disallow: /" in public.get("/robots.txt").text


def test_search_engines_are_let_in_where_that_is_asked_for(sample_db: Path) -> None:
    listed = Browser(make_datasette(sample_db, public=True, crawlers=True))
    assert "x-robots-tag" not in listed.get("/").headers
    assert "Disallow: /\n" not in listed.get("/robots.txt").text


@pytest.mark.parametrize(
    "path", ["/", "/tasks", f"/doc/{DIRECTIVE}", "/nothing", "/kb", "/kb/tasks"]
)
def test_a_public_page_runs_no_inline_script_and_loads_nothing_from_elsewhere(
    public: Browser, path: str
) -> None:
    headers = public.get(path).headers
    policy = headers.get_list("content-security-policy")
    assert len(policy) == 1
    (scripts,) = re.findall(r"script-src ([^;]+);", policy[0])
    assert all(one == "'self'" or one.startswith("'sha256-") for one in scripts.split())
    assert (scripts == "'self'") is not path.startswith("/kb")
    assert "default-src 'none'" in policy[0]
    assert headers["x-robots-tag"] == "noindex, nofollow"


@pytest.mark.parametrize("path", ["/", "/search?q=so", "/work", f"/doc/{DIRECTIVE}"])
def test_our_own_pages_are_as_strict_in_the_office(office: Browser, path: str) -> None:
    policy = office.get(path).headers["content-security-policy"]
    assert "unsafe-inline" not in policy


def test_the_public_gets_headers_that_keep_pages_to_themselves(public: Browser) -> None:
    headers = public.get("/kb").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_the_office_may_ask_in_sql_but_sees_no_internals_listed(office: Browser) -> None:
    assert office.get("/kb.json?sql=select+1&_shape=array").json() == [{"1": 1}]
    assert office.get("/kb.db").status_code == 403
    assert office.get("/_internal").status_code == 403


@pytest.mark.parametrize("suffix", ["", "_data", "_idx", "_content", "_docsize", "_config"])
def test_the_words_of_a_table_are_not_read_behind_its_back(
    office: Browser, public: Browser, suffix: str
) -> None:
    for browser in (office, public):
        for ending in ("", ".json", ".csv"):
            path = f"/kb/documents_fts{suffix}{ending}"
            assert browser.get(path).status_code in (403, 404), path


def test_one_statement_cannot_take_all_the_memory(office: Browser) -> None:
    answer = office.get("/kb.json?sql=select+length(zeroblob(1000000000))")
    assert answer.status_code == 400
    assert "too big" in answer.text


def test_a_login_is_asked_for_before_anything_is_told(sample_db: Path, tmp_path: Path) -> None:
    metadata = tmp_path / "office.yml"
    own = (ROOT / "metadata.yml").read_text(encoding="utf-8")
    metadata.write_text(
        f'{own}\nallow: {{id: "*"}}\nplugins:\n  datasette-auth-passwords:\n'
        "    clerk_password_hash: pbkdf2_sha256$1$a$b\n",
        encoding="utf-8",
    )
    office = Browser(make_datasette(sample_db, metadata=metadata))
    for path in ("/", "/tasks", f"/doc/{DIRECTIVE}.json", "/new.atom", "/tasks.xlsx", "/kb.json",
                 "/search.ics?q=so", "/suggest.json?q=so", "/decisions", "/decisions/progress.csv",
                 "/kb/documents_fts.json", "/-/metadata.json"):  # fmt: skip
        answer = office.get(path)
        assert answer.status_code == 403, path
        assert "pbkdf2" not in answer.text
    for language, login in (("vi", "Đăng nhập"), ("en", "Log in")):
        told = lxml.html.fromstring(office.get("/", lang=language).text)
        (address,) = told.xpath(f"//main//a[text()='{login}']/@href")
        form = lxml.html.fromstring(office.get(address, lang=language).text)
        assert form.xpath("string(//h1)") == login
        assert form.get("lang") == language
    assert "/-/login" not in Browser(make_datasette(sample_db)).get("/correct").text


def test_an_answer_is_not_kept_in_a_cache_beyond_its_build(office: Browser) -> None:
    assert "max-age" not in office.get("/kb/documents.json").headers.get("cache-control", "")


def test_a_page_that_is_not_there_writes_no_local_variables_into_the_log(
    office: Browser, capfd: pytest.CaptureFixture[str]
) -> None:
    office.get("/doc/nothing")
    told = capfd.readouterr()
    assert "locals" not in told.out + told.err
