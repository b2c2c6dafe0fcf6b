"""What a pathway costs in the eyes of a crowd: stairs against escalators, by rise, by time and by luggage."""

from __future__ import annotations

from typing import NamedTuple

from wayfinding import assumptions as figures
from wayfinding.routing.network import Link
from wayfinding.routing.profiles import Profile, travelled_mode

CASES = frozenset({"luggage"})
"""The groups that carry a case."""


class Taste(NamedTuple):
    """Log-odds of stairs over an escalator: at equal time and the rise H0, by metre above it, by second longer."""

    even: float
    per_m: float
    per_s: float


UP = Taste(figures.STAIR_ODDS_UP.value, figures.STAIR_ODDS_UP_PER_M.value, figures.STAIR_ODDS_UP_PER_S.value)
DOWN = Taste(figures.STAIR_ODDS_DOWN.value, figures.STAIR_ODDS_DOWN_PER_M.value, figures.STAIR_ODDS_DOWN_PER_S.value)


def perceived_s(link: Link, profile: Profile) -> float:
    """What one use of a pathway costs people who choose among several, in s of walking; waits in queues come on top.

    Beside an escalator the stairs are taken by 1 / (1 + exp(-z)) of people, with log-odds z = even + per_m (rise - H0)
    + per_s (stairs' time - escalator's time) + case: here as costs, one of log-odds being CHOICE_SPREAD, so that the
    random part of a choice with that spread gives that share. A group that dislikes steps more than a plain walker
    does keeps the difference; one that may not use a stair does not come here. All else costs what it costs a route.
    """
    use = link.passage
    cost_s = use.cost_s + (link.tail.standing.moved_m + link.head.standing.moved_m) / profile.speed_mps
    cost_s += (time_weight(link) - 1.0) * (use.duration_s - use.wait_s)
    if travelled_mode(link.pathway) == "stairs":
        cost_s -= use.steps_up * figures.DISLIKE_STEP_UP.value + use.steps_down * figures.DISLIKE_STEP_DOWN.value
        cost_s -= figures.CHOICE_SPREAD.value * _odds(_taste(link), abs(link.rise_m), profile)
    return max(0.0, cost_s)


def time_weight(link: Link) -> float:
    """What a second on a pathway, or in the queue before it, weighs against one of walking."""
    if travelled_mode(link.pathway) not in ("stairs", "escalator"):
        return 1.0
    return -_taste(link).per_s * figures.CHOICE_SPREAD.value


def _taste(link: Link) -> Taste:
    return UP if link.rise_m >= 0 else DOWN


def _odds(taste: Taste, rise_m: float, profile: Profile) -> float:
    """Log-odds of stairs that take as long as an escalator; a flight so low that they would be liked is neutral."""
    odds = min(0.0, taste.even + taste.per_m * (rise_m - figures.STAIR_ODDS_RISE.value))
    return odds + (figures.STAIR_ODDS_CASE.value if profile.name in CASES else 0.0)
