"""Promises of the rehearsed procedure: kept, kept late, overdue, broken, and one that runs on."""

from collections.abc import Mapping
from datetime import date, timedelta

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.base.dates import parse
from dialogwerk.apps.promises.models import Promise
from dialogwerk.apps.promises.services import (
    EvidenceDraft,
    break_promise,
    keep_promise,
    make_promise,
)
from dialogwerk.apps.schemes.models import Procedure

from ..models import Argument
from ..services.considering import cite_promise, refute_promise

FORUM = "Dialogforum Hohe Heide, Protokoll"


def rehearse(procedure: Procedure, users: Mapping[str, User], today: date) -> None:
    """Five promises of the dialogue forum; one is cited in an answer, one refuted, others wait."""
    scheme, clerk = procedure.scheme, users[Role.CASE_WORKER]
    by = clerk.actor

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    explained = make_promise(
        text="Die Gutachten zu Schall und Schattenwurf erklären wir vor der Auslegung im Rathaus.",
        owner=scheme.developer,
        made_on=ago(330),
        due=ago(90),
        source_text=f"{FORUM} 1, S. 4",
        scheme=scheme,
        by=by,
    )
    evidence = EvidenceDraft(text="Niederschrift der Veranstaltung im Rathaus, 84 Teilnehmende")
    keep_promise(promise=explained, on=ago(100), evidence=evidence, by=by)
    mapped = make_promise(
        text="Ansichten der Anlagen von acht Orten aus stehen im Internet.",
        owner=scheme.developer,
        made_on=ago(300),
        due=ago(150),
        source_text=f"{FORUM} 2, S. 2",
        scheme=scheme,
        by=by,
    )
    evidence = EvidenceDraft(url="https://example.org/hohe-heide/ansichten")
    keep_promise(promise=mapped, on=ago(80), evidence=evidence, by=by)
    make_promise(
        text="Die Stadt legt dar, welche Wege die Baufahrzeuge nehmen.",
        owner_name="Stadt Musterhausen, Bauamt",
        made_on=ago(300),
        due=ago(20),
        source_text=f"{FORUM} 2, S. 6",
        scheme=scheme,
        by=by,
    )
    shared = make_promise(
        text="Eine Genossenschaft aus der Gemeinde kann ein Fünftel des Windparks übernehmen.",
        owner=scheme.developer,
        made_on=ago(270),
        due=ago(30),
        source_text=f"{FORUM} 3, S. 3",
        scheme=scheme,
        by=by,
    )
    reason = "Die Bank verlangt eine Beteiligung ab 50.000 Euro; die Genossenschaft hat abgesagt."
    break_promise(promise=shared, on=ago(25), reason=reason, by=by)
    make_promise(
        text="In der Brutzeit wird nicht gerodet.",
        owner=scheme.developer,
        made_on=ago(250),
        due=parse(f"Ende {today.year + 2}"),
        source_text=f"{FORUM} 4, S. 5",
        scheme=scheme,
        by=by,
    )
    _in_the_weighing(procedure, clerk, explained, shared)


def _in_the_weighing(
    procedure: Procedure, clerk: User, explained: Promise, shared: Promise
) -> None:
    argument = Argument.objects.filter(procedure=procedure).answered().order_by("number").first()
    if argument is not None:
        cite_promise(procedure=procedure, promise=explained, argument=argument, by=clerk)
    reasons = "Wem ein Windpark gehört, ist kein Belang, der in die Abwägung einzustellen ist."
    refute_promise(procedure=procedure, promise=shared, reasons=reasons, by=clerk)
