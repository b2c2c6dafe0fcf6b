"""Tables that take long to compute, kept on disk between runs: named by what they were computed from, or absent."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FORMAT = "wayfinding-tables/1"
"""Goes into every name: a changed meaning of the arrays makes all old files unreachable."""

MIN_ROWS = 150
"""Tables of smaller floors are computed faster than they are read."""

MAX_BYTES = 2**30
"""When the folder would hold more, the files written first go."""

ALIGNED = 64
DTYPES = ("float64", "int64", "uint16")

Arrays = tuple[NDArray[Any], ...]


def folder() -> Path:
    """Where the files lie: `wayfinding` in $XDG_CACHE_HOME, or in ~/.cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "wayfinding"


def recall(kind: str, content: Sequence[bytes | NDArray[Any]], rows: int, compute: Callable[[], Arrays]) -> Arrays:
    """What `compute` gives, from disk where it was kept for the same content; `rows` says how large it is.

    A file that is torn, foreign or cannot be read or written is as good as none: nothing is raised for it.
    """
    if rows < MIN_ROWS:
        return compute()
    name = hashlib.sha256(f"{FORMAT} {kind}".encode())
    for part in content:
        data = part if isinstance(part, bytes) else np.ascontiguousarray(part).tobytes()
        name.update(len(data).to_bytes(8, "little") + data)
    path = folder() / f"{kind}-{name.hexdigest()}.tables"
    with contextlib.suppress(OSError, ValueError, TypeError, RuntimeError):
        return _unpack(path.read_bytes())
    arrays = compute()
    with contextlib.suppress(OSError, RuntimeError):
        _write(path, arrays)
    return arrays


def _pack(arrays: Arrays) -> list[bytes]:
    """A line that describes the arrays, with their checksums, filled up to the alignment; then the arrays."""
    bodies = [np.ascontiguousarray(array).tobytes() for array in arrays]
    bodies = [body + bytes(-len(body) % ALIGNED) for body in bodies]
    told = [[str(array.dtype), list(array.shape), zlib.crc32(body)] for array, body in zip(arrays, bodies, strict=True)]
    head = json.dumps([FORMAT, told]).encode()
    return [head + b" " * (-(len(head) + 1) % ALIGNED) + b"\n", *bodies]


def _unpack(data: bytes) -> Arrays:
    """Raises ValueError for anything but what `_pack` wrote."""
    end = data.index(b"\n") + 1
    form, told = json.loads(data[:end])
    if form != FORMAT:
        raise ValueError("another format")
    arrays = []
    for dtype, shape, checksum in told:
        if dtype not in DTYPES or not all(isinstance(length, int) and length >= 0 for length in shape):
            raise ValueError("no such array")
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        body = data[end : end + size + -size % ALIGNED]
        if len(body) < size or zlib.crc32(body) != checksum:
            raise ValueError("torn")
        array = np.empty(shape, dtype)
        array.reshape(-1).view(np.uint8)[:] = np.frombuffer(body, np.uint8, size)
        arrays.append(array)
        end += len(body)
    return tuple(arrays)


def _write(path: Path, arrays: Arrays) -> None:
    """Whole or not at all, however many processes write at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = _pack(arrays)
    _make_room(path.parent, sum(map(len, parts)))
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _make_room(directory: Path, needed: int) -> None:
    files = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in directory.glob("*.tables"))
    left = sum(size for _, size, _ in files) + needed
    for _, size, path in files:
        if left > MAX_BYTES:
            path.unlink(missing_ok=True)
            left -= size
