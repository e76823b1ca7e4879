"""A document's text with its facts marked: paragraphs of escaped HTML, each fact around its words.

Facts may hold each other (a deadline in a task) or cross; each becomes an element around its words,
cut where a paragraph or a fact around it ends. The words themselves are never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact's words: offsets, what kind of fact, the fragment that leads to it, where it leads
    itself, and what to say of it when pointed at."""

    start: int
    end: int
    kind: str
    fragment: str = ""
    path: str = ""
    title: str = ""


LIT = "lit"
"""The kind of the mark that a link asked for."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the stored text from ``start`` to ``end``, as HTML."""

    start: int
    end: int
    html: Markup


def paragraphs(text: str, marks: Iterable[Mark], shown: tuple[int, int]) -> Iterator[Paragraph]:
    """The lines of ``text`` that begin in ``shown`` and are not blank, with their marks."""
    waiting = sorted(marks, key=_outer_first)
    at = 0
    open_marks: list[Mark] = []
    for start, end in _lines(text, shown):
        while at < len(waiting) and waiting[at].start < end:
            open_marks.append(waiting[at])
            at += 1
        open_marks = [mark for mark in open_marks if mark.end > start]
        if text[start:end].strip():
            inside = [_clipped(mark, start, end) for mark in open_marks]
            yield Paragraph(start, end, _marked(text, start, end, sorted(inside, key=_outer_first)))


def piece_of(text: str, around: int, size: int) -> tuple[int, int]:
    """Which characters of a text to show: all of a short one; else about ``size`` of them around a
    place, whole lines."""
    if len(text) <= size:
        return 0, len(text)
    start = max(0, min(around - size // 2, len(text) - size))
    start = text.rfind("\n", 0, start) + 1
    end = text.find("\n", min(start + size, len(text)))
    return start, len(text) if end < 0 else end + 1


def _lines(text: str, shown: tuple[int, int]) -> Iterator[tuple[int, int]]:
    start = shown[0]
    while start < shown[1]:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _outer_first(mark: Mark) -> tuple[int, int, bool]:
    return mark.start, -mark.end, mark.kind != LIT


def _clipped(mark: Mark, start: int, end: int) -> Mark:
    """The part of the mark in a paragraph; only its beginning carries the fragment."""
    fragment = mark.fragment if mark.start >= start else ""
    return replace(mark, start=max(mark.start, start), end=min(mark.end, end), fragment=fragment)


def _marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> Markup:
    """``text[start:end]`` with ``marks``, all within it, outer ones first."""
    html: list[Markup] = []
    waiting = list(marks)
    while waiting:
        mark = waiting.pop(0)
        if mark.end <= start:
            if mark.fragment:
                html.append(Markup('<span id="{}"></span>').format(mark.fragment))
            continue
        if mark.start < start:  # the rest of one that crossed the end of the one before
            mark = replace(mark, start=start, fragment="")
        inner, rest = [], []
        for other in waiting:
            if other.start >= mark.end:
                rest.append(other)
                continue
            inner.append(_clipped(other, mark.start, mark.end))
            if other.end > mark.end:
                rest.append(replace(other, start=mark.end, fragment=""))
        html.append(_words(text[start : mark.start]))
        leads_on = any(other.path for other in inner)
        html.append(_element(mark, _marked(text, mark.start, mark.end, inner), leads_on))
        start = mark.end
        waiting = sorted(rest, key=_outer_first)
    html.append(_words(text[start:end]))
    return Markup("").join(html)


def _words(text: str) -> Markup:
    """Plain words; a tab, which parts the cells of a table's row, can be seen."""
    return escape(text).replace("\t", Markup('<span class="cell-end">\t</span>'))


def _element(mark: Mark, inside: Markup, holds_a_link: bool) -> Markup:
    said = Markup("")
    for name, value in (("id", mark.fragment), ("title", mark.title)):
        if value:
            said += Markup(' {}="{}"').format(Markup(name), value)
    if mark.kind == LIT:
        return Markup('<mark class="is-lit"{}>{}</mark>').format(said, inside)
    kind = Markup('class="fact fact-{}"').format(mark.kind)
    if mark.path and not holds_a_link:
        return Markup('<a {} href="{}"{}>{}</a>').format(kind, mark.path, said, inside)
    return Markup("<span {}{}>{}</span>").format(kind, said, inside)
