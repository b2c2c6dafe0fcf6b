"""`wayfinding simulate`: a day of crowd as a summary, as JSON, as a report to forward."""

from __future__ import annotations

import sys
from argparse import Namespace

import orjson

from wayfinding.cli.commands import read_station
from wayfinding.cli.crowd import read_conditions
from wayfinding.cli.progress import bar

DONE = 0


def run_simulate(chosen: Namespace) -> int:
    """Simulate, write the report where one is asked for, print."""
    # no other command waits for the compiled engine
    from wayfinding.flow.measuring.flows import list_trips  # noqa: PLC0415
    from wayfinding.flow.measuring.measures import measure  # noqa: PLC0415
    from wayfinding.flow.measuring.outputs import crowd_answer, crowd_lines  # noqa: PLC0415
    from wayfinding.flow.simulate import simulate  # noqa: PLC0415
    from wayfinding.signage.trips_file import write_trips  # noqa: PLC0415

    station = read_station(chosen)
    under = read_conditions(chosen, station)
    measures = measure(simulate(
        station, under.passengers, chosen.seed, under.times, demand=under.demand, day=under.day,
        settings=under.settings, progress=bar(),
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
