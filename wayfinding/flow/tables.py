"""The ways that the people of one crowd consider, looked up while they walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.choice import NOTHING, Ends, Ways, tabulate
from wayfinding.flow.crowd import Crowd
from wayfinding.flow.state import OPTION, Table
from wayfinding.flow.supply import Supply
from wayfinding.routing.sight import Floats, Indices
from wayfinding.routing.surface import Surface
from wayfinding.routing.zones import ZONE_ORDER, allowed_steps

OPTIONS = 6
"""Next pathways that one considers at a time."""


class Period(NamedTuple):
    """A part of the day: from `since_s` on, uses (groups, uses) are `open` to each group or not."""

    since_s: float
    open: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tables:
    """The ways that people consider: `options` (rows, k), `row` (tables, nodes) in it; each person's `table`.

    A row is that of the first period, those of the others follow it; row 0 stands for no way. `without` marks who has
    none in any period.
    """

    row: NDArray[np.int32]
    options: Table
    table: Indices
    without: NDArray[np.bool_]


def build_tables(supply: Supply, crowd: Crowd, periods: Sequence[Period], slack_s: float) -> Tables:
    """One table for each group, zone of origin and end that occurs, with ways up to `slack_s` worse than the best."""
    zones = len(ZONE_ORDER)
    zone = np.array([ZONE_ORDER.index(part.floor.zone) for part in _surfaces(supply)])
    zone_at = zone[np.maximum(supply.surface, 0)]
    origin = supply.portals + crowd.origin
    aims = [supply.portals + np.array(aim, dtype=np.int64) for aim in crowd.aims]
    there = np.array([zone_at[aim[0]] for aim in aims], dtype=np.int64)
    keys = (crowd.group * zones + zone_at[origin]) * len(aims) + crowd.end
    known = np.flatnonzero(np.bincount(keys, minlength=1))
    number = np.zeros(int(known.max(initial=0)) + 1, np.int64)
    number[known] = np.arange(len(known))
    table = number[keys]
    end = known % max(1, len(aims))
    rules, rule = np.unique((known // max(1, len(aims))) * zones + there[end], return_inverse=True)
    ends = [aims[k] for k in end.tolist()]
    begun = np.zeros((len(known), len(supply.surface)), np.bool_)
    begun[table, origin] = True
    row, uses, price = tabulate(
        _by_floor(supply, periods, rules), Ends(rule, np.concatenate([np.empty(0, np.int64), *ends]), _starts(ends)),
        supply.cost_s, _walk_s(supply), begun, slack_s, OPTIONS,
    )  # fmt: skip
    options = np.empty(uses.shape, OPTION)
    options["use"], options["cost"] = uses, price
    first = row[table, origin]
    without = np.all([uses[first + p, 0] == NOTHING for p in range(len(periods))], axis=0)
    return Tables(row, options, table, without)


def _by_floor(supply: Supply, periods: Sequence[Period], rules: Indices) -> Ways:
    """The uses by floor, and what of them is open to each rule: group, zone of origin, zone of the end."""
    zones = len(ZONE_ORDER)
    group, start, end = rules // zones**2, rules // zones % zones, rules % zones
    crossed = [
        allowed_steps(supply.groups[g].zone_rule, ZONE_ORDER[a], ZONE_ORDER[b])[supply.zones]
        for g, a, b in zip(group.tolist(), start.tolist(), end.tolist(), strict=True)
    ]
    allowed = np.array(crossed, dtype=np.bool_).reshape(len(rules), len(supply.uses))
    usable = np.stack([period.open[group] & allowed for period in periods])
    floors = len(_surfaces(supply))
    leaving, leading = supply.surface[supply.tails], supply.surface[supply.heads]
    bounds = np.arange(floors + 1)
    out, into = np.argsort(leaving, kind="stable"), np.argsort(leading, kind="stable")
    return Ways(
        supply.tails, supply.heads, supply.surface, out, np.searchsorted(leaving[out], bounds), into,
        np.searchsorted(leading[into], bounds), usable, group,
    )  # fmt: skip


def _walk_s(supply: Supply) -> Floats:
    walk_s: Floats = supply.walk_m / np.array([profile.speed_mps for profile in supply.groups])[:, None, None]
    return walk_s


def _starts(parts: Sequence[Indices]) -> Indices:
    return np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)


def _surfaces(supply: Supply) -> tuple[Surface, ...]:
    return supply.network.layer(supply.groups[0].half_width_m).surfaces
