"""The kernels of the opinion map: where they are kept."""

from __future__ import annotations

from pathlib import Path

from dialogwerk.cores.compiling import Kernels

_HERE = Path(__file__).parent
KERNELS = Kernels("opinions", _HERE, sorted(_HERE.glob("*.py")))
kernel, inner, leaf = KERNELS.kernel, KERNELS.inner, KERNELS.leaf
