"""From the hearing to the report to the planning authority, § 73 Abs. 6 and 9 VwVfG."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ...case import Case
from ...declaring import Bases, Basis, StepRule
from ...wording import Text
from .conditions import (
    CORRIDOR,
    GRID,
    both,
    has,
    heard_before,
    is_discussed,
    lacks,
    not_heard_before,
    not_online,
    not_under,
    on_file,
    online,
    recorded,
    under,
)
from .hints import (
    change_without_hearing,
    gazette_counts,
    hearing_too_early,
    no_report_within_one_house,
    online_law,
    week_is_open,
    with_the_display,
)

BINDING = date(2013, 6, 7)
"""Since the PlVereinhG the three months are no longer a mere "soll"."""
BINDING_NRW = date(2014, 5, 28)


def _is_binding(case: Case, day: date) -> bool:
    return day >= (BINDING_NRW if case.laender[0] == "NW" else BINDING)


def _target(case: Case, objections_end: date) -> Text:
    """Until 2013 the law said "soll"."""
    how = ("ist", "abzuschließen", "is to be") if _is_binding(case, objections_end) else ()
    verb, end, english = how or ("soll", "abgeschlossen sein", "should be")
    return Text(
        f"Die Einwendungsfrist endet am {{trigger}}. Die Erörterung {verb} binnen {{period_dat}} "
        f"danach {end} ({{norms}}).",
        f"The period for objections ends on {{trigger}}. The hearing {english} closed within "
        "{period} of that ({norms}).",
    )


def online_notice_bases(case: Case, start: date) -> Bases:
    """Beforehand, § 27c Abs. 2 Satz 1 VwVfG; the week of § 73 Abs. 6 Satz 2 VwVfG to be safe."""
    beforehand = case.rule("online_notice", start).norm
    return Bases((Basis(case.rule("hearing_notice", start), also=(beforehand,)),))


_NOTICE = StepRule(
    step="hearing_notice",
    name=Text("Bekanntmachung der Erörterung", "Notice of the hearing"),
    actor="municipality",
    kind="minimum",
    count="before",
    trigger=("hearing",),
    law="hearing_notice",
    lead=Text(
        "Die Erörterung beginnt am {trigger}. Sie ist mindestens {period_acc} vorher bekannt zu "
        "machen ({norms}).",
        "The hearing begins on {trigger}. It has to be announced at least {period} before "
        "({norms}).",
    ),
    recorded="hearing_published",
    when=both(recorded("hearing"), is_discussed, not_online),
    hints=(with_the_display, gazette_counts),
)

_NOTICE_CORRIDOR = replace(
    _NOTICE,
    actor="authority",
    lead=Text(
        "Die Erörterung beginnt am {trigger}. Die Teilnahmeberechtigten sind vorher zu "
        "benachrichtigen ({norms}); eine Frist nennt das Gesetz nicht.",
        "The hearing begins on {trigger}. Those who may take part have to be told beforehand "
        "({norms}); the act names no period.",
    ),
    when=both(recorded("hearing"), under(CORRIDOR), lacks("hearing_waived")),
    hints=(),
)

_NOTICE_ONLINE = replace(
    _NOTICE,
    name=Text("Bekanntmachung der Onlinekonsultation", "Notice of the online consultation"),
    trigger=("online_start",),
    law=online_notice_bases,
    lead=Text(
        "Die Onlinekonsultation beginnt am {trigger}. Sie ist vorher bekannt zu machen, "
        "vorsorglich wie ein Termin {period_acc} vorher ({norms}).",
        "The online consultation begins on {trigger}. It has to be announced beforehand, to be "
        "safe {period} before, as for a hearing ({norms}).",
    ),
    when=both(recorded("online_start"), online),
    must=False,
    hints=(week_is_open, gazette_counts),
)

_ONLINE = StepRule(
    step="online_consultation",
    name=Text("Onlinekonsultation", "Online consultation"),
    actor="public",
    kind="right",
    count="span",
    trigger=("online_start",),
    law="online_consultation",
    lead=Text(
        "Die Onlinekonsultation ersetzt den Erörterungstermin und beginnt am {trigger}. Sie soll "
        "mindestens {period_acc} dauern.",
        "The online consultation takes the place of the hearing and begins on {trigger}. It should "
        "last at least {period}.",
    ),
    recorded="online_end",
    when=online,
    must=False,
    hints=(online_law,),
    called=Text("Onlinekonsultation", "consultation"),
)

_HEARING = StepRule(
    step="hearing",
    name=Text("Erörterungstermin", "Hearing"),
    actor="authority",
    kind="target",
    count="after",
    trigger=("objections",),
    law="hearing",
    lead=_target,
    recorded="hearing",
    first="hearing",
    when=both(is_discussed, not_online, not_heard_before),
    hints=(hearing_too_early, change_without_hearing),
)

_HEARING_CLOSED = replace(
    _HEARING,
    recorded="hearing_closed",
    when=both(_HEARING.when, recorded("hearing_closed")),
)

_HEARING_ONLINE = replace(
    _HEARING,
    name=Text("Erörterung, online", "Hearing, online"),
    recorded="online_end",
    first="",
    when=both(is_discussed, online, not_heard_before),
    hints=(),
)

_HEARING_HELD = StepRule(
    step="hearing",
    name=_HEARING.name,
    actor="authority",
    kind="target",
    count="on",
    trigger=("hearing_closed", "hearing"),
    norms=("§ 73 Abs. 6 {VwVfG}",),
    lead=Text(
        "Die Erörterung ({norms}) war am {trigger}, bevor sich zu der Änderung geäußert werden "
        "konnte.",
        "The hearing ({norms}) was on {trigger}, before one could comment on the change.",
    ),
    first="hearing",
    when=both(is_discussed, heard_before),
    hints=(change_without_hearing,),
)

_HEARING_CORRIDOR = replace(
    _HEARING_HELD,
    norms=("§ 10 Abs. 1 NABEG",),
    lead=Text(
        "Die Bundesnetzagentur erörtert die rechtzeitig erhobenen Einwendungen und Stellungnahmen "
        "am {trigger} ({norms}); eine Frist nennt das Gesetz nicht.",
        "The Federal Network Agency discusses objections and comments made in time on {trigger} "
        "({norms}); the act names no period.",
    ),
    when=both(under(CORRIDOR), lacks("hearing_waived"), recorded("hearing")),
    hints=(hearing_too_early,),
)

_REPORT = StepRule(
    step="report",
    name=Text("Stellungnahme an die Planfeststellungsbehörde", "Report to the planning authority"),
    actor="authority",
    kind="duty",
    count="after",
    trigger=("hearing_closed", "online_consultation", "hearing"),
    law="report",
    lead=Text(
        "Die Erörterung endet am {trigger}. Binnen {period_dat} danach geht das Ergebnis des "
        "Anhörungsverfahrens mit der Stellungnahme der Anhörungsbehörde an die "
        "Planfeststellungsbehörde ({norms}).",
        "The hearing ends on {trigger}. Within {period} of that the result of the hearing "
        "procedure goes to the planning authority with the hearing authority's report ({norms}).",
    ),
    recorded="report_sent",
    when=both(not_under(*GRID), lacks("hearing_waived")),
    hints=(no_report_within_one_house,),
)

_REPORT_WITHOUT_HEARING = replace(
    _REPORT,
    trigger=("objections",),
    law=lambda case, day: Bases(
        (Basis(case.rule("report_without_hearing", day), also=(case.rule("waiver", day).norm,)),)
    ),
    lead=Text(
        "Auf die Erörterung wird verzichtet. Die Einwendungsfrist endet am {trigger}; binnen "
        "{period_dat} danach gibt die Anhörungsbehörde ihre Stellungnahme ab ({norms}).",
        "There is no hearing. The period for objections ends on {trigger}; within {period} of that "
        "the hearing authority gives its report ({norms}).",
    ),
    when=both(
        not_under(*GRID), has("hearing_waived"), on_file("report_without_hearing", "objections")
    ),
)

_SUMMARY = StepRule(
    step="environmental_summary",
    name=Text("Zusammenfassende Darstellung der Umweltauswirkungen", "Summary of effects"),
    actor="authority",
    kind="target",
    count="after",
    trigger=("hearing_closed", "online_consultation", "hearing"),
    law="environmental_summary",
    lead=Text(
        "Die Erörterung endet am {trigger}. Die Darstellung der Umweltauswirkungen soll möglichst "
        "binnen {period_dat} danach erarbeitet sein ({norms}).",
        "The hearing ends on {trigger}. The summary of the effects on the environment should be "
        "drawn up within {period} of that if possible ({norms}).",
    ),
    when=both(
        lambda case: case.eia is True,
        not_under(CORRIDOR),
        lacks("hearing_waived"),
        on_file("environmental_summary", "hearing_closed", "online_consultation", "hearing"),
    ),
)

STEPS = (
    _NOTICE,
    _NOTICE_CORRIDOR,
    _NOTICE_ONLINE,
    _ONLINE,
    replace(_HEARING, when=both(_HEARING.when, lambda case: "hearing_closed" not in case.events)),
    _HEARING_CLOSED,
    _HEARING_ONLINE,
    _HEARING_HELD,
    _HEARING_CORRIDOR,
    _REPORT,
    _REPORT_WITHOUT_HEARING,
    _SUMMARY,
)
