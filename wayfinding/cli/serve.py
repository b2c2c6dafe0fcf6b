"""`wayfinding serve`: one process, several threads, one compiled network; the address is printed once it can answer."""

from __future__ import annotations

import gc
import logging
import socket
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from wayfinding.errors import InputError

FACTORY = "wayfinding.web:create_app"
"""Named, not imported, as for any WSGI server: command line and screens do not know each other."""

THREADS = 8
BACKLOG = 256
GRACE_S = 2
"""How long open connections may finish after Ctrl+C; answers take milliseconds."""
MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 -- heartbeat files of the server; on a disk they can stall


def run_serve(chosen: Namespace) -> int:
    """Serve until interrupted. InputError where the address is taken or not ours."""
    try:
        from gunicorn.app.base import BaseApplication  # noqa: PLC0415 -- it does not import on Windows
        from gunicorn.util import import_app  # noqa: PLC0415
    except ImportError:
        raise InputError("serve needs gunicorn (Linux, macOS); elsewhere point any WSGI server at app:app") from None

    if sys.stderr.isatty():
        _tell_progress()
    with _listen(chosen.host, chosen.port) as listener:
        app = import_app(f"{FACTORY}({str(chosen.station)!r}, {list(chosen.scenario)!r})")
        address = _address(listener)
        settings = _settings(listener.detach(), address)  # the server owns and closes it from here on
    gc.collect()
    gc.freeze()  # what is there now stays: no answer waits while the collector looks through it

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for key, value in settings.items():
                self.cfg.set(key, value)

        def load(self) -> Any:
            return app

    Server().run()
    return 0


def _tell_progress() -> None:
    """What gets ready, line by line on standard error, for whoever watches the start."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("wayfinding: %(message)s"))
    log = logging.getLogger("wayfinding")
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def _settings(descriptor: int, address: str) -> dict[str, Any]:
    def announce(_: object) -> None:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()

    settings: dict[str, Any] = {
        "bind": f"fd://{descriptor}",
        "worker_class": "gthread",
        "workers": 1,
        "threads": THREADS,
        "graceful_timeout": GRACE_S,
        "preload_app": True,
        "loglevel": "warning",
        "control_socket_disable": True,
        "when_ready": announce,
    }
    return settings | ({"worker_tmp_dir": str(MEMORY_FOLDER)} if MEMORY_FOLDER.is_dir() else {})


def _listen(host: str, port: int) -> socket.socket:
    """The socket, taken before anything slow is done."""
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server((where[0], where[1]), family=family, backlog=BACKLOG)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot listen at {host} port {port}: {reason}; choose another --host or --port") from None


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
