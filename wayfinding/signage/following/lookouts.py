"""The places where one who follows signs decides, and what he sees from there on: signs, entrances, his destination."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.routing.network import Link, Network
from wayfinding.routing.profiles import Profile
from wayfinding.routing.sight import Floats, Indices
from wayfinding.routing.surface import Standing
from wayfinding.signage.arrows import CLIMBS, bearing
from wayfinding.signage.following.strides import End, Plain, Stride, Vector
from wayfinding.signage.judging.costs import Costs
from wayfinding.signage.judging.reading import reading_spot
from wayfinding.signage.legible.legibility import Legibility
from wayfinding.station.model import Arrow, Place

State = tuple[str, str | int, str]
"""`("origin", place, "")`, `("sign", number of the face, arrow)` or `("exit", number of the link, "")`."""

ON, ROUND, SEARCH, LAST = 0, 1, 2, 3
"""How one looks: on in the walking direction; all around for signs, where one stands or after some steps in search of
one; and last, with no sign found, around for entrances."""

SIDES = 16

CONE = math.cos(math.radians(figures.ARROW_TRUE.value))


@dataclass(frozen=True, eq=False)
class Lookout:
    """One place of decision and the looks from there on, in order: `at`, `heading` (n, 2), `along_m`, `kind` (n,).

    `climbs` are the links that an arrow up or down may mean, the likeliest first.
    """

    state: State
    surface: int
    level: float
    at: Floats
    heading: Floats
    along_m: Floats
    kind: Indices
    end: End
    sign: str | None = None
    climbs: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Signs:
    """The signs seen from one lookout, in the order in which they would be obeyed: number of the look, and the face."""

    look: Indices
    face: Indices


class Scene:
    """All lookouts of one traveller at one station: everything that does not depend on where he wants to go."""

    def __init__(self, network: Network, profile: Profile, legibility: Legibility, origins: Iterable[Place]) -> None:
        self.graph, self.legibility = network.graph(profile), legibility
        self.layer = self.graph.layer
        self.plains = [Plain(self.layer, surface) for surface in range(len(self.layer.surfaces))]
        costs = Costs(network, profile, {})
        self.feet = [self._foot(costs, k) for k in range(len(legibility.faces))]
        self.climbs_stairs = bool({"stairs", "escalator"} & profile.modes)
        self.links_on: dict[int, list[int]] = {}
        for number, link in enumerate(self.graph.links):
            self.links_on.setdefault(link.tail.standing.surface, []).append(number)
        self.origins = tuple(origins)
        self.lookouts: dict[State, Lookout] = {out.state: out for out in self._all()}

    def _foot(self, costs: Costs, k: int) -> Standing | None:
        """Where the reader of a face stands when he turns; None where nobody can, or nothing is read."""
        face = self.legibility.faces[k]
        spot = reading_spot(costs, face) if face.reach_m > 0.0 else None
        return None if spot is None else spot.standing

    def _all(self) -> Iterable[Lookout]:
        for place in self.origins:
            standing = self.layer.stand(place.level, place.point.x, place.point.y)
            if standing is not None:
                yield self._standing(("origin", place.id, ""), standing, None)
        for number, link in enumerate(self.graph.links):
            yield self._standing(("exit", number, ""), link.head.standing, leaving(link))
        for k, foot in enumerate(self.feet):
            if foot is not None:
                arrows = {message.arrow for message in self.legibility.faces[k].messages} - {"none"}
                for arrow in sorted(arrows):
                    yield self._obeying(k, foot, arrow)

    def _standing(self, state: State, standing: Standing, way: Vector | None) -> Lookout:
        """Looks around first; then, where one has come from somewhere, walks straight on."""
        at = (standing.x, standing.y)
        if way is None:
            stride = Stride(standing.surface, np.array([at]), np.zeros((1, 2)), np.zeros(1), "lost")
            return self._lookout(state, stride, [ROUND])
        stride = self.plains[standing.surface].walk(at, way)
        longer = Stride(
            stride.surface,
            np.vstack([at, at, stride.at]),
            np.vstack([way, (0.0, 0.0), stride.heading]),
            np.concatenate([np.zeros(2), stride.along_m]),
            stride.end,
        )
        return self._lookout(state, longer, [ON, ROUND, *[ON] * len(stride.at)])

    def _obeying(self, k: int, foot: Standing, arrow: Arrow) -> Lookout:
        """Turns as the arrow of a face says, and walks straight on."""
        face = self.legibility.faces[k]
        way = bearing(face, arrow) or face.ahead
        stride = self.plains[foot.surface].walk((foot.x, foot.y), way)
        climbs = self._climbs(foot, CLIMBS[arrow]) if arrow in CLIMBS else ()
        return self._lookout(("sign", k, arrow), stride, [ON] * len(stride.at), face.sign, climbs)

    def _lookout(
        self, state: State, stride: Stride, kinds: list[int], sign: str | None = None, climbs: tuple[int, ...] = ()
    ) -> Lookout:
        """With the looks of a search where the stride ends."""
        at, heading, along_m = stride.at, stride.heading, stride.along_m
        end, way, end_m = at[-1], heading[-1], along_m[-1]
        found = self._search(stride.surface, end, way)
        steps_m = np.hypot(*(found - end).T)
        at = np.vstack([at, end, found, end])
        heading = np.vstack([heading, np.broadcast_to(way, (len(found) + 2, 2))])
        along_m = np.concatenate([along_m, [end_m], end_m + steps_m, [end_m]])
        kind = np.array([*kinds, ROUND, *[SEARCH] * len(found), LAST])
        level = self.layer.surfaces[stride.surface].floor.level
        return Lookout(state, stride.surface, level, at, heading, along_m, kind, stride.end, sign, climbs)

    def _search(self, surface: int, end: Floats, way: Floats) -> Floats:
        """Where one looks for signs who has none: in rings, not behind himself, first where he is headed."""
        base = math.atan2(way[1], way[0])
        turns = sorted(
            (math.tau * k / SIDES for k in range(-SIDES // 2 + 1, SIDES // 2 + 1)), key=lambda a: (abs(a), a)
        )
        if way.any():
            turns = [turn for turn in turns if abs(turn) <= math.pi / 2 + 1e-9]
        rings = np.arange(1, figures.FOLLOW_SEARCH.value / figures.FOLLOW_RING.value + 0.5) * figures.FOLLOW_RING.value
        spots = [end + ring_m * np.array([math.cos(base + turn), math.sin(base + turn)])
                 for ring_m in rings for turn in turns]  # fmt: skip
        sees = self.layer.surfaces[surface].visible
        return np.array([spot for spot in spots if sees(end.tolist(), spot.tolist())]).reshape(-1, 2)

    def _climbs(self, foot: Standing, climb: int) -> tuple[int, ...]:
        """The links in sight that go up (1) or down (-1), the nearest first; lifts last for who climbs stairs."""
        surface, found = self.layer.surfaces[foot.surface], []
        for number in self.links_on.get(foot.surface, ()):
            link = self.graph.links[number]
            tail = link.tail.standing
            away_m = math.hypot(tail.x - foot.x, tail.y - foot.y)
            if link.rise_m * climb <= 0 or away_m > figures.FOLLOW_CLIMB.value:
                continue
            if surface.visible((foot.x, foot.y), (tail.x, tail.y)):
                found.append((self.late(link), round(away_m, 6), number))
        return tuple(number for _, _, number in sorted(found))

    def late(self, link: Link) -> bool:
        """Whether one takes it only where nothing else goes on: lifts, unless one needs them."""
        return link.pathway.mode == "lift" and self.climbs_stairs

    def is_door(self, link: Link) -> bool:
        """Whether it joins floor of one level and fare zone, and is no check that one has to pass: a door, a ramp."""
        before, after = link.levels
        surfaces = self.layer.surfaces
        here, there = (surfaces[portal.standing.surface].floor.zone for portal in (link.tail, link.head))
        return before == after and here == there and link.pathway.mode != "security_check"

    @cached_property
    def signs(self) -> Mapping[State, Signs]:
        """What is legible from each lookout: look by look, the nearest sign first."""
        found: dict[State, Signs] = {}
        for level in sorted({out.level for out in self.lookouts.values()}):
            found |= self._on_level(level, [out for out in self.lookouts.values() if out.level == level])
        return found

    def _on_level(self, level: float, outs: Sequence[Lookout]) -> Mapping[State, Signs]:
        numbers = np.array(self.legibility.on_level(level), dtype=np.int64)
        at, heading = np.vstack([out.at for out in outs]), np.vstack([out.heading for out in outs])
        kind = np.concatenate([out.kind for out in outs])
        sizes = np.array([len(out.at) for out in outs])
        owner, starts = np.repeat(np.arange(len(outs)), sizes), np.concatenate([[0], np.cumsum(sizes)])
        columns, rows = np.nonzero(self.legibility.matrix(level, at).T)
        faces = numbers[columns]
        feet = np.array([(math.nan, math.nan, -1) if foot is None else (foot.x, foot.y, foot.surface)
                         for foot in self.feet]).reshape(-1, 3)  # fmt: skip
        names = [face.sign for face in self.legibility.faces]
        _, sign_of = np.unique(np.array([*names, *(out.sign or "" for out in outs)]), return_inverse=True)
        dx, dy = (feet[faces, :2] - at[rows]).T
        away = np.hypot(dx, dy)
        field = math.cos(math.radians(self.legibility.settings.fov_deg / 2))
        ahead = dx * heading[rows, 0] + dy * heading[rows, 1] >= field * away
        kept = feet[faces, 2] == np.array([out.surface for out in outs])[owner[rows]]
        kept &= sign_of[faces] != sign_of[len(names) :][owner[rows]]
        kept &= (kind[rows] != LAST) & (ahead | (kind[rows] != ON))
        rows, faces, away = rows[kept], faces[kept], np.round(away[kept], 6)
        order = np.lexsort((faces, sign_of[faces], away, rows))
        rows, faces = rows[order], faces[order]
        cuts = np.searchsorted(rows, starts)
        return {out.state: Signs(rows[a:b] - first, faces[a:b])
                for out, a, b, first in zip(outs, cuts[:-1], cuts[1:], starts[:-1], strict=True)}  # fmt: skip

    @cached_property
    def entrances(self) -> Mapping[State, tuple[tuple[int, int, float], ...]]:
        """The links met from each lookout: number of the look, number of the link, and how far it is in m."""
        return {state: tuple(self._entrances(out)) for state, out in self.lookouts.items()}

    def _entrances(self, out: Lookout) -> list[tuple[int, int, float]]:
        numbers = np.array(self.links_on.get(out.surface, ()), dtype=np.int64)
        if len(numbers) == 0:
            return []
        links = [self.graph.links[number] for number in numbers]
        tails = np.array([(link.tail.standing.x, link.tail.standing.y) for link in links])
        late = np.array([self.late(link) for link in links])
        doors = np.array([self.is_door(link) for link in links])
        gap = tails[None] - out.at[:, None]
        away = np.hypot(gap[..., 0], gap[..., 1])
        along = np.einsum("nkc,nc->nk", gap, out.heading)
        field = math.cos(math.radians(self.legibility.settings.fov_deg / 2))
        seen = (away <= figures.FOLLOW_ENTRANCE.value) & (along >= field * away)
        ahead = (away <= figures.FOLLOW_DOOR.value) & (along >= CONE * away)
        on = np.where(doors, ahead, (seen | (away <= figures.FOLLOW_PASSING.value)) & ~late)
        last = (away <= figures.FOLLOW_SEARCH.value) & ~doors
        kind = out.kind[:, None]
        looks, columns = np.nonzero(np.where(kind == ON, on, last & (kind == LAST)))
        keyed = sorted(
            (int(look), bool(late[k]), round(float(away[look, k]), 6), int(numbers[k]))
            for look, k in zip(looks, columns, strict=True)
        )
        return [(look, number, away_m) for look, _, away_m, number in keyed]


def leaving(link: Link) -> Vector | None:
    """The direction in which one leaves a pathway; None for a lift."""
    if link.pathway.mode == "lift" or link.pathway.line.length == 0:
        return None
    points = list(link.pathway.line.coords)
    (x0, y0), (x1, y1) = points[-2:] if link.start < link.end else points[1::-1]
    return _unit(x1 - x0, y1 - y0)


def _unit(dx: float, dy: float) -> Vector:
    length = math.hypot(dx, dy)
    return dx / length, dy / length
