"""Urban land-use planning (Bauleitplanung, BauGB): participation, approval, plan defects."""

from __future__ import annotations

from ..case import Case
from ..declaring import Condition, ProcedureType, StepRule
from ..wording import Text
from . import bauleitplan_rules as rules
from .bauleitplan_facts import AFTER, CIRCUMSTANCES, EVENTS, ORDER, VARIANTS
from .participation import (
    all_of,
    in_variant,
    not_,
    recorded,
)

ID = "bauleitplan"
_consent = in_variant("consent")
_formal = not_(_consent)
_free_end = all_of(rules.is_free, recorded("display_end"))
_free_agencies = all_of(rules.is_free, recorded("agencies_end"))
_renewed = rules.is_renewed


def early_lead(case: Case, day: object) -> Text:
    """From when to when, or only its beginning."""
    if "early_end" in case.events:
        return Text(
            "Die frühzeitige Beteiligung ({norms}) dauert bis {trigger}.",
            "Early participation ({norms}) lasts until {trigger}.",
        )
    return Text(
        "Die frühzeitige Beteiligung ({norms}) beginnt am {trigger}; ein Ende ist nicht "
        "eingetragen.",
        "Early participation ({norms}) begins on {trigger}; no end is recorded.",
    )


_DISPLAY_NAME = Text("Veröffentlichung des Planentwurfs", "Publication of the draft plan")
_COMMENTS = Text("Stellungnahmen", "Comments")
_AGENCIES = Text("Stellungnahmen der Behörden", "Comments of public agencies")


def _free_display(norm: str, condition: Condition) -> StepRule:
    """A period that need only be appropriate, once its end is on record."""
    return StepRule(
        step="public_display",
        name=_DISPLAY_NAME,
        actor="municipality",
        kind="minimum",
        count="on",
        trigger=("display_end",),
        lead=Text(
            "Bekannt gemacht ist als letzter Tag {trigger}. Die Frist muss angemessen sein; eine "
            "feste Dauer schreibt das Gesetz hier nicht vor ({norms}).",
            "The last day announced is {trigger}. The period has to be appropriate; here the law "
            "sets no fixed length ({norms}).",
        ),
        norms=(norm,),
        first="display_start",
        when=all_of(_free_end, condition),
        of_round=True,
        hints=(rules.shortened_hint,),
    )


def _free_agency_comments(norm: str, condition: Condition) -> StepRule:
    """The same for the agencies."""
    return StepRule(
        step="agencies",
        name=_AGENCIES,
        actor="agencies",
        kind="minimum",
        count="on",
        trigger=("agencies_end",),
        lead=Text(
            "Die Behörden können bis {trigger} Stellung nehmen. Die Frist muss angemessen sein; "
            "eine feste Dauer schreibt das Gesetz hier nicht vor ({norms}).",
            "The agencies can comment until {trigger}. The period has to be appropriate; here the "
            "law sets no fixed length ({norms}).",
        ),
        norms=(norm,),
        first="agencies_asked",
        when=all_of(_free_agencies, condition),
        of_round=True,
    )


_EARLY = (
    StepRule(
        step="early_participation",
        name=Text("Frühzeitige Beteiligung", "Early participation"),
        actor="municipality",
        kind="duty",
        count="on",
        trigger=("early_end", "early_start"),
        norms=("§ 3 Abs. 1 BauGB",),
        lead=early_lead,
        first="early_start",
        when=_formal,
        hints=(rules.early_hint,),
    ),
    StepRule(
        step="notice",
        name=Text("Bekanntmachung", "Notice"),
        actor="municipality",
        kind="minimum",
        count="before",
        trigger=("display_start",),
        law=rules.notice_bases,
        lead=rules.notice_lead,
        recorded="published",
        when=_formal,
        of_round=True,
        hints=(rules.transition_hint, rules.notice_abroad),
    ),
)

_DISPLAY = (
    StepRule(
        step="public_display",
        name=_DISPLAY_NAME,
        actor="municipality",
        kind="minimum",
        count="span",
        trigger=("display_start",),
        law=rules.display_bases,
        lead=rules.display_lead,
        recorded="display_end",
        when=all_of(_formal, not_(_free_end)),
        of_round=True,
        hints=(rules.shortened_hint, rules.transition_hint),
        longer_norm="§ 3 Abs. 2 Satz 1 BauGB",
        called=rules.called,
    ),
    _free_display("§ 4a Abs. 3 BauGB", _renewed),
    _free_display("§ 13 Abs. 2 BauGB", not_(_renewed)),
    StepRule(
        step="public_display",
        name=Text("Beteiligung der betroffenen Öffentlichkeit", "Asking the affected public"),
        actor="municipality",
        kind="duty",
        count="span",
        trigger=("display_start",),
        law="consent_participation",
        lead=Text(
            "Die Gemeinde gibt der betroffenen Öffentlichkeit ab {trigger} Gelegenheit zur "
            "Stellungnahme, höchstens {period_acc} lang ({norms}).",
            "From {trigger} the municipality gives the affected public a period for comments, of "
            "at most {period} ({norms}).",
        ),
        when=all_of(_consent, not_(recorded("display_end"))),
        shifts=False,
        of_round=True,
        called=Text("Beteiligung", "participation"),
    ),
    StepRule(
        step="public_display",
        name=Text("Beteiligung der betroffenen Öffentlichkeit", "Asking the affected public"),
        actor="municipality",
        kind="duty",
        count="on",
        trigger=("display_end",),
        norms=("§ 36a Abs. 2 BauGB",),
        lead=Text(
            "Die Gemeinde gibt der betroffenen Öffentlichkeit bis {trigger} Gelegenheit zur "
            "Stellungnahme ({norms}).",
            "Until {trigger} the municipality gives the affected public a period for comments "
            "({norms}).",
        ),
        first="display_start",
        when=all_of(_consent, recorded("display_end")),
        of_round=True,
        hints=(rules.consent_participation_hint,),
    ),
)

_RESPONSES = (
    StepRule(
        step="objections",
        name=_COMMENTS,
        actor="public",
        kind="right",
        count="on",
        trigger=("public_display", "display_end"),
        norms=("§ 3 Abs. 2 BauGB",),
        lead=Text(
            "Stellungnahmen können während der Veröffentlichung oder Auslegung abgegeben werden, "
            "also bis {trigger} ({norms}); eine weitere Frist sieht das Gesetz nicht vor.",
            "Comments can be made during the publication or display, that is until {trigger} "
            "({norms}); the law sets no further period.",
        ),
        recorded="objections_end",
        first="display_start",
        when=_formal,
        of_round=True,
        hints=(rules.late_comments, rules.many_answers),
        arrival=True,
    ),
    StepRule(
        step="objections",
        name=_COMMENTS,
        actor="public",
        kind="right",
        count="on",
        trigger=("public_display", "display_end"),
        norms=("§ 36a Abs. 2 BauGB",),
        lead=Text(
            "Die betroffene Öffentlichkeit kann bis {trigger} Stellung nehmen ({norms}).",
            "The affected public can comment until {trigger} ({norms}).",
        ),
        recorded="objections_end",
        first="display_start",
        when=_consent,
        of_round=True,
        arrival=True,
    ),
    StepRule(
        step="agencies",
        name=_AGENCIES,
        actor="agencies",
        kind="minimum",
        count="after",
        trigger=("agencies_asked",),
        law=rules.agency_bases,
        lead=Text(
            "Die Behörden sind am {trigger} um Stellungnahme gebeten. Sie haben dafür mindestens "
            "{period_acc} Zeit ({norms}); aus wichtigem Grund soll die Gemeinde die Frist "
            "verlängern.",
            "The agencies were asked for comments on {trigger}. They have at least {period} for "
            "that ({norms}); for an important reason the municipality should prolong it.",
        ),
        recorded="agencies_end",
        first="next",
        when=all_of(_formal, not_(_free_agencies)),
        of_round=True,
        longer_norm="§ 4 Abs. 2 Satz 2 BauGB",
    ),
    _free_agency_comments("§ 4a Abs. 3 BauGB", _renewed),
    _free_agency_comments("§ 13 Abs. 2 BauGB", not_(_renewed)),
)

_CONSENT = (
    StepRule(
        step="consent",
        name=Text("Zustimmung der Gemeinde gilt als erteilt", "Consent counts as given"),
        actor="municipality",
        kind="fiction",
        count="after",
        trigger=("consent_requested",),
        law=rules.consent_bases,
        lead=Text(
            "Das Ersuchen ist am {trigger} bei der Gemeinde eingegangen. Sie kann die Zustimmung "
            "binnen {period_dat} verweigern ({norms}).",
            "The municipality received the request on {trigger}. It can refuse its consent within "
            "{period} ({norms}).",
        ),
        recorded="consent_decided",
        first="next",
        shift_open=True,
        when=_consent,
        hints=(rules.consent_hint,),
    ),
)

_RESULT = (
    StepRule(
        step="approval",
        name=Text("Genehmigung des Plans", "Approval of the plan"),
        actor="authority",
        kind="fiction",
        count="after",
        trigger=("approval_requested",),
        law="approval",
        lead=Text(
            "Der Plan liegt der höheren Verwaltungsbehörde seit dem {trigger} vor. Sie entscheidet "
            "binnen {period_dat} ({norms}).",
            "The plan has been with the higher authority since {trigger}. It decides within "
            "{period} ({norms}).",
        ),
        recorded="approved",
        first="next",
        shift_open=True,
        when=_formal,
        hints=(rules.approval_hint,),
    ),
    StepRule(
        step="defects",
        name=Text("Rüge von Mängeln des Plans", "Raising defects of the plan"),
        actor="public",
        kind="right",
        count="after",
        trigger=("in_force",),
        law="defects",
        lead=Text(
            "Der Plan ist am {trigger} bekannt gemacht. Mängel sind binnen {period_dat} danach "
            "schriftlich gegenüber der Gemeinde geltend zu machen ({norms}); darauf muss die "
            "Bekanntmachung hinweisen.",
            "The plan was announced on {trigger}. Defects have to be raised with the municipality "
            "in writing within {period} ({norms}); the notice has to say so.",
        ),
        first="next",
        when=rules.defects_apply,
        shift_norm="§ 193 BGB",
        norms=("§ 215 Abs. 2 BauGB",),
    ),
    StepRule(
        step="lawsuit",
        name=Text("Normenkontrolle", "Judicial review"),
        actor="public",
        kind="right",
        count="after",
        trigger=("in_force",),
        law="judicial_review",
        lead=Text(
            "Der Plan ist am {trigger} bekannt gemacht. Ein Antrag auf Normenkontrolle ist binnen "
            "{period_dat} danach möglich ({norms}).",
            "The plan was announced on {trigger}. Judicial review can be applied for within "
            "{period} ({norms}).",
        ),
        first="next",
        when=all_of(rules.review_applies, not_(rules.is_preparatory)),
        shift_norm="§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO",
    ),
)

TYPE = ProcedureType(
    id=ID,
    name=Text("Bauleitplanung", "Urban land-use planning"),
    variants=VARIANTS,
    circumstances=CIRCUMSTANCES,
    events=EVENTS,
    order=ORDER,
    after=AFTER,
    steps=(*_EARLY, *_DISPLAY, *_RESPONSES, *_CONSENT, *_RESULT),
    has_eia=False,
)
