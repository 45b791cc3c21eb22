"""What to mind once there is a decision: service, lawsuit, expiry."""

from __future__ import annotations

from datetime import date

from ...case import Case
from ...steps import Step
from ...wording import EMPTY, Text

TEN_WEEKS = date(2018, 12, 7)
"""Since then the reasons of a lawsuit are due within ten weeks in transport law as well."""


def print_decides(case: Case, step: Step) -> Text:
    """The announced end decides when the decision counts as served."""
    if step.recorded or "decision_display_end" in case.events:
        return EMPTY
    return Text(
        "Maßgeblich ist das Ende, das in der Bekanntmachung steht; viele Behörden nennen den Tag "
        "mit demselben Wochentag, also einen mehr als nötig. Bitte tragen Sie es ein.",
        "What counts is the end that the notice names; many authorities name the day with the same "
        "weekday, one more than needed. Please record it.",
    )


def old_way_possible(case: Case, step: Step) -> Text:
    """Roads, railways, waterways: the authority chooses between website and municipality."""
    if case.variant not in ("fstrg", "aeg", "wastrg"):
        return EMPTY
    if not case.has_rule("service_on_all", step.last_day):
        return EMPTY
    norm = case.cited("§ 74 Abs. 4 und 5 {VwVfG}")
    return Text(
        f"Wird der Beschluss stattdessen in den Gemeinden ausgelegt, gilt {norm}; "
        "wer Einwendungen erhoben hat, bekommt ihn dann einzeln zugestellt.",
        f"If the decision is not displayed in this way but in the municipalities, {norm} holds; "
        "those who objected are then served individually.",
    )


def two_weeks_since(case: Case, _step: Step) -> Text:
    """Energy law counts from the day on which the decision was put on the website."""
    start = case.events.get("decision_display_start")
    if case.variant not in ("enwg", "nabeg") or start is None:
        return EMPTY
    if not case.has_rule("service_on_all", start):
        return EMPTY
    return Text(
        "Das Gesetz stellt auf den Ablauf von zwei Wochen seit der Zugänglichmachung ab; gezählt "
        "ab dem Tag danach wäre das ein Tag später. Gezeigt ist der frühere Tag, mit dem man "
        "sicher geht.",
        "The law looks at two weeks since the decision was made accessible; counted from the day "
        "after, that would be a day later. The earlier day is shown, which is the safe one.",
    )


def one_year(_case: Case, _step: Step) -> Text:
    """Without proper instruction the period is a year."""
    return Text(
        "Fehlt die Rechtsbehelfsbelehrung oder ist sie unrichtig, beträgt die Frist ein Jahr (§ 58 "
        "Abs. 2 VwGO).",
        "If the instruction on remedies is missing or wrong, the period is one year (§ 58 Abs. 2 "
        "VwGO).",
    )


_RELIEF = {
    "fstrg": "§ 17e Abs. 2 FStrG",
    "aeg": "§ 18e Abs. 2 AEG",
    "wastrg": "§ 14e Abs. 2 WaStrG",
    "enwg": "§ 43e Abs. 1 EnWG",
    "nabeg": "§ 18 Abs. 5 NABEG, § 43e Abs. 1 EnWG",
    "pbefg": "§ 29 Abs. 6 PBefG",
    "luftvg": "§ 10 Abs. 4 LuftVG",
}
_REASONS = {
    "fstrg": "§ 17e Abs. 3 FStrG",
    "aeg": "§ 18e Abs. 3 AEG",
    "wastrg": "§ 14e Abs. 3 WaStrG",
    "enwg": "§ 43e Abs. 3 EnWG",
    "nabeg": "§ 18 Abs. 5 NABEG, § 43e Abs. 3 EnWG",
    "pbefg": "§ 29 Abs. 7 PBefG",
}


def interim_relief(case: Case, _step: Step) -> Text:
    """The lawsuit does not stop the work; who wants that has a month."""
    norm = _RELIEF.get(case.variant)
    if norm is None:
        return EMPTY
    return Text(
        "Der Antrag, die aufschiebende Wirkung der Klage anzuordnen, ist in den Fällen von "
        f"{norm} nur binnen einem Monat nach der Zustellung möglich und in dieser Zeit auch zu "
        "begründen.",
        f"In the cases of {norm} an application for interim relief is possible only within one "
        "month of service, and its reasons have to be given in that time as well.",
    )


def reasons_of_the_suit(case: Case, step: Step) -> Text:
    """Facts and evidence have a period of their own."""
    if step.last_day < TEN_WEEKS:
        return EMPTY
    if case.variant == "luftvg":
        return _reasons("sechs Wochen", "six weeks", "§ 10 Abs. 5 LuftVG")
    return _reasons("zehn Wochen", "ten weeks", _REASONS.get(case.variant, "§ 6 UmwRG"))


def _reasons(german: str, english: str, norm: str) -> Text:
    return Text(
        "Tatsachen und Beweismittel zur Begründung der Klage sind binnen "
        f"{german} nach Klageerhebung anzugeben ({norm}).",
        f"Facts and evidence that support the lawsuit have to be given within {english} of filing "
        f"it ({norm}).",
    )


def may_be_prolonged(case: Case, _step: Step) -> Text:
    """Special laws allow to prolong by five years."""
    if case.variant in ("vwvfg", "strwg", "whg", "luftvg"):
        return EMPTY
    return Text(
        "Die Frist kann um höchstens fünf Jahre verlängert werden; der Antrag muss vor ihrem Ende "
        "gestellt sein.",
        "The period may be prolonged by five years at most; this has to be applied for before it "
        "ends.",
    )


def no_lawsuit(_case: Case, _step: Step) -> Text:
    """The choice of a corridor is reviewed only with the plan approval."""
    return Text(
        "Gegen die Bundesfachplanung selbst kann nicht geklagt werden; sie wird nur mit der "
        "Entscheidung über die Leitung überprüft (§ 15 Abs. 3 NABEG).",
        "There is no lawsuit against federal corridor planning itself; it is reviewed only with "
        "the decision on the line (§ 15 Abs. 3 NABEG).",
    )
