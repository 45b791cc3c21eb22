"""Public notices: drafted with every mandatory hint, checked, blocked while a hint is missing.

A published notice never changes; a correction is a new notice that replaces it.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.base.templatetags.dialogwerk import day as day_in_words
from dialogwerk.cores.deadlines import EventRule, procedure_type
from dialogwerk.cores.deadlines.notices import (
    NoticeFacts,
    check,
    draft,
    notice_kind,
    sentence_of,
)

from ..models import Notice, NoticeWaiver, Procedure, ProcedureEvent, Round
from ..words import in_reader_language
from .events import record_event
from .notice_facts import Told, facts_of, facts_of_notice
from .proofs import Proof
from .waivers import Checked, Seen, paragraphs_seen, waiver_of, whole_text

OF_ROUND = frozenset({"display", "change"})
"""Kinds of notices that announce the days of one round of participation."""

EVENTS: Mapping[str, tuple[str, ...]] = {
    "display": ("published",),
    "change": ("change_notified", "published"),
    "hearing": ("hearing_published",),
    "online_consultation": ("online_published", "hearing_published"),
    "decision": ("decision_published", "in_force"),
    "early": ("early_published",),
}
"""Which event the publication of a kind is; the first one that the type of procedure has."""

ANNOUNCED: Mapping[str, tuple[str, ...]] = {
    "display": ("display_end", "objections_end"),
    "change": ("display_end", "objections_end"),
    "decision": ("decision_display_end",),
}
"""Which ends a kind of notice announces."""

OTHER_DAYS = frozenset({"period_longer", "period_differs", "period_too_short", "date_differs"})
"""Findings that say that the text names other days than the calendar."""


@transaction.atomic
def draft_notice(
    *, procedure: Procedure, kind: str, told: Told, by: User, round: Round | None = None
) -> Notice:
    """Draft a notice with all the hints of the law of its day, and keep it.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: a fact is missing; the message names all of them.
    """
    its_round = _round_for(procedure, kind, round)
    made = draft(kind, facts_of(procedure=procedure, round=its_round, told=told))
    text = "\n\n".join(paragraph.text for paragraph in made.paragraphs)
    return _kept(procedure, kind, its_round, made.title, text, told, by)


@transaction.atomic
def keep_notice(
    *,
    procedure: Procedure,
    kind: str,
    text: str,
    by: User,
    told: Told,
    round: Round | None = None,
    title: str = "",
) -> Notice:
    """Keep a text that was written elsewhere as the draft of a notice."""
    name = notice_kind(procedure.kind, procedure.variant, kind).name.de
    its_round = _round_for(procedure, kind, round)
    return _kept(
        procedure, kind, its_round, title or f"Bekanntmachung: {name}", text.strip(), told, by
    )


def _kept(
    procedure: Procedure,
    kind: str,
    round: Round | None,
    title: str,
    text: str,
    told: Told,
    by: User,
) -> Notice:
    notice = Notice.objects.create(
        procedure=procedure,
        round=round,
        kind=kind,
        title=title[:250],
        text=text,
        facts=dict(told),
        created_by=by,
    )
    _write("notice.drafted", notice, by, {})
    return notice


def _round_for(procedure: Procedure, kind: str, round: Round | None) -> Round | None:
    """The round whose days the notice announces; the latest if none was named."""
    return (round or procedure.current_round) if kind in OF_ROUND else None


@transaction.atomic
def edit_notice(*, notice: Notice, title: str, text: str, by: User) -> Notice:
    """Change the words of a draft.

    Raises:
        ValidationError: it is published, or nothing would be left of it.
    """
    locked = _locked_draft(notice)
    if not text.strip() or not title.strip():
        raise ValidationError(_("A notice needs a title and a text."))
    if (locked.title, locked.text) != (title.strip(), text.strip()):
        locked.title, locked.text = title.strip(), text.strip()
        locked.changed_at = timezone.now()
        locked.save(update_fields=["title", "text", "changed_at"])
        _write("notice.changed", locked, by, {})
    return locked


def with_sentence(text: str, sentence: str) -> str:
    """The text with a sentence as a paragraph of its own, before the signature.

    >>> with_sentence("Eins.\\n\\nDer Landrat", "Zwei.")
    'Eins.\\n\\nZwei.\\n\\nDer Landrat'
    """
    *body, signature = text.strip().split("\n\n")
    if len(signature) > 200 or signature.rstrip().endswith("."):
        body, signature = [*body, signature], ""
    return "\n\n".join(part for part in (*body, sentence, signature) if part)


def missing_sentence(notice: Notice, hint: str) -> str:
    """The sentence that a notice lacks, with its days and places.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: a fact of it is missing, or no such hint.
    """
    return sentence_of(notice.kind, hint, facts_of_notice(notice))


def checked(notice: Notice, publish_on: date | None = None) -> list[Checked]:
    """What is missing or wrong in a notice, the gravest first.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: the procedure has become one without such notices,
            or its recorded days do not go together.
    """
    notice_kind(notice.procedure.kind, notice.procedure.variant, notice.kind)
    seen = Seen(whole_text(notice), facts_of_notice(notice, publish_on))
    waivers = list(notice.waivers.select_related("by").order_by("pk"))
    found = check(notice.kind, seen.text, seen.facts)
    return [Checked(one, waiver_of(one, seen, waivers), seen) for one in found]


@transaction.atomic
def waive_finding(*, notice: Notice, finding: str, reason: str, by: User) -> NoticeWaiver:
    """Let a finding stand, with a reason; for legal counsel.

    Raises:
        ValidationError: no reason, no such finding, or the notice is published.
    """
    locked = _locked_draft(notice)
    if not reason.strip():
        raise ValidationError(_("Please say why the finding may stand."), code="reason")
    found = next((one for one in checked(locked) if one.key == finding), None)
    if found is None:
        raise ValidationError(_("There is no such finding any more."))
    if found.waiver:
        return found.waiver
    waiver = NoticeWaiver.objects.create(
        notice=locked,
        finding=finding,
        paragraphs=paragraphs_seen(found.finding, found.seen.text),
        reason=reason.strip(),
        by=by,
    )
    _write("notice.finding_waived", locked, by, {"finding": finding})
    return waiver


@transaction.atomic
def publish_notice(*, notice: Notice, on: date, by: User) -> Notice:
    """Publish a notice on the website, and record the event with the page as its proof.

    Raises:
        ValidationError: published already, dated in the future, or a finding blocks it.
        dialogwerk.cores.deadlines.DeadlineError: on that day it would come too late.
    """
    locked = _locked_draft(notice)
    if on > timezone.localdate():
        raise ValidationError(
            _("A notice is published on its day; %(day)s is still to come.")
            % {"day": day_in_words(on)},
            code="on",
        )
    found = checked(locked, on)
    blocking = [one for one in found if one.blocks]
    if blocking:
        raise ValidationError(_blocked(blocking), code="blocked")
    locked.published_on, locked.published_at, locked.published_by = on, timezone.now(), by
    locked.save(update_fields=["published_on", "published_at", "published_by"])
    as_computed = not any(one.finding.code in OTHER_DAYS for one in found)
    _record_publication(locked, by, as_computed=as_computed)
    digest = hashlib.sha256(whole_text(locked).encode()).hexdigest()
    _write("notice.published", locked, by, {"on": on.isoformat(), "sha256": digest})
    return locked


def _blocked(findings: list[Checked]) -> str:
    """How many there are, and the first of them: it may be one of this day of publication only."""
    count = ngettext(
        "%(count)s finding keeps this notice from being published.",
        "%(count)s findings keep this notice from being published.",
        len(findings),
    )
    first = in_reader_language(findings[0].finding.text)
    return f"{count % {'count': len(findings)}} {first}"


def _record_publication(notice: Notice, by: User, *, as_computed: bool) -> None:
    """The events that this publication is, unless they are recorded already.

    The announced ends are among them, so that nothing shortens later what people were told; where
    the text names other days than the calendar, somebody has to record those.
    """
    known = {event.id: event for event in procedure_type(notice.procedure.kind).events}
    name = next((one for one in EVENTS.get(notice.kind, ()) if one in known), None)
    if name and notice.published_on:
        _record(notice, known[name], notice.published_on, by)
    if as_computed:
        facts = facts_of_notice(notice, notice.published_on)
        for end, day in _announced_ends(notice.kind, facts).items():
            if end in known:
                _record(notice, known[end], day, by)


def _announced_ends(kind: str, facts: NoticeFacts) -> dict[str, date]:
    """Event → last day that the notice announces; comments within a display have none."""
    days = {name: facts.day(name) for name in ANNOUNCED.get(kind, ())}
    if days.get("objections_end") == days.get("display_end"):
        days.pop("objections_end", None)
    return {name: day for name, day in days.items() if day}


def _record(notice: Notice, event: EventRule, day: date, by: User) -> None:
    its_round = notice.round if event.of_round else None
    if event.of_round and its_round is None:
        return
    standing = ProcedureEvent.objects.standing()
    if standing.filter(procedure=notice.procedure, round=its_round, name=event.id).exists():
        return
    proof = Proof(
        kind=ProcedureEvent.Proof.WEBSITE,
        text=notice.title,
        url=absolute_url(notice.get_absolute_url()),
        at=notice.published_at,
    )
    record_event(
        procedure=notice.procedure, name=event.id, day=day, by=by, round=its_round, proof=proof
    )


@transaction.atomic
def correct_notice(*, notice: Notice, by: User) -> Notice:
    """A new draft with the words of a published notice, to replace it.

    Raises:
        ValidationError: it is not published, or is being corrected already.
    """
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    if not locked.is_published:
        raise ValidationError(_("This notice is not published; change it instead."))
    if locked.replaced_by.exists():
        raise ValidationError(_("There is a correction of this notice already."))
    made = _kept(
        locked.procedure, locked.kind, locked.round, locked.title, locked.text, locked.facts, by
    )
    made.replaces = locked
    made.save(update_fields=["replaces"])
    return made


def _locked_draft(notice: Notice) -> Notice:
    locked = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("procedure__scheme__developer", "procedure__authority", "round")
        .get(pk=notice.pk)
    )
    if locked.is_published:
        raise ValidationError(
            _("A published notice never changes. Correct it with a new one."), code="published"
        )
    return locked


def _write(action: str, notice: Notice, by: User, facts: dict[str, Any]) -> None:
    record(
        action,
        subject=f"{notice.procedure.slug}/notice/{notice.pk}",
        actor=by.actor,
        procedure=notice.procedure.slug,
        payload={"kind": notice.kind, **facts},
    )
