"""The engine against a slow and plain one of the same rules: random stations and crowds, equal answers."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.crowd_oracle import Oracle
from tests.test_flow_balance import BUSY, EVERY_S, GROUPS, LAST_S, SEATS, WAYS, changing_station, crowd_at
from tests.test_flow_engine import NINE
from wayfinding.flow.choosing.tables import build_tables
from wayfinding.flow.moving.course import go_through
from wayfinding.flow.moving.run import SIZES, pack
from wayfinding.flow.simulate import make_rules
from wayfinding.flow.supply.day import list_periods
from wayfinding.flow.supply.supply import build_supply

SWAPPED, SWAP_S = 0.01, 1.0
"""The engine keeps times in single precision in places: two who come within a microsecond may go in the other order,
and what hangs on that may differ for a few. Every run draws the same stations, so that what passes once passes."""
CELL_M = 4.3
"""Small enough to fill up in a bulk of people; no density falls on the edge of a step."""


@example(ways=BUSY, seed=1)
@given(ways=WAYS, seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=40, derandomize=True)
def test_everybody_fares_as_by_the_plain_rules(ways, seed):
    states = changing_station(ways)
    crowd = crowd_at(states[0].network.station, seed, [minute for _, _, minutes, _ in ways for minute in minutes])
    supply = build_supply(states[0].network, GROUPS, crowd.places, CELL_M, [state.network for state in states])
    periods = list_periods(supply, states)
    tables = build_tables(supply, crowd, periods, 600.0)
    trains = [(NINE + EVERY_S * k, 0, SEATS) for k in range(1, int(LAST_S / EVERY_S))]
    rules = make_rules(seed, 15.0, standing=0.6)
    run = pack(supply, crowd, tables, periods, trains, rules, begin_s=NINE)
    plain = Oracle(
        supply, crowd, tables, periods, trains, rules=rules, strides=run.people["strides"], sizes=SIZES,
        chances=run.chances,
    )  # fmt: skip
    go_through(run, supply, periods, NINE + LAST_S)
    plain.run()
    people = run.people[: len(crowd.start)]
    for name in ("rides", "first", "arrived", "queued", "waited"):
        expected = [getattr(one, name) for one in plain.people]
        found, wanted = people[name].astype(float), np.array(expected, dtype=float)
        assert found == pytest.approx(wanted, abs=SWAP_S, nan_ok=True), name
        assert np.mean(~np.isclose(found, wanted, rtol=0, atol=0.01, equal_nan=True)) <= SWAPPED, name
    assert run.entered.sum(axis=0).tolist() == plain.entered
    assert run.worst_s.max(axis=0) == pytest.approx(np.array(plain.worst_s), abs=SWAP_S)
