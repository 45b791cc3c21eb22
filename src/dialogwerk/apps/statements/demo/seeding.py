"""Making the rehearsed procedure: scheme, letters, campaigns, arguments, first replies."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.base import journal
from dialogwerk.apps.bodies import demo as bodies
from dialogwerk.apps.dialogues import demo as dialogue
from dialogwerk.apps.people.models import Organisation
from dialogwerk.apps.schemes.models import Procedure, Scheme
from dialogwerk.apps.schemes.services import display_document, open_round, place_scheme
from dialogwerk.cores.statements.rehearsal_people import people
from dialogwerk.documents.papers import Paper, Section, paper

from .. import hooks
from ..models import Argument, Campaign, Dispatch, SignatureList, Statement
from ..models.letters import Channel
from ..services import (
    answers,
    dispatch,
    grouping,
    person_runs,
    proposing,
    reading,
    redaction_marks,
    replies,
    writing,
)
from ..services.intake import Letter, take_in_many
from ..services.representation import name_in_list
from . import calendar, promises
from .accounts import make_accounts
from .letters import Times, content, identity_of, papers, points_in, rehearsed_letters

DEMO_PROCEDURE = "windpark-hohe-heide"
AUTHORITY = "Bezirksregierung Musterland"
CHUNK = 500
SIGNATURES = 63
READ_INDIVIDUALLY = 25
REPLIES_SENT = 30

Say = Callable[[str], None]


def seed(
    *, letters: int = 2000, number: int = 1, today: date | None = None, say: Say = print
) -> Procedure:
    """Make the rehearsed procedure with this many letters; the same number makes the same letters.

    Raises:
        ValueError: the procedure is there already.
    """
    if Procedure.objects.filter(slug=DEMO_PROCEDURE).exists():
        raise ValueError("The rehearsed procedure is there already; ./dw demo --fresh starts anew.")
    today = today or timezone.localdate()
    users = make_accounts()
    say("Alliances and bodies")
    bodies.rehearse(users, today=today)
    say("Scheme, documents and round")
    procedure = _wind_farm(users, today)
    bypass = _bypass(users, today)
    _business_park(users, today)
    say(f"{letters} letters")
    _letters(procedure, letters, number)
    _signature_list(procedure, number)
    say("Campaigns")
    grouping.regroup(procedure, by="system:rehearsal")
    say("Arguments, passages and first answers")
    _work(procedure, users)
    say("Persons, proposals and redactions")
    person_runs.tell_persons_apart(procedure, by="system:rehearsal")
    proposing.renew(procedure)
    for _done in redaction_marks.prepare_all(procedure):
        pass
    say("First replies")
    _replies(procedure)
    say("Promises of the dialogue")
    promises.rehearse(procedure, users, today)
    for sentence, scene in hooks.scenes():
        say(sentence)
        scene(procedure, users)
    say("A dialogue beside a procedure")
    dialogue.rehearse(bypass.scheme, users, today=today, say=say)
    journal.seal(timezone.now())
    return procedure


def _organisations() -> tuple[Organisation, Organisation]:
    authority = Organisation.objects.create(
        name=AUTHORITY,
        kind=Organisation.Kind.AUTHORITY,
        street="Beispielplatz 1",
        postal_code="99001",
        city="Probstadt",
        email="anhoerung@example.org",
        phone="09999 100-0",
    )
    developer = Organisation.objects.create(
        name="Musterwind Hohe Heide GmbH",
        kind=Organisation.Kind.DEVELOPER,
        street="Rotorweg 5",
        postal_code="99002",
        city="Musterhausen",
        email="kontakt@example.org",
    )
    return authority, developer


def _wind_farm(users: dict[str, User], today: date) -> Procedure:
    authority, developer = _organisations()
    scheme = _scheme(
        users,
        developer,
        slug=DEMO_PROCEDURE,
        title="Windpark Hohe Heide",
        place="Hohe Heide bei Musterhausen",
        summary="Fünf Windenergieanlagen auf der Hohen Heide, mit Zuwegung und Netzanschluss.",
        corner=(8.02, 51.42),
    )
    for one in papers():
        _display(scheme, one, today - timedelta(days=75))
    procedure = Procedure.objects.create(
        scheme=scheme,
        slug=DEMO_PROCEDURE,
        title="Planfeststellung Windpark Hohe Heide",
        reference="99.8.1-Probe-01/26",
        authority=authority,
        eia=True,
    )
    open_round(
        procedure=procedure,
        display_start=calendar.workday(today - timedelta(days=74)),
        by="system:rehearsal",
    )
    calendar.wind_farm(procedure, users, today)
    return procedure


def _bypass(users: dict[str, User], today: date) -> Procedure:
    """A second scheme whose display is running, so that one can write a letter in time."""
    authority = Organisation.objects.get(name=AUTHORITY)
    developer = Organisation.objects.create(
        name="Landesbetrieb Straßenprobe", kind=Organisation.Kind.DEVELOPER, city="Probstadt"
    )
    scheme = _scheme(
        users,
        developer,
        slug="ortsumgehung-musterhausen",
        title="Ortsumgehung Musterhausen",
        place="Musterhausen, nördlicher Ortsrand",
        summary="Neubau einer 4,2 Kilometer langen Ortsumgehung der Landstraße 999.",
        corner=(7.93, 51.47),
    )
    _display(
        scheme,
        {
            "number": "1",
            "title": "Erläuterungsbericht",
            "sections": [
                {
                    "heading": "1 Anlass",
                    "text": "Durch Musterhausen fahren täglich 14.000 Fahrzeuge."
                    "\n\nDiese Unterlage ist erfunden. Sie gehört zu einem geprobten Verfahren.",
                },
                {"heading": "2 Varianten", "text": "Untersucht wurden drei Linien im Norden."},
            ],
        },
        today - timedelta(days=10),
    )
    procedure = Procedure.objects.create(
        scheme=scheme,
        slug="ortsumgehung-musterhausen",
        title="Planfeststellung Ortsumgehung Musterhausen",
        reference="99.8.2-Probe-02/26",
        authority=authority,
        eia=False,
    )
    open_round(
        procedure=procedure,
        display_start=calendar.workday(today - timedelta(days=9)),
        by="system:rehearsal",
    )
    return procedure


def _business_park(users: dict[str, User], today: date) -> None:
    """A third scheme of another type: a town makes a building plan."""
    town = Organisation.objects.create(
        name="Stadt Musterhausen",
        kind=Organisation.Kind.AUTHORITY,
        street="Rathausplatz 1",
        postal_code="99002",
        city="Musterhausen",
        email="bauleitplanung@example.org",
    )
    developer = Organisation.objects.create(
        name="Wirtschaftsförderung Musterhausen GmbH",
        kind=Organisation.Kind.DEVELOPER,
        city="Musterhausen",
    )
    scheme = _scheme(
        users,
        developer,
        slug="gewerbepark-an-der-probe",
        title="Gewerbepark An der Probe",
        place="Musterhausen, östlicher Ortsrand",
        summary="Zwölf Hektar Gewerbeflächen mit Anschluss an die Landstraße 999.",
        corner=(8.06, 51.5),
    )
    calendar.land_use_plan(scheme, town, users, today)


def _scheme(
    users: dict[str, User],
    developer: Organisation,
    *,
    place: str,
    corner: tuple[float, float],
    **fields: Any,
) -> Scheme:
    scheme = Scheme(developer=developer, place_name=place, is_public=True, **fields)
    west, south = corner
    outline = ((0.0, 0.0), (0.035, 0.004), (0.04, 0.018), (0.012, 0.024), (0.0, 0.0))
    ring = [[round(west + x, 4), round(south + y, 4)] for x, y in outline]
    place_scheme(scheme, {"type": "Polygon", "coordinates": [ring]})
    scheme.save()
    for role in (Role.CASE_WORKER, Role.EXPERT, Role.OFFICE, Role.LAWYER, Role.DEVELOPER):
        scheme.team.create(user=users[role], role=role)
    return scheme


def _display(scheme: Scheme, one: dict[str, Any], day: date) -> None:
    pdf = paper(
        Paper(
            title=one["title"],
            subtitle=scheme.title,
            footer=f"Unterlage {one['number']} · geprobtes Verfahren, alles erfunden",
            date=day,
            a_page_each=True,
            sections=[Section(**section) for section in one["sections"]],
        )
    )
    display_document(
        scheme=scheme,
        number=one["number"],
        title=one["title"],
        file=io.BytesIO(pdf),
        by="system:rehearsal",
        on=day,
    )


def _times(procedure: Procedure) -> Times:
    current = procedure.current_round
    if current is None:
        raise ValueError(f"{procedure.slug} has no round; open one first.")
    zone = timezone.get_default_timezone()
    return Times(
        start=datetime.combine(current.display_start, time(8), zone),
        end=datetime.combine(current.objections_until, time(22), zone),
    )


def _letters(procedure: Procedure, count: int, number: int) -> None:
    chunk: list[Letter] = []
    for letter in rehearsed_letters(count, times=_times(procedure), seed=number):
        chunk.append(letter)
        if len(chunk) == CHUNK:
            take_in_many(procedure=procedure, letters=chunk, by="system:rehearsal")
            chunk = []
    if chunk:
        take_in_many(procedure=procedure, letters=chunk, by="system:rehearsal")


def _signature_list(procedure: Procedure, number: int) -> None:
    data = content()["signature_list"]
    signatories = people(SIGNATURES, Random(number + 1000))  # noqa: S311 - repeatable
    signed = SignatureList.objects.create(procedure=procedure, title=data["title"])
    received = _times(procedure).end - timedelta(days=3)
    text = "\n".join(data["sentences"])
    letters = [
        Letter(
            text=text,
            received_at=received,
            channel=Channel.POST,
            sender=identity_of(one, with_email=False),
            source=f"{data['title']}, {row}",
        )
        for row, one in enumerate(signatories, start=1)
    ]
    made = take_in_many(
        procedure=procedure, letters=letters, by="system:rehearsal", signature_list=signed
    )
    name_in_list(signed, made[0].person, by="system:rehearsal", day=received.date())


def _work(procedure: Procedure, users: dict[str, User]) -> None:
    """Two campaigns and some letters are read, most arguments answered; the rest is yours."""
    catalogue = _catalogue(procedure, users)
    case_worker = users[Role.CASE_WORKER].actor
    for one in content()["campaigns"]:
        campaign = procedure.campaigns.filter(template__contains=one["sentences"][1][0]).first()
        if campaign is None:
            continue
        campaign.title = one["title"]
        campaign.save(update_fields=["title"])
        if one["is_read"]:
            _read(campaign, catalogue, case_worker)
    some = procedure.statements.individual().unread().order_by("received_at")[:READ_INDIVIDUALLY]
    for statement in some:
        _read(statement, catalogue, case_worker)
    for key, argument in catalogue.items():
        if answer := content()["arguments"][key].get("answer"):
            answers.answer(argument=argument, by=users[Role.EXPERT], **answer)


def _read(where: Campaign | Statement, catalogue: dict[str, Argument], by: str) -> None:
    for start, end, key in points_in(reading.text_of(where)):
        reading.tie(where=where, start=start, end=end, argument=catalogue[key], by=by)
    reading.finish_reading(where=where, by=by, set_rest_aside=True)


def _catalogue(procedure: Procedure, users: dict[str, User]) -> dict[str, Argument]:
    documents = {one.number: one.pk for one in procedure.scheme.documents.all()}
    made = {}
    for key, one in content()["arguments"].items():
        argument = answers.open_argument(
            procedure=procedure,
            title=one["title"],
            summary=one["summary"],
            kind=one["kind"],
            by=users[Role.CASE_WORKER].actor,
            responsible=users[Role.EXPERT],
        )
        if source := one.get("source"):
            answers.cite(
                argument=argument,
                document_id=documents[source["document"]],
                page=source["page"],
                note="",
                by=users[Role.CASE_WORKER].actor,
            )
        made[key] = argument
    return made


def _replies(procedure: Procedure) -> None:
    """A few people have their answer: some by post, one of them returned."""
    replies.prepare(procedure)
    keys = list(replies.due(procedure).order_by("pk").values_list("pk", flat=True)[:REPLIES_SENT])
    writing.write_many(keys, by="system:rehearsal")
    for reply in procedure.replies.filter(pk__in=keys).order_by("pk"):
        sent = dispatch.mark_sent(reply, how=Dispatch.How.POST, by="system:rehearsal")
        if reply.pk == keys[-1]:
            dispatch.mark_returned(sent, by="system:rehearsal", note="Empfänger unbekannt verzogen")
