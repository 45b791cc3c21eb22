"""Every address of the house that can be opened, with examples, so that no page is forgotten.

`addresses` walks through the URL configuration. An address that needs more than the procedure takes
its examples from `EXAMPLES`; one without example has to lead back to its page (303), else the
benchmark that uses this ends.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

SLUG = "windpark-hohe-heide"
Parts = list[object]
NOWHERE = ("konto/", "sprache/", "health/")
"""Logging in belongs to a library; the health page is the peer."""


@dataclass(frozen=True, slots=True)
class Address:
    """One example of a page; ``is_file`` if it gives a file instead of a page."""

    name: str
    path: str
    is_file: bool = False


def addresses() -> Iterator[Address]:
    """All of them, in the order of the URL configuration; those that only take changes too."""
    from django.urls import get_resolver, reverse

    for name, route, names in _patterns(get_resolver()):
        if route.startswith(NOWHERE):
            continue
        is_file = "." in route.rsplit("/", 1)[-1] or route.endswith("datei/")
        for parts in _examples(name, route, names):
            base = reverse(name, args=parts)
            yield Address(_named(name, parts), base, is_file)
            for query in QUERIES.get(name, ()) if parts == _first(name, route, names) else ():
                yield Address(f"{name} {query}", base + query, is_file)


def _named(name: str, parts: Parts) -> str:
    return " ".join([name, *(str(part) for part in parts if part != SLUG)])


def _first(name: str, route: str, names: list[str]) -> Parts:
    return next(iter(_examples(name, route, names)), [])


def _patterns(resolver: Any, before: str = "") -> Iterator[tuple[str, str, list[str]]]:
    from django.urls import URLPattern

    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield one.name, route, list(one.pattern.converters)
        else:
            yield from _patterns(one, route)


def _examples(name: str, route: str, names: list[str]) -> list[Parts]:
    """Parts of the address: the slug and what `EXAMPLES` says, else something that is not there."""
    slug: Parts = [SLUG] if "slug" in names else []
    more = [one for one in names if one != "slug"]
    if not more:
        return [slug]
    if name in EXAMPLES:
        values = EXAMPLES[name]()
        return [[*slug, *(one if isinstance(one, tuple) else (one,))] for one in values]
    return [[*slug, *(0 if one in ("pk", "number", "part", "page") else "X-0" for one in more)]]


def _of(model: str, field: str, most: int = 1, **conditions: object) -> Callable[[], list[Any]]:
    """Values of a field of the first rows of the procedure for which these conditions hold."""

    def values() -> list[Any]:
        from django.apps import apps

        label, _dot, name = model.partition(".")
        rows = apps.get_model(label, name).objects.filter(**conditions)
        return list(rows.order_by("pk").values_list(field, flat=True)[:most])

    return values


def _always(*values: object) -> Callable[[], list[Any]]:
    return lambda: list(values)


def _letters() -> list[str]:
    """The reader with a letter of the largest campaign, one with own words, an individual one."""
    from dialogwerk.apps.statements.models import Campaign, Statement

    letters = Statement.objects.filter(procedure__slug=SLUG).order_by("pk")
    largest = Campaign.objects.by_weight().first()
    kinds = (letters.filter(campaign=largest), letters.with_own_words(), letters.individual())
    return [letter.code for some in kinds for letter in some[:1]]


def _campaigns() -> list[int]:
    from dialogwerk.apps.statements.models import Campaign

    return list(Campaign.objects.by_weight().values_list("number", flat=True)[:2])


def _persons() -> list[str]:
    """The one with most letters, and one that was put together from several."""
    from django.db.models import Count

    from dialogwerk.apps.people.models import Person
    from dialogwerk.apps.statements.models import Statement

    counted = Statement.objects.order_by().values_list("person").annotate(Count("pk"))
    most = max(counted, key=lambda row: row[1])[0]
    together = Person.objects.filter(merged_into__isnull=False).order_by("pk")
    wanted = {most, *together.values_list("merged_into", flat=True)[:1]}
    return list(Person.objects.filter(pk__in=wanted).order_by("pk").values_list("code", flat=True))


def _pairs(*fields: str, model: str, **conditions: object) -> Callable[[], list[Any]]:
    """Several values of the first row for which these conditions hold."""

    def values() -> list[Any]:
        from django.apps import apps

        label, _dot, name = model.partition(".")
        rows = apps.get_model(label, name).objects.filter(**conditions)
        return list(rows.order_by("pk").values_list(*fields)[:1])

    return values


def _mine(model: str, field: str = "code", most: int = 1, **conditions: object) -> Any:
    return _of(model, field, most, procedure__slug=SLUG, **conditions)


_EVENT = _of("schemes.ProcedureEvent", "pk", procedure__slug=SLUG)
_STEP = _of("schemes.ScheduledStep", "pk", procedure__slug=SLUG)
_NOTICE = _of("schemes.Notice", "pk", procedure__slug=SLUG)
_DATE = _of("schemes.DialogueDate", "pk", scheme__slug=SLUG)
_HANDED = _mine("handover.HandOver", "number", 2)
_QUARANTINED = _of("intake.Item", "code", delivery__procedure__slug=SLUG, state="quarantined")
_LIST = _mine("statements.SignatureList")
_ARGUMENT = _mine("statements.Argument", "number")
_REPLIES = _mine("statements.Reply", most=2)
_COLLECTIVE = _mine("statements.CollectiveReply")
_TABLE = _mine("statements.ImportBatch")
_PRINT = _mine("statements.PrintBatch")
_REDACTED = _of("statements.RedactionCheck", "statement__code")
_CAPTURED = _mine("statements.SignatureList")

EXAMPLES: dict[str, Callable[[], list[Any]]] = {
    "account": _of("accounts.User", "pk"),
    "argument": _ARGUMENT,
    "argument-merge": _ARGUMENT,
    "argument-people": _ARGUMENT,
    "argument-split": _ARGUMENT,
    "bulk-example": _always("csv", "xlsx", "json"),
    "bulk-slips": lambda: [(code, 1) for code in _mine("intake.BulkUpload")()],
    "bulk-upload": _mine("intake.BulkUpload"),
    "calendar-file": _always("csv", "xlsx"),
    "campaign": _campaigns,
    "campaign-people": _campaigns,
    "campaign-people-call": _campaigns,
    "captured": _CAPTURED,
    "captured-receipts": _CAPTURED,
    "captured-receipts-file": _CAPTURED,
    "captured-receipts-slips": lambda: [(code, 1) for code in _CAPTURED()],
    "collective": _COLLECTIVE,
    "collective-new": _always("named_representative"),
    "collective-notice": lambda: [(code, "pdf") for code in _COLLECTIVE()],
    "delivery": _mine("intake.Delivery"),
    "developer-argument": _ARGUMENT,
    "developer-return": _mine("handover.CommentSheet"),
    "developer-sheet": _HANDED,
    "dialogue-date-edit": _DATE,
    "dialogue-date-remove": _DATE,
    "document": _of("schemes.Document", "pk", scheme__slug=SLUG),
    "event-withdraw": _EVENT,
    "handover": _HANDED,
    "handover-letters": _HANDED,
    "handover-return": _mine("handover.CommentSheet"),
    "handover-sheet": _HANDED,
    "import": _TABLE,
    "import-columns": _TABLE,
    "import-findings": _TABLE,
    "import-receipts": _TABLE,
    "import-receipts-file": _TABLE,
    "import-receipts-slips": lambda: [(code, 1) for code in _TABLE()],
    "model-card": _always("json", "md"),
    "notice": _NOTICE,
    "notice-correct": _NOTICE,
    "notice-file": lambda: [(pk, "pdf") for pk in _NOTICE()],
    "notice-new": _always("hearing"),
    "notice-publish": _NOTICE,
    "notice-waive": _NOTICE,
    "override-withdraw": _of("schemes.StepOverride", "pk", procedure__slug=SLUG),
    "person": _persons,
    "person-erase": _persons,
    "personal-feed": _of("schemes.CalendarSettings", "token"),
    "print": _PRINT,
    "print-again": _PRINT,
    "print-file": _PRINT,
    "print-part": lambda: [(code, 1) for code in _PRINT()],
    "proof": _EVENT,
    "public-notice": _NOTICE,
    "public-notice-file": lambda: [(pk, "pdf") for pk in _NOTICE()],
    "quarantine-file": _QUARANTINED,
    "quarantine-item": _QUARANTINED,
    "quarantine-type-in": _QUARANTINED,
    "reader": _letters,
    "receipt": _mine("statements.Statement", "receipt"),
    "receipt-pdf": _mine("statements.Statement", "receipt"),
    "receipt-proof": _mine("statements.Statement", "receipt"),
    "receipt-reply": _mine("statements.Statement", "receipt"),
    "receipt-text": _mine("statements.Statement", "receipt"),
    "redaction": _REDACTED,
    "redactions-bulk": _mine("statements.BulkRelease"),
    "replies-send": _always("email", "receipt"),
    "reply": _REPLIES,
    "reply-address": _REPLIES,
    "reply-pdf": _REPLIES,
    "run": _of("base.Run", "public_id"),
    "signature-list": _LIST,
    "signature-list-call": _LIST,
    "signature-list-signature": _pairs(
        "statement__signature_list__code", "pk", model="statements.UnclearSignature"
    ),
    "step-override": _STEP,
    "synopsis-file": _always("pdf", "xlsx"),
}
"""What follows the procedure in the address, by the name of the address; several examples each."""

QUERIES: dict[str, tuple[str, ...]] = {
    "inbox": (
        "?page=last",
        "?page=4400",
        "?sort=oldest&page=last",
        "?state=own",
        "?state=unread",
        "?state=read",
        "?campaign=none",
        "?campaign=1",
        "?campaign=1&page=last",
        "?signed=any",
        "?late=yes",
        "?late=no&page=last",
        "?channel=import",
        "?sort=campaign",
        "?sort=campaign&page=last",
        "?q=Biogasanlage",
        "?q=%22nicht+hinnehmbar%22",
        "?q=Grundwasser*&campaign=1",
        "?q=E-0000",
        "?q=Musterhausen&names=1",
    ),
    "campaigns": ("?page=last",),
    "campaign": ("?letters=all", "?letters=all&page=last", "?page=last"),
    "persons": (
        *(f"?list={one}" for one in ("certain", "same", "different", "ruled_out")),
        *("?page=last", "?list=certain&page=last"),
    ),
    "person": ("?page=last",),
    "arguments": ("?sort=people", "?sort=title", "?state=open", "?q=Vorbringen"),
    "argument": ("?page=last",),
    "argument-people": ("?page=last",),
    "argument-search": ("?arg=Vorbringen",),
    "ledger": (
        "?page=last",
        *(
            f"?state={one}"
            for one in (
                *("unanswered", "unwritten", "unsent", "sent", "outdated", "returned"),
                "nothing",
            )
        ),
        "?state=unwritten&page=last",
        "?q=Vorbringen",
        "?q=3",
        "?campaign=1",
        "?campaign=1&page=last",
        "?late=yes",
    ),
    "replies": (
        *(f"?state={one}" for one in ("unwritten", "written", "printing", "unclear", "sent")),
        *(f"?state={one}" for one in ("outdated", "returned", "failed", "together", "waiting")),
        "?page=last",
    ),
    "synopsis": ("?page=last",),
    "uniform": ("?page=last",),
    "signature-list": ("?page=last",),
    "captured-receipts": ("?page=last",),
    "import-receipts": ("?page=last",),
    "redactions": ("?audience=public", "?audience=developer"),
    "quarantine": ("?state=all", "?page=last"),
    "vault-looks": ("?page=last",),
    "runs": ("?page=last",),
    "due-dates": ("?show=mine", "?show=overdue"),
}
"""What the filters and the last pages ask for, beside the page as it opens."""
