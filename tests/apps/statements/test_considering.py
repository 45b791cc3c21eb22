"""Promises of the dialogue in the weighing: each is cited or refuted before it can be closed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.statements.errors import GateClosed, NotAllowedNow
from dialogwerk.apps.statements.models import PromiseConsidered
from dialogwerk.apps.statements.services import answers, gate
from dialogwerk.apps.statements.services.considering import (
    cite_promise,
    concerned,
    refute_promise,
    take_back,
    unconsidered,
)
from tests.factories import (
    AnswerVersionFactory,
    ArgumentFactory,
    ProcedureFactory,
    PromiseFactory,
    UserFactory,
)

from .answered_letters import make_answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(procedure):
    return PromiseFactory(scheme=procedure.scheme)


def open_ones(procedure):
    return gate.open_items(procedure).unconsidered_promises


# Citing and refuting


def test_every_promise_of_the_scheme_is_open_whether_public_or_not(procedure, promise):
    hidden = PromiseFactory(scheme=procedure.scheme, is_public=False)
    PromiseFactory()
    PromiseFactory(unbound=True)
    assert set(unconsidered(procedure)) == {promise, hidden}
    assert open_ones(procedure) == 2
    assert not gate.open_items(procedure).everything_is_answered


def test_a_refuted_promise_is_considered(procedure, promise, worker):
    refute_promise(procedure=procedure, promise=promise, reasons="Kein Belang.", by=worker)
    assert open_ones(procedure) == 0
    entry = JournalEntry.objects.about(promise.code).last()
    assert (entry.action, entry.procedure) == ("promise.refuted", procedure.slug)
    assert "Belang" not in str(entry.payload)


def test_a_promise_cited_in_an_answer_is_considered_as_soon_as_there_is_one(
    procedure, promise, worker
):
    argument = ArgumentFactory(procedure=procedure)
    cite_promise(procedure=procedure, promise=promise, argument=argument, by=worker)
    assert open_ones(procedure) == 1
    AnswerVersionFactory(argument=argument)
    assert open_ones(procedure) == 0


def test_a_promise_cited_elsewhere_says_where(procedure, promise, worker, english):
    with pytest.raises(NotAllowedNow, match="or say where"):
        cite_promise(procedure=procedure, promise=promise, by=worker)
    cite_promise(procedure=procedure, promise=promise, text="Beschluss, Kapitel C 4", by=worker)
    assert open_ones(procedure) == 0


def test_each_procedure_of_the_scheme_considers_for_itself(procedure, promise, worker):
    other = ProcedureFactory(scheme=procedure.scheme)
    refute_promise(procedure=other, promise=promise, reasons="Kein Belang.", by=worker)
    assert open_ones(procedure) == 1
    assert open_ones(other) == 0


def test_a_promise_is_either_cited_or_refuted(procedure, promise, worker, english):
    refuted = refute_promise(procedure=procedure, promise=promise, reasons="Nein.", by=worker)
    with pytest.raises(NotAllowedNow, match="is refuted"):
        cite_promise(procedure=procedure, promise=promise, text="Kapitel 4", by=worker)
    take_back(considered=refuted, because="Zu früh.", by=worker)
    cite_promise(procedure=procedure, promise=promise, text="Kapitel 4", by=worker)
    with pytest.raises(NotAllowedNow, match="cited or refuted already"):
        refute_promise(procedure=procedure, promise=promise, reasons="Nein.", by=worker)


def test_several_answers_can_cite_a_promise_each_of_them_once(procedure, promise, worker, english):
    for argument in (make_answered(procedure), make_answered(procedure)):
        cite_promise(procedure=procedure, promise=promise, argument=argument, by=worker)
    with pytest.raises(NotAllowedNow, match="cited there already"):
        cite_promise(procedure=procedure, promise=promise, argument=argument, by=worker)


def test_what_does_not_belong_together_is_refused(procedure, promise, worker, english):
    with pytest.raises(NotAllowedNow, match="another project"):
        refute_promise(procedure=procedure, promise=PromiseFactory(), reasons="Nein.", by=worker)
    with pytest.raises(NotAllowedNow, match="another procedure"):
        cite_promise(procedure=procedure, promise=promise, argument=ArgumentFactory(), by=worker)
    with pytest.raises(NotAllowedNow, match="reasons"):
        refute_promise(procedure=procedure, promise=promise, reasons=" ", by=worker)


def test_what_was_taken_back_is_open_again_and_stays_on_record(procedure, promise, worker, english):
    row = refute_promise(procedure=procedure, promise=promise, reasons="Nein.", by=worker)
    with pytest.raises(NotAllowedNow, match="reason"):
        take_back(considered=row, because="", by=worker)
    take_back(considered=row, because="Zu früh.", by=worker)
    assert open_ones(procedure) == 1
    assert PromiseConsidered.objects.get().withdrawn_because == "Zu früh."
    with pytest.raises(NotAllowedNow, match="taken back already"):
        take_back(considered=row, because="Noch einmal.", by=worker)


def test_the_citation_goes_with_a_merged_argument(procedure, promise, worker):
    source, target = make_answered(procedure), make_answered(procedure)
    cite_promise(procedure=procedure, promise=promise, argument=source, by=worker)
    other = PromiseFactory(scheme=procedure.scheme)
    for argument in (source, target):
        cite_promise(procedure=procedure, promise=other, argument=argument, by=worker)
    answers.merge(source=source, target=target, by=worker.actor)
    standing = PromiseConsidered.objects.standing()
    assert set(standing.values_list("promise", "argument")) == {
        (promise.pk, target.pk),
        (other.pk, target.pk),
    }


@pytest.mark.parametrize(
    "row", [{"how": "refuted", "text": " "}, {"how": "cited", "text": ""}, {"how": "guess"}]
)
def test_the_database_wants_reasons_or_a_place(procedure, promise, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseConsidered.objects.create(procedure=procedure, promise=promise, **row)


# The gate


def test_the_weighing_is_not_closed_over_a_promise(procedure, promise, worker, english):
    with pytest.raises(GateClosed, match="1 promise is neither cited nor refuted"):
        gate.close_weighing(procedure=procedure, by=worker.actor)
    refute_promise(procedure=procedure, promise=promise, reasons="Kein Belang.", by=worker)
    gate.close_weighing(procedure=procedure, by=worker.actor)
    assert procedure.weighing_closed_at


def test_a_closed_weighing_considers_nothing_more(procedure, promise, worker, english):
    row = refute_promise(procedure=procedure, promise=promise, reasons="Kein Belang.", by=worker)
    gate.close_weighing(procedure=procedure, by=worker.actor)
    with pytest.raises(NotAllowedNow, match="closed"):
        take_back(considered=row, because="Doch.", by=worker)
    with pytest.raises(NotAllowedNow, match="closed"):
        cite_promise(procedure=procedure, promise=promise, text="Hier", by=worker)


def test_promises_recorded_after_the_weighing_was_closed_do_not_open_it(procedure, worker):
    procedure.weighing_closed_at = timezone.now() - timedelta(days=1)
    procedure.save()
    PromiseFactory(scheme=procedure.scheme)
    assert not concerned(procedure).exists()
    assert gate.open_items(procedure).everything_is_answered


# Pages


def address(name, procedure, *args):
    return reverse(name, args=[procedure.slug, *args])


def text_of(client, name, procedure, *args):
    return client.get(address(name, procedure, *args)).content.decode()


def test_ledger_and_gate_show_the_promise_and_where_it_stands(clerk, worker, procedure, promise):
    page = text_of(clerk, "ledger", procedure)
    assert promise.text in page
    assert "weder zitiert noch widerlegt" in page
    assert address("weighed-promises", procedure) + "?state=open" in text_of(
        clerk, "gate", procedure
    )
    argument = make_answered(procedure)
    cite_promise(procedure=procedure, promise=promise, argument=argument, by=worker)
    page = text_of(clerk, "ledger", procedure)
    assert "weder zitiert noch widerlegt" not in page
    assert argument.get_absolute_url() in page


def test_a_clerk_refutes_a_promise_and_takes_it_back(clerk, procedure, promise):
    page = address("weighed-promise", procedure, promise.code)
    assert clerk.post(page, {"how": "refuted", "text": ""}).status_code == 422
    assert clerk.post(page, {"how": "refuted", "text": "Kein Belang."}).status_code == 302
    assert "Kein Belang." in text_of(clerk, "weighed-promise", procedure, promise.code)
    row = PromiseConsidered.objects.get()
    back = address("weighed-promise-back", procedure, promise.code, row.pk)
    clerk.post(back, {"because": ""})
    assert open_ones(procedure) == 0
    clerk.post(back, {"because": "Zu früh."})
    assert open_ones(procedure) == 1


def test_the_list_can_show_only_what_is_open(clerk, worker, procedure, promise):
    other = PromiseFactory(scheme=procedure.scheme)
    refute_promise(procedure=procedure, promise=promise, reasons="Nein.", by=worker)
    response = clerk.get(address("weighed-promises", procedure), {"state": "open"})
    assert [row["promise"] for row in response.context["rows"]] == [other]
    assert len(clerk.get(address("weighed-promises", procedure)).context["rows"]) == 2


def test_many_promises_ask_no_more_questions(clerk, procedure, django_assert_max_num_queries):
    for _number in range(8):
        PromiseFactory(scheme=procedure.scheme)
    with django_assert_max_num_queries(14):
        clerk.get(address("weighed-promises", procedure))


def test_the_page_of_an_argument_cites_a_promise(clerk, procedure, promise):
    argument = make_answered(procedure)
    page = text_of(clerk, "argument", procedure, argument.number)
    assert promise.code in page
    data = {"p-promise": promise.pk, "p-text": "Absatz 2"}
    clerk.post(address("argument-cite", procedure, argument.number), data)
    page = text_of(clerk, "argument", procedure, argument.number)
    assert "Absatz 2" in page
    assert open_ones(procedure) == 0


def test_a_promise_of_another_scheme_cannot_be_cited(clerk, procedure):
    argument = make_answered(procedure)
    data = {"p-promise": PromiseFactory().pk}
    clerk.post(address("argument-cite", procedure, argument.number), data)
    assert not PromiseConsidered.objects.exists()


def test_who_does_not_decide_sees_and_changes_nothing(client, procedure, promise):
    client.force_login(UserFactory(roles=[Role.OFFICE], on_team=procedure))
    page = address("weighed-promise", procedure, promise.code)
    assert "<form method" not in client.get(page).content.decode().partition("<main")[2]
    assert client.post(page, {"how": "refuted", "text": "Nein."}).status_code == 403
    argument = make_answered(procedure)
    cite = address("argument-cite", procedure, argument.number)
    assert client.post(cite, {"p-promise": promise.pk}).status_code == 403


def test_the_start_page_shows_overdue_promises(clerk, procedure):
    late = PromiseFactory(scheme=procedure.scheme, overdue=True)
    PromiseFactory(overdue=True)
    page = clerk.get(reverse("workbench"))
    assert [one.pk for one in page.context["overdue_promises"]["rows"]] == [late.pk]
    assert late.text in page.content.decode()
