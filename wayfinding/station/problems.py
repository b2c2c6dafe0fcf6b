"""What a finding about the station looks like: which feature breaks which rule, and what would mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from wayfinding.errors import ScenarioError, StationError

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `feature_id` is None where the file as a whole is meant."""

    rule: str
    feature_id: str | None
    text: str
    suggestion: str
    severity: Severity = "error"

    def __str__(self) -> str:
        where = f"{self.feature_id}: " if self.feature_id is not None else ""
        return f"{where}{self.text} [{self.rule}]; {self.suggestion}"


def summary(subject: str, problems: Sequence[Problem]) -> str:
    """One line that names the first problem and counts the rest."""
    rest = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{subject}: {problems[0]}{rest}"


def station_error(problems: Sequence[Problem]) -> StationError:
    """The error that carries all of `problems` (at least one)."""
    return StationError(summary("the station file cannot be read", problems), problems)


def scenario_error(name: str, problems: Sequence[Problem]) -> ScenarioError:
    """The error that carries all of `problems` (at least one) of the scenario `name`."""
    return ScenarioError(summary(f"scenario {name!r} cannot be used", problems), problems)
