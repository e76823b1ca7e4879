"""Web pages: reduced to the document that they show.

What a browser does not show as text (scripts, styles, forms, menus, hidden parts) goes; then the
densest node is taken: from the body downwards, as long as one child holds most of the words that are
not link texts. Block elements end lines, ``<br>`` too; tables are rows or, in a letterhead,
paragraphs; ordered lists get the numbers that a browser prints.

Seen in: pages of the national legal database (a megabyte of styles round a 6,000-character act).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from extract.limits import DEFAULT, Limits
from extract.readers.boilerplate import document_bounds
from extract.readers.cleaning import clean, raised, set_marks_apart
from extract.readers.encodings import broken_letters, decode
from extract.readers.errors import UnreadableError
from extract.readers.grids import GridCell, write_grid
from extract.readers.legacy_fonts import legacy_encoding, to_unicode
from extract.readers.numbering import letters, roman
from extract.readers.transcript import Transcript
from extract.source import SourceText

MEDIA_TYPE = "text/html"

_NOT_SHOWN = (
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button",
    "select", "option", "input", "textarea", "svg", "iframe", "object", "embed", "canvas", "video",
    "audio", "map", "dialog", "head", "title", "link", "meta", "datalist", "label",
)  # fmt: skip
_FRAMES = ("form", "header", "nav", "aside", "footer", "label")
_BLOCKS = frozenset(
    (
        "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "main",
        "menu", "ol", "p", "pre", "section", "summary", "details", "table", "tbody", "td", "tfoot",
        "th", "thead", "tr", "ul", "caption",
    )
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]{0,300}\?>")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile(r"[ \t\r\n\x0b\x0c]+")
# Circular 50/2016/TT-BGTVT · Chỉ thị số 52-CT/TW
_DOCUMENT_NUMBER = re.compile(r"\d[\d.]{0,8}[a-zđ]?[-/][\w.&-]{1,30}(?:/[\w.&-]{1,30}){0,3}")
_MOST = 0.6
_NEARLY_ALL = 0.9
_SHORTEST_DOCUMENT = 200
_SHORT_PAGE = 1_000
_TEXT_ITSELF = ("p", "table", "ul", "ol", "pre", "tbody", "tr")
_DEEPEST = 200
_LINE = "\n"


def read_html(data: bytes, limits: Limits = DEFAULT) -> SourceText:
    """The :class:`SourceText` of a web page's bytes. Raises ``UnreadableError``."""
    if len(data) > limits.max_html:
        raise UnreadableError(
            "too-large",
            f"The page has {len(data) / 1e6:,.0f} MB; at most {limits.max_html / 1e6:,.0f} MB "
            "are read. Split it into its documents.",
        )
    root = _parse(decode(data, html=True))
    title = clean("".join(root.xpath("//head/title[1]//text()"))).replace("\n", " ")
    headings = [clean(" ".join(heading.itertext())) for heading in root.iter("h1")]
    _drop_what_is_not_shown(root)
    content = _densest(root)
    _check_depth(content)
    _convert_old_letters(content)
    transcript = Transcript()
    transcript.line(_missing_heading(headings, content))
    _Writer(transcript).blocks(content)
    transcript = _without_boilerplate(transcript)
    source = transcript.source(MEDIA_TYPE, "markup", metadata={"title": title} if title else {})
    return replace(source, problems=broken_letters(source.text))


def _parse(raw: str) -> Any:
    parser = lxml_html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    text = _DECLARATION.sub("", _CONTROL.sub("", raw))
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(
            "damaged", "The web page is broken or empty. Save it again from the browser."
        ) from error
    return root


def _drop_what_is_not_shown(root: Any) -> None:
    weights = _own_weights(root)
    for element in list(root.iter(*_NOT_SHOWN)):
        # Old sites wrap the whole page in one form; an unclosed menu swallows it.
        frames_all = element.tag in _FRAMES and weights[element] > _MOST * weights[root]
        if element.getparent() is not None and not frames_all:
            element.drop_tree()
    for element in root.xpath("//*[@hidden or @style or @role]"):
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")[:500])
        menu = element.get("role") in ("navigation", "tablist", "banner", "contentinfo", "search")
        if (hidden or menu) and element.getparent() is not None and element.tag != "body":
            element.drop_tree()


def _missing_heading(headings: list[str], content: Any) -> str:
    """The page's heading, where it alone says the document's number: the English pages of the
    national database print it nowhere else."""
    if len(set(headings)) != 1:
        return ""
    number = _DOCUMENT_NUMBER.search(headings[0])
    text = clean("".join(content.itertext())) if number else ""
    return headings[0].replace("\n", " ") if number and number[0] not in text else ""


def _convert_old_letters(content: Any) -> None:
    """Pages made for fonts of before Unicode, in Unicode."""
    encoding = legacy_encoding("".join(content.itertext()))
    if encoding is None:
        return
    for element in content.iter("*"):
        element.text = element.text and to_unicode(element.text, encoding)
        element.tail = element.tail and to_unicode(element.tail, encoding)


def _own_weights(root: Any) -> dict[Any, int]:
    """The text under every element, link texts and scripts left out; one pass, bottom up."""
    weights: dict[Any, int] = {}
    for element in reversed(list(root.iter("*"))):
        own = 0 if element.tag in ("a", "script", "style") else len((element.text or "").strip())
        for child in element:
            own += weights.get(child, 0) + len((child.tail or "").strip())
        weights[element] = own
    return weights


def _densest(root: Any) -> Any:
    """The node that holds the document."""
    body = root.find(".//body")
    node = root if body is None else body
    weights = _own_weights(node)
    if weights[node] < _SHORTEST_DOCUMENT:
        return node
    while True:
        heavy = [
            child
            for child in node.iterchildren("*")
            if weights.get(child, 0) > _MOST * weights[node]
        ]
        if not heavy or heavy[0].tag in _TEXT_ITSELF or _has_text_beside(node, heavy[0], weights):
            return node
        if weights[node] < _SHORT_PAGE and weights[heavy[0]] < _NEARLY_ALL * weights[node]:
            return node
        node = heavy[0]


def _has_text_beside(node: Any, heavy: Any, weights: dict[Any, int]) -> bool:
    """Are there paragraphs or tables beside the heaviest child? Then it is no frame."""
    return any(
        child is not heavy
        and weights.get(child, 0) > 0
        and (child.tag in _TEXT_ITSELF or next(child.iter("table"), None) is not None)
        for child in node.iterchildren("*")
    )


def _check_depth(content: Any) -> None:
    depth = 0
    for event, _ in etree.iterwalk(content, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise UnreadableError(
                "damaged",
                f"The web page nests its elements more than {_DEEPEST} deep. Save it as text.",
            )


class _Writer:
    """Walks the content and writes paragraphs and tables."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._words: list[str] = []

    def blocks(self, element: Any) -> None:
        """Everything in ``element``, its paragraphs ended."""
        self._inside(element)
        self._end()

    def _end(self) -> None:
        for line in _lines(self._words):
            self._transcript.line(line)
        self._words = []

    def _inside(self, element: Any) -> None:
        self._text(element.text, element)
        apart = _stands_apart(element)
        for child in element:
            if isinstance(child.tag, str):
                if apart:
                    self._words.append(" ")
                self._element(child)
            self._text(child.tail, element)

    def _text(self, text: str | None, parent: Any) -> None:
        if text:
            words = text if parent.tag == "pre" else _SPACE.sub(" ", text)
            self._words.append(raised(words) if parent.tag == "sup" else words)

    def _table(self, table: Any) -> None:
        """Rows of a data table; a table that lays out a page is its cells, one after another."""
        if next(table.iterdescendants("table"), None) is None:
            write_grid(self._transcript, _grid(table))
            return
        for row in _rows(table):
            for cell in row.iterchildren("td", "th"):
                self.blocks(cell)

    def _element(self, element: Any) -> None:
        if element.tag == "br":
            self._words.append(_LINE)
        elif element.tag == "table":
            self._end()
            self._table(element)
        elif element.tag in _BLOCKS:
            self._end()
            if element.tag == "li":
                self._words.append(_item_label(element))
            self._inside(element)
            self._end()
        else:
            self._inside(element)


def _stands_apart(element: Any) -> bool:
    """Are the inline children of a box separate things, as a label and its value in a column?"""
    if element.tag not in ("div", "li", "dd") or (element.text or "").strip():
        return False
    children = [child for child in element if isinstance(child.tag, str)]
    return len(children) > 1 and all(
        child.tag == "span" and not (child.tail or "").strip() for child in children
    )


def _lines(words: list[str]) -> list[str]:
    return [line for line in clean(set_marks_apart("".join(words))).split("\n") if line]


def _item_label(item: Any) -> str:
    """What a browser prints before a list item."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    start = parent.get("start", "1")
    number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
    number += sum(1 for sibling in item.itersiblings("li", preceding=True))
    own = item.get("value", "")
    if own.isascii() and own.isdigit() and len(own) < 6:
        number = int(own)
    form = parent.get("type", "1")
    label = {
        "a": letters(number),
        "A": letters(number).upper(),
        "i": roman(number).lower(),
        "I": roman(number),
    }.get(form, str(number))
    return f"{label}. "


def _grid(table: Any) -> list[list[GridCell]]:
    """The cells of a table with spans resolved."""
    grid: list[list[GridCell]] = []
    below: dict[int, int] = {}  # column: how many more rows a cell from above covers
    for row in _rows(table):
        cells, column = [], 0
        taken = {place for place, rows_left in below.items() if rows_left > 0}
        below = {place: rows_left - 1 for place, rows_left in below.items() if rows_left > 1}
        for cell in row.iterchildren("td", "th"):
            while column in taken:
                column += 1
            cells.append(GridCell(column, tuple(_cell_lines(cell))))
            width, height = _span(cell, "colspan", 100), _span(cell, "rowspan", 1_000)
            if height > 1:
                below.update(dict.fromkeys(range(column, column + width), height - 1))
            column += width
        grid.append(cells)
    return grid


def _rows(table: Any) -> Iterator[Any]:
    for child in table.iterchildren("*"):
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")
        elif child.tag == "caption":
            continue


def _cell_lines(cell: Any) -> list[str]:
    inner = Transcript()
    _Writer(inner).blocks(cell)
    return [line for line in inner.source("", "").text.replace("\t", " ").split("\n") if line]


def _span(cell: Any, name: str, most: int) -> int:
    value = cell.get(name, "1").strip()
    return (
        min(max(int(value), 1), most)
        if value.isascii() and value.isdigit() and len(value) < 6
        else 1
    )


def _without_boilerplate(transcript: Transcript) -> Transcript:
    """The transcript cut to the document, where the page left comment forms or menus round it."""
    text = transcript.source("", "").text
    return transcript.cut(*document_bounds(text))
