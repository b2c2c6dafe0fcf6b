"""The process that audits: its work takes seconds of computing, and no kiosk shall wait for that.

It reads a station from its standard input and then one question a line; for each it writes one line with the size of
the answer and whether it failed, then the answer. It ends with its input, so it never outlives the server.
"""

from __future__ import annotations

import os
import pickle
import sys
from functools import cache, cached_property
from typing import Any, BinaryIO, NamedTuple

import orjson

from wayfinding.routing.network import compile_network
from wayfinding.signage.answer import audit_answer
from wayfinding.signage.audit import Audit, audit_signage
from wayfinding.signage.targets import Target, list_targets
from wayfinding.station.model import Station
from wayfinding.station.moment import today_at
from wayfinding.web.report_files import FILES
from wayfinding.web.report_view import view_audit

POLITE = 10
"""How far the process stands back behind the server for computing time (nice)."""


class Question(NamedTuple):
    """What is asked: the contract's `answer`, a page's `view` (both JSON), or the content of the `file` of that name.

    `to` is the id of a target of the audit, None for all.
    """

    what: str
    profile: str
    to: str | None
    name: str = ""


class Desk:
    """Answers questions about one station; the audit of each traveller is made once."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self.audit = cache(self._audit)

    @cached_property
    def _network(self) -> Any:
        return compile_network(self._station)

    @cached_property
    def _targets(self) -> dict[str, Target]:
        return {target.id: target for target in list_targets(self._network.station)}

    def answer(self, question: Question) -> bytes:
        """The answer in bytes."""
        audit = self.audit(question.profile)
        target = None if question.to is None else self._targets[question.to]
        if question.what == "file":
            return next(file for file in FILES if file.name == question.name).write(audit, target)
        return orjson.dumps(view_audit(audit, target) if question.what == "view" else audit_answer(audit, target))

    def _audit(self, profile: str) -> Audit:
        return audit_signage(self._network, profile=profile, today=today_at(self._network.station))


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer until the source ends."""
    desk = Desk(pickle.load(source))  # noqa: S301 -- the server that started this process wrote it
    for line in source:
        failed = False
        try:
            body = desk.answer(Question(*orjson.loads(line)))
        except Exception as error:  # noqa: BLE001 -- whatever it is, the server is told and the next question answered
            failed, body = True, f"{type(error).__name__}: {error}".encode()
        sink.write(orjson.dumps({"size": len(body), "failed": failed}) + b"\n" + body)
        sink.flush()


def main() -> None:
    """Serve the process that started this one; what anything prints goes to standard error."""
    os.nice(POLITE)
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as sink:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        serve(sys.stdin.buffer, sink)
