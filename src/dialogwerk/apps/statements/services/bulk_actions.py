"""Actions on many letters: started, done in portions, and undone.

Few letters are done at once, many in the background. An action that was killed goes on where it
stopped. To undo one is refused as a whole where later work depends on it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.progress import Progress, Silent
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.schemes.models import Procedure

from ..errors import NotAllowedNow, StatementError
from ..models import BulkAction, BulkPortion, Campaign, Statement
from . import bulk_rows, bulk_steps
from .campaigns import lock, new_campaign
from .grouping_runs import is_under_way
from .membership import chunks

MOST_READ = 2_000
"""Of so many letters the new template is chosen."""

AT_ONCE = 500
"""Up to so many letters nobody has to wait for a run."""

Kind = BulkAction.Kind


@transaction.atomic
def start(
    *,
    procedure: Procedure,
    kind: str,
    letters: Sequence[int],
    by: str,
    campaign: Campaign | None = None,
    chosen: Mapping[str, str] | None = None,
) -> BulkAction:
    """Mark letters as read, assign them to a campaign, take them out, or form a new campaign.

    Args:
        letters: primary keys of letters of this procedure.
        campaign: where they are assigned to.
        chosen: how the inbox was narrowed, for the record.

    Raises:
        NotAllowedNow: no letters, the weighing is closed, or no campaign fits.
    """
    lock(procedure)
    action = BulkAction(
        procedure=procedure,
        kind=kind,
        campaign=campaign if kind == Kind.ASSIGN else None,
        filter=dict(chosen or {}),
        letters=len(letters),
        by=by,
    )
    bulk_steps.check_open(action)
    _check(action)
    if kind == Kind.SPLIT:
        action.campaign = new_campaign(procedure, _usual_text(letters))
    return _begin(action, letters)


def _check(action: BulkAction) -> None:
    if not action.letters:
        raise NotAllowedNow(_("Choose at least one letter."))
    if action.kind == Kind.SPLIT and action.letters < 2:
        raise NotAllowedNow(_("Choose at least two letters that form the campaign."))
    if action.kind in (Kind.ASSIGN, Kind.SPLIT) and is_under_way(action.procedure):
        raise NotAllowedNow(_("The letters are being grouped. Do this when that is done."))
    if action.kind != Kind.ASSIGN:
        return
    if action.campaign is None or action.campaign.procedure_id != action.procedure_id:
        raise NotAllowedNow(_("Choose a campaign of this procedure."))
    if action.campaign.merged_into_id:
        raise NotAllowedNow(_("This campaign was merged into another one. Choose that one."))


def _usual_text(letters: Sequence[int]) -> str:
    """What most of them say, word for word; among equals the one of middle length."""
    texts = Counter(
        Statement.objects.filter(pk__in=letters[:MOST_READ]).values_list("text", flat=True)
    )
    most = max(texts.values())
    usual = sorted((text for text, count in texts.items() if count == most), key=_by_length)
    return usual[len(usual) // 2]


def _by_length(text: str) -> tuple[int, str]:
    return len(text), text


@transaction.atomic
def merge(*, source: Campaign, target: Campaign, by: str) -> BulkAction:
    """All letters of one campaign go into another one, now and whenever more of them come.

    They keep the points of the emptied template; what they say beyond the other one is their own
    words. Passages of the emptied template that nobody has decided on are not asked for any more.

    Raises:
        NotAllowedNow: the same campaign, one merged already, the weighing is closed, or the letters
            are being grouped.
    """
    procedure = source.procedure
    lock(procedure)
    source.refresh_from_db()
    action = BulkAction(
        procedure=procedure, kind=Kind.MERGE, campaign=target, emptied=source, by=by
    )
    bulk_steps.check_open(action)
    if target.procedure_id != procedure.pk or target.pk == source.pk:
        raise NotAllowedNow(_("Choose another campaign of this procedure."))
    if source.merged_into_id or target.merged_into_id:
        raise NotAllowedNow(_("One of these campaigns was merged into another one already."))
    if is_under_way(procedure):
        raise NotAllowedNow(_("The letters are being grouped. Merge when that is done."))
    proposed = source.segments.proposed()
    action.emptied_passages = bulk_rows.passages_of_template(proposed)
    proposed.delete()
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    letters = list(source.statements.order_by("pk").values_list("pk", flat=True))
    action.letters = len(letters)
    return _begin(action, letters)


def _begin(action: BulkAction, letters: Sequence[int]) -> BulkAction:
    action.save()
    BulkPortion.objects.bulk_create(
        BulkPortion(action=action, keys=list(some)) for some in chunks(letters)
    )
    _record("letters.bulk_done", action, action.by)
    if action.letters > AT_ONCE:
        _in_background(action, by=action.by, undo=False)
    else:
        _go_on(action, Silent())
    return action


def _record(what: str, action: BulkAction, by: str) -> None:
    record(
        what,
        subject=action.code,
        actor=by,
        procedure=action.procedure.slug,
        payload={
            "kind": action.kind,
            "letters": action.letters,
            "filter": {name: value for name, value in action.filter.items() if name != "q"},
            "campaign": action.campaign.number if action.campaign else None,
            "emptied": action.emptied.number if action.emptied else None,
        },
    )


def _in_background(action: BulkAction, *, by: str, undo: bool) -> None:
    title = _("Undo: %(action)s") if undo else "%(action)s"
    action.run = start_run(
        "bulk",
        title=title % {"action": action.get_kind_display()},
        arguments={"procedure": action.procedure.slug, "action": action.pk, "undo": undo},
        by=by,
        total=action.letters,
    )
    action.save(update_fields=["run"])


def _go_on(action: BulkAction, progress: Progress) -> None:
    """Do what is not done yet; letters that joined an emptied campaign meanwhile come last."""
    done = 0
    for portion in action.portions.defer("changes", "states", "origins"):
        if progress.should_stop():
            return
        bulk_steps.do(portion)
        done += len(portion.keys)
        progress.advance(done)
    _bring_the_rest(action)
    BulkAction.objects.filter(pk=action.pk).update(done_at=timezone.now())


def _bring_the_rest(action: BulkAction) -> None:
    if not action.emptied:
        return
    rest = list(action.emptied.statements.order_by("pk").values_list("pk", flat=True))
    for some in chunks(rest):
        bulk_steps.do(BulkPortion.objects.create(action=action, keys=list(some)))


# Undoing


@transaction.atomic
def undo(*, action: BulkAction, by: str) -> None:
    """Bring every letter of an action back to where it was.

    Raises:
        NotAllowedNow: undone already, still under way, the weighing is closed, or later work
            depends on it; then nothing is changed. Of very many letters the run says the last.
    """
    lock(action.procedure)
    action.refresh_from_db()
    if action.undone_at:
        raise NotAllowedNow(_("This was undone already."))
    if action.is_under_way:
        raise NotAllowedNow(_("This is still under way. Wait until it is done, or stop it."))
    bulk_steps.check_open(action)
    if action.letters > AT_ONCE:
        _in_background(action, by=by, undo=True)
    else:
        _take_back(action, by, Silent())


def _to_undo(action: BulkAction) -> Iterator[BulkPortion]:
    """The last portion first; one at a time, as each remembers much."""
    left = action.portions.filter(undone_at=None).exclude(done_at=None).order_by("-pk")
    for key in list(left.values_list("pk", flat=True)):
        yield action.portions.get(pk=key)


def _take_back(action: BulkAction, by: str, progress: Progress) -> None:
    """First look at all of them: what cannot be undone as a whole is not begun."""
    for portion in _to_undo(action):
        if progress.should_stop():
            return
        bulk_steps.check_untouched(portion)
    done = 0
    for portion in _to_undo(action):
        if progress.should_stop():
            return
        bulk_steps.undo(portion)
        done += len(portion.keys)
        progress.advance(done)
    _finish_undoing(action, by)


@transaction.atomic
def _finish_undoing(action: BulkAction, by: str) -> None:
    lock(action.procedure)
    if action.kind == Kind.SPLIT and action.campaign:
        _forget(action.campaign)
    if action.emptied:
        Campaign.objects.filter(pk=action.emptied.pk).update(merged_into=None)
        bulk_rows.put_back(action.emptied_passages)
    BulkAction.objects.filter(pk=action.pk).update(undone_at=timezone.now(), undone_by=by)
    _record("letters.bulk_undone", action, by)


def _forget(campaign: Campaign) -> None:
    """A campaign that a clerk has formed, after all letters went back, unless it says anything."""
    if campaign.statements.exists() or campaign.segments.tied().exists():
        return
    campaign.segments.all().delete()
    campaign.delete()


@handler("bulk")
def do_in_background(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: do or undo the action that the run names."""
    action = BulkAction.objects.filter(pk=handle.arguments.get("action", 0)).first()
    if action is None:
        raise RunFailed(_("This action does not exist any more."))
    BulkAction.objects.filter(pk=action.pk).update(run=handle.run)
    try:
        if handle.arguments.get("undo"):
            if action.undone_at is None:
                _take_back(action, handle.run.actor, handle)
        else:
            _go_on(action, handle)
    except StatementError as error:
        raise RunFailed(str(error)) from error
    return {"letters": action.letters}


def recent(procedure: Procedure, number: int = 50) -> Sequence[BulkAction]:
    """The last actions, the newest first."""
    found = procedure.bulk_actions.select_related("campaign", "emptied", "run")
    return list(found[:number])
