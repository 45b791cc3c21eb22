"""How much is read before a file is refused."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep memory and time finite whatever somebody sends.

    Attributes:
        max_bytes: size of the file.
        max_field_chars: length of one value.
        max_row_chars: length of one row, all values and delimiters; bounds the memory for CSV.
        max_columns: number of columns; Excel's own maximum by default.
        max_archive_entries: files inside a workbook.
        max_unpacked_bytes: size of a workbook's contents when unpacked.
        max_ratio: unpacked size divided by packed size; looked at only above
            ``ratio_applies_from`` bytes, because a thousand identical letters pack very well.
        ratio_applies_from: unpacked size in bytes from which ``max_ratio`` counts.
        max_helper_bytes: memory of the process that reads .xls and .ods.
        max_helper_seconds: processor time of that process.
    """

    max_bytes: int = 2 * KIB * MIB
    max_field_chars: int = MIB
    max_row_chars: int = 16 * MIB
    max_columns: int = 16384
    max_archive_entries: int = 2000
    max_unpacked_bytes: int = 512 * MIB
    max_ratio: int = 200
    ratio_applies_from: int = 64 * MIB
    max_helper_bytes: int = KIB * MIB
    max_helper_seconds: int = 60
