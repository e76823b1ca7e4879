"""The signature block of a scan, read with care: position and name stand under seal and strokes.

Decree 30/2020/NĐ-CP sets it right of "Nơi nhận": on whose behalf, the position, the signature with
the seal over it, the name. That region is looked at several ways (with and without the seal, in two
sizes), until the looks agree. Of what they read only this is kept: positions, in the words of the
vocabulary where a look came close to one of them; a person's name that two looks read alike and that
begins with a Vietnamese surname; other words in capitals that two looks read alike. Strokes, seals
and stamps are none of these, and nothing is completed from half a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby, pairwise
from statistics import mean, median

import cv2
import numpy as np

from extract.folding import fold
from extract.readers.scan.picture import Image, Picture
from extract.readers.scan.recognition import Layout, Word, words_of
from extract.readers.scan.seals import find_seals, without_seal
from extract.readers.syllables import is_syllable
from extract.vocabulary import rows, surnames, values

_LEFT = 0.36  # of the page's width: where the right column may begin at the earliest
_HIGHEST = 1_300  # pixels from "Nơi nhận" to the end of the block
_ABOVE = 1.3  # letters' heights that the block may begin above "Nơi nhận"
_GAP = 1.6
_WIDE_GAP = 250  # pixels; no two words of a line of the block are so far apart
_ALIKE = 0.8
_TWICE = 2
_OFF_CENTRE = 45  # pixels; seen: 20 at most
_FIRST_LINE = 100_000  # lines of the block are numbered after those of the page

# KT. | TM. | TL. | TUQ. | Q.
_MARK = re.compile(
    r"(?P<mark>(?:TM|KT|TL|TUQ|Q)(?=\s?[.,]\s?[^\W\d_])|[TK]/[MTL](?=\s?[^\W\d_]))\s?[.,]?\s?"
)
_EDGES = re.compile(r"^[^\w(]+|[^\w)]+$")
_BEHALF = ("TM", "KT", "TL", "TUQ", "Q")


@dataclass(frozen=True)
class Block:
    """Where a signature block is on the page, in pixels: left, top, right, bottom."""

    x0: int
    top: int
    x1: int
    bottom: int

    def holds(self, word: Word) -> bool:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True)
class Reading:
    """A line of the block as one look read it."""

    text: str
    confidence: float
    x0: float
    top: float
    x1: float
    bottom: float


def read_signature(picture: Picture, words: Sequence[Word]) -> list[Word]:
    """``words``, those of a signature block beside "Nơi nhận" replaced by what is certain of it."""
    block = signature_block(words, picture.pixels.shape[1])
    if block is None:
        return list(words)
    right = {id(word) for word in right_column(words, block)}
    others = [word for word in words if id(word) not in right]
    ours = [word for word in words if id(word) in right]
    slots: list[list[Reading]] = []
    _add(slots, _readings(ours))
    kept: list[Reading] = []
    for look in _looks(_cut_out(picture, block, others)):
        _add(slots, [_moved(reading, block) for reading in look])
        kept = _settled(slots)
        if _is_whole(kept):
            break
    return others + [
        word
        for number, reading in enumerate(kept)
        for word in _words(reading, _FIRST_LINE + number)
    ]


# -- where it is


def signature_block(words: Sequence[Word], width: int) -> Block | None:
    """The region right of the last "Nơi nhận:" on the page, or, where that was not read, of the
    items that end with "- Lưu:"."""
    found, top, items = None, 0.0, 0.0
    for word, following in pairwise(words):
        if word.line != following.line or word.x0 > _LEFT * width:
            continue
        first, second = _letters(word.text), _letters(following.text)
        height = following.bottom - following.top
        if first == "noi" and second in ("nhan", "gui"):
            found, top = word, word.top - _ABOVE * (word.bottom - word.top)
        elif word.text in ("-", "–"):
            items = items if items and word.top - items < _HIGHEST else word.top
            if second == "luu" and found is None:
                found, top = following, items - 3 * height
    if found is None:
        return None
    return Block(round(_LEFT * width), max(round(top), 0), width, round(top + _HIGHEST))


def right_column(words: Sequence[Word], block: Block) -> Iterator[Word]:
    """Words of the block that no line of the left column, and no line above, runs on to."""
    for _, line in groupby(words, key=lambda word: word.line):
        group: list[Word] = []
        for word in sorted(line, key=lambda word: word.x0):
            height = word.bottom - word.top
            if group and word.x0 - group[-1].x1 > _GAP * height:
                yield from _if_in_block(group, block)
                group = []
            group.append(word)
        yield from _if_in_block(group, block)


def _if_in_block(group: Sequence[Word], block: Block) -> Iterator[Word]:
    if group and group[0].x0 >= block.x0 and block.holds(group[0]):
        yield from group


def _cut_out(picture: Picture, block: Block, others: Sequence[Word]) -> Image:
    """The block's picture, words of other lines whited out."""
    bottom = min(block.bottom, picture.pixels.shape[0])
    pixels = picture.pixels[block.top : bottom, block.x0 : block.x1].copy()
    for word in others:
        x0, x1 = round(word.x0) - block.x0 - 4, round(word.x1) - block.x0 + 8
        top, end = round(word.top) - block.top - 4, round(word.bottom) - block.top + 4
        if x1 > 0 and end > 0:
            pixels[max(top, 0) : end, max(x0, 0) : x1] = 255
    return pixels


def _moved(reading: Reading, block: Block) -> Reading:
    return replace(
        reading,
        x0=reading.x0 + block.x0,
        x1=reading.x1 + block.x0,
        top=reading.top + block.top,
        bottom=reading.bottom + block.top,
    )


# -- the looks at it


def _looks(pixels: Image) -> Iterator[list[Reading]]:
    """The block's lines, read in one way after another. Places are in pixels of ``pixels``."""
    yield _look(pixels, 1.0, Layout.BLOCK)
    bare = pixels
    for seal in find_seals(pixels):
        bare = without_seal(bare, seal)
    yield _look(bare, 1.0, Layout.BLOCK)
    yield _look(bare, 0.75, Layout.BLOCK)
    yield _look(pixels, 0.75, Layout.BLOCK)
    yield _look(bare, 1.0, Layout.SPARSE)


def _look(pixels: Image, scale: float, layout: Layout) -> list[Reading]:
    dpi = round(300 * scale)
    if scale != 1.0:
        pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(
            np.uint8, copy=False
        )
    return _readings(words_of(Picture(pixels, dpi, (), 0.0), layout))


def _readings(words: Sequence[Word]) -> list[Reading]:
    found = []
    for line in _stretches(word for word in words if re.search(r"[^\W_]", word.text)):
        text = _EDGES.sub("", unicodedata.normalize("NFC", " ".join(w.text for w in line)))
        found.append(
            Reading(
                text.replace("ÿ", "ỹ"),  # no letter of Vietnamese; its tilde half seen
                mean(word.confidence for word in line),
                min(word.x0 for word in line),
                median(word.top for word in line),
                max(word.x1 for word in line),
                median(word.bottom for word in line),
            )
        )
    return found


def _stretches(words: Iterable[Word]) -> Iterator[list[Word]]:
    """The words of each line, parted where a wide gap is: what stands there are other strokes."""
    for _, group in groupby(words, key=lambda word: word.line):
        line: list[Word] = []
        for word in group:
            if line and word.x0 - line[-1].x1 > _WIDE_GAP:
                yield line
                line = []
            line.append(word)
        yield line


def _add(slots: list[list[Reading]], readings: Sequence[Reading]) -> None:
    """Put readings of the same printed line together."""
    for reading in readings:
        middle = (reading.top + reading.bottom) / 2
        slot = next(
            (s for s in slots if median(r.top for r in s) < middle < median(r.bottom for r in s)),
            None,
        )
        if slot is None:
            slots.append([reading])
        else:
            slot.append(reading)


# -- what is kept of them


def _settled(slots: Sequence[Sequence[Reading]]) -> list[Reading]:
    """What is certain of every line, from top to bottom."""
    kept: list[Reading] = []
    for slot in sorted(slots, key=lambda slot: median(reading.top for reading in slot)):
        reading = _position(slot, kept[-1].text if kept else "")
        name = _name(slot) if reading is None else None
        if name is not None and kept and not any(_is_below(name, line) for line in kept):
            name = None  # half of a name
        reading = reading or name or _capitals(slot)
        if reading is not None and not (kept and kept[-1].text == reading.text):
            kept.append(reading)
    return kept


def _is_below(name: Reading, position: Reading) -> bool:
    """Does the name stand in the middle below the position, as the whole of it does?"""
    return abs((name.x0 + name.x1) - (position.x0 + position.x1)) / 2 <= _OFF_CENTRE


def _is_whole(kept: Sequence[Reading]) -> bool:
    """Position and name, and under "KT." the deputy's own position."""
    if len(kept) < 2 or not _is_name(kept[-1].text):
        return False
    lines = [reading.text for reading in kept[:-1]]
    return not lines[-1].startswith(("KT", "K/T")) and any(
        _known(line, "") == line for line in lines
    )


def _position(slot: Sequence[Reading], above: str) -> Reading | None:
    """The position that a look came closest to, in the vocabulary's words."""
    best: tuple[float, Reading] | None = None
    for reading in slot:
        known = _known(reading.text, above)
        if known is not None:
            alike = SequenceMatcher(None, _letters(known), _letters(reading.text)).ratio()
            alike += 0.5 if known == reading.text else 0.0
            if best is None or alike > best[0]:
                best = alike, replace(reading, text=known)
    return best[1] if best else None


def _known(text: str, above: str) -> str | None:
    """``text`` as a position of the vocabulary, "KT." and the like before it; ``None`` if it is
    none. ``above`` is the line above: under "KT. CHỦ TỊCH" a deputy signs."""
    if not _mostly_capitals(text):
        return None
    mark = _MARK.search(text)
    # a stroke before the mark, or letters run together: "——KT.CHỦ TỊCH"
    before = _lead(mark["mark"]) if mark and mark.start() <= 4 else ""
    words = text[mark.end() :] if before and mark else text
    read = _letters(words)
    if len(read) < 4:
        return None
    wanted = _positions() + (_signed_for() if before else ())
    if above.startswith(("KT. ", "K/T ")) and not before:
        deputies = tuple(f"PHÓ {name}" for name in above[4:].split(", "))
        wanted = tuple(name for name in wanted if name.startswith("PHÓ ")) + deputies
    parts = [part.strip() for part in words.split(",")]
    if len(parts) > 1 and all(_nearest(_letters(part), wanted) for part in parts):
        return before + ", ".join(str(_nearest(_letters(part), wanted)) for part in parts)
    nearest = _nearest(read, wanted)
    return before + nearest if nearest else None


def _nearest(read: str, wanted: Sequence[str]) -> str | None:
    ranked = sorted(((_alike(_letters(name), read), name) for name in set(wanted)), reverse=True)
    if not ranked or ranked[0][0] < _ALIKE:
        return None
    if len(ranked) > 1 and ranked[1][0] > ranked[0][0] - 0.04 and ranked[0][0] < 1.0:
        return None  # two positions are as near
    return ranked[0][1]


def _alike(name: str, read: str) -> float:
    """How alike they are; what stands before a deputy's position may be the seal's."""
    tail = read[-len(name) :] if name.startswith("pho") else read
    return max(SequenceMatcher(None, name, words).ratio() for words in {read, tail})


def _lead(mark: str) -> str:
    """What stands before the office or body: "KT. ", in Party documents "K/T "."""
    return f"{mark} " if "/" in mark else f"{mark}. "


def _cue(name: str) -> tuple[str, ...]:
    return values(next(row for row in rows("letterhead") if row["cue"] == name)["vi"])


@cache
def _positions() -> tuple[str, ...]:
    bodies = (name for name in _cue("body") if len(name.split()) > 2)
    return tuple(name.upper() for name in (*_cue("position"), *bodies))


@cache
def _signed_for() -> tuple[str, ...]:
    """The bodies on whose behalf people sign: "T/M BAN THƯỜNG VỤ"."""
    return tuple(name.upper() for name in _cue("signed_for"))


@cache
def _title() -> re.Pattern[str]:
    """TS. | BS.CKII. | Đại tá"""
    return re.compile(rf"(?:(?:{'|'.join(map(re.escape, _cue('name_title')))})(?:\s?[.,]\s?|\s))+")


def _name(slot: Sequence[Reading]) -> Reading | None:
    """The name that two looks read alike, none as often in another way."""
    names = Counter(_EDGES.sub("", r.text) for r in slot if _is_name(r.text))
    ranked = names.most_common(2)
    if not ranked or ranked[0][1] < _TWICE:
        return None
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:
        return None
    readings = [reading for reading in slot if reading.text == ranked[0][0]]
    usual = median(reading.x0 + reading.x1 for reading in readings)  # strokes may widen a look
    return min(readings, key=lambda reading: abs(reading.x0 + reading.x1 - usual))


def _is_name(text: str) -> bool:
    """Nguyễn Văn A | TS. Lê Thị Bình: a surname and one to four further names."""
    title = _title().match(text)
    words = text[title.end() if title else 0 :].split()
    return (
        2 <= len(words) <= 5
        and words[0].capitalize() in surnames()
        and all(word.isalpha() and word[0].isupper() and is_syllable(word) for word in words)
        and all(word[1:].islower() or len(word) == 1 for word in words)
    )


def _capitals(slot: Sequence[Reading]) -> Reading | None:
    """Words in capitals that two looks read alike: the name of a body or of an office."""
    read = Counter(reading.text for reading in slot)
    text, times = read.most_common(1)[0]
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word not in _BEHALF]
    if times < _TWICE or not text.isupper() or sum(len(word) > 1 for word in words) < 2:
        return None
    if not all(len(word) > 1 and is_syllable(word) for word in words):
        return None
    return max((r for r in slot if r.text == text), key=lambda reading: reading.confidence)


def _mostly_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(map(str.isupper, letters)) > 0.7 * len(letters)


@cache
def _letters(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())


def _words(reading: Reading, line: int) -> Iterator[Word]:
    """The reading's words, each in its share of the line."""
    step = (reading.x1 - reading.x0) / max(len(reading.text), 1)
    for match in re.finditer(r"\S+", reading.text):
        yield Word(
            match.group(),
            reading.confidence,
            line,
            reading.x0 + match.start() * step,
            reading.top,
            reading.x0 + match.end() * step,
            reading.bottom,
        )
