"""Who may do what with the record of bodies. Read aloud, this is the policy."""

import rules

from dialogwerk.apps.accounts.rules import is_administrator, is_office

from .models import Coordinator


@rules.predicate
def is_public(user, body) -> bool:
    return body.is_public and body.merged_into_id is None


@rules.predicate
def coordinates(user, body) -> bool:
    """Asked of a body: whether this account coordinates it; of none: whether any."""
    if not user.is_authenticated or not user.is_active:
        return False
    if not hasattr(user, "_coordinated"):
        user._coordinated = frozenset(
            Coordinator.objects.filter(user=user).values_list("body_id", flat=True)
        )
    return bool(user._coordinated) if body is None else body.pk in user._coordinated


keeps_all = is_administrator | is_office

rules.add_perm("bodies.view", is_public | coordinates | keeps_all)
rules.add_perm("bodies.create", keeps_all)
rules.add_perm("bodies.keep", coordinates | keeps_all)
rules.add_perm("bodies.merge", keeps_all)
rules.add_perm("bodies.name_coordinators", keeps_all)
rules.add_perm("bodies.see_names", coordinates | keeps_all)
