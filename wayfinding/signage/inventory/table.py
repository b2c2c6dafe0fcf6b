"""A table file as spreadsheets write it: its encoding, separator, heads and rows, each with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from wayfinding.errors import ScheduleError
from wayfinding.signage.inventory.inventory import HEADS, ID, NUMBER
from wayfinding.station.problems import Problem

MAX_BYTES = 32 * 1024 * 1024
CELL_MAX = 32_767
"""What a spreadsheet keeps in one cell."""

REQUIRED = (ID, NUMBER, "destination", "arrow")
SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins, its number as a spreadsheet counts, and its cells by head."""

    line: int
    number: int
    cells: dict[str, str]

    @property
    def where(self) -> str:
        """What a person calls it."""
        return f"line {self.line}" + (f" (row {self.number})" if self.number != self.line else "")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, what is wrong with some, by line, and whether decimals may be written with a comma."""

    rows: tuple[Row, ...]
    faults: tuple[tuple[int, Problem], ...]
    comma: bool


def read_table(content: bytes) -> Table:
    """The rows of a CSV file. Raises ScheduleError where no table of signs can be made out.

    UTF-8 with or without a byte order mark, UTF-16 as spreadsheets save "Unicode text", or GB 18030; separated by
    commas, semicolons or tabs, whichever its first line is. Empty rows and columns are passed over.
    """
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise ScheduleError(f"the table of signs has {len(content):,} bytes: more than {limit} MB is no table of signs")
    text = _decode(content)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ScheduleError(f"the table of signs cannot be read from line {line} on: {error}") from None
    heads = [head.strip() for head in rows[0][1]]
    _refuse_heads(heads)
    faults: list[tuple[int, Problem]] = []
    found = [
        row
        for number, (begins, cells) in enumerate(rows[1:], 2)
        if any(cells) and (row := _row(begins, number, cells, heads, faults)) is not None
    ]
    return Table(tuple(found), tuple(faults), separator != ",")


def _decode(content: bytes) -> str:
    codes = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise ScheduleError("the table of signs is no text: save it as CSV in UTF-8")


def _separator(text: str) -> str:
    """The separator by which the first line holds the most known heads."""
    first = text.splitlines()[0] if text.strip() else ""
    counts = {mark: len({head.strip().strip('"') for head in first.split(mark)} & set(HEADS)) for mark in SEPARATORS}
    best = max(SEPARATORS, key=lambda mark: counts[mark])
    if counts[best] < len(REQUIRED) - 1:
        raise ScheduleError(f"the table of signs has no heads in its first line: they are {', '.join(HEADS)}")
    return best


def _refuse_heads(heads: Sequence[str]) -> None:
    missing = [head for head in REQUIRED if head not in heads]
    twice = sorted({head for head in heads if head and heads.count(head) > 1})
    unknown = [head for head in heads if head and head not in HEADS]
    faults = [
        Problem("missing-column", None, f"line 1: there is no column {head!r}", "put it back") for head in missing
    ]
    faults += [Problem("twice", None, f"line 1: there are two columns {head!r}", "keep one") for head in twice]
    for head in unknown:
        near = get_close_matches(head, HEADS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"the columns are {', '.join(HEADS)}"
        faults.append(Problem("unknown-column", None, f"line 1: column {head!r} is not known", hint))
    if faults:
        rest = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise ScheduleError(f"the table of signs cannot be used: {faults[0]}{rest}", faults)


def _row(
    line: int, number: int, cells: list[str], heads: Sequence[str], faults: list[tuple[int, Problem]]
) -> Row | None:
    cells = cells + [""] * (len(heads) - len(cells))
    row = Row(line, number, {head: cell for head, cell in zip(heads, cells, strict=False) if head})
    beyond = [cell for k, cell in enumerate(cells) if cell and (k >= len(heads) or not heads[k])]
    long = [head for head, cell in row.cells.items() if len(cell) > CELL_MAX]
    if beyond:
        text = f"{row.where}: {beyond[0][:40]!r} stands in a column without a head"
        faults.append((line, Problem("wrong-row", None, text, "quote cells that hold the separator, or clear it")))
    if long:
        text = f"{row.where}: {long[0]} holds more than {CELL_MAX:,} characters"
        faults.append((line, Problem("wrong-row", None, text, "shorten it")))
    return None if beyond or long else row
