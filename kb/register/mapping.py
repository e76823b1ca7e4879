"""What a person says of a register whose header is not known: ``NAME.register.yml`` beside it.

::

    columns:                       # what this project calls it: how the header calls it, or a letter
      number: Ký hiệu VB
      issued_on: Ngày tháng
      title: D
    header: 4                      # the line of the header, where it must be said
    sheets: [Năm 2025, Năm 2026]   # only these
    issuer: Sở Nội vụ tỉnh Sơn La  # who issued what is listed, where no column says it
    territory: Sơn La              # whose documents they are, where nothing else says it

Everything but the file itself may be left out; columns that are known need no mention.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract import vocabulary
from extract.grammar.letterhead_names import province_of
from extract.readers.errors import UnreadableError
from kb.register.files import mapping_of

LETTER = re.compile(r"[A-Z]{1,2}")
"""How a column is named by its place: ``D``, ``AA``."""
_LARGEST = 100_000
_KEYS = frozenset({"columns", "header", "sheets", "issuer", "territory"})


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping as written: ``columns`` by this project's names (``register_columns.csv``),
    ``territory`` as a province's slug. All empty where there is no file."""

    columns: tuple[tuple[str, str], ...] = ()
    header: int | None = None
    sheets: tuple[str, ...] = ()
    issuer: str | None = None
    territory: str | None = None

    def wants(self, sheet: str | None) -> bool:
        return not self.sheets or sheet in self.sheets


def read_mapping(register: Path) -> Mapping:
    """The mapping beside a register. Raises :class:`UnreadableError` that says what to mend."""
    path = mapping_of(register)
    if not path.is_file():
        return Mapping()
    import yaml

    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too long for a mapping")
        return _mapping(yaml.safe_load(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError, yaml.YAMLError) as error:
        why = " ".join(str(error).split())
        raise UnreadableError(
            "register-mapping", f"{path.name} cannot be used: {why}. Mend it; see corpus/README.md."
        ) from error


def _mapping(said: Any) -> Mapping:
    if not isinstance(said, dict):
        raise ValueError("it does not say “columns:” and the like")
    if unknown := sorted(str(key) for key in said if key not in _KEYS):
        raise ValueError(f"“{unknown[0]}” is none of {', '.join(sorted(_KEYS))}")
    columns, header = _columns(said.get("columns") or {}), _header(said.get("header"))
    if header is None and columns and all(LETTER.fullmatch(name) for _, name in columns):
        raise ValueError("columns named by their letters need “header:”, the line of the header")
    return Mapping(
        columns=columns,
        header=header,
        sheets=_sheets(said.get("sheets") or ()),
        issuer=_words(said.get("issuer")),
        territory=_territory(_words(said.get("territory"))),
    )


def _columns(said: Any) -> tuple[tuple[str, str], ...]:
    known = [row["column"] for row in vocabulary.rows("register_columns")]
    if not isinstance(said, Dictionary):
        raise ValueError("“columns” must list one column a line, “number: ...”")
    for column, name in said.items():
        if column not in known:
            raise ValueError(f"“{column}” is no column; known are {', '.join(known)}")
        if not isinstance(name, str | int) or not str(name).strip():
            raise ValueError(f"“{column}” needs the name of a column, or its letter")
    return tuple((column, str(name).strip()) for column, name in said.items())


def _header(said: Any) -> int | None:
    if said is not None and (not isinstance(said, int) or isinstance(said, bool) or said < 1):
        raise ValueError("“header” must be the number of a line")
    return said


def _sheets(said: Any) -> tuple[str, ...]:
    listed = said if isinstance(said, list | tuple) else [said]
    if any(isinstance(name, dict | list) for name in listed):
        raise ValueError("“sheets” must list names of sheets")
    return tuple(str(name) for name in listed)


def _words(said: Any) -> str | None:
    return " ".join(str(said).split()) or None if said is not None else None


def _territory(words: str | None) -> str | None:
    if words is None:
        return None
    if words in vocabulary.provinces():
        return words
    place = province_of(words)
    if place is None:
        raise ValueError(f"“{words}” is no province that is known")
    return place[0]
