"""Prints every assumption that a run of the crowd rests on, as the tables of docs/crowd.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from wayfinding import assumptions
from wayfinding.assumptions import Figure
from wayfinding.flow.choosing import tables
from wayfinding.flow.measuring.outputs import clock
from wayfinding.flow.moving import engine, perceived, queues, run
from wayfinding.flow.people.demand import DAY, HOURS, QUARTER_S, Demand, load_demand

PACKAGE = Path(assumptions.__file__).parent
MODULES = (
    *sorted((PACKAGE / "flow").rglob("*.py")),
    *(PACKAGE / "routing" / f"{name}.py" for name in ("profiles", "timing")),
)
"""Where the figures are used that decide what a crowd does: it moves and prices ways as the routes do."""
STATUSES = {
    "standard": "规范", "published": "公开", "recalled": "凭记忆", "derived": "推算", "assumed": "假设",
}  # fmt: skip
CODED = (
    ("OPTIONS", tables.OPTIONS, "1", "next pathways that one considers at a time"),
    ("RECHOICES", queues.RECHOICES, "1", "how often one turns away from queues on one floor"),
    ("GAIN_S", queues.GAIN_S, "s", "and only where that saves more than this"),
    ("LIFT_ROUND_S", perceived.LIFT_ROUND_S, "s", "reckoned for each car-load that waits before one at a lift"),
    ("SAMPLE_S", engine.SAMPLE_S, "s", "how often the people in each cell are counted"),
    *((f"SIZES[{name}]", size, "1", "walkers' worth of room in a lift") for name, size in run.SIZES.items()),
)


def list_names() -> list[str]:
    """The names of the figures that these modules use, in the order of assumptions.py."""
    used = {
        node.attr
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "figures"
    }
    used |= {
        item.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "wayfinding.assumptions"
        for item in node.names
        if item.name.isupper()
    }
    return [name for name in vars(assumptions) if name in used]


def list_tables(demand: Demand) -> Iterator[str]:
    """The tables, line by line."""
    yield from ("| 数值 figure | 值 value | 单位 unit | 来源 source | 状态 status |", "|---|---:|---|---|---|")
    for name in list_names():
        found = getattr(assumptions, name)
        for key, item in {name: found}.items() if isinstance(found, Figure) else found.items():
            label, status = name if key == name else f"{name}[{key}]", f"{STATUSES[item.status]} {item.status}"
            yield f"| `{label}` | {item.value:g} | {item.unit} | {item.source} | {status} |"
    yield from ("", "| 程序中的设定 setting in the code | 值 value | 单位 unit | 含义 meaning |", "|---|---:|---|---|")
    yield from (f"| `{name}` | {value:g} | {unit} | {meaning} |" for name, value, unit, meaning in CODED)
    yield from ("", f"| 需求 demand `{demand.name}` | 值 value |", "|---|---:|", *_demand(demand))


def _demand(demand: Demand) -> Iterator[str]:
    yield f"| 每日人数 passengers a day | {demand.passengers:,} |"
    yield from (f"| 人群 group `{name}` | {share:.3%} |" for name, share in demand.groups.items())
    yield from (f"| {item.start} → {item.end}, `{item.hours}` | {item.share:.3%} |" for item in demand.trips)
    for name in demand.hours:
        quarters = demand.quarters(name)
        hours = [sum(quarters[4 * hour : 4 * hour + 4]) for hour in range(HOURS)]
        yield f"| 时段权重 weights by hour `{name}`, 0 to 23 | {' '.join(f'{weight:g}' for weight in hours)} |"
        told = " ".join(f"{weight:g}" for weight in quarters[int(DAY[0] // QUARTER_S) :])
        yield f"| 每刻钟 by quarter hour `{name}`, from 05:30 | {told} |"
    trains = demand.trains
    yield f"| 车门 people a second through one door | {trains.door_pps:g} |"
    yield f"| 停站 doors open, s | {trains.dwell_s:g} |"
    for line in trains.lines:
        every = ", ".join(f"{clock(3600.0 * hour)} {minutes:g} min" for hour, minutes in line.minutes)
        told = f"{line.first}–{line.last}; {every}; {line.places} × {line.free:g}"
        name = f"{line.line}号线 line {line.line}" + (f" 往{line.towards}" if line.towards else "")
        name += f" {' '.join(line.platforms)}" if line.platforms else ""
        yield f"| {name}: first–last; headway from; places × share free | {told} |"
    yield f"| 火车到达 a railway train every, over, min | {demand.rail.every_min:g}, {demand.rail.over_min:g} |"


if __name__ == "__main__":
    print("\n".join(list_tables(load_demand())))
