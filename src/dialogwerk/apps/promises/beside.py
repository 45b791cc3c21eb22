"""What this app shows on the pages of schemes, and where promises of their dialogue came from."""

from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.schemes.hooks import Link, Part
from dialogwerk.apps.schemes.models import DialogueDate, Scheme

from .models import Promise
from .services import register
from .sources import Source

DIALOGUE_DATE = "dialogue_date"
"""The kind of origin of what was promised at a date of the dialogue; its key is the reference."""
SHOWN = 5
LONGEST_TEXT = 1000
"""Characters of a proposed text in an address."""


def has_promises(request: HttpRequest) -> Exists:
    """Of a scheme: it has promises that everyone may see."""
    return Exists(Promise.objects.public().filter(scheme=OuterRef("pk")))


def part_of(request: HttpRequest, scheme: Scheme) -> Part | None:
    """The public promises of a scheme: those that want attention, and how many stand how."""
    day = timezone.localdate()
    promises = Promise.objects.public().filter(scheme=scheme)
    found = list(promises.in_full()[: SHOWN + 1])
    if not found:
        return None
    rows = [
        {"promise": one, "standing": register.STANDINGS[state], "kind": register.KINDS[state]}
        for one in found[:SHOWN]
        if (state := one.standing(day))
    ]
    counts = register.counts(promises, day)
    address = reverse("promises") + "?" + urlencode({"scheme": scheme.slug})
    figures = [
        {"label": label, "number": number, "url": f"{address}&state={name}"}
        for name, label, number in counts.items()
        if number
    ]
    context = {
        "rows": rows,
        "figures": figures,
        "address": address,
        "more": counts.total - len(rows),
    }
    return Part("promises/_of_scheme.html", context)


def link_of(request: HttpRequest, date: DialogueDate) -> Link | None:
    """Record what was promised at a date of the dialogue, for those who keep promises."""
    if not date.promises or not request.user.has_perm("promises.keep", date.scheme):
        return None
    asked = {
        "vorhaben": date.scheme.slug,
        "von": f"{DIALOGUE_DATE}:{date.pk}",
        "text": date.promises[:LONGEST_TEXT],
        "source_text": date.title,
    }
    if date.last_day <= timezone.localdate():
        asked["made_on"] = date.last_day.isoformat()
    return Link(_("Record as a promise"), reverse("promise-new") + "?" + urlencode(asked))


def source_of(ref: str) -> Source | None:
    """The date of the dialogue on the timeline of its scheme, as far as everyone sees it."""
    if not (ref.isascii() and ref.isdecimal() and len(ref) < 10):
        return None
    shown = DialogueDate.objects.filter(is_public=True, scheme__is_public=True)
    date = shown.select_related("scheme").filter(pk=int(ref)).first()
    if date is None:
        return None
    return Source(date.title, date.scheme.get_absolute_url() + "#timeline")
