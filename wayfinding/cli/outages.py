"""`wayfinding outages`: what each lift, escalator, gate and exit is worth, as a table, as JSON, as files."""

from __future__ import annotations

import csv
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from wayfinding.cli.commands import read_station
from wayfinding.cli.picture import draw_outages
from wayfinding.routing.network import compile_network
from wayfinding.routing.profiles import get_profile
from wayfinding.routing.resilience import Outage, Outages, study_outages
from wayfinding.station.model import Station

DONE = 0
SHOWN = 15
NAMED = 5
INDENT = 47


def run_outages(chosen: Namespace) -> int:
    """The outages ranked; with --report also as files."""
    profile = get_profile(chosen.profile)
    station = read_station(chosen)
    if chosen.report is not None:
        chosen.report.mkdir(parents=True, exist_ok=True)
    network = compile_network(station)
    outages = study_outages(network, profile, _tell if sys.stderr.isatty() else None)
    if chosen.report is not None:
        write_report(chosen.report, network.station, outages)
    if chosen.json:
        sys.stdout.write(f"{orjson.dumps(outages_record(outages)).decode()}\n")
    else:
        sys.stdout.write(outages_text(network.station, outages))
    return DONE


def _tell(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done}/{total}" if done < total else "\r\033[K")
    sys.stderr.flush()


def outages_record(outages: Outages) -> dict[str, Any]:
    """The study in JSON values."""
    return {
        "profile": outages.profile.name,
        "origins": list(outages.origins),
        "destinations": list(outages.destinations),
        "asked": outages.asked,
        "outages": [_record(outage) for outage in outages.singles],
        "pairs": [_record(outage) for outage in outages.pairs],
    }


def _record(outage: Outage) -> dict[str, Any]:
    losers = {
        name: [item.origin for item in outage.lost if item.destination == name] for name in outage.lost_destinations
    }
    return {
        "kind": outage.kind, "ids": list(outage.ids), "closed": list(outage.closed),
        "score_s": round(outage.score_s, 3), "lost": len(outage.lost), "delayed": len(outage.delayed),
        "mean_delay_s": round(outage.mean_delay_s, 3),
        "worst_delay_s": round(outage.worst_delay_s, 3), "cut_off": list(outage.cut_off), "lost_destinations": losers,
    }  # fmt: skip


def outages_text(station: Station, outages: Outages) -> str:
    """Two tables, single outages and pairs of lifts."""
    profile = outages.profile
    ends = f"from {len(outages.origins)} origins to {len(outages.destinations)} destinations"
    lines = [
        f"{profile.name_zh} {profile.name_en}: {outages.asked} questions with a way today, {ends}",
        "",
        "单项停用 One out",
        *_table(station, outages.singles),
        "",
        "两部电梯同时停用 Two lifts out: what neither costs alone",
        *_table(station, outages.pairs),
    ]
    return "\n".join(lines) + "\n"


def _table(station: Station, ranked: Sequence[Outage]) -> Iterator[str]:
    felt = [outage for outage in ranked if outage.setbacks]
    if felt:
        yield f"{'':>4}  {'score s':>7}  {'lost':>5}  {'delayed':>7}  {'mean s':>6}  {'worst s':>7}  what"
    for rank, outage in enumerate(felt[:SHOWN], start=1):
        yield (
            f"{rank:>3}.  {outage.score_s:>7.1f}  {len(outage.lost):>5}  {len(outage.delayed):>7}"
            f"  {outage.mean_delay_s:>6.0f}  {outage.worst_delay_s:>7.0f}  {_what(station, outage)}"
        )
    if len(felt) > SHOWN:
        yield f"and {len(felt) - SHOWN} more that cost less"
    if len(felt) < len(ranked):
        yield f"nobody is worse off without any of the other {len(ranked) - len(felt)}"


def _what(station: Station, outage: Outage) -> str:
    """Ids and names, and the places that are cut off."""
    names = [(station.pathways.get(id) or station.places[id]).name for id in outage.ids]
    text = f"{' + '.join(outage.ids)}  {' + '.join(name.zh for name in names)}  {' + '.join(name.en for name in names)}"
    cut_off = outage.cut_off
    if not cut_off:
        return text
    more = f" and {len(cut_off) - NAMED} more" if len(cut_off) > NAMED else ""
    return f"{text}\n{'':>{INDENT}}cut off: {', '.join(cut_off[:NAMED])}{more}"


def write_report(folder: Path, station: Station, outages: Outages) -> None:
    """`outages.csv`, one row an outage; `setbacks.csv`, one row a question made worse; a picture for each level."""
    ranked = (*outages.singles, *outages.pairs)
    with (folder / "outages.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        head = ("kind", "ids", "score_s", "lost", "delayed", "mean_delay_s", "worst_delay_s", "cut_off")
        table.writerow(head)
        for outage in ranked:
            row = _record(outage)
            table.writerow(" ".join(row[key]) if isinstance(row[key], list) else row[key] for key in head)
    with (folder / "setbacks.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("kind", "ids", "origin", "destination", "before_s", "after_s"))
        for outage in ranked:
            for item in outage.setbacks:
                after = "" if item.after_s is None else round(item.after_s, 3)
                ends = (item.origin, item.destination, round(item.before_s, 3), after)
                table.writerow((outage.kind, " ".join(outage.ids), *ends))
    for ordinal in station.levels:
        (folder / f"level{ordinal:g}.svg").write_text(draw_outages(station, outages, ordinal), encoding="utf-8")
