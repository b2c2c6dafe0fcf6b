"""Answers as text for people, and as plain values for JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wayfinding.station.checks import Report
from wayfinding.station.model import Place, Station
from wayfinding.station.problems import Problem

_REFUSED = {"zh": "没有路线", "en": "no route"}
_BLOCKING = {"zh": "受阻于", "en": "blocked by"}
_LEAST_BAD = {"zh": "最接近的走法", "en": "the closest way"}
_OTHER = {"zh": "另一条路 {}", "en": "another way {}"}
_PRICE = {"zh": "比最快的多{:.0f}秒", "en": "{:.0f} s more than the fastest"}
_NO_PRICE = {"zh": "与最快的一样快", "en": "as fast as the fastest"}
_SHARED = {"zh": "与首选相同的路占{:.0%}", "en": "{:.0%} of it shared with the first way"}
_HELP = {"zh": "可得到的帮助", "en": "help to be had"}
_COLON, _COMMA = {"zh": "：", "en": ": "}, {"zh": "，", "en": ", "}
_DOORS = ("board_hint", "first_door")


def problem_record(problem: Problem) -> dict[str, Any]:
    """A problem in JSON values."""
    return {"severity": problem.severity, "rule": problem.rule, "feature": problem.feature_id,
            "text": problem.text, "suggestion": problem.suggestion}  # fmt: skip


def check_record(report: Report) -> dict[str, Any]:
    """Everything that `check` found, with levels as text keys."""
    totals = report.totals
    return {
        "problems": [problem_record(problem) for problem in report.problems],
        "counts": dict(totals.kinds),
        "modes": dict(totals.modes),
        "sign_types": dict(totals.sign_types),
        "signs_renewed": totals.renewed,
        "area_m2": round(totals.area_m2, 1),
        "level_area_m2": {f"{ordinal:g}": round(area, 1) for ordinal, area in totals.areas.items()},
        "shares": {source: round(share, 4) for source, share in totals.shares.items()},
    }


def check_text(record: Mapping[str, Any]) -> str:
    """The same as three tables and the problems."""
    areas = {f"level {ordinal}": f"{area:,.0f} m²" for ordinal, area in record["level_area_m2"].items()}
    areas["sum below ground"] = f"{record['area_m2']:,.0f} m²"
    blocks = [
        _block("features", record["counts"]),
        _block("pathways", record["modes"]),
        _block("signs", {**record["sign_types"], "renewed": record["signs_renewed"]}),
        _block("areas", areas),
        _block("sources", {source: f"{share:.1%}" for source, share in record["shares"].items()}),
        problem_lines(record["problems"]) or "no problems",
    ]
    return "\n\n".join(blocks)


def problem_lines(problems: Sequence[Mapping[str, Any]]) -> str:
    """One line for each problem: what, where, and what would mend it."""
    return "\n".join(
        f"{item['severity']}: {item['feature'] or 'file'}: {item['text']} [{item['rule']}]; {item['suggestion']}"
        for item in problems
    )


def place_record(station: Station, place: Place) -> dict[str, Any]:
    """A place in JSON values; coordinates in degrees, longitude first."""
    lon, lat = station.frame.to_lonlat([[place.point.x, place.point.y]])[0].tolist()
    return {"id": place.id, "type": place.type, "level": place.level, "name_zh": place.name.zh,
            "name_en": place.name.en, "open": place.open, "coordinates": [lon, lat]}  # fmt: skip


def places_text(station: Station, places: Sequence[Place]) -> str:
    """A table of id, level, type and both names."""
    if not places:
        return "no place found"
    rows = [(place.id, station.levels[place.level].label, place.type, place.name.zh, place.name.en) for place in places]
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def route_text(answer: Mapping[str, Any], station: Station, lang: str) -> str:
    """A summary and numbered steps, other ways with their price; without a route why, the least-bad way, and help."""
    if answer["found"]:
        others = answer["alternatives"]
        titles = ["", *(_title(other, number, lang) for number, other in enumerate(others, 1))]
        ways = zip([answer, *others], titles, strict=True)
        return "\n\n".join("\n".join(_way(way, station, title)) for way, title in ways)
    reason = answer["reason"]
    lines = [f"{_REFUSED[lang]}: {reason['text']} [{reason['code']}]"]
    if reason["blocking"]:
        lines.append(f"{_BLOCKING[lang]}: {', '.join(reason['blocking'])}")
    if answer["least_bad"]:
        lines += ["", *_way(answer["least_bad"], station, _LEAST_BAD[lang])]
    if answer["help"]:
        lines += ["", _HELP[lang], *_help(answer["help"])]
    return "\n".join(lines)


def _title(other: Mapping[str, Any], number: int, lang: str) -> str:
    """What another way is best at, what it costs against the fastest, how much of it is not new."""
    told = [] if other["kind"] == "different" else [other["kind_text"]]
    if round(other["price_s"]) > 0:
        told.append(_PRICE[lang].format(other["price_s"]))
    elif "fastest" not in other["kinds"]:
        told.append(_NO_PRICE[lang])
    return (
        _OTHER[lang].format(number) + _COLON[lang] + _COMMA[lang].join([*told, _SHARED[lang].format(other["overlap"])])
    )


def _help(offers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Each offer, and of a relay its legs."""
    for offer in offers:
        yield f"  + {offer['text']}"
        for number, leg in enumerate(offer.get("legs", ()), 1):
            yield f"{number:7}. {leg['text']}  ({leg['distance_m']:.0f} m, {leg['duration_s']:.0f} s)"


def _way(way: Mapping[str, Any], station: Station, title: str) -> Iterator[str]:
    if title:
        yield title
    yield (
        f"{way['duration_s'] / 60:.1f} min · {way['distance_m']:.0f} m · level changes {way['level_changes']} · "
        f"steps up {way['steps_up']}, down {way['steps_down']}"
    )
    yield from (f"  ! {note['text']}" for note in way["notes"])
    yield from (f"  + {way[door]['text']}" for door in _DOORS if door in way)
    yield from _help(way["assistance"])
    steps = way["instructions"]
    for number, step in enumerate(steps, 1):
        leg = way["legs"][step["leg"]]
        label = station.levels[step["level"]].label
        inner = (1 < number < len(steps) and steps[number - 2]["leg"] != step["leg"]) or number == 2
        figures = f"  ({leg['distance_m']:.0f} m, {leg['duration_s']:.0f} s)" if inner else ""
        yield f"{number:3}. [{label}] {step['text']}{figures}"


def _block(title: str, rows: Mapping[str, object]) -> str:
    width = max(_width(name) for name in rows)
    return "\n".join([title, *(f"  {_pad(name, width)}  {value!s:>12}" for name, value in rows.items())])


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
