"""Round seals taken off a black-and-white scan, so that the words beneath them can be read.

A body's seal is a ring with its name around an emblem, 28 to 42 mm wide; it stands a third of its
width over the signature (Decree 30/2020/NĐ-CP), and so over the end of the signer's position and
the beginning of the name. Where the scan has no colour, the ring is told by its shape: nearly all
of a circle is ink, while circles laid through printed lines meet ink at most half of the way.

The ring is taken away run by run along its radii: a run as short as the ring is thick is the ring's,
a longer one belongs to a letter that crosses it. What then lies wholly inside the ring is its
writing and its emblem. Sizes are in pixels at 300 dots an inch.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.readers.scan.picture import Image, ink_of

_STEP = 4  # circles are looked for in a picture so many times smaller
_SMALLEST, _LARGEST = 150, 290  # radius
_CLOSED = 0.75  # share of the circle that is ink
_RAYS = 1440
_WAVERS = 22  # how far a ring may stray from a true circle
_THICKEST = 16
_WITHIN = 8  # the ring's own writing begins so far inside it


@dataclass(frozen=True)
class Seal:
    """Centre and radius."""

    x: float
    y: float
    radius: float


def find_seals(pixels: Image) -> list[Seal]:
    """The round seals in a picture at 300 dots an inch."""
    height, width = pixels.shape
    if min(height, width) < 2 * _SMALLEST:
        return []
    small = cv2.resize(
        ink_of(pixels), (width // _STEP, height // _STEP), interpolation=cv2.INTER_AREA
    ).astype(np.uint8, copy=False)
    circles = cv2.HoughCircles(
        small, cv2.HOUGH_GRADIENT, 2, 60, param1=200, param2=90,
        minRadius=_SMALLEST // _STEP, maxRadius=_LARGEST // _STEP,
    )  # fmt: skip
    if circles is None:
        return []
    seals = (_closed(small, *map(float, circle)) for circle in circles.reshape(-1, 3)[:6])
    return [seal for seal in seals if seal is not None]


def _closed(small: Image, x: float, y: float, about: float) -> Seal | None:
    """The outermost circle of this centre that is nearly all ink, if it is a ring at all."""
    turns = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    height, width = small.shape
    shares: dict[float, float] = {}
    for radius in np.arange(about - 5, about + 28):
        across = np.clip((x + radius * np.cos(turns)).astype(int), 1, width - 2)
        down = np.clip((y + radius * np.sin(turns)).astype(int), 1, height - 2)
        near = [small[down + i, across + j] for i, j in ((0, 0), (0, 1), (1, 0), (0, -1), (-1, 0))]
        shares[float(radius)] = float(np.mean(np.max(near, axis=0) > 100))
    rings = [radius for radius, share in shares.items() if share >= _CLOSED]
    return Seal(x * _STEP, y * _STEP, max(rings) * _STEP) if rings else None


def without_seal(pixels: Image, seal: Seal) -> Image:
    """A copy of the picture with the seal's ring, writing and emblem gone."""
    size = round(seal.radius * 1.25)
    rays = cv2.warpPolar(
        255 - pixels,
        (size, _RAYS),
        (seal.x, seal.y),
        size,
        cv2.WARP_POLAR_LINEAR | cv2.WARP_FILL_OUTLIERS,
    )
    edge = _edge(rays > 115, seal.radius)
    ring = _ring(rays > 80, edge)
    mask = cv2.warpPolar(
        ring, pixels.shape[::-1], (seal.x, seal.y), size,
        cv2.WARP_POLAR_LINEAR | cv2.WARP_INVERSE_MAP | cv2.WARP_FILL_OUTLIERS,
    )  # fmt: skip
    cleaned = pixels.copy()
    cleaned[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 60] = 255
    return _without_inside(cleaned, seal, edge)


def _edge(ink: NDArray[np.bool_], radius: float) -> NDArray[np.float64]:
    """The ring's outer radius along every ray: a circle whose centre and roundness may be a little
    off, laid through the outermost ink."""
    low, high = round(radius - _WAVERS), round(radius + _WAVERS)
    band = ink[:, low:high]
    outermost = high - 1 - np.argmax(band[:, ::-1], axis=1).astype(np.float64)
    turns = np.linspace(0, 2 * np.pi, len(ink), endpoint=False)
    shape = np.stack(
        [np.ones_like(turns)] + [wave(n * turns) for n in (1, 2, 3) for wave in (np.cos, np.sin)],
        axis=1,
    )
    kept = band.any(axis=1)
    edge = np.full(len(ink), radius)
    for reach in (20.0, 10.0, 6.0, 4.0, 4.0):
        if np.count_nonzero(kept) < len(ink) / 4:
            break
        waves, *_ = np.linalg.lstsq(shape[kept], outermost[kept], rcond=None)
        edge = shape @ waves
        kept = band.any(axis=1) & (np.abs(outermost - edge) < reach)
    return edge


def _ring(ink: NDArray[np.bool_], edge: NDArray[np.float64]) -> Image:
    """The runs of ink along the rays that are the ring's own."""
    rays, size = ink.shape
    depth = np.arange(size)[None, :] - edge[:, None]
    zone = (depth > -_THICKEST - 6) & (depth < 6)
    mask = np.zeros((rays, size), np.uint8)
    changes = np.diff(np.pad(ink.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    starts, ends = np.nonzero(changes == 1), np.nonzero(changes == -1)
    for ray, start, end in zip(starts[0], starts[1], ends[1], strict=True):
        if end - start <= _THICKEST and zone[ray, start:end].all():
            mask[ray, start:end] = 255
    return mask


def _without_inside(pixels: Image, seal: Seal, edge: NDArray[np.float64]) -> Image:
    """The picture without what lies wholly inside the ring."""
    height, width = pixels.shape
    count, labels, *_ = cv2.connectedComponentsWithStats(ink_of(pixels))
    down, across = np.mgrid[0:height, 0:width]
    turns = np.arctan2(down - seal.y, across - seal.x) % (2 * np.pi)
    rays = np.minimum((turns / (2 * np.pi) * len(edge)).astype(int), len(edge) - 1)
    outside = np.hypot(down - seal.y, across - seal.x) > edge[rays] - _WITHIN
    reach_out = np.zeros(count, bool)
    reach_out[np.unique(labels[outside])] = True
    inside = ~reach_out[labels] & (labels > 0)
    cleaned = pixels.copy()
    cleaned[cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
    return cleaned
