"""Persons put together and taken apart: letters, replies, decisions, journal, vault."""

from datetime import date

import pytest
from django.urls import reverse

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.models import Identity, Person, VaultLook
from dialogwerk.apps.people.services import IdentityDraft, erase
from dialogwerk.apps.statements.errors import NotAllowedNow
from dialogwerk.apps.statements.models import PersonLink, Reply, SignatureList, Statement
from dialogwerk.apps.statements.services import persons, replies
from dialogwerk.apps.statements.services.intake import Letter, take_in_many
from dialogwerk.apps.statements.services.masking import masker
from dialogwerk.apps.statements.services.person_runs import tell_persons_apart
from dialogwerk.apps.statements.services.representation import name_in_list, representation_of

from .answered_letters import make_answered, make_point

pytestmark = pytest.mark.django_db
State = PersonLink.State
BY = "system:test"
HOME = {"street": "Probeweg 3", "postal_code": "99001", "city": "Musterhausen"}


def send(procedure, name, *, count=1, text="Es ist zu laut.", **fields):
    """Letters of somebody as they write themselves; gives the letters back."""
    from django.utils import timezone

    draft = IdentityDraft(name=name, **{**HOME, **fields})
    letters = [Letter(text=text, received_at=timezone.now(), sender=draft) for _ in range(count)]
    return take_in_many(procedure=procedure, letters=letters, by=BY)


def people_of(procedure):
    return set(procedure.statements.values_list("person", flat=True))


@pytest.fixture
def erika(procedure):
    """Eight letters as Erika Muster, one with a slip of the pen, one of her husband."""
    return {
        "herself": send(procedure, "Erika Muster", count=8)[0].person,
        "mistyped": send(procedure, "Erkia Muster")[0].person,
        "husband": send(procedure, "Max Muster", count=3)[0].person,
    }


@pytest.fixture
def initial(procedure):
    """A pair to decide: somebody who wrote once, and an initial at the address."""
    first = send(procedure, "Erika Muster")[0].person
    second = send(procedure, "E. Muster")[0].person
    tell_persons_apart(procedure, by=BY)
    return first, second, procedure.person_links.open().get()


def test_certain_links_are_made_and_households_stay_apart(procedure, erika):
    tell_persons_apart(procedure, by=BY)
    assert people_of(procedure) == {erika["herself"].pk, erika["husband"].pk}
    link = procedure.person_links.get(state=State.CERTAIN)
    assert (link.first, link.second) == (erika["herself"], erika["mistyped"])
    assert ["given_name", "close"] in link.reasons
    ruled_out = procedure.person_links.get(state=State.RULED_OUT)
    assert {ruled_out.first, ruled_out.second} == {erika["herself"], erika["husband"]}


def test_a_second_run_changes_nothing(procedure, erika):
    tell_persons_apart(procedure, by=BY)
    before = sorted(procedure.person_links.values_list("pair", "state"))
    assert tell_persons_apart(procedure, by=BY)["made"] == 0
    assert sorted(procedure.person_links.values_list("pair", "state")) == before


def test_letters_that_come_later_under_a_known_form_find_the_person(procedure, erika):
    tell_persons_apart(procedure, by=BY)
    (letter,) = send(procedure, "Erkia Muster")
    assert letter.person == erika["herself"]
    assert letter.form == erika["mistyped"]


def test_an_uncertain_pair_is_listed_and_somebody_decides(procedure, initial, worker):
    first, second, link = initial
    assert people_of(procedure) == {first.pk, second.pk}
    persons.confirm(link=link, by=worker)
    assert people_of(procedure) == {link.first_id}
    tell_persons_apart(procedure, by=BY)
    link.refresh_from_db()
    assert link.state == State.CONFIRMED
    assert people_of(procedure) == {link.first_id}


def test_a_refused_pair_is_never_proposed_again(procedure, initial, worker):
    first, second, link = initial
    persons.refuse(link=link, by=worker)
    send(procedure, "Erika Muster", count=60)
    tell_persons_apart(procedure, by=BY)
    assert people_of(procedure) == {first.pk, second.pk}
    assert not procedure.person_links.open().exists()
    link.refresh_from_db()
    assert (link.state, link.decided_by) == (State.REFUSED, worker)


def test_what_was_put_together_can_be_taken_apart_for_ever(procedure, erika, worker):
    letters = dict(procedure.statements.values_list("pk", "person"))
    tell_persons_apart(procedure, by=BY)
    persons.take_apart(person=erika["mistyped"], procedure=procedure, by=worker)
    assert dict(procedure.statements.values_list("pk", "person")) == letters
    assert not procedure.statements.exclude(sender=None).exists()
    tell_persons_apart(procedure, by=BY)
    assert dict(procedure.statements.values_list("pk", "person")) == letters


def test_who_speaks_for_others_does_so_in_whatever_form(procedure, initial, worker):
    _first, _second, link = initial
    first, second = link.first, link.second
    signed = SignatureList.objects.create(procedure=procedure, title="Heideweg")
    name_in_list(signed, second, by=BY, day=date(2026, 3, 2))
    standing = representation_of(signed)

    def speaks():
        standing.refresh_from_db()
        signed.refresh_from_db()
        return standing.representative, signed.representative

    assert speaks() == (second, second)
    persons.confirm(link=link, by=worker)
    assert speaks() == (first, first)
    persons.reconsider(link=link, by=worker)
    assert speaks() == (second, second)


def test_a_decision_can_be_taken_back(procedure, initial, worker):
    first, second, link = initial
    persons.confirm(link=link, by=worker)
    persons.reconsider(link=link, by=worker)
    link.refresh_from_db()
    assert (link.state, link.decided_by) == (State.PROPOSED, None)
    assert people_of(procedure) == {first.pk, second.pk}


def test_who_is_nobodys_form_cannot_be_taken_apart(procedure, erika, worker):
    with pytest.raises(NotAllowedNow, match=r"zusammengeführt|put together"):
        persons.take_apart(person=erika["husband"], procedure=procedure, by=worker)


def test_forms_of_forms_follow(procedure, worker):
    a, b, c = (send(procedure, name)[0].person for name in ("Erika Muster", "E. Muster", "Muster"))
    for first, second in ((b, c), (a, b)):
        link = PersonLink.objects.create(
            procedure=procedure,
            first=first,
            second=second,
            pair=PersonLink.pair_of(first.pk, second.pk),
            state=State.PROPOSED,
        )
        persons.confirm(link=link, by=worker)
    assert people_of(procedure) == {a.pk}
    assert set(Person.objects.exclude(merged_into=None)) == {b, c}
    persons.take_apart(person=c, procedure=procedure, by=worker)
    assert people_of(procedure) == {a.pk, c.pk}


def test_father_and_son_of_one_name_are_two_from_the_start(procedure):
    father = send(procedure, "Otto Muster", birth_date=date(1950, 3, 1))[0].person
    son = send(procedure, "Otto Muster", birth_date=date(1981, 7, 19))[0].person
    assert father != son
    tell_persons_apart(procedure, by=BY)
    assert people_of(procedure) == {father.pk, son.pk}


# Replies


@pytest.fixture
def two(procedure):
    """Two persons with an answered point and a reply each, and the link between them."""
    argument = make_answered(procedure)
    first, second = (send(procedure, name)[0].person for name in ("Erika Muster", "E. Muster"))
    for person in (first, second):
        make_point(procedure, person, argument)
    Statement.objects.filter(procedure=procedure).update(read_at="2026-03-03T10:00Z")
    replies.prepare(procedure)
    link = PersonLink.objects.create(
        procedure=procedure,
        first=first,
        second=second,
        pair=PersonLink.pair_of(first.pk, second.pk),
        state=State.PROPOSED,
    )
    return first, second, link


def sent(procedure, *people):
    Reply.objects.filter(procedure=procedure, person__in=people).update(
        sent_at="2026-05-05T10:00Z", letters=1
    )


def test_two_unsent_replies_become_one_that_is_written_anew(procedure, two, worker):
    first, _second, link = two
    Reply.objects.filter(procedure=procedure).update(generated_at="2026-05-05T10:00Z")
    persons.confirm(link=link, by=worker)
    reply = Reply.objects.get(procedure=procedure)
    assert (reply.person, reply.generated_at) == (first, None)


def test_a_reply_already_sent_goes_along_and_is_flagged(procedure, two, worker):
    first, second, link = two
    sent(procedure, second)
    persons.confirm(link=link, by=worker)
    reply = Reply.objects.get(procedure=procedure)
    assert reply.person == first
    replies.flag_uncovered(procedure)
    reply.refresh_from_db()
    assert reply.outdated_at
    persons.take_apart(person=second, procedure=procedure, by=worker)
    reply.refresh_from_db()
    assert reply.person == second


def test_two_replies_sent_keep_two_persons_apart(procedure, two, worker):
    first, second, link = two
    sent(procedure, first, second)
    with pytest.raises(NotAllowedNow) as refusal:
        persons.confirm(link=link, by=worker)
    assert all(
        code in str(refusal.value) for code in procedure.replies.values_list("code", flat=True)
    )
    assert people_of(procedure) == {first.pk, second.pk}
    link.refresh_from_db()
    assert link.state == State.PROPOSED


# Vault and journal


def test_the_journal_names_nobody(procedure, initial, worker):
    _first, _second, link = initial
    persons.confirm(link=link, by=worker)
    persons.refuse(link=link, by=worker)
    entries = JournalEntry.objects.filter(action__startswith="person.")
    assert set(entries.values_list("action", flat=True)) == {"person.joined", "person.taken_apart"}
    for entry in entries:
        assert "Muster" not in f"{entry.subject} {entry.payload}"


def test_comparing_names_is_a_look_into_the_vault(procedure, erika):
    tell_persons_apart(procedure, by=BY)
    look = VaultLook.objects.get(purpose="telling persons apart")
    assert (look.count, look.procedure) == (3, procedure.slug)


def test_erasing_a_person_erases_all_forms(procedure, erika):
    tell_persons_apart(procedure, by=BY)
    erase(erika["herself"], by=BY, reason="request")
    assert set(Identity.objects.values_list("person", flat=True)) == {erika["husband"].pk}
    erika["mistyped"].refresh_from_db()
    assert erika["mistyped"].erased_at
    tell_persons_apart(procedure, by=BY)
    assert len(people_of(procedure)) == 2


def test_a_former_name_is_hidden_too(procedure, worker):
    born = {"birth_date": date(1961, 4, 3)}
    now = send(procedure, "Erika Muster", count=8, **born)[0].person
    send(procedure, "Erika Beleg", **born)
    tell_persons_apart(procedure, by=BY)
    assert people_of(procedure) == {now.pk}
    hide = masker([now.pk], sees_names=False)
    assert hide(now.pk, "Ich, Erika Beleg, und Frau Muster.") == "Ich, [Name], und Frau [Name]."


# Pages


def test_a_case_worker_decides_on_the_page(clerk, procedure, initial):
    _first, _second, link = initial
    page = clerk.get(reverse("persons", args=[procedure.slug]))
    for text in ("Erika Muster", "E. Muster", "nur ein Anfangsbuchstabe", "Dieselbe Person"):
        assert text in page.text
    assert VaultLook.objects.get(purpose="persons").count == 2
    answer = clerk.post(
        reverse("person-link", args=[procedure.slug, link.pk]), {"answer": "same"}, follow=True
    )
    assert "Zusammengeführt" in answer.text
    shown = clerk.get(reverse("persons", args=[procedure.slug]), {"list": "same"})
    assert "Neu entscheiden" in shown.text


def test_a_pair_put_off_comes_last(clerk, procedure, initial):
    *_both, link = initial
    clerk.post(reverse("person-link", args=[procedure.slug, link.pk]), {"answer": "later"})
    link.refresh_from_db()
    assert link.postponed_at
    tell_persons_apart(procedure, by=BY)
    assert procedure.person_links.open().get().postponed_at


def test_the_page_of_a_person_shows_forms_letters_and_splits_off(clerk, procedure, erika):
    tell_persons_apart(procedure, by=BY)
    address = reverse("person", args=[procedure.slug, erika["herself"].code])
    page = clerk.get(address).text
    assert "Erkia Muster" in page
    assert "8 Schreiben" in page
    assert (
        clerk.get(reverse("person", args=[procedure.slug, erika["mistyped"].code])).url == address
    )
    clerk.post(reverse("person-apart", args=[procedure.slug, erika["mistyped"].code]))
    assert len(people_of(procedure)) == 3


def test_a_person_without_letters_here_has_no_page(clerk, procedure, initial):
    stranger = Person.objects.create()
    assert clerk.get(reverse("person", args=[procedure.slug, stranger.code])).status_code == 404


def test_who_may_not_see_names_does_not_decide(client, procedure, initial):
    from dialogwerk.apps.accounts.models import Role
    from tests.factories import UserFactory

    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    assert client.get(reverse("persons", args=[procedure.slug])).status_code == 403


def test_the_button_starts_a_run(clerk, procedure, django_capture_on_commit_callbacks):
    clerk.post(reverse("persons-search", args=[procedure.slug]))
    assert (
        "Personen werden unterschieden" in clerk.get(reverse("persons", args=[procedure.slug])).text
    )
