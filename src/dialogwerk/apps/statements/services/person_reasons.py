"""Why two letters are, or are not, one person's: findings in words for a clerk."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_WORDS = {
    ("given_name", "same"): gettext_noop("same given name"),
    ("given_name", "close"): gettext_noop("given names differ as by a slip of the pen"),
    ("given_name", "part"): gettext_noop("one of several given names is left out"),
    ("given_name", "short_form"): gettext_noop("one given name may be a short form of the other"),
    ("given_name", "initial"): gettext_noop("only an initial, which fits the given name"),
    ("given_name", "missing"): gettext_noop("no given name"),
    ("given_name", "different"): gettext_noop("different given names"),
    ("family_name", "same"): gettext_noop("same family name"),
    ("family_name", "close"): gettext_noop("family names differ as by a slip of the pen"),
    ("family_name", "part"): gettext_noop("part of a double name in common"),
    ("family_name", "former_name"): gettext_noop("one gives the other's family name as former"),
    ("family_name", "different"): gettext_noop("different family names"),
    ("family_name", "missing"): gettext_noop("no family name"),
    ("address", "same"): gettext_noop("same address"),
    ("address", "close"): gettext_noop("addresses differ as by a slip of the pen"),
    ("address", "same_street"): gettext_noop("same street, another house number"),
    ("address", "same_place"): gettext_noop("same place; one gives no street"),
    ("address", "different"): gettext_noop("different addresses"),
    ("address", "missing"): gettext_noop("no address to compare"),
    ("email", "same"): gettext_noop("same e-mail address, used by nobody else"),
    ("email", "shared"): gettext_noop("same e-mail address, which several people use"),
    ("email", "close"): gettext_noop("e-mail addresses differ as by a slip of the pen"),
    ("email", "different"): gettext_noop("different e-mail addresses"),
    ("email", "missing"): gettext_noop("no e-mail address to compare"),
    ("birth_date", "same"): gettext_noop("same date of birth"),
    ("birth_date", "close"): gettext_noop("dates of birth differ as by a slip of the pen"),
    ("birth_date", "different"): gettext_noop("different dates of birth"),
    ("birth_date", "missing"): gettext_noop("no date of birth to compare"),
    ("generation", "different"): gettext_noop("one is senior, the other junior"),
    ("generation", "part"): gettext_noop(
        "two people of this name live here, and nothing says which of them wrote"
    ),
    ("organisation", "same"): gettext_noop("same organisation"),
    ("organisation", "part"): gettext_noop("only one writes for an organisation"),
    ("organisation", "different"): gettext_noop("different organisations"),
    ("decision", "different"): gettext_noop("somebody decided that they are different people"),
}
_SPEAKS_FOR = frozenset({"same", "former_name"})
_SPEAKS_AGAINST = frozenset({"different"})
_HALF = frozenset({"close", "part", "short_form", "initial", "shared", "same_place", "same_street"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """One finding in words; ``weight`` is "for", "perhaps", "against" or "open"."""

    text: str
    weight: str

    @property
    def sign(self) -> str:
        """Tells the weight without colour."""
        return {"for": "+", "perhaps": "~", "against": "−"}.get(self.weight, "?")


def spoken(reasons: Sequence[Sequence[str]]) -> list[Spoken]:
    """The findings in words, what speaks for one person first."""
    found = [
        Spoken(_(_WORDS[field, finding]), _weight(finding))
        for field, finding in reasons
        if (field, finding) in _WORDS
    ]
    order = ("for", "perhaps", "against", "open")
    return sorted(found, key=lambda one: order.index(one.weight))


def _weight(finding: str) -> str:
    if finding in _SPEAKS_FOR:
        return "for"
    if finding in _SPEAKS_AGAINST:
        return "against"
    return "perhaps" if finding in _HALF else "open"
