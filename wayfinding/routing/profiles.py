"""Who is walking: what a traveller may use, how fast, and what it costs in discomfort. The search asks nothing else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from wayfinding import assumptions as figures
from wayfinding.errors import NotFoundError, RequestError
from wayfinding.station.access import step_free
from wayfinding.station.model import MODES, Mode, Pathway, Tristate

UnknownPolicy = Literal["refuse", "allow"]
ZoneRule = Literal["passenger", "any"]

UNLIMITED = math.inf


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a traveller may use a pathway, and the code of the reason where not (or not known)."""

    answer: Tristate
    reason: str = ""


YES = Verdict("yes")


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of traveller. Every limit is strict: what is refused is gone from the network, never merely dear.

    `unknown` says what becomes of a pathway whose figures are not known. `standard_access` adds the rules of
    `wayfinding.station.access.step_free`. `zone_rule` "passenger" keeps a walk between two unpaid points out of the
    paid area, a change of trains inside it, and everyone out of staff floors; "any" knows no zones.
    `min_width_m` is of a lane, stair, ramp or passage; a lift's doors are the business of the access rules.
    Widths in m, slopes as ratios, speeds in m/s, services and dislikes in s.
    Raises RequestError for a figure that is negative or not a number.
    """

    name: str
    name_zh: str
    name_en: str
    half_width_m: float
    speed_mps: float
    modes: frozenset[str] = frozenset(MODES)
    stairs_up_mps: float = figures.STAIRS_UP_SPEED.value
    stairs_down_mps: float = figures.STAIRS_DOWN_SPEED.value
    min_width_m: float = 0.0
    max_slope: float = UNLIMITED
    max_steps: float = UNLIMITED
    standard_access: bool = False
    platform_lifts: bool = False
    unknown: UnknownPolicy = "refuse"
    zone_rule: ZoneRule = "passenger"
    accessible_places_only: bool = False
    gate_service_s: float = figures.GATE_SERVICE.value
    boarding_s: float = figures.LIFT_BOARDING_WALKER.value
    dislike_step_up_s: float = figures.DISLIKE_STEP_UP.value
    dislike_step_down_s: float = figures.DISLIKE_STEP_DOWN.value
    dislike_level_change_s: float = figures.DISLIKE_LEVEL_CHANGE.value
    dislike_lift_s: float = 0.0

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, float | int) and not isinstance(value, bool) and not value >= 0:
                raise RequestError(f"profile {self.name!r}: {item.name} is {value}, but must be a number not below 0")
        for name in ("half_width_m", "speed_mps", "stairs_up_mps", "stairs_down_mps"):
            if not 0 < getattr(self, name) < UNLIMITED:
                raise RequestError(f"profile {self.name!r}: {name} must be above 0 and finite")
        unknown_modes = sorted(self.modes - set(MODES))
        if unknown_modes:
            raise RequestError(f"profile {self.name!r}: mode {unknown_modes[0]!r} is none of {', '.join(MODES)}")

    def judge(self, pathway: Pathway) -> Verdict:
        """Whether this traveller may use the pathway as it is built and set; not whether it is open."""
        verdicts = [self._judge_rights(pathway), self._judge_mode(pathway), self._judge_size(pathway)]
        if self.standard_access:
            access = step_free(pathway)
            verdicts.append(Verdict(access.verdict, access.reasons[0] if access.reasons else ""))
        return _worst(verdicts)

    def may_use(self, pathway: Pathway) -> bool:
        """The verdict with the profile's own word on what is not known."""
        answer = self.judge(pathway).answer
        return answer == "yes" or (answer == "unknown" and self.unknown == "allow")

    def _judge_rights(self, pathway: Pathway) -> Verdict:
        if pathway.for_profiles and self.name not in pathway.for_profiles:
            return Verdict("no", "for_others")
        if pathway.properties.get("platform_lift") and not self.platform_lifts:
            return Verdict("no", "platform_lift")
        return YES

    def _judge_mode(self, pathway: Pathway) -> Verdict:
        mode = travelled_mode(pathway)
        if mode not in self.modes:
            return Verdict("no", mode)
        if mode == "stairs" and count_steps(pathway) > self.max_steps:
            return Verdict("no", "steps")
        return YES

    def _judge_size(self, pathway: Pathway) -> Verdict:
        if pathway.mode == "lift":
            return YES
        limits = [_at_least(pathway.width_m, self.min_width_m, "width")]
        if pathway.mode == "ramp":
            limits.append(_at_most(pathway.slope, self.max_slope, "slope"))
        return _worst(limits)


def travelled_mode(pathway: Pathway) -> Mode:
    """How it is used today: an escalator that stands still is a stair, a moving walkway a passage."""
    if pathway.status != "stopped":
        return pathway.mode
    still: dict[Mode, Mode] = {"escalator": "stairs", "moving_walkway": "passage"}
    return still.get(pathway.mode, pathway.mode)


def count_steps(pathway: Pathway) -> int:
    """The steps of a stair or a stopped escalator, estimated from the rise where the file does not say; else 0."""
    if travelled_mode(pathway) != "stairs":
        return 0
    if pathway.steps is not None:
        return pathway.steps
    rise = figures.ESCALATOR_STEP_RISE if pathway.mode == "escalator" else figures.STAIR_RISE
    return math.ceil(round(abs(pathway.rise_m) / rise.value, 6))


def _at_least(value: float | None, limit: float, reason: str) -> Verdict:
    if limit == 0 or (value is not None and value >= limit - 1e-9):
        return YES
    return Verdict("unknown" if value is None else "no", reason)


def _at_most(value: float | None, limit: float, reason: str) -> Verdict:
    if limit == UNLIMITED or (value is not None and abs(value) <= limit + 1e-4):
        return YES
    return Verdict("unknown" if value is None else "no", reason)


def _worst(verdicts: list[Verdict]) -> Verdict:
    order: tuple[Tristate, ...] = ("no", "unknown")
    return next((verdict for answer in order for verdict in verdicts if verdict.answer == answer), YES)


WALK = Profile(
    name="walk",
    name_zh="步行",
    name_en="on foot",
    half_width_m=figures.HALF_WIDTH_WALKER.value,
    speed_mps=figures.WALK_SPEED.value,
    unknown="allow",
    dislike_lift_s=figures.DISLIKE_LIFT_WALKER.value,
)
STEP_FREE = Profile(
    name="step_free",
    name_zh="无障碍",
    name_en="step-free",
    half_width_m=figures.HALF_WIDTH_WHEELCHAIR.value,
    speed_mps=figures.WHEELCHAIR_SPEED.value,
    modes=frozenset({"lift", "ramp", "fare_gate", "security_check", "passage"}),
    standard_access=True,
    platform_lifts=True,
    accessible_places_only=True,
    gate_service_s=figures.GATE_SERVICE_WIDE.value,
    boarding_s=figures.LIFT_BOARDING_WHEELCHAIR.value,
)
LUGGAGE = Profile(
    name="luggage",
    name_zh="大件行李",
    name_en="with large luggage",
    half_width_m=figures.HALF_WIDTH_LUGGAGE.value,
    speed_mps=figures.WALK_SPEED.value,
    modes=frozenset({"stairs", "lift", "ramp", "fare_gate", "security_check", "passage"}),
    min_width_m=figures.LUGGAGE_MIN_WIDTH.value,
    max_slope=figures.STEP_FREE_MAX_SLOPE.value,
    max_steps=figures.LUGGAGE_MAX_STEPS.value,
    unknown="allow",
    gate_service_s=figures.GATE_SERVICE_WIDE.value,
    boarding_s=figures.LIFT_BOARDING_LUGGAGE.value,
)

PROFILES: Mapping[str, Profile] = MappingProxyType({item.name: item for item in (WALK, STEP_FREE, LUGGAGE)})


def get_profile(profile: str | Profile) -> Profile:
    """The built-in profile of that name, or the given one; NotFoundError names those that exist."""
    if isinstance(profile, Profile):
        return profile
    if profile in PROFILES:
        return PROFILES[profile]
    near = get_close_matches(str(profile), PROFILES, n=1)
    raise NotFoundError(f"no profile {profile!r}: there are {', '.join(PROFILES)}", near)
