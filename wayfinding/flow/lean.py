"""Kernels that allocate nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def lean(function: Function) -> Function:
    """The function compiled without counting references to arrays: a tenth of the time for many small records.

    For functions that make no array, list or string. The option is not public; a numba without it compiles as usual.
    """
    options: dict[str, Any] = {"cache": True, "_nrt": False}
    try:
        return cast("Function", njit(**options)(function))
    except (KeyError, TypeError, RuntimeError):
        return cast("Function", njit(function))
