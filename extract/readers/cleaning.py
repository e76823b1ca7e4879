"""Normalization of letters, spaces and line ends, the same for every format.

What is mended, each seen in real documents:

- letters written in two code points (NFD), and Ð (U+00D0, Icelandic eth) for Đ;
- Cyrillic and Greek letters that look like Latin ones inside Latin words (``TT-BTС``);
- soft hyphens, zero-width spaces and direction marks inside words;
- hyphens that are not U+002D (U+2010, U+2011, U+2212, U+FFFE as PDFium writes a hyphen at a line
  end), slashes that are not U+002F. The dashes – and — stay: they separate words;
- no-break and other spaces, CR and CR LF, form feeds, runs of spaces, runs of blank lines.

Where the tone mark stands (``hoà``, ``hòa``) stays as printed.

Two ways to run the same steps: :func:`clean` gives the text alone; :class:`Traced` also keeps the
way back to the raw text. Every step is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Mapping
from typing import NamedTuple

from extract.source import Origin

# One character for one character.
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_HYPHENS = "\u2010\u2011\u2012\u2212\u2043\ufe63\uff0d\ufffe\uf02d"
_SLASHES = "\u2044\u2215\u29f8\uff0f"
_LINE_ENDS = "\x0b\x0c\x1c\x1d\x85\u2028\u2029"
_BULLETS = "\uf0b7\uf0a7\uf076\uf0d8\uf0fc\u00b7"
_ONE_TO_ONE = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_HYPHENS, "-"),
        **dict.fromkeys(_SLASHES, "/"),
        **dict.fromkeys(_LINE_ENDS, "\n"),
        **dict.fromkeys(_BULLETS[:-1], "•"),
        "Ð": "Đ",
        "ð": "đ",
        "Ɖ": "Đ",
    }
)
_ODD = re.compile("[" + re.escape("".join(map(chr, _ONE_TO_ONE))) + "]")
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaeopcyxijsdqwhABEZHIKMNOPTYXo",
)

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1e\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\uffff\U000e0000-\U000e0fff]+"
)
_CARRIAGE_RETURN = re.compile(r"\r\n?")
# A letter and the marks that combine with it.
_MARKED = re.compile(
    "[^\u0300-\u036f]?[\u0300-\u036f]{1,30}|[\u1f71-\u1ffd\u2126\u212a\u212b]", re.DOTALL
)
# A run that Unicode composition cannot reach across: it starts at an ASCII character.
_COMPOSABLE = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]{1,4096}")
_SPACE_RUN = re.compile(r" {2,}")
_LINE_EDGE = re.compile(r" \n ?|\n ")
_BLANK_LINES = re.compile(r"\n{3,}")
_GREEK_OR_CYRILLIC = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_WRITTEN_TOGETHER = re.compile(r"[\w/&-]{1,80}")
_WORD_END = re.compile(r"[\w/&-]+\Z")
_LONGEST_WORD = 80
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


LONGEST_TRACED = 4_000_000
"""The longest text, in characters, whose way back to the file is kept."""


class Step(NamedTuple):
    """One replacement that may change the length of the text."""

    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]


def _vietnamese_letters() -> str:
    """The letters of Vietnamese, each as one character."""
    vowels = [base + sign for base in "aeiouyAEIOUY" for sign in ("", "\u0302", "\u0306", "\u031b")]
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = (unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones)
    return "đĐ" + "".join(letter for letter in letters if len(letter) == 1 and not letter.isascii())


# Nothing in a line of these is ever changed; nearly all lines are such.
_ORDINARY = re.compile(f"[ -~{_vietnamese_letters()}“”‘’–—…•]*")


def _plain(match: re.Match[str]) -> str:
    return match[0].translate(_ONE_TO_ONE)


def _compose(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match[0])


def _mend_look_alikes(text: str) -> str:
    """Latin letters for Cyrillic and Greek ones, in words that are Latin otherwise; one for one."""
    pieces: list[str] = []
    last = 0
    for match in _GREEK_OR_CYRILLIC.finditer(text):
        if match.start() < last:
            continue
        before = _WORD_END.search(text, max(last, match.start() - _LONGEST_WORD), match.start())
        start = before.start() if before else match.start()
        after = _WRITTEN_TOGETHER.match(text, match.start())
        end = after.end() if after else match.end()
        pieces += (text[last:start], _mended(text[start:end]))
        last = end
    return "".join((*pieces, text[last:])) if pieces else text


def _mended(word: str) -> str:
    if not _LATIN.search(word):
        return word
    mended = word.translate(_LOOK_ALIKES)
    return word if _GREEK_OR_CYRILLIC.search(mended) else mended


_LETTERS = (Step(_INVISIBLE, ""), Step(_CARRIAGE_RETURN, "\n"))
# Composing by letters is quick and mends all of Vietnamese; the rest is for other writing.
_COMPOSITION = (Step(_MARKED, _compose), Step(_COMPOSABLE, _compose))
_LAYOUT = (
    Step(_SPACE_RUN, " "),
    Step(_LINE_EDGE, "\n"),
    Step(_BLANK_LINES, "\n\n"),
)


class Traced:
    """A text under way from raw to stored, with the way back.

    ``text`` is as it stands now; :meth:`origin` leads from its offsets to those of the raw text. A text
    longer than :data:`LONGEST_TRACED` is cleaned without it: an edit costs many times its letters.
    """

    def __init__(self, raw: str) -> None:
        self.text = raw
        self._keeps = len(raw) <= LONGEST_TRACED
        self._stored: array[int] = array("q", [0])
        self._raw: array[int] = array("q", [0])

    def translate(self, table: Mapping[int, str | int | None]) -> None:
        """Replace characters one for one."""
        self.text = self.text.translate(table)

    def replace_text(self, text: str) -> None:
        """Take ``text``, which differs from the present one in single characters only."""
        if len(text) != len(self.text):
            raise ValueError("the text has another length")
        self.text = text

    def apply(self, step: Step) -> None:
        """Run one replacement and keep the way back."""
        if not self._keeps:
            self.text = step.pattern.sub(step.replacement, self.text)
            return
        replace = step.replacement
        pieces: list[str] = []
        edits: list[tuple[int, int, int, int]] = []
        last, shift = 0, 0
        for match in step.pattern.finditer(self.text):
            new = replace if isinstance(replace, str) else replace(match)
            start, end = match.span()
            if len(new) != end - start:
                edits.append((start + shift, start, len(new), end))
                shift += len(new) - (end - start)
            elif new == match[0]:
                continue
            pieces += (self.text[last:start], new)
            last = end
        if not pieces:
            return
        pieces.append(self.text[last:])
        self.text = "".join(pieces)
        if edits:
            self._compose_with(edits)

    def cut(self, start: int, end: int) -> None:
        """Keep only ``text[start:end]``."""
        self.text = self.text[start:end]
        if start:
            self._compose_with([(0, 0, 0, start)])

    def origin(self) -> Origin | None:
        """The way back from the present text to the raw one; ``None`` for a very long text."""
        return None if not self._keeps else Origin(self._stored, self._raw)

    def _compose_with(self, edits: list[tuple[int, int, int, int]]) -> None:
        """Follow a list of edits, each (place in the new text, place in the old text, length of
        the new words, end in the old text), by the way back that was known before."""
        stored: array[int] = array("q")
        raw: array[int] = array("q")
        old_stored, old_raw = self._stored, self._raw
        index, shift = 0, 0

        def add(place: int, source: int) -> None:
            if stored and stored[-1] == place:
                raw[-1] = source
            else:
                stored.append(place)
                raw.append(source)

        for new_start, old_start, length, old_end in edits:
            while index < len(old_stored) and old_stored[index] <= old_start:
                add(old_stored[index] + shift, old_raw[index])
                index += 1
            # Break points inside the replaced words are lost with them.
            while index < len(old_stored) and old_stored[index] <= old_end:
                index += 1
            before = old_raw[index - 1] + old_end - old_stored[index - 1]
            if index < len(old_raw):
                before = min(before, old_raw[index])
            add(new_start + length, before)
            shift = new_start + length - old_end
        while index < len(old_stored):
            add(old_stored[index] + shift, old_raw[index])
            index += 1
        if not stored or stored[0] > 0:
            stored.insert(0, 0)
            raw.insert(0, 0)
        self._stored, self._raw = stored, raw


def clean_letters(traced: Traced, keep: str = "") -> None:
    """The first half: every character as it shall be stored, lines ended by ``\\n``. Line-ending
    characters in ``keep`` stay what they are."""
    traced.apply(Step(_ODD, lambda match: match[0] if match[0] in keep else _plain(match)))
    for step in _LETTERS:
        traced.apply(step)
    for step in _COMPOSITION:
        if not unicodedata.is_normalized("NFC", traced.text):
            traced.apply(step)
    traced.replace_text(_mend_look_alikes(traced.text))


def clean_layout(traced: Traced) -> None:
    """The second half: runs of spaces, line ends and blank lines."""
    for step in _LAYOUT:
        traced.apply(step)
    text = traced.text
    traced.cut(len(text) - len(text.lstrip(" \n")), len(text.rstrip(" \n")))


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED_DIGIT = re.compile(r"[⁰¹²³⁴-⁹]")
# 66-NQ/TW¹ but not m², km²
_GLUED_MARK = re.compile(r"(?<=[^\W⁰¹²³⁴-⁹])(?<!\bm)(?<!\b[kcdm]m)(?=[⁰¹²³⁴-⁹])")


def raised(text: str) -> str:
    """Digits that are printed raised, as the characters for them: a footnote mark glued to a number
    must not become part of it (``2018`` with note 1 is not 20181)."""
    return text.translate(_RAISED) if text.strip().isdigit() else text


def set_marks_apart(text: str) -> str:
    """A space before raised digits that follow a word; the squares of units stay as they are."""
    return _GLUED_MARK.sub(" ", text) if _RAISED_DIGIT.search(text) else text


def clean(text: str) -> str:
    """``text`` as it is stored, lines kept."""
    if "  " not in text and _ORDINARY.fullmatch(text):
        return text.strip(" ")
    text = _ODD.sub(_plain, text)
    for pattern, replacement in _LETTERS:
        text = pattern.sub(replacement, text)
    for pattern, replacement in _COMPOSITION:
        if not unicodedata.is_normalized("NFC", text):
            text = pattern.sub(replacement, text)
    text = _mend_look_alikes(text)
    for pattern, replacement in _LAYOUT:
        text = pattern.sub(replacement, text)
    return text.strip(" \n")


def clean_line(text: str) -> str:
    """``text`` as it is stored, on one line."""
    return clean(text.replace("\r", " ").replace("\n", " ")).replace("\n", " ")
