"""Queues and places by their names, as the pictures and the page call them."""

from __future__ import annotations

from wayfinding.flow.comparing.crowding import MeanQueue
from wayfinding.flow.measuring.measures import Queue
from wayfinding.station.model import Name, Station


def queue_name(station: Station, queue: Queue | MeanQueue) -> Name:
    """A queue's name, and from which level to which where they differ."""
    way = ""
    if queue.from_level != queue.to_level:
        way = f" {station.levels[queue.from_level].label} → {station.levels[queue.to_level].label}"
    return Name(f"{queue.name.zh}{way}", queue.name.en)


def place_name(id: str, *stations: Station) -> Name:
    """The name of a place in the first station that has it; its id where none has."""
    return next((station.places[id].name for station in stations if id in station.places), Name(id, id))
