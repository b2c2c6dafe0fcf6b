"""Audits computed in the background, once for each traveller, while the kiosks go on being served."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from flask import current_app

from wayfinding.routing.network import Network
from wayfinding.signage.audit import Audit, audit_signage
from wayfinding.signage.targets import Target
from wayfinding.station.moment import today_at
from wayfinding.web.report_view import View, view_audit

AUDITS_KEPT = 4
VIEWS_KEPT = 12
"""Pages kept for the destinations asked last."""
RETRY_S = 30.0
"""After a failure the next demand tries again, but not sooner."""


@dataclass
class Job:
    """One audit under way or done."""

    future: Future[Audit]
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long it has been under way."""
        return time.monotonic() - self.started

    @property
    def stale(self) -> bool:
        """Whether it failed long enough ago to be tried again."""
        return self.future.done() and self.future.exception() is not None and self.seconds > RETRY_S


class Audits:
    """The audits of one station's network, one at a time so that they never take more than one core from the kiosks."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._worker = ThreadPoolExecutor(1, "audit")
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._views: OrderedDict[tuple[str, str], View] = OrderedDict()

    def demand(self, profile: str) -> Job:
        """The job of a traveller's audit, begun where it was not yet."""
        with self._lock:
            job = self._jobs.get(profile)
            if job is None or job.stale:
                job = self._jobs[profile] = Job(self._worker.submit(self._compute, profile))
            self._jobs.move_to_end(profile)
            while len(self._jobs) > AUDITS_KEPT:
                old, _ = self._jobs.popitem(last=False)
                self._views = OrderedDict((key, view) for key, view in self._views.items() if key[0] != old)
            return job

    def find(self, profile: str) -> Audit | None:
        """A traveller's audit; None while it is computed. Raises what made it fail."""
        job = self.demand(profile)
        return job.future.result() if job.future.done() else None

    def view(self, audit: Audit, target: Target | None) -> View:
        """The page about one destination, drawn once."""
        key = (audit.profile, "" if target is None else target.id)
        with self._lock:
            known = self._views.get(key)
        if known is None or known.audit is not audit:
            known = view_audit(audit, target)
        with self._lock:
            self._views[key] = known
            self._views.move_to_end(key)
            while len(self._views) > VIEWS_KEPT:
                self._views.popitem(last=False)
        return known

    def _compute(self, profile: str) -> Audit:
        try:
            return audit_signage(self._network, profile=profile, today=today_at(self._network.station))
        except Exception:
            logging.getLogger(__name__).exception("the audit for %s failed", profile)
            raise


def get_audits() -> Audits:
    """The audits of the app that answers this request."""
    audits: Audits = current_app.extensions["audits"]
    return audits
