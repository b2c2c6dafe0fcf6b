"""Everything that is wrong with a station, at once: `check` and its report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wayfinding.station.checks.pathways import gate_problems, pathway_problems
from wayfinding.station.checks.reach import reach_problems, step_free_problems
from wayfinding.station.checks.references import reference_problems
from wayfinding.station.checks.signs import sign_problems
from wayfinding.station.checks.tiling import border_problems, tiling_problems
from wayfinding.station.checks.totals import Totals, count, total_problems
from wayfinding.station.model import Station
from wayfinding.station.moment import by_hours, reopened
from wayfinding.station.problems import Problem

__all__ = ["Problem", "Report", "Totals", "check"]


@dataclass(frozen=True)
class Report:
    """All problems, errors first, and the totals of the station."""

    problems: tuple[Problem, ...]
    totals: Totals

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of features by kind."""
        return self.totals.kinds

    @property
    def areas(self) -> Mapping[float, float]:
        """Geodesic area of each level in m², by ordinal."""
        return self.totals.areas

    @property
    def shares(self) -> Mapping[str, float]:
        """Part of all features that each source stands for."""
        return self.totals.shares


def check(station: Station) -> Report:
    """Every problem of a station that could be read, each with rule, feature id and suggestion; never raises.

    Reachability is that of an ordinary midday, out of every season; timed edits of scenarios are not carried out.
    """
    totals = count(station)
    drawn, midday = reopened(station), by_hours(station, None)
    problems = [
        *tiling_problems(drawn, station.levels),
        *pathway_problems(drawn, station.pathways.values()),
        *border_problems(drawn, station.levels),
        *gate_problems(drawn),
        *reach_problems(midday),
        *step_free_problems(midday),
        *sign_problems(drawn, station.signs.values()),
        *reference_problems(drawn),
        *total_problems(station, totals),
    ]
    return Report(tuple(sorted(problems, key=lambda problem: problem.severity)), totals)
