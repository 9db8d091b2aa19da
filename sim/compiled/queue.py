"""What happens next: events by time, turn, entity and visit, as in the readable model.

Events wait in unsorted piles, one for each slot of time; when a slot comes, its pile becomes a small heap.
Most events are far off and never compared with each other until then.
"""

from __future__ import annotations

from .codes import Error
from .layout import NODE
from .linking import story
from .reach import fetch, node_at, put_small, put_whole, small, whole, world_at

NODE_SIZE = NODE.itemsize
NEAR = 8  # slots, a power of 2
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
def at(w: int, time: int, turn: int, key: int, visit: int, kind: int, who: int, token: int, amount: float) -> None:
    """Let something happen at an absolute time; what lies beyond the end never will."""
    world = world_at(w)
    if time > world.end:
        return
    address = world.free_node
    if address:
        world.free_node = node_at(address).next
    else:
        if world.nodes_n == world.nodes_room:
            world.error = Error.NODES
            return
        address = world.nodes + world.nodes_n * NODE_SIZE
        world.nodes_n += 1
    node = node_at(address)
    world.node_number += 1
    node.order = time << 4 | turn
    node.key = key
    node.rank = visit << 32 | world.node_number
    node.kind = kind
    node.who = who
    node.token = token
    node.amount = amount
    slot = time >> world.shift
    if slot <= world.slot:
        sift_in(w, address)
    else:
        node.next = head(w, slot)
        put_small(world.piles, slot, (address - world.nodes) // NODE_SIZE + 1)


@story
def head(w: int, slot: int) -> int:
    """The event on top of a pile; 0: none."""
    world = world_at(w)
    number = int(small(world.piles, slot))
    return world.nodes + (number - 1) * NODE_SIZE if number else 0


@story
def looks_ahead(w: int, slot: int) -> None:
    """Ask for the memory of events that are near, and of whom they concern: waiting for it would be half the time.

    A pile leads from event to event, so one more of each near pile is asked for with every slot that passes.
    """
    world = world_at(w)
    far = slot + NEAR - 1
    node = head(w, far) if far < world.slots else 0
    fetch(node)
    put_whole(world.near, far & (NEAR - 1), node)
    for i in range(1, NEAR - 1):
        place = (far - i) & (NEAR - 1)
        node = whole(world.near, place)
        if node:
            event = node_at(node)
            fetch(event.who)
            fetch(event.who + LINE)
            fetch(event.next)
            put_whole(world.near, place, event.next)


@story
def coming(w: int) -> int:
    """The event that comes next; 0 when nothing more happens."""
    world = world_at(w)
    while world.heap_n == 0:
        if world.slot + 1 >= world.slots:
            return 0
        world.slot += 1
        looks_ahead(w, world.slot)
        node = head(w, world.slot)
        while node:
            after = node_at(node).next
            sift_in(w, node)
            node = after
    return whole(world.heap, 0)


@story
def forget(w: int, node: int) -> None:
    """Take the event that comes next out, and its room back."""
    sift_out(w)
    world = world_at(w)
    node_at(node).next = world.free_node
    world.free_node = node
