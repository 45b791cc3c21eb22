"""Which event of a plan approval must not come before which."""

from __future__ import annotations

from ...declaring import After, Order

_HEARING = "§ 73 Abs. 6 Satz 1 {VwVfG}"
_DECISION = "§ 73 Abs. 9, § 74 Abs. 1 und 2 {VwVfG}"
_SHOWN = "§ 74 Abs. 4 Satz 2 {VwVfG}"
_CHANGE = "plan_change"

ORDER = (
    Order("early_start", "early_end", strict=False),
    Order("application", "complete", strict=False),
    Order("application", "agencies_asked", "§ 73 Abs. 2 {VwVfG}", strict=False),
    Order("agencies_asked", "agencies_end"),
    Order("application", "display_start", "§ 73 Abs. 1 bis 3 {VwVfG}"),
    Order("plan_received", "display_start", "§ 73 Abs. 3 Satz 1 {VwVfG}", strict=False),
    Order("published", "display_start", "§ 73 Abs. 5 Satz 1 {VwVfG}"),
    Order("display_start", "display_end", strict=False),
    Order("published", "display_end", "§ 73 Abs. 5 Satz 1 {VwVfG}"),
    Order("published", "objections_end", "§ 73 Abs. 5 Satz 1 {VwVfG}"),
    Order("display_end", "objections_end", strict=False),
    Order("change_notified", "objections_end"),
    Order("published", "hearing", _HEARING, unless=_CHANGE),
    Order("display_start", "hearing", _HEARING, unless=_CHANGE),
    Order("display_end", "hearing", _HEARING, unless=_CHANGE),
    Order("objections_end", "hearing", _HEARING, unless=_CHANGE),
    Order("objections_end", "online_start", _HEARING, unless=_CHANGE),
    Order("hearing", "hearing_closed", strict=False),
    Order("online_start", "online_end", strict=False),
    Order("hearing", "report_sent", "§ 73 Abs. 9 {VwVfG}", strict=False),
    Order("display_start", "decision", _DECISION, unless=_CHANGE),
    Order("display_start", "decision_display_start", _DECISION, unless=_CHANGE),
    Order("hearing", "decision_display_start", _DECISION, unless=_CHANGE),
    Order("hearing", "decision", _DECISION),
    Order("hearing_closed", "decision", _DECISION),
    Order("online_end", "decision", _DECISION),
    Order("objections_end", "decision", _DECISION),
    Order("application", "decision", "§ 73 Abs. 1, § 74 Abs. 1 {VwVfG}"),
    Order("decision", "decision_published", _SHOWN, strict=False),
    Order("decision", "decision_display_start", _SHOWN, strict=False),
    Order("decision_published", "decision_display_start", _SHOWN),
    Order("decision_display_start", "decision_display_end", strict=False),
    Order("decision", "decision_posted", "§ 74 Abs. 4 Satz 1 {VwVfG}", strict=False),
    Order("decision", "decision_served", "§ 74 Abs. 4 Satz 1 {VwVfG}", strict=False),
    Order("decision_posted", "decision_served", strict=False),
    Order("decision_display_end", "lawsuit_end"),
    Order("decision_served", "final", "§ 74 Abs. 1 Satz 2 VwGO"),
)

AFTER = (
    After("objections", "objections_end", "hearing", _HEARING, unless=_CHANGE),
    After("objections", "objections_end", "online_start", _HEARING, unless=_CHANGE),
    After("objections", "objections_end", "decision", _DECISION, unless=_CHANGE),
    After("objections", "objections_end", "decision_display_start", _DECISION, unless=_CHANGE),
)
"""Objections come first even if their last day is only computed."""
