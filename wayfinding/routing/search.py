"""The cheapest way over walks and links: A* compiled over plain arrays, ties broken by node number."""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.sight import Floats, Indices, compiled

BOUND_SLACK = 1e-9
"""The straight-line bound is lowered by this share, so that rounding never makes it exceed the truth."""

WALKED = -1
SEEDED = -2


class Walks(NamedTuple):
    """Nodes `at` (n, 2); walks from node k are rows starts[k] to starts[k + 1] of `heads` and `lengths` (m)."""

    at: Floats
    starts: Indices
    heads: Indices
    lengths: Floats


class Links(NamedTuple):
    """Uses of pathways: rows as in Walks, with cost (s; infinite where refused) and the pair of zones they join."""

    starts: Indices
    heads: Indices
    costs: Floats
    zones: Indices


class Question(NamedTuple):
    """Sources and targets with their walk in m, the target's point, walking cost in s/m, and what is allowed.

    `bound` is the least cost of getting one metre nearer by any means, in s/m. `zones` says which pairs of zones a
    link may join.
    """

    sources: Indices
    source_m: Floats
    targets: Indices
    target_m: Floats
    goal: Floats
    slowness: float
    bound: float
    zones: NDArray[np.bool_]


@compiled
def search(walks: Walks, links: Links, question: Question, best: float) -> tuple[float, Indices, Indices]:
    """The least cost below `best`, and the nodes and the links (or WALKED, SEEDED) by which they were reached.

    Empty arrays mean that nothing cheaper than `best` was found.
    """
    count = walks.at.shape[0]
    cost, parent = np.full(count, np.inf), np.full(count, -1, np.int64)
    by, done = np.full(count, SEEDED, np.int64), np.zeros(count, np.bool_)
    last_m = np.full(count, np.inf)
    for k in range(question.targets.shape[0]):
        last_m[question.targets[k]] = question.target_m[k]
    bounds = question.bound * np.hypot(walks.at[:, 0] - question.goal[0], walks.at[:, 1] - question.goal[1])
    heap = _seed(question, cost, bounds)
    last = np.int64(-1)
    while len(heap) > 0:
        estimate, node = heapq.heappop(heap)
        if estimate >= best:
            break
        if done[node]:
            continue
        done[node] = True
        here = cost[node]
        arrived = here + last_m[node] * question.slowness
        if arrived < best:
            best, last = arrived, node
        for k in range(walks.starts[node], walks.starts[node + 1]):
            head = walks.heads[k]
            new = here + walks.lengths[k] * question.slowness
            if new < cost[head]:
                cost[head], parent[head], by[head] = new, node, WALKED
                heapq.heappush(heap, (new + bounds[head], head))
        for k in range(links.starts[node], links.starts[node + 1]):
            head = links.heads[k]
            new = here + links.costs[k]
            if question.zones[links.zones[k]] and new < cost[head]:
                cost[head], parent[head], by[head] = new, node, k
                heapq.heappush(heap, (new + bounds[head], head))
    nodes = _trace(parent, last)
    return best, nodes, by[nodes]


@compiled
def _seed(question: Question, cost: Floats, bounds: Floats) -> list[tuple[float, np.int64]]:
    heap = [(0.0, np.int64(0)) for _ in range(0)]
    for k in range(question.sources.shape[0]):
        node = question.sources[k]
        cost[node] = question.source_m[k] * question.slowness
        heapq.heappush(heap, (cost[node] + bounds[node], node))
    return heap


@compiled
def _trace(parent: Indices, last: np.int64) -> Indices:
    count = 0
    node = last
    while node >= 0:
        count += 1
        node = parent[node]
    nodes = np.empty(count, np.int64)
    node = last
    for k in range(count - 1, -1, -1):
        nodes[k] = node
        node = parent[node]
    return nodes
