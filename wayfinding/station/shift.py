"""Where the data lie, against where they should: far away, or moved by the GCJ-02 offset of Chinese web maps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from wayfinding.assumptions import GCJ02_OFFSET_LAT, GCJ02_OFFSET_LON, STATION_REACH
from wayfinding.station.frame import Frame
from wayfinding.station.problems import Problem
from wayfinding.station.records import Draft
from wayfinding.station.schemas import LevelProperties

_CONVERT = "convert the coordinates from GCJ-02 to WGS84"
_NOWHERE = np.full(4, np.nan)
_SHARE = 0.3
"""How much of the offset the data may miss and still be called shifted by it."""


def shift_problems(drafts: Sequence[Draft], frame_stated: bool, frame: Frame) -> list[Problem]:
    """Features too far from the frame's origin, and features or a whole file shifted by the GCJ-02 offset."""
    if not drafts:
        return []
    boxes = shapely.bounds(np.array([draft.shape for draft in drafts], dtype=object))
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    if frame_stated and _whole_file_shifted(boxes, frame):
        text = "all features lie about 550 m from the frame's origin, by the offset of GCJ-02"
        return [Problem("gcj-02-shifted", None, text, _CONVERT)]
    far = np.hypot(*middles.T) > STATION_REACH.value
    problems = [
        Problem("far-away", drafts[i].id, f"it lies {np.hypot(*middles[i]) / 1000:,.1f} km from the frame's origin",
                "correct its coordinates, or the frame of the file")
        for i in np.flatnonzero(far).tolist()
    ]  # fmt: skip
    return problems + _single_shifted(drafts, boxes, middles, frame)


def _offset(frame: Frame) -> NDArray[np.float64]:
    moved = frame.to_local([[frame.lon + GCJ02_OFFSET_LON.value, frame.lat + GCJ02_OFFSET_LAT.value]])
    return np.asarray(moved[0])


def _whole_file_shifted(boxes: NDArray[np.float64], frame: Frame) -> bool:
    offset = _offset(frame)
    middle = (boxes[:, :2].min(axis=0) + boxes[:, 2:].max(axis=0)) / 2
    return bool(np.hypot(*(middle - offset)) < _SHARE * np.hypot(*offset))


def _single_shifted(
    drafts: Sequence[Draft], boxes: NDArray[np.float64], middles: NDArray[np.float64], frame: Frame
) -> list[Problem]:
    """Features outside the box of their level that the GCJ-02 offset would bring back into it."""
    offset = _offset(frame)
    extents = {
        draft.properties.ordinal: box
        for draft, box in zip(drafts, boxes, strict=True)
        if isinstance(draft.properties, LevelProperties)
    }
    levels = [draft.levels for draft in drafts]
    extent = np.array([extents.get(used[0], _NOWHERE) if used else _NOWHERE for used in levels])
    shifted = ~_inside(middles, extent) & _inside(middles - offset, extent)
    text = "it lies off its level by the offset of GCJ-02"
    return [Problem("gcj-02-shifted", drafts[k].id, text, _CONVERT) for k in np.flatnonzero(shifted).tolist()]


def _inside(points: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each point lies in its box."""
    inside: NDArray[np.bool_] = np.all((points >= boxes[:, :2]) & (points <= boxes[:, 2:]), axis=1)
    return inside
