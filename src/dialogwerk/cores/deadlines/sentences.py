"""The sentences of an explanation: trigger, arithmetic, norm, in words a clerk would sign."""

from __future__ import annotations

from datetime import date, timedelta

from .holidays import holiday_name
from .law import Version
from .wording import EMPTY, Text, long_date, period_words, short_date, why_no_working_day

_SHIFT = "§ 31 Abs. 3 Satz 1 VwVfG NRW"


def month_norm(start: date, end: date) -> str:
    """The norm that names the last day: Abs. 3 if the month lacks the number of the first day."""
    following = end + timedelta(days=1)
    return "§ 188 Abs. 2 BGB" if following.day == start.day else "§ 188 Abs. 3 BGB"


def display_counted(start: date, end: date, rule: Version) -> Text:
    """First day, length, last day of the display."""
    norm = month_norm(start, end)
    text = Text(
        f"Die Auslegung beginnt am {long_date(start, 'de')}. Der erste Tag zählt mit "
        f"(§ 187 Abs. 2 BGB); {period_words(rule.period, 'de')} ({rule.norm}) endet mit Ablauf des "
        f"{short_date(end, 'de')}, {_weekday(end, 'de')} ({norm}).",
        f"The display begins on {long_date(start, 'en')}. The first day counts "
        f"(§ 187 Abs. 2 BGB); {period_words(rule.period, 'en')} ({rule.norm}) ends at the end of "
        f"{long_date(end, 'en')} ({norm}).",
    )
    return text if norm.endswith("Abs. 2 BGB") else text + _no_such_day(end)


def _no_such_day(end: date) -> Text:
    return Text(
        "Da der Tag mit der Zahl des ersten Tages in diesem Monat fehlt, endet die Frist mit dem "
        f"letzten Tag des Monats, dem {short_date(end, 'de')}.",
        "As that month lacks the day with the number of the first day, the period ends with the "
        f"last day of the month, {short_date(end, 'en')}.",
    )


def display_shifted(minimum: date, recommended: date, land: str) -> Text:
    """The open question whether the end of a display moves off a weekend."""
    return Text(
        f"Dieser Tag ist {_why(minimum, recommended, land, 'de')}. Ob sich das Ende einer "
        "Auslegung dann verschiebt, ist im Gesetz nicht eindeutig (§ 31 Abs. 3 gegen Abs. 4 "
        "VwVfG NRW). "
        f"Gesetzliches Mindestende ist der {short_date(minimum, 'de')}; empfohlen wird, wie es "
        f"üblich ist, der nächste Werktag: {long_date(recommended, 'de')} ({_SHIFT}).",
        f"This day is {_why(minimum, recommended, land, 'en')}. Whether the end of a display then "
        "moves is not clear in law (§ 31 Abs. 3 against Abs. 4 VwVfG NRW). The lawful minimum is "
        f"{short_date(minimum, 'en')}; as is common practice, the next working day is recommended: "
        f"{long_date(recommended, 'en')} ({_SHIFT}).",
    )


def objections_counted(display_end: date, end: date, rule: Version, also: tuple[str, ...]) -> Text:
    """Trigger, length and end of the objection period by counting."""
    norms = ", ".join((rule.norm, *also))
    return Text(
        f"Die Auslegung endet am {long_date(display_end, 'de')}. Einwendungen sind bis "
        f"{period_words(rule.period, 'de').replace('ein Monat', 'einen Monat')} nach ihrem Ablauf "
        f"möglich ({norms}). Der letzte Tag der Auslegung zählt nicht mit (§ 187 Abs. 1 BGB); die "
        f"Frist endet am {long_date(end, 'de')} (§ 188 Abs. 2 BGB).",
        f"The display ends on {long_date(display_end, 'en')}. Objections are possible until "
        f"{period_words(rule.period, 'en')} after its end ({norms}). The last day of the display "
        f"does not count (§ 187 Abs. 1 BGB); the period ends on {long_date(end, 'en')} "
        "(§ 188 Abs. 2 BGB).",
    )


def shifted(counted: date, end: date, land: str) -> Text:
    """The end moves to the next working day."""
    return Text(
        f"Dieser Tag ist {_why(counted, end, land, 'de')}; die Frist endet daher am nächsten "
        f"Werktag, {long_date(end, 'de')} ({_SHIFT}).",
        f"This day is {_why(counted, end, land, 'en')}; the period therefore ends on the next "
        f"working day, {long_date(end, 'en')} ({_SHIFT}).",
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


def eia_unknown(without: date, with_eia: date) -> Text:
    """Both ends while it is open whether there is an assessment."""
    return Text(
        "Ob eine Umweltverträglichkeitsprüfung (UVP) stattfindet, ist nicht eingetragen: ohne UVP "
        f"endet die Frist am {short_date(without, 'de')}, mit UVP am {short_date(with_eia, 'de')}.",
        "Whether there is an environmental impact assessment (EIA) is not recorded: without, the "
        f"period ends on {short_date(without, 'en')}; with it, on {short_date(with_eia, 'en')}.",
    )


def later_day_given() -> Text:
    """Of two readings the one that cuts nobody off is shown."""
    return Text(
        "Vorsorglich wird der spätere Tag angegeben.", "To be safe, the later day is given."
    )


def transition(cut_off: date, norm: str) -> Text:
    """The former law still holds for procedures begun before the cut-off day."""
    return Text(
        f"Wurde das Verfahren vor dem {short_date(cut_off, 'de')} begonnen (Scoping oder "
        f"Unterlagen), gelten noch zwei Wochen ({norm}); der Beginn ist nicht eingetragen.",
        f"If the procedure began before {short_date(cut_off, 'en')} (scoping or documents), two "
        f"weeks still hold ({norm}); its beginning is not recorded.",
    )


def recorded(day: date, minimum: date, longer_norm: str = "") -> Text:
    """The announced end is binding if it is long enough."""
    announced = Text(
        f"Bekannt gemacht ist {long_date(day, 'de')}.", f"{long_date(day, 'en')} was announced."
    )
    if day == minimum:
        return announced + Text(
            "Das ist das gesetzliche Mindestende.", "That is the lawful minimum."
        )
    norm = f" ({longer_norm})" if longer_norm else ""
    return announced + Text(
        f"Das ist später als das gesetzliche Mindestende {short_date(minimum, 'de')} und daher "
        f"maßgeblich{norm}.",
        f"That is later than the lawful minimum {short_date(minimum, 'en')} and therefore "
        f"binding{norm}.",
    )


def too_short_with_eia(needed: date) -> Text:
    """The announced end would not do if there is an assessment after all."""
    return Text(
        f"Findet eine UVP statt, ist das zu kurz: Mindestende wäre {short_date(needed, 'de')} "
        "(§ 21 Abs. 2 UVPG).",
        f"If there is an EIA, that is too short: the minimum would be {short_date(needed, 'en')} "
        "(§ 21 Abs. 2 UVPG).",
    )


def still_in_time(announced: date, until: date, land: str) -> Text:
    """An announced day that is no working day does not cut letters off."""
    if announced == until:
        return EMPTY
    return Text(
        f"Der bekannt gemachte Tag ist {_why(announced, until, land, 'de')}: auch was bis "
        f"{long_date(until, 'de')} eingeht, ist rechtzeitig ({_SHIFT}), sofern die Bekanntmachung "
        "nicht auf § 31 Abs. 3 Satz 2 VwVfG NRW hinweist.",
        f"The announced day is {_why(announced, until, land, 'en')}: what arrives by "
        f"{long_date(until, 'en')} is in time as well ({_SHIFT}), unless the notice refers to "
        "§ 31 Abs. 3 Satz 2 VwVfG NRW.",
    )


def arrival() -> Text:
    """What counts is arrival."""
    return Text(
        "Es zählt der Eingang bis zum Ablauf des Tages (24:00 Uhr).",
        "What counts is arrival by the end of that day (midnight).",
    )


def _weekday(day: date, language: str) -> str:
    name = long_date(day, language).split(",")[0]
    return f"einem {name}" if language == "de" else f"a {name}"


def _why(day: date, shifted_to: date, land: str, language: str) -> str:
    """Why the day does not count, and which holidays lie between it and the next working day."""
    reasons = [why_no_working_day(day, land, language)]
    between = day + timedelta(days=1)
    while between < shifted_to:
        if holiday_name(land, between, language) and between.weekday() < 5:
            also = {"de": "auch der", "en": "also"}[language]
            shown = short_date(between, language)
            is_ = {"de": "ist", "en": "is"}[language]
            reason = why_no_working_day(between, land, language)
            reasons.append(f"{also} {shown} {is_} {reason}")
        between += timedelta(days=1)
    return "; ".join(reasons)
