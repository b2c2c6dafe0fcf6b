"""Cells of a table as spreadsheets keep and change them: text that stays text, numbers, dates, lists."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Literal

CellKind = Literal["text", "number", "degrees", "whole", "flag", "date", "texts", "numbers"]

GUARD = "'"
"""Put before a text that a spreadsheet would take for a number, a date or a formula, and taken away on reading."""

LIST_MARK = "|"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMERIC = re.compile(r"[\d.,()%¥$€:/\-\s]+(e[+-]?\d+)?([ap]m)?", re.IGNORECASE)
_RISKY = re.compile(
    r"\s*(true|false|真|假)\s*"
    r"|\s*\d{1,2}[-/ ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*([-/ ]?\d{2,4})?\s*"
    r"|\s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ ]?\d{1,4}\s*"
    r"|\s*\d+\s*[年月日时]\s*(\d+\s*[月日分]\s*)*",
    re.IGNORECASE,
)
_TRUE, _FALSE = ("true", "1", "yes", "是", "真", "wahr", "vrai"), ("false", "0", "no", "否", "假", "falsch", "faux")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_CLOCK = re.compile(r"[T ]\s*0{1,2}:00(:00(\.0+)?)?$")
_SERIAL = re.compile(r"[2-7]\d{4}")
_FIRST_SERIAL = date(1899, 12, 30)

DateOrder = Literal["day first", "month first"]


class CellError(ValueError):
    """What a cell holds is none of what it may hold; the text says what would be right."""


def is_risky(text: str) -> bool:
    """Whether a spreadsheet would take a text for something else, or run it."""
    numeric = _NUMERIC.fullmatch(text) is not None and any(sign.isdigit() for sign in text)
    return text.startswith(_FORMULA) or numeric or _RISKY.fullmatch(text) is not None


def guarded(text: str) -> str:
    """The text as it is written: with a guard where it needs one, or looks as if it had one."""
    bare = text.lstrip(GUARD)
    return GUARD + text if is_risky(bare) or (bare == "" and text) else text


def unguarded(text: str) -> str:
    """What was meant: without the guard; `="…"`, as some write it, counts as one."""
    if re.fullmatch(r'="[^"]*"', text):
        return text[2:-1]
    bare = text.lstrip(GUARD)
    return text[1:] if text.startswith(GUARD) and (is_risky(bare) or bare == "") else text


def write_cell(value: Any, kind: CellKind) -> str:
    """A JSON value as a cell; empty for None. What is not of its kind is written as text, for a person to see."""
    if value is None:
        return ""
    if kind in ("number", "degrees", "whole") and isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    if kind == "flag" and isinstance(value, bool):
        return "true" if value else "false"
    if kind in ("texts", "numbers") and isinstance(value, list):
        joined = LIST_MARK.join(str(item) if kind == "texts" else repr(item) for item in value)
        return guarded(joined) if kind == "texts" else joined
    return str(value) if kind == "date" else guarded(str(value))


def read_cell(text: str, kind: CellKind, order: DateOrder | None = None, comma: bool = False) -> Any:
    """The JSON value of a cell, None for an empty one. Raises CellError.

    `order` says how dates like 3/10/2023 are meant, `comma` that decimals are written with one.
    """
    if kind == "text":
        return unguarded(text) or None
    text = unguarded(text.strip())
    if text == "":
        return None
    if kind == "flag":
        return _flag(text)
    if kind == "date":
        return _date(text, order)
    if kind == "texts":
        return [item.strip() for item in text.split(LIST_MARK) if item.strip()]
    if kind == "numbers":
        return [_number(item, comma) for item in text.split(LIST_MARK) if item.strip()]
    number = _number(text, comma)
    if kind == "whole" and number != int(number):
        raise CellError(f"{text!r} is no whole number")
    return int(number) if kind == "whole" else number


def _number(text: str, comma: bool) -> float | int:
    plain = text.strip().replace("−", "-")
    if comma and plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or not re.fullmatch(r"[-+0-9.eE]+", plain):
        raise CellError(f"{text!r} is no number: write for example 0.06")
    return int(plain) if re.fullmatch(r"[-+]?\d+", plain) else number


def _flag(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise CellError(f"{text!r} is neither true nor false")


def find_order(texts: Iterable[str]) -> DateOrder | None:
    """Whether dates that end with the year begin with the day or with the month, from those that leave no doubt.

    None where no date tells, or they contradict each other.
    """
    orders: set[DateOrder] = set()
    for text in texts:
        match = _YEAR_LAST.fullmatch(_CLOCK.sub("", text.strip()))
        if match and match[2] == ".":
            continue
        if match and int(match[1]) > 12:
            orders.add("day first")
        elif match and int(match[3]) > 12:
            orders.add("month first")
    return orders.pop() if len(orders) == 1 else None


def _date(text: str, order: DateOrder | None) -> str:
    """A date as YYYY-MM-DD, from the ways in which spreadsheets rewrite it."""
    day = _CLOCK.sub("", text)
    first, last = _YEAR_FIRST.fullmatch(day), _YEAR_LAST.fullmatch(day)
    try:
        if first:
            return date(*(int(part) for part in first.groups())).isoformat()
        if last:
            return _year_last(text, last, order).isoformat()
    except ValueError as error:
        if isinstance(error, CellError):
            raise
        raise CellError(f"there is no day {text!r}: write for example 2023-08-15") from None
    if _SERIAL.fullmatch(day):
        return (_FIRST_SERIAL + timedelta(days=int(day))).isoformat()
    raise CellError(f"{text!r} is no date: write for example 2023-08-15")


def _year_last(text: str, match: re.Match[str], order: DateOrder | None) -> date:
    one, other, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or one > 12 or one == other or (order == "day first" and other <= 12):
        return date(year, other, one)
    if other > 12 or order == "month first":
        return date(year, one, other)
    raise CellError(f"{text!r} may be {date(year, other, one)} or {date(year, one, other)}: write it that way")
