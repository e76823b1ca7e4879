"""Which files are registers, by their names, and which file beside one says what its columns are."""

from __future__ import annotations

from pathlib import Path, PurePath

TABLES_OF_TEXT = frozenset({".csv", ".tsv"})
WORKBOOKS = frozenset({".xlsx", ".xlsm"})
SUFFIXES = TABLES_OF_TEXT | WORKBOOKS
_MAPPING = ".register.yml"


def is_register_name(path: PurePath) -> bool:
    """Whether a file of this name may be a register, or belongs to one."""
    return path.suffix.lower() in SUFFIXES or is_mapping(path)


def is_mapping(path: PurePath) -> bool:
    return path.name.lower().endswith(_MAPPING)


def mapping_of(path: Path) -> Path:
    """Where the mapping of a register lies, if it has one: ``so-van-ban.register.yml`` beside
    ``so-van-ban.xlsx``."""
    return path.with_name(f"{path.stem}{_MAPPING}")


def belongs_to_a_register(path: Path) -> bool:
    """Whether the file is the mapping of a register that lies beside it."""
    if not is_mapping(path):
        return False
    stem = path.name[: -len(_MAPPING)]
    return any(path.with_name(stem + suffix).exists() for suffix in SUFFIXES)
