"""Receipts: what they show, to whom, and that nobody keeps a copy of them."""

import io
import json
from datetime import timedelta

import pypdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base import journal
from dialogwerk.apps.base.ids import new_receipt
from dialogwerk.apps.base.proofs import verify_proof
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.statements.models import Dispatch
from dialogwerk.apps.statements.services.intake import Letter, take_in
from dialogwerk.apps.statements.services.receipts import points_of, replies_to_fetch
from tests.factories import (
    AnswerVersionFactory,
    AttachmentFactory,
    CampaignFactory,
    DispatchFactory,
    OccurrenceFactory,
    ReplyFactory,
    ReplyPointFactory,
    SegmentFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(procedure):
    return StatementFactory(
        procedure=procedure, round=procedure.rounds.get(), person__named=True, already_read=True
    )


@pytest.fixture
def answer(statement):
    """An answered point of the letter."""
    point = OccurrenceFactory(segment__statement=statement)
    return AnswerVersionFactory(argument=point.segment.argument, text="Nachts wird gedrosselt.")


def address(name, statement):
    return reverse(name, args=[statement.receipt])


def page(client, statement):
    return client.get(address("receipt", statement)).content.decode()


def answers_shown(statement):
    return [point.answer for point in points_of(statement)]


def test_the_page_shows_code_moment_checksum_and_text_but_no_name(client, statement):
    html = page(client, statement)
    moment = timezone.localtime(statement.received_at)
    assert statement.receipt in html
    assert f"{moment:%H:%M:%S}" in html
    assert statement.original.sha256 in html
    assert "Rotmilan" in html
    assert statement.person.identity.name not in html


@pytest.mark.parametrize("name", ["receipt", "receipt-pdf", "receipt-proof", "receipt-text"])
def test_nobody_keeps_or_indexes_what_a_receipt_opens(client, statement, name):
    headers = client.get(address(name, statement)).headers
    assert "no-store" in headers["Cache-Control"]
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_answer_is_hidden_until_it_is_released_or_sent(client, statement, answer):
    assert answers_shown(statement) == [None]
    assert answer.text not in page(client, statement)


def test_released_answers_are_shown_in_their_newest_version(client, statement, answer):
    newer = AnswerVersionFactory(argument=answer.argument, text="Es wird ganz abgeschaltet.")
    statement.procedure.answers_released_at = timezone.now()
    statement.procedure.save()
    assert answers_shown(statement) == [newer]
    assert newer.text in page(client, statement)


def test_a_sent_reply_shows_its_answer_in_the_version_sent(statement, answer):
    reply = ReplyFactory(procedure=statement.procedure, person=statement.person, dispatched=True)
    ReplyPointFactory(reply=reply, answer=answer)
    AnswerVersionFactory(argument=answer.argument)
    assert answers_shown(statement) == [answer]


def test_a_reply_that_is_not_sent_or_another_person_s_shows_nothing(statement, answer):
    unsent = ReplyFactory(procedure=statement.procedure, person=statement.person)
    ReplyPointFactory(reply=unsent, answer=answer)
    ReplyPointFactory(
        reply=ReplyFactory(procedure=statement.procedure, dispatched=True), answer=answer
    )
    assert answers_shown(statement) == [None]


def test_passages_of_one_argument_stand_together(statement, answer):
    segment = SegmentFactory(
        statement=statement, start=25, end=40, tied=True, argument=answer.argument
    )
    OccurrenceFactory(segment=segment)
    assert [len(point.passages) for point in points_of(statement)] == [2]


def test_a_letter_of_a_campaign_says_so(client, procedure):
    campaign = CampaignFactory(procedure=procedure, size=1234)
    statement = StatementFactory(procedure=procedure, campaign=campaign, has_own_words=True)
    assert "1.234" in page(client, statement)


def test_an_unread_letter_says_that_it_is_being_read(client, procedure):
    unread = page(client, StatementFactory(procedure=procedure))
    read = page(client, StatementFactory(procedure=procedure, already_read=True))
    assert unread.count("kern-badge--info") == 1
    assert read.count("kern-badge--info") == 0


def test_a_late_letter_hears_what_that_means(client, statement):
    statement.is_late = True
    statement.save()
    html = page(client, statement)
    assert "§\u00a073 Abs.\u00a04 Satz\u00a03 VwVfG" in html
    assert "In diesem Verfahren ist es damit ausgeschlossen" in html


def test_a_late_letter_is_not_told_that_the_court_is_closed_where_it_is_not(client, statement):
    type(statement.procedure).objects.update(eia=True)
    statement.is_late = True
    statement.save()
    html = page(client, statement)
    assert "Das Recht, gegen die Entscheidung zu klagen, geht dadurch nicht verloren" in html
    assert "§\u00a07 Abs.\u00a04 UmwRG" in html


def test_the_pdf_holds_code_text_and_files(client, statement):
    AttachmentFactory(statement=statement, name="lageplan.pdf")
    response = client.get(address("receipt-pdf", statement))
    text = "".join(
        one.extract_text() for one in pypdf.PdfReader(io.BytesIO(response.content)).pages
    )
    plain = text.replace("\xad", "").replace("\n", "")
    assert response.headers["Content-Type"] == "application/pdf"
    assert statement.receipt in plain
    assert "lageplan.pdf" in plain
    assert statement.original.sha256 in plain.replace(" ", "")


def test_the_text_is_kept_byte_for_byte(client, statement):
    response = client.get(address("receipt-text", statement))
    assert response.content == bytes(statement.original.body)
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_the_proof_can_be_checked_without_our_database(client, procedure):
    letter = Letter(text="Ein Brief.", received_at=timezone.now(), sender=IdentityDraft(name="E B"))
    statement = take_in(procedure=procedure, letter=letter, by="public")
    assert client.get(address("receipt", statement)).context["seal"] is None
    seal = journal.seal(timezone.now())
    proof = json.loads(client.get(address("receipt-proof", statement)).content)
    assert verify_proof(proof, trusted_head=seal.hash).holds
    assert seal.root in page(client, statement)


def test_only_a_reply_left_for_fetching_is_behind_the_receipt(client, statement):
    reply = ReplyFactory(procedure=statement.procedure, person=statement.person, dispatched=True)
    reply.pdf.save("antwort.pdf", ContentFile(b"%PDF-1.7 Antwort"))
    posted = DispatchFactory(reply=reply, how=Dispatch.How.POST)
    assert replies_to_fetch(statement) == []
    assert client.get(address("receipt-reply", statement)).status_code == 302
    Dispatch.objects.filter(pk=posted.pk).update(how=Dispatch.How.RECEIPT)
    response = client.get(address("receipt-reply", statement))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 Antwort"
    assert "no-store" in response.headers["Cache-Control"]


def test_the_page_costs_few_queries_however_many_points(
    client, statement, django_assert_max_num_queries
):
    for _point in range(12):
        AnswerVersionFactory(
            argument=OccurrenceFactory(segment__statement=statement).segment.argument
        )
    statement.procedure.answers_released_at = timezone.now()
    statement.procedure.save()
    with django_assert_max_num_queries(10):
        client.get(address("receipt", statement))


def test_the_code_may_be_typed_in_any_way(client, statement):
    typed = f" {statement.receipt.lower().replace('-', ' ')} "
    response = client.post(reverse("lookup"), {"receipt": typed})
    assert response.url == address("receipt", statement)
    sloppy = reverse("receipt", args=[statement.receipt.lower()])
    assert client.get(sloppy).url == address("receipt", statement)


@pytest.mark.parametrize("typed", ["7K3M", "ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ", "", "0000-0000-0000-0001"])
def test_a_mistyped_code_is_explained(client, typed):
    response = client.post(reverse("lookup"), {"receipt": typed})
    assert response.status_code == 422
    assert response.context["form"].errors["receipt"]


def test_a_mistyped_address_leads_to_the_form_with_what_was_typed(client):
    response = client.get(reverse("receipt", args=["7K3M-9QX2"]))
    assert response.status_code == 404
    assert 'value="7K3M-9QX2"' in response.content.decode()


def test_an_unknown_code_is_answered_kindly_until_there_are_too_many(client, statement):
    codes = [client.get(reverse("receipt", args=[new_receipt()])).status_code for _try in range(31)]
    assert codes == [404] * 30 + [429]
    assert client.post(reverse("lookup"), {"receipt": new_receipt()}).status_code == 429
    assert client.get(address("receipt", statement)).status_code == 200


def test_a_draft_is_cleared_only_on_the_way_from_the_form(client, statement):
    assert "data-draft-clear" not in page(client, statement)
    fresh = client.get(address("receipt", statement) + "?neu=1").content.decode()
    assert f'data-draft-clear="letter-{statement.procedure.slug}"' in fresh


def test_an_old_round_keeps_its_deadline_on_the_receipt(client, statement):
    one = statement.round
    one.objections_until = timezone.localdate() - timedelta(days=400)
    one.save()
    assert f"{one.objections_until:%d.%m.%Y}" in page(client, statement)
