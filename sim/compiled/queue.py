"""What happens next: events by time, turn, entity and visit, as in the readable model.

Far-off events wait in bundles, each of a stretch of time, in the order in which they were made. When its stretch comes,
a bundle is put on unsorted piles, one for each slot of time; when a slot comes, its pile becomes a small heap. Most
events are far off and never compared with each other until then, and memory is gone through in the order in which it
lies: to follow a pile of far-off events from one to the next would be to wait for memory, most of the time.
"""

from __future__ import annotations

from .codes import Error
from .layout import NODE
from .linking import story
from .reach import fetch, node_at, put_whole, whole, world_at

NODE_SIZE = NODE.itemsize
CHUNK = 16  # places of a chunk of a bundle, a power of 2; the first leads to the chunk before
CHUNK_SIZE = CHUNK * NODE_SIZE
PILE_BITS = 8
PILES = 1 << PILE_BITS  # slots of a bundle
AHEAD = 8  # slots
LINE = 64  # bytes that a processor fetches at once


@story
def is_before(one: int, other: int) -> bool:
    """Whether one event comes before another."""
    a, b = node_at(one), node_at(other)
    if a.order != b.order:
        return a.order < b.order
    if a.key != b.key:
        return a.key < b.key
    return a.rank < b.rank


@story
def sift_in(w: int, node: int) -> None:
    """Put an event in the heap of the present slot."""
    world = world_at(w)
    if world.heap_n == world.heap_room:
        world.error = Error.HEAP
        return
    heap, place = world.heap, world.heap_n
    world.heap_n += 1
    while place > 0:
        above = (place - 1) >> 1
        other = whole(heap, above)
        if not is_before(node, other):
            break
        put_whole(heap, place, other)
        place = above
    put_whole(heap, place, node)


@story
def sift_out(w: int) -> None:
    """Take the first event out of the heap."""
    world = world_at(w)
    world.heap_n -= 1
    heap, n = world.heap, world.heap_n
    last = whole(heap, n)
    place = 0
    while True:
        below = 2 * place + 1
        if below >= n:
            break
        other = whole(heap, below)
        if below + 1 < n and is_before(whole(heap, below + 1), other):
            below += 1
            other = whole(heap, below)
        if not is_before(other, last):
            break
        put_whole(heap, place, other)
        place = below
    put_whole(heap, place, last)


@story
def place_in(w: int, bundle: int) -> int:
    """Room for one more event of a bundle; 0 when there is none."""
    world = world_at(w)
    place = whole(world.bundles, bundle)
    if place == 0 or (place - world.chunks) & (CHUNK_SIZE - 1) == 0:
        chunk = world.free_chunk
        if chunk:
            world.free_chunk = node_at(chunk).next
        else:
            if world.chunks_n == world.chunks_room:
                world.error = Error.CHUNKS
                return 0
            chunk = world.chunks + world.chunks_n * CHUNK_SIZE
            world.chunks_n += 1
        node_at(chunk).next = place - CHUNK_SIZE if place else 0
        place = chunk + NODE_SIZE
    put_whole(world.bundles, bundle, place + NODE_SIZE)
    return place


@story
def last_chunk(w: int, bundle: int) -> int:
    """The chunk of a bundle that was begun last; 0: none."""
    world = world_at(w)
    place = whole(world.bundles, bundle)
    return place - 1 - ((place - 1 - world.chunks) & (CHUNK_SIZE - 1)) if place else 0


@story
def at(w: int, time: int, turn: int, key: int, visit: int, kind: int, who: int, token: int, amount: float) -> None:
    """Let something happen at an absolute time; what lies beyond the end never will."""
    world = world_at(w)
    if time > world.end:
        return
    slot = time >> world.shift
    bundle = max(slot >> PILE_BITS, world.bundle)
    address = place_in(w, bundle)
    if address == 0:
        return
    node = node_at(address)
    world.node_number += 1
    node.order = time << 4 | turn
    node.key = key
    node.rank = visit << 32 | world.node_number
    node.kind = kind
    node.who = who
    node.token = token
    node.amount = amount
    if slot <= world.slot:
        sift_in(w, address)
    elif bundle == world.bundle:
        piles_up(w, address, slot)


@story
def piles_up(w: int, node: int, slot: int) -> None:
    """Put an event on the pile of its slot."""
    piles, pile = world_at(w).piles, slot & (PILES - 1)
    node_at(node).next = whole(piles, pile)
    put_whole(piles, pile, node)


@story
def unbundles(w: int) -> None:
    """Put the events of the next bundle on piles; nobody needs those of the present one any more."""
    world = world_at(w)
    chunk = last_chunk(w, world.bundle)
    while chunk:
        before = node_at(chunk).next
        node_at(chunk).next = world.free_chunk
        world.free_chunk = chunk
        chunk = before
    world.bundle += 1
    chunk, end = last_chunk(w, world.bundle), whole(world.bundles, world.bundle)
    while chunk:
        before = node_at(chunk).next
        for node in range(chunk + NODE_SIZE, end, NODE_SIZE):
            piles_up(w, node, node_at(node).order >> 4 >> world.shift)
        chunk, end = before, before + CHUNK_SIZE
    for ahead in range(AHEAD):
        looks_at(w, ahead)


@story
def looks_at(w: int, pile: int) -> None:
    """Ask for the memory of whom the events of a pile concern: waiting for it later would take longer than telling."""
    node = whole(world_at(w).piles, pile)
    while node:
        event = node_at(node)
        fetch(event.who)
        fetch(event.who + LINE)
        fetch(event.who + 2 * LINE)
        node = event.next


@story
def coming(w: int) -> int:
    """The event that comes next; 0 when nothing more happens."""
    world = world_at(w)
    while world.heap_n == 0:
        pile = (world.slot + 1) & (PILES - 1)
        if pile == 0:
            if world.bundle + 1 >= world.bundles_n:
                return 0
            unbundles(w)
        world.slot += 1
        if pile + AHEAD < PILES:
            looks_at(w, pile + AHEAD)
        node = whole(world.piles, pile)
        put_whole(world.piles, pile, 0)
        while node:
            after = node_at(node).next
            sift_in(w, node)
            node = after
    return whole(world.heap, 0)
