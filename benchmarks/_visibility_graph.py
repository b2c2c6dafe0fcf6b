"""Who sees whom among the cells of a hall: by the package's kernels, and by salalib compiled here."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
from numba import njit
from shapely import Polygon

from benchmarks._isovists import rings_of
from benchmarks._measure import cpu_s, scratch
from wayfinding.signage.legible.raster import Grid, cross
from wayfinding.signage.legible.sight import Sheet
from wayfinding.signage.legible.wedges import all_round

CELL_M = 1.0
BUILD = """cmake_minimum_required(VERSION 3.16)
project(peer CXX)
set(CMAKE_CXX_STANDARD 17)
set(FORCE_GLOBAL_COMPILE_WARNINGS ON)
add_subdirectory({source} salalib)
add_executable(peer {driver})
target_link_libraries(peer salalib)
target_include_directories(peer PRIVATE {source})
"""
Graph = tuple[int, int, float]
"""Cells, links from cell to cell, CPU seconds."""


def own_graph(floor: Polygon) -> Graph:
    """The graph as a matrix of bits; mesh and cells are there before the clock starts, as salalib's are."""
    sheet, grid = Sheet.of(floor), Grid.of(floor, CELL_M)
    count = len(grid.centres)
    bits = np.zeros((count, (count + 7) // 8), np.uint8)
    told = sheet.mesh, sheet.ends, sheet.apex, sheet.onward, grid.centres
    _fill(*told, grid.frame, grid.numbers[:1], bits[:0])
    seconds = cpu_s(lambda: _fill(*told, grid.frame, grid.numbers, bits))
    return count, int(np.bitwise_count(bits).sum()) - count, seconds


@njit
def _fill(mesh, ends, apex, onward, centres, frame, numbers, bits):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917
    rows, columns = numbers.shape
    for k in range(bits.shape[0]):
        ring, starts = all_round(mesh, ends, apex, onward, centres[k, 0], centres[k, 1])
        odd = np.zeros((rows, columns + 1), np.bool_)
        cross(ring, starts, frame, 0, 0, odd)
        for i in range(rows):
            inside = False
            for j in range(columns):
                inside ^= odd[i, j]
                if inside and numbers[i, j] >= 0:
                    bits[k, numbers[i, j] // 8] |= 1 << (numbers[i, j] % 8)


def in_salalib(source: str, floor: Polygon) -> Graph | None:
    """The same by salalib, from its sources; None where they cannot be compiled."""
    folder = scratch()
    driver = Path(__file__).with_name("visibility_graph.cpp")
    (folder / "CMakeLists.txt").write_text(BUILD.format(source=Path(source).resolve(), driver=driver), encoding="utf-8")
    cmake = shutil.which("cmake")
    if cmake is None:
        return None
    x0, y0, x1, y1 = floor.bounds
    walls = [(*a, *b) for ring in rings_of(floor) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
    question = [f"{CELL_M} {x0 + 1.5} {y0 + 1.5} {x0} {y0} {x1} {y1} {len(walls)}"]
    question += [" ".join(map(repr, wall)) for wall in walls]
    steps = (
        [cmake, "-S", ".", "-B", "build", "-DCMAKE_BUILD_TYPE=Release"],
        [cmake, "--build", "build", "--target", "peer", "-j", str(os.cpu_count() or 1)],
        [str(folder / "build" / "peer")],
    )
    try:
        for words in steps:
            done = subprocess.run(  # noqa: S603, fixed words
                words, cwd=folder, input="\n".join(question), capture_output=True, text=True, timeout=1800, check=True
            )
    except (OSError, subprocess.SubprocessError):
        return None
    cells, links, nanoseconds = (int(word) for word in done.stdout.split())
    return cells, links, nanoseconds * 1e-9
