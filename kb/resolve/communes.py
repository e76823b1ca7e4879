"""Which old commune went, fully or in part, into which new one on 1 July 2025, as
``commune_successions.csv`` has it (lists of administrative units before and since that day), and
which new communes lie in what was a district. A unit is its province and its local part, as in the
id of its bodies: ``("son-la", "commune-chieng-ly")``, ``("son-la", "district-moc-chau")``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extract import vocabulary
from extract.folding import slug

MERGED_ON = "2025-07-01"
"""First day of the merged provinces and communes, and the first without districts."""

_KIND = re.compile(r"^(?:Phường|Xã|Đặc khu)\s+")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune since 1 July 2025: its province, its name with its kind ("Phường Ba Đình")."""

    province: str
    name: str

    @property
    def local(self) -> str:
        return f"commune-{slug(_KIND.sub('', self.name))}"


@cache
def _communes() -> tuple[
    Mapping[tuple[str, str], tuple[tuple[Commune, bool], ...]], Mapping[str, frozenset[str]]
]:
    after: dict[tuple[str, str], dict[Commune, bool]] = defaultdict(dict)
    names: dict[str, set[str]] = defaultdict(set)
    for row in vocabulary.rows("commune_successions"):
        new = Commune(row["new_province"], row["new"])
        names[f"{new.province}.{new.local}"].add(new.name)
        after[row["province"], f"district-{row['district']}"][new] = False
        if row["old"]:
            after[row["province"], f"commune-{row['old']}"][new] = row["extent"] == "full"
    return (
        {unit: tuple(new.items()) for unit, new in after.items()},
        {unit: frozenset(known) for unit, known in names.items()},
    )


def communes_after(province: str, local: str) -> tuple[tuple[Commune, bool], ...]:
    """The communes that an old unit, or several of that name, went into; true where fully."""
    return _communes()[0].get((province, local), ())


def commune_name(province: str | None, local: str) -> str | None:
    """The name, with its kind, of the one commune of today that this local part means."""
    names = _communes()[1].get(f"{province}.{local}", frozenset())
    return next(iter(names)) if len(names) == 1 else None
