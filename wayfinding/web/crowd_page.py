"""What the reports of crowds share: style, script and its fingerprint, the station's name, settings in words."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from wayfinding.station.model import Name, Station
from wayfinding.web.crowd_pictures import DOT_PEOPLE, LARGEST_DOT

STATIC = Path(__file__).parent / "static" / "crowd"
DOT = f"{LARGEST_DOT:g} {DOT_PEOPLE}"
SETTINGS = {
    "a": Name("之前", "before"), "b": Name("之后", "after"), "within": Name("要求的区间", "interval asked for"),
    "scenarios": Name("方案", "scenario"), "demand": Name("需求", "demand"), "passengers": Name("乘客", "passengers"),
    "arrived": Name("到达的人（每天）", "people who arrive, a day"),
    "day": Name("日期", "date"), "seed": Name("随机种子", "seed"), "seeds": Name("随机种子", "seeds"),
    "from": Name("自", "from"), "to": Name("至", "to"), "cell_m": Name("网格边长（米）", "side of a cell, m"),
    "spread_s": Name("选择的随机部分（秒）", "random part of a choice, s"),
    "slack_s": Name("仍会考虑的绕行（秒）", "detour still considered, s"),
    "gap": Name("均衡目标间隙", "relative gap asked for"),
    "iterations": Name("均衡最多天数", "days of an equilibrium, most"),
    "gaps": Name("达到的间隙，逐日", "relative gap reached, day by day"),
    "standing": Name("扶梯上站立的比例", "share who stand on escalators"),
    "law": Name("速度与密度", "speed by density"),
}  # fmt: skip
"""Settings by their names in the records; one that is not here is shown by that name."""
_TEMPLATES = Environment(loader=PackageLoader("wayfinding.web"), autoescape=True, trim_blocks=True)


def render(page: str, **values: Any) -> bytes:
    """A page of this package with style and script inside."""
    style, script, fingerprint = _inside()
    text = _TEMPLATES.get_template(page).render(style=style, script=script, script_hash=fingerprint, dot=DOT, **values)
    return text.encode()


@cache
def _inside() -> tuple[Markup, Markup, str]:
    style, script = ((STATIC / name).read_text(encoding="utf-8") for name in ("report.css", "slider.js"))
    fingerprint = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return Markup(style), Markup(script), fingerprint  # noqa: S704 -- files of this package


def station_name(station: Station) -> Name:
    """The station's name in both languages."""
    name_zh = station.header.get("name_zh") or "天津站"
    return Name(str(name_zh), str(station.header.get("name_en") or "Tianjin Railway Station"))


def settings_rows(record: Mapping[str, Any]) -> Iterator[tuple[Name, str]]:
    """The settings that were given, each with its name and value."""
    for key, value in record.items():
        if value is None or value == []:
            continue
        if isinstance(value, Mapping):
            yield from settings_rows(value)
            continue
        shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        yield SETTINGS.get(key, Name(key, "")), f"{shown:g}" if isinstance(shown, float) else str(shown)


def drawn(picture: str) -> Markup:
    """A picture for a page."""
    return Markup(picture)  # noqa: S704 -- drawn by wayfinding.web.svg, which escapes every text
