"""Logs in few bytes: a study may keep them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator

import numpy as np

from ...log import EVENT, LEAD, Counts, Log

LISTS = ("status", "disposition")  # counts of several kinds each
LEVEL = 1  # zlib's: higher ones save a tenth of the room for four times the time


def pack(log: Log) -> bytes:
    """Compress a log, column by column, since the values of a column resemble each other."""
    counts = log.counts._asdict()
    head = json.dumps({"events": len(log.events), "leads": len(log.leads), "end": log.end, "counts": counts}, default=_plain)
    packer = zlib.compressobj(LEVEL)
    pieces = [packer.compress(head.encode() + b"\n")]
    for table in (log.events, log.leads):
        pieces += [packer.compress(np.ascontiguousarray(table[name]).tobytes()) for name in _names(table.dtype)]
    return b"".join([*pieces, packer.flush()])


def unpack(packed: bytes) -> Log:
    """Give back the very log that was packed."""
    content = zlib.decompress(packed)
    begins = content.index(b"\n") + 1
    head = json.loads(content[:begins])
    tables = []
    for dtype, length in ((EVENT, head["events"]), (LEAD, head["leads"])):
        table = np.empty(length, dtype)
        for name in _names(dtype):
            field = dtype[name]
            ends = begins + length * field.itemsize
            table[name] = np.frombuffer(content[begins:ends], field.base).reshape(length, *field.shape)
            begins = ends
        tables.append(table)
    counts = Counts(**{**head["counts"], **{name: tuple(head["counts"][name]) for name in LISTS}})
    return Log(tables[0], tables[1], counts, head["end"])


def _names(dtype: np.dtype[np.void]) -> Iterator[str]:
    yield from dtype.names or ()


def _plain(value: np.generic) -> object:
    return value.item()
