"""Drafts of notices that answer many; the case worker completes and changes them."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.documents.notices import PublicNotice
from dialogwerk.documents.wording import long_date

from ..models import Representation, RepresentationStep

_INTRO = {
    "result_open_to_view": (
        "Zu „{procedure}“ haben mehr als 50 Personen Stellungnahmen mit im Wesentlichen gleichem"
        " Inhalt abgegeben ({subjects}). Die Stellungnahmen sind geprüft. Die Mitteilung des"
        " Ergebnisses an diese Personen wird dadurch ersetzt, dass ihnen die Einsicht in das"
        " Ergebnis ermöglicht wird (§ 3 Abs. 2 Satz 6 BauGB)."
    ),
    "services_by_notice": (
        "Im Verfahren „{procedure}“ ist über die Einwendungen entschieden. Außer an den Träger des"
        " Vorhabens wären mehr als 50 Zustellungen vorzunehmen; sie werden durch diese öffentliche"
        " Bekanntmachung ersetzt (§ 74 Abs. 5 VwVfG)."
    ),
    "permit_by_notice": (
        "Im Verfahren „{procedure}“ ist über die Einwendungen entschieden. Die Zustellung der"
        " Entscheidung an die Personen, die Einwendungen erhoben haben, wird durch diese"
        " öffentliche Bekanntmachung ersetzt (§ 10 Abs. 8 BImSchG)."
    ),
}
_WHERE = {
    "result_open_to_view": (
        "Das Ergebnis der Prüfung kann während der Dienststunden eingesehen werden bei:"
        " {office}. Im Internet ist es zugänglich unter {standing}."
    ),
    "services_by_notice": (
        "Die Entscheidung mit Rechtsbehelfsbelehrung und der festgestellte Plan werden ausgelegt;"
        " Ort und Zeit: [Ort und Zeit der Auslegung]. Mit dem Ende der Auslegungsfrist gilt die"
        " Entscheidung den Betroffenen und denjenigen gegenüber, die Einwendungen erhoben haben,"
        " als zugestellt. Bis zum Ablauf der Rechtsbehelfsfrist kann sie schriftlich angefordert"
        " werden bei: {office}."
    ),
    "permit_by_notice": (
        "Die gesamte Entscheidung wird ausgelegt; Ort und Zeit: [Ort und Zeit der Auslegung]. Mit"
        " dem Ende der Auslegungsfrist gilt sie auch gegenüber Dritten, die keine Einwendungen"
        " erhoben haben, als zugestellt. Sie kann schriftlich angefordert werden bei: {office}."
    ),
}
_RECEIPT = (
    "Wer geschrieben hat, findet die Antwort auf jeden Punkt der eigenen Stellungnahme auch mit dem"
    " Beleg-Code unter {lookup}."
)
OPEN_PLACE = "[Ort und Zeit der Auslegung]"
"""What the case worker has to fill in before the notice can be noted as published."""


def draft(procedure: Procedure, ground: str, subjects: Sequence[str]) -> str:
    """A first text of the notice, in German; empty for grounds that need none.

    Args:
        subjects: titles of the campaigns and lists.
    """
    if ground not in _INTRO:
        return ""
    values = {
        "procedure": procedure.title,
        "subjects": "; ".join(f"„{one}“" for one in subjects) or "siehe unten",
        "office": _office(procedure),
        "standing": absolute_url(reverse("standing", args=[procedure.slug])),
        "lookup": absolute_url(reverse("lookup")),
    }
    parts = (_INTRO[ground], _WHERE[ground], _RECEIPT, procedure.authority.name)
    return "\n\n".join(part.format(**values) for part in parts)


def _office(procedure: Procedure) -> str:
    office = procedure.authority
    town = f"{office.postal_code} {office.city}".strip()
    return ", ".join(part for part in (office.name, office.street, town) if part)


_CALL = (
    "Zu „{procedure}“ haben {people} Personen die Eingabe „{title}“ unterzeichnet oder in gleicher"
    " Form eingereicht, ohne dass jemand sie vertritt.",
    "Wir fordern diese Personen auf, bis zum {day} einen gemeinsamen Vertreter zu bestellen"
    " ({norms}). Vertreter kann nur eine natürliche Person sein. Teilen Sie uns Name, Beruf und"
    " Anschrift mit: {office}.",
    "Wird bis dahin niemand bestellt, können wir von Amts wegen einen gemeinsamen Vertreter"
    " bestellen.",
)


def call(
    procedure: Procedure,
    title: str,
    representation: Representation,
    step: RepresentationStep | None,
) -> PublicNotice:
    """The call for a joint representative, as notice or as letter to everyone."""
    day = representation.answer_by or timezone.localdate()
    values = {
        "procedure": procedure.title,
        "title": title,
        "people": step.people if step else "",
        "day": long_date(day, "de"),
        "norms": ", ".join(step.norms) if step else "",
        "office": _office(procedure),
    }
    return PublicNotice(
        title="Aufforderung, einen gemeinsamen Vertreter zu bestellen",
        text="\n\n".join(part.format(**values) for part in (*_CALL, procedure.authority.name)),
        issuer=procedure.authority.name,
        date=step.day if step else timezone.localdate(),
    )
