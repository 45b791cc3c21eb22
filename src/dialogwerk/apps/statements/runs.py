"""What workers find here: importing these modules registers their handlers."""

from .services import (
    bulk_actions,
    grouping_runs,
    import_checking,
    imports,
    person_runs,
    proposal_runs,
    redaction_runs,
    reply_runs,
)

__all__ = [
    "bulk_actions",
    "grouping_runs",
    "import_checking",
    "imports",
    "person_runs",
    "proposal_runs",
    "redaction_runs",
    "reply_runs",
]
