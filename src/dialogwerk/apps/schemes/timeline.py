"""The timeline for everyone: dialogue and procedure on one line, in plain words.

Only what is public stands on it: dates of the dialogue that are shown to everyone, and of the
procedures what people may do or come to see (`services.due_dates.public_steps`, as in the calendar
files), never what authorities owe each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.templatetags.dialogwerk import date_long

from .gantt_items import first_day_of
from .models import DialogueDate, Notice, Procedure, ScheduledStep, Scheme
from .services.due_dates import days_from, public_steps
from .steps import bare_steps

PAST, NOW, COMING = "past", "now", "coming"
DIALOGUE, PROCEDURE = "dialogue", "procedure"

MEANINGS: dict[str, Any] = {
    "early_participation": gettext_lazy(
        "The developer tells about the plan early, before the application. You can ask and say what"
        " matters to you."
    ),
    "notice": gettext_lazy("It is announced where and when the documents can be read."),
    "public_display": gettext_lazy("Everyone can read the documents."),
    "objections": gettext_lazy("Everyone whose interests are affected can write to the authority."),
    "hearing_notice": gettext_lazy("It is announced where and when the hearing takes place."),
    "hearing": gettext_lazy(
        "The authority discusses the objections with those who raised them, the developer and"
        " public agencies."
    ),
    "online_consultation": gettext_lazy(
        "Instead of a hearing the objections are discussed in writing, on the web."
    ),
    "decision_notice": gettext_lazy("It is announced where and when the decision can be read."),
    "decision_display": gettext_lazy("Everyone can read the decision and its reasons."),
    "service": gettext_lazy(
        "From this day on the decision counts as delivered to everyone who did not get it by post."
    ),
    "lawsuit": gettext_lazy("Whoever is affected by the decision can go to court against it."),
    "in_force": gettext_lazy("The plan takes effect."),
    "answer": gettext_lazy("The government answers the inquiry."),
}
"""What a step means for people."""

OPEN_TO_ALL = ("bundesfachplanung",)
"""Ways of plan approval in which everyone may write, affected or not (§ 9 Abs. 6 NABEG)."""


ANNOUNCEMENTS: dict[str, tuple[str, ...]] = {
    "notice": ("display", "change"),
    "hearing_notice": ("hearing", "online_consultation"),
    "decision_notice": ("decision",),
    "early_participation": ("early",),
    "in_force": ("decision",),
}
"""Which kinds of notices are what a step is about."""


@dataclass(frozen=True, slots=True)
class Action:
    """Where one can do or read something.

    Attributes:
        look: of its button, "primary" or "secondary"; "" for a plain link.
    """

    label: str
    url: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on the line.

    Attributes:
        days: when, in words.
        when: how far away, in words: of what runs its end, of what comes its beginning.
        meaning: what it is for people, in plain words.
        why: explanation of the days, with its norms; empty for the dialogue.
        is_no_objection: it runs while objections can be raised, and is something else.
    """

    track: str
    state: str
    title: str
    first_day: date
    last_day: date
    days: str
    when: str
    meaning: str
    why: str = ""
    hints: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    place: str = ""
    procedure: Procedure | None = None
    action: Action | None = None
    is_no_objection: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Both tracks in the order of days.

    Attributes:
        procedures: whose dates stand here.
        notices: published ones that hold, the newest first.
    """

    entries: tuple[Entry, ...]
    procedures: tuple[Procedure, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def dated(self) -> list[Procedure]:
        """Those that have dates, so that their calendar files are worth a subscription."""
        found = {entry.procedure.pk for entry in self.entries if entry.procedure}
        return [one for one in self.procedures if one.pk in found]

    @property
    def past(self) -> list[Entry]:
        return self._in(PAST)

    @property
    def now(self) -> list[Entry]:
        return self._in(NOW)

    @property
    def coming(self) -> list[Entry]:
        return self._in(COMING)

    @property
    def has_dialogue(self) -> bool:
        return any(entry.track == DIALOGUE for entry in self.entries)

    def _in(self, state: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.state == state]


def timeline_of(scheme: Scheme, procedures: Iterable[Procedure], *, day: date) -> Timeline:
    """What everyone may know of a scheme and these of its procedures; three queries."""
    known = {one.pk: one for one in procedures}
    steps = _steps(known)
    notices = _notices(known)
    dialogue = scheme.dialogue_dates.filter(is_public=True)
    entries = [
        *(_of_step(step, notices, day) for step in steps),
        *(_of_dialogue(one, steps, day) for one in dialogue),
    ]
    ordered = sorted(entries, key=lambda entry: (entry.first_day, entry.last_day))
    return Timeline(tuple(ordered), tuple(known.values()), tuple(notices))


def _steps(known: dict[int, Procedure]) -> list[ScheduledStep]:
    """The public steps of these procedures; of a round without computed ones its bare days."""
    stored = ScheduledStep.objects.standing().filter(public_steps(), procedure__in=known)
    steps = list(stored.order_by("procedure", "position", "pk"))
    for step in steps:
        step.procedure = known[step.procedure_id]
    computed = {step.round_id for step in steps}
    rounds = [one for procedure in known.values() for one in procedure.rounds.all()]
    return steps + [bare for one in rounds if one.pk not in computed for bare in bare_steps(one)]


def _notices(known: dict[int, Procedure]) -> list[Notice]:
    """The published notices of these procedures that hold."""
    found = list(Notice.objects.in_force().filter(procedure__in=known))
    for notice in found:
        notice.procedure = known[notice.procedure_id]
    return found


def _of_step(step: ScheduledStep, notices: Sequence[Notice], day: date) -> Entry:
    first = step.last_day if step.kind == "target" else first_day_of(step)
    state = _state(first, step.last_day, day)
    return Entry(
        track=PROCEDURE,
        state=state,
        title=step.name,
        first_day=first,
        last_day=step.last_day,
        days=_days_of_step(step, first),
        when=_when(state, first, step.last_day, day),
        meaning=_meaning(step),
        why=step.explanation,
        hints=tuple(step.hints),
        norms=tuple(step.norms),
        procedure=step.procedure,
        action=_action(step, notices, state),
    )


def _meaning(step: ScheduledStep) -> str:
    """What the step means; where everyone may write and not only those affected, it says so."""
    course = step.procedure
    is_open = course.kind != Procedure.Kind.PLANFESTSTELLUNG or course.variant in OPEN_TO_ALL
    if step.step == "objections" and is_open:
        return _("Everyone can write to the authority what they think of the plan.")
    return str(MEANINGS.get(step.step, ""))


def _of_dialogue(one: DialogueDate, steps: Sequence[ScheduledStep], day: date) -> Entry:
    last = max(one.last_day, one.answer_by or one.last_day)
    state = _state(one.first_day, last, day)
    label = _("To the dialogue") if one.kind == DialogueDate.Kind.ONLINE else _("Read more")
    look = "secondary" if state == NOW else ""
    return Entry(
        track=DIALOGUE,
        state=state,
        title=one.title,
        first_day=one.first_day,
        last_day=last,
        days=_in_words(one.first_day, last),
        when=_when(state, one.first_day, last, day),
        meaning=one.summary or one.get_kind_display(),
        place=one.place,
        action=Action(label, one.url, look) if one.url and state != PAST else None,
        is_no_objection=any(_overlaps(step, one.first_day, last) for step in steps),
    )


def _overlaps(step: ScheduledStep, first: date, last: date) -> bool:
    begins = step.first_day or step.last_day
    return step.step == "objections" and begins <= last and first <= step.accept_until


def _state(first: date, last: date, day: date) -> str:
    if last < day:
        return PAST
    return NOW if first <= day else COMING


def _when(state: str, first: date, last: date, day: date) -> str:
    """Of what runs its end, of what comes its beginning; nothing of what is over."""
    if state == PAST:
        return ""
    if state == NOW and first < last:
        return _("ends %(when)s") % {"when": days_from(last, day)}
    return days_from(first, day)


def _days_of_step(step: ScheduledStep, first: date) -> str:
    if step.kind == "target" and not step.recorded:
        return _("expected by %(day)s") % {"day": date_long(step.last_day)}
    if step.first_day is None and not step.recorded:
        return _("by %(day)s") % {"day": date_long(step.last_day)}
    return _in_words(first, step.last_day)


def _in_words(first: date, last: date) -> str:
    return date_long(first) if first == last else f"{date_long(first)} – {date_long(last)}"


def _action(step: ScheduledStep, notices: Sequence[Notice], state: str) -> Action | None:
    """What one can do while it runs; letters are taken before and after that as well."""
    procedure = step.procedure
    if step.step == "objections" and state == NOW:
        address = reverse("write", args=[procedure.slug])
        return Action(_("Write a statement"), address, "primary")
    if step.step.endswith("display") and state == NOW:
        page = procedure.scheme.get_absolute_url()
        return Action(_("Read the documents"), f"{page}#documents", "secondary")
    notice = next((one for one in notices if _announces(one, step)), None)
    return Action(_("Read the notice"), notice.get_absolute_url()) if notice else None


def _announces(notice: Notice, step: ScheduledStep) -> bool:
    """Whether this notice is what the step is about."""
    return (
        notice.procedure_id == step.procedure_id
        and notice.round_id == step.round_id
        and notice.kind in ANNOUNCEMENTS.get(step.step, ())
    )
