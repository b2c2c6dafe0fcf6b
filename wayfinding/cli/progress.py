"""The progress bar that long commands show at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable

WIDE = 40
"""Signs of the bar."""


def bar() -> Callable[[float], None] | None:
    """What to call with the share that is done, 0 to 1: a bar on standard error; None where that is no terminal."""
    return _tell if sys.stderr.isatty() else None


def _tell(share: float) -> None:
    done = round(share * WIDE)
    sys.stderr.write("\r\033[K" if share >= 1 else f"\r[{'#' * done}{'.' * (WIDE - done)}] {share:4.0%}")
    sys.stderr.flush()
