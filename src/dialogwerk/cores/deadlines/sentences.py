"""The sentences of an explanation: trigger, arithmetic, norm, in words a clerk would sign."""

from __future__ import annotations

from datetime import date, timedelta

from .law import Version
from .wording import EMPTY, Text, capital, long_date, period_words, short_date, why


def month_norm(start: date, end: date, rule: Version) -> str:
    """The norm that names the last day: Abs. 3 if the month lacks the number of the first day."""
    if rule.period.unit == "day":
        return "§ 188 Abs. 1 BGB"
    following = end + timedelta(days=1)
    lacks = rule.period.unit in ("month", "year") and following.day != start.day
    return "§ 188 Abs. 3 BGB" if lacks else "§ 188 Abs. 2 BGB"


def event_norm(event: date, end: date, rule: Version) -> str:
    """The norm that names the last day: Abs. 3 if the month lacks the number of the event's day."""
    if rule.period.unit == "day":
        return "§ 188 Abs. 1 BGB"
    lacks = rule.period.unit in ("month", "year") and end.day != event.day
    return "§ 188 Abs. 3 BGB" if lacks else "§ 188 Abs. 2 BGB"


def span_counted(start: date, end: date, rule: Version, norm: str) -> Text:
    """First day, length and last day of a period whose first day counts."""
    by = month_norm(start, end, rule)
    ends = "endet" if rule.period.value == 1 else "enden"
    text = Text(
        f"Der erste Tag zählt mit (§ 187 Abs. 2 BGB); {period_words(rule.period, 'de')} ({norm}) "
        f"{ends} mit Ablauf des {short_date(end, 'de')}, {_weekday(end, 'de')} ({by}).",
        f"The first day counts (§ 187 Abs. 2 BGB); {period_words(rule.period, 'en')} ({norm}) "
        f"{'ends' if rule.period.value == 1 else 'end'} at the end of {long_date(end, 'en')} "
        f"({by}).",
    )
    return text + _no_such_day(end) if by.endswith("Abs. 3 BGB") else text


def also_counted(start: date, end: date, rule: Version, norm: str) -> Text:
    """A second length that has to be met as well."""
    by = month_norm(start, end, rule)
    ends = "endet" if rule.period.value == 1 else "enden"
    return Text(
        f"Zugleich gilt: {period_words(rule.period, 'de')} ({norm}) {ends} mit Ablauf des "
        f"{short_date(end, 'de')}, {_weekday(end, 'de')} ({by}).",
        f"Likewise {period_words(rule.period, 'en')} ({norm}) "
        f"{'ends' if rule.period.value == 1 else 'end'} at the end of {long_date(end, 'en')} "
        f"({by}).",
    )


def also_after(event: date, end: date, rule: Version, norm: str) -> Text:
    """A second length set off by the same event."""
    ends = "endet" if rule.period.value == 1 else "enden"
    by = event_norm(event, end, rule)
    return Text(
        f"Zugleich gilt: {period_words(rule.period, 'de')} ({norm}) {ends} am "
        f"{long_date(end, 'de')} ({by}).",
        f"Likewise {period_words(rule.period, 'en')} ({norm}) "
        f"{'ends' if rule.period.value == 1 else 'end'} on {long_date(end, 'en')} ({by}).",
    )


def later_one_decides(end: date) -> Text:
    """Of two lengths the one that ends later."""
    return Text(
        f"Maßgeblich ist der spätere Tag, der {short_date(end, 'de')}.",
        f"The later day decides, {short_date(end, 'en')}.",
    )


def _no_such_day(end: date) -> Text:
    return Text(
        "Da der Tag mit der Zahl des ersten Tages in diesem Monat fehlt, endet die Frist mit dem "
        f"letzten Tag des Monats, dem {short_date(end, 'de')}.",
        "As that month lacks the day with the number of the first day, the period ends with the "
        f"last day of the month, {short_date(end, 'en')}.",
    )


def span_shifted(minimum: date, recommended: date, place: str, shift: str, called: Text) -> Text:
    """The open question whether the end of a display moves off a weekend."""
    against = shift.replace(" Satz 1", " gegen Abs. 4", 1)
    against_en = shift.replace(" Satz 1", " against Abs. 4", 1)
    return Text(
        f"Dieser Tag ist {why(minimum, recommended, place, 'de')}. Ob sich das Ende einer "
        f"{called.de} dann verschiebt, ist im Gesetz nicht eindeutig ({against}). "
        f"Gesetzliches Mindestende ist der {short_date(minimum, 'de')}; empfohlen wird, wie es "
        f"üblich ist, der nächste Werktag: {long_date(recommended, 'de')} ({shift}).",
        f"This day is {why(minimum, recommended, place, 'en')}. Whether the end of a {called.en} "
        f"then moves is not clear in law ({against_en}). The lawful minimum is "
        f"{short_date(minimum, 'en')}; as is common practice, the next working day is recommended: "
        f"{long_date(recommended, 'en')} ({shift}).",
    )


def end_read_unshifted(called: Text) -> Text:
    """One reading of the end of a display on a weekend."""
    return Text(f"Das Ende der {called.de} bleibt stehen", f"The end of the {called.en} stays")


def end_read_shifted(called: Text) -> Text:
    """The other one."""
    return Text(
        f"Das Ende der {called.de} verschiebt sich auf den nächsten Werktag",
        f"The end of the {called.en} moves to the next working day",
    )


def shift_uncertain(counted: date, shifted_to: date, place: str, shift: str) -> Text:
    """Whether a period moves off a weekend is open; the earlier day is the safe one."""
    return Text(
        f"Dieser Tag ist {why(counted, shifted_to, place, 'de')}. Ob sich das Ende dann auf "
        f"{long_date(shifted_to, 'de')} verschiebt ({shift}), ist nicht gesichert; vorsorglich "
        "wird der frühere Tag angegeben.",
        f"This day is {why(counted, shifted_to, place, 'en')}. It is not certain that the end "
        f"then moves to {long_date(shifted_to, 'en')} ({shift}); to be safe, the earlier day is "
        "given.",
    )


def period_read_unshifted() -> Text:
    """One reading of a period that ends on a weekend."""
    return Text("Die Frist endet an diesem Tag", "The period ends on that day")


def period_read_shifted() -> Text:
    """The other one."""
    return Text("Die Frist endet am nächsten Werktag", "The period ends on the next working day")


def period_extended(end: date, rule: Version, norm: str) -> Text:
    """A second period that begins when the first one has ended."""
    return Text(
        f"Hinzu {'kommt' if rule.period.value == 1 else 'kommen'} "
        f"{period_words(rule.period, 'de')} ({norm}, § 190 BGB); die Frist endet "
        f"damit am {long_date(end, 'de')}.",
        f"{capital(period_words(rule.period, 'en'))} {_is_added(rule)} ({norm}, § 190 BGB); so "
        f"the period ends on {long_date(end, 'en')}.",
    )


def _is_added(rule: Version) -> str:
    return "is added" if rule.period.value == 1 else "are added"


def period_counted(event: date, end: date, rule: Version, *, after: Text | None = None) -> Text:
    """The day of the trigger does not count; the end by counting.

    Args:
        event: day of the trigger.
        end: last day as counted.
        rule: the period.
        after: what the span is called at whose end the period begins, if that is the trigger.
    """
    subject = ("Dieser Tag", "That day")
    if after:
        subject = (f"Der letzte Tag der {after.de}", f"The last day of the {after.en}")
    by = event_norm(event, end, rule)
    text = Text(
        f"{subject[0]} zählt nicht mit (§ 187 Abs. 1 BGB); die Frist endet am "
        f"{long_date(end, 'de')} ({by}).",
        f"{subject[1]} does not count (§ 187 Abs. 1 BGB); the period ends on "
        f"{long_date(end, 'en')} ({by}).",
    )
    return text + _month_without(event) if by.endswith("Abs. 3 BGB") else text


def _month_without(event: date) -> Text:
    return Text(
        f"Einen {event.day}. hat dieser Monat nicht; die Frist endet daher mit seinem letzten Tag.",
        f"That month has no day {event.day}; so the period ends with its last day.",
    )


def counted_backwards(latest: date, rule: Version) -> Text:
    """The last possible day, with full days in between; a period of no length means "before"."""
    if not rule.period.value:
        return Text(
            f"Letzter möglicher Tag ist {long_date(latest, 'de')}.",
            f"The last possible day is {long_date(latest, 'en')}.",
        )
    verb = "muss" if rule.period.value == 1 else "müssen"
    return Text(
        f"Weder der eine noch der andere Tag zählt mit (§ 187 Abs. 1 BGB); dazwischen {verb} "
        f"{period_words(rule.period, 'de')} liegen. Letzter möglicher Tag ist "
        f"{long_date(latest, 'de')}; auf einen späteren Werktag verschiebt er sich nicht.",
        f"Neither day counts (§ 187 Abs. 1 BGB); {period_words(rule.period, 'en')} must lie "
        f"between them. The last possible day is {long_date(latest, 'en')}; it does not move to a "
        "later working day.",
    )


def shifted(counted: date, end: date, place: str, shift: str) -> Text:
    """The end moves to the next working day."""
    return Text(
        f"Dieser Tag ist {why(counted, end, place, 'de')}; die Frist endet daher am nächsten "
        f"Werktag, {long_date(end, 'de')} ({shift}).",
        f"This day is {why(counted, end, place, 'en')}; the period therefore ends on the next "
        f"working day, {long_date(end, 'en')} ({shift}).",
    )


def month_end(early: date, late: date) -> Text:
    """A display that ends with a short month leaves two readings."""
    return Text(
        "Da die Auslegung mit einem Monat endet, lässt sich auch so zählen, dass die Frist den "
        f"ganzen Folgemonat umfasst und am {long_date(late, 'de')} endet (§ 187 Abs. 2 BGB). "
        "Gerichtlich geklärt ist das nicht. Wer sicher gehen will, sorgt für den Eingang bis "
        f"{short_date(early, 'de')}.",
        "As the display ends with a month, one may also count the whole following month, to "
        f"{long_date(late, 'en')} (§ 187 Abs. 2 BGB). No court has settled this. To be safe, see "
        f"to it that letters arrive by {short_date(early, 'en')}.",
    )


def month_read_by_number() -> Text:
    """One reading of a month that follows a short one."""
    return Text("Gezählt bis zum Tag derselben Zahl", "Counted to the day of the same number")


def month_read_in_full() -> Text:
    """The other one."""
    return Text("Der Folgemonat zählt in voller Länge", "The whole following month counts")


def transition(cut_off: date, norm: str, until: date | None = None) -> Text:
    """The former law still holds for procedures begun before the cut-off day."""
    german = f", also bis {short_date(until, 'de')}" if until else ""
    english = f", that is until {short_date(until, 'en')}" if until else ""
    return Text(
        f"Wurde das Verfahren vor dem {short_date(cut_off, 'de')} begonnen (Scoping oder "
        f"Unterlagen), gelten noch zwei Wochen{german} ({norm}); der Beginn ist nicht eingetragen.",
        f"If the procedure began before {short_date(cut_off, 'en')} (scoping or documents), two "
        f"weeks still hold{english} ({norm}); its beginning is not recorded.",
    )


def version_applied(rule: Version) -> Text:
    """Which version of the law was taken, if it is not the first on file.

    Of one that was only inferred (confidence C) the sentence says so: nobody signs it unread.
    """
    if rule.is_first:
        return EMPTY
    if rule.confidence == "C":
        return Text(
            "Angewandt ist die Fassung, die nach hiesigem Stand seit "
            f"{short_date(rule.valid_from, 'de')} gilt; der Wortlaut ist nicht nachgelesen.",
            "The version that is taken to be in force since "
            f"{short_date(rule.valid_from, 'en')} was applied; its wording has not been read.",
        )
    return Text(
        f"Angewandt ist die seit {short_date(rule.valid_from, 'de')} geltende Fassung.",
        f"The version in force since {short_date(rule.valid_from, 'en')} was applied.",
    )


def readings_open(ends: list[tuple[Text, date]]) -> Text:
    """Which day each open reading leads to."""
    german = "; ".join(f"{label.de}: {short_date(day, 'de')}" for label, day in ends)
    english = "; ".join(f"{label.en}: {short_date(day, 'en')}" for label, day in ends)
    return Text(f"Offen ist, was gilt – {german}.", f"It is open which holds – {english}.")


def _weekday(day: date, language: str) -> str:
    name = long_date(day, language).split(",")[0]
    return f"einem {name}" if language == "de" else f"a {name}"
