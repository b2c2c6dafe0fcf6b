"""Who arrives by obeying the signs alone, without a map: the walk of a stranger who knows nothing but his destination.

The rules, the same for everybody and without chance:

1. At a start and at the far end of a pathway he looks ahead, then all around. On the way he looks up every metre, and
   sees what lies within the reading field of his walking direction.
2. Of the legible signs that name his destination with an arrow he takes the nearest, walks up to it, and turns as its
   arrow says. A sign that he cannot walk up to on this floor, and the one that he has just obeyed, mean nothing to him.
3. He walks straight on, round columns and furniture, and round bends that leave no choice. The first of these ends it:
   his destination in sight and near; a legible sign as above; a stair, escalator, gate or check in view (or close by)
   to which he can walk about straight; a door or ramp straight ahead. An arrow up or down means the nearest stair,
   escalator or lift in sight that goes there; a lift is taken by who needs it, or where nothing else goes on. Without
   an arrow he takes only what leads towards the level or the fare zone of his destination, and never what his profile
   or his ticket refuses.
4. With nothing to go by (at a start, at a choice, at a wall, or when no sign has come for a minute) he looks all
   around, then walks up to 30 m in search of a sign, not back; failing that he takes the nearest entrance in sight
   that leads towards the level of his destination. Otherwise he is `lost`, or, at a wall with nothing beside it, at a
   `dead_end`. Whoever stands before the same arrow again `loops`.

The figures are in `wayfinding.assumptions`, FOLLOW_.... What one does next depends only on where he stands, so each
step is computed once for all who take it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.network import Link, Network
from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.routing.routes import find_route, solve
from wayfinding.routing.zones import allowed_steps
from wayfinding.signage.following.knowledge import Aim
from wayfinding.signage.following.lookouts import SEARCH, Lookout, Scene, State
from wayfinding.signage.legible.legibility import Legibility
from wayfinding.signage.targets import Naming, Target
from wayfinding.station.model import Place, Zone

TOUCHING_M = 0.01
"""Rounding of a walk of no length."""

Outcome = Literal["arrives", "loops", "dead_end", "lost"]
Spot = tuple[float, float, float]
"""Level, x, y."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What becomes of one who follows the signs from an origin to a target.

    `best_m` is the length of the best route, the one that costs least: another may be shorter. `signs` are those he
    obeyed, in order; `points` the corners of his way as (level, x, y). `length_m` ends where he arrives or gives up.
    """

    origin: str
    target: str
    outcome: Outcome
    length_m: float
    best_m: float
    signs: tuple[str, ...]
    points: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """From one place of decision to the next, or to an end."""

    to: State | None
    outcome: Outcome
    length_m: float
    points: tuple[Spot, ...]


Event = tuple[int, Move]
"""The number of a look, and what he does then."""


class Follower:
    """One traveller's walks by the signs of a station; steps are kept, so that further questions cost little."""

    def __init__(
        self, network: Network, legibility: Legibility, targets: Iterable[Target], origins: Iterable[Place],
        profile: str | Profile = "walk",
    ) -> None:  # fmt: skip
        self.network, self.legibility = network, legibility
        self.profile = get_profile(profile)
        self.graph = network.graph(self.profile)
        self.scene = Scene(network, self.profile, legibility, origins)
        naming = Naming(legibility.station)
        self.aims = {target.id: Aim.of(self.scene, naming, target) for target in targets}
        self._sign_of = np.array([face.sign for face in legibility.faces])
        self._moves: dict[tuple[State, str, Zone, str | None], Move] = {}
        self._detours: dict[tuple[Spot, tuple[float, float]], Move | None] = {}

    def walk(self, origin: str, target: str, best_m: float, without: str | None = None) -> Walk:
        """The walk from an origin (place id) to a target (id), as if the sign `without` were not there."""
        state: State | None = ("origin", origin, "")
        out = self.scene.lookouts.get(("origin", origin, ""))
        if out is None:
            return Walk(origin, target, "lost", 0.0, best_m, (), ())
        zone = self.graph.layer.surfaces[out.surface].floor.zone
        seen: dict[State, None] = {}
        points: list[Spot] = [(out.level, float(out.at[0, 0]), float(out.at[0, 1]))]
        length_m, outcome = 0.0, "lost"
        while state is not None:
            if state in seen:
                again = list(seen)[list(seen).index(state) :]
                outcome = "loops" if any(kind == "sign" for kind, _, _ in again) else "lost"
                break
            seen[state] = None
            move = self._move(state, target, zone, without)
            length_m += move.length_m
            points += move.points
            state, outcome = move.to, move.outcome
        signs = tuple(self.legibility.faces[int(number)].sign for kind, number, _ in seen if kind == "sign")
        return Walk(origin, target, outcome, length_m, best_m, signs, tuple(points))  # type: ignore[arg-type]

    def _move(self, state: State, target: str, zone: Zone, without: str | None) -> Move:
        key = (state, target, zone, without)
        if key not in self._moves:
            if without is not None and self._sign_at(self._move(state, target, zone, None).to) != without:
                self._moves[key] = self._move(state, target, zone, None)
            else:
                self._moves[key] = self._step(self.scene.lookouts[state], self.aims[target], zone, without)
        return self._moves[key]

    def _sign_at(self, state: State | None) -> str | None:
        return self.legibility.faces[int(state[1])].sign if state is not None and state[0] == "sign" else None

    def _step(self, out: Lookout, aim: Aim, zone: Zone, without: str | None) -> Move:
        """The first thing that happens from a lookout on; at the same look arriving comes first, then signs."""
        for number in out.climbs:
            tail = self.graph.links[number].tail.standing
            way = self._walk(out, 0, (tail.x, tail.y)) if self._fares(number, zone, aim) else None
            if way is not None:
                return self._enter(out, 0, number, way)
        first = self._arrive(out, aim)
        first = self._read(out, aim, without, len(out.at) if first is None else first[0]) or first
        first = self._take(out, aim, zone, len(out.at) if first is None else first[0]) or first
        return Move(None, out.end, float(out.along_m[-1]), _line(out, len(out.at) - 1)) if first is None else first[1]

    def _arrive(self, out: Lookout, aim: Aim) -> Event | None:
        """The first look from which the target is in sight and near."""
        here = aim.spots.get(out.surface)
        if here is None:
            return None
        gap = here[None] - out.at[:, None]
        away = np.hypot(gap[..., 0], gap[..., 1])
        surface = self.graph.layer.surfaces[out.surface]
        for look in np.flatnonzero((away <= figures.FOLLOW_NEAR.value).any(axis=1)).tolist():
            for k in np.argsort(away[look], kind="stable"):
                if away[look, k] <= figures.FOLLOW_NEAR.value and surface.visible(out.at[look], here[k]):
                    end = (out.level, float(here[k, 0]), float(here[k, 1]))
                    metres = float(out.along_m[look] + away[look, k])
                    return look, Move(None, "arrives", metres, (*_line(out, look), end))
        return None

    def _read(self, out: Lookout, aim: Aim, without: str | None, before: int) -> Event | None:
        """The first of some looks from which a sign for the target is legible, with the way up to it."""
        signs = self.scene.signs[out.state]
        meant = aim.told[signs.face]
        if without is not None:
            meant &= self._sign_of[signs.face] != without
        for k in np.flatnonzero(meant):
            look, face = int(signs.look[k]), int(signs.face[k])
            if look >= before:
                break
            way = self._go_up(out, look, face)
            if way is not None:
                state: State = ("sign", face, aim.arrows[face] or "")
                metres = float(out.along_m[look]) + way.length_m
                return look, Move(state, "lost", metres, (*_line(out, look), *way.points))
        return None

    def _go_up(self, out: Lookout, look: int, face: int) -> Move | None:
        """The way from a look to the foot of a sign on the same floor; None where there is none."""
        foot = self.scene.feet[face]
        assert foot is not None  # noqa: S101, faces without a foot tell nobody anything
        return self._walk(out, look, (foot.x, foot.y))

    def _walk(self, out: Lookout, look: int, end: tuple[float, float]) -> Move | None:
        """The walk from a look to a point without leaving the floor; None where there is none."""
        x, y = out.at[look].tolist()
        if self.graph.layer.surfaces[out.surface].visible((x, y), end):
            return Move(None, "lost", math.hypot(end[0] - x, end[1] - y), ((out.level, *end),))
        key = ((out.level, x, y), end)
        if key not in self._detours:
            ends = Endpoint(out.level, x, y), Endpoint(out.level, *end)
            route = solve(self.network, self.graph, *ends, any_zone=True)
            line = () if route is None else tuple((out.level, *spot) for leg in route.legs for spot in leg.points)
            walked = route is not None and not route.pathways
            self._detours[key] = Move(None, "lost", route.distance_m, line) if route is not None and walked else None
        return self._detours[key]

    def _take(self, out: Lookout, aim: Aim, zone: Zone, before: int) -> Event | None:
        """The first of some looks from which an entrance is taken."""
        left = self.graph.links[int(out.state[1])].pathway if out.state[0] == "exit" else None
        for look, number, away_m in self.scene.entrances[out.state]:
            if look >= before:
                break
            link = self.graph.links[number]
            if link.pathway is left or not self._leads_on(link, aim) or not self._fares(number, zone, aim):
                continue
            way = self._walk(out, look, (link.tail.standing.x, link.tail.standing.y))
            if way is not None and way.length_m <= figures.FOLLOW_ASIDE.value * away_m + TOUCHING_M:
                return look, self._enter(out, look, number, way)
        return None

    def _leads_on(self, link: Link, aim: Aim) -> bool:
        """Whether one would take a link without being told to: towards the level or the fare zone of the target.

        A check is passed by who has to enter the paid area or the railway's; a door by all before whom it lies.
        """
        before, after = link.levels
        if before != after:
            return aim.off(after) < aim.off(before)
        surfaces = self.graph.layer.surfaces
        here, there = (surfaces[portal.standing.surface].floor.zone for portal in (link.tail, link.head))
        if here == there:
            return self.scene.is_door(link) or here not in aim.zones
        return here not in aim.zones and (there in aim.zones or there == "unpaid")

    def _fares(self, number: int, zone: Zone, aim: Aim) -> bool:
        """Whether the rules of the fare zones let him use a link on his way."""
        pair = self.graph.rows.zones[number]
        return any(allowed_steps(self.profile.zone_rule, zone, end)[pair] for end in aim.zones)

    def _enter(self, out: Lookout, look: int, number: int, way: Move) -> Move:
        """Up to an entrance and through."""
        link = self.graph.links[number]
        head = link.head.standing
        metres = float(out.along_m[look]) + way.length_m + link.passage.distance_m
        points = (*_line(out, look), *way.points, (link.levels[1], head.x, head.y))
        return Move(("exit", number, ""), "lost", metres, points)


def _line(out: Lookout, look: int) -> tuple[Spot, ...]:
    """The corners of the way from a lookout to one of its looks."""
    last = min(look, int(np.flatnonzero(out.kind >= SEARCH)[0]) - 1)
    turns = np.flatnonzero((np.diff(out.heading[: last + 1], axis=0) != 0).any(axis=1))
    return tuple(
        (out.level, float(out.at[k, 0]), float(out.at[k, 1])) for k in dict.fromkeys([*turns.tolist(), last, look])
    )


def follow_signs(
    network: Network, legibility: Legibility, targets: Iterable[Target], origins: Iterable[Place],
    profile: str | Profile = "walk", best_m: Mapping[tuple[str, str], float] | None = None,
) -> tuple[Walk, ...]:  # fmt: skip
    """The walk by signs alone from every origin to every target to which there is a way, origins first.

    `best_m` are the lengths of the best routes by ids of origin and target, if they are known already; pairs that it
    lacks have no way.
    """
    starts, ends = tuple(origins), tuple(targets)
    lengths = measure_best(network, starts, ends, profile) if best_m is None else best_m
    follower = Follower(network, legibility, ends, starts, profile)
    return tuple(
        follower.walk(place.id, target.id, lengths[place.id, target.id])
        for place in starts for target in ends if (place.id, target.id) in lengths
    )  # fmt: skip


def measure_best(
    network: Network, origins: Iterable[Place], targets: Iterable[Target], profile: str | Profile = "walk"
) -> dict[tuple[str, str], float]:
    """The length in m of the best route from every origin to every target that it can reach and is not at."""
    found = {}
    ends = tuple(targets)
    for place in origins:
        for target in ends:
            if place.id in target.places:
                continue
            routes = [find_route(network, place.id, id, profile) for id in sorted(target.places)]
            ways = [route for route in routes if route is not None]
            if ways:
                found[place.id, target.id] = min(ways, key=lambda route: route.cost).distance_m
    return found
