"""Contributions to dialogues elsewhere, as tables and exports hand them over, read into values.

Three layouts are known: any table of contributions, exports of adhocracy+, exports of Decidim.
"""

from .columns import Columns, Source, detect, propose
from .errors import ContributionsError, NoColumns, NotAnExport
from .findings import Finding, Severity
from .json_rows import flattened, rows_of_json
from .reading import Reader, Reading
from .values import Decided, Given

__all__ = [
    "Columns",
    "ContributionsError",
    "Decided",
    "Finding",
    "Given",
    "NoColumns",
    "NotAnExport",
    "Reader",
    "Reading",
    "Severity",
    "Source",
    "detect",
    "flattened",
    "propose",
    "rows_of_json",
]
