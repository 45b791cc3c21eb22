"""Returned mail: many codes at once, why, another address, and out again."""

import pytest
from django.urls import reverse

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.statements.errors import NotAllowedNow
from dialogwerk.apps.statements.models import Dispatch
from dialogwerk.apps.statements.services import dispatch
from dialogwerk.apps.statements.services.returned import codes_in, record_returned, renew_address
from tests.factories import IdentityFactory, PersonFactory, ProcedureFactory

from .answered_letters import BY, make_answered, make_point, words_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(procedure):
    """Three letters that left by post."""
    argument = make_answered(procedure)
    for _number in range(3):
        person = PersonFactory()
        IdentityFactory(person=person, email="")
        make_point(procedure, person, argument)
    write(procedure)
    for reply in procedure.replies.all():
        dispatch.mark_sent(reply, how="post", by=BY)
    return list(procedure.replies.order_by("pk"))


def test_many_letters_are_noted_at_once_with_the_reason(posted):
    codes = [posted[0].code, posted[1].code.lower(), "A-00000000", "Quatsch", posted[0].code]
    report = record_returned(codes, "moved", by=BY)
    assert report.noted == [posted[0].code, posted[1].code]
    assert report.left == 2
    assert set(Dispatch.objects.filter(state="returned").values_list("reason", flat=True)) == {
        "moved"
    }
    posted[0].refresh_from_db()
    assert posted[0].sent_at is None
    assert JournalEntry.objects.with_action("reply.returned").count() == 2


def test_noting_the_same_pile_twice_changes_nothing(posted):
    record_returned([posted[0].code], "unknown", by=BY)
    report = record_returned([posted[0].code], "moved", by=BY)
    assert report.known == [posted[0].code]
    assert Dispatch.objects.get(state="returned").reason == "unknown"


def test_letters_of_other_procedures_and_ways_are_left_alone(posted, procedure):
    other = ProcedureFactory()
    assert record_returned([posted[0].code], "moved", by=BY, procedure=other).unknown
    assert record_returned([posted[0].code], "mailbox", by=BY, how="email").not_sent
    assert not Dispatch.objects.filter(state="returned").exists()


def test_a_reason_has_to_be_one(posted):
    with pytest.raises(NotAllowedNow):
        record_returned([posted[0].code], "rained", by=BY)


def test_codes_are_read_as_a_scanner_types_them():
    assert codes_in("A-1\r\nA-2;A-3, A-4\n\n") == ["A-1", "A-2", "A-3", "A-4"]


def test_with_a_new_address_the_letter_goes_out_again_by_post(posted, procedure):
    reply = posted[0]
    record_returned([reply.code], "moved", by=BY)
    write(procedure)
    assert not dispatch.by_post(dispatch.written(procedure)).exists()
    new = IdentityDraft(street="Neue Gasse 9", postal_code="99077", city="Neuhausen")
    renew_address(reply, address=new, by=BY)
    write(procedure)
    assert dispatch.by_post(dispatch.written(procedure)).get() == reply
    reply.refresh_from_db()
    assert "Neue Gasse 9" in words_of(reply)
    dispatch.mark_sent(reply, how="post", by=BY)
    record_returned([reply.code], "unknown", by=BY)
    write(procedure)
    assert not dispatch.by_post(dispatch.written(procedure)).exists()


def test_an_address_needs_street_and_town_or_an_e_mail_address(posted):
    with pytest.raises(NotAllowedNow):
        renew_address(posted[0], address=IdentityDraft(street="Nur die Straße"), by=BY)


def test_the_journal_does_not_hold_the_address(posted):
    renew_address(posted[0], address=IdentityDraft(email="neu@beispiel.example"), by=BY)
    entry = JournalEntry.objects.with_action("person.address_renewed").get()
    assert entry.payload["ways"] == ["email"]
    assert "beispiel" not in str(entry.payload)
    assert Identity.objects.filter(email="neu@beispiel.example").exists()


class TestPages:
    def test_a_pile_is_noted_on_one_page(self, clerk, procedure, posted):
        page = reverse("replies-returned", args=[procedure.slug])
        text = f"{posted[0].code}\n{posted[1].code}\nA-11111111"
        answer = clerk.post(page, {"codes": text, "reason": "deceased"})
        assert answer.status_code == 200
        assert answer.context["report"].noted == [posted[0].code, posted[1].code]
        assert posted[0].code in answer.text

    def test_a_new_address_is_entered_at_the_letter(self, clerk, procedure, posted):
        record_returned([posted[0].code], "moved", by=BY)
        page = reverse("reply-address", args=[procedure.slug, posted[0].code])
        assert page in clerk.get(reverse("reply", args=[procedure.slug, posted[0].code])).text
        clerk.post(page, {"street": "Neue Gasse 9", "postal_code": "99077", "city": "Neuhausen"})
        assert Identity.objects.filter(street="Neue Gasse 9").exists()
