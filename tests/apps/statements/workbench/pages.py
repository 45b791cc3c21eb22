"""What the tests of the workbench share: accounts, addresses, what a page says."""

from django.urls import reverse

from tests.factories import (
    UserFactory,
)

OWN = "Meine Tochter hat Asthma."


def account(procedure, *roles):
    return UserFactory(roles=list(roles), on_team=procedure)


def text_of(response):
    return response.content.decode()


def address(name, *parts):
    return reverse(name, args=parts)


def page_addresses(procedure, letter, campaign, argument):
    slug = procedure.slug
    return [
        address("inbox", slug),
        address("reader", slug, letter.code),
        address("campaigns", slug),
        address("campaign", slug, campaign.number),
        address("arguments", slug),
        address("argument-search", slug),
        address("argument", slug, argument.number),
    ]
