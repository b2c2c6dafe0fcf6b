"""When something is open: daily windows and seasons, as written in the station file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

_WINDOW = re.compile(r"^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$")
_DAY = re.compile(r"^(?:(\d{4})-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")


@dataclass(frozen=True, slots=True)
class Hours:
    """Daily windows in minutes after midnight (close below open runs past midnight) and seasons.

    No window means all day; no season means all year. A season is a pair of days, both included, each
    `MM-DD` (every year) or `YYYY-MM-DD`.
    """

    windows: tuple[tuple[int, int], ...] = ()
    seasons: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, windows: str | None, seasons: list[str] | tuple[str, ...] | None = None) -> Hours:
        """Read "06:00-22:54,23:10-00:30" and ["06-07/06-10"]; ValueError says what would be right."""
        parts = [part.strip() for part in windows.split(",")] if windows else []
        return cls(tuple(_window(part) for part in parts), tuple(_season(text) for text in seasons or ()))

    def open_at(self, moment: datetime | None) -> bool:
        """Whether it is open at `moment` (station time). None means an ordinary midday, out of every season."""
        if moment is None:
            return not self.seasons
        if self.seasons and not any(_in_season(moment.date(), season) for season in self.seasons):
            return False
        minute = moment.hour * 60 + moment.minute
        return not self.windows or any(_in_window(minute, window) for window in self.windows)


def _window(text: str) -> tuple[int, int]:
    match = _WINDOW.match(text)
    if match is None:
        raise ValueError(f"hours {text!r} are not of the form HH:MM-HH:MM")
    opening, closing = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    if opening >= 24 * 60 or closing > 24 * 60 or opening == closing:
        raise ValueError(f"hours {text!r} do not open a window of the day")
    return opening, closing


def _season(text: str) -> tuple[str, str]:
    first, slash, last = text.partition("/")
    if not slash or not _DAY.match(first) or not _DAY.match(last) or len(first) != len(last):
        raise ValueError(f"season {text!r} is not of the form MM-DD/MM-DD or YYYY-MM-DD/YYYY-MM-DD")
    return first, last


def _in_window(minute: int, window: tuple[int, int]) -> bool:
    opening, closing = window
    if opening < closing:
        return opening <= minute < closing
    return minute >= opening or minute < closing


def _in_season(day: date, season: tuple[str, str]) -> bool:
    first, last = season
    text = day.isoformat()[-len(first) :]
    return first <= text <= last if first <= last else text >= first or text <= last
