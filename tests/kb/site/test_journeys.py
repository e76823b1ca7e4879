"""What staff do all day, in a real browser before a real server: from a question to the lit sentence.

Every page is also looked over by axe-core, at the width of a phone, and with JavaScript off. A test
fails where the browser writes an error into its console or asks another machine for anything.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from datasette_auth_passwords.utils import hash_password
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from serving import serving

from kb.site.wording import Wording

ROOT = Path(__file__).parents[3]
DIRECTIVE = "01-ct-ubnd.son-la.2024-01-03"
PLAN = "9903-kh-ubnd.son-la.2024-03-15"
PAGES = {
    "home": "/",
    "search": "/search?q=so+noi+vu",
    "tasks": "/tasks?when=past",
    "agencies": "/agencies",
    "agency": "/agency/son-la.so-noi-vu",
    "indicators": "/indicators",
    "indicator": "/indicator/poverty-rate",
    "decisions": "/decisions",
    "document": f"/doc/{DIRECTIVE}?at=1900-2000",
    "document without a file": "/doc/52-nq-tw.vn.2019-09-27",
    "page of a document": f"/doc/{DIRECTIVE}/page/1?at=1900-2000",
    "map": f"/map/{DIRECTIVE}?depth=2",
    "chain": f"/chain?document={PLAN}&to=52-NQ/TW",
    "work": "/work",
    "not found": "/nothing/here",
}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, served: str, **options: Any) -> Iterator[Page]:
    """A page in a context of its own; nothing may be complained of in it."""
    complaints: list[str] = []

    def asked(request: Any) -> None:
        if not request.url.startswith((served, "data:")):
            complaints.append(f"asked another machine: {request.url}")

    def said(message: Any) -> None:
        refused = re.search(r"status of (?:400|404)", message.text)
        if message.type == "error" and not (refused and message.location["url"] == page.url):
            complaints.append(message.text)

    context = browser.new_context(base_url=served, locale="vi-VN", **options)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert complaints == []


WALKS = {
    "Vietnamese, wide": ("vi", 1366, True),
    "English, on a telephone": ("en", 360, True),
    "Vietnamese, on a telephone without JavaScript": ("vi", 360, False),
}


@dataclass(frozen=True, slots=True)
class Walk:
    """Somebody before the pages, and how the pages speak to them."""

    page: Page
    say: Wording
    script: bool

    def ask(self, words: str) -> None:
        """Type a question into the box and send it off."""
        self.page.locator("#q").fill(words)
        self.page.locator("form.search button").click()

    def link(self, words: str) -> Locator:
        return self.page.get_by_role("link", name=words, exact=True)


@pytest.fixture(params=WALKS.values(), ids=WALKS)
def walk(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Walk]:
    language, width, script = request.param
    with opened(
        browser, served, viewport={"width": width, "height": 800}, java_script_enabled=script
    ) as page:
        if language == "en":
            page.goto("/")
            page.get_by_role("link", name="English").click()  # and it stays
        yield Walk(page, Wording(language), script)


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    with opened(browser, served, viewport={"width": 1280, "height": 900}) as page:
        yield page


def test_from_a_question_about_a_document_to_the_words_that_answer_it(walk: Walk) -> None:
    page = walk.page
    page.goto("/")
    walk.ask("ai ky chi thi 01 ct ubnd")
    page.locator("section.answer li a", has_text="Nguyễn Văn Mẫu").click()
    expect(page.locator("mark#lit")).to_be_in_viewport()
    assert page.locator("mark.is-lit").all_inner_texts() == ["Nguyễn Văn Mẫu"]


def test_from_a_chain_to_the_words_by_which_one_document_leads_to_the_next(walk: Walk) -> None:
    page = walk.page
    page.goto("/chain?document=chỉ thị 01 sơn la&to=nghị quyết 52")
    page.locator("ol.chain a[href*='#lit']").first.click()
    expect(page.locator("mark#lit")).to_be_in_viewport()
    assert "17-NQ/TU" in page.locator("mark.is-lit").all_inner_texts()[0]


def test_from_a_question_without_accents_to_the_box_on_the_printed_page(walk: Walk) -> None:
    page = walk.page
    page.goto("/")
    walk.ask("ai chu tri to chuc theo doi kiem tra")
    hit = page.locator(".hit-tasks").first
    expect(hit.locator("mark").first).to_be_visible()
    hit.locator(".card-text a").click()
    expect(page.locator("mark#lit")).to_be_in_viewport()
    assert "tổ chức, theo dõi, kiểm tra" in page.locator("mark.is-lit").all_inner_texts()[0]
    with page.expect_response(re.compile(r"\.svg\?at=")) as boxes:
        walk.link(walk.say("document.sheet")).click()
    assert "<rect" in boxes.value.text()
    picture = page.locator("figure img").first
    expect(picture).to_be_visible()
    assert page.locator("img.boxes").bounding_box() == picture.bounding_box()


def test_a_number_in_any_spelling_leads_to_its_document(walk: Walk) -> None:
    for words in ("01/CT-UBND", "01 ct ubnd", "chi thi so 01/ct-ubnd"):
        walk.page.goto("/")
        walk.ask(words)
        answer = walk.page.locator(".answer")
        expect(answer).to_contain_text("01/CT-UBND")
        answer.get_by_role("link").first.click()
        expect(walk.page.get_by_role("heading", level=1)).to_contain_text("01/CT-UBND")


def test_a_fact_in_the_margin_lights_its_words_in_the_text(walk: Walk) -> None:
    walk.page.goto(f"/doc/{DIRECTIVE}")
    note = walk.page.locator(".note-citation .kind").first
    fragment = note.get_attribute("href")
    note.click()
    words = walk.page.locator(f"[id='{fragment[1:]}']")
    expect(words).to_be_in_viewport()
    expect(words).to_have_css("outline-style", "solid")


def test_a_facet_narrows_the_list_and_is_taken_off_again(walk: Walk) -> None:
    page = walk.page
    page.goto("/search?q=so+noi+vu")
    told = page.get_by_role("status").inner_text()
    facets = page.get_by_role("region", name=walk.say("site.filter"))
    facets.get_by_role("link", name=walk.say("found.tasks")).click()
    expect(page.locator(".hit-tasks").first).to_be_visible()
    expect(page.locator(".hit-documents")).to_have_count(0)
    facets.get_by_role("link", name=walk.say("found.tasks")).click()
    expect(page.get_by_role("status")).to_have_text(told)


def test_from_a_body_to_a_task_it_leads(walk: Walk) -> None:
    page = walk.page
    page.goto("/agencies")
    page.locator("tbody a[href$='/agency/son-la.so-noi-vu']").click()
    page.get_by_role("link", name=re.compile(rf"^{walk.say('role.lead')} \d")).click()
    first = page.locator(".task").first
    expect(first.locator(".role-lead")).to_be_visible()
    first.locator(".card-text a").click()
    expect(page.locator("mark#lit")).to_be_in_viewport()


def test_a_body_as_it_was_on_a_day_and_who_has_its_work_now(walk: Walk) -> None:
    page = walk.page
    page.goto("/agency/son-la.so-ke-hoach-va-dau-tu?day=2024-06-01")
    expect(page.locator("main .answer")).to_have_count(0)
    page.goto("/agency/son-la.so-ke-hoach-va-dau-tu")
    expect(page.locator("main .answer")).to_contain_text("2025")
    page.locator("main .answer a").first.click()
    page.wait_for_url(re.compile("/agency/son-la.so-tai-chinh$"))


def test_from_a_document_over_the_map_to_the_chain_between_two(walk: Walk) -> None:
    page = walk.page
    page.goto(f"/doc/{PLAN}")
    walk.link(walk.say("document.map")).click()
    expect(page.locator("a.map-node.is-root")).to_contain_text("9903/KH-UBND")
    page.get_by_label(walk.say("map.chain_to")).fill("52-NQ/TW")
    page.get_by_role("button", name=walk.say("map.chain")).click()
    steps = page.locator("ol.chain > li")
    expect(steps.first).to_contain_text("9903/KH-UBND")
    expect(steps.last).to_contain_text("52-NQ/TW")


def test_a_click_on_the_map_opens_what_is_around_a_document(walk: Walk) -> None:
    page, further = walk.page, walk.page.locator("a.map-node", has_text="749/QĐ-TTg")
    page.goto(f"/map/{DIRECTIVE}")
    expect(further).to_have_count(0)
    page.locator("a.map-node", has_text="17-NQ/TU").click()
    expect(further).to_have_count(1)
    if walk.script:
        expect(page.locator("a.map-node:focus")).to_contain_text("17-NQ/TU")
    expect(page.get_by_role("table")).to_contain_text("749/QĐ-TTg")
    assert "with=17-nq-tu" in page.url
    page.go_back()
    expect(further).to_have_count(0)
    page.go_forward()
    page.locator("a.map-node.is-open", has_text="17-NQ/TU").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("17-NQ/TU")


def test_from_an_indicator_to_the_words_of_a_number(walk: Walk) -> None:
    page = walk.page
    page.goto("/indicators?words=ho+ngheo")
    page.locator("tbody a").first.click()
    expect(page.locator(".chart svg:visible")).to_have_count(1)
    page.locator("tbody td a").first.click()
    expect(page.locator("mark#lit")).to_be_in_viewport()


def test_what_needs_a_look_leads_from_the_first_page_to_its_place(walk: Walk) -> None:
    page = walk.page
    page.goto("/")
    walk.link(walk.say("problem.no-number")).click()
    expect(page.locator("main")).to_contain_text(walk.say("advice.no-number"))
    page.locator("main .card a").first.click()
    expect(page.locator(".sheet-text")).to_be_visible()


def test_what_is_due_is_narrowed_to_a_body_and_taken_along(walk: Walk) -> None:
    page = walk.page
    page.goto("/tasks")
    walk.link(walk.say("tasks.past")).click()
    page.get_by_label(walk.say("found.agency")).fill("so noi vu")
    page.get_by_role("button", name=walk.say("site.apply")).click()
    expect(page.locator(".task").first).to_be_visible()
    calendar = walk.link(walk.say("sheet.subscribe")).get_attribute("href")
    assert "BEGIN:VEVENT" in page.request.get(calendar).text()
    with page.expect_download() as book:
        walk.link(walk.say("sheet.download")).click()
    assert book.value.suggested_filename == "tasks.xlsx"


def test_the_next_suggestion_is_taken_with_the_keyboard(page: Page) -> None:
    page.goto("/tasks")
    box = page.get_by_role("combobox", name="Ai chủ trì việc gì?")
    box.press_sequentially("so noi v")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Sở Nội vụ")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url(re.compile("/agency/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sở Nội vụ")


def test_late_suggestions_do_not_take_away_what_was_chosen(page: Page) -> None:
    page.goto("/tasks")
    box = page.get_by_role("combobox", name="Ai chủ trì việc gì?")
    box.press_sequentially("so noi")
    option = page.get_by_role("option", name="Sở Nội vụ").first
    expect(option).to_be_visible()
    box.press("ArrowDown")
    with page.expect_response(re.compile("suggest.json.*q=so%20noi%20v$")):
        box.press_sequentially(" v")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url(re.compile("/agency/"))


def test_the_language_sticks_from_page_to_page(page: Page) -> None:
    page.goto("/tasks?when=past")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tasks")
    page.get_by_role("link", name="Documents").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_the_keyboard_skips_to_the_content(page: Page) -> None:
    page.goto("/tasks?when=past")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_document_and_a_list_of_tasks_are_printed_without_what_is_only_for_screens(
    page: Page,
) -> None:
    page.emulate_media(media="print")
    for path in (f"/doc/{DIRECTIVE}", "/tasks?when=past"):
        page.goto(path)
        for left_out in ("header.top", "footer.foot", ".actions", "form.filters", "aside.picture"):
            for part in page.locator(left_out).all():
                expect(part).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert len(page.pdf()) > 10_000


def test_every_page_is_there_without_javascript(browser: Browser, served: str) -> None:
    with opened(browser, served, java_script_enabled=False) as page:
        for path in PAGES.values():
            page.goto(path)
            expect(page.locator("main h1")).to_be_visible()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_complain_of(
    browser: Browser, served: str, path: str, scheme: Any
) -> None:
    with opened(browser, served, color_scheme=scheme) as page:
        page.goto(
            path + ("&" if "?" in path else "?") + f"lang={'vi' if scheme == 'light' else 'en'}"
        )
        report = Axe().run(page)
        assert report.violations_count == 0, report.generate_report()[:3000]


@pytest.mark.parametrize("width", [360, 768, 1920])
def test_no_page_is_wider_than_its_window(browser: Browser, served: str, width: int) -> None:
    with opened(browser, served, viewport={"width": width, "height": 800}) as page:
        for path in PAGES.values():
            page.goto(path)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, path


def test_an_editor_corrects_a_field_sees_it_at_once_and_takes_it_back(
    browser: Browser, specimens_db: Path, tmp_path: Path
) -> None:
    db = tmp_path / "kb.db"
    shutil.copy(specimens_db, db)
    with serving(db, "--editor", "Văn thư") as address, opened(browser, address) as page:
        page.goto(f"/doc/{DIRECTIVE}")
        page.locator(".actions a.correct").click()
        page.get_by_label("Người ký", exact=True).fill("Nguyễn Văn Mẫu (thử)")
        page.get_by_label("Lý do").fill("xem dấu")
        assert Axe().run(page).violations_count == 0
        page.get_by_role("button", name="Ghi lại").click()
        expect(page.locator("dl.fields")).to_contain_text("Nguyễn Văn Mẫu (thử)")
        decided = page.locator(".decided").first
        expect(decided).to_contain_text("Văn thư")
        assert Axe().run(page).violations_count == 0
        page.goto("/decisions")
        assert Axe().run(page).violations_count == 0
        page.get_by_role("button", name="Hoàn tác").click()
        expect(page.locator("tbody")).to_contain_text("Văn thư đã hoàn tác")
        page.goto(f"/doc/{DIRECTIVE}")
        expect(page.locator("dl.fields")).not_to_contain_text("Nguyễn Văn Mẫu (thử)")
        for fact in ("citation", "target", "task"):
            page.goto(f"/doc/{DIRECTIVE}")
            page.locator(f".note-{fact} a.correct").first.click()
            expect(page.locator("form.correction")).to_be_visible()
            assert Axe().run(page).violations_count == 0, fact


def test_two_editors_on_telephones_without_javascript_do_not_overwrite_each_other(
    browser: Browser, knowledge_base: Callable[..., Path], tmp_path: Path
) -> None:
    db, say = knowledge_base(tmp_path / "kb.db"), Wording("en")
    metadata = tmp_path / "office.yml"
    own = (ROOT / "metadata.yml").read_text(encoding="utf-8")
    accounts = "".join(
        f"    {name}_password_hash: '{hash_password(name)}'\n" for name in ("a", "b")
    )
    metadata.write_text(
        f"{own}\nplugins:\n  datasette-auth-passwords:\n{accounts}"
        "  chi_thi_kb:\n    editors: [a, b]\n",
        encoding="utf-8",
    )
    phone: Any = {"viewport": {"width": 360, "height": 800}, "java_script_enabled": False}
    with (
        serving(db, "--metadata", str(metadata)) as address,
        opened(browser, address, **phone) as first,
        opened(browser, address, **phone) as second,
    ):
        for name, page in (("a", first), ("b", second)):
            page.goto("/?lang=en")  # and it stays
            page.goto("/-/login")
            page.locator("[name=username]").fill(name)
            page.locator("[name=password]").fill(name)
            page.locator("main form button").click()
            page.goto(f"/correct?table=documents&id={DIRECTIVE}&next=/decisions")
        save = say("decide.save")
        for page, value in ((first, "First Signer"), (second, "Second Signer")):
            page.get_by_label(say("column.signer"), exact=True).fill(value)
            with page.expect_response(re.compile("/correct")) as answer:
                page.get_by_role("button", name=save).click()
            assert answer.value.status == (303 if page is first else 400)
        expect(second.locator("main")).to_contain_text(say("decide.refused_changed_meanwhile"))
        first.get_by_role("button", name=say("decide.undo")).click()
        first.get_by_role("button", name=say("decide.redo")).click()
        first.goto(f"/doc/{DIRECTIVE}")
        expect(first.locator("dl.fields")).to_contain_text("First Signer")


def test_a_decided_citation_and_the_progress_of_a_task_are_two_clicks(
    browser: Browser, knowledge_base: Callable[..., Path], tmp_path: Path
) -> None:
    db = knowledge_base(tmp_path / "kb.db")
    with serving(db, "--editor", "Văn thư") as address, opened(browser, address) as page:
        page.goto("/work")
        choose = page.get_by_role("button", name="Chọn văn bản này")
        choose.first.click()
        expect(choose).to_have_count(0)
        page.goto("/tasks")
        page.get_by_text("Tiến độ").first.click()
        page.get_by_label("Tiến độ").first.select_option("done")
        page.get_by_role("button", name="Ghi lại").first.click()
        expect(page.locator(".task .progress-done")).to_have_count(0)
        page.goto("/tasks?state=done")
        expect(page.locator(".task .progress-done")).to_have_text("Đã hoàn thành")
        page.get_by_role("button", name="Hoàn tác").click()
        expect(page.locator(".task .progress-done")).to_have_count(0)


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a knowledge base of one document, two pages scanned to a picture."""
    home = tmp_path_factory.mktemp("scanned")
    specimen = pypdfium2.PdfDocument(ROOT / "corpus" / "specimens" / "ct-01-ubnd-2024.pdf")
    pages = [specimen[n].render(scale=200 / 72).to_pil().convert("L") for n in range(2)]
    pages[0].save(home / "01-ct.tif", save_all=True, append_images=pages[1:], dpi=(200, 200))
    command = [sys.executable, "-m", "kb.cli", "build", "--workers", "0"]
    subprocess.run(
        [*command, "--db", str(home / "kb.db"), str(home / "01-ct.tif")], check=True,
        capture_output=True,
    )  # fmt: skip
    with serving(home / "kb.db") as address:
        yield address


@pytest.mark.parametrize(("language", "width"), [("vi", 1600), ("en", 360)])
def test_a_sentence_asked_for_without_accents_is_boxed_on_the_scanned_page(
    browser: Browser, scanned: str, language: str, width: int
) -> None:
    with opened(browser, scanned, viewport={"width": width, "height": 900}) as page:
        page.goto(f"/?lang={language}")
        page.locator("#q").fill("ai chu tri to chuc theo doi kiem tra viec thuc hien")
        page.keyboard.press("Enter")
        page.locator(".hit .card-text a").first.click()
        expect(page.locator("mark#lit")).to_be_in_viewport()
        assert "theo dõi, kiểm tra" in " ".join(page.locator("mark.is-lit").all_inner_texts())
        boxes = page.request.get(page.locator("img.boxes").get_attribute("src"))
        assert "<rect" in boxes.text()
        page.locator("aside.picture a").click()
        expect(page.locator("blockquote.quoted")).to_contain_text("kiểm tra")


@pytest.mark.shared
def test_a_sentence_found_in_a_scan_is_boxed_on_its_page(
    browser: Browser, shared: Any, tmp_path: Any
) -> None:
    db = tmp_path / "kb.db"
    scan = shared / "corpus" / "scans" / "quangngai-01-ct-2021.pdf"
    subprocess.run(
        [sys.executable, "-m", "kb.cli", "build", "--workers", "0", "--db", str(db), str(scan)],
        check=True, capture_output=True,
    )  # fmt: skip
    with (
        serving(db) as address,
        opened(browser, address, viewport={"width": 1600, "height": 900}) as page,
    ):
        page.goto("/search?q=hoa+don+dien+tu&kind=tasks")
        page.locator(".hit-tasks .card-text a").first.click()
        expect(page.locator("mark#lit")).to_be_in_viewport()
        boxes = page.request.get(page.locator("img.boxes").get_attribute("src"))
        assert "<rect" in boxes.text()
