"""The command line: parses, calls, prints. Exit 0 done, 1 the answer is no, 2 wrong use or bad input."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from datetime import date

from wayfinding.cli.arguments import build_parser, read_arguments
from wayfinding.errors import WayfindingError

__all__ = ["main"]

DONE, WRONG_USE, INTERRUPTED = 0, 2, 130


def main(arguments: Sequence[str] | None = None, today: date | None = None) -> int:
    """Run one command; everything foreseen ends in an exit code and at most one line on standard error.

    `today` is the day before which no moment can be asked for; by default the day on the station's clock.
    """
    _widen(sys.stdout, sys.stderr)
    try:
        chosen = read_arguments(build_parser(), sys.argv[1:] if arguments is None else arguments)
        chosen.today = today
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except (WayfindingError, OSError) as error:
        sys.stderr.write(f"wayfinding: {_one_line(error)}\n")
        return WRONG_USE
    return code


def _one_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return " ".join(str(error).split())


def _widen(*streams: object) -> None:
    """Chinese names must not fail on a terminal that claims to know ASCII only."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper) and "ascii" in stream.encoding.lower():
            stream.reconfigure(encoding="utf-8")


def _drop_output() -> None:
    """The reader has left (`wayfinding places | head`): the interpreter must not complain when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
