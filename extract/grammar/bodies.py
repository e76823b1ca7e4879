"""A body read at a place of a text, and what reading one has in common in all languages.

:mod:`extract.grammar.bodies_vi` and :mod:`extract.grammar.bodies_en` say what a body's name is made
of in their language; :mod:`extract.grammar.agencies` chooses between them. A list of bodies is read
by its boundaries: it goes on over ";", "," and "and" as long as a body follows, and ends where what
they are told begins.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from extract.facts import Language
from extract.grammar import agency_names as vocabulary
from extract.grammar.words import BREAK, Words

LONGEST = 28
"""Words that a name may have at most."""

LONGEST_IN_CELL = 14
"""Words that a body has at most whose name nothing is known of."""

LONGEST_REST = 12
"""Words between what is known of a body and the semicolon that ends it."""

ENDS = frozenset('.;:!?()[]{}“”"«»/|*') | {BREAK, "..."}

_PIECE_ENDS = frozenset({",", ";", ".", ":", ")", BREAK})
_LOOSE_ENDS = frozenset({",", "va", "and", "-", "'", "or"})


@dataclass(frozen=True, slots=True)
class Body:
    """A body read at a place: token indexes ``first`` to ``last`` (exclusive), offsets, name."""

    first: int
    last: int
    start: int
    end: int
    name: str
    key: str | None = None
    place: str | None = None
    head: bool = False
    is_group: bool = False


def printed(text: str) -> str:
    """Words as a line of print: line breaks and runs of blanks as one blank."""
    return " ".join(text.split())


class BodyReader(ABC):
    """Reads bodies at given places of a text's words."""

    language: Language
    joiners: tuple[tuple[str, ...], ...]
    """What joins the last body of a list to those before it."""

    def __init__(self, words: Words) -> None:
        language = self.language
        self.words = words
        self._limit = len(words.folded)
        self._names = vocabulary.names(language)
        self._heads = vocabulary.heads(language)
        self._stems = vocabulary.stems(language)
        self._quantifiers = vocabulary.groups(language, "quantifier")
        self._nouns = vocabulary.groups(language, "noun")
        self._generic = vocabulary.groups(language, "generic")
        self._bare = vocabulary.groups(language, "bare")
        self._modifiers = vocabulary.groups(language, "modifier")
        self._whole = vocabulary.groups(language, "whole")
        self._ends = vocabulary.list_ends(language)
        self._places = vocabulary.places(language)
        self._orders = vocabulary.words_of("task_cues", "cue", language, kind="order")
        self._verbs = vocabulary.words_of("action_words", "word", language, acts="1")
        self._joining = frozenset(joiner[0] for joiner in self.joiners)
        lower = (self._quantifiers, self._heads, self._bare, self._whole)
        self._first_lower = frozenset({"dong"} if language == "vi" else ()).union(
            *(index.first_words() for index in lower)
        )
        self._first_capital = self._names.first_words() | self._stems.first_words()

    # -- for the callers ----------------------------------------------------------------------

    def mentions(self) -> Iterator[Body]:
        """All bodies of the text in reading order, none inside another."""
        after = 0
        for index in self._candidates():
            if index >= after:
                bodies = self.read(index)
                yield from bodies
                after = max(bodies[-1].last, index + 1) if bodies else after

    @abstractmethod
    def _candidates(self) -> Iterator[int]:
        """Where mentions may start; one pass over all words, so it looks at little."""

    @abstractmethod
    def may_start(self, index: int) -> bool:
        """A quick look: whether a mention can begin at the token."""

    @abstractmethod
    def read(self, index: int) -> list[Body]:
        """The body at the token, or all of a list that says its common word once; else none."""

    @abstractmethod
    def _unnamed(self, index: int, limit: int) -> Body | None:
        """A group inside a list, of which no word is known, by where it ends: "guest houses"."""

    def read_list(
        self, index: int, limit: int | None = None, *, told: bool = False, ordered: bool = False
    ) -> tuple[list[Body], int]:
        """The bodies listed from the token on, and the index after the last of them.

        With ``told`` the list is one of those who are told something: behind what is known, groups
        count of which no word is known. With ``ordered`` the list stands behind an order's word,
        and even its first may be one.
        """
        limit = len(self.words.folded) if limit is None else limit
        self._limit = limit
        try:
            return self._read_list(index, limit, told or ordered, ordered)
        finally:
            self._limit = len(self.words.folded)

    def _read_list(
        self, index: int, limit: int, told: bool, ordered: bool
    ) -> tuple[list[Body], int]:
        bodies: list[Body] = []
        end = following = index
        while following < limit:
            more = self.read(following)
            if not more and told and (bodies or ordered):
                unnamed = self._unnamed(following, limit)
                more = [unnamed] if unnamed else []
            if not more:
                break
            if told and not self._tells(more[-1].last):
                more[-1] = self._completed(more[-1], limit)
            bodies += more
            end = more[-1].last
            following = self.after_separator(end)
            if following == end:
                following = self._behind_brackets(end)
            if following == end:
                break
        return bodies, end

    def _behind_brackets(self, index: int) -> int:
        """The index after "(Bộ Tư lệnh ...), " where a list goes on behind what brackets add."""
        if self._word(index) != "(":
            return index
        stop = range(index + 1, min(index + LONGEST_IN_CELL, self._limit))
        closed = next((at for at in stop if self._word(at) == ")"), index)
        following = self.after_separator(closed + 1)
        return following if following > closed + 1 and self.may_start(following) else index

    @abstractmethod
    def _tells(self, index: int) -> bool:
        """Whether what somebody is told begins at the token."""

    def _completed(self, body: Body, limit: int) -> Body:
        """The body with the words between what is known of it and the semicolon that ends it."""
        at = body.last
        if self.after_separator(at) > at or self._word(at) in ENDS:
            return body
        if body.key and not body.is_group and self._verbs.longest(self.words, at):
            return body  # "Ngân hàng Nhà nước Việt Nam điều hành ...": what it is to do
        while at < min(body.last + LONGEST_REST, limit) and self._word(at) not in ENDS | {","}:
            if self._tells(at) or self._end_at(at) or self._orders.longest(self.words, at):
                return body
            at += 1
        if self._word(at) != ";":
            return body
        return self._body(
            body.first, at, key=body.key, place=body.place, head=body.head, is_group=body.is_group
        )

    def begins_group(self, index: int) -> bool:
        """Whether a word for a body or a group stands at the token."""
        return (
            self._nouns.longest(self.words, index) is not None
            and vocabulary.groups(self.language, "other").longest(self.words, index) is None
        )

    def between(self, first: int, last: int) -> Body:
        """All words between two tokens as one group."""
        return self._body(first, last, is_group=True)

    def read_cell(self, first: int, last: int) -> list[Body]:
        """All bodies between two words that hold nothing else (a table's cell): groups without
        an article too ("Cơ quan, đơn vị liên quan"), and what no name or group is known in."""
        bodies: list[Body] = []
        index = first
        while index < last:
            listed, after = self.read_list(index, last)
            if not listed and self._begins_piece(index, first):
                self._limit = last
                try:
                    body = self._in_cell(index)
                finally:
                    self._limit = len(self.words.folded)
                listed, after = ([body], body.last) if body else ([], index)
            bodies += listed
            index = self._after_remark(after, last) if listed else index + 1
        return bodies

    def _begins_piece(self, index: int, first: int) -> bool:
        """Whether the token is the first of a cell, or of a piece of it: behind a mark, a number."""
        before = self.words.folded[index - 1] if index > first else ""
        return index == first or before in _PIECE_ENDS or before in self._joining

    def _after_remark(self, index: int, last: int) -> int:
        """The index after what a cell says of a body: "chủ trì đề án ...", "(đối với ...)"."""
        folded = self.words.folded
        if (
            index < last
            and self.words.raw(index).islower()
            and self.after_separator(index) == index
        ):
            while index < last and folded[index] not in {";", ".", BREAK}:
                index += 1
        elif index < last and folded[index] == "(":
            while index < last and folded[index] != ")":
                index += 1
        return index

    @abstractmethod
    def _in_cell(self, index: int) -> Body | None:
        """A body in a table's cell that begins like none that is known."""

    def after_separator(self, index: int) -> int:
        """The index after ",", ";", "và", ", và", "as well as" ...; ``index`` if there is none."""
        start = index
        if self._word(index) in {",", ";"}:
            index += 1
        for joiner in self.joiners:
            if self.words.starts_with(index, joiner):
                same_level = joiner == ("cung",) and self._word(index + 1) == "cap"
                return index if same_level else index + len(joiner)
        return index if index > start else start

    # -- what is where ------------------------------------------------------------------------

    def _body(self, first: int, last: int, name: str | None = None, **more: object) -> Body:
        while last > first + 1 and self.words.folded[last - 1] in _LOOSE_ENDS:
            last -= 1
        start, end = self.words.starts[first], self.words.ends[last - 1]
        written = printed(self.words.text[start:end]) if name is None else name
        return Body(first, last, start, end, written, **more)  # type: ignore[arg-type]

    def _capital(self, index: int) -> bool:
        return index < self._limit and self.words.is_capital(index)

    def _word(self, index: int) -> str:
        return self.words.folded[index] if 0 <= index < self._limit else ""

    def _known(self, index: int) -> tuple[int, vocabulary.Name] | None:
        """The longest known name at the token, printed as names are printed."""
        if self._word(index) not in self._names:
            return None
        limit = min(index + LONGEST, self._limit)
        found = self._names.longest(self.words, index, limit)
        if found is not None:
            limit = self._another_name(index, found[0])
            found = self._names.longest(self.words, index, limit) if limit < found[0] else found
        if found is None:
            return None
        end, name = found
        raw = self.words.text[self.words.starts[index] : self.words.ends[end - 1]]
        if name.abbreviation and not raw.isupper():
            return None
        if not raw[0].isupper() and not (self.language == "vi" and end - index >= 4):
            return None
        return found

    def _another_name(self, first: int, last: int) -> int:
        """The index in a known name of several words at which another body begins, else ``last``."""
        return last

    def _end_at(self, index: int) -> tuple[int, str] | None:
        """The word that a list ends at."""
        return self._ends.longest(self.words, index)
