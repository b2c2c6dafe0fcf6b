"""Where signs can be read: exactness on hard observers, single views against peers, the whole hub, one sign changed.

The hall is 38,000 m² with square columns of 1 m every 9 m; the level is one of the synthetic hub, full of rooms too.
"""

from __future__ import annotations

import os
import random
import statistics
from collections.abc import Sequence
from dataclasses import replace

import shapely
from shapely import Point, Polygon

from benchmarks._isovists import Answer, in_cgal, in_node, pysovist, pyvispoly
from benchmarks._measure import SEED, cpu_s, is_quick, not_available, quantile, race, show
from benchmarks._shadows import SNAP_M, Spot, hall, observers, off_shadows_m2, seen_by_shadows
from benchmarks._visibility_graph import in_salalib, own_graph
from benchmarks.hub import hub_station
from wayfinding.signage.legible.ground import ground
from wayfinding.signage.legible.legibility import Legibility, compile_signs
from wayfinding.signage.legible.sight import Sheet
from wayfinding.signage.targets import Naming, list_targets
from wayfinding.station import SHIPPED_STATION, Station, load_station

LEVEL, SHIPPED_LEVEL, EYE_M = -2.0, -1.0, 1.5
NEAR_M = 1e-3
WRONG_M2 = 1e-6
ROUNDS = 9


def main() -> None:
    """Measure and print."""
    floor, columns = hall(40.0, 40.0) if is_quick() else hall()
    exactness(floor, columns)
    busy = ground(hub_station(levels=2, scale=0.03 if is_quick() else 1.0), LEVEL, 1.0).light(0, EYE_M)
    shipped = ground(load_station(SHIPPED_STATION), SHIPPED_LEVEL, 1.0).light(0, EYE_M)
    halls = {"hall of columns": floor, "level of the hub with rooms": busy, "level B1 of the shipped station": shipped}
    for name, shape in halls.items():
        isovists(name, max(shapely.get_parts(shape), key=lambda part: part.area))
    visibility_graph(floor)
    whole_hub()


def exactness(floor: Polygon, columns: list[Polygon]) -> None:
    """Views of hard observers against shadows, and pairs of points against the same."""
    sheet = Sheet.of(floor)
    spots = observers(floor, columns, (4, 2, 2, 2) if is_quick() else (200, 60, 60, 60))
    views = [sheet.isovist(*spot) for spot in spots]
    off = [off_shadows_m2(view, floor, columns, spot) for view, spot in zip(views, spots, strict=True)]
    pairs, wrong = pairs_judged(sheet, floor, columns, spots[:: 1 if is_quick() else 10])
    show("Exactness",
         ["hard observers", "invalid rings", "off by more than 1e-6 m²", "worst, m²", "pairs", "wrong pairs"],
         [(str(len(spots)), str(sum(not view.is_valid for view in views)), str(sum(each > WRONG_M2 for each in off)),
           max(off), str(pairs), str(wrong))])  # fmt: skip


def pairs_judged(sheet: Sheet, floor: Polygon, columns: list[Polygon], spots: Sequence[Spot]) -> tuple[int, int]:
    """How many pairs farther than 1 mm from the edge of a shadow were judged, and how many of them wrongly."""
    rng, judged, wrong = random.Random(SEED), 0, 0  # noqa: S311, a fixed draw
    x0, y0, x1, y1 = floor.bounds
    for spot in spots:
        seen = seen_by_shadows(floor, columns, spot, SNAP_M)
        points = [(rng.uniform(x0, x1), rng.uniform(y0, y1)) for _ in range(300)]
        clear = [
            point for point in points if floor.contains(Point(point)) and seen.boundary.distance(Point(point)) > NEAR_M
        ]
        judged += len(clear)
        wrong += sum(sheet.sees(spot, point) != seen.contains(Point(point)) for point in clear)
    return judged, wrong


def isovists(name: str, floor: Polygon) -> None:
    """One whole view after another, against every peer that can be had; slow peers get fewer observers."""
    sheet, spots = Sheet.of(floor), anywhere(floor, 6 if is_quick() else 60)
    sheet.isovist(*spots[0])
    own = race({"ring": lambda at: sheet.rings(*at), "polygon": lambda at: sheet.isovist(*at)}, spots, ROUNDS)
    areas = [sheet.isovist(*spot).area for spot in spots]
    rows = [row("wayfinding, ring of points", own["ring"], own["ring"], areas, areas),
            row("wayfinding, shapely polygon", own["polygon"], own["ring"], areas, areas)]  # fmt: skip
    peers = {} if is_quick() else peer_answers(floor, spots)
    for peer, answer in peers.items():
        if answer is None:
            not_available(peer)
        else:
            rows.append(row(peer, answer[0], own["ring"], areas, answer[1]))
    corners = statistics.median(len(sheet.rings(*spot)[0]) for spot in spots)
    walls = sum(len(ring.coords) - 1 for ring in (floor.exterior, *floor.interiors))
    show(f"Whole views, {name}: {walls} walls, {len(spots)} observers, {corners:g} corners of a view at the median",
         ["method", "median µs", "p95 µs", "ratio of medians", "worst area error, m²"], rows)  # fmt: skip


def peer_answers(floor: Polygon, spots: list[Spot]) -> dict[str, Answer | None]:
    """Seconds and areas of every peer."""
    found: dict[str, Answer | None] = {
        "CGAL triangular expansion, exact": in_cgal(floor, spots),
        "visibility-polygon (npm), wall time": in_node(floor, spots),
    }
    for peer, make in (("pyvispoly (CGAL in Python)", pyvispoly), ("pysovist (pure Python)", pysovist)):
        method = make(floor)
        if method is None:
            found[peer] = None
            continue
        seconds = race({peer: method}, spots, 3)[peer]
        answers = [method(spot).area for spot in spots]
        found[peer] = seconds, [float(area() if callable(area) else area) for area in answers]
    return found


def row(name: str, seconds: list[float], own: list[float], areas: list[float], theirs: list[float]) -> list[str]:
    """One line of the table of views."""
    worst = max(abs(one - other) for one, other in zip(areas, theirs, strict=True))
    middle = statistics.median(seconds)
    return [name, f"{middle * 1e6:,.1f}", f"{quantile(seconds, 0.95) * 1e6:,.1f}",
            f"{middle / statistics.median(own):,.1f}", f"{worst:.1e}"]  # fmt: skip


def anywhere(floor: Polygon, count: int) -> list[Spot]:
    """Random points of a floor, no nearer than 1 mm to a wall."""
    rng, inner = random.Random(SEED), floor.buffer(-NEAR_M)  # noqa: S311, a fixed draw
    shapely.prepare(inner)
    x0, y0, x1, y1 = floor.bounds
    found: list[Spot] = []
    while len(found) < count:
        spot = rng.uniform(x0, x1), rng.uniform(y0, y1)
        if inner.contains(Point(spot)):
            found.append(spot)
    return found


def visibility_graph(floor: Polygon) -> None:
    """Who sees whom among all cells of 1 m, against salalib where its sources are at hand."""
    cells, links, own_s = own_graph(floor)
    rows = [["wayfinding, matrix of bits", f"{cells:,}", f"{links:,}", f"{own_s:.2f}", "1"]]
    source = os.environ.get("SALALIB")
    theirs = None if is_quick() or source is None else in_salalib(source, floor)
    if theirs is None:
        not_available("salalib (SALALIB names a folder with its sources)")
    else:
        rows.append(["salalib", f"{theirs[0]:,}", f"{theirs[1]:,}", f"{theirs[2]:.2f}", f"{theirs[2] / own_s:.1f}"])
    show("Visibility graph of the hall of columns, cells of 1 m", ["method", "cells", "links", "CPU s", "ratio"], rows)


def whole_hub() -> None:
    """All signs of the shipped station, and one that is changed; kernels and meshes are there already."""
    station = load_station(SHIPPED_STATION)
    first_s = cpu_s(lambda: everything(compile_signs(station), {}))
    signs = compile_signs(station)
    naming, targets = Naming(station), list_targets(station)
    told = [(k, line) for k, face in enumerate(signs.faces) for line in face.messages]
    named = {target.id: sorted({k for k, line in told if naming.names(line, target)}) for target in targets}
    everything(signs, named)
    jobs = {
        "all signs, every target, every level": best_s(lambda: everything(compile_signs(station), named)),
        "of this, views and cells of all signs": best_s(lambda: everything(compile_signs(station), {})),
        "the matrix of cells and faces, all levels": best_s(
            lambda: [compile_signs(station).seen(at) for at in station.levels]
        ),
        "one sign moved, its level anew": changed_s(signs, "moved"),
        "one sign dirtied, its level anew": changed_s(signs, "dirtied"),
    }
    cells = sum(len(signs.cells(level)) for level in station.levels)
    show(f"Shipped station, {len(signs.faces)} faces, {len(targets)} targets, {len(station.levels)} levels, "
         f"{cells:,} cells of {signs.settings.cell_m:g} m, {signs.settings.catchment}, letters read from "
         f"{signs.settings.letter_factor:g} times their height (the first time, meshes made too: {first_s:.2f} s)",
         ["job", "CPU ms"], [(job, f"{seconds * 1e3:.2f}") for job, seconds in jobs.items()])  # fmt: skip


def everything(signs: Legibility, named: dict[str, list[int]]) -> list[float]:
    """Every view and its cells, and the share of each level that is covered for each target."""
    for view in signs.views:
        view.cells  # noqa: B018, computed when asked for
    return [signs.share(level, faces) for faces in named.values() for level in signs.station.levels]


def best_s(job: object) -> float:
    """The least CPU time of some rounds."""
    return min(cpu_s(job) for _ in range(3 if is_quick() else ROUNDS))  # type: ignore[arg-type]


def changed_s(signs: Legibility, change: str) -> float:
    """The median over all signs of what one change costs until its level's matrix is there again."""
    for level in signs.station.levels:
        signs.seen(level)
    taken = []
    for sign in list(signs.station.signs.values())[:: 40 if is_quick() else 4]:
        new = replace(sign, state="dirty" if sign.state == "good" else "good")
        if change == "moved":
            new = replace(sign, point=Point(sign.point.x + 0.5, sign.point.y))
        station: Station = replace(signs.station, signs={**signs.station.signs, sign.id: new})
        taken.append(min(cpu_s(lambda to=station, at=sign.level: signs.replaced(to).seen(at)) for _ in range(3)))  # type: ignore[misc]
    return statistics.median(taken)


if __name__ == "__main__":
    main()
