"""Opening hours: what they close at a moment, and at which moments anything changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from wayfinding.errors import RequestError
from wayfinding.station.floor import keep_floors
from wayfinding.station.hours import Hours
from wayfinding.station.model import Pathway, Place, Space, Station

_ANY_YEAR = 2028
"""A leap year, so that 02-29 is a day of it."""
R = TypeVar("R", Pathway, Place)


def station_time(station: Station, moment: datetime | None) -> datetime | None:
    """`moment` on the station's clock: one with an offset is turned by the file's `timezone`, others are taken as it.

    RequestError where that zone is not known here.
    """
    zone = station.header.get("timezone")
    if moment is None or moment.tzinfo is None or zone is None:
        return moment
    try:
        return moment.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError, TypeError, OSError, OverflowError):
        raise RequestError(
            f"{moment} cannot be turned to {zone!r}: give the station's own time, without offset"
        ) from None


def refuse_past(station: Station, moment: datetime | None, today: date | None = None) -> None:
    """RequestError for a moment on a day before `today` (by default the station's own); only the day counts."""
    given = station_time(station, moment)
    today = today or today_at(station)
    if given is not None and given.date() < today:
        raise RequestError(f"{given.date()} is past: ask for {today} or a later day")


def today_at(station: Station) -> date:
    """Today's date on the station's clock; on this machine's where the file names no time zone."""
    now = datetime.now().astimezone()
    return (station_time(station, now) or now).date()


def is_platform(place: Place) -> bool:
    """Whether trains stop there, so that its hours are those of the first and the last train."""
    return place.type in ("platform", "platform_door")


def by_hours(station: Station, moment: datetime | None) -> Station:
    """The station with `open` false for what its hours close at `moment`; all else is the same objects.

    A platform's hours are those of its trains: they close nothing.
    """
    pathways = {id: _by_hours(record, moment) for id, record in station.pathways.items()}
    places = {id: record if is_platform(record) else _by_hours(record, moment) for id, record in station.places.items()}
    return keep_floors(station, replace(station, pathways=pathways, places=places))


def reopened(station: Station) -> Station:
    """The station as it is drawn: with the spaces open that are closed for the time being."""
    closed = {id: space for id, space in station.spaces.items() if _is_closed(space)}
    if not closed:
        return station
    spaces = {**station.spaces, **{id: replace(space, walkable=True) for id, space in closed.items()}}
    return keep_floors(station, replace(station, spaces=spaces), {space.level for space in closed.values()})


def turning_points(hours: Iterable[Hours]) -> Iterator[datetime | None]:
    """Moments that stand for every state that `hours` know: each window's begin and end on each season's days."""
    every = list(hours)
    minutes = {0, *(minute % 1440 for item in every for window in item.windows for minute in window)}
    yield None
    for day in sorted(_days(every)):
        for minute in sorted(minutes):
            yield datetime.combine(day, time(minute // 60, minute % 60))


def _days(hours: list[Hours]) -> set[date]:
    """First and last days of all seasons and their neighbours, in every year that is named."""
    texts = [text for item in hours for season in item.seasons for text in season]
    years = {_ANY_YEAR, *(int(text[:4]) for text in texts if len(text) > len("MM-DD"))}
    named = [text if len(text) > len("MM-DD") else f"{year:04}-{text}" for year in years for text in texts]
    found = {date(_ANY_YEAR, 3, 1)}
    for text in named:
        day = _day(text)
        found |= {day - timedelta(days=1), day, day + timedelta(days=1)}
    return found


def _day(text: str) -> date:
    """That day, or the one before where its year has no 29 February."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.fromisoformat(f"{text[:4]}-02-28")


def _by_hours(record: R, moment: datetime | None) -> R:
    is_open = record.open and (record.hours is None or record.hours.open_at(moment))
    return record if record.open == is_open else replace(record, open=is_open)


def _is_closed(space: Space) -> bool:
    properties: Any = space.raw["properties"]
    return properties.get("open") is False and properties["walkable"]
