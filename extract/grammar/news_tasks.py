"""What a news text says that bodies will do, are invited to do, or were told to do.

One statement for each paragraph, by ``docs/annotation.md``: what a body is said to be going to do is
``committed``, what it is invited to do ``encouraged``, what an act or an official is reported to have
told it ``instructed``; nothing else in a news text is a task. "Will" commits only behind a body, a
territory, or the efforts that "will be made": a forecast and a festival commit nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract import vocabulary
from extract.facts import Force, Role, Section, Task
from extract.grammar import agency_names, instructions
from extract.grammar.bodies import Body
from extract.grammar.deadlines import find_deadlines, last_deadline
from extract.grammar.roles import RoleReader, cues, task_agencies
from extract.source import SourceText

CLAUSE = 60
"""Words in which a statement names its subject."""

_KINDS = frozenset({"paragraph", "preamble", "closing", "item", "bullet"})
_EFFORTS = frozenset({"effort", "efforts", "attention", "priority", "focus", "importance"})
_KINDS_OF_TERRITORY = frozenset(
    {"province", "city", "locality", "district", "commune", "town", "ward", "township", "tinh"}
)
_BODIES = frozenset({"sector", "industry", "government", "company", "firm", "force", "locality"})
_ARTICLES = frozenset({"the", "a", "an", "its", "their", "local", "all"})
_OF = frozenset({"of", "in", "from", "at", "across", "with", "for", "under", "within", "on"})
_NO_SUBJECT = frozenset({"who", "which", "that", "said", "and", "is", "are", "was", "were", ":"})
LONGEST_SUBJECT = 10
"""Words that a subject has at most of which only the head is known."""


Pieces = Callable[[int, int], Sequence[tuple[int, int]]]


def news_tasks(
    source: SourceText,
    roles: RoleReader,
    sections: Sequence[Section],
    paragraphs_in: Pieces,
    issued_on: str | None = None,
) -> Iterator[Task]:
    """The statements of a news text: one for each paragraph, and one more for each further body
    that the paragraph reports to have been told something. ``issued_on`` is the day of the news."""
    for section in sections:
        if section.kind in _KINDS:
            for piece in paragraphs_in(section.body.start, section.body.end):
                for statement in _statements(source, roles, piece):
                    yield _task(source, roles, section, piece, statement, issued_on)


@dataclass(frozen=True, slots=True)
class _Statement:
    """Who is said to be going to do something, or told to; where what they do begins and ends."""

    force: Force
    bodies: list[Body]
    first: int
    last: int
    begins: int | None = None
    """Where the words begin of a paragraph's further statement; the first has the whole of it."""


def _task(
    source: SourceText,
    roles: RoleReader,
    section: Section,
    piece: tuple[int, int],
    statement: _Statement,
    issued_on: str | None,
) -> Task:
    found: list[tuple[Body, Role, bool]] = [
        (body, "responsible", False) for body in statement.bodies
    ]
    deadline = None
    if statement.force == "instructed":
        parts = roles.parts(statement.first, statement.last)
        role: Role = "lead" if parts.role == "lead" else "responsible"
        found = [(body, role, False) for body in statement.bodies]
        found += [(body, role, False) for body, role in parts.others]
        words = roles.words
        start, end = words.starts[statement.first], words.ends[statement.last - 1]
        deadline = last_deadline(
            find_deadlines(source.text, start, end, roles.language, issued_on=issued_on)
        )
    begins = statement.begins if statement.begins is not None else piece[0]
    return Task(
        path=section.path,
        text=" ".join(source.text[begins : piece[1]].split()),
        span=source.span(begins, piece[1]),
        section=section.path,
        force=statement.force,
        agencies=task_agencies(source, found),
        deadline=deadline.iso if deadline else None,
        deadline_words=deadline.words if deadline else None,
        rule="news",
    )


def _statements(
    source: SourceText, roles: RoleReader, piece: tuple[int, int]
) -> Iterator[_Statement]:
    """The first statement of a paragraph; behind one that instructs, those that instruct others."""
    statement = _statement(source, roles, piece)
    if statement is None or statement.force != "instructed":
        if statement:
            yield statement
        return
    words = roles.words
    names = {body.name.casefold() for body in statement.bodies}
    for at in range(statement.first, words.at(piece[1])):
        told, after = _reported(roles, at, words.at(piece[1]))
        begins = at
        if not told:
            told, after = _passive(roles, at, words.at(piece[1]))
            begins = told[0].first if told else at
        if told and not names & {body.name.casefold() for body in told}:
            yield replace(statement, last=min(statement.last, begins))
            statement = _Statement(
                "instructed",
                told,
                after,
                _sentence_end(source, roles, piece, at),
                words.starts[begins],
            )
            names |= {body.name.casefold() for body in told}
    yield statement


def _passive(roles: RoleReader, at: int, last: int) -> tuple[list[Body], int]:
    """ ", while the Department of Finance must report": who is told, before the word that tells."""
    cue = cues("told", roles.language).longest(roles.words, at, last)
    for first in range(at - 1, max(at - CLAUSE, 0), -1) if cue else ():
        if roles.words.folded[first - 1] in {",", ";", "while", "and", "."}:
            bodies, end = roles.reader.read_list(first, at)
            if bodies and end == at and cue:
                return bodies, cue[0]
    return [], at


def _sentence_end(source: SourceText, roles: RoleReader, piece: tuple[int, int], at: int) -> int:
    ends = (
        end
        for _, end in instructions.sentences(source.text, *piece)
        if end > roles.words.starts[at]
    )
    return roles.words.at(next(ends, piece[1]))


def _statement(source: SourceText, roles: RoleReader, piece: tuple[int, int]) -> _Statement | None:
    for start, end in instructions.sentences(source.text, *piece):
        first, last = roles.words.at(start), roles.words.at(end)
        for at in range(first, last):
            told, after = _reported(roles, at, last)
            if told:
                return _Statement("instructed", told, after, last)
            passive = cues("told", roles.language).longest(roles.words, at, last)
            subject = _subject(roles, first, at) if passive else None
            if passive and subject:
                return _Statement("instructed", subject, passive[0], last)
            force = _force(roles, at, last)
            if force:
                subject = _subject(roles, first, at)
                if subject and (force == "encouraged" or not _forecast(roles, at, last)):
                    return _Statement(force, subject, at, last)
                if subject is None and _effort(roles, first, at):
                    return _Statement(force, [], at, last)
    return None


def _reported(roles: RoleReader, at: int, last: int) -> tuple[list[Body], int]:
    """The bodies that somebody is reported to have told: "asked ministries to review ..."."""
    cue = cues("reported", roles.language).longest(roles.words, at, last)
    if cue is None:
        return [], at
    bodies, end = roles.reader.read_list(cue[0], last, told=True)
    if roles.language == "en" and roles.words.folded[end : end + 1] != ["to"]:
        return [], at
    return bodies, end


def _force(roles: RoleReader, at: int, last: int) -> Force | None:
    if cues("encourages", roles.language).longest(roles.words, at, last):
        return "encouraged"
    if cues("commits", roles.language).longest(roles.words, at, last):
        return "committed"
    return None


def _forecast(roles: RoleReader, at: int, last: int) -> bool:
    """ "The province will see ...": nothing that it is going to do."""
    commits = cues("commits", roles.language).longest(roles.words, at, last)
    after = commits[0] if commits else at
    return cues("no_commit", roles.language).longest(roles.words, after, last) is not None


def _subject(roles: RoleReader, first: int, at: int) -> list[Body] | None:
    """The bodies right before what they will do, ``None`` where nobody stands there."""
    for begin in range(max(first, at - CLAUSE), at):
        if begin == first or roles.words.folded[begin - 1] in {",", "that", "said"}:
            bodies, end = roles.reader.read_list(begin, at)
            if bodies and end == at:
                return bodies
            body = _territory(roles, begin, at) or _actors(roles, begin, at)
            if body:
                return [body]
    return _both(roles, first, at) or None


def _both(roles: RoleReader, begin: int, at: int) -> list[Body]:
    """ "Households and small firms": two subjects, each known by its head."""
    folded = roles.words.folded
    joint = next((i for i in range(begin + 1, at - 1) if folded[i] == "and"), None)
    if joint is None or "," in folded[begin:at]:
        return []
    first, second = _actors(roles, begin, joint), _actors(roles, joint + 1, at)
    return [first, second] if first and second else []


def _body(roles: RoleReader, begin: int, at: int, slug: str | None, *, group: bool) -> Body:
    words = roles.words
    start, end = words.starts[begin], words.ends[at - 1]
    return Body(begin, at, start, end, words.text[start:end], place=slug, is_group=group)


def _territory(roles: RoleReader, begin: int, at: int) -> Body | None:
    """ "The province", "Son La", "Moc Chau district": a territory that acts."""
    words = roles.words
    found = agency_names.places(roles.language).longest(words, begin, at)
    slug = found[1] if found and found[0] == at else None
    named = words.folded[at - 1] in _KINDS_OF_TERRITORY and all(
        words.is_capital(index) for index in range(begin, at - 1)
    )
    if slug is None and not (named and at - begin > 1):
        return None
    return _body(roles, begin, at, slug, group=False)


def _actors(roles: RoleReader, begin: int, at: int) -> Body | None:
    """A noun phrase whose head is a word for bodies or people: "the irrigation sub-department",
    "farmers in coastal communes", "owners of guest houses"."""
    words = roles.words
    first = begin + (words.folded[begin] in _ARTICLES)
    if at - first > LONGEST_SUBJECT or any(word in _NO_SUBJECT for word in words.folded[first:at]):
        return None
    head = next((i for i in range(first + 1, at) if words.folded[i] in _OF), at) - 1
    word = words.folded[head]
    many = any(agency_names.groups("en", kind).longest(words, head) for kind in ("noun", "generic"))
    one = words.folded[first - 1] in _ARTICLES and (
        word in _BODIES or word.capitalize() in _stem_words()
    )
    if not (many or one):
        return None
    return _body(roles, first, at, None, group=many)


@cache
def _stem_words() -> frozenset[str]:
    """Words that English names of bodies are made around: "Department"."""
    rows = vocabulary.rows("agency_stems")
    return frozenset(row["stem"] for row in rows if row["language"] == "en")


def _effort(roles: RoleReader, first: int, at: int) -> bool:
    """ "More efforts will be made", "more attention will be paid"."""
    return bool(_EFFORTS & set(roles.words.folded[max(first, at - CLAUSE) : at]))
