"""`wayfinding compare A B`: two states of the station under the same crowds."""

from __future__ import annotations

import sys
from argparse import Namespace

import orjson

from wayfinding.cli.commands import read_station
from wayfinding.cli.crowd import read_conditions
from wayfinding.cli.progress import bar
from wayfinding.errors import PlanError, ScenarioError
from wayfinding.routing.network import Network, compile_network
from wayfinding.station.model import Name, Station
from wayfinding.station.scenario import apply, load_scenario

DONE, REFUSED = 0, 1
SEEDS, MOST_WITHIN = 5, 100
"""How many seeds are run where nothing is said, and how many at most for an interval."""
TODAY = "today"
CUT_OFF = "platform-cut-off"
"""The rule that says that a scenario cuts a platform off."""


def run_compare(chosen: Namespace) -> int:
    """Compare; a plan that cuts people off is refused by name, before any run."""
    from wayfinding.flow.comparing.compare import compare  # noqa: PLC0415 -- no other command waits for the compiled engine
    from wayfinding.flow.comparing.compare_outputs import comparison_lines, comparison_record  # noqa: PLC0415

    base = read_station(chosen)
    under = read_conditions(chosen, base)
    tell = bar()
    try:
        a, title_a = _network(base, chosen.a)
        b, title_b = _network(base, chosen.b, reuse=a)
        found = compare(
            a, b, chosen.seeds or (SEEDS if chosen.within is None else MOST_WITHIN), names=(chosen.a, chosen.b),
            under=under, within_s=chosen.within, workers=chosen.workers,
            progress=None if tell is None else lambda done, of: tell(done / of),
        )  # fmt: skip
    except PlanError as error:
        record = {"a": chosen.a, "b": chosen.b, "refused": str(error)}
        sys.stdout.write(f"{orjson.dumps(record).decode()}\n" if chosen.json else f"方案被拒绝 Refused: {error}\n")
        return REFUSED
    if chosen.report is not None:
        from wayfinding.web.compare_report import write_compare_report  # noqa: PLC0415

        write_compare_report(chosen.report, found, a, b, titles=(title_a, title_b))
    if chosen.json:
        sys.stdout.write(f"{orjson.dumps(comparison_record(found)).decode()}\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in comparison_lines(found, a.station)))
    return DONE


def _network(base: Station, name: str, reuse: Network | None = None) -> tuple[Network, Name | None]:
    """The state of that name, and its title."""
    if name == TODAY:
        return compile_network(base, reuse=reuse), None
    scenario = load_scenario(name)
    try:
        return compile_network(apply(base, scenario), reuse=reuse), scenario.title
    except ScenarioError as error:
        rules = [str(getattr(item, "rule", "")) for item in error.problems]
        if rules and all(rule == CUT_OFF for rule in rules):
            raise PlanError(f"{name} is refused: {error}") from None
        raise
