"""The leak test: ask every address of the site for what others than the authority get.

The addresses come from the site itself, so that a new page or export is asked too. Whatever answers
is taken apart byte by byte and searched for what may not be in it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from dialogwerk.documents.searching import left_in

SKIPPED: Mapping[str, str] = {
    "account_": "log-in and passwords; knows no letters",
    "mfa_": "log-in; knows no letters",
    "socialaccount_": "log-in; knows no letters",
    "openid_connect_": "log-in; knows no letters",
    "set_language": "changes a cookie",
}
"""Beginnings of names of addresses that are not asked, and why."""

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that an answer holds and should not."""

    audience: str
    address: str
    secret: str


@dataclass(slots=True)
class Report:
    """What was asked and found.

    Attributes:
        searched: addresses that gave something, by audience.
        refused: addresses that gave nothing (log-in, forbidden, only for sending), by audience.
        unasked: names of addresses for which nobody said with which object to ask.
        missing: addresses whose object is not there.
    """

    leaks: list[Leak] = field(default_factory=list)
    searched: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)
    unasked: list[str] = field(default_factory=list)


def names() -> list[str]:
    """The names of all addresses of the site, in order."""
    return sorted(name for name in get_resolver().reverse_dict if isinstance(name, str))


def why_skipped(name: str) -> str:
    """Why an address is not asked; "" if it is."""
    return next((why for start, why in SKIPPED.items() if name.startswith(start)), "")


def addresses(values: Callable[[str, str], list[Values]]) -> Iterator[tuple[str, list[str]]]:
    """Every address of the site with the objects to ask it for.

    Args:
        values: for a name and one of its parameters set the keyword arguments to try; called with
            the parameters joined by a space. An empty list leaves the address unasked.
    """
    resolver: Any = get_resolver()
    for name in names():
        if why_skipped(name):
            continue
        found: list[str] = []
        for possibilities, _pattern, defaults, _converters in resolver.reverse_dict.getlist(name):
            for _result, params in possibilities:
                wanted = [one for one in params if one not in defaults]
                for chosen in values(name, " ".join(wanted)):
                    try:
                        found.append(reverse(name, kwargs={**defaults, **chosen}))
                    except NoReverseMatch:
                        continue
        yield name, sorted(set(found))


def check(
    clients: Mapping[str, Client],
    secrets: Mapping[str, Collection[str]],
    values: Callable[[str, str], list[Values]],
) -> Report:
    """Ask all addresses as each audience and search what comes back.

    Args:
        clients: a browser for each audience.
        secrets: for each audience what it may not read.
        values: see `addresses`.
    """
    report = Report()
    for name, some in addresses(values):
        if not some:
            report.unasked.append(name)
        for address in some:
            for audience, client in clients.items():
                _ask(report, audience, client, address, secrets[audience])
    return report


def _ask(
    report: Report, audience: str, client: Client, address: str, secrets: Collection[str]
) -> None:
    response = client.get(address, secure=True)
    if response.status_code == 404:
        report.missing.setdefault(audience, []).append(address)
        return
    if response.status_code != 200:
        report.refused.setdefault(audience, []).append(address)
        return
    content = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    report.searched.setdefault(audience, []).append(address)
    for secret in {*left_in(content, secrets), *left_in(head.encode(), secrets)}:
        report.leaks.append(Leak(audience, address, secret))
