"""The people of a day on which places open and close: everybody sets out from what is open then, to what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from wayfinding.errors import RequestError
from wayfinding.flow.people.counts import draw_counted
from wayfinding.flow.people.crowd import Crowd, draw_crowd, list_departures
from wayfinding.flow.people.demand import KINDS, Demand
from wayfinding.flow.people.drawing import order_of
from wayfinding.flow.people.timetable import calls_at, find_line
from wayfinding.flow.supply.day import State
from wayfinding.routing.sight import Indices
from wayfinding.station.model import Place, Station

COLUMNS = ("start", "origin", "end", "group", "platform", "key", "arrived_by")
Ids = frozenset[str]


def draw_day(states: Sequence[State], demand: Demand, seed: int, passengers: int | None = None) -> Crowd:
    """The crowd of a day: each person as by `draw_crowd`, among the places that are open when he sets out.

    While a platform is closed no train stops at it: nobody sets out from it or to it. Raises RequestError where a trip
    of the demand cannot begin or end anywhere when somebody sets out on it.
    """
    told = [_open_ends(state.network.station) for state in states]
    known: dict[Ids, Crowd | RequestError] = {}
    for ends, state in zip(told, states, strict=True):
        if ends not in known:
            known[ends] = _draw(state.network.station, demand, seed, passengers)
    errors = [item for item in known.values() if isinstance(item, RequestError)]
    crowds = {ends: item for ends, item in known.items() if isinstance(item, Crowd)}
    if not crowds:
        raise errors[0]
    if len(known) == 1:
        return next(iter(crowds.values()))
    since = np.array([state.since_s for state in states])
    owner = _choose([*crowds.values()], [*crowds], since, told)
    if (owner < 0).any() and errors:
        raise errors[0]
    parts = [_only(crowd, owner[crowd.key] == k) for k, crowd in enumerate(crowds.values())]
    first = next(iter(crowds.values()))
    return _merged([*parts, _held(_only(first, owner[first.key] < 0), since, told)], demand)


def list_calls(states: Sequence[State], demand: Demand, crowd: Crowd) -> list[tuple[float, int, int]]:
    """The departures of a day: those of `list_departures` while their platform is open."""
    since = np.array([state.since_s for state in states])
    told = [_open_ends(state.network.station) for state in states]
    doors = [{place.id for place in crowd.places if place.platform == id} for id in crowd.platforms]
    calls = np.array([[bool(ends & mine) for mine in doors] for ends in told]).reshape(len(states), len(doors))
    found = list_departures(states[0].network.station, demand, crowd)
    if calls.all():
        return found
    at = np.searchsorted(since, [time for time, _, _ in found], side="right") - 1
    return [item for item, state in zip(found, at.tolist(), strict=True) if calls[state, item[1]]]


def _open_ends(station: Station) -> Ids:
    """Where trips can begin or end."""
    return frozenset(place.id for place in station.places.values() if place.open and _serves(station, place))


def _serves(station: Station, place: Place) -> bool:
    if place.type != "platform_door":
        return place.type in KINDS
    return place.platform is None or station.places[place.platform].open


def _draw(station: Station, demand: Demand, seed: int, passengers: int | None) -> Crowd | RequestError:
    """The crowd if the station were like this all day; the error, for who would have to set out meanwhile."""
    if demand.counts and passengers is not None:
        raise RequestError(f"{demand.name} counts the passengers: leave their number out")
    try:
        if demand.counts:
            return draw_counted(station, demand, seed)
        return draw_crowd(station, demand, seed, passengers)
    except RequestError as error:
        return error


def _choose(crowds: Sequence[Crowd], ends: Sequence[Ids], since: NDArray[np.float64], told: Sequence[Ids]) -> Indices:
    """By key, of which crowd each person is: the first that is drawn for the moment at which he sets out in it.

    Else the first in which both his ends are open then: a train that he would come by may call in another state only.
    -1 where there is none, as for who is counted at a place that is closed.
    """
    own = np.array([ends.index(item) if item in ends else -1 for item in told])
    owner = np.full(len(crowds[0].key), -1, np.int64)
    numbered = list(enumerate(crowds))[::-1]
    for k, crowd in numbered:
        owner[crowd.key[own[np.searchsorted(since, crowd.start, side="right") - 1] == k]] = k
    left = owner < 0
    for k, crowd in numbered:
        mine = _only(crowd, left[crowd.key])
        at = np.searchsorted(since, mine.start, side="right") - 1
        owner[mine.key[_can_go(mine, told)[at, np.arange(len(at))]]] = k
    return owner


def _can_go(crowd: Crowd, told: Sequence[Ids]) -> NDArray[np.bool_]:
    """(states, people): whether both ends of each trip are open."""
    open_ = np.array([[place.id in item for place in crowd.places] for item in told])
    aims = np.array([[any(row[list(aim)]) for aim in crowd.aims] for row in open_])
    both: NDArray[np.bool_] = open_[:, crowd.origin] & aims[:, crowd.end]
    return both


def _held(crowd: Crowd, since: NDArray[np.float64], told: Sequence[Ids]) -> Crowd:
    """The same people, setting out as soon as both their ends are open; who never finds them so goes at his time."""
    can_go = _can_go(crowd, told) & (since[:, None] > crowd.start)
    opens = since[np.argmax(can_go, axis=0)]
    return replace(crowd, start=np.where(can_go.any(axis=0), opens, crowd.start))


def _only(crowd: Crowd, mine: NDArray[np.bool_]) -> Crowd:
    return replace(crowd, **{name: getattr(crowd, name)[mine] for name in COLUMNS})


def _merged(crowds: Sequence[Crowd], demand: Demand) -> Crowd:
    """Crowds of the same demand as one, in the order in which people set out."""
    places = sorted({place.id: place for crowd in crowds for place in crowd.places}.values(), key=lambda p: p.id)
    platforms = tuple(sorted({id for crowd in crowds for id in crowd.platforms}))
    number = {place.id: k for k, place in enumerate(places)}
    every = list(dict.fromkeys(aim for crowd in crowds for aim in _aims(crowd, number)))
    row = {aim: k for k, aim in enumerate(every)}
    first = _first_calls(platforms, places, demand)
    parts = []
    for crowd in crowds:
        at = _numbers([number[place.id] for place in crowd.places])
        shift = _first_calls(crowd.platforms, crowd.places, demand)
        later = _numbers([first.get(p.platform, 0) - shift.get(p.platform, 0) for p in crowd.places])
        stop = _numbers([*(platforms.index(id) for id in crowd.platforms), -1])
        parts.append({
            "start": crowd.start, "key": crowd.key, "group": crowd.group, "origin": at[crowd.origin],
            "end": _numbers([row[aim] for aim in _aims(crowd, number)])[crowd.end], "platform": stop[crowd.platform],
            "arrived_by": np.where(crowd.arrived_by < 0, -1, crowd.arrived_by + later[crowd.origin]),
        })  # fmt: skip
    joined = {name: np.concatenate([part[name] for part in parts]) for name in COLUMNS}
    order = order_of(joined["start"])
    return Crowd(tuple(places), tuple(every), platforms, **{name: joined[name][order] for name in COLUMNS})


def _first_calls(platforms: Sequence[str], places: Sequence[Place], demand: Demand) -> dict[str | None, int]:
    """The number of the first train at each platform where any calls: they are numbered platform by platform."""
    doors = {place.platform: place for place in reversed(places) if place.type == "platform_door"}
    served = [id for id in platforms if find_line(demand, doors[id])]
    counts = [len(calls_at(demand, doors[id])) for id in served]
    return dict(zip(served, accumulate([0, *counts]), strict=False))


def _numbers(values: Sequence[int]) -> Indices:
    return np.array(values, dtype=np.int64)


def _aims(crowd: Crowd, number: dict[str, int]) -> tuple[tuple[int, ...], ...]:
    """The crowd's aims in the numbers of all places."""
    return tuple(tuple(number[crowd.places[k].id] for k in aim) for aim in crowd.aims)
