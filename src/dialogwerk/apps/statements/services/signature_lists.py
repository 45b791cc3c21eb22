"""Signature lists: one text that many people signed (gleichförmige Eingabe, § 17 VwVfG)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.schemes.models import Procedure

from ..errors import EmptyStatement, KeyReused, StatementError
from ..models import SignatureList, Statement
from .intake import FileDraft, Letter, as_kept, take_in_many

_TOWN = re.compile(r"(?P<postal_code>[A-Z]{0,2}-?\d{4,5})\s+(?P<city>\S.*)")


@dataclass(frozen=True, slots=True)
class LineError:
    """A line of a pasted list that cannot be read; ``line`` counts from 1."""

    line: int
    text: str
    reason: str


class UnreadableSignatures(StatementError):
    """Some lines of the list cannot be read; nothing was taken in."""

    def __init__(self, errors: Sequence[LineError]) -> None:
        self.errors = tuple(errors)
        super().__init__(
            _("%(count)s lines of the signature list cannot be read.") % {"count": len(errors)}
        )


def read_signatures(text: str) -> list[IdentityDraft]:
    """Names and addresses from lines like ``Name; Straße; PLZ Ort`` (or pasted with tabs).

    Street and town may be missing; empty lines are left out.

    Raises:
        UnreadableSignatures: with every line that has no name or more than an address.
    """
    drafts: list[IdentityDraft] = []
    errors: list[LineError] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip(" \t;"):
            continue
        read = _signature(line)
        if isinstance(read, str):
            errors.append(LineError(number, line.strip()[:80], read))
        else:
            drafts.append(read)
    if errors:
        raise UnreadableSignatures(errors)
    return drafts


def _signature(line: str) -> IdentityDraft | str:
    """Who signed, or what is wrong with the line."""
    parts = [" ".join(part.split()) for part in re.split(r"[;\t]", line)]
    while parts and not parts[-1]:
        parts.pop()
    if len(parts) == 4 and re.fullmatch(r"[A-Z]{0,2}-?\d{4,5}", parts[2]):
        parts[2:] = [f"{parts[2]} {parts[3]}"]
    if not parts[0]:
        return _("The name is missing.")
    if len(parts) > 3:
        return _(
            "There is more than name, street and town;"
            " please write: Name; street; postcode and town."
        )
    name, street, town = (*parts, "", "")[:3]
    if len(name) > 250 or len(street) > 200 or len(town) > 100:
        return _("The line is too long; perhaps several people stand in it.")
    found = _TOWN.fullmatch(town)
    if town and not found and any(char.isdigit() for char in town):
        return _("“%(town)s” is not a postcode with a town.") % {"town": town}
    postal_code, city = (found["postal_code"], found["city"]) if found else ("", town)
    return IdentityDraft(name=name, street=street, postal_code=postal_code, city=city)


@transaction.atomic
def open_list(*, procedure: Procedure, title: str, by: str) -> SignatureList:
    """A new signature list in this procedure."""
    opened = SignatureList.objects.create(procedure=procedure, title=title.strip()[:200])
    record(
        "signature_list.opened",
        subject=opened.code,
        actor=by,
        procedure=procedure.slug,
    )
    return opened


@transaction.atomic
def take_in_list(
    *,
    procedure: Procedure,
    title: str,
    text: str,
    signatories: Iterable[IdentityDraft],
    received_at: datetime,
    channel: str,
    by: str,
    representative: str = "",
    files: Sequence[FileDraft] = (),
    submission_key: str = "",
) -> list[Statement]:
    """One letter for each signatory, all with the same text, tied to one list.

    Args:
        representative: name of the signatory who speaks for all (§ 17 Abs. 1 VwVfG); the first
            one if nobody is named.
        files: kept with the representative's letter, for example the scanned list.
        submission_key: of the form; each letter gets a key of its own from it.

    The same form sent again gives back the letters already there.

    Raises:
        NoSuchSignatory: the representative did not sign.
        EmptyStatement: neither text nor files.
        KeyReused: the form was sent before, with another text or other people.
    """
    if not text.strip() and not files:
        raise EmptyStatement(_("The letter is empty. Write a text or attach a file."))
    drafts = list(signatories)
    if known := _taken_in_before(procedure, submission_key, text, drafts):
        return known
    speaker = _place_of(representative, drafts)
    drafts.insert(0, drafts.pop(speaker))
    opened = open_list(procedure=procedure, title=title, by=by)
    letters = [
        Letter(
            text=text,
            title=title,
            received_at=received_at,
            channel=channel,
            sender=draft,
            files=files if number == 0 else (),
            submission_key=f"{submission_key}/{number}" if submission_key else None,
            source=opened.code,
        )
        for number, draft in enumerate(drafts)
    ]
    taken = take_in_many(procedure=procedure, letters=letters, by=by, signature_list=opened)
    name_representative(opened, taken[0].person)
    return taken


def _taken_in_before(
    procedure: Procedure, submission_key: str, text: str, drafts: Sequence[IdentityDraft]
) -> list[Statement]:
    if not submission_key:
        return []
    keyed = Statement.objects.filter(procedure=procedure)
    first = keyed.filter(submission_key=f"{submission_key}/0").first()
    if first is None:
        return []
    known = keyed.filter(signature_list=first.signature_list_id).select_related("person__identity")
    taken = list(known.order_by("pk"))
    if first.text != as_kept(text) or not _are_the_same(taken, drafts):
        raise KeyReused(
            _("This form was already sent, with another text or other people. Open a new form.")
        )
    return taken


def _are_the_same(taken: Sequence[Statement], drafts: Sequence[IdentityDraft]) -> bool:
    """Whether these people signed, as far as the vault still knows them."""
    vault = [getattr(letter.person, "identity", None) for letter in taken]
    signed = Counter(identity.match_key for identity in vault if identity)
    named = Counter(draft.tidy().match_key for draft in drafts)
    return len(taken) == len(drafts) and not signed - named


class NoSuchSignatory(StatementError):
    """The representative is not among those who signed."""


def _place_of(representative: str, drafts: Sequence[IdentityDraft]) -> int:
    wanted = " ".join(representative.split()).casefold()
    if not wanted:
        return 0
    for place, draft in enumerate(drafts):
        if draft.name.casefold() == wanted:
            return place
    raise NoSuchSignatory(
        _("“%(name)s” is not among the people who signed. Write the name as in the list.")
        % {"name": representative}
    )


def name_representative(opened: SignatureList, person: Person) -> None:
    """Note who speaks for all who signed."""
    opened.representative = person
    opened.save(update_fields=["representative"])
