"""Where the next signs do most good: plain maximum covering of the passenger-metres that people walk without a sign.

The places come from `candidates`, what each would cover from `demand`, the choice and its bound from `covering`. Nobody
is simulated and no layout is refined by agents; a patent (US 11,421,993) covers that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from wayfinding.errors import RequestError, StationError
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import Profile
from wayfinding.signage.judging.truth import judge_signs
from wayfinding.signage.placing.covering import Cover, Proof, Sets, choose, cover_all, prove
from wayfinding.signage.placing.sites import Site
from wayfinding.signage.placing.wording import Writer
from wayfinding.signage.settings import Settings
from wayfinding.signage.targets import Target, get_target, list_targets
from wayfinding.signage.trips import Trips
from wayfinding.station.edits import carry_out
from wayfinding.station.model import Feature, Sign, Station
from wayfinding.station.scenario import Edit

MOST_SIGNS = 200
"""So many at most are placed at once."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One sign to put up. It gives `passenger_m` a day, on the way of `passengers`, a sign that they lack today.

    Both count what it adds to the signs that hang and to the proposals before it. `sign` is the record that would be
    read from `feature`, a GeoJSON feature as in the station file.
    """

    sign: Sign
    passengers: float
    passenger_m: float

    @property
    def feature(self) -> Mapping[str, Any]:
        """The sign as the station file would hold it."""
        return self.sign.raw


@dataclass(frozen=True, eq=False)
class Plan:
    """The next signs, in the order in which they gain most. Shares are of all passenger-metres (`total_m`, a day).

    No choice of as many of the `candidates` covers more than `bound`, signs that hang included. `proven`, where
    HiGHS was asked, is the share of the best choice known after that, and the bound.
    """

    proposals: tuple[Proposal, ...]
    covered_before: float
    covered_after: float
    bound: float
    proven: tuple[float, float] | None
    total_m: float
    candidates: int
    station: Station = field(repr=False)

    def scenario(self, name: str = "next-signs", gone: Sequence[str] = ()) -> dict[str, Any]:
        """The proposals as a scenario file (see data/scenarios/README.md); signs in `gone` are taken away."""
        edits: list[dict[str, Any]] = [{"op": "remove", "id": id} for id in gone]
        edits += [{"op": "add", "feature": dict(proposal.feature)} for proposal in self.proposals]
        count = len(self.proposals)
        return {"name": name, "title_zh": f"新增{count}处标识", "title_en": f"The next {count} signs", "edits": edits}


def suggest_signs(
    network: Network, count: int, to: str | None = None, profile: str | Profile = "walk",
    settings: Settings | None = None, trips: Trips | None = None, *, prove_s: float | None = None,
) -> Plan:  # fmt: skip
    """The next `count` signs, fewer where no more gain anything; for one target (id or place) or for all.

    With `prove_s` HiGHS looks so many seconds for a better choice of places and a better bound. The proof leaves out
    that a place may have no true arrow for a target: its bound holds all the same. Raises RequestError for a count or
    time out of range, NotFoundError for an unknown target or profile.
    """
    check_request(count, prove_s)
    return plan_signs(Site.of(network, asked_for(network, to), profile, settings or Settings(), trips), count, prove_s)


def plan_signs(site: Site, count: int, prove_s: float | None = None) -> Plan:
    """The next `count` signs on a site; see `suggest_signs`."""
    check_request(count, prove_s)
    writer = Writer(site)
    cover = choose(site.sets, count, writer.allow)
    proposals = _proposals(site, writer, cover)
    total, before = site.demand.total, site.demand.covered
    gained_m = sum(proposal.passenger_m for proposal in proposals)
    proof = None if prove_s is None else prove(site.sets, count, prove_s)
    bound_m = cover.bound if proof is None else min(cover.bound, proof.bound)
    share = 1.0 / total if total > 0 else 0.0
    return Plan(
        proposals,
        before * share,
        (before + gained_m) * share,
        (before + bound_m) * share,
        None if proof is None else ((before + max(proof.value, gained_m)) * share, (before + bound_m) * share),
        total,
        len(site.places),
        site.network.station,
    )


def fewest_signs(site: Site, least_passengers: float, seconds: float | None = None) -> Proof:
    """The fewest places that give a sign to every element that at least so many passengers a day meet without one.

    Plain set covering; what no place can be read from stays without. `value` is how many, `bound` how many are needed
    anyway; with `seconds` HiGHS closes the gap between the two as far as it can. Numbers are those of `site.places`.
    """
    wanted = (site.demand.passengers >= least_passengers) & (site.demand.signs == 0)
    kept = wanted[site.sets.items]
    starts = np.concatenate([[0], np.cumsum(kept)])[site.sets.starts]
    return cover_all(Sets(starts, site.sets.items[kept], site.sets.weights), seconds)


def asked_for(network: Network, to: str | None) -> tuple[Target, ...]:
    """The targets that a question is about: all, or those that one id means (line:2 means both of its directions)."""
    known = list_targets(network.station)
    if to is None:
        return known
    target = get_target(network.station, to)
    return tuple(item for item in known if item.places <= target.places) or (target,)


def check_request(count: int, prove_s: float | None = None) -> None:
    """Raises RequestError for a number of signs or a time that cannot be meant."""
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_SIGNS:
        raise RequestError(f"{count!r} signs cannot be placed: give a number from 1 to {MOST_SIGNS}")
    if prove_s is not None and not 0 < prove_s <= 86_400:
        raise RequestError(f"{prove_s:g} s is no time for a proof: give seconds from above 0 to 86400")


def _proposals(site: Site, writer: Writer, cover: Cover) -> tuple[Proposal, ...]:
    """The chosen signs with what each adds, once the judge of arrows has passed their messages."""
    ids = _new_ids(site.network.station, len(cover.chosen))
    drafts = _signs(site, {id: writer.feature(k, id) for id, k in zip(ids, cover.chosen, strict=True)})
    network = replace(site.network, station=replace(site.network.station, signs=drafts))
    verdicts = judge_signs(network, site.profile, site.legibility.settings, drafts)
    for id, k in zip(ids, cover.chosen, strict=True):
        columns = sorted(writer.said[k])
        writer.drop(k, {columns[found.message] for found in verdicts if found.sign == id and found.verdict != "true"})
    covered = np.zeros(len(site.demand.metres), bool)
    kept = []
    for k in cover.chosen:
        row = site.sets.row(k)
        row = row[np.isin(site.demand.target[row], list(writer.said[k]))]
        new = row[~covered[row]]
        covered[new] = True
        gain_m = float(site.demand.missing[new].sum())
        if gain_m > 0.0:
            kept.append((k, site.passengers(new), gain_m))
    named = dict(zip(ids, kept, strict=False))
    signs = _signs(site, {id: writer.feature(k, id) for id, (k, _, _) in named.items()})
    return tuple(Proposal(signs[id], passengers, gain_m) for id, (_, passengers, gain_m) in named.items())


def _signs(site: Site, features: Mapping[str, Feature]) -> dict[str, Sign]:
    """The records that would be read from some features."""
    outcome = carry_out(site.network.station, [Edit("add", id, feature=feature) for id, feature in features.items()])
    if outcome.problems:
        raise StationError("a proposed sign could not stand in the station file", outcome.problems)
    return {id: outcome.station.signs[id] for id in features}


def _new_ids(station: Station, count: int) -> list[str]:
    taken, number = set(station.order), 1
    found: list[str] = []
    while len(found) < count:
        if f"new-sign-{number}" not in taken:
            found.append(f"new-sign-{number}")
        number += 1
    return found
