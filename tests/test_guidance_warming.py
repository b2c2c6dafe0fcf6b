"""Warming up: what it tells, and that no answer after it waits for a compiler."""

import random
import sys
from collections.abc import Iterator

from numba.core.dispatcher import Dispatcher
from shapely import box

from tests.stations import Sketch
from wayfinding.guidance.answer import route_answer
from wayfinding.guidance.warming import Warmed, warm
from wayfinding.routing import PROFILES, compile_network
from wayfinding.station import SHIPPED_STATION, load_station


def kernels() -> Iterator[Dispatcher]:
    for name, module in list(sys.modules.items()):
        if name.startswith("wayfinding."):
            yield from (each for each in vars(module).values() if isinstance(each, Dispatcher))


def compiled() -> set[tuple[object, ...]]:
    return {(kernel, signature) for kernel in kernels() for signature in kernel.signatures}


def test_no_answer_after_warming_compiles_or_loads_a_kernel() -> None:
    network = compile_network(load_station(SHIPPED_STATION))
    warm(network, ["walk", "step_free"])
    ready = compiled()
    places, draw = list(network.station.places), random.Random(1)
    for turn in range(300):
        start, end = draw.sample(places, 2)
        route_answer(network, start, end, draw.choice(["walk", "step_free"]), alternatives=turn % 3)
    route_answer(network, places[0], "nearest:toilet", "step_free", via=["nearest:kiosk"])
    assert len(ready) > 10
    assert compiled() == ready


def test_progress_is_told_for_each_traveller_in_turn() -> None:
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 40, 20))
    sketch.place("here", -1, 10, 10)
    told: list[Warmed] = []
    network = compile_network(sketch.station())
    warm(network, progress=told.append)
    assert [(each.profile, each.number, each.count) for each in told] == [
        (profile, number, len(PROFILES)) for number, profile in enumerate(PROFILES.values(), 1)
    ]
    assert all(each.took_s > 0 for each in told)


def test_a_station_with_no_place_and_no_floor_can_be_warmed() -> None:
    sketch = Sketch()
    sketch.level(-1)
    warm(compile_network(sketch.station()), ["walk"])
