"""What the server holds while it runs: the station, its compiled network, the search index, the drawings."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app

from wayfinding.errors import NotFoundError
from wayfinding.guidance.answer import route_answer
from wayfinding.guidance.search import PlaceIndex
from wayfinding.guidance.speech import describe_for_ears
from wayfinding.guidance.warming import Warmed, warm
from wayfinding.routing.network import Network, compile_network
from wayfinding.routing.profiles import Profile
from wayfinding.routing.routes import find_route
from wayfinding.station.geojson import load_station
from wayfinding.station.model import Place, Station
from wayfinding.station.moment import refuse_past, station_time, today_at
from wayfinding.station.scenario import apply, load_scenario
from wayfinding.web.drawing import Drawing, draw_level

_LOG = logging.getLogger(__name__)

MOMENTS_KEPT = 8
"""Networks of other moments (`at=`) that stay compiled; the least recently asked goes first."""


@dataclass(frozen=True)
class Hub:
    """One station with its scenarios, compiled once and shared by all threads; nothing in it changes but a cache.

    `station` is as on an ordinary midday, out of every season: what the screens show.
    """

    station: Station
    network: Network
    index: PlaceIndex
    drawings: Mapping[float, Drawing]
    _moments: OrderedDict[datetime, Network] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def load(cls, station_path: str | Path, scenarios: Sequence[str]) -> Hub:
        """Read, apply, compile and draw. Raises StationError or ScenarioError with every problem found."""
        station = load_station(station_path)
        for name in scenarios:
            station = apply(station, load_scenario(name))
        network = compile_network(station)
        today = network.station
        drawings = {ordinal: draw_level(today, ordinal) for ordinal in today.levels}
        return cls(today, network, PlaceIndex(today), drawings)

    def route(
        self, origin: str, destination: str, profile: str | Profile, lang: str, *, alternatives: int = 0,
        at: datetime | None = None, via: Sequence[str] = (), spoken: bool = False,
    ) -> dict[str, Any]:  # fmt: skip
        """The answer of the contract to one question, with `at` in station time (None: an ordinary midday).

        `spoken` adds the directions for ears. Raises RequestError; a day that is over cannot be asked for.
        """
        moment = station_time(self.station, None if at is None else at.replace(second=0, microsecond=0))
        refuse_past(self.station, moment, today_at(self.station))
        network = self.network if moment is None else self._network_at(moment.replace(tzinfo=None))
        answer = route_answer(network, origin, destination, profile, lang, alternatives, None, via)
        answer["at"] = None if moment is None else moment.strftime("%Y-%m-%dT%H:%M")
        if spoken and answer["found"]:
            route = find_route(network, origin, destination, profile, via)
            told = [] if route is None else describe_for_ears(route, lang)
            answer["spoken"] = [{"text": item.text, "leg": item.leg, "level": item.level} for item in told]
        return answer

    def warm(self) -> None:
        """Make everything ready that the first passenger would wait for; the log tells of each kind of traveller."""
        _LOG.info("getting ready; the first start of a version takes longest")
        warm(self.network, progress=_tell)

    def _network_at(self, moment: datetime) -> Network:
        with self._lock:
            if moment not in self._moments:
                self._moments[moment] = compile_network(self.network.source, moment, reuse=self.network)
            self._moments.move_to_end(moment)
            while len(self._moments) > MOMENTS_KEPT:
                self._moments.popitem(last=False)
            return self._moments[moment]

    def get_drawing(self, ordinal: str) -> Drawing:
        """The drawing of a level by its ordinal as text; NotFoundError lists the levels there are."""
        try:
            return self.drawings[float(ordinal)]
        except (ValueError, KeyError):
            known = [f"{level:g}" for level in self.drawings]
            raise NotFoundError(f"no level {ordinal[:20]!r}; there are {', '.join(known)}", known) from None

    def list_places(self, type: str) -> list[Place]:
        """Every place of one type, in the file's order."""
        return [place for place in self.station.places.values() if place.type == type]


def _tell(done: Warmed) -> None:
    _LOG.info("ready for %s (%d of %d, %.1f s)", done.profile.name, done.number, done.count, done.took_s)


def get_hub() -> Hub:
    """The hub of the app that answers this request."""
    hub: Hub = current_app.extensions["hub"]
    return hub
