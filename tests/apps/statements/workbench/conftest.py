"""A procedure with a campaign, a letter and an argument, and who works in it."""

import pytest

from dialogwerk.apps.accounts.models import Role
from tests.factories import (
    ArgumentFactory,
    CampaignFactory,
    StatementFactory,
)

from .pages import OWN, account


@pytest.fixture
def campaign(procedure):
    """Three letters of a campaign, one of them with own words."""
    campaign = CampaignFactory(
        procedure=procedure, number=1, size=3, people=3, letters_with_own_words=1
    )
    StatementFactory.create_batch(2, procedure=procedure, campaign=campaign, text=campaign.template)
    text = f"{campaign.template}\n\n{OWN}"
    StatementFactory(
        procedure=procedure,
        campaign=campaign,
        text=text,
        own_words=[[text.index(OWN), len(text)]],
        has_own_words=True,
        named=True,
    )
    return campaign


@pytest.fixture
def letter(procedure):
    return StatementFactory(procedure=procedure, named=True)


@pytest.fixture
def argument(procedure):
    return ArgumentFactory(procedure=procedure, number=1, title="Lärm in der Nacht")


@pytest.fixture
def as_clerk(client, procedure):
    client.force_login(account(procedure, Role.CASE_WORKER))
    return client


@pytest.fixture
def as_expert(client, procedure):
    client.force_login(account(procedure, Role.EXPERT))
    return client
