"""The error tree: one base class, and below it one class for each thing a caller can do about it.

WayfindingError
├── InputError            what was handed in is wrong: mend the input
│   ├── StationError      the station file: carries every problem found
│   ├── ScenarioError     a scenario: carries every problem found
│   ├── ScheduleError     a table of signs: carries every wrong line
│   └── RequestError      a question: unknown place, point off the floor, bad profile
├── PlanError             a plan that would cut people off: it names whom
└── NotFoundError         a name that this station does not have (suggests near ones)
"""

from __future__ import annotations

from collections.abc import Sequence


class WayfindingError(Exception):
    """Base of every error this package raises on purpose; its text is one clear line."""


class InputError(WayfindingError):
    """What was handed in cannot be used as it is."""


class _ProblemsError(InputError):
    """An input error that carries all problems found, so that one round of repair is enough."""

    def __init__(self, summary: str, problems: Sequence[object] = ()) -> None:
        super().__init__(summary)
        self.problems = tuple(problems)


class StationError(_ProblemsError):
    """The station file cannot be read as a station."""


class ScenarioError(_ProblemsError):
    """The scenario cannot be applied to this station."""


class ScheduleError(_ProblemsError):
    """The table of signs cannot be taken over."""


class RequestError(InputError):
    """A question that cannot be answered as it was put."""


class PlanError(WayfindingError):
    """A plan that must not run: it takes away a way that somebody has no other for."""


class NotFoundError(RequestError):
    """A place, profile, scenario or pathway of that name does not exist."""

    def __init__(self, message: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.suggestions = tuple(suggestions)
