"""Visitors of the page without browsers: each connects as a browser does and moves a lever every ten seconds.

    python tests/benchmarks/visitors.py http://127.0.0.1:8765/ --visitors 30 --minutes 5 --process PID

Says how long first answers took, how many moves had none before the next, and how much memory the server used. While
there is time, years that nobody waits for are simulated too, and count among the processor's seconds for each answer.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import json
import os
import random
import re
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import socketio

ANSWERED = re.compile(r'class=\\?"(good|bad|open)|This is today')


def _is_answer(element: object) -> bool:
    """Whether an element as sent is the verdict, and not greyed."""
    if not isinstance(element, dict):
        return False
    classes = element.get("class", [])
    return "headline" in classes and "due" not in classes and bool(ANSWERED.search(json.dumps(element.get("props", {}))))


class Visitor:
    """One visitor: the page's elements, and when it moved and was answered."""

    def __init__(self, url: str, luck: random.Random, spread: int) -> None:
        self.url, self.luck, self.spread = url, luck, spread
        self.moved = 0.0
        self.waits: list[float] = []
        self.unanswered = 0
        self.turned_away = 0
        self.sliders: list[tuple[int, int, str]] = []

    async def live(self, until: float, every: float) -> None:
        """Connect and move until a time."""
        await asyncio.sleep(self.luck.uniform(0, every))
        elements: dict[str, dict[str, object]] = {}

        async def update(message: dict[str, dict[str, object]]) -> None:
            elements.update({key: value for key, value in message.items() if isinstance(value, dict)})
            if self.moved and any(map(_is_answer, message.values())):
                self.waits.append(time.monotonic() - self.moved)
                self.moved = 0.0

        socket, query = await self._connect(update)
        await asyncio.sleep(self.luck.uniform(1, every))
        while time.monotonic() < until:
            self._listen(elements)
            if not self.sliders:
                await asyncio.sleep(0.5)
                continue
            if self.moved:
                self.unanswered += 1
            element, listener, stop = self._choose(elements)
            self.moved = time.monotonic()
            await socket.emit(
                "event", {"id": element, "client_id": query["client_id"], "listener_id": listener, "args": [json.dumps(stop)]}
            )
            await asyncio.sleep(every)
        if self.moved:
            self.unanswered += 1
        await socket.disconnect()

    async def _connect(self, update: Callable[..., Awaitable[None]]) -> tuple[socketio.AsyncClient, dict[str, object]]:
        """Fetch the page and open its socket; a busy server may need to be asked again, as a browser does."""
        while True:
            async with httpx.AsyncClient(timeout=60) as client:
                page = (await client.get(self.url)).text
            found = re.search(r"query: (\{.*?\}),\n", page)
            assert found, "the page is not as this script knows it"
            query = {**ast.literal_eval(found[1]), "document_id": str(uuid.uuid4()), "tab_id": str(uuid.uuid4())}
            socket = socketio.AsyncClient(reconnection=False)
            socket.on("update", update)
            origin = f"{urlsplit(self.url).scheme}://{urlsplit(self.url).netloc}"
            words = "&".join(f"{key}={json.dumps(value) if isinstance(value, bool) else value}" for key, value in query.items())
            try:
                await socket.connect(
                    f"{self.url}?{words}",
                    headers={"Origin": origin},
                    socketio_path="/_nicegui_ws/socket.io",
                    transports=["websocket"],
                )
            except socketio.exceptions.ConnectionError:
                self.turned_away += 1
                continue
            return socket, query

    def _listen(self, elements: dict[str, dict[str, object]]) -> None:
        if self.sliders:
            return
        for key, element in elements.items():
            props = element.get("props", {})
            events = element.get("events", [])
            if isinstance(props, dict) and props.get("^type") == "range" and isinstance(events, list) and events:
                self.sliders.append((int(key), events[0]["listener_id"], str(props["^max"])))

    def _choose(self, elements: dict[str, dict[str, object]]) -> tuple[int, str, str]:
        """Choose a slider and a stop: any of them, or one of the first few as people in one room would."""
        key, listener, most = self.luck.choice(self.sliders)
        return key, listener, str(self.luck.randint(0, min(int(most), self.spread)))


def memory(process: int) -> float:
    """Resident megabytes of a process."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def processor_seconds(process: int) -> float:
    """Seconds that a process has computed so far, on all processors together."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def run(url: str, visitors: int, minutes: float, every: float, spread: int, process: int | None) -> None:
    """Let visitors live for some minutes, and say how they fared."""
    until = time.monotonic() + 60 * minutes
    all_of_them = [Visitor(url, random.Random(number), spread) for number in range(visitors)]
    tasks = [asyncio.create_task(each.live(until, every)) for each in all_of_them]
    used = [memory(process)] if process else []
    began, computed = time.monotonic(), processor_seconds(process) if process else 0.0
    while not all(task.done() for task in tasks):
        await asyncio.sleep(5)
        if process:
            used.append(memory(process))
    await asyncio.gather(*tasks)
    waits = sorted(wait for each in all_of_them for wait in each.waits)
    unanswered = sum(each.unanswered for each in all_of_them)
    print(f"{visitors} visitors, {minutes:g} min, a move every {every:g} s: {len(waits)} moves answered, {unanswered} not")
    if away := sum(each.turned_away for each in all_of_them):
        print(f"connections that had to be tried again: {away}")
    if waits:
        at = [waits[min(len(waits) - 1, int(share * len(waits)))] for share in (0.5, 0.95, 1)]
        print("seconds to the first answer: median {:.2f}, 95th percentile {:.2f}, longest {:.2f}".format(*at))
    if process:
        computed = processor_seconds(process) - computed
        share, each = computed / (time.monotonic() - began), computed / max(1, len(waits))
        print(f"the server had {share:.2f} processors on average, {each:.2f} s of one for each answer")
        at = (used[0], used[len(used) // 2], used[-1], max(used))
        print("memory: {:.0f} MB at first, {:.0f} MB at half time, {:.0f} MB in the end, {:.0f} MB at most".format(*at))


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("url")
    asked.add_argument("--visitors", type=int, default=30)
    asked.add_argument("--minutes", type=float, default=5)
    asked.add_argument("--every", type=float, default=10)
    asked.add_argument("--spread", type=int, default=99, help="stops of each lever that are chosen from; few: a room of people")
    asked.add_argument("--process", type=int)
    given = asked.parse_args()
    asyncio.run(run(given.url, given.visitors, given.minutes, given.every, given.spread, given.process))
