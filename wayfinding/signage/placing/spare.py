"""Which signs can go without loss, and which would serve better elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from wayfinding.signage.journeys.along import Reading, Runs
from wayfinding.signage.journeys.decisions import list_decisions
from wayfinding.signage.placing.candidates import KINDS
from wayfinding.signage.placing.demand import guides, measure_demand
from wayfinding.signage.placing.placement import Plan, Proposal, plan_signs
from wayfinding.signage.placing.sites import Site
from wayfinding.station.scenario import apply, read_scenario

Why = Literal["unread", "doubled"]
"""`unread`: no passenger on his way to what it names reads it in walking direction; `doubled`: wherever one does, there
are others that say the same."""

Confirmed = dict[tuple[str, str], float]
NOBODY = 1e-6
"""Passengers a day: less is rounding."""

MOVABLE = frozenset(kind.type for kind in KINDS.values())


@dataclass(frozen=True, slots=True)
class Spare:
    """A sign that can go, together with those before it in the list; it guides on `passenger_m` a day."""

    sign: str
    why: Why
    passenger_m: float


@dataclass(frozen=True, slots=True)
class Shift:
    """A sign to take down (`lost_m` passenger-metres a day lose their only sign), and what to put up instead."""

    sign: str
    lost_m: float
    proposal: Proposal


@dataclass(frozen=True, eq=False)
class Shifts:
    """Signs to move, the most worth first, and the share of passenger-metres that have a sign before and after all."""

    shifts: tuple[Shift, ...]
    covered_before: float
    covered_after: float
    plan: Plan

    def scenario(self, name: str = "moved-signs") -> dict[str, Any]:
        """The moves as a scenario file."""
        plan = replace(self.plan, proposals=tuple(shift.proposal for shift in self.shifts))
        count = len(self.shifts)
        titles = {"title_zh": f"移动{count}处标识", "title_en": f"{count} signs moved"}
        return plan.scenario(name, [shift.sign for shift in self.shifts]) | titles


def list_spare(site: Site) -> tuple[Spare, ...]:
    """Signs that can all go at once: no passenger-metre loses its last sign, no passenger's decision its confirmation.

    Found one by one, those first that guide least; other choices may spare as many. Bus maps are left out, being more
    than a name; so are signs out of order, which tell nobody anything until they are mended.
    """
    demand, reading = site.demand, site.reading
    signs = list(dict.fromkeys(face.sign for face in reading.legibility.faces))
    element, number = guides(demand, reading, site.profile)
    total_m = np.bincount(number, demand.metres[element], minlength=len(signs))
    working = {face.sign for face in reading.legibility.faces if face.reach_m > 0}
    records = reading.legibility.station.signs
    order = sorted((float(total_m[k]), sign, k) for k, sign in enumerate(signs)
                   if sign in working and records[sign].type in MOVABLE)  # fmt: skip
    left = demand.signs.copy()
    found: list[Spare] = []
    for metres, sign, k in order:
        own = element[number == k]
        if (left[own] >= 2).all():
            left[own] -= 1
            found.append(Spare(sign, "doubled" if len(own) else "unread", metres))
    before = _confirmed(site, ())
    gone = _harmless(site, [spare.sign for spare in found], [], before)
    return tuple(spare for spare in found if spare.sign in gone)


def _harmless(site: Site, signs: Sequence[str], gone: list[str], before: Confirmed) -> list[str]:
    """Those of `signs` that can go after `gone` without loss of confirmed decisions, all at once or half by half."""
    if not signs:
        return gone
    after = _confirmed(site, [*gone, *signs])
    if all(after.get(key, 0.0) >= passengers - NOBODY for key, passengers in before.items()):
        return [*gone, *signs]
    if len(signs) == 1:
        return gone
    middle = len(signs) // 2
    return _harmless(site, signs[middle:], _harmless(site, signs[:middle], gone, before), before)


def _confirmed(site: Site, gone: Collection[str]) -> Confirmed:
    """How many passengers a day find their way to each target confirmed at each decision point, without some signs."""
    confirmed: Confirmed = defaultdict(float)
    for item in list_decisions(site.legibility, site.ways, _without(site.reading, gone)):
        if item.confirmed:
            confirmed[item.point, item.to] += item.passengers
    return confirmed


def _without(reading: Reading, gone: Iterable[str]) -> Reading:
    """What can be read when some signs are not there."""
    names = set(gone)
    stays = np.array([face.sign not in names for face in reading.legibility.faces], dtype=bool)
    pairs, rows = stays[reading.face], stays[reading.runs.face]
    runs = Runs(*(part[rows] for part in (reading.runs.stretch, reading.runs.face, reading.runs.start_m,
                                          reading.runs.end_m)))  # fmt: skip
    return replace(
        reading, sample=reading.sample[pairs], face=reading.face[pairs], ahead=reading.ahead[pairs], runs=runs
    )


def plan_moves(site: Site, count: int) -> Shifts:
    """Up to `count` signs that would serve better elsewhere: the weakest of each type to the best places for that type.

    A sign moves only where its new place gains more than its old one loses; its messages become those that are lacking
    there. Signs out of order are not moved but mended. The shares are measured, not added up.
    """
    plan = plan_signs(site, count)
    weak = _weak(site)
    shifts: list[Shift] = []
    for proposal in plan.proposals:
        own = weak.get(proposal.sign.type, [])
        if own and own[0][0] < proposal.passenger_m:
            lost_m, sign = own.pop(0)
            shifts.append(Shift(sign, lost_m, proposal))
    moved = Shifts(tuple(shifts), plan.covered_before, plan.covered_before, plan)
    if not shifts:
        return moved
    station = apply(site.legibility.station, read_scenario(moved.scenario()))
    reading = Reading.of(site.legibility.replaced(station), site.ways)
    demand = measure_demand(reading, site.ways, site.demand.targets, site.profile)
    return replace(moved, covered_after=demand.covered / demand.total)


def _weak(site: Site) -> dict[str, list[tuple[float, str]]]:
    """By type, the signs that work, with the passenger-metres that they alone cover, the fewest first."""
    reading = site.reading
    element, number = guides(site.demand, reading, site.profile)
    sole = site.demand.signs[element] == 1
    signs = list(dict.fromkeys(face.sign for face in reading.legibility.faces))
    lost_m = np.bincount(number[sole], site.demand.metres[element[sole]], minlength=len(signs))
    working = {face.sign for face in reading.legibility.faces if face.reach_m > 0}
    found: dict[str, list[tuple[float, str]]] = {type: [] for type in MOVABLE}
    for k, sign in enumerate(signs):
        type = reading.legibility.station.signs[sign].type
        if sign in working and type in found:
            found[type].append((float(lost_m[k]), sign))
    return {type: sorted(own) for type, own in found.items()}
