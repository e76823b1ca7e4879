"""A text with its facts marked: the words stay as they are, whatever the facts."""

from __future__ import annotations

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from kb.site.marks import LIT, Mark, paragraphs, piece_of

LETTERS = st.text(alphabet="ab <&\"'\n\tđộ", max_size=40)


def shown(text: str, marks: list[Mark]) -> list[str]:
    return [str(p.html) for p in paragraphs(text, marks, (0, len(text)))]


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(LETTERS)
    offset = st.integers(0, len(text))
    marks = []
    for n in range(draw(st.integers(0, 5))):
        start, end = sorted([draw(offset), draw(offset)])
        kind = draw(st.sampled_from([LIT, "task", "citation"]))
        path = "/doc/x" if kind == "citation" else ""
        if start < end:
            marks.append(Mark(start, end, kind, f"f-{n}", path))
    return text, marks


def test_the_cells_of_a_tables_row_can_be_told_apart() -> None:
    (row,) = shown("1\tTỷ lệ hộ nghèo\t2 %", [Mark(2, 16, "target")])
    cells = lxml.html.fromstring(f"<p>{row}</p>")
    assert len(cells.xpath("//span[@class='cell-end']")) == 2
    assert cells.text_content() == "1\tTỷ lệ hộ nghèo\t2 %"


@given(marked_texts())
def test_the_words_are_those_of_the_text_whatever_is_marked(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    lines = [line for line in text.split("\n") if line.strip()]
    found = [lxml.html.fromstring(f"<p>{html}</p>").text_content() for html in shown(text, marks)]
    assert found == lines


@given(marked_texts())
def test_each_fact_has_its_fragment_at_most_once(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    html = "".join(shown(text, marks))
    for mark in marks:
        there = html.count(f'id="{mark.fragment}"')
        first_line = text[mark.start :].split("\n")[0][: mark.end - mark.start]
        assert there <= 1
        if first_line.strip():
            assert there == 1


@given(marked_texts())
def test_a_link_never_stands_in_a_link(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    tree = lxml.html.fromstring(f"<div>{''.join(shown(text, marks))}</div>")
    assert not tree.xpath("//a//a")


def test_a_deadline_stands_in_its_task_and_the_lit_words_around_both() -> None:
    text = "rà soát trước 31/3"
    marks = [Mark(0, 18, "task", "t-1"), Mark(8, 18, "deadline"), Mark(0, 18, LIT, "lit")]
    assert shown(text, marks) == [
        '<mark class="is-lit" id="lit"><span class="fact fact-task" id="t-1">rà soát '
        '<span class="fact fact-deadline">trước 31/3</span></span></mark>'
    ]


def test_markup_in_the_words_or_in_a_title_is_escaped() -> None:
    (html,) = shown("<b>&", [Mark(0, 3, "agency", title='"><script>')])
    assert "<b>" not in html
    assert "<script>" not in html


def test_a_long_text_is_shown_in_pieces_of_whole_lines() -> None:
    text = "\n".join("dòng" for _ in range(1000))
    start, end = piece_of(text, 2500, 500)
    assert text[start - 1] == "\n"
    assert text[end - 1] == "\n"
    assert start < 2500 < end
    assert piece_of("ngắn", 0, 500) == (0, 4)
    assert piece_of(text, 10**6, 500)[1] == len(text)
