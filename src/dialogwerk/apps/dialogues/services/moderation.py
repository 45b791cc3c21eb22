"""Moderation: reports, decisions with the rule quoted, the author's objection.

What is refused is not shown, but kept; its author sees it behind the receipt, with the rule and
the reason, and can object once. Whoever decided first does not decide on the objection, where the
team has somebody else.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record

from ..errors import Incomplete, NotPossible, SomebodyElse
from ..models import (
    Appeal,
    Comment,
    Contribution,
    ModerationDecision,
    Process,
    Report,
    State,
)
from ..models.contributions import ContributionQuerySet
from ..models.participation import CommentQuerySet
from .comments import count_comments
from .notices import tell

Thing = Contribution | Comment
Verdict = ModerationDecision.Verdict

STATE_OF = {
    Verdict.PUBLISHED: State.PUBLIC,
    Verdict.HELD: State.HELD,
    Verdict.REFUSED: State.REFUSED,
}
MODERATED = frozenset(STATE_OF.values())
"""States in which the moderation decides; not what is withdrawn, put together or taken apart."""


def rules_of(process: Process) -> list[str]:
    """The rules that can be quoted: those of the process, one a line, and what the law says."""
    lines = (" ".join(line.split()) for line in process.rules_of_play.splitlines())
    always = [
        _("No content that is against the law (e.g. insult, § 185 StGB; incitement, § 130 StGB)."),
        _("No personal data of others without their consent (Art. 6 DSGVO)."),
    ]
    return [*[line for line in lines if line], *always]


def report(
    *, thing: Thing, kind: str, text: str = "", key: str | None = None, now: datetime | None = None
) -> Report:
    """Somebody says that something public breaks the rules; it stays public until one has looked.

    Args:
        key: of the form; sending the same form again gives back the report already there.

    Raises:
        NotPossible: it is not public.
    """
    if thing.state != State.PUBLIC:
        raise NotPossible(_("This is not shown to the public any more."))
    if key and (known := Report.objects.filter(submission_key=key).first()):
        return known
    with transaction.atomic():
        made = Report.objects.create(
            **_about(thing),
            kind=kind,
            text=text.strip(),
            submission_key=key,
            at=now or timezone.now(),
        )
        payload = {"kind": kind, "report": made.pk}
        record(f"{_noun(thing)}.reported", subject=thing.code, actor="public", payload=payload)
    return made


@transaction.atomic
def decide(
    *,
    thing: Thing,
    verdict: str,
    by: User,
    rule: str = "",
    reason: str = "",
    now: datetime | None = None,
) -> ModerationDecision:
    """Publish, hold back or refuse; this also answers open reports and an open objection.

    Args:
        rule: quoted as it reads now; needed to refuse.
        reason: to the author; needed to refuse and to hold back.

    Raises:
        Incomplete: rule or reason is missing.
        NotPossible: it is withdrawn, put together, taken apart, or there is nothing to decide.
        SomebodyElse: it is about an objection to this person's own decision.
    """
    now = now or timezone.now()
    rule, reason = " ".join(rule.split()), reason.strip()
    _check_words(verdict, rule, reason)
    kept = _locked(thing)
    if kept.state not in MODERATED:
        raise NotPossible(
            _("The moderation cannot decide on this: it is %(state)s.")
            % {"state": kept.get_state_display()}
        )
    objection = open_appeal(kept)
    reports = list(_reports(kept).open().order_by("at"))
    if objection and not may_decide_appeal(objection, by):
        raise SomebodyElse(
            _("You took the decision that this objection is about. Somebody else has to look.")
        )
    if kept.state == STATE_OF[Verdict(verdict)] != State.HELD and not (objection or reports):
        raise NotPossible(_("That is decided already."))
    decision = ModerationDecision.objects.create(
        **_about(kept),
        number=_contribution(kept).moderation_decisions.count() + 1,
        verdict=verdict,
        rule=rule,
        reason=reason,
        on_appeal=objection is not None,
        waited_since=_since(kept, objection, reports, now),
        by=by.actor,
        at=now,
    )
    _carry_out(kept, decision, objection, reports)
    thing.state = kept.state
    return decision


def _check_words(verdict: str, rule: str, reason: str) -> None:
    if verdict not in Verdict.values:
        raise Incomplete(_("Please choose a decision."), "verdict")
    if verdict == Verdict.REFUSED and not rule:
        raise Incomplete(_("Please quote the rule that it breaks."), "rule")
    if verdict != Verdict.PUBLISHED and not reason:
        raise Incomplete(_("Please give the author a reason."), "reason")


def _carry_out(
    thing: Thing, decision: ModerationDecision, objection: Appeal | None, reports: Sequence[Report]
) -> None:
    before = thing.state
    thing.state = STATE_OF[Verdict(decision.verdict)]
    thing.save(update_fields=["state"])
    if isinstance(thing, Comment):
        count_comments(thing.contribution_id)
    if objection:
        objection.decision = decision
        objection.save(update_fields=["decision"])
    Report.objects.filter(pk__in=[one.pk for one in reports]).update(
        handled_at=decision.at, handled_by=decision.by, decision=decision
    )
    payload = {
        "number": decision.number,
        "before": before,
        "rule": decision.rule,
        "reason_sha256": hashlib.sha256(decision.reason.encode()).hexdigest(),
        "on_appeal": decision.on_appeal,
        "reports": len(reports),
    }
    action = f"{_noun(thing)}.{decision.verdict}"
    record(action, subject=thing.code, actor=decision.by, payload=payload)
    is_news = before != thing.state or objection or decision.verdict == Verdict.HELD
    if is_news and isinstance(thing, Contribution):
        tell([thing], moderation=decision)


def appeal(*, thing: Thing, text: str, now: datetime | None = None) -> Appeal:
    """The author objects, once; the caller has made sure that it is the author.

    Raises:
        Incomplete: no words.
        NotPossible: nothing was decided against it, or there was an objection already.
    """
    if not text.strip():
        raise Incomplete(_("Please say what speaks for showing it."), "text")
    against = standing_decision(thing)
    if against is None or not may_appeal(thing):
        raise NotPossible(_("You can object once, to a decision not to show what you said."))
    try:
        with transaction.atomic():
            made = Appeal.objects.create(
                **_about(thing), against=against, text=text.strip(), at=now or timezone.now()
            )
            payload = {"against": against.number}
            record(f"{_noun(thing)}.appealed", subject=thing.code, actor="public", payload=payload)
    except IntegrityError as error:
        raise NotPossible(_("You have objected already.")) from error
    return made


def standing_decision(thing: Thing) -> ModerationDecision | None:
    """The latest decision on it, if any."""
    return ModerationDecision.objects.filter(**_about(thing)).order_by("-number").first()


def appeal_of(thing: Thing) -> Appeal | None:
    """The objection of its author, if there was one."""
    found = Appeal.objects.filter(**_about(thing)).select_related("against", "decision")
    return found.first()


def open_appeal(thing: Thing) -> Appeal | None:
    """The objection that waits for a decision."""
    found = appeal_of(thing)
    return found if found and found.decision_id is None else None


def may_appeal(thing: Thing) -> bool:
    """Whether its author can object now: not shown by a decision, and no objection yet."""
    decision = standing_decision(thing)
    return (
        decision is not None
        and decision.verdict != Verdict.PUBLISHED
        and thing.state in (State.HELD, State.REFUSED)
        and appeal_of(thing) is None
    )


def may_decide_appeal(objection: Appeal, user: User) -> bool:
    """Whoever took the decision does not judge it, where somebody else on the team can."""
    if objection.against.by != user.actor:
        return True
    process = objection.contribution.process
    return not any(one.pk != user.pk for one in moderators_of(process))


def moderators_of(process: Process) -> list[User]:
    """Active accounts on the team of the process or its scheme that may moderate."""
    on_team = Q(dialogue_processes__process=process)
    if process.scheme_id:
        on_team |= Q(teams__scheme=process.scheme_id)
    found = User.objects.filter(on_team, is_active=True).distinct().order_by("pk")
    return [one for one in found if one.has_perm("dialogues.moderate", process)]


def contributions_to_look_at(process: Process) -> ContributionQuerySet:
    """Contributions that are held back, reported or objected for, the longest waiting first."""
    own = {"contribution": OuterRef("pk"), "comment": None}
    reports = Report.objects.open().filter(**own)
    appeals = Appeal.objects.filter(**own, decision=None)
    held = Q(state=State.HELD)
    asked = Exists(appeals) | Q(state=State.PUBLIC) & Exists(reports)
    found = Contribution.objects.filter(process=process).filter(held | asked)
    return found.order_by("received_at", "pk")


def comments_to_look_at(process: Process) -> CommentQuerySet:
    """The same for comments, in the same order."""
    reports = Report.objects.open().filter(comment=OuterRef("pk"))
    appeals = Appeal.objects.filter(comment=OuterRef("pk"), decision=None)
    asked = Exists(appeals) | Q(state=State.PUBLIC) & Exists(reports)
    found: CommentQuerySet = Comment.objects.filter(contribution__process=process)  # type: ignore[assignment]
    return found.filter(Q(state=State.HELD) | asked).order_by("received_at", "pk")


def count_to_look_at(process: Process) -> int:
    """How many things wait for the moderation."""
    contributions = contributions_to_look_at(process).order_by().count()
    return int(contributions + comments_to_look_at(process).order_by().count())


def _locked(thing: Thing) -> Thing:
    rows = type(thing).objects.select_for_update(of=("self",))
    kept: Thing = rows.get(pk=thing.pk)
    return kept


def _since(
    thing: Thing, objection: Appeal | None, reports: Sequence[Report], now: datetime
) -> datetime:
    """When the question arose that is decided now."""
    if objection:
        return objection.at
    if reports:
        return reports[0].at
    return thing.received_at if thing.state == State.HELD else now


def _reports(thing: Thing):  # type: ignore[no-untyped-def]
    return Report.objects.filter(**_about(thing))


def _about(thing: Thing) -> dict[str, Thing | None]:
    """Columns that name what a row is about; they serve as filter too."""
    if isinstance(thing, Comment):
        return {"contribution": thing.contribution, "comment": thing}
    return {"contribution": thing, "comment": None}


def _contribution(thing: Thing) -> Contribution:
    return thing.contribution if isinstance(thing, Comment) else thing


def _noun(thing: Thing) -> str:
    return "comment" if isinstance(thing, Comment) else "contribution"
