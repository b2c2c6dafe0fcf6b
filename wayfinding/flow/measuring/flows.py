"""The trips that a simulated crowd made, named as an audit of the signs names them, to weigh that audit by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wayfinding.flow.moving.phases import STRANDED
from wayfinding.flow.simulate import Simulation
from wayfinding.signage.targets import Target, list_targets
from wayfinding.signage.trips_file import Trip
from wayfinding.station.model import Place
from wayfinding.station.scenario import at_moment


def list_trips(simulation: Simulation) -> tuple[Trip, ...]:
    """The passengers of a run by origin, target and profile, in the order of their names.

    Platforms stand for their doors. Everybody counts who set out and found a way, in the time that was simulated.
    """
    crowd, groups = simulation.crowd, simulation.supply.groups
    targets = list_targets(at_moment(simulation.network.source, None))
    origins = [_home(place) for place in crowd.places]
    ends = [_target_of([crowd.places[k] for k in aim], targets) for aim in crowd.aims]
    way = simulation.run.people["phase"][: len(crowd.start)] != STRANDED
    keys, counts = np.unique(
        np.column_stack([crowd.origin[way], crowd.end[way], crowd.group[way]]), axis=0, return_counts=True
    )
    found: dict[tuple[str, str, str], int] = {}
    for (start, end, group), count in zip(keys.tolist(), counts.tolist(), strict=True):
        trip = origins[start], ends[end].id, groups[group].name
        if trip[0] not in ends[end].places:
            found[trip] = found.get(trip, 0) + count
    return tuple(Trip(*trip, count) for trip, count in sorted(found.items()))


def _home(place: Place) -> str:
    return place.platform if place.type == "platform_door" and place.platform else place.id


def _target_of(places: Sequence[Place], targets: Sequence[Target]) -> Target:
    """The target that most of these places serve, the narrowest of such; the place itself where none of them does.

    Some may be missing there: what a scenario closes at night is no target of a station as it is then.
    """
    ids = frozenset(_home(place) for place in places)
    serving = [target for target in targets if ids & target.places]
    alone = Target(min(ids), places[0].name, ids)
    return min(serving, key=lambda target: (-len(ids & target.places), len(target.places)), default=alone)
