"""The signs as a table, one row a message: what is written, in which columns, under which heads."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wayfinding.signage.inventory.cells import CellKind, write_cell
from wayfinding.station.model import Sign, Station

BOM = "\ufeff"
"""Spreadsheets take a file for UTF-8 that begins with it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its head, which is the name of the property, and what its cells hold."""

    name: str
    kind: CellKind = "text"


ID, NUMBER = "sign", "message"

SIGN_COLUMNS = (
    Column("name_zh"), Column("name_en"), Column("type"), Column("level", "number"), Column("lon", "degrees"),
    Column("lat", "degrees"), Column("facing_deg", "number"), Column("faces_deg", "numbers"), Column("wrapped", "flag"),
    Column("mounted_on"), Column("mounting_height_m", "number"), Column("letter_height_m", "number"),
    Column("width_m", "number"), Column("height_m", "number"), Column("state"), Column("renewed", "flag"),
    Column("date", "date"), Column("inspected", "date"), Column("owner"), Column("source"),
    Column("source_key", "texts"), Column("note"),
)  # fmt: skip
"""What belongs to the sign: the same in all of its rows. `date` is when it was put up."""

MESSAGE_COLUMNS = (
    Column("face", "whole"), Column("destination"), Column("arrow"), Column("zh"), Column("en"),
    Column("for_profiles", "texts"),
)  # fmt: skip

COLUMNS = (Column(ID), *SIGN_COLUMNS, Column(NUMBER, "whole"), *MESSAGE_COLUMNS)
"""The columns in the order in which they are written. Messages are numbered from 1, from top to bottom."""

HEADS = tuple(column.name for column in COLUMNS)


def sign_cells(sign: Sign) -> dict[str, str]:
    """The cells of a sign itself, by head."""
    raw = sign.raw
    values: dict[str, Any] = dict(raw["properties"])
    values["lon"], values["lat"] = raw["geometry"]["coordinates"][:2]
    cells = {column.name: write_cell(values.get(column.name), column.kind) for column in SIGN_COLUMNS}
    return {ID: write_cell(sign.id, "text"), **cells}


def message_cells(number: int, message: Mapping[str, Any]) -> dict[str, str]:
    """The cells of one message of a sign, by head; `number` counts from 0."""
    cells = {column.name: write_cell(message.get(column.name), column.kind) for column in MESSAGE_COLUMNS}
    return {NUMBER: str(number + 1), **cells}


def list_rows(station: Station) -> Iterator[dict[str, str]]:
    """The rows of the table, signs in file order; a sign without messages has one row."""
    for sign in station.signs.values():
        head = sign_cells(sign)
        messages = sign.raw["properties"]["messages"]
        for number, message in enumerate(messages):
            yield {**head, **message_cells(number, message)}
        if not messages:
            yield {**head, **{name: "" for name in HEADS if name not in head}}


def write_inventory(station: Station) -> str:
    """The table as CSV: commas, CRLF, a byte order mark, quotes where they are needed."""
    text = io.StringIO()
    table = csv.DictWriter(text, HEADS, lineterminator="\r\n")
    table.writeheader()
    table.writerows(list_rows(station))
    return BOM + text.getvalue()


def export_inventory(station: Station, path: str | Path) -> int:
    """Write the table to a file, whole or not at all, and answer how many rows it has below its head."""
    content = write_inventory(station).encode()
    replace_file(Path(path), lambda part: part.write_bytes(content))
    return sum(1 for _ in list_rows(station))


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Have a file written beside the path, then rename it: nobody ever finds half of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
