"""Names of files that others chose."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath


def safe_name(name: str, otherwise: str = "file", most: int = 150) -> str:
    """The name without folders, control and direction characters.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\\\a\\\\Brief\\u202efdp.exe"), safe_name("..")
    ('passwd', 'Brieffdp.exe', 'file')
    """
    bare = PurePosixPath(PureWindowsPath(name).name).name
    printable = "".join(char for char in bare if char.isprintable() and char not in "/\\").strip()
    if not printable.strip(". "):
        return otherwise
    stem, dot, suffix = printable.rpartition(".")
    if dot and len(suffix) <= 10:
        return f"{stem[: most - 11]}.{suffix}"
    return printable[:most]
