"""A day on which things open, close and turn: its states one after the other, and who may use what in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding import assumptions as figures
from wayfinding.errors import RequestError
from wayfinding.flow.choosing.tables import Period
from wayfinding.flow.moving.run import MINUTES
from wayfinding.flow.people.demand import KINDS
from wayfinding.flow.supply.supply import Supply, restate
from wayfinding.routing.kept import keep
from wayfinding.routing.network import Network, compile_network
from wayfinding.station.edits import carry_out
from wayfinding.station.floor import keep_floors
from wayfinding.station.hours import Hours
from wayfinding.station.model import Pathway, Place, Station

DAY_MINUTES = 24 * 60
ORDINARY = date(2030, 3, 1)
"""Stands for any day out of every season: only its minutes count."""
BELTS = ("escalator", "moving_walkway")
"""What stands still and empty for a while before it runs the other way."""


class State(NamedTuple):
    """The station from `since_s` (s after midnight) on."""

    since_s: float
    network: Network


Shut = tuple[float, float, int]
"""From when until when which use is shut, in s after midnight."""


def list_states(network: Network, day: date | None = None) -> tuple[State, ...]:
    """The station through a day, by opening hours and time windows of scenarios; a state for each change.

    Without a day it is an ordinary one, out of every season: what has opening hours is open or closed as at midday all
    day, and time windows of scenarios hold at their minutes.
    They are worked out once for a network and kept with it. Raises RequestError where more changes within the day than
    what is open, in service, and which way and how fast it runs.
    """
    if day is None and not network.source.pending:
        return (State(0.0, network),)
    return keep(network, ("states", day), lambda: tuple(_work_out(network, day)))


def _work_out(network: Network, day: date | None) -> list[State]:
    source = network.source
    hours = list(dict.fromkeys(_list_hours(source) if day else _list_windows(source)))
    midnight = datetime.combine(day or ORDINARY, time())
    known: dict[tuple[bool, ...], Network] = {}
    states: list[State] = []
    for minute in _list_minutes(hours):
        moment = midnight + timedelta(minutes=minute)
        told = tuple(item.open_at(moment) for item in hours)
        if told not in known:
            first = states[0].network if states else network
            known[told] = compile_network(source, moment, first) if day else _ordinary(source, moment, first)
            if states:
                _refuse_rebuilt(first, known[told], moment)
        if not states or states[-1].network is not known[told]:
            states.append(State(60.0 * minute, known[told]))
    return states


def _ordinary(source: Station, moment: datetime, first: Network) -> Network:
    """The network at that time of an ordinary day: midday, but for the time windows of scenarios."""
    edits = [edit for edit in source.pending if edit.when and not edit.when.seasons and edit.when.open_at(moment)]
    changed = carry_out(source, edits).station
    return compile_network(keep_floors(changed, replace(changed, pending=())), reuse=first)


def _list_windows(station: Station) -> Iterator[Hours]:
    """The time windows of scenarios that hold on an ordinary day."""
    yield from (edit.when for edit in station.pending if edit.when is not None and not edit.when.seasons)


def _list_hours(station: Station) -> Iterator[Hours]:
    yield from (edit.when for edit in station.pending if edit.when is not None)
    given = [way.hours for way in station.pathways.values()]
    given += [place.hours for place in station.places.values() if _is_end(place)]
    yield from (hours for hours in given if hours is not None)


def _is_end(place: Place) -> bool:
    """Whether trips begin or end there by its own hours; those of a platform are its trains'."""
    return place.type in KINDS


def _list_minutes(hours: Iterable[Hours]) -> list[int]:
    """Minutes after midnight at which anything may change, until the last that is simulated."""
    edges = {0, *(minute % DAY_MINUTES for item in hours for window in item.windows for minute in window)}
    return sorted(minute + shift for minute in edges for shift in (0, DAY_MINUTES) if minute + shift < MINUTES)


def _refuse_rebuilt(first: Network, other: Network, moment: datetime) -> None:
    """RequestError where one state of a day is built in another way than the first."""
    ways, others = first.station.pathways, other.station.pathways
    changed = [id for id in sorted({*ways, *others}) if id not in ways or id not in others
               or _as_built(ways[id]) != _as_built(others[id])]  # fmt: skip
    places, moved = first.station.places, other.station.places
    changed += [id for id in sorted({*places, *moved}) if id not in places or id not in moved
                or places[id].point != moved[id].point]  # fmt: skip
    width_m = figures.HALF_WIDTH_WALKER.value
    if not changed and other.layer(width_m) is first.layer(width_m):
        return
    what = f"{', '.join(changed[:3])} is changed" if changed else "a floor is changed"
    raise RequestError(
        f"{what} at {moment:%Y-%m-%d %H:%M}: within a simulated day things may open, close and turn, "
        "belts stop or change their speed, nothing else"
    )


def _as_built(pathway: Pathway) -> Pathway:
    """What may not change within a day: only a belt may run at another speed, or stand still to be walked on."""
    same = replace(pathway, open=True, direction="both", status="in_service", hours=None, raw={})
    return replace(same, speed_mps=None) if pathway.mode in BELTS else same


def list_periods(supply: Supply, states: Sequence[State]) -> list[Period]:
    """Who may use what, from when on. What runs the other way stands still in between, as long as turning takes."""
    distinct = {id(state.network): state.network for state in states}
    masks = {key: supply.usable(network) for key, network in distinct.items()}
    restated = {key: restate(supply, network) for key, network in distinct.items()}
    usable = [masks[id(state.network)] for state in states]
    supplies = [restated[id(state.network)] for state in states]
    since = [state.since_s for state in states]
    shut = [*_list_shut(supplies, since, usable), *_list_stopped(supplies, since, usable)]
    periods: list[Period] = []
    for moment in sorted({*since, *(edge for item in shut for edge in item[:2])}):
        state = int(np.searchsorted(since, moment, side="right")) - 1
        mask = usable[state].copy()
        for begin, end, use in shut:
            if begin <= moment < end:
                mask[:, use] = False
        now = None if supplies[state] is supply else supplies[state]
        if not periods or periods[-1].supply is not now or not np.array_equal(periods[-1].open, mask):
            periods.append(Period(moment, mask, now))
    return periods


def _list_stopped(
    supplies: Sequence[Supply], since: Sequence[float], usable: Sequence[NDArray[np.bool_]]
) -> Iterator[Shut]:
    """While which belts are cleared because they are stopped to be walked on, or started again after that."""
    for state in range(1, len(since)):
        before, now = supplies[state - 1], supplies[state]
        for k, number in enumerate(now.server_of.tolist()):
            same = now.server_of == number
            if before.servers[number].mode != now.servers[number].mode and usable[state - 1][:, same].any():
                yield since[state], since[state] + _longest_s(before, same) + figures.ESCALATOR_TURN.value, k


def _list_shut(
    supplies: Sequence[Supply], since: Sequence[float], usable: Sequence[NDArray[np.bool_]]
) -> Iterator[Shut]:
    """While which belts stand still because they are being turned: until the last is off, and the dwell after that."""
    uses, pathways = supplies[0].uses, supplies[0].network.station.pathways
    number = {use: k for k, use in enumerate(uses)}
    runs = np.array([mask.any(axis=0) for mask in usable]).reshape(len(since), len(uses))
    for k, (way, start, end) in enumerate(uses):
        back = number.get((way, end, start))
        if back is None or pathways[way].mode not in BELTS:
            continue
        for state in range(1, len(since)):
            before = np.flatnonzero(runs[:state, back])
            if runs[state, k] and not runs[state - 1, k] and len(before):
                ready = since[before[-1] + 1] + _longest_s(supplies[before[-1]], back) + figures.ESCALATOR_TURN.value
                if ready > since[state]:
                    yield since[state], ready, k


def _longest_s(supply: Supply, use: int | NDArray[np.bool_]) -> float:
    """How long the slowest group is on a use, or on any of several."""
    rides_s = supply.ride_s[:, use]
    return float(rides_s[np.isfinite(rides_s)].max(initial=0.0))
