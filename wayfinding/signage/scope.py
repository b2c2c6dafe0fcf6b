"""Which records of an audit are about one destination (None: about all of them)."""

from __future__ import annotations

from collections.abc import Iterator

from wayfinding.signage.audit import Audit
from wayfinding.signage.findings import Finding
from wayfinding.signage.judging.verdicts import Verdict
from wayfinding.signage.targets import Naming, Target
from wayfinding.signage.words import VERDICTS
from wayfinding.station.destinations import list_destinations
from wayfinding.station.model import Message


def concerns(target: Target | None, to: str | None) -> bool:
    """Whether a record about the target `to` (None: about all) counts."""
    return target is None or to is None or to == target.id


def list_findings(audit: Audit, target: Target | None) -> Iterator[Finding]:
    """The findings about the target, the gravest first; what concerns the signs as such has none."""
    known = list_destinations(audit.legibility.station)
    for item in audit.findings:
        meant = known.get(item.to or "", frozenset())
        if target is None or item.to == target.id or (meant and (target.places <= meant or meant <= target.places)):
            yield item


def list_verdicts(audit: Audit, target: Target | None, *, others: bool = False) -> Iterator[Verdict]:
    """The verdicts on messages that name the target; with `others` also those for other travellers."""
    naming = Naming(audit.legibility.station)
    for item in (*audit.verdicts, *(audit.others if others else ())):
        if target is None or naming.names(get_message(audit, item), target, item.profile):
            yield item


def get_message(audit: Audit, verdict: Verdict) -> Message:
    """The message that a verdict is about."""
    return audit.legibility.station.signs[verdict.sign].messages[verdict.message]


def worst_verdicts(audit: Audit, target: Target | None) -> dict[str, str]:
    """The worst verdict of each sign that was judged."""
    order = list(VERDICTS)
    worst: dict[str, str] = {}
    for item in list_verdicts(audit, target):
        worst[item.sign] = min(worst.get(item.sign, order[-1]), item.verdict, key=order.index)
    return worst


def list_legible(audit: Audit, target: Target | None, ordinal: float | None = None) -> Iterator[int]:
    """Numbers of the faces that can be read and name the target, on one level or on all."""
    naming = Naming(audit.legibility.station)
    for number, face in enumerate(audit.legibility.faces):
        says = any(target is None or naming.names(message, target, audit.profile) for message in face.messages)
        if says and face.reach_m > 0 and ordinal in (None, face.level):
            yield number
