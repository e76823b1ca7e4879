"""One unit for each physical quantity, so that numbers of two documents can be compared.

Targets keep the base unit of their document (ha, m², MW, kg). Where two documents are compared,
areas are in ha, lengths in km, weights in tonnes, volumes in m³, power in MW, energy in MWh, data
rates in Gbps. What each unit of ``vocabulary/units.csv`` is in physics stands in its column
``physical``, for the library `pint <https://pint.readthedocs.io>`_. Money, shares and things counted
are not converted; they get the one English name of their unit.
"""

from __future__ import annotations

from functools import cache

from extract import vocabulary
from extract.grammar.quantities import canonical_unit, read_unit

_BASES = {
    "area": "ha", "length": "km", "weight": "tonnes", "volume": "m³", "power": "MW",
    "energy": "MWh", "data rate": "Gbps",
}  # fmt: skip


@cache
def _physical() -> dict[str, tuple[str, str]]:
    """Unit → (what pint calls it, its base unit)."""
    return {
        row["unit"]: (row["physical"], _BASES[row["kind"]])
        for row in vocabulary.rows("units")
        if row["physical"]
    }


def comparable_unit(unit: str | None) -> tuple[str | None, float]:
    """The unit in which a number of this base unit is compared, and the factor that leads to it.

    >>> comparable_unit("km²"), comparable_unit("tạ/ha"), comparable_unit("xã")
    (('ha', 100.0), ('tonnes per ha', 0.1), ('communes', 1.0))
    """
    name = canonical_unit(unit)
    if name is None:
        return None, 1.0
    measured, per, by = name.partition(" per ")
    if measured not in _physical():
        return name, 1.0
    base, factor = _converted(measured)
    return f"{base}{per}{by}", factor


def measured_in(value: float | None, unit: str | None) -> tuple[float | None, float | None]:
    """A printed number in the base unit of its printed unit, and as it is compared.

    >>> measured_in(2.5, "nghìn ha"), measured_in(2, "km²")
    ((2500.0, 2500.0), (2.0, 200.0))
    """
    read = read_unit(unit) if unit else None
    if value is None:
        return None, None
    base = float(f"{value * (read.factor if read else 1.0):.12g}")
    _, factor = comparable_unit(base_unit(unit))
    return base, float(f"{base * factor:.12g}")


def base_unit(unit: str | None) -> str | None:
    """The base unit of a printed unit: ``"nghìn ha"`` gives ``"ha"``."""
    read = read_unit(unit) if unit else None
    return read.normalized if read else None


@cache
def _converted(unit: str) -> tuple[str, float]:
    expression, base = _physical()[unit]
    if unit == base:
        return base, 1.0
    from pint import UnitRegistry  # 0.3 s to import: only where something is to be converted

    registry: UnitRegistry = UnitRegistry()
    factor: float = registry.Quantity(expression).to(_physical()[base][0]).magnitude
    return base, float(f"{factor:.12g}")
