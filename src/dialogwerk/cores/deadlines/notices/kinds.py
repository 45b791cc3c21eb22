"""Which notices a procedure needs."""

from __future__ import annotations

from dataclasses import dataclass

from ..declaring import Choice
from ..wording import Text
from .errors import UnknownNotice

MUNICIPAL_DISPLAY = "municipal_display"
PREPARATORY_PLAN = "preparatory_plan"
TRANSBOUNDARY = "transboundary"
PLANSIG = "plansig"
SCREENING = "screening"


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of public notice (Bekanntmachung).

    Attributes:
        id: stable name, such as "display".
        name: what it is called.
        step: the step of the schedule whose days it announces.
    """

    id: str
    name: Text
    step: str


_DISPLAY = Text("Auslegung des Plans", "Display of the plan")
_EARLY = Text("Frühe Öffentlichkeitsbeteiligung", "Early public participation")
_HEARING = Text("Erörterungstermin", "Hearing")
_ONLINE = Text("Onlinekonsultation", "Online consultation")
_CHANGE = Text("Änderung des ausgelegten Plans", "Change of the displayed plan")

_EVERY: dict[str, tuple[NoticeKind, ...]] = {
    "planfeststellung": (
        NoticeKind("early", _EARLY, "early_participation"),
        NoticeKind("display", _DISPLAY, "public_display"),
        NoticeKind("hearing", _HEARING, "hearing"),
        NoticeKind("online_consultation", _ONLINE, "online_consultation"),
        NoticeKind("change", _CHANGE, "public_display"),
        NoticeKind(
            "decision",
            Text("Auslegung des Planfeststellungsbeschlusses", "Display of the decision"),
            "decision_display",
        ),
    ),
    "bimschg": (
        NoticeKind("early", _EARLY, "early_participation"),
        NoticeKind(
            "display",
            Text("Auslegung von Antrag und Unterlagen", "Display of application and documents"),
            "public_display",
        ),
        NoticeKind(
            "hearing",
            Text("Entscheidung über den Erörterungstermin", "Decision on the hearing"),
            "hearing",
        ),
        NoticeKind("online_consultation", _ONLINE, "online_consultation"),
        NoticeKind(
            "change",
            Text("Erneute Auslegung nach Änderung", "New display after a change"),
            "public_display",
        ),
        NoticeKind(
            "decision", Text("Genehmigungsbescheid", "Decision on the permit"), "decision_display"
        ),
    ),
    "bauleitplan": (
        NoticeKind(
            "early",
            Text("Frühzeitige Beteiligung der Öffentlichkeit", "Early public participation"),
            "early_participation",
        ),
        NoticeKind(
            "display",
            Text("Veröffentlichung des Planentwurfs", "Publication of the draft plan"),
            "public_display",
        ),
        NoticeKind(
            "change",
            Text("Erneute Veröffentlichung des geänderten Entwurfs", "Renewed publication"),
            "public_display",
        ),
        NoticeKind(
            "decision",
            Text("Inkrafttreten des Plans", "Entry into force of the plan"),
            "decision_notice",
        ),
    ),
    "raumordnung": (
        NoticeKind(
            "display",
            Text("Veröffentlichung des Planentwurfs", "Publication of the draft plan"),
            "public_display",
        ),
        NoticeKind(
            "change",
            Text("Erneute Veröffentlichung des geänderten Entwurfs", "Renewed publication"),
            "public_display",
        ),
        NoticeKind(
            "decision",
            Text("Wirksamwerden des Raumordnungsplans", "Spatial plan taking effect"),
            "decision_notice",
        ),
    ),
    "raumvertraeglichkeit": (
        NoticeKind(
            "display",
            Text("Veröffentlichung der Unterlagen", "Publication of the documents"),
            "public_display",
        ),
    ),
}
_ONLY: dict[tuple[str, str], tuple[str, ...]] = {
    ("planfeststellung", "bundesfachplanung"): (
        "display", "hearing", "online_consultation", "change",
    ),
    ("bimschg", "simplified"): ("decision",),
    ("bauleitplan", "renewed"): ("change", "decision"),
    ("bauleitplan", "consent"): (),
}  # fmt: skip


def kinds(procedure_type: str, variant: str = "") -> tuple[NoticeKind, ...]:
    """The notices of a procedure, in its order; none for those that have no public.

    >>> [kind.id for kind in kinds("raumordnung")]
    ['display', 'change', 'decision']
    """
    every = _EVERY.get(procedure_type, ())
    only = _ONLY.get((procedure_type, variant))
    return tuple(kind for kind in every if only is None or kind.id in only)


_TRANSBOUNDARY = Choice(
    TRANSBOUNDARY,
    Text("Grenzüberschreitende Beteiligung", "Participation across the border"),
    "§§ 54 ff. UVPG",
)
_WEB_FIRST = frozenset({"fstrg", "aeg", "wastrg"})
_FACTS: dict[str, tuple[Choice, ...]] = {
    "planfeststellung": (
        Choice(
            MUNICIPAL_DISPLAY,
            Text(
                "Auslegung auch in den Gemeinden, nicht nur im Internet",
                "Display in the municipalities, too, not only on the web",
            ),
            "§ 17a FStrG, § 18a AEG",
        ),
        Choice(
            PLANSIG,
            Text("Auslegung nach dem Planungssicherstellungsgesetz", "Display under the PlanSiG"),
            "§§ 2, 3 PlanSiG",
        ),
    ),
    "bimschg": (_TRANSBOUNDARY,),
    "bauleitplan": (
        Choice(
            PREPARATORY_PLAN,
            Text("Flächennutzungsplan (nicht Bebauungsplan)", "Preparatory land-use plan"),
            "§ 3 Abs. 3 BauGB",
        ),
        _TRANSBOUNDARY,
    ),
}


def notice_facts(procedure_type: str, variant: str = "") -> tuple[Choice, ...]:
    """Facts that change what a notice has to say, though no day of the procedure.

    Where the plan is displayed matters only under the laws that put it on the web first.

    >>> [fact.id for fact in notice_facts("bauleitplan")]
    ['preparatory_plan', 'transboundary']
    """
    facts = _FACTS.get(procedure_type, ())
    if variant in _WEB_FIRST:
        return facts
    return tuple(fact for fact in facts if fact.id != MUNICIPAL_DISPLAY)


def notice_kind(procedure_type: str, variant: str, kind: str) -> NoticeKind:
    """The notice of that id.

    Raises:
        UnknownNotice: the procedure has none.
    """
    known = kinds(procedure_type, variant)
    for one in known:
        if one.id == kind:
            return one
    raise UnknownNotice(given=kind, known=", ".join(one.id for one in known) or "–")
