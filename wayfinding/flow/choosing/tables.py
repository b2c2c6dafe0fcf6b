"""The ways that the people of one crowd consider, looked up while they walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.choosing.choice import NOTHING, REACHED, Ends, Ways, tabulate
from wayfinding.flow.people.crowd import Crowd
from wayfinding.flow.state import OPTION, Table
from wayfinding.flow.supply.supply import Supply
from wayfinding.routing.kept import keep
from wayfinding.routing.sight import Floats, Indices
from wayfinding.routing.surface import Surface
from wayfinding.routing.zones import ZONE_ORDER, allowed_steps

OPTIONS = 6
"""Next pathways that one considers at a time."""
EVERYBODY = slice(None)


class Period(NamedTuple):
    """A part of the day: from `since_s` on, uses (groups, uses) are `open` to each group or not.

    `supply` is the supply as it is then (`restate`), where rides or capacities differ from the first.
    """

    since_s: float
    open: NDArray[np.bool_]
    supply: Supply | None = None


@dataclass(frozen=True, eq=False)
class Tables:
    """The ways that people consider: `options` (rows, k), `row` (tables, nodes) in it; each person's `table`.

    A row is that of the first period, those of the others follow it; row 0 stands for no way.
    """

    row: NDArray[np.int32]
    options: Table
    table: Indices


def build_tables(
    supply: Supply, crowd: Crowd, periods: Sequence[Period], slack_s: float, ways: NDArray[np.int32] | None = None
) -> Tables:
    """One table for each group, zone of origin and end that occurs, with ways up to `slack_s` worse than the best.

    With rows wherever the `ways` (people, uses) lead that people already have. What crowds with the same aims have in
    common is worked out once for a supply and kept with it.
    """
    open_ = np.stack([period.open for period in periods])
    cost_s = np.stack([(period.supply or supply).cost_s for period in periods])
    book = keep(supply, ("tables", crowd.aims, open_.tobytes(), cost_s.tobytes(), slack_s),
                lambda: Book(supply, crowd.aims, open_, cost_s[None], slack_s))  # fmt: skip
    return book.look_up(crowd, np.zeros(len(crowd.start), np.int64), ways)


class Book:
    """The tables that anybody has asked for of one supply, open to its groups by `open_` (periods, groups, uses).

    `cost_s` (parts, periods, groups, uses) is what people of each part of the crowd reckon with.
    """

    def __init__(
        self, supply: Supply, aims: Sequence[Sequence[int]], open_: NDArray[np.bool_], cost_s: Floats, slack_s: float
    ) -> None:
        zone = np.array([ZONE_ORDER.index(part.floor.zone) for part in _surfaces(supply)])
        self._supply, self._cost_s, self._slack_s = supply, cost_s, slack_s
        self._speed_mps = np.array([profile.speed_mps for profile in supply.groups])
        self._aims = [supply.portals + np.array(aim, dtype=np.int64) for aim in aims]
        self._zone = zone[np.maximum(supply.surface, 0)]
        self._there = np.array([self._zone[aim[0]] for aim in self._aims], dtype=np.int64)
        self._ways = _by_floor(supply, open_)
        self._number = np.full(cost_s.shape[0] * len(supply.groups) * len(ZONE_ORDER) * len(aims), -1, np.int64)
        self._keys = np.empty(0, np.int64)
        self._row = np.zeros((0, len(supply.surface)), np.int32)
        self._options = np.full((len(open_), OPTIONS), np.array((NOTHING, np.inf), OPTION))
        self._filled = len(open_)
        self._lock = Lock()

    def look_up(
        self, crowd: Crowd, part: Indices, ways: NDArray[np.int32] | None = None, who: Indices | slice = EVERYBODY
    ) -> Tables:
        """The tables for some of a crowd, each person of a part; what is not known yet is worked out now.

        With rows also wherever the `ways` (people, uses) lead that people already have.
        """
        origin = self._supply.portals + crowd.origin[who]
        keys = (part[who] * len(self._supply.groups) + crowd.group[who]) * len(ZONE_ORDER) + self._zone[origin]
        keys = keys * len(self._aims) + crowd.end[who]
        with self._lock:
            table = self._number[keys]
            if (table < 0).any():
                asked = np.flatnonzero(np.bincount(keys))
                added = asked[self._number[asked] < 0]
                self._number[added] = len(self._keys) + np.arange(len(added))
                self._keys = np.concatenate([self._keys, added])
                table = self._number[keys]
            self._write(table, origin)
            if ways is not None:
                mine = ways[who]
                one, leg = np.nonzero(mine >= 0)
                self._write(table[one], self._supply.heads[mine[one, leg]])
            return Tables(self._row, self._options[: self._filled], table)

    def _write(self, table: Indices, node: Indices) -> None:
        """Add the rows that are missing; those that were given out before stay as they are."""
        added = np.zeros((len(self._keys) - len(self._row), self._row.shape[1]), np.int32)
        row = np.concatenate([self._row, added]) if len(added) else self._row
        missing = (row[table, node] == 0) & (self._supply.surface[node] >= 0)
        if missing.any():
            row = row.copy() if row is self._row else row
            row[table[missing], node[missing]] = REACHED
            self._reserve(len(added) * row.shape[1] * len(self._ways.open) // 4)
            self._options, self._filled = tabulate(
                self._ways, self._list_ends(), self._cost_s, self._supply.walk_m, self._speed_mps, self._slack_s, row,
                self._options, self._filled,
            )  # fmt: skip
        self._row = row

    def _list_ends(self) -> Ends:
        end, about = self._keys % len(self._aims), self._keys // len(self._aims)
        each = len(self._supply.groups) * len(ZONE_ORDER)
        nodes = [self._aims[k] for k in end.tolist()]
        rule = about % each * len(ZONE_ORDER) + self._there[end]
        return Ends(rule, about // each, np.concatenate(nodes), _starts(nodes))

    def _reserve(self, rows: int) -> None:
        """Make room for so many rows: memory that is not written to costs nothing."""
        if self._filled + rows > len(self._options):
            more = np.empty((self._filled + rows, OPTIONS), OPTION)
            more[: self._filled] = self._options[: self._filled]
            self._options = more


def _by_floor(supply: Supply, open_: NDArray[np.bool_]) -> Ways:
    """The uses by floor, and what of them is open to each rule: group, zone of origin, zone of the end."""
    rules = list(product(range(len(supply.groups)), ZONE_ORDER, ZONE_ORDER))
    allowed = np.array([allowed_steps(supply.groups[g].zone_rule, a, b)[supply.zones] for g, a, b in rules])
    group = np.array([g for g, _, _ in rules], dtype=np.int64)
    floors = len(_surfaces(supply))
    leaving, leading = supply.surface[supply.tails], supply.surface[supply.heads]
    bounds = np.arange(floors + 1)
    out, into = np.argsort(leaving, kind="stable"), np.argsort(leading, kind="stable")
    return Ways(
        supply.tails, supply.heads, supply.surface, out, np.searchsorted(leaving[out], bounds), into,
        np.searchsorted(leading[into], bounds), open_[:, group] & allowed, group,
    )  # fmt: skip


def _starts(parts: Sequence[Indices]) -> Indices:
    return np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)


def _surfaces(supply: Supply) -> tuple[Surface, ...]:
    return supply.network.layer(supply.groups[0].half_width_m).surfaces
