"""Reading tools that letters and templates share: the text with its layers, and deciding on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.sender_block import frame
from dialogwerk.cores.statements.sentences import sentences
from dialogwerk.cores.statements.spans import gaps

from ..errors import OpenPassages, StatementError
from ..forms.arguments import matching
from ..forms.reading import NewArgument, Selection
from ..markup import Layer, blotted, marked
from ..models import Argument, Occurrence, Proposal, Segment, Statement
from ..proposal_words import Hint, argues_in_words, hint
from ..services import answers, reading
from ..services import proposal_outcomes as outcomes
from ..services.confirming import confirm_rest, confirmable
from ..services.masking import identities_to_hide, telltale

SUGGESTIONS = 8
LOOKED_BACK = 20
SHORTCUTS = (
    ("j", gettext_lazy("next unread")),
    ("k", gettext_lazy("previous unread")),
    ("n", gettext_lazy("next passage")),
    ("p", gettext_lazy("previous passage")),
    ("t", gettext_lazy("tie the passage to an argument")),
    ("a", gettext_lazy("tie the passage as proposed")),
    ("r", gettext_lazy("refuse the first proposal")),
    ("x", gettext_lazy("set the passage aside")),
    ("s", gettext_lazy("choose sentences")),
    ("f", gettext_lazy("finish reading")),
    ("?", gettext_lazy("show these shortcuts")),
)


@dataclass(frozen=True, slots=True)
class Current:
    """What is being decided on: a passage that stands there, or a fresh selection."""

    start: int
    end: int
    text: str
    segment: Segment | None = None


def panel(
    request: HttpRequest,
    where: reading.Text,
    segments: Sequence[Segment],
    *,
    keep: str = "",
    points: Iterable[Occurrence] = (),
    shows_sender: bool = True,
) -> dict[str, Any]:
    """What the page needs to show a text and to decide on its passages.

    Args:
        keep: query string that every address of the page carries on, e.g. the inbox's filters.
        points: of a letter: what its campaign's template says for it; shown where it stands.
        shows_sender: whether the reader may see who wrote, as it stands at head and foot.
    """
    text = reading.text_of(where)
    if not shows_sender:
        text = _without_sender(text, where)
        for segment in segments:
            segment.text = text[segment.start : segment.end]
    current = _current(request, text, segments)
    wanted = request.GET.get("arg", "").strip()
    undecided = [one for one in segments if one.state == Segment.State.PROPOSED]
    must_confirm = request.GET.get("finish") == "open" and undecided
    return {
        "where": where,
        "text": marked(text, _layers(where, text, segments, current, points)),
        "keep": keep,
        "kept_fields": parse_qsl(keep),
        "segments": segments,
        "undecided": undecided,
        "current": current,
        "neighbours": _neighbours(segments, current),
        "wanted": wanted,
        "arguments": found_arguments(where.procedure_id, wanted) if current else [],
        "sentences": _sentences(text, current),
        "new_argument": NewArgument(prefix="new", use_required_attribute=False),
        "must_confirm": must_confirm,
        "confirmable": confirmable(list(segments)) if must_confirm else [],
        "proposals": _proposals(current),
        "hint": _hint(current),
        "shows_sender": shows_sender,
        "shortcuts": SHORTCUTS,
    }


def single(request: HttpRequest, procedure: Procedure, segment: Segment | None) -> dict[str, Any]:
    """What the panel needs to decide on one passage without the letter around it."""
    current = Current(segment.start, segment.end, segment.text, segment) if segment else None
    wanted = request.GET.get("arg", "").strip()
    return {
        "keep": "",
        "kept_fields": [],
        "current": current,
        "wanted": wanted,
        "arguments": found_arguments(procedure.pk, wanted) if current else [],
        "new_argument": NewArgument(prefix="new", use_required_attribute=False),
        "proposals": _proposals(current),
        "hint": _hint(current),
        "shows_sender": True,
        "shortcuts": tuple(one for one in SHORTCUTS if one[0] not in ("j", "k", "s", "f")),
    }


def _without_sender(text: str, where: reading.Text) -> str:
    """Head and foot of a letter and what else would tell who wrote it unreadable, every position
    the same."""
    known = identities_to_hide([where.person_id]) if isinstance(where, Statement) else {}
    return blotted(text, [*frame(text), *telltale(text, next(iter(known.values()), None))])


def _current(request: HttpRequest, text: str, segments: Sequence[Segment]) -> Current | None:
    span = Selection(request.GET).span
    if span and span[1] <= len(text) and text[span[0] : span[1]].strip():
        return Current(*span, text[span[0] : span[1]].strip())
    named = request.GET.get("passage", "")
    chosen = next((one for one in segments if str(one.pk) == named), None)
    chosen = chosen or next((one for one in segments if _is_undecided(one)), None)
    return Current(chosen.start, chosen.end, chosen.text, chosen) if chosen else None


def _is_undecided(segment: Segment) -> bool:
    return segment.state == Segment.State.PROPOSED


def _neighbours(segments: Sequence[Segment], current: Current | None) -> dict[str, Segment]:
    at = current.start if current else -1
    after = [one for one in segments if one.start > at]
    before = [one for one in segments if one.start < at]
    found = {"next": after[:1], "previous": before[-1:]}
    return {name: some[0] for name, some in found.items() if some}


def found_arguments(procedure_id: int, wanted: str) -> list[Argument]:
    """Arguments with these words; without any, those that the last passages were tied to."""
    catalogue = Argument.objects.filter(procedure=procedure_id).active()
    if wanted:
        return list(catalogue.filter(matching(wanted)).order_by("number")[: 2 * SUGGESTIONS])
    tied = Segment.objects.filter(procedure=procedure_id).tied().order_by("-decided_at")
    recent = catalogue.filter(pk__in=tied.values("argument")[:LOOKED_BACK]).order_by("number")
    return list(recent[:SUGGESTIONS]) or list(catalogue.order_by("-number")[:SUGGESTIONS])


def _hint(current: Current | None) -> Hint | None:
    """What the passage at hand does in the letter."""
    segment = current.segment if current else None
    return hint(current.text, segment.argues) if current and segment else None


def _proposals(current: Current | None) -> list[Proposal]:
    """What is proposed for the passage at hand, the best first."""
    segment = current.segment if current else None
    if segment is None or segment.is_fresh or not _is_undecided(segment):
        return []
    return outcomes.open_proposals([segment]).get(segment.pk, [])


def _sentences(text: str, current: Current | None) -> list[dict[str, Any]]:
    return [
        {
            "value": f"{span.start}-{span.end}",
            "text": span.of(text),
            "is_chosen": bool(current and span.start < current.end and current.start < span.end),
        }
        for span in sentences(text)
    ]


# Layers


def _layers(
    where: reading.Text,
    text: str,
    segments: Iterable[Segment],
    current: Current | None,
    points: Iterable[Occurrence],
) -> list[Layer]:
    layers = [_layer(segment, current) for segment in segments]
    if isinstance(where, Statement) and where.campaign_id:
        layers += _frame(where)
        layers += _tied_by_template(text, points)
    return layers


def _frame(statement: Statement) -> list[Layer]:
    """What the letter shares with its campaign, and its own words."""
    own = [Layer(start, end, "own", label=_("Own words")) for start, end in statement.own_words]
    shared = gaps(((one.start, one.end) for one in own), len(statement.text))
    return own + [Layer(start, end, "template") for start, end in shared]


def _layer(segment: Segment, current: Current | None) -> Layer:
    is_current = bool(current and current.segment and current.segment.pk == segment.pk)
    kind, label, note = _kind(segment)
    return Layer(
        segment.start, segment.end, kind, str(segment.pk), label, note, is_current=is_current
    )


def _kind(segment: Segment) -> tuple[str, str, str]:
    if segment.argument:
        number = segment.argument.number
        return "tied", str(number), _("tied to argument %(number)s") % {"number": number}
    if segment.state == Segment.State.SET_ASIDE:
        return "aside", "✕", _("set aside")
    argues = argues_in_words(segment)
    note = _("proposed passage: %(argues)s") % {"argues": argues} if argues else ""
    return "proposed", "?", note or _("proposed passage")


def _tied_by_template(text: str, points: Iterable[Occurrence]) -> list[Layer]:
    found = []
    for point in points:
        at = text.find(point.segment.text)
        if at >= 0:
            kind, label, note = _kind(point.segment)
            found.append(Layer(at, at + len(point.segment.text), kind, "", label, note))
    return found


# Deciding


def decide(request: HttpRequest, where: reading.Text) -> str:
    """Do what the form asks for; returns the query string of the page to go to next."""
    user: User = request.user  # type: ignore[assignment]
    segment = _named(request.POST, where)
    try:
        with transaction.atomic():
            done = _do(request.POST, where, segment, user)
    except StatementError as error:
        messages.error(request, str(error))
        return _again(request.POST)
    if request.POST.get("refuse") and segment:
        return urlencode({"passage": segment.pk})
    return _onward(where, done)


def is_number(text: str) -> bool:
    """Whether this can be asked of the database as a number."""
    return text.isascii() and text.isdigit() and len(text) < 10


def _named(data: QueryDict, where: reading.Text) -> Segment | None:
    pk = data.get("segment", "")
    if not is_number(pk):
        return None
    own = {"pk": pk, "campaign" if not isinstance(where, Statement) else "statement": where}
    return Segment.objects.filter(**own).select_related("argument").first()


def _do(
    data: QueryDict, where: reading.Text, segment: Segment | None, user: User
) -> Segment | None:
    action = data.get("action", "tie")
    if segment and is_number(data.get("refuse", "")):
        _refuse(segment, int(data["refuse"]), user)
    elif segment and action == "aside":
        reading.set_aside(segment=segment, by=user.actor)
    elif segment and action == "reopen":
        reading.reopen(segment=segment, by=user.actor)
    elif action in ("tie", "new"):
        argument = _argument(data, where, user)
        if segment:
            return reading.tie_segment(segment=segment, argument=argument, by=user.actor)
        start, end = Selection(data).span or (0, 0)
        return reading.tie(where=where, start=start, end=end, argument=argument, by=user.actor)
    else:
        raise StatementError(_("This passage is not there any more. Somebody else has changed it."))
    return segment


def _refuse(segment: Segment, proposal: int, user: User) -> None:
    """Already refused or decided meanwhile: then there is nothing left to refuse."""
    known = Proposal.objects.filter(segment=segment, pk=proposal).undecided().first()
    if known:
        outcomes.refuse(proposal=known, by=user.actor)


def _argument(data: QueryDict, where: reading.Text, user: User) -> Argument:
    if data.get("action") == "new":
        form = NewArgument(data, prefix="new")
        if not form.is_valid():
            raise StatementError(_("Give the new argument a title."))
        return answers.open_argument(procedure=where.procedure, by=user.actor, **form.cleaned_data)
    number = data.get("argument", "")
    known = Argument.objects.filter(procedure=where.procedure_id).select_related("merged_into")
    argument = known.filter(number=number).first() if is_number(number) else None
    if argument is None:
        raise StatementError(_("Choose the argument to which the passage is to be tied."))
    return argument


def _again(data: QueryDict) -> str:
    kept = {name: data[name] for name in ("start", "end") if data.get(name)}
    if not kept and data.get("segment"):
        kept["passage"] = data["segment"]
    return urlencode(kept)


def _onward(where: reading.Text, done: Segment | None) -> str:
    """The next passage that nobody has decided on; after the last one, what was decided last."""
    place = {"statement" if isinstance(where, Statement) else "campaign": where}
    open_ones = list(Segment.objects.filter(**place).proposed().values_list("pk", "start"))
    at = done.start if done else 0
    following = [pk for pk, start in open_ones if start > at] or [pk for pk, _start in open_ones]
    target = following[0] if following else (done.pk if done else "")
    return urlencode({"passage": target})


def finish_reading(request: HttpRequest, where: reading.Text) -> bool:
    """Finish if nothing is open, or the rest was confirmed or set aside; else the page asks."""
    try:
        if request.POST.get("rest") == "confirm":
            confirm_rest(where=where, by=request.user.actor)
        letters = reading.finish_reading(
            where=where, by=request.user.actor, set_rest_aside=request.POST.get("rest") == "1"
        )
    except OpenPassages:
        return False
    except StatementError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _finished(where, letters))
    return True


def _finished(where: reading.Text, letters: int) -> str:
    if isinstance(where, Statement):
        return _("Letter %(code)s is read.") % {"code": where.code}
    return ngettext(
        "The template is read, and with it %(count)s letter without own words.",
        "The template is read, and with it %(count)s letters without own words.",
        letters,
    ) % {"count": letters}
