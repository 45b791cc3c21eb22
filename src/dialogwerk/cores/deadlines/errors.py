"""What can be wrong with a deadline, as a tree of exceptions.

Every message is one English sentence with named placeholders. Whoever shows it in another
language translates ``message`` and fills in ``params``; ``code`` never changes. Days in ``params``
are written as dd.mm.yyyy.
"""

# Named after what happened, as the style guide wants it, not after being an error.

from __future__ import annotations

from datetime import date
from typing import ClassVar


class DeadlineError(Exception):
    """A date cannot be computed; says what, why and what to do.

    Attributes:
        code: stable name of this kind of error, for programs.
        message: the English sentence with ``%(name)s`` placeholders, for translation.
        params: values of the placeholders.
    """

    code: ClassVar[str] = "deadline"
    message: ClassVar[str] = "The deadline cannot be computed."

    def __init__(self, **params: object) -> None:
        self.params = {key: _shown(value) for key, value in params.items()}
        super().__init__(self.message % self.params)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.params)


def _shown(value: object) -> object:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else value


def _rebuild(kind: type[DeadlineError], params: dict[str, object]) -> DeadlineError:
    return kind(**params)


class UnknownProcedureType(DeadlineError):
    """No rules are on file for this type of procedure."""

    code = "unknown_procedure_type"
    message = "There is no procedure type “%(given)s”. On file: %(known)s. Please use one of these."


class UnknownLand(DeadlineError):
    """No rules or no calendar are on file for this Land."""

    code = "unknown_land"
    message = (
        "There is no Land “%(given)s” on file here. On file: %(known)s. Please use one of these."
    )


class UnknownEvent(DeadlineError):
    """The procedure does not know an event of this name."""

    code = "unknown_event"
    message = "There is no event “%(given)s” in this procedure. Known events: %(known)s."


class MissingEvent(DeadlineError):
    """A step cannot be computed without this event."""

    code = "missing_event"
    message = "The event “%(event)s” is missing. Please record its day; everything counts from it."


class WrongDate(DeadlineError):
    """A value is not a calendar day."""

    code = "wrong_date"
    message = "The event “%(event)s” needs a calendar day, not “%(given)s”."


class EventOutOfOrder(DeadlineError):
    """One event lies before another that it must follow."""

    code = "event_out_of_order"
    message = (
        "“%(later)s” (%(later_day)s) must come after “%(earlier)s” (%(earlier_day)s), %(norm)s. "
        "Please check both days."
    )


class PeriodTooShort(DeadlineError):
    """A recorded end falls short of the lawful minimum."""

    code = "period_too_short"
    message = (
        "The recorded end “%(event)s” (%(given)s) is before the lawful minimum %(minimum)s, "
        "%(norm)s. Please check the day; a shorter period has to be announced anew."
    )


class PeriodTooShortUnlessOld(PeriodTooShort):
    """The same, where the former law would do if the procedure is old enough."""

    code = "period_too_short_unless_old"
    message = PeriodTooShort.message + (
        " If the procedure began before %(cut_off)s, record the event “scoping” or “application” "
        "(§ 74 Abs. 2 UVPG)."
    )


class NoVersionInForce(DeadlineError):
    """No version of a rule is on file for that day."""

    code = "no_version_in_force"
    message = (
        "No version of “%(parameter)s” (%(land)s) is in force on %(day)s; the earliest on file "
        "starts on %(earliest)s. Add the older one or check the date."
    )


class CalendarEnds(DeadlineError):
    """The public holidays of that year are not on file."""

    code = "calendar_ends"
    message = (
        "The public holidays of %(year)s are not on file; the calendar covers %(first)s to "
        "%(last)s. Please check the date."
    )


class NoWorkingDay(DeadlineError):
    """The calendar has no working day within a year."""

    code = "no_working_day"
    message = "The calendar has no working day within a year after %(day)s. Please check it."


class NaiveTime(DeadlineError):
    """A time of receipt without time zone says nothing about the day in Germany."""

    code = "naive_time"
    message = "The time of receipt %(given)s has no time zone. Please pass one that is aware of it."
