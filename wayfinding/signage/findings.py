"""What an audit found: one record a finding, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from wayfinding.station.model import Name

FindingKind = Literal[
    "false_arrow", "doubtful_arrow", "barrier", "conflict", "gap", "decision", "loop", "dead_end", "lost", "state",
    "inspection", "clutter", "competing",
]  # fmt: skip

TITLES: Mapping[FindingKind, Name] = MappingProxyType(
    {
        "false_arrow": Name("箭头错误", "False arrow"),
        "doubtful_arrow": Name("箭头存疑", "Doubtful arrow"),
        "barrier": Name("轮椅或大件行李走不通", "Leads wheelchairs or large luggage astray"),
        "conflict": Name("标识互相矛盾", "Signs contradict each other"),
        "gap": Name("途中无可读标识", "No legible sign on the way"),
        "decision": Name("岔口无确认", "Decision point not confirmed"),
        "loop": Name("按标识走会绕圈", "Following the signs loops"),
        "dead_end": Name("按标识走进死路", "Following the signs ends dead"),
        "lost": Name("标识中断", "Guidance breaks off"),
        "state": Name("标识损坏", "Sign out of order"),
        "inspection": Name("巡检逾期", "Inspection overdue"),
        "clutter": Name("信息过多", "Too many messages"),
        "competing": Name("标识互相争抢", "Signs compete"),
    }
)


GRAVITY: Mapping[FindingKind, float] = MappingProxyType(
    {
        "false_arrow": 1.0,
        "barrier": 1.0,
        "conflict": 1.0,
        "loop": 1.0,
        "dead_end": 1.0,
        "lost": 0.5,
        "gap": 0.5,
        "decision": 0.3,
        "doubtful_arrow": 0.3,
        "state": 0.3,
        "clutter": 0.05,
        "competing": 0.05,
        "inspection": 0.02,
    }
)
"""How grave a finding is for one passenger who meets it, against an arrow that sends him the wrong way: assumed. Sets
the order in which findings are told, and nothing else."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the signs, in local metres; `passengers` is how many a day meet it.

    `weight` is the share of its kind's gravity that it has: short stretches without a sign weigh less.
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
    weight: float = 1.0


def rank(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By the passengers who meet them times gravity, then by kind and place, so that the order is never by chance."""
    return tuple(sorted(findings, key=_order))


def _order(item: Finding) -> tuple[float, str, str, str, float, float, float]:
    grave = item.passengers * GRAVITY[item.kind] * item.weight
    return -grave, item.kind, item.sign or "", item.to or "", item.level, item.x, item.y
