"""Nobody reads who wrote: every address of the site is asked as every audience, and searched.

A new page or export is asked as soon as it has an address; one that needs an object that is not in
the procedure below fails the test until `OBJECTS` says which.
"""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.dialogues.hooks import format_kinds
from dialogwerk.apps.handover.services.handing_over import hand_over
from dialogwerk.apps.people.disclosure import Audience
from dialogwerk.apps.promises.services.following import ask_to_follow
from dialogwerk.apps.statements import leak_check
from dialogwerk.apps.statements.models import Attachment
from dialogwerk.apps.statements.services import (
    redaction,
    redaction_files,
    redaction_marks,
    releases,
)
from dialogwerk.cores.statements import uniform
from dialogwerk.documents.searching import left_in
from dialogwerk.documents.synopsis import FORMATS
from tests.factories import (
    AnswerVersionFactory,
    ArgumentFactory,
    CampaignFactory,
    ContributionFactory,
    DispatchFactory,
    DocumentFactory,
    EvidenceFactory,
    FormatFactory,
    IdentityFactory,
    ImportBatchFactory,
    NoticeFactory,
    OccurrenceFactory,
    PersonFactory,
    ProcessFactory,
    PromiseFactory,
    ReplyFactory,
    ReplyPointFactory,
    RunFactory,
    SegmentFactory,
    StatementFactory,
    TenureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

VAULT = ("Xaverine", "Quastenfloss", "Zwickelgasse", "quasten@zwickel.example", "0987654")
OTHERS = ("Balduin Ypsilonski", "DE02120300000000202051", "17. Mai 1948")
PARCEL = ("4711/23",)
TEXT = (
    "Ich, Xaverine Quastenfloss, Zwickelgasse 7, geboren am 17. Mai 1948, höre den Lärm. "
    "QUASTEN-\nFLOSS wohnt neben Herrn Balduin Ypsilonski. Flurstück 4711/23 gehört mir. "
    "Schreiben Sie an quasten@zwickel.example, Tel. 0987/654 321, IBAN DE02 1203 0000 0000 2020 51."
)
SECRETS = {
    "public": (*VAULT, *OTHERS, *PARCEL),
    "stranger": (*VAULT, *OTHERS, *PARCEL),
    "developer": (*VAULT, *OTHERS),
    "expert": VAULT,
}
UNASKED = {
    "adopt": "only for sending",
    "developer-return": "an upload of the developer's own",
    "handover-return": "an upload",
}
"""Names of addresses without an object in this procedure, and why that is right."""


@pytest.fixture
def place(procedure):
    """A procedure in which everything that there can be tells of one person who wrote."""
    person = PersonFactory()
    IdentityFactory(
        person=person,
        name="Xaverine Quastenfloss",
        street="Zwickelgasse 7",
        email="quasten@zwickel.example",
        phone="0987 654321",
    )
    letter = StatementFactory(
        procedure=procedure,
        person=person,
        text=TEXT,
        title="Einwendung Xaverine Quastenfloss",
        place_name="Zwickelgasse 7",
        external_id="Quastenfloss-1",
        already_read=True,
    )
    attachment = Attachment(
        statement=letter, name="Quastenfloss.txt", media_type="text/plain", size=1, sha256="a" * 64
    )
    attachment.file.save("x", ContentFile(TEXT.encode()), save=False)
    attachment.save()
    campaign = CampaignFactory(procedure=procedure)
    letter.campaign, letter.has_own_words = campaign, True
    letter.own_words = [[0, len(TEXT)]]
    letter.save()
    argument = ArgumentFactory(procedure=procedure, title="Lärm in der Nacht")
    answer = AnswerVersionFactory(argument=argument)
    segment = SegmentFactory(
        statement=letter, tied=True, argument=argument, start=0, end=len(TEXT), text=TEXT
    )
    OccurrenceFactory(segment=segment, statement=letter)
    reply = ReplyFactory(procedure=procedure, person=person, dispatched=True)
    ReplyPointFactory(reply=reply, answer=answer)
    DispatchFactory(reply=reply)
    procedure.answers_released_at = timezone.now()
    procedure.save()
    promise = PromiseFactory(scheme=procedure.scheme)
    evidence = EvidenceFactory(promise=promise)
    follow(promise, "quasten@zwickel.example")
    return {
        "role": TenureFactory(person=person),
        "contributions": said_in_a_dialogue(procedure, person),
        "promise": promise,
        "evidence": evidence,
        "follower": promise.followers.get(),
        "hand_over": hand_over(procedure=procedure, by="user:1"),
        "letter": letter,
        "attachment": attachment,
        "campaign": campaign,
        "argument": argument,
        "reply": reply,
        "batch": ImportBatchFactory(procedure=procedure, name="Quastenfloss.csv"),
        "run": RunFactory(),
        "notice": NoticeFactory(procedure=procedure),
        "document": DocumentFactory(scheme=procedure.scheme),
        "other": StatementFactory(procedure=procedure, text="Der Weg ist zu schmal."),
    }


def said_in_a_dialogue(procedure, person):
    """A contribution of this person to a format of each kind, beside the procedure."""
    process = ProcessFactory(slug=procedure.slug, scheme=procedure.scheme)
    return {
        kind.kind: ContributionFactory(
            format=FormatFactory(process=process, kind=kind.kind, slug=kind.kind),
            person=person,
            title="Querung",
            text="Am Waldrand fehlt eine Querung.",
        )
        for kind in format_kinds()
    }


def kind_of_format(name):
    """Of which kind the format is about which this address is."""
    of = {"opinion": "opinions", "my-votes": "opinions", "question": "questions"}
    of |= {"survey": "survey", "event": "event", "dialogue-event": "event"}
    of |= {"document": "document", "dialogue-document": "document"}
    return next((of[one] for one in of if name.startswith(one)), "contributions")


def follow(promise, email):
    """This address has asked for news of a promise; it stands in the vault."""
    ask_to_follow(promise=promise, email=email, language="de", at=timezone.now())


@pytest.fixture
def values(procedure, place):
    """With which objects each address is asked."""

    def chosen(name, params):
        wanted = params.split()
        slug = procedure.slug
        if name in SCHEMES:
            slug = procedure.scheme.slug
        numbered = "campaign" if name.startswith("campaign") else "argument"
        if name.startswith("handover") or name == "developer-sheet":
            numbered = "hand_over"
        known = {
            "slug": slug,
            "number": place[numbered].number,
            "code": _code(name, place),
            "pk": _pk(name, place),
            "receipt": place["other"].receipt,
            "public_id": place["run"].public_id,
            "token": place["follower"].token if name.startswith("follow-") else "x" * 20,
            "name": "votes.csv" if name.startswith("opinion") else "gehalten",
            "format_slug": kind_of_format(name),
            "place": 1,
            "key": "x" * 20,
            "registration": "x",
            "how": "email",
            "part": 1,
            "page": 1,
            "what": "rollen",
            "kind": "csv" if name == "survey-export" else "display",
            "ground": uniform.grounds()[0].id,
        }
        if name in UNASKED:
            return []
        if "ending" in wanted:
            return [
                {**{one: known[one] for one in wanted if one != "ending"}, "ending": ending}
                for ending in ENDINGS
            ]
        return [{one: known[one] for one in wanted}] if set(wanted) <= set(known) else []

    return chosen


SCHEMES = {
    "scheme",
    "document",
    "scheme-edit",
    "document-add",
    "procedure-new",
    "team",
    "team-leave",
    "dialogue-dates",
    "dialogue-date-new",
    "dialogue-date-edit",
    "dialogue-date-remove",
}
ENDINGS = sorted({*FORMATS, "pdf", "docx", "csv", "xlsx", "html", "txt"})


def _code(name, place):
    kinds = {"reply": "reply", "import": "batch", "promise": "promise"}
    kinds |= {"weighed-promise": "promise"}
    kind = next((kinds[one] for one in kinds if name.startswith(one)), "letter")
    if name == "person-erase":
        return place["letter"].person.code
    if name.startswith(("contribution", "question")):
        return place["contributions"][kind_of_format(name)].code
    if name.startswith(("body", "founding")):
        return place["role"].body.code
    return place[kind].code


def _pk(name, place):
    kinds = {"attachment": "attachment", "redaction": "attachment", "document": "document"}
    kinds |= {"public-notice": "notice", "notice": "notice", "promise": "evidence", "body": "role"}
    return next((place[kinds[one]].pk for one in kinds if name.startswith(one)), 1)


@pytest.fixture
def clients(procedure):
    def logged_in(**account):
        client = Client()
        client.force_login(UserFactory(**account))
        return client

    return {
        "public": Client(),
        "stranger": logged_in(roles=[Role.CASE_WORKER]),
        "developer": logged_in(roles=[Role.DEVELOPER], on_team=procedure),
        "expert": logged_in(roles=[Role.EXPERT], on_team=procedure),
    }


def test_every_address_is_asked_and_none_tells_who_wrote(clients, values, place):
    report = leak_check.check(clients, SECRETS, values)
    assert report.leaks == []
    assert sorted(set(report.unasked) - set(UNASKED)) == []
    for audience, least in {"public": 10, "stranger": 10, "developer": 15, "expert": 25}.items():
        assert len(report.searched[audience]) >= least, audience
    files = [one for one in report.searched["developer"] if "/synopse." in one]
    assert len(files) == len(FORMATS)


def test_the_case_worker_does_read_it_so_the_search_finds_what_is_there(clerk, values, place):
    report = leak_check.check({"clerk": clerk}, {"clerk": VAULT}, values)
    assert {leak.secret for leak in report.leaks} == set(VAULT)


def test_every_name_of_an_address_is_asked_or_has_a_reason(values):
    asked = {name for name, some in leak_check.addresses(values) if some}
    left = [one for one in leak_check.names() if one not in asked]
    assert [one for one in left if not leak_check.why_skipped(one) and one not in UNASKED] == []


@pytest.mark.parametrize("audience", [Audience.DEVELOPER, Audience.PUBLIC])
def test_what_is_handed_out_of_a_released_letter_tells_nothing(place, audience):
    letter, secrets = place["letter"], SECRETS[audience]
    redaction_marks.prepare(letter)
    keys = letter.redactions.values_list("pk", flat=True)
    redaction_marks.decide(statement=letter, accept=list(keys), refuse=[], by="user:1")
    release = releases.release(statement=letter, audience=audience, by="user:1")
    redactor = redaction.Redactor(audience, [letter])
    handed = [redactor.text(letter), redactor.title(letter), redactor.place(letter)]
    assert left_in("\n".join(handed).encode(), secrets) == []
    files = redaction_files.make_files(release)
    assert files
    for one in files:
        content = one.file.read()
        assert hashlib.sha256(content).hexdigest() == one.sha256
        assert left_in(content, secrets) == left_in(one.name.encode(), secrets) == []
