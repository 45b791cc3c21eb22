"""Who may do what in dialogues. Read aloud, this is the policy."""

import rules

from dialogwerk.apps.accounts.rules import is_administrator, is_office
from dialogwerk.apps.schemes.rules import is_authority as is_authority_of_scheme
from dialogwerk.apps.schemes.rules import is_expert_consulted

from .models import Process, ProcessMember


def process_of(thing) -> Process | None:
    """The process that this thing is, or belongs to."""
    return thing if isinstance(thing, Process) else getattr(thing, "process", None)


def member_as(*roles: str) -> rules.Predicate:
    """Whoever has one of these roles in the process; asked once per request."""

    @rules.predicate(f"member_as_{'_'.join(roles)}")
    def holds(user, thing) -> bool:
        process = process_of(thing)
        if process is None or not user.is_authenticated or not user.is_active:
            return False
        if not hasattr(user, "_process_roles"):
            found = user.dialogue_processes.values_list("process_id", "role")
            user._process_roles = frozenset(found)
        return any((process.pk, role) in user._process_roles for role in roles)

    return holds


@rules.predicate
def authority_of_its_scheme(user, thing) -> bool:
    process = process_of(thing)
    return bool(process and process.scheme_id and is_authority_of_scheme.test(user, process))


@rules.predicate
def expert_of_its_scheme(user, thing) -> bool:
    process = process_of(thing)
    return bool(process and process.scheme_id and is_expert_consulted.test(user, process))


@rules.predicate
def is_shown_to_everyone(user, thing) -> bool:
    process = process_of(thing)
    return bool(
        process and process.is_public and (process.scheme is None or process.scheme.is_public)
    )


runs_it = member_as(ProcessMember.Role.LEAD) | authority_of_its_scheme | is_administrator
moderates_it = runs_it | member_as(ProcessMember.Role.MODERATOR)
works_on_it = moderates_it | member_as(ProcessMember.Role.EXPERT) | expert_of_its_scheme

rules.add_perm("dialogues.create", is_office | is_administrator)
rules.add_perm("dialogues.view", is_shown_to_everyone | works_on_it)
rules.add_perm("dialogues.open_workbench", works_on_it)
rules.add_perm("dialogues.edit", runs_it)
rules.add_perm("dialogues.moderate", moderates_it)
rules.add_perm("dialogues.take_in", moderates_it)
rules.add_perm("dialogues.answer", works_on_it)
rules.add_perm("dialogues.publish_answers", moderates_it)
rules.add_perm("dialogues.decide", runs_it)
rules.add_perm("dialogues.see_names", moderates_it)
