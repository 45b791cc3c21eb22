"""Whoever searches need not think of capital letters, umlauts included, on either database."""

import pytest
from django.db.models import F

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.people.models import Organisation
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def found(**wanted):
    return sorted(Organisation.objects.filter(**wanted).values_list("name", flat=True))


@pytest.fixture(autouse=True)
def organisations():
    for name in ("Übergrößen GmbH", "ÄRZTE FÜR DIE HEIDE", "aber groß", "100 % Ökostrom_[neu]"):
        OrganisationFactory(name=name)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ÜBER", ["Übergrößen GmbH"]),
        ("über", ["Übergrößen GmbH"]),
        ("üBERGRÖßEN g", ["Übergrößen GmbH"]),
        ("ärzte für", ["ÄRZTE FÜR DIE HEIDE"]),
        ("groß", ["aber groß"]),
        ("GROß", ["aber groß"]),
        ("% ök", ["100 % Ökostrom_[neu]"]),
        ("öKOSTROM_[", ["100 % Ökostrom_[neu]"]),
        ("öko_trom", []),
        ("öko*", []),
        ("ökostrom?[neu]", []),
        ("ö", ["100 % Ökostrom_[neu]", "Übergrößen GmbH"]),
        ("heide", ["ÄRZTE FÜR DIE HEIDE"]),
    ],
)
def test_a_text_is_found_in_any_case_and_nothing_else(text, names):
    assert found(name__icontains=text) == sorted(names)


@pytest.mark.parametrize("text", ["übergrössen gmbh", "übergrößen", "bergrößen GmbH"])
def test_only_the_whole_text_is_equal(text):
    assert found(name__iexact=text) == []
    assert found(name__iexact="üBERGRÖßEN gmbh") == ["Übergrößen GmbH"]


def test_columns_and_nothing_can_be_compared_as_before():
    assert len(found(name__icontains=F("name"))) == 4
    assert found(name__iexact=None) == []
    User.objects.create_user("ämter@example.org", "x")
    assert User.objects.filter(email__iexact="ÄMTER@EXAMPLE.ORG").exists()
