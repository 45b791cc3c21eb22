"""Who may do what with events. Read aloud, this is the policy."""

import rules

from dialogwerk.apps.accounts.rules import is_administrator, is_office
from dialogwerk.apps.dialogues.rules import moderates_it, runs_it


@rules.predicate
def stands_alone(user, event) -> bool:
    """It belongs to no dialogue, like an open day of a company."""
    return event is not None and event.process is None


of_the_office = stands_alone & is_office

rules.add_perm("events.create", is_office | is_administrator)
rules.add_perm("events.edit", runs_it | of_the_office | is_administrator)
rules.add_perm("events.see_registrations", moderates_it | of_the_office | is_administrator)
