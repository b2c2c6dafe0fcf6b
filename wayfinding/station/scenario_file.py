"""Scenario files: a named list of edits, each with an optional time window; read with every fault at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from wayfinding.errors import NotFoundError, ScenarioError
from wayfinding.station import guard
from wayfinding.station.hours import Hours
from wayfinding.station.model import Feature, Name
from wayfinding.station.problems import Problem, scenario_error
from wayfinding.station.shipped import SHIPPED_SCENARIOS

TODAY = "today"
Op = Literal["reverse", "close", "open", "move", "add", "remove", "set"]
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]*$")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to one feature. `when` is None where it holds always.

    `move` has `coordinates` in degrees and perhaps a new `level`; `add` the whole `feature`; `set` the
    `properties` that change (null takes one away).
    """

    op: Op
    id: str
    when: Hours | None = None
    coordinates: Any = None
    level: float | None = None
    feature: Feature | None = None
    properties: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """The station in another state. `edits` begins with those of the scenarios that it extends."""

    name: str
    title: Name
    description: str = ""
    note: str = ""
    extends: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, allow_inf_nan=False, extra="forbid", populate_by_name=True)


class _Edit(_Strict):
    id: Annotated[str, Field(min_length=1)]
    start: Annotated[str | None, Field(alias="from")] = None
    end: Annotated[str | None, Field(alias="to")] = None
    dates: list[str] | None = None
    note: str = ""

    @model_validator(mode="after")
    def _readable(self) -> _Edit:
        self.when()
        return self

    def when(self) -> Hours | None:
        """Its time window; ValueError says what is wrong with it."""
        if (self.start is None) != (self.end is None):
            raise ValueError('"from" and "to" go together')
        if self.start is None and not self.dates:
            return None
        return Hours.parse(f"{self.start}-{self.end}" if self.start else None, self.dates)


class _Status(_Edit):
    op: Literal["reverse", "close", "open", "remove"]


class _Move(_Edit):
    op: Literal["move"]
    coordinates: list[Any]
    level: float | None = None


class _Set(_Edit):
    op: Literal["set"]
    properties: Annotated[dict[str, Any], Field(min_length=1)]


class _Add(_Edit):
    op: Literal["add"]
    id: str = ""
    feature: dict[str, Any]

    @model_validator(mode="after")
    def _named(self) -> _Add:
        own = self.feature.get("id")
        if not isinstance(own, str) or not own.strip() or (self.id and self.id != own):
            raise ValueError("an added feature carries its id, and the edit the same or none")
        self.id = own
        return self


_EDIT: TypeAdapter[Any] = TypeAdapter(Annotated[_Status | _Move | _Set | _Add, Field(discriminator="op")])


class _Document(_Strict):
    model_config = ConfigDict(extra="ignore")
    name: str | None = None
    title_zh: str = ""
    title_en: str = ""
    description: str = ""
    note: str = ""
    extends: list[Annotated[str, Field(pattern=_NAME.pattern)]] = []
    edits: list[Any] = []


def load_scenario(name_or_path: str | Path, folder: str | Path = SHIPPED_SCENARIOS) -> Scenario:
    """The scenario of that name in `folder`, or in a file (anything with a folder or `.json`).

    `today` is the file as it stands. NotFoundError suggests near names; ScenarioError has every fault.
    """
    return _load(name_or_path, Path(folder), ())


def read_scenario(document: Any, folder: str | Path = SHIPPED_SCENARIOS, name: str = "unnamed") -> Scenario:
    """The scenario in a parsed JSON object; `extends` is looked up in `folder`, `name` stands in for a missing one."""
    return _read(document, Path(folder), name, ())


def list_scenarios(folder: str | Path = SHIPPED_SCENARIOS) -> tuple[str, ...]:
    """The names that `load_scenario` knows in `folder`, `today` first."""
    return TODAY, *sorted(path.stem for path in Path(folder).glob("*.json"))


def _load(name_or_path: str | Path, folder: Path, within: tuple[str, ...]) -> Scenario:
    text = str(name_or_path)
    if text == TODAY:
        return Scenario(TODAY, Name("今日", "Today"))
    path = folder / f"{text}.json" if _NAME.match(text) else Path(text)
    if path.stem in within:
        raise ScenarioError(f"scenario {path.stem!r} extends itself by way of {' → '.join(within)}")
    try:
        data = path.read_bytes()
    except (OSError, ValueError):
        known = list_scenarios(folder)
        near = difflib.get_close_matches(text, known, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(known)}"
        raise NotFoundError(f"there is no scenario {text!r}: {hint}", near) from None
    try:
        document = guard.parse_json(data)
    except guard.GuardError as error:
        raise scenario_error(path.stem, [error.problem]) from None
    return _read(document, folder, path.stem, (*within, path.stem))


def _read(document: Any, folder: Path, name: str, within: tuple[str, ...]) -> Scenario:
    try:
        parsed = _Document.model_validate(guard.plain(document))
    except guard.GuardError as error:
        raise scenario_error(name, [error.problem]) from None
    except ValidationError as error:
        raise scenario_error(name, _problems(error, None)) from None
    own: list[Edit] = []
    problems: list[Problem] = []
    for index, given in enumerate(parsed.edits):
        try:
            own.append(_edit(_EDIT.validate_python(given)))
        except ValidationError as error:
            id = given.get("id") if isinstance(given, dict) else None
            problems += _problems(error, id if isinstance(id, str) else None, f"edits[{index}]: ")
    if problems:
        raise scenario_error(name, problems)
    edits = [edit for part in parsed.extends for edit in _load(part, folder, within).edits]
    title = Name(parsed.title_zh, parsed.title_en)
    extends = tuple(parsed.extends)
    return Scenario(parsed.name or name, title, parsed.description, parsed.note, extends, (*edits, *own))


def _edit(given: _Edit) -> Edit:
    return Edit(
        op=given.op,  # type: ignore[attr-defined]
        id=given.id,
        when=given.when(),
        coordinates=getattr(given, "coordinates", None),
        level=getattr(given, "level", None),
        feature=getattr(given, "feature", None),
        properties=getattr(given, "properties", None),
    )


def _problems(error: ValidationError, id: str | None, where: str = "") -> list[Problem]:
    found = []
    for fault in error.errors(include_url=False):
        rule = "unknown-op" if fault["type"].startswith("union_tag") else "wrong-edit"
        name = ".".join(str(part) for part in fault["loc"])
        text = f"{where}{name + ': ' if name else ''}{fault['msg']}"
        found.append(Problem(rule, id, text, "see data/scenarios/README.md"))
    return found
