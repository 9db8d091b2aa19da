"""Who may be served: this machine, or whoever has a password."""

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
