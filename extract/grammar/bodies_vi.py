"""Vietnamese names of bodies: known names with their place, names made like them ("Phòng Nghiệp vụ
Dược"), and groups ("các sở, ban, ngành", "UBND các huyện, thị xã, thành phố").

A name of which only the first word is known ("Ban", "Trung tâm") and a group end where what they are
told begins: at a verb of ``vocabulary/action_words.csv``, at a mark, or behind a word that closes a
group ("liên quan", "nêu trên").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.grammar import agency_names as vocabulary
from extract.grammar.bodies import ENDS, LONGEST, LONGEST_IN_CELL, Body, BodyReader, printed
from extract.grammar.words import Words

LONGEST_UNNAMED = 12
"""Words that a group has at most of which no word is known."""

_COURTESIES = (("ong", "(", "ba", ")"), ("ong", ",", "ba"), ("ong", "/", "ba"), ("ong", "ba"))
_AND_VI = frozenset({"va", "cung", "hoac"})
_LOCAL_UNITS = frozenset({"xã", "phường", "huyện", "quận"})
_UNITS = frozenset({"tinh", "huyen", "xa", "phuong", "quan", "tp", "thi", "thanh"})
_OPEN_STEMS = frozenset({"chi dao", "bcd", "quan ly", "cong tac", "dong", "giup viec", "chi huy"})
_PEOPLES = frozenset({"ubnd", "uy ban nhan dan", "hdnd", "hoi dong nhan dan"})
_BEFORE_WORKS = frozenset({"chuong", "cong", "quy", "tien", "qua", "lo"})
"""First syllables of words that end like the verb "trình"."""
_WHOLE_NAMES = frozenset({"so", "bo", "ubnd", "uy", "hdnd", "cuc", "phong", "chinh", "quoc", "thu"})
"""First words of names that no field or zone goes on with: "trình Chính phủ | Nghị định"."""
_LEVEL_WORDS = frozenset({"huyen", "xa", "tinh", "tren", "duoi", "co"})


class VietnameseBodies(BodyReader):
    """Reads bodies in Vietnamese."""

    language = "vi"
    joiners = (("va",), ("cung", "voi"), ("cung",))

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self._groups_alone = vocabulary.words_of("agency_heads", "title", "vi", alone="group")
        self._ones_alone = vocabulary.words_of("agency_heads", "title", "vi", alone="one")
        self._runs_alone = vocabulary.words_of("agency_heads", "title", "vi", alone="run")
        self._others = vocabulary.groups("vi", "other")
        self._apart = vocabulary.groups("vi", "apart")
        self._duties = vocabulary.words_of("task_cues", "cue", "vi", kind="duty")
        self._weak = vocabulary.words_of("task_cues", "cue", "vi", kind="weak")
        self._acts = vocabulary.words_of("action_words", "word", "vi", acts="1")
        self._no_names = vocabulary.words_of("task_cues", "cue", "vi", kind="no_act")
        self._closing = vocabulary.groups("vi", "closing")
        self._inner_words = vocabulary.groups("vi", "inner")
        self._acting = vocabulary.groups("vi", "acting")
        self._compounds = vocabulary.groups("vi", "compound")

    def _known(self, index: int) -> tuple[int, vocabulary.Name] | None:
        found = super()._known(index)
        # "Văn phòng Đảng ủy | UBND tỉnh": another Party committee's
        goes_on = found is not None and self._word(found[0] - 1) == "uy" and self._capital(found[0])
        return None if found and goes_on and self._starts_body(found[0]) else found

    def _candidates(self) -> Iterator[int]:
        text, starts = self.words.text, self.words.starts
        lower, capital = self._first_lower, self._first_capital
        known = lower | capital
        for index, word in enumerate(self.words.folded):
            if word in known and (word in lower or text[starts[index]].isupper()):
                yield index

    def may_start(self, index: int) -> bool:
        word = self.words.folded[index]
        if word in self._first_lower:
            return True
        return word in self._first_capital and self.words.is_capital(index)

    def _in_cell(self, index: int) -> Body | None:
        if self.words.starts_with(index, ("tp", ".")):  # "TP. Hồ Chí Minh"
            found = self._places.longest(self.words, index + 2)
            return self._body(index, found[0], place=found[1]) if found else None
        noun = self._nouns.longest(self.words, index)
        if noun:
            return self._extended_group(index, noun[0])
        if not self._capital(index) or self._no_names.longest(self.words, index):
            return None
        if self._acts.longest(self.words, index) and not self._stems.longest(self.words, index):
            return None
        last = index
        while not self._is_end(last) and self._word(last) not in {",", "va"}:
            last += 1
        if self._word(last) == ":" or not 0 < last - index <= LONGEST_IN_CELL:
            return None
        return self._body(index, last)

    def _tells(self, index: int) -> bool:
        return (
            self._duties.longest(self.words, index) is not None
            or self._weak.longest(self.words, index) is not None
            or (self._end_at(index) is not None and not self._capital(index))
        )

    def _unnamed(self, index: int, limit: int) -> Body | None:
        noun = self._nouns.longest(self.words, index)
        if noun and not self._others.longest(self.words, index) and not self._shouted(index):
            return self._bare_group(index, noun[0])
        return self._many(index, limit)

    def _shouted(self, index: int) -> bool:
        """A word in capitals: in a heading in capitals everything looks like a name."""
        return len(self.words.raw(index)) > 1 and self.words.raw(index).isupper()

    def _bare_group(self, index: int, after: int) -> Body:
        """ "doanh nghiệp", "đơn vị được giao kế hoạch vốn": up to any verb."""
        group = self._extended_group(index, after)
        stop = next(
            (i for i in range(after, group.last) if self._acts.longest(self.words, i)), None
        )
        modified = self._modifier(after)
        if stop is None or (modified and modified[0] > after):
            return group
        return self._body(index, stop, is_group=True)

    def _many(self, index: int, limit: int) -> Body | None:
        """ "các chủ rừng", "mọi hộ kinh doanh": after a word for many, up to what they are told or
        to the next body of the list."""
        quantifier = self._quantifiers.longest(self.words, index)
        if quantifier is None or self._others.longest(self.words, quantifier[0]):
            return None
        last = quantifier[0]
        while last < min(index + LONGEST_UNNAMED, limit):
            if self._tells(last) or self._word(last) in ENDS | _AND_VI | {","}:
                break
            last += 1
        return self._body(index, last, is_group=True) if last > quantifier[0] else None

    def _modifier(self, index: int) -> tuple[int, str] | None:
        """A word that goes on with a group ("cùng cấp"), and no verb that is printed so but for its
        accents ("cung cấp")."""
        found = self._modifiers.longest(self.words, index)
        end = self._end_at(index) if found else None
        if found is None or end is None or end[0] != found[0]:
            return found
        text = self.words.text[self.words.starts[index] : self.words.ends[found[0] - 1]]
        return None if printed(text).lower() == end[1] else found

    def _is_end(self, index: int) -> bool:
        """Whether a name must end before the token: a mark, or what the body is told to do."""
        word = self._word(index)
        if not word or word in ENDS:
            return True
        if self._capital(index) and self.words.raw(index).istitle():
            return False
        if word == "duoc" and self._word(index - 1) == "ve":
            return False  # "hoạt động về dược": a scan's "được" is no passive there
        if word == "trinh" and self._word(index - 1) in _BEFORE_WORKS:
            return False  # "Khai thác công trình thủy lợi"
        end = self._end_at(index)
        if end is None:
            return False
        modifier = self._modifier(index) or self._closing.longest(self.words, index)
        return modifier is None or modifier[0] < end[0]

    def read(self, index: int) -> list[Body]:
        at = index
        quantifier = self._quantifiers.longest(self.words, at)
        if quantifier:
            at = quantifier[0]
        elif self.words.starts_with(at, ("dong", "chi")):
            at += 2
            at = self._behind_person(at)
        if quantifier:  # "các ông (bà) Trưởng thôn", "các đồng chí Phó Chủ tịch"
            at = next((at + len(c) for c in _COURTESIES if self.words.starts_with(at, c)), at)
        title = self._heads.longest(self.words, at)
        if title and self._is_office(at, title[0]):
            title = None
        if title and self._heads_joint_office(title[0]):
            title = title[0] - 2, title[1]
        if title and (self._capital(at) or self._heads_body(title[0], title[1])):
            return self._headed(index, title[0], bool(quantifier))
        if quantifier:
            return self._group(index, quantifier[0])
        known = self._known(at)
        if known:
            return self._named(index, known[0], known[1].key)
        if self._capital(at):
            listed = self._listed_committees(at, at)
            if listed:
                return listed
            unknown = self._unknown(at)
            if unknown:
                return [unknown]
        whole = self._whole.longest(self.words, at)
        if whole:
            return [self._body(index, whole[0], is_group=True)]
        bare = self._bare.longest(self.words, at)
        if bare:
            return [self._extended_group(index, bare[0])]
        return []

    def _heads_body(self, after: int, title: str) -> bool:
        """Whether a title without a capital is one: "chủ tịch Ủy ban nhân dân", "giám đốc các sở"."""
        if title in {"Thủ trưởng", "Người đứng đầu", "Lãnh đạo"}:
            return True
        return len(title.split()) > 1 and (
            self._known(after) is not None
            or (self._capital(after) and self._stems.longest(self.words, after) is not None)
            or self._quantifiers.longest(self.words, after) is not None
        )

    def _is_office(self, index: int, after_title: int) -> bool:
        """ "Chủ tịch nước": the title and one word more are the body itself."""
        known = self._known(index)
        return known is not None and known[0] == after_title + 1

    def _heads_joint_office(self, after_title: int) -> bool:
        """ "Chánh Văn phòng HĐND và UBND huyện" heads the one office of both."""
        known = self._known(after_title - 2)
        return known is not None and "va" in self.words.folded[after_title : known[0]]

    def _headed(self, first: int, at: int, plural: bool) -> list[Body]:
        """What stands after a title: a body, a group, or nothing ("Bộ trưởng, Thủ trưởng ...")."""
        quantifier = self._quantifiers.longest(self.words, at)
        if quantifier:
            bodies = self._group(at, quantifier[0])
        else:
            known = self._known(at)
            if known:
                bodies = self._named(at, known[0], known[1].key)
            else:
                unknown = self._unknown(at) if self._capital(at) else None
                noun = self._nouns.longest(self.words, at) or self._bare.longest(self.words, at)
                if self._unit(at) and self.words.raw(at) in {"tỉnh", "thành"}:
                    noun = None
                if unknown:
                    bodies = [unknown]
                elif noun and not self._is_end(at):
                    bodies = [self._extended_group(at, noun[0])]
                else:
                    bodies = []
        if not bodies:
            return self._title_alone(first, at)
        whole = bodies[0]
        last = whole.last
        if not whole.is_group:
            last = self._person(last)
        name = None if len(bodies) == 1 else self._title_before(first, whole)
        headed = self._body(
            first,
            last,
            name,
            key=whole.key,
            place=whole.place,
            head=True,
            is_group=whole.is_group or plural,
        )
        return [headed, *(replace(body, head=True) for body in bodies[1:])]

    def _title_alone(self, first: int, at: int) -> list[Body]:
        """ "Chánh Thanh tra tỉnh"; "Bộ trưởng" of whatever ministry."""
        if not self.words.is_capital(first):
            return []
        if self._runs_alone.longest(self.words, first):
            last = self._run(at)
            return [self._body(first, last, head=True)] if last > at else []
        last, place = self._place(at)
        group = last == at and any(  # "Trưởng thôn", "Các ông (bà) Trưởng thôn"
            (alone := self._groups_alone.longest(self.words, i)) and alone[0] == at
            for i in range(first, at)
        )
        one = last > at or self._ones_alone.longest(self.words, first) is not None
        if not group and not one:
            return []
        return [self._body(first, last, place=place, head=True, is_group=group)]

    def _run(self, index: int) -> int:
        """The index after a field in capitals: "Văn hóa - Xã hội", "Địa chính, Xây dựng"."""
        last = index
        while last < index + 10:
            mark = self._word(last) in {"-", ",", "va"} and last > index
            inner = not mark and last > index and self._capital(last - 1) and self._inner(last)
            if not self._capital(last + mark) and not inner:
                break
            last += 1 + mark
        return last

    def _inner(self, index: int) -> bool:
        """The second syllable of a word whose first has the capital: "Xã hội", "Tư pháp"."""
        return bool(self._word(index)) and self._word(index) not in ENDS and not self._tells(index)

    def _title_before(self, first: int, body: Body) -> str:
        return printed(self.words.text[self.words.starts[first] : body.start] + body.name)

    def _behind_person(self, index: int) -> int:
        """The index of the title behind a name and a comma: "đồng chí Lê Văn A, Phó Chủ tịch"."""
        last = self._person(index)
        titled = self._word(last) == "," and self._heads.longest(self.words, last + 1)
        return last + 1 if last > index and titled else index

    def _person(self, index: int) -> int:
        """The index after a person's name that follows a title and a body."""
        last = index
        while last < index + 4 and self._capital(last) and not self._starts_body(last):
            last += 1
        return last if last - index >= 2 else index

    def _starts_body(self, index: int) -> bool:
        return bool(
            self._known(index)
            or self._heads.longest(self.words, index)
            or (self._capital(index) and self._stems.longest(self.words, index))
        )

    def _named(self, first: int, end: int, key: str) -> list[Body]:
        """A known name with its place; a list that goes on without the common word."""
        last, place = self._place(end)
        group = self._word(end - 2) == "cap" and self._word(end - 1) in _LEVEL_WORDS
        if last == end and self._word(end - 1) in _UNITS | {"pho"}:
            listed = self._unit_list(end)
            group, last = group or listed > end, listed
        if last == end and key.startswith(("phong-", "toa-an", "vien-kiem-sat")):
            listed = self._unit_list(end)
            group, last = listed > end, listed
        inner_word = self._inner_words.longest(self.words, last) if last == end else None
        if inner_word and self._acts.longest(self.words, last) and not self._may_run_on(first):
            inner_word = None  # "Sở Công Thương hỗ trợ doanh nghiệp": what it is to do
        if inner_word:  # "Ban Quản lý dự án" goes on: "đầu tư xây dựng tỉnh"
            last, place = self._place(inner_word[0])
        quantifier = self._quantifiers.longest(self.words, last) if last == end else None
        if quantifier and self._unit(quantifier[0]):
            return [replace(self._extended_group(first, quantifier[0], units=True), key=key)]
        if last == end and self._names_unit(last):
            last += 1
            while last < end + 4 and self._capital(last) and not self._starts_body(last):
                last += 1
        if last == end and self.words.starts_with(last, ("chi", "nhanh")):
            last = self._branch_office(last + 2)
        last = self._with_zones(last) if self._may_run_on(first) else last
        body = self._body(first, last, key=key, place=place, is_group=group)
        rest = self._same_stem(first, body.last)
        return [body, *rest]

    def _may_run_on(self, first: int) -> bool:
        return self._word(first) not in _WHOLE_NAMES

    def _place(self, index: int) -> tuple[int, str | None]:
        """The index after a place that follows a name, and the province's slug if it is one."""
        at = index
        if self._word(index - 1) not in _UNITS | {"pho"}:
            for unit in (("tinh",), ("thanh", "pho"), ("tp",), ("tp", ".")):
                if self.words.starts_with(index, unit) and self._means_place(index, len(unit)):
                    at = index + len(unit)
        found = self._places.longest(self.words, at) if self._capital(at) else None
        if found:
            return found
        if at > index:
            return at, None
        last = index
        if self._word(index - 1) in _UNITS | {"pho", "tran"}:
            while last < index + 4 and self._capital(last) and not self._starts_body(last):
                last += 1
        return last, None

    def _means_place(self, index: int, length: int) -> bool:
        """ "tỉnh", and no "tình hình" without its accents; a scan's "tinh Sơn La" is one too."""
        following = index + length
        return self.words.raw(index).lower() in {"tỉnh", "thành", "tp"} or bool(
            self._capital(following) and self._places.longest(self.words, following)
        )

    def _unit_list(self, index: int) -> int:
        """The index after ", thành phố trực thuộc Trung ương", ", thị, thành phố"."""
        last = index
        if self._unit(index):
            last = index + 1
        while self._word(last) in {",", "va", "-"} and self._unit(last + 1):
            last += 2
            if self._word(last) in {"pho", "xa"} and self._word(last - 1) in {"thanh", "thi"}:
                last += 1
            if self.words.starts_with(last, ("truc", "thuoc")):
                last += 4 if self._word(last + 2) == "trung" else 3
        return last

    def _unit(self, index: int) -> bool:
        return self._word(index) in _UNITS and not self._capital(index)

    def _unit_or_level(self, index: int) -> bool:
        return self._word(index) in _UNITS | {"cap"} or self.words.starts_with(
            index, ("dac", "khu")
        )

    def _names_unit(self, index: int) -> bool:
        """ "Trạm Y tế xã", "Công an phường": whose body it is; no "xã hội"."""
        raw = self.words.raw(index) if index < self._limit else ""
        return raw in {"huyện", "quận", "xã", "phường"} and self._word(index + 1) != "hoi"

    def _branch_office(self, index: int) -> int:
        """ "Ngân hàng Nhà nước chi nhánh Khu vực 5": up to the end of its place or number."""
        last = index
        while last < index + 6 and (
            self._capital(last) or self._unit(last) or self._word(last).isdigit()
            or self._word(last) == "vuc"
        ):  # fmt: skip
            last += 1
        return last

    def _with_zones(self, index: int) -> int:
        """ "Ban Quản lý Khu kinh tế" goes on: "Dung Quất và các Khu công nghiệp tỉnh"."""
        last = index
        while self._capital(last) and not self._starts_body(last) and last < index + 6:
            last += 1
        if self.words.starts_with(last, ("va", "cac", "khu")):
            last += 3
            while not self._is_end(last) and self._word(last) not in _AND_VI | {","}:
                last += 1
        return last

    def _same_stem(self, first: int, end: int) -> list[Body]:
        """Bodies of a list that says its stem once: "Sở Tài chính, Xây dựng và Nội vụ"."""
        stem = next((s for s in vocabulary.BRANCH_STEMS if self._is(first, s)), None)
        return self._branches(stem, end) if stem else []

    def _is(self, index: int, word: str) -> bool:
        return self._capital(index) and self._word(index) == vocabulary.phrase(word)[0]

    def _branches(self, stem: str, end: int) -> list[Body]:
        bodies: list[Body] = []
        index_of_branches = vocabulary.branches(stem)
        while True:
            at = end if not bodies and self._word(end - 1) == ":" else self.after_separator(end)
            if (at == end and bodies) or not self._capital(at) or self._known(at):
                return bodies
            found = index_of_branches.longest(self.words, at, at + LONGEST)
            if found is None:
                return bodies
            last, name = found
            end, place = self._place(last)
            written = printed(self.words.text[self.words.starts[at] : self.words.ends[end - 1]])
            bodies.append(self._body(at, end, f"{stem} {written}", key=name.key, place=place))

    def _unknown(self, first: int) -> Body | None:
        """A name made like a body's: a stem, then words up to what it is told to do."""
        stem = self._stems.longest(self.words, first)
        if stem is None or not self._capital(first):
            return None
        at = stem[0]
        raw = self.words.raw(first)
        if at == first + 1 and raw.lower() != stem[1].lower():
            return None
        if raw.isupper() and not stem[1].isupper():
            return None  # in a heading in capitals everything looks like a name
        inner = self._known(at)
        if inner:
            last, place = self._place(inner[0])
            if last == inner[0] and self._word(last - 1) in _UNITS:
                last = self._unit_list(last)
            return self._body(first, last, place=place, is_group=last > inner[0] and not place)
        open_stem = self.words.join(at - 2, at) in _OPEN_STEMS or self._word(at - 1) in _OPEN_STEMS
        count = None if open_stem else self._count(at)  # "Ban Chỉ đạo 57 tỉnh" counts nothing
        quantifier = self._quantifiers.longest(self.words, at) or count
        if quantifier or (self._word(at) == "cap" and self._word(at + 1) in _LEVEL_WORDS):
            return self._group_of_stem(first, at)
        found = self._places.longest(self.words, at) if self._capital(at) else None
        if found and stem[1] in {"Báo", "Đài", "Thuế", "Công an", "Tòa án nhân dân"}:
            return self._body(first, found[0], key=None, place=found[1])
        region = self._region(at)
        if region > at:
            return self._body(first, region)
        if not (self._capital(at) or (open_stem and not self._is_end(at))):
            whole = self.words.join(first, at) in _PEOPLES
            same_level = self.words.starts_with(at, ("cung", "cap"))
            last = at + 2 if same_level and self.words.raw(at) == "cùng" else at
            return self._body(first, last, is_group=True) if whole else None
        inside = self._stems.longest(self.words, at) if self._capital(at) else None
        last = inside[0] if inside else at
        while last < first + LONGEST and self._goes_on(last, open_stem):
            units = self._quantifiers.longest(self.words, last)
            if units and self._unit_or_level(units[0]):  # "Trạm Y tế các xã, phường"
                return self._extended_group(first, units[0], units=True)
            inner_word = self._inner_words.longest(self.words, last)
            last = inner_word[0] if inner_word else last + 1
        inner = self._known(last)
        if inner:  # "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"
            last, place = self._place(inner[0])
            return self._body(first, last, place=place)
        return self._body(first, last) if last > at else None

    def _region(self, index: int) -> int:
        """The index after "khu vực 3", "khu vực X - Sơn La", "cơ sở 7": the bodies of a region."""
        numbered = self.words.starts_with(index, ("khu", "vuc")) or self.words.starts_with(
            index, ("co", "so")
        )
        number = index + 2
        if not numbered or not (self._word(number).isdigit() or self._capital(number)):
            return index
        last = number + 1
        behind = last + 1 if self._word(last) == "-" else last
        return self._place(behind)[0] if self._capital(behind) else self._place(last)[0]

    def _goes_on(self, index: int, open_stem: bool) -> bool:
        word = self._word(index)
        if word in {",", "va", "-", "&"}:
            following = index + 1
            if self._is_end(following) or self._starts_body(following):
                return False
            if self._quantifiers.longest(self.words, following) and word != "-":
                return False
            if self._nouns.longest(self.words, following) and not self._capital(following):
                return False
            return open_stem or (self._capital(following) and word != ",")
        if self._unit(index - 1) and self._acts.longest(self.words, index):
            return False  # "Ban Chỉ huy Quân sự xã huấn luyện": what it is to do
        if self._inner_words.longest(self.words, index):
            return True
        return not self._is_end(index) and not (index and self._starts_body(index))

    def _count(self, index: int) -> tuple[int, str] | None:
        """ "UBND 11 phường": a number of units, as a word for many."""
        word = self._word(index)
        return (index + 1, word) if word.isdigit() and self._unit(index + 1) else None

    def _group_of_stem(self, first: int, at: int) -> Body:
        """ "UBND các huyện, thị xã, thành phố"; "HĐND cấp xã"."""
        quantifier = self._quantifiers.longest(self.words, at) or self._count(at)
        key = self._committee_key(first, at)
        after = quantifier[0] if quantifier else at + 2
        return replace(self._extended_group(first, after, units=key is not None), key=key)

    def _listed_committees(self, first: int, at: int) -> list[Body]:
        """ "UBND các tỉnh: Tiền Giang, Long An và thành phố Hồ Chí Minh": one body each."""
        stem = self._stems.longest(self.words, first)
        if stem is None:
            return []
        if not self.words.starts_with(stem[0], ("cac", "tinh")):
            return self._listed_communes(first, stem[0])
        end = stem[0] + 2
        while self._word(end) in {",", "thanh", "pho", ":"} and self._word(end - 1) != ":":
            end += 1
        bodies: list[Body] = []
        while True:
            at = self.after_separator(end) if bodies else end
            unit = "thành phố" if self.words.starts_with(at, ("thanh", "pho")) else "tỉnh"
            name_at = at + 2 if unit == "thành phố" else at + 1 if self._word(at) == "tinh" else at
            found = self._places.longest(self.words, name_at) if self._capital(name_at) else None
            if found is None or (bodies and at == end):
                return bodies if len(bodies) > 1 else []
            end = found[0]
            place = self.words.text[self.words.starts[name_at] : self.words.ends[end - 1]]
            key = self._committee_key(first, stem[0])
            name = f"{self._printed(first, stem[0])} {unit} {printed(place)}"
            start = first if not bodies else at
            bodies.append(self._body(start, end, name, key=key, place=found[1]))

    def _listed_communes(self, first: int, at: int) -> list[Body]:
        """ "UBND các xã Yên Mỹ, Như Quỳnh": one body each."""
        unit = self.words.raw(at + 1) if self._word(at) == "cac" else ""
        if unit not in _LOCAL_UNITS or self.words.join(first, at) not in _PEOPLES:
            return []
        key = self._committee_key(first, at)
        bodies: list[Body] = []
        end = at + 3 if self._word(at + 2) == ":" else at + 2
        while True:
            begin = self.after_separator(end) if bodies else end
            own = self.words.raw(begin) if bodies and begin > end else ""
            unit = own if own in _LOCAL_UNITS else unit  # ", An Khê và xã Mường La"
            name_at = begin + 1 if own == unit else begin
            last = name_at
            while self._capital(last) and not self._starts_body(last) and last < name_at + 4:
                last += 1
            if last == name_at or (bodies and begin == end):
                return bodies if len(bodies) > 1 else []
            name = f"{self._printed(first, at)} {unit} {self._printed(name_at, last)}"
            bodies.append(self._body(begin if bodies else first, last, name, key=key))
            end = last

    def _printed(self, first: int, last: int) -> str:
        return printed(self.words.text[self.words.starts[first] : self.words.ends[last - 1]])

    def _committee_key(self, first: int, at: int) -> str | None:
        stem = self.words.join(first, at)
        body = {"ubnd": "ubnd", "uy ban nhan dan": "ubnd", "hdnd": "hdnd"}.get(
            stem, "hdnd" if stem == "hoi dong nhan dan" else None
        )
        levels = {"huyen": "huyen", "thi": "huyen", "quan": "huyen", "xa": "xa", "phuong": "xa"}
        level = levels.get(self._word(at + 1), "tinh" if self._word(at + 1) == "tinh" else None)
        return f"{body}-{level}" if body and level else None

    def _group(self, first: int, at: int) -> list[Body]:
        """A group after "các": "các sở, ban, ngành"; a list of names after a colon."""
        noun = self._nouns.longest(self.words, at)
        other = self._others.longest(self.words, at)
        if noun is None or (other and other[0] > noun[0]):
            return []
        stem = next(
            (s for s in vocabulary.BRANCH_STEMS if self._word(at) == vocabulary.phrase(s)[0]), None
        )
        colon = noun[0]
        while colon < at + 8 and (
            self._word(colon) == "," or self._nouns.longest(self.words, colon)
        ):
            step = self._nouns.longest(self.words, colon)
            colon = step[0] if step else colon + 1
        if stem and self._word(colon) == ":":
            listed = self._branches(stem, colon + 1)
            if listed:
                return [replace(listed[0], first=first), *listed[1:]]
        if stem and noun[0] == at + 1 and not self._nouns.longest(self.words, at + 1):
            listed = self._branches_from(stem, at + 1)
            if len(listed) > 1:
                return listed
        named = self._names.longest(self.words, at, min(at + LONGEST, self._limit))
        if stem and named and not named[1].abbreviation:
            return [self._bare_group(first, max(named[0], noun[0]))]
        return [self._extended_group(first, noun[0])]

    def _branches_from(self, stem: str, at: int) -> list[Body]:
        """ "các Sở Tài chính, Xây dựng": the list begins at once."""
        found = vocabulary.branches(stem).longest(self.words, at, at + LONGEST)
        if not found or not self._capital(at):
            return []
        written = printed(self.words.text[self.words.starts[at] : self.words.ends[found[0] - 1]])
        body = self._body(at, found[0], f"{stem} {written}", key=found[1].key)
        return [body, *self._branches(stem, found[0])]

    def _extended_group(self, first: int, index: int, *, units: bool = False) -> Body:
        """A group's phrase up to where it ends; with ``units`` a list of territories only."""
        last, closed = index, False
        acting = self._after_acting(first, index)
        apart = self._apart.longest(self.words, first)
        while last < first + LONGEST:
            word = self._word(last)
            if word == "," and apart and last == apart[0]:
                break
            if word in {",", "va", "hoac", "-"}:
                following = last + 2 if self._word(last + 1) == "va" and word == "," else last + 1
                if not self._group_goes_on(following, word) or (
                    units and not self._unit_or_level(following)
                ):
                    break
                noun = self._nouns.longest(self.words, following)
                last = noun[0] if noun else following + 1
                continue
            compound = self._compounds.longest(self.words, last)
            verb = self._end_at(last)
            closing = self._closing.longest(self.words, last)
            if compound and not closing and not (verb and verb[0] > compound[0]):
                last = compound[0]
                continue
            if self._is_end(last) or (acting == last and self._acts.longest(self.words, last)):
                break
            modifier = self._modifier(last)
            if closing:
                last, closed = closing[0], True
            elif modifier:
                last = modifier[0]
                if self._word(last - 1) == "ban":  # "trên địa bàn"
                    last, closed = self._territory(last), True
            elif closed:
                break
            else:
                last += 1
        return self._body(first, last, is_group=True)

    def _after_acting(self, first: int, last: int) -> int:
        """The index after "địa phương" at the end of a group: a verb there is what they do."""
        for at in range(first, last):
            found = self._acting.longest(self.words, at)
            if found and found[0] == last:
                return last
        return -1

    def _territory(self, index: int) -> int:
        """The index after "tỉnh", "toàn huyện", "thành phố Cần Thơ", "xã và các xã lân cận"."""
        last = index + 1 if self._word(index) == "toan" else index
        if self._unit(last):
            last += 2 if self._word(last + 1) in {"pho", "xa"} else 1
            while self._capital(last) and not self._starts_body(last):
                last += 1
        return last

    def _group_goes_on(self, index: int, mark: str) -> bool:
        """Whether what follows a comma or "và" is still the same phrase."""
        word = self._word(index)
        if not word or word in ENDS or self._quantifiers.longest(self.words, index):
            return False
        if self._known(index) or self._heads.longest(self.words, index):
            return False
        if self._apart.longest(self.words, index):
            return False
        stem = self._stems.longest(self.words, index) if self._capital(index) else None
        if stem and (self._capital(stem[0]) or self._quantifiers.longest(self.words, stem[0])):
            return False
        if stem and self._word(stem[0]) == "cap":
            return False
        action = self._end_at(index)
        noun = self._nouns.longest(self.words, index)
        if noun:
            return action is None or action[0] <= noun[0]
        if action:
            return False
        level = word == "cap" and self._word(index + 1) in _LEVEL_WORDS
        return level or self._capital(index) or mark in {"-", "va"}
