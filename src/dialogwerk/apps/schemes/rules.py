"""Who may do what with schemes and procedures. Read aloud, this is the policy."""

import rules

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.accounts.rules import is_administrator, is_office

from .models import Procedure, Scheme


def _scheme_of(thing) -> Scheme | None:
    if isinstance(thing, Scheme):
        return thing
    if isinstance(thing, Procedure):
        return thing.scheme
    procedure = getattr(thing, "procedure", None)
    return procedure.scheme if procedure else getattr(thing, "scheme", None)


def team_roles(user, thing) -> frozenset[str]:
    """The roles of this account on the team of the scheme; asked once per request."""
    scheme = _scheme_of(thing)
    if scheme is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    if not hasattr(user, "_team_roles"):
        user._team_roles = {}
        for scheme_id, role in user.teams.values_list("scheme_id", "role"):
            user._team_roles.setdefault(scheme_id, set()).add(role)
    return frozenset(user._team_roles.get(scheme.pk, ()))


def on_team_as(role: Role) -> rules.Predicate:
    @rules.predicate(f"on_team_as_{role.value}")
    def holds(user, thing) -> bool:
        return bool(thing is not None and role in team_roles(user, thing))

    return holds


is_case_worker_in_charge = on_team_as(Role.CASE_WORKER)
is_office_in_charge = on_team_as(Role.OFFICE)
is_expert_consulted = on_team_as(Role.EXPERT)
is_lawyer_consulted = on_team_as(Role.LAWYER)
is_developer_of_scheme = on_team_as(Role.DEVELOPER)

is_authority = is_case_worker_in_charge | is_office_in_charge
works_here = is_authority | is_expert_consulted | is_lawyer_consulted


@rules.predicate
def scheme_is_public(user, thing) -> bool:
    scheme = _scheme_of(thing)
    return bool(scheme and scheme.is_public)


rules.add_perm("schemes.create", is_administrator | is_office)
rules.add_perm(
    "schemes.view", scheme_is_public | works_here | is_developer_of_scheme | is_administrator
)
rules.add_perm("schemes.edit", is_authority | is_administrator)
rules.add_perm("schemes.read_calendar", works_here | is_administrator)
rules.add_perm("schemes.keep_calendar", is_authority | is_lawyer_consulted | is_administrator)
rules.add_perm("schemes.waive_findings", is_lawyer_consulted)
