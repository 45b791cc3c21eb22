"""Who sees a name beside a letter: a rule per audience and type of procedure.

The table stands in ``disclosure.yaml``. Where it shows names only as long as the writer did not
ask otherwise, lists, tables and the synopsis show none: they do not look at each letter's wish.
"""

from dialogwerk.cores.statements.redaction_marks import Kind

from .disclosure import Audience, Show, policy, procedure_kinds

__all__ = ["Audience", "sees_names"]


def sees_names(audience: Audience, *, procedure_kind: str) -> bool:
    """Whether this audience sees names in this kind of procedure; unknown kinds show none."""
    if procedure_kind not in procedure_kinds():
        return False
    rules = policy(audience, procedure_kind).rules
    return any(rule.kind is Kind.NAME and rule.show is Show.ALWAYS for rule in rules)
