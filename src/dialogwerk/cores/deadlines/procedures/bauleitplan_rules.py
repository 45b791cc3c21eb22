"""Bases, conditions and hints of urban land-use planning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..case import Case
from ..counting import Period, end_of_day_start_period
from ..declaring import Bases, Basis
from ..steps import Step
from ..wording import EMPTY, Text, short_date
from .participation import applies, begun_before

DIGITAL = date(2023, 7, 7)
"""First day of the digital reform: drafts are published on the internet."""
CHILDREN = date(2013, 9, 20)
_NEW = Text("nach neuem Recht", "under the new law")
_OLD = Text("nach bisherigem Recht", "under the former law")
_PUBLICATION = Text("Veröffentlichung", "publication")
_DISPLAY = Text("Auslegung", "display")


def has_display(case: Case) -> bool:
    """All variants but the consent of § 36a have the formal participation of § 3 Abs. 2."""
    return case.variant != "consent"


def called(case: Case, day: date) -> Text:
    """Publication on the internet today, display before 2023."""
    return _PUBLICATION if day >= DIGITAL else _DISPLAY


def notice_bases(case: Case, start: date) -> Bases:
    """Before the publication; until 2023 a whole week before, § 3 Abs. 2 BauGB."""
    today = Basis(case.rule("notice", start), label=_NEW)
    if start < DIGITAL or not begun_before(case, DIGITAL, "plan_resolution"):
        return Bases((today,))
    rule = case.rule("transition", start)
    old = Basis(case.rule("notice", date(2023, 7, 6)), also=(rule.norm,), label=_OLD)
    return Bases((today, old), "open")


def notice_lead(case: Case, start: date) -> Text:
    """The rule of the day: a week before, or before."""
    begins = _begins(case, start)
    if start >= DIGITAL and begun_before(case, DIGITAL, "plan_resolution"):
        return begins + Text(
            "Nach neuem Recht genügt die Bekanntmachung vor dem Beginn (§ 3 Abs. 2 Satz 4 BauGB); "
            "nach bisherigem Recht ist sie mindestens {period_acc} vorher nötig ({norms}).",
            "Under the new law a notice before it begins is enough (§ 3 Abs. 2 Satz 4 BauGB); "
            "under the former law it is needed at least {period} before ({norms}).",
        )
    if start < DIGITAL:
        return begins + Text(
            "Ort und Dauer sind mindestens {period_acc} vorher ortsüblich bekannt zu machen "
            "({norms}).",
            "Place and length have to be announced at least {period} before ({norms}).",
        )
    return begins + Text(
        "Internetadresse und Dauer sind vor dem Beginn ortsüblich bekannt zu machen ({norms}).",
        "Internet address and length have to be announced before it begins ({norms}).",
    )


def _begins(case: Case, start: date) -> Text:
    word = called(case, start)
    return Text(f"Die {word.de} beginnt am {{trigger}}.", f"The {word.en} begins on {{trigger}}.")


def display_lead(case: Case, start: date) -> Text:
    """When the display or publication begins."""
    return _begins(case, start)


def display_bases(case: Case, start: date) -> Bases:
    """One month; since 2017 at least 30 days as well, § 3 Abs. 2 Satz 1 BauGB."""
    return _month_and_days(case, "public_display", start)


def agency_bases(case: Case, asked: date) -> Bases:
    """One month; since 2017 not less than 30 days, § 4 Abs. 2 Satz 2 BauGB."""
    return _month_and_days(case, "agencies", asked)


def _month_and_days(case: Case, parameter: str, day: date) -> Bases:
    norm = "§ 4a Abs. 3 BauGB" if is_renewed(case) else _SHORTENED.get(case.variant, "")
    also = (norm,) if norm else ()
    bases = [Basis(case.rule(parameter, day), also=also)]
    if applies(f"{parameter}_days", day, case):
        bases.append(Basis(case.rule(f"{parameter}_days", day), also=also))
    return Bases(tuple(bases), "all")


_SHORTENED = {
    "simplified": "§ 13 Abs. 2 BauGB",
    "accelerated": "§ 13a Abs. 2 Nr. 1 BauGB",
}


def is_renewed(case: Case) -> bool:
    """The draft was changed after the participation and is published again."""
    return case.variant == "renewed" or (case.has("plan_change") and has_display(case))


def is_free(case: Case) -> bool:
    """The municipality may set an appropriate period instead of the month."""
    return is_renewed(case) or case.variant in ("simplified", "accelerated")


def shortened_hint(case: Case, step: Step) -> Text:
    """A period that need not be a month must still be appropriate."""
    if is_renewed(case):
        return _RENEWED if step.last_day >= DIGITAL else _RENEWED_OLD
    if not is_free(case):
        return EMPTY
    return Text(
        "Der betroffenen Öffentlichkeit kann stattdessen in angemessener Frist Gelegenheit zur "
        "Stellungnahme gegeben werden (§ 13 Abs. 2 Satz 1 Nr. 2 BauGB); eine Zahl nennt das Gesetz "
        "nicht.",
        "Instead, the affected public may be given an appropriate period for comments (§ 13 Abs. "
        "2 Satz 1 Nr. 2 BauGB); the law names no number.",
    )


_RENEWED = Text(
    "Die Dauer soll angemessen verkürzt werden (§ 4a Abs. 3 Satz 3 BauGB); eine Zahl nennt das "
    "Gesetz nicht. Angemessen ist, was zum Umfang der Änderung passt; ohne eingetragenes Ende wird "
    "die volle Frist gerechnet.",
    "The length should be shortened appropriately (§ 4a Abs. 3 Satz 3 BauGB); the law names no "
    "number. What fits the extent of the change is appropriate; without a recorded end the full "
    "period is computed.",
)
_RENEWED_OLD = Text(
    "Die Dauer kann angemessen verkürzt werden (§ 4a Abs. 3 BauGB in der bis 06.07.2023 geltenden "
    "Fassung); eine Zahl nennt das Gesetz nicht. Angemessen ist, was zum Umfang der Änderung "
    "passt; ohne eingetragenes Ende wird die volle Frist gerechnet.",
    "The length may be shortened appropriately (§ 4a Abs. 3 BauGB in the version in force until 6 "
    "July 2023); the law names no number. What fits the extent of the change is appropriate; "
    "without a recorded end the full period is computed.",
)


def notice_abroad(case: Case, step: Step) -> Text:
    """Neighbouring states take part, and the notice has to say so."""
    if not case.has("transboundary"):
        return EMPTY
    return Text(
        "Gemeinden und Behörden des Nachbarstaats sind zu beteiligen; darauf ist in der "
        "Bekanntmachung hinzuweisen (§ 4a Abs. 4 BauGB).",
        "Municipalities and authorities of the neighbouring state take part; the notice has to "
        "say so (§ 4a Abs. 4 BauGB).",
    )


def early_hint(case: Case, step: Step) -> Text:
    """No length, and when it may be left out."""
    children = step.last_day >= CHILDREN
    text = Text(
        "Eine Mindestdauer gibt es nicht. Davon kann abgesehen werden, wenn sich der Plan nicht "
        "oder nur unwesentlich auswirkt oder schon auf anderer Grundlage unterrichtet und erörtert "
        f"worden ist (§ 3 Abs. 1 Satz {3 if children else 2} BauGB).",
        "There is no minimum length. It may be left out if the plan has no or only minor effects, "
        "or if people have already been informed and heard on another basis (§ 3 Abs. 1 Satz "
        f"{3 if children else 2} BauGB).",
    )
    if not children:
        return text
    return text + Text(
        "Auch Kinder und Jugendliche gehören zur Öffentlichkeit (§ 3 Abs. 1 Satz 2 BauGB).",
        "Children and young people belong to the public as well (§ 3 Abs. 1 Satz 2 BauGB).",
    )


def late_comments(case: Case, step: Step) -> Text:
    """Late comments may stay out of the weighing; no loss of the right to sue."""
    norm = "§ 4a Abs. 5 BauGB" if step.last_day >= DIGITAL else "§ 4a Abs. 6 BauGB"
    text = Text(
        "Verspätete Stellungnahmen können unberücksichtigt bleiben, wenn die Gemeinde ihren Inhalt "
        "nicht kannte und nicht kennen musste und er für die Rechtmäßigkeit ohne Bedeutung ist "
        f"({norm}); darauf muss die Bekanntmachung hinweisen.",
        "Late comments may be left out if the municipality did not know and need not have known "
        f"what they say and it does not matter for the plan's legality ({norm}); the notice has to "
        "say so.",
    )
    return text + _ASSOCIATIONS if case.has("preparatory_plan") else text


_ASSOCIATIONS = Text(
    "Beim Flächennutzungsplan sind Umweltvereinigungen mit verspäteten Einwendungen auch vor "
    "Gericht ausgeschlossen (§ 3 Abs. 3 BauGB, § 7 Abs. 3 UmwRG).",
    "With a preparatory land-use plan, environmental associations that object late are barred in "
    "court as well (§ 3 Abs. 3 BauGB, § 7 Abs. 3 UmwRG).",
)


def many_answers(case: Case, step: Step) -> Text:
    """More than fifty like comments may be answered by access to the result."""
    if not case.has("more_than_50"):
        return EMPTY
    sentence = 7 if step.last_day >= DIGITAL else 5
    return Text(
        "Bei mehr als 50 Stellungnahmen mit im Wesentlichen gleichem Inhalt kann statt einzelner "
        "Antworten Einsicht in das Ergebnis gewährt werden; wo, ist bekannt zu machen (§ 3 Abs. 2 "
        f"Satz {sentence} BauGB).",
        "With more than 50 comments of essentially the same content, access to the result may "
        "take the place of single answers; where, has to be announced (§ 3 Abs. 2 Satz "
        f"{sentence} BauGB).",
    )


def transition_hint(case: Case, step: Step) -> Text:
    """Both laws may be applied, step by step, if the procedure began before the change."""
    if not begun_before(case, DIGITAL, "plan_resolution"):
        return EMPTY
    start = case.events.get("display_start")
    if start is None or start < DIGITAL:
        return EMPTY
    return Text(
        f"Das Verfahren hat vor dem {short_date(DIGITAL, 'de')} begonnen: Es kann nach bisherigem "
        "Recht zu Ende geführt werden; noch nicht begonnene Schritte dürfen nach neuem Recht "
        "erfolgen (§ 233 Abs. 1 BauGB). Wer beides einhält, ist sicher.",
        f"The procedure began before {short_date(DIGITAL, 'en')}: it may be finished under the "
        "former law; steps not yet begun may follow the new law (§ 233 Abs. 1 BauGB). To meet "
        "both is to be safe.",
    )


def is_preparatory(case: Case) -> bool:
    """A preparatory land-use plan (Flächennutzungsplan), which needs approval."""
    return case.has("preparatory_plan")


def approval_hint(case: Case, step: Step) -> Text:
    """The fiction of § 6 Abs. 4 and its prolongation."""
    return Text(
        "Wird die Genehmigung bis dahin nicht unter Angabe von Gründen abgelehnt, gilt sie als "
        "erteilt (§ 6 Abs. 4 Satz 4 BauGB). Aus wichtigen Gründen kann die Frist verlängert "
        "werden, in der Regel nur bis zu drei Monaten (§ 6 Abs. 4 Satz 2 BauGB).",
        "If the approval is not refused with reasons by then, it counts as given (§ 6 Abs. 4 Satz "
        "4 BauGB). For important reasons the period may be prolonged, as a rule only by up to "
        "three months (§ 6 Abs. 4 Satz 2 BauGB).",
    )


def defects_apply(case: Case) -> bool:
    """Older plans had other periods, which are not on file."""
    return has_display(case) and applies("defects", case.events.get("in_force"), case)


def review_applies(case: Case) -> bool:
    """Until 1997 there was no period for judicial review."""
    return has_display(case) and applies("judicial_review", case.events.get("in_force"), case)


def consent_bases(case: Case, requested: date) -> Bases:
    """Three months, prolonged by the participation of the public, § 36a BauGB."""
    version = case.rule("consent", requested)
    if not _has_participation(case):
        return Bases((Basis(version),))
    longest = case.rule("consent_participation", requested)
    return Bases(
        (Basis(version, extension=replace(longest, period=_length(case, longest.period))),)
    )


def _has_participation(case: Case) -> bool:
    return case.has("participation") or "display_start" in case.events


def _length(case: Case, longest: Period) -> Period:
    """The length of the participation as it was announced, at most one month."""
    start, end = case.events.get("display_start"), case.events.get("display_end")
    if start is None or end is None or end >= end_of_day_start_period(start, longest):
        return longest
    return Period((end - start).days + 1, "day")


def consent_hint(case: Case, step: Step) -> Text:
    """Silence is consent, and until when participation is open."""
    text = Text(
        "Verweigert die Gemeinde die Zustimmung bis dahin nicht, gilt sie als erteilt (§ 36a Abs. "
        "1 Satz 4 BauGB).",
        "If the municipality does not refuse its consent by then, it counts as given (§ 36a Abs. 1 "
        "Satz 4 BauGB).",
    )
    if _has_participation(case):
        return text
    return text + Text(
        "Gibt sie der betroffenen Öffentlichkeit Gelegenheit zur Stellungnahme (höchstens ein "
        "Monat), verlängert sich die Frist um deren Dauer (§ 36a Abs. 2 BauGB).",
        "If it gives the affected public a period for comments (at most one month), the three "
        "months are prolonged by that period (§ 36a Abs. 2 BauGB).",
    )


def consent_participation_hint(case: Case, step: Step) -> Text:
    """At most one month."""
    start, longest = case.events.get("display_start"), Period(1, "month")
    if start is None or step.last_day <= case.shifted(end_of_day_start_period(start, longest)):
        return EMPTY
    return Text(
        "Die Frist zur Stellungnahme darf höchstens einen Monat betragen (§ 36a Abs. 2 Satz 1 "
        "BauGB); nur um einen Monat verlängert sich die Entscheidungsfrist.",
        "The period for comments may be one month at most (§ 36a Abs. 2 Satz 1 BauGB); the period "
        "for the decision is prolonged by one month only.",
    )
