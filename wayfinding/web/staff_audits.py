"""Questions about the signs, answered in the background by a process of their own while the kiosks are served."""

from __future__ import annotations

import contextlib
import logging
import pickle
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections import OrderedDict
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from flask import current_app

import wayfinding
from wayfinding.station.model import Station
from wayfinding.web.staff_worker import Question

ANSWERS_KEPT = 24
"""So many answers stay at hand; the least recently asked goes first."""
MOST_WAITING = 16
"""More questions than these are not taken up: whoever asks is told to ask again."""
MOST_HELD = 2
"""So many requests may be held back for an answer at a time; the server's other threads stay with the kiosks."""
RETRY_S = 30.0
"""After a failure the next demand tries again, but not sooner."""
IDLE_S = 600.0
"""After so long without a question the process ends and gives its memory back; the next one starts it anew."""
STOP_S = 5.0

log = logging.getLogger(__name__)


class Worker:
    """The process, started when it is made. RuntimeError where it fails or has ended."""

    def __init__(self, station: Station) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from wayfinding.web.staff_worker import main; main()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(wayfinding.__file__).parent.parent,
        )  # fmt: skip
        self._end = weakref.finalize(self, _stop, self.process)
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the process that audits has no pipes")
        self._to, self._from = self.process.stdin, self.process.stdout
        pickle.dump(station, self._to)

    @property
    def stopped(self) -> bool:
        """Whether it was stopped because the server stops."""
        return not self._end.alive

    def ask(self, question: Question) -> bytes:
        """The answer; returns when it is there."""
        try:
            self._to.write(orjson.dumps(tuple(question)) + b"\n")
            self._to.flush()
            head = orjson.loads(self._from.readline())
            body = self._from.read(head["size"])
        except (OSError, ValueError):
            raise RuntimeError("the process that audits has ended") from None
        if head["failed"]:
            raise RuntimeError(body.decode())
        return body


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):  # what is left unsaid to a dead process
            if pipe is not None:
                pipe.close()
    process.wait(STOP_S)


@dataclass
class Job:
    """One question that was taken up, and its answer once it is there."""

    answer: Future[bytes] = field(default_factory=Future)
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long ago it was taken up."""
        return time.monotonic() - self.started

    @property
    def stale(self) -> bool:
        """Whether it failed long enough ago to be tried again."""
        return self.answer.done() and self.answer.exception() is not None and self.seconds > RETRY_S


class Audits:
    """The answers about one station, one question at a time; process and thread start with the first question."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._lock = threading.Lock()
        self._jobs: OrderedDict[Question, Job] = OrderedDict()
        self._waiting: queue.SimpleQueue[tuple[Question, Job]] = queue.SimpleQueue()
        self._held = threading.BoundedSemaphore(MOST_HELD)
        self._thread: threading.Thread | None = None
        self._worker: Worker | None = None

    def demand(self, question: Question) -> Job | None:
        """The job of a question, taken up where it was not yet; None where too many others wait."""
        with self._lock:
            job = self._jobs.get(question)
            if job is None or job.stale:
                if self._waiting.qsize() >= MOST_WAITING:
                    return None
                job = self._jobs[question] = Job()
                self._waiting.put((question, job))
                self._start()
            self._jobs.move_to_end(question)
            while len(self._jobs) > ANSWERS_KEPT:
                self._jobs.popitem(last=False)
            return job

    def find(self, question: Question, patience_s: float = 0.0) -> bytes | None:
        """The answer; None where it is not there after `patience_s`, or now where others are held back already.

        Raises RuntimeError where it failed.
        """
        job = self.demand(question)
        if job is None:
            return None
        if not job.answer.done() and self._held.acquire(blocking=False):
            try:
                wait([job.answer], patience_s)
            finally:
                self._held.release()
        return job.answer.result() if job.answer.done() else None

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._answer_all, name="audits", daemon=True)
            self._thread.start()

    def _answer_all(self) -> None:
        while True:
            try:
                question, job = self._waiting.get(timeout=IDLE_S)
            except queue.Empty:
                self._worker = None
                continue
            try:
                self._worker = self._worker or Worker(self._station)
                job.answer.set_result(self._worker.ask(question))
            except Exception as error:
                if self._worker is not None and self._worker.stopped:
                    return
                log.exception("no answer to %s", question)
                self._worker = None
                job.answer.set_exception(error)


def get_audits() -> Audits:
    """The audits of the app that answers this request."""
    audits: Audits = current_app.extensions["audits"]
    return audits
