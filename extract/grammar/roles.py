"""Who is told, and which part each body has, in one instruction.

A doer is the body that an order names ("Giao X ...", "requests X to ..."), the body that stands
before its duty ("X có trách nhiệm ...", "X shall ..."), or the body before a colon. The parts of
other bodies come from the cue before them: "phối hợp với", "báo cáo", "in coordination with",
"report to". All cues are data (``vocabulary/role_cues.csv``, ``task_cues.csv``). The rules of what
counts are those of ``docs/annotation.md``: lead > responsible > coordinate > the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extract import vocabulary
from extract.facts import Language, Role, TaskAgency
from extract.folding import fold
from extract.grammar.agency_names import groups
from extract.grammar.bodies import Body, BodyReader
from extract.grammar.words import BREAK, PhraseIndex, Words
from extract.source import SourceText

Told = Literal["order", "duty", "weak", "will", "colon", "plain"]

RANK: dict[str, int] = {"lead": 0, "responsible": 1, "coordinate": 2}
"""Which role stays where a body has several; the others come last."""

_SEPARATORS = frozenset({",", ";", ":", ".", BREAK})
_BEFORE_DIRECTING = frozenset(
    {":", "to", "shall", "should", "must", "is", "are", "be", "assigned", "requested", "tasked", "asked",
     "responsible", "for", "will"}
)  # fmt: skip
"""Words before "direct" that leave it the first thing that a body is told to do."""
_AFTER_NO_DOER = frozenset(
    fold(word)
    for word in (
        "với", "cho", "của", "tại", "bởi", "về", "đến", "tới", "từ", "thuộc", "qua", "do", "theo",
        "như", "gồm", "cùng", "và", "hoặc", "trình", "gửi",
    )
)  # fmt: skip
FAR = 40
"""Words between a list of bodies and the clause that they carry a document out."""
SUBJECT = 20
"""Words in which a sentence binds a subject of which little is known."""
_TOWARD_REACH = 30
_ADVERB_REACH = 6
_GIVER_REACH = 16


@dataclass(frozen=True, slots=True)
class Doers:
    """The bodies that are told, where the telling begins, and how they are told."""

    bodies: tuple[Body, ...]
    first: int
    told_at: int
    told: Told


@dataclass(frozen=True, slots=True)
class Parts:
    """What an instruction says of its bodies: the doers' role, and the others with theirs."""

    role: Role
    others: tuple[tuple[Body, Role], ...] = ()
    also_told: tuple[Body, ...] = ()


@cache
def cues(kind: str, language: Language) -> PhraseIndex[str]:
    """The cues of one kind of ``task_cues.csv``."""
    index: PhraseIndex[str] = PhraseIndex(accents=language == "vi")
    for row in vocabulary.rows("task_cues"):
        if row["language"] == language and row["kind"] == kind:
            index.add(row["cue"], row["cue"])
    return index


@cache
def role_cues(place: str, language: Language, role: str = "") -> PhraseIndex[str]:
    """The cues of ``role_cues.csv`` at one place, each with its role."""
    index: PhraseIndex[str] = PhraseIndex(accents=language == "vi")
    for row in vocabulary.rows("role_cues"):
        if row["language"] == language and row["place"] == place and role in {"", row["role"]}:
            index.add(row["cue"], row["role"])
    return index


@cache
def actions(language: Language) -> PhraseIndex[str]:
    """Words that tell to do something: "xây dựng", "review" (and "reviewing")."""
    index: PhraseIndex[str] = PhraseIndex(accents=language == "vi")
    for row in vocabulary.rows("action_words"):
        if row["language"] == language and row["acts"] == "1":
            word = row["word"]
            index.add(word, word)
            if language == "en":
                for form in _gerunds(word):
                    index.add(form, word)
    return index


@cache
def third_person() -> PhraseIndex[str]:
    """English verbs as a rendering in the present tense has them: "guides", "carries out"."""
    index: PhraseIndex[str] = PhraseIndex()
    for row in vocabulary.rows("action_words"):
        if row["language"] == "en" and row["acts"] == "1":
            verb, *rest = row["word"].split(" ")
            index.add(" ".join([_with_s(verb), *rest]), row["word"])
    return index


def _with_s(verb: str) -> str:
    if verb.endswith("y") and verb[-2:-1] not in {"a", "e", "o", "u"}:
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _gerunds(verb: str) -> tuple[str, ...]:
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    return (stem + "ing", stem + stem[-1] + "ing")


def acts_at(words: Words, index: int, language: Language) -> bool:
    """Whether what is to be done begins at the word (an adverb or "to" may stand before it)."""
    if language == "en":
        while index < len(words.folded) and (
            words.folded[index] in {"to", "not"} or words.folded[index].endswith("ly")
        ):
            if words.folded[index] in actions("en"):
                break
            index += 1
    found = actions(language).longest(words, index)
    if found is None or language == "en":
        return found is not None
    return not _is_noun_vi(words, index)


def _is_noun_vi(words: Words, index: int) -> bool:
    """ "Tổ chức, cá nhân ..." at the head of a line are bodies, not what to do."""
    return words.starts_with(index, ("to", "chuc")) and words.folded[index + 2 : index + 3] == [","]


class RoleReader:
    """Reads the doers and the parts of bodies between two words of a text."""

    def __init__(self, reader: BodyReader) -> None:
        self.reader = reader
        self.words = reader.words
        self.language: Language = reader.language
        self._order = cues("order", self.language)
        self._duty = cues("duty", self.language)
        self._actions = actions(self.language)
        self._verbs = role_cues("verb", self.language)
        self._before = role_cues("before", self.language)
        self._toward = role_cues("toward", self.language)
        self._prepositions = role_cues("preposition", self.language)
        self._objects = role_cues("object", self.language)
        self._weak = cues("weak", self.language)
        self._will = cues("will", self.language)
        self._soft = cues("soft", self.language)
        self._helps = cues("helps", self.language)
        self._intro = cues("intro", self.language)
        self._no_verbs = cues("no_verb", self.language)
        self._watches = cues("watches", self.language)
        self._binds = cues("binds", self.language)
        self._prepares = cues("prepares", self.language)
        self._forces = groups(self.language, "force")

    # -- who is told --------------------------------------------------------------------------

    def doers(self, first: int, last: int) -> Doers | None:
        """Who is told something between two words: the first that the text tells."""
        searches = self._intro.longest(self.words, first, last) is not None
        index = first
        while index < last:
            ordered = self._ordered(index, first, last)
            if ordered:
                return ordered
            if (searches or index <= first + 1) and self._may_tell(index, first):
                bodies, end = self.reader.read_list(index, last, told=True)
                if bodies:
                    ordered = self._ordered(end, first, last)
                    if ordered:
                        return ordered
                    told = self._told(end, last, at_start=self._heads_clause(index, first))
                    if told:
                        return Doers(tuple(bodies), index, end, told)
                    index = max(end, index + 1)
                    continue
            index += 1
        return None

    def subject(self, first: int, last: int) -> Doers | None:
        """Who is bound at the head of a sentence by "phải" or "có trách nhiệm", though nothing is
        known of it but that it begins with a word for a body: "Cơ quan soạn thảo phải ..."."""
        raw = self.words.raw(first)
        if not self.reader.begins_group(first) or (len(raw) > 1 and raw.isupper()):
            return None
        for at in range(first + 1, min(first + SUBJECT, last)):
            if self.words.folded[at] in _SEPARATORS:
                return None
            if self._binds.longest(self.words, at, last):
                return Doers((self.reader.between(first, at),), first, at, "duty")
        return None

    def _ordered(self, index: int, first: int, last: int) -> Doers | None:
        """ "Giao X ...", "UBND tỉnh yêu cầu X ...", "the Chairman requests X to ..."."""
        cue = self._order.longest(self.words, index, last)
        if cue is None or not self._stands_free(index, first):
            return None
        at = cue[0]
        if self.words.folded[at : at + 1] == [":"]:
            at += 1
        bodies, end = self.reader.read_list(at, last, ordered=self.language == "vi", told=True)
        if bodies and self._assigns_a_thing(index, first, bodies[0]):
            return None
        if not bodies or (self.language == "en" and not self._told(end, last, at_start=True)):
            return None
        return Doers(tuple(bodies), index, end, "order")

    def _assigns_a_thing(self, index: int, first: int, body: Body) -> bool:
        """ "đồng thời giao chủ đầu tư" inside a sentence speaks of an act, and orders nothing."""
        inside = index > first and self.words.folded[index - 1] == "thoi"
        return inside and self.words.raw(index) == "giao" and body.key is None

    def _stands_free(self, index: int, first: int) -> bool:
        """Whether an order's word is one: at the head of a clause, or behind who gives it."""
        if index == first or self.words.folded[index - 1] in _SEPARATORS:
            return True
        before = self.words.folded[index - 1]
        if self.language == "en":
            return before not in {"to", "the", "of", "a", "and", "by"}
        return before in {"thoi", "nay"} or self._behind_body(index, first)

    def _behind_body(self, index: int, first: int) -> bool:
        """Whether a body is named right before the word: who gives the order."""
        for start in range(index - 1, max(first, index - _GIVER_REACH) - 1, -1):
            if self.words.folded[start] in _SEPARATORS:
                return False
            if self.reader.may_start(start):
                bodies = self.reader.read(start)
                if bodies and bodies[-1].last == index:
                    return True
        return False

    def _heads_clause(self, index: int, first: int) -> bool:
        """Whether a body stands first; in English also behind what comes before it in commas:
        "Under the direction of X, the Department of Tourism develops"."""
        if index == first or self.language == "vi":
            return index == first
        before = index - 2 if self.words.folded[index - 1] == "the" else index - 1
        return before >= first and self.words.folded[before] == ","

    def _may_tell(self, index: int, first: int) -> bool:
        in_english = self.language == "en"
        behind = index == first or self.words.folded[index - 1] == ","
        if not self.reader.may_start(index) and not (in_english and behind):
            return False
        if index == first:
            return True
        before = self.words.folded[index - 1]
        if before in {"the", "all"} and index - 2 >= first:
            before = self.words.folded[index - 2]
        if before in _SEPARATORS | {"that", "nay"}:
            return True
        if self.language == "en" or before in _AFTER_NO_DOER:
            return False
        return not self._actions_before(index)

    def _actions_before(self, index: int) -> bool:
        """Whether a verb stands right before the word, which is then what it acts upon."""
        return any(
            (found := self._actions.longest(self.words, at)) and found[0] == index
            for at in range(max(index - 3, 0), index)
        )

    def _told(self, index: int, last: int, *, at_start: bool) -> Told | None:
        """How the bodies before the word are told, ``None`` where they are not."""
        folded = self.words.folded
        if at_start:
            index = self.behind_bracket(index, last)
        if index >= last:
            return None
        if folded[index] == ":":
            return "colon" if at_start else None
        if self._duty.longest(self.words, index, last):
            return "duty"
        if at_start and self._carries_out(index, last):
            return "duty"
        if self._weak.longest(self.words, index, last):
            return "weak"
        if self._will.longest(self.words, index, last):
            return "will"
        if self.language == "vi":
            if at_start and self._bound_behind_clause(index, last):
                return "duty"
            if at_start and self.words.starts_with(index, ("phu", "trach")):
                index = self._behind_field(index, last)
            at = index + 1 if folded[index] == "," else index
            if self._duty.longest(self.words, at, last):
                return "duty"
            if self._weak.longest(self.words, at, last):
                return "weak"
            if self._actions.longest(self.words, at, last):
                return "plain"
            return "plain" if at_start and at == index and self._other_verb(at) else None
        to = index + 1 if folded[index] == "," and at_start else index
        if folded[to : to + 1] == ["to"] and to + 1 < last:
            return "order"
        if at_start and folded[index] == "as" and folded[index + 1 : index + 2] in (["the"], ["a"]):
            return "order"
        if folded[index].endswith("ly") and (
            self._actions.longest(self.words, index + 1, last)
            or (at_start and third_person().longest(self.words, index + 1, last))
        ):
            return "plain"
        if folded[index] == "," and at_start:
            if self._duty.longest(self.words, index + 1, last):
                return "duty"
            return self._told_after_clause(index + 1, last)
        ordered = self._order.longest(self.words, index, last)  # "the Assembly demands ..."
        if at_start and not ordered and third_person().longest(self.words, index, last):
            return "plain"
        return "plain" if self._actions.longest(self.words, index, last) and at_start else None

    def behind_bracket(self, index: int, last: int) -> int:
        """The index after words in brackets at the word, which say what a body is here: "Sở Công
        Thương (cơ quan thường trực) tổng hợp"."""
        if index >= last or self.words.folded[index] != "(":
            return index
        closed = (at for at in range(index, last) if self.words.folded[at] == ")")
        return next(closed, index - 1) + 1

    def _other_verb(self, index: int) -> bool:
        """Whether a word behind a body must be what it does, though no list holds it."""
        word = self.words.raw(index)
        return word.islower() and not self._no_verbs.longest(self.words, index)

    def _carries_out(self, index: int, last: int) -> bool:
        """Who carries a document out, though not all in the list are known to be bodies."""
        cue = cues("carried_out", self.language)
        return any(cue.longest(self.words, at, last) for at in range(index, min(index + FAR, last)))

    def _behind_field(self, index: int, last: int) -> int:
        """The index of what a deputy is told, behind "phụ trách" and the field in their charge."""
        for at in range(index + 2, min(index + _ADVERB_REACH + 4, last)):
            if self.words.folded[at] in _SEPARATORS:
                break
            if self._actions.longest(self.words, at, last):
                return at
        return index

    def _bound_behind_clause(self, index: int, last: int) -> bool:
        """ "X khi được đề nghị có trách nhiệm ...": the duty behind a clause without commas."""
        if not self._intro.longest(self.words, index, last):
            return False
        for at in range(index + 1, min(index + FAR, last)):
            if self.words.folded[at] in _SEPARATORS:
                return False
            if self._binds.longest(self.words, at, last):
                return True
        return False

    def _told_after_clause(self, index: int, last: int) -> Told | None:
        """ "X, based on its duties, is responsible for": the duty behind a clause in commas."""
        folded = self.words.folded
        stop = min(last, index + 2 * FAR)
        together = self._coordinates(index)  # "X, in coordination with Y, follows up"
        while index < stop and folded[index] not in {".", ";", BREAK}:
            if folded[index] == "," and self._duty.longest(self.words, index + 1, last):
                return "duty"
            if (
                folded[index] == ","
                and together
                and third_person().longest(self.words, index + 1, last)
            ):
                return "plain"
            index += 1
        return None

    # -- which part each has ------------------------------------------------------------------

    def parts(self, first: int, last: int, *, whole: bool = True) -> Parts:
        """The roles in what is told between two words; ``whole`` where nothing follows it."""
        others: list[tuple[Body, Role]] = []
        index, coordinated = first, None
        led = False
        while index < last:
            if not led and self._leads(index, first):
                led = True
            if self._coordinates(index):
                bodies, end = self._coordinated(index, last)
                if coordinated is None and index - first <= _ADVERB_REACH + 4:
                    coordinated = end
                if bodies:
                    others += [(body, "coordinate") for body in bodies]
                    index = max(end, index + 1)
                    continue
            bodies, end = self._receivers(index, first, last)
            if bodies:
                others += [(body, "receive_report") for body in bodies]
                index = max(end, index + 1)
                continue
            index += 1
        role: Role = "lead" if led else self._own_role(first, last, coordinated, whole)
        return Parts(role, tuple(others), tuple(self._directed(first, last)))

    def leads_at(self, index: int) -> bool:
        """Whether "chủ trì" or its like stands at the word."""
        return self._leads(index, index)

    def _leads(self, index: int, first: int) -> bool:
        cue = self._verbs.longest(self.words, index)
        if cue is None or cue[1] != "lead":
            return False
        before = self.words.folded[index - 1] if index > first else ""
        if self.language == "vi":
            return before not in {"quan", "vi", "do", "ban"}
        if index - first > 10 or before in {"the", "a"}:
            return False
        # "lead the authorities to ...": who leads a body has no lead in a task
        return cue[0] - index > 1 or not self.reader.read_list(cue[0])[0]

    def _coordinates(self, index: int) -> bool:
        cue = self._before.longest(self.words, index)
        return cue is not None and cue[1] == "coordinate"

    def _coordinated(self, index: int, last: int) -> tuple[list[Body], int]:
        """The bodies after "phối hợp (chặt chẽ) với"; the index after them, or after the cue."""
        cue = self._before.longest(self.words, index)
        end = cue[0] if cue else index + 1
        bodies, after = self.reader.read_list(end, last)
        if bodies or self.language == "en":
            return bodies, after
        for at in range(end, min(end + _ADVERB_REACH, last)):
            if self.words.folded[at] in {"voi", "cung"}:
                at += 1 if self.words.folded[at + 1 : at + 2] == ["voi"] else 0
                if self._forces.longest(self.words, at + 1, last):
                    return self._with_forces(at + 1, last)
                return self.reader.read_list(at + 1, last)
            if self.words.folded[at] in _SEPARATORS:
                break
        return [], end

    def _with_forces(self, index: int, last: int) -> tuple[list[Body], int]:
        """ "phối hợp với lực lượng kiểm lâm trong ...": forces of which little else is known."""
        ends = (i for i in range(index, last) if self.words.folded[i] in {"trong", ";", ".", BREAK})
        return self.reader.read_list(index, next(ends, last), ordered=True)

    def _receivers(self, index: int, first: int, last: int) -> tuple[list[Body], int]:
        """Who is reported to."""
        if self.language == "en":
            return (
                self._toward_bodies(index, last) if index in self._reports(index) else ([], index)
            )
        word = self.words.folded[index]
        if word not in self._before and word not in self._toward:
            return [], index
        cue = self._before.longest(self.words, index)
        toward = self._toward.longest(self.words, index)
        found = cue if cue and cue[1] == "receive_report" else toward
        if found is None or self._onward(index, first) or not self._reports_vi(index):
            return [], index
        if cue:
            at = found[0]
            if self.words.folded[at : at + 3] in ([",", "de", "xuat"], ["va", "de", "xuat"]):
                at += 3
            elif self.words.starts_with(at, ("cho",)):
                at += 1
            bodies, end = self.reader.read_list(at, last)
            bodies, end = self._kept(bodies, end, last)
            if bodies:
                return self._with_channel(bodies, end, last)
        return self._toward_bodies(index, last)

    def _with_channel(self, bodies: list[Body], end: int, last: int) -> tuple[list[Body], int]:
        """ "báo cáo UBND tỉnh (qua Cục Thuế tỉnh)": the report goes to both."""
        through = "qua" if self.language == "vi" else "through"
        if self.words.starts_with(end, ("(", through)):
            more, after = self.reader.read_list(end + 2, last)
            return [*bodies, *more], after
        return bodies, end

    def _reports_vi(self, index: int) -> bool:
        """ "trình" and "gửi" only as verbs: no "chương trình", no "quy trình"."""
        if self.words.folded[index] != "trinh":
            return True
        before = self.words.folded[index - 1] if index else ""
        return before not in {"chuong", "cong", "quy", "tien", "qua", "lo", "giai", "phat", "giao"}

    def _onward(self, index: int, first: int) -> bool:
        """ "để tổng hợp báo cáo X" is what the receivers do later."""
        at = index - 1 if self.words.folded[index - 1 : index] == [","] else index
        return self.words.folded[max(first, at - 3) : at] == ["de", "tong", "hop"]

    def _reports(self, index: int) -> tuple[int, ...]:
        return (index,) if self._toward.longest(self.words, index) else ()

    def _toward_bodies(self, index: int, last: int) -> tuple[list[Body], int]:
        """The bodies behind a preposition somewhat after the word: "báo cáo kết quả cho X"."""
        stop = min(last, index + _TOWARD_REACH)
        for at in range(index + 1, stop):
            if self.words.folded[at] in {";", ".", BREAK, ":"}:
                break
            preposition = self._prepositions.longest(self.words, at)
            if preposition:
                bodies, end = self.reader.read_list(preposition[0], last)
                bodies, end = self._kept(bodies, end, last)
                if bodies and self._receives(bodies[0]):
                    return self._with_channel(bodies, end, last)
        return [], index

    def _receives(self, body: Body) -> bool:
        """Whether a body can be reported to: no people at large, no "các tổ chức, cá nhân"."""
        return body.key is not None or body.head or not body.is_group or self.language == "en"

    def _kept(self, bodies: list[Body], end: int, last: int) -> tuple[list[Body], int]:
        """Without a last body that begins a clause of its own (", X rà soát ...")."""
        if (
            len(bodies) > 1
            and self.words.folded[bodies[-1].first - 1] in {",", ";"}
            and end < last
            and self._duty.longest(self.words, end, last)
        ):
            return bodies[:-1], bodies[-1].first - 1
        return bodies, end

    def _directed(self, first: int, last: int) -> list[Body]:
        """ "chỉ đạo X làm", "direct X to do": X is told as well."""
        if self.language == "vi":
            return self.directed(first, last)[0]
        for index in range(first, min(first + 8, last)):
            cue = self._objects.longest(self.words, index)
            if cue:
                if self.words.folded[cue[0]] in {"its", "their"}:
                    return []  # "direct their forces to ...": their own
                bodies, end = self.reader.read_list(cue[0], last)
                if bodies and self.words.folded[end : end + 1] == ["to"]:
                    begins = set(self.words.folded[first:index]) <= _BEFORE_DIRECTING
                    return [body for body in bodies if begins or self._is_directed(body)]
        return []

    def directed(self, first: int, last: int) -> tuple[list[Body], int]:
        """The bodies that "chỉ đạo", "lãnh đạo, chỉ đạo" at the word tells to do something, and
        the index after them; none where what is directed is a thing."""
        cue = self._objects.longest(self.words, first, last)
        if cue is None:
            return [], first
        bodies, end = self.reader.read_list(cue[0], last, told=True)
        acts = acts_at(self.words, end, self.language) or self._duty.longest(self.words, end, last)
        if not bodies or not (acts or self.words.folded[end : end + 1] == [":"]):
            return [], first
        return bodies, end

    def _is_directed(self, body: Body) -> bool:
        index = groups("en", "directed")
        return any(index.longest(self.words, at) for at in range(body.first, body.last))

    def _own_role(self, first: int, last: int, coordinated: int | None, whole: bool) -> Role:
        """The doers' role by the first thing that they are told to do."""
        if coordinated is not None and whole and self._only_coordinates(coordinated, last):
            return "coordinate"
        index = first
        while index < last:
            if self._coordinates(index):
                _, end = self._coordinated(index, last)
                index = max(end, index + 1)
                if self.words.folded[index : index + 1] in (["trong"], ["in"]):
                    return "responsible"
                continue
            verb = self._verbs.longest(self.words, index)
            if verb and verb[1] == "supervise":
                return "supervise" if self._oversees(index, last) else "responsible"
            if verb and verb[1] == "advise":
                return "advise" if whole else "responsible"
            if self._prepares.longest(self.words, index):
                return "advise" if whole and self._prepares_advice(index, last) else "responsible"
            soft = self._soft.longest(self.words, index)
            if soft is None and self.words.folded[index] not in _SEPARATORS | {"and"}:
                return "responsible"
            if soft and self._helps.longest(self.words, index):
                index = max(soft[0], self.reader.read_list(soft[0], last)[1])
                continue
            index = soft[0] if soft else index + 1
        return "responsible"

    def _oversees(self, index: int, last: int) -> bool:
        """Checking alone may be of one's own work: "kiểm tra" oversees beside "đôn đốc"."""
        if self.language == "en":
            return True
        if self.words.folded[index] not in {"kiem", "thanh"}:
            return self._watches.longest(self.words, index + 2, last) is None
        near = self.words.folded[index : min(index + 10, last)]
        return near[2:3] == ["viec"] or "doc" in near or "doi" in near or "giam" in near

    def _prepares_advice(self, index: int, last: int) -> bool:
        """ "rà soát, tổng hợp và kịp thời tham mưu", "rà soát ... để tham mưu"."""
        for at in range(index, last):
            if self.words.folded[at] in {";", ".", BREAK}:
                return False
            if self.words.starts_with(at, ("de", "kip", "thoi")):
                return False
            if self.words.starts_with(at, ("tham", "muu")):
                before = self.words.folded[at - 1]
                return before in {"de", "va", "thoi"} or (before == "," and at - index <= 4)
        return False

    def _only_coordinates(self, index: int, last: int) -> bool:
        """Whether nothing but coordinating is told: "phối hợp chặt chẽ trong công tác ..."."""
        folded = self.words.folded
        while index < last and folded[index] in {"chat", "che", "tot", "tich", "cuc"}:
            index += 1
        inside = (
            folded[index - 1 : index] == ["in"]
            if self.language == "en"
            else (folded[index : index + 1] == ["trong"])
        )
        if not inside:
            return False
        rest = folded[index:last]
        return ";" not in rest and "." not in rest[:-1]


def task_agencies(
    source: SourceText, found: Iterable[tuple[Body, Role, bool]]
) -> tuple[TaskAgency, ...]:
    """The rows of bodies with their roles (and whether inherited): one for a body, the highest."""
    rows: dict[str, TaskAgency] = {}
    for body, role, inherited in found:
        name = body.name.casefold()
        row = TaskAgency(
            body.name,
            role,
            source.span(body.start, body.end),
            body.is_group,
            inherited,
            body.key,
            body.place,
            body.head,
        )
        if name not in rows or RANK.get(role, 3) < RANK.get(rows[name].role, 3):
            rows[name] = row
    return tuple(rows.values())
