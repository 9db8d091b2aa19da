"""A served page and a browser to look at it: Debian's Chromium, driven by Playwright."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

sys.path.insert(0, str(Path(__file__).parent))
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
# It would else look up its maker's hosts at every start.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-default-apps")  # fmt: skip
PATIENCE = 90_000  # milliseconds; a shared machine is slow at times
SMALL = """name: Small
extends: desk-today
team: {reps: 3}
channels:
  content: {volume: 60 per month}
  paid: {volume: 30 per month}
  events: {volume: 20 per month}
  demo: {volume: 30 per month}
experiment: {lead_in: 4 weeks, horizon: 13 weeks, follow_up: 4 weeks}
"""


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    why = missing()
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            if why and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason=why))


def missing():
    """Say what these tests lack on this machine; None when they can run."""
    try:
        import axe_playwright_python  # noqa: F401
        import nicegui  # noqa: F401
        import playwright  # noqa: F401
    except ImportError as error:
        return f"browser tests need {error.name}: pip install -e '.[browser]'"
    if CHROMIUM is None:
        return "browser tests need Chromium: make browser, or apt-get install chromium"
    return None


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Served:
    """The page, served by a process of its own."""

    def __init__(self, folder, *options, port=None, env=None):
        self.folder, self.options, self.env = folder, options, env or {}
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.start()

    def start(self):
        command = [sys.executable, "-m", "sim.cli", "serve", "--port", str(self.port), *self.options]
        self.said = (self.folder / f"served-{self.port}.txt").open("a+")
        root = str(Path(__file__).resolve().parents[2])
        env = {**os.environ, **self.env, "PYTHONPATH": root}
        self.process = subprocess.Popen(command, stdout=self.said, stderr=subprocess.STDOUT, cwd=self.folder, env=env)
        deadline = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"the page was not served: {self.output()}")

    def output(self):
        self.said.seek(0)
        return self.said.read()

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        status = self.process.wait(60)
        self.said.close()
        return status


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    (folder / "small.yaml").write_text(SMALL)
    page = Served(folder, "small.yaml", "--years", "40")
    yield page
    page.stop()


@pytest.fixture(scope="session")
def slow_served(tmp_path_factory):
    """A page with so many simulated years that no answer is ever final in a test."""
    folder = tmp_path_factory.mktemp("slow")
    (folder / "small.yaml").write_text(SMALL)
    page = Served(folder, "small.yaml", "--years", "2000")
    yield page
    page.stop()


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Open pages, each in a browser of its own; none may talk to another host, and none may have a script that fails."""
    contexts, faults = [], []

    def open_page(url, width=1366, height=768, ready=".tile", **more):
        context = chromium.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        host = urlsplit(url).netloc
        page.on("request", lambda request: _of_host(request.url, host) or faults.append(f"asked {request.url}"))
        page.on("websocket", lambda opened: _of_host(opened.url, host) or faults.append(f"asked {opened.url}"))
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.goto(url)
        if ready:
            page.wait_for_selector(ready)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _of_host(url, host):
    return urlsplit(url).netloc == host or urlsplit(url).scheme in ("data", "blob")


@pytest.fixture
def axe():
    from axe_playwright_python.sync_playwright import Axe

    def check(page):
        found = Axe().run(page).response["violations"]
        return [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found]

    return check
