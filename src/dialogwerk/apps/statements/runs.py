"""What workers find here: importing these modules registers their handlers."""

from .services import (
    grouping_runs,
    import_checking,
    imports,
    person_runs,
    proposal_runs,
    redaction_runs,
    reply_runs,
)

__all__ = [
    "grouping_runs",
    "import_checking",
    "imports",
    "person_runs",
    "proposal_runs",
    "redaction_runs",
    "reply_runs",
]
