"""How kernels are compiled, and where the compiled code is kept between runs.

numba notices when the file of a kernel changes, but not when another one does whose functions or
constants were compiled into it. So everything compiled lies in a folder named after a digest of all
files that kernels are made from; after a change another folder is used.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import config, njit, types

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
_HERE = Path(__file__).parent
_PREFIX = "kernels-"
_RULES = ("deviations.py", "sender_block.py", "sentences.py", "words.py")


def _digest() -> str:
    """Of the files in this folder, and of those beside it that kernels come from."""
    digest = hashlib.sha256()
    for path in sorted((*_HERE.glob("*.py"), *_HERE.parent.glob("*.py"))):
        source = path.read_bytes()
        is_source = path.parent == _HERE or b"compiling import" in source
        if is_source or path.name in _RULES:
            digest.update(path.name.encode() + source)
    return digest.hexdigest()[:16]


def _base() -> Path:
    """Beside the package; else in the user's cache; else, for this user, among temporary files."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"])
    home = Path("~").expanduser()
    for folder, place in ((_HERE, _HERE / "__pycache__"), (home, home / ".cache" / "dialogwerk")):
        if os.access(folder, os.W_OK):
            return place
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    return Path(tempfile.gettempdir()) / f"dialogwerk-{user}"


FOLDER = _base() / f"{_PREFIX}{_digest()}"
setattr(config, "CACHE_DIR", str(FOLDER))  # noqa: B010 - made at run time, unknown to types


def remove_outdated() -> None:
    """Remove what was compiled from files as they were before."""
    for folder in FOLDER.parent.glob(f"{_PREFIX}*"):
        if folder != FOLDER:
            shutil.rmtree(folder, ignore_errors=True)


def kernel(function: Kernel) -> Kernel:
    """Compile a function on its first call, keep the result, let other threads run meanwhile."""
    return cast(Kernel, _compiled(function))


def inner(function: Kernel) -> Kernel:
    """The same for a function that only kernels call: Python cannot, and a third is saved."""
    return cast(Kernel, _closed(_compiled(function, no_cpython_wrapper=True)))


def leaf(function: Kernel) -> Kernel:
    """Compile a small function into each kernel that calls it; Python cannot call it."""
    return cast(Kernel, _closed(_compiled(function, no_cpython_wrapper=True, forceinline=True)))


def _compiled(function: Callable[..., Any], **options: bool) -> Any:
    compile_it: Any = njit
    compiled = compile_it(
        cache=True, nogil=True, boundscheck=False, no_cfunc_wrapper=True, **options
    )(function)
    template = compiled.get_call_template

    def for_any_number(args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """A number that stands in the source has a type, and would have a kernel, of its own."""
        return template(tuple(map(types.unliteral, args)), keywords)

    compiled.get_call_template = for_any_number
    return compiled


def _closed(compiled: Any) -> Any:
    """Refuse calls from Python, for which there is no door: they would end the process."""

    def keep(result: Any) -> None:
        compiled.overloads[tuple(result.signature.args)] = result

    def refuse(*_args: object, **_keywords: object) -> None:
        raise TypeError(f"{compiled.py_func.__qualname__} is for kernels; Python cannot call it.")

    compiled.add_overload, compiled._compile_for_args = keep, refuse
    return compiled
