"""English names of bodies: known names, capitalized runs around a word like "Department", and
groups, which are noun phrases in the plural ("the relevant agencies and units", "chairpersons of the
People's Committees of districts and the city").
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.grammar import agency_names as vocabulary
from extract.grammar.bodies import ENDS, LONGEST, LONGEST_IN_CELL, Body, BodyReader, printed
from extract.grammar.words import BREAK, Words

LONGEST_UNNAMED = 10
"""Words that a group has at most of which no word is known."""

_LEVELS = frozenset({"provincial", "city", "municipal", "district", "commune", "communal", "ward"})
_PEOPLES = {"committee": "ubnd", "committees": "ubnd", "council": "hdnd", "councils": "hdnd"}
_LEVEL_OF = {
    "communes": "xa", "wards": "xa", "commune": "xa", "townships": "xa", "districts": "huyen",
    "district": "huyen", "towns": "huyen", "provinces": "tinh",
}  # fmt: skip
_STEMS = {
    "departments": "Department", "ministries": "Ministry", "ministers": "Ministry",
    "minister": "Ministry",
}  # fmt: skip
_ARTICLES = frozenset({"the", "a", "an"})
_MANY = frozenset({"districts", "cities", "towns", "townships", "communes", "wards", "provinces"})
_MANY_IN_WORDS = (
    ("special", "zones"),
    ("centrally", "-", "run", "cities"),
    ("centrally", "-", "governed", "cities"),
    ("centrally", "run", "cities"),
)
_ONE = frozenset({"city", "town", "province", "capital", "district", "commune", "ward"})
_KINDS = frozenset({"committees", "councils"})
_NEAR = frozenset({"in", "within", "at", "of", "throughout", "under", "across", "from"})
_TELLING = frozenset(
    {"to", "shall", "should", "must", "will", "are", "is", "need", "needs", "have", "has", "was",
     "were"}
)  # fmt: skip
_COLLECTIVES = frozenset(
    {"people", "press", "media", "police", "public", "youth", "army", "community", "staff"}
)


class EnglishBodies(BodyReader):
    """Reads bodies in English."""

    language = "en"
    joiners = (("and",), ("as", "well", "as"), ("together", "with"), ("along", "with"))

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self._ranks = vocabulary.groups("en", "rank")

    def _candidates(self) -> Iterator[int]:
        text, starts, lower = self.words.text, self.words.starts, self._first_lower
        for index, word in enumerate(self.words.folded):
            if word in lower or text[starts[index]].isupper():
                yield index

    def may_start(self, index: int) -> bool:
        return self.words.folded[index] in self._first_lower or self.words.is_capital(index)

    def read(self, index: int) -> list[Body]:
        if index >= len(self.words.folded):
            return []
        at = index + 1 if self._word(index) in _ARTICLES else index
        title = self._heads.longest(self.words, at)
        if title is None and self._word(at) == "all":
            title = self._heads.longest(self.words, at + 1)
        if title:
            return self._headed(at, title[0])
        listed = self._of_fields(at, at)
        if len(listed) > 1:
            return listed
        body = self._of_level(at) or self._named(at) or self._group(at)
        return [body] if body else []

    def _of_fields(self, first: int, index: int, title: str = "") -> list[Body]:
        """Bodies of a list that says its common word once: "the Departments of Health and Justice",
        "Ministers of Finance and Health"; ``title`` is that of their heads ("Director of the")."""
        while self._word(index) in _LEVELS:
            index += 1
        stem = _STEMS.get(self._word(index))
        if stem is None or self._word(index + 1) != "of":
            return []
        called = "Minister" if self._word(index).startswith("minister") else stem
        known = vocabulary.fields(stem)
        bodies: list[Body] = []
        at = index + 2
        while True:
            found = known.longest(self.words, at, min(at + LONGEST, self._limit))
            if found is None or not self._capital(at):
                return bodies
            field = printed(self.words.text[self.words.starts[at] : self.words.ends[found[0] - 1]])
            bodies.append(
                self._body(
                    at if bodies else first,
                    found[0],
                    f"{title}{called} of {field}",
                    key=found[1].key,
                    head=bool(title) or called == "Minister",
                )
            )
            following = self.after_separator(found[0])
            at = following + (self._word(following) == "of")
            if following == found[0]:
                return bodies

    def _of_level(self, index: int) -> Body | None:
        """ "provincial Department of Health": the level written small before a name."""
        if self._word(index) not in _LEVELS or self._capital(index):
            return None
        known = self._names.longest(self.words, index, min(index + LONGEST, self._limit))
        if known and self._capital(index + 1):
            last, place = self._place(known[0])
            return self._body(index, last, key=known[1].key, place=place)
        body = self._named(index + 1) if self._capital(index + 1) else None
        if body is None or body.is_group:
            return None
        return self._body(index, body.last, key=body.key, place=body.place)

    def _in_cell(self, index: int) -> Body | None:
        noun = self._nouns.longest(self.words, index) or self._generic.longest(self.words, index)
        if noun:
            return self._body(index, self._phrase(index, titled=False), is_group=True)
        if not self._capital(index) or self._word(index) == "and":
            return None
        last = index
        while self._word(last) and self._word(last) not in {",", BREAK, ".", ";", "("}:
            last += 1
        return self._body(index, last) if 0 < last - index <= LONGEST_IN_CELL else None

    # -- heads of bodies ----------------------------------------------------------------------

    def _headed(self, first: int, at: int) -> list[Body]:
        """What stands after "Director of", "chairpersons of": a body or a group."""
        if self._word(at - 2).startswith("minister"):
            ministers = self._of_fields(first, at - 2)
            if ministers:
                return ministers
        at = at + 1 if self._word(at) in _ARTICLES else at
        listed = self._of_fields(first, at, "Director of the ")
        if len(listed) > 1 and self._word(first).startswith("director"):
            return listed
        word = self._word(first + (self._word(first) == "all"))
        plural = word.endswith(("s", "men", "people"))
        body = None if plural else self._of_level(at) or self._named(at)
        if body is None:
            last = self._phrase(at, titled=True)
            if last == at:
                return []
            body = self._body(at, last, is_group=plural)
        group = plural or body.is_group
        key = body.key or self._committee_key(at, body.last)
        return [self._body(first, body.last, key=key, place=body.place, head=True, is_group=group)]

    def _committee_key(self, first: int, last: int) -> str | None:
        """The key of "People's Committees of communes and wards": of all committees at a level."""
        words = set(self.words.folded[first:last])
        kind = next((key for word, key in _PEOPLES.items() if word in words), None)
        levels = {level for word, level in _LEVEL_OF.items() if word in words}
        known = kind is not None and "people's" in words and len(levels) == 1
        return f"{kind}-{levels.pop()}" if known else None

    # -- names --------------------------------------------------------------------------------

    def _named(self, first: int) -> Body | None:
        known = self._known(first)
        if known:
            last, key = known[0], known[1].key
        elif self._capital(first):
            run = self._capital_run(first)
            if run is None:
                return None
            last, key = run, None
        else:
            return None
        if self._word(last) in {"'"}:
            last += 1
        if self._nouns.longest(self.words, last) or self._generic.longest(self.words, last):
            return self._committees(first, self._phrase(last, titled=False))
        plural = key is None and self._word(last - 1).endswith("s") and self._stem(last - 1)
        if plural and self._word(last - 1) not in self._stems:
            return self._committees(first, self._phrase(last, titled=False))
        last, place = self._place(last)
        levels = self._modifiers.longest(self.words, last) if self._word(last) == "at" else None
        return self._body(first, levels[0] if levels else last, key=key, place=place)

    def _capital_run(self, first: int) -> int | None:
        """The index after a capitalized name that holds a stem ("Steering Committee for ...")."""
        last, best, field = first, None, False
        while last < first + LONGEST:
            word = self._word(last)
            if word in _LEVELS and best is not None and self._capital(last + 1):
                last += 1  # "Party Committee of the provincial People's Committee"
            elif self._capital(last):
                stem = self._stem(last)
                if stem or best is not None:
                    best = last + 1
                last += 1
            elif word in {"of", "and", "for", "the", "on", "&", "-", ","} and last > first:
                if word == "," and best is None:
                    if not self._capital(last + 1):
                        return None
                elif word == "," and field and self._field_goes_on(last + 1):
                    last += 1
                    continue
                elif word == "," or (word == "and" and self._word(last + 1) == "the"):
                    break
                if best is not None and word == "and" and self._new_name(last + 1):
                    break
                field = field or (word == "for" and best is not None)
                last += 1
            else:
                break
        return best

    def _field_goes_on(self, index: int) -> bool:
        """ "Commission for Information, Education and Mass Mobilization": fields, and no new body."""
        return self._capital(index) and not self._new_name(index)

    def _another_name(self, first: int, last: int) -> int:
        """ "Provincial Police and the Department", "Provincial Police, Department": two bodies, and
        no "Provincial Police Department"."""
        for at in range(first + 1, last):
            article = self._word(at - 1) == "the"
            mark = self._word(at - 2 if article else at - 1)
            heads = article or self._word(at) in {"department", "ministry"}
            parted = mark == "," or (mark == "and" and heads)
            if parted and self._capital(at) and self._word(at) in self._stems:
                return at - 1 - article
        return last

    def _new_name(self, index: int) -> bool:
        return (
            not self._capital(index)
            or self._known(index) is not None
            or self._stem(index)
            or self._heads.longest(self.words, index) is not None
            or self._names_itself(index)
        )

    def _names_itself(self, index: int) -> bool:
        """Whether a stem stands in the name before its "of": "Education and Mass Mobilization of
        the Party Committee" is the rest of a name."""
        run = self._capital_run(index)
        if run is None:
            return False
        end = next((i for i in range(index, run) if self._word(i) == "of"), run)
        return any(self._stem(i) for i in range(index, end))

    def _stem(self, index: int) -> bool:
        word = self._word(index)
        return word in self._stems or (word.endswith("s") and word[:-1] in self._stems)

    def _place(self, index: int) -> tuple[int, str | None]:
        """ "of Son La province", "of the province"."""
        if self._word(index) != "of":
            return index, None
        at = index + 2 if self._word(index + 1) == "the" else index + 1
        found = self._places.longest(self.words, at) if self._capital(at) else None
        last = found[0] if found else at
        if self._word(last) in {"province", "city"}:
            return last + 1, found[1] if found else None
        return (last, found[1]) if found else (index, None)

    # -- groups -------------------------------------------------------------------------------

    def _group(self, first: int) -> Body | None:
        """A group: adjectives and nouns of groups, up to where the phrase ends."""
        at = first
        while self._quantifiers.longest(self.words, at) or self._word(at + 1) == "-":
            at += 3 if self._word(at + 1) == "-" else 2 if self._word(at + 1) in {"and", "/"} else 1
            if self._word(at - 1) in {"", ".", BREAK} or at > first + 8:
                return None
        place = self._places.longest(self.words, at) if self._capital(at) else None
        if place and self._word(place[0]) in {"city", "province"}:
            return self._body(first, place[0] + 1, place=place[1])
        noun = self._nouns.longest(self.words, at) or self._generic.longest(self.words, at)
        if noun is None:
            if self._capital(at) and self._word(at) == "people's":
                return self._committees(first, self._phrase(at, titled=False))
            return None
        return self._committees(first, self._phrase(at, titled=False))

    def _committees(self, first: int, last: int) -> Body:
        return self._body(first, last, key=self._committee_key(first, last), is_group=True)

    def _phrase(self, index: int, *, titled: bool) -> int:
        """The index after a noun phrase of bodies."""
        last, generic, closed = index, titled, False
        while last < index + LONGEST:
            word = self._word(last)
            modifier = self._modifiers.longest(self.words, last)
            if modifier and last > index:
                last = modifier[0]
                continue
            if word in {",", "and"} and self._shares_noun(last):
                last += 1
                continue
            if word == "," and closed:
                break
            if word in {",", "and", "or"}:
                following = (
                    last + 2 if word == "," and self._word(last + 1) in {"and", "or"} else last + 1
                )
                if word != "or" and not self._goes_on(following, generic, last):
                    break
                closed = closed or self._word(following - 1) == "and"
                last = following
                continue
            if word in _NEAR:
                if not self._near(last + 1):
                    break
                last += 1
                continue
            if word in ENDS - {"/"} or not word:
                break
            if not self._capital(last) and word != "/" and self._end_at(last):
                break
            # "chairmen of People's Committees" says its kind: agencies after it are another
            generic = word not in _KINDS and (
                generic or word in self._generic or word == "ministries"
            )
            last += 1
        return last

    def _shares_noun(self, index: int) -> bool:
        """ "district and city People's Committees": two ranks of one noun."""
        return self._word(index - 1) in self._ranks and self._word(index + 1) in self._ranks

    def _goes_on(self, index: int, generic: bool, before: int) -> bool:
        if self._of_territories(before):
            place = self._places.longest(self.words, index) if self._capital(index) else None
            if place and self._word(place[0]) in _ONE:
                return True
            article = self._word(index) == "the"
            if any(self.words.starts_with(index + article, words) for words in _MANY_IN_WORDS):
                return True
            return self._word(index + article) in (_MANY | _ONE if article else _MANY)
        at = index
        while self._quantifiers.longest(self.words, at) and self._word(at) not in {
            "all", "each", "every", "relevant", "concerned", "other", "related", "competent",
        }:  # fmt: skip
            at += 1
        if self._capital(at) or self._heads.longest(self.words, at):
            return False
        if self._word(at + 1) == "-":
            return False
        return generic and bool(self._generic.longest(self.words, at))

    def _of_territories(self, index: int) -> bool:
        """Whether a list of territories stands before the word: "of districts, towns"."""
        at = index - 1
        while self._word(at) in _MANY | {",", "the"}:
            at -= 1
        return self._word(index - 1) in _MANY and self._word(at) in {"of", "in"}

    def _near(self, index: int) -> bool:
        """Whether a place or a rank follows a preposition, and not what is to be done."""
        at = index + 1 if self._word(index) in _ARTICLES else index
        return (
            self._capital(at)
            or bool(self._nouns.longest(self.words, at))
            or bool(self._generic.longest(self.words, at))
            or bool(self._quantifiers.longest(self.words, at))
            or self._word(at) in _ONE | {"area", "locality", "country", "levels"}
        )

    def _tells(self, index: int) -> bool:
        return self._word(index) in _TELLING

    def _unnamed(self, index: int, limit: int) -> Body | None:
        """A noun in the plural with what belongs to it, up to where the telling begins or to the
        next body of the list: "forest owners", "operators of tourist sites"."""
        at = index + 1 if self._word(index) in _ARTICLES else index
        if self._capital(at) or self._end_at(at) or self._word(at).endswith(("ing", "ly")):
            return None
        last = at
        while last < min(at + LONGEST_UNNAMED, limit):
            word = self._word(last)
            if self._tells(last) or word in {",", ";", "and"}:
                break
            if word in ENDS | {"or", "that", "which"} or not word:
                return None
            last += 1
        head = next((i for i in range(at, last) if self._word(i) in _NEAR), last) - 1
        word = self._word(head)
        plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
        if last == at or head < at or not (plural or word in _COLLECTIVES):
            return None
        return self._body(at, last, is_group=True)
