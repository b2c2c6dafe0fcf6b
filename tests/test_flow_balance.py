"""Nobody is created or lost at any second of any day: on random stations whose pathways open, close and turn."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import box

from tests.stations import Sketch
from tests.test_flow_engine import NINE, crowd_of
from wayfinding import compile_network
from wayfinding.assumptions import ESCALATOR_TURN
from wayfinding.flow.choosing.tables import build_tables
from wayfinding.flow.moving.engine import go
from wayfinding.flow.moving.phases import ARRIVED, AWAY, ON_CALL, PENDING, QUEUED, RIDING, STRANDED, WAITING, WALKING
from wayfinding.flow.moving.run import pack
from wayfinding.flow.moving.wheel import DONE, LOST, NEXT_PERSON, PERIOD
from wayfinding.flow.simulate import make_rules
from wayfinding.flow.supply.day import list_periods, list_states
from wayfinding.flow.supply.supply import build_supply
from wayfinding.routing.profiles import get_profile
from wayfinding.station.scenario import apply, read_scenario

DAY = date(2030, 5, 14)
LEVELS = (-1, -2, -3)
GROUPS = tuple(get_profile(name) for name in ("walk", "luggage", "step_free"))
PEOPLE = 400
WATCHED_S, LAST_S = 2700, 6600
"""All is open from 2,550 s on; at the end it has been for an hour, and every train has room."""
SEATS, EVERY_S = 9, 120.0
FITTINGS = {
    "lift": {"car_width_m": 1.4, "car_depth_m": 1.6, "door_width_m": 0.9},
    "stairs": {"width_m": 0.7, "steps": 40},
    "escalator": {"direction": "forward", "width_m": 0.6, "speed_mps": 0.5},
}
EDITS = {
    "close": {"op": "close"},
    "reverse": {"op": "reverse"},
    "slow": {"op": "set", "properties": {"speed_mps": 0.3}},
    "stop": {"op": "set", "properties": {"status": "stopped"}},
}
ENDS = st.sampled_from([(-2, -1), (-3, -2), (-3, -1)])
MINUTES = st.lists(st.integers(1, 40), unique=True, max_size=8).map(sorted)
ANY = st.tuples(st.sampled_from(sorted(FITTINGS)), ENDS, MINUTES, st.sampled_from(sorted(EDITS)))
TURNS = st.lists(st.integers(5, 25), unique=True, min_size=2, max_size=4).map(sorted)
TURNED = st.tuples(st.just("escalator"), ENDS, TURNS, st.just("reverse"))
WAYS = st.tuples(TURNED, st.lists(ANY, min_size=1, max_size=5)).map(lambda parts: [parts[0], *parts[1]])


def changing_station(ways):
    """Three floors joined by these ways, each changed from one to the next of its minutes after nine."""
    sketch = Sketch()
    for level in LEVELS:
        sketch.level(level)
        sketch.space(f"floor{level}", level, box(0, 0, 30, 12))
        sketch.place(f"p{-level}", level, 2, 6)
    edits = []
    for number, (mode, (low, high), minutes, op) in enumerate(ways):
        x, y = 6 + 3 * number, 1.0 + 2 * number
        sketch.pathway(f"way{number}", mode, (low, x, y), (high, x + (0 if mode == "lift" else 4), y), **FITTINGS[mode])
        edits += [EDITS[op if mode == "escalator" else "close"]
                  | {"id": f"way{number}", "from": f"09:{begin:02}", "to": f"09:{end:02}"}
                  for begin, end in zip(minutes[::2], minutes[1::2], strict=False)]  # fmt: skip
    scenario = {"name": "plan", "title_zh": "方案", "title_en": "plan", "edits": edits}
    return list_states(compile_network(apply(sketch.station(), read_scenario(scenario))), DAY)


def crowd_at(station, seed, changes):
    """People between all floors, half of them in bulk shortly before one of the `changes`, in minutes after nine.

    Who goes to the lowest takes a train there.
    """
    rng = np.random.default_rng(seed)
    bulk_s = 60.0 * rng.choice(changes) - rng.uniform(15, 30, PEOPLE)
    pairs = [(f"p{a}", f"p{b}") for a in (1, 2, 3) for b in (1, 2, 3) if a != b]
    trips = [pairs[k] for k in rng.integers(len(pairs), size=PEOPLE)]
    start = np.sort(NINE + np.where(rng.random(PEOPLE) < 0.5, bulk_s, rng.uniform(0, 1800, PEOPLE)))
    crowd = crowd_of(station, trips, start, rng.choice(len(GROUPS), PEOPLE, p=[0.7, 0.2, 0.1]))
    by_train = np.array([end == "p3" for _, end in trips])
    return replace(crowd, platforms=("p3",), platform=np.where(by_train, 0, -1))


class Watch:
    """One run, looked at between its seconds: what people are at, against what places and pathways count."""

    def __init__(self, run, supply, periods):
        self.run, self.supply, self.periods = run, supply, periods
        number = {use: k for k, use in enumerate(supply.uses)}
        mode = [supply.servers[k].mode for k in supply.server_of.tolist()]
        self.back = {k: number[id, end, start] for (id, start, end), k in number.items() if mode[k] == "escalator"}
        self.ridden_s = dict.fromkeys(self.back, -np.inf)

    def check(self, second):
        run, people = self.run, self.run.people[:PEOPLE]
        phase, cell = people["phase"], people["cell"]
        out = int(run.clock[NEXT_PERSON])
        count = np.bincount(phase[:out], minlength=STRANDED + 1)
        standing = np.isin(phase, (WALKING, PENDING, QUEUED, WAITING, AWAY, ON_CALL)) & (cell >= 0)
        assert (phase[out:] == AWAY).all(), "somebody is under way who has not set out"
        assert run.clock[DONE] == count[ARRIVED] == (~np.isnan(people["arrived"])).sum()
        assert run.clock[LOST] == count[STRANDED]
        on, queueing = int(run.servers["on"].sum()), int(run.uses["queue"].sum())
        assert on + queueing == count[RIDING] + count[QUEUED] + count[ON_CALL]
        assert on >= count[RIDING]
        assert queueing >= count[QUEUED]
        assert (cell[np.isin(phase, (RIDING, ARRIVED, STRANDED))] == -1).all()
        assert run.cells["count"].tolist() == np.bincount(cell[standing], minlength=len(run.cells)).tolist()
        riding = phase == RIDING
        self.ridden_s |= {use: second for use in set(people["use"][riding].tolist()) if use in self.back}

    def step(self, second):
        before, since = self.run.entered.sum(axis=0), int(self.run.clock[PERIOD])
        state = self.periods[since].supply or self.supply
        self.run.uses["headway"], self.run.uses["mixed"] = state.headways_s()
        self.run = self.run._replace(ride=state.rides_s)
        go(self.run, NINE + second)
        entered = np.flatnonzero(self.run.entered.sum(axis=0) > before)
        meanwhile = self.periods[since : int(self.run.clock[PERIOD]) + 1]
        for use in entered.tolist():
            assert any(period.open[:, use].any() for period in meanwhile), "somebody entered what was shut"
            if use in self.back:
                stood_s = second - self.ridden_s[self.back[use]]
                assert stood_s >= ESCALATOR_TURN.value - 1, "a belt turned while somebody was on it, or at once after"


BUSY = [
    ("escalator", (-2, -1), [10, 20], "reverse"), ("stairs", (-2, -1), [10, 20], "close"),
    ("escalator", (-3, -2), [10, 12], "stop"), ("lift", (-3, -1), [10, 15], "close"),
]  # fmt: skip
"""At ten past nine long queues stand before what turns, closes, stops and goes out."""


@example(ways=BUSY, seed=1)
@given(ways=WAYS, seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=12)
def test_set_out_are_on_foot_riding_queueing_waiting_arrived_or_lost_at_every_second(ways, seed):
    states = changing_station(ways)
    station = states[0].network.station
    crowd = crowd_at(station, seed, [minute for _, _, minutes, _ in ways for minute in minutes])
    supply = build_supply(states[0].network, GROUPS, crowd.places, 6.0, [state.network for state in states])
    periods = list_periods(supply, states)
    tables = build_tables(supply, crowd, periods, 600.0)
    trains = [(NINE + EVERY_S * k, 0, SEATS) for k in range(1, int(LAST_S / EVERY_S))]
    run = pack(supply, crowd, tables, periods, trains, make_rules(seed, 15.0), begin_s=NINE)
    watch = Watch(run, supply, periods)
    for second in range(1, WATCHED_S):
        watch.step(second)
        watch.check(second)
    watch.step(LAST_S)
    watch.check(LAST_S)
    assert run.clock[NEXT_PERSON] == PEOPLE
    assert run.clock[DONE] + run.clock[LOST] == PEOPLE, "all has been open for long, and somebody does not go on"
