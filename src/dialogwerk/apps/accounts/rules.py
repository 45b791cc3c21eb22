"""Predicates on roles; every app combines them into its own policy."""

import rules

from .models import Role


def has_role(role: Role) -> rules.Predicate:
    """Whoever holds this role. An inactive or anonymous account holds none."""

    @rules.predicate(f"is_{role.value}")
    def holds(user) -> bool:
        return bool(user and user.is_authenticated and user.is_active and role in user.roles)

    return holds


is_administrator = has_role(Role.ADMINISTRATOR)
is_office = has_role(Role.OFFICE)
is_case_worker = has_role(Role.CASE_WORKER)
is_expert = has_role(Role.EXPERT)
is_lawyer = has_role(Role.LAWYER)
is_developer = has_role(Role.DEVELOPER)
is_steering_member = has_role(Role.STEERING_MEMBER)
is_editor = has_role(Role.EDITOR)
is_participant = has_role(Role.PARTICIPANT)

is_staff_member = is_administrator | is_office | is_case_worker | is_expert | is_lawyer

rules.add_perm("accounts.manage", is_administrator)
rules.add_perm("accounts.open_workbench", is_staff_member)
