"""How kernels are compiled, and where the compiled code is kept between runs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def _keep_somewhere() -> None:
    """Where neither the package nor a home can be written to, compiled code goes to a folder of
    this user for temporary files, so that at least every later process finds it."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        return
    beside, home = Path(__file__).parent, Path("~").expanduser()
    if os.access(beside, os.W_OK) or os.access(home, os.W_OK):
        return
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    os.environ["NUMBA_CACHE_DIR"] = str(Path(tempfile.gettempdir()) / f"dialogwerk-kernels-{user}")


_keep_somewhere()

from numba import njit  # noqa: E402 - reads the variable set above when it is loaded


def kernel(function: Kernel) -> Kernel:
    """Compile a function on its first call, keep the result, let other threads run meanwhile."""
    compiled: Any = njit(cache=True, nogil=True, boundscheck=False)(function)
    return cast(Kernel, compiled)


def leaf(function: Kernel) -> Kernel:
    """Compile a small function into each kernel that calls it."""
    compiled: Any = njit(cache=True, nogil=True, boundscheck=False, forceinline=True)(function)
    return cast(Kernel, compiled)
