"""Small files made by hand, also such as no spreadsheet program would write."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable

import xlsxwriter

CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="x"/>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def csv_file(text: str, encoding: str = "utf-8") -> io.BytesIO:
    """A CSV file in memory."""
    return io.BytesIO(text.encode(encoding))


def workbook(fill: Callable[[xlsxwriter.Workbook], object]) -> io.BytesIO:
    """A workbook written by XlsxWriter."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    fill(book)
    book.close()
    target.seek(0)
    return target


def simple_workbook(rows: Iterable[Iterable[object]], sheet: str = "Tabelle1") -> io.BytesIO:
    """A workbook with one sheet that holds the rows as they are."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(number, column, value)
                elif value is not None:
                    page.write(number, column, value)

    return workbook(fill)


def raw_workbook(
    sheet_data: str, *, shared: str = "", styles: str = "", extra: dict[str, str] | None = None
) -> io.BytesIO:
    """A workbook whose XML is given word for word."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="Blatt" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>'
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        **(extra or {}),
    }
    return packed({name: text.encode() for name, text in parts.items()})


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    """A zip archive of these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    target.seek(0)
    return target


def lying_archive(file: io.BytesIO, name: str, declared: int, crc_of: bytes) -> io.BytesIO:
    """The same archive, but one file declares another size, with the check sum to match."""
    data = bytearray(file.getvalue())
    with zipfile.ZipFile(file) as archive:
        offset = archive.getinfo(name).header_offset
        start = archive.start_dir
    patch = struct.pack("<I", zlib.crc32(crc_of))
    data[offset + 14 : offset + 18] = patch
    data[offset + 22 : offset + 26] = struct.pack("<I", declared)
    entry = data.index(name.encode(), start) - 46
    data[entry + 16 : entry + 20] = patch
    data[entry + 24 : entry + 28] = struct.pack("<I", declared)
    return io.BytesIO(bytes(data))


def header_row(*names: str) -> str:
    """A sheet's first row with texts written in place."""
    cells = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in names)
    return f'<row r="1">{cells}</row>'


def _relations(*entries: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for key, kind, target in entries
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


class Endless(io.RawIOBase):
    """A stream that only runs forward and makes up its bytes while being read."""

    def __init__(self, start: bytes, repeat: bytes, total: int) -> None:
        self._pending, self._repeat, self._left = start, repeat, total
        self.handed_out = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        if not self._pending and self._left > 0:
            self._pending = self._repeat * max(1, 65536 // len(self._repeat))
            self._left -= len(self._pending)
        piece, self._pending = self._pending[:size], self._pending[size:]
        self.handed_out += len(piece)
        return piece
