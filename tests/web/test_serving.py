"""Who may be served: this machine, or whoever has a password."""

import os
import socket
import subprocess
import sys

import pytest
from small import small

from sim.errors import StudyError
from sim.web import serving


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "localhost", "::1"])
def test_this_machine_alone(host):
    assert serving.is_of_this_machine(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.4", "example.org", ""])
def test_others_need_a_password(host):
    assert not serving.is_of_this_machine(host)
    with pytest.raises(StudyError, match="SMARKETING_PASSWORD"):
        serving.serve(small(), host)


def test_what_is_missing_is_named(monkeypatch):
    import builtins

    real = builtins.__import__

    def without(name, *args, **more):
        if name == "nicegui":
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(StudyError, match=r"pip install 'smarketing\[page\]'"):
        serving.serve(small())


def test_the_command_refuses_others_without_a_password():
    command = [sys.executable, "-m", "sim.cli", "serve", "desk-today", "--host", "0.0.0.0"]
    env = {name: value for name, value in os.environ.items() if name != "SMARKETING_PASSWORD"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=env)
    assert done.returncode == 2
    assert "SMARKETING_PASSWORD" in done.stderr
    assert done.stdout == ""


def test_a_port_that_is_taken_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "sim.cli", "serve", "desk-today", "--port", str(port), "--years", "2"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 2
    assert f"127.0.0.1:{port} cannot be served" in done.stderr
