"""Founding a local or regional alliance step by step; what is left open is said so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.dates import UncertainDate

from ..models import Body, Founding, ProgrammeItem, Relation, Tenure
from ..periods import When, as_begin
from .bodies import create_body
from .entries import save_relation, save_tenure
from .keeping import check, locked, note, one_line, refresh

FEWEST_SIGNATORIES = 2
FOUNDABLE = (Body.Kind.ALLIANCE_LOCAL, Body.Kind.ALLIANCE_REGIONAL)
Role = Tenure.Role


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the path.

    Attributes:
        key: in the address.
        may_be_open: the alliance can be founded without it, if that is said.
    """

    key: str
    title: Any
    guide: Any
    is_done: Callable[[Founding], bool]
    may_be_open: bool = True


def _has_role(role: str) -> Callable[[Founding], bool]:
    return lambda founding: bool(founding.body.tenures.filter(role=role).exists())


def _is_declared(founding: Founding) -> bool:
    says = founding.declaration.strip() or founding.declaration_url
    return bool(says and founding.declared_on)


def _has_office(founding: Founding) -> bool:
    return bool(offices_of(founding.body).exists())


STEPS = (
    Step(
        "erklaerung",
        gettext_lazy("Declaration"),
        gettext_lazy(
            "The declaration says in a few sentences what the alliance wants for whom and by"
            " which means. Agree on the wording before anybody signs, and keep the place and the"
            " day: this is the day on which the alliance was founded."
        ),
        _is_declared,
        may_be_open=False,
    ),
    Step(
        "unterzeichner",
        gettext_lazy("Signatories"),
        gettext_lazy(
            "Who carries the alliance: companies, trade unions, employers' associations, chambers,"
            " the municipality. It needs at least two. Look which groups are missing: an alliance"
            " in which only one side signs is not heard by the other."
        ),
        lambda founding: bool(
            founding.body.tenures.filter(role=Role.SIGNATORY).count() >= FEWEST_SIGNATORIES
        ),
        may_be_open=False,
    ),
    Step(
        "schirmherrschaft",
        gettext_lazy("Patron"),
        gettext_lazy(
            "Somebody whom all sides trust stands for the alliance in public, often the mayor or"
            " the head of the district. Say for how long."
        ),
        _has_role(Role.PATRON),
    ),
    Step(
        "sprecher",
        gettext_lazy("Spokesperson"),
        gettext_lazy(
            "One person speaks for the alliance and answers when somebody asks. Changing every"
            " year between the groups has proved its worth."
        ),
        _has_role(Role.SPOKESPERSON),
    ),
    Step(
        "geschaeftsstelle",
        gettext_lazy("Office"),
        gettext_lazy(
            "Somebody has to invite, keep minutes and look after the homepage: a chamber, the"
            " municipality or an association. Write down what happens when its contract ends."
        ),
        _has_office,
    ),
    Step(
        "programm",
        gettext_lazy("Programme of the first year"),
        gettext_lazy(
            "Three or four things that people will notice, each with a date: an open day, a talk"
            " with neighbours, a visit of a school. What is small and takes place is worth more"
            " than what is big and does not."
        ),
        lambda founding: founding.programme.exists(),
    ),
)


@dataclass(frozen=True, slots=True)
class Progress:
    """A step and how far it is: "done", "open" or "left_open"."""

    step: Step
    state: str


def offices_of(body: Body) -> Any:
    """Relations that say which office looks after this body."""
    return body.relations_of_others.filter(kind=Relation.Kind.SECRETARIAT_OF)


def progress_of(founding: Founding) -> list[Progress]:
    """Every step with how far it is, in their order."""
    found = []
    for step in STEPS:
        left = "left_open" if step.key in founding.left_open else "open"
        found.append(Progress(step, "done" if step.is_done(founding) else left))
    return found


def missing_in(progress: Sequence[Progress]) -> list[Step]:
    """Steps without which the alliance cannot be founded yet."""
    return [
        one.step
        for one in progress
        if one.state == "open" or (one.state == "left_open" and not one.step.may_be_open)
    ]


@transaction.atomic
def begin_founding(
    *, name: str, kind: str, by: str, ags: str = "", region: str = "", description: str = ""
) -> Founding:
    """Begin the path; the alliance is not public until it is finished.

    Raises:
        ValidationError: as for `create_body`; or it neither has a municipality nor a region.
    """
    if kind not in FOUNDABLE:
        raise ValidationError(_("Only a local or a regional alliance is founded so."), code="kind")
    if not (ags or one_line(region)):
        raise ValidationError(
            _("Please say in which municipality or region it works."), code="municipality"
        )
    body = create_body(
        kind=kind,
        name=name,
        ags=ags,
        region=region,
        description=description,
        is_public=False,
        by=by,
    )
    return Founding.objects.create(body=body, begun_by=by)


@transaction.atomic
def declare(
    *, founding: Founding, text: str, on: When | None, at: str, url: str, by: str
) -> Founding:
    """The declaration: its words or where they stand, the day and the place."""
    kept = _unfinished(founding)
    kept.declaration, kept.declared_on = text.strip(), as_begin(on)  # type: ignore[assignment]
    kept.declared_at, kept.declaration_url = one_line(at), url.strip()
    if not (kept.declaration or kept.declaration_url):
        raise ValidationError(
            _("Please give the words of the declaration, or its address."), code="declaration"
        )
    check(kept)
    return _noted(kept, "erklaerung", by)


@transaction.atomic
def sign(*, founding: Founding, holders: Sequence[Body | str], by: str) -> int:
    """Signatories: bodies on record, or the names of organisations that are not; gives how many
    are new."""
    kept = _unfinished(founding)
    signed = kept.body.tenures.filter(role=Role.SIGNATORY)
    bodies = set(signed.values_list("holder_id", flat=True))
    names = {name.casefold() for name in signed.values_list("unnamed", flat=True)}
    number = 0
    for one in holders:
        if isinstance(one, Body):
            if one.pk in bodies:
                continue
            bodies.add(one.pk)
            save_tenure(
                body=kept.body, role=Role.SIGNATORY, holder=one, begun=kept.declared_on, by=by
            )
        elif name := one_line(one):
            if name.casefold() in names:
                continue
            names.add(name.casefold())
            save_tenure(
                body=kept.body, role=Role.SIGNATORY, unnamed=name, begun=kept.declared_on, by=by
            )
        number += 1
    _noted(kept, "unterzeichner", by)
    return number


@transaction.atomic
def entrust(*, founding: Founding, role: str, by: str, **values: Any) -> Tenure:
    """Patron or spokesperson; ``values`` are those of `save_tenure`."""
    kept = _unfinished(founding)
    tenure = save_tenure(body=kept.body, role=role, by=by, **values)
    _noted(kept, "schirmherrschaft" if role == Role.PATRON else "sprecher", by)
    return tenure


@transaction.atomic
def give_office(
    *,
    founding: Founding,
    by: str,
    office: Body | None = None,
    new_name: str = "",
    begun: When | None = None,
) -> Relation:
    """The office that looks after the alliance: a body on record, or a new one of that name."""
    kept = _unfinished(founding)
    if (office is None) == (not one_line(new_name)):
        raise ValidationError(
            _("Please choose an office on record, or name a new one; one of both."), code="office"
        )
    if office is None:
        office = create_body(
            kind=Body.Kind.OFFICE, name=new_name, ags=kept.body.ags, by=by, is_public=False
        )
    relation = save_relation(
        body=office, kind=Relation.Kind.SECRETARIAT_OF, other=kept.body, begun=begun, by=by
    )
    _noted(kept, "geschaeftsstelle", by)
    return relation


@transaction.atomic
def plan(
    *, founding: Founding, items: Sequence[tuple[str, UncertainDate | None]], by: str
) -> Founding:
    """The programme of the first year; it replaces what stood there."""
    kept = _unfinished(founding)
    rows = [
        ProgrammeItem(founding=kept, text=one_line(text), due=due, position=place)
        for place, (text, due) in enumerate(items)
        if one_line(text)
    ]
    if not rows:
        raise ValidationError(_("Please name at least one thing."))
    for row in rows:
        check(row)
    kept.programme.all().delete()
    ProgrammeItem.objects.bulk_create(rows)
    return _noted(kept, "programm", by)


@transaction.atomic
def leave_open(*, founding: Founding, step: Step, by: str) -> Founding:
    """Say on purpose that a step is left open; it shows as a gap until somebody fills it in."""
    kept = _unfinished(founding)
    if not step.may_be_open:
        raise ValidationError(_("An alliance cannot be founded without this."))
    kept.left_open = sorted({*kept.left_open, step.key})
    kept.save()
    note(kept.body, "founding_left_open", by, step=step.key)
    return kept


@transaction.atomic
def finish_founding(*, founding: Founding, by: str) -> Body:
    """The alliance is founded on the day of its declaration, and everyone sees it.

    Raises:
        ValidationError: steps are missing; the message names them.
    """
    kept = _unfinished(founding)
    if missing := missing_in(progress_of(kept)):
        names = ", ".join(str(step.title) for step in missing)
        raise ValidationError(_("This is missing yet: %(steps)s.") % {"steps": names})
    body = locked(kept.body)
    body.founded, body.is_public = kept.declared_on, True
    body.source_url = body.source_url or kept.declaration_url
    body.save()
    refresh(body)
    _show_new_offices(body)
    kept.finished_at = timezone.now()
    kept.save()
    on = kept.declared_on.edtf if kept.declared_on else ""
    note(body, "founded", by, on=on, left_open=kept.left_open)
    return body


def _show_new_offices(body: Body) -> None:
    """Offices that were made on this path become public with their alliance."""
    made = Body.objects.filter(relations__in=offices_of(body), is_public=False)
    for office in made.filter(kind=Body.Kind.OFFICE):
        office.is_public = True
        office.save(update_fields=["is_public"])
        refresh(office)


def _unfinished(founding: Founding) -> Founding:
    kept: Founding = Founding.objects.select_for_update().get(pk=founding.pk)
    if kept.finished_at:
        raise ValidationError(
            _("This alliance is founded already. Please change its record instead.")
        )
    return kept


def _noted(kept: Founding, step: str, by: str) -> Founding:
    kept.left_open = [key for key in kept.left_open if key != step]
    kept.save()
    note(kept.body, "founding_step", by, step=step)
    return kept
