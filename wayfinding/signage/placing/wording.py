"""What a sign at a new place would say: the targets that its readers lack, each with the arrow that is true there."""

from __future__ import annotations

from typing import Any

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.routing.endpoints import at_place
from wayfinding.routing.sight import Indices
from wayfinding.signage.arrows import TURNS_DEG, angle_deg, bearing
from wayfinding.signage.judging.costs import Costs
from wayfinding.signage.judging.reading import reading_spot
from wayfinding.signage.judging.stretch import next_climb, way_ahead
from wayfinding.signage.placing.sites import Site
from wayfinding.station.destinations import list_destinations
from wayfinding.station.model import Arrow, Message

TURNED_BACK: Arrow = "back"
"""No new sign tells its readers to turn back: they would have had to be told before."""


class Writer:
    """What a sign at a place would say: for each of its targets the arrow that is true there, if there is one."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.station = site.network.station
        doors = [place for place in self.station.places.values() if place.type == "platform_door" and place.open]
        aims = {
            target.id: tuple(at_place(place) for place in (
                *(self.station.places[id] for id in sorted(target.places) if self.station.places[id].open),
                *(door for door in doors if door.platform in target.places)))
            for target in site.demand.targets
        }  # fmt: skip
        self.costs = Costs(site.network, site.profile, aims)
        self.known = list_destinations(self.station)
        self.said: dict[int, dict[int, Message]] = {}

    def allow(self, k: int) -> Indices | None:
        """The elements that place k really covers: those of targets to which an arrow can point there."""
        self.said[k] = self._write(k)
        row = self.site.sets.row(k)
        kept = np.isin(self.site.demand.target[row], list(self.said[k]))
        return row[kept] if kept.any() else None

    def drop(self, k: int, targets: set[int]) -> None:
        """Take messages to some targets (columns) off the sign at place k."""
        self.said[k] = {column: message for column, message in self.said[k].items() if column not in targets}

    def _write(self, k: int) -> dict[int, Message]:
        found: dict[int, Message] = {}
        face = self.site.places[k].face(self.site.legibility.settings)
        spot = reading_spot(self.costs, face)
        if spot is None:
            return found
        for column in np.flatnonzero(self.site.said[k]).tolist():
            target = self.site.demand.targets[column]
            _, end = self.costs.nearest(spot, target.id)
            route = None if end is None else self.costs.way(spot, end)
            if route is None or target.id not in self.known:
                continue
            climb = next_climb(route)
            if climb is not None and climb.walked_m <= figures.ARROW_BESIDE.value:
                arrow: Arrow = "up" if climb.climb > 0 else "down"
            else:
                way = way_ahead(route)
                turns = [(angle_deg(bearing(face, turn) or way, way), turn) for turn in TURNS_DEG]
                arrow = min(turns)[1]
            if arrow != TURNED_BACK:
                found[column] = Message(target.id, arrow, target.name)
        return found

    def feature(self, k: int, id: str) -> dict[str, Any]:
        """The sign at place k as a GeoJSON feature of the station file."""
        place, kind = self.site.places[k], self.site.places[k].kind
        messages = [self.said[k][column] for column in sorted(self.said[k])]
        properties: dict[str, Any] = {
            "kind": "sign", "source": "assumed", "note": "proposed", "level": place.level, "type": kind.type,
            "name_zh": f"拟设标识：{messages[0].text.zh}", "name_en": f"Proposed sign: {messages[0].text.en}",
            "facing_deg": place.facing_deg, "mounting_height_m": kind.mounting_height_m,
            "letter_height_m": kind.letter_height_m, "width_m": kind.width_m, "height_m": kind.height_m,
            "state": "good", "renewed": False,
            "messages": [{"destination": said.destination, "arrow": said.arrow, "zh": said.text.zh, "en": said.text.en}
                         for said in messages],
        }  # fmt: skip
        if place.mounted_on is not None:
            properties["mounted_on"] = place.mounted_on
        lonlat = self.station.frame.to_lonlat([[place.x, place.y]])[0].tolist()
        point = {"type": "Point", "coordinates": lonlat}
        return {"type": "Feature", "id": id, "geometry": point, "properties": properties}
