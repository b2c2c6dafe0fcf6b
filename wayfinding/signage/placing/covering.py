"""Maximum covering and set covering, plain: which few of many sets cover most, and which fewest cover all.

Greedy is at least 1 - 1/e of the best (Nemhauser, Wolsey, Fisher 1978). How near it really is say two bounds from the
data: what is covered plus the largest gains left, and the Lagrangian dual. HiGHS proves it where one has the time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack, identity

from wayfinding.routing.sight import Floats, Indices, compiled
from wayfinding.signage.legible.sight import Flags

GREEDY_SHARE = 1.0 - 1.0 / math.e

ROUNDS = 60
"""Steps of the dual search; more gain next to nothing."""

PATIENCE = 5
"""After so many steps without a better bound they are halved."""

ROUNDING = 1e-12

CLOSE = 1e-4
"""A bound that exceeds the value by no more than this share is not tightened further."""


class Sets(NamedTuple):
    """Set k covers the elements items[starts[k] : starts[k + 1]]; element e is worth weights[e]."""

    starts: Indices
    items: Indices
    weights: Floats

    @property
    def size(self) -> int:
        """How many sets there are."""
        return len(self.starts) - 1

    def row(self, k: int) -> Indices:
        """The elements of set k."""
        return self.items[self.starts[k] : self.starts[k + 1]]

    def value(self, chosen: list[int]) -> float:
        """What some sets are worth together."""
        covered = np.unique(np.concatenate([np.empty(0, np.int64), *(self.row(k) for k in chosen)]))
        return float(self.weights[covered].sum())


@dataclass(frozen=True, slots=True)
class Cover:
    """Chosen sets in order, what each adds, and a value that no choice of as many sets exceeds."""

    chosen: tuple[int, ...]
    gains: tuple[float, ...]
    bound: float

    @property
    def value(self) -> float:
        """What they are worth together."""
        return math.fsum(self.gains)


@dataclass(frozen=True, slots=True)
class Proof:
    """What HiGHS found in its time: the best choice, its value, and a bound on every choice (equal when proven)."""

    chosen: tuple[int, ...]
    value: float
    bound: float


@compiled
def _gains(starts: Indices, items: Indices, weights: Floats, covered: Flags) -> Floats:
    """What each set would add."""
    gains = np.zeros(starts.shape[0] - 1)
    for k in range(gains.shape[0]):
        for i in range(starts[k], starts[k + 1]):
            if not covered[items[i]]:
                gains[k] += weights[items[i]]
    return gains


Allow = Callable[[int], Indices | None]
"""Asked once of a set before it is chosen: what it really covers (some of its elements); None: it is out."""


def choose(sets: Sets, count: int, allow: Allow | None = None) -> Cover:
    """Up to `count` sets, each the one that adds most, then swapped while that gains; with a bound from the data.

    Ties go to the lower number. The bound is the smallest over the steps of what is covered plus the `count` largest
    gains still to be had (no choice of as many sets adds more than its sets add alone), or the dual one if that is
    smaller. It holds for what `allow` leaves, too, since that only takes away.
    """
    covered = np.zeros(len(sets.weights), bool)
    gains = _gains(*sets, covered)
    real: dict[int, Indices] = {}
    chosen: list[int] = []
    value, bound = 0.0, _top(gains, count)
    while len(chosen) < count and len(gains):
        best = _leader(sets, gains, covered, real, allow)
        if best is None:
            break
        chosen.append(best)
        value += gains[best]
        covered[real.get(best, sets.row(best))] = True
        gains = np.minimum(gains, _gains(*sets, covered))
        gains[best] = 0.0
        bound = min(bound, value + _top(gains, count))
    rows = {k: real.get(k, sets.row(k)) for k in chosen}
    chosen = _swapped(sets, chosen, rows, real, allow)
    order, added = _in_order(sets, chosen, rows | real)
    return Cover(order, added, _tightened(sets, count, order, math.fsum(added), bound))


def _tightened(sets: Sets, count: int, chosen: Sequence[int], value: float, bound: float) -> float:
    """A bound no larger than `bound`, from the Lagrangian dual; `value` is that of the `chosen` sets.

    At prices p of the elements, 0 <= p <= w, no choice is worth more than sum(w - p) plus the `count` sets that are
    dearest at these prices. They are searched by subgradient steps, in shares of w.
    """
    hit, items = np.unique(sets.items, return_inverse=True)
    weights, nothing = sets.weights[hit], np.zeros(len(hit), bool)
    rows = [items[sets.starts[k] : sets.starts[k + 1]] for k in range(sets.size)] if len(hit) else []
    price = weights.copy()
    for k in chosen:
        price[rows[k]] = weights[rows[k]] / 2
    step, idle = 1.0, 0
    for _ in range(ROUNDS):
        if bound - value <= CLOSE * value:
            break
        worth = _gains(sets.starts, items, price, nothing)
        top = np.argsort(-worth, kind="stable")[:count]
        dual = float((weights - price).sum() + worth[top].sum())
        idle = 0 if dual < bound else idle + 1
        bound = min(bound, dual)
        if idle == PATIENCE:
            step, idle = step / 2, 0
        slope = -(price < weights).astype(float)
        for k in top:
            slope[rows[k]] += 1.0
        free = ~(((slope > 0) & (price <= 0.0)) | ((slope < 0) & (price >= weights)))
        norm = float((slope[free] ** 2 * weights[free]).sum())
        if norm == 0.0:
            break
        price = np.clip(price - step * (dual - value) / norm * slope * weights, 0.0, weights)
    return max(bound, value)


def _leader(
    sets: Sets, gains: Floats, covered: Flags, real: dict[int, Indices], allow: Allow | None
) -> int | None:  # fmt: skip
    """The set that adds most; `gains` are bounds, made exact for those that lead."""
    while True:
        best = int(np.argmax(gains))
        if gains[best] <= 0.0:
            return None
        if allow is None:
            return best
        if best not in real:
            row = allow(best)
            real[best] = np.empty(0, np.int64) if row is None else row
        exact = float(sets.weights[real[best][~covered[real[best]]]].sum())
        overstated = exact < gains[best] * (1.0 - ROUNDING)
        gains[best] = exact
        if not overstated:
            return best


def _swapped(
    sets: Sets, chosen: list[int], rows: dict[int, Indices], real: dict[int, Indices], allow: Allow | None
) -> list[int]:  # fmt: skip
    """The choice after exchanging single sets for others as long as that is worth a thousandth."""
    improved = True
    while improved:
        improved = False
        for place, old in enumerate(chosen):
            covered = np.zeros(len(sets.weights), bool)
            for k in chosen:
                if k != old:
                    covered[rows[k]] = True
            loss = float(sets.weights[rows[old][~covered[rows[old]]]].sum())
            gains = _gains(*sets, covered)
            gains[[k for k in chosen if k != old]] = 0.0
            for k, row in real.items():
                gains[k] = min(gains[k], float(sets.weights[row[~covered[row]]].sum()))
            best = _leader(sets, gains, covered, real, allow)
            if best is not None and best != old and gains[best] > loss * 1.001:
                chosen = [*chosen[:place], best, *chosen[place + 1 :]]
                rows[best] = real.get(best, sets.row(best))
                improved = True
    return chosen


def _in_order(
    sets: Sets, chosen: list[int], rows: dict[int, Indices]
) -> tuple[tuple[int, ...], tuple[float, ...]]:  # fmt: skip
    """The chosen sets, always that next which adds most, and what each adds."""
    covered, left = np.zeros(len(sets.weights), bool), sorted(chosen)
    order, gains = [], []
    while left:
        gain, best = max((float(sets.weights[rows[k][~covered[rows[k]]]].sum()), -k) for k in left)
        order.append(-best)
        gains.append(gain)
        covered[rows[-best]] = True
        left.remove(-best)
    return tuple(order), tuple(gains)


def _top(gains: Floats, count: int) -> float:
    return float(np.sort(gains)[::-1][:count].sum())


def prove(sets: Sets, count: int, seconds: float) -> Proof:
    """The best choice of at most `count` sets that HiGHS finds within a time, and the bound it proves.

    Elements that the same sets cover are counted as one.
    """
    member, weights = _grouped(sets)
    groups = len(weights)
    if groups == 0:
        return Proof((), 0.0, 0.0)
    cost = np.concatenate([np.zeros(sets.size), -weights])
    covers = LinearConstraint(hstack([-member.T, identity(groups)]).tocsr(), ub=np.zeros(groups))
    few = LinearConstraint(csr_array(np.concatenate([np.ones(sets.size), np.zeros(groups)])[None]), ub=float(count))
    whole = np.concatenate([np.ones(sets.size), np.zeros(groups)])
    answer = milp(cost, integrality=whole, bounds=Bounds(0, 1), constraints=[covers, few],
                  options={"time_limit": seconds, "mip_rel_gap": 0.0})  # fmt: skip
    total = float(weights.sum())
    bound = total if answer.mip_dual_bound is None else min(total, -float(answer.mip_dual_bound))
    if answer.x is None:
        return Proof((), 0.0, bound)
    chosen = tuple(np.flatnonzero(answer.x[: sets.size] > 0.5).tolist())
    return Proof(chosen, sets.value(list(chosen)), bound)


def cover_all(sets: Sets, seconds: float | None = None) -> Proof:
    """The fewest sets that cover every element that any set covers; `bound` is a number of sets that is needed anyway.

    Greedy without `seconds`; with them HiGHS, whose answer is never worse.
    """
    whole = Sets(sets.starts, sets.items, np.ones(len(sets.weights)))
    greedy = choose(whole, sets.size)
    sizes = np.diff(sets.starts)
    wanted = len(np.unique(sets.items))
    least = math.ceil(wanted / sizes.max()) if wanted else 0
    best = Proof(greedy.chosen, float(len(greedy.chosen)), float(least))
    if seconds is None or wanted == 0:
        return best
    member, _ = _grouped(whole)
    answer = milp(np.ones(sets.size), integrality=np.ones(sets.size), bounds=Bounds(0, 1),
                  constraints=[LinearConstraint(member.T.tocsr(), lb=np.ones(member.shape[1]))],
                  options={"time_limit": seconds, "mip_rel_gap": 0.0})  # fmt: skip
    bound = least if answer.mip_dual_bound is None else max(least, math.ceil(float(answer.mip_dual_bound) - 1e-6))
    if answer.x is None or answer.x.sum() > best.value - 0.5:
        return Proof(best.chosen, best.value, float(bound))
    chosen = tuple(np.flatnonzero(answer.x > 0.5).tolist())
    return Proof(chosen, float(len(chosen)), float(bound))


def _grouped(sets: Sets) -> tuple[csr_array, Floats]:
    """Which sets cover which groups of elements (sets, groups), and the weight of each group."""
    owner = np.repeat(np.arange(sets.size), np.diff(sets.starts))
    rng = np.random.default_rng(1)
    marks = rng.integers(1, 2**62, size=(sets.size, 2), dtype=np.int64)
    keys = np.zeros((len(sets.weights), 2), np.int64)
    for column in (0, 1):
        np.bitwise_xor.at(keys[:, column], sets.items, marks[owner, column])
    hit = np.unique(sets.items)
    _, first, group = np.unique(keys[hit], axis=0, return_index=True, return_inverse=True)
    weights = np.bincount(group.ravel(), weights=sets.weights[hit], minlength=len(first))
    number = np.full(len(sets.weights), -1)
    number[hit[first]] = np.arange(len(first))
    kept = number[sets.items] >= 0
    member = coo_array((np.ones(kept.sum()), (owner[kept], number[sets.items[kept]])), shape=(sets.size, len(first)))
    return member.tocsr(), np.asarray(weights, dtype=float)
