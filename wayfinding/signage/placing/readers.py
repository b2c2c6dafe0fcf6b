"""Who could read a face that does not hang yet: at which samples of the ways it is legible in walking direction."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from wayfinding.routing.sight import Floats, Indices
from wayfinding.signage.faces import Face
from wayfinding.signage.legible.catchment import Catchment
from wayfinding.signage.legible.legibility import Legibility, View

TILE_M = 24.0
"""Faces are looked at in squares of this side, with those who walk near enough."""


class Rows(NamedTuple):
    """Row k holds the numbers items[starts[k] : starts[k + 1]], ascending."""

    starts: Indices
    items: Indices


def list_readers(legibility: Legibility, faces: Sequence[Face], level: Floats, at: Floats, heading: Floats) -> Rows:
    """For each face, which samples (level (n,), `at` and `heading` (n, 2)) it is legible at in walking direction.

    As if the faces hung: by `Legibility.matrix`, and within the field of view of `settings.fov_deg`.
    """
    least = math.cos(math.radians(legibility.settings.fov_deg / 2))
    order = np.lexsort((at[:, 0], level))
    crowds: dict[float, tuple[Indices, Floats]] = {}
    found = [np.empty(0, np.int64)] * len(faces)
    for members in _tiles(faces):
        ordinal = faces[members[0]].level
        if ordinal not in crowds:
            first, last = np.searchsorted(level[order], [ordinal, np.nextafter(ordinal, np.inf)])
            crowds[ordinal] = order[first:last], at[order[first:last]]
        views = tuple(_view(legibility, faces[k]) for k in members)
        near = _near(views, *crowds[ordinal])
        hung = replace(legibility, faces=tuple(faces[k] for k in members), views=views)
        for k, reads in zip(members, hung.matrix(ordinal, at[near]).T, strict=True):
            read = near[reads]
            to = (faces[k].x, faces[k].y) - at[read]
            ahead = np.einsum("nk,nk->n", to, heading[read]) >= least * np.hypot(to[:, 0], to[:, 1])
            found[k] = read[ahead]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in found], dtype=np.int64)])
    return Rows(starts, np.concatenate([np.empty(0, np.int64), *found]))


def _tiles(faces: Sequence[Face]) -> Iterator[list[int]]:
    """The numbers of faces that lie in one square of one level."""
    tiles: dict[tuple[float, int, int], list[int]] = defaultdict(list)
    for k, face in enumerate(faces):
        tiles[face.level, math.floor(face.x / TILE_M), math.floor(face.y / TILE_M)].append(k)
    yield from tiles.values()


def _view(legibility: Legibility, face: Face) -> View:
    around = legibility.ground(face.level)
    storey = around.storey_at(face.x, face.y)
    sheet = around.sheet(storey, min(legibility.settings.eye_m, face.height_m))
    return View(Catchment.of(face, legibility.settings), around.storeys[storey], sheet)


def _near(views: Sequence[View], numbers: Indices, spots: Floats) -> Indices:
    """Of samples sorted by x those that lie in the box about all catchments, ascending."""
    discs = np.array([view.catchment.disc for view in views if not view.catchment.empty]).reshape(-1, 3)
    if len(discs) == 0:
        return numbers[:0]
    low = (discs[:, :2] - discs[:, 2:]).min(axis=0)
    high = (discs[:, :2] + discs[:, 2:]).max(axis=0)
    first, last = np.searchsorted(spots[:, 0], [low[0], high[0]]).tolist()
    inside = (spots[first:last, 1] >= low[1]) & (spots[first:last, 1] <= high[1])
    return np.sort(numbers[first:last][inside])
