"""An audit as one HTML page that opens without a network, and as tables beside it: what a manager can forward."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from wayfinding.files import write_files
from wayfinding.signage import words as fixed
from wayfinding.signage.audit import Audit
from wayfinding.signage.targets import Target
from wayfinding.station.model import Name, Station
from wayfinding.web.report_files import FILES, TABLES
from wayfinding.web.report_view import View, view_audit

STATIC = Path(__file__).parent / "static"
PAGE = "report.html"
STYLES = ("leaflet/leaflet.css", "staff/staff.css", "staff/map.css")
_PICTURE = re.compile(r"url\((images/[\w-]+\.png)\)")
_TEMPLATES = Environment(loader=PackageLoader("wayfinding.web"), autoescape=True, trim_blocks=True)


def write_report(
    folder: Path, audit: Audit, target: Target | None = None, made: date | None = None
) -> tuple[Path, ...]:  # fmt: skip
    """Write the page and all tables about one destination (None: all) into `folder`; answers the files' paths.

    `made` is the day that the page tells. Whatever fails, no file is half written.
    Raises InputError where the folder cannot be made or written.
    """
    return write_files(folder, _contents(audit, target, made))


def render_page(view: View, station: Station, made: date | None = None) -> str:
    """The whole page as HTML, script and style inside."""
    return _TEMPLATES.get_template(PAGE).render(
        view=view,
        station=station_name(station),
        scenarios=station.scenarios,
        made=made,
        outcomes=fixed.OUTCOMES,
        gap_reasons=fixed.GAP_REASONS,
        tables=TABLES,
        file_address=str,
        style=Markup("\n".join(_style(name) for name in STYLES)),  # noqa: S704 -- files of this package
        scripts=[_inside(_read("leaflet/leaflet.js")), *(_inside(tab.script) for tab in view.tabs)],
        viewer=_inside(_read("staff/viewer.js")),
    )


def station_name(station: Station) -> Name:
    """The station's name in both languages."""
    name_zh = station.header.get("name_zh") or "天津站"
    return Name(str(name_zh), str(station.header.get("name_en") or "Tianjin Railway Station"))


def _contents(audit: Audit, target: Target | None, made: date | None) -> Iterator[tuple[str, bytes]]:
    for file in FILES:
        yield file.name, file.write(audit, target)
    yield PAGE, render_page(view_audit(audit, target), audit.legibility.station, made).encode()


def _inside(script: str) -> Markup:
    """A script of ours as the text of a script element. Maps hold no closing tag: folium escapes every `<` in data."""
    if "</script" in script.lower():
        raise ValueError("a script would close its own element")
    return Markup(script)  # noqa: S704 -- files of this package, and maps checked by wayfinding.web.maps


def _style(name: str) -> str:
    """A style sheet with its pictures inside."""

    def inline(match: re.Match[str]) -> str:
        picture = (STATIC / name).parent / match[1]
        return f"url(data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()})"

    return _PICTURE.sub(inline, _read(name))


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
