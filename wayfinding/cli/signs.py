"""`wayfinding signs`: the inventory of the signs as a table for a spreadsheet, and back."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any

import orjson

from wayfinding.cli.commands import read_station
from wayfinding.cli.show import problem_record
from wayfinding.errors import RequestError, ScheduleError
from wayfinding.signage.inventory.inventory import export_inventory, replace_file
from wayfinding.signage.inventory.restock import import_inventory
from wayfinding.station.geojson import load_station, save_station
from wayfinding.station.problems import Problem

DONE = 0


def run_signs(chosen: Namespace) -> int:
    """Write the table, or read one and write the station with its signs; either is written whole or not at all."""
    if (chosen.export is None) == (chosen.table is None):
        raise RequestError("say --export FILE.csv, or --import FILE.csv --output STATION.geojson")
    if chosen.export is not None:
        return _export(chosen)
    return _import(chosen)


def _export(chosen: Namespace) -> int:
    if chosen.output is not None or chosen.remove_missing:
        raise RequestError("--output and --remove-missing go with --import")
    rows = export_inventory(read_station(chosen), chosen.export)
    _print(chosen, {"rows": rows, "file": str(chosen.export)}, f"{rows} 行 rows: {chosen.export}")
    return DONE


def _import(chosen: Namespace) -> int:
    if chosen.output is None:
        raise RequestError("--import needs --output STATION.geojson, where the station with these signs goes")
    if chosen.scenario:
        raise RequestError("--import changes the station itself: leave out --scenario")
    try:
        found = import_inventory(load_station(chosen.station), chosen.table, chosen.remove_missing)
    except ScheduleError as error:
        listed = [problem_record(item) for item in error.problems if isinstance(item, Problem)]
        if listed:
            _print(chosen, {"problems": listed}, "\n".join(str(item) for item in error.problems))
        raise
    replace_file(chosen.output, lambda part: save_station(found.station, part))
    record = {"added": list(found.added), "changed": list(found.changed), "removed": list(found.removed),
              "signs": len(found.station.signs), "file": str(chosen.output)}  # fmt: skip
    text = (f"新增 added {len(found.added)} · 修改 changed {len(found.changed)} · 删除 removed {len(found.removed)} · "
            f"共 signs {len(found.station.signs)}: {chosen.output}")  # fmt: skip
    _print(chosen, record, text)
    return DONE


def _print(chosen: Namespace, record: dict[str, Any], text: str) -> None:
    sys.stdout.write(f"{orjson.dumps(record).decode()}\n" if chosen.json else f"{text}\n")
