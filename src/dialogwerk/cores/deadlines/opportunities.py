"""Where informal dialogue has its place in a procedure, for the timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from .citing import cite
from .interlock_values import Opportunity
from .steps import Schedule, Step
from .wording import Text

_DAY = timedelta(days=1)
_INDEPENDENT = {"fstrg": "§ 17a Abs. 8 FStrG", "aeg": "§ 18a Abs. 8 AEG"}
INDEPENDENT_SINCE = date(2023, 12, 29)
"""Act of 22.12.2023 (BGBl. 2023 I Nr. 409); its first day is of confidence C."""
NRW_EARLY_ACT = date(2025, 1, 1)
"""Since then early participation stands in § 25a VwVfG NRW; the exact day has not been read."""


def opportunities(schedule: Schedule) -> tuple[Opportunity, ...]:
    """Windows for informal dialogue, in the order of the procedure.

    A window without first or last day is open on that side as long as the day is not known.
    """
    found = _BY_TYPE.get(schedule.procedure_type)
    return tuple(found(schedule)) if found else ()


def _approval(schedule: Schedule) -> Iterator[Opportunity]:
    yield _early(schedule)
    yield from _beside_objections(schedule)
    yield from _after_objections(schedule)
    yield _construction(schedule)


def _early(schedule: Schedule) -> Opportunity:
    applied = schedule.events.get("application")
    return Opportunity(
        "before_application",
        Text("Vor dem Antrag", "Before the application"),
        schedule.events.get("scoping") or schedule.events.get("early_start"),
        applied - _DAY if applied else None,
        Text(
            "Hier lässt sich noch am meisten ändern: Ziele, Mittel und Auswirkungen vorstellen, "
            "Varianten besprechen, Sorgen aufnehmen.",
            "Here most can still be changed: present aims, means and effects, discuss "
            "alternatives, take up worries.",
        ),
        Text(
            "Geben Sie das Ergebnis spätestens mit dem Antrag an die Behörde und an die "
            "Beteiligten.",
            "Hand the result to the authority, and to those who took part, with the application at "
            "the latest.",
        ),
        (norm_of_early_participation(schedule),),
    )


def norm_of_early_participation(schedule: Schedule, sentence: str = "") -> str:
    """Where it is written, by Land and day of the application.

    Args:
        schedule: the procedure; without an application its last event tells the time, without
            any the newest law applies.
        sentence: such as " Satz 4", where the norm has several.
    """
    day = schedule.events.get("application") or max(schedule.events.values(), default=date.max)
    if schedule.land.split("/")[0] == "NW" and day >= NRW_EARLY_ACT:
        return "§ 25a VwVfG NRW"
    return _cited(schedule, f"§ 25 Abs. 3{sentence} {{VwVfG}}")


def norms_of_independence(schedule: Schedule) -> tuple[str, ...]:
    """Where a special law says that dialogue is independent and must not anticipate."""
    norm = _INDEPENDENT.get(schedule.variant)
    is_old = max(schedule.events.values(), default=date.max) < INDEPENDENT_SINCE
    return () if norm is None or is_old else (norm,)


def _beside_objections(schedule: Schedule) -> Iterator[Opportunity]:
    step = _step(schedule, "objections") or _step(schedule, "public_display")
    if step is None:
        return
    yield Opportunity(
        "beside_objections",
        Text("Während der Auslegung", "While the plan is displayed"),
        step.first_day,
        step.last_day,
        Text(
            "Unterlagen erklären, Fragen beantworten, beim Formulieren von Einwendungen helfen.",
            "Explain documents, answer questions, help people to word their objections.",
        ),
        Text(
            "Ergebnisoffen und getrennt vom Verfahren. Sagen Sie überall dazu, dass Beiträge keine "
            "Einwendungen sind, und nennen Sie deren letzten Tag.",
            "Open in result and separate from the procedure. Say everywhere that contributions are "
            "no objections, and name the last day for these.",
        ),
        norms_of_independence(schedule),
    )


def _after_objections(schedule: Schedule) -> Iterator[Opportunity]:
    step = _step(schedule, "objections")
    if step is None:
        return
    decided = schedule.events.get("decision")
    hearing = schedule.events.get("hearing") or schedule.events.get("online_start")
    end = hearing or decided
    yield Opportunity(
        "before_hearing",
        Text("Zwischen Einwendungen und Erörterung", "Between objections and hearing"),
        step.last_day + _DAY,
        end - _DAY if end else None,
        Text(
            "Einzelne Konflikte in kleinem Kreis klären, Lösungen für die Erörterung vorbereiten.",
            "Settle single conflicts in small circles, prepare solutions for the hearing.",
        ),
        Text(
            "Neue Einwendungen sind jetzt nicht mehr möglich. Eine Lösung wird erst verbindlich, "
            "wenn sie in den Antrag oder die Entscheidung eingeht.",
            "New objections are no longer possible now. A solution binds only once it enters the "
            "application or the decision.",
        ),
        (_cited(schedule, "§ 73 Abs. 6 {VwVfG}"),)
        if schedule.procedure_type == "planfeststellung"
        else ("§ 10 Abs. 6 BImSchG",),
    )


def _construction(schedule: Schedule) -> Opportunity:
    decided = schedule.events.get("decision")
    return Opportunity(
        "after_decision",
        Text("Nach der Entscheidung", "After the decision"),
        decided + _DAY if decided else None,
        None,
        Text(
            "Bau und Betrieb begleiten, Auflagen erklären, über gehaltene Zusagen berichten.",
            "Accompany construction and operation, explain conditions, report on promises kept.",
        ),
        Text(
            "Der Dialog verlängert keine Klagefrist; nennen Sie sie, solange sie läuft.",
            "Dialogue prolongs no period for a lawsuit; name it as long as it runs.",
        ),
        (),
    )


def _local_plan(schedule: Schedule) -> Iterator[Opportunity]:
    if schedule.variant == "consent":
        yield from _consent(schedule)
        return
    start = schedule.events.get("display_start")
    yield Opportunity(
        "before_publication",
        Text("Vor der Veröffentlichung des Entwurfs", "Before the draft is published"),
        schedule.events.get("plan_resolution"),
        start - _DAY if start else None,
        Text(
            "Ziele und Alternativen früh erörtern, auch mit Kindern und Jugendlichen.",
            "Discuss aims and alternatives early, with children and young people too.",
        ),
        Text(
            "Wer dabei unterrichtet und erörtert, kann die frühzeitige Beteiligung ersetzen. "
            "Halten Sie Tag, Teilnehmerkreis und Inhalt fest. Auch Dritte können damit "
            "beauftragt werden.",
            "If it informs and discusses, it may replace early participation. Record its day, its "
            "audience and what it was about. Third parties may be entrusted with it.",
        ),
        ("§ 3 Abs. 1 BauGB", "§ 4b BauGB"),
    )
    yield from _beside_objections(schedule)
    yield from _weighing(schedule)


def _consent(schedule: Schedule) -> Iterator[Opportunity]:
    asked = schedule.events.get("consent_requested")
    step = _step(schedule, "consent")
    yield Opportunity(
        "before_consent",
        Text("Vor der Zustimmung der Gemeinde", "Before the municipality consents"),
        asked,
        step.last_day if step else None,
        Text(
            "Die Nachbarschaft anhören, bevor die Gemeinde entscheidet.",
            "Hear the neighbours before the municipality decides.",
        ),
        Text(
            "Gibt die Gemeinde der betroffenen Öffentlichkeit förmlich Gelegenheit zur "
            "Stellungnahme (höchstens einen Monat), verlängert das ihre Frist; ein informeller "
            "Dialog tut das nicht.",
            "If the municipality formally lets the public concerned comment (one month at most), "
            "this prolongs its period; an informal dialogue does not.",
        ),
        ("§ 36a Abs. 2 BauGB",),
    )


def _weighing(schedule: Schedule) -> Iterator[Opportunity]:
    step = _step(schedule, "objections") or _step(schedule, "public_display")
    if step is None:
        return
    decided = schedule.events.get("decision")
    yield Opportunity(
        "before_council",
        Text("Vor dem Beschluss", "Before the plan is adopted"),
        step.last_day + _DAY,
        decided - _DAY if decided else None,
        Text(
            "Streitpunkte vermitteln und dem Rat als Material für die Abwägung übergeben.",
            "Mediate on what is disputed, and hand it to the council for its weighing.",
        ),
        Text(
            "Führt das zu einem geänderten Entwurf, ist er erneut zu veröffentlichen.",
            "If this leads to a changed draft, it has to be published again.",
        ),
        ("§ 4b BauGB", "§ 4a Abs. 3 BauGB", "§ 1 Abs. 7 BauGB"),
    )


def _spatial(schedule: Schedule) -> Iterator[Opportunity]:
    applied = schedule.events.get("application")
    start = schedule.events.get("display_start")
    until = applied or start
    yield Opportunity(
        "before_corridors",
        Text("Bevor Räume und Korridore feststehen", "Before areas and corridors are settled"),
        schedule.events.get("plan_resolution"),
        until - _DAY if until else None,
        Text(
            "Kriterien und Alternativen besprechen, solange noch großräumig gesucht wird.",
            "Discuss criteria and alternatives while the search is still a wide one.",
        ),
        Text(
            "Sagen Sie, welche Fragen erst im späteren Zulassungsverfahren entschieden werden.",
            "Say which questions are left to the later approval procedure.",
        ),
        ("§ 15 ROG",) if schedule.procedure_type == "raumvertraeglichkeit" else ("§ 9 ROG",),
    )
    yield from _beside_objections(schedule)
    if schedule.procedure_type == "raumvertraeglichkeit":
        yield _between(schedule)


def _between(schedule: Schedule) -> Opportunity:
    step = _step(schedule, "decision")
    return Opportunity(
        "before_approval",
        Text("Bis zum Zulassungsverfahren", "Until the approval procedure"),
        step.last_day + _DAY if step else None,
        None,
        Text(
            "Aus dem Ergebnis lernen: Feintrassierung und Ausgestaltung gemeinsam vorbereiten.",
            "Learn from the result: prepare the detailed route and design together.",
        ),
        Text(
            "Wer sich geäußert hat, muss seine Punkte im Zulassungsverfahren noch einmal "
            "vorbringen.",
            "Whoever has commented must raise the points again in the approval procedure.",
        ),
        ("§ 15 Abs. 5 und 6 ROG", _cited(schedule, "§ 25 Abs. 3 {VwVfG}")),
    )


def _step(schedule: Schedule, name: str) -> Step | None:
    return schedule.step(name) if schedule.has(name) else None


def _cited(schedule: Schedule, norm: str) -> str:
    return cite(norm, schedule.land.split("/")[0])


def window_holds(opportunity: Opportunity, day: date) -> bool:
    """Whether the day lies in the window."""
    starts = opportunity.first_day is None or opportunity.first_day <= day
    return starts and (opportunity.last_day is None or day <= opportunity.last_day)


_BY_TYPE: dict[str, Callable[[Schedule], Iterator[Opportunity]]] = {
    "planfeststellung": _approval,
    "bimschg": _approval,
    "bauleitplan": _local_plan,
    "raumordnung": _spatial,
    "raumvertraeglichkeit": _spatial,
}
