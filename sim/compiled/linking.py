"""How the stories of this room become one piece of machine code, once, kept on disk.

Numba compiles each story apart; a story calls another by name, in any order and in circles. What it makes of
them is linked to one object, which later starts load in milliseconds. The object's name is a hash of every
source it comes from, of the library versions and of the processor.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, TypeVar, cast

from ..rules.compiling import cache_folder, sources_digest

Function = TypeVar("Function", bound=Callable[..., Any])

SOURCES = ("log", "rules", "plan", "compiled")  # stories are here, and take what they know from here only
FIRST = "company"  # the story from which all others are told
ENTRY = "smarketing_company_simulate"


class Told(NamedTuple):
    """A story before it is machine code."""

    symbol: str
    signature: str
    function: Callable[..., Any]


_told: dict[str, Told] = {}
_lock = Lock()
_NUMBERS = {"int": "int64", "float": "float64", "bool": "int64", "None": "void"}  # a flag travels as 0 or 1


def story(function: Function) -> Function:
    """Make a function over plain numbers part of the machine code; others call it by this name.

    Its annotations (int, float, bool) are its signature.
    """
    symbol = f"smarketing_{function.__module__.rpartition('.')[2]}_{function.__name__}"
    *takes, gives = (_NUMBERS[kind] for kind in function.__annotations__.values())
    signature = f"{gives}({', '.join(takes)})"
    _told[symbol] = Told(symbol, signature, function)
    return cast(Function, declared(symbol, signature))


def declared(symbol: str, signature: str) -> Any:
    """A story that is told elsewhere, perhaps later: what lets stories call each other in circles."""
    from llvmlite import binding
    from numba import types
    from numba.core.sigutils import normalize_signature

    takes, gives = cast(Any, normalize_signature)(signature)
    # An address to compile against; linking puts the true one in its place.
    binding.add_symbol(symbol, ctypes.cast(ctypes.pythonapi.Py_IsInitialized, ctypes.c_void_p).value)
    return types.ExternalFunction(symbol, gives(*takes))


def _machine() -> Any:
    """The processor this runs on, as a target of machine code."""
    from llvmlite import binding

    target = binding.Target.from_default_triple()
    features = binding.get_host_cpu_features().flatten()
    cpu = binding.get_host_cpu_name()
    return target.create_target_machine(cpu=cpu, features=features, opt=3, reloc="pic", codemodel="default")


def make_object() -> bytes:
    """Compile and link every story."""
    import numba
    from llvmlite import binding

    importlib.import_module(f".{FIRST}", __package__)
    whole = binding.parse_assembly("")
    whole.triple = binding.get_process_triple()
    for told in _told.values():
        # Without reference counts, since nothing here is Python's; numba asks to keep each function apart, we ask not to.
        made = cast(Any, numba.cfunc)(told.signature, error_model="numpy", _nrt=False)(told.function)
        module = binding.parse_assembly(made.inspect_llvm().replace(" noinline", " nounwind"))
        module.get_function(made.native_name).name = told.symbol
        whole.link_in(module)
    for function in whole.functions:
        if not function.is_declaration and function.name != ENTRY:
            function.linkage = "internal"
    whole.verify()
    machine = _machine()
    passes = binding.create_pass_builder(machine, binding.create_pipeline_tuning_options(3))
    passes.getModulePassManager().run(whole, passes)
    return bytes(machine.emit_object(whole))


def kept_at() -> Path | None:
    """Where the object is kept, if anywhere."""
    from llvmlite import binding

    folder = cache_folder()
    if folder is None:
        return None
    processor = binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
    return Path(folder) / f"stories-{sources_digest(Path(__file__).parents[1], SOURCES, *processor)}.o"


def is_compiled() -> bool:
    """Whether the machine code is on disk already."""
    kept = kept_at()
    return kept is not None and kept.exists()


def keep(path: Path, code: bytes) -> None:
    """Put the object in its place whole, or not at all; a folder that cannot be written is no fault."""
    with contextlib.suppress(OSError):
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(code)
        Path(file.name).replace(path)


class Loaded(NamedTuple):
    """Machine code in this process."""

    engine: Any  # keeps the machine code alive
    simulate: Callable[[int], None]


@cache
def loaded() -> Loaded:
    """Load the machine code, once, and make it before if it is not kept."""
    from llvmlite import binding
    from numba.core.registry import cpu_target

    assert cpu_target.target_context  # readies what numba's code calls at run time
    kept = kept_at()
    code = None
    if kept is not None:
        with contextlib.suppress(OSError):
            code = kept.read_bytes()
    if code is None:
        code = make_object()
        if kept is not None:
            keep(kept, code)
    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), _machine())
    engine.add_object_file(binding.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address = engine.get_function_address(ENTRY)
    return Loaded(engine, ctypes.CFUNCTYPE(None, ctypes.c_int64)(address))


def simulate() -> Callable[[int], None]:
    """Machine code that simulates the world at an address, without the GIL."""
    with _lock:
        return loaded().simulate
