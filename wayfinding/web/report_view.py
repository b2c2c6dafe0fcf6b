"""What the staff's screen and the report say about an audit: cards, coverage, findings, who arrives, which first."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wayfinding.routing.profiles import PROFILES
from wayfinding.signage import words as fixed
from wayfinding.signage.audit import Audit
from wayfinding.signage.findings import TITLES, Finding, FindingKind
from wayfinding.signage.following.criticality import Criticality
from wayfinding.signage.journeys.coverage import Coverage
from wayfinding.signage.scope import concerns, get_message, list_findings, list_verdicts
from wayfinding.signage.summary import Card, describe_settings, list_cards, target_name
from wayfinding.signage.targets import Target
from wayfinding.station.model import Level, Name
from wayfinding.web.maps_levels import describe_message, draw_level

MOST_FINDINGS, MOST_OF_A_KIND = 100, 20
"""So many findings stand on a page, and so many of each kind at least; the files hold all."""
MOST_ROWS = 25


@dataclass(frozen=True)
class Tab:
    """One level: its key, label and name, how many findings lie on it and how many passengers meet them; its map.

    `script` draws the map into `element`; `digest` changes with it.
    """

    key: str
    label: str
    name: Name
    findings: int
    passengers: float
    element: str
    digest: str
    script: str


@dataclass(frozen=True)
class Row:
    """One finding as a line of the list. `key` is its level, (`x`, `y`) metres in the plan."""

    rank: int
    kind: FindingKind
    title: Name
    sign: str | None
    to: Name | None
    key: str
    label: str
    x: float
    y: float
    reason: Name
    passengers: str


@dataclass(frozen=True)
class View:
    """Everything that the page about one destination, or about all, shows: values of JSON and records of such."""

    about: Name
    profile: Name
    first: str
    cards: tuple[Card, ...]
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    kinds: tuple[tuple[FindingKind, Name, int], ...]
    found: int
    coverage: tuple[tuple[Name, tuple[Coverage | None, ...]], ...]
    walks: tuple[tuple[Name, int, dict[str, int]], ...]
    arrows: tuple[tuple[str, Name, Name, str, str], ...]
    inspection: tuple[Criticality, ...]
    settings: Name
    north_deg: float


def view_audit(audit: Audit, target: Target | None) -> View:
    """The page about one destination (None: all of them). It opens with the level whose findings most people meet."""
    station = audit.legibility.station
    findings = list(list_findings(audit, target))
    profile = PROFILES[audit.profile]
    levels = sorted(station.levels.values(), key=lambda level: -level.ordinal)
    tabs = tuple(_tab(audit, level, target, findings) for level in levels)
    return View(
        about=fixed.ALL if target is None else target.name,
        profile=Name(profile.name_zh, profile.name_en),
        first=max(tabs, key=lambda tab: tab.passengers).key,
        cards=tuple(list_cards(audit, target)),
        tabs=tabs,
        rows=tuple(_rows(audit, findings)),
        kinds=tuple(_kinds(findings)),
        found=len(findings),
        coverage=tuple(_coverage(audit, target)),
        walks=tuple(_walks(audit, target)),
        arrows=tuple(_arrows(audit, target)),
        inspection=audit.criticality[:MOST_ROWS],
        settings=describe_settings(audit),
        north_deg=-station.frame.bearing_deg,
    )


def _tab(audit: Audit, level: Level, target: Target | None, findings: Sequence[Finding]) -> Tab:
    here = [item.passengers for item in findings if item.level == level.ordinal]
    drawn = draw_level(audit, level.ordinal, target)
    return Tab(f"{level.ordinal:g}", level.label, _bare(level), len(here), sum(here), drawn.element, drawn.digest,
               drawn.script)  # fmt: skip


def _rows(audit: Audit, findings: Sequence[Finding]) -> Iterator[Row]:
    levels = audit.legibility.station.levels
    listed: Counter[str] = Counter()
    for rank, item in enumerate(findings, start=1):
        listed[item.kind] += 1
        if rank <= MOST_FINDINGS or listed[item.kind] <= MOST_OF_A_KIND:
            to = None if item.to is None else target_name(audit, item.to)
            yield Row(rank, item.kind, TITLES[item.kind], item.sign, to, f"{item.level:g}", levels[item.level].label,
                      item.x, item.y, item.reason, f"{item.passengers:,.0f}")  # fmt: skip


def _kinds(findings: Sequence[Finding]) -> Iterator[tuple[FindingKind, Name, int]]:
    """Each kind that was found, and how often, in the order of `TITLES`."""
    counts = Counter(item.kind for item in findings)
    yield from ((kind, title, counts[kind]) for kind, title in TITLES.items() if counts[kind])


def _coverage(audit: Audit, target: Target | None) -> Iterator[tuple[Name, tuple[Coverage | None, ...]]]:
    """A destination and its coverage level by level, highest level first."""
    levels = sorted(audit.legibility.station.levels, reverse=True)
    found = {(row.to, row.level): row for row in audit.coverage if concerns(target, row.to)}
    for to in dict.fromkeys(row.to for row in audit.coverage if concerns(target, row.to)):
        yield target_name(audit, to), tuple(found.get((to, level)) for level in levels)


def _walks(audit: Audit, target: Target | None) -> Iterator[tuple[Name, int, dict[str, int]]]:
    """A destination, how many origins were tried, and how many walks ended how."""
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    for walk in audit.walks:
        if concerns(target, walk.target):
            outcomes[walk.target][walk.outcome] += 1
    for to, counts in sorted(outcomes.items(), key=lambda item: item[1]["arrives"] / item[1].total()):
        yield target_name(audit, to), counts.total(), dict(counts)


def _arrows(audit: Audit, target: Target | None) -> Iterator[tuple[str, Name, Name, str, str]]:
    """Sign, message, verdict, angle and detour of every message that is false or doubtful, false ones first."""
    wrong = [item for item in list_verdicts(audit, target) if item.verdict in ("false", "doubtful")]
    for item in sorted(wrong, key=lambda item: (item.verdict != "false", -(item.detour or 0.0))):
        angle = "–" if item.angle_deg is None else f"{item.angle_deg:.0f}°"
        detour = "–" if item.detour is None else f"× {item.detour:.2f}" if math.isfinite(item.detour) else "∞"
        yield item.sign, describe_message(get_message(audit, item)), fixed.VERDICTS[item.verdict], angle, detour


def _bare(level: Level) -> Name:
    """The level's name without the label that stands before it anyway."""
    label = f"{level.label} "
    return Name(level.name.zh.removeprefix(label), level.name.en.removeprefix(label))
