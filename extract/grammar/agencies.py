"""Bodies and groups of bodies, wherever a text names them.

A mention is a known name ("Sở Nội vụ", "Department of Home Affairs"), a name made like one ("Phòng
Nghiệp vụ Dược"), or a group ("các sở, ban, ngành", "relevant agencies and units"), each with the
title of its head before it ("Giám đốc", "Chairman of") and its place after it ("tỉnh Sơn La"). The
name is kept as printed, without a leading article. Lists say the common word once ("các Bộ: Tài
chính, Xây dựng"): each body in them gets its whole name.
"""

from __future__ import annotations

from extract.facts import AgencyMention, Language
from extract.grammar.bodies import BodyReader
from extract.grammar.bodies_en import EnglishBodies
from extract.grammar.bodies_vi import VietnameseBodies
from extract.grammar.words import Words, split_words
from extract.source import SourceText


def body_reader(words: Words, language: Language) -> BodyReader:
    """The reader of bodies for a language."""
    return VietnameseBodies(words) if language == "vi" else EnglishBodies(words)


def find_agencies(source: SourceText, language: Language) -> tuple[AgencyMention, ...]:
    """All mentions of bodies in ``source``, in reading order, none inside another."""
    reader = body_reader(split_words(source.text, breaks=cell_starts(source)), language)
    return tuple(
        AgencyMention(
            body.name,
            source.span(body.start, body.end),
            body.key,
            body.place,
            body.head,
            body.is_group,
        )
        for body in reader.mentions()
    )


def cell_starts(source: SourceText) -> tuple[int, ...]:
    """Where the cells of tables begin: no name goes on from one cell into the next."""
    return tuple(sorted(cell.start for table in source.tables for cell in table.cells))
