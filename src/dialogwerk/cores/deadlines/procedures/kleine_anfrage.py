"""Parliamentary inquiries in the Landtag of North Rhine-Westphalia: when the answer is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..case import Case
from ..declaring import Choice, Order, ProcedureType, StepRule
from ..steps import Step
from ..wording import EMPTY, Text
from .participation import all_of, event, in_variant, not_, recorded

ID = "kleine_anfrage"

EVENTS = (
    event(
        "lodged",
        ("Beim Präsidenten eingegangen", "Received by the President"),
        ("Eingang der Anfrage beim Landtag", "Receipt of the inquiry by the Landtag"),
        starts=True,
    ),
    event(
        "transmitted",
        ("Der Landesregierung übermittelt", "Transmitted to the government"),
        (
            "Tag, an dem der Präsident die Anfrage übermittelt hat; von ihm an zählt die Frist",
            "Day on which the President passed the inquiry on; the period counts from it",
        ),
        starts=True,
    ),
    event(
        "prolonged",
        ("Verlängert bis", "Prolonged until"),
        (
            "Letzter Tag, auf den sich Mitglied oder Fraktion und Landesregierung verständigt "
            "haben",
            "Last day on which the member or group and the government have agreed",
        ),
        starts=True,
    ),
    event(
        "answered",
        ("Beantwortet", "Answered"),
        ("Tag der schriftlichen Antwort", "Day of the written answer"),
    ),
)


def answer_lead(case: Case, day: date) -> Text:
    """From which day the period counts, and what to do if only the receipt is known."""
    length = _SMALL if case.variant == "kleine" else _LARGE
    if "transmitted" in case.events:
        return (
            Text(
                "Die Anfrage ist am {trigger} übermittelt worden.",
                "The inquiry was transmitted on {trigger}.",
            )
            + length
        )
    return _ONLY_LODGED + length


_SMALL = Text(
    "Die Landesregierung antwortet binnen {period_dat} nach der Übermittlung schriftlich "
    "({norms}).",
    "The government answers in writing within {period} of the transmission ({norms}).",
)
_LARGE = Text(
    "Die Landesregierung antwortet binnen einem Vierteljahr, also {period_dat} ({norms}, § 189 "
    "Abs. 1 BGB).",
    "The government answers within a quarter of a year, that is {period} ({norms}, § 189 Abs. 1 "
    "BGB).",
)
_ONLY_LODGED = Text(
    "Die Anfrage ist am {trigger} beim Präsidenten eingegangen; der Tag der Übermittlung ist nicht "
    "eingetragen. Vorsorglich zählt der frühere Tag, der Eingang.",
    "The President received the inquiry on {trigger}; the day of its transmission is not recorded. "
    "To be safe, the earlier day counts, that of receipt.",
)


def late_hint(case: Case, step: Step) -> Text:
    """What follows if there is no answer in time."""
    if case.variant != "kleine":
        return EMPTY
    return Text(
        "Bleibt die Antwort aus, kann das Mitglied verlangen, dass die Anfrage zur mündlichen "
        "Beantwortung auf die Tagesordnung kommt; ob auf die nächste oder übernächste Sitzung, ist "
        "nicht gesichert.",
        "If there is no answer, the member can demand that the inquiry be put on the agenda for an "
        "oral answer; whether of the next sitting or the one after is not certain.",
    )


def counting_hint(case: Case, step: Step) -> Text:
    """The rules of procedure have their own rule on counting."""
    return Text(
        "Die Geschäftsordnung hat eine eigene Vorschrift zur Fristberechnung, die hier nicht "
        "hinterlegt ist; gezählt ist nach §§ 187 bis 189 BGB.",
        "The rules of procedure have a rule of their own on counting that is not on file here; "
        "counted is by §§ 187 to 189 BGB.",
    )


def prolonged_lead(case: Case, day: date) -> Text:
    """Until when both sides have agreed to wait, instead of the regular period."""
    regular = Text("vier Wochen", "four weeks")
    if case.variant == "grosse":
        regular = Text("ein Vierteljahr", "a quarter of a year")
    return Text(
        f"Statt der Frist der Geschäftsordnung ({regular.de}, {{norms}}) ist die Antwort bis "
        "{trigger} vereinbart.",
        f"Instead of the period in the rules of procedure ({regular.en}, {{norms}}) the answer is "
        "agreed until {trigger}.",
    )


_NAME = Text("Antwort der Landesregierung", "Answer of the government")
_prolonged = recorded("prolonged")

_PROLONGED = StepRule(
    step="answer",
    name=_NAME,
    actor="government",
    kind="duty",
    count="on",
    trigger=("prolonged",),
    lead=prolonged_lead,
    recorded="answered",
    when=all_of(_prolonged, in_variant("kleine")),
    norms=("§ 92 Abs. 3 GO LT NRW",),
    hints=(late_hint,),
)

STEPS = (
    StepRule(
        step="answer",
        name=_NAME,
        actor="government",
        kind="duty",
        count="after",
        trigger=("transmitted", "lodged"),
        law="answer",
        lead=answer_lead,
        recorded="answered",
        first="next",
        when=not_(_prolonged),
        shift_norm="§ 193 BGB",
        shift_open=True,
        hints=(late_hint, counting_hint),
    ),
    _PROLONGED,
    replace(
        _PROLONGED,
        when=all_of(_prolonged, in_variant("grosse")),
        norms=("§ 90 Abs. 1 GO LT NRW",),
        hints=(),
    ),
)

TYPE = ProcedureType(
    id=ID,
    name=Text("Parlamentarische Anfrage", "Parliamentary inquiry"),
    variants=(
        Choice("kleine", Text("Kleine Anfrage", "Kleine Anfrage"), "§ 92 GO LT NRW"),
        Choice("grosse", Text("Große Anfrage", "Große Anfrage"), "§ 90 GO LT NRW"),
    ),
    circumstances=(),
    events=EVENTS,
    order=(
        Order("lodged", "transmitted", "§ 92 Abs. 3 GO LT NRW", strict=False),
        Order("transmitted", "answered", strict=False),
        Order("lodged", "answered", strict=False),
        Order("transmitted", "prolonged"),
        Order("lodged", "prolonged"),
    ),
    steps=STEPS,
    has_rounds=False,
    has_eia=False,
)
