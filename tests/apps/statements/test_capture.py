import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.models import Identity, Person
from dialogwerk.apps.statements.models import SignatureList, Statement
from dialogwerk.apps.statements.services.signature_reading import (
    UnreadableSignatures,
    read_signatures,
)
from tests.factories import ProcedureFactory, UserFactory

pytestmark = pytest.mark.django_db


def typed(**fields):
    return {
        "channel": "counter",
        "received_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "text": "Der Lärm ist zu groß.",
        "kind": "natural",
        "name": "Erika Beispiel",
        "street": "Heideweg 1",
        "postal_code": "12345",
        "city": "Musterhausen",
        "submission_key": str(uuid.uuid4()),
    } | fields


def post(client, procedure, **fields):
    page = reverse("capture", args=[procedure.slug])
    return client.post(page, typed(**fields), follow=True)


def test_a_statement_at_the_counter_is_taken_in_and_its_receipt_offered(clerk, procedure):
    response = post(clerk, procedure)
    letter = procedure.statements.get()
    assert (letter.channel, letter.text) == ("counter", "Der Lärm ist zu groß.")
    assert letter.person.identity.name == "Erika Beispiel"
    assert letter.receipt in response.text
    assert reverse("receipt-pdf", args=[letter.receipt]) in response.text
    entry = JournalEntry.objects.get(action="statement.received")
    assert entry.actor.startswith("user:")


def test_the_moment_of_receipt_may_lie_in_the_past_but_not_in_the_future(clerk, procedure):
    earlier = timezone.localtime() - timedelta(days=3)
    post(clerk, procedure, received_at=earlier.strftime("%Y-%m-%dT%H:%M"))
    assert timezone.localtime(procedure.statements.get().received_at).date() == earlier.date()
    later = timezone.localtime() + timedelta(days=1)
    response = post(clerk, procedure, received_at=later.strftime("%Y-%m-%dT%H:%M"))
    assert response.status_code == 422
    assert "received_at" in response.context["form"].errors
    assert procedure.statements.count() == 1


def test_the_same_form_twice_makes_one_letter(clerk, procedure):
    key = str(uuid.uuid4())
    for _time in range(2):
        assert post(clerk, procedure, submission_key=key).status_code == 200
    assert procedure.statements.count() == 1


def test_the_same_form_with_other_words_is_refused(clerk, procedure):
    key = str(uuid.uuid4())
    post(clerk, procedure, submission_key=key)
    response = post(clerk, procedure, submission_key=key, text="Etwas anderes.")
    assert response.status_code == 422
    assert procedure.statements.get().receipt in response.text


def test_a_public_agency_is_kept_as_one(clerk, procedure):
    agency = {"kind": "public_agency", "organisation": "Wasserverband Musterhausen", "name": ""}
    post(clerk, procedure, **agency)
    assert procedure.statements.get().person.kind == Person.Kind.PUBLIC_AGENCY
    assert Identity.objects.get().organisation == "Wasserverband Musterhausen"


def test_a_scanned_letter_needs_no_text(clerk, procedure):
    scan = SimpleUploadedFile("brief.pdf", b"%PDF-1.4 scan", "application/pdf")
    post(clerk, procedure, text="", files=[scan])
    assert procedure.statements.get().attachments.get().name == "brief.pdf"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "  "}, "text"),
        ({"name": ""}, "name"),
        ({"kind": "organisation"}, "organisation"),
        ({"kind": "list", "signatures": "", "title": "Liste"}, "signatures"),
        ({"kind": "list", "signatures": "Erika Beispiel"}, "title"),
        ({"received_at": ""}, "received_at"),
        ({"email": "keine"}, "email"),
    ],
)
def test_what_is_missing_is_said_at_its_field(clerk, procedure, fields, field):
    response = post(clerk, procedure, **fields)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Statement.objects.exists()


SIGNATURES = (
    "Erika Beispiel; Heideweg 1; 12345 Musterhausen\n"
    "\n"
    "Otto Muster\tHeideweg 2\t12345\tMusterhausen\n"
    "Ida Nurname\n"
)


def test_a_signature_list_makes_one_letter_for_each_who_signed(clerk, procedure):
    response = post(
        clerk,
        procedure,
        kind="list",
        title="Kein Windpark",
        signatures=SIGNATURES,
        representative="otto  muster",
        channel="post",
    )
    opened = SignatureList.objects.get()
    letters = opened.statements.select_related("person__identity")
    assert {one.person.identity.name for one in letters} == {
        "Erika Beispiel",
        "Otto Muster",
        "Ida Nurname",
    }
    assert len({one.text for one in letters}) == 1
    assert opened.representative.identity.name == "Otto Muster"
    assert all(one.receipt in response.text for one in letters)
    assert JournalEntry.objects.filter(action="statement.received").count() == 3


def test_a_signature_list_sent_twice_is_taken_in_once(clerk, procedure):
    fields = typed(kind="list", title="Kein Windpark", signatures=SIGNATURES)
    for _time in range(2):
        page = reverse("capture", args=[procedure.slug])
        assert clerk.post(page, fields, follow=True).status_code == 200
    assert SignatureList.objects.count() == 1
    assert procedure.statements.count() == 3


def test_a_signature_list_sent_again_with_more_people_is_not_taken_for_the_first(clerk, procedure):
    """Else those who were added would be lost without a word."""
    fields = typed(kind="list", title="Kein Windpark", signatures=SIGNATURES)
    page = reverse("capture", args=[procedure.slug])
    clerk.post(page, fields)
    answer = clerk.post(page, fields | {"signatures": SIGNATURES + "Emil Neu; Heideweg 3; Heide"})
    assert answer.status_code == 422
    assert procedure.statements.count() == 3


def test_a_representative_has_to_have_signed(clerk, procedure):
    response = post(
        clerk,
        procedure,
        kind="list",
        title="Kein Windpark",
        signatures=SIGNATURES,
        representative="Emil Fremd",
    )
    assert "representative" in response.context["form"].errors
    assert not SignatureList.objects.exists()


def test_unreadable_lines_of_a_list_are_named_and_nothing_is_taken_in(clerk, procedure):
    lines = "Erika Beispiel; Heideweg 1; 12345 Musterhausen\n;Weg 2;12345 Ort\nA;B;C;D;E\nX;Y;1 2 3"
    with pytest.raises(UnreadableSignatures) as caught:
        read_signatures(lines)
    assert [error.line for error in caught.value.errors] == [2, 3, 4]
    response = post(clerk, procedure, kind="list", title="Liste", signatures=lines)
    assert len(response.context["form"].errors["signatures"]) == 3
    assert not Statement.objects.exists()


def test_many_signatories_are_taken_in_with_few_questions(
    clerk, procedure, django_assert_max_num_queries
):
    lines = "\n".join(f"Name {n}; Heideweg {n}; 12345 Musterhausen" for n in range(400))
    with django_assert_max_num_queries(60):
        post(clerk, procedure, kind="list", title="Liste", signatures=lines)
    assert procedure.statements.count() == 400


def test_only_the_authority_records_letters(client, procedure):
    page = reverse("capture", args=[procedure.slug])
    assert client.get(page).status_code == 302
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    assert client.get(page).status_code == 403
    assert client.post(page, typed()).status_code == 403


def test_receipts_of_another_procedure_are_not_shown(clerk, procedure):
    post(clerk, procedure)
    code = procedure.statements.get().code
    other = ProcedureFactory(scheme=procedure.scheme)
    assert clerk.get(reverse("captured", args=[other.slug, code])).status_code == 404
