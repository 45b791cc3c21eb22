"""Documents that people comment on: a text by paragraph, a plan sheet by place."""

import math

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.triggers import immutable

from .processes import Format

COLUMNS = "ABCDEFGHJK"
"""Names of the columns of the grid over a sheet, without I, which reads like 1."""


@immutable
class TextVersion(models.Model):
    """One version of the text that is discussed. It never changes; a new one stands beside it."""

    format = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="text_versions")
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    changes = models.TextField(_("what has changed"), blank=True)
    source = models.CharField(_("file it was read from"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=50, help_text=_("actor"))

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        ordering = ["format", "number"]
        constraints = [
            models.UniqueConstraint(fields=["format", "number"], name="text_versions_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


@immutable
class Paragraph(models.Model):
    """A paragraph of a version. Unchanged ones have the same `thread` in all versions, so that
    comments on them stay beside them."""

    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="paragraphs")
    number = models.PositiveSmallIntegerField(_("number"))
    thread = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(default=0, help_text=_("of a heading; 0 for text"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="paragraphs_are_numbered"),
            models.UniqueConstraint(fields=["version", "thread"], name="one_paragraph_of_a_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}, {self.number}"


def sheet_path(sheet: "Sheet", _filename: str) -> str:
    return f"sheets/{sheet.sha256[:2]}/{sheet.sha256}"


@immutable
class Sheet(models.Model):
    """A plan sheet as a picture, with a grid by which places have names such as C4."""

    format = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what it shows"))
    file = models.FileField(_("file"), upload_to=sheet_path, max_length=200)
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=50, help_text=_("actor"))

    class Meta:
        verbose_name = _("plan sheet")
        verbose_name_plural = _("plan sheets")
        ordering = ["format", "number"]
        constraints = [
            models.UniqueConstraint(fields=["format", "number"], name="sheets_are_numbered")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        slugs = (self.format.process.slug, self.format.slug)
        return reverse("document-sheet", args=[*slugs, self.number])

    @property
    def columns(self) -> str:
        """Names of the columns: ten along the longer side, so that squares are nearly square."""
        return COLUMNS if self.width >= self.height else COLUMNS[: self._short_side]

    @property
    def rows(self) -> int:
        """Number of rows, counted from 1 at the top."""
        return self._short_side if self.width >= self.height else len(COLUMNS)

    @property
    def _short_side(self) -> int:
        ratio = min(self.width, self.height) / max(self.width, self.height)
        return max(1, math.ceil(len(COLUMNS) * ratio))

    def square_at(self, x: float, y: float) -> str:
        """The name of the square at this place.

        Args:
            x, y: percent of width and height, from the left and from the top.
        """
        column = min(int(x / 100 * len(self.columns)), len(self.columns) - 1)
        row = min(int(y / 100 * self.rows), self.rows - 1)
        return f"{self.columns[column]}{row + 1}"

    def centre_of(self, square: str) -> tuple[float, float] | None:
        """The middle of a square in percent of width and height; None if there is no such one."""
        name = square.strip().upper()
        column, row = self.columns.find(name[:1]), name[1:]
        if not name or column < 0 or not (row.isascii() and row.isdigit()):
            return None
        if not 1 <= int(row) <= self.rows:
            return None
        x = (column + 0.5) / len(self.columns) * 100
        return round(x, 2), round((int(row) - 0.5) / self.rows * 100, 2)
