"""From a public notice of the real data to what `schedule` is asked, and what it says to the dates.

A notice has a state, a procedure in the authority's words, a kind, uvp, a regime, and printed days;
any of them may be missing.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dialogwerk.cores.deadlines import DeadlineError, procedure_type, schedule

TYPES = [
    (r"bundesfachplanung", "planfeststellung", "bundesfachplanung"),
    (r"nabeg", "planfeststellung", "nabeg"),
    (r"raumverträglichkeit.*(§ 16|beschleunigt)", "raumvertraeglichkeit", "accelerated"),
    (r"raumverträglichkeit|raumordnungsverfahren|§ 15 rog", "raumvertraeglichkeit", "regular"),
    (r"raumordnungsplan|regionalplan|landesentwicklungsplan|\brog\b", "raumordnung", "plan"),
    (r"§ 36a", "bauleitplan", "consent"),
    (r"(bauleit|baugb|bebauungsplan|flächennutzung).*(erneut|§ 4a)", "bauleitplan", "renewed"),
    (r"(bauleit|baugb|bebauungsplan).*§ 13[ab]", "bauleitplan", "accelerated"),
    (r"(bauleit|baugb|bebauungsplan).*(§ 13\b|vereinfacht)", "bauleitplan", "simplified"),
    (r"bauleit|baugb|bebauungsplan|flächennutzung", "bauleitplan", "regular"),
    (r"(bimschg|immissionsschutz).*(§ 19|vereinfacht)", "bimschg", "simplified"),
    (r"(bimschg|immissionsschutz).*(ied|industrieemission)", "bimschg", "ied"),
    (r"bimschg|immissionsschutz", "bimschg", "full"),
    (r"flurbereinigung|flurbg", None, ""),
    (r"fstrg|bundes(fern)?stra|autobahn", "planfeststellung", "fstrg"),
    (r"\baeg\b|eisenbahn", "planfeststellung", "aeg"),
    (r"enwg|energieleitung", "planfeststellung", "enwg"),
    (r"pbefg|straßenbahn|stadtbahn", "planfeststellung", "pbefg"),
    (r"wastrg|wasserstraße", "planfeststellung", "wastrg"),
    (r"strwg|strg\b|straße|radweg", "planfeststellung", "strwg"),
    (r"\bwhg\b|wasserrecht|gewässer|deich", "planfeststellung", "whg"),
    (r"luftvg|flughafen|flugplatz", "planfeststellung", "luftvg"),
    (r"", "planfeststellung", "vwvfg"),
]
"""First pattern found in the procedure's words decides; the last fits all."""

EVENTS = {
    "plan_display": {
        "display_start": "display_start",
        "published": "published",
        "display_end": "display_end",
        "objection_deadline": "objections_end",
        "hearing": "hearing",
        "hearing_announced": "hearing_published",
    },
    "decision_display": {
        "display_start": "decision_display_start",
        "published": "decision_published",
        "display_end": "decision_display_end",
        "litigation_deadline": "lawsuit_end",
    },
    "early_participation": {"display_start": "early_start", "display_end": "early_end"},
    "online_consultation": {"display_start": "online_start", "display_end": "online_end"},
}
"""Kind of notice → which printed day is which event, in the order of the procedure."""

STEPS = {
    "published": "notice",
    "display_end": "public_display",
    "objections_end": "objections",
    "hearing": "hearing",
    "hearing_published": "hearing_notice",
    "decision_published": "decision_notice",
    "decision_display_end": "decision_display",
    "lawsuit_end": "lawsuit",
    "early_end": "early_participation",
    "online_end": "online_consultation",
}
WORDS = {
    "starts": "counted from",
    "reproduced": "reproduced",
    "longer": "longer, lawful",
    "same_weekday": "longer, lawful: one day more, to the weekday or number of the first day",
    "former_law": "longer or equal under the former law, lawful only if begun before 16.05.2017",
    "shorter_allowed": "shorter, lawful",
    "in_time": "in time",
    "target_missed": "after the target; the law attaches no consequence",
    "no_length": "no length or day set by law",
    "too_short": "shorter than the law",
    "too_late": "later than the law",
    "not_on_file": "no law on file for this procedure or day",
}
EXCUSED = {"longer", "shorter_allowed", "too_short", "too_late", "former_law"}
"""Verdicts that need a reason of their own in the table."""
AHEAD = {"published", "hearing_published", "decision_published"}
BEFORE_THE_CUT_OFF = date(2017, 5, 15)  # § 74 Abs. 2 UVPG


@dataclass(frozen=True)
class Verdict:
    """One printed day and what the core says of it.

    Attributes:
        notice: id of the notice.
        what: name of the printed field.
        printed: the day.
        code: one of `WORDS`.
        minimum: earliest lawful end (of a notice ahead: the latest day); None if none is computed.
        recommended: day that the core gives by itself.
        norm: where it stands.
    """

    notice: str
    what: str
    printed: date
    code: str
    minimum: date | None = None
    recommended: date | None = None
    norm: str = ""


@dataclass(frozen=True)
class Question:
    """What `schedule` is asked about a notice; `type` is None if the procedure is not on file."""

    type: str | None
    variant: str
    land: str
    eia: bool | None
    circumstances: tuple[str, ...]

    def ask(self, events):
        return schedule(
            self.type,
            variant=self.variant,
            land=self.land,
            eia=self.eia,
            circumstances=self.circumstances,
            events=events,
        )


def question(entry):
    """Type, variant, Land and assessment from the words of a notice."""
    words = (entry.get("procedure") or "").lower()
    type_, variant = next((t, v) for pattern, t, v in TYPES if re.search(pattern, words))
    return Question(
        type=type_,
        variant=variant,
        land=land_of(entry.get("state") or "DE"),
        eia=eia_of(entry),
        circumstances=circumstances_of(type_, words, entry.get("kind")) if type_ else (),
    )


def circumstances_of(type_, words, kind):
    """Facts that the words or the kind of the notice tell, if the procedure knows them."""
    known = {one.id for one in procedure_type(type_).circumstances}
    told = {
        "plan_change": "§ 73 abs. 8" in words or "§ 22 uvpg" in words,
        "online_consultation": kind == "online_consultation",
    }
    return tuple(name for name, holds in told.items() if holds and name in known)


def land_of(state):
    """ "NW", or the Länder in brackets: "DE (SH/NI)"."""
    inside = re.search(r"\(([A-Z/]+)\)", state)
    return inside[1] if inside else state


def eia_of(entry):
    """As printed; a month for objections is the mark of an assessment."""
    if entry.get("uvp") is not None:
        return entry["uvp"]
    return True if entry.get("regime") == "one_month" else None


def printed_days(entry):
    """(field, event, day) of every printed day, in the order of the procedure."""
    return [
        (name, event, date.fromisoformat(entry[name]))
        for name, event in EVENTS.get(entry["kind"], EVENTS["plan_display"]).items()
        if entry.get(name)
    ]


def verdicts(entry, facts=None):
    """What the core says of every printed day, each with the others recorded so far.

    Args:
        entry: the notice.
        facts: further events that the notice tells in words, such as the day of the application.
    """
    asked = question(entry)
    known, found = dict(facts or {}), []
    for what, event, day in printed_days(entry):
        verdict = Verdict(entry["id"], what, day, **judged(asked, known, event, day))
        if verdict.code not in ("too_short", "too_late"):
            known[event] = day
        found.append(verdict)
    return found


def judged(asked, known, event, day):
    """Code, minimum, recommended day and norm of one printed day."""
    if asked.type is None:
        return {"code": "not_on_file"}
    if event not in STEPS:
        return {"code": "starts"}
    step = computed(asked, known, event)
    try:
        recorded = asked.ask({**known, event: day})
    except DeadlineError as error:
        return refused(asked, known, event, day, step, error)
    if step is None or STEPS[event] == "early_participation":
        name = STEPS[event]
        ground = norm(recorded.step(name), day) if recorded.has(name) else ""
        return {"code": "no_length", "norm": ground}
    return {**days_of(step), "code": code(step, event, day), "norm": norm(step, day)}


def computed(asked, known, event):
    """The step before its day is recorded; None if nothing known leads to it."""
    try:
        plan = asked.ask(known)
    except DeadlineError:
        return None
    return plan.step(STEPS[event]) if plan.has(STEPS[event]) else None


def days_of(step):
    return {"minimum": step.minimum_last_day, "recommended": step.last_day}


def refused(asked, known, event, day, step, error):
    """The core refuses the day; under the former UVPG it may still be right."""
    if error.code in ("unknown_event", "missing_event", "nothing_counts"):
        return {"code": "no_length"}
    if error.code in ("no_version_in_force", "calendar_ends"):
        return {"code": "not_on_file"}
    if error.code == "period_too_short_unless_old":
        begun = {**known, "scoping": BEFORE_THE_CUT_OFF}
        old = asked.ask(begun).step(STEPS[event])
        asked.ask({**begun, event: day})
        return {**days_of(old), "code": "former_law", "norm": norm(old, day)}
    late = error.code in ("notice_too_late", "event_out_of_order")
    found = {"code": "too_late" if late else "too_short", "norm": error.params.get("norm", "")}
    return {**(days_of(step) if step else {}), **found}


def code(step, event, day):
    """How the printed day compares with the computed one."""
    if event in AHEAD:
        return "in_time" if day <= step.last_day else "too_late"
    if day in {step.last_day, step.minimum_last_day, *(one.last_day for one in step.readings)}:
        return "reproduced"
    if step.kind in ("target", "duty"):
        return "in_time" if day < step.last_day else "target_missed"
    if day < step.minimum_last_day:
        return "shorter_allowed"
    next_day = step.minimum_last_day + timedelta(days=1) == day
    return "same_weekday" if next_day and is_like_first(step.first_day, day) else "longer"


def is_like_first(first, day):
    """Two weeks "from Wednesday to Wednesday", a month from the 2nd to the 2nd."""
    return first is not None and day in (first + timedelta(days=14), _month_on(first))


def _month_on(day):
    month = day.month % 12 + 1
    year = day.year + (month == 1)
    return date(year, month, day.day) if day.day < 29 else None


def norm(step, day):
    """The ground of the reading that the printed day follows, else of the step."""
    for one in step.readings:
        if one.last_day == day and not one.text.de.startswith("Das Ende der"):
            return one.norm
    return step.norms[0] if step.norms else ""
