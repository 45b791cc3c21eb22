"""Excel workbooks (.xlsx, .xlsm; ISO/IEC 29500), streamed row by row.

Written out here because streaming keeps the memory bounded whatever the sheet claims: a single
value in the last cell of a sheet makes readers that allocate the whole rectangle fall over.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .archives import Archive
from .cells import BUILT_IN_DATES, ELAPSED_FORMAT, date_kind
from .errors import UnknownSheet
from .markup import Attributes, attribute, elements, parse
from .sheet_rows import SharedStrings, SheetParser, Surroundings
from .values import Record

_DIMENSION_ROWS = re.compile(rb"<(?:\w+:)?dimension\s[^>]*ref=[\"'][A-Z]+\d+:[A-Z]+(\d+)[\"']")
_STYLE_TAGS = frozenset({"numFmt", "cellXfs", "cellStyles", "dxfs", "xf"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name on the tab, its file in the archive, whether people see it."""

    name: str
    path: str
    visible: bool


@dataclass
class Workbook:
    """An Excel workbook.

    Attributes:
        archive: the packed files.
        root: name of the workbook's main file.
        sheets: worksheets in the order of their tabs.
    """

    archive: Archive
    root: str
    sheets: list[Sheet] = field(default_factory=list)
    from_1904: bool = False

    @classmethod
    def open(cls, archive: Archive) -> Workbook:
        """Read the list of sheets.

        Raises:
            BrokenFile: there is none.
        """
        workbook = cls(archive, _main_file(archive))
        targets = _targets(archive, workbook.root, "worksheet")
        for tag, attributes in elements(archive, workbook.root, {"workbookPr", "sheet"}):
            if tag == "workbookPr":
                workbook.from_1904 = attribute(attributes, "date1904") in ("1", "true")
            if tag == "sheet" and (path := targets.get(attribute(attributes, "id"))):
                visible = attribute(attributes, "state") in ("", "visible")
                workbook.sheets.append(Sheet(attribute(attributes, "name"), path, visible))
        if not workbook.sheets:
            raise archive.broken("it has no worksheets", "an Excel workbook")
        return workbook

    def choose(self, wanted: str | int | None) -> Sheet:
        """The sheet asked for (name, or 1-based position), else the first visible with data.

        Raises:
            UnknownSheet: there is no such sheet; the message lists those there are.
        """
        if wanted is None:
            visible = [sheet for sheet in self.sheets if sheet.visible] or self.sheets
            return next((sheet for sheet in visible if self._has_data(sheet)), visible[0])
        for position, sheet in enumerate(self.sheets, start=1):
            if wanted in (sheet.name, position):
                return sheet
        names = ", ".join(f"“{sheet.name}”" for sheet in self.sheets)
        raise UnknownSheet(name=self.archive.source.name, sheet=wanted, sheets=names)

    def records(self, sheet: Sheet) -> Iterator[Record]:
        """The rows that hold something."""
        if sheet.path not in self.archive.names:
            raise self.archive.broken(f"sheet “{sheet.name}” is missing", "an Excel workbook")
        rows = SheetParser(self._surroundings())
        parts = parse(
            self.archive, sheet.path, start=rows.start, end=rows.end, text=rows.characters
        )
        for _ in parts:
            yield from rows.take()

    def row_count(self, sheet: Sheet) -> int:
        """Rows below the first, as the sheet declares them; counted if it does not."""
        first = next(self.archive.inflate(sheet.path), b"")
        declared = _DIMENSION_ROWS.search(first)
        if declared:
            return max(0, int(declared[1]) - 1)
        return max(0, sum(1 for _ in self.records(sheet)) - 1)

    @cached_property
    def shared(self) -> list[str]:
        """Texts that cells point to by number."""
        texts = SharedStrings()
        for path in _targets(self.archive, self.root, "sharedStrings").values():
            if path in self.archive.names:
                for _ in parse(
                    self.archive, path, start=texts.start, end=texts.end, text=texts.characters
                ):
                    pass
        return texts.values

    @cached_property
    def styles(self) -> list[str]:
        """For every cell style "date", "elapsed" or ""."""
        kinds: list[str] = []
        for path in _targets(self.archive, self.root, "styles").values():
            kinds += _style_kinds(elements(self.archive, path, _STYLE_TAGS))
        return kinds

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            source=self.archive.source,
            shared=lambda: self.shared,
            styles=self.styles,
            from_1904=self.from_1904,
            broken=self.archive.broken,
        )

    def _has_data(self, sheet: Sheet) -> bool:
        return next(self.records(sheet), None) is not None


def _main_file(archive: Archive) -> str:
    """The workbook's main file, found through the package's relations."""
    return next(iter(_targets(archive, "", "officeDocument").values()), "xl/workbook.xml")


def _targets(archive: Archive, part: str, kind: str) -> dict[str, str]:
    """Relation id → file, for the relations of one kind."""
    folder, name = posixpath.split(part)
    found: dict[str, str] = {}
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    for _, attributes in elements(archive, relations, {"Relationship"}):
        if attributes.get("Type", "").endswith(f"/{kind}"):
            target = posixpath.join("/", folder, attributes.get("Target", ""))
            found[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/")
    return found


def _style_kinds(styles: list[tuple[str, Attributes]]) -> list[str]:
    custom: dict[int, str] = {}
    kinds: list[str] = []
    inside = False
    for tag, attributes in styles:
        if tag == "numFmt":
            number = int(attributes.get("numFmtId", "0") or 0)
            custom[number] = date_kind(attributes.get("formatCode", ""))
        elif tag in ("cellXfs", "cellStyles", "dxfs"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            kinds.append(_format_kind(int(attributes.get("numFmtId", "0") or 0), custom))
    return kinds


def _format_kind(number: int, custom: dict[int, str]) -> str:
    if number in custom:
        return custom[number]
    if number == ELAPSED_FORMAT:
        return "elapsed"
    return "date" if number in BUILT_IN_DATES else ""
