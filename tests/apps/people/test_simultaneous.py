"""Letters of the same new person that arrive in the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from dialogwerk.apps.people.models import Identity, Person
from dialogwerk.apps.people.services import IdentityDraft, resolve_persons

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer"),
]
PEOPLE = [
    IdentityDraft(name=f"Erika Beispiel {number}", street="Heideweg 3", city="Musterhausen")
    for number in range(5)
]
SECONDS = 20


def in_threads(*works):
    """Do all of these at once, each with a connection of its own; what they give back."""

    def done(work):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [one.result(SECONDS) for one in [pool.submit(done, work) for work in works]]


def test_whoever_comes_second_waits_and_finds_the_person():
    made, second_done = threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            persons = resolve_persons(PEOPLE[:1])
            made.set()
            assert not second_done.wait(0.5)
        return persons[0].pk

    def second():
        made.wait(SECONDS)
        persons = resolve_persons(PEOPLE[:1])
        second_done.set()
        return persons[0].pk

    one, other = in_threads(first, second)
    assert one == other
    assert Person.objects.count() == Identity.objects.count() == 1


def test_letters_of_other_people_do_not_wait():
    done = threading.Event()

    def first():
        with transaction.atomic():
            resolve_persons(PEOPLE[:1])
            return done.wait(SECONDS)

    def second():
        resolve_persons(PEOPLE[1:])
        done.set()

    assert in_threads(first, second)[0]


def test_many_at_once_in_any_order_make_each_person_once_and_never_block_each_other():
    start = threading.Barrier(4)

    def all_of(people):
        start.wait(SECONDS)
        return [person.pk for person in resolve_persons(people)]

    found = in_threads(
        lambda: all_of(PEOPLE),
        lambda: all_of(PEOPLE[::-1]),
        lambda: all_of(PEOPLE[2:] + PEOPLE[:2]),
        lambda: all_of(PEOPLE[::-1]),
    )
    assert found[0] == found[1][::-1] == found[3][::-1]
    assert Person.objects.count() == len(PEOPLE)
