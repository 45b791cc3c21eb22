"""What each audience reads of a letter, before and after a person has released it."""

import pytest

from dialogwerk.apps.people.disclosure import Audience, Show, policy
from dialogwerk.apps.statements.errors import NotReleased
from dialogwerk.apps.statements.models import Redaction, RedactionCheck, Release
from dialogwerk.apps.statements.services import redaction
from dialogwerk.cores.statements.redaction import Kind
from tests.factories import IdentityFactory, PersonFactory, StatementFactory

pytestmark = pytest.mark.django_db
DEVELOPER, PUBLIC, AUTHORITY = Audience.DEVELOPER, Audience.PUBLIC, Audience.AUTHORITY
TEXT = "Ich, Frieda Musterfrau, habe Flurstück 12/4. Herr Vorlage hat den Weg gebaut."


@pytest.fixture
def letter(procedure):
    person = PersonFactory()
    IdentityFactory(person=person, name="Frieda Musterfrau", street="Beispielgasse 7")
    return StatementFactory(
        procedure=procedure, person=person, text=TEXT, title="Von F. Musterfrau"
    )


def mark(letter, words, **values):
    at = letter.text.index(words)
    values = {"kind": Kind.NAME, "confidence": 0.5, **values}
    return Redaction.objects.create(statement=letter, start=at, end=at + len(words), **values)


def test_everything_proposed_is_hidden_before_anybody_looked(letter):
    assert redaction.text_for(letter, AUTHORITY) == TEXT
    assert redaction.text_for(letter, PUBLIC) == (
        "Ich, [Name], habe [Flurstück]. Herr [Name] hat den Weg gebaut."
    )
    assert redaction.text_for(letter, DEVELOPER) == (
        "Ich, [Name], habe Flurstück 12/4. Herr [Name] hat den Weg gebaut."
    )


def test_after_the_release_what_was_refused_is_shown_but_never_the_writer(letter):
    RedactionCheck.objects.create(statement=letter, procedure=letter.procedure)
    mark(letter, "Vorlage", state="refused")
    mark(letter, "Frieda Musterfrau", state="refused")
    mark(letter, "den Weg", kind=Kind.OTHER, state="accepted")
    Release.objects.create(statement=letter, audience=PUBLIC, released_by="user:1")
    assert redaction.text_for(letter, PUBLIC) == (
        "Ich, [Name], habe Flurstück 12/4. Herr Vorlage hat [geschwärzt] gebaut."
    )


def test_a_mark_for_one_audience_is_hidden_from_it_only(letter):
    RedactionCheck.objects.create(statement=letter, procedure=letter.procedure)
    mark(letter, "Flurstück 12/4", kind=Kind.PARCEL, audience=DEVELOPER, state="accepted")
    assert "12/4" not in redaction.text_for(letter, DEVELOPER)
    assert "12/4" in redaction.text_for(letter, PUBLIC)


def test_the_wish_of_the_writer_counts_where_the_rules_ask_for_it(letter):
    letter.procedure.kind = "bimschg"
    letter.procedure.save()
    assert "Frieda Musterfrau" in redaction.text_for(letter, DEVELOPER)
    letter.withholds_identity = True
    assert "Musterfrau" not in redaction.text_for(letter, DEVELOPER)


def test_subject_and_passages_go_the_same_way(letter):
    redactor = redaction.Redactor(PUBLIC, [letter])
    assert redactor.title(letter) == "Von [Name]"
    assert redactor.passage(letter, TEXT[:23], start=0) == "Ich, [Name],"


def test_a_mark_is_cut_at_the_edges_of_a_passage(letter):
    RedactionCheck.objects.create(statement=letter, procedure=letter.procedure)
    mark(letter, "hat den Weg gebaut", kind=Kind.OTHER)
    start = TEXT.index("den Weg")
    redactor = redaction.Redactor(PUBLIC, [letter])
    assert redactor.passage(letter, TEXT[start : start + 7], start=start) == "[geschwärzt]"


def test_whole_letters_wait_for_a_person(letter):
    assert list(redaction.letters_for(DEVELOPER, letter.procedure)) == []
    with pytest.raises(NotReleased):
        redaction.must_be_released(letter, DEVELOPER)
    release = Release.objects.create(statement=letter, audience=DEVELOPER, released_by="user:1")
    assert list(redaction.letters_for(DEVELOPER, letter.procedure)) == [letter]
    assert list(redaction.letters_for(PUBLIC, letter.procedure)) == []
    release.withdrawn_at = release.released_at
    release.save()
    assert list(redaction.letters_for(DEVELOPER, letter.procedure)) == []
    assert list(redaction.letters_for(AUTHORITY, letter.procedure)) == [letter]


def test_many_letters_cost_as_many_queries_as_one(procedure, django_assert_num_queries):
    letters = [StatementFactory(procedure=procedure, named=True) for _number in range(5)]
    with django_assert_num_queries(7):
        redactor = redaction.Redactor(PUBLIC, letters)
        assert all(redactor.text(letter) for letter in letters)


def test_a_file_is_not_called_after_its_sender():
    assert "mueller" not in redaction.file_name_for("Mueller Frieda.PDF", 1, PUBLIC).casefold()
    assert redaction.file_name_for("x.pdf", 2, PUBLIC).endswith(" 2.pdf")


@pytest.mark.parametrize("kind", ["planfeststellung", "bimschg", "bauleitplan", "raumordnung", "x"])
@pytest.mark.parametrize("audience", list(Audience))
def test_every_kind_has_a_rule_with_norm_and_reason(kind, audience):
    found = policy(audience, kind)
    assert {rule.kind for rule in found.rules} == set(Kind)
    assert all(rule.norm and rule.reason_de and rule.reason_en for rule in found.rules)
    assert all(rule.confidence in "ABC" for rule in found.rules)
    assert found.needs_release == (audience != AUTHORITY)
    if audience == PUBLIC:
        assert all(rule.show is Show.NEVER for rule in found.rules)
