"""From a source text to its facts, carried by a blank spaCy ``Language`` (no model is loaded).

Each grammar module finds one kind of fact with a plain function; this module makes a spaCy
component of each. A component works alone in somebody else's pipeline: what it needs and no
earlier component has found, it finds itself. It puts spans into ``doc.spans[...]`` and the facts,
frozen dataclasses, into ``doc._.<name>``::

    nlp = spacy.blank("xx")
    nlp.add_pipe("document_citations")
    doc = nlp("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;")
    doc._.citations[0].number        # '30/2020/NĐ-CP'
    doc.spans["citations"][0].text   # 'Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 ...'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, SpanGroup

from extract import language as languages
from extract import serialization as serialization  # teaches spaCy to write our facts
from extract.facts import DocumentFields, Facts
from extract.grammar.agencies import find_agencies
from extract.grammar.checks import check_facts
from extract.grammar.citations import find_citations
from extract.grammar.letterhead import read_document
from extract.grammar.structure import find_sections
from extract.grammar.targets import read_targets
from extract.grammar.tasks import find_tasks
from extract.source import SourceText

VERSION = "1"
"""Raised whenever the same bytes may give other facts: what was read before is read again."""

SOURCE = "source_text"
_NO_SEGMENTER = {"nlp": {"tokenizer": {"use_pyvi": False}}}


def source_of(doc: Doc) -> SourceText:
    """The source text behind ``doc``: the reader's where there is one, else the text as it is."""
    if SOURCE not in doc.user_data:
        doc.user_data[SOURCE] = SourceText.from_text(doc.text)
    return doc.user_data[SOURCE]


def _lang(doc: Doc) -> Any:
    return doc.lang_ if doc.lang_ in ("vi", "en") else languages.detect_language(doc.text)


# What each component finds, from what. The order is that of the pipeline.
def _sections(doc: Doc) -> Any:
    return find_sections(source_of(doc), _lang(doc))


def _document(doc: Doc) -> Any:
    return read_document(source_of(doc), _lang(doc))


def _agencies(doc: Doc) -> Any:
    return find_agencies(source_of(doc), _lang(doc))


def _citations(doc: Doc) -> Any:
    # A citation is found without knowing the document around it; what earlier components know of
    # it tells a mention of the document itself, and the provision that a mention stands in.
    return find_citations(source_of(doc), _lang(doc), doc._.document, doc._.sections or ())


def _tasks(doc: Doc) -> Any:
    return find_tasks(
        source_of(doc),
        _lang(doc),
        found(doc, "document"),
        found(doc, "sections"),
        found(doc, "agencies"),
    )


def _targets(doc: Doc) -> Any:
    reading = read_targets(
        source_of(doc), _lang(doc), found(doc, "document"), found(doc, "sections")
    )
    doc._.target_problems = reading.problems
    return reading.targets


FINDERS: dict[str, Callable[[Doc], Any]] = {
    "sections": _sections,
    "document": _document,
    "agencies": _agencies,
    "citations": _citations,
    "tasks": _tasks,
    "targets": _targets,
}


def found(doc: Doc, name: str) -> Any:
    """The facts of one kind in ``doc``, found now if no component has found them before."""
    facts = getattr(doc._, name)
    if facts is None:
        facts = FINDERS[name](doc)
        setattr(doc._, name, facts)
    return facts


def _component(doc: Doc, *, finds: str) -> Doc:
    facts = found(doc, finds)
    spans = facts.spans.values() if isinstance(facts, DocumentFields) else (f.span for f in facts)
    doc.spans[finds] = _span_group(doc, finds, spans)
    return doc


def _span_group(doc: Doc, name: str, spans: Iterable[Any]) -> SpanGroup:
    aligned = (doc.char_span(s.start, s.end, name, alignment_mode="expand") for s in spans)
    return SpanGroup(doc, name=name, spans=[span for span in aligned if span is not None])


def _register() -> None:
    Doc.set_extension("target_problems", default=(), force=True)
    for name in FINDERS:
        Doc.set_extension(name, default=None, force=True)
        Language.factory(
            f"document_{name}",
            assigns=[f"doc._.{name}"],
            func=lambda nlp, name, *, finds=name: partial(_component, finds=finds),
        )


_register()


def make_tokenizer(nlp: Language) -> Tokenizer:
    """A small, fast tokenizer: words, numbers and punctuation; no exceptions, no URLs. Document
    numbers stay whole where they are written without spaces (``252/NQ-HĐND``)."""
    return Tokenizer(
        nlp.vocab,
        rules={},
        prefix_search=re.compile(r"""^[("'“‘\[{<«…–—-]""").search,
        suffix_search=re.compile(r"""[)"'”’\]}>».,;:!?…–—-]$""").search,
        infix_finditer=re.compile(r"""[“”"()\[\];]|(?<=[^\W\d_])[,:](?=\w)""").finditer,
        token_match=None,
        url_match=None,
    )


@cache
def make_language(lang: str) -> Language:
    """The pipeline for ``"vi"`` or ``"en"``: a blank language with all components, in order."""
    nlp = spacy.blank(lang, config=_NO_SEGMENTER if lang == "vi" else {})
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.max_length = 1_000_000_000
    for name in FINDERS:
        nlp.add_pipe(f"document_{name}")
    return nlp


def extract(source: SourceText) -> Facts:
    """All facts of one source text. A pure function: the same text gives the same facts."""
    lang = languages.detect_language(source.text)
    nlp = make_language(lang)
    doc = nlp.make_doc(source.text)
    doc.user_data[SOURCE] = source
    for _, component in nlp.pipeline:
        doc = component(doc)
    facts = Facts(
        document=found(doc, "document"),
        sections=found(doc, "sections"),
        citations=found(doc, "citations"),
        tasks=found(doc, "tasks"),
        targets=found(doc, "targets"),
        problems=source.problems,
        signatures=source.signatures,
    )
    return check_facts(source, facts, doc._.target_problems)
