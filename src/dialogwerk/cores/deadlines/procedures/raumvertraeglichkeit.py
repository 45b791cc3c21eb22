"""Spatial impact assessment (Raumverträglichkeitsprüfung, formerly Raumordnungsverfahren)."""

from __future__ import annotations

from datetime import date

from ..case import Case
from ..declaring import After, Choice, Order, ProcedureType, StepRule
from ..steps import Step
from ..wording import EMPTY, Text
from .participation import AGENCIES_ASKED, AGENCIES_END, begun_before, event, not_
from .spatial import PUBLICATION, REFORM, ROUND_EVENTS, internet, land_law

ID = "raumvertraeglichkeit"
FIRST = date(2009, 6, 30)
PARTICIPATION = date(2017, 11, 29)
"""Since then the documents have to be displayed for a month, § 15 Abs. 3 ROG."""
_OLD_NORM = "§ 15 Abs. 3 ROG 2008"

EVENTS = (
    event(
        "application",
        ("Anzeige oder Antrag eingegangen", "Notification or application received"),
        (
            "Eingang der Anzeige oder des Antrags mit den Unterlagen",
            "Receipt of the notification or application with its documents",
        ),
        starts=True,
    ),
    event(
        "opened",
        ("Über die Einleitung entschieden", "Opening decided"),
        (
            "Tag, an dem die Behörde ihre Entscheidung über die Einleitung mitgeteilt hat",
            "Day on which the authority told the developer whether it opens the assessment",
        ),
    ),
    event(
        "complete",
        ("Unterlagen vollständig", "Documents complete"),
        (
            "Fordert die Behörde binnen einem Monat nichts nach, zählt der Eingang",
            "If the authority asks for nothing more within one month, the day of receipt counts",
        ),
        starts=True,
    ),
    *ROUND_EVENTS,
    AGENCIES_ASKED,
    AGENCIES_END,
    event(
        "decision",
        ("Ergebnis übermittelt", "Result handed over"),
        (
            "Übermittlung der gutachterlichen Stellungnahme an den Vorhabenträger",
            "The expert statement was handed over to the developer",
        ),
    ),
)

ORDER = (
    Order("application", "opened", "§ 15 Abs. 4 ROG", strict=False),
    Order("application", "complete", "§ 15 Abs. 2 ROG", strict=False),
    Order("application", "display_start", "§ 15 Abs. 3 ROG"),
    Order("application", "published", "§ 15 Abs. 3 ROG"),
    Order("published", "display_start", "§ 15 Abs. 3 ROG"),
    Order("display_start", "display_end", strict=False),
    Order("display_end", "objections_end", strict=False),
    Order("display_start", "decision", "§ 15 Abs. 3 ROG"),
    Order("agencies_asked", "agencies_end", strict=False),
    Order("display_end", "decision", "§ 15 Abs. 3 ROG"),
    Order("objections_end", "decision", "§ 15 Abs. 3 ROG"),
    Order("complete", "decision", "§ 15 Abs. 1 ROG"),
)

AFTER = (
    After("objections", "objections_end", "decision", "§ 15 Abs. 3 ROG", unless="plan_change"),
)
"""Comments come first even if their last day is only computed."""


def is_new(day: date) -> bool:
    """Since the reform of 2023."""
    return day >= REFORM


def completeness_applies(case: Case) -> bool:
    """Former law had no period for the check."""
    day = case.events.get("application")
    return day is not None and is_new(day)


def is_old(case: Case) -> bool:
    """Until 2017 federal law let the public take part, but set no publication and no period."""
    day = case.events.get("display_end") or case.events.get("display_start")
    return day is not None and FIRST <= day < PARTICIPATION


def former_name(case: Case, step: Step) -> Text:
    """Until 2023 it was a Raumordnungsverfahren; running ones are finished as such."""
    start = step.first_day or step.last_day
    begun = begun_before(case, REFORM, "application", "opened", "complete")
    if not is_new(start):
        return Text(
            "Bis zum 27.09.2023 hieß das Verfahren Raumordnungsverfahren.",
            "Until 27 September 2023 the procedure was called Raumordnungsverfahren.",
        )
    if not begun:
        return EMPTY
    return Text(
        "Ein vor dem 28.09.2023 förmlich eingeleitetes Raumordnungsverfahren wird nach bisherigem "
        "Recht zu Ende geführt; noch nicht begonnene Schritte dürfen nach neuem Recht erfolgen (§ "
        "27 Abs. 1 ROG).",
        "A Raumordnungsverfahren formally opened before 28 September 2023 is finished under the "
        "former law; steps not yet begun may follow the new law (§ 27 Abs. 1 ROG).",
    )


def change_hint(case: Case, step: Step) -> Text:
    """The law knows no shorter publication after a change."""
    if not case.has("plan_change"):
        return EMPTY
    return Text(
        "Für geänderte Unterlagen nennt § 15 ROG keine kürzere Frist; gerechnet wird die volle.",
        "For changed documents § 15 ROG names no shorter period; the full one is computed.",
    )


def opening_hint(case: Case, step: Step) -> Text:
    """If the developer asks for the assessment, there is nothing to decide."""
    return Text(
        "Die Frist gilt, wenn der Vorhabenträger nur anzeigt; beantragt er die Prüfung selbst, "
        "wird sie durchgeführt.",
        "The period holds if the developer only gives notice; if the developer asks for the "
        "assessment, it is carried out.",
    )


def end_lead(case: Case, day: date) -> Text:
    """From complete documents, or from receipt if nothing more was asked for."""
    if "complete" in case.events:
        start = Text(
            "Die Unterlagen sind seit dem {trigger} vollständig.",
            "The documents have been complete since {trigger}.",
        )
    else:
        start = Text(
            "Die Unterlagen sind am {trigger} eingegangen; von da an zählt die Frist, wenn die "
            "Behörde binnen einem Monat nichts nachfordert.",
            "The documents were received on {trigger}; the period counts from then on if the "
            "authority asks for nothing more within one month.",
        )
    return start + Text(
        "Das Verfahren endet binnen {period_dat} ({norms}).",
        "The procedure ends within {period} ({norms}).",
    )


def end_hint(case: Case, step: Step) -> Text:
    """Since 2023 it ends by itself."""
    if step.first_day is None or not is_new(step.first_day):
        return Text(
            "Von selbst endet das Verfahren mit dieser Frist nicht.",
            "The procedure does not end by itself with this period.",
        )
    return Text(
        "Wird bis dahin kein Ergebnis übermittelt, ist die Prüfung gleichwohl abgeschlossen; das "
        "Zulassungsverfahren kann beginnen. Der Vorhabenträger kann beantragen, dass sie "
        "weitergeführt wird (§ 15 Abs. 1 Satz 5 und 7 ROG).",
        "If no result is handed over by then, the assessment is over all the same; the approval "
        "procedure can begin. The developer can ask for it to go on (§ 15 Abs. 1 Satz 5 and 7 "
        "ROG).",
    )


def no_preclusion(case: Case, step: Step) -> Text:
    """Comments are not excluded, but have to be made again."""
    return Text(
        "Einen Ausschluss verspäteter Stellungnahmen gibt es hier nicht. Im späteren "
        "Zulassungsverfahren sind Einwendungen erneut zu erheben.",
        "Here late comments are not excluded. In the later approval procedure objections have to "
        "be raised again.",
    )


def court_hint(case: Case, step: Step) -> Text:
    """No lawsuit against the result alone."""
    return Text(
        "Das Ergebnis ist eine gutachterliche Stellungnahme und kann nur zusammen mit der späteren "
        "Zulassung überprüft werden.",
        "The result is an expert statement and can be reviewed only together with the later "
        "approval.",
    )


STEPS = (
    StepRule(
        step="opening",
        name=Text("Entscheidung über die Einleitung", "Decision whether to open"),
        actor="authority",
        kind="duty",
        count="after",
        trigger=("application",),
        law="opening",
        lead=Text(
            "Die Anzeige ist am {trigger} eingegangen. Ob geprüft wird, teilt die Behörde binnen "
            "{period_dat} mit ({norms}).",
            "The notification was received on {trigger}. The authority says within {period} "
            "whether there is an assessment ({norms}).",
        ),
        recorded="opened",
        first="next",
        hints=(opening_hint, former_name, land_law),
    ),
    StepRule(
        step="completeness",
        name=Text("Prüfung auf Vollständigkeit", "Check of completeness"),
        actor="authority",
        kind="duty",
        count="after",
        trigger=("application",),
        law="completeness",
        lead=Text(
            "Die Unterlagen sind am {trigger} eingegangen. Die Behörde prüft sie binnen "
            "{period_dat} auf Vollständigkeit ({norms}).",
            "The documents were received on {trigger}. The authority checks within {period} "
            "whether they are complete ({norms}).",
        ),
        first="next",
        when=completeness_applies,
    ),
    StepRule(
        step="notice",
        name=Text("Bekanntmachung", "Notice"),
        actor="authority",
        kind="minimum",
        count="before",
        trigger=("display_start",),
        law="notice",
        lead=Text(
            "Die Veröffentlichung beginnt am {trigger}. Internetadresse und Dauer sind mindestens "
            "{period_acc} vorher öffentlich bekannt zu machen ({norms}).",
            "The publication begins on {trigger}. Internet address and length have to be announced "
            "at least {period} before ({norms}).",
        ),
        recorded="published",
        when=not_(is_old),
        of_round=True,
        hints=(land_law,),
    ),
    StepRule(
        step="public_display",
        name=Text("Auslegung der Unterlagen", "Display of the documents"),
        actor="authority",
        kind="minimum",
        count="on",
        trigger=("display_end",),
        norms=(_OLD_NORM,),
        lead=Text(
            "Die Auslegung endet am {trigger}. Das Bundesrecht ließ die Beteiligung der "
            "Öffentlichkeit zu, nannte aber keine Frist ({norms}).",
            "The display ends on {trigger}. Federal law allowed the public to take part but set no "
            "period ({norms}).",
        ),
        first="display_start",
        when=is_old,
        of_round=True,
        hints=(former_name, land_law),
    ),
    StepRule(
        step="objections",
        name=Text("Stellungnahmen", "Comments"),
        actor="public",
        kind="right",
        count="on",
        trigger=("objections_end", "public_display"),
        norms=(_OLD_NORM,),
        lead=Text(
            "Stellung genommen werden kann bis {trigger}; das Bundesrecht nannte keine Frist "
            "({norms}).",
            "Comments can be made until {trigger}; federal law set no period ({norms}).",
        ),
        first="display_start",
        when=is_old,
        of_round=True,
        hints=(no_preclusion, land_law),
        arrival=True,
    ),
    StepRule(
        step="public_display",
        name=Text("Veröffentlichung der Unterlagen", "Publication of the documents"),
        actor="authority",
        kind="minimum",
        count="span",
        trigger=("display_start",),
        law="public_display",
        lead=Text(
            "Die Veröffentlichung beginnt am {trigger}.", "The publication begins on {trigger}."
        ),
        recorded="display_end",
        when=not_(is_old),
        of_round=True,
        hints=(internet, former_name, change_hint),
        called=PUBLICATION,
    ),
    StepRule(
        step="objections",
        name=Text("Stellungnahmen", "Comments"),
        actor="public",
        kind="right",
        count="on",
        trigger=("public_display", "display_end"),
        norms=("§ 15 Abs. 3 ROG",),
        lead=Text(
            "Die Frist für Stellungnahmen entspricht mindestens der Veröffentlichung, läuft also "
            "wenigstens bis {trigger} ({norms}).",
            "The period for comments is at least as long as the publication, so it runs at least "
            "until {trigger} ({norms}).",
        ),
        recorded="objections_end",
        first="display_start",
        when=not_(is_old),
        of_round=True,
        hints=(no_preclusion,),
        arrival=True,
    ),
    StepRule(
        step="agencies",
        name=Text("Stellungnahmen der Behörden", "Comments of public agencies"),
        actor="agencies",
        kind="duty",
        count="on",
        trigger=("agencies_end",),
        norms=("§ 15 Abs. 3 ROG",),
        lead=Text(
            "Die öffentlichen Stellen können bis {trigger} Stellung nehmen ({norms}); eine eigene "
            "Frist dafür nennt das Gesetz nicht.",
            "The public bodies can comment until {trigger} ({norms}); the law names no period of "
            "its own for that.",
        ),
        first="agencies_asked",
        of_round=True,
    ),
    StepRule(
        step="decision",
        name=Text("Ende der Prüfung", "End of the assessment"),
        actor="authority",
        kind="duty",
        count="after",
        trigger=("complete", "application"),
        law="end",
        lead=end_lead,
        recorded="decision",
        first="next",
        shift_open=True,
        hints=(end_hint, former_name, court_hint),
    ),
)

TYPE = ProcedureType(
    id=ID,
    name=Text("Raumverträglichkeitsprüfung", "Spatial impact assessment"),
    variants=(
        Choice("regular", Text("Regelverfahren", "Regular procedure"), "§ 15 ROG"),
        Choice(
            "accelerated",
            Text("Beschleunigte Prüfung", "Accelerated assessment"),
            "§ 16 Abs. 1 ROG",
        ),
    ),
    circumstances=(
        Choice(
            "plan_change",
            Text(
                "Unterlagen nach der Beteiligung geändert", "Documents changed after participation"
            ),
            "§ 15 Abs. 3 ROG",
        ),
    ),
    events=EVENTS,
    order=ORDER,
    after=AFTER,
    steps=STEPS,
    has_eia=False,
)
