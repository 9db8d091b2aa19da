"""cimba has to add its types to numba before numba compiles anything, so it is loaded before our rules are."""

import contextlib

with contextlib.suppress(ModuleNotFoundError):
    import cimba  # noqa: F401
