"""Fetching memory ahead of its use: what an event will read is on its way to the cache while others are dealt with."""

from __future__ import annotations

from typing import Any, cast

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import types
from numba.extending import intrinsic

from wayfinding.routing.sight import spliced


def _prefetch(_: Any, table: Any, _row: Any, _column: Any) -> Any:
    """The processor's own instruction for it: for reading, to be kept in all caches."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, args[0])
        row, column = (builder.extract_value(array.strides, k) for k in (0, signature.args[0].ndim - 1))
        place = builder.add(builder.ptrtoint(array.data, row.type), builder.mul(row, args[1]))
        place = builder.add(place, builder.mul(column, args[2]))
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        call = builder.module.declare_intrinsic("llvm.prefetch", (byte,), kind)
        builder.call(call, [builder.inttoptr(place, byte), number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(table, types.intp, types.intp), generate


_instruction = cast("Any", intrinsic)(_prefetch)


@spliced
def fetch_ahead(table: Any, row: int) -> None:
    """Begin to load a row of a table; changes nothing else."""
    _instruction(table, row, 0)


@spliced
def fetch_item_ahead(table: Any, row: int, column: int) -> None:
    """The same for what stands in a column of it."""
    _instruction(table, row, column)
