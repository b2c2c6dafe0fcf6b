"""Edits carried out on a station: a new value in which everything untouched is the same object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wayfinding.station.features import read_features
from wayfinding.station.floor import Elevations, keep_floors
from wayfinding.station.geojson import keyed, level_problems
from wayfinding.station.model import Feature, Level, Obstacle, Pathway, Place, Record, Sign, Space, Station
from wayfinding.station.problems import Problem
from wayfinding.station.records import Context, Draft, build_record
from wayfinding.station.scenario_file import Edit
from wayfinding.station.schemas import LevelProperties

_TURNED = {"forward": "backward", "backward": "forward"}


@dataclass
class Outcome:
    """A station after edits, the faults of those that could not be carried out, and what the others touched.

    `drawn` are the levels on which spaces or obstacles were drawn anew; `places` says whether a place was touched.
    """

    station: Station
    problems: list[Problem] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    drawn: set[float] = field(default_factory=set)
    places: bool = False


class _EditError(ValueError):
    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


def carry_out(station: Station, edits: Iterable[Edit]) -> Outcome:
    """The station after `edits`, in their order; an edit that is at fault is left out and reported."""
    groups = _Groups(station)
    outcome = Outcome(station)
    for edit in edits:
        try:
            old = groups.find(edit.id)
            new = _edited(station, edit, old)
        except _EditError as refused:
            outcome.problems += refused.problems
            continue
        groups.put(edit.id, old, new)
        outcome.touched.add(edit.id)
        outcome.places |= isinstance(old, Place) or isinstance(new, Place)
        _note_drawn(outcome, edit, old, new)
    if outcome.touched:
        outcome.station = _rebuilt(station, groups, outcome)
    return outcome


_FIELDS: Mapping[type[Record], str] = {
    Space: "spaces", Obstacle: "obstacles", Place: "places", Pathway: "pathways", Sign: "signs",
}  # fmt: skip


class _Groups:
    """The records of a station kind by kind; a kind is copied when it is first written to."""

    def __init__(self, station: Station) -> None:
        self._old = station
        self._written: dict[str, dict[Any, Any]] = {}
        self._added: dict[str, None] = {}

    def get(self, kind: type[Record]) -> Mapping[Any, Any]:
        """The records of one kind as they are now."""
        found: Mapping[Any, Any] = self._written.get(_FIELDS[kind], getattr(self._old, _FIELDS[kind]))
        return found

    def write(self, kind: type[Record]) -> dict[Any, Any]:
        """The records of one kind, to be written to."""
        return self._written.setdefault(_FIELDS[kind], dict(self.get(kind)))

    def find(self, id: str) -> Record | None:
        """The record of that id as it is now."""
        found = (self.get(kind).get(id) for kind in _FIELDS)
        levels = (level for level in self._old.levels.values() if level.id == id)
        return next((record for record in found if record is not None), next(levels, None))

    def put(self, id: str, old: Record | None, new: Record | None) -> None:
        """Let `new` stand in the place of `old`; None stands for no record."""
        if old is None or new is None:
            self._added.pop(id, None)
        if old is None:
            self._added[id] = None
        if new is None and old is not None:
            del self.write(type(old))[id]
        elif new is not None:
            self.write(type(new))[id] = new

    def station(self) -> Station:
        """The station with the records as they are now; what was added comes last in its order."""
        new = replace(self._old, **self._written)  # type: ignore[arg-type]
        ids = [record.id for record in new.records()]
        if not self._added and len(ids) == len(new.order):
            return new
        known = set(ids)
        kept = (id for id in new.order if id in known)
        return replace(new, order=tuple(dict.fromkeys([*kept, *(id for id in ids if id not in self._added),
                                                       *(id for id in self._added if id in known)])))  # fmt: skip


def with_records(station: Station, records: Mapping[str, Record], changed: set[float]) -> Station:
    """The station with other records; floors of all levels but `changed` are handed on."""
    values = list(records.values())
    kept_order = [id for id in station.order if id in records]
    new = replace(
        station, spaces=keyed(values, Space), obstacles=keyed(values, Obstacle), places=keyed(values, Place),
        pathways=keyed(values, Pathway), signs=keyed(values, Sign),
        order=tuple(dict.fromkeys([*kept_order, *records])),
    )  # fmt: skip
    return keep_floors(station, new, changed)


def _edited(station: Station, edit: Edit, old: Record | None) -> Record | None:
    """The record that an edit leaves, None where it removes it."""
    if edit.op == "add":
        return _parsed(station, _added(edit, old))
    if old is None:
        text = f"{edit.op} names {edit.id!r}, which the station does not have"
        raise _EditError(Problem("unknown-id", edit.id, text, "use the id of a feature of the station"))
    if isinstance(old, Level):
        raise _wrong(edit, "levels cannot be edited", "edit the spaces that lie on it")
    if edit.op == "remove":
        return None
    if edit.op == "reverse":
        return _reversed(edit, old)
    if edit.op in ("close", "open"):
        return _opened(edit, old, edit.op == "open")
    return _parsed(station, _moved(edit, old) if edit.op == "move" else _set(edit, old))


def _wrong(edit: Edit, text: str, suggestion: str) -> _EditError:
    return _EditError(Problem("wrong-edit", edit.id, text, suggestion))


def _added(edit: Edit, old: Record | None) -> Feature:
    if old is not None:
        text = f"it adds {edit.id!r}, which the station has already"
        raise _EditError(Problem("duplicate-id", edit.id, text, "give the new feature its own id"))
    return edit.feature or {}


def _reversed(edit: Edit, old: Record) -> Record:
    if not isinstance(old, Pathway) or old.direction not in _TURNED:
        hint = 'name a pathway whose direction is not "both"'
        raise _wrong(edit, "only a pathway that is used one way can be reversed", hint)
    direction: Any = _TURNED[old.direction]
    return replace(old, direction=direction, raw=_changed(old.raw, direction=direction))


def _opened(edit: Edit, old: Record, is_open: bool) -> Record:
    raw = _changed(old.raw, open=is_open)
    if isinstance(old, Pathway | Place):
        return replace(old, open=is_open, raw=raw)
    if not isinstance(old, Space):
        kind = old.raw["properties"]["kind"]
        raise _wrong(edit, f"a {kind} cannot be opened or closed", "name a pathway, place or space")
    if is_open and not raw["properties"]["walkable"]:
        raise _wrong(edit, "this space is not walkable at all", "set walkable instead")
    return replace(old, walkable=is_open and raw["properties"]["walkable"], raw=raw)


def _moved(edit: Edit, old: Record) -> Feature:
    moved = {**old.raw, "geometry": {**old.raw["geometry"], "coordinates": edit.coordinates}}
    if edit.level is None:
        return moved
    if isinstance(old, Pathway):
        raise _wrong(edit, "a pathway has no level of its own", "set from_level and to_level instead")
    return _changed(moved, level=edit.level)


def _set(edit: Edit, old: Record) -> Feature:
    properties = edit.properties or {}
    if "kind" in properties:
        raise _wrong(edit, "the kind of a feature cannot be changed", "remove it and add another")
    return _changed(old.raw, **properties)


def _changed(raw: Feature, **properties: Any) -> dict[str, Any]:
    """The feature with some properties changed; None takes one away."""
    merged = {**raw["properties"], **properties}
    gone = [key for key, value in properties.items() if value is None]
    return {**raw, "properties": {key: value for key, value in merged.items() if key not in gone}}


def _parsed(station: Station, raw: Feature) -> Record:
    drafts, _, problems = read_features([raw], station.frame)
    problems += [] if problems else level_problems(drafts, known=tuple(station.levels))
    if problems:
        raise _EditError(*problems)
    if isinstance(drafts[0].properties, LevelProperties):
        problem = Problem("wrong-edit", drafts[0].id, "levels cannot be added", "add spaces to a level there is")
        raise _EditError(problem)
    return _built(station, drafts[0], station.spaces)


def _built(station: Station, draft: Draft, spaces: Mapping[str, Space]) -> Record:
    return build_record(draft, Context(station.frame, station.levels, Elevations(station.levels, spaces)))


def _note_drawn(outcome: Outcome, edit: Edit, old: Record | None, new: Record | None) -> None:
    if edit.op not in ("reverse", "close", "open"):
        outcome.drawn |= {record.level for record in (old, new) if isinstance(record, Space | Obstacle)}


def _rebuilt(station: Station, groups: _Groups, outcome: Outcome) -> Station:
    """The new station; pathways whose rise hangs on floors that were drawn anew are measured again."""
    spaces = groups.get(Space)
    for pathway in list(groups.get(Pathway).values()) if outcome.drawn else ():
        if outcome.drawn & {stop.level for stop in pathway.stops}:
            drafts, _, _ = read_features([pathway.raw], station.frame)
            measured = _built(station, drafts[0], spaces)
            if measured != pathway:
                groups.write(Pathway)[pathway.id] = measured
    closed = {spaces[id].level for id in outcome.touched if id in spaces}
    return keep_floors(station, groups.station(), outcome.drawn | closed)
