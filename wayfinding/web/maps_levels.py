"""One level of an audit as a folium map: plan, legible area, gaps and breaks, wrong arrows, contradictions, signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely
from markupsafe import Markup

from wayfinding.signage import words as fixed
from wayfinding.signage.arrows import bearing
from wayfinding.signage.audit import Audit
from wayfinding.signage.faces import Face
from wayfinding.signage.findings import TITLES, Finding
from wayfinding.signage.journeys.continuity import Gap
from wayfinding.signage.judging.contradictions import Said
from wayfinding.signage.scope import concerns, get_message, list_findings, list_legible, list_verdicts, worst_verdicts
from wayfinding.signage.targets import Naming, Target
from wayfinding.station.model import Arrow, Message, Name, Sign
from wayfinding.web.maps import RenderedMap, add_layer, bilingual, new_map, render, told
from wayfinding.web.maps_gaps import gap_features
from wayfinding.web.maps_plan import feature, level_bounds, name_features, plan_features

MOST_STRETCHES = 80
"""So many stretches without a sign are drawn on one level, those of most passengers first."""
MOST_SPOTS, MOST_REASONS, SPOT_M = 200, 6, 1.0
AREA_TOLERANCE_M = 0.05
TICK_M, ARROW_M, ARROW_WIDE_M = 2.0, 4.0, 1.6
SIGN_PX, FINDING_PX, GOAL_PX = 6.0, 7.0, 15.0
FAILURES = frozenset({"decision", "loop", "dead_end", "lost"})
"""Kinds of findings that are points where guidance fails; gaps are drawn as lines, the others at their signs."""


def draw_level(audit: Audit, ordinal: float, target: Target | None) -> RenderedMap:
    """The map of a level about one destination, or about all of them."""
    station = audit.legibility.station
    plan = new_map(level_bounds(station, ordinal))
    add_layer(plan, None, plan_features(station, ordinal))
    add_layer(plan, _label(fixed.GAP_CELLS), list(gap_features(audit, ordinal, target)), told="told",
              show=target is not None)  # fmt: skip
    add_layer(plan, _label(fixed.LEGIBLE), list(_legible(audit, ordinal, target)))
    add_layer(plan, _label(fixed.CONFLICTS), list(_conflicts(audit, ordinal, target)), told="told")
    add_layer(plan, _label(fixed.GAPS), list(_breaks(audit, ordinal, target)), told="told", radius_px=FINDING_PX)
    add_layer(plan, None, list(_ticks(audit, ordinal)))
    add_layer(plan, _label(fixed.SIGNS), list(_signs(audit, ordinal, target)), told="told", radius_px=SIGN_PX)
    add_layer(plan, _label(fixed.ARROW_FAULTS), list(_arrows(audit, ordinal, target)), told="told")
    add_layer(plan, None, list(_goals(audit, ordinal, target)), radius_px=GOAL_PX)
    add_layer(plan, None, name_features(station, ordinal), labelled=True, radius_px=0.1)
    return render(plan, f"{'B' if ordinal < 0 else 'L'}{abs(ordinal):g}".replace(".", "x"))


def describe_sign(sign: Sign) -> Name:
    """Its id, type and state."""
    type, state = fixed.SIGN_TYPES[sign.type], fixed.STATES[sign.state]
    return Name(f"{sign.id} {type.zh} · {state.zh}", f"{sign.id} {type.en} · {state.en}")


def _label(name: Name) -> Markup:
    return bilingual(name.zh, name.en)


def _legible(audit: Audit, ordinal: float, target: Target | None) -> Iterator[dict[str, Any]]:
    shapes = [audit.legibility.area(number) for number in list_legible(audit, target, ordinal)]
    area = shapely.union_all(shapes).simplify(AREA_TOLERANCE_M)
    if not area.is_empty:
        yield feature(area, "legible")


def _conflicts(audit: Audit, ordinal: float, target: Target | None) -> Iterator[dict[str, Any]]:
    for item in audit.conflicts:
        if item.level == ordinal and concerns(target, item.target):
            rows = [_said(audit, said) for said in (item.first, item.second)]
            yield feature(item.area.simplify(AREA_TOLERANCE_M), "conflict", told=told(TITLES["conflict"], *rows))


def _said(audit: Audit, said: Said) -> Name:
    message = describe_message(audit.legibility.station.signs[said.sign].messages[said.message])
    return Name(f"{said.sign} {message.zh}", f"{said.sign} {message.en}")


def _breaks(audit: Audit, ordinal: float, target: Target | None) -> Iterator[dict[str, Any]]:
    """Stretches without a sign, and points where guidance fails: one for all that fails alike at one spot."""
    yield from _stretches(audit, ordinal, target)
    spots: dict[tuple[str, int, int], list[Finding]] = {}
    for item in list_findings(audit, target):
        if item.level == ordinal and item.kind in FAILURES:
            spots.setdefault((item.kind, round(item.x / SPOT_M), round(item.y / SPOT_M)), []).append(item)
    for (kind, _, _), items in list(spots.items())[:MOST_SPOTS]:
        rows = list(dict.fromkeys(item.reason for item in items))
        more = [Name(f"另有 {len(rows) - MOST_REASONS} 项", f"and {len(rows) - MOST_REASONS} more")]
        text = told(TITLES[items[0].kind], *rows[:MOST_REASONS], *(more if len(rows) > MOST_REASONS else []))
        yield feature(shapely.Point(items[0].x, items[0].y), f"break {kind}", told=text)


def _stretches(audit: Audit, ordinal: float, target: Target | None) -> Iterator[dict[str, Any]]:
    asked = [gap for gap in audit.gaps if concerns(target, gap.way.target.id)]
    drawn = 0
    for gap in sorted(asked, key=lambda gap: (-gap.way.passengers, -gap.length_m)):
        lines = [(tail, head) for level, tail, head in gap.lines if level == ordinal]
        if lines and drawn < MOST_STRETCHES:
            drawn += 1
            yield feature(shapely.MultiLineString(lines), "stretch", told=told(describe_gap(gap)))


def describe_gap(gap: Gap) -> Name:
    """How long it is, and between which ends."""
    start, end = gap.way.origin.name, gap.way.target.name
    return Name(
        f"{start.zh} → {end.zh}：{gap.length_m:.0f} 米（{gap.duration_s:.0f} 秒）无可读标识",
        f"{start.en} → {end.en}: {gap.length_m:.0f} m ({gap.duration_s:.0f} s) without a legible sign",
    )


def _goals(audit: Audit, ordinal: float, target: Target | None) -> Iterator[dict[str, Any]]:
    """The places of the destination."""
    for id in sorted(target.places if target is not None else ()):
        place = audit.legibility.station.places[id]
        if place.level == ordinal:
            yield feature(place.point, "goal")


def _ticks(audit: Audit, ordinal: float) -> Iterator[dict[str, Any]]:
    """The direction in which each face looks, or in which its reader walks over it."""
    faces = [audit.legibility.faces[number] for number in audit.legibility.on_level(ordinal)]
    lines = [shapely.LineString([(f.x, f.y), (f.x + TICK_M * f.nx, f.y + TICK_M * f.ny)]) for f in faces]
    if lines:
        yield feature(shapely.MultiLineString(lines), "tick")


def _signs(audit: Audit, ordinal: float, target: Target | None) -> Iterator[dict[str, Any]]:
    station = audit.legibility.station
    worst = worst_verdicts(audit, target)
    naming = Naming(station)
    for sign in station.signs.values():
        if sign.level != ordinal:
            continue
        verdict = worst.get(sign.id, "unjudged")
        named = target is None or any(naming.names(message, target, audit.profile) for message in sign.messages)
        look = f"sign {sign.state} {verdict}" + ("" if named else " other")
        rows = [describe_sign(sign), fixed.VERDICTS[verdict], *map(describe_message, sign.messages)]
        yield feature(sign.point, look, told=told(*rows))


def _arrows(audit: Audit, ordinal: float, target: Target | None) -> Iterator[dict[str, Any]]:
    """A dart for each direction in which a face sends people wrongly; false ones come last, on top."""
    faces = {(face.sign, face.number): face for face in audit.legibility.faces}
    darts: dict[tuple[str, int, Arrow], tuple[str, list[Name]]] = {}
    for item in list_verdicts(audit, target):
        face = faces[item.sign, item.face]
        if item.verdict not in ("false", "doubtful") or face.level != ordinal:
            continue
        message = get_message(audit, item)
        verdict, rows = darts.setdefault((item.sign, item.face, message.arrow), (item.verdict, []))
        rows.append(describe_message(message))
        if item.verdict == "false" != verdict:
            darts[item.sign, item.face, message.arrow] = (item.verdict, rows)
    for (sign, number, arrow), (verdict, rows) in sorted(darts.items(), key=lambda entry: entry[1][0]):
        shape = _dart(faces[sign, number], arrow)
        if shape is not None:
            title = fixed.VERDICTS[verdict]
            head = Name(f"{sign} {title.zh}", f"{sign} {title.en}")
            yield feature(shape, f"arrow {verdict}", told=told(head, *dict.fromkeys(rows)))


def describe_message(message: Message) -> Name:
    """Where a message sends people, and its arrow."""
    arrow, text = fixed.ARROWS[message.arrow], message.text
    return Name(f"{text.zh or message.destination}：{arrow.zh}", f"{text.en or message.destination}: {arrow.en}")


def _dart(face: Face, arrow: Arrow) -> shapely.Polygon | None:
    """A dart from the face in the direction that its arrow sends the reader; None where that is up, down or nowhere."""
    way = bearing(face, arrow)
    if way is None:
        return None
    (ux, uy), wide_m = way, ARROW_WIDE_M / 2
    corners = ((ARROW_M, 0.0), (0.0, wide_m), (ARROW_M / 5, 0.0), (0.0, -wide_m))
    return shapely.Polygon([(face.x + a * ux - b * uy, face.y + a * uy + b * ux) for a, b in corners])
