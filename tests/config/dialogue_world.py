"""A project with one of everything that dialogues, promises, opinions, events and surveys know, and
what their addresses need."""

import io
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.dialogues.models import DuplicatePair, Following, Photo
from dialogwerk.apps.dialogues.services import handing_over, imports, lineage
from dialogwerk.apps.dialogues.services.document_files import Picture
from dialogwerk.apps.dialogues.services.documents import publish_sheet, publish_text
from dialogwerk.apps.dialogues.services.report import publish_report
from dialogwerk.apps.opinions.models import PolisImport
from dialogwerk.apps.opinions.services.rounds import forget_rounds
from dialogwerk.apps.promises.services.following import ask_to_follow
from dialogwerk.apps.statements.models import DialogueResultConsidered
from dialogwerk.apps.statements.services.considering import cite_promise
from dialogwerk.apps.surveys.models import Reply, Submission
from dialogwerk.apps.surveys.services import versions
from tests.factories import (
    ArgumentFactory,
    ContributionFactory,
    EvidenceFactory,
    FormatFactory,
    IdentityFactory,
    OpinionRoundFactory,
    OpinionStatementFactory,
    PhaseFactory,
    ProcedureFactory,
    ProcessFactory,
    ProcessMemberFactory,
    PromiseFactory,
    SchemeFactory,
    UserFactory,
)
from tests.factories.dialogues import CommentFactory, TargetGroupFactory
from tests.factories.events import EventFactory, RegistrationFactory

from .addresses import ours

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


EMAIL = "quasten@zwickel.example"
VAULT = ("Xaverine", "Quastenfloss", "Zwickelgasse", EMAIL, "0987654")
"""What the vault knows of the one person who contributes, registers and follows."""


def make_world(*, is_public: bool = True, scheme_is_public: bool = True) -> SimpleNamespace:
    """A scheme with its procedure, and a dialogue of it with a format of each kind.

    Args:
        is_public: whether the dialogue, the promise and the event of no dialogue are shown.
    """
    forget_rounds()
    here = SimpleNamespace(scheme=SchemeFactory(is_public=scheme_is_public), by=UserFactory())
    here.author = IdentityFactory(
        name="Xaverine Quastenfloss", street="Zwickelgasse 7", email=EMAIL, phone="0987 654321"
    ).person
    here.procedure = ProcedureFactory(scheme=here.scheme, open_round=True)
    here.process = ProcessFactory(scheme=here.scheme, is_public=is_public)
    here.phase = PhaseFactory(process=here.process)
    here.member = ProcessMemberFactory(process=here.process)
    here.formats = {
        kind: FormatFactory(process=here.process, kind=kind, slug=f"{kind}-{here.process.pk}")
        for kind in ("contributions", "questions", "document", "event", "survey")
    }
    here.formats["opinions"] = OpinionRoundFactory(process=here.process)
    for add in (_said, _document, _event, _survey, _opinions, _results, _promise):
        add(here, is_public)
    return here


def _said(here: SimpleNamespace, is_public: bool) -> None:
    """Contributions with all that moderation does to them, a question, and an import."""
    place = here.formats["contributions"]
    said = {"format": place, "person": here.author}
    here.said, first, second = (ContributionFactory(**said) for _n in range(3))
    here.photo = Photo.objects.create(
        contribution=here.said, name="platz.png", media_type="image/png", size=28, sha256="0" * 64
    )
    here.photo.file.save("platz.png", ContentFile(PNG))
    here.comment = CommentFactory(contribution=here.said)
    here.pair = DuplicatePair.objects.create(
        process=here.process, first=here.said, second=first, alike=0.9
    )
    here.lineage = lineage.merge(
        contributions=[first, second], into=first, reason="Dasselbe.", by=here.by
    )
    here.following = Following.objects.create(process=here.process, person=here.author)
    here.question = ContributionFactory(format=here.formats["questions"], person=here.author)
    table = io.BytesIO("Titel;Text\nBaum;Mehr Bäume.\n".encode())
    here.imported = imports.stage(format=place, file=table, name="b.csv", by="user:1")


def _document(here: SimpleNamespace, is_public: bool) -> None:
    about = {"format": here.formats["document"], "now": timezone.now(), "by": here.by}
    here.version = publish_text(title="Entwurf", text="Mehr Radwege.", **about)
    content = io.BytesIO()
    Image.new("RGB", (30, 20)).save(content, "PNG")
    picture = Picture(content.getvalue(), 30, 20)
    here.sheet = publish_sheet(title="Plan", description="Mitte.", picture=picture, **about)


def _event(here: SimpleNamespace, is_public: bool) -> None:
    """An event of the dialogue, and one of no dialogue."""
    here.event = EventFactory(format=here.formats["event"])
    here.registration = RegistrationFactory(event=here.event, person=here.author)
    here.alone = EventFactory(is_public=is_public)
    here.came = RegistrationFactory(event=here.alone)


def _survey(here: SimpleNamespace, is_public: bool) -> None:
    """A published version with a free text, and the draft of the next one."""
    place, now = here.formats["survey"], timezone.now()
    place.settings = {"results": "during"}
    place.save()
    version = versions.begin_draft(format=place, now=now, by=here.by)
    versions.save_question(version=version, question=None, text="Was fehlt?", kind="text")
    versions.publish(version=version, now=now, by=here.by)
    asked = version.questions.get()
    sent = Submission.objects.create(
        version=version, visitor="v", submission_key="s", day=timezone.localdate()
    )
    here.free_text = Reply.objects.create(submission=sent, question=asked, text="Bäume.")
    here.draft = versions.begin_draft(format=place, now=now, by=here.by)


def _opinions(here: SimpleNamespace, is_public: bool) -> None:
    here.opinion = OpinionStatementFactory(round=here.formats["opinions"])
    here.polis = PolisImport.objects.create(
        round=here.formats["opinions"], summary={"votes": 0, "statements": 0}, by="user:1"
    )


def _results(here: SimpleNamespace, is_public: bool) -> None:
    """Published results, handed over to the authority, received and considered by it."""
    here.group = TargetGroupFactory(process=here.process)
    here.report = publish_report(process=here.process, by=here.by, now=timezone.now())
    here.handed = handing_over.hand_over(
        process=here.process,
        report=here.report,
        day=timezone.localdate(),
        recipient="Bezirksregierung",
        procedure=here.procedure,
        by=here.by,
    )
    here.handed.file.save("bestaetigung.png", ContentFile(PNG))
    here.considered = DialogueResultConsidered.objects.create(
        procedure=here.procedure, hand_over=here.handed, where="Bescheid, S. 7", by="user:1"
    )


def _promise(here: SimpleNamespace, is_public: bool) -> None:
    """A promise with evidence whose file everyone may see, followed, and cited in an answer."""
    here.promise = PromiseFactory(scheme=here.scheme, is_public=is_public)
    file = ContentFile(PNG, name="amtsblatt.png")
    here.evidence = EvidenceFactory(
        promise=here.promise, file=file, sha256="0" * 64, file_is_public=True
    )
    ask_to_follow(promise=here.promise, email=EMAIL, language="de", at=timezone.now())
    here.argument = ArgumentFactory(procedure=here.procedure)
    here.cited = cite_promise(
        procedure=here.procedure, promise=here.promise, argument=here.argument, by=here.by
    )


OF_PROCEDURE = ("argument-cite", "weighed-", "dialogue-result-", "objection-")
FORMATS = {
    **dict.fromkeys(("opinion", "my-votes"), "opinions"),
    "question": "questions",
    **dict.fromkeys(("document", "dialogue-document"), "document"),
    **dict.fromkeys(("event", "dialogue-event"), "event"),
    "survey": "survey",
}
"""About a format of which kind an address is, by how its name begins; else of contributions."""


def parts_of(name: str, here: SimpleNamespace) -> dict[str, object]:
    """The parts of the address of that name in this world."""
    of_kind = next((kind for one, kind in FORMATS.items() if name.startswith(one)), "contributions")
    codes = {
        "event": here.event.code,
        "question": here.question.code,
        "comment": here.comment.code,
        "lineage": here.lineage.code,
        "process-import": here.imported.code,
        "opinion": here.polis.code,
        **dict.fromkeys(("promise", "weighed"), here.promise.code),
        **dict.fromkeys(("result", "dialogue-result"), here.handed.code),
    }
    keys = {
        "phase": here.phase,
        "process-team": here.member,
        "contribution": here.photo,
        "duplicate": here.pair,
        "target-group": here.group,
        "questions-short": here.formats["questions"],
        "survey-question": here.draft.questions.get(),
        "survey-text": here.free_text,
        "promise": here.evidence,
        "weighed": here.cited,
    }
    numbers = {"opinion": here.opinion.number, "argument": here.argument.number}
    endings = {"report-file": "json", **dict.fromkeys(("contributions-data", "promises"), "csv")}
    every = {
        "slug": (here.procedure if name.startswith(OF_PROCEDURE) else here.process).slug,
        "format_slug": here.formats[of_kind].slug,
        "code": _of(name, codes, here.said.code),
        "pk": getattr(_of(name, keys, None), "pk", 1),
        "number": _of(name, numbers, 1),
        "place": 1,
        "receipt": here.said.receipt,
        "key": here.registration.key if name == "registration" else here.following.key,
        "token": here.promise.followers.get().token,
        "registration": here.registration.code,
        "name": "gehalten" if name == "promise-step" else "votes.csv",
        "kind": "csv" if name == "survey-export" else "contributions",
        "ending": _of(name, endings, ""),
    }
    return {part: every[part] for part in ours()[name]}


def _of(name: str, known: dict, otherwise):
    return next((found for one, found in known.items() if name.startswith(one)), otherwise)


def address(name: str, here: SimpleNamespace) -> str:
    return reverse(name, kwargs=parts_of(name, here))


def make_account(role: str, here: SimpleNamespace):
    """An account in one of the `ROLES` of `dialogue_matrix`."""
    if role in ("lead", "moderator", "answering"):
        as_member = {"answering": "expert"}.get(role, role)
        return ProcessMemberFactory(process=here.process, role=as_member).user
    if role == "stranger":
        there = ProcessFactory(scheme=SchemeFactory())
        user = UserFactory(roles=[Role.CASE_WORKER, Role.EXPERT, Role.LAWYER], on_team=there)
        ProcessMemberFactory(process=there, user=user)
        return user
    if role == "office_elsewhere":
        return UserFactory(roles=[Role.OFFICE], on_team=SchemeFactory())
    if role == "editor":
        return UserFactory(roles=[Role.EDITOR, Role.STEERING_MEMBER])
    on_team = None if role in ("participant", "administrator") else here.scheme
    return UserFactory(roles=[Role(role)], on_team=on_team)
