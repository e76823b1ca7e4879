"""The spaCy pipeline: each component alone in somebody else's, and what a ``Doc`` carries."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from extract.pipeline import FINDERS, extract, make_language
from extract.source import SourceText

TEXT = (
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;\n"
    "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:\n"
    "1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát hồ sơ, báo cáo trước ngày"
    " 30 tháng 6 năm 2026.\n"
)


@pytest.mark.parametrize("name", FINDERS)
def test_a_component_works_alone_in_a_blank_pipeline(name: str) -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe(f"document_{name}")
    doc = nlp(TEXT)
    assert getattr(doc._, name) is not None
    assert name in doc.spans


def test_the_citation_component_gives_the_span_and_the_fact() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("document_citations")
    doc = nlp(TEXT)
    (citation,) = doc._.citations
    assert (citation.number, citation.date) == ("30/2020/NĐ-CP", "2020-03-05")
    assert doc.spans["citations"][0].text.startswith("Nghị định số 30/2020/NĐ-CP")


def test_a_text_without_anything_in_it_gives_no_facts() -> None:
    facts = extract(SourceText.from_text("Hôm nay trời đẹp."))
    assert (facts.citations, facts.tasks, facts.targets) == ((), (), ())


def test_facts_survive_writing_a_doc_and_reading_it_back() -> None:
    nlp = make_language("vi")
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.document == doc._.document
    for name in FINDERS.keys() - {"document"}:
        assert list(getattr(again._, name)) == list(getattr(doc._, name))
    (stored,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert list(stored._.citations) == list(doc._.citations)


def test_facts_come_back_from_other_processes() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("document_citations")
    alone = list(nlp(TEXT)._.citations)
    docs = nlp.pipe([TEXT, TEXT], n_process=2)
    assert [list(doc._.citations) for doc in docs] == [alone, alone]


def test_every_fact_quotes_exactly_the_words_between_its_offsets() -> None:
    facts = extract(SourceText.from_text(TEXT))
    found = [*facts.sections, *facts.citations, *facts.tasks, *facts.targets]
    spans = [fact.span for fact in found] + list(facts.document.spans.values())
    assert facts.tasks
    for span in spans:
        assert span.quote == TEXT[span.start : span.end] != ""
