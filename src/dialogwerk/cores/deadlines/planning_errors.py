"""What can be wrong with a plan or a question "what if"."""

from __future__ import annotations

from .errors import DeadlineError


class NothingToMove(DeadlineError):
    """The event that is to move has no day yet."""

    code = "nothing_to_move"
    message = "“%(event)s” has no day yet, so it cannot move. Please give the day it is to have."
    message_de = (
        "„%(event)s“ hat noch keinen Tag und kann sich daher nicht verschieben. Bitte nennen Sie "
        "den gewünschten Tag."
    )


class NoMove(DeadlineError):
    """Neither a number of days nor a day."""

    code = "no_move"
    message = "Please say by how many days “%(event)s” is to move, or to which day, and only one."
    message_de = (
        "Bitte geben Sie an, um wie viele Tage sich „%(event)s“ verschieben soll oder auf welchen "
        "Tag, und nur eines davon."
    )


class MoveTooFar(DeadlineError):
    """The calendar does not reach that far."""

    code = "move_too_far"
    message = "“%(event)s” cannot move by %(days)s days; the calendar does not reach that far."
    message_de = (
        "„%(event)s“ lässt sich nicht um %(days)s Tage verschieben; so weit reicht der Kalender "
        "nicht."
    )


class NoWish(DeadlineError):
    """No wished day, or several."""

    code = "no_wish"
    message = "Please name exactly one event with the day that is wished for it."
    message_de = "Bitte nennen Sie genau ein Ereignis mit dem Tag, den Sie dafür wünschen."


class WishUnknown(DeadlineError):
    """The procedure knows neither an event nor a step of that name."""

    code = "wish_unknown"
    message = "“%(given)s” is no event of this procedure. Known events: %(known)s."
    message_de = "„%(given)s“ ist kein Ereignis dieses Verfahrens. Bekannt sind: %(known)s."


class NothingBefore(DeadlineError):
    """Nothing has to come before it."""

    code = "nothing_before"
    message = "No period leads to “%(wish)s” in this procedure, so there is nothing to plan back."
    message_de = (
        "Zu „%(wish)s“ führt in diesem Verfahren keine Frist; rückwärts ist nichts zu planen."
    )


class WishImpossible(DeadlineError):
    """What is fixed already does not leave enough time."""

    code = "wish_impossible"
    message = (
        "“%(wish)s” on %(day)s is not possible: with “%(event)s” on %(given)s the earliest day is "
        "%(earliest)s."
    )
    message_de = (
        "„%(wish)s“ am %(day)s ist nicht möglich: mit „%(event)s“ am %(given)s ist der früheste "
        "Tag der %(earliest)s."
    )


class WishTooEarly(DeadlineError):
    """Something would have to happen before anything can."""

    code = "wish_too_early"
    message = (
        "“%(wish)s” on %(day)s is not possible: “%(event)s” would have to be on %(latest)s at the "
        "latest, which is before %(not_before)s. The earliest day to wish for is %(earliest)s."
    )
    message_de = (
        "„%(wish)s“ am %(day)s ist nicht möglich: „%(event)s“ müsste spätestens am %(latest)s "
        "liegen, also vor dem %(not_before)s. Der früheste mögliche Tag ist der %(earliest)s."
    )


class NoDayFits(DeadlineError):
    """No day within years before the wish leads to it."""

    code = "no_day_fits"
    message = (
        "No day for “%(event)s” leads to “%(wish)s” on %(day)s. Please check what is recorded "
        "already."
    )
    message_de = (
        "Kein Tag für „%(event)s“ führt zu „%(wish)s“ am %(day)s. Bitte prüfen Sie, was schon "
        "eingetragen ist."
    )
