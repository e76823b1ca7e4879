"""Citations of Vietnamese documents, for other programs: a function from text to objects.

>>> from extract.citations import citations
>>> found = citations("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;")
>>> [(one.type, one.number, one.date, one.issuer, one.relation) for one in found]
[('decree', '30/2020/NĐ-CP', '2020-03-05', 'Chính phủ', 'basis')]

English renderings go the same way:

>>> citations("Pursuant to the June 16, 2014 Law on Customs;")[0].name
'Law on Customs'

In a spaCy pipeline the same finder is the component ``document_citations``::

    import spacy, extract.pipeline
    nlp = spacy.blank("xx")
    nlp.add_pipe("document_citations")
    nlp("theo Quyết định số 06/QĐ-TTg ngày 06/01/2022")._.citations
"""

from __future__ import annotations

from extract.facts import Citation, Language
from extract.grammar.citations import find_citations
from extract.grammar.numbers import DocumentNumber, find_numbers, parse_number
from extract.language import detect_language
from extract.source import SourceText

__all__ = ["Citation", "DocumentNumber", "citations", "find_numbers", "parse_number"]


def citations(text: str, language: Language | None = None) -> tuple[Citation, ...]:
    """Every mention of a document in ``text``, in reading order.

    ``text`` is taken to be in Unicode NFC (``unicodedata.normalize``), one line break between lines.
    ``language`` is ``"vi"`` or ``"en"``; without it, the text's letters tell. Offsets in
    ``Citation.span`` are offsets into ``text``.
    """
    return find_citations(SourceText.from_text(text), language or detect_language(text))
