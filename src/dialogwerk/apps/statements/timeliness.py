"""What it means to write in time or late, in the words of the law and no more than it says.

The words come from the core (`cores.deadlines.consequences`): what being late means in the
procedure is one thing, what it means in court another. Every page that tells anybody that a letter
is late asks here.
"""

import re

from django.utils.translation import gettext as _

from dialogwerk.apps.base.templatetags.dialogwerk import day
from dialogwerk.apps.schemes.models import Procedure, Round
from dialogwerk.apps.schemes.words import in_reader_language
from dialogwerk.cores.deadlines import DeadlineError, Text
from dialogwerk.cores.deadlines.consequences import Consequence
from dialogwerk.cores.deadlines.consequences import consequence as consequence_in_law

from .models import Statement

_NUMBERED = re.compile(r"(§§?|Art\.|Abs\.|Satz|Nr\.) (?=\d)")


def unbroken(text: str) -> str:
    """No norm is torn at the end of a line.

    >>> unbroken("§ 73 Abs. 4 Satz 3 VwVfG").count("\\u00a0")
    3
    """
    return _NUMBERED.sub("\\1\u00a0", text)


def law_of(procedure: Procedure, round: Round) -> Consequence | None:
    """What follows from being in time or late in this round; None if it is not on file."""
    try:
        return consequence_in_law(
            procedure.kind,
            day=round.objections_until,
            land=procedure.land,
            eia=procedure.eia,
            variant=procedure.variant,
            circumstances=procedure.circumstances,
        )
    except DeadlineError:
        return None


def exclusion(procedure: Procedure, round: Round | None) -> list[str]:
    """What being late means, for somebody who may still write: in the procedure, in court, and
    what one can do. Empty without a round."""
    law = law_of(procedure, round) if round else None
    return _said(law.late, law.court, law.now) if law else []


def in_time(procedure: Procedure, round: Round | None) -> list[str]:
    """What a letter in time brings, for somebody who may still write. Empty without a round."""
    law = law_of(procedure, round) if round else None
    return _said(law.in_time) if law else []


def late_letter(procedure: Procedure, round: Round | None) -> list[str]:
    """What being late means for a letter that is here: in the procedure and in court."""
    law = law_of(procedure, round) if round else None
    return _said(law.late, law.court) if law else []


def consequence(statement: Statement) -> str:
    """What the time of receipt means for this letter; empty if no period is known."""
    if statement.round is None:
        return ""
    law = law_of(statement.procedure, statement.round)
    until = _("The last day of the period is %(until)s.") % {
        "until": day(statement.round.objections_until)
    }
    if not statement.is_late:
        return " ".join([until, *_since(statement), *(_said(law.in_time) if law else [])])
    taken = _("It has been accepted, marked as late and passed to the authority.")
    meaning = _said(law.late, law.court, law.once_sent) if law else [_("The letter came later.")]
    return " ".join([until, meaning[0], taken, *meaning[1:]])


def _since(statement: Statement) -> list[str]:
    """Why a letter counts that was late at first."""
    if statement.in_time_since is None:
        return []
    return [
        _("The letter came late at first; the period now ends later, so it counts since %(day)s.")
        % {"day": day(statement.in_time_since)}
    ]


def _said(*texts: Text) -> list[str]:
    return [unbroken(said) for text in texts if (said := in_reader_language(text))]
