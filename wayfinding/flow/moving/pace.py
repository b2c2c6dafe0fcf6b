"""How fast people walk at a density: after Weidmann or as in a laboratory corridor, and how far these differ."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.flow.state import STEP_PPM2
from wayfinding.routing.sight import Floats

Law = Literal["weidmann", "laboratory"]
LAWS: tuple[str, ...] = get_args(Law)


def slowing(law: Law = "weidmann") -> Floats:
    """Speed over free speed at 0, 0.01, 0.02 … people/m², never below CROWD_SLOWEST.

    Beyond the densities measured in the laboratory the curve falls as Weidmann's does.
    """
    density = np.arange(1, round(figures.WEIDMANN_JAM.value / STEP_PPM2)) * STEP_PPM2
    share = 1.0 - np.exp(-figures.WEIDMANN_SHAPE.value * (1.0 / density - 1.0 / figures.WEIDMANN_JAM.value))
    if law == "laboratory":
        known = list(figures.LABORATORY_SPEEDS)
        measured = np.array([figure.value for figure in figures.LABORATORY_SPEEDS.values()]) / figures.WALK_SPEED.value
        beyond = share / share[round(known[-1] / STEP_PPM2) - 1] * measured[-1]
        share = np.minimum(1.0, np.where(density <= known[-1], np.interp(density, known, measured), beyond))
    return np.concatenate([[1.0], np.maximum(share, figures.CROWD_SLOWEST.value)])


class Miss(NamedTuple):
    """At a density in people/m²: speeds in m/s as measured, by Weidmann and by the laboratory's law."""

    density_ppm2: float
    measured_mps: float
    weidmann_mps: float
    laboratory_mps: float


def list_misses() -> tuple[Miss, ...]:
    """What the two laws make of the densities that were measured."""
    free_mps = figures.WALK_SPEED.value
    laws = [slowing(law) * free_mps for law in get_args(Law)]
    rows = [
        (density, figure.value, round(density / STEP_PPM2)) for density, figure in figures.LABORATORY_SPEEDS.items()
    ]
    return tuple(Miss(density, measured, *(float(law[k]) for law in laws)) for density, measured, k in rows)


def miss_lines() -> list[str]:
    """The same as a table."""
    lines = ["| people/m² | measured m/s | Weidmann m/s | miss | laboratory m/s | miss |", "|---|---|---|---|---|---|"]
    for miss in list_misses():
        cells = [f"{miss.density_ppm2:.1f}", f"{miss.measured_mps:.2f}"]
        for speed in (miss.weidmann_mps, miss.laboratory_mps):
            cells += [f"{speed:.2f}", f"{speed / miss.measured_mps - 1:+.0%}"]
        lines.append(f"| {' | '.join(cells)} |")
    return lines
