"""The station's local plane: metres, x and y as the file's header turns them. Degrees end here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod, Transformer
from shapely import Geometry, orient_polygons
from shapely import transform as move

_EARTH = Geod(ellps="WGS84")
GRID_DECIMALS = 3
"""Local coordinates are rounded to 1 mm, so that floors drawn edge to edge stay edge to edge."""


@dataclass(frozen=True)
class Frame:
    """A transverse Mercator plane about `(lon, lat)`, turned so that +y points to `bearing_deg` (0 = north)."""

    lon: float
    lat: float
    bearing_deg: float = 0.0

    @cached_property
    def _transformer(self) -> Transformer:
        plane = f"+proj=tmerc +lat_0={self.lat!r} +lon_0={self.lon!r} +k=1 +ellps=WGS84 +units=m"
        return Transformer.from_crs("EPSG:4326", plane, always_xy=True)

    @cached_property
    def _turn(self) -> NDArray[np.float64]:
        angle = math.radians(self.bearing_deg)
        return np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])

    def to_local(self, lonlat: ArrayLike) -> NDArray[np.float64]:
        """(n, 2) degrees, longitude first, to (n, 2) metres on the 1 mm grid."""
        degrees = np.asarray(lonlat, dtype=float).reshape(-1, 2)
        east, north = self._transformer.transform(degrees[:, 0], degrees[:, 1])
        return np.round(np.column_stack([east, north]) @ self._turn.T, GRID_DECIMALS)

    def to_lonlat(self, local: ArrayLike) -> NDArray[np.float64]:
        """(n, 2) metres to (n, 2) degrees, longitude first, rounded to 1e-9 degrees (0.1 mm)."""
        metres = np.asarray(local, dtype=float).reshape(-1, 2) @ self._turn
        lon, lat = self._transformer.transform(metres[:, 0], metres[:, 1], direction="INVERSE")
        return np.round(np.column_stack([lon, lat]), 9)

    def geodesic_area_m2(self, shape: Geometry) -> float:
        """The area on the ellipsoid of a shape in local metres."""
        return abs(_EARTH.geometry_area_perimeter(orient_polygons(move(shape, self.to_lonlat)))[0])

    def to_local_bearing(self, true_deg: float) -> float:
        """A compass bearing to the bearing from local +y, clockwise, in [0, 360)."""
        return (true_deg - self.bearing_deg) % 360.0

    def to_true_bearing(self, local_deg: float) -> float:
        """A bearing from local +y, clockwise, to a compass bearing in [0, 360)."""
        return (local_deg + self.bearing_deg) % 360.0
