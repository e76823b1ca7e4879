"""A chart of one indicator over the years, drawn here as SVG: a point for each target of a document.

No network and no script: the picture is part of the page. It has a title and a description for
those who cannot see it, and the same numbers stand in the table beside it. A range is a bar from
its lower to its upper end; the last target of each year of one place is joined by a line. Places
differ in colour and in shape. Where many places have targets for one year alone, each place is a line of its
own, the highest first. A narrow picture is for phones. Colours are attributes, not styles, so that a strict content security
policy lets them through.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from extract.grammar.periods import last_year


@dataclass(frozen=True, slots=True)
class Point:
    """A target on the chart: the ``year`` by which it is to be reached, its number (``None`` for a
    target in words) and upper end, the number as printed, whose it is, and the document that sets
    it, with its date and the address of its words."""

    year: int
    value: float | None
    value_to: float | None
    printed: str
    place: str
    document: str
    issued_on: str
    href: str


@dataclass(frozen=True, slots=True)
class Labels:
    """The words around the picture in one language."""

    year: str
    value: str
    place: str
    document: str
    issued_on: str
    described: str
    nowhere: str
    comma: str = "."


LABELS: Mapping[str, Labels] = {
    "vi": Labels(
        "Năm", "Chỉ tiêu", "Địa bàn", "Văn bản", "Ngày ban hành",
        "{count} chỉ tiêu từ năm {first} đến năm {last}, từ {least} đến {most} {unit}.",
        "không nêu địa bàn", ",",
    ),
    "en": Labels(
        "Year", "Target", "Place", "Document", "Issued on",
        "{count} targets from {first} to {last}, between {least} and {most} {unit}.",
        "no place given",
    ),
}  # fmt: skip

_WIDTH, _NARROW, _HEIGHT = 720, 350, 320
_PLACE_LINE, _PLACE_NAME = 24, 160
_MANY_PLACES = 4
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 18, 18, 44
_LEGEND_LINE = 18
_LETTER = 7.2
_NEAR = 12
_YEAR = 48
_ALIKE = 1e-6
_COLOURS = ("#1f5fa8", "#b3541e", "#2e7d32", "#7b3fa0", "#00796b", "#9c1f52")
_GREY, _INK = "#c9ced6", "#444b55"


def points_of(rows: Iterable[Mapping[str, object]]) -> list[Point]:
    """The points of rows with the columns of ``target_series`` and ``start``, ``end``; rows without
    a year, and dropped targets, give none. The numbers are those by which documents are compared."""
    points = []
    for row in rows:
        period = row["period"] or row["year"]
        if not period or row["target_id"] is None:
            continue
        value, upper = row["value_compared"], row["value_to_compared"]
        points.append(
            Point(
                year=last_year(str(period)),
                value=None if value is None else float(str(value)),
                value_to=None if upper is None else float(str(upper)),
                printed=_printed(row),
                place=str(row["scope"] or row["place"] or ""),
                document=str(row["number"] or row["document_id"]),
                issued_on=str(row["issued_on"] or ""),
                href=f"/doc/{row['document_id']}?at={row['start']}-{row['end']}#lit",
            )
        )
    return sorted(points, key=lambda point: (point.year, point.issued_on, point.document))


def _printed(row: Mapping[str, object]) -> str:
    """``>= 46 %``, ``11 – 12 %``, or the words of a target in words."""
    if row["value"] is None:
        return str(row["value_words"] or "")
    sign = "" if row["comparator"] in ("=", "range", None) else f"{row['comparator']} "
    upper = "" if row["value_to"] is None else f" – {float(str(row['value_to'])):.12g}"
    return f"{sign}{float(str(row['value'])):.12g}{upper} {row['unit'] or ''}".rstrip()


def figure(
    name: str, unit: str | None, points: Sequence[Point], language: str = "vi", base: str = ""
) -> str:
    """The picture and its table as one ``<figure>``; only the table where no target has a number.

    ``name`` is the indicator's, ``unit`` the one in which the points are compared, ``base`` goes
    before the addresses of the points."""
    labels = LABELS[language]
    return (
        f'<figure class="chart">{svg(name, unit, points, language, base)}'
        f"{_table(name, points, labels, base)}</figure>"
    )


def svg(
    name: str,
    unit: str | None,
    points: Sequence[Point],
    language: str = "vi",
    base: str = "",
    *,
    narrow: bool = False,
) -> str:
    """The picture alone; empty where no target has a number."""
    labels = LABELS[language]
    drawn = [point for point in points if point.value is not None]
    if not drawn:
        return ""
    width = _NARROW if narrow else _WIDTH
    places = list(dict.fromkeys(point.place for point in drawn))
    one_year = len({point.year for point in drawn}) == 1
    draw = _by_place if one_year and len(places) >= _MANY_PLACES else _over_the_years
    height, parts = draw(drawn, unit, labels, base, width)
    size = "narrow" if narrow else "wide"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{size}" viewBox="0 0 {width} {height}"'
        f' role="group" aria-labelledby="chart-title-{size} chart-desc-{size}"'
        ' font-family="inherit" font-size="13">'
        f'<title id="chart-title-{size}">{escape(name)}</title>'
        f'<desc id="chart-desc-{size}">{escape(_described(drawn, unit, labels))}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _described(drawn: Sequence[Point], unit: str | None, labels: Labels) -> str:
    values = [end for point in drawn for end in _ends(point)]
    said = labels.described.format(
        count=len(drawn), first=drawn[0].year, last=drawn[-1].year, unit=unit or "",
        least=_number(min(values), labels), most=_number(max(values), labels),
    )  # fmt: skip
    return said.replace(" .", ".")


def _over_the_years(
    drawn: Sequence[Point], unit: str | None, labels: Labels, base: str, width: int
) -> tuple[int, list[str]]:
    """How high, and what is drawn: years to the right, numbers upwards."""
    plane = _plane(drawn, width)
    places = list(dict.fromkeys(point.place for point in drawn))
    names = [place or labels.nowhere for place in places]
    legend = _legend(names, width) if len(places) > 1 else []
    height = _HEIGHT + _LEGEND_LINE * len({line for _, line in legend})
    return height, [
        *_axes(plane, unit, labels),
        *(_line(plane, drawn, place, index) for index, place in enumerate(places)),
        *(_mark(plane, point, places.index(point.place), base) for point in drawn),
        *(_entry(name, index, x, line) for index, (name, (x, line)) in
          enumerate(zip(names, legend, strict=False))),
    ]  # fmt: skip


def _by_place(
    drawn: Sequence[Point], unit: str | None, labels: Labels, base: str, width: int
) -> tuple[int, list[str]]:
    """How high, and what is drawn: a line for each place, the highest first, numbers to the right."""
    highest: dict[str, float] = {}
    for point in drawn:
        highest[point.place] = max(highest.get(point.place, -math.inf), *_ends(point))
    places = sorted(highest, key=lambda place: -highest[place])
    ticks = _ticks(min(e for p in drawn for e in _ends(p)), max(highest.values()))
    if width == _NARROW:
        ticks = (ticks[0], ticks[-1])
    left, right = _PLACE_NAME, width - _RIGHT - 8
    bottom = _TOP + 12 + len(places) * _PLACE_LINE

    def x(value: float) -> float:
        return round(left + (value - ticks[0]) / (ticks[-1] - ticks[0]) * (right - left), 1)

    parts = [
        f'<text x="{left}" y="{_TOP - 4}" fill="{_INK}">{drawn[0].year}'
        f"{escape(f', {unit}' if unit else '')}</text>"
    ]
    parts += [
        f'<line x1="{x(tick)}" x2="{x(tick)}" y1="{_TOP + 4}" y2="{bottom}" stroke="{_GREY}"/>'
        f'<text x="{x(tick)}" y="{bottom + 18}" text-anchor="middle" fill="{_INK}">'
        f"{escape(_number(tick, labels))}</text>"
        for tick in ticks
    ]
    for index, place in enumerate(places):
        y = _TOP + 16 + index * _PLACE_LINE
        parts.append(
            f'<text x="{left - 12}" y="{y + 4}" text-anchor="end" fill="{_INK}">'
            f"{escape(_shortened(place or labels.nowhere))}</text>"
        )
        parts += [
            _linked(point, [(x(end), y) for end in _ends(point)], 0, base)
            for point in drawn
            if point.place == place
        ]
    return bottom + 30, parts


def _shortened(name: str) -> str:
    most = int((_PLACE_NAME - 14) / _LETTER)
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


# --- the plane: years to the right, numbers upwards ---------------------------------------------


@dataclass(frozen=True, slots=True)
class _Plane:
    years: tuple[int, ...]
    ticks: tuple[float, ...]
    width: int

    def x(self, year: int) -> float:
        first, last = self.years[0], self.years[-1]
        share = 0.5 if first == last else (year - first) / (last - first)
        return round(_LEFT + 14 + share * (self.width - _LEFT - _RIGHT - 28), 1)

    def y(self, value: float) -> float:
        least, most = self.ticks[0], self.ticks[-1]
        share = (value - least) / (most - least)
        return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM), 1)


def _ends(point: Point) -> tuple[float, ...]:
    return tuple(end for end in (point.value, point.value_to) if end is not None)


def _plane(points: Sequence[Point], width: int) -> _Plane:
    values = [end for point in points for end in _ends(point)]
    years = sorted({point.year for point in points})
    return _Plane(tuple(years), _ticks(min(values), max(values)), width)


def _ticks(least: float, most: float) -> tuple[float, ...]:
    """Four to eight round numbers around the values: steps of 1, 2 or 5 times a power of ten."""
    largest = max(abs(least), abs(most), 1.0)
    if most - least < largest * _ALIKE:
        least, most = least - largest * 0.1, most + largest * 0.1
    rough = (most - least) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in (1, 2, 5, 10) if s * power >= rough * 0.999)
    first, last = math.floor(least / step), math.ceil(most / step)
    return tuple(float(f"{n * step:.12g}") for n in range(first, last + 1))


_SCALES = {
    "vi": ((1e12, "nghìn tỷ"), (1e9, "tỷ"), (1e6, "triệu")),
    "en": ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")),
}


def _number(value: float, labels: Labels) -> str:
    """``1,5 nghìn tỷ``, ``46.5``: large numbers with their scale in words."""
    language = "vi" if labels.comma == "," else "en"
    for factor, words in _SCALES[language]:
        if abs(value) >= factor:
            return f"{value / factor:.4g}".replace(".", labels.comma) + f" {words}"
    return f"{value:.6g}".replace(".", labels.comma)


def _axes(plane: _Plane, unit: str | None, labels: Labels) -> list[str]:
    lines = []
    for tick in plane.ticks:
        y = plane.y(tick)
        lines.append(
            f'<line x1="{_LEFT}" x2="{plane.width - _RIGHT}" y1="{y}" y2="{y}" stroke="{_GREY}"/>'
            f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end" fill="{_INK}">'
            f"{escape(_number(tick, labels))}</text>"
        )
    every = math.ceil(len(plane.years) * _YEAR / (plane.width - _LEFT - _RIGHT))
    lines += [
        f'<text x="{plane.x(year)}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle"'
        f' fill="{_INK}">{year}</text>'
        for year in plane.years[::every]
    ]
    if unit:
        lines.append(f'<text x="{_LEFT}" y="{_TOP - 5}" fill="{_INK}">{escape(unit)}</text>')
    return lines


# --- marks --------------------------------------------------------------------------------------


def _colour(index: int) -> str:
    return _COLOURS[index % len(_COLOURS)]


def _line(plane: _Plane, points: Sequence[Point], place: str, index: int) -> str:
    """A line through the last target of each year; a single year needs none."""
    last = {point.year: point for point in points if point.place == place}
    if len(last) == 1:
        return ""
    path = " ".join(f"{plane.x(y)},{plane.y(p.value or 0.0)}" for y, p in sorted(last.items()))
    return (
        f'<polyline points="{path}" fill="none" stroke="{_colour(index)}" stroke-opacity="0.6"'
        ' stroke-width="2"/>'
    )


def _mark(plane: _Plane, point: Point, index: int, base: str) -> str:
    """A point that leads to its words, with what it says on hover."""
    x = plane.x(point.year)
    return _linked(point, [(x, plane.y(end)) for end in _ends(point)], index, base)


def _linked(point: Point, ends: Sequence[tuple[float, float]], index: int, base: str) -> str:
    """The ends of a target, joined by a bar, as a link to its words."""
    told = ", ".join(filter(None, (point.document, point.issued_on, point.place)))
    said = escape(f"{point.year}: {point.printed} ({told})")
    (x, y), (last_x, last_y) = ends[0], ends[-1]
    bar = ""
    if len(ends) > 1:
        bar = (
            f'<line x1="{x}" x2="{last_x}" y1="{y}" y2="{last_y}" stroke="{_colour(index)}"'
            f' stroke-width="4" stroke-opacity="0.5"/>{_shape(last_x, last_y, index)}'
        )
    near = f'<circle class="near" cx="{x}" cy="{y}" r="{_NEAR}" fill="transparent"/>'
    return (
        f'<a href="{escape(base + point.href)}"><title>{said}</title>'
        f"{bar}{_shape(x, y, index)}{near}</a>"
    )


def _shape(x: float, y: float, index: int) -> str:
    """A circle, a square, a triangle: places differ without colour too."""
    paint = f'fill="{_colour(index)}" stroke="#fff"'
    shapes = (
        f'<circle cx="{x}" cy="{y}" r="5" {paint}/>',
        f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" {paint}/>',
        f'<path d="M{x} {y - 6:.1f}l6 10.5h-12z" {paint}/>',
    )
    return shapes[(index + index // len(_COLOURS)) % len(shapes)]


def _legend(places: Sequence[str], width: int) -> list[tuple[float, int]]:
    """Where each place's entry begins, and on which line."""
    spots, x, line = [], float(_LEFT), 0
    for place, following in pairwise([*places, ""]):
        spots.append((x, line))
        x += 34 + len(place) * _LETTER
        if x + 20 + len(following) * _LETTER > width - _RIGHT:
            x, line = float(_LEFT), line + 1
    return spots


def _entry(place: str, index: int, x: float, line: int) -> str:
    y = _HEIGHT - 4 + line * _LEGEND_LINE
    return (
        f"{_shape(round(x + 6, 1), y - 4, index)}"
        f'<text x="{x + 18:.1f}" y="{y}" fill="{_INK}">{escape(place)}</text>'
    )


# --- the same in words --------------------------------------------------------------------------


def _table(name: str, points: Sequence[Point], labels: Labels, base: str) -> str:
    if not points:
        return ""
    heads = (labels.year, labels.value, labels.place, labels.document, labels.issued_on)
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in heads)
    rows = "".join(
        f'<tr><th scope="row">{p.year}</th><td>{escape(p.printed)}</td><td>{escape(p.place)}</td>'
        f'<td><a href="{escape(base + p.href)}">{escape(p.document)}</a></td>'
        f"<td>{escape(p.issued_on)}</td></tr>"
        for p in points
    )
    return (
        f"<table><caption>{escape(name)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
