"""folium maps that need no network and hold no running text: a script that draws one map into a page of ours.

folium's own page calls four hosts and keeps script and style inside the page, which our policy forbids. Here the links
of each element are replaced by files of the package (an unknown link is an error), what folium would put into style
blocks stands in static/staff/map.css, elements are numbered instead of named by chance (same input, same bytes), and
the drawing becomes one function that a page calls when it has room for the map:

    window.wayfindingMaps["map_b1_0"]() -> {map, layers}

Maps are plans in metres (L.CRS.Simple) of the station's local plane: no tiles. Text from data may stand only in the
properties of GeoJson features, made by `words` or `bilingual`, which escape it; anything else is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import folium
from branca.element import Element
from folium.map import FitBounds
from folium.utilities import JsCode
from markupsafe import Markup, escape

from wayfinding.station.model import Name

Bounds = tuple[float, float, float, float]
"""Left, low, right, high, in metres."""

HOSTED = {"leaflet": "leaflet/leaflet.js", "leaflet_css": "leaflet/leaflet.css"}
"""folium's name of a link, and our copy below web/static."""

NEEDLESS = frozenset({
    "jquery", "bootstrap", "bootstrap_css", "glyphicons_css", "awesome_markers", "awesome_markers_css",
    "awesome_markers_font_css", "awesome_rotate_css",
})  # fmt: skip
"""Links of every folium map that none of the elements allowed here uses."""

ALLOWED = (folium.Map, folium.GeoJson, folium.GeoJsonTooltip, folium.GeoJsonPopup, folium.LayerControl, FitBounds)
"""Others put text from data into script or markup (Tooltip, Popup, DivIcon), or load more files."""

LABEL = JsCode(
    "(feature, layer) => layer.bindTooltip(feature.properties.label, "
    "{permanent: true, direction: 'center', className: 'map-label'})"
)
"""folium's own tooltip is one for all features of a layer."""

PADDING_PX = (16, 16)
FARTHEST_ZOOM, NEAREST_ZOOM, ZOOM_STEP = -2, 6, 0.25
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True)
class RenderedMap:
    """One map: the id of the element it draws into, its script, and the files of web/static that it rests on."""

    element: str
    script: str
    files: tuple[str, ...]

    @property
    def digest(self) -> str:
        """A name that changes with the script."""
        return hashlib.sha256(self.script.encode()).hexdigest()[:20]


def words(text: object) -> Markup:
    """Text from data as markup that shows it and nothing more. An address in it stays text, and no link."""
    return Markup(str(escape(str(text))).replace("://", "&#58;//"))  # noqa: S704 -- escaped in this very line


def bilingual(zh: object, en: object) -> Markup:
    """Chinese and English, of which the page's style shows the language it is in."""
    return Markup('<span lang="zh-CN">{}</span><span lang="en">{}</span>').format(words(zh), words(en))


def told(*rows: Name) -> Markup:
    """Lines of text from data, one below the other, in both languages."""
    return Markup("<br>").join(bilingual(row.zh, row.en) for row in rows)


def new_map(bounds: Bounds) -> folium.Map:
    """An empty plan that shows `bounds`, without tiles."""
    left, low, right, high = bounds
    plan = folium.Map(
        location=[(low + high) / 2, (left + right) / 2], zoom_start=0, tiles=None, crs="Simple", control_scale=True,
        minZoom=FARTHEST_ZOOM, maxZoom=NEAREST_ZOOM, zoom_snap=ZOOM_STEP, attribution_control=False,
    )  # fmt: skip
    fit = FitBounds([[low, left], [high, right]], padding=PADDING_PX)
    fit.options["animate"] = False  # an animation under way would undo where a page moves the map meanwhile
    plan.add_child(fit)
    return plan


def add_layer(
    plan: folium.Map, label: Markup | None, features: Sequence[Mapping[str, Any]], *,
    told: str | None = None, labelled: bool = False, radius_px: float = 6.0, show: bool = True,
) -> None:  # fmt: skip
    """One layer of features in metres, named `label` in the layer control (None: always there, not in the control).

    Each feature's look is `properties.style` ({"className": …}). `told` is the property shown when one points at a
    feature; `labelled` shows each one's property `label` all the time.
    """
    layer = folium.GeoJson(
        {"type": "FeatureCollection", "features": list(features)},
        name=label, control=label is not None, show=show, smooth_factor=0.5, interactive=told is not None,
        marker=folium.CircleMarker(radius=radius_px, fill=True), on_each_feature=LABEL if labelled else None,
    )  # fmt: skip
    if features and told is not None:
        layer.add_child(folium.GeoJsonTooltip([told], labels=False, class_name="map-note"))
    plan.add_child(layer)


def render(plan: folium.Map, name: str) -> RenderedMap:
    """The map as a script; `name` (letters and digits) keeps its elements apart from those of other maps of a page.

    A folium map can be rendered once only. Raises TypeError where an element is not allowed or text was not escaped,
    and ValueError where a link is unknown or an address would be left in the script.
    """
    plan.add_child(folium.LayerControl(collapsed=False))
    figure: Any = plan.get_root()
    parts = list(_walk(plan))
    for number, part in enumerate(parts):
        _check(part)
        _replace_links(part)
        part._id = f"{name}_{number}"  # noqa: SLF001 -- branca has no other way to name an element
    figure.render()
    files = tuple(dict.fromkeys(link.url for link in figure.header._children.values() if hasattr(link, "url")))  # noqa: SLF001
    layers = ", ".join(part.get_name() for part in parts if isinstance(part, folium.GeoJson))
    script = (
        f"(window.wayfindingMaps ??= {{}})[{json.dumps(plan.get_name())}] = () => {{\n{_script(figure)}\n"
        f"return {{ map: {plan.get_name()}, layers: [{layers}] }};\n}};\n"
    )
    left_over = _ADDRESS.search(script)
    if left_over:
        around = script[max(left_over.start() - 40, 0) : left_over.end() + 40]
        raise ValueError(f"an address is left in the map's script: {around!r}")
    return RenderedMap(plan.get_name(), script, files)


def _script(figure: Any) -> str:
    text: str = figure.script.render()
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _walk(part: Element) -> Iterator[Any]:
    yield part
    for child in part._children.values():  # noqa: SLF001
        yield from _walk(child)


def _check(part: Element) -> None:
    if not isinstance(part, ALLOWED):
        raise TypeError(f"{type(part).__name__} is not allowed on a map: it may run text from data")
    if isinstance(part, folium.GeoJson):
        label = part.layer_name if part.control else Markup()
        if not isinstance(label, Markup):
            raise TypeError("the name of a layer was not made by words or bilingual")
        for feature in part.data["features"]:
            for key, value in feature["properties"].items():
                if key != "style" and isinstance(value, str) and not isinstance(value, Markup):
                    raise TypeError(f"property {key!r} was not made by words or bilingual")


def _replace_links(part: Any) -> None:
    for kind in ("default_js", "default_css"):
        links = getattr(part, kind, ())
        unknown = [f"{name} ({url})" for name, url in links if name not in HOSTED and name not in NEEDLESS]
        if unknown:
            raise ValueError(f"folium would load what the package does not hold: {', '.join(unknown)}")
        if links:  # on the instance: the list of the class is shared by all maps of the process
            setattr(part, kind, [(name, HOSTED[name]) for name, _ in links if name in HOSTED])
