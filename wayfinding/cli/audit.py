"""`wayfinding audit`: what the signs tell and where they fail, as a summary, as JSON, as a report to forward."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import orjson

from wayfinding.cli.commands import read_station
from wayfinding.cli.trips import read_weights
from wayfinding.routing.network import compile_network
from wayfinding.routing.profiles import PROFILES, get_profile
from wayfinding.signage.answer import audit_answer
from wayfinding.signage.audit import Audit, audit_signage
from wayfinding.signage.findings import TITLES, Finding
from wayfinding.signage.journeys.coverage import flow_share, list_coverage
from wayfinding.signage.settings import Settings
from wayfinding.signage.summary import describe_settings, list_cards, source_name, target_name
from wayfinding.signage.targets import Target, get_target, list_targets
from wayfinding.signage.trips import ASSUMED, default_trips, trips_to
from wayfinding.station.moment import today_at

DONE = 0
WORST = 10
INDENT = " " * 16


def run_audit(chosen: Namespace) -> int:
    """Audit, write the report where one is asked for, print. What is found is the answer, not a failure."""
    settings = Settings(eye=chosen.eye, crowd_ppm2=chosen.crowd, catchment=chosen.catchment)
    profile = get_profile(chosen.profile).name
    station = read_station(chosen)
    target = None if chosen.to is None else get_target(station, chosen.to)
    today = chosen.today or today_at(station)
    network = compile_network(station)
    trips, counted_by = read_weights(chosen, network, profile)
    audit = audit_signage(network, chosen.to, settings, profile, trips, today, counted_by=counted_by)
    if chosen.report is not None:
        from wayfinding.web.report import write_report  # noqa: PLC0415 -- no other command waits for the web's packages

        write_report(chosen.report, audit, target, today)
    if chosen.json:
        sys.stdout.write(f"{orjson.dumps(audit_answer(audit)).decode()}\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(audit, target)))
    return DONE


def _lines(audit: Audit, target: Target | None) -> Iterator[str]:
    to, profile = target_name(audit, None if target is None else target.id), PROFILES[audit.profile]
    yield f"标识审核 Sign audit · {to.zh} {to.en} · {profile.name_zh} {profile.name_en}"
    yield ""
    for card in list_cards(audit, target):
        yield f"{card.title.zh} {card.title.en}: {card.value.en} ({card.note.zh} {card.note.en})"
    if audit.counted_by != ASSUMED:
        yield _by_assumed(audit, target)
    yield ""
    counts = Counter(item.kind for item in audit.findings)
    yield f"问题 Findings: {len(audit.findings)}"
    yield from (f"{counts[kind]:>8}  {title.zh} {title.en}" for kind, title in TITLES.items() if counts[kind])
    if audit.findings:
        yield ""
        yield f"最严重的 {min(WORST, len(audit.findings))} 项（人次/日） The worst, with passengers a day"
    for rank, item in enumerate(audit.findings[:WORST], start=1):
        yield from _finding_lines(audit, rank, item)
    basis = describe_settings(audit)
    yield from ("", f"依据 Basis: {basis.zh}", basis.en)


def _by_assumed(audit: Audit, target: Target | None) -> str:
    """What the coverage on the way would be if the assumed shares counted in place of the trips given."""
    station = audit.network.station
    trips = default_trips(station)
    if target is not None:
        trips = trips_to(trips, target, list_targets(station))
    ways = [replace(way, passengers=trips.get((way.origin.id, way.target.id), 0.0)) for way in audit.ways]
    rows = (audit.coverage, list_coverage(audit.legibility, ways, audit.targets, audit.profile))
    counted, assumed = ("–" if share is None else f"{share:.1%}" for share in map(flow_share, rows))
    source = source_name(audit.counted_by)
    return (f"途中有标识可读：按{source.zh}为 {counted}，按假设的客流分配为 {assumed} "
            f"Way with a sign in view: {counted} by {source.en}, {assumed} by assumed shares")  # fmt: skip


def _finding_lines(audit: Audit, rank: int, item: Finding) -> Iterator[str]:
    title, to = TITLES[item.kind], target_name(audit, item.to)
    where = audit.legibility.station.levels[item.level].label
    head = f"{rank:>3}. {item.passengers:>9,.0f}  {where}  {item.sign or '–'}"
    yield f"{head}  {title.zh} {title.en} → {to.zh} {to.en}"
    yield f"{INDENT}{item.reason.zh}"
    yield f"{INDENT}{item.reason.en}"
