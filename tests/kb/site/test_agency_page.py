"""The page of a body, the list of tasks, the map and the chain, asked in this process."""

from __future__ import annotations

import lxml.html
import pytest
from browse import Browser
from small_knowledge_base import DECREE, DIRECTIVE, ELSEWHERE, LATER_DECREE, PLAN

from kb.site.map_layout import HEIGHT, WIDTH, Dated, curve, lane_of, lines_of, place


def tasks(office: Browser, path: str) -> list[str]:
    return [task["path"] for task in office.get(path).json()["tasks"]]


def test_a_body_has_what_it_was_told_and_what_its_predecessors_were(office: Browser) -> None:
    assert tasks(office, "/agency/so-noi-vu.son-la.json") == ["1", "2"]
    assert tasks(office, "/agency/so-noi-vu.son-la.json?role=lead") == ["1", "2"]


def test_on_a_day_before_a_merger_a_body_has_only_its_own_tasks(office: Browser) -> None:
    assert tasks(office, "/agency/so-noi-vu.son-la.json?day=2025-02-28") == ["1"]
    told = office.get("/agency/so-lao-dong.son-la.json?day=2025-02-28").json()
    assert told["stands"]["state"] == "stands"
    assert office.get("/agency/so-lao-dong.son-la.json").json()["stands"]["state"] == "succeeded"


def test_on_a_day_before_the_document_nobody_has_its_tasks(office: Browser) -> None:
    assert tasks(office, "/agency/so-noi-vu.son-la.json?day=2023-12-31") == []


def test_a_body_that_was_merged_says_who_has_its_work(office: Browser) -> None:
    page = lxml.html.fromstring(office.get("/agency/so-lao-dong.son-la").text)
    (answer,) = page.find_class("answer")
    assert "Sở Nội vụ tỉnh Sơn La" in answer.text_content()


@pytest.mark.parametrize(
    ("asked", "paths"),
    [
        ("when=ahead", ["1"]),
        ("when=undated", ["2"]),
        ("when=all&agency=SNV", ["1", "2"]),
        ("when=all&agency=so-noi-vu.son-la&role=coordinate", []),
        ("when=all&force=committed", ["1.a"]),
        ("when=all&from=2030-01-01&to=2030-12-31", ["1"]),
        ("when=all&from=nonsense", ["1", "2"]),
        ("when=all&page=2", []),
        ("when=nothing&page=-1", ["1"]),
    ],
)
def test_the_list_of_tasks_is_narrowed_as_asked(
    office: Browser, asked: str, paths: list[str]
) -> None:
    assert tasks(office, f"/tasks.json?{asked}") == paths


def test_the_map_has_both_ends_of_every_line_and_the_table_says_the_same(office: Browser) -> None:
    told = office.get(f"/map/{DIRECTIVE}.json").json()
    ids = {node["id"] for node in told["nodes"]}
    assert {DIRECTIVE, PLAN, DECREE} <= ids
    for edge in told["edges"]:
        assert {edge["citing"], edge["cited"]} <= ids
    page = lxml.html.fromstring(office.get(f"/map/{DIRECTIVE}").text)
    assert len(page.xpath("//path[@marker-end]")) == len(told["edges"])
    assert len(page.xpath("//tbody/tr")) == len(told["edges"])


def test_the_map_goes_one_way_or_one_step_further_or_shows_one_relation(office: Browser) -> None:
    def ids(asked: str) -> set[str]:
        return {node["id"] for node in office.get(f"/map/{DIRECTIVE}.json?{asked}").json()["nodes"]}

    assert LATER_DECREE not in ids("")
    assert LATER_DECREE in ids("depth=2")
    assert LATER_DECREE in ids(f"with={PLAN}")
    assert DECREE not in ids("direction=down")
    assert ids("relation=implements&direction=up") == {DIRECTIVE, DECREE}


def test_a_map_asked_for_by_an_alias_leads_on(office: Browser) -> None:
    assert office.get("/map/chi-thi-01").headers["location"] == f"/map/{DIRECTIVE}"
    assert office.get("/map/nothing").status_code == 404


def test_documents_stand_by_year_and_level_and_never_on_each_other() -> None:
    documents = [
        Dated(f"{lane}{year}{n}", lane, f"{year}-0{n}-01" if year else "")
        for lane in ("party", "province")
        for year in ("", "2019", "2024")
        for n in (1, 2, 3)
    ]
    drawing = place(documents)
    boxes = list(drawing.places.values())
    for a in boxes:
        assert a.x >= 0
        assert a.x + WIDTH <= drawing.width
        assert a.y + HEIGHT <= drawing.height
        for b in boxes:
            apart = abs(a.x - b.x) >= WIDTH or abs(a.y - b.y) >= HEIGHT
            assert a == b or apart
    assert [year for year, _ in drawing.years] == ["", "2019", "2024"]


def test_many_documents_of_a_year_stand_in_several_columns_before_the_next_year() -> None:
    crowd = [Dated(f"law{n}", "assembly", "2019") for n in range(30)]
    drawing = place([*crowd, Dated("later", "assembly", "2020")])
    laws = [drawing.places[law.id] for law in crowd]
    assert len({(law.x, law.y) for law in laws}) == 30
    assert len({law.x for law in laws}) > 1
    assert max(law.x for law in laws) + WIDTH <= drawing.places["later"].x
    assert drawing.lanes[0].height < 30 * HEIGHT


@pytest.mark.parametrize(
    ("name", "most", "lines"),
    [
        ("01/CT-UBND", 1, ["01/CT-UBND"]),
        ("Luật Giá", 2, ["Luật Giá"]),
        ("Luật Tổ chức chính quyền địa phương", 2, ["Luật Tổ chức chính", "quyền địa phương"]),
        (
            "về việc bảo đảm giao thông trong mùa mưa lũ",
            2,
            ["về việc bảo đảm", "giao thông trong…"],
        ),
        ("19/2012/TTLT-BTC-BKHĐT-BTTTT", 1, ["19/2012/TTLT-BTC-…"]),
    ],
)
def test_a_long_name_is_cut_between_words(name: str, most: int, lines: list[str]) -> None:
    assert lines_of(name, most) == lines


def test_higher_levels_stand_above_lower_ones() -> None:
    documents = [Dated(f"{lane}20191", lane, "2019") for lane in ("province", "party")]
    drawing = place(documents)
    assert drawing.places["party20191"].y < drawing.places["province20191"].y


@pytest.mark.parametrize(
    ("facts", "lane"),
    [
        (("law", None, None, "vn"), "assembly"),
        (("directive", "central", "party", "vn"), "party"),
        (("decree", "central", "government", "vn"), "central"),
        (("circular", None, None, "vn"), "ministry"),
        (("decision", "province", "committee", "son-la"), "province"),
        (("plan", None, None, "district-moc-chau"), "district"),
        (("plan", None, None, "son-la"), "province"),
        (("plan", None, None, None), "other"),
    ],
)
def test_the_lane_of_a_document_is_the_level_of_its_issuer(
    facts: tuple[str, str | None, str | None, str | None], lane: str
) -> None:
    assert lane_of(*facts) == lane


def test_a_line_begins_at_the_document_that_cites() -> None:
    drawing = place([Dated("old", "party", "2019"), Dated("new", "party", "2024")])
    old, new = drawing.places["old"], drawing.places["new"]
    assert curve(new, old).startswith(f"M{new.x} ")
    assert curve(old, new).startswith(f"M{old.x + WIDTH} ")


def test_a_chain_shows_the_words_of_each_step_and_asks_where_a_number_is_not_clear(
    office: Browser,
) -> None:
    told = office.get(f"/chain.json?document={PLAN}&to={DECREE}").json()
    assert [step["document_id"] for step in told["steps"]] == [PLAN, DECREE]
    assert told["steps"][0]["quote"]
    page = lxml.html.fromstring(office.get(f"/chain?document={DIRECTIVE}&to={DECREE}").text)
    (words,) = page.xpath("//ol[@class='chain']//a[contains(@href, '#lit')]")
    lit = lxml.html.fromstring(office.get(words.get("href")).text)
    assert words.text_content().strip("“”") == lit.xpath("string(//mark[@class='is-lit'])")
    assert len(office.get("/chain.json?document=01/CT-UBND&to=30/2020").json()["candidates"]) == 2
    assert office.get("/chain").status_code == 200


@pytest.mark.parametrize(
    ("document", "to", "chain"),
    [
        (PLAN, DECREE, [PLAN, DECREE]),
        (DECREE, PLAN, [PLAN, DECREE]),
        ("Kế hoạch 12/KH-UBND", "nghị định 30/2020", [PLAN, DECREE]),
        (PLAN, PLAN, [PLAN]),
    ],
)
def test_a_chain_begins_with_the_document_that_cites(
    office: Browser, document: str, to: str, chain: list[str]
) -> None:
    told = office.get("/chain.json", document=document, to=to).json()
    assert [step["document_id"] for step in told["steps"]] == chain


def test_it_is_said_that_there_is_no_chain(office: Browser) -> None:
    asked = f"document={LATER_DECREE}&to={ELSEWHERE}"
    assert office.get(f"/chain.json?{asked}").json()["none"] == ["none"]
    assert "Không" in lxml.html.fromstring(office.get(f"/chain?{asked}").text).xpath(
        "string(//p[@class='empty'])"
    )
