"""Why no sign can be read at a point: the sign that comes nearest to it, and what stands in its way."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from shapely import LineString, Point

from wayfinding.signage.legible.legibility import Legibility

MissCode = Literal["behind", "too_far", "too_near", "state", "hidden", "against_walking", "not_named"]

GRAZED_M = 1e-6
"""A line that runs through something for a shorter stretch only touches it."""


@dataclass(frozen=True, slots=True)
class Miss:
    """Why a point is without a sign. `sign` comes nearest to being legible there; `obstacle` is what hides it.

    `behind`: one sees its back. `too_far`: farther than its letters reach at that angle, or through that crowd.
    `too_near`: too high above. `state`: it would be legible if it were clean, lit and there. `hidden`: by `obstacle`
    (the id of an obstacle or of a walled space; None at the edge of the drawn floor). `against_walking`: one would
    have to look back. `not_named`: no face on the level names the destination.
    """

    code: MissCode
    sign: str | None = None
    obstacle: str | None = None


def explain_miss(
    legibility: Legibility, faces: Iterable[int], x: float, y: float, heading: tuple[float, float] | None = None
) -> Miss:
    """Why none of some faces can be read at (x, y), by somebody who walks along `heading` (a unit vector) if given.

    `faces` are those on the level of the point that name what is looked for. The nearest to being legible is the one
    with the fewest things against it, then the one whose catchment is nearest, then the nearest sign. Only for points
    at which none is legible: on the very border of a shadow the answer is `hidden` by None.
    """
    weighed = []
    for k in faces:
        reasons = _reasons(legibility, k, x, y, heading)
        at = legibility.clean[k]
        cx, cy, reach_m = at.disc
        short_m = max(math.hypot(x - cx, y - cy) - reach_m, 0.0)
        weighed.append((len(reasons), short_m, math.hypot(x - at.x, y - at.y), k, reasons))
    best: tuple[int, Miss] | None = None
    for count, _, _, k, reasons in sorted(weighed):
        if best is not None and count >= best[0]:
            break
        sign = legibility.faces[k].sign
        if _in_sight(legibility, k, x, y):
            found = count, Miss(reasons[0] if reasons else "hidden", sign)
        else:
            named: MissCode = reasons[0] if reasons and reasons[0] != "against_walking" else "hidden"
            found = count + 1, Miss(named, sign, _hider(legibility, k, x, y) if named == "hidden" else None)
        if best is None or found[0] < best[0]:
            best = found
    return Miss("not_named") if best is None else best[1]


def _reasons(
    legibility: Legibility, k: int, x: float, y: float, heading: tuple[float, float] | None
) -> tuple[MissCode, ...]:
    """What speaks against face k but for what hides it, the weightiest first."""
    clean, worn = legibility.clean[k], legibility.views[k].catchment
    found: list[MissCode] = []
    dx, dy = x - clean.x, y - clean.y
    away_m = math.hypot(dx, dy)
    if dx * clean.fx + dy * clean.fy < 0:
        found.append("behind")
    elif not clean.holds(x, y):
        found.append("too_near" if away_m < clean.near_m else "too_far")
    elif not worn.holds(x, y):
        found.append("state")
    if heading is not None:
        field = math.cos(math.radians(legibility.settings.fov_deg / 2))
        if -dx * heading[0] - dy * heading[1] < field * away_m:
            found.append("against_walking")
    return tuple(found)


def _in_sight(legibility: Legibility, k: int, x: float, y: float) -> bool:
    at = legibility.clean[k]
    return legibility.views[k].sheet.sees((at.x, at.y), (x, y))


def _hider(legibility: Legibility, k: int, x: float, y: float) -> str | None:
    """The first obstacle or walled space that the reader's line to face k enters."""
    at, face = legibility.clean[k], legibility.faces[k]
    ground, height_m = legibility.ground(face.level), min(legibility.settings.eye_m, face.height_m)
    line, reader = LineString([(x, y), (at.x, at.y)]), Point(x, y)
    items, tree = ground.walls(ground.storey_at(at.x, at.y), height_m)
    best, first = None, math.inf
    for number in tree.query(line, predicate="intersects").tolist():
        inside = line.intersection(items[number].outline)
        if inside.length > GRAZED_M and reader.distance(inside) < first:
            best, first = items[number].id, reader.distance(inside)
    return best
