"""Who is walking: what a traveller may use, how fast, and what it costs in discomfort. The search asks nothing else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from wayfinding import assumptions as figures
from wayfinding.errors import NotFoundError, RequestError
from wayfinding.routing.changes import Change, number_wanted, read_change
from wayfinding.station.access import step_free
from wayfinding.station.model import MODES, Mode, Pathway, Tristate

UnknownPolicy = Literal["refuse", "allow"]
ZoneRule = Literal["passenger", "any"]

UNLIMITED = math.inf
FIXED = ("name", "name_zh", "name_en")
"""What stays of a profile when it is adjusted."""


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
    `holds_keys`: passes what is kept for others or staffed, and waits for nobody. `checked`: has passed a shared
    security check already. `fixed_escalators_only` refuses what may be turned. Widths in m, slopes as ratios, speeds in
    m/s, services and dislikes in s; limits may be infinite, nothing else.
    Raises RequestError for a figure that is negative or not a number, and for a word that none of the rules knows.
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
    fixed_escalators_only: bool = False
    walks_escalators: bool = False
    holds_keys: bool = False
    checked: bool = False
    gate_service_s: float = figures.GATE_SERVICE.value
    boarding_s: float = figures.LIFT_BOARDING_WALKER.value
    dislike_step_up_s: float = figures.DISLIKE_STEP_UP.value
    dislike_step_down_s: float = figures.DISLIKE_STEP_DOWN.value
    dislike_level_change_s: float = figures.DISLIKE_LEVEL_CHANGE.value
    dislike_lift_s: float = 0.0
    dislike_untactile_s: float = 0.0

    def __post_init__(self) -> None:
        for item in fields(self):
            self._check(item.name, str(item.type), getattr(self, item.name))

    def _check(self, name: str, kind: str, value: Any) -> None:
        wanted = ""
        if kind == "bool":
            wanted = "" if isinstance(value, bool) else "true or false"
        elif kind == "float":
            wanted = number_wanted(name, value)
        elif kind in _WORDS:
            wanted = "" if value in _WORDS[kind] else " or ".join(_WORDS[kind])
        elif name == "modes":
            wanted = "" if set(value) <= set(MODES) else f"some of {', '.join(MODES)}"
            value = ", ".join(sorted(map(str, set(value) - set(MODES))))
        if wanted:
            raise RequestError(f"profile {self.name!r}: {name} is {value!r}, but must be {wanted}")

    def adjusted(self, **changes: Change) -> Profile:
        """This profile with other limits, speeds or dislikes: `adjusted(speed_mps=0.9, max_steps=0)`.

        Values may be given as text, as on a command line; modes as names or as one text with commas. The names stay:
        rights that a station gives to a profile are kept. Raises RequestError that says what would be right.
        """
        kinds = {item.name: str(item.type) for item in fields(self) if item.name not in FIXED}
        read: dict[str, Any] = {}
        for name, value in changes.items():
            if name not in kinds:
                near = get_close_matches(name, kinds, n=1)
                hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(kinds)}"
                raise NotFoundError(f"a profile has no {name!r} to adjust: {hint}", near)
            read[name] = read_change(value, kinds[name])
        return replace(self, **read)

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
        if pathway.for_profiles and self.name not in pathway.for_profiles and not self.holds_keys:
            return Verdict("no", "for_others")
        if pathway.properties.get("platform_lift") and not self.platform_lifts:
            return Verdict("no", "platform_lift")
        return YES

    def _judge_mode(self, pathway: Pathway) -> Verdict:
        mode = travelled_mode(pathway)
        if mode not in self.modes:
            return Verdict("no", mode)
        if self.fixed_escalators_only and pathway.reversible and mode in ("escalator", "moving_walkway"):
            return Verdict("no", "reversible")
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


_WORDS: Mapping[str, tuple[str, ...]] = {"UnknownPolicy": get_args(UnknownPolicy), "ZoneRule": get_args(ZoneRule)}


def is_shared_check(pathway: Pathway) -> bool:
    """Whether it is one of the numbered security checks that accept one another's result."""
    return pathway.mode == "security_check" and pathway.properties.get("number") is not None


def is_tactile(pathway: Pathway) -> bool:
    """Whether tactile paving is known to lead to it."""
    return pathway.properties.get("tactile") is True


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


STEPLESS = frozenset({"lift", "ramp", "fare_gate", "security_check", "passage"})

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
    modes=STEPLESS,
    standard_access=True,
    platform_lifts=True,
    accessible_places_only=True,
    gate_service_s=figures.GATE_SERVICE_WIDE.value,
    boarding_s=figures.LIFT_BOARDING_WHEELCHAIR.value,
)
POWERED_WHEELCHAIR = replace(
    STEP_FREE,
    name="powered_wheelchair",
    name_zh="电动轮椅",
    name_en="powered-wheelchair",
    speed_mps=figures.POWERED_WHEELCHAIR_SPEED.value,
)
LUGGAGE = Profile(
    name="luggage",
    name_zh="大件行李",
    name_en="with large luggage",
    half_width_m=figures.HALF_WIDTH_LUGGAGE.value,
    speed_mps=figures.WALK_SPEED.value,
    modes=STEPLESS | {"stairs"},
    min_width_m=figures.LUGGAGE_MIN_WIDTH.value,
    max_slope=figures.STEP_FREE_MAX_SLOPE.value,
    max_steps=figures.LUGGAGE_MAX_STEPS.value,
    unknown="allow",
    gate_service_s=figures.GATE_SERVICE_WIDE.value,
    boarding_s=figures.LIFT_BOARDING_LUGGAGE.value,
)
PRAM = Profile(
    name="pram",
    name_zh="婴儿车",
    name_en="with a pram",
    half_width_m=figures.HALF_WIDTH_PRAM.value,
    speed_mps=figures.PRAM_SPEED.value,
    modes=STEPLESS,
    min_width_m=figures.PRAM_MIN_WIDTH.value,
    max_slope=figures.STEP_FREE_MAX_SLOPE.value,
    unknown="allow",
    gate_service_s=figures.GATE_SERVICE_WIDE.value,
    boarding_s=figures.LIFT_BOARDING_LUGGAGE.value,
)
OLDER = Profile(
    name="older",
    name_zh="老年人",
    name_en="for an older passenger",
    half_width_m=figures.HALF_WIDTH_WALKER.value,
    speed_mps=figures.OLDER_SPEED.value,
    stairs_up_mps=figures.OLDER_STAIRS_UP_SPEED.value,
    stairs_down_mps=figures.OLDER_STAIRS_DOWN_SPEED.value,
    max_slope=figures.STEP_FREE_MAX_SLOPE.value,
    unknown="allow",
    dislike_step_up_s=figures.DISLIKE_STEP_UP_OLDER.value,
    dislike_step_down_s=figures.DISLIKE_STEP_DOWN_OLDER.value,
)
LOW_VISION = Profile(
    name="low_vision",
    name_zh="低视力",
    name_en="with low vision",
    half_width_m=figures.HALF_WIDTH_LOW_VISION.value,
    speed_mps=figures.LOW_VISION_SPEED.value,
    stairs_up_mps=figures.LOW_VISION_STAIRS_UP_SPEED.value,
    stairs_down_mps=figures.LOW_VISION_STAIRS_DOWN_SPEED.value,
    min_width_m=figures.LOW_VISION_MIN_WIDTH.value,
    unknown="allow",
    fixed_escalators_only=True,
    gate_service_s=figures.GATE_SERVICE_WIDE.value,
    dislike_untactile_s=figures.DISLIKE_UNTACTILE.value,
)
STAFF = replace(
    WALK,
    name="staff",
    name_zh="工作人员",
    name_en="for staff",
    zone_rule="any",
    holds_keys=True,
    checked=True,
)

PROFILES: Mapping[str, Profile] = MappingProxyType({
    item.name: item for item in (WALK, STEP_FREE, POWERED_WHEELCHAIR, LUGGAGE, PRAM, OLDER, LOW_VISION, STAFF)
})  # fmt: skip


@lru_cache(maxsize=64)
def as_checked(profile: Profile) -> Profile:
    """The same traveller, who needs no further shared check."""
    return profile if profile.checked else replace(profile, checked=True)


def get_profile(profile: str | Profile, **changes: Change) -> Profile:
    """The built-in profile of that name, or the given one, adjusted; NotFoundError names those that exist.

    Raises RequestError for a change that `Profile.adjusted` refuses.
    """
    if not isinstance(profile, Profile):
        if profile not in PROFILES:
            near = get_close_matches(str(profile), PROFILES, n=1)
            raise NotFoundError(f"no profile {profile!r}: there are {', '.join(PROFILES)}", near)
        profile = PROFILES[profile]
    return profile.adjusted(**changes) if changes else profile
