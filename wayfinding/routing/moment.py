"""The station at a moment: opening hours applied."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from wayfinding.station.model import Station


def at_moment(station: Station, moment: datetime | None) -> Station:
    """The station with `open` false for what its hours close at `moment`."""
    places = {
        k: replace(v, open=v.open and (v.hours is None or v.hours.open_at(moment))) for k, v in station.places.items()
    }
    pathways = {
        k: replace(v, open=v.open and (v.hours is None or v.hours.open_at(moment))) for k, v in station.pathways.items()
    }
    return replace(station, places=places, pathways=pathways)
