"""Signature lists: one text that many people signed (gleichförmige Eingabe, § 17 VwVfG)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.schemes.models import Procedure

from ..errors import EmptyStatement, KeyReused, StatementError
from ..models import SignatureList, Statement, UnclearSignature
from .intake import FileDraft, Letter, as_kept, take_in_many
from .representation import name_in_list
from .signature_reading import is_unreadable, lack_of

UNREADABLE = "(unleserlich)"
"""What stands in the vault for a name that nobody can read."""


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
        signatories: in the order of the list. Those whose name or address is missing or unreadable
            (§ 17 Abs. 2 Satz 3 VwVfG) are taken in as well, and listed for a decision.
        representative: name of the signatory whom the list names to speak for all (§ 17 Abs. 1
            VwVfG); empty if it names nobody.
        files: kept with the representative's letter, or the first, e.g. the scanned list.
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
    lines = list(range(1, len(drafts) + 1))
    speaker = _place_of(representative, drafts)
    drafts.insert(0, drafts.pop(speaker))
    lines.insert(0, lines.pop(speaker))
    opened = open_list(procedure=procedure, title=title, by=by)
    letters = [
        Letter(
            text=text,
            title=title,
            received_at=received_at,
            channel=channel,
            sender=_as_kept(draft),
            files=files if number == 0 else (),
            submission_key=f"{submission_key}/{number}" if submission_key else None,
            source=opened.code,
        )
        for number, draft in enumerate(drafts)
    ]
    taken = take_in_many(procedure=procedure, letters=letters, by=by, signature_list=opened)
    note_unclear(taken, drafts, lines)
    if representative.strip():
        name_in_list(opened, taken[0].person, by=by, day=received_at.date())
    return taken


def _as_kept(draft: IdentityDraft) -> IdentityDraft:
    nameless = is_unreadable(draft.name) and not draft.organisation
    return replace(draft, name=UNREADABLE) if nameless else draft


def note_unclear(
    letters: Sequence[Statement], drafts: Sequence[IdentityDraft], lines: Sequence[int]
) -> int:
    """List the letters whose signature lacks a readable name or address; returns how many.

    Args:
        lines: where each signature stands in the list, counted from 1.
    """
    unclear = [
        UnclearSignature(statement=letter, line=line, lack=lack)
        for letter, draft, line in zip(letters, drafts, lines, strict=True)
        if (lack := lack_of(draft))
    ]
    UnclearSignature.objects.bulk_create(unclear, batch_size=500)
    return len(unclear)


def _taken_in_before(
    procedure: Procedure, submission_key: str, text: str, drafts: Sequence[IdentityDraft]
) -> list[Statement]:
    if not submission_key:
        return []
    keyed = Statement.objects.filter(procedure=procedure)
    first = keyed.filter(submission_key=f"{submission_key}/0").first()
    if first is None:
        return []
    known = keyed.filter(signature_list=first.signature_list_id).select_related(
        "person__identity", "sender__identity"
    )
    taken = list(known.order_by("pk"))
    if first.text != as_kept(text) or not _are_the_same(taken, drafts):
        raise KeyReused(
            _("This form was already sent, with another text or other people. Open a new form.")
        )
    return taken


def _are_the_same(taken: Sequence[Statement], drafts: Sequence[IdentityDraft]) -> bool:
    """Whether these people signed, as far as the vault still knows them."""
    vault = [getattr(letter.form, "identity", None) for letter in taken]
    signed = Counter(identity.match_key for identity in vault if identity)
    named = Counter(_as_kept(draft).tidy().match_key for draft in drafts)
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
