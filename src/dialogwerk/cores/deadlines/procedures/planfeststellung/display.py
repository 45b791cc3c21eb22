"""Up to the display of the plan: early participation, agencies, notice, display."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ...case import Case
from ...declaring import Bases, StepRule
from ...wording import Text
from .conditions import (
    GRID,
    by_either,
    course,
    early_participation_known,
    known,
    lacks,
    not_under,
    on_file,
    runs,
    under,
    with_own_display,
)
from .conditions import both as all_of
from .hints import land_reform, plansig


def display_bases(case: Case, start: date) -> Bases:
    """One month, § 73 Abs. 3 Satz 1 VwVfG or the special law."""
    return with_own_display("public_display", case, start)


def notice_bases(case: Case, start: date) -> Bases:
    """Beforehand, § 73 Abs. 5 Satz 1 VwVfG; under the NABEG as a rule a week."""
    return with_own_display("notice", case, start)


_EARLY = StepRule(
    step="early_participation",
    name=Text("Frühe Öffentlichkeitsbeteiligung", "Early public participation"),
    actor="developer",
    kind="target",
    count="on",
    trigger=("application",),
    law="early_participation",
    lead=Text(
        "Der Antrag ging ein am {trigger}. Kann ein Vorhaben die Belange vieler Dritter mehr als "
        "unwesentlich berühren, soll der Vorhabenträger die Öffentlichkeit schon vorher beteiligen "
        "und das Ergebnis spätestens mit dem Antrag mitteilen ({norms}).",
        "The application was received on {trigger}. If a project may have more than insignificant "
        "effects on many third parties, the developer should involve the public before and give "
        "the result at the latest with the application ({norms}).",
    ),
    recorded="result_handed_over",
    first="early_start",
    when=early_participation_known,
)

_PARTICIPATION = StepRule(
    step="participation",
    name=Text("Beteiligung veranlassen", "Setting participation going"),
    actor="authority",
    kind="duty",
    count="after",
    trigger=("complete",),
    law="participation",
    lead=Text(
        "Vollständig lag der Plan vor am {trigger}. Binnen {period_dat} sind die Behörden zur "
        "Stellungnahme aufzufordern und die Auslegung zu veranlassen ({norms}).",
        "The plan was complete on {trigger}. Within {period} the agencies have to be asked for "
        "comments and the display has to be set going ({norms}).",
    ),
    recorded="agencies_asked",
    when=all_of(known("complete"), lacks("plan_change")),
    of_round=True,
)

_RECEIVED = Text(
    "Bei der Stelle, die ihn auslegt, ging der Plan ein am {trigger}. Die Auslegung muss binnen "
    "{period_dat} beginnen ({norms}).",
    "Where the plan is to be displayed, it was received on {trigger}. The display has to begin "
    "within {period} ({norms}).",
)
_COMPLETE = Text(
    "Vollständig lag der Plan vor am {trigger}. Die Auslegung muss binnen {period_dat} beginnen "
    "({norms}).",
    "The plan was complete on {trigger}. The display has to begin within {period} ({norms}).",
)

_DISPLAY_DUTY = StepRule(
    step="display_duty",
    name=Text("Spätester Beginn der Auslegung", "Latest start of the display"),
    actor="municipality",
    kind="duty",
    count="after",
    trigger=("plan_received",),
    law="display_duty",
    lead=_RECEIVED,
    recorded="display_start",
    when=all_of(known("plan_received"), not_under("enwg", *GRID), lacks("no_display")),
    of_round=True,
)

_DISPLAY_DUTY_ENERGY = replace(
    _DISPLAY_DUTY,
    trigger=("plan_received", "complete"),
    lead=lambda case, _day: _RECEIVED if "plan_received" in case.events else _COMPLETE,
    when=all_of(
        known("plan_received", "complete"),
        under("enwg", *GRID),
        lacks("no_display"),
        lacks("plan_change"),
        on_file("display_duty", "plan_received", "complete"),
    ),
)

_NOTICE = StepRule(
    step="notice",
    name=Text("Bekanntmachung der Auslegung", "Notice of the display"),
    actor="municipality",
    kind="minimum",
    count="before",
    trigger=("display_start",),
    law=notice_bases,
    lead=Text(
        "Die Auslegung beginnt am {trigger}. Sie ist vorher bekannt zu machen ({norms}), also "
        "spätestens am Tag davor.",
        "The display begins on {trigger}. It has to be announced beforehand ({norms}), so at the "
        "latest the day before.",
    ),
    recorded="published",
    when=all_of(not_under(*GRID), on_file("notice", "display_start")),
    of_round=True,
)

_NOTICE_GRID = replace(
    _NOTICE,
    actor="authority",
    lead=Text(
        "Die Auslegung beginnt am {trigger}. Sie soll mindestens {period_acc} vorher bekannt "
        "gemacht werden ({norms}).",
        "The display begins on {trigger}. It should be announced at least {period} before "
        "({norms}).",
    ),
    when=all_of(under(*GRID), on_file("notice", "display_start")),
    must=False,
)

_PUBLIC_DISPLAY = StepRule(
    step="public_display",
    name=Text("Auslegung der Planunterlagen", "Display of the plan"),
    actor="municipality",
    kind="minimum",
    count="span",
    trigger=("display_start",),
    law=display_bases,
    lead=Text("Die Auslegung beginnt am {trigger}.", "The display begins on {trigger}."),
    recorded="display_end",
    of_round=True,
    hints=(plansig, land_reform),
)

_AGENCIES = StepRule(
    step="agencies",
    name=Text("Stellungnahmen der Behörden", "Comments of the agencies"),
    actor="agencies",
    kind="duty",
    count="after",
    trigger=("agencies_asked",),
    law="agencies",
    lead=Text(
        "Die Aufforderung an die Behörden, Stellung zu nehmen, erging am {trigger}. Die Frist, die "
        "ihnen gesetzt wird, darf {period_acc} nicht überschreiten ({norms}).",
        "The agencies were asked for comments on {trigger}. The period set for them must not be "
        "longer than {period} ({norms}).",
    ),
    recorded="agencies_end",
    first="next",
    when=all_of(lambda case: course(case) != "notified", on_file("agencies", "agencies_asked")),
    of_round=True,
    ceiling=True,
)

_AGENCIES_ON_CHANGE = replace(
    _AGENCIES,
    law="change_comments",
    lead=Text(
        "Die Änderung wurde den Behörden mitgeteilt am {trigger}. Soweit sie ihre Aufgaben "
        "erstmals oder stärker berührt, nehmen sie binnen {period_dat} Stellung ({norms}).",
        "The agencies were told of the change on {trigger}. As far as it touches their tasks for "
        "the first time or more strongly, they comment within {period} ({norms}).",
    ),
    when=runs("notified"),
)

STEPS = (
    _EARLY,
    _PARTICIPATION,
    *by_either(_DISPLAY_DUTY),
    *by_either(_DISPLAY_DUTY_ENERGY),
    *by_either(_NOTICE),
    _NOTICE_GRID,
    *by_either(_PUBLIC_DISPLAY),
)
AGENCIES = (_AGENCIES, _AGENCIES_ON_CHANGE)
