"""What came of a promise: evidence, a due date that moves, kept, broken, withdrawn, open again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.dates import UncertainDate

from ..models import Evidence, Promise, PromiseEvent
from .evidence import EvidenceDraft, forget_file, keep_evidence
from .promises import When, check, locked, note, uncertain

State, Kind = Promise.State, PromiseEvent.Kind


@transaction.atomic
def move_due_date(*, promise: Promise, due: When | None, reason: str, by: str) -> Promise:
    """Another due date for an open promise, with the reason; followers are told.

    Args:
        due: until when now; None if there is no date any more.

    Raises:
        ValidationError: no reason, the same date, before the promise was made, or it is settled.
    """
    kept = _open(promise)
    before, kept.due = kept.due, uncertain(due)
    if kept.due == before:
        raise ValidationError(_("This is the due date already."), code="due")
    why = _reason(reason)
    check(kept)
    kept.save(update_fields=["due", "due_earliest", "due_latest"])
    note(kept, Kind.DUE_MOVED, by, due_before=before, due_after=kept.due, reason=why)
    return kept


@transaction.atomic
def add_evidence(*, promise: Promise, evidence: EvidenceDraft, by: str) -> Evidence:
    """Show what becomes of a promise, also of a settled one.

    Raises:
        ValidationError: nothing is shown, or the file cannot be kept.
    """
    return _added(locked(promise), evidence, by)


def _added(promise: Promise, draft: EvidenceDraft, by: str) -> Evidence:
    kept = keep_evidence(promise, draft, by)
    try:
        note(promise, Kind.EVIDENCE, by, evidence=kept)
    except BaseException:
        forget_file(kept)
        raise
    return kept


@transaction.atomic
def keep_promise(
    *,
    promise: Promise,
    on: When,
    by: str,
    evidence: EvidenceDraft | None = None,
    shown_by: Evidence | None = None,
) -> Promise:
    """The promise was kept; late if that was certainly after the last day of its due date.

    Args:
        on: when it was kept, as well as that is known.
        evidence: what shows it; or
        shown_by: a piece of evidence that the promise has already.

    Raises:
        ValidationError: no evidence, a day to come or before the promise, or it is settled.
    """
    kept = _open(promise)
    day = _past(on)
    if shown_by is None and evidence is None:
        raise ValidationError(
            _("A promise counts as kept only with evidence."), code="evidence_text"
        )
    if shown_by is not None and shown_by.promise_id != kept.pk:
        raise ValidationError(
            _("This piece of evidence belongs to another promise."), code="shown_by"
        )
    kept.settled_on = day
    kept.state = State.KEPT_LATE if _is_late(kept, day) else State.KEPT
    check(kept)
    added = None
    if shown_by is None and evidence is not None:
        added = shown_by = _added(kept, evidence, by)
    kept.shown_by = shown_by
    try:
        _settle(kept, by)
    except BaseException:
        if added:
            forget_file(added)
        raise
    return kept


def _is_late(promise: Promise, day: UncertainDate) -> bool:
    """Only what is certainly late is called so."""
    due = promise.due.latest if promise.due else None
    return bool(due and day.earliest and day.earliest > due)


@transaction.atomic
def break_promise(*, promise: Promise, on: When, reason: str, by: str) -> Promise:
    """The promise was not kept and will not be, with the reason.

    Raises:
        ValidationError: no reason, a day to come or before the promise, or it is settled.
    """
    return _ended(promise, State.BROKEN, on, reason, by)


@transaction.atomic
def withdraw_promise(*, promise: Promise, on: When, reason: str, by: str) -> Promise:
    """Whoever made the promise has taken it back, with the reason.

    Raises:
        ValidationError: as for `break_promise`.
    """
    return _ended(promise, State.WITHDRAWN, on, reason, by)


def _ended(promise: Promise, state: str, on: When, reason: str, by: str) -> Promise:
    kept = _open(promise)
    kept.reason, kept.settled_on, kept.state = _reason(reason), _past(on), state
    check(kept)
    _settle(kept, by)
    return kept


def _settle(promise: Promise, by: str) -> None:
    promise.save()
    note(
        promise,
        promise.state,
        by,
        on=promise.settled_on,
        reason=promise.reason,
        evidence=promise.shown_by,
    )


@transaction.atomic
def reopen_promise(*, promise: Promise, reason: str, by: str) -> Promise:
    """It was settled by mistake: open again, with the reason; the history keeps both.

    Raises:
        ValidationError: no reason, or it is open.
    """
    kept = locked(promise)
    if kept.is_open:
        raise ValidationError(_("This promise is open."))
    why = _reason(reason)
    kept.state, kept.settled_on, kept.reason, kept.shown_by = State.OPEN, None, "", None
    kept.save()
    note(kept, Kind.REOPENED, by, reason=why)
    return kept


def _open(promise: Promise) -> Promise:
    kept = locked(promise)
    if not kept.is_open:
        raise ValidationError(
            _("This promise is settled already (%(state)s). If that is a mistake, open it again.")
            % {"state": kept.get_state_display()}
        )
    return kept


def _reason(text: str) -> str:
    if not text.strip():
        raise ValidationError(_("Please give the reason."), code="reason")
    return text.strip()


def _past(when: When) -> UncertainDate:
    day = uncertain(when)
    if day is None:
        raise ValidationError(_("Please say when; “unknown” is possible."), code="on")
    if day.earliest and day.earliest > timezone.localdate():
        raise ValidationError(_("This day is yet to come. Please check it."), code="on")
    return day
