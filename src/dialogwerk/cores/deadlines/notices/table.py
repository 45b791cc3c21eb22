"""The table of hints for the reference in ``docs/reference/notices.md``."""

from __future__ import annotations

from collections.abc import Iterable

from .catalogue import Hint, all_hints
from .kinds import kinds

_TYPES = ("planfeststellung", "bimschg", "bauleitplan", "raumordnung", "raumvertraeglichkeit")
_HEAD = (
    "| hint | norms | applies | from | to | weight | confidence |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)


def hint_tables() -> str:
    """All hints by procedure and kind of notice, as Markdown."""
    return "\n\n".join(
        f"### {kind.name.en} (`{procedure_type}`, `{kind.id}`)\n\n{_HEAD}\n{rows}"
        for procedure_type in _TYPES
        for kind in kinds(procedure_type)
        if (rows := _rows(procedure_type, kind.id))
    )


def _rows(procedure_type: str, kind: str) -> str:
    fitting = [h for h in all_hints() if kind in h.kinds and procedure_type in h.types]
    return "\n".join(_row(hint) for hint in fitting)


def _row(hint: Hint) -> str:
    cells = (
        f"{hint.name.en} (`{hint.id}`)",
        "; ".join(hint.norms).replace("{VwVfG}", "VwVfG"),
        _applies(hint),
        str(hint.valid_from or "–"),
        str(hint.valid_to or "–"),
        hint.weight,
        hint.confidence,
    )
    return f"| {' | '.join(cells)} |"


def _applies(hint: Hint) -> str:
    eia = {True: "with EIA", False: "without EIA", None: ""}[hint.eia]
    laender = () if hint.laender == ("DE",) else hint.laender
    parts = (
        _list("", laender),
        _list("variants ", hint.variants),
        _list("not ", hint.not_variants),
        eia,
        _list("if ", sorted(hint.circumstances)),
        _list("unless ", sorted(hint.without)),
        f"begun before {hint.begun_before}" if hint.begun_before else "",
        f"begun from {hint.begun_from}" if hint.begun_from else "",
    )
    return "; ".join(part for part in parts if part) or "always"


def _list(before: str, names: Iterable[str]) -> str:
    joined = ", ".join(names)
    return f"{before}{joined}" if joined else ""
