"""What a careful clerk would stop at, found in the facts of one document.

Nothing is changed here: a fact that looks wrong stays as printed, and a :class:`Problem` beside it
says what to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from extract import vocabulary
from extract.facts import Citation, DocumentFields, Facts, Problem, Span
from extract.folding import fold
from extract.grammar.numbers import match_number, parse_number
from extract.source import UNCERTAIN, SourceText

_NEED_A_NUMBER = frozenset({"news", "other", "constitution", "report", "minutes", "project"})


def check_facts(source: SourceText, facts: Facts, of_targets: Sequence[Problem] = ()) -> Facts:
    """``facts`` with the problems that can be seen in this document alone added to its own, those
    those found while its targets were read among them."""
    found = (
        *_unreadable_fields(source, facts),
        *_other_documents(source, facts),
        *of_targets,
        *_uncertain_words(source, facts),
        *(problem for citation in facts.citations for problem in _odd_citation(citation, facts)),
    )
    return replace(facts, problems=facts.problems + found)


def _unreadable_fields(source: SourceText, facts: Facts) -> Iterator[Problem]:
    document = facts.document
    if not source.text.strip():
        return
    if document.number is None and document.type not in _NEED_A_NUMBER:
        yield Problem(
            "no-number",
            f"No number could be read for this {document.type.replace('_', ' ')}: it is blank,"
            " stamped, handwritten or not printed. Give it in corrections.csv if you know it.",
        )
    if document.issued_on is None and document.type not in _NEED_A_NUMBER:
        yield Problem(
            "no-date",
            "No date of issue could be read: give it in corrections.csv if you know it.",
        )
    if document.type == "other":
        yield Problem(
            "unknown-type",
            "The kind of document could not be told from its heading: give it in corrections.csv.",
        )


# Số: 20-NQ/TW, on a line of its own or beside the place and date
_LETTERHEAD_NUMBER = re.compile(r"^[*_#\s|]{0,6}Số\s?:\s{0,4}(?=\d)", re.MULTILINE)
_LETTERHEAD_LINES = 8
_LONGEST_LETTERHEAD = 1_000


@cache
def _headings() -> frozenset[str]:
    return frozenset(name.upper() for kind in vocabulary.document_types() for name in kind.names_vi)


def _other_documents(source: SourceText, facts: Facts) -> Iterator[Problem]:
    """Letterheads of further documents in the file: a number that is not the document's own, and
    the kind of document in capitals below it. Forms in an appendix have blanks for numbers."""
    own = facts.document.number
    seen = {own}
    for line in _LETTERHEAD_NUMBER.finditer(source.text) if own else ():
        found = match_number(source.text, line.end())
        if found is None or found.value.number in seen:
            continue
        below = source.text[found.end : found.end + _LONGEST_LETTERHEAD].split("\n")
        if any(words.strip(" *_#|") in _headings() for words in below[1:_LETTERHEAD_LINES]):
            seen.add(found.value.number)
            yield Problem(
                "several-documents",
                f"The file also holds {found.value.number}: its facts are taken for those of {own}."
                " Save each document in a file of its own.",
                source.span(found.start, found.end),
            )


_READ_WHOLE = {
    "number": "the document's number",
    "issued_on": "the date of issue",
    "effective_on": "the date of effect",
    "title": "the title",
    "issuer": "the issuer",
    "signer": "the signer",
}
"""Fields of a document that are wrong if a word of theirs is misread, and what they are."""


def _uncertain_words(source: SourceText, facts: Facts) -> Iterator[Problem]:
    """Words of a scan of which the recognition is not sure and on which a fact rests, each once.
    Of a task and a target the figures count: their other words are there to be read."""
    told: set[int] = set()
    for what, span, figures_only in _rests_on(facts):
        if span.confidence is None or span.confidence >= UNCERTAIN:
            continue
        for box in source.boxes_in(span.start, span.end):
            word = source.text[box.start : box.end]
            is_meant = re.search(r"\d" if figures_only else r"\w", word) and box.start not in told
            if is_meant and box.confidence is not None and box.confidence < UNCERTAIN:
                told.add(box.start)
                yield Problem(
                    "uncertain-words",
                    f"The scan is not read with certainty at “{word}” ({box.confidence:.0f} of"
                    f" 100), on which {what} rests: compare it with the page.",
                    source.span(box.start, box.end),
                )


def _rests_on(facts: Facts) -> Iterator[tuple[str, Span, bool]]:
    """What rests on which words, and whether only on the figures among them."""
    for name, what in _READ_WHOLE.items():
        if name in facts.document.spans:
            yield what, facts.document.spans[name], False
    for citation in facts.citations:
        yield "a citation", citation.span, False
    for target in facts.targets:
        yield "a target", target.span, True
    for task in facts.tasks:
        yield "a task", task.span, True
        for agency in task.agencies:
            yield "who has a task", agency.span, False


def _odd_citation(citation: Citation, facts: Facts) -> Iterator[Problem]:
    if citation.date_words and citation.date is None:
        yield Problem(
            "impossible-date",
            f"“{citation.date_words}” is no date that exists: the citation is kept without one.",
            citation.span,
        )
    symbol = parse_number(citation.number) if citation.number else None
    if symbol and symbol.type and symbol.type != citation.type:
        yield Problem(
            "type-contradicts-number",
            f"The words say {citation.type.replace('_', ' ')}, the number {citation.number} says"
            f" {symbol.type.replace('_', ' ')}: check which document is meant.",
            citation.span,
        )
    if citation.rule == "third-party":
        return
    yield from _odd_dates(citation, facts.document)


def _odd_dates(citation: Citation, document: DocumentFields) -> Iterator[Problem]:
    """A document later than the one that cites it, and the document's own number with a date in
    the same year that is not its own: a body gives each number once a year."""
    issued = document.issued_on
    if not issued or citation.self_reference:
        return
    number = parse_number(citation.number) if citation.number else None
    cited = citation.date or (str(number.year) if number and number.year else None)
    if cited and cited > issued[: len(cited)]:
        yield Problem(
            "cites-the-future",
            f"The cited document is of {cited}, after this one ({issued}): one of the two dates"
            " is wrong.",
            citation.span,
        )
    same_year = cited is not None and len(cited) == 10 and cited[:4] == issued[:4]
    if same_year and citation.type == document.type and _same(citation.number, document.number):
        yield Problem(
            "cites-itself",
            f"The number {citation.number} is this document's own, but the date beside it"
            f" ({cited}) is not ({issued}): one of the two is wrong, or another document is meant.",
            citation.span,
        )


def _same(number: str | None, other: str | None) -> bool:
    return bool(number and other) and fold(number or "") == fold(other or "")
