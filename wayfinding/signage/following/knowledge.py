"""What one who follows signs knows: which arrows are meant for him, and what he will recognise when he sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wayfinding.routing.sight import Floats
from wayfinding.signage.following.lookouts import Scene
from wayfinding.signage.legible.sight import Flags
from wayfinding.signage.targets import Naming, Target
from wayfinding.station.model import Zone


@dataclass(frozen=True, eq=False)
class Aim:
    """A target as the walker knows it: which arrow of each face is meant for him, where it is, on which levels.

    `told` marks the faces that have an arrow for him; `spots` are its places (n, 2) by surface.
    """

    target: Target
    arrows: tuple[str | None, ...]
    told: Flags
    spots: Mapping[int, Floats]
    zones: frozenset[Zone]
    levels: frozenset[float]

    @classmethod
    def of(cls, scene: Scene, naming: Naming, target: Target) -> Aim:
        """What a target means in a scene."""
        arrows: list[str | None] = []
        for face, foot in zip(scene.legibility.faces, scene.feet, strict=True):
            told = [message for message in face.messages
                    if message.arrow != "none" and naming.names(message, target, scene.graph.profile.name)]  # fmt: skip
            best = min(told, key=lambda message: len(naming.destinations[message.destination]), default=None)
            arrows.append(None if best is None or foot is None else best.arrow)
        layer, station = scene.layer, scene.legibility.station
        places = [station.places[id] for id in sorted(target.places) if station.places[id].open]
        doors = [place for place in station.places.values()
                 if place.type == "platform_door" and place.platform in target.places]  # fmt: skip
        found = [layer.stand(place.level, place.point.x, place.point.y) for place in (*places, *doors)]
        stood = [spot for spot in found if spot is not None]
        spots = {
            surface: np.array([(spot.x, spot.y) for spot in stood if spot.surface == surface])
            for surface in {spot.surface for spot in stood}
        }
        zones = frozenset(layer.surfaces[surface].floor.zone for surface in spots)
        told_by = np.array([arrow is not None for arrow in arrows], dtype=bool)
        return cls(target, tuple(arrows), told_by, spots, zones, frozenset(place.level for place in places))

    def off(self, level: float) -> float:
        """How many storeys a level is away from the target."""
        return min((abs(level - own) for own in self.levels), default=0.0)
