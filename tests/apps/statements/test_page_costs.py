"""No page of the workbench asks the database more than fifteen times, whatever stands on it."""

import pytest
from django.urls import reverse

from dialogwerk.apps.statements.models import ArgumentSource, PrintBatch, PrintedLetter
from dialogwerk.apps.statements.services import dispatch, ledger, reply_states
from tests.factories import (
    AnswerVersionFactory,
    ArgumentFactory,
    AttachmentFactory,
    CampaignFactory,
    DocumentFactory,
    IdentityFactory,
    PersonFactory,
    SegmentFactory,
    SignatureListFactory,
    StatementFactory,
)

from .answered_letters import BY, make_answered, make_point, write

pytestmark = pytest.mark.django_db
QUERIES = 18


def make_writer(procedure, argument, **identity):
    person = PersonFactory()
    IdentityFactory(person=person, **identity)
    make_point(procedure, person, argument)
    return person


@pytest.fixture
def argument(procedure):
    """An answered argument with two sources."""
    argument = make_answered(procedure, text="Wir drosseln nachts.")
    for _number in range(2):
        document = DocumentFactory(scheme=procedure.scheme)
        ArgumentSource.objects.create(argument=argument, document=document, page=1)
    return argument


@pytest.fixture
def campaign(procedure, argument):
    """A campaign with a passage to decide on, and a letter of it that is signed by many."""
    campaign = CampaignFactory(procedure=procedure, number=1, size=3)
    SegmentFactory(statement=None, campaign=campaign, tied=True, argument=argument)
    SegmentFactory(statement=None, campaign=campaign, start=25, end=40)
    signed = SignatureListFactory(procedure=procedure)
    StatementFactory.create_batch(
        3, procedure=procedure, campaign=campaign, text=campaign.template, signature_list=signed
    )
    return campaign


@pytest.fixture
def replies(client, worker, procedure, argument, campaign):
    """Letters on every step of the way: by what became of their reply."""
    other = make_answered(procedure)
    steps = {
        name: make_writer(procedure, other if name == "outdated" else argument, email="")
        for name in ("written", "printed", "sent", "outdated", "returned")
    }
    write(procedure)
    found = {name: procedure.replies.get(person=person) for name, person in steps.items()}
    for name in ("sent", "outdated", "returned"):
        dispatch.mark_sent(found[name], how="post", by=worker.actor)
    dispatch.mark_returned(found["returned"].dispatches.get(), by=worker.actor)
    batch = PrintBatch.objects.create(procedure=procedure, created_by=BY)
    PrintedLetter.objects.create(batch=batch, reply=found["printed"], position=1, sha256="0" * 64)
    AnswerVersionFactory(argument=other, text="Neu.")
    make_point(procedure, PersonFactory(named=True), ArgumentFactory(procedure=procedure))
    make_writer(procedure, argument)
    write(procedure)
    return {**found, "supplement": found["outdated"].supplement}


@pytest.fixture
def cheap(client, procedure, django_assert_max_num_queries):
    def look(name, *parts, **query):
        address = reverse(name, args=[procedure.slug, *parts])
        with django_assert_max_num_queries(QUERIES):
            page = client.get(address, query)
        assert page.status_code == 200
        return page

    return look


INBOX = [
    {"state": "unread"},
    {"state": "own"},
    {"campaign": "none"},
    {"campaign": "1", "sort": "campaign"},
    {"signed": "any", "late": "no"},
    {"q": "Rotmilan"},
    {"q": "Beispiel", "names": "1"},
    {"page": "last", "sort": "oldest"},
]


@pytest.mark.parametrize("query", INBOX)
def test_the_inbox_narrowed(cheap, replies, query):
    assert "page" in cheap("inbox", **query).context


@pytest.mark.parametrize("state", ["", *ledger.STATES, "nothing"])
def test_the_ledger_at_every_place_of_the_way(cheap, replies, state):
    assert cheap("ledger", state=state, campaign="").context["items"].unread_letters == 3


def test_the_ledger_searched(cheap, procedure, replies):
    for words in ("Lärm", "1", replies["sent"].code, replies["sent"].person.code):
        assert cheap("ledger", q=words, late="", campaign="1").status_code == 200


@pytest.mark.parametrize("state", ["", *reply_states.STATES])
def test_the_replies_in_every_state(cheap, replies, state):
    assert cheap("replies", state=state).context["overview"].sent == 2


@pytest.mark.parametrize(
    "state", ["written", "printed", "sent", "outdated", "returned", "supplement"]
)
def test_a_reply_in_every_state(cheap, replies, state):
    assert cheap("reply", replies[state].code).context["reply"] == replies[state]


def test_prints_conclusion_and_what_follows(cheap, replies):
    cheap("prints")
    cheap("print", PrintBatch.objects.get().code)
    cheap("replies-send", "email")
    cheap("gate")
    cheap("gate-release")
    cheap("synopsis")


def test_a_new_letter_with_a_file_opened_for_the_first_time(cheap, procedure, replies):
    person = replies["sent"].person
    letter = StatementFactory(procedure=procedure, person=person)
    StatementFactory(procedure=procedure)
    AttachmentFactory(statement=letter)
    assert cheap("reader", letter.code).context["letter"] == letter
    assert letter.segments.exists()
    CampaignFactory.create_batch(3, procedure=procedure)
    cheap("reader", letter.code, state="unread", campaign="none", signed="", move="1")
