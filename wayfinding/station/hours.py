"""When something is open: daily windows and seasons, as written in the station file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

_WINDOW = re.compile(r"^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$")
_DAY = re.compile(r"^(?:(\d{4})-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")

_LEAP_YEAR = 2000
_YEARLY = len("MM-DD")
_MIDDAY = 12 * 60
_DAY_MINUTES = 24 * 60
T = TypeVar("T", int, str)


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
            return not self.seasons and self._open_in(_MIDDAY)
        if self.seasons and not any(_in_season(moment.date(), season) for season in self.seasons):
            return False
        return self._open_in(moment.hour * 60 + moment.minute)

    def overlaps(self, other: Hours) -> bool:
        """Whether some minute of some day lies in both."""
        minutes = _meet(_spans(self.windows, 0, _DAY_MINUTES), _spans(other.windows, 0, _DAY_MINUTES))
        return minutes and _days_meet(self.seasons, other.seasons)

    def _open_in(self, minute: int) -> bool:
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
    if not slash or not _is_day(first) or not _is_day(last) or len(first) != len(last):
        raise ValueError(f"season {text!r} is not of the form MM-DD/MM-DD or YYYY-MM-DD/YYYY-MM-DD")
    if len(first) > _YEARLY and last < first:
        raise ValueError(f"season {text!r} ends before it begins")
    return first, last


def _is_day(text: str) -> bool:
    """Whether it is a day between 1900 and 2199, or a day of a leap year."""
    match = _DAY.match(text)
    if match is None:
        return False
    try:
        return 1900 <= date(int(match[1] or _LEAP_YEAR), int(match[2]), int(match[3])).year < 2200
    except ValueError:
        return False


def _in_window(minute: int, window: tuple[int, int]) -> bool:
    opening, closing = window
    if opening < closing:
        return opening <= minute < closing
    return minute >= opening or minute < closing


def _in_season(day: date, season: tuple[str, str]) -> bool:
    first, last = season
    text = day.isoformat()[-len(first) :]
    return first <= text <= last if first <= last else text >= first or text <= last


def _spans(pairs: Sequence[tuple[T, T]], first: T, last: T) -> list[tuple[T, T]]:
    """The pairs without wrap: one that ends before it begins becomes two; no pair means all."""
    if not pairs:
        return [(first, last)]
    found = []
    for start, end in pairs:
        found += [(start, end)] if start <= end else [(start, last), (first, end)]
    return found


def _meet(ones: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    return any(a < d and c < b for a, b in ones for c, d in others)


def _days_meet(ones: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> bool:
    if not ones or not others:
        return True
    return any(_seasons_meet(one, other) for one in ones for other in others)


def _seasons_meet(one: tuple[str, str], other: tuple[str, str]) -> bool:
    if len(one[0]) != len(other[0]):
        one, other = _yearly(one), _yearly(other)
    spans = [(a, b, c, d) for a, b in _spans([one], "", "~") for c, d in _spans([other], "", "~")]
    return any(a <= d and c <= b for a, b, c, d in spans)


def _yearly(season: tuple[str, str]) -> tuple[str, str]:
    """The days of the year that a season of full dates covers."""
    first, last = season
    if len(first) == _YEARLY:
        return season
    years = int(last[:4]) - int(first[:4])
    days = first[-_YEARLY:], last[-_YEARLY:]
    return days if years == 0 or (years == 1 and days[1] < days[0]) else ("01-01", "12-31")
