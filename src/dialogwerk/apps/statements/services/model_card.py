"""The model card of a procedure: what proposes, from what it learned, how good it was, its limits.

After Mitchell et al. 2019, "Model Cards for Model Reporting".
"""

from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.documents.papers import Paper, Section, paper

from .proposal_quality import Outcomes, ProposalQuality, quality_of

FORMAT = "dialogwerk-model-card/1"


def card(procedure: Procedure, today: date) -> dict[str, Any]:
    """The card as JSON: figures as numbers, everything else as sentences in the active language."""
    quality = quality_of(procedure)
    return {
        "format": FORMAT,
        "procedure": procedure.slug,
        "title": procedure.title,
        "as_of": today.isoformat(),
        "model": _model(quality),
        "decisions": {
            "explicit": _counts(quality.explicit),
            "tacit": _counts(quality.tacit),
            "new": quality.new,
            "alternatives": quality.alternatives,
        },
        "by_method": {name: _counts(one) for name, one in quality.by_method.items()},
        "calibration": [
            {
                "from": band.low,
                "to": band.high,
                "proposals": band.proposals,
                "said": round(band.said, 4),
                "kept": round(band.right, 4),
            }
            for band in quality.bands
        ],
        "calibration_error": round(quality.calibration_error, 4),
        "weeks": [
            {"monday": week.monday.isoformat(), **_counts(week.outcomes)} for week in quality.weeks
        ],
        **{name: text for name, _heading, text in _sentences(quality)},
    }


def _model(quality: ProposalQuality) -> dict[str, Any] | None:
    known = quality.model
    if known is None:
        return None
    return {
        "version": known.number,
        "method": known.method,
        "learned_at": known.at.isoformat(timespec="seconds"),
        "passages": known.passages,
        "arguments": known.arguments,
        "decisions": known.decisions,
        "threshold": round(known.threshold, 4),
        "held_out_micro_f1": round(known.held_out_f1, 4),
    }


def _counts(some: Outcomes) -> dict[str, Any]:
    kept = some.share_kept
    return {
        "kept": some.kept,
        "changed": some.changed,
        "refused": some.refused,
        "share_kept": None if kept is None else round(kept, 4),
    }


def _sentences(quality: ProposalQuality) -> list[tuple[str, str, str]]:
    """Name in JSON, heading, text."""
    return [
        ("intended_use", _("Intended use"), _use()),
        ("method", _("Method"), _method()),
        ("data", _("What it learned from"), _data(quality)),
        ("limits", _("Limits"), _limits()),
    ]


def _use() -> str:
    return _(
        "Proposes to which argument of this procedure a passage belongs. A person decides on every"
        " passage or confirms the rest of a letter; nothing is tied without a person. Not meant for"
        " other procedures, nor for judging whether an argument is right or weighty."
    )


def _method() -> str:
    return _(
        "Two ways: the most similar passage that was tied, and a linear model of letter stretches"
        " (naive Bayes weights with a support vector machine, and a sparse one), calibrated on"
        " passages that it had not learned from. No neural network, no data from elsewhere."
    )


def _data(quality: ProposalQuality) -> str:
    known = quality.model
    if known is None:
        return _("No model has been learned yet: proposals come from similar passages only.")
    return ngettext(
        "Explicit decisions of this procedure only: %(passages)s different passage,"
        " %(arguments)s arguments, version %(number)s.",
        "Explicit decisions of this procedure only: %(passages)s different passages,"
        " %(arguments)s arguments, version %(number)s.",
        known.passages,
    ) % {"passages": known.passages, "arguments": known.arguments, "number": known.number}


def _limits() -> str:
    return _(
        "Arguments with fewer than two tied passages cannot be learned. Those with fewer than five"
        " share one calibration. Irony, files and maps are not understood. Shares kept are those of"
        " passages on which somebody decided, which are not drawn by chance."
    )


def card_pdf(procedure: Procedure, today: date) -> bytes:
    """The card as accessible PDF."""
    quality = quality_of(procedure)
    told = [Section(heading=heading, text=text) for _name, heading, text in _sentences(quality)]
    figures = Section(heading=_("Figures"), text="\n\n".join(_figures(quality)))
    return paper(
        Paper(
            title=_("Model card: proposals of arguments"),
            subtitle=procedure.title,
            date=today,
            footer=procedure.slug,
            sections=[*told[:3], figures, told[3]],
            lang="en" if (get_language() or "de").startswith("en") else "de",
        )
    )


def _figures(quality: ProposalQuality) -> list[str]:
    lines = [
        _("Decided one by one: %(line)s") % {"line": _line(quality.explicit)},
        _("Confirmed with the rest: %(line)s") % {"line": _line(quality.tacit)},
        _("Tied without a proposal: %(count)s") % {"count": quality.new},
    ]
    lines += [
        _(
            "Confidence %(low)s to %(high)s %%: %(count)s proposals, said %(said)s %%,"
            " kept %(kept)s %%"
        )
        % {
            "low": round(100 * band.low),
            "high": round(100 * band.high),
            "count": band.proposals,
            "said": round(100 * band.said),
            "kept": round(100 * band.right),
        }
        for band in quality.bands
        if band.proposals
    ]
    if quality.model:
        lines.append(
            _("Micro F1 on passages not learned from: %(figure).3f")
            % {"figure": quality.model.held_out_f1}
        )
    return lines


def _line(some: Outcomes) -> str:
    return _("%(kept)s kept, %(changed)s changed, %(refused)s refused") % {
        "kept": some.kept,
        "changed": some.changed,
        "refused": some.refused,
    }
