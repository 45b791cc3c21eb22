"""How kernels are compiled, and where the compiled code is kept between runs.

numba notices when the file of a kernel changes, but not when another one does whose functions or
constants were compiled into it. So what is compiled for a core lies in a folder named after a
digest of all files that its kernels are made from; after a change another folder is used.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import config, njit, types

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


class Kernels:
    """The kernels of one core.

    Attributes:
        folder: where they are kept.
    """

    def __init__(self, name: str, beside: Path, sources: Iterable[Path]) -> None:
        """Say where they are kept; nothing is compiled yet.

        Args:
            name: of the core; folders of several may lie side by side.
            beside: folder of the kernels' source.
            sources: all files that they are made from, besides this one.
        """
        self._prefix = f"kernels-{name}-"
        self.folder = _base(beside) / f"{self._prefix}{_digest((Path(__file__), *sources))}"

    def remove_outdated(self) -> None:
        """Remove what was compiled from files as they were before."""
        for folder in self.folder.parent.glob(f"{self._prefix}*"):
            if folder != self.folder:
                shutil.rmtree(folder, ignore_errors=True)

    def kernel(self, function: Kernel) -> Kernel:
        """Compile a function on its first call, keep the result, let other threads run then."""
        return cast(Kernel, self._compiled(function))

    def inner(self, function: Kernel) -> Kernel:
        """The same for a function that only kernels call: Python cannot, and a third is saved."""
        return cast(Kernel, _closed(self._compiled(function, no_cpython_wrapper=True)))

    def leaf(self, function: Kernel) -> Kernel:
        """Compile a small function into each kernel that calls it; Python cannot call it."""
        compiled = self._compiled(function, no_cpython_wrapper=True, forceinline=True)
        return cast(Kernel, _closed(compiled))

    def _compiled(self, function: Callable[..., Any], **options: bool) -> Any:
        compile_it: Any = njit
        setattr(config, "CACHE_DIR", str(self.folder))  # noqa: B010 - made at run time, has no type
        compiled = compile_it(
            cache=True, nogil=True, boundscheck=False, no_cfunc_wrapper=True, **options
        )(function)
        template = compiled.get_call_template

        def for_any_number(args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
            """A number that stands in the source has a type, and would have a kernel of its own."""
            return template(tuple(map(types.unliteral, args)), keywords)

        compiled.get_call_template = for_any_number
        return compiled


def _digest(sources: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _base(beside: Path) -> Path:
    """Beside the package; else in the user's cache; else, for this user, among temporary files."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"])
    home = Path("~").expanduser()
    for folder, place in (
        (beside, beside / "__pycache__"),
        (home, home / ".cache" / "dialogwerk"),
    ):
        if os.access(folder, os.W_OK):
            return place
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    return Path(tempfile.gettempdir()) / f"dialogwerk-{user}"


def _closed(compiled: Any) -> Any:
    """Refuse calls from Python, for which there is no door: they would end the process."""

    def keep(result: Any) -> None:
        compiled.overloads[tuple(result.signature.args)] = result

    def refuse(*_args: object, **_keywords: object) -> None:
        raise TypeError(f"{compiled.py_func.__qualname__} is for kernels; Python cannot call it.")

    compiled.add_overload, compiled._compile_for_args = keep, refuse
    return compiled
