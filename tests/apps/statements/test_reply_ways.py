"""The page of a reply letter offers only the ways that exist."""

import pytest
from django.urls import reverse

from dialogwerk.apps.statements.models import Dispatch, Statement
from dialogwerk.apps.statements.services import dispatch
from dialogwerk.apps.statements.services.reply_ways import ways_of
from tests.factories import IdentityFactory, PersonFactory

from .answered_letters import BY, make_answered, make_point, write

pytestmark = pytest.mark.django_db

How = Dispatch.How
BY_EMAIL = 'value="email"'


def written_reply(procedure, **identity):
    person = PersonFactory()
    if identity:
        IdentityFactory(person=person, **identity)
    make_point(procedure, person, make_answered(procedure))
    write(procedure)
    return procedure.replies.get()


def page_of(client, reply):
    return client.get(reverse("reply", args=[reply.procedure.slug, reply.code])).text


@pytest.mark.parametrize(
    ("identity", "ways"),
    [
        ({"name": "Erika Beispiel"}, (How.EMAIL, How.POST, How.COUNTER, How.RECEIPT)),
        ({"email": ""}, (How.POST, How.COUNTER, How.RECEIPT)),
        ({"street": ""}, (How.EMAIL, How.COUNTER, How.RECEIPT)),
        ({}, (How.COUNTER, How.RECEIPT)),
    ],
)
def test_a_letter_goes_where_its_person_can_be_reached(
    procedure, identity, ways, django_assert_num_queries
):
    reply = written_reply(procedure, **identity)
    with django_assert_num_queries(1):
        assert ways_of(reply) == ways


def test_without_an_e_mail_address_the_post_comes_first(clerk, procedure):
    page = page_of(clerk, written_reply(procedure, email=""))
    assert BY_EMAIL not in page
    assert 'value="post"' in page
    assert "Die Person ist nicht per E-Mail zu erreichen." in page


def test_without_any_address_only_handing_over_and_the_receipt_are_offered(clerk, procedure):
    page = page_of(clerk, written_reply(procedure))
    assert 'value="post"' not in page
    assert 'value="counter"' in page
    assert 'value="receipt"' in page


def test_with_an_e_mail_address_the_e_mail_is_offered(clerk, procedure):
    page = page_of(clerk, written_reply(procedure, name="Erika Beispiel"))
    assert BY_EMAIL in page
    assert 'value="post"' in page


def test_an_address_that_not_every_letter_gave_is_not_written_to(clerk, procedure):
    reply = written_reply(procedure, name="Erika Beispiel")
    Statement.objects.update(email_given=False)
    assert BY_EMAIL not in page_of(clerk, reply)


def test_what_came_back_by_post_is_not_offered_for_the_post_again(clerk, procedure):
    reply = written_reply(procedure, email="")
    dispatch.mark_returned(dispatch.mark_sent(reply, how=How.POST, by=BY), by=BY)
    reply.refresh_from_db()
    assert ways_of(reply) == (How.COUNTER, How.RECEIPT)
    assert 'value="post"' not in page_of(clerk, reply)
