"""What an explanation adds once a day is recorded, set by hand, met or missed."""

from __future__ import annotations

from datetime import date

from .wording import EMPTY, Text, capital, long_date, short_date, why


def later_day_given() -> Text:
    """Of two readings the one that cuts nobody off is shown."""
    return Text(
        "Vorsorglich wird der spätere Tag angegeben.", "To be safe, the later day is given."
    )


def should_last_longer(day: date, minimum: date, norm: str) -> Text:
    """An announced end that is shorter than the law wants it in general."""
    return Text(
        f"{long_date(day, 'de')} ist früher, als es sein soll: {short_date(minimum, 'de')} "
        f"({norm}).",
        f"{long_date(day, 'en')} is earlier than it should be: {short_date(minimum, 'en')} "
        f"({norm}).",
    )


def fiction_had_come(until: date) -> Text:
    """Somebody decided after the law had already put a decision in its place."""
    return Text(
        f"Mit Ablauf des {short_date(until, 'de')} war die gesetzliche Wirkung schon eingetreten.",
        f"The effect that the law provides had already come with the end of "
        f"{short_date(until, 'en')}.",
    )


def overridden(day: date, computed: date) -> Text:
    """Somebody has set another day."""
    return Text(
        f"Von Hand gesetzt ist {long_date(day, 'de')}; berechnet ist {long_date(computed, 'de')}.",
        f"{long_date(day, 'en')} was set by hand; {long_date(computed, 'en')} was computed.",
    )


def recorded_only(day: date) -> Text:
    """The day is on record, what it should be counted from is not."""
    return Text(
        f"Eingetragen ist {long_date(day, 'de')}. Wovon an zu zählen wäre, ist nicht eingetragen; "
        "der Tag ist daher nicht nachgerechnet.",
        f"{long_date(day, 'en')} is on record. What to count from is not; so the day has not been "
        "checked.",
    )


def done_on(day: date, until: date) -> Text:
    """A duty or target and when it was met, or that it was missed."""
    if day <= until:
        return Text(
            f"Eingetragen ist {long_date(day, 'de')}, also rechtzeitig.",
            f"{long_date(day, 'en')} is on record, so it was in time.",
        )
    return Text(
        f"Eingetragen ist {long_date(day, 'de')}, also nach dem {short_date(until, 'de')}.",
        f"{long_date(day, 'en')} is on record, so it was after {short_date(until, 'en')}.",
    )


def end_was_set(day: date) -> Text:
    """An end that somebody set within a longest period."""
    return Text(
        f"Gesetzt ist eine Frist bis {long_date(day, 'de')}.",
        f"A period to {long_date(day, 'en')} was set.",
    )


def longer_than_allowed(day: date, latest: date) -> Text:
    """The end that was set lies beyond the longest period."""
    return Text(
        f"Die Frist bis {short_date(day, 'de')} ist länger, als das Gesetz erlaubt: spätestens "
        f"{short_date(latest, 'de')}.",
        f"The period to {short_date(day, 'en')} is longer than the law allows: "
        f"{short_date(latest, 'en')} at the latest.",
    )


def target_missed(until: date) -> Text:
    """A target without sanction was missed."""
    return Text(
        f"Das Ziel {short_date(until, 'de')} ist überschritten. Das Gesetz knüpft daran keine "
        f"Folge.",
        f"The target {short_date(until, 'en')} was missed. The law attaches no consequence to "
        f"that.",
    )


def duty_missed(until: date) -> Text:
    """A duty was met late."""
    return Text(
        f"Die Frist {short_date(until, 'de')} ist überschritten; bitte vermerken Sie den Grund.",
        f"The period to {short_date(until, 'en')} was missed; please note the reason.",
    )


def should_be_earlier(given: date, latest: date, norm: str) -> Text:
    """A notice that should, but need not, come a full period ahead."""
    return Text(
        f"{long_date(given, 'de')} ist später, als es sein soll: {short_date(latest, 'de')} "
        f"({norm}).",
        f"{long_date(given, 'en')} is later than it should be: {short_date(latest, 'en')} "
        f"({norm}).",
    )


def announced(day: date) -> Text:
    """The end as it was announced."""
    return Text(
        f"Bekannt gemacht ist {long_date(day, 'de')}.", f"{long_date(day, 'en')} was announced."
    )


def recorded(day: date, minimum: date, longer_norm: str = "") -> Text:
    """The announced end is binding if it is long enough."""
    if day == minimum:
        return announced(day) + Text(
            "Das ist das gesetzliche Mindestende.", "That is the lawful minimum."
        )
    norm = f" ({longer_norm})" if longer_norm else ""
    return announced(day) + Text(
        f"Das ist später als das gesetzliche Mindestende {short_date(minimum, 'de')} und daher "
        f"maßgeblich{norm}.",
        f"That is later than the lawful minimum {short_date(minimum, 'en')} and therefore "
        f"binding{norm}.",
    )


def enough_if_unmoved(end: date) -> Text:
    """The announced end is long enough only after a display that does not move off a weekend."""
    return Text(
        "Das genügt nur, wenn auch die Auslegung schon mit ihrem Mindestende endet, dem "
        f"{short_date(end, 'de')}.",
        "That is enough only if the display, too, ends with its lawful minimum, "
        f"{short_date(end, 'en')}.",
    )


def too_short_otherwise(label: Text, needed: date, norm: str) -> Text:
    """The announced end would not do under another reading."""
    return Text(
        f"{capital(label.de)} wäre das zu kurz; Mindestende wäre {short_date(needed, 'de')} "
        f"({norm}).",
        f"{capital(label.en)} that would be too short; the minimum would be "
        f"{short_date(needed, 'en')} ({norm}).",
    )


def still_in_time(announced: date, until: date, place: str, shift: str) -> Text:
    """An announced day that is no working day does not cut letters off."""
    if announced == until:
        return EMPTY
    unless = shift.replace("Satz 1", "Satz 2", 1)
    return Text(
        f"Der bekannt gemachte Tag ist {why(announced, until, place, 'de')}: auch was bis "
        f"{long_date(until, 'de')} eingeht, ist rechtzeitig ({shift}), sofern die Bekanntmachung "
        f"nicht auf {unless} hinweist.",
        f"The announced day is {why(announced, until, place, 'en')}: what arrives by "
        f"{long_date(until, 'en')} is in time as well ({shift}), unless the notice refers to "
        f"{unless}.",
    )


def arrival() -> Text:
    """What counts is arrival."""
    return Text(
        "Es zählt der Eingang bis zum Ablauf des Tages (24:00 Uhr).",
        "What counts is arrival by the end of that day (midnight).",
    )
