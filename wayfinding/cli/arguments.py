"""What may stand on the command line, and what it means."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, get_args

from wayfinding.assumptions import CHOICE_SPREAD, CROWD_CELL, EQUILIBRIUM_DAYS, EQUILIBRIUM_GAP, ESCALATOR_STANDING
from wayfinding.cli.audit import run_audit
from wayfinding.cli.commands import run_check, run_places, run_route
from wayfinding.cli.compare import MOST_WITHIN, SEEDS, run_compare
from wayfinding.cli.outages import run_outages
from wayfinding.cli.place_signs import run_place_signs
from wayfinding.cli.recheck import run_recheck
from wayfinding.cli.serve import run_serve
from wayfinding.cli.signs import run_signs
from wayfinding.cli.simulate import run_simulate
from wayfinding.cli.values import (
    change,
    count,
    day,
    gap,
    moment,
    number,
    passengers,
    port,
    seed,
    time_of_day,
    within,
    workers,
)
from wayfinding.routing.profiles import PROFILES
from wayfinding.signage.settings import Catchment, Eye
from wayfinding.station import SHIPPED_STATION

MOST_SEEDS, MOST_DAYS = 1000, 1000
_POINT_BELOW_GROUND = re.compile(r"-\d+(\.\d+)?@")


class Parser(argparse.ArgumentParser):
    """argparse, but wrong use is one line on standard error."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {' '.join(message.split())}\n")


def build_parser() -> Parser:
    """The parser of all commands; each sets `run` to the function that answers it."""
    parser = Parser(prog="wayfinding", description="Finds the way through Tianjin Railway Station's metro hub.")
    _add_common(parser, "before_")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    for add in (
        _add_check,
        _add_places,
        _add_route,
        _add_outages,
        _add_audit,
        _add_recheck,
        _add_place_signs,
        _add_signs,
        _add_simulate,
        _add_compare,
        _add_serve,
    ):
        _add_common(add(commands), "")
    return parser


Commands = Any
"""What argparse calls a _SubParsersAction."""


def _add_check(commands: Commands) -> Parser:
    check: Parser = commands.add_parser("check", help="problems of the station file, counts and areas")
    check.set_defaults(run=run_check)
    return check


def _add_places(commands: Commands) -> Parser:
    places: Parser = commands.add_parser("places", help="ids and names of places")
    places.add_argument("--search", metavar="TEXT", help="汉字, pinyin, initials, English; typos are forgiven")
    places.set_defaults(run=run_places)
    return places


def _add_route(commands: Commands) -> Parser:
    route: Parser = commands.add_parser("route", help="the way from one place to another")
    route.add_argument("origin", metavar="FROM", type=str.strip, help="a place id, or LEVEL@LON,LAT")
    route.add_argument("destination", metavar="TO", type=str.strip, help="the same, or nearest:CATEGORY")
    route.add_argument("--via", action="append", default=[], type=str.strip, metavar="PLACE",
        help="a stop on the way, given as TO; may be repeated, in order")  # fmt: skip
    _add_profile(route, "walk")
    route.add_argument("--adjust", action="append", default=[], type=change, metavar="NAME=VALUE",
        help="change a figure of the profile, for example speed_mps=0.9; may be repeated")  # fmt: skip
    route.add_argument("--at", type=moment, metavar="ISO-TIME", help="station time, today or later: 2030-11-23T08:30")
    route.add_argument("--lang", default="zh", choices=["zh", "en"], help="language of the steps (default: zh)")
    route.add_argument("--alternatives", default=0, type=count, metavar="N", help="up to N other ways (default: 0)")
    route.set_defaults(run=run_route)
    return route


def _add_outages(commands: Commands) -> Parser:
    outages: Parser = commands.add_parser(
        "outages", help="each lift, escalator, gate and exit out in turn: who loses what"
    )
    _add_profile(outages, "step_free")
    outages.add_argument("--report", type=Path, metavar="DIR", help="write tables as CSV and a picture for each level")
    outages.set_defaults(run=run_outages)
    return outages


def _add_audit(commands: Commands) -> Parser:
    audit: Parser = commands.add_parser("audit", help="what the signs tell: coverage, gaps, contradictions")
    audit.add_argument("--to", metavar="PLACE", help="one destination only: a place, line:2, exit:5, category:toilet")
    _add_profile(audit, "walk")
    audit.add_argument(
        "--eye", default="adult", choices=get_args(Eye), help="eye height of the reader (default: adult)"
    )
    audit.add_argument(
        "--crowd", default=0.0, type=float, metavar="N", help="people per m² before the signs (default: 0)"
    )
    audit.add_argument("--catchment", default="circle", choices=get_args(Catchment),
        help="area in front of a face in which it is legible (default: circle)")  # fmt: skip
    _add_trips(audit)
    audit.add_argument("--report", type=Path, metavar="DIR", help="write a page with maps, and tables of everything")
    audit.set_defaults(run=run_audit)
    return audit


def _add_recheck(commands: Commands) -> Parser:
    recheck: Parser = commands.add_parser("recheck", help="which signs a change of the station turns wrong")
    for name, text in (("reverse", "turn this escalator"), ("close", "close this pathway or place")):
        recheck.add_argument(f"--{name}", action="append", default=[], metavar="ID", help=f"{text}; may be repeated")
    recheck.add_argument("--then", action="append", default=[], metavar="SCENARIO", help="apply this; may be repeated")
    recheck.add_argument("--profile", action="append", metavar="P",
        help="traveller; may be repeated (default: walk, step_free, luggage)")  # fmt: skip
    recheck.set_defaults(run=run_recheck)
    return recheck


def _add_place_signs(commands: Commands) -> Parser:
    place: Parser = commands.add_parser("place-signs", help="where the next N signs do most good")
    place.add_argument("count", metavar="N", type=str.strip, help="how many signs")
    place.add_argument("--to", metavar="PLACE", help="for one destination only")
    _add_profile(place, "walk")
    _add_trips(place)
    place.add_argument("--prove", type=float, metavar="SECONDS", help="let a solver search for the proven best so long")
    place.add_argument("--redundant", action="store_true", help="tell instead which signs can go")
    place.add_argument("--move", action="store_true", help="tell instead which N signs to move where")
    place.add_argument("--write", type=Path, metavar="FILE", help="write the proposal as a scenario")
    place.set_defaults(run=run_place_signs)
    return place


def _add_signs(commands: Commands) -> Parser:
    signs: Parser = commands.add_parser("signs", help="the inventory of the signs as a table, and back")
    signs.add_argument("--export", type=Path, metavar="FILE.csv", help="write the table")
    signs.add_argument("--import", type=Path, metavar="FILE.csv", dest="table", help="read a table")
    signs.add_argument("--output", type=Path, metavar="STATION.geojson", help="where the station read goes")
    signs.add_argument("--remove-missing", action="store_true", help="signs that the table lacks are taken down")
    signs.set_defaults(run=run_signs)
    return signs


def _add_simulate(commands: Commands) -> Parser:
    simulate: Parser = commands.add_parser("simulate", help="a day of crowd: times, queues, crowding, platforms")
    simulate.add_argument("--seed", type=seed, default=0, metavar="N", help="of the random numbers (default: 0)")
    _add_crowd(simulate)
    simulate.add_argument("--flows", type=Path, metavar="FILE", help="write who went where (CSV), for audit --trips")
    simulate.add_argument("--report", type=Path, metavar="DIR", help="write a page with maps, and tables of everything")
    simulate.set_defaults(run=run_simulate)
    return simulate


def _add_crowd(parser: Parser) -> None:
    """What every command about a crowd asks: who comes when, on which day, seen how finely."""
    parser.add_argument("--passengers", type=passengers, metavar="N", help="of a whole day (default: the demand's)")
    for name, default in (("from", "05:30"), ("to", "24:00")):
        parser.add_argument(f"--{name}", type=time_of_day, default=time_of_day(default), metavar="HH:MM",
            dest=f"{name}_s", help=f"only those who set out then (default: {default})")  # fmt: skip
    parser.add_argument("--demand", type=Path, metavar="FILE", help="who comes when: a file, today (default) or stress")
    parser.add_argument("--counts", type=Path, metavar="FILE", help="counts (CSV) in place of the demand's trips")
    parser.add_argument("--day", type=day, metavar="DATE", help="with the hours of that day (default: as at midday)")
    parser.add_argument("--cell", type=float, metavar="METRES",
        help=f"side of the cells in which density is seen (default: {CROWD_CELL.value:g})")  # fmt: skip
    parser.add_argument("--law", help="how speed falls with density: weidmann or laboratory (default: weidmann)")
    parser.add_argument("--spread", type=float, metavar="SECONDS",
        help=f"how much tastes differ, 0 for the cheapest way (default: {CHOICE_SPREAD.value:g})")  # fmt: skip
    parser.add_argument("--standing", type=float, metavar="SHARE",
        help=f"of people who stand still on escalators, 0 to 1 (default: {ESCALATOR_STANDING.value:g})")  # fmt: skip
    parser.add_argument("--equilibrium", type=gap, nargs="?", const=EQUILIBRIUM_GAP.value, metavar="GAP",
        help="repeat the day until nobody would do better by another way, but for this share of his costs "
             f"(default: {EQUILIBRIUM_GAP.value:g})")  # fmt: skip
    parser.add_argument("--iterations", type=number("days", MOST_DAYS), metavar="N",
        help=f"days of an equilibrium at most (default: {EQUILIBRIUM_DAYS.value:g})")  # fmt: skip


def _add_compare(commands: Commands) -> Parser:
    compare: Parser = commands.add_parser("compare", help="two scenarios under the same crowds, paired")
    compare.add_argument("a", metavar="A", help="a scenario's name or file; today is the station as it stands")
    compare.add_argument("b", metavar="B", help="the same")
    compare.add_argument("--seeds", type=number("seeds", MOST_SEEDS), metavar="N",
        help=f"how many days of crowd (default: {SEEDS}; with --within at most {MOST_WITHIN})")  # fmt: skip
    compare.add_argument("--within", type=within, metavar="SECONDS",
        help="only as many days as an interval of the mean of ±SECONDS takes, at most --seeds")  # fmt: skip
    compare.add_argument("--workers", type=workers, default=1, metavar="N", help="processes (default: 1)")
    _add_crowd(compare)
    compare.add_argument("--report", type=Path, metavar="DIR", help="write a page with maps, and tables of everything")
    compare.set_defaults(run=run_compare)
    return compare


def _add_serve(commands: Commands) -> Parser:
    serve: Parser = commands.add_parser("serve", help="the kiosk page, the staff page and the API over HTTP")
    serve.add_argument("--host", default="127.0.0.1", metavar="H", help="address to listen at (default: 127.0.0.1)")
    serve.add_argument("--port", default=8000, type=port, metavar="N", help="0 takes any free one (default: 8000)")
    serve.set_defaults(run=run_serve)
    return serve


def _add_trips(parser: Parser) -> None:
    parser.add_argument("--trips", type=Path, metavar="FILE",
        help="passengers by origin and target (CSV), as simulate --flows writes (default: assumed shares)")  # fmt: skip
    parser.add_argument(
        "--simulate", action="store_true", help="passengers of a simulated day in place of assumed shares"
    )


def _add_profile(parser: Parser, default: str) -> None:
    parser.add_argument("--profile", default=default, metavar="P", help=f"{', '.join(PROFILES)} (default: {default})")


def read_arguments(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    """Parse; the options that every command has count before and after the command's name."""
    shielded = [f" {word}" if _POINT_BELOW_GROUND.match(word) else word for word in arguments]
    chosen = parser.parse_args(shielded)
    chosen.station = chosen.station or chosen.before_station or SHIPPED_STATION
    chosen.scenario = [*chosen.before_scenario, *chosen.scenario]
    chosen.json = chosen.json or chosen.before_json
    return chosen


def _add_common(parser: argparse.ArgumentParser, prefix: str) -> None:
    add = parser.add_argument
    add(
        "--station",
        metavar="FILE",
        type=Path,
        dest=f"{prefix}station",
        help="a station file (default: the shipped one)",
    )
    add("--scenario", metavar="NAME-OR-FILE", action="append", default=[], dest=f"{prefix}scenario",
        help="apply this scenario; may be repeated")  # fmt: skip
    add("--json", action="store_true", dest=f"{prefix}json", help="one JSON object on standard output")
