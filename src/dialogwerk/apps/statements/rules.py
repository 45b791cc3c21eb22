"""Who may do what with letters, arguments and replies. Read aloud, this is the policy."""

import rules

from dialogwerk.apps.accounts.rules import is_administrator
from dialogwerk.apps.schemes.rules import (
    is_authority,
    is_case_worker_in_charge,
    is_developer_of_scheme,
    works_here,
)

from .models import Argument


@rules.predicate
def is_responsible_expert(user, thing) -> bool:
    return isinstance(thing, Argument) and thing.responsible_id == user.pk


@rules.predicate
def weighing_is_open(user, thing) -> bool:
    procedure = getattr(thing, "procedure", thing)
    return procedure is not None and procedure.weighing_closed_at is None


@rules.predicate
def was_handed_over(user, thing) -> bool:
    """Whether the developer was given the statements; before that there is nothing to look at."""
    procedure = getattr(thing, "procedure", thing)
    return procedure is not None and procedure.handed_over_at is not None


rules.add_perm("statements.open_workbench", works_here | is_administrator)
rules.add_perm("statements.take_in", is_authority | is_administrator)
rules.add_perm("statements.tie", (is_authority | is_administrator) & weighing_is_open)
rules.add_perm(
    "statements.answer",
    (is_case_worker_in_charge | is_responsible_expert | is_administrator) & weighing_is_open,
)
rules.add_perm("statements.send", is_case_worker_in_charge | is_administrator)
rules.add_perm("statements.close_weighing", is_case_worker_in_charge | is_administrator)
rules.add_perm("statements.see_names", is_authority | is_administrator)
rules.add_perm("statements.redact", is_authority | is_administrator)
rules.add_perm("statements.release", is_case_worker_in_charge | is_administrator)
rules.add_perm("statements.link_persons", is_authority | is_administrator)
rules.add_perm(
    "statements.export",
    works_here | (is_developer_of_scheme & was_handed_over) | is_administrator,
)
