"""What documents do to an indicator's target over time: set, repeat, raise, lower or drop it.

Two targets are compared where they are of one indicator, one place and group, one period, and in
one unit; of a later and an earlier document. News and reports tell of targets and set none. A
document that gives the same thing two values is compared with neither. An indicator counts as
dropped where the next document of the same issuer, kind and territory sets at least three of the
same indicators and not this one: a plan of the same sort that leaves it out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from kb import schema

_TELL_ONLY = ("news", "report", "minutes", "consolidated_text")
_IN_COMMON = 3
"""Indicators that two documents share before one can be said to leave another out."""


class _Target(NamedTuple):
    indicator_id: str
    place: str | None
    scope: str | None
    period: str | None
    kind: str | None
    unit: str | None
    on_date: str
    document_id: str
    issuer_id: str | None
    type: str
    id: str
    value: float
    value_to: float | None

    @property
    def series(self) -> tuple[str, ...]:
        """What two targets must have in common to be compared."""
        kept = (self.indicator_id, self.place, self.scope, self.period, self.kind, self.unit)
        return tuple(part or "" for part in kept)

    @property
    def amount(self) -> tuple[float, float]:
        return self.value, self.value if self.value_to is None else self.value_to


def write(conn: sqlite3.Connection) -> None:
    """Make ``target_changes`` anew."""
    conn.execute("DELETE FROM target_changes")
    marks = ", ".join("?" * len(_TELL_ONLY))
    rows = conn.execute(
        f"""SELECT t.indicator_id, t.place, t.scope, t.period, t.kind, t.unit_compared,
                   d.issued_on, d.id, d.issuer_id, d.type, t.id, t.value_compared,
                   t.value_to_compared
              FROM targets t JOIN documents d ON d.id = t.document_id
             WHERE t.indicator_id IS NOT NULL AND t.value_compared IS NOT NULL
               AND d.issued_on IS NOT NULL AND d.type NOT IN ({marks})
             ORDER BY d.issued_on, d.id, t.start, t.id""",
        _TELL_ONLY,
    )
    targets = [_Target(*row) for row in rows]
    schema.insert(conn, "target_changes", _compared(targets))
    schema.insert(conn, "target_changes", _dropped(targets))


def _compared(targets: Iterable[_Target]) -> Iterator[dict[str, Any]]:
    for _, same in groupby(sorted(targets, key=_by_series), key=lambda target: target.series):
        before: _Target | None = None
        for _, said in groupby(same, key=lambda target: target.document_id):
            first, *others = said
            if any(other.amount != first.amount for other in others):
                continue
            yield _row(first, _change(before, first), before)
            before = first


def _by_series(target: _Target) -> tuple[tuple[str, ...], str, str]:
    return target.series, target.on_date, target.document_id


def _change(before: _Target | None, now: _Target) -> str:
    if before is None:
        return "set"
    if now.amount == before.amount:
        return "repeated"
    return "raised" if now.amount > before.amount else "lowered"


def _row(target: _Target, change: str, before: _Target | None) -> dict[str, Any]:
    return {
        "id": f"{target.id}:c", "indicator_id": target.indicator_id, "change": change,
        "place": target.place, "scope": target.scope, "period": target.period,
        "document_id": target.document_id, "issuer_id": target.issuer_id,
        "on_date": target.on_date, "target_id": target.id,
        "before_id": before.id if before else None,
        "before_document_id": before.document_id if before else None,
    }  # fmt: skip


def _dropped(targets: Iterable[_Target]) -> Iterator[dict[str, Any]]:
    plans: dict[tuple[str, ...], dict[str, list[_Target]]] = {}
    for target in targets:
        if target.issuer_id:
            sort = (target.issuer_id, target.type, target.place or "")
            plans.setdefault(sort, {}).setdefault(target.document_id, []).append(target)
    for documents in plans.values():
        for before, after in pairwise(documents.values()):
            kept = {target.indicator_id for target in after}
            was = {(target.indicator_id, target.scope): target for target in reversed(before)}
            if len({id_ for id_, _ in was} & kept) < _IN_COMMON:
                continue
            for (id_, _), target in sorted(was.items(), key=lambda item: item[1].id):
                if id_ not in kept:
                    yield _left_out(target, after[0])


def _left_out(target: _Target, by: _Target) -> dict[str, Any]:
    return {
        "id": f"{target.id}:d", "indicator_id": target.indicator_id, "change": "dropped",
        "place": target.place, "scope": target.scope, "period": target.period,
        "document_id": by.document_id, "issuer_id": by.issuer_id, "on_date": by.on_date,
        "target_id": None, "before_id": target.id, "before_document_id": target.document_id,
    }  # fmt: skip
