"""What a traveller should know of an answer besides the way: an end that was moved, a platform without trains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.network import Network
from wayfinding.routing.surface import Standing
from wayfinding.station.model import Name, Place, Station
from wayfinding.station.moment import is_platform, station_time

MOVED_NOTE_M = 0.01

NoteCode = Literal["origin_moved", "stop_moved", "destination_moved", "no_train_yet", "last_train_gone"]
_ENDS = {
    "origin_moved": Name("起点", "start"),
    "stop_moved": Name("途经点", "stop"),
    "destination_moved": Name("终点", "destination"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """One note: for an end that was moved onto the floor by how far; for a platform when its trains run."""

    code: NoteCode
    distance_m: float = 0.0
    opens: str = ""
    closes: str = ""

    @property
    def text(self) -> Name:
        """The note as a sentence in both languages."""
        if self.code == "no_train_yet":
            return Name(f"首班车{self.opens}才开出。", f"No train runs yet: the first leaves at {self.opens}.")
        if self.code == "last_train_gone":
            return Name(
                f"到达时末班车（{self.closes}）已开出。",
                f"You arrive after the last train, which leaves at {self.closes}.",
            )
        end, metres = _ENDS[self.code], f"{self.distance_m:.1f}"
        return Name(
            f"{end.zh}已移到{metres}米外最近的可站立处。",
            f"The {end.en} was moved {metres} m to the nearest spot where this traveller can stand.",
        )


def list_notes(
    network: Network, destination: Endpoint, standings: tuple[Standing, Standing], duration_s: float
) -> tuple[Note, ...]:
    """The notes of one way that takes `duration_s` from the network's moment."""
    start, end = standings
    notes: list[Note] = []
    if start.moved_m > MOVED_NOTE_M:
        notes.append(Note("origin_moved", start.moved_m))
    if end.moved_m > MOVED_NOTE_M:
        notes.append(Note("destination_moved", end.moved_m))
    moment = station_time(network.source, network.at)
    if moment is not None and destination.place is not None:
        notes += _trains(network.station, destination.place, moment + timedelta(seconds=duration_s))
    return tuple(notes)


def _trains(station: Station, place: Place, arrival: datetime) -> list[Note]:
    """The note that no train runs from this platform (or platform door) at `arrival`; none where one may run."""
    platform = station.places.get(place.platform or place.id, place)
    hours = platform.hours
    if not is_platform(platform) or hours is None or not hours.windows or hours.open_at(arrival):
        return []
    minute = arrival.hour * 60 + arrival.minute
    later = [opens for opens, _ in hours.windows if opens > minute]
    if later:
        return [Note("no_train_yet", opens=_clock(min(later)))]
    return [Note("last_train_gone", closes=_clock(hours.windows[-1][1]))]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
