"""What an office's software laid over a page: the number and day that it filled in, and signatures.

Signing software (seen on provincial documents from 2018 on) writes the number and the day of issue into
the blanks of a finished PDF as little form fields, and a signature as a larger one ("Ký bởi: ...
Thời gian ký: ..."). Neither is in the page's own text. A field that shows nothing but a few digits
is read as part of the page, in its place; what signatures say is no part of the document's words.
"""

from __future__ import annotations

import re
from typing import Any

import pypdfium2.raw as pdfium

from extract.readers.page_text import Glyph, PageCharacters, View, read_characters
from extract.readers.transcript import Rectangle

_FILLED_IN = re.compile(r"\d{1,5}[a-zđ]?")
_NEAR = 1.0  # points


def add_filled_in(document: Any, index: int, characters: PageCharacters, most: int) -> None:
    """Add to ``characters`` the digits that form fields of the page (``document[index]``,
    pypdfium2) show. The page is flattened for that: its handles from before are to be closed."""
    page = document[index]
    try:
        fields = _form_fields(page, characters.view)
        if not fields or pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) < 0:
            return
    finally:
        page.close()
    flat = document[index]
    textpage = flat.get_textpage()
    try:
        own_view = characters.view.turned(-characters.turns)
        shown = read_characters(textpage, own_view, most).glyphs
    finally:
        textpage.close()
        flat.close()
    known = {_key(glyph) for glyph in characters.glyphs if glyph is not None}
    laid_over = [g for g in shown if g is not None and _key(g) not in known]
    for field in fields:
        inside = [glyph for glyph in laid_over if _is_in(glyph, field)]
        if _FILLED_IN.fullmatch("".join(glyph.character for glyph in inside).strip()):
            characters.glyphs += [None, *(g for g in inside if not g.character.isspace())]


def _form_fields(page: Any, view: View) -> list[Rectangle]:
    found = []
    for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        box = pdfium.FS_RECTF()
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET and (
            pdfium.FPDFAnnot_GetRect(annotation, box)
        ):
            found.append(view.rectangle(box.left, box.bottom, box.right, box.top))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _key(glyph: Glyph) -> tuple[str, int, int]:
    return glyph.character, round(glyph.x0), round(glyph.baseline)


def _is_in(glyph: Glyph, field: Rectangle) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return field[0] - _NEAR <= x <= field[2] + _NEAR and field[1] - _NEAR <= y <= field[3] + _NEAR
