"""What can be wrong with a case that somebody has written down, before anything is computed."""

from __future__ import annotations

from .errors import DeadlineError, WrongDate


class CaseUnreadable(DeadlineError):
    """A case cannot be read at all."""

    code = "case_unreadable"
    message = "This is not a case. Please write an object such as %(example)s."
    message_de = "Das ist kein Fall. Bitte schreiben Sie ein Objekt wie %(example)s."


class ValueMissing(DeadlineError):
    """A value that every case needs is not there."""

    code = "value_missing"
    message = "“%(key)s” is missing. Please give one of these: %(known)s."
    message_de = "Die Angabe „%(key)s“ fehlt. Bitte geben Sie eines davon an: %(known)s."


class WrongValue(DeadlineError):
    """A value has the wrong shape."""

    code = "wrong_value"
    message = "“%(key)s” is %(given)s; it has to be %(expected)s."
    message_de = "Die Angabe „%(key)s“ lautet %(given)s; erwartet wird %(expected_de)s."


class UnknownKey(DeadlineError):
    """A key looks like a misspelt one."""

    code = "unknown_key"
    message = "There is no “%(given)s” in a case. Did you mean “%(meant)s”?"
    message_de = "Eine Angabe „%(given)s“ gibt es nicht. Ist „%(meant)s“ gemeint?"


class GivenTwice(DeadlineError):
    """The same event or step is there under two names, with different days."""

    code = "given_twice"
    message = "“%(name)s” is given twice, with %(first)s and with %(second)s. Please leave one out."
    message_de = (
        "„%(name)s“ steht zweimal da, mit %(first)s und mit %(second)s. Bitte lassen Sie eines weg."
    )


class WrongOverride(WrongDate):
    """A day set by hand is no calendar day."""

    code = "wrong_override"
    message = (
        "The day set by hand for “%(event)s” has to be a calendar day such as 2026-03-02; there "
        "is no “%(given)s”."
    )
    message_de = (
        "Der von Hand gesetzte Tag zu „%(event)s“ muss ein Kalendertag wie 2026-03-02 sein; "
        "„%(given)s“ gibt es nicht."
    )
