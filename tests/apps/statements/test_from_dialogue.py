"""A contribution becomes an objection: once, in time or late, with its answers for the author."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues import hooks
from dialogwerk.apps.dialogues.models import Photo, State
from dialogwerk.apps.people.models import VaultLook
from dialogwerk.apps.people.services import IdentityDraft, resolve_person
from dialogwerk.apps.schemes.models import Round
from dialogwerk.apps.statements.models import ObjectionFromDialogue, Statement
from tests.apps.dialogues.guarded_posts import guarded, patient
from tests.factories import (
    AnswerVersionFactory,
    OccurrenceFactory,
    ProcedureFactory,
    ScheduledStepFactory,
    SchemeFactory,
    UserFactory,
)
from tests.factories.dialogues import ContributionFactory, FormatFactory, ProcessFactory

pytestmark = pytest.mark.django_db
__all__ = ["patient"]

ERIKA = {
    "name": "Erika Beispiel",
    "street": "Musterweg 1",
    "postal_code": "00000",
    "city": "Musterhausen",
}


@pytest.fixture(autouse=True)
def _ready(patient):
    """Forms count as open for long enough."""


@pytest.fixture
def process(procedure):
    return ProcessFactory(scheme=procedure.scheme)


@pytest.fixture
def said(process):
    return ContributionFactory(
        format=FormatFactory(process=process),
        title="Nächte",
        text="Der Lärm raubt uns den Schlaf.",
        place_name="Heideweg",
        west=7.0,
        east=7.2,
        south=50.0,
        north=50.4,
    )


@pytest.fixture
def known(said):
    """The same with name and address in the vault."""
    said.person = resolve_person(IdentityDraft(**ERIKA, email="erika@beispiel.example"))
    said.save()
    return said


def address(said, procedure):
    return reverse("objection-from-contribution", args=[said.receipt, procedure.slug])


def object_(client, said, procedure, **fields):
    place = f"objection:{said.code}:{procedure.slug}"
    return client.post(address(said, procedure), guarded(place, **fields))


def ways(process, **later):
    day = timezone.localdate() + timedelta(**later)
    return [way.slug for way in hooks.objection_ways(process, day)]


def test_the_way_is_open_while_the_period_runs_and_names_its_norms(process, procedure, said):
    ScheduledStepFactory(procedure=procedure, round=procedure.rounds.get())
    (way,) = hooks.objection_ways(process, timezone.localdate())
    assert (way.slug, way.until) == (procedure.slug, procedure.rounds.get().accept_until)
    assert way.norms == ("§ 73 Abs. 4 Satz 1 VwVfG", "§ 31 Abs. 3 VwVfG")
    assert way.address(said) == address(said, procedure)
    assert ways(process, days=-30) == []
    assert ways(process, days=400) == []


def test_without_a_stored_step_the_norms_come_from_the_law(process, procedure):
    (way,) = hooks.objection_ways(process, timezone.localdate())
    assert any("73" in norm for norm in way.norms)


def test_a_dialogue_that_stands_alone_or_whose_project_is_hidden_has_no_way(procedure):
    assert ways(ProcessFactory()) == []
    hidden = ProcedureFactory(open_round=True, scheme=SchemeFactory(is_public=False))
    assert ways(ProcessFactory(scheme=hidden.scheme)) == []


def test_one_click_is_enough_when_name_and_address_are_known(client, known, procedure):
    page = client.get(address(known, procedure))
    assert "name" not in page.context["form"].fields
    assert "Erika" not in page.content.decode()
    assert "Musterweg" not in page.content.decode()
    response = object_(client, known, procedure)
    statement = Statement.objects.get()
    assert response.url == reverse("receipt", args=[statement.receipt]) + "?neu=1"
    assert (statement.title, statement.text) == ("Nächte", "Der Lärm raubt uns den Schlaf.")
    assert (statement.place_name, statement.is_late) == ("Heideweg", False)
    assert (statement.longitude, statement.latitude) == pytest.approx((7.1, 50.2))
    assert statement.person == known.person
    assert VaultLook.objects.filter(purpose="objection from a dialogue").exists()


def test_otherwise_what_the_law_asks_for_is_asked_for(client, said, procedure):
    missing = object_(client, said, procedure)
    assert set(missing.context["form"].errors) == set(ERIKA)
    object_(client, said, procedure, **ERIKA, addition="Unser Haus steht am Heideweg 3.")
    statement = Statement.objects.get()
    assert statement.text == "Der Lärm raubt uns den Schlaf.\n\nUnser Haus steht am Heideweg 3."
    assert statement.person.identity.name == "Erika Beispiel"


def test_a_name_without_an_address_is_not_enough(client, said, procedure):
    said.person = resolve_person(IdentityDraft(name="Erika Beispiel"))
    said.save()
    assert "street" in client.get(address(said, procedure)).context["form"].fields


def test_it_becomes_an_objection_once(client, known, procedure):
    first = object_(client, known, procedure)
    second = object_(client, known, procedure, addition="Noch etwas.")
    assert second.url == first.url.removesuffix("?neu=1")
    assert Statement.objects.count() == ObjectionFromDialogue.objects.count() == 1


def test_it_may_become_an_objection_in_each_procedure_of_the_project(client, known, procedure):
    other = ProcedureFactory(scheme=procedure.scheme, open_round=True)
    for one in (procedure, other):
        object_(client, known, one)
    assert {one.procedure for one in Statement.objects.all()} == {procedure, other}


def test_the_journal_links_both_without_a_name(client, known, procedure):
    object_(client, known, procedure)
    statement = Statement.objects.get()
    entry = JournalEntry.objects.about(statement.code).get(action="statement.made_of_contribution")
    assert entry.payload == {"contribution": known.code}


def test_photos_go_along(client, known, procedure, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Photo.objects.create(
        contribution=known,
        file=ContentFile(b"ein Bild", name="x"),
        name="heide.jpg",
        media_type="image/jpeg",
        size=8,
        sha256="0" * 64,
    )
    object_(client, known, procedure)
    kept = Statement.objects.get().attachments.get()
    assert (kept.name, kept.file.read()) == ("heide.jpg", b"ein Bild")


def test_a_late_one_is_taken_in_marked_and_told_so(client, known, procedure):
    yesterday = timezone.localdate() - timedelta(days=1)
    Round.objects.update(
        display_start=yesterday - timedelta(days=60),
        display_end=yesterday - timedelta(days=30),
        objections_until=yesterday,
    )
    page = client.get(address(known, procedure))
    assert page.context["participation"].is_late
    assert page.context["exclusion"]
    object_(client, known, procedure)
    assert Statement.objects.get().is_late
    (told,) = hooks.follow_ups(known)
    assert "verspätet" in told.text


def test_the_author_sees_its_receipt_and_later_its_answers(client, known, procedure):
    object_(client, known, procedure)
    statement = Statement.objects.get()
    (told,) = hooks.follow_ups(known)
    assert statement.receipt in told.text
    assert told.url == reverse("receipt", args=[statement.receipt])
    occurrence = OccurrenceFactory(segment__statement=statement)
    AnswerVersionFactory(argument=occurrence.segment.argument)
    Statement.objects.update(read_at=timezone.now())
    procedure.answers_released_at = timezone.now()
    procedure.save()
    (told,) = hooks.follow_ups(known)
    assert "beantwortet: 1" in told.text
    page = client.get(reverse("contribution-receipt", args=[known.receipt]))
    assert told.title in page.content.decode().replace("&quot;", '"')


def test_machines_make_no_objections(client, known, procedure):
    response = object_(client, known, procedure, website="https://beispiel.example")
    assert response.status_code == 422
    assert not Statement.objects.exists()


@pytest.mark.parametrize("state", [State.WITHDRAWN])
def test_what_was_withdrawn_makes_no_objection(client, known, procedure, state):
    known.state = state
    known.save()
    assert client.get(address(known, procedure)).status_code == 404


def test_what_moderators_do_not_show_can_still_become_one(client, known, procedure):
    known.state = State.REFUSED
    known.save()
    object_(client, known, procedure)
    assert Statement.objects.exists()


def test_a_procedure_of_another_project_is_not_reached(client, known):
    elsewhere = ProcedureFactory(open_round=True)
    assert client.get(address(known, elsewhere)).status_code == 404


@pytest.mark.parametrize(("role", "sees"), [(Role.CASE_WORKER, True), (Role.EXPERT, False)])
def test_the_reader_tells_where_it_comes_from_but_not_who_said_it(
    client, known, procedure, role, sees
):
    object_(client, known, procedure)
    statement = Statement.objects.get()
    client.force_login(UserFactory(roles=[role], on_team=procedure))
    page = client.get(reverse("reader", args=[procedure.slug, statement.code])).content.decode()
    assert known.process.title in page
    assert (known.code in page) == sees, "the page of a contribution may show its author's name"


def test_one_form_looks_up_receipts_of_letters_and_of_contributions(client, known, procedure):
    found = client.post(reverse("lookup"), {"receipt": known.receipt.lower()})
    assert found.url == reverse("contribution-receipt", args=[known.receipt])
    object_(client, known, procedure)
    letter = Statement.objects.get().receipt
    assert client.post(reverse("lookup"), {"receipt": letter}).url == reverse(
        "receipt", args=[letter]
    )
    typed = client.get(reverse("receipt", args=[known.receipt]))
    assert typed.url == reverse("contribution-receipt", args=[known.receipt])
