"""Reaching memory by address: records, single numbers, arrays. Compiled into its callers."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np import arrayobj

from ..log import EVENT, LEAD
from . import layout

Reach = Any
numpy_arrays: Any = arrayobj
in_llvm: Any = cgutils
any_type: Any = types
ALIGNED = 4  # bytes: a number in a row of the log's tables may lie askew


def _reaches(form: np.dtype[Any]) -> Reach:
    """A function from an address to the record that lies there."""
    record = numba.from_dtype(form)

    @intrinsic
    def at(context: Any, address: Any) -> Any:
        def code(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], target.get_value_type(record))

        return record(types.int64), code

    return at


world_at = _reaches(layout.WORLD)
lead_at = _reaches(layout.LEAD_CARD)
task_at = _reaches(layout.TASK)
rep_at = _reaches(layout.REP)
shifts_at = _reaches(layout.SHIFTS)
node_at = _reaches(layout.NODE)
belief_at = _reaches(layout.BELIEF)
channel_now_at = _reaches(layout.CHANNEL_NOW)
stream_at = _reaches(layout.STREAM)
coming_at = _reaches(layout.COMING)
event_at = _reaches(EVENT)
lead_row_at = _reaches(LEAD)
terms_at = _reaches(layout.TERMS)
channel_at = _reaches(layout.CHANNEL)
persona_at = _reaches(layout.PERSONA)
touch_at = _reaches(layout.TOUCH)
stage_at = _reaches(layout.STAGE)
promise_at = _reaches(layout.PROMISE)
seat_at = _reaches(layout.SEAT)
span_at = _reaches(layout.SPAN)
dist_at = _reaches(layout.DIST)
calendar_at = _reaches(layout.CALENDAR)
extra_at = _reaches(layout.EXTRA)


def _element(kind: Any, form: Any) -> tuple[Reach, Reach]:
    """Functions that read and write the n-th number of an array at an address."""

    def place(builder: Any, address: Any, number: Any) -> Any:
        return builder.gep(builder.inttoptr(address, form.as_pointer()), [number])

    @intrinsic
    def read(context: Any, address: Any, number: Any) -> Any:
        def code(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.load(place(builder, arguments[0], arguments[1]), align=ALIGNED)

        return kind(types.int64, types.int64), code

    @intrinsic
    def write(context: Any, address: Any, number: Any, value: Any) -> Any:
        def code(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            value = target.cast(builder, arguments[2], signature.args[2], kind)
            builder.store(value, place(builder, arguments[0], arguments[1]), align=ALIGNED)
            return target.get_dummy_value()

        return types.void(types.int64, types.int64, any_type.unliteral(value)), code

    return read, write


whole, put_whole = _element(types.int64, ir.IntType(64))
real, put_real = _element(types.float64, ir.DoubleType())


@intrinsic
def _fetch(context: Any, address: Any) -> Any:
    """Ask the processor to bring the line of memory at an address nearer; nothing waits for it."""

    def code(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        takes = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], takes)
        builder.call(prefetch, [builder.inttoptr(arguments[0], byte), number(0), number(3), number(1)])
        return target.get_dummy_value()

    return types.void(types.int64), code


fetch: Any = _fetch


def _arrays(kind: Any, dimensions: int) -> Reach:
    """A function from an address and a shape to the array that lies there, row after row; it owns nothing."""
    array = types.Array(kind, dimensions, "C", aligned=True)

    def code(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        made = numpy_arrays.make_array(array)(target, builder)
        size = target.get_abi_sizeof(target.get_data_type(kind))
        whole = target.get_value_type(types.intp)
        shape = list(arguments[1:])
        strides = [whole(size)] if dimensions == 1 else [builder.mul(shape[1], whole(size)), whole(size)]
        numpy_arrays.populate_array(
            made,
            data=builder.inttoptr(arguments[0], made.data.type),
            shape=in_llvm.pack_array(builder, shape),
            strides=in_llvm.pack_array(builder, strides),
            itemsize=whole(size),
            meminfo=None,
        )
        return made._getvalue()

    if dimensions == 1:

        @intrinsic
        def of(context: Any, address: Any, number: Any) -> Any:
            return array(types.int64, types.int64), code

        return of

    @intrinsic
    def of_rows(context: Any, address: Any, rows: Any, columns: Any) -> Any:
        return array(types.int64, types.int64, types.int64), code

    return of_rows


wholes, reals, flags = _arrays(types.int64, 1), _arrays(types.float64, 1), _arrays(types.bool_, 1)
whole_rows, real_rows = _arrays(types.int64, 2), _arrays(types.float64, 2)
