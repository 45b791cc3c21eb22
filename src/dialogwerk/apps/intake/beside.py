"""What this app shows beside a letter in the letter reader: its scan, and letters like it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.statements.hooks import Panel
from dialogwerk.apps.statements.models import Statement
from dialogwerk.cores.incoming.ocr import Word

from .models import Duplicate, ScanPage, ScanReading
from .models.duplicates import DuplicateQuerySet

TAKE_IN = "statements.take_in"
NAMES = "statements.see_names"
MOST_WORDS = 40
MOST_PAGES = 6


def was_scanned() -> Exists:
    """Of a letter: its text was read from a scan."""
    return Exists(ScanReading.objects.filter(statement=OuterRef("pk")))


def reading_of(request: HttpRequest, letter: Statement) -> Panel | None:
    """That the text was read from a scan, by whom it was compared, and the pages for who may see
    them: a picture shows who wrote."""
    reading = ScanReading.objects.filter(statement=letter).defer("machine_text").first()
    if reading is None:
        return None
    may_look = _may(request, letter, TAKE_IN, NAMES)
    pages = list(reading.pages.all()) if may_look else []
    context = {
        "reading": reading,
        "letter": letter,
        "by": _name(reading.confirmed_by),
        "may_look": may_look,
        "pages": pages[:MOST_PAGES],
        "doubtful": _doubtful(pages)[:MOST_WORDS] if reading.confirmed_at is None else [],
    }
    return Panel("intake/_beside_scan.html", context, _warning(reading), "scan-reading")


def _warning(reading: ScanReading) -> str:
    if reading.confirmed_at:
        return ""
    return _("Read from a scan by a machine; nobody has compared it with the page yet.")


def _doubtful(pages: Sequence[ScanPage]) -> list[str]:
    """Words of which the machine was not sure, each once, in reading order."""
    words = (Word(*raw) for page in pages for raw in page.words)
    return list(dict.fromkeys(word.text for word in words if word.is_doubtful))


def _name(actor: str) -> str:
    """The account behind an actor; the actor itself if it is none or gone."""
    kind, _colon, key = actor.partition(":")
    account = User.objects.filter(pk=key).first() if kind == "user" and key.isdecimal() else None
    return str(account) if account else actor


def has_copies() -> Exists:
    """Of a letter: it is in a pair that nobody has called two letters."""
    return Exists(_pairs(OuterRef("pk")))


def _pairs(letter: Any) -> DuplicateQuerySet:
    """The pairs in which this letter is, but for those that a person called two letters."""
    pairs = Duplicate.objects.filter(Q(first=letter) | Q(second=letter))
    return pairs.exclude(state=Duplicate.State.DIFFERENT)


def copies_of(request: HttpRequest, letter: Statement) -> Panel | None:
    """Letters of the same person that say the same: proposed, or decided by a person."""
    pairs = list(
        _pairs(letter)
        .select_related("first", "second")
        .only("state", "reason", "decided_at", *_shown("first"), *_shown("second"))
    )
    if not pairs:
        return None
    may_decide = _may(request, letter, TAKE_IN)
    context = {
        "letter": letter,
        "pairs": [{"pair": one, "other": _other(one, letter)} for one in pairs],
        "may_decide": may_decide and letter.procedure.weighing_closed_at is None,
    }
    is_open = any(one.state == Duplicate.State.PROPOSED for one in pairs)
    note = _("Possibly the same letter as another one of this person.") if is_open else ""
    return Panel("intake/_beside_copies.html", context, note, "copies")


def _shown(side: str) -> list[str]:
    return [f"{side}__{name}" for name in ("code", "received_at", "channel")]


def _other(pair: Duplicate, letter: Statement) -> Statement:
    return pair.second if pair.first_id == letter.pk else pair.first


def _may(request: HttpRequest, letter: Statement, *permissions: str) -> Any:
    return all(request.user.has_perm(one, letter.procedure) for one in permissions)
