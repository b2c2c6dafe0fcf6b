"""What was worked out about a frozen value, kept for as long as that value lives."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

Found = TypeVar("Found")


def keep(owner: object, key: Hashable, compute: Callable[[], Found]) -> Found:
    """What `compute` gives, worked out at the first call with that key; nobody may change it.

    It lies with the owner, as a cached property does: another value, such as an edited station, starts afresh.
    """
    kept = owner.__dict__.setdefault("_kept", {})
    if key not in kept:
        kept[key] = compute()
    found: Found = kept[key]
    return found
