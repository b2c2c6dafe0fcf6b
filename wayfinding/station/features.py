"""From raw GeoJSON features to drafts: identity, properties and shape of each feature checked by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from wayfinding.station import guard
from wayfinding.station.frame import Frame
from wayfinding.station.model import KINDS, Feature
from wayfinding.station.problems import Problem
from wayfinding.station.records import Draft
from wayfinding.station.schemas import Common, PathwayProperties, parse_properties
from wayfinding.station.shapes import Outline, PositionError, build_shapes, read_outline, read_position, shape_problems


def read_features(features: Sequence[Any], frame: Frame | None) -> tuple[list[Draft], Frame, list[Problem]]:
    """The sound features among `features` in local metres, the frame, and what is wrong with the others.

    The features are copied. Without a frame, the middle of their bounding box becomes the origin.
    """
    problems: list[Problem] = []
    sound: list[tuple[Feature, Common, Outline]] = []
    for index, given in enumerate(features):
        found, faults = _feature(index, given)
        problems += faults
        if found is not None:
            sound.append(found)
    problems += _twice([given.get("id") for given in features if isinstance(given, Mapping)])
    frame = frame or _middle([outline for _, _, outline in sound])
    shapes = build_shapes([outline for _, _, outline in sound], frame)
    problems += shape_problems([feature["id"] for feature, _, _ in sound], shapes)
    drafts = [Draft(f, f["id"], p, shape) for (f, p, _), shape in zip(sound, shapes, strict=True)]
    return drafts, frame, problems


def _feature(index: int, given: Any) -> tuple[tuple[Feature, Common, Outline] | None, list[Problem]]:
    fault = _envelope_fault(index, given)
    if fault is not None:
        return None, [fault]
    id = given["id"]
    try:
        feature = guard.plain(given)
    except guard.GuardError as error:
        return None, [Problem(error.problem.rule, id, error.problem.text, error.problem.suggestion)]
    kind = feature["properties"]["kind"]
    properties, problems = parse_properties(kind, id, feature["properties"])
    outline, faults = read_outline(kind, id, feature.get("geometry"))
    problems += faults + _stop_faults(id, properties)
    if properties is None or outline is None or problems:
        return None, problems
    return (feature, properties, outline), []


def _envelope_fault(index: int, given: Any) -> Problem | None:
    """What keeps a feature from being looked at: no identity, no properties, no kind."""
    if not isinstance(given, Mapping) or given.get("type") != "Feature":
        return Problem("not-a-feature", None, f"features[{index}] is not a Feature", 'give {"type": "Feature", …}')
    id = given.get("id")
    if not isinstance(id, str) or not id.strip():
        return Problem("missing-id", None, f"features[{index}] has no id of its own", "give a unique text as id")
    properties = given.get("properties")
    if not isinstance(properties, Mapping):
        return Problem("missing-properties", id, "it has no properties", "see data/README.md")
    if properties.get("kind") not in KINDS:
        found = str(properties.get("kind"))[:40]
        return Problem("unknown-kind", id, f"its kind is {found!r}", f"use one of {', '.join(KINDS)}")
    return None


def _twice(ids: Sequence[Any]) -> list[Problem]:
    counted = Counter(id for id in ids if isinstance(id, str))
    return [
        Problem("duplicate-id", id, f"{count} features have this id", "give each feature its own id")
        for id, count in counted.items()
        if count > 1
    ]


def _stop_faults(id: str, properties: Common | None) -> list[Problem]:
    if not isinstance(properties, PathwayProperties):
        return []
    problems = []
    for stop in properties.stops:
        try:
            read_position(stop.coordinates)
        except PositionError as fault:
            problems.append(fault.problem(id))
    return problems


def _middle(outlines: Sequence[Outline]) -> Frame:
    """The default frame: the middle of the bounding box, north up."""
    positions = [position for outline in outlines for ring in outline.rings for position in ring]
    if not positions:
        return Frame(0.0, 0.0)
    corners = np.array(positions)
    lon, lat = (corners.min(axis=0) + corners.max(axis=0)) / 2
    return Frame(float(lon), float(lat))
