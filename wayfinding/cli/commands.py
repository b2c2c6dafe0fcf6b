"""What each command asks of the package, and with which exit code it ends."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any

import orjson

from wayfinding.cli import show
from wayfinding.errors import StationError
from wayfinding.guidance.answer import route_answer
from wayfinding.guidance.search import PlaceIndex
from wayfinding.routing.network import compile_network
from wayfinding.routing.profiles import get_profile
from wayfinding.station.checks import check
from wayfinding.station.geojson import load_station
from wayfinding.station.model import Place, Station
from wayfinding.station.moment import refuse_past
from wayfinding.station.problems import Problem
from wayfinding.station.scenario import apply, load_scenario

DONE, NO = 0, 1
SEARCH_LIMIT = 20


def read_station(chosen: Namespace) -> Station:
    """The station that the command is about, its scenarios applied in order."""
    station = load_station(chosen.station)
    for name in chosen.scenario:
        station = apply(station, load_scenario(name))
    return station


def run_check(chosen: Namespace) -> int:
    """Problems, counts, areas and shares. A file that cannot be read lists its problems, too, before it is refused."""
    try:
        report = check(read_station(chosen))
    except StationError as error:
        listed = [show.problem_record(item) for item in error.problems if isinstance(item, Problem)]
        if listed:
            _print(chosen, {"problems": listed}, show.problem_lines(listed))
        raise
    record = show.check_record(report)
    _print(chosen, record, show.check_text(record))
    return NO if any(problem.severity == "error" for problem in report.problems) else DONE


def run_places(chosen: Namespace) -> int:
    """Ids and names; a search that finds nothing is a question with the answer no."""
    station = read_station(chosen)
    if chosen.search is None:
        found: list[Place] = list(station.places.values())
    else:
        found = [hit.place for hit in PlaceIndex(station).search(chosen.search, SEARCH_LIMIT)]
    record = {"places": [show.place_record(station, place) for place in found]}
    _print(chosen, record, show.places_text(station, found))
    return DONE if found else NO


def run_route(chosen: Namespace) -> int:
    """The way, step by step, or why there is none."""
    traveller = get_profile(chosen.profile, **dict(chosen.adjust))
    station = read_station(chosen)
    refuse_past(station, chosen.at, chosen.today)
    network = compile_network(station, chosen.at)
    answer = route_answer(
        network, chosen.origin, chosen.destination, traveller, chosen.lang, chosen.alternatives, chosen.at, chosen.via
    )
    _print(chosen, answer, show.route_text(answer, station, chosen.lang))
    return DONE if answer["found"] else NO


def _print(chosen: Namespace, record: dict[str, Any], text: str) -> None:
    sys.stdout.write(f"{orjson.dumps(record).decode()}\n" if chosen.json else f"{text}\n")
