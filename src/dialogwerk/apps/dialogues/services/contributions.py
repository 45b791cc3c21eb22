"""Taking contributions in: each gets a receipt and stands in the journal."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import EntryDraft, record_many
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import IdentityDraft, resolve_persons

from ..errors import EmptyContribution, KeyReused, NotOpen
from ..gates import is_open
from ..models import Category, Channel, Contribution, Format, Photo, State
from ..places import Place
from .screening import note_holds, suspicions


@dataclass(frozen=True, slots=True)
class PhotoDraft:
    """A picture that came along, already checked and freed of what the camera wrote into it."""

    name: str
    media_type: str
    content: IO[bytes]
    size: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A contribution on its way in.

    Attributes:
        author: goes into the vault; an empty draft leaves no trace there.
        public_name: what the author wishes to be shown as; "" for nothing.
        seconds: how long the form was open; None if nobody knows.
    """

    text: str
    title: str = ""
    category: Category | None = None
    author: IdentityDraft = field(default_factory=IdentityDraft)
    user: User | None = None
    public_name: str = ""
    on_behalf_of: str = ""
    channel: str = Channel.WEB
    received_at: datetime | None = None
    place: Place | None = None
    place_name: str = ""
    anchor: dict[str, Any] = field(default_factory=dict)
    photos: Sequence[PhotoDraft] = ()
    submission_key: str | None = None
    external_id: str = ""
    source_url: str = ""
    credit: str = ""
    seconds: float | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(
            f"{self.title}\n{self.text}".encode("utf-8", "surrogatepass")
        ).hexdigest()


def contribute(
    *, format: Format, said: Said, by: str, held: bool = False, now: datetime | None = None
) -> Contribution:
    """Take one contribution in; the receipt may be shown once this returns.

    The same submission key with the same words gives back the contribution already there. What
    comes by the web is screened, see `screening`: it is then held back, with the reason.

    Args:
        held: keep it back until somebody has looked at it, whatever the format says.
        now: for what comes by the web: when it arrives, and whether the format is open then.

    Raises:
        EmptyContribution: neither title nor text.
        NotOpen: the format takes nothing on that day; staff may type in later what came in time.
        KeyReused: the key is known, with other words.
    """
    if not said.text.strip() and not said.title.strip():
        raise EmptyContribution(_("Please write something."))
    if known := _known(format, said):
        return known
    now = now or timezone.now()
    if said.channel == Channel.WEB and not is_open(format, timezone.localtime(now).date()):
        raise NotOpen(_("“%(format)s” takes no contributions now.") % {"format": format.title})
    try:
        return _screened(format, said, by=by, held=held, now=now)
    except IntegrityError:
        if known := _known(format, said):
            return known
        raise


@transaction.atomic
def _screened(format: Format, said: Said, *, by: str, held: bool, now: datetime) -> Contribution:
    found = (
        suspicions(
            format.process,
            title=said.title,
            text=said.text,
            sha256=said.sha256,
            seconds=said.seconds,
        )
        if said.channel == Channel.WEB
        else []
    )
    is_held = held or bool(found)
    made = contribute_many(format=format, all_said=[said], by=by, held=is_held, now=now)[0]
    note_holds(made, found)
    return made


@transaction.atomic
def contribute_many(
    *, format: Format, all_said: Sequence[Said], by: str, held: bool = False, now: datetime
) -> list[Contribution]:
    """Take many in, all or none, without asking whether the format is open. For imports."""
    persons = _persons([said.author for said in all_said])
    state = State.HELD if held or format.moderated_first else State.PUBLIC
    rows = [
        Contribution(
            process=format.process,
            format=format,
            category=said.category,
            person=person,
            user=said.user,
            public_name=said.public_name.strip()[:100],
            on_behalf_of=said.on_behalf_of.strip()[:250],
            channel=said.channel,
            received_at=said.received_at or now,
            title=said.title.strip()[:300],
            text=said.text,
            sha256=said.sha256,
            place_name=said.place_name.strip()[:200],
            anchor=said.anchor,
            state=state,
            submission_key=said.submission_key,
            external_id=said.external_id,
            source_url=said.source_url,
            credit=said.credit,
            **_boxed(said.place),
        )
        for said, person in zip(all_said, persons, strict=True)
    ]
    made = Contribution.objects.bulk_create(rows)
    for contribution, said in zip(made, all_said, strict=True):
        _keep_photos(contribution, said.photos)
    record_many(_entry(contribution, by) for contribution in made)
    return made


def _persons(authors: Sequence[IdentityDraft]) -> list[Person | None]:
    """The person of each author; None for whoever left no name and no address."""
    named = [index for index, author in enumerate(authors) if author.tidy() != IdentityDraft()]
    found = dict(zip(named, resolve_persons([authors[index] for index in named]), strict=True))
    return [found.get(index) for index in range(len(authors))]


def _boxed(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    return {name: getattr(place, name) for name in ("geometry", "west", "south", "east", "north")}


def _keep_photos(contribution: Contribution, photos: Sequence[PhotoDraft]) -> None:
    for draft in photos:
        draft.content.seek(0)
        digest = hashlib.file_digest(draft.content, "sha256").hexdigest()  # type: ignore[arg-type]
        draft.content.seek(0)
        Photo.objects.create(
            contribution=contribution,
            file=File(draft.content, name=digest),
            name=draft.name[:200],
            media_type=draft.media_type,
            size=draft.size,
            sha256=digest,
            description=draft.description[:300],
        )


def _entry(contribution: Contribution, by: str) -> EntryDraft:
    return EntryDraft(
        action="contribution.received",
        subject=contribution.code,
        actor=by,
        payload={
            "process": contribution.process.code,
            "sha256": contribution.sha256,
            "channel": str(contribution.channel),
            "held": contribution.state == State.HELD,
        },
        at=contribution.received_at,
    )


def _known(format: Format, said: Said) -> Contribution | None:
    if not said.submission_key:
        return None
    known = Contribution.objects.filter(
        process=format.process, submission_key=said.submission_key
    ).first()
    if known and known.sha256 != said.sha256:
        raise KeyReused(
            _(
                "This form was already sent, with other words; that contribution has the receipt"
                " %(receipt)s. Open a new form to contribute again."
            )
            % {"receipt": known.receipt}
        )
    return known
