"""The chart of an indicator: every target a point that leads to its words, and all in a table."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.chart import Point, figure, points_of, svg

SVG = "{http://www.w3.org/2000/svg}"


def point(year: int, value: float | None, upper: float | None = None, **more: Any) -> Point:
    said = {
        "printed": f"{value} %", "place": "son-la", "document": f"{year}/NQ-HĐND",
        "issued_on": f"{year - 1}-12-05", "href": f"/doc/d{year}?at=1-2#lit", **more,
    }  # fmt: skip
    return Point(year, value, upper, **said)


def drawn(points: list[Point], language: str = "vi") -> ElementTree.Element:
    return ElementTree.fromstring(svg("Tỷ lệ che phủ rừng", "%", points, language))


THREE = [point(2024, 46), point(2025, 46.5), point(2030, 48, 50)]


def test_the_picture_has_a_title_and_says_what_it_shows() -> None:
    picture = drawn(THREE)
    assert picture.findtext(f"{SVG}title") == "Tỷ lệ che phủ rừng"
    assert picture.findtext(f"{SVG}desc") == "3 chỉ tiêu từ năm 2024 đến năm 2030, từ 46 đến 50 %."
    assert picture.get("role") == "group"


def test_each_target_is_a_point_that_leads_to_its_words() -> None:
    links = drawn(THREE).findall(f"{SVG}a")
    assert [link.get("href") for link in links] == [p.href for p in THREE]
    assert links[0].findtext(f"{SVG}title") == "2024: 46 % (2024/NQ-HĐND, 2023-12-05, son-la)"


def test_a_later_year_stands_further_right_and_a_larger_number_higher() -> None:
    circles = [link.find(f"{SVG}circle") for link in drawn(THREE[:2]).findall(f"{SVG}a")]
    (x1, y1), (x2, y2) = [
        (float(c.get("cx") or 0), float(c.get("cy") or 0)) for c in circles if c is not None
    ]
    assert x1 < x2
    assert y1 > y2


def test_places_have_lines_shapes_and_names_of_their_own() -> None:
    both = [*THREE[:2], point(2024, 40, place="lai-chau"), point(2025, 41, place="lai-chau")]
    picture = drawn(both)
    assert len(picture.findall(f"{SVG}polyline")) == 2
    assert picture.find(f"{SVG}a/{SVG}rect") is not None
    assert {"son-la", "lai-chau"} <= {text.text for text in picture.findall(f"{SVG}text")}


def test_many_places_in_one_year_have_a_line_each_the_highest_first() -> None:
    places = [point(2030, 8 + n, 8.5 + n, place=f"Tỉnh {n}", href=f"/{n}") for n in range(5)]
    for narrow in (False, True):
        picture = ElementTree.fromstring(svg("Tốc độ", "%", places, narrow=narrow))
        links = picture.findall(f"{SVG}a")
        assert [link.get("href") for link in links] == ["/4", "/3", "/2", "/1", "/0"]
        heights = [float(circle.get("cy") or 0) for circle in picture.iter(f"{SVG}circle")]
        assert heights == sorted(heights)
        assert len(set(heights)) == len(places)
        assert {f"Tỉnh {n}" for n in range(5)} <= {t.text for t in picture.findall(f"{SVG}text")}


def test_a_point_without_a_place_is_named_so() -> None:
    both = [point(2024, 40, place=""), point(2025, 41, place="son-la")]
    assert "không nêu địa bàn" in {text.text for text in drawn(both).findall(f"{SVG}text")}


def test_large_numbers_have_their_scale_in_words_of_the_language() -> None:
    money = [point(2024, 4.1e12), point(2025, 4.6e12)]
    axis = {language: [t.text for t in drawn(money, language).findall(f"{SVG}text")]
            for language in ("vi", "en")}  # fmt: skip
    assert "4,2 nghìn tỷ" in axis["vi"]
    assert "4.2 trillion" in axis["en"]


def test_the_table_tells_all_that_the_picture_shows_and_the_targets_in_words() -> None:
    words = point(2030, None, printed="thuộc nhóm 5 tỉnh dẫn đầu")
    page = ElementTree.fromstring(figure("Chỉ số", None, [*THREE, words]))
    rows = [[cell.text for cell in row] for row in page.findall("table/tbody/tr")]
    assert [row[:2] for row in rows] == [
        ["2024", "46 %"], ["2025", "46.5 %"], ["2030", "48 %"],
        ["2030", "thuộc nhóm 5 tỉnh dẫn đầu"],
    ]  # fmt: skip


def test_targets_in_words_alone_make_a_table_and_no_picture() -> None:
    page = figure("Chỉ số", None, [point(2030, None, printed="dẫn đầu")])
    assert "<svg" not in page
    assert "dẫn đầu" in page


def test_words_of_documents_are_no_markup() -> None:
    said = figure("<b>", "&", [point(2024, 1, document="<script>", place='"')])
    assert "<script>" not in said
    assert ElementTree.fromstring(said) is not None


amounts = st.floats(-1e15, 1e15, allow_nan=False)


@given(
    st.lists(st.tuples(st.integers(1990, 2060), amounts), min_size=1, max_size=40), st.booleans()
)
def test_every_point_lies_in_the_picture(found: list[tuple[int, float]], narrow: bool) -> None:
    points = [point(year, value) for year, value in sorted(found)]
    picture = ElementTree.fromstring(svg("Chỉ số", "%", points, narrow=narrow))
    _, _, width, height = map(float, (picture.get("viewBox") or "").split())
    for circle in picture.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx") or -1) <= width
        assert 0 <= float(circle.get("cy") or -1) <= height


@pytest.mark.parametrize(
    ("row", "year", "printed"),
    [
        ({"comparator": ">=", "value": 46.0, "period": "2030"}, 2030, ">= 46 %"),
        ({"comparator": "range", "value": 9.0, "value_to": 9.5, "period": "2026-2030"}, 2030,
         "9 – 9.5 %"),
        ({"value_words": "dẫn đầu", "period": None, "year": 2024}, 2024, "dẫn đầu"),
    ],
)  # fmt: skip
def test_a_row_of_the_series_is_a_point_at_the_year_it_ends(
    row: dict[str, Any], year: int, printed: str
) -> None:
    empty = dict.fromkeys(
        ("comparator", "value", "value_to", "value_words", "scope", "value_compared",
         "value_to_compared", "year")
    )  # fmt: skip
    said = {"target_id": "d:g0", "document_id": "d", "start": 3, "end": 9, "number": "1/NQ-HĐND",
            "issued_on": "2023-12-05", "place": "son-la", "unit": "%"}  # fmt: skip
    (found,) = points_of([{**empty, **said, **row}])
    assert (found.year, found.printed, found.href) == (year, printed, "/doc/d?at=3-9#lit")


def test_a_dropped_target_is_no_point() -> None:
    assert points_of([{"target_id": None, "period": "2030", "year": 2030}]) == []
