"""From where a face is legible where nothing hides it: circle, half disc, ellipse; behind a floor sticker."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from wayfinding import assumptions as figures
from wayfinding.routing.sight import Floats
from wayfinding.signage.faces import Face
from wayfinding.signage.settings import Settings

CHORD_M = 0.001
"""No arc is farther than this from the chords that stand for it in a polygon."""


@dataclass(frozen=True, slots=True)
class Catchment:
    """A region beside (x, y), on the side that the unit vector (fx, fy) points to, in local metres.

    With u along that vector and v across it: an oval is (u/a - 1)² + (v/b)² <= 1, otherwise u >= 0 and u² + v² <= a²;
    always near_m² <= u² + v² <= far_m². Empty where `a` is 0.
    """

    x: float
    y: float
    fx: float
    fy: float
    oval: bool
    a: float
    b: float
    near_m: float
    far_m: float

    @classmethod
    def of(cls, face: Face, settings: Settings) -> Catchment:
        """The catchment of a face.

        Upright faces, D their reading distance: the circle tangent to the face |p-s|² <= D (p-s)·n (Xie 2007), the half
        disc of radius D, or the ellipse tangent to the face with 2a = D along n, b across (Shi 2020). A face above the
        eye is not read steeper than `READING_STEEPEST`: nearer than (z-e)/tan of it is too near. A floor sticker, e
        the eye height, is read from distances with x² + e² <= e D, by whom it lies ahead of: (p-s)·n <= 0. A crowd
        hides a face beyond `clear_m`.
        """
        eye_m, far_m = settings.eye_m, clear_m(face, settings)
        if face.flat:
            reach_m = math.sqrt(max(eye_m * face.reach_m - eye_m**2, 0.0))
            return cls(face.x, face.y, -face.nx, -face.ny, False, reach_m, reach_m, 0.0, far_m)
        rise_m = max(face.height_m - eye_m, 0.0)
        near_m = rise_m / math.tan(math.radians(figures.READING_STEEPEST.value))
        if settings.catchment == "half_disc":
            return cls(face.x, face.y, face.nx, face.ny, False, face.reach_m, face.reach_m, near_m, far_m)
        along = face.reach_m / 2
        across = along * (figures.ELLIPSE_ACROSS.value if settings.catchment == "ellipse" else 1.0)
        return cls(face.x, face.y, face.nx, face.ny, True, along, across, near_m, far_m)

    @property
    def empty(self) -> bool:
        """Whether there is no place at all from which the face is legible."""
        return self.a <= 0.0 or self.near_m > self.far_m

    @property
    def row(self) -> Floats:
        """The same as numbers (12,), for kernels: x, y, fx, fy, the disc, oval, a, b, near_m², far_m²."""
        rest = (float(self.oval), self.a, self.b, self.near_m**2, self.far_m**2)
        return np.array((self.x, self.y, self.fx, self.fy, *self.disc, *rest))

    @property
    def disc(self) -> tuple[float, float, float]:
        """Centre and radius of a disc that holds the catchment and (x, y)."""
        reach_m = max(self.a, self.b)
        if not self.oval or self.far_m <= reach_m:
            return self.x, self.y, min(reach_m, self.far_m)
        return self.x + self.a * self.fx, self.y + self.a * self.fy, reach_m

    def holds(self, x: float, y: float) -> bool:
        """Whether the face is legible from a point where nothing hides it."""
        dx, dy = x - self.x, y - self.y
        u, v = dx * self.fx + dy * self.fy, dy * self.fx - dx * self.fy
        away2 = u * u + v * v
        if self.empty or u < 0 or not self.near_m**2 <= away2 <= self.far_m**2:
            return False
        return (u / self.a - 1) ** 2 + (v / self.b) ** 2 <= 1 if self.oval else away2 <= self.a**2

    def holds_all(self, points: Floats) -> NDArray[np.bool_]:
        """The same for points (n, 2)."""
        dx, dy = points[:, 0] - self.x, points[:, 1] - self.y
        u, v = dx * self.fx + dy * self.fy, dy * self.fx - dx * self.fy
        away2 = u * u + v * v
        if self.empty:
            return np.zeros(len(points), bool)
        inside = (u / self.a - 1) ** 2 + (v / self.b) ** 2 <= 1 if self.oval else away2 <= self.a**2
        return inside & (u >= 0) & (self.near_m**2 <= away2) & (away2 <= self.far_m**2)

    @property
    def shape(self) -> BaseGeometry:
        """The catchment as a polygon with the area of the true one; arcs are chords within `CHORD_M`."""
        if self.empty:
            return Polygon()
        shape: BaseGeometry = self._oval() if self.oval else self._half_disc()
        if math.isfinite(self.far_m):
            shape = shape.intersection(disc(self.x, self.y, self.far_m))
        return shape.difference(disc(self.x, self.y, self.near_m)) if self.near_m > 0 else shape

    def _oval(self) -> Polygon:
        ring = _arc(max(self.a, self.b), 0.0, math.tau)[:-1]
        along, across = self.a * (1 + ring[:, 0]), self.b * ring[:, 1]
        return Polygon(self._placed(along, across))

    def _half_disc(self) -> Polygon:
        arc = _arc(self.a, -math.pi / 2, math.pi / 2) * self.a
        return Polygon(self._placed(arc[:, 0], arc[:, 1]))

    def _placed(self, along: Floats, across: Floats) -> Floats:
        xs = self.x + along * self.fx - across * self.fy
        return np.column_stack([xs, self.y + along * self.fy + across * self.fx])


def clear_m(face: Face, settings: Settings) -> float:
    """How far one sees a face through a crowd: the distance at which the line to it is clear with `CLEAR_CHANCE`.

    The chance is exp(-ρ w L), where L is the part of the line that runs below the heads (people at random, Poisson).
    """
    if settings.crowd_ppm2 <= 0:
        return math.inf
    low, high = sorted((settings.eye_m, face.height_m))
    heads = figures.PERSON_HEIGHT.value
    share = float(heads > low) if high == low else min(max((heads - low) / (high - low), 0.0), 1.0)
    if share == 0.0:
        return math.inf
    return -math.log(figures.CLEAR_CHANCE.value) / (settings.crowd_ppm2 * figures.PERSON_WIDTH.value * share)


def disc(x: float, y: float, radius_m: float) -> Polygon:
    """A disc as a polygon of the same area; its arc is chords within `CHORD_M`."""
    return Polygon(_arc(radius_m, 0.0, math.tau)[:-1] * radius_m + (x, y))


def _arc(radius_m: float, start: float, end: float) -> Floats:
    """Points (n, 2) of an arc of the unit circle, moved out so that its chords cut off as much as they add."""
    count = max(8, math.ceil((end - start) / math.sqrt(12 * CHORD_M / max(radius_m, CHORD_M))))
    step = (end - start) / count
    angles = np.linspace(start, end, count + 1)
    return np.column_stack([np.cos(angles), np.sin(angles)]) * math.sqrt(step / math.sin(step))
