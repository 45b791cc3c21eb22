"""Single instructions of the processor that Python has no word for.

They look at memory without asking whether the place lies inside the array: whoever calls them has
asked already.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

_WORD = ir.IntType(64)


def _pointer(context: Any, builder: Any, kind: Any, array: Any, place: Any) -> Any:
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [place]), _WORD.as_pointer())


@intrinsic  # type: ignore[untyped-decorator]
def eight(typing: Any, array: Any, place: Any) -> Any:
    """Eight bytes from a place of an array on, the first lowest, as a number of 64 bits."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.load(_pointer(context, builder, signature.args[0], *values), align=1)

    return types.uint64(array, types.intp), generate


@intrinsic  # type: ignore[untyped-decorator]
def put_eight(typing: Any, array: Any, place: Any, value: Any) -> Any:
    """Write a number of 64 bits as eight bytes from a place of an array on."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        array, place, value = values
        pointer = _pointer(context, builder, signature.args[0], array, place)
        builder.store(value, pointer, align=1)
        return context.get_dummy_value()

    return types.void(array, types.intp, types.uint64), generate


@intrinsic  # type: ignore[untyped-decorator]
def zeros_below(typing: Any, value: Any) -> Any:
    """The number of zero bits below the lowest one; 64 if there is none."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.cttz(values[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), generate


@intrinsic  # type: ignore[untyped-decorator]
def copy_from(typing: Any, target: Any, at: Any, address: Any, size: Any) -> Any:
    """Copy so many bytes from an address of memory to a place of an array."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        target, at, address, size = values
        to = context.make_array(signature.args[0])(context, builder, target).data
        source = builder.inttoptr(address, cgutils.voidptr_t)
        cgutils.raw_memcpy(builder, builder.gep(to, [at]), source, size, itemsize=1)
        return context.get_dummy_value()

    return types.void(target, types.intp, types.uint64, types.intp), generate


@intrinsic  # type: ignore[untyped-decorator]
def fetch_ahead(typing: Any, array: Any, place: Any) -> Any:
    """Have the processor fetch what lies at a place while it does something else."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        array, place = values
        data = context.make_array(signature.args[0])(context, builder, array).data
        pointer = builder.bitcast(builder.gep(data, [place]), cgutils.voidptr_t)
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, number, number, number])
        fetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        builder.call(fetch, [pointer, *(ir.Constant(number, value) for value in (0, 3, 1))])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate
