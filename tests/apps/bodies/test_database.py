"""What the database itself refuses, whoever writes to it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from dialogwerk.apps.base.dates import from_day
from dialogwerk.apps.bodies.models import Alias, Bench, Body, SignOfLife, Tenure
from tests.factories import (
    BenchFactory,
    BodyFactory,
    PersonFactory,
    RelationFactory,
    SignFactory,
    TenureFactory,
)

pytestmark = pytest.mark.django_db
ENDED = from_day(date(2012, 1, 1))


def refuses(row, **values):
    """The database refuses these values in this row."""
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"name": "  "},
        {"ended": ENDED},
        {"ended": ENDED, "end_reason": " "},
        {"ended": ENDED, "end_reason": "x", "end_reason_unknown": True},
        {"end_reason": "x"},
        {"end_reason_unknown": True},
        {"merged_into": F("id")},
        {
            "ended": ENDED,
            "ended_latest": date(2000, 1, 1),
            "ended_earliest": date(2000, 1, 1),
            "end_reason": "x",
        },
    ],
)
def test_a_body_has_a_name_and_never_ends_without_a_reason_or_an_unknown(values):
    refuses(BodyFactory(), **values)


def test_an_ended_body_with_a_reason_or_an_unknown_is_taken():
    body = BodyFactory()
    for values in ({"end_reason": "x"}, {"end_reason": "", "end_reason_unknown": True}):
        Body.objects.filter(pk=body.pk).update(ended=ENDED, **values)


def test_a_municipality_stands_there_once():
    first = BodyFactory(kind="municipality", ags="05162004")
    second = BodyFactory(kind="municipality", ags="05711000")
    refuses(second, ags=first.ags)
    Body.objects.filter(pk=second.pk).update(ags=first.ags, merged_into=first)


def test_entries_say_something_and_end_after_they_began():
    body = BodyFactory()
    alias = Alias.objects.create(body=body, name="x", recorded_by="user:1")
    refuses(alias, name=" ")
    relation = RelationFactory(body=body)
    refuses(relation, other=body)
    refuses(SignFactory(body=body), what=" ")
    refuses(SignFactory(body=body), begun=None)
    refuses(BenchFactory(body=body), seats=0)
    backwards = {"begun_earliest": date(2012, 1, 1), "ended_latest": date(2011, 1, 1)}
    tenure = TenureFactory(body=body)
    for row in (alias, relation, tenure, Bench.objects.get()):
        refuses(row, **backwards)


def test_a_role_has_one_holder_and_a_name_is_published_on_a_ground():
    tenure, person = TenureFactory(unnamed="jemand"), PersonFactory()
    company = BodyFactory(kind="company")
    refuses(tenure, person=person)
    refuses(tenure, holder=company)
    refuses(tenure, person=person, holder=company, unnamed="")
    Tenure.objects.filter(pk=tenure.pk).update(person=person, unnamed="")
    refuses(tenure, name_is_public=True)
    refuses(tenure, name_is_public=True, name_basis="consent", name_basis_text=" ")


def test_a_sign_of_life_of_another_app_stands_there_once():
    sign = SignFactory()
    SignOfLife.objects.filter(pk=sign.pk).update(origin="meeting:T-1")
    refuses(SignFactory(body=sign.body), origin="meeting:T-1")
