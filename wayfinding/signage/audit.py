"""The whole audit of a station's signs: what is legible, what is true, where guidance fails, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from wayfinding import assumptions as figures
from wayfinding.routing.network import Network, compile_network
from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.signage import grounds
from wayfinding.signage.findings import Finding, rank
from wayfinding.signage.following.criticality import Criticality, rank_signs
from wayfinding.signage.following.follow import Follower, Walk
from wayfinding.signage.inventory.clutter import Care, Competing, Crowded, list_care, list_competing, list_crowded
from wayfinding.signage.journeys.along import Reading
from wayfinding.signage.journeys.breaks import Break, list_breaks
from wayfinding.signage.journeys.continuity import Gap, list_gaps
from wayfinding.signage.journeys.coverage import Coverage, list_coverage
from wayfinding.signage.journeys.decisions import Decision, list_decisions
from wayfinding.signage.journeys.ways import Way, list_ways
from wayfinding.signage.judging.contradictions import TRAVELLERS, Conflict, list_conflicts
from wayfinding.signage.judging.truth import judge_signs
from wayfinding.signage.judging.verdicts import Verdict
from wayfinding.signage.legible.legibility import Legibility, compile_signs
from wayfinding.signage.passing import Passing
from wayfinding.signage.settings import Settings
from wayfinding.signage.targets import Naming, Target, get_target
from wayfinding.signage.trips import ASSUMED, Trips, default_trips, list_aims, list_origins, trips_to
from wayfinding.station.model import Station

SHARES = {"step_free": figures.SHARE_WHEELCHAIR.value, "luggage": figures.SHARE_LUGGAGE.value}
"""How many of those who pass travel so."""


class Clutter(NamedTuple):
    """Faces that say too much, pairs that compete, signs that need care."""

    crowded: tuple[Crowded, ...]
    competing: tuple[Competing, ...]
    care: tuple[Care, ...]


@dataclass(frozen=True, eq=False)
class Audit:
    """What an audit found, for one traveller; `others` are verdicts for wheelchairs and large luggage.

    `findings` come gravest first: by the passengers a day who meet them. `ways`, `walks` and with them all figures by
    passengers rest on `trips`, which come from `counted_by`.
    """

    network: Network = field(repr=False)
    settings: Settings
    profile: str
    targets: tuple[Target, ...]
    trips: Trips = field(repr=False)
    counted_by: str
    legibility: Legibility = field(repr=False)
    ways: tuple[Way, ...] = field(repr=False)
    coverage: tuple[Coverage, ...] = field(repr=False)
    gaps: tuple[Gap, ...] = field(repr=False)
    breaks: tuple[Break, ...] = field(repr=False)
    decisions: tuple[Decision, ...] = field(repr=False)
    verdicts: tuple[Verdict, ...] = field(repr=False)
    others: tuple[Verdict, ...] = field(repr=False)
    conflicts: tuple[Conflict, ...] = field(repr=False)
    walks: tuple[Walk, ...] = field(repr=False)
    criticality: tuple[Criticality, ...] = field(repr=False)
    clutter: Clutter = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)


def audit_signage(
    network: Network | Station, to: str | None = None, settings: Settings | None = None,
    profile: str | Profile = "walk", trips: Trips | None = None, today: date | None = None,
    *, counted_by: str = "",
) -> Audit:  # fmt: skip
    """The audit of the signs of a station as it runs now, to every destination or only `to` one.

    `to` is a target's id, a place, line:2, exit:5 or category:toilet. `trips` are passengers a day by ids of origin and
    target (default: the assumed ones), and `counted_by` says where they come from, such as the name of a file. Overdue
    inspections are counted where `today` is given. Raises NotFoundError for an unknown destination or profile.
    """
    network = compile_network(network) if isinstance(network, Station) else network
    rules, traveller, station = settings or Settings(), get_profile(profile), network.station
    counted_by = counted_by or (ASSUMED if trips is None else "trips given")
    trips = default_trips(station) if trips is None else trips
    known, origins = list_aims(station, trips), list_origins(station, trips)
    targets = known if to is None else (get_target(station, to),)
    trips = trips if to is None else trips_to(trips, targets[0], known)
    legibility = compile_signs(station, rules)
    everywhere = list_ways(network, dict.fromkeys((*known, *targets)), origins, trips, traveller)
    reading = Reading.of(legibility, everywhere)
    ways = tuple(way for way in everywhere if way.target in targets)
    verdicts = judge_signs(network, traveller, rules)
    follower = Follower(network, legibility, targets, origins, traveller)
    walks = tuple(
        follower.walk(way.origin.id, way.target.id, way.route.distance_m) for way in ways if way.route is not None
    )
    gaps = list_gaps(legibility, ways, reading)
    audit = Audit(
        network, rules, traveller.name, targets, trips, counted_by, legibility, ways,
        list_coverage(legibility, ways, targets, traveller, reading), gaps, list_breaks(gaps),
        list_decisions(legibility, everywhere, reading, verdicts, None if to is None else targets[0].id), verdicts,
        tuple(item for other in TRAVELLERS if other != traveller.name and traveller.name == "walk"
              for item in judge_signs(network, other, rules)),
        tuple(item for item in list_conflicts(network, legibility, traveller)
              if to is None or item.target == targets[0].id),
        walks, rank_signs(follower, walks, trips, reading, ways, targets),
        Clutter(list_crowded(legibility), list_competing(legibility), _care(station, today)), (),
    )  # fmt: skip
    passing = Passing.of(reading, ways, targets, walks, trips)
    return replace(audit, findings=rank(_findings(audit, passing, to is not None)))


def _care(station: Station, today: date | None) -> tuple[Care, ...]:
    """Signs in a bad state; and overdue inspections, where the day is known."""
    items = list_care(station, today or date.min)
    return items if today is not None else tuple(item for item in items if item.kind == "state")


def _findings(audit: Audit, passing: Passing, one: bool) -> Iterator[Finding]:
    """All findings; of an audit about one destination only what concerns that."""
    station = audit.network.station
    verdicts, others = audit.verdicts, audit.others
    if one:
        naming = Naming(station)
        verdicts, others = (
            tuple(
                item for item in group
                if naming.names(station.signs[item.sign].messages[item.message], audit.targets[0], item.profile)
            )
            for group in (verdicts, others)
        )  # fmt: skip
    yield from grounds.of_verdicts(station, verdicts, passing, audit.targets)
    yield from grounds.of_barriers(station, verdicts, others, passing, SHARES)
    yield from grounds.of_breaks(audit.breaks)
    yield from grounds.of_decisions(audit.decisions)
    yield from grounds.of_conflicts(audit.conflicts, passing)
    yield from grounds.of_walks(audit.walks, audit.trips)
    if not one:
        yield from grounds.of_care(audit.clutter.care, passing)
        yield from grounds.of_clutter(audit.clutter.crowded, audit.clutter.competing, passing)
