"""`wayfinding simulate`: a day of crowd as a summary, as JSON, as a report to forward."""

from __future__ import annotations

import sys
from argparse import Namespace

import orjson

from wayfinding.cli.commands import read_station
from wayfinding.cli.progress import bar
from wayfinding.errors import RequestError

DONE = 0


def run_simulate(chosen: Namespace) -> int:
    """Simulate, write the report where one is asked for, print."""
    # no other command waits for the compiled engine
    from wayfinding.flow.counts import load_counts  # noqa: PLC0415
    from wayfinding.flow.demand import SHIPPED_DEMAND, load_demand  # noqa: PLC0415
    from wayfinding.flow.flows import list_trips  # noqa: PLC0415
    from wayfinding.flow.measures import measure  # noqa: PLC0415
    from wayfinding.flow.outputs import crowd_answer, crowd_lines  # noqa: PLC0415
    from wayfinding.flow.simulate import simulate  # noqa: PLC0415
    from wayfinding.signage.trips_file import write_trips  # noqa: PLC0415

    if chosen.from_s >= chosen.to_s:
        raise RequestError("--from must lie before --to")
    demand = load_demand(chosen.demand or SHIPPED_DEMAND)
    station = read_station(chosen)
    if chosen.counts is not None:
        demand = load_counts(chosen.counts, station, demand)
    measures = measure(simulate(
        station, chosen.passengers, chosen.seed, (chosen.from_s, chosen.to_s), demand=demand, day=chosen.day,
        progress=bar(),
    ))  # fmt: skip
    if chosen.flows is not None:
        write_trips(chosen.flows, list_trips(measures.simulation))
    if chosen.report is not None:
        from wayfinding.web.crowd_report import write_crowd_report  # noqa: PLC0415

        write_crowd_report(chosen.report, measures)
    if chosen.json:
        sys.stdout.write(f"{orjson.dumps(crowd_answer(measures)).decode()}\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in crowd_lines(measures)))
    return DONE
