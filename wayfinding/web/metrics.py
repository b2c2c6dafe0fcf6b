"""Simple counters at /metrics, in the Prometheus text format. One process serves, so its counts are the truth."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict

from flask import Flask, Response, current_app, g, request


class Counts:
    """Requests by endpoint and status, their seconds, and route questions by answer; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._routes: Counter[tuple[str, bool]] = Counter()

    def add_request(self, endpoint: str, status: int, seconds: float) -> None:
        with self._lock:
            self._requests[endpoint, status] += 1
            self._seconds[endpoint] += seconds

    def add_route(self, profile: str, found: bool) -> None:
        with self._lock:
            self._routes[profile, found] += 1

    def text(self) -> str:
        with self._lock:
            requests, seconds, routes = dict(self._requests), dict(self._seconds), dict(self._routes)
        lines = ["# TYPE wayfinding_requests_total counter"]
        lines += [
            f'wayfinding_requests_total{{endpoint="{e}",status="{s}"}} {n}' for (e, s), n in sorted(requests.items())
        ]
        lines += ["# TYPE wayfinding_request_seconds_total counter"]
        lines += [f'wayfinding_request_seconds_total{{endpoint="{e}"}} {t:.6f}' for e, t in sorted(seconds.items())]
        lines += ["# TYPE wayfinding_routes_total counter"]
        lines += [
            f'wayfinding_routes_total{{profile="{p}",found="{str(found).lower()}"}} {n}'
            for (p, found), n in sorted(routes.items())
        ]
        return "\n".join(lines) + "\n"


def install(app: Flask) -> None:
    """Count every request of the app, and show the counts."""
    app.extensions["counts"] = Counts()
    app.before_request(_start)
    app.after_request(_count)
    app.add_url_rule("/metrics", "metrics", _show)


def get_counts() -> Counts:
    """The counters of the app that answers this request."""
    counts: Counts = current_app.extensions["counts"]
    return counts


def _start() -> None:
    g.started = time.perf_counter()


def _count(answer: Response) -> Response:
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    get_counts().add_request(request.endpoint or "none", answer.status_code, seconds)
    return answer


def _show() -> Response:
    return Response(get_counts().text(), content_type="text/plain; version=0.0.4; charset=utf-8")
