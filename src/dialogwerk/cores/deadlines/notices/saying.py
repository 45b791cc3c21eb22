"""What is said of dates that are wrong in a notice."""

from __future__ import annotations

from datetime import date

from ..wording import Text, long_date, short_date
from .facts import day_names
from .findings import ADVICE, ERROR, WARNING, NoticeFinding

Where = tuple[int, int]


def impossible(where: Where) -> NoticeFinding:
    """A day that does not exist, such as 30 February."""
    text = Text(
        "Diesen Tag gibt es nicht. Bitte berichtigen Sie das Datum.",
        "There is no such day. Please correct the date.",
    )
    return NoticeFinding("impossible_date", ERROR, "date", text, where=where)


def wrong_weekday(day: date, where: Where) -> NoticeFinding:
    """A weekday that the date does not have."""
    text = Text(
        f"Der Wochentag passt nicht zum Datum: richtig ist {long_date(day, 'de')}. Bitte prüfen "
        "Sie, ob der Wochentag oder das Datum falsch ist.",
        f"The weekday does not fit the date: it is {long_date(day, 'en')}. Please check which of "
        "the two is wrong.",
    )
    return NoticeFinding("wrong_weekday", ERROR, "date", text, where=where)


def reversed_period(where: Where) -> NoticeFinding:
    """A period whose last day lies before its first."""
    text = Text(
        "Der letzte Tag liegt vor dem ersten. Bitte prüfen Sie beide Tage und das Jahr.",
        "The last day lies before the first. Please check both days and the year.",
    )
    return NoticeFinding("period_reversed", ERROR, "date", text, where=where)


def differs(name: str, printed: date, computed: date, where: Where) -> NoticeFinding:
    """A day that the calendar has otherwise."""
    called = day_names()[name]
    text = Text(
        f"Gedruckt ist als {called.de} {long_date(printed, 'de')}, im Kalender steht "
        f"{long_date(computed, 'de')}. Bitte berichtigen Sie den Text oder den Kalender; weitere "
        "Fristen zählen davon.",
        f"Printed as {called.en} is {long_date(printed, 'en')}, the calendar has "
        f"{long_date(computed, 'en')}. Please correct the text or the calendar; further periods "
        "count from it.",
    )
    return NoticeFinding("date_differs", ERROR, name, text, where=where)


def too_short(
    name: str, printed: date, lawful: date, norms: tuple[str, ...], where: Where
) -> NoticeFinding:
    """A period that ends before the law allows."""
    called = day_names()[name]
    norm = norms[0] if norms else ""
    text = Text(
        f"Die gedruckte Frist ist zu kurz: {called.de} ist {short_date(printed, 'de')}, "
        f"gesetzlich frühestens {long_date(lawful, 'de')} ({norm}). Bitte drucken Sie den "
        "gesetzlichen Tag; sonst ist die Beteiligung zu wiederholen.",
        f"The printed period is too short: the {called.en} is {short_date(printed, 'en')}, by "
        f"law {long_date(lawful, 'en')} at the earliest ({norm}). Please print the lawful day; "
        "otherwise participation has to be repeated.",
    )
    return NoticeFinding("period_too_short", ERROR, name, text, norms, where)


def earlier(
    name: str, printed: date, wanted: date, norms: tuple[str, ...], where: Where
) -> NoticeFinding:
    """A period that keeps the minimum, but ends before the day that is safe or was recorded."""
    called = day_names()[name]
    text = Text(
        f"Gedruckt ist als {called.de} {long_date(printed, 'de')}; im Kalender steht der sichere "
        f"Tag {long_date(wanted, 'de')}. Bitte drucken Sie diesen, damit niemand abgeschnitten "
        "wird.",
        f"Printed as {called.en} is {long_date(printed, 'en')}; the calendar has the safe day "
        f"{long_date(wanted, 'en')}. Please print that one, so that nobody is cut off.",
    )
    return NoticeFinding("period_differs", WARNING, name, text, norms, where)


def longer(
    name: str, printed: date, computed: date, norms: tuple[str, ...], where: Where
) -> NoticeFinding:
    """A longer period: lawful, and it binds."""
    called = day_names()[name]
    text = Text(
        f"Gedruckt ist als {called.de} {long_date(printed, 'de')}, nötig wäre "
        f"{long_date(computed, 'de')}. Die längere Frist ist zulässig und bindet. Bitte tragen "
        "Sie den gedruckten Tag in den Kalender ein; spätere Fristen zählen davon.",
        f"Printed as {called.en} is {long_date(printed, 'en')}, {long_date(computed, 'en')} "
        "would do. The longer period is lawful and binds. Please record the printed day in the "
        "calendar; later periods count from it.",
    )
    return NoticeFinding("period_longer", ADVICE, name, text, norms, where)
