"""Finding letters by words: both databases answer as the rule in the core says."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.statements.models import Statement
from dialogwerk.apps.statements.services import search, search_index
from dialogwerk.apps.statements.services.intake import Letter, take_in_many
from dialogwerk.cores.statements.wanted_words import read_query
from tests.factories import ProcedureFactory, StatementFactory

pytestmark = pytest.mark.django_db
TEXTS = (
    "Der Lärm ist sehr laut, sagt der Rotmilan.",
    "LAERM! Es ist laut. Sehr.",
    "Die Straße zum Café führt am Brunnen vorbei; 400 m weiter steht das Wind-\nrad.",
    "Rotmilane, Rotbuchen und der Schwarzstorch. 中文 ²³ ǅ ﬁn Ω ½ e\u0301t\u00e9 x_y O'Neill",
    "",
)
parts = st.sampled_from(
    [
        *("Lärm", "laut", "Rot*", '"sehr laut"', "-Brunnen", "cafe", "400", "Windrad", "Straße"),
        *('"der rot*"', "été", "-laut", "fin", "O'Neill", "中文", "½", "x_y", "²³", "'", '"', "\\"),
    ]
)


@pytest.fixture
def letters():
    procedure = ProcedureFactory()
    drafts = [Letter(text=text, received_at=timezone.now()) for text in TEXTS]
    take_in_many(procedure=procedure, letters=drafts, by="user:1")
    return Statement.objects.filter(procedure=procedure)


def texts_of(letters):
    return sorted(letters.values_list("text", flat=True))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(parts, min_size=1, max_size=3).map(" ".join))
def test_what_is_found_has_the_words_and_what_has_the_words_is_found(letters, text):
    query = read_query(text)
    wanted = sorted(one for one in TEXTS if query.matches(one))
    assert texts_of(search.having_words(letters, query)) == wanted


@given(st.text(max_size=30))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_typed_breaks_the_search(letters, text):
    list(search.found(letters, text.replace("\x00", ""), sees_names=True))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(parts, min_size=1, max_size=3).map(" ".join), st.integers(1, len(TEXTS) + 1))
def test_common_words_are_found_in_every_way_alike(letters, text, number):
    query = read_query(text)
    wanted = sorted(one for one in TEXTS if query.matches(one))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MOST_COUNTED", 0)
        found = search.having_words(letters, query)
        first = search.first_keys(found, letters, ("-received_at", "-pk"), number)
    assert texts_of(found) == wanted
    assert (
        first == list(found.order_by("-received_at", "-pk").values_list("pk", flat=True))[:number]
    )


@pytest.fixture
def many(letters):
    """Forty letters with a word in every second one, on as many days."""
    now, procedure = timezone.now(), letters[0].procedure
    drafts = [
        Letter(
            text=f"Der Wind weht. {'Windrad' if number % 2 else 'Baum'} {number}",
            received_at=now - timedelta(days=number),
        )
        for number in range(40)
    ]
    take_in_many(procedure=procedure, letters=drafts, by="user:1")
    return Statement.objects.filter(procedure=procedure, text__startswith="Der Wind")


@pytest.mark.parametrize("looked_at", [0, 600])
def test_pages_of_a_common_word_follow_each_other_to_the_last_one_counted(
    many, monkeypatch, looked_at
):
    monkeypatch.setattr(search, "MOST_COUNTED", 11)
    monkeypatch.setattr(search, "LOOKED_AT", looked_at)
    order = ("-received_at", "-pk")
    found = search.having_words(many, read_query("Windrad")) | many.filter(text__endswith=" 8")
    expected = list(found.order_by(*order).values_list("pk", flat=True))
    count = search.count(found)
    assert count == 12
    pages = search.FoundPages(found, order, count=count, within=many)
    pages.per_page = 5
    shown = [key for number in pages.page_range for key in pages.page(number).object_list]
    assert len(expected) == 21
    assert shown == expected[:12]


def test_letters_are_counted_also_when_the_first_ones_of_the_index_are_of_another_procedure(
    many, monkeypatch
):
    elsewhere = [Letter(text="Ein Baum.", received_at=timezone.now()) for _ in range(9)]
    take_in_many(procedure=ProcedureFactory(), letters=elsewhere, by="user:1")
    monkeypatch.setattr(search, "MOST_COUNTED", 25)
    monkeypatch.setattr(search, "MANY", 3)
    found = search.having_words(many, read_query("Baum"))
    assert search.count(found) == 20
    monkeypatch.setattr(search, "MOST_COUNTED", 15)
    assert search.count(search.having_words(many, read_query("Baum"))) == 16


def test_a_word_that_the_newest_letters_lack_is_not_sought_among_all_one_by_one(many, monkeypatch):
    """A campaign of the first week; the index is asked once instead."""
    monkeypatch.setattr(search, "MOST_COUNTED", 0)
    monkeypatch.setattr(search, "FEWEST_LOOKED_AT", 4)
    found = search.having_words(many, read_query("39"))
    assert search.first_keys(found, many, ("-received_at", "-pk"), 1) is None
    assert search.first_keys(found, many, ("received_at", "pk"), 1) == [found.get().pk]


def test_letters_of_other_procedures_are_not_found(letters):
    StatementFactory(text="Auch hier ist Lärm.")
    assert len(search.having_words(letters, read_query("Lärm"))) == 2


def test_a_letter_is_found_by_its_subject_code_and_receipt(letters):
    letter = StatementFactory(procedure=letters[0].procedure, title="Schattenwurf")
    for text in ("schattenwurf", letter.code, letter.code[:6].lower(), letter.receipt.lower()):
        assert list(search.found(letters, text, sees_names=True)) == [letter]
    assert not search.found(letters, letter.receipt, sees_names=False)


def test_who_may_not_see_names_does_not_find_a_letter_by_its_writer(letters):
    procedure = letters[0].procedure
    sender = IdentityDraft(name="Erika Wald", street="Heideweg 3", city="Musterhausen")
    signed = "Der Lärm stört.\n\nErika Wald"
    speaks = "Der Wald stirbt.\n\nErika Wald"
    take_in_many(
        procedure=procedure,
        letters=[
            Letter(text=text, received_at=timezone.now(), sender=sender)
            for text in (signed, speaks)
        ],
        by="user:1",
    )
    found = search.found(letters, "Wald", sees_names=True)
    assert texts_of(found) == sorted([signed, speaks])
    for text in ("Wald", "Wal*", "erika", '"Erika Wald"', "Lärm Wald"):
        assert not search.found(letters, text, sees_names=False), text
    assert signed in texts_of(search.found(letters, "stört", sees_names=False))


def test_a_letter_with_another_text_is_found_by_the_new_words_only(letters):
    letter = letters.get(text=TEXTS[0])
    before = search_index.indexed_text(letter.title, letter.text)
    letter.text = "Die Fledermaus."
    letter.save()
    search_index.replace(letter, before=before)
    assert letter in search.having_words(letters, read_query("Fledermaus"))
    assert letter not in search.having_words(letters, read_query("Rotmilan"))


def test_letters_that_were_there_before_the_index_are_caught_up_with(letters):
    letter = letters.get(text=TEXTS[0])
    Statement.objects.bulk_create(
        [
            Statement(
                procedure=letter.procedure,
                person=letter.person,
                original=letter.original,
                text="Fledermaus",
            )
        ]
    )
    assert not search.having_words(letters, read_query("Fledermaus"))
    assert search_index.catch_up() == 1
    assert search.having_words(letters, read_query("Fledermaus"))
    assert search_index.catch_up() == 0


def test_a_word_of_any_length_and_a_text_of_many_words_can_be_kept(letters):
    procedure = letters[0].procedure
    StatementFactory(procedure=procedure, text="ä" * 3000 + " " + "wort " * 20_000 + "Ende")
    assert len(search.having_words(letters, read_query("Ende " + "ä" * 3000))) == 1


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_has_an_empty_index():
    StatementFactory(text="Fledermaus")
    call_command("flush", interactive=False, verbosity=0)
    letter = StatementFactory(text="Lärm")
    found = search.having_words(Statement.objects.all(), read_query("Fledermaus"))
    assert letter not in found
