"""Several files written as one: all of them, or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from wayfinding.errors import InputError


def write_files(folder: Path, contents: Iterable[tuple[str, bytes]]) -> tuple[Path, ...]:
    """Write files of these names into `folder`, which is made where it is missing; answers their paths.

    Everything is written beside its place first and moved when all is there: whatever fails, no file is half written.
    Raises InputError with one line where the folder cannot be made or written.
    """
    made = _make_folder(folder)
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".report-") as name:
            names = []
            for file, content in contents:
                (Path(name) / file).write_bytes(content)
                names.append(file)
            for file in names:
                (Path(name) / file).replace(folder / file)
    except OSError as error:
        for path in made:
            shutil.rmtree(path, ignore_errors=True)
        raise _refusal(folder, error) from None
    return tuple(folder / file for file in names)


def _make_folder(folder: Path) -> list[Path]:
    """Make the folder; answers the topmost folder that had to be made, so that a failure can take it away again."""
    made = [path for path in (folder, *folder.parents) if not path.exists()][-1:]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refusal(folder, error) from None
    return made


def _refusal(folder: Path, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"cannot write the report to {folder}: {reason}; give --report a folder that can be written to")
