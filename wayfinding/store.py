"""What takes long to compute, kept on disk between runs: named by what it was computed from, or absent.

Equal content is held once in a process, and large files are mapped: processes share their pages.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import os
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
import shapely
from numpy.typing import NDArray

FORMAT = "wayfinding-tables/2"
"""Goes into every name: a changed meaning of the arrays makes all old files unreachable."""

MAX_BYTES = 2**30
"""When the folder would hold more, the files written first go."""

MAPPED_BYTES = 2**20
"""Larger files are mapped, smaller ones read: every mapping holds a file open."""

UNCOUNTED_SHARE = 256
"""A process may write this part of the limit before it counts the folder again."""

ABANDONED_S = 3600.0
"""A file that has been half written for so long was left by a process that is gone."""

ALIGNED = 64
FAULTS = (OSError, ValueError, TypeError, RuntimeError)
"""What reading a file that was not written here, or not to its end, may raise."""

DTYPES = ("float64", "int64", "int32", "uint32", "uint16", "uint8")

Arrays = tuple[NDArray[Any], ...]
Bytes = NDArray[np.uint8]

_held: WeakValueDictionary[str, Bytes] = WeakValueDictionary()
_uncounted = [sys.maxsize]


def folder() -> Path:
    """Where the files lie: `wayfinding` in $XDG_CACHE_HOME, or in ~/.cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "wayfinding"


def code_of(*modules: str) -> bytes:
    """A digest of the source of loaded modules and of the libraries they compute with."""
    digest = hashlib.sha256(f"{np.__version__} {shapely.geos_version_string}".encode())
    for name in modules:
        spec = sys.modules[name].__spec__
        source = getattr(spec and spec.loader, "get_source", lambda _: None)(name)
        digest.update(f"{name}\n{source}".encode())
    return digest.digest()


def recall(
    kind: str, content: Sequence[bytes | NDArray[Any]], compute: Callable[[], Arrays], kept: bool = True
) -> Arrays:
    """What `compute` gives, from memory or disk where it was kept for the same content; nobody may change it.

    Where nothing is `kept` it is computed. A file that is torn, foreign or cannot be read or written is as good as
    none: nothing is raised for it.
    """
    if not kept:
        return compute()
    name = hashlib.sha256(f"{FORMAT} {kind}".encode())
    for part in content:
        stated = part if isinstance(part, bytes) else np.ascontiguousarray(part).tobytes()
        name.update(len(stated).to_bytes(8, "little") + stated)
    path = folder() / f"{kind}-{name.hexdigest()}.tables"
    held = _held.get(path.name)
    if held is not None:
        return _unpack(held, sound=True)
    with contextlib.suppress(*FAULTS):
        return _open(path)
    data = _pack(compute())
    with contextlib.suppress(OSError, RuntimeError):
        _write(path, data)
    if len(data) > MAPPED_BYTES:
        with contextlib.suppress(*FAULTS):
            return _open(path)
    _held[path.name] = data
    return _unpack(data, sound=True)


def _open(path: Path) -> Arrays:
    data, mapped = _read(path)
    arrays = _unpack(data)
    if mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)  # the checksums have read every page: those that are used come back
    _held[path.name] = data
    return arrays


def _read(path: Path) -> tuple[Bytes, mmap.mmap | None]:
    """The bytes of a file. Mapped ones may be written to in memory, for the sake of kernels, and never are."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size > MAPPED_BYTES:
            with contextlib.suppress(OSError):
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
                return np.frombuffer(mapped, np.uint8), mapped
        return np.fromfile(file, np.uint8), None


def _pack(arrays: Arrays) -> Bytes:
    """A line that describes the arrays, with their checksums, filled up to the alignment; then the arrays."""
    bodies = [np.ascontiguousarray(array).reshape(-1).view(np.uint8) for array in arrays]
    told = [
        [str(array.dtype), list(array.shape), zlib.crc32(body.data)] for array, body in zip(arrays, bodies, strict=True)
    ]
    head = json.dumps([FORMAT, told]).encode()
    head += b" " * (-(len(head) + 1) % ALIGNED) + b"\n"
    data = np.zeros(len(head) + sum(len(body) + -len(body) % ALIGNED for body in bodies), np.uint8)
    data[: len(head)] = np.frombuffer(head, np.uint8)
    end = len(head)
    for body in bodies:
        data[end : end + len(body)] = body
        end += len(body) + -len(body) % ALIGNED
    return data


def _unpack(data: Bytes, sound: bool = False) -> Arrays:
    """Views of the arrays; ValueError for anything but what `_pack` wrote, unless it is known to be `sound`."""
    lines = np.flatnonzero(data[: 2**16] == ord("\n"))
    end = int(lines[0]) + 1 if len(lines) else 0
    form, told = json.loads(data[:end].tobytes())
    if form != FORMAT:
        raise ValueError("another format")
    arrays = []
    for dtype, shape, checksum in told:
        if dtype not in DTYPES or not all(isinstance(length, int) and length >= 0 for length in shape):
            raise ValueError("no such array")
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        body = data[end : end + size + -size % ALIGNED]
        if len(body) < size or (not sound and zlib.crc32(body[:size].data) != checksum):
            raise ValueError("torn")
        arrays.append(body[:size].view(dtype).reshape(shape))
        end += len(body)
    return tuple(arrays)


def _write(path: Path, data: Bytes) -> None:
    """Whole or not at all, however many processes write at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _make_room(path.parent, len(data))
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data.data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _make_room(directory: Path, needed: int) -> None:
    _uncounted[0] += needed
    if _uncounted[0] * UNCOUNTED_SHARE < MAX_BYTES:
        return
    _uncounted[0] = 0
    for written, _, path in _list(directory, "*.part"):
        if written < time.time() - ABANDONED_S:
            path.unlink(missing_ok=True)
    files = _list(directory, "*.tables")
    left = sum(size for _, size, _ in files) + needed
    for _, size, path in files:
        if left > MAX_BYTES:
            path.unlink(missing_ok=True)
            left -= size


def _list(directory: Path, pattern: str) -> list[tuple[float, int, Path]]:
    """When each file was written, its size and path, the oldest first; others may take files away meanwhile."""
    found = []
    for path in directory.glob(pattern):
        with contextlib.suppress(OSError):
            state = path.stat()
            found.append((state.st_mtime, state.st_size, path))
    return sorted(found)
