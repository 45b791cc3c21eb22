"""What can be wrong with a deadline, as a tree of exceptions.

Every message is one sentence in English and in German with named placeholders; ``code`` never
changes. Days in ``params`` are written as dd.mm.yyyy.
"""

# Named after what happened, as the style guide wants it, not after being an error.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar


class DeadlineError(Exception):
    """A date cannot be computed; says what, why and what to do.

    Attributes:
        code: stable name of this kind of error, for programs.
        message: the English sentence with ``%(name)s`` placeholders.
        message_de: the German one.
        params: values of the placeholders.
    """

    code: ClassVar[str] = "deadline"
    message: ClassVar[str] = "The deadline cannot be computed."
    message_de: ClassVar[str] = "Die Frist lässt sich nicht berechnen."

    def __init__(self, **params: object) -> None:
        self.params = {key: _shown(value) for key, value in params.items()}
        super().__init__(self.message % self.params)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.params)

    def sentence(self, language: str, names: Mapping[str, str] | None = None) -> str:
        """What is wrong, in "de" or "en".

        Args:
            language: "de" or "en".
            names: what ids in the sentence are called on screen, such as events.
        """
        names = names or {}
        params = {key: _named(value, names) for key, value in self.params.items()}
        return (self.message_de if language == "de" else self.message) % params


def _shown(value: object) -> object:
    return f"{value:%d.%m.}{value.year:04d}" if isinstance(value, date) else value


def _named(value: object, names: Mapping[str, str]) -> str:
    """A value, or a list with commas, with ids replaced by what they are called."""
    return ", ".join(names.get(part, part) for part in str(value).split(", "))


def _rebuild(kind: type[DeadlineError], params: dict[str, object]) -> DeadlineError:
    return kind(**params)


class UnknownProcedureType(DeadlineError):
    """No rules are on file for this type of procedure."""

    code = "unknown_procedure_type"
    message = "There is no procedure type “%(given)s”. On file: %(known)s. Please use one of these."
    message_de = (
        "Die Verfahrensart „%(given)s“ gibt es hier nicht. Hinterlegt sind: %(known)s. Bitte "
        "wählen Sie eine davon."
    )


class UnknownVariant(DeadlineError):
    """The procedure type does not know this special law."""

    code = "unknown_variant"
    message = (
        "“%(type)s” has no variant “%(given)s”. On file: %(known)s. Please use one of these or "
        "leave it out."
    )
    message_de = (
        "Zu „%(type)s“ gibt es keine Variante „%(given)s“. Hinterlegt sind: %(known)s. Bitte "
        "wählen Sie eine davon oder lassen Sie die Angabe weg."
    )


class UnknownCircumstance(DeadlineError):
    """The procedure type does not know this circumstance."""

    code = "unknown_circumstance"
    message = "“%(type)s” knows no circumstance “%(given)s”. Known: %(known)s. Please use these."
    message_de = (
        "Zu „%(type)s“ gibt es keinen Umstand „%(given)s“. Bekannt sind: %(known)s. Bitte "
        "verwenden Sie nur diese."
    )


class UnknownLand(DeadlineError):
    """No rules or no calendar are on file for this Land."""

    code = "unknown_land"
    message = (
        "There is no Land “%(given)s” on file here. On file: %(known)s. Please use one of these."
    )
    message_de = (
        "Das Land „%(given)s“ ist hier nicht hinterlegt. Hinterlegt sind: %(known)s. Bitte wählen "
        "Sie eines davon."
    )


class UnknownMunicipality(DeadlineError):
    """In this Land it depends on the municipality which days are holidays."""

    code = "unknown_municipality"
    message = (
        "Which local holidays hold in “%(given)s” (%(land)s) is not on file. Please give one of "
        "these: %(known)s (“catholic”: a municipality where the Catholic feast is a holiday), or "
        "leave it out."
    )
    message_de = (
        "Welche örtlichen Feiertage in „%(given)s“ (%(land)s) gelten, ist nicht hinterlegt. Bitte "
        "geben Sie eines an: %(known)s („catholic“: Gemeinde, in der der katholische Feiertag "
        "gilt), oder lassen Sie die Angabe weg."
    )


class UnknownEvent(DeadlineError):
    """The procedure does not know an event of this name."""

    code = "unknown_event"
    message = "There is no event “%(given)s” in this procedure. Known events: %(known)s."
    message_de = (
        "Das Ereignis „%(given)s“ gibt es in diesem Verfahren nicht. Bekannt sind: %(known)s."
    )


class UnknownStep(DeadlineError):
    """The procedure does not know a step of this name."""

    code = "unknown_step"
    message = "There is no step “%(given)s” in this procedure. Known steps: %(known)s."
    message_de = (
        "Den Schritt „%(given)s“ gibt es in diesem Verfahren nicht. Bekannt sind: %(known)s."
    )


class MissingEvent(DeadlineError):
    """Nothing can be computed without one of these events."""

    code = "missing_event"
    message = (
        "One of these events is missing: %(event)s. Please record its day; everything counts from "
        "it."
    )
    message_de = (
        "Es fehlt eines dieser Ereignisse: %(event)s. Bitte tragen Sie seinen Tag ein; von ihm aus "
        "wird gezählt."
    )


class NothingCounts(MissingEvent):
    """The events on record alone lead to no day; others would."""

    code = "nothing_counts"
    message = (
        "In this procedure nothing can be computed from “%(given)s” alone. One of these events is "
        "missing: %(event)s. Please record its day, or check type and variant."
    )
    message_de = (
        "Aus „%(given)s“ allein lässt sich in diesem Verfahren nichts berechnen. Es fehlt eines "
        "dieser Ereignisse: %(event)s. Bitte tragen Sie seinen Tag ein oder prüfen Sie "
        "Verfahrensart und Variante."
    )


class WrongDate(DeadlineError):
    """A value is not a calendar day."""

    code = "wrong_date"
    message = "“%(event)s” needs a calendar day such as 2026-03-02; there is no “%(given)s”."
    message_de = "Zu „%(event)s“ gehört ein Kalendertag wie 2026-03-02; „%(given)s“ gibt es nicht."


class EventOutOfOrder(DeadlineError):
    """One event lies before another that it must follow."""

    code = "event_out_of_order"
    message = (
        "“%(later)s” (%(later_day)s) must come after “%(earlier)s” (%(earlier_day)s), %(norm)s. "
        "Please check both days."
    )
    message_de = (
        "„%(later)s“ (%(later_day)s) muss nach „%(earlier)s“ (%(earlier_day)s) liegen, %(norm)s. "
        "Bitte prüfen Sie beide Tage."
    )


class EndBeforeStart(DeadlineError):
    """A period ends before it begins."""

    code = "end_before_start"
    message = (
        "“%(later)s” (%(later_day)s) lies before “%(earlier)s” (%(earlier_day)s). Please check "
        "both days."
    )
    message_de = (
        "„%(later)s“ (%(later_day)s) liegt vor „%(earlier)s“ (%(earlier_day)s). Bitte prüfen Sie "
        "beide Tage."
    )


class PeriodTooShort(DeadlineError):
    """A recorded end falls short of the lawful minimum."""

    code = "period_too_short"
    message = (
        "The recorded end “%(event)s” (%(given)s) is before the lawful minimum %(minimum)s, "
        "%(norm)s. Please check the day; a shorter period has to be announced anew."
    )
    message_de = (
        "„%(event)s“ (%(given)s) liegt vor dem gesetzlichen Mindestende %(minimum)s, %(norm)s. "
        "Bitte prüfen Sie den Tag; eine zu kurze Frist muss neu bekannt gemacht werden."
    )


class PeriodTooShortUnlessOld(PeriodTooShort):
    """The same, where the former law would do if the procedure is old enough."""

    code = "period_too_short_unless_old"
    message = PeriodTooShort.message + (
        " If the procedure began before %(cut_off)s, record one of these events: %(begun)s "
        "(%(transition)s)."
    )
    message_de = PeriodTooShort.message_de + (
        " Hat das Verfahren vor dem %(cut_off)s begonnen, tragen Sie bitte eines dieser Ereignisse "
        "ein: %(begun)s (%(transition)s)."
    )


class NoticeTooLate(DeadlineError):
    """Something has to be announced a full period ahead, and was not."""

    code = "notice_too_late"
    message = (
        "“%(event)s” (%(given)s) is too late: for “%(of)s” on %(day)s the latest day is "
        "%(latest)s, %(norm)s. Announced on %(given)s, the earliest possible day is %(earliest)s."
    )
    message_de = (
        "„%(event)s“ (%(given)s) ist zu spät: für „%(of)s“ am %(day)s ist der letzte mögliche Tag "
        "der %(latest)s, %(norm)s. Bei Bekanntmachung am %(given)s ist der früheste mögliche Tag "
        "der %(earliest)s."
    )


class NoVersionInForce(DeadlineError):
    """No version of a rule is on file for that day."""

    code = "no_version_in_force"
    message = (
        "No version of “%(parameter)s” (%(land)s) is in force on %(day)s; the earliest on file "
        "starts on %(earliest)s. Add the older one or check the date."
    )
    message_de = (
        "Für den %(day)s ist zu „%(parameter)s“ (%(land)s) keine Fassung des Gesetzes hinterlegt; "
        "die früheste gilt ab %(earliest)s. Bitte prüfen Sie das Datum."
    )


class NoLawForLand(DeadlineError):
    """The Land has a law of its own on this, and it is not on file."""

    code = "no_law_for_land"
    message = (
        "The rule “%(parameter)s” of “%(type)s” is on file only for %(known)s, not for %(land)s. "
        "Please choose one of these, or have the law of the other Land added."
    )
    message_de = (
        "Die Regel „%(parameter)s“ zu „%(type)s“ ist nur für %(known)s hinterlegt, nicht für "
        "%(land)s. Bitte wählen Sie eines dieser Länder oder lassen Sie das Recht des anderen "
        "Landes ergänzen."
    )


class CalendarEnds(DeadlineError):
    """The public holidays of that year are not on file."""

    code = "calendar_ends"
    message = (
        "The public holidays of %(year)s are not on file; the calendar covers %(first)s to "
        "%(last)s. Please check the date."
    )
    message_de = (
        "Die Feiertage des Jahres %(year)s sind nicht hinterlegt; der Kalender reicht von "
        "%(first)s bis %(last)s. Bitte prüfen Sie das Datum."
    )


class NoWorkingDay(DeadlineError):
    """The calendar has no working day within a year."""

    code = "no_working_day"
    message = "The calendar has no working day within a year after %(day)s. Please check it."
    message_de = (
        "Der Kalender kennt innerhalb eines Jahres nach dem %(day)s keinen Werktag. Bitte prüfen "
        "Sie ihn."
    )


class NaiveTime(DeadlineError):
    """A time of receipt without time zone says nothing about the day in Germany."""

    code = "naive_time"
    message = "The time of receipt %(given)s has no time zone. Please pass one that is aware of it."
    message_de = "Der Eingangszeit %(given)s fehlt die Zeitzone. Bitte geben Sie sie mit an."
