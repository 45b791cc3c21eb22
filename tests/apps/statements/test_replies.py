"""One reply to each person: composed from the record, written once, rewritten when it changes."""

import hashlib

import pytest
from django.core.files.storage import default_storage

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.models import Identity, Person, VaultLook
from dialogwerk.apps.people.services import erase
from dialogwerk.apps.statements.errors import NotAllowedNow
from dialogwerk.apps.statements.models import Dispatch, Reply
from dialogwerk.apps.statements.services import answers, dispatch, replies, writing
from dialogwerk.apps.statements.services.composing import recipient_lines, salutation_of
from tests.factories import (
    AnswerVersionFactory,
    PersonFactory,
    ProcedureFactory,
    StatementFactory,
    UserFactory,
)

from .answered_letters import BY, make_answered, make_point, words_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory(named=True)


def test_a_person_gets_one_reply_to_all_their_letters(procedure, person):
    first, second = (
        make_answered(procedure, text="Erstens."),
        make_answered(procedure, text="Zweitens."),
    )
    make_point(procedure, person, first)
    make_point(procedure, person, second)
    assert write(procedure) == 1
    reply = procedure.replies.get()
    assert reply.letters == 2
    assert [point.argument for point in reply.points.all()] == [first, second]
    text = words_of(reply)
    assert "Erstens." in text
    assert "Zweitens." in text
    assert person.identity.name in text


def test_the_stored_checksum_is_that_of_the_file(procedure, person):
    make_point(procedure, person, make_answered(procedure))
    write(procedure)
    reply = procedure.replies.get()
    with reply.pdf.open("rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == reply.sha256


def test_nobody_gets_a_reply_while_one_of_their_points_is_open(procedure, person):
    make_point(procedure, person, make_answered(procedure))
    make_point(procedure, person)
    assert write(procedure) == 0
    assert not procedure.replies.exists()


def test_nobody_gets_a_reply_while_one_of_their_letters_is_unread(procedure, person):
    make_point(procedure, person, make_answered(procedure))
    StatementFactory(procedure=procedure, person=person)
    assert write(procedure) == 0


def test_a_letter_without_points_is_replied_to_as_well(procedure, person):
    StatementFactory(procedure=procedure, person=person, already_read=True)
    assert write(procedure) == 1
    assert "keine Punkte" in words_of(procedure.replies.get())


def test_writing_again_changes_nothing(procedure, person):
    make_point(procedure, person, make_answered(procedure))
    write(procedure)
    before = procedure.replies.get()
    write(procedure)
    after = procedure.replies.get()
    assert (after.generated_at, after.pdf.name) == (before.generated_at, before.pdf.name)


def test_a_changed_answer_unwrites_the_letters_that_show_it_and_they_follow(procedure, person):
    argument = make_answered(procedure, text="Alt.")
    make_point(procedure, person, argument)
    write(procedure)
    old = procedure.replies.get()
    AnswerVersionFactory(argument=argument, text="Neu.")
    assert replies.invalidate([argument]) == 1
    assert procedure.replies.get().generated_at is None
    write(procedure)
    new = procedure.replies.get()
    assert "Neu." in words_of(new)
    assert new.sha256 != old.sha256


def test_answering_again_unwrites_unsent_letters_and_flags_sent_ones(procedure):
    argument = make_answered(procedure)
    for _number in range(2):
        make_point(procedure, PersonFactory(named=True), argument)
    write(procedure)
    sent, unsent = procedure.replies.order_by("pk")
    dispatch.mark_sent(sent, how="post", by=BY)
    answers.answer(argument=argument, result="followed", text="Neu.", by=UserFactory())
    sent.refresh_from_db()
    unsent.refresh_from_db()
    assert sent.outdated_at
    assert unsent.generated_at is None


@pytest.mark.django_db(transaction=True)
def test_the_file_of_an_earlier_version_is_removed(procedure, person):
    argument = make_answered(procedure)
    make_point(procedure, person, argument)
    write(procedure)
    old = procedure.replies.get().pdf.name
    AnswerVersionFactory(argument=argument, text="Neu.")
    write(procedure)
    assert not default_storage.exists(old)
    assert default_storage.exists(procedure.replies.get().pdf.name)


def test_an_invalidated_letter_that_is_right_is_not_set_again(procedure, person):
    argument = make_answered(procedure)
    make_point(procedure, person, argument)
    write(procedure)
    name = procedure.replies.get().pdf.name
    replies.invalidate([argument])
    write(procedure)
    assert procedure.replies.get().pdf.name == name
    assert procedure.replies.get().generated_at is not None


def test_a_sent_letter_is_never_written_again(procedure, person):
    argument = make_answered(procedure)
    make_point(procedure, person, argument)
    write(procedure)
    dispatch.mark_sent(procedure.replies.get(), how="post", by=BY)
    sent = procedure.replies.get()
    AnswerVersionFactory(argument=argument, text="Neu.")
    assert writing.write_many([sent.pk], by=BY) == 0
    assert replies.invalidate([argument]) == 0
    assert procedure.replies.get(pk=sent.pk).sha256 == sent.sha256


def test_a_letter_whose_point_lost_its_answer_cannot_be_sent(procedure, person):
    argument = make_answered(procedure)
    make_point(procedure, person, argument)
    write(procedure)
    argument.current_answer = None
    argument.save()
    with pytest.raises(NotAllowedNow):
        dispatch.mark_sent(procedure.replies.get(), how="post", by=BY)
    assert procedure.replies.get().sent_at is None


class TestSupplements:
    @pytest.fixture
    def argument(self, procedure):
        return make_answered(procedure, text="Alt.")

    @pytest.fixture
    def other(self, procedure):
        return make_answered(procedure, text="Gleich geblieben.")

    @pytest.fixture
    def sent(self, procedure, person, argument, other):
        make_point(procedure, person, argument)
        make_point(procedure, person, other)
        write(procedure)
        reply = procedure.replies.get()
        dispatch.mark_sent(reply, how="post", by=BY)
        reply.refresh_from_db()
        return reply

    def test_a_changed_answer_makes_a_correction_with_only_what_changed(
        self, procedure, sent, argument
    ):
        AnswerVersionFactory(argument=argument, text="Neu.")
        write(procedure)
        supplement = procedure.replies.get(supplement_to=sent)
        text = words_of(supplement)
        assert "Neu." in text
        assert "Gleich geblieben." not in text
        assert "Berichtigung" in text
        sent.refresh_from_db()
        assert sent.outdated_at
        assert not sent.supplemented_at

    def test_sending_it_settles_the_first_letter(self, procedure, sent, argument):
        AnswerVersionFactory(argument=argument, text="Neu.")
        write(procedure)
        dispatch.mark_sent(procedure.replies.get(supplement_to=sent), how="post", by=BY)
        sent.refresh_from_db()
        assert sent.supplemented_at
        assert not procedure.replies.outdated().exists()
        write(procedure)
        assert procedure.replies.count() == 2

    def test_a_second_change_of_another_point_makes_a_second_supplement(
        self, procedure, sent, argument, other
    ):
        AnswerVersionFactory(argument=argument, text="Neu.")
        write(procedure)
        first = procedure.replies.get(supplement_to=sent)
        dispatch.mark_sent(first, how="post", by=BY)
        AnswerVersionFactory(argument=other, text="Auch neu.")
        write(procedure)
        second = procedure.replies.get(supplement_to=first)
        assert [point.argument for point in second.points.all()] == [other]

    def test_a_passage_tied_after_sending_makes_a_supplement(self, procedure, sent, person):
        make_point(procedure, person, make_answered(procedure, text="Dazu."))
        write(procedure)
        text = words_of(procedure.replies.get(supplement_to=sent))
        assert "Dazu." in text
        assert "Ergänzung" in text

    def test_a_letter_without_points_after_sending_makes_one_too(self, procedure, sent, person):
        StatementFactory(procedure=procedure, person=person, already_read=True)
        write(procedure)
        assert procedure.replies.get(supplement_to=sent).letters == 3

    def test_a_supplement_waits_until_everything_is_answered(self, procedure, sent, person):
        make_point(procedure, person)
        write(procedure)
        supplement = procedure.replies.get(supplement_to=sent)
        assert supplement.generated_at is None
        assert supplement not in replies.due(procedure)

    def test_a_change_taken_back_needs_no_supplement(self, procedure, sent, person, argument):
        point = make_point(procedure, person, make_answered(procedure))
        write(procedure)
        assert procedure.replies.filter(supplement_to=sent).exists()
        statement = point.statement
        point.delete()
        point.segment.delete()
        statement.__class__.objects.filter(pk=statement.pk).delete()
        write(procedure)
        assert not procedure.replies.filter(supplement_to=sent).exists()
        sent.refresh_from_db()
        assert sent.outdated_at is None
        assert JournalEntry.objects.filter(action="reply.supplement_needless").exists()

    def test_preparing_twice_makes_one_supplement(self, procedure, sent, argument):
        AnswerVersionFactory(argument=argument, text="Neu.")
        assert replies.prepare_supplements(procedure, by=BY) == 1
        assert replies.prepare_supplements(procedure, by=BY) == 0

    def test_a_returned_first_letter_says_everything_and_its_supplement_goes(
        self, procedure, sent, argument
    ):
        AnswerVersionFactory(argument=argument, text="Neu.")
        write(procedure)
        dispatch.mark_returned(sent.dispatches.get(), by=BY)
        assert not procedure.replies.filter(supplement_to=sent).exists()
        write(procedure)
        again = procedure.replies.get()
        assert "Neu." in words_of(again)
        assert "Gleich geblieben." in words_of(again)


class TestRecipient:
    def test_an_organisation_stands_above_the_person(self):
        identity = Identity(
            organisation="Heideverein e. V.",
            name="Erika Beispiel",
            street="Musterweg 1",
            postal_code="00000",
            city="Musterhausen",
        )
        assert recipient_lines(identity) == (
            "Heideverein e. V.",
            "Erika Beispiel",
            "Musterweg 1",
            "00000 Musterhausen",
        )

    def test_an_endless_name_leaves_room_for_street_and_town(self):
        identity = Identity(
            organisation="Verband " * 30,
            name="Erika " * 40,
            street="Musterweg 1",
            postal_code="00000",
            city="Musterhausen",
        )
        lines = recipient_lines(identity)
        assert lines[-2:] == ("Musterweg 1", "00000 Musterhausen")
        assert sum(-(-len(line) // 45) for line in lines) <= 10

    def test_without_a_postal_address_there_is_none(self):
        assert recipient_lines(Identity(name="Erika Beispiel", city="Musterhausen")) == ()
        assert recipient_lines(None) == ()

    def test_organisations_are_greeted_as_such_and_people_by_name(self):
        agency = Person(kind=Person.Kind.PUBLIC_AGENCY)
        anyone = salutation_of(agency, Identity(name="Erika Beispiel"))
        assert salutation_of(Person(), Identity(organisation="Heideverein e. V.")) == anyone
        assert "Erika Beispiel" in salutation_of(Person(), Identity(name="Erika Beispiel"))
        assert salutation_of(Person(), None) == ""


def test_letters_of_two_procedures_are_not_mixed(person):
    one, two = ProcedureFactory(), ProcedureFactory()
    make_point(one, person, make_answered(one, text="Nur hier."))
    make_point(two, person, make_answered(two, text="Nur dort."))
    for procedure in (one, two):
        replies.prepare(procedure)
    writing.write_many(list(Reply.objects.values_list("pk", flat=True)), by=BY)
    assert "Nur dort." not in words_of(one.replies.get())
    assert "Nur hier." not in words_of(two.replies.get())


def test_an_erased_person_gets_a_letter_without_name(procedure, person):
    make_point(procedure, person, make_answered(procedure))
    name = person.identity.name
    erase(person, by=BY, reason="Wunsch")
    write(procedure)
    assert name not in words_of(procedure.replies.get())


def test_many_letters_take_a_fixed_number_of_queries(procedure, django_assert_max_num_queries):
    argument = make_answered(procedure)
    for _number in range(6):
        make_point(procedure, PersonFactory(named=True), argument)
    write(procedure)
    keys = list(procedure.replies.values_list("pk", flat=True))
    with django_assert_max_num_queries(9):
        assert writing.write_many(keys, by=BY) == 0


def test_writing_looks_into_the_vault_once_a_portion(procedure, person):
    make_point(procedure, person, make_answered(procedure))
    write(procedure)
    look = VaultLook.objects.get()
    assert (look.actor, look.codes, look.procedure) == (BY, [person.code], procedure.slug)


def test_the_preview_without_name_does_not_look_into_the_vault(procedure, person):
    make_point(procedure, person, make_answered(procedure))
    replies.prepare(procedure)
    letter = writing.compose(procedure.replies.get(), by=BY, with_name=False)
    assert letter.recipient == ()
    assert not VaultLook.objects.exists()
    assert not Dispatch.objects.exists()
