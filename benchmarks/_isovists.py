"""Peers that compute visible regions: pysovist, pyvispoly, visibility-polygon in node, CGAL built here.

Each is fetched into a folder of the run; whatever cannot be had is None.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from shapely import Polygon

from benchmarks._measure import fetched, scratch
from benchmarks._shadows import Spot

PYSOVIST, PYVISPOLY, VISIBILITY_POLYGON = "pysovist==0.3.0", "pyvispoly==0.3.1", "visibility-polygon@1.1.0"
HEADERS = ("libcgal-dev", "libboost1.74-dev", "libmpfr-dev")
ROUNDS = 5
Method = Callable[[Spot], Any]
Answer = tuple[list[float], list[float]]
"""CPU seconds and areas in m², by observer."""


def rings_of(floor: Polygon) -> list[list[Spot]]:
    """The outline and the holes, each without its last, repeated corner."""
    return [[(x, y) for x, y in ring.coords[:-1]] for ring in (floor.exterior, *floor.interiors)]


def pysovist(floor: Polygon) -> Method | None:
    """A pure Python peer, numpy inside; its answer has `area`."""
    if not _installed(PYSOVIST):
        return None
    import pysovist as peer  # noqa: PLC0415

    ends = [np.stack([np.array(ring), np.roll(np.array(ring), -1, axis=0)], axis=1) for ring in rings_of(floor)]
    plan = peer.Plan(np.concatenate(ends))
    return lambda spot: peer.isovist(plan, spot)


def pyvispoly(floor: Polygon) -> Method | None:
    """CGAL with exact numbers behind Python; its answer has `area()`."""
    if not _installed(PYVISPOLY):
        return None
    import pyvispoly as peer  # noqa: PLC0415

    def polygon(ring: list[Spot], counter_clockwise: bool) -> Any:
        turned = Polygon(ring).exterior.is_ccw == counter_clockwise
        return peer.Polygon([peer.Point(x, y) for x, y in (ring if turned else ring[::-1])])

    outline, *holes = rings_of(floor)
    halls = peer.PolygonWithHoles(polygon(outline, True), [polygon(hole, False) for hole in holes])
    calculator = peer.VisibilityPolygonCalculator(halls)
    return lambda spot: calculator.compute_visibility_polygon(peer.Point(*spot))


@cache
def _installed(requirement: str) -> bool:
    folder = scratch()
    sys.path.append(str(folder))
    return fetched("install", "--target", str(folder), requirement)


def in_node(floor: Polygon, spots: Sequence[Spot]) -> Answer | None:
    """visibility-polygon from npm; pieces of wall that cross are broken up before the clock starts."""
    folder = _node_folder()
    if folder is None:
        return None
    question = {"rings": rings_of(floor), "observers": spots, "rounds": ROUNDS}
    (folder / "question.json").write_text(json.dumps(question), encoding="utf-8")
    told = _run(["node", "visibility.mjs"], folder)
    if told is None:
        return None
    answer = json.loads(told)
    return [ns * 1e-9 for ns in answer["ns"]], answer["m2"]


@cache
def _node_folder() -> Path | None:
    folder = scratch()
    if _run(["npm", "install", "--silent", "--prefix", str(folder), VISIBILITY_POLYGON], folder) is None:
        return None
    shutil.copy(Path(__file__).with_name("visibility.mjs"), folder)
    return folder


def in_cgal(floor: Polygon, spots: Sequence[Spot]) -> Answer | None:
    """CGAL's triangular expansion with exact constructions, compiled against Debian's headers."""
    program = _cgal_program()
    if program is None:
        return None
    rings = rings_of(floor)
    lines = [f"{ROUNDS} {len(rings)}"]
    lines += [f"{len(ring)} " + " ".join(f"{x!r} {y!r}" for x, y in ring) for ring in rings]
    lines += [str(len(spots)), *(f"{x!r} {y!r}" for x, y in spots)]
    told = _run([str(program)], program.parent, "\n".join(lines))
    if told is None:
        return None
    rows = [line.split() for line in told.splitlines()]
    return [int(row[0]) * 1e-9 for row in rows], [float(row[1]) for row in rows]


@cache
def _cgal_program() -> Path | None:
    folder = scratch()
    if _run(["apt-get", "download", *HEADERS], folder) is None:
        return None
    for package in folder.glob("*.deb"):
        if _run(["dpkg", "-x", str(package), "root"], folder) is None:
            return None
    source, library = Path(__file__).with_name("visibility.cpp"), next(folder.glob("root/usr/lib/*/libmpfr.a"), None)
    words = ["g++", "-O3", "-march=native", "-DNDEBUG", "-w", "-Iroot/usr/include", str(source), "-o", "peer"]
    if library is None or _run([*words, str(library), "-lgmp"], folder) is None:
        return None
    return folder / "peer"


def _run(words: list[str], folder: Path, told: str | None = None) -> str | None:
    """What a program prints, None where it is missing or fails."""
    try:
        done = subprocess.run(  # noqa: S603, fixed words
            words, cwd=folder, input=told, capture_output=True, text=True, timeout=600, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
