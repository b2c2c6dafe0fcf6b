"""What every question between many places costs at once: one sparse search from each origin, over pathway ends only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.network import Graph
from wayfinding.routing.sight import Floats, Indices
from wayfinding.routing.zones import allowed_steps, zone_pair
from wayfinding.station.model import Zone

WALKED = -1
NOWHERE = -9999

Prices = Callable[[Zone], Graph]
"""The graph that holds for who sets out from a zone."""


class Steps(NamedTuple):
    """The cheapest direct step between any two nodes (n, n): cost and duration in s, and the link (or WALKED)."""

    cost_s: Floats
    duration_s: Floats
    link: Indices


class Answers(NamedTuple):
    """Cost and duration in s of every question (origins, destinations), infinite where there is no way."""

    cost_s: Floats
    duration_s: Floats


@dataclass(frozen=True, eq=False)
class Matrix:
    """Walks in m between the ends of questions and of pathways on one layer, computed once for all states of links.

    Nodes are the stood endpoints first, then the pathway ends `portals` (layer nodes, ascending). `targets` lists for
    each destination the nodes that would do; `walk_m` (n, n) is infinite where there is no walk.
    """

    origins: tuple[int, ...]
    targets: tuple[tuple[int, ...], ...]
    zones: tuple[Zone, ...]
    portals: Indices
    walk_m: Floats

    @classmethod
    def of(cls, graph: Graph, origins: Sequence[Endpoint], destinations: Sequence[Sequence[Endpoint]]) -> Matrix:
        """The matrix of one traveller; endpoints that cannot be stood on the floor have no node and no answers."""
        layer = graph.layer
        wanted = dict.fromkeys(map(_spot, [*origins, *(end for group in destinations for end in group)]))
        stood = {spot: standing for spot in wanted if (standing := layer.stand(*spot)) is not None}
        numbers = {spot: number for number, spot in enumerate(stood)}
        used = {node for link in graph.links for node in (link.tail.node, link.head.node)}
        portals = np.array(sorted(used), dtype=np.int64)
        corners = len(layer.at)
        tails = [np.repeat(np.arange(corners), np.diff(layer.starts))]
        heads, lengths = [layer.heads], [layer.lengths]
        for number, standing in enumerate(stood.values()):
            nodes, length_m = layer.reach(standing)
            tails += [nodes, np.full(len(nodes), corners + number)]
            heads += [np.full(len(nodes), corners + number), nodes]
            lengths += [length_m, length_m]
        for (a, here), (b, there) in combinations(enumerate(stood.values()), 2):
            p, q = (here.x, here.y), (there.x, there.y)
            if here.surface == there.surface and layer.surfaces[here.surface].visible(p, q):
                tails.append(np.array([corners + a, corners + b]))
                heads.append(np.array([corners + b, corners + a]))
                lengths.append(np.full(2, np.hypot(p[0] - q[0], p[1] - q[1])))
        size = corners + len(stood)
        chosen = np.concatenate([np.arange(corners, size), portals])
        edges = np.concatenate(tails), np.concatenate(heads), np.concatenate(lengths)
        walk_m = _search(*edges, size, chosen)[0][:, chosen] if len(chosen) else np.empty((0, 0))
        return cls(
            tuple(numbers.get(_spot(end), NOWHERE) for end in origins),
            tuple(tuple(numbers[_spot(end)] for end in group if _spot(end) in numbers) for group in destinations),
            tuple(layer.surfaces[standing.surface].floor.zone for standing in stood.values()),
            portals,
            np.minimum(walk_m, walk_m.T),
        )

    def solve(self, price: Prices, chosen: Sequence[int]) -> Answers:
        """The answers for the chosen rows of origins, over the graph of this layer that holds for each one's zone."""
        answers, _ = self._solve(price, chosen, trace=False)
        return answers

    def trace(self, price: Prices) -> tuple[Answers, dict[str, NDArray[np.bool_]]]:
        """All answers, and for each pathway which questions (origins, destinations) use it."""
        return self._solve(price, range(len(self.origins)), trace=True)

    def _solve(
        self, price: Prices, chosen: Sequence[int], trace: bool
    ) -> tuple[Answers, dict[str, NDArray[np.bool_]]]:  # fmt: skip
        shape = (len(self.origins), len(self.targets))
        answers = Answers(np.full(shape, np.inf), np.full(shape, np.inf))
        users: dict[str, NDArray[np.bool_]] = {}
        found_by: dict[tuple[int, int], set[str]] = {}
        for graph, rows, zone_targets, steps in self._searches(price, chosen):
            starts = [self.origins[row] for row in rows]
            tails, heads = np.nonzero(np.isfinite(steps.cost_s))
            cost_s, before = _search(tails, heads, steps.cost_s[tails, heads], len(steps.cost_s), starts)
            duration_s = _along(before, steps.duration_s)
            for column, nodes in zone_targets:
                best = np.array(nodes)[np.argmin(cost_s[:, nodes], axis=1)]
                for k, row in enumerate(rows):
                    node = int(best[k])
                    if cost_s[k, node] < answers.cost_s[row, column]:
                        answers.cost_s[row, column] = cost_s[k, node]
                        answers.duration_s[row, column] = duration_s[k, node]
                        if trace:
                            links = _links(before[k], steps.link, node)
                            found_by[row, column] = {graph.links[link].pathway.id for link in links}
        for question, pathways in found_by.items():
            for pathway in pathways:
                users.setdefault(pathway, np.zeros(shape, np.bool_))[question] = True
        return answers, users

    def _searches(
        self, price: Prices, chosen: Sequence[int]
    ) -> Iterator[tuple[Graph, list[int], list[tuple[int, list[int]]], Steps]]:
        """For each pair of zones: graph, the rows that start in one, the columns that end in the other, steps."""
        known: dict[tuple[int, bytes], Steps] = {}
        stood = [row for row in chosen if self.origins[row] != NOWHERE]
        for here in dict.fromkeys(self.zones[self.origins[row]] for row in stood):
            graph, rows = price(here), [row for row in stood if self.zones[self.origins[row]] == here]
            for there in dict.fromkeys(self.zones[node] for group in self.targets for node in group):
                allowed = allowed_steps(graph.profile.zone_rule, here, there)
                if not (allowed[zone_pair(here, here)] and allowed[zone_pair(there, there)]):
                    continue
                ends = [
                    (column, nodes)
                    for column, group in enumerate(self.targets)
                    if (nodes := [node for node in group if self.zones[node] == there])
                ]
                key = id(graph), allowed.tobytes()
                if key not in known:
                    known[key] = self._steps(graph, allowed)
                yield graph, rows, ends, known[key]

    def _steps(self, graph: Graph, allowed: NDArray[np.bool_]) -> Steps:
        cost_s = self.walk_m / graph.profile.speed_mps
        steps = Steps(cost_s, cost_s.copy(), np.full(cost_s.shape, WALKED, dtype=np.int64))
        first = len(self.zones)
        for k, (link, cost) in enumerate(zip(graph.links, graph.rows.costs.tolist(), strict=True)):
            ends = np.searchsorted(self.portals, [link.tail.node, link.head.node]) + first
            step = int(ends[0]), int(ends[1])
            if allowed[graph.rows.zones[k]] and cost < steps.cost_s[step]:
                moved_m = link.tail.standing.moved_m + link.head.standing.moved_m
                steps.cost_s[step], steps.link[step] = cost, k
                steps.duration_s[step] = link.passage.duration_s + moved_m / graph.profile.speed_mps
        return steps


def _spot(end: Endpoint) -> tuple[float, float, float]:
    return end.level, end.x, end.y


def _search(
    tails: Indices, heads: Indices, lengths: Floats, size: int, roots: Sequence[int] | Indices
) -> tuple[Floats, Indices]:
    """From each root to each node how far it is and the node before, over edges of which some may have no length."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415, who asks for single ways does not wait for scipy
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    order = np.lexsort((lengths, heads, tails))
    tails, heads, lengths = tails[order], heads[order], lengths[order]
    again = (np.diff(tails, prepend=-1) == 0) & (np.diff(heads, prepend=-1) == 0)  # a matrix would add these up
    kept = np.flatnonzero(~again)
    starts = np.searchsorted(tails[kept], np.arange(size + 1))
    matrix = csr_matrix((lengths[kept], heads[kept], starts), shape=(size, size))
    found: tuple[Floats, Indices] = dijkstra(matrix, indices=roots, return_predecessors=True)
    return found


def _along(before: Indices, step_s: Floats) -> Floats:
    """What the steps from each root to each node add up to, by doubling: (roots, nodes)."""
    nodes = np.arange(before.shape[1])
    jump = np.where(before < 0, nodes, before)
    total = np.where(before < 0, 0.0, step_s[jump, nodes])
    while True:
        further = np.take_along_axis(jump, jump, axis=1)
        if np.array_equal(further, jump):
            return total
        total = total + np.take_along_axis(total, jump, axis=1)
        jump = further


def _links(before: Indices, link: Indices, node: int) -> Iterator[int]:
    """The links on the way back from a node to its root."""
    while before[node] >= 0:
        step = int(link[before[node], node])
        if step != WALKED:
            yield step
        node = int(before[node])
