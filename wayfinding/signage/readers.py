"""Who could read a face that does not hang yet: at which samples of the ways it is legible in walking direction."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from wayfinding.routing.sight import Floats, Indices
from wayfinding.signage.catchment import Catchment
from wayfinding.signage.faces import Face
from wayfinding.signage.legibility import Legibility, View

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
    owners, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    order = np.lexsort((at[:, 0], level))
    cuts = {ordinal: order[slice(*np.searchsorted(level[order], [ordinal, np.nextafter(ordinal, np.inf)]))]
            for ordinal in {face.level for face in faces}}  # fmt: skip
    crowds = {ordinal: (numbers, at[numbers]) for ordinal, numbers in cuts.items()}
    for members in _tiles(faces):
        views = tuple(_view(legibility, faces[k]) for k in members)
        near = _near(views, *crowds[faces[members[0]].level])
        if len(near):
            hung = replace(legibility, faces=tuple(faces[k] for k in members), views=views)
            rows, columns = np.nonzero(hung.matrix(faces[members[0]].level, at[near]))
            owners.append(np.array(members)[columns])
            numbers.append(near[rows])
    owner, number = np.concatenate(owners), np.concatenate(numbers)
    spots = np.array([(face.x, face.y) for face in faces]).reshape(-1, 2)
    to = spots[owner] - at[number]
    least = math.cos(math.radians(legibility.settings.fov_deg / 2))
    ahead = np.sum(to * heading[number], axis=1) >= least * np.hypot(to[:, 0], to[:, 1])
    owner, number = owner[ahead], number[ahead]
    order = np.lexsort((number, owner))
    return Rows(np.searchsorted(owner[order], np.arange(len(faces) + 1)), number[order])


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
    """Those samples, sorted by x, that lie in the box about all catchments."""
    discs = np.array([view.catchment.disc for view in views if not view.catchment.empty]).reshape(-1, 3)
    if len(discs) == 0:
        return numbers[:0]
    low = (discs[:, :2] - discs[:, 2:]).min(axis=0)
    high = (discs[:, :2] + discs[:, 2:]).max(axis=0)
    first, last = np.searchsorted(spots[:, 0], [low[0], high[0]]).tolist()
    inside = (spots[first:last, 1] >= low[1]) & (spots[first:last, 1] <= high[1])
    return np.asarray(numbers[first:last][inside])
