"""What the pages about notices show: rows of kinds, and a text with its findings marked."""

from collections.abc import Iterable
from dataclasses import dataclass

from dialogwerk.cores.deadlines.notices import kinds

from .models import Notice, Procedure
from .services.notices import Checked
from .words import in_reader_language


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of notice and those that exist of it, the newest first."""

    id: str
    name: str
    notices: tuple[Notice, ...]

    @property
    def published(self) -> Notice | None:
        """The one that holds."""
        return next((one for one in self.notices if one.is_published), None)


def rows_of_kinds(procedure: Procedure) -> list[KindRow]:
    """The notices that this procedure needs, in its order."""
    found = list(procedure.notices.select_related("procedure", "round"))
    return [
        KindRow(
            kind.id,
            in_reader_language(kind.name),
            tuple(one for one in found if one.kind == kind.id),
        )
        for kind in kinds(procedure.kind, procedure.variant)
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text; ``number`` of the finding that marks it, 0 for none."""

    text: str
    number: int = 0
    severity: str = ""


def marked(text: str, findings: Iterable[Checked], offset: int = 0) -> list[Part]:
    """The text in stretches, marked where a finding points at; the first one wins.

    Args:
        offset: where the text begins in what was checked (after its title).
    """
    spots = []
    for number, one in enumerate(findings, 1):
        if one.finding.where is None:
            continue
        start, end = (position - offset for position in one.finding.where)
        if 0 <= start < end <= len(text):
            spots.append((start, end, number, one.finding.severity))
    parts, at = [], 0
    for start, end, number, severity in sorted(spots):
        if start < at:
            continue
        parts += [Part(text[at:start]), Part(text[start:end], number, severity)]
        at = end
    return [part for part in (*parts, Part(text[at:])) if part.text]
