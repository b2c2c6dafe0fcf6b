"""What single values on the command line may be; wrong ones are told in one line that says what would be right."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable
from datetime import date, datetime

MOST_ALTERNATIVES = 5
MOST_WORKERS = 256
NARROWEST_S, WIDEST_S = 0.001, 3600.0
MOST_PASSENGERS = 10_000_000
_TIME_OF_DAY = re.compile(r"[0-9]{1,2}:[0-5][0-9]")


def moment(text: str) -> datetime:
    """A moment of an ISO time."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO time; write for example 2026-11-23T08:30") from None


def day(text: str) -> date:
    """A date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write for example 2026-11-23") from None


def change(text: str) -> tuple[str, str]:
    """A name and what it is set to."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is no change; write NAME=VALUE, for example speed_mps=0.9")
    return name.strip(), value.strip()


def count(text: str) -> int:
    """How many alternatives."""
    if not text.isascii() or not text.isdigit() or int(text) > MOST_ALTERNATIVES:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to {MOST_ALTERNATIVES}")
    return int(text)


def passengers(text: str) -> int:
    """How many passengers."""
    if not text.isascii() or not text.isdigit() or int(text) > MOST_PASSENGERS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of passengers from 0 to {MOST_PASSENGERS:,}")
    return int(text)


def seed(text: str) -> int:
    """A seed of random numbers."""
    if not text.isascii() or not text.isdigit() or int(text) >= 2**63:
        raise argparse.ArgumentTypeError(f"{text!r} is no seed; write a whole number from 0 on")
    return int(text)


def number(of: str, most: int) -> Callable[[str], int]:
    """Reads a whole number of something from 1 to the most of it."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no number of {of} from 1 to {most:,}")
        return int(text)

    return read


def workers(text: str) -> int:
    """How many processes."""
    if ":" in text:
        raise argparse.ArgumentTypeError(f"{text!r}: other machines cannot be asked yet; write how many processes here")
    return number("workers", MOST_WORKERS)(text)


def within(text: str) -> float:
    """The half-width of an interval in s."""
    try:
        within_s = float(text)
    except ValueError:
        within_s = math.nan
    if not NARROWEST_S <= within_s <= WIDEST_S:
        raise argparse.ArgumentTypeError(f"{text!r} is no half-width from {NARROWEST_S:g} to {WIDEST_S:g} seconds")
    return within_s


def gap(text: str) -> float:
    """A relative gap."""
    try:
        gap = float(text)
    except ValueError:
        gap = math.nan
    if not 0.0 <= gap <= 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is no relative gap; write a number from 0 to 1, for example 0.01")
    return gap


def time_of_day(text: str) -> float:
    """Seconds after midnight."""
    hours, _, minutes = text.partition(":")
    if not _TIME_OF_DAY.fullmatch(text) or int(hours) * 60 + int(minutes) > 24 * 60:
        raise argparse.ArgumentTypeError(f"{text!r} is no time of day; write HH:MM from 00:00 to 24:00")
    return int(hours) * 3600.0 + int(minutes) * 60.0


def port(text: str) -> int:
    """A port; 0 for any free one."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port from 0 to 65535")
    return int(text)
