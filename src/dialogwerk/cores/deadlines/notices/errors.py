"""What can be wrong with the drafting or checking of a notice."""

from __future__ import annotations

from ..errors import DeadlineError


class UnknownNotice(DeadlineError):
    """This procedure has no such notice."""

    code = "unknown_notice"
    message = "There is no notice “%(given)s” in this procedure. Known: %(known)s."
    message_de = (
        "Eine Bekanntmachung „%(given)s“ gibt es in diesem Verfahren nicht. Es gibt: %(known)s."
    )


class MissingFacts(DeadlineError):
    """A notice cannot be drafted before all that it has to say is known."""

    code = "missing_facts"
    message = "Before the notice can be drafted, please enter: %(missing)s."
    message_de = "Bevor die Bekanntmachung entworfen werden kann, tragen Sie bitte ein: %(fehlt)s."
