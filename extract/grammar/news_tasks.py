"""What a news text says that bodies will do, are invited to do, or were told to do.

One statement for each paragraph, by ``docs/annotation.md``: what a body is said to be going to do is
``committed``, what it is invited to do ``encouraged``, what an act or an official is reported to have
told it ``instructed``; nothing else in a news text is a task. "Will" commits only behind a body, a
territory, or the efforts that "will be made": a forecast and a festival commit nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from extract.facts import Force, Section, Task
from extract.grammar import agency_names, instructions
from extract.grammar.bodies import Body
from extract.grammar.roles import RoleReader, cues, task_agencies
from extract.source import SourceText

CLAUSE = 60
"""Words in which a statement names its subject."""

_KINDS = frozenset({"paragraph", "preamble", "closing", "item", "bullet"})
_EFFORTS = frozenset({"effort", "efforts", "attention", "priority", "focus", "importance"})
_TERRITORIES = frozenset({"the province", "the city", "the locality", "tinh", "thanh pho"})

Pieces = Callable[[int, int], Sequence[tuple[int, int]]]


def news_tasks(
    source: SourceText, roles: RoleReader, sections: Sequence[Section], paragraphs_in: Pieces
) -> Iterator[Task]:
    """The statements of a news text, at most one for each paragraph."""
    for section in sections:
        if section.kind in _KINDS:
            for piece in paragraphs_in(section.body.start, section.body.end):
                found = _statement(source, roles, piece)
                if found:
                    force, bodies = found
                    yield Task(
                        path=section.path,
                        text=" ".join(source.text[piece[0] : piece[1]].split()),
                        span=source.span(*piece),
                        section=section.path,
                        force=force,
                        agencies=task_agencies(
                            source, ((body, "responsible", False) for body in bodies)
                        ),
                        rule="news",
                    )


def _statement(
    source: SourceText, roles: RoleReader, piece: tuple[int, int]
) -> tuple[Force, list[Body]] | None:
    for start, end in instructions.sentences(source.text, *piece):
        first, last = roles.words.at(start), roles.words.at(end)
        for at in range(first, last):
            told = _reported(roles, at, last)
            if told:
                return "instructed", told
            force = _force(roles, at, last)
            if force:
                subject = _subject(roles, first, at)
                if subject or _effort(roles, first, at):
                    return force, subject
    return None


def _reported(roles: RoleReader, at: int, last: int) -> list[Body]:
    """The bodies that somebody is reported to have told: "asked ministries to review ..."."""
    cue = cues("reported", roles.language).longest(roles.words, at, last)
    if cue is None:
        return []
    bodies, end = roles.reader.read_list(cue[0], last)
    if roles.language == "en" and roles.words.folded[end : end + 1] != ["to"]:
        return []
    return bodies


def _force(roles: RoleReader, at: int, last: int) -> Force | None:
    if cues("encourages", roles.language).longest(roles.words, at, last):
        return "encouraged"
    if cues("commits", roles.language).longest(roles.words, at, last):
        return "committed"
    return None


def _subject(roles: RoleReader, first: int, at: int) -> list[Body]:
    """The bodies right before what they will do."""
    for begin in range(max(first, at - CLAUSE), at):
        if begin == first or roles.words.folded[begin - 1] == ",":
            bodies, end = roles.reader.read_list(begin, at)
            if bodies and end == at:
                return bodies
            place = _territory(roles, begin, at)
            if place:
                return [place]
    return []


def _territory(roles: RoleReader, begin: int, at: int) -> Body | None:
    """ "The province", "Son La": a territory that acts."""
    words = roles.words
    found = agency_names.places(roles.language).longest(words, begin, at)
    slug = found[1] if found and found[0] == at else None
    if slug is None and words.join(begin, at) not in _TERRITORIES:
        return None
    start, end = words.starts[begin], words.ends[at - 1]
    return Body(begin, at, start, end, words.text[start:end], place=slug)


def _effort(roles: RoleReader, first: int, at: int) -> bool:
    """ "More efforts will be made", "more attention will be paid"."""
    return bool(_EFFORTS & set(roles.words.folded[max(first, at - CLAUSE) : at]))
