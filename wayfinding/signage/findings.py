"""What an audit found: one record a finding, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from wayfinding.station.model import Name

FindingKind = Literal[
    "false_arrow", "doubtful_arrow", "conflict", "gap", "decision", "loop", "dead_end", "lost", "state", "clutter",
    "competing", "redundant",
]  # fmt: skip

TITLES: Mapping[FindingKind, Name] = MappingProxyType(
    {
        "false_arrow": Name("箭头错误", "False arrow"),
        "doubtful_arrow": Name("箭头存疑", "Doubtful arrow"),
        "conflict": Name("标识互相矛盾", "Signs contradict each other"),
        "gap": Name("途中无可读标识", "No legible sign on the way"),
        "decision": Name("岔口无确认", "Decision point not confirmed"),
        "loop": Name("按标识走会绕圈", "Following the signs loops"),
        "dead_end": Name("按标识走进死路", "Following the signs ends dead"),
        "lost": Name("标识中断", "Guidance breaks off"),
        "state": Name("标识损坏", "Sign out of order"),
        "clutter": Name("信息过多", "Too many messages"),
        "competing": Name("标识互相争抢", "Signs compete"),
        "redundant": Name("多余标识", "Redundant sign"),
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the signs, in local metres; `passengers` is how many a day meet it.

    `sign` is the sign at fault, None where a sign is lacking; `to` the target's id, None where it concerns all.
    """

    kind: FindingKind
    sign: str | None
    to: str | None
    level: float
    x: float
    y: float
    reason: Name
    passengers: float
    details: Mapping[str, Any] = field(default_factory=dict)


def rank(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By how many passengers meet them, then by kind and place, so that the order never depends on chance."""
    return tuple(sorted(findings, key=lambda item: (-item.passengers, item.kind, item.sign or "", item.to or "",
                                                    item.level, item.x, item.y)))  # fmt: skip
